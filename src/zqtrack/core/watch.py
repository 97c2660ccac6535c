"""The projects that need somebody's attention, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zqtrack.core.columns import View, age_days
from zqtrack.core.leadtime import LeadTimes
from zqtrack.core.lights import Light, in_days, light, overdue, reasons
from zqtrack.core.project import PROSPECT, Stage

#: A project is watched when it stands longer than this share of all took to go on.
MOST = 0.85

_URGENCY = {shown: rank for rank, shown in enumerate(Light)}


@dataclass(frozen=True, slots=True)
class Watched:
    """One project of the watch list.

    Attributes:
        view: the project.
        light: its light.
        reasons: why it is there, one phrase a cause.
    """

    view: View
    light: Light
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
        The red first, then the yellow, then the others, each with the oldest first.
    """
    percentiles = {(wait.start, wait.end): wait.percentile(MOST) for wait in waits}
    limits = {pair: days for pair, days in percentiles.items() if days is not None}
    watched = [_watched(view, limits) for view in views]
    listed = [one for one in watched if one.reasons]
    return tuple(sorted(listed, key=_urgency))


def count_problems(views: Iterable[View]) -> ProblemCount:
    """Count the problems that were found up to the day of the views."""
    problems = [(problem, view.day) for view in views for problem in view.project.problems]
    closed = sum(problem.closed is not None for problem, _ in problems)
    late = sum(overdue(problem, day) is not None for problem, day in problems)
    return ProblemCount(len(problems), closed, len(problems) - closed, late)


_Limits = Mapping[tuple[Stage, Stage], int]


def _watched(view: View, limits: _Limits) -> Watched:
    shown = light(view.project, view.day, view.limits)
    alarming = shown in (Light.RED, Light.YELLOW)
    causes = reasons(view.project, view.day, view.limits) if alarming else ()
    return Watched(view, shown, (*causes, *_stalled(view, limits)))


def _stalled(view: View, limits: _Limits) -> tuple[str, ...]:
    """Say that a project surely stands longer than most took to come to its next stage."""
    project = view.project
    ahead = project.next_stage
    if ahead is None:
        return ()
    limit = limits.get((project.reached or Stage.CONTACTED, ahead))
    age = age_days(view)
    if limit is None or age is None or age[0] <= limit:
        return ()
    place = project.reached or PROSPECT
    return (f"{in_days(age[0])} in {place}: {100 * MOST:.0f} % within {limit:,}",)


def _urgency(watched: Watched) -> tuple[int, int, str]:
    age = age_days(watched.view)
    return _URGENCY[watched.light], -(age[0] if age else 0), watched.view.project.id
