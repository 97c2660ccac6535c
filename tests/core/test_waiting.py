"""Open projects stand in their places, the oldest first, beside how long others took."""

from datetime import date, timedelta

from zqtrack.core.columns import View
from zqtrack.core.leadtime import LeadTimes, lead_times
from zqtrack.core.lights import Limits
from zqtrack.core.period import exactly
from zqtrack.core.project import Project, Stage, Withdrawal, moment_from
from zqtrack.core.waiting import waiting

DAY = date(2024, 3, 3)
BEGAN = date(2020, 1, 1)


def view(id_: str, **stages: str) -> View:
    actual = {Stage(key.replace("_", "-")): moment_from(text) for key, text in stages.items()}
    return View(Project(id=id_, name="Plant", actual=actual), DAY, Limits())


def past(*days: int) -> LeadTimes:
    """Give lead times of projects that took so many days from signing to land."""
    pair = Stage.SIGNED, Stage.LAND_SUPPLIED
    projects = [
        Project(
            id="other",
            name="Other",
            actual={pair[0]: exactly(BEGAN), pair[1]: exactly(BEGAN + timedelta(took))},
        )
        for took in days
    ]
    return lead_times(projects, *pair, DAY)


def test_projects_stand_in_the_order_of_the_stages_and_the_oldest_comes_first() -> None:
    views = [
        view("started", started="2024-03-01"),
        view("young", signed="2024-03-01"),
        view("old", signed="2024-02-12"),
        view("also-old", signed="2024-02-12"),
        view("talking", contacted="2024-01-01"),
    ]
    found = waiting(views, [])
    assert [(place.standing, place.after) for place in found] == [
        ("prospect", Stage.SIGNED),
        ("signed", Stage.LAND_SUPPLIED),
        ("started", Stage.COMPLETED),
    ]
    assert [one.view.project.id for one in found[1].waiters] == ["also-old", "old", "young"]
    # 3 March is 20 days after 12 February.
    assert [one.ageing.age for one in found[1].waiters] == [(20, 20), (20, 20), (2, 2)]


def test_a_place_has_the_days_that_others_took_to_the_stage_after_it() -> None:
    (place,) = waiting([view("plant", signed="2024-01-01")], [past(10, 20, 30, 40, 50)])
    assert (place.p50, place.p85) == (30, 50)
    # 62 days are longer than the 50 in which 85 % had gone on.
    assert place.long == 1


def test_without_a_past_nothing_is_long() -> None:
    (place,) = waiting([view("plant", signed="2014-01-01")], [])
    assert (place.p50, place.p85, place.long) == (None, None, 0)


def test_those_who_stand_there_since_nobody_knows_when_are_counted_apart() -> None:
    views = [view("plant", signed="unknown"), view("other", signed="2024-02")]
    (place,) = waiting(views, [])
    assert (len(place.waiters), place.undated) == (1, 1)


def test_those_who_produce_or_have_left_wait_for_nothing() -> None:
    left = Project(
        id="left",
        name="Left",
        actual={Stage.SIGNED: moment_from("2024-01")},
        withdrawn=Withdrawal(on=exactly(DAY)),
    )
    done = view("done", producing="2024-01-01")
    assert waiting([View(left, DAY, Limits()), done], []) == ()
