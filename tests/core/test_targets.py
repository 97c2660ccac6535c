"""A target stands beside what was surely reached in its year, and what an even pace would be."""

from datetime import date

import pytest

from zqtrack.core.period import parse_period
from zqtrack.core.project import Project, Stage
from zqtrack.core.settings import Goals
from zqtrack.core.targets import Progress, progress


def project(investment: int | None = None, **actual: str) -> Project:
    return Project(
        id="plant",
        name="Plant",
        investment=investment,
        actual={
            Stage(stage.replace("_", "-")): parse_period(text) for stage, text in actual.items()
        },
    )


def only(projects: list[Project], goals: Goals, day: date) -> Progress:
    (found,) = progress(projects, 2024, goals, day)
    return found


def test_what_was_surely_reached_in_the_year_counts() -> None:
    projects = [
        project(started="2024-01-01"),
        project(started="2024-02"),
        project(started="2024-03"),  # perhaps after the day
        project(started="2023-12-31"),
        project(started="2023/2024"),
        project(signed="2024-01-01"),
    ]
    found = only(projects, Goals(started=20), date(2024, 3, 3))
    # 3 March is the 31 + 29 + 3 = 63rd of 366 days.
    assert found == Progress(
        year=2024,
        measure="started",
        target=20,
        actual=2,
        silent=0,
        pace=20 * 63 / 366,
        filter="",
    )
    assert found.share == 2 / 20


def test_investment_is_that_of_the_projects_signed_in_the_year() -> None:
    projects = [
        project(500, signed="2024-01"),
        project(300, signed="2024-02-29"),
        project(None, signed="2024-03-01"),
        project(900, signed="2023"),
        project(700, contacted="2024-01"),
    ]
    found = only(projects, Goals(investment=8_000), date(2024, 12, 31))
    assert (found.measure, found.actual, found.silent) == ("investment", 800, 1)
    assert found.share == 0.1
    assert found.pace == 8_000


def test_an_investment_of_which_nobody_says_anything_is_unknown() -> None:
    found = only([project(signed="2024-01")], Goals(investment=8_000), date(2024, 3, 3))
    assert (found.actual, found.silent, found.share) == (None, 1, None)


def test_where_nothing_was_signed_the_investment_is_0() -> None:
    found = only([project(900, signed="2023")], Goals(investment=8_000), date(2024, 3, 3))
    assert (found.actual, found.silent, found.share) == (0, 0, 0)


@pytest.mark.parametrize(
    ("day", "pace"),
    [
        (date(2023, 12, 31), 0),
        (date(2024, 1, 1), 366 / 366),
        (date(2024, 2, 29), 60),
        (date(2024, 12, 31), 366),
        (date(2025, 6, 1), 366),
    ],
)
def test_the_pace_begins_and_ends_with_the_year(day: date, pace: float) -> None:
    assert only([], Goals(signed=366), day).pace == pytest.approx(pace)


def test_a_year_that_has_not_begun_has_brought_nothing() -> None:
    assert only([project(signed="2024")], Goals(signed=5), date(2023, 12, 31)).actual == 0


def test_a_target_of_0_has_no_share() -> None:
    found = only([project(signed="2024-01")], Goals(signed=0), date(2024, 3, 3))
    assert (found.actual, found.share) == (1, None)


def test_targets_stand_in_the_order_of_the_stages_with_their_filter() -> None:
    goals = Goals(
        investment=8, producing=5, completed=4, started=3, land_supplied=2, signed=1,
        filter=("district=Sihui", "high_tech=true"),
    )  # fmt: skip
    found = progress([], 2024, goals, date(2024, 3, 3))
    assert [(one.measure, one.target) for one in found] == [
        ("signed", 1),
        ("land-supplied", 2),
        ("started", 3),
        ("completed", 4),
        ("producing", 5),
        ("investment", 8),
    ]
    assert {one.filter for one in found} == {"district=Sihui high_tech=true"}


def test_a_year_without_targets_has_none() -> None:
    assert progress([project(signed="2024")], 2024, Goals(), date(2024, 3, 3)) == ()
