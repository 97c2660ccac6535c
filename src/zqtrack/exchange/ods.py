"""Reading a workbook of OpenDocument.

The values come from calamine; what it drops, and how far a sheet reaches, is found here.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from zqtrack.core.period import Period
from zqtrack.errors import BadValue
from zqtrack.exchange.archive import Archive, encrypted, scan
from zqtrack.exchange.dates import read_date
from zqtrack.exchange.grid import Grid, Value
from zqtrack.exchange.values import Marks, grids_of

#: What the part ``mimetype`` begins with.
MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
# Far beyond any sheet; a larger number would only make room for nothing.
_FAR = 2**24


def read_ods(archive: Archive, source: bytes) -> Iterator[Grid]:
    """Read every sheet of a workbook.

    Raises:
        BadWorkbook: it is damaged or protected, or a sheet of it would fill the memory.
    """
    _refuse_encrypted(archive)
    content = _Content()
    scan(archive.read(_CONTENT), content.start, content.end, content.text)
    return grids_of(source, content.sheets, _as_shown, from_1904=content.from_1904)


def _refuse_encrypted(archive: Archive) -> None:
    def start(name: str, _attributes: Mapping[str, str]) -> None:
        if name == "encryption-data":
            raise encrypted()

    if _MANIFEST in archive.names:
        scan(archive.read(_MANIFEST), start)


class _Content:
    """Goes through the part that holds all sheets."""

    def __init__(self) -> None:
        self.sheets: dict[str, Marks[str]] = {}
        self.from_1904 = False
        self._marks = Marks[str]()
        self._row = self._column = 0
        self._rows = self._columns = 1
        self._cell: Mapping[str, str] = {}
        self._paragraphs: list[str] = []
        self._depth = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "null-date":
            self.from_1904 = attributes.get("date-value", "").startswith("1904")
        elif name == "table":
            self._marks = self.sheets.setdefault(attributes.get("name", ""), Marks())
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
            marks.reach(self._row + self._rows, self._column + self._columns)
        if kind == "error" or ("formula" in cell and (not kind or _is_error(kind, shown))):
            marks.broken[place] = shown
        elif kind == "date":
            marks.dates[place] = shown
        down, across = (
            _repeated(cell, key) for key in ("number-rows-spanned", "number-columns-spanned")
        )
        if down * across > 1:
            row, column = place
            marks.merged.append((row, column, row + down - 1, column + across - 1))


def _repeated(attributes: Mapping[str, str], key: str) -> int:
    return min(max(int(attributes.get(key, 1)), 1), _FAR)


def _is_error(kind: str, shown: str) -> bool:
    return kind == "string" and shown.startswith(("#", "Err:"))


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
