"""Reading a workbook of Excel.

The values come from calamine. It drops what these lines find in the parts themselves: errors,
formulas that have no value, how a date is shown, and how far a sheet reaches, for which it would
make room without limit.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from zqtrack.exchange.archive import Archive, scan
from zqtrack.exchange.grid import Grid, Value, as_shown
from zqtrack.exchange.values import Marks, grids_of

#: The part by which a workbook of Excel is known.
WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STYLES = "xl/styles.xml"
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
# Formats with a number instead of a code: "mmm-yy", and in Chinese 2023年9月 (ECMA-376, 18.8.30).
_MONTH_FORMATS = frozenset({17, 57})
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


def read_xlsx(archive: Archive, source: bytes) -> Iterator[Grid]:
    """Read every sheet of a workbook.

    Raises:
        BadWorkbook: it is damaged, or a sheet of it would fill the memory.
    """
    sheets, from_1904 = _sheets(archive)
    shown = _date_styles(archive)
    marks = {name: _marks(archive.read(part), shown) for name, part in sheets.items()}
    return grids_of(source, marks, _as_shown, from_1904=from_1904)


def is_month(code: str) -> bool | None:
    """Tell whether the code of a number format shows a date by its month, or only by its year.

    Returns:
        True for a month, False for a year, None for all else.
    """
    shown = _NOT_SHOWN.sub("", code.partition(";")[0]).lower()
    if "y" not in shown or set(shown) & set("dhs0#?"):
        return None
    return "m" in shown


def _sheets(archive: Archive) -> tuple[Mapping[str, str], bool]:
    """Give the part of each worksheet by its name, and whether days count from 1904."""
    parts: dict[str, str] = {}
    targets: dict[str, str] = {}
    from_1904 = False

    def relation(name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            target = attributes.get("Target", "")
            targets[attributes.get("Id", "")] = posixpath.normpath(
                posixpath.join("/xl", target)
            ).lstrip("/")

    def sheet(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal from_1904
        if name == "workbookPr":
            from_1904 = attributes.get("date1904") in ("1", "true")
        elif name == "sheet" and attributes.get("id") in targets:
            parts[attributes.get("name", "")] = targets[attributes["id"]]

    scan(archive.read(_RELATIONS), relation)
    scan(archive.read(WORKBOOK), sheet)
    return parts, from_1904


def _date_styles(archive: Archive) -> Mapping[str, bool]:
    """Give the styles, by their number, that show a date without its day: see ``is_month``."""
    if _STYLES not in archive.names:
        return {}
    codes: dict[str, str] = {}
    formats: list[str] = []
    within: list[str] = []

    def start(name: str, attributes: Mapping[str, str]) -> None:
        within.append(name)
        if name == "numFmt" and "numFmts" in within:
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "xf" and "cellXfs" in within:
            formats.append(attributes.get("numFmtId", ""))

    def end(_name: str) -> None:
        within.pop()

    scan(archive.read(_STYLES), start, end)
    months = {str(number): True for number in _MONTH_FORMATS}
    known = months | {
        number: month for number, code in codes.items() if (month := is_month(code)) is not None
    }
    return {str(at): known[number] for at, number in enumerate(formats) if number in known}


class _Sheet:
    """Goes through the cells of a sheet: an object, for a function keeps no state so quickly."""

    def __init__(self, shown: Mapping[str, bool]) -> None:
        self.marks = Marks[bool]()
        self._shown = shown
        self._row = -1
        self._column = -1
        self._type = ""
        self._formula = False
        self._text: list[str] | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
            self._start_cell(attributes)
        elif name in ("v", "is"):
            self._text = []
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._row = int(attributes.get("r", self._row + 2)) - 1
            self._column = -1
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        self._column += 1
        if place := _CELL.fullmatch(attributes.get("r", "")):
            self._column, self._row = _column(place[1]), int(place[2]) - 1
        self._type = attributes.get("t", "")
        self._formula, self._text = False, None
        if (style := attributes.get("s", "")) in self._shown:
            self.marks.dates[self._row, self._column] = self._shown[style]

    def end(self, name: str) -> None:
        if name != "c":
            return
        if self._text is not None or self._formula:
            self.marks.reach(self._row + 1, self._column + 1)
        if self._type == "e" or (self._formula and not self._text and self._type != "str"):
            self.marks.broken[self._row, self._column] = "".join(self._text or ())

    def text(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _merge(self, reference: str) -> None:
        first, _colon, last = reference.partition(":")
        corners = [_CELL.fullmatch(corner) for corner in (first, last or first)]
        (top, left), (bottom, right) = (
            (int(corner[2]) - 1, _column(corner[1])) for corner in corners if corner
        )
        self.marks.merged.append((top, left, bottom, right))


def _marks(source: bytes, shown: Mapping[str, bool]) -> Marks[bool]:
    sheet = _Sheet(shown)
    scan(source, sheet.start, sheet.end, sheet.text)
    return sheet.marks


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _as_shown(value: Value, month: bool) -> Value:
    if isinstance(value, datetime):
        value = value.date()
    return as_shown(value, month=month) if isinstance(value, date) else value
