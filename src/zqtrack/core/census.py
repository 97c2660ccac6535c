"""Many projects column by column, so that what many of them share is looked at once.

A hundred thousand projects have a few thousand dates between them, and stand in a few dozen
places. What follows from a date or a place is worked out for each of these; the loops over all
projects are left to Python itself. Equal dates are mostly one object (``period``), so they are
told apart by that, which asks no project to compare them.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import chain, compress, repeat
from operator import attrgetter, getitem, is_not
from typing import Any, NamedTuple, TypeAlias, TypeVar, overload

from zqtrack.core.period import Period
from zqtrack.core.project import (
    PROSPECT,
    STAGES,
    WITHDRAWN,
    Mark,
    Moment,
    Note,
    Problem,
    Project,
    Replanned,
    Stage,
    Withdrawal,
    seen_on,
)

Item = TypeVar("Item")

#: Different values, and how often each of them occurs.
Counted: TypeAlias = Sequence[tuple[Item, int]]


class Place(NamedTuple):
    """Where projects stand that came the same way.

    Attributes:
        standing: one of ``STANDINGS``.
        reached: the last counted stage that they reached, or None.
        came: the counted stages that they reached, whether the day is known or not.
        skipped: the counted stages that do not apply to them.
        ahead: the stages they come to, one after the other; none if they have left.
    """

    standing: str
    reached: Stage | None
    came: tuple[Stage, ...]
    skipped: tuple[Stage, ...]
    ahead: tuple[Stage, ...]

    @property
    def step(self) -> tuple[Stage, Stage] | None:
        """The stage where their time in this place began, and the next; None at the end."""
        return (self.reached or Stage.CONTACTED, self.ahead[0]) if self.ahead else None


class Census(Sequence[Project]):
    """Many projects, and what can be asked of each of them, in their order."""

    def __init__(self, projects: Iterable[Project]) -> None:
        """Take the projects. What is asked of them is looked up when it is asked first."""
        self._projects = list(projects)
        self._columns: dict[str, list[Any]] = {}
        self._moments: dict[Stage, list[Moment | None]] = {}
        self._keys: dict[Stage, list[int]] = {}
        self._different: dict[Stage, dict[int, Moment | None]] = {}
        self._numbers: dict[Stage, Counter[int]] = {}
        self._places: list[Place] | None = None
        self._since: list[Moment | None] | None = None

    def __len__(self) -> int:
        return len(self._projects)

    def __iter__(self) -> Iterator[Project]:
        return iter(self._projects)

    @overload
    def __getitem__(self, at: int) -> Project: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Project]: ...
    def __getitem__(self, at: int | slice) -> Project | Sequence[Project]:
        return self._projects[at]

    def column(self, field: str) -> list[Any]:
        """Give the values of a field or table."""
        if field not in self._columns:
            self._columns[field] = list(map(attrgetter(field), self._projects))
        return self._columns[field]

    def moments(self, stage: Stage) -> list[Moment | None]:
        """Give when each came to a stage; None where its file does not tell."""
        if stage not in self._moments:
            self._moments[stage] = [actual.get(stage) for actual in self.column("actual")]
        return self._moments[stage]

    def keys(self, stage: Stage) -> list[int]:
        """Give a key for what each tells of a stage: projects of one key tell the same."""
        if stage not in self._keys:
            self._keys[stage] = list(map(id, self.moments(stage)))
        return self._keys[stage]

    def different(self, stage: Stage) -> Mapping[int, Moment | None]:
        """Give what projects tell of a stage by the key of that, and perhaps more."""
        if stage not in self._different:
            told = zip(self.keys(stage), self.moments(stage), strict=True)
            self._different[stage] = dict(told)
        return self._different[stage]

    def dates(self, stage: Stage) -> Counted[Period]:
        """Give the dates of a stage, and how many projects have each of them."""
        different = self.different(stage)
        return [
            (moment, number)
            for key, number in self._numbers_of(stage).items()
            if number and isinstance(moment := different[key], Period)
        ]

    @property
    def places(self) -> list[Place]:
        """Where each stands."""
        if self._places is None:
            left = map(is_not, self.column("withdrawn"), repeat(None))
            self._places = list(map(_place, left, *map(self._ways, STAGES)))
        return self._places

    @property
    def since(self) -> list[Moment | None]:
        """When each came to stand there, as ``Project.since``."""
        if self._since is None:
            gone = [left and left.on for left in self.column("withdrawn")]
            rows = zip(gone, *map(self.moments, Stage), strict=True)
            at = {id(place): _column_of(place) for place, _ in counted(self.places)}
            self._since = list(map(getitem, rows, map(at.__getitem__, map(id, self.places))))
        return self._since

    @property
    def stays(self) -> Counted[tuple[Place, Moment | None]]:
        """Where projects stand and since when, and how many do so."""
        places, times = _different(self.places), _different(self.since)
        pairs = Counter(zip(map(id, self.places), map(id, self.since), strict=True))
        return [
            ((places[place], times[since]), number) for (place, since), number in pairs.items()
        ]

    def came_when(self, stage: Stage, test: Callable[[Period], object]) -> list[bool]:
        """Tell of each whether its date of a stage passes a test; none does not."""
        passing = {
            key
            for key, moment in self.different(stage).items()
            if isinstance(moment, Period) and test(moment)
        }
        return list(map(passing.__contains__, self.keys(stage)))

    def stand_where(self, test: Callable[[Place], object]) -> list[bool]:
        """Tell of each whether its place passes a test."""
        passing = {key for key, place in _different(self.places).items() if test(place)}
        return list(map(passing.__contains__, map(id, self.places)))

    def where(self, chosen: Iterable[object]) -> "Census":
        """Give those of whom it is said that they are chosen."""
        return Census(compress(self._projects, chosen))

    def on(self, *days: date) -> list["Census"]:
        """Give the projects as they were on some days, the earliest first (``seen_on``)."""
        later = self._perhaps_after(days[0])
        return [self._on(day, later) for day in days]

    def _on(self, day: date, later: Iterable[int]) -> "Census":
        changed = {at: then for at in later if (then := seen_on(self[at], day)) is not self[at]}
        return self._with(changed) if changed else self

    def _with(self, changed: Mapping[int, Project]) -> "Census":
        """Give the same with other projects at some positions."""
        census = Census(self._projects)
        for at, project in changed.items():
            census._projects[at] = project
        # What is known of the others is not looked up again.
        for stage in Stage:
            census._moments[stage] = moments = self.moments(stage).copy()
            census._keys[stage] = keys = self.keys(stage).copy()
            census._different[stage] = different = dict(self.different(stage))
            census._numbers[stage] = numbers = self._numbers_of(stage).copy()
            for at, project in changed.items():
                moments[at] = moment = project.actual.get(stage)
                numbers[keys[at]] -= 1
                keys[at] = key = id(moment)
                numbers[key] += 1
                different[key] = moment
        return census

    def _perhaps_after(self, day: date) -> set[int]:
        """Give the positions of those in whose files something may be after a day."""
        every = range(len(self))
        found: set[int] = set()
        for stage in Stage:
            if any(_is_after(moment, day) for moment in self.different(stage).values()):
                found.update(compress(every, self.came_when(stage, lambda date: date.last > day)))
        for table, dates in _TABLES.items():
            parts = self.column(table)
            if any(_is_after(on, day) for on in _different(dates(parts)).values()):
                found.update(compress(every, parts))
        return found

    def _ways(self, stage: Stage) -> Iterable[int]:
        """Tell of each whether it came to a stage, or that the stage does not apply."""
        if id(_NOT_APPLICABLE) not in self.different(stage):  # as mostly
            return map(is_not, self.moments(stage), repeat(None))
        known = {id(None): _NOT_YET, id(_NOT_APPLICABLE): _SKIPPED}
        return map(known.get, self.keys(stage), repeat(_CAME))

    def _numbers_of(self, stage: Stage) -> Counter[int]:
        if stage not in self._numbers:
            self._numbers[stage] = Counter(self.keys(stage))
        return self._numbers[stage]


def census_of(projects: Iterable[Project]) -> Census:
    """Give the census of projects, which they may be already."""
    return projects if isinstance(projects, Census) else Census(projects)


def counted(items: Sequence[Item]) -> Counted[Item]:
    """Count the different objects among some."""
    different = _different(items)
    return [(different[key], number) for key, number in Counter(map(id, items)).items()]


def _different(items: Collection[Item]) -> dict[int, Item]:
    return dict(zip(map(id, items), items, strict=True))


_NOT_APPLICABLE = Mark.NOT_APPLICABLE
# What a project tells of a stage; that it came or not is told by True and False as well.
_NOT_YET, _CAME, _SKIPPED = 0, 1, 2


@cache
def _place(left: bool, *ways: int) -> Place:
    told = dict(zip(STAGES, ways, strict=True))
    reached = next((stage for stage in reversed(STAGES) if told[stage] == _CAME), None)
    after = STAGES[STAGES.index(reached) + 1 :] if reached else STAGES
    return Place(
        WITHDRAWN if left else reached or PROSPECT,
        reached,
        tuple(stage for stage in STAGES if told[stage] == _CAME),
        tuple(stage for stage in STAGES if told[stage] == _SKIPPED),
        () if left else tuple(stage for stage in after if told[stage] == _NOT_YET),
    )


def _column_of(place: Place) -> int:
    """Give the place of the date in a row of the withdrawal and the stages."""
    stage = place.reached or Stage.CONTACTED
    return 0 if place.standing == WITHDRAWN else 1 + tuple(Stage).index(stage)


def _is_after(moment: Moment | None, day: date) -> bool:
    return isinstance(moment, Period) and moment.last > day


def _promised(tables: Iterable[tuple[Replanned, ...]]) -> list[Period]:
    return [again.on for again in chain.from_iterable(tables)]


def _found(tables: Iterable[tuple[Problem, ...]]) -> list[Period | None]:
    problems = list(chain.from_iterable(tables))
    return [*[one.raised for one in problems], *[one.closed for one in problems]]


def _noted(tables: Iterable[tuple[Note, ...]]) -> list[Period]:
    return [note.on for note in chain.from_iterable(tables)]


def _left(column: Iterable[Withdrawal | None]) -> list[Period]:
    return [gone.on for gone in column if gone]


# The dates in the tables of projects besides those of stages; first promises carry no day.
_TABLES: Mapping[str, Callable[[Iterable[Any]], list[Any]]] = {
    "replanned": _promised,
    "problems": _found,
    "notes": _noted,
    "withdrawn": _left,
}
