"""Rows for other programs: JSON and CSV. Their names and types are a promise."""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any, TypeAlias, TypeVar

from zqtrack.core.columns import BY_NAME, COLUMNS, Column, View
from zqtrack.core.facts import PROMISES
from zqtrack.core.fields import PERIOD
from zqtrack.core.lights import Limits, Promise
from zqtrack.core.period import Period
from zqtrack.core.project import Stage
from zqtrack.core.rows import Rows

_Item = TypeVar("_Item")

Record = Mapping[str, Any]
# What a record holds under each of its names: a column, or names with columns of their own.
_Members: TypeAlias = Mapping[str, "Column | _Members"]

# So many rows are written at once.
_PIECE = 1000


def _first(promise: Promise | None, _day: date, _limits: Limits) -> Period | None:
    return promise.first if promise else None


# The columns by their names, and all dates before the last.
_FULL: _Members = {
    **{column.name: column for column in COLUMNS[:-1]},
    "actual": {stage.value: BY_NAME[stage.name.lower()] for stage in Stage},
    "planned": {
        stage.value: Column(stage.value, PERIOD, "", PROMISES[stage], _first) for stage in Stage
    },
    "withdrawn": COLUMNS[-1],
}


def record_of(view: View, columns: Iterable[Column] = COLUMNS) -> dict[str, Any]:
    """Give the chosen columns of a project as JSON values; unknown is None."""
    return _record(view, {column.name: column for column in columns})


def full_record_of(view: View) -> dict[str, Any]:
    """Give everything ``list --format json`` promises of a project, in its order.

    A date in ``actual`` may also be ``unknown`` or ``n/a``; ``planned`` holds the first promises.
    """
    return _record(view, _FULL)


def _record(view: View, members: _Members) -> dict[str, Any]:
    return {
        name: plain_value(member.value(view))
        if isinstance(member, Column)
        else _record(view, member)
        for name, member in members.items()
    }


def plain_value(value: Any) -> Any:
    """Turn a value into what JSON has: a date into its text, a tuple into a list."""
    if isinstance(value, Period):
        return value.text
    return list(value) if isinstance(value, tuple) else value


def json_text(value: object) -> str:
    """Write a value as JSON: UTF-8 as it is, two blanks a level, a newline at the end."""
    import json

    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def json_rows(records: Iterable[Record]) -> str:
    """Write records as a JSON array, one on a line: for a pager, ``grep`` and a diff as well."""
    from json import JSONEncoder

    rows = ",\n".join(map(JSONEncoder(ensure_ascii=False).encode, records))
    return f"[\n{rows}\n]\n" if rows else "[]\n"


def json_of(rows: Rows, columns: Sequence[Column] = ()) -> Iterator[str]:
    """Write rows as ``json_rows`` would write their records, piece by piece.

    Args:
        rows: the projects.
        columns: what to tell of them; all that ``full_record_of`` gives if there is none.
    """
    from json import JSONEncoder

    encode = JSONEncoder(ensure_ascii=False).encode
    members = {column.name: column for column in columns} or _FULL
    parts = [
        _encoded(rows, before, column, after, encode)
        for before, column, after in _around(members, "{", "}", encode)
    ]
    between = "[\n"
    for records in _in_pieces(map(", ".join, zip(*parts, strict=True))):
        yield between + ",\n".join(records)
        between = ",\n"
    yield "\n]\n" if len(rows) else "[]\n"


def _around(
    members: _Members, opening: str, closing: str, encode: Callable[[Any], str]
) -> Iterator[tuple[str, Column, str]]:
    """Give each column with what stands before its value in a record, and behind it."""
    last = len(members) - 1
    for at, (name, member) in enumerate(members.items()):
        before = f"{opening if at == 0 else ''}{encode(name)}: "
        after = closing if at == last else ""
        if isinstance(member, Column):
            yield before, member, after
        else:
            yield from _around(member, before + "{", "}" + after, encode)


def _encoded(
    rows: Rows, before: str, column: Column, after: str, encode: Callable[[Any], str]
) -> Iterator[str]:
    def text(*of: Any) -> str:
        return f"{before}{encode(plain_value(column.seen(*of)))}{after}"

    return rows.seen(column.fact, text).each()


def csv_of(rows: Rows, columns: Sequence[Column]) -> Iterator[str]:
    """Write rows as ``csv_text`` would write their records, piece by piece."""
    import csv

    cells = [_csv_cells(rows, column) for column in columns]
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    for records in _in_pieces(zip(*cells, strict=True)):
        writer.writerows(records)
        yield written.getvalue()
        written.seek(0)
        written.truncate()
    yield written.getvalue()


def _csv_cells(rows: Rows, column: Column) -> Iterator[str]:
    return rows.seen(column.fact, lambda *of: _csv_cell(plain_value(column.seen(*of)))).each()


def _in_pieces(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    items = iter(items)
    while piece := list(islice(items, _PIECE)):
        yield piece


def csv_text(names: Sequence[str], records: Iterable[Record]) -> str:
    """Write records as CSV (RFC 4180) with a head; unknown is empty, a list is joined by ``;``.

    A text that a spreadsheet would take for a formula is given a quotation mark before it.
    """
    import csv

    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([_csv_cell(record[name]) for name in names] for record in records)
    return written.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "; ".join(map(_cell, value))
    return str(value)


def _csv_cell(value: Any) -> str:
    text = _cell(value)
    # https://owasp.org/www-community/attacks/CSV_Injection; a number may well begin with a minus.
    risky = text.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{text}" if risky and isinstance(value, str) else text
