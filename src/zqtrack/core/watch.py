"""The projects that need somebody's attention, and why."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain, compress
from operator import or_
from typing import Any, NamedTuple, TypeAlias, overload

from zqtrack.core.ageing import AHEAD, MOST, Ageing, ageing_since
from zqtrack.core.census import PROBLEMS, Census, census_of, place_of
from zqtrack.core.columns import View
from zqtrack.core.facts import DUE, ID, SINCE, STEPS, Known
from zqtrack.core.leadtime import LeadTimes
from zqtrack.core.lights import Light, Limits, in_days, is_late, light_of, phrases
from zqtrack.core.period import Period, parse_period
from zqtrack.core.project import PROSPECT, Moment, Project, Stage
from zqtrack.language import _

#: Of two projects of one light the one less likely to go on within so many days comes first.
SOON = 90

_URGENCY = {shown: rank for rank, shown in enumerate(Light)}
# So many are made at once before all others.
_FIRST = 10
# From which stage to which.
_Step: TypeAlias = tuple[Stage, Stage]
# What is kept of where a project stands and since when.
_Stay: TypeAlias = tuple[tuple[str, bool], str | None]


class Watched(NamedTuple):
    """One project of the watch list.

    Attributes:
        view: the project.
        light: its light.
        ageing: its age in its stage, and what the past says of it.
    """

    view: View
    light: Light
    ageing: Ageing

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is there, one phrase a cause."""
        return (*phrases(self.view.causes), *_stalled(self.view, self.ageing))


class _Found(NamedTuple):
    """What is known of a project to be watched before it is made.

    Attributes:
        light: its light.
        late: whether a promise is late or a problem overdue, not only due soon.
        ageing: its age in its stage.
        id: its id.
        at: its place among all projects.
    """

    light: Light
    late: bool
    ageing: Ageing
    id: str
    at: int


class ProblemCount(NamedTuple):
    """The problems of all projects up to a day; overdue ones are open ones past their date."""

    found: int
    closed: int
    open: int
    overdue: int


class WatchList(Sequence[Watched]):
    """Projects to be watched, each made when somebody looks at it: mostly at the first few."""

    def __init__(
        self, projects: Census, day: date, limits: Limits, found: Sequence[_Found]
    ) -> None:
        """Take what was found of some of the projects, the most urgent first."""
        self._projects = projects
        self._day = day
        self._limits = limits
        self._found = found

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[Watched]:
        yield from self._made(self._found[:_FIRST])
        yield from self._made(self._found[_FIRST:])

    @overload
    def __getitem__(self, at: int) -> Watched: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Watched]: ...
    def __getitem__(self, at: int | slice) -> Watched | Sequence[Watched]:
        if isinstance(at, slice):
            return self._made(self._found[at])
        return self._made([self._found[at]])[0]

    def _made(self, found: Sequence[_Found]) -> list[Watched]:
        chosen = [False] * len(self._projects)
        for one in found:
            chosen[one.at] = True
        places = compress(range(len(chosen)), chosen)
        projects = self._projects.some(chosen)
        views = {
            at: View(project, self._day, self._limits)
            for at, project in zip(places, projects, strict=True)
        }
        return [Watched(views[one.at], one.light, one.ageing) for one in found]


def watch_list(
    projects: Iterable[Project], day: date, limits: Limits, waits: Iterable[LeadTimes]
) -> WatchList:
    """Give the projects with a red or yellow light, and those that stand longer than most.

    Args:
        projects: the projects, seen on the day.
        day: the day.
        limits: when a light changes.
        waits: the lead times from each stage to the next.

    Returns:
        The red first, then the yellow with something late, then those with something due soon,
        then the others. Among these the least likely to reach the next stage within ``SOON`` days
        first: those so old that the past tells no chance, then by that chance; the oldest first
        where it is the same. Last those of which the past tells nothing.
    """
    census = census_of(projects)
    told = {(wait.start, wait.end): wait for wait in waits}
    longest = {step: wait.percentile(MOST) for step, wait in told.items()}
    ids, dues = census.keys(ID), census.keys(DUE)
    steps, since = census.keys(STEPS), census.keys(SINCE)
    dates = census.different(SINCE)
    stands_long: Known[_Stay, bool] = Known(
        lambda stay: _stands_long(_step(stay), dates[stay[1]], day, longest)
    )
    aged: Known[_Stay, Ageing] = Known(
        lambda stay: ageing_since(_step(stay), dates[stay[1]], day, told)
    )
    alarming = _due_by(dues, day, day + timedelta(days=limits.soon))
    long = map(stands_long.__getitem__, zip(steps, since, strict=True))
    found = []
    for at in [at for at, meant in enumerate(map(or_, alarming, long)) if meant]:
        due = DUE.read(dues[at])
        shown, late = light_of(due, day, limits), is_late(due, day)
        found.append(_Found(shown, late, aged[steps[at], since[at]], ids[at], at))
    return WatchList(census, day, limits, sorted(found, key=_urgency))


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


def _step(stay: _Stay) -> _Step | None:
    return place_of(stay[0]).step


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


def _urgency(found: _Found) -> tuple[int, bool, float, int, str]:
    aged = found.ageing
    chance = aged.chances[AHEAD.index(SOON)]
    if chance is None:
        chance = -1 if aged.age and aged.told else 2
    oldest = -(aged.age[0] if aged.age else 0)
    return _URGENCY[found.light], not found.late, chance, oldest, found.id
