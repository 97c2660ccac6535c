"""Many projects as columns of plain values: small to keep, and quick to make projects of again."""

import marshal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate, chain, compress, islice, repeat
from operator import attrgetter, setitem
from typing import Any, TypeAlias, TypeVar

from zqtrack.core.facts import Known
from zqtrack.core.fields import PERIOD, TEXT, ValueType, fields_of
from zqtrack.core.project import (
    KIND,
    MOMENT,
    STAGE,
    Note,
    Problem,
    Project,
    Replanned,
    Stage,
    Withdrawal,
)

#: The values of many projects by the name of the column: texts, numbers, flags, tuples and None.
Packed: TypeAlias = dict[str, list[Any]]
#: The same to be read only, perhaps each column when it is asked for.
Columns: TypeAlias = Mapping[str, list[Any]]
_Part = TypeVar("_Part")


class Sealed(Mapping[str, list[Any]]):
    """Columns as they are kept and sent: each a few bytes, which are read when it is asked for.

    Attributes:
        sources: the bytes of each column, in Python's own ``marshal`` format.
    """

    def __init__(self, sources: Mapping[str, bytes | memoryview]) -> None:
        self.sources = sources
        self._read: dict[str, list[Any]] = {}

    def __getitem__(self, name: str) -> list[Any]:
        if name not in self._read:
            self._read[name] = marshal.loads(self.sources[name])  # noqa: S302 - our own
        return self._read[name]

    def __contains__(self, name: object) -> bool:
        return name in self.sources  # without reading it

    def __iter__(self) -> Iterator[str]:
        return iter(self.sources)

    def __len__(self) -> int:
        return len(self.sources)


def seal(columns: Columns) -> Sealed:
    """Turn columns to bytes."""
    if isinstance(columns, Sealed):
        return columns
    return Sealed({name: marshal.dumps(column) for name, column in columns.items()})


#: What is kept as the text that a file may hold, and read from it again.
AS_TEXT = (PERIOD, MOMENT, KIND, STAGE)
#: The tables of a project that hold a date for each stage, and those that stand several times.
DATED = {"actual": MOMENT, "planned": PERIOD}
REPEATED: dict[str, type] = {"replanned": Replanned, "problems": Problem, "notes": Note}

_STAGES = tuple(Stage)


def pack(projects: Sequence[Project]) -> Packed:
    """Take projects apart into columns of plain values."""
    packed = {"id": [project.id for project in projects], **_columns(Project, projects)}
    for table in DATED:
        tables = list(map(attrgetter(table), projects))
        for stage in _STAGES:
            packed[f"{table}.{stage}"] = _texts(dates.get(stage) for dates in tables)
    for table, part in REPEATED.items():
        lists = list(map(attrgetter(table), projects))
        packed[table] = list(map(len, lists))
        packed |= _columns(part, [one for parts in lists for one in parts], f"{table}.")
    left = [project.withdrawn for project in projects]
    packed["withdrawn"] = [one is not None for one in left]
    packed |= _columns(Withdrawal, [one for one in left if one], "withdrawn.")
    return packed


def unpack(packed: Columns) -> list[Project]:
    """Make the projects again that ``pack`` took apart."""
    number = len(packed["id"])
    values: dict[str, Iterable[Any]] = {"id": packed["id"], **_values(Project, packed)}
    for table, kind in DATED.items():
        values[table] = _dates(kind, (packed[f"{table}.{stage}"] for stage in _STAGES), number)
    for table, part in REPEATED.items():
        parts: Iterator[Any] = iter(
            _made(part, _values(part, packed, f"{table}."), sum(packed[table]))
        )
        values[table] = [tuple(islice(parts, count)) if count else () for count in packed[table]]
    left = packed["withdrawn"]
    leavings = iter(_made(Withdrawal, _values(Withdrawal, packed, "withdrawn."), sum(left)))
    values["withdrawn"] = [next(leavings) if one else None for one in left]
    return _made(Project, values, number)


def unpack_some(packed: Columns, chosen: Sequence[object]) -> list[Project]:
    """Make those of the projects again of which it is said that they are chosen."""
    if all(chosen):
        return unpack(packed)
    return unpack(_picked(packed, chosen, pack(()))) if any(chosen) else []


def select(packed: Columns, chosen: Sequence[object]) -> Packed:
    """Give the columns of some of the projects only.

    Args:
        packed: the projects.
        chosen: whether each of them is chosen, in their order.
    """
    return _picked(packed, chosen, packed)


def join(parts: Sequence[Columns]) -> Packed:
    """Give the columns that several groups of projects have as one, in their order."""
    names = [name for name in parts[0] if all(name in part for part in parts)]
    return {name: list(chain.from_iterable(part[name] for part in parts)) for name in names}


def _picked(packed: Columns, chosen: Sequence[object], names: Iterable[str]) -> Packed:
    """Give some columns of those that are chosen: by their places, which often are few."""
    places = list(compress(range(len(chosen)), chosen))
    owned = {}
    for table in (*REPEATED, "withdrawn"):
        numbers = packed[table]
        ends = list(accumulate(numbers))
        owned[table] = [at for one in places for at in range(ends[one] - numbers[one], ends[one])]
    return {
        name: list(map(packed[name].__getitem__, owned.get(name.rpartition(".")[0], places)))
        for name in names
    }


def _columns(part: type, parts: Sequence[Any], prefix: str = "") -> Packed:
    return {
        prefix + name: _column(kind, map(attrgetter(name), parts))
        for name, kind in _types(part).items()
    }


def _column(kind: ValueType, values: Iterable[Any]) -> list[Any]:
    if kind in AS_TEXT:
        return _texts(values)
    if kind is TEXT:  # the same text once, however often it stands in the files
        shared: dict[str | None, str | None] = {}
        return [shared.setdefault(text, text) for text in values]
    return list(values)


def _texts(values: Iterable[Any]) -> list[str | None]:
    return [None if value is None else str(value) for value in values]


def _values(part: type, packed: Columns, prefix: str = "") -> dict[str, list[Any]]:
    return {
        name: _read(kind, packed[prefix + name]) if kind in AS_TEXT else packed[prefix + name]
        for name, kind in _types(part).items()
    }


def _read(kind: ValueType, texts: Iterable[str | None]) -> list[Any]:
    return list(map(known(kind.read).__getitem__, texts))


@cache
def known(read: Callable[[Any], Any]) -> Known[Any, Any]:
    """Give what is read of values, which is read once however often they stand there.

    Args:
        read: reads one that is there; None stays None.
    """
    values = Known(read)
    values[None] = None
    return values


def _dates(
    kind: ValueType, columns: Iterable[Sequence[str | None]], number: int
) -> list[dict[Stage, Any]]:
    """Give each project's stages, in their order, with their dates."""
    tables: list[dict[Stage, Any]] = [{} for _ in range(number)]
    for stage, texts in zip(_STAGES, columns, strict=True):
        if not any(texts):  # as of most promises
            continue
        dates = filter(None, _read(kind, texts))
        _each(map(setitem, compress(tables, texts), repeat(stage), dates))
    return tables


@cache
def _types(part: type) -> Mapping[str, ValueType]:
    return {field.name: field.type for field in fields_of(part)}


def _made(part: type[_Part], values: Mapping[str, Iterable[Any]], number: int) -> list[_Part]:
    """Make frozen values column by column: no call of Python for each one and its fields."""
    made = list(map(object.__new__, repeat(part, number)))
    for name, column in values.items():
        _each(map(vars(part)[name].__set__, made, column))
    return made


def _each(calls: Iterable[object]) -> None:
    deque(calls, maxlen=0)
