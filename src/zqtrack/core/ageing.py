"""How long a project has stood in its stage, against how long others took to go on."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from zqtrack.core.columns import View, age_on
from zqtrack.core.leadtime import FEWEST, LeadTimes
from zqtrack.core.project import Moment, Stage

#: The days ahead for which chances are given.
AHEAD = (30, 90, 180)

#: A project stands long when it stands longer than this share of all took to go on.
MOST = 0.85

#: The lead times from a stage to a later one, by the two.
Waits = Mapping[tuple[Stage, Stage], LeadTimes]


class Ageing(NamedTuple):
    """The age of a project in its stage, beside what the past says of that stage.

    Attributes:
        age: the least and the most days that it can have stood there; None where nobody knows.
        told: whether the past gives a basis: at least ``FEWEST`` have gone on.
        p50: the days by which half of all projects had gone on to its next stage; None where so
            many have not, or where the past gives no basis.
        p85: the days by which 85 % had, likewise.
        chances: for each number of days of ``AHEAD`` the chance to reach the next stage within
            them, 0 to 1, for a project of its least age; None where the past gives no basis.
    """

    age: tuple[int, int] | None
    told: bool
    p50: int | None
    p85: int | None
    chances: tuple[float | None, ...]

    @property
    def beyond_most(self) -> bool:
        """Whether it surely stands longer than 85 % of all took to go on."""
        return self.age is not None and self.p85 is not None and self.age[0] > self.p85


def ageing(view: View, waits: Waits) -> Ageing:
    """Hold the age of a project against the lead times to its next stage.

    There is a chance where the past gives a basis, and projects of the same age were followed for
    as many days as are asked for.

    Args:
        view: the project.
        waits: the lead times that are known.
    """
    project, ahead = view.project, view.project.next_stage
    step = (project.reached or Stage.CONTACTED, ahead) if ahead else None
    return ageing_since(step, project.since, view.day, waits)


def ageing_since(
    step: tuple[Stage, Stage] | None, since: Moment | None, day: date, waits: Waits
) -> Ageing:
    """Do as ``ageing`` of a project on a day that goes from a stage to a next one since a date."""
    age = age_on(since, day)
    wait = waits.get(step) if step else None
    if wait is None or len(wait.reached) < FEWEST:
        return Ageing(age, False, None, None, _UNKNOWN)
    chances = tuple(wait.incidence.chance(age[0], days) for days in AHEAD) if age else _UNKNOWN
    return Ageing(age, True, wait.percentile(0.5), wait.percentile(MOST), chances)


_UNKNOWN = (None,) * len(AHEAD)
