"""Many projects as they were on a day, as columns of facts: quicker to show than one by one."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial, reduce
from itertools import chain, compress, islice
from operator import and_, le, or_
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from zqtrack.core.columns import Column, rank
from zqtrack.core.facts import BY_NAME, ID, OUTRIGHT, Fact, Known
from zqtrack.core.lights import Limits
from zqtrack.core.project import Project

_Item = TypeVar("_Item")


#: The name of a fact, and a test of what is kept of it.
Test: TypeAlias = tuple[str, Callable[[Any], bool]]


class Part(NamedTuple):
    """Some projects.

    Attributes:
        facts: what is kept of each of them, by the name of the fact.
        chosen: which of them are meant; all where it is None.
    """

    facts: Mapping[str, list[Any]]
    chosen: Sequence[bool] | None = None

    def column(self, name: str) -> list[Any]:
        """Give what is kept under a name for those that are meant."""
        column = self.facts[name]
        return column if self.chosen is None else list(compress(column, self.chosen))

    def where(self, *tests: Test) -> "Part":
        """Give it with those that answer to one of the tests of what is kept of them."""
        answers = (map(test, self.facts[name]) for name, test in tests)
        chosen: Iterable[bool] = reduce(partial(map, or_), answers)
        if self.chosen is not None:
            chosen = map(and_, self.chosen, chosen)
        return Part(self.facts, list(chosen))

    def any(self) -> bool:
        """Whether any are meant."""
        return any(self.facts["id"] if self.chosen is None else self.chosen)


class _Asked(dict[str, list[Any]]):
    """The facts of projects, each worked out when it is asked for."""

    def __init__(self, make: Callable[[], Sequence[Project]], outright: Part | None) -> None:
        super().__init__()
        self._make = make
        self._outright = outright
        self._projects: Sequence[Project] | None = None

    def __missing__(self, name: str) -> list[Any]:
        if self._outright and name in OUTRIGHT:
            column = self._outright.column(name)
        else:
            if self._projects is None:
                self._projects = self._make()
            column = list(map(BY_NAME[name].key, self._projects))
        self[name] = column
        return column


def part_of(projects: Sequence[Project]) -> Part:
    """Give projects, seen on the day (``seen_on``), as a part of rows."""
    return Part(_Asked(lambda: projects, None))


def part_when_asked(make: Callable[[], Sequence[Project]], kept: Part) -> Part:
    """Give projects to which something happened after the day as a part of rows.

    Args:
        make: gives them as they were on the day; called if that is asked.
        kept: what is known of the same projects, as they were later.
    """
    return Part(_Asked(make, kept))


class Spread(NamedTuple, Generic[_Item]):
    """Something for each of many rows, of which many may have the same.

    Attributes:
        items: what the rows have.
        places: for each row the place of its own among these.
    """

    items: Sequence[_Item]
    places: Sequence[int]

    def each(self) -> Iterator[_Item]:
        """Give for each row what it has."""
        return map(self.items.__getitem__, self.places)

    def counts(self) -> Counter[_Item]:
        """Count how many rows have each item."""
        counts: Counter[_Item] = Counter()
        for place, number in Counter(self.places).items():
            counts[self.items[place]] += number
        return counts


class Rows:
    """Projects as they were on a day, in the order of the parts or that of ``in_order``."""

    def __init__(
        self,
        parts: Sequence[Part],
        day: date,
        limits: Limits,
        places: Sequence[int] | None = None,
    ) -> None:
        """Take parts together.

        Args:
            parts: the projects, without what came after the day.
            day: the day from which they are seen.
            limits: when their lights change.
            places: which of the projects there are, in their order; all where it is None.
        """
        self.parts = parts
        self.day = day
        self.limits = limits
        self._places = places
        self._kept: dict[str, Spread[Any]] = {}
        self._read: dict[str, list[Any]] = {}
        self._values: dict[str, Spread[Any]] = {}

    def __len__(self) -> int:
        return len(self.kept(ID).places)

    def kept(self, fact: Fact) -> Spread[Any]:
        """Give what is kept of a fact."""
        if fact.name not in self._kept:
            column = list(chain.from_iterable(part.column(fact.name) for part in self.parts))
            if self._places is not None:
                column = list(map(column.__getitem__, self._places))
            self._kept[fact.name] = _spread(column, apart=fact.apart)
        return self._kept[fact.name]

    def seen(self, fact: Fact, make: Callable[[Any, date, Limits], _Item]) -> Spread[_Item]:
        """Make something of a fact, the day and the limits."""
        if fact.name not in self._read:
            self._read[fact.name] = [fact.on(self.day, key) for key in self.kept(fact).items]
        items = [make(value, self.day, self.limits) for value in self._read[fact.name]]
        return Spread(items, self.kept(fact).places)

    def values(self, column: Column) -> Spread[Any]:
        """Give the values of a column."""
        if column.name not in self._values:
            self._values[column.name] = self.seen(column.fact, column.seen)
        return self._values[column.name]

    def where(self, columns: Sequence[Column], holds: Callable[[Any], bool]) -> "Rows":
        """Give the projects of which the value of one of the columns answers to a test.

        They come in the order of the parts.
        """
        tests = [
            (column.fact.name, self._made(column.fact, partial(_test, column.seen, holds)))
            for column in columns
        ]
        answers = [(name, known.__getitem__) for name, known in tests]
        parts = (part.where(*answers) for part in self.parts)
        return Rows(list(filter(Part.any, parts)), self.day, self.limits)

    def at(self, places: Sequence[int]) -> "Rows":
        """Give the projects at some places, in the order of these."""
        before = self._places
        after = places if before is None else list(map(before.__getitem__, places))
        return Rows(self.parts, self.day, self.limits, after)

    def _made(self, fact: Fact, make: Callable[[Any, date, Limits], _Item]) -> Known[Any, _Item]:
        return Known(lambda key: make(fact.on(self.day, key), self.day, self.limits))


def in_order(rows: Rows, column: Column, *, backwards: bool = False) -> Rows:
    """Sort by a column, then by id; what is not known comes last either way.

    Stages come in the order in which projects pass them, lights with the most worrying first,
    dates by their first day and then their last, texts whether in upper or lower case.
    """
    by_id = _by_id(rows)
    if column.fact is ID:
        return by_id.at(range(len(by_id))[::-1]) if backwards else by_id
    ranks = by_id.seen(column.fact, partial(_rank_of, column))
    # Whole numbers are sorted several times as fast as what they stand for.
    numbers = {rank: at for at, rank in enumerate(sorted({*ranks.items} - {None}))}
    order: list[Any] = list(map(numbers.get, ranks.each()))
    known = [at for at, number in enumerate(order) if number is not None]
    known.sort(key=order.__getitem__, reverse=backwards)
    return by_id.at(known + [at for at, number in enumerate(order) if number is None])


def _test(
    seen: Callable[[Any, date, Limits], Any],
    holds: Callable[[Any], bool],
    value: Any,
    day: date,
    limits: Limits,
) -> bool:
    return holds(seen(value, day, limits))


def _rank_of(column: Column, value: Any, day: date, limits: Limits) -> Any:
    return rank(column.seen(value, day, limits), column.type)


def _spread(column: list[Any], *, apart: bool) -> Spread[Any]:
    if apart:
        return Spread(column, range(len(column)))
    numbers = _Numbers()
    places = list(map(numbers.__getitem__, column))
    return Spread(list(numbers), places)


class _Numbers(dict[Any, int]):
    """Gives each value the number under which it was first asked for."""

    def __missing__(self, key: Any) -> int:
        self[key] = number = len(self)
        return number


def _by_id(rows: Rows) -> Rows:
    ids = rows.kept(ID).items
    if all(map(le, ids, islice(ids, 1, None))):  # as nearly always
        return rows
    return rows.at(sorted(range(len(ids)), key=ids.__getitem__))
