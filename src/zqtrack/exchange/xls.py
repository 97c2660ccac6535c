"""Reading a workbook of Excel 97 to 2003.

By xlrd: calamine would read these as well, but gives neither errors nor how a date is shown.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from zqtrack.exchange.archive import damaged, encrypted
from zqtrack.exchange.grid import Broken, Grid, Value, as_shown, check_size
from zqtrack.exchange.xlsx import is_month

#: What every file of Microsoft's older programs begins with.
MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_xls(source: bytes) -> Iterator[Grid]:
    """Read every sheet of a workbook.

    Raises:
        BadWorkbook: it is damaged or protected, or a sheet of it would fill the memory.
    """
    import xlrd
    from xlrd.biffh import XLRDError
    from xlrd.compdoc import CompDocError

    class _Nowhere:
        """Takes what xlrd would print."""

        def write(self, _text: str) -> None:
            pass

    try:
        book = xlrd.open_workbook(
            file_contents=source, formatting_info=True, ragged_rows=True, logfile=_Nowhere()
        )
    except (XLRDError, CompDocError) as error:
        raise encrypted() if "encrypted" in str(error) else damaged() from None
    except Exception:  # noqa: BLE001 - what a damaged file makes it stumble over has no common name
        raise damaged() from None
    for sheet in book.sheets():
        check_size(sheet.name, sheet.nrows, sheet.ncols)
        rows = [
            [_value(book, sheet.cell(row, column)) for column in range(sheet.row_len(row))]
            for row in range(sheet.nrows)
        ]
        # Its last row and column are those behind the last.
        merged = tuple((top, left, b - 1, r - 1) for top, b, left, r in sheet.merged_cells)
        yield Grid(sheet.name, rows, merged, bool(sheet.visibility), bool(book.datemode))


def _value(book: Any, cell: Any) -> Value:
    from xlrd import (
        XL_CELL_BOOLEAN,
        XL_CELL_DATE,
        XL_CELL_ERROR,
        XL_CELL_NUMBER,
        XL_CELL_TEXT,
        error_text_from_code,
    )

    match cell.ctype:
        case kind if kind in (XL_CELL_TEXT, XL_CELL_NUMBER):
            return cell.value if cell.value != "" else None
        case kind if kind == XL_CELL_DATE:
            return _date(book, cell)
        case kind if kind == XL_CELL_BOOLEAN:
            return bool(cell.value)
        case kind if kind == XL_CELL_ERROR:
            return Broken(error_text_from_code.get(cell.value, "#"))
    return None


def _date(book: Any, cell: Any) -> Value:
    from xlrd.xldate import xldate_as_datetime

    try:
        moment: datetime = xldate_as_datetime(cell.value, book.datemode)
    except (OverflowError, ValueError):
        return float(cell.value)
    code = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
    month = is_month(code)
    day = date(moment.year, moment.month, moment.day)
    if month is not None:
        return as_shown(day, month=month)
    return day if moment.time() == datetime.min.time() else moment
