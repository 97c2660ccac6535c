"""Many projects column by column, so that what many of them share is looked at once.

A hundred thousand projects have a few thousand dates between them, and stand in a few dozen
places. What follows from a date or a place is worked out for each of these; the loops over all
projects are left to Python itself. The columns hold plain values (``facts``), as they are kept,
so that most projects are never made.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import chain, compress, islice
from typing import Any, NamedTuple, TypeAlias, TypeVar, overload

from zqtrack.core.facts import BY_NAME, MOMENTS, SINCE, STEPS, WHOLE_FROM, Fact
from zqtrack.core.period import Period
from zqtrack.core.project import PROSPECT, STAGES, WITHDRAWN, Moment, Project, Stage, seen_on

Item = TypeVar("Item")

#: Different values, and how often each of them occurs.
Counted: TypeAlias = Sequence[tuple[Item, int]]
#: What is kept of each of many projects, by the names of facts.
Columns: TypeAlias = Mapping[str, Sequence[Any]]
#: Gives the projects of which it is said that they are chosen.
Make: TypeAlias = Callable[[Sequence[object]], Sequence[Project]]


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
    """Many projects, and what can be asked of each of them, in their order.

    What projects tell alike has one key: a plain value, quick to count and to look up.
    """

    def __init__(self, columns: Columns, make: Make, day: date = date.max) -> None:
        """Take what is kept of projects, what makes them of it, and the day they are seen on."""
        self._columns = columns
        self._make = make
        self._day = day
        self._projects: Sequence[Project] | None = None
        self._numbers: dict[str, Counter[Any]] = {}
        self._different: dict[str, Mapping[Any, Any]] = {}

    def __len__(self) -> int:
        return len(self.keys(STEPS))

    def __iter__(self) -> Iterator[Project]:
        return iter(self._every())

    @overload
    def __getitem__(self, at: int) -> Project: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Project]: ...
    def __getitem__(self, at: int | slice) -> Project | Sequence[Project]:
        return self._every()[at]

    def some(self, chosen: Sequence[object]) -> Sequence[Project]:
        """Give the projects of which it is said that they are chosen."""
        return self._make(chosen)

    def keys(self, fact: Fact) -> Sequence[Any]:
        """Give what is kept of a fact for each project."""
        return self._columns[fact.name]

    def different(self, fact: Fact) -> Mapping[Any, Any]:
        """Give what projects tell on the day, by its key."""
        if fact.name not in self._different:
            keys = self._numbers.get(fact.name) or dict.fromkeys(self.keys(fact))
            self._different[fact.name] = {key: fact.on(self._day, key) for key in keys}
        return self._different[fact.name]

    def dates(self, stage: Stage) -> Counted[Period]:
        """Give the dates of a stage, and how many projects have each of them."""
        numbers, told = self._numbers_of(MOMENTS[stage]), self.different(MOMENTS[stage])
        moments = [(told[key], number) for key, number in numbers.items()]
        return [(moment, number) for moment, number in moments if isinstance(moment, Period)]

    @property
    def places(self) -> Counted[Place]:
        """Where projects stand, and how many stand there."""
        return [(place_of(key), number) for key, number in self._numbers_of(STEPS).items()]

    @property
    def stays(self) -> Counted[tuple[Place, Moment | None]]:
        """Where projects stand that come to a stage, since when, and how many do so."""
        ahead = self.stand_where(lambda place: place.ahead)
        stays = compress(zip(self.keys(STEPS), self.keys(SINCE), strict=True), ahead)
        since = self.different(SINCE)
        return [((place_of(s), since[key]), number) for (s, key), number in Counter(stays).items()]

    def who(self, fact: Fact, test: Callable[[Any], object]) -> list[bool]:
        """Tell of each project whether what it tells passes a test."""
        passing = {key for key, told in self.different(fact).items() if test(told)}
        return list(map(passing.__contains__, self.keys(fact)))

    def came_when(self, stage: Stage, test: Callable[[Period], object]) -> list[bool]:
        """Tell of each whether its date of a stage passes a test; none does not."""
        return self.who(MOMENTS[stage], lambda told: isinstance(told, Period) and test(told))

    def stand_where(self, test: Callable[[Place], object]) -> list[bool]:
        """Tell of each whether its place passes a test."""
        return self.who(STEPS, lambda steps: test(place_of(steps)))

    def where(self, chosen: Sequence[object]) -> "Census":
        """Give those of whom it is said that they are chosen."""

        def make(some: Sequence[object]) -> Sequence[Project]:
            return self.some(_both(chosen, some))

        return Census(_Some(self._columns, chosen), make, self._day)

    def on(self, day: date) -> "Census":
        """Give the projects as they were on a day (``seen_on``)."""
        number = day.toordinal()
        later = self.who(WHOLE_FROM, lambda first: first > number)

        def make(chosen: Sequence[object]) -> Sequence[Project]:
            return [seen_on(one, day) for one in self.some(chosen)]

        places = list(compress(range(len(self)), later))
        columns = _Changed(self._columns, places, make(later)) if places else self._columns
        return Census(columns, make, day)

    def _every(self) -> Sequence[Project]:
        if self._projects is None:
            self._projects = self.some([True] * len(self))
        return self._projects

    def _numbers_of(self, fact: Fact) -> Counter[Any]:
        if fact.name not in self._numbers:
            self._numbers[fact.name] = Counter(self.keys(fact))
        return self._numbers[fact.name]


def census_of(projects: Iterable[Project]) -> Census:
    """Give the census of projects, which they may be already."""
    if isinstance(projects, Census):
        return projects
    told = list(projects)
    return Census(_Told(told), lambda chosen: list(compress(told, chosen)))


def joined(parts: Sequence[Census]) -> Census:
    """Give several groups of projects as one."""

    def make(chosen: Sequence[object]) -> Sequence[Project]:
        rest = iter(chosen)
        each = [(part, list(islice(rest, len(part)))) for part in parts]
        return [one for part, some in each if any(some) for one in part.some(some)]

    return Census(_Joined(parts), make)


@cache
def place_of(key: tuple[str, bool]) -> Place:
    """Give the place that is kept as ``facts.STEPS``."""
    steps, left = key
    told = dict(zip(STAGES, steps, strict=True))
    reached = next((stage for stage in reversed(STAGES) if told[stage] == "x"), None)
    after = STAGES[STAGES.index(reached) + 1 :] if reached else STAGES
    return Place(
        WITHDRAWN if left else reached or PROSPECT,
        reached,
        tuple(stage for stage in STAGES if told[stage] == "x"),
        tuple(stage for stage in STAGES if told[stage] == "-"),
        () if left else tuple(stage for stage in after if told[stage] == "."),
    )


def _problems(project: Project) -> tuple[tuple[bool, str | None], ...]:
    told = project.problems
    return tuple((not one.closed, one.due.text if one.due else None) for one in told)


#: Of each problem of a project whether it is open, and by when it is to be closed, as text.
PROBLEMS = Fact("problem_dues", _problems)
_FACTS = {**BY_NAME, PROBLEMS.name: PROBLEMS}


class _Told(dict[str, Sequence[Any]]):
    """What projects tell, each fact looked up when it is asked for first, as of those below."""

    def __init__(self, projects: Sequence[Project]) -> None:
        super().__init__()
        self._projects = projects

    def __missing__(self, name: str) -> Sequence[Any]:
        self[name] = column = list(map(_FACTS[name].key, self._projects))
        return column


class _Some(dict[str, Sequence[Any]]):
    """What some of those tell of whom columns are."""

    def __init__(self, columns: Columns, chosen: Sequence[object]) -> None:
        super().__init__()
        self._every = columns
        self._chosen = chosen

    def __missing__(self, name: str) -> Sequence[Any]:
        self[name] = column = list(compress(self._every[name], self._chosen))
        return column


class _Changed(dict[str, Sequence[Any]]):
    """What projects tell of which some are others."""

    def __init__(self, columns: Columns, places: Sequence[int], others: Sequence[Project]) -> None:
        super().__init__()
        self._before = columns
        self._places = places
        self._others = _Told(others)

    def __missing__(self, name: str) -> Sequence[Any]:
        column = list(self._before[name])
        for at, value in zip(self._places, self._others[name], strict=True):
            column[at] = value
        self[name] = column
        return column


class _Joined(dict[str, Sequence[Any]]):
    """What several groups tell, one after the other."""

    def __init__(self, parts: Sequence[Census]) -> None:
        super().__init__()
        self._parts = parts

    def __missing__(self, name: str) -> Sequence[Any]:
        fact = _FACTS[name]
        self[name] = column = list(chain.from_iterable(part.keys(fact) for part in self._parts))
        return column


def _both(chosen: Sequence[object], some: Iterable[object]) -> list[object]:
    """Say of all who is chosen of those that are chosen."""
    rest: Iterator[object] = iter(some)
    return [one and next(rest) for one in chosen]
