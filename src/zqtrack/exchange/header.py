"""Finding where a table begins in a sheet, and what its columns hold."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import TypeAlias
from unicodedata import normalize

from zqtrack.core.chinese import field_called, names_of
from zqtrack.core.fields import MONEY, NUMBER
from zqtrack.core.mapping import IGNORED
from zqtrack.errors import quoted
from zqtrack.exchange.amounts import land_unit, money_unit
from zqtrack.exchange.grid import Grid, Value
from zqtrack.exchange.headings import PROJECTS, REMARKS, Heading
from zqtrack.language import _

#: Fields by which the column is called that a user said belongs to them.
Mapped: TypeAlias = Mapping[str, str]

# What a user calls a column, and its field, by how names are compared.
_Known: TypeAlias = Mapping[str, tuple[str, str]]

# A title, a note on units and a heading of three rows come to less.
_LOOKED_AT = 40
_TALLEST = 3
# Cells merged over more than this share of the columns are a title, not a group of columns.
_MOST = 0.75

_BRACKET = re.compile(r"(?P<base>.*[^(\s])\s*[(\[【](?P<inside>[^()\[\]【】]*)[)\]】]")
_BEHIND = re.compile(r"(?P<base>.+?)[:/,、;\s]\s*(?P<inside>[^:/,、;\s]+(?: yuan)?)")
# What brackets say of how to fill in a column, not of what it holds.
_HARMLESS = re.compile(
    r"年|月|年/?月|年/?月/?日|[ymd/. -]+|必填.*|选填.*|全称|格式.*|如.*|例.*|单选|下拉.*|是/否|"
    r"y/n|打?[√✓]|required|optional|e\.g\..*|such as .*"
)
_TURNED = re.compile(r"计划|预计|拟|承诺|实际|planned|expected|actual")
_PLANNED = re.compile(
    r"(计划|预计|拟|承诺|目标|约定|预期)(完成)?(时间|日期|节点|时间节点|进度|安排)*|"
    r"(planned|plan|planning|expected|promised|targets?)( dates?| schedule| milestones?)?"
)
_BROKEN_LINE = re.compile(r"(\S)?[ \t]*[\r\n]+\s*(\S)?")
# Not 责任单位, nor 填报单位：招商局.
_UNIT_NOTE = re.compile(
    r"(?:^|[(\s])(?:(?:金额|货币|计量)?单位:(?P<unit>[^,;、()]+)|units?:(?P<english>[^,;()]+))"
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is read.

    Attributes:
        at: its number, from 0.
        label: its heading.
        heading: what it holds.
        unit: what one of its unit is in yuan or mu; 1 of all else.
        unit_text: the unit as it is written; empty where none is.
    """

    at: int
    label: str
    heading: Heading
    unit: Decimal = Decimal(1)
    unit_text: str = ""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A column that is not read.

    Attributes:
        at: its number, from 0.
        label: its heading; empty where it has none.
        reason: why, or empty where nothing is called so.
    """

    at: int
    label: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """The heading of a table.

    Attributes:
        top: its first row, from 0.
        bottom: its last row.
        columns: the columns that are read.
        unplaced: those that are not, but have a heading or values.
        mapped: what a user calls columns, as far as there are such.
    """

    top: int
    bottom: int
    columns: tuple[Column, ...]
    unplaced: tuple[Unplaced, ...]
    mapped: frozenset[str]


def find_header(grid: Grid, mapped: Mapped) -> Header | None:
    """Find the heading of the table in a sheet: the rows that name the most columns.

    Args:
        grid: the sheet.
        mapped: the fields of columns by what the columns are called, where a user has said so.

    Returns:
        The heading; None where no row names a column for a project's name or id.
    """
    known = {key_of(name): (name, field) for name, field in mapped.items()}
    best: tuple[int, int, Header] | None = None
    for bottom in range(min(len(grid.rows), _LOOKED_AT)):
        for top in range(bottom, max(bottom - _TALLEST, -1), -1):
            block = _Block(grid, top, bottom)
            placed = {at: found for at in block.labels if (found := _place(block, at, known))}
            numbers = _row_numbers(grid, block, placed)
            placed = {at: match for at, match in placed.items() if at not in numbers}
            headings = [match.heading for match in placed.values()]
            fields = {heading.field for heading in headings if not heading.derived}
            if not fields & {"name", "id"} or not _all_used(block, placed):
                continue
            score = (len(fields), bottom - top)
            if best is None or score > best[:2]:
                best = (*score, _header(grid, block, placed, numbers))
    return best[2] if best else None


@lru_cache(maxsize=4096)
def key_of(text: str) -> str:
    """Give a text as columns' names are compared: without case, blanks, dots and hyphens."""
    return re.sub(r"[\s._:*-]+", "", normalize("NFKC", text).casefold())


@dataclass(frozen=True, slots=True)
class _Match:
    """What a column is found to hold.

    Attributes:
        heading: what it holds.
        used: how many of the rows of its heading say so, counted from the last.
        unit: what its heading says of the unit, if anything.
        mapped: what the user calls it, where he has said what it holds.
    """

    heading: Heading
    used: int
    unit: str | None = None
    mapped: str = ""


