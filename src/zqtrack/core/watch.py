"""The projects that need somebody's attention, and why."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from zqtrack.core.ageing import AHEAD, MOST, Ageing, Waits, ageing
from zqtrack.core.columns import View
from zqtrack.core.leadtime import LeadTimes
from zqtrack.core.lights import Light, causes, in_days, overdue, phrases, worst
from zqtrack.core.period import Period
from zqtrack.core.project import PROSPECT, Stage
from zqtrack.language import _

#: Of two projects of one light the one less likely to go on within so many days comes first.
SOON = 90

_URGENCY = {shown: rank for rank, shown in enumerate(Light)}


class Watched(NamedTuple):
    """One project of the watch list.

    Attributes:
        view: the project.
        light: its light.
        late: whether a promise is late or a problem overdue, not only due soon.
        ageing: its age in its stage, and what the past says of it.
        reasons: why it is there, one phrase a cause.
    """

    view: View
    light: Light
    late: bool
    ageing: Ageing
    reasons: tuple[str, ...]


class ProblemCount(NamedTuple):
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
        The red first, then the yellow with something late, then those with something due soon,
        then the others. Among these the least likely to reach the next stage within ``SOON`` days
        first: those so old that the past tells no chance, then by that chance; the oldest first
        where it is the same. Last those of which the past tells nothing.
    """
    known = {(wait.start, wait.end): wait for wait in waits}
    longest = {pair: wait.percentile(MOST) for pair, wait in known.items()}
    listed = [one for view in views if (one := _watched(view, known, longest))]
    return tuple(sorted(listed, key=_urgency))


def count_problems(views: Iterable[View]) -> ProblemCount:
    """Count the problems that were found up to the day of the views."""
    problems = [(problem, view.day) for view in views for problem in view.project.problems]
    closed = sum(problem.closed is not None for problem, _ in problems)
    late = sum(overdue(problem, day) is not None for problem, day in problems)
    return ProblemCount(len(problems), closed, len(problems) - closed, late)


def _watched(
    view: View, waits: Waits, longest: Mapping[tuple[Stage, Stage], int | None]
) -> Watched | None:
    """Give a project if it is to be watched; most are not, and that is told first."""
    project = view.project
    found = causes(project, view.day, view.limits)
    shown = worst(found)
    alarming = shown in (Light.RED, Light.YELLOW)
    if not alarming and not _stands_long(view, longest):
        return None
    aged = ageing(view, waits)
    why = (*(phrases(found) if alarming else ()), *_stalled(view, aged))
    return Watched(view, shown, any(cause.late > 0 for cause in found), aged, why)


def _stands_long(view: View, longest: Mapping[tuple[Stage, Stage], int | None]) -> bool:
    """Tell whether a project surely stands longer than most took to come to its next stage."""
    project, ahead = view.project, view.project.next_stage
    since = project.since
    if ahead is None or not isinstance(since, Period):
        return False
    most = longest.get((project.reached or Stage.CONTACTED, ahead))
    return most is not None and (view.day - since.last).days > most


def _stalled(view: View, aged: Ageing) -> tuple[str, ...]:
    """Say that a project surely stands longer than most took to come to its next stage."""
    if not aged.age or not aged.beyond_most:
        return ()
    place = view.project.reached or PROSPECT
    said = _("{days} in {stage}: {percent:.0f} % within {limit:,}").format(
        days=in_days(aged.age[0]), stage=_(place), percent=100 * MOST, limit=aged.p85
    )
    return (said,)


def _urgency(watched: Watched) -> tuple[int, bool, float, int, str]:
    aged = watched.ageing
    chance = aged.chances[AHEAD.index(SOON)]
    if chance is None:
        chance = -1 if aged.age and aged.told else 2
    oldest = -(aged.age[0] if aged.age else 0)
    light = _URGENCY[watched.light]
    return light, not watched.late, chance, oldest, watched.view.project.id
