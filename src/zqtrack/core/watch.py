"""The projects that need somebody's attention, and why."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from itertools import chain
from operator import or_
from typing import Any, NamedTuple, TypeAlias

from zqtrack.core.ageing import AHEAD, MOST, Ageing, Waits, ageing
from zqtrack.core.census import PROBLEMS, Census, census_of, place_of
from zqtrack.core.columns import View
from zqtrack.core.facts import DUE, SINCE, STEPS, Known
from zqtrack.core.leadtime import LeadTimes
from zqtrack.core.lights import Light, Limits, in_days, phrases
from zqtrack.core.period import Period, parse_period
from zqtrack.core.project import PROSPECT, Moment, Project, Stage
from zqtrack.language import _

#: Of two projects of one light the one less likely to go on within so many days comes first.
SOON = 90

_ALARMING = (Light.RED, Light.YELLOW)
_URGENCY = {shown: rank for rank, shown in enumerate(Light)}
# From which stage to which.
_Step: TypeAlias = tuple[Stage, Stage]


class Watched(NamedTuple):
    """One project of the watch list.

    Attributes:
        view: the project.
        light: its light.
        late: whether a promise is late or a problem overdue, not only due soon.
        ageing: its age in its stage, and what the past says of it.
    """

    view: View
    light: Light
    late: bool
    ageing: Ageing

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is there, one phrase a cause."""
        return (*phrases(self.view.causes), *_stalled(self.view, self.ageing))


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
    longest = _longest(known)
    aged = partial(_aged, known, {})
    listed = [one for view in views if (one := _watched(view, longest, aged))]
    return tuple(sorted(listed, key=_urgency))


def perhaps_watched(
    projects: Census, day: date, limits: Limits, waits: Iterable[LeadTimes]
) -> list[View]:
    """Give the projects that may be on the watch list: of most it is told at once that not.

    Args:
        projects: the projects, seen on the day.
        day: the day.
        limits: when a light changes.
        waits: as of ``watch_list``.
    """
    longest = _longest({(wait.start, wait.end): wait for wait in waits})

    def stands_long(stay: tuple[tuple[str, bool], str | None]) -> bool:
        steps, since = stay
        return _stands_long(place_of(steps).step, SINCE.read(since), day, longest)

    stays = zip(projects.keys(STEPS), projects.keys(SINCE), strict=True)
    long = map(Known(stands_long).__getitem__, stays)
    late = _due_by(projects.keys(DUE), day, day + timedelta(days=limits.soon))
    chosen = list(map(or_, late, long))
    return [View(project, day, limits) for project in projects.some(chosen)]


def count_problems(projects: Iterable[Project], day: date) -> ProblemCount:
    """Count the problems of projects, seen on a day, and those that are overdue on it."""
    told = Counter(chain.from_iterable(census_of(projects).keys(PROBLEMS)))
    dues = [(due, number) for (is_open, due), number in told.items() if is_open]
    open_ = sum(number for _, number in dues)
    late = sum(number for due, number in dues if due and parse_period(due).last < day)
    return ProblemCount(told.total(), told.total() - open_, open_, late)


def _due_by(kept: Iterable[Any], day: date, soon: date) -> Iterator[bool]:
    """Tell of what is kept as ``facts.DUE`` whether a light follows from it that is not green.

    It is looked at as it is kept: hardly any two projects have the same.
    """
    last: Known[str, date] = Known(lambda text: parse_period(text).last)
    for due in kept:
        if due is None:
            yield False
        else:
            promise, problem = due
            promised = promise is not None and last[promise[2]] <= soon
            yield promised or (problem is not None and last[problem] < day)


def _longest(waits: Waits) -> Mapping[_Step, int | None]:
    return {step: wait.percentile(MOST) for step, wait in waits.items()}


def _watched(
    view: View, longest: Mapping[_Step, int | None], aged: Callable[[View, _Step | None], Ageing]
) -> Watched | None:
    """Give a project if it is to be watched."""
    project, shown = view.project, view.light
    ahead = project.next_stage
    step = (project.reached or Stage.CONTACTED, ahead) if ahead else None
    if shown in _ALARMING or _stands_long(step, project.since, view.day, longest):
        late = any(cause.late > 0 for cause in view.causes)
        return Watched(view, shown, late, aged(view, step))
    return None


def _aged(
    waits: Waits,
    known: dict[tuple[_Step | None, Moment | None], Ageing],
    view: View,
    step: _Step | None,
) -> Ageing:
    """Give the ageing of a project, which those share that came to a place on the same day."""
    key = step, view.project.since
    if key not in known:
        known[key] = ageing(view, waits)
    return known[key]


def _stands_long(
    step: _Step | None, since: Moment | None, day: date, longest: Mapping[_Step, int | None]
) -> bool:
    """Tell whether a project surely stands longer than most took to come to its next stage."""
    if step is None or not isinstance(since, Period):
        return False
    most = longest.get(step)
    return most is not None and (day - since.last).days > most


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
