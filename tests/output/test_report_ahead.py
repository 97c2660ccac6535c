"""What a report says of the days to come: of each target, and of each watched project."""

from datetime import date, timedelta

import pytest

from zqtrack.core.filters import parse_filter
from zqtrack.core.period import exactly, parse_period
from zqtrack.core.project import Mark, Moment, Project, Stage
from zqtrack.core.report import Report, Section, Source, ask, build_report
from zqtrack.core.settings import Goals, Settings
from zqtrack.output.layout import lay_out
from zqtrack.output.report import report_document, section_document
from zqtrack.output.report_record import report_record

DAY = date(2023, 12, 21)
BEGAN = date(2020, 1, 1)
LATE = {Stage.LAND_SUPPLIED: parse_period("2023-11")}


def signed(id_: str, moment: Moment) -> Project:
    return Project(id=id_, name="Plant", actual={Stage.SIGNED: moment}, planned=LATE)


def supplied(days: int) -> Project:
    land = exactly(BEGAN + timedelta(days))
    actual: dict[Stage, Moment] = {Stage.SIGNED: exactly(BEGAN), Stage.LAND_SUPPLIED: land}
    return Project(id=f"after-{days}", name="Plant", actual=actual)


def report(*projects: Project, goals: Goals | None = None) -> Report:
    question = ask(parse_filter(()), parse_period("2023"), DAY, None, DAY)
    settings = Settings(goals={2023: goals} if goals else {})
    return build_report(projects, settings, Source("Office", len(projects), 0), question)


def lines(found: Report, section: Section, width: int = 80) -> list[str]:
    shown = lay_out(section_document(found, section), width, lambda span: span.text)
    return [line.replace("\u00a0", " ") for line in shown][4:]


STEADY = [signed(f"p{at}", exactly(date(2023, 1, 1) + timedelta(at))) for at in range(0, 351, 10)]


def test_a_target_has_an_interval_and_a_chance_where_there_is_a_basis() -> None:
    found = report(*STEADY, goals=Goals(signed=36, started=1, investment=9))
    assert lines(found, Section.TARGETS)[2:] == [
        "Targets on 2023-12-21",
        "  year  measure     so far  even pace  target    met  80 % forecast  chance",
        "  2023  signed          36         35      36  100 %        36 – 38   100 %",
        "  2023  started          0          1       1    0 %              –       –",
        "  2023  investment       –          9       9      –              –       –",
        "  No forecast of started: fewer than five have come from signed to started.",
        "  No forecast of investment: fewer than five signed in the past 12 months say",
        "  how much they invest.",
    ]


def test_without_any_basis_there_is_no_column_for_it() -> None:
    found = report(STEADY[0], goals=Goals(started=1))
    shown = lines(found, Section.TARGETS)
    assert "chance" not in "\n".join(shown)
    assert shown[-1] == "  No forecast of started: too few were signed in the past 12 months."


SIX = [supplied(days) for days in (10, 20, 30, 40, 100, 200)]
WAITING = (
    signed("a-young", exactly(date(2023, 12, 1))),
    signed("b-old", parse_period("2023-10")),
    signed("c-older", exactly(date(2022, 12, 21))),
    signed("d-undated", Mark.UNKNOWN),
)


def test_the_whole_watch_list_tells_ages_and_chances() -> None:
    # Older than 20 days are six: 30, 40, 100 and 200 went on, two are open at 51 and 365. Of these
    # go on in 90 days 1 - 5/6 × 4/5 × 2/3 = 5/9.
    shown = lines(report(*SIX, *WAITING), Section.WATCH, 160)[2:]
    assert [" ".join(line.split("2023-11")[-1].split()) for line in shown] == [
        "light id project why days half in 85 % in next ≤ 30 next ≤ 90 next ≤ 180",
        "365 100 – – – –",
        "51–81 100 – 0 % 33 % 67 %",
        "20 100 – 33 % 56 % 78 %",
        "– 100 – – – –",
    ]


def test_on_a_narrow_screen_the_chance_within_90_days_stays() -> None:
    assert lines(report(*SIX, *WAITING), Section.WATCH, 80)[3:] == [
        "  light  id         project  why                                     next ≤ 90",
        "  ▲ red  c-older    Plant    21 days late: land-supplied by 2023-11          –",
        "  ▲ red  b-old      Plant    21 days late: land-supplied by 2023-11       33 %",
        "  ▲ red  a-young    Plant    21 days late: land-supplied by 2023-11       56 %",
        "  ▲ red  d-undated  Plant    21 days late: land-supplied by 2023-11          –",
    ]


def test_the_watch_list_beside_other_sections_tells_no_chances() -> None:
    document = report_document(report(*SIX, *WAITING))
    assert "next ≤" not in "\n".join(lay_out(document, 140, lambda span: span.text))


def test_where_too_few_went_on_there_are_no_columns_of_ages() -> None:
    assert "next ≤" not in "\n".join(lines(report(*WAITING), Section.WATCH, 140))


def test_the_record_has_the_chance_and_the_forecast_of_a_target() -> None:
    found = report(*STEADY, goals=Goals(signed=36, started=1, investment=9))
    signing, starting, investment = report_record(found)["targets"]
    assert signing["chance"] == 1
    assert signing["forecast"]["interval_80"] == [36, 38]
    assert starting["chance"] is None
    assert starting["forecast"]["reason"] == "fewer than five have come from signed to started"
    assert investment["chance"] is None
    assert investment["forecast"] == {
        "expected": None,
        "interval_80": None,
        "waiting": 0,
        "undated": 0,
        "silent": 36,
        "reason": "fewer than five signed in the past 12 months say how much they invest",
    }


def test_the_record_has_the_ages_and_chances_of_a_watched_project() -> None:
    watch = {one["id"]: one for one in report_record(report(*SIX, *WAITING))["watch"]}
    young, undated = watch["a-young"], watch["d-undated"]
    assert (young["age_days"], young["p50"], young["p85"]) == (20, 100, None)
    assert young["chances"] == pytest.approx({"30": 1 / 3, "90": 5 / 9, "180": 7 / 9})
    assert undated["age_days"] is None
    assert undated["chances"] == {"30": None, "90": None, "180": None}
