"""The rows of a table in a workbook, read into what an import takes."""

import re
from collections.abc import Sequence
from typing import Any

from zqtrack.core.fields import MONEY, NUMBER
from zqtrack.core.intake import Placed, Row, Skipped, Table, Unread
from zqtrack.errors import BadValue, ZqtrackError, quoted
from zqtrack.exchange.grid import Grid, Value, cell_name, column_name
from zqtrack.exchange.header import Column, Header, Mapped, find_header, key_of
from zqtrack.exchange.headings import REMARKS
from zqtrack.exchange.parts import part_sheets, with_parts
from zqtrack.exchange.plain import is_blank, plain, text_of
from zqtrack.exchange.typed import read_cell
from zqtrack.language import _

_TOTAL = re.compile(
    r"(合计|总计|小计|共计|累计|总和|(?:sub|grand)?total|sum)(?:[:(].*|[0-9]+[个项宗家]?(?:项目)?)?"
)
_SECTION = re.compile(r"[一二三四五六七八九十]+、.*|\([一二三四五六七八九十]+\).*")
_REMARK = re.compile(r"(注|备注|说明|填表|制表|审核|填报|note|source)[^:]{0,8}:.*")


def read_table(sheets: Sequence[Grid], mapped: Mapped, wanted: str | None = None) -> Table:
    """Read the table of projects of a workbook.

    Args:
        sheets: its sheets.
        mapped: the fields of columns that their names do not tell.
        wanted: the name of the sheet; None for the one that has most columns of a project.

    Raises:
        ZqtrackError: there is no such sheet, or no table of projects.
    """
    found = [(grid, find_header(grid, mapped)) for grid in sheets]
    grid, header = _best(found, wanted)
    rows, skipped = _rows(grid, header)
    parts = [] if wanted else [each for each in part_sheets(sheets) if each.grid is not grid]
    read_too = tuple(part.grid.name for part in parts)
    return Table(
        sheet=grid.name,
        heading=(header.top + 1, header.bottom + 1),
        columns=_columns(header),
        rows=with_parts(rows, parts),
        skipped=skipped,
        read_too=read_too,
        others=tuple(
            (other.name, _why_not(other, its))
            for other, its in found
            if other is not grid and other.name not in read_too
        ),
        mapped=header.mapped,
    )


def _columns(header: Header) -> tuple[Placed, ...]:
    read = {
        each.at: Placed(column_name(each.at), each.label, each.heading.field, _unit(each))
        for each in header.columns
    }
    left_out = {
        each.at: Placed(column_name(each.at), each.label, None, each.reason)
        for each in header.unplaced
    }
    columns = read | left_out
    return tuple(columns[at] for at in sorted(columns))


def _unit(column: Column) -> str:
    if column.heading.type in (MONEY, NUMBER):
        return column.unit_text or (_("yuan") if column.heading.type is MONEY else _("mu"))
    return ""


def _best(found: Sequence[tuple[Grid, Header | None]], wanted: str | None) -> tuple[Grid, Header]:
    if wanted is not None:
        named = [each for each in found if key_of(each[0].name) == key_of(wanted)]
        if not named:
            names = _(", ").join(quoted(grid.name) for grid, _header in found)
            raise ZqtrackError(
                _("there is no sheet {name}").format(name=quoted(wanted)),
                _("sheets: {names}").format(names=names),
            )
        found = named
    tables = [(g, h) for g, h in found if h and (wanted is not None or not g.hidden)]
    if not tables:
        raise ZqtrackError(
            _("no row of {sheets} names a column for the names of projects").format(
                sheets=_(", ").join(quoted(grid.name) for grid, _header in found)
            ),
            _('say which column it is: --map "COLUMN=name"'),
        )
    return max(tables, key=lambda each: len(each[1].columns))


def _why_not(grid: Grid, header: Header | None) -> str:
    if not any(any(cell is not None for cell in row) for row in grid.rows):
        return _("it is empty")
    if header is None:
        return _("it has no table of projects")
    if grid.hidden:
        return _("it is hidden; --sheet reads it")
    return _("another has more columns; --sheet reads it")


