"""A lead time says what one project tells; together they are estimated from all of them."""

import warnings
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lifelines import (  # type: ignore[import-untyped]  # lifelines ships no types
    AalenJohansenFitter,
    KaplanMeierFitter,
)

from zqtrack.core.incidence import Cause, Observation, estimate
from zqtrack.core.leadtime import (
    LEFT_OUT,
    PAIRS,
    Finished,
    LeadTime,
    Outcome,
    all_lead_times,
    lead_time,
    lead_times,
)
from zqtrack.core.period import Period, exactly, parse_period
from zqtrack.core.project import Project, Stage, Withdrawal, moment_from, seen_on
from zqtrack.core.record import replace
from zqtrack.ledger.store import read_all

EXAMPLE = Path(__file__).parents[2] / "examples" / "agglomeration-zone-2023"
DAY = date(2024, 3, 3)
SIGNED, SUPPLIED, STARTED = Stage.SIGNED, Stage.LAND_SUPPLIED, Stage.STARTED


def project(actual: Mapping[str, str], withdrawn: str | None = None) -> Project:
    return Project(
        id="plant",
        name="Plant",
        actual={Stage(stage): moment_from(text) for stage, text in actual.items()},
        withdrawn=Withdrawal(on=parse_period(withdrawn)) if withdrawn else None,
    )


def told(
    actual: Mapping[str, str],
    withdrawn: str | None = None,
    pair: tuple[Stage, Stage] = (SIGNED, STARTED),
) -> LeadTime | None:
    return lead_time(project(actual, withdrawn), *pair, DAY)


# --- one project ---------------------------------------------------------------------------------


def test_exact_dates_give_one_number() -> None:
    # To the end of April 29 days, May 31, June 30, July 31, August 4: 125.
    dates = {"signed": "2023-04-01", "started": "2023-08-04"}
    assert told(dates) == LeadTime(Outcome.REACHED, 125, 125)


def test_an_imprecise_date_gives_a_range() -> None:
    # From 30 April to 28 September: 31 + 30 + 31 + 31 + 28 = 151; from 1 April 29 more.
    dates = {"signed": "2023-04", "started": "2023-09-28"}
    assert told(dates) == LeadTime(Outcome.REACHED, 151, 180)


def test_a_range_never_begins_below_0() -> None:
    # Both in 2023: perhaps on the same day, at most from 1 January to 31 December.
    assert told({"signed": "2023", "started": "2023"}) == LeadTime(Outcome.REACHED, 0, 364)


def test_an_open_project_has_its_age() -> None:
    # 2024-01-31 to 2024-03-03: 29 days of February and 3; from the 1st 30 more.
    assert told({"signed": "2024-01"}) == LeadTime(Outcome.OPEN, 32, 62)


def test_a_withdrawn_project_left_after_a_time() -> None:
    dates = {"signed": "2023-04-01"}
    assert told(dates, withdrawn="2023-05") == LeadTime(Outcome.WITHDRAWN, 30, 60)


def test_what_was_reached_before_a_project_left_counts() -> None:
    dates = {"signed": "2023-04-01", "started": "2023-04-11"}
    assert told(dates, withdrawn="2023-05") == LeadTime(Outcome.REACHED, 10, 10)


@pytest.mark.parametrize(
    ("dates", "withdrawn"),
    [
        ({"signed": "2023-05-01", "started": "2023-04"}, None),
        ({"signed": "2023-05-01"}, "2023-04-30"),
    ],
)
def test_dates_in_the_wrong_order_are_reversed(
    dates: dict[str, str], withdrawn: str | None
) -> None:
    assert told(dates, withdrawn) == LeadTime(Outcome.REVERSED)


@pytest.mark.parametrize(
    "dates",
    [
        {"signed": "unknown", "started": "2023-09"},
        {"signed": "2023-04", "started": "unknown"},
        {"signed": "unknown"},
        {"started": "2023-09"},  # signed before that, nobody says when
        {"signed": "2023-04", "completed": "2024-01"},  # likewise started
    ],
)
def test_a_stage_passed_at_an_unknown_date_is_undated(dates: dict[str, str]) -> None:
    assert told(dates) == LeadTime(Outcome.UNKNOWN_DATE)


