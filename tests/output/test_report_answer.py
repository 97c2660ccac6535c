"""A report begins with of what its figures are, and answers in a sentence."""

from datetime import date
from typing import Any

import pytest

from zqtrack.core.filters import parse_filter
from zqtrack.core.period import parse_period
from zqtrack.core.project import Problem, Project, Stage, moment_from
from zqtrack.core.report import Source, ask, build_report
from zqtrack.core.settings import Settings
from zqtrack.output.document import plain
from zqtrack.output.report_answer import opening

TODAY = date(2024, 3, 3)


def signed(*texts: str, **fields: Any) -> list[Project]:
    return [
        Project(id="plant", name="Plant", actual={Stage.SIGNED: moment_from(text)}, **fields)
        for text in texts
    ]


def supplied(*texts: str) -> list[Project]:
    dates = [{Stage.LAND_SUPPLIED: moment_from(text)} for text in texts]
    return [Project(id="plant", name="Plant", actual=actual) for actual in dates]


def lines(
    projects: list[Project],
    period: str | None = "2023",
    as_of: date | None = None,
    pinned: date | None = None,
    terms: tuple[str, ...] = (),
    left_out: int = 0,
) -> list[str]:
    wanted = parse_period(period) if period else None
    question = ask(parse_filter(terms), wanted, as_of, pinned, TODAY)
    source = Source("Office", len(projects) + left_out, left_out)
    report = build_report(projects, Settings(), source, question)
    return [plain(line) for line in opening(report).lines]


def answer(projects: list[Project], period: str = "2023", **how: Any) -> str:
    return lines(projects, period, **how)[-1]


# --- of what -------------------------------------------------------------------------------------


def test_the_ledger_the_day_the_window_the_filter_and_the_files_are_named() -> None:
    assert lines(signed("2023-05")) == [
        "Office",
        "as of 2023-12-31 · window 2023 (365 days) · all projects · 1 file",
        "",
        "1 project signed in 365 days.",
    ]


def test_a_filter_is_named_with_how_many_it_selects() -> None:
    found = lines(signed("2023-05", "2022"), terms=("signed=2023", "plant"))
    assert found[1] == (
        "as of 2023-12-31 · window 2023 (365 days) · 1 project with signed=2023 plant · 2 files"
    )


def test_a_filter_can_steer_no_terminal() -> None:
    assert r"1 project with plant,\x1b[2J" in lines(signed("2023"), terms=("plant,\x1b[2J",))[1]


def test_files_left_out_are_counted() -> None:
    assert lines(signed("2023-05"), left_out=2)[1].endswith(" · 3 files, 2 left out")


def test_a_window_partly_to_come_says_so() -> None:
    # January 31, February 29, March 3: 63 of the 366 days of 2024.
    assert "window 2024 so far (63 of 366 days)" in lines([], "2024")[1]


def test_a_window_of_one_day_has_one_day() -> None:
    assert "window 2023-09-28 (1 day)" in lines([], "2023-09-28")[1]


def test_a_day_after_that_of_the_ledger_is_a_caution() -> None:
    pinned = date(2023, 9, 30)
    assert lines([], "2023", pinned=pinned)[2] == (
        "The ledger is kept to 2023-09-30; what came later may be missing."
    )
    assert lines([], "2023-01/2023-09", pinned=pinned)[2] == ""


# --- how often -----------------------------------------------------------------------------------


def test_the_answer_says_how_many_and_how_often() -> None:
    # 365 ÷ 4 = 91.25 and 365 ÷ 2 = 182.5 days.
    projects = [*signed(*["2023-05"] * 4), *supplied("2023-06", "2023-07")]
    assert answer(projects) == (
        "4 projects signed, one every 91.2 days; 2 land supplies, one every 182.5 days."
    )


def test_one_is_not_one_every_so_many_days() -> None:
    assert answer([*signed("2023-05"), *supplied("2023-06")]) == (
        "1 project signed in 365 days; 1 land supply in 365 days."
    )
    assert answer(signed("2023-09-28"), "2023-09-28") == "1 project signed in 1 day."


def test_where_more_may_have_come_the_answer_is_the_least() -> None:
    assert answer(
        [*signed("2023-05", "2023-06", "2022/2023"), *supplied("2023-05", "2022/2023")]
    ) == (
        "At least 2 projects signed (1 more perhaps), one every 182.5 days or less; "
        "at least 1 land supply (1 more perhaps) in 365 days."
    )


def test_several_a_day_are_counted_by_the_day() -> None:
    assert answer(signed(*["2023-09-28"] * 38), "2023-09-28") == (
        "38 projects signed, 38.0 a day."
    )
    few = signed("2023-09-28", "2023-09-29", "2023-09-28", "2023-09-29/2023-10")
    assert answer(few, "2023-09-28/2023-09-29") == (
        "At least 3 projects signed (1 more perhaps), 1.5 a day or more."
    )


def test_nothing_surely_signed_is_not_nothing_signed() -> None:
    assert answer(signed("2022")) == "No project signed."
    assert answer(signed("2022/2023")) == "No project signed for certain, 1 perhaps."
    assert answer([*signed("2022"), *supplied("2022/2023")]) == (
        "No project signed; no land supply for certain, 1 perhaps."
    )


# --- how much, and what stands in the way --------------------------------------------------------


def test_the_investment_says_of_how_many_it_is() -> None:
    rich, silent = signed("2023-05", investment=1_100_000_000), signed("2023-05")
    assert answer(rich) == (
        "1 project signed in 365 days. Planned investment of the signed: 1.10 bn yuan."
    )
    assert answer([*rich, *silent, *silent]).endswith(
        " Planned investment of the signed: 1.10 bn yuan (1 of 3 say)."
    )
    assert "investment" not in answer(silent)


def problem(due: str | None = None, closed: str | None = None) -> Problem:
    return Problem(
        title="Road",
        raised=parse_period("2023"),
        due=parse_period(due) if due else None,
        closed=parse_period(closed) if closed else None,
    )


@pytest.mark.parametrize(
    ("problems", "said"),
    [
        ((problem(closed="2023"),), "1 problem found, 1 closed."),
        ((problem(),), "1 problem found, 0 closed, 1 open."),
        (
            (problem(), problem("2023-02"), problem(closed="2023")),
            "3 problems found, 1 closed, 2 open, 1 of them overdue.",
        ),
    ],
)
def test_problems_are_told_with_what_became_of_them(
    problems: tuple[Problem, ...], said: str
) -> None:
    assert answer(signed("2023-05", problems=problems)).endswith(f"in 365 days. {said}")


# --- nothing at all ------------------------------------------------------------------------------


def test_an_empty_ledger_says_how_to_begin() -> None:
    assert answer([]) == 'No project yet; begin one with: zqtrack new "NAME"'


def test_a_ledger_that_cannot_be_read_says_so() -> None:
    assert answer([], left_out=3) == "No project could be read."


def test_a_filter_that_selects_nothing_says_so() -> None:
    assert answer(signed("2023"), terms=("stage=producing",)) == (
        "No project answers to stage=producing."
    )
