"""An age in a stage stands beside how long others took, and what that promises."""

from datetime import date, timedelta

import pytest

from zqtrack.core.ageing import Ageing, Waits, ageing
from zqtrack.core.columns import View
from zqtrack.core.leadtime import lead_times
from zqtrack.core.lights import Limits
from zqtrack.core.period import exactly
from zqtrack.core.project import Mark, Moment, Project, Stage, moment_from

DAY = date(2024, 3, 3)
BEGAN = date(2020, 1, 1)
PAIR = (Stage.SIGNED, Stage.LAND_SUPPLIED)


def waits(*days: int) -> Waits:
    """Give lead times of projects that took so many days from signing to land."""
    projects = [
        Project(
            id="other",
            name="Other",
            actual={PAIR[0]: exactly(BEGAN), PAIR[1]: exactly(BEGAN + timedelta(took))},
        )
        for took in days
    ]
    return {PAIR: lead_times(projects, *PAIR, DAY)}


def signed(moment: Moment | None) -> View:
    actual = {Stage.SIGNED: moment} if moment else {}
    return View(Project(id="plant", name="Plant", actual=actual), DAY, Limits())


def test_an_age_stands_beside_half_and_85_per_cent_and_what_it_promises() -> None:
    # Signed 20 days ago. Of ten that took 10, 20, … 100 days eight took longer than 20: within
    # 30 days (by 50) three of the eight go on, within 90 and 180 all.
    seen = ageing(signed(moment_from("2024-02-12")), waits(*range(10, 101, 10)))
    assert (seen.age, seen.p50, seen.p85) == ((20, 20), 50, 90)
    assert seen.chances == pytest.approx((3 / 8, 1, 1))


def test_an_age_that_is_a_range_counts_with_its_least() -> None:
    seen = ageing(signed(moment_from("2024-02")), waits(*range(10, 101, 10)))
    assert seen.age == (3, 31)
    assert seen.chances == pytest.approx((0.3, 0.9, 1))


def test_a_project_older_than_all_that_went_on_has_no_chance_from_the_past() -> None:
    seen = ageing(signed(moment_from("2023-01-01")), waits(10, 20, 30, 40, 50))
    assert seen.p85 == 50
    assert seen.chances == (None, None, None)


def test_fewer_than_five_that_went_on_promise_nothing() -> None:
    seen = ageing(signed(moment_from("2024-02-12")), waits(10, 20, 30, 40))
    assert seen == Ageing((20, 20), False, None, None, (None, None, None))


def test_a_stage_since_an_unknown_day_has_no_age_and_no_chances() -> None:
    seen = ageing(signed(Mark.UNKNOWN), waits(10, 20, 30, 40, 50))
    assert seen == Ageing(None, True, 30, 50, (None, None, None))


def test_a_pair_of_which_nothing_is_told_promises_nothing() -> None:
    seen = ageing(signed(None), waits(10, 20, 30, 40, 50))
    assert seen == Ageing(None, False, None, None, (None, None, None))


def test_a_project_at_its_end_is_not_compared() -> None:
    done = Project(id="plant", name="Plant", actual={Stage.PRODUCING: moment_from("2024-03-01")})
    seen = ageing(View(done, DAY, Limits()), waits(10, 20, 30, 40, 50))
    assert seen == Ageing((2, 2), False, None, None, (None, None, None))
