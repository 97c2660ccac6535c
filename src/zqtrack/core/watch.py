"""The projects that need somebody's attention, and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from zqtrack.core.ageing import AHEAD, MOST, Ageing, Waits, ageing
from zqtrack.core.columns import View
from zqtrack.core.leadtime import LeadTimes
from zqtrack.core.lights import Light, in_days, light, overdue, reasons
from zqtrack.core.project import PROSPECT

#: Of two projects of one light the one less likely to go on within so many days comes first.
SOON = 90

_URGENCY = {shown: rank for rank, shown in enumerate(Light)}


@dataclass(frozen=True, slots=True)
class Watched:
    """One project of the watch list.

    Attributes:
        view: the project.
        light: its light.
        ageing: its age in its stage, and what the past says of it.
        reasons: why it is there, one phrase a cause.
    """

    view: View
    light: Light
    ageing: Ageing
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProblemCount:
    """The problems of all projects up to a day; overdue ones are open ones past their date."""

    found: int
    closed: int
    open: int
    overdue: int


def watch_list(views: Iterable[View], waits: Iterable[LeadTimes]) -> tuple[Watched, ...]:
    """Give the projects with a red or yellow light, and those that stand longer than most.

    Args:
        views: the projects.
        waits: the lead times from each stage to the next.

    Returns:
        The red first, then the yellow, then the others. Among these the least likely to reach the
        next stage within ``SOON`` days first: those so old that the past tells no chance, then
        by that chance; the oldest first where it is the same. Last those of which the past tells
        nothing.
    """
    known = {(wait.start, wait.end): wait for wait in waits}
    watched = [_watched(view, known) for view in views]
    listed = [one for one in watched if one.reasons]
    return tuple(sorted(listed, key=_urgency))


def count_problems(views: Iterable[View]) -> ProblemCount:
    """Count the problems that were found up to the day of the views."""
    problems = [(problem, view.day) for view in views for problem in view.project.problems]
    closed = sum(problem.closed is not None for problem, _ in problems)
    late = sum(overdue(problem, day) is not None for problem, day in problems)
    return ProblemCount(len(problems), closed, len(problems) - closed, late)


def _watched(view: View, waits: Waits) -> Watched:
    shown, aged = light(view.project, view.day, view.limits), ageing(view, waits)
    alarming = shown in (Light.RED, Light.YELLOW)
    causes = reasons(view.project, view.day, view.limits) if alarming else ()
    return Watched(view, shown, aged, (*causes, *_stalled(view, aged)))


def _stalled(view: View, aged: Ageing) -> tuple[str, ...]:
    """Say that a project surely stands longer than most took to come to its next stage."""
    if not aged.age or not aged.beyond_most:
        return ()
    place = view.project.reached or PROSPECT
    return (f"{in_days(aged.age[0])} in {place}: {100 * MOST:.0f} % within {aged.p85:,}",)


def _urgency(watched: Watched) -> tuple[int, float, int, str]:
    aged = watched.ageing
    chance = aged.chances[AHEAD.index(SOON)]
    if chance is None:
        chance = -1 if aged.age and aged.told else 2
    oldest = -(aged.age[0] if aged.age else 0)
    return _URGENCY[watched.light], chance, oldest, watched.view.project.id
