"""What further sheets of a workbook hold of its projects: problems, later promises, notes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zqtrack.core.fields import fields_of
from zqtrack.core.intake import Part, Row, Unread
from zqtrack.core.project import Note, Problem, Replanned
from zqtrack.core.record import replace
from zqtrack.errors import BadValue
from zqtrack.exchange.grid import Grid, Value, cell_name
from zqtrack.exchange.header import Column, key_of
from zqtrack.exchange.headings import NOTES, PROBLEMS, REPLANNED, Heading, Sheet
from zqtrack.exchange.plain import is_blank, text_of
from zqtrack.exchange.typed import read_cell
from zqtrack.language import _

_KINDS: Mapping[Sheet, type[Part]] = {PROBLEMS: Problem, REPLANNED: Replanned, NOTES: Note}
# What an export writes stands in the first row; somebody may have put a title above it.
_FIRST_ROWS = 5


@dataclass(frozen=True, slots=True)
class PartSheet:
    """A sheet with the problems, later promises or notes of projects.

    Attributes:
        grid: the sheet.
        kind: what each of its rows holds.
        top: the row of its heading, from 0.
        columns: its columns.
    """

    grid: Grid
    kind: type[Part]
    top: int
    columns: tuple[Column, ...]


def part_sheets(sheets: Sequence[Grid]) -> list[PartSheet]:
    """Find the sheets of problems, promises and notes, as an export writes them."""
    found = (_part_sheet(grid, sheet) for grid in sheets for sheet in _KINDS)
    return [each for each in found if each]


def with_parts(rows: Sequence[Row], sheets: Sequence[PartSheet]) -> tuple[Row, ...]:
    """Give each row what further sheets hold of its project; and rows of their own to the rest."""
    told: dict[str | None, list[Row]] = {}
    for sheet in sheets:
        for row in _rows(sheet):
            told.setdefault(row.values["id"], []).append(row)
    # A row without an id has None: it is not what a part tells of that has an empty one.
    known = [_joined(row, told.pop(row.values.get("id"), ())) for row in rows]
    return (*known, *(_joined(first, more) for first, *more in told.values()))


def _joined(row: Row, further: Sequence[Row]) -> Row:
    return replace(
        row,
        parts=(*row.parts, *(part for each in further for part in each.parts)),
        unread=(*row.unread, *(cell for each in further for cell in each.unread)),
    )


def _part_sheet(grid: Grid, sheet: Sheet) -> PartSheet | None:
    """Find where the columns of such a sheet are; None where it is not one."""
    if key_of(grid.name) not in map(key_of, (sheet.title, *sheet.names)):
        return None
    kind = _KINDS[sheet]
    required = {"id", *(field.key for field in fields_of(kind) if field.required)}
    for top, row in enumerate(grid.rows[:_FIRST_ROWS]):
        columns = tuple(
            Column(at, text_of(value), heading)
            for at, value in enumerate(row)
            if (heading := _heading_of(sheet, value))
        )
        if required <= {column.heading.field for column in columns}:
            return PartSheet(grid, kind, top, columns)
    return None


def _heading_of(sheet: Sheet, value: Value) -> Heading | None:
    key = key_of(text_of(value))
    for heading in sheet.headings:
        if key in map(key_of, (heading.title, heading.field, *heading.names)):
            return heading
    return None


def _rows(sheet: PartSheet) -> Iterator[Row]:
    """Give a row for each part: the id of its project, and what cannot be read of it."""
    grid = sheet.grid
    for at in range(sheet.top + 1, len(grid.rows)):
        if all(is_blank(value) for value in grid.rows[at]):
            continue
        values, unread = _read(sheet, at)
        parts = () if unread else (_made(sheet.kind, values),)
        id_ = values.get("id") or ""
        yield Row(at + 1, {"id": id_}, {}, tuple(unread), parts, grid.name)


def _read(sheet: PartSheet, at: int) -> tuple[dict[str, Any], list[Unread]]:
    """Give what the cells of a row hold, by field, and those that cannot be read or are empty."""
    grid = sheet.grid
    values: dict[str, Any] = {}
    unread: list[Unread] = []
    for column in sheet.columns:
        try:
            value = read_cell(column, grid.value(at, column.at), grid.from_1904)
        except BadValue as error:
            name = f"{grid.name}!{cell_name(at, column.at)}"
            unread.append(Unread(name, column.label, str(error), error.hint))
        else:
            values[column.heading.field] = value
    for field in fields_of(sheet.kind):
        if field.required and values.get(field.key) is None and not unread:
            reason = _("`{key}` is missing").format(key=_(field.key))
            unread.append(Unread(f"{grid.name}!{at + 1}", "", reason))
    return values, unread


def _made(kind: Callable[..., Part], values: Mapping[str, Any]) -> Part:
    return kind(**{field.name: values.get(field.key) for field in fields_of(kind)})
