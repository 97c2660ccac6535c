"""How long each open project has stood in its stage, beside how long others took to go on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from zqtrack.core.ageing import MOST, Ageing, ageing
from zqtrack.core.columns import View
from zqtrack.core.leadtime import LeadTimes
from zqtrack.core.project import PROSPECT, STAGES, Stage


class Waiter(NamedTuple):
    """An open project and its age in its stage."""

    view: View
    ageing: Ageing


@dataclass(frozen=True, slots=True)
class Waiting:
    """The open projects that stand in one place.

    Attributes:
        standing: the place: ``prospect``, or the stage reached last.
        after: the stage that follows as a rule.
        p50: the days by which half of all had gone on to it; None where the past does not tell.
        p85: the days by which 85 % had, likewise.
        waiters: those whose age is known, the oldest first.
        undated: how many stand there since nobody knows when.
    """

    standing: str
    after: Stage
    p50: int | None
    p85: int | None
    waiters: tuple[Waiter, ...]
    undated: int

    @property
    def long(self) -> int:
        """How many surely stand there longer than 85 % of all took to go on."""
        return sum(waiter.ageing.beyond_most for waiter in self.waiters)


def waiting(views: Iterable[View], times: Sequence[LeadTimes]) -> tuple[Waiting, ...]:
    """Give the places where open projects stand, in order; none where none does.

    Args:
        views: the projects.
        times: the lead times from each stage to the next.
    """
    known = {(each.start, each.end): each for each in times}
    places: dict[str, list[Waiter]] = {}
    for view in views:
        if view.project.next_stage:
            waiter = Waiter(view, ageing(view, known))
            places.setdefault(view.project.standing, []).append(waiter)
    steps = zip((PROSPECT, *STAGES), (Stage.CONTACTED, *STAGES), STAGES, strict=False)
    return tuple(
        _place(standing, after, places[standing], known.get((start, after)))
        for standing, start, after in steps
        if standing in places
    )


def _place(
    standing: str, after: Stage, waiters: Sequence[Waiter], usual: LeadTimes | None
) -> Waiting:
    dated = [waiter for waiter in waiters if waiter.ageing.age]
    return Waiting(
        standing,
        after,
        usual.percentile(0.5) if usual else None,
        usual.percentile(MOST) if usual else None,
        tuple(sorted(dated, key=_oldest)),
        len(waiters) - len(dated),
    )


def _oldest(waiter: Waiter) -> tuple[int, int, str]:
    low, high = waiter.ageing.age or (0, 0)
    return -low, -high, waiter.view.project.id
