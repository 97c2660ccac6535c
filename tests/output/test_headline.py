"""The first lines of a report name the ledger, the day, the window, the filter and the files."""

from datetime import date

from zqtrack.core.filters import parse_filter
from zqtrack.core.period import parse_period
from zqtrack.core.report import Question, Source, ask
from zqtrack.output.document import plain
from zqtrack.output.headline import headline, window_text

DAY = date(2023, 9, 30)


def question(terms: tuple[str, ...] = (), pinned: date | None = None) -> Question:
    return ask(parse_filter(terms), parse_period("2023"), DAY, pinned, DAY)


def shown(source: Source, asked: Question, projects: int, window: str = "") -> list[str]:
    return [plain(line) for line in headline(source, asked, projects, window)]


def test_all_projects_of_a_ledger() -> None:
    assert shown(Source("Zone", 71, 0), question(), 71) == [
        "Zone",
        "as of 2023-09-30 · all projects · 71 files",
    ]


def test_a_window_a_filter_and_files_left_out() -> None:
    source, asked = Source("Zone", 71, 2), question(("stage=started",))
    assert shown(source, asked, 1, "window 2023") == [
        "Zone",
        "as of 2023-09-30 · window 2023 · 1 project with stage=started · 71 files, 2 left out",
    ]


def test_a_day_after_the_ledger_was_kept() -> None:
    assert shown(Source("Zone", 1, 0), question(pinned=date(2023, 9, 1)), 1)[2:] == [
        "The ledger is kept to 2023-09-01; what came later may be missing."
    ]
    assert len(shown(Source("Zone", 1, 0), question(pinned=DAY), 1)) == 2


def test_a_window_says_how_much_of_it_has_come() -> None:
    assert window_text(question()) == "window 2023 so far (273 of 365 days)"
    whole = ask(parse_filter(()), parse_period("2023-04"), DAY, None, DAY)
    assert window_text(whole) == "window 2023-04 (30 days)"
