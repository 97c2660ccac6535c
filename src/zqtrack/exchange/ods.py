"""Reading a workbook of OpenDocument.

The values come from calamine; what it drops, and how far a sheet reaches, is found here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from zqtrack.core.period import Period
from zqtrack.errors import BadValue
from zqtrack.exchange.archive import Archive, encrypted, scan
from zqtrack.exchange.dates import read_date
from zqtrack.exchange.grid import Broken, Grid, Merged, Value, check_size, put
from zqtrack.exchange.values import values_of

#: What the part ``mimetype`` begins with.
MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
# Far beyond any sheet; a larger number would only make room for nothing.
_FAR = 2**24


@dataclass(slots=True)
class _Marks:
    """What one sheet holds beside its values.

    Attributes:
        rows: how many rows there are down to the last that holds anything.
        columns: how many columns there are up to the last that does.
        broken: the cells without a value, and what each shows.
        dates: the cells that hold a date, and what each shows.
        merged: the cells that are one.
    """

    rows: int = 0
    columns: int = 0
    broken: dict[tuple[int, int], str] = field(default_factory=dict)
    dates: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[Merged] = field(default_factory=list)


def read_ods(archive: Archive, source: bytes) -> Iterator[Grid]:
    """Read every sheet of a workbook.

    Raises:
        BadWorkbook: it is damaged or protected, or a sheet of it would fill the memory.
    """
    _refuse_encrypted(archive)
    content = _Content()
    scan(archive.read(_CONTENT), content.start, content.end, content.text)
    for name, marks in content.sheets.items():
        check_size(name, marks.rows, marks.columns)
    for name, rows, hidden in values_of(source):
        marks = content.sheets.get(name, _Marks())
        _put(rows, marks)
        yield Grid(name, rows, tuple(marks.merged), hidden, content.from_1904)


def _refuse_encrypted(archive: Archive) -> None:
    def start(name: str, _attributes: Mapping[str, str]) -> None:
        if name == "encryption-data":
            raise encrypted()

    if _MANIFEST in archive.names:
        scan(archive.read(_MANIFEST), start)


class _Content:
    """Goes through the part that holds all sheets."""

    def __init__(self) -> None:
        self.sheets: dict[str, _Marks] = {}
        self.from_1904 = False
        self._marks = _Marks()
        self._row = self._column = 0
        self._rows = self._columns = 1
        self._cell: Mapping[str, str] = {}
        self._paragraphs: list[str] = []
        self._depth = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "null-date":
            self.from_1904 = attributes.get("date-value", "").startswith("1904")
        elif name == "table":
            self._marks = self.sheets.setdefault(attributes.get("name", ""), _Marks())
            self._row = 0
        elif name == "table-row":
            self._rows = _repeated(attributes, "number-rows-repeated")
            self._column = 0
        elif name in ("table-cell", "covered-table-cell"):
            self._cell, self._paragraphs = attributes, []
            self._columns = _repeated(attributes, "number-columns-repeated")
        elif name == "p":
            self._paragraphs.append("")
        elif name == "annotation":  # a comment is not what the cell shows
            self._depth += 1

    def end(self, name: str) -> None:
        if name == "table-row":
            self._row += self._rows
        elif name in ("table-cell", "covered-table-cell"):
            self._end_cell("\n".join(self._paragraphs), self._cell)
            self._column += self._columns
        elif name == "annotation":
            self._depth -= 1
            self._paragraphs = []

    def text(self, text: str) -> None:
        if self._paragraphs and not self._depth:
            self._paragraphs[-1] += text

    def _end_cell(self, shown: str, cell: Mapping[str, str]) -> None:
        marks, place = self._marks, (self._row, self._column)
        kind = cell.get("value-type")
        if kind or shown:
            marks.rows = max(marks.rows, self._row + self._rows)
            marks.columns = max(marks.columns, self._column + self._columns)
        if kind == "error" or ("formula" in cell and (not kind or _is_error(kind, shown))):
            marks.broken[place] = shown
        elif kind == "date":
            marks.dates[place] = shown
        down, across = (
            _repeated(cell, key) for key in ("number-rows-spanned", "number-columns-spanned")
        )
        if down * across > 1:
            self._marks.merged.append(
                (self._row, self._column, self._row + down - 1, self._column + across - 1)
            )


def _repeated(attributes: Mapping[str, str], key: str) -> int:
    return min(max(int(attributes.get(key, 1)), 1), _FAR)


def _is_error(kind: str, shown: str) -> bool:
    return kind == "string" and shown.startswith(("#", "Err:"))


def _put(rows: list[list[Value]], marks: _Marks) -> None:
    """Put what the marks tell among the values."""
    for (row, column), shown in marks.dates.items():
        rows[row][column] = _as_shown(rows[row][column], shown)
    for (row, column), text in marks.broken.items():
        put(rows, row, column, Broken(text))


def _as_shown(value: Value, shown: str) -> Value:
    """Give a date as its cell shows it, where that is a month or a year which begins with it."""
    if isinstance(value, datetime) or not isinstance(value, date):
        return value
    try:
        period = read_date(shown)
    except BadValue:
        return value
    is_coarse = isinstance(period, Period) and not period.exact and period.first == value
    return period if is_coarse and isinstance(period, Period) else value
