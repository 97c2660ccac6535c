"""What an old workbook may hold that no program of today writes into one."""

from types import SimpleNamespace
from typing import Any

import pytest
import xlrd

from zqtrack.exchange import xls
from zqtrack.exchange.grid import BadWorkbook, Broken
from zqtrack.exchange.sheets import read_sheets


def cell(kind: int, value: object) -> Any:
    return SimpleNamespace(ctype=kind, value=value, xf_index=0)


BOOK = SimpleNamespace(
    datemode=0,
    xf_list=[SimpleNamespace(format_key=0)],
    format_map={0: SimpleNamespace(format_str="yyyy-mm-dd hh:mm")},
)


@pytest.mark.parametrize(
    ("kind", "value", "read"),
    [
        (xlrd.XL_CELL_TEXT, "x", "x"),
        (xlrd.XL_CELL_TEXT, "", None),
        (xlrd.XL_CELL_NUMBER, 1.5, 1.5),
        (xlrd.XL_CELL_EMPTY, "", None),
        (xlrd.XL_CELL_BLANK, "", None),
        (xlrd.XL_CELL_BOOLEAN, 1, True),
        (xlrd.XL_CELL_ERROR, 0x2A, Broken("#N/A")),
        (xlrd.XL_CELL_ERROR, 0x63, Broken("#")),
        # A number that is no day of any calendar stays one.
        (xlrd.XL_CELL_DATE, 99_999_999.0, 99_999_999.0),
    ],
)
def test_a_cell_of_an_old_workbook_is_read(kind: int, value: object, read: object) -> None:
    assert xls._value(BOOK, cell(kind, value)) == read


def test_a_time_of_day_is_kept() -> None:
    # 45197 is 2023-09-28.
    assert str(xls._value(BOOK, cell(xlrd.XL_CELL_DATE, 45197.5))) == "2023-09-28 12:00:00"


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (xlrd.biffh.XLRDError("Workbook is encrypted"), "is protected with a password"),
        (xlrd.biffh.XLRDError("no stream"), "is damaged or cut off"),
        (xlrd.compdoc.CompDocError("corrupt"), "is damaged or cut off"),
        (AssertionError(), "is damaged or cut off"),
    ],
)
def test_an_old_workbook_that_cannot_be_read_is_refused(
    monkeypatch: pytest.MonkeyPatch, error: Exception, message: str
) -> None:
    def refuse(**options: Any) -> None:
        options["logfile"].write("a complaint that nobody asked for")
        raise error

    monkeypatch.setattr(xlrd, "open_workbook", refuse)
    with pytest.raises(BadWorkbook, match=message):
        read_sheets("x.xls", xls.MAGIC)


def test_an_old_workbook_that_is_cut_off_is_refused() -> None:
    with pytest.raises(BadWorkbook, match="damaged or cut off"):
        read_sheets("x.xls", xls.MAGIC + bytes(600))
