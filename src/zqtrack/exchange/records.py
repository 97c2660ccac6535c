"""The rows of a table in a workbook, read into what an import takes."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any
from unicodedata import normalize

from zqtrack.core.chinese import WORDS, in_english
from zqtrack.core.fields import (
    FLAG,
    MONEY,
    NUMBER,
    PERIOD,
    TEXTS,
    ValueType,
    fields_of,
)
from zqtrack.core.intake import Part, Placed, Row, Skipped, Table, Unread
from zqtrack.core.naming import parse_id
from zqtrack.core.project import KIND, MOMENT, STAGE, Note, Problem, Replanned
from zqtrack.errors import BadValue, ZqtrackError, quoted
from zqtrack.exchange.amounts import read_land, read_money
from zqtrack.exchange.cells import split_texts
from zqtrack.exchange.dates import BLANKS, read_date, read_moment
from zqtrack.exchange.grid import Broken, Grid, Value, cell_name, column_name
from zqtrack.exchange.header import Column, Header, Mapped, find_header, key_of
from zqtrack.exchange.headings import NOTES, PROBLEMS, PROJECTS, REMARKS, REPLANNED, Heading, Sheet
from zqtrack.language import _

_TOTAL = re.compile(
    r"(合计|总计|小计|共计|累计|总和|(?:sub|grand)?total|sum)(?:[:(].*|[0-9]+[个项宗家]?(?:项目)?)?"
)
_SECTION = re.compile(r"[一二三四五六七八九十]+、.*|\([一二三四五六七八九十]+\).*")
_REMARK = re.compile(r"(注|备注|说明|填表|制表|审核|填报|note|source)[^:]{0,8}:.*")
_TRUE = frozenset(("yes", "y", "true", "1", "是", "有", "√", "✓", "✔", "☑", "属于"))
_FALSE = frozenset(("no", "n", "false", "0", "否", "没有", "×", "✗", "✘", "x", "不是", "不属于"))
# What has to be said: even "-" is a name then.
_REQUIRED = frozenset(("name", "title", "text"))
# A cell breaks them into lines because it is narrow.
_IN_ONE_LINE = frozenset(("name", "company"))
_KINDS = {"新建": "new", "新设": "new", "增资": "expansion", "改造升级": "upgrade"}


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
    parts = [] if wanted else [each for each in _part_sheets(sheets) if each.grid is not grid]
    read_too = tuple(part.grid.name for part in parts)
    return Table(
        sheet=grid.name,
        heading=(header.top + 1, header.bottom + 1),
        columns=_columns(header),
        rows=_with_parts(rows, parts),
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
        if all(_is_blank(value) for value in grid.rows[at]):
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
        return _cell(self._grid, self.first.get((row, column), row), column)


def _no_project(grid: Grid, header: Header, at: int, values: Sequence[Value]) -> str | None:
    """Say what a row is that holds no project; None where it holds one."""
    by_field = {
        column.heading.field: value for column, value in zip(header.columns, values, strict=True)
    }
    if not _is_blank(by_field.get("id")):
        return None
    texts = [value for value in grid.rows[at] if not _is_blank(value)]
    name = _plain(by_field.get("name"))
    if _is_total(name) or (not name and any(_is_total(_plain(text)) for text in texts[:2])):
        return _("a total")
    if _repeats(header, values):
        return _("the heading again")
    if len(texts) == 1:
        text = _plain(texts[0])
        if _SECTION.fullmatch(text) or _is_wide(grid, at):
            return _("a heading within the table")
        if _REMARK.fullmatch(text):
            return _("a remark")
    if all(_is_blank(value) for value in values):
        return _("nothing in a column that is read")
    return None


def _is_total(text: str) -> bool:
    return bool(_TOTAL.fullmatch(text.replace(" ", "")))


def _repeats(header: Header, values: Sequence[Value]) -> bool:
    """Whether the cells of a row are those of the heading, as at the top of a printed page."""
    cells = [
        (column.label, value)
        for column, value in zip(header.columns, values, strict=True)
        if not _is_blank(value)
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


def _cell(grid: Grid, row: int, column: int) -> Value:
    values = grid.rows[row]
    return values[column] if column < len(values) else None


def _row(grid: Grid, header: Header, at: int, values: Sequence[Value], spread: _Spread) -> Row:
    read: dict[str, Any] = {}
    cells: dict[str, str] = {}
    unread: list[Unread] = []
    for column, value in zip(header.columns, values, strict=True):
        field = column.heading.field
        try:
            if (at, column.at) in spread.first and column.heading.type in (MONEY, NUMBER):
                raise _shared(spread.first[at, column.at], column)
            known = _read(column, value, grid.from_1904)
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


# --- cells --------------------------------------------------------------------------------------


def _read(column: Column, value: Value, from_1904: bool) -> Any:
    """Read a cell as what its column holds; None where it says nothing.

    Raises:
        BadValue: it cannot be read so.
    """
    heading, kind = column.heading, column.heading.type
    if isinstance(value, Broken):
        raise _broken(value)
    if heading.field == "id":
        return None if _is_blank(value) else parse_id(_text(value).lower())
    if kind is MOMENT:
        return read_moment(value, _words(heading.field), from_1904=from_1904)
    if kind is PERIOD:
        return read_date(value, from_1904=from_1904)
    if kind is MONEY:
        return read_money(value, column.unit)
    if kind is NUMBER:
        return read_land(value, column.unit)
    return _word(kind, heading, value)


def _word(kind: ValueType, heading: Heading, value: Value) -> Any:
    """Read a text, a list of texts, a choice, or yes and no."""
    if kind is FLAG:
        return _flag(value)
    if _is_blank(value) or (heading.field not in _REQUIRED and _plain(value) in BLANKS):
        return None
    text = _text(value)
    if heading.field in _IN_ONE_LINE:
        return " ".join(text.split())
    if kind is TEXTS:
        return split_texts(text)
    if kind in (KIND, STAGE):
        plain = _plain(text).removesuffix("项目")
        return kind.parse(_KINDS.get(plain, plain))
    return text


def _flag(value: Value) -> bool | None:
    if isinstance(value, bool):
        return value
    plain = _plain(value)
    if plain in BLANKS:
        return None
    word = in_english(plain, ("true", "false"))
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    message = _("{text} is neither yes nor no").format(text=quoted(_text(value)))
    raise BadValue(message, _("write yes or no, 是 or 否, √ or ×"))


def _broken(value: Broken) -> BadValue:
    if value.text:
        message = _("the cell holds the error {error}").format(error=quoted(value.text))
        return BadValue(message, _("correct its formula, or type the value"))
    return BadValue(
        _("the cell holds a formula that was not calculated"),
        _("open the workbook in your spreadsheet, and save it"),
    )


@cache
def _words(field: str) -> frozenset[str]:
    """Give what a stage is called in cells such as 已签约."""
    stage = field.removeprefix("actual.")
    heading = next(each for each in PROJECTS.headings if each.field == field)
    short = (name for name in heading.names if not re.search("时间|日期|年月|月份|实际|已", name))
    return frozenset((stage, *WORDS.get(stage, ()), *short))


def _text(value: Value) -> str:
    """Write a cell as its sheet shows it, more or less; a text without the blanks at its ends."""
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value).strip()


def _plain(value: Value) -> str:
    shown = value.text if isinstance(value, Broken) else _text(value)
    return " ".join(normalize("NFKC", shown).split()).casefold()


def _is_blank(value: Value) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _first_text(values: Sequence[Value]) -> str:
    return next(_text(value) for value in values if not _is_blank(value))


# --- further sheets -----------------------------------------------------------------------------

_PARTS: Mapping[Sheet, type[Part]] = {PROBLEMS: Problem, REPLANNED: Replanned, NOTES: Note}
# What an export writes stands in the first row; somebody may have put a title above it.
_FIRST_ROWS = 5


@dataclass(frozen=True, slots=True)
class _PartSheet:
    """A sheet with the problems, later promises or notes of projects."""

    grid: Grid
    kind: type[Part]
    top: int
    columns: tuple[Column, ...]


def _part_sheets(sheets: Sequence[Grid]) -> list[_PartSheet]:
    """Find the sheets of problems, promises and notes, as an export writes them."""
    found = (_part_sheet(grid, sheet) for grid in sheets for sheet in _PARTS)
    return [each for each in found if each]


def _part_sheet(grid: Grid, sheet: Sheet) -> _PartSheet | None:
    """Find where the columns of such a sheet are; None where it is not one."""
    if key_of(grid.name) not in map(key_of, (sheet.title, *sheet.names)):
        return None
    for top, row in enumerate(grid.rows[:_FIRST_ROWS]):
        columns = tuple(
            Column(at, _text(value), heading)
            for at, value in enumerate(row)
            if (heading := _heading_of(sheet, value))
        )
        required = {field.key for field in fields_of(_PARTS[sheet]) if field.required}
        if {"id", *required} <= {column.heading.field for column in columns}:
            return _PartSheet(grid, _PARTS[sheet], top, columns)
    return None


def _heading_of(sheet: Sheet, value: Value) -> Heading | None:
    key = key_of(_text(value))
    for heading in sheet.headings:
        if key in map(key_of, (heading.title, heading.field, *heading.names)):
            return heading
    return None


def _with_parts(rows: tuple[Row, ...], sheets: Sequence[_PartSheet]) -> tuple[Row, ...]:
    """Give each row what further sheets hold of its project; and rows of their own to the rest."""
    parts: dict[str, list[Part]] = {}
    unread: dict[str, list[Unread]] = {}
    places: dict[str, tuple[str, int]] = {}
    for sheet in sheets:
        for at in range(sheet.top + 1, len(sheet.grid.rows)):
            if all(_is_blank(value) for value in sheet.grid.rows[at]):
                continue
            id_, part, wrong = _part(sheet, at)
            places.setdefault(id_, (sheet.grid.name, at + 1))
            unread.setdefault(id_, []).extend(wrong)
            parts.setdefault(id_, []).extend([part] if part else [])
    known = [
        replace(
            row,
            parts=tuple(parts.pop(id_, ())),
            unread=(*row.unread, *unread.pop(id_, ())),
        )
        if (id_ := row.values.get("id", "")) in places and id_ in parts
        else row
        for row in rows
    ]
    further = (
        Row(places[id_][1], {"id": id_}, {}, tuple(unread[id_]), tuple(own), places[id_][0])
        for id_, own in parts.items()
    )
    return (*known, *further)


def _part(sheet: _PartSheet, at: int) -> tuple[str, Part | None, list[Unread]]:
    """Read a row: the id of its project, what it holds, and what cannot be read in it."""
    values: dict[str, Any] = {}
    unread: list[Unread] = []
    for column in sheet.columns:
        name = f"{sheet.grid.name}!{cell_name(at, column.at)}"
        try:
            value = _read(column, _cell(sheet.grid, at, column.at), sheet.grid.from_1904)
        except BadValue as error:
            unread.append(Unread(name, column.label, str(error), error.hint))
        else:
            values[column.heading.field] = value
    own = fields_of(sheet.kind)
    for field in own:
        if field.required and values.get(field.key) is None and not unread:
            place = f"{sheet.grid.name}!{at + 1}"
            unread.append(Unread(place, "", _("`{key}` is missing").format(key=_(field.key))))
    make: Callable[..., Part] = sheet.kind
    part = None if unread else make(**{field.name: values.get(field.key) for field in own})
    return values.get("id") or "", part, unread
