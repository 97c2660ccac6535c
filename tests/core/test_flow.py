"""A flow counts who had come to each stage by when; a month has a cadence or none."""

from datetime import date

import pytest

from zqtrack.core.flow import Month, flow, latest, months, sample_days
from zqtrack.core.period import Period, parse_period
from zqtrack.core.project import Project, Stage, moment_from

DAY = date(2024, 1, 10)
WINDOW = parse_period("2024-01-01/2024-01-10")


def project(**stages: str) -> Project:
    actual = {Stage(key.replace("_", "-")): moment_from(text) for key, text in stages.items()}
    return Project(id="plant", name="Plant", actual=actual)


def test_a_project_has_come_from_its_day_on() -> None:
    counted = flow([project(signed="2024-01-03"), project(signed="2024-01-05")], WINDOW, DAY)
    assert counted.days == tuple(date(2024, 1, day) for day in range(1, 11))
    signed = counted.stages[0]
    assert (signed.stage, signed.surely) == (Stage.SIGNED, (0, 0, 1, 1, 2, 2, 2, 2, 2, 2))
    assert signed.perhaps == signed.surely
    assert counted.stages[1].surely == (0,) * 10


def test_a_date_of_several_days_has_surely_passed_on_its_last_and_perhaps_on_its_first() -> None:
    signed = flow([project(signed="2024-01-03/2024-01-06")], WINDOW, DAY).stages[0]
    assert signed.surely == (0, 0, 0, 0, 0, 1, 1, 1, 1, 1)
    assert signed.perhaps == (0, 0, 1, 1, 1, 1, 1, 1, 1, 1)


def test_a_stage_passed_on_an_unknown_day_is_undated_and_in_no_count() -> None:
    # The second has started, so it was signed and supplied with land: its file says nothing of it.
    # The third never needed land.
    projects = [
        project(signed="unknown"),
        project(started="2024-01-02"),
        project(signed="2024-01-02", land_supplied="n/a", started="2024-01-04"),
    ]
    counted = flow(projects, WINDOW, DAY)
    assert [one.undated for one in counted.stages] == [2, 1, 0, 0, 0]
    assert [one.surely[-1] for one in counted.stages] == [1, 0, 2, 0, 0]


def test_a_flow_begins_with_the_record_if_that_is_before_the_window() -> None:
    counted = flow([project(signed="2023-12-30")], WINDOW, DAY)
    assert counted.days[0] == date(2023, 12, 30)
    assert counted.stages[0].surely[0] == 1


def test_a_flow_begins_two_years_before_the_window_at_most() -> None:
    # 731 days before 1 January 2024 is 31 December 2021. From there to 10 January 2024 are 741
    # days: every fifth back from the last makes 149, the first of them 1 January 2022.
    counted = flow([project(signed="1998")], WINDOW, DAY)
    assert (counted.days[0], counted.days[-1]) == (date(2021, 12, 31), DAY)
    assert len(counted.days) == 149
    assert set(counted.stages[0].surely) == {1}


def test_days_are_evenly_spaced_and_end_with_the_last() -> None:
    first = date(2024, 1, 1)
    assert sample_days(first, first) == (first,)
    # Ten days, at most four of them: every third, backwards: 10, 7, 4, 1.
    sampled = sample_days(first, DAY, 4)
    assert [day.day for day in sampled] == [1, 4, 7, 10]
    # At most three: every fourth: 10, 6, 2.
    assert [day.day for day in sample_days(first, DAY, 3)] == [2, 6, 10]


def test_a_month_has_its_own_days_for_each_project() -> None:
    window = parse_period("2024-02-11/2024-03")
    # 11 to 29 February are 19 days; March has 31.
    february, march = months((2, 0), window)
    assert february == Month(parse_period("2024-02-11/2024-02-29"), 2)
    assert february.days_per_project == 19 / 2
    assert (march.days.days, march.days_per_project) == (31, None)


@pytest.mark.parametrize(
    ("most", "kept"), [(1, "2024-03"), (2, "2024-02/2024-03"), (9, "2024-01-15/2024-03")]
)
def test_of_a_long_window_the_last_months_are_kept(most: int, kept: str) -> None:
    window: Period = parse_period("2024-01-15/2024-03")
    assert latest(window, most) == parse_period(kept)