@pytest.mark.parametrize(
    "dates",
    [
        {"signed": "2023-04", "land-supplied": "n/a"},
        {"signed": "2023-04", "land-supplied": "n/a", "started": "2023-09"},
        {"signed": "unknown", "land-supplied": "n/a"},
    ],
)
def test_a_stage_that_does_not_apply_tells_nothing(dates: dict[str, str]) -> None:
    assert told(dates, pair=(SIGNED, SUPPLIED)) == LeadTime(Outcome.NOT_APPLICABLE)


def test_a_start_that_does_not_apply_tells_nothing() -> None:
    dates = {"signed": "2023-04", "land-supplied": "n/a", "started": "2023-09"}
    assert told(dates, pair=(SUPPLIED, STARTED)) == LeadTime(Outcome.NOT_APPLICABLE)


@pytest.mark.parametrize("dates", [{}, {"contacted": "2023-01"}, {"land-supplied": "n/a"}])
def test_a_project_that_has_not_come_to_the_start_is_not_there(dates: dict[str, str]) -> None:
    assert told(dates, pair=(SIGNED, SUPPLIED)) is None


def test_nobody_has_to_be_contacted() -> None:
    assert told({"signed": "2023-04"}, pair=(Stage.CONTACTED, SIGNED)) is None


# --- all of them ---------------------------------------------------------------------------------


def started_after(*days: int) -> list[Project]:
    return [
        project({"signed": "2023-01-01", "started": date.fromordinal(738521 + days).isoformat()})
        for days in days
    ]


def test_everything_that_a_project_can_be_is_counted() -> None:
    projects = [
        *started_after(10, 20),
        project({"signed": "2023-04"}),
        project({"signed": "2023-04"}, withdrawn="2023-05"),
        project({"signed": "2023-04", "started": "n/a"}),
        project({"signed": "2023-04", "started": "unknown"}),
        project({"signed": "2023-04", "started": "2023-03"}),
        project({}),
    ]
    times = lead_times(projects, SIGNED, STARTED, DAY)
    assert times.counts == {
        Outcome.REACHED: 2,
        Outcome.OPEN: 1,
        Outcome.WITHDRAWN: 1,
        Outcome.NOT_APPLICABLE: 1,
        Outcome.UNKNOWN_DATE: 1,
        Outcome.REVERSED: 1,
    }
    assert times.incidence.fit.sample.total == 4  # without the three that are left out


def test_when_all_have_finished_the_figures_are_plain() -> None:
    times = lead_times(started_after(50, 10, 30, 20, 40), SIGNED, STARTED, DAY)
    assert [times.percentile(share) for share in (0.2, 0.5, 0.85, 1)] == [10, 30, 50, 50]
    assert [times.within(days) for days in (9, 10, 39, 40, 730)] == [0, 0.2, 0.6, 0.8, 1]
    assert times.finished_only == Finished(mean=30, median=30, shortest=10, longest=50)


def test_of_an_even_number_the_median_lies_between_the_middle_two() -> None:
    finished = lead_times(started_after(10, 20, 40, 90), SIGNED, STARTED, DAY).finished_only
    assert finished == Finished(mean=40, median=30, shortest=10, longest=90)


def test_a_range_counts_with_its_middle_among_the_finished() -> None:
    # 151 to 180 days, and 10.
    projects = [project({"signed": "2023-04", "started": "2023-09-28"}), *started_after(10)]
    finished = lead_times(projects, SIGNED, STARTED, DAY).finished_only
    assert finished == Finished(mean=87.75, median=87.75, shortest=10, longest=165.5)


def test_the_finished_stand_in_order_of_their_days() -> None:
    projects = [project({"signed": "2023-04", "started": "2023-09-28"}), *started_after(152, 151)]
    times = lead_times(projects, SIGNED, STARTED, DAY)
    assert [(one.low, one.high) for one in times.reached] == [(151, 151), (151, 180), (152, 152)]


def test_fewer_than_five_finished_have_no_percentile() -> None:
    four = lead_times(started_after(10, 20, 30, 40), SIGNED, STARTED, DAY)
    assert four.percentile(0.5) is None
    assert four.within(20) == 0.5
    five = lead_times(started_after(10, 20, 30, 40, 50), SIGNED, STARTED, DAY)
    assert five.percentile(0.5) == 30


