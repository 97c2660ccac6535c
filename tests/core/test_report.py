"""A report sees everything from one day, and every figure of it counts the same projects."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from zqtrack.core.filters import parse_filter
from zqtrack.core.leadtime import PAIRS, Outcome
from zqtrack.core.lights import Light, Limits
from zqtrack.core.period import parse_period
from zqtrack.core.project import Problem, Project, Stage, Withdrawal, moment_from
from zqtrack.core.report import Question, Report, Section, Source, ask, build_report
from zqtrack.core.settings import Goals, Settings
from zqtrack.core.totals import Sum
from zqtrack.core.watch import ProblemCount
from zqtrack.errors import UsageError

TODAY = date(2024, 6, 15)
SOURCE = Source("Office", read=3, left_out=1)
ALL = parse_filter(())


def asked(
    period: str | None = None, as_of: date | None = None, pinned: date | None = None
) -> Question:
    return ask(ALL, parse_period(period) if period else None, as_of, pinned, TODAY)


def project(
    id_: str, actual: Mapping[str, str], withdrawn: str | None = None, **fields: Any
) -> Project:
    return Project(
        id=id_,
        name=id_.title(),
        actual={Stage(stage): moment_from(text) for stage, text in actual.items()},
        withdrawn=Withdrawal(on=parse_period(withdrawn)) if withdrawn else None,
        **fields,
    )


def report(
    projects: list[Project],
    period: str = "2023",
    as_of: date | None = None,
    terms: tuple[str, ...] = (),
    settings: Settings | None = None,
    pairs: tuple[tuple[Stage, Stage], ...] = (),
) -> Report:
    question = ask(parse_filter(terms), parse_period(period), as_of, None, TODAY, pairs)
    return build_report(projects, settings or Settings(), SOURCE, question)


# --- the day and the window ----------------------------------------------------------------------


def test_a_day_that_is_asked_for_comes_before_all_others() -> None:
    question = asked("2023", date(2023, 12, 24), pinned=date(2024, 3, 3))
    assert question.as_of == date(2023, 12, 24)


def test_a_period_that_is_past_is_seen_from_its_last_day() -> None:
    assert asked("2023", pinned=date(2024, 3, 3)).as_of == date(2023, 12, 31)
    assert asked("2024-06-14").as_of == date(2024, 6, 14)


@pytest.mark.parametrize("period", ["2024", "2024-06-15", None])
def test_otherwise_it_is_the_day_of_the_ledger(period: str | None) -> None:
    assert asked(period, pinned=date(2024, 6, 15)).as_of == date(2024, 6, 15)
    assert asked("2024", pinned=date(2024, 3, 3)).as_of == date(2024, 3, 3)


@pytest.mark.parametrize("period", ["2024", "2024-06-15", None])
def test_otherwise_it_is_today(period: str | None) -> None:
    assert asked(period).as_of == TODAY


def test_the_day_of_the_ledger_is_remembered() -> None:
    assert asked("2024-05", pinned=date(2024, 3, 3)).pinned == date(2024, 3, 3)
    assert asked().pinned is None


def test_a_period_that_has_come_is_the_window_as_it_was_asked_for() -> None:
    question = asked("2023-Q1")
    assert question.window == question.period == parse_period("2023-Q1")
    assert question.window.text == "2023-Q1"


def test_a_window_partly_to_come_ends_with_the_day() -> None:
    question = asked("2024")
    assert question.period.text == "2024"
    assert question.window == parse_period("2024-01-01/2024-06-15")


def test_a_window_not_begun_is_a_wrong_request() -> None:
    with pytest.raises(UsageError) as refused:
        asked("2024-07")
    assert refused.value.message == (
        "the period 2024-07 begins after 2024-06-15, the day of the report"
    )
    assert refused.value.hint == "name an earlier --period or a later --as-of"


def test_without_a_period_the_window_is_the_twelve_months_to_the_day() -> None:
    question = asked()
    assert question.window == question.period == parse_period("2023-06-16/2024-06-15")


# --- what is seen --------------------------------------------------------------------------------


def test_what_came_after_the_day_has_not_happened() -> None:
    late = project("late", {"signed": "2023-12-31", "started": "2024-01-01"}, withdrawn="2024-02")
    found = report([late])
    assert [(place.stage, place.projects) for place in found.pipeline if place.projects] == [
        ("signed", 1)
    ]
    assert found.lead_times[1].counts == {Outcome.OPEN: 1}


def test_a_date_that_straddles_the_day_is_clipped_to_it() -> None:
    # Seen from 10 April, "April 2023" is its first ten days: open for 0 to 9.
    found = report([project("gcl", {"signed": "2023-04"})], as_of=date(2023, 4, 10))
    assert found.pipeline[1].projects == 1
    assert found.lead_times[1].incidence.observations[0][0].low == 0


@pytest.mark.parametrize(
    ("pinned", "as_of", "surely"),
    [
        (None, None, 0),  # today is in June 2024: perhaps it came after the window
        (None, date(2023, 9, 30), 0),
        (date(2023, 11, 1), None, 0),
        (date(2023, 9, 30), None, 1),  # the ledger was kept to that day: it has come
    ],
)
def test_what_straddles_the_end_of_a_window_came_in_it_only_if_the_ledger_ends_there(
    pinned: date | None, as_of: date | None, surely: int
) -> None:
    one = project("a", {"signed": "2023"}, investment=5)
    question = ask(ALL, parse_period("2023-01/2023-09"), as_of, pinned, TODAY)
    settings = Settings(goals={2023: Goals(signed=1)})
    found = build_report([one], settings, SOURCE, question)
    signed, _ = found.cadence[0]
    assert (signed.reached, signed.possible) == (surely, 1 - surely)
    assert found.signed == Sum(5 * surely, surely)
    assert found.targets[0].actual == surely


def test_only_the_projects_that_the_filter_selects_count_anywhere() -> None:
    problem = Problem(title="Road", raised=parse_period("2023"), due=parse_period("2023-02"))
    projects = [
        project("a", {"signed": "2023-05"}, district="Sihui", investment=5, problems=(problem,)),
        project("b", {"signed": "2023-05"}, district="Dinghu", investment=7, problems=(problem,)),
    ]
    settings = Settings(goals={2023: Goals(signed=9)})
    found = report(projects, terms=("district=sihui",), settings=settings)
    assert found.question.filter.text == "district=sihui"
    assert sum(place.projects for place in found.pipeline) == 1
    assert found.cadence[0][0].reached == 1
    assert found.signed == Sum(5, 1)
    assert found.lead_times[1].counts == {Outcome.OPEN: 1}
    assert found.targets[0].actual == 1
    assert found.problems == ProblemCount(found=1, closed=0, open=1, overdue=1)
    assert found.totals.investment == Sum(5, 1)
    assert [one.view.project.id for one in found.watch] == ["a"]


def test_the_limits_of_the_ledger_set_the_lights() -> None:
    planned = {Stage.COMPLETED: parse_period("2023-12-30")}
    one = project("a", {"started": "2023"}, planned=planned)
    assert report([one]).watch[0].light is Light.RED
    lenient = Settings(limits=Limits(late=1))
    assert report([one], settings=lenient).watch[0].light is Light.YELLOW


# --- cadence -------------------------------------------------------------------------------------


def test_beside_each_cadence_stands_the_same_window_a_year_before() -> None:
    dates = ["2024-02-29", "2024-02", "2023-02-28", "2023-03-01"]
    projects = [project(f"p{at}", {"signed": text}) for at, text in enumerate(dates)]
    signed, before = report(projects, "2024-02").cadence[0]
    # A February of 29 days beside one of 28.
    assert (signed.window.days, signed.reached, signed.days_per_project) == (29, 2, 29 / 2)
    assert before.window == parse_period("2023-02")
    assert (before.window.days, before.reached, before.days_per_project) == (28, 1, 28)


def test_a_clipped_window_is_as_long_the_year_before() -> None:
    _, before = report([], "2024").cadence[0]
    assert before.window == parse_period("2023-01-01/2023-06-15")


def test_every_counted_stage_has_a_cadence_and_its_months() -> None:
    dates = {"contacted": "2023-01", "signed": "2023-04", "started": "2023-09-28"}
    found = report([project("a", dates)])
    assert [(now.stage, now.reached) for now, _ in found.cadence] == [
        (Stage.SIGNED, 1),
        (Stage.LAND_SUPPLIED, 0),
        (Stage.STARTED, 1),
        (Stage.COMPLETED, 0),
        (Stage.PRODUCING, 0),
    ]
    april, september = [0] * 12, [0] * 12
    april[3] = september[8] = 1
    assert found.by_month == (
        tuple(april),
        (0,) * 12,
        tuple(september),
        (0,) * 12,
        (0,) * 12,
    )


def test_the_signed_investment_is_of_those_surely_signed_in_the_window() -> None:
    projects = [
        project("a", {"signed": "2023-05"}, investment=5),
        project("b", {"signed": "2023-05"}),
        project("c", {"signed": "2022/2023"}, investment=100),
        project("d", {"signed": "2023-05"}, withdrawn="2023-06", investment=1),
    ]
    assert report(projects).signed == Sum(6, 2)


# --- lead times ----------------------------------------------------------------------------------


def test_lead_times_are_of_the_usual_pairs_and_those_asked_for() -> None:
    more = (Stage.CONTACTED, Stage.COMPLETED)
    found = report([], pairs=(more, PAIRS[0], more))
    assert [(times.start, times.end) for times in found.lead_times] == [*PAIRS, more]


def test_lead_times_are_of_what_began_by_the_end_of_the_period() -> None:
    projects = [
        project("in", {"signed": "2023-12-31", "land-supplied": "2024-02"}),
        project("straddling", {"signed": "2023-12/2024-01"}),
        project("later", {"signed": "2024-01-01"}),
    ]
    # Seen from the end of May 2024, so the land supply of February has happened.
    found = report(projects, "2023", as_of=date(2024, 5, 31))
    assert found.lead_times[1].counts == {Outcome.REACHED: 1, Outcome.OPEN: 1}


# --- targets -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "as_of", "years"),
    [
        ("2023", None, [2023]),
        ("2022-07/2023-06", None, [2022, 2023]),
        ("2022", date(2024, 1, 1), [2022, 2024]),
        ("2021", None, []),
    ],
)
def test_targets_are_of_the_years_that_the_window_and_the_day_touch(
    period: str, as_of: date | None, years: list[int]
) -> None:
    settings = Settings(goals={year: Goals(signed=1) for year in (2024, 2023, 2022, 2025)})
    found = report([], period, as_of, settings=settings)
    assert [target.year for target in found.targets] == years


def test_a_target_counts_the_projects_of_its_own_filter_and_of_the_report() -> None:
    projects = [
        project("a", {"signed": "2023"}, district="Sihui", high_tech=True),
        project("b", {"signed": "2023"}, district="Sihui"),
        project("c", {"signed": "2023"}, district="Dinghu", high_tech=True),
    ]
    settings = Settings(goals={2023: Goals(filter=("district=Sihui",), signed=4)})
    assert report(projects, settings=settings).targets[0].actual == 2
    found = report(projects, terms=("high-tech=true",), settings=settings)
    assert found.targets[0].actual == 1


def test_each_target_has_a_forecast_of_its_own_projects() -> None:
    # On 21 December one of Sihui is signed after the first, in 20 days: 1.5 / 20 a day, 10 days.
    projects = [
        project("a", {"signed": "2023-12-01"}, district="Sihui"),
        project("b", {"signed": "2023-12-11"}, district="Sihui"),
        project("c", {"signed": "2023-12-12"}, district="Dinghu"),
    ]
    goals = Goals(filter=("district=Sihui",), signed=4, started=1, investment=9)
    found = report(projects, as_of=date(2023, 12, 21), settings=Settings(goals={2023: goals}))
    signed, started, investment = found.forecasts
    assert signed.expected == pytest.approx(2 + 1.5 / 20 * 10)
    assert started.reason == "fewer than five have come from signed to started"
    assert investment.reason == (
        "fewer than five signed in the past 12 months say how much they invest"
    )


# --- nothing at all ------------------------------------------------------------------------------


def test_an_empty_ledger_has_a_report() -> None:
    found = report([])
    assert found.source == SOURCE
    assert all(place.projects == 0 for place in found.pipeline)
    assert all(now.reached == before.reached == 0 for now, before in found.cadence)
    assert (found.signed, found.totals.projects, len(found.watch)) == (Sum(0, 0), 0, 0)


def test_a_report_of_one_day_has_one_month() -> None:
    found = report([project("a", {"signed": "2023-09-28"})], "2023-09-28")
    assert found.by_month[0] == (1,)
    assert found.cadence[0][0].days_per_project == 1


def test_the_sections_stand_in_the_order_of_the_record() -> None:
    assert " ".join(Section) == "pipeline cadence lead-times targets problems totals watch"