class _Block:
    """Some rows that may be a heading, with what stands over each column in them."""

    def __init__(self, grid: Grid, top: int, bottom: int) -> None:
        self.top, self.bottom = top, bottom
        merged = {
            (row, column): (first_row, first)
            for first_row, first, last_row, last in grid.merged
            if first_row <= bottom and last_row >= top and not _is_title(grid, first, last)
            for row in range(max(first_row, top), min(last_row, bottom) + 1)
            for column in range(first, last + 1)
        }
        rows = [self._row(grid, row, merged) for row in range(top, bottom + 1)]
        width = max(map(len, rows), default=0)
        #: Whether each row above the last has cells that are one.
        self.groups = {row for row, _column in merged} >= set(range(top, bottom))
        #: The texts over each column from top to bottom, each once.
        self.labels: dict[int, tuple[str, ...]] = {}
        #: The rows of these texts, from 0.
        self.places: dict[int, tuple[int, ...]] = {}
        for at in range(width):
            texts = [row[at] if at < len(row) else "" for row in rows]
            if label := tuple(dict.fromkeys(filter(None, texts))):
                self.labels[at] = label
                self.places[at] = tuple(texts.index(text) for text in label)

    def _row(
        self, grid: Grid, row: int, merged: Mapping[tuple[int, int], tuple[int, int]]
    ) -> list[str]:
        texts = [_text(value) for value in grid.rows[row]]
        width = max(len(texts), *(column + 1 for at, column in merged if at == row), 0)
        texts += [""] * (width - len(texts))
        for at in range(width):
            if (row, at) in merged:
                first_row, first = merged[row, at]
                texts[at] = _text(grid.value(first_row, first))
        if row == self.bottom:
            return texts
        texts = ["" if _UNIT_NOTE.search(_compared(text)) else text for text in texts]
        return [] if _is_lone(texts) else _spread(texts, grid, row)


def _is_title(grid: Grid, first: int, last: int) -> bool:
    """Whether merged cells reach over so many columns that they speak of the whole table."""
    width = max((len(row) for row in grid.rows[:_LOOKED_AT]), default=0)
    return last - first + 1 > max(width * _MOST, 1)


def _is_lone(texts: Sequence[str]) -> bool:
    """Whether a row holds one text at its beginning: a title, or a note."""
    return sum(map(bool, texts)) == 1 and bool(texts[0])


def _spread(texts: list[str], grid: Grid, row: int) -> list[str]:
    """Let a text stand over the empty cells to its right, where the row below has texts."""
    below = grid.rows[row + 1]
    spread = list(texts) + [""] * (len(below) - len(texts))
    for at in range(1, len(spread)):
        if not spread[at] and at < len(below) and below[at] is not None:
            spread[at] = spread[at - 1]
    return spread


def _place(block: _Block, at: int, known: _Known) -> _Match | None:
    """Find what a column holds: by all that stands over it, then by less and less of it."""
    parts = block.labels[at]
    for start in range(len(parts)):
        match = _named("".join(parts[start:]), len(parts) - start, known)
        if match is None and start == 0 and len(parts) > 1:
            match = _planned(parts, known)
        if match:
            return match
    return None


def _planned(parts: Sequence[str], known: _Known) -> _Match | None:
    """Find what a column below 计划时间 or "planned" holds."""
    for at, part in enumerate(parts[:-1]):
        if _PLANNED.fullmatch(_compared(part)):
            for word in ("计划", "planned "):
                if match := _named(word + parts[-1], len(parts) - at, known):
                    return match
    return None


def _named(text: str, used: int, known: _Known) -> _Match | None:
    for base, unit in _readings(" ".join(normalize("NFKC", text).split())):
        key = key_of(base)
        if key in known:
            name, field = known[key]
            return _Match(_by_field()[field], used, unit, name)
        heading = _by_name().get(key)
        if heading and (unit is None or heading.type in (MONEY, NUMBER)):
            return _Match(heading, used, unit)
    return None


def _readings(text: str) -> Iterator[tuple[str, str | None]]:
    """Give what a heading may mean: its name, and its unit if it has one."""
    yield text, None
    for shape in (_BRACKET, _BEHIND):
        if found := shape.fullmatch(text):
            base, inside = found["base"], found["inside"].strip()
            if _HARMLESS.fullmatch(inside.casefold()):
                yield base, None
            elif _TURNED.fullmatch(inside.casefold()):
                yield f"{inside} {base}", None
            yield base, inside


def _all_used(block: _Block, placed: Mapping[int, _Match]) -> bool:
    """Whether each of the rows says something of some column, or groups columns."""
    if block.top == block.bottom:
        return True
    used = {row for at, match in placed.items() for row in block.places[at][-match.used :]}
    last = block.bottom - block.top
    return last in used and (block.groups or used >= set(range(last)))


