"""A curve is the estimate, drawn: its steps, its limits, and those who still wait."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from zqtrack.core import curve as module
from zqtrack.core.confidence import share_interval
from zqtrack.core.curve import Curve, Waits, curve, thinned
from zqtrack.core.leadtime import LeadTimes, lead_times
from zqtrack.core.period import exactly
from zqtrack.core.project import Project, Stage

DAY = date(2024, 3, 3)
PAIR = (Stage.SIGNED, Stage.STARTED)


def times(took: Iterable[int], open_: Iterable[int] = ()) -> LeadTimes:
    """Give lead times of projects that took so many days, and of open ones so many days old."""
    began = DAY - timedelta(1000)
    finished = [
        Project(
            id=f"p{days}",
            name="Plant",
            actual={PAIR[0]: exactly(began), PAIR[1]: exactly(began + timedelta(days))},
        )
        for days in took
    ]
    still = [
        Project(id=f"o{age}", name="Plant", actual={PAIR[0]: exactly(DAY - timedelta(age))})
        for age in open_
    ]
    return lead_times([*finished, *still], *PAIR, DAY)


def drawn(took: Iterable[int], open_: Iterable[int] = ()) -> Curve:
    found = curve(times(took, open_))
    assert found
    return found


def test_a_curve_steps_where_projects_got_there() -> None:
    # Five took 10, 20, 30, 40 and 50 days: a fifth each.
    points = drawn([10, 20, 30, 40, 50]).points
    assert [(point.day, point.share) for point in points] == [
        (0, 0),
        (10, 0.2),
        (20, 0.4),
        (30, 0.6),
        (40, 0.8),
        (50, 1),
    ]


def test_its_limits_are_those_of_the_estimate() -> None:
    found = drawn([10, 20, 30, 40, 50])
    incidence = found.times.incidence
    assert [(p.low, p.high) for p in found.points] == [
        share_interval(incidence, p.day) for p in found.points
    ]


def test_an_open_project_is_marked_at_its_age_on_the_curve() -> None:
    # Kaplan and Meier: after 10, 20 and 30 days 1/7 each. Two drop out at 35; of the two left one
    # goes on at 40, which brings 3/7 + 1/2 x 4/7 = 5/7, and the other at 50.
    found = drawn([10, 20, 30, 40, 50], [35, 35])
    (waits,) = found.open
    assert waits == Waits(35, waits.share, 2)
    assert waits.share == pytest.approx(3 / 7)
    assert found.ages == 1
    assert [point.share for point in found.points[3:]] == pytest.approx([3 / 7, 5 / 7, 1])


def test_a_curve_ends_with_the_last_day_of_which_the_data_tells() -> None:
    found = drawn([10, 20, 30, 40, 50], [400, 35])
    assert (found.points[-1].day, found.points[-2].day) == (400, 50)
    assert found.points[-1].share == found.points[-2].share < 1


def test_fewer_than_five_draw_no_curve() -> None:
    assert curve(times([10, 20, 30, 40], [50, 60])) is None


def test_a_curve_has_at_most_so_many_steps_and_marks() -> None:
    found = drawn(range(1, 501), range(1, 101))
    assert len(found.points) == 80
    assert found.points[0].day == 0
    assert (len(found.open), found.ages) == (40, 100)
    assert found.open[-1].age == 100


def test_of_many_projects_limits_between_those_estimated_go_with_the_share(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = times(range(1, 601), range(5, 300, 7))
    quick = curve(told)
    monkeypatch.setattr(module, "MANY", 10_000)
    exact = curve(told)
    assert quick
    assert exact
    assert [(p.day, p.share) for p in quick.points] == [(p.day, p.share) for p in exact.points]
    near = [
        max(abs(one.low - other.low), abs(one.high - other.high))
        for one, other in zip(quick.points, exact.points, strict=True)
    ]
    # Eight steps are estimated, the others within a hundredth.
    assert sum(gap == 0 for gap in near) >= 8
    assert 0 < max(near) < 0.01


def test_items_are_thinned_evenly_and_keep_the_last() -> None:
    assert thinned([1, 2, 3], 3) == [1, 2, 3]
    assert thinned([1, 2, 3, 4, 5, 6], 3) == [2, 4, 6]
    assert thinned([1, 2, 3, 4, 5], 2) == [2, 5]
