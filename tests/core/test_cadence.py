"""A cadence is the days of a window for each project that surely reached a stage in it."""

import pytest

from zqtrack.core.cadence import Cadence, by_month, cadence
from zqtrack.core.period import parse_period
from zqtrack.core.project import Project, Stage, moment_from

NINE_MONTHS = parse_period("2023-01/2023-09")


def signed(*texts: str) -> list[Project]:
    return [
        Project(id=f"p{at}", name="Plant", actual={Stage.SIGNED: moment_from(text)})
        for at, text in enumerate(texts)
    ]


def test_the_days_of_the_window_are_divided_by_the_projects() -> None:
    # January to September 2023: 31+28+31 + 30+31+30 + 31+31+30 = 273 days; 71 projects.
    projects = signed(*["2023-09-28"] * 71)
    counted = cadence(projects, Stage.SIGNED, NINE_MONTHS)
    assert counted == Cadence(Stage.SIGNED, NINE_MONTHS, reached=71, possible=0)
    assert counted.days_per_project == 273 / 71


def test_no_project_has_no_cadence() -> None:
    assert cadence([], Stage.SIGNED, NINE_MONTHS).days_per_project is None
    assert cadence(signed("2022"), Stage.SIGNED, NINE_MONTHS).days_per_project is None


@pytest.mark.parametrize("within", ["2023-01-01", "2023-09-30", "2023-H1", "2023-01/2023-09"])
def test_a_date_within_the_window_counts(within: str) -> None:
    counted = cadence(signed(within), Stage.SIGNED, NINE_MONTHS)
    assert (counted.reached, counted.possible) == (1, 0)


@pytest.mark.parametrize("overlapping", ["2023", "2022-12/2023-01", "2023-Q3/2023-Q4"])
def test_a_date_that_only_overlaps_the_window_is_possible(overlapping: str) -> None:
    counted = cadence(signed(overlapping), Stage.SIGNED, NINE_MONTHS)
    assert (counted.reached, counted.possible) == (0, 1)


@pytest.mark.parametrize("elsewhere", ["2022-12-31", "2023-10", "unknown", "n/a"])
def test_a_date_outside_the_window_or_none_counts_nowhere(elsewhere: str) -> None:
    counted = cadence(signed(elsewhere), Stage.SIGNED, NINE_MONTHS)
    assert (counted.reached, counted.possible) == (0, 0)


def test_each_stage_counts_by_itself() -> None:
    assert cadence(signed("2023-05"), Stage.STARTED, NINE_MONTHS).reached == 0


def test_projects_are_counted_by_the_calendar_month_they_surely_came_in() -> None:
    projects = signed(
        "2023-01-15",  # before the window
        "2023-01-16",
        "2023-01-31",
        "2023-02",
        "2023-02-28/2023-03-01",  # in one of two months
        "2023-01",  # perhaps in the window
        "unknown",
        "2023-04-02",
        "2023-04-03",  # after the window
    )
    window = parse_period("2023-01-16/2023-04-02")
    assert by_month(projects, Stage.SIGNED, window) == (2, 1, 0, 1)


def test_the_same_month_of_another_year_is_another_month() -> None:
    projects = signed("2022-01-05", "2023-01-05", "2022-01/2023-01")
    window = parse_period("2022-01/2023-01")
    assert by_month(projects, Stage.SIGNED, window) == (1, *[0] * 11, 1)