def _row_numbers(grid: Grid, block: _Block, placed: Mapping[int, _Match]) -> frozenset[int]:
    """Find columns called 编号 or ID that only number the rows: 1, 2, 3."""
    return frozenset(
        at
        for at, match in placed.items()
        if match.heading.field == "id" and _numbers_rows(grid, block, at)
    )


def _numbers_rows(grid: Grid, block: _Block, at: int) -> bool:
    values = [grid.value(row, at) for row in range(block.bottom + 1, len(grid.rows))]
    known = [value for value in values if value is not None]
    # An id of digits is written as text, in a column that says what it is.
    may_be_text = key_of(block.labels[at][-1]) != "id"
    return bool(known) and all(
        isinstance(value, int | float) or (may_be_text and _text(value).isdecimal())
        for value in known
    )


def _header(
    grid: Grid, block: _Block, placed: Mapping[int, _Match], numbers: frozenset[int]
) -> Header:
    columns: dict[int, Column] = {}
    unplaced: dict[int, Unplaced] = {}
    note = _unit_note(grid, block.top)
    fields: dict[str, str] = {}
    # What a user says counts before what we think.
    for at in sorted(placed, key=lambda at: (not placed[at].mapped, at)):
        match, texts = placed[at], block.labels[at]
        # What an export says over the columns that follow from others would hide their names.
        label = " ".join(texts[-match.used :] if match.heading.derived else texts)
        found = _column(at, label, match, note, fields)
        if isinstance(found, Column):
            columns[at] = found
            fields.setdefault(found.heading.field, found.label)
        else:
            unplaced[at] = found
    for at in range(max((len(row) for row in grid.rows[block.top :]), default=0)):
        label = " ".join(block.labels.get(at, ()))
        if at not in placed and (label or _has_values(grid, block.bottom + 1, at)):
            unplaced[at] = Unplaced(at, label, _("it numbers the rows") if at in numbers else "")
    return Header(
        block.top,
        block.bottom,
        tuple(columns[at] for at in sorted(columns)),
        tuple(unplaced[at] for at in sorted(unplaced)),
        frozenset(match.mapped for match in placed.values() if match.mapped),
    )


def _has_values(grid: Grid, top: int, at: int) -> bool:
    return any(grid.value(row, at) is not None for row in range(top, len(grid.rows)))


def _column(
    at: int, label: str, match: _Match, note: str, fields: Mapping[str, str]
) -> Column | Unplaced:
    """Give a column with its unit: of its heading, or of the note above the table."""
    heading, text = match.heading, ""
    unit: Decimal | None = Decimal(1)
    if heading.field == IGNORED:
        return Unplaced(at, label, _("to be ignored"))
    if heading.derived:
        return Unplaced(at, label, _("follows from others"))
    if heading.field in fields and heading not in REMARKS:
        reason = _("{field} is read from {label} already")
        other = quoted(fields[heading.field])
        return Unplaced(at, label, reason.format(field=field_called(heading.field), label=other))
    if heading.type is MONEY:
        text = note if match.unit is None else match.unit
        unit = money_unit(text)
    elif heading.type is NUMBER:
        text = match.unit or ""
        unit = land_unit(text)
    if unit is None:
        return Unplaced(
            at, label, _("{unit} is no unit that can be read").format(unit=quoted(text))
        )
    return Column(at, label, heading, unit, text)


def _unit_note(grid: Grid, top: int) -> str:
    """Give what a note such as 单位：亿元 above a table says; empty where there is none."""
    for row in reversed(grid.rows[:top]):
        for value in row:
            if found := _UNIT_NOTE.search(_compared(_text(value))):
                unit = (found["unit"] or found["english"]).strip()
                if money_unit(unit) is not None:
                    return unit
    return ""


def _text(value: Value) -> str:
    """Write a cell of a heading in one line, as if it had not been broken by hand."""
    text = "" if value is None else str(value).strip()
    return _BROKEN_LINE.sub(_unbroken, text)


def _unbroken(found: re.Match[str]) -> str:
    between = " " if found[0].isascii() else ""
    return f"{found[1] or ''}{between}{found[2] or ''}"


def _compared(text: str) -> str:
    return normalize("NFKC", text).strip().casefold()


@cache
def _by_name() -> Mapping[str, Heading]:
    """Give every column of a sheet of projects by each of its names."""
    headings = sorted(PROJECTS.headings, key=lambda heading: heading.derived)
    names: dict[str, Heading] = {}
    for heading in headings:
        title = heading.title.partition(" (")[0]
        for name in (title, heading.field, *heading.names):
            names.setdefault(key_of(name), heading)
    for heading in headings:
        for name in names_of(heading.field):
            names.setdefault(key_of(name), heading)
    return names


@cache
def _by_field() -> Mapping[str, Heading]:
    ignored = Heading(IGNORED, "", (), PROJECTS.headings[0].type)
    own = (heading for heading in PROJECTS.headings if not heading.derived)
    return {heading.field: heading for heading in (*own, *REMARKS, ignored)}
