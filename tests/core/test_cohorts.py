"""A cohort is shown when every project in it has had the time, and not a day before."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zqtrack.core.calendar import Unit
from zqtrack.core.cohorts import Cohort, Cohorts, Outturn, cohorts_of
from zqtrack.core.leadtime import Outcome
from zqtrack.core.period import Period, exactly, parse_period, span
from zqtrack.core.project import Mark, Project, Stage, Withdrawal, moment_from, seen_on

PAIR = (Stage.SIGNED, Stage.STARTED)


def project(signed: str, started: str | None = None, withdrawn: str | None = None) -> Project:
    actual = {Stage.SIGNED: moment_from(signed)}
    if started:
        actual[Stage.STARTED] = moment_from(started)
    gone = Withdrawal(on=parse_period(withdrawn)) if withdrawn else None
    return Project(id="plant", name="Plant", actual=actual, withdrawn=gone)


def cohorts(
    projects: list[Project], as_of: str, within: int = 365, unit: Unit = Unit.YEAR
) -> Cohorts:
    day = date.fromisoformat(as_of)
    return cohorts_of([seen_on(one, day) for one in projects], PAIR, within, unit, day)


def only(found: Cohorts) -> Cohort:
    (cohort,) = found.cohorts
    return cohort


def outturn(cohort: Cohort) -> Outturn:
    assert cohort.outturn
    return cohort.outturn


TWENTY_TWO = [
    project("2022-01-10", "2022-04-20"),  # after 100 days
    project("2022-03-01", "2023-03-01"),  # after 365 days, so just within
    project("2022-03-01", "2023-03-02"),  # after 366 days
    project("2022-06-01"),
    project("2022-09-01", withdrawn="2022-10-01"),
]


def test_a_cohort_by_hand() -> None:
    cohort = only(cohorts(TWENTY_TWO, "2023-09-01"))
    assert (cohort.began.text, cohort.projects) == ("2022", 5)
    assert cohort.ready == date(2023, 9, 1)
    told = outturn(cohort)
    assert (told.reached, told.perhaps, told.withdrawn) == (2, 0, 1)
    assert told.left_out.total() == 0
    assert told.share == pytest.approx(2 / 5)
    # Wilson's interval of 2 among 5.
    assert told.interval == pytest.approx((0.11762, 0.76928), abs=1e-5)


def test_a_day_earlier_it_is_too_young_and_shows_nothing() -> None:
    cohort = only(cohorts(TWENTY_TWO, "2023-08-31"))
    assert (cohort.projects, cohort.ready, cohort.outturn) == (5, date(2023, 9, 1), None)


def test_a_cohort_whose_year_is_not_over_waits_for_its_last_day() -> None:
    cohort = only(cohorts([project("2023-01-10", "2023-02-01")], "2023-12-30", within=90))
    assert (cohort.ready, cohort.outturn) == (date(2024, 3, 30), None)
    # On the last day nobody more can join; its one project has had its 90 days.
    assert only(cohorts([project("2023-01-10")], "2023-12-31", within=90)).ready == date(
        2023, 4, 10
    )


def test_an_imprecise_start_is_as_late_as_it_can_be() -> None:
    young = cohorts([project("2022"), project("2022-01-01")], "2023-12-30")
    assert (only(young).ready, only(young).outturn) == (date(2023, 12, 31), None)
    old = cohorts([project("2022"), project("2022-01-01")], "2023-12-31")
    assert outturn(only(old)).share == 0


def test_quick_projects_are_not_excused_from_waiting() -> None:
    quick = [project("2022-12-31", "2023-01-10"), project("2022-12-31", withdrawn="2023-01-10")]
    assert only(cohorts(quick, "2023-12-30")).outturn is None
    assert outturn(only(cohorts(quick, "2023-12-31"))).share == 0.5


def test_who_left_after_the_horizon_had_the_time_and_did_not_get_there() -> None:
    told = outturn(only(cohorts([project("2022-01-01", withdrawn="2023-06-01")], "2024-01-01")))
    assert (told.share, told.withdrawn) == (0, 0)


def test_an_imprecise_end_may_be_within_the_horizon() -> None:
    # Signed on 2022-01-01, the 365th day is 2023-01-01: in the month, and not all of it.
    told = outturn(only(cohorts([project("2022-01-01", "2023-01")], "2024-01-01")))
    assert (told.reached, told.perhaps) == (0, 1)


def test_a_cohort_of_which_nothing_is_known_has_no_share() -> None:
    told = outturn(only(cohorts([project("2022-01-01", "unknown")], "2024-01-01")))
    assert (told.share, told.interval) == (None, None)
    assert told.left_out == {
        Outcome.UNKNOWN_DATE: 1,
        Outcome.NOT_APPLICABLE: 0,
        Outcome.REVERSED: 0,
    }


def test_who_is_in_no_cohort_is_counted() -> None:
    undated = [project("2022-12/2023-01"), project("unknown", "2023"), project("n/a", "2023")]
    still_to_come = Project(id="prospect", name="Prospect")
    found = cohorts([*undated, still_to_come, project("2021-01-01")], "2024-06-01")
    assert found.undated == 3
    assert [cohort.began.text for cohort in found.cohorts] == ["2021"]


def test_cohorts_are_in_the_order_of_time_and_as_long_as_asked() -> None:
    dates = ["2023-02-01", "2022-11-01", "2022-Q4", "2022"]
    found = cohorts([project(text) for text in dates], "2023-06-30", 90, Unit.QUARTER)
    assert [(one.began.text, one.projects) for one in found.cohorts] == [
        ("2022-Q4", 2),
        ("2023-Q1", 1),
    ]
    assert found.undated == 1


_FIRST = date(2020, 1, 1)
_DAYS = st.integers(0, 1500).map(lambda days: _FIRST + timedelta(days=days))


@st.composite
def _exact_projects(draw: st.DrawFn) -> Project:
    signed = draw(_DAYS)
    ends = signed + timedelta(days=draw(st.integers(0, 900)))
    what = draw(st.sampled_from(["started", "withdrawn", "open"]))
    actual = {Stage.SIGNED: exactly(signed)}
    if what == "started":
        actual[Stage.STARTED] = exactly(ends)
    gone = Withdrawal(on=exactly(ends)) if what == "withdrawn" else None
    return Project(id="plant", name="Plant", actual=dict(actual), withdrawn=gone)


@st.composite
def _any_projects(draw: st.DrawFn) -> Project:
    first, days = draw(_DAYS), draw(st.sampled_from([0, 0, 10, 40, 400]))
    signed: Period | Mark = span(first, first + timedelta(days=days))
    if draw(st.integers(0, 9)) == 0:
        signed = Mark.UNKNOWN
    actual: dict[Stage, Period | Mark] = {Stage.SIGNED: signed}
    if draw(st.booleans()):
        later = first + timedelta(days=draw(st.integers(0, 900)))
        actual[Stage.STARTED] = span(later, later + timedelta(days=draw(st.integers(0, 40))))
    return Project(id="plant", name="Plant", actual=actual)


@given(
    st.lists(_exact_projects(), max_size=30),
    _DAYS,
    st.integers(1, 700),
    st.sampled_from(list(Unit)),
)
def test_what_a_cohort_shows_is_what_came_of_it_in_the_end(
    projects: list[Project], as_of: date, within: int, unit: Unit
) -> None:
    late = date(2199, 1, 1)
    seen = cohorts_of([seen_on(one, as_of) for one in projects], PAIR, within, unit, as_of)
    in_the_end = cohorts_of(projects, PAIR, within, unit, late)
    final = {cohort.began: cohort for cohort in in_the_end.cohorts}
    for cohort in seen.cohorts:
        if cohort.outturn:
            assert cohort.projects == final[cohort.began].projects
            assert cohort.outturn.reached == outturn(final[cohort.began]).reached
            assert cohort.outturn.share == pytest.approx(outturn(final[cohort.began]).share)


@given(st.lists(_exact_projects(), min_size=1, max_size=30), st.integers(1, 700))
def test_with_exact_dates_a_share_is_those_who_got_there_over_all(
    projects: list[Project], within: int
) -> None:
    for cohort in cohorts_of(projects, PAIR, within, Unit.YEAR, date(2199, 1, 1)).cohorts:
        told = outturn(cohort)
        assert told.share == pytest.approx(told.reached / cohort.projects)


@given(st.lists(_any_projects(), max_size=30), _DAYS, st.integers(1, 700))
def test_a_truncated_cohort_is_never_shown(
    projects: list[Project], as_of: date, within: int
) -> None:
    seen = [seen_on(one, as_of) for one in projects]
    for cohort in cohorts_of(seen, PAIR, within, Unit.YEAR, as_of).cohorts:
        starts = [
            began
            for one in seen
            if isinstance(began := one.actual.get(Stage.SIGNED), Period)
            and began.within(cohort.began)
        ]
        had_the_time = cohort.began.last <= as_of and all(
            began.last + timedelta(days=within) <= as_of for began in starts
        )
        assert (cohort.outturn is not None) == had_the_time
        assert (cohort.ready <= as_of) == had_the_time


@given(st.lists(_any_projects(), max_size=30), _DAYS)
def test_every_project_is_in_one_cohort_or_counted_as_undated(
    projects: list[Project], as_of: date
) -> None:
    found = cohorts_of([seen_on(p, as_of) for p in projects], PAIR, 90, Unit.QUARTER, as_of)
    begun = [p for p in projects if seen_on(p, as_of).has_reached(Stage.SIGNED)]
    assert sum(cohort.projects for cohort in found.cohorts) + found.undated == len(begun)