def test_every_estimate_has_limits_and_what_is_not_estimated_has_none() -> None:
    five = lead_times(started_after(10, 20, 30, 40, 50), SIGNED, STARTED, DAY)
    # Wilson's limits of 3 of 5, with z = 1.96:
    # (0.6 + z²/10 ± z √(0.6 × 0.4 / 5 + z²/100)) ÷ (1 + z²/5).
    assert five.within_limits(30) == pytest.approx((0.2307, 0.8824), abs=1e-4)
    # The share of 10 days may be half and that of 50 may be no more; 85 % may never come.
    assert five.percentile_limits(0.5) == (10, 50)
    assert five.percentile_limits(0.85) == (30, None)
    four = lead_times(started_after(10, 20, 30, 40), SIGNED, STARTED, DAY)
    assert four.percentile_limits(0.5) is None
    assert lead_times([], SIGNED, STARTED, DAY).within_limits(90) is None


def test_a_share_that_is_not_reached_has_no_days() -> None:
    # Five of ten in, five open for longer than all of them.
    projects = [*started_after(10, 20, 30, 40, 50), *[project({"signed": "2023-04"})] * 5]
    times = lead_times(projects, SIGNED, STARTED, DAY)
    assert times.percentile(0.5) == 50
    assert times.percentile(0.85) is None


def test_beyond_the_oldest_project_nobody_knows() -> None:
    # Open since 2024-01-03: for 60 days on 3 March.
    projects = [*started_after(10), project({"signed": "2024-01-03"})]
    times = lead_times(projects, SIGNED, STARTED, DAY)
    assert times.within(60) == 0.5
    assert times.within(61) is None


def test_an_open_project_raises_the_days_above_those_of_the_finished() -> None:
    # Of six, one was open at 15 days. 10: 1/6 in. The rest are shared by the four left: 5/24 each.
    # After 20 days 9/24, after 30 14/24.
    projects = [*started_after(10, 20, 30, 40, 50), project({"signed": "2024-02-17"})]
    times = lead_times(projects, SIGNED, STARTED, DAY)
    assert times.within(20) == pytest.approx(9 / 24)
    assert times.percentile(0.5) == 30
    assert times.percentile(0.35) == 20


def test_a_withdrawn_project_never_comes() -> None:
    # Five in and five that left: half in at the last of the five, and no more ever.
    left = [project({"signed": "2023-04-01"}, withdrawn="2023-04-06")] * 5
    times = lead_times([*started_after(10, 20, 30, 40, 50), *left], SIGNED, STARTED, DAY)
    assert times.percentile(0.5) == 50
    assert times.percentile(0.51) is None
    assert times.within(730) == 0.5


def test_without_any_project_nothing_is_known() -> None:
    times = lead_times([], SIGNED, STARTED, DAY)
    assert not times.counts
    assert times.finished_only is None
    assert times.percentile(0.5) is None
    assert times.within(90) is None


def test_what_began_later_does_not_count() -> None:
    projects = [project({"signed": text}) for text in ("2023-06-30", "2023", "2023-07-01", "2024")]
    times = lead_times(projects, SIGNED, STARTED, DAY, begun_by=date(2023, 6, 30))
    assert times.counts == {Outcome.OPEN: 2}
    undated = [project({"signed": "unknown"}), project({"started": "2024"})]
    times = lead_times(undated, SIGNED, STARTED, DAY, begun_by=date(2023, 6, 30))
    assert times.counts == {Outcome.UNKNOWN_DATE: 2}


MOMENTS = st.sampled_from(
    ["2022", "2022-05", "2022-06-01", "2022-06-03", "2023-H1", "2023-05-07", "unknown", "n/a"]
)
PROJECTS = st.builds(
    project,
    st.dictionaries(st.sampled_from([stage.value for stage in Stage]), MOMENTS),
    st.none() | st.sampled_from(["2022-05-30", "2023", "2024-01"]),
)


