"""From the data of many files to the columns of their projects, without a look at each value.

Nearly all files are right. So each key is taken from all of them at once, which leaves the loops
to Python itself, and of what stands in many files each value is read once. Where that shows
something wrong, it only says in which files: what it is, ``core.reading`` tells.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from itertools import chain, repeat
from typing import Any, TypeVar

from zqtrack.core.fields import TEXT, TEXTS, Field, ValueType, fields_of
from zqtrack.core.project import FIELDS, TABLES, Stage, Withdrawal
from zqtrack.errors import BadValue
from zqtrack.ledger.packing import DATED, REPEATED, Packed, known

_FIELDS = {part: fields_of(part) for part in (*REPEATED.values(), Withdrawal)}
_STAGES = {
    table: tuple(Field(stage.value, stage.value, kind, "", required=False) for stage in Stage)
    for table, kind in DATED.items()
}
_NO_TABLE: Mapping[str, Any] = {}

Item = TypeVar("Item")


def gather(ids: Sequence[str], files: Sequence[dict[str, Any]]) -> tuple[Packed, set[int]]:
    """Read the projects in many files, and take them apart as ``pack`` does.

    Args:
        ids: their ids.
        files: what a TOML parser gave for each.

    Returns:
        The projects in whose files nothing is wrong, in their order; and the positions of the
        other files.
    """
    rows = range(len(files))
    wrong: set[int] = set()
    packed = {"id": list(ids), **_columns(FIELDS, files, rows, wrong, beside=TABLES)}
    for table, stages in _STAGES.items():
        dates = _all_of(dict, [file.get(table, _NO_TABLE) for file in files], rows, wrong)
        packed |= _columns(stages, dates, rows, wrong, f"{table}.")
    for table, part in REPEATED.items():
        lists = _all_of(list, [file.get(table, []) for file in files], rows, wrong)
        packed[table] = list(map(len, lists))
        owners = list(chain.from_iterable(map(repeat, rows, packed[table])))
        parts = _all_of(dict, list(chain.from_iterable(lists)), owners, wrong)
        packed |= _columns(_FIELDS[part], parts, owners, wrong, f"{table}.")
    packed["withdrawn"] = ["withdrawn" in file for file in files]
    left = [row for row in rows if packed["withdrawn"][row]]
    leavings = _all_of(dict, [files[row]["withdrawn"] for row in left], left, wrong)
    packed |= _columns(_FIELDS[Withdrawal], leavings, left, wrong, "withdrawn.")
    if wrong:
        right = [row for row in rows if row not in wrong]
        packed, _none = gather([ids[row] for row in right], [files[row] for row in right])
    return packed, wrong


def _all_of(
    kind: type[Item], items: list[Any], rows: Sequence[int], wrong: set[int]
) -> list[Item]:
    """Take what is of another kind for an empty one, in rows that are wrong."""
    if set(map(type, items)) <= {kind}:
        return items
    wrong.update(row for row, item in zip(rows, items, strict=True) if type(item) is not kind)
    return [item if type(item) is kind else kind() for item in items]


def _columns(
    fields: Iterable[Field],
    tables: Sequence[dict[str, Any]],
    rows: Sequence[int],
    wrong: set[int],
    prefix: str = "",
    beside: Collection[str] = (),
) -> Packed:
    """Read some fields of many tables, adding the rows in which one is wrong."""
    known = frozenset(beside).union(field.key for field in fields)
    _sort_out(tables, known.issuperset, rows, wrong)
    columns = {}
    for field in fields:
        values = list(map(dict.get, tables, repeat(field.key)))
        if field.required:
            _sort_out(values, bool, rows, wrong)
        try:
            columns[prefix + field.name] = _column(field.type, values)
        except (BadValue, TypeError):
            _sort_out(values, partial(_is_right, field.type), rows, wrong)
    return columns


def _sort_out(
    items: Sequence[Any], is_right: Callable[[Any], bool], rows: Sequence[int], wrong: set[int]
) -> None:
    if not all(map(is_right, items)):
        wrong.update(row for row, item in zip(rows, items, strict=True) if not is_right(item))


def _column(kind: ValueType, values: Sequence[Any]) -> list[Any]:
    """Read the values of one key; None is what is not there.

    Raises:
        BadValue: one of them is wrong.
        TypeError: likewise, in a key of texts or dates.
    """
    if kind.text:
        return list(map(known(kind.text).__getitem__, values))
    read = kind.read
    if kind is TEXT:  # the same text once, however often it stands in the files
        texts = {value: None if value is None else read(value) for value in set(values)}
        return list(map(texts.__getitem__, values))
    nothing = () if kind is TEXTS else None
    return [nothing if value is None else read(value) for value in values]


def _is_right(kind: ValueType, value: object) -> bool:
    try:
        return value is None or kind.read(value) is not None
    except BadValue:
        return False
