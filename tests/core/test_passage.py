"""How projects pass a stage is the estimate, and beyond it the rate of the last few."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from zqtrack.core.leadtime import lead_times
from zqtrack.core.passage import Passage, passage
from zqtrack.core.period import Period, exactly, span
from zqtrack.core.project import Project, Stage, Withdrawal

BEGAN = date(2020, 1, 1)
DAY = date(2023, 12, 31)
SIGNED, STARTED = Stage.SIGNED, Stage.STARTED


def after(days: int) -> Period:
    return exactly(BEGAN + timedelta(days))


def project(started: Period | None, withdrawn: Period | None = None) -> Project:
    actual = {SIGNED: after(0)} | ({STARTED: started} if started else {})
    left = Withdrawal(on=withdrawn) if withdrawn else None
    return Project(id="plant", name="Plant", actual=actual, withdrawn=left)


def known(projects: Iterable[Project], days: int = 10) -> Passage:
    found = passage(lead_times(tuple(projects), SIGNED, STARTED, DAY), days)
    assert found
    return found


def went(*days: int) -> Passage:
    return known(project(after(took)) for took in days)


def test_up_to_the_sixth_last_the_days_are_those_of_the_estimate() -> None:
    # Six took 10, 20, … 60 days: one in six comes on day 10, nobody before.
    seen = went(10, 20, 30, 40, 50, 60)
    assert seen.tail == 10
    assert seen.by(10) == pytest.approx([0] * 10 + [1 / 6])
    assert seen.chance(0, [1.0] * 9) == 0
    assert seen.chance(0, [1.0] * 10) == pytest.approx(1 / 6)


def test_beyond_it_five_go_on_at_one_daily_rate() -> None:
    # After day 10 they waited 10 + 20 + 30 + 40 + 50 = 150 days: 5 / 150 = 1/30 a day.
    seen = went(10, 20, 30, 40, 50, 60)
    assert seen.last_few == 5
    assert seen.chance(10, [1.0]) == pytest.approx(1 / 30)
    assert seen.chance(10, [1.0, 1.0]) == pytest.approx(1 - (29 / 30) ** 2)


def test_a_project_older_than_all_has_the_chances_of_the_oldest() -> None:
    seen = went(10, 20, 30, 40, 50, 60)
    assert seen.chance(9999, [1.0]) == pytest.approx(1 / 30)


def test_a_chance_counts_what_is_left_to_do_from_there() -> None:
    # Comes on the first day and has half a chance from there, or on the second with none.
    seen = went(10, 20, 30, 40, 50, 60)
    assert seen.chance(10, [0.5, 0.0]) == pytest.approx(1 / 60)


def test_the_withdrawn_wait_and_leave() -> None:
    # A seventh leaves after 40 days: 5 go on and 1 leaves in 150 + 30 = 180 days of waiting,
    # 1/36 and 1/180 a day, so that 1 - 1/30 are left after one.
    taken = [project(after(days)) for days in (10, 20, 30, 40, 50, 60)]
    seen = known([*taken, project(None, after(40))])
    assert seen.chance(10, [1.0, 1.0]) == pytest.approx(1 / 36 + (1 - 1 / 30) / 36)


def test_the_middle_of_a_range_counts() -> None:
    # Between 0 and 20 days is 10; of the estimate half has come at the first day of the range.
    ranges = [project(span(after(0).first, after(20).first))]
    seen = known([*ranges, *(project(after(days)) for days in (30, 40, 50, 60, 70))])
    assert seen.went[0] == 10
    assert seen.by(10)[0] == pytest.approx(1 / 12)
    assert seen.chance(10, [1.0]) == pytest.approx((20 + 30 + 40 + 50 + 60) ** -1 * 5)


def test_of_five_all_go_on_at_one_rate_from_the_first_day() -> None:
    # They waited 10 + 20 + 30 + 40 + 50 = 150 days.
    assert went(10, 20, 30, 40, 50).chance(0, [1.0]) == pytest.approx(1 / 30)


def test_a_stage_that_all_left_on_the_first_day_keeps_no_one_long() -> None:
    seen = went(0, 0, 0, 0, 0)
    assert seen.by(0) == pytest.approx([1])
    assert seen.chance(3, [1.0]) == pytest.approx(0.5)


def test_fewer_than_five_give_no_basis() -> None:
    times = lead_times([project(after(9))] * 4, SIGNED, STARTED, DAY)
    assert passage(times, 10) is None


def test_so_many_went_on_within_some_days() -> None:
    seen = went(10, 20, 30, 40, 50, 60)
    assert [seen.within(days) for days in (9, 10, 30, 60)] == [0, 1, 3, 6]


def test_a_number_that_rests_on_one_project_is_as_uncertain_as_one() -> None:
    # Of the ages 0 to 10 one project tells, which went on on day 10: variance 1 of 1².
    assert went(10, 20, 30, 40, 50, 60).doubt({0: 1}, 10) == pytest.approx(1)


def test_a_number_that_rests_on_the_last_five_is_a_fifth_uncertain() -> None:
    seen = went(10, 20, 30, 40, 50, 60)
    assert seen.doubt({10: 1}, 1) == pytest.approx(1 / 5)
    assert seen.doubt({10: 1, 500: 1}, 10) == pytest.approx(1 / 5)


def test_a_number_on_both_weighs_their_variances() -> None:
    # Day 10: 1/6 of one of the six, squared 1/36; day 11: 1/30 of the five, squared 1/900, a
    # fifth of it; together (1/36 + 1/4500) / (1/6 + 1/30)² = 0.028 / 0.04.
    assert went(10, 20, 30, 40, 50, 60).doubt({0: 1}, 11) == pytest.approx(0.7)


def test_nothing_expected_is_wholly_uncertain() -> None:
    assert went(10, 20, 30, 40, 50, 60).doubt({}, 10) == 1