@given(st.lists(PROJECTS, max_size=12), st.sampled_from([date(2022, 6, 2), date.max]))
def test_of_all_projects_at_once_it_is_what_each_of_them_tells(
    projects: list[Project], begun_by: date
) -> None:
    pairs = list(combinations(Stage, 2))
    for (start, end), times in zip(
        pairs, all_lead_times(projects, pairs, DAY, begun_by), strict=True
    ):
        begun = [one.actual.get(start) for one in projects]
        counted = [
            one
            for one, moment in zip(projects, begun, strict=True)
            if not isinstance(moment, Period) or moment.first <= begun_by
        ]
        told = [lead for one in counted if (lead := lead_time(one, start, end, DAY))]
        assert (times.start, times.end) == (start, end)
        assert times.counts == Counter(lead.outcome for lead in told)
        reached = sorted(lead for lead in told if lead.outcome is Outcome.REACHED)
        assert times.reached == tuple(reached)
        ended = [lead for lead in told if lead.outcome not in LEFT_OUT]
        assert times.incidence == estimate(
            Observation(lead.low or 0, lead.high, Cause(lead.outcome)) for lead in ended
        )


def test_a_report_shows_each_stage_to_the_next_and_three_more() -> None:
    assert [f"{start}..{end}" for start, end in PAIRS] == [
        "contacted..signed",
        "signed..land-supplied",
        "land-supplied..started",
        "started..completed",
        "completed..producing",
        "contacted..started",
        "signed..producing",
    ]


# --- against lifelines ---------------------------------------------------------------------------

AT = date(2023, 9, 30)


def exact_example(day: date) -> list[Project]:
    """Give the projects of the example whose dates are all exact, as they were on a day."""
    read = (file.project for file in read_all(EXAMPLE) if file.project)
    return [
        seen_on(one, day)
        for one in read
        if all(isinstance(on, Period) and on.exact for on in (one.since, one.actual[SIGNED]))
    ]


def days_and_outcomes(
    projects: list[Project], start: Stage, end: Stage, day: date
) -> tuple[list[int], list[Outcome]]:
    leads = [lead_time(project, start, end, day) for project in projects]
    known = [lead for lead in leads if lead and lead.low is not None]
    return [lead.low or 0 for lead in known], [lead.outcome for lead in known]


@pytest.mark.parametrize("day", [AT, date(2023, 8, 31)])
@pytest.mark.parametrize("pair", [(SIGNED, SUPPLIED), (SUPPLIED, STARTED)])
def test_on_the_example_it_is_the_estimate_of_kaplan_and_meier(
    day: date, pair: tuple[Stage, Stage]
) -> None:
    projects = exact_example(day)
    times = lead_times(projects, *pair, day)
    days, outcomes = days_and_outcomes(projects, *pair, day)
    assert {*outcomes} == {Outcome.REACHED, Outcome.OPEN}
    reached = [outcome is Outcome.REACHED for outcome in outcomes]
    theirs = KaplanMeierFitter().fit(days, reached).predict(range(max(days) + 1))
    ours = [times.within(day) for day in range(max(days) + 1)]
    assert ours == pytest.approx([1 - share for share in theirs], abs=1e-9)


def test_with_withdrawals_it_is_the_estimate_of_aalen_and_johansen() -> None:
    # Every fourth of those that still wait for land leaves, each a week later than the last.
    projects = exact_example(AT)
    waiting = [one for one in projects if one.reached is SIGNED]
    for weeks, one in enumerate(waiting[::4]):
        on = exactly(AT - timedelta(weeks=20 - weeks))
        projects[projects.index(one)] = replace(
            one, actual={SIGNED: exactly(date(2023, 4, 30))}, withdrawn=Withdrawal(on=on)
        )
    times = lead_times(projects, SIGNED, SUPPLIED, AT)
    days, outcomes = days_and_outcomes(projects, SIGNED, SUPPLIED, AT)
    assert {*outcomes} == {Outcome.REACHED, Outcome.OPEN, Outcome.WITHDRAWN}
    causes = {Outcome.OPEN: 0, Outcome.REACHED: 1, Outcome.WITHDRAWN: 2}
    # It moves events of the same day a little; an open project is to stay behind those of its day.
    moved = [on + (out is Outcome.OPEN) / 2 for on, out in zip(days, outcomes, strict=True)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # for that it warns
        fitter = AalenJohansenFitter(seed=1, calculate_variance=False)
        fitter.fit(moved, [causes[outcome] for outcome in outcomes], event_of_interest=1)
    theirs = fitter.cumulative_density_["CIF_1"]
    for day in range(max(days) + 1):
        assert times.within(day) == pytest.approx(theirs[theirs.index < day + 0.4].iloc[-1])