# --- rows ---------------------------------------------------------------------------------------


def _rows(grid: Grid, header: Header) -> tuple[tuple[Row, ...], tuple[Skipped, ...]]:
    rows, skipped = [], []
    spread = _Spread(grid, header)
    for at in range(header.bottom + 1, len(grid.rows)):
        if all(is_blank(value) for value in grid.rows[at]):
            continue
        values = [spread.value(at, column.at) for column in header.columns]
        if reason := _no_project(grid, header, at, values):
            skipped.append(Skipped(str(at + 1), _first_text(grid.rows[at]), reason))
        else:
            rows.append(_row(grid, header, at, values, spread))
    return tuple(rows), tuple(skipped)


class _Spread:
    """What the cells of a table hold, where several below one another may be one."""

    def __init__(self, grid: Grid, header: Header) -> None:
        self._grid = grid
        #: The first row of the cells that are one, by row and column.
        self.first = {
            (row, left): top
            for top, left, bottom, right in grid.merged
            if top > header.bottom and left == right and bottom > top
            for row in range(top, bottom + 1)
        }

    def value(self, row: int, column: int) -> Value:
        return self._grid.value(self.first.get((row, column), row), column)


def _no_project(grid: Grid, header: Header, at: int, values: Sequence[Value]) -> str | None:
    """Say what a row is that holds no project; None where it holds one."""
    by_field = {
        column.heading.field: value for column, value in zip(header.columns, values, strict=True)
    }
    if not is_blank(by_field.get("id")):
        return None
    texts = [value for value in grid.rows[at] if not is_blank(value)]
    name = plain(by_field.get("name"))
    if _is_total(name) or (not name and any(_is_total(plain(text)) for text in texts[:2])):
        return _("a total")
    if _repeats(header, values):
        return _("the heading again")
    if len(texts) == 1:
        text = plain(texts[0])
        if _SECTION.fullmatch(text) or _is_wide(grid, at):
            return _("a heading within the table")
        if _REMARK.fullmatch(text):
            return _("a remark")
    if all(is_blank(value) for value in values):
        return _("nothing in a column that is read")
    return None


def _is_total(text: str) -> bool:
    return bool(_TOTAL.fullmatch(text.replace(" ", "")))


def _repeats(header: Header, values: Sequence[Value]) -> bool:
    """Whether the cells of a row are those of the heading, as at the top of a printed page."""
    cells = [
        (column.label, value)
        for column, value in zip(header.columns, values, strict=True)
        if not is_blank(value)
    ]
    return bool(cells) and all(
        isinstance(value, str) and (key := key_of(value)) and key in key_of(label)
        for label, value in cells
    )


def _is_wide(grid: Grid, at: int) -> bool:
    """Whether the first cell of a row is one with most of the others in it."""
    return any(
        top <= at <= bottom and right - left >= len(grid.rows[at]) // 2
        for top, left, bottom, right in grid.merged
    )


def _row(grid: Grid, header: Header, at: int, values: Sequence[Value], spread: _Spread) -> Row:
    read: dict[str, Any] = {}
    cells: dict[str, str] = {}
    unread: list[Unread] = []
    for column, value in zip(header.columns, values, strict=True):
        field = column.heading.field
        try:
            if (at, column.at) in spread.first and column.heading.type in (MONEY, NUMBER):
                raise _shared(spread.first[at, column.at], column)
            known = read_cell(column, value, grid.from_1904)
        except BadValue as error:
            name = cell_name(at, column.at)
            unread.append(Unread(name, column.label, str(error), error.hint))
            continue
        if known is None or known == ():
            continue
        cells[field] = cell_name(at, column.at)
        read[field] = (*read.get(field, ()), known) if column.heading in REMARKS else known
    return Row(at + 1, read, cells, tuple(unread))


def _shared(first: int, column: Column) -> BadValue:
    cell = cell_name(first, column.at)
    return BadValue(
        _("one cell from {cell} on is for several rows").format(cell=cell),
        _("split it, and give each project its own amount"),
    )


def _first_text(values: Sequence[Value]) -> str:
    return next(text_of(value) for value in values if not is_blank(value))
