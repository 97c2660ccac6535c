"""Reading a file of separated values, as spreadsheets save it."""

import csv
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Sequence
from io import StringIO

from zqtrack.exchange.grid import BadWorkbook, Broken, Grid, Value, check_size
from zqtrack.exchange.safe import unguard
from zqtrack.language import _

_DELIMITERS = (",", ";", "\t")
# The delimiter is chosen by so many rows, and by no more characters than this.
_LOOKED_AT = 50
_LONGEST = 100_000
# Perhaps 2023.10, of which a spreadsheet kept the number: only a number is known to be doubtful.
_LOST_NOUGHT = re.compile(r"[0-9]{4}\.1")
_ERRORS = frozenset(("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"))
# How the files for programs begin that export writes beside workbooks and CSV.
_JSON = r"\ufeff?\s*(\[\s*)?\{\s*\""
_PARQUET = b"PAR1"
_WEB_PAGE = ("<!doctype", "<html", "<table", "<head", "<meta", "<?xml")


def read_csv(name: str, source: bytes) -> Grid:
    """Read values separated by commas, semicolons or tabs, in UTF-8, UTF-16 or GB 18030.

    Args:
        name: what the sheet is called.
        source: the bytes of the file.

    Raises:
        BadWorkbook: it is no text, a web page, or quotes in it do not match.
    """
    if source.startswith(_PARQUET):
        raise _for_programs("Parquet")
    text = _decoded(source)
    if text.lstrip()[:9].lower().startswith(_WEB_PAGE):
        raise BadWorkbook(
            _("the file is a web page, whatever its name says"),
            _("open it in your spreadsheet, and save it as .xlsx"),
        )
    if re.match(_JSON, text):
        raise _for_programs("JSON")
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    delimiter, text = _delimiter(text)
    # At most so many cells; before there is a list of each row.
    check_size(name, text.count(delimiter) + text.count("\n") + 1, 1)
    rows = _rows(text, delimiter)
    check_size(name, len(rows), max(map(len, rows), default=0))
    return Grid(name, [[_value(cell) for cell in row] for row in rows])


def _for_programs(format_: str) -> BadWorkbook:
    return BadWorkbook(
        _("the file is {format}, which only programs read").format(format=format_),
        _("import takes workbooks and CSV: zqtrack export projects.xlsx"),
    )


def _decoded(source: bytes) -> str:
    if source.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    elif source.startswith(BOM_UTF8):
        encodings = ("utf-8-sig",)
    else:
        encodings = ("utf-8", "gb18030")
    for encoding in encodings:
        try:
            text = source.decode(encoding)
        except UnicodeError:
            continue
        # Where nothing says that it is text, a null says that it is none.
        if "\0" not in text or source.startswith(BOM_UTF8):
            return text
    raise BadWorkbook(
        _("the file is neither a workbook nor text in UTF-8, UTF-16 or GB 18030"),
        _("save it in your spreadsheet as .xlsx, or as CSV UTF-8"),
    )


def _delimiter(text: str) -> tuple[str, str]:
    """Give what separates the values, and the text without the line in which Excel says so."""
    first, _end, rest = text.partition("\n")
    said = first.strip().strip('"').lower()
    if said.startswith("sep=") and first.rstrip("\r\n").strip('"')[4:5] in _DELIMITERS:
        return first.rstrip("\r\n").strip('"')[4:5], rest
    beginning = "".join(text[:_LONGEST].splitlines(keepends=True)[:_LOOKED_AT])

    def columns(delimiter: str) -> int:
        # Any end of a line is one here, also within quotes that another delimiter would close.
        rows = csv.reader(StringIO(beginning, newline=""), delimiter=delimiter)
        return sum(len(row) - 1 for row in rows)

    return max(_DELIMITERS, key=columns), text


def _rows(text: str, delimiter: str) -> Sequence[Sequence[str]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return list(reader)
    except csv.Error:
        message = _("a quote in line {line:,} of the file has no end, or text behind it")
        raise BadWorkbook(
            message.format(line=reader.line_num),
            _("open it in your spreadsheet, and save it again"),
        ) from None


def _value(cell: str) -> Value:
    if _LOST_NOUGHT.fullmatch(cell):
        return float(cell)
    if cell in _ERRORS:
        return Broken(cell)
    return unguard(cell) if cell.strip() else None
