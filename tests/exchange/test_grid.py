"""Cells are named as a spreadsheet names them, and none that would fill the memory is read."""

from datetime import date

import pytest

from zqtrack.core.period import parse_period
from zqtrack.exchange.grid import (
    BadWorkbook,
    Value,
    as_shown,
    cell_name,
    check_size,
    column_name,
    put,
)


@pytest.mark.parametrize(
    ("column", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (701, "ZZ"), (702, "AAA")]
)
def test_a_column_is_named_by_letters(column: int, name: str) -> None:
    assert column_name(column) == name


def test_a_cell_is_named_by_its_column_and_row() -> None:
    assert cell_name(11, 5) == "F12"


def test_a_value_may_be_put_beyond_the_rows_there_are() -> None:
    rows: list[list[Value]] = [["a"]]
    put(rows, 2, 1, "b")
    put(rows, 0, 0, "c")
    assert rows == [["c"], [], [None, "b"]]


@pytest.mark.parametrize(
    ("day", "month", "shown"),
    [
        (date(2023, 9, 1), True, parse_period("2023-09")),
        # It was typed in full, whatever the cell shows of it.
        (date(2023, 9, 28), True, date(2023, 9, 28)),
        (date(2023, 1, 1), False, parse_period("2023")),
        (date(2023, 2, 1), False, date(2023, 2, 1)),
    ],
)
def test_a_date_is_as_precise_as_its_cell_shows(day: date, month: bool, shown: Value) -> None:
    assert as_shown(day, month=month) == shown


def test_a_sheet_may_have_four_million_cells() -> None:
    check_size("A", 400_000, 10)
    with pytest.raises(BadWorkbook) as refused:
        check_size("A", 1_048_576, 16_384)
    assert refused.value.message == (
        "sheet `A` reaches to XFD1048576: 17,179,869,184 cells are more than 4,000,000"
    )
    assert refused.value.hint == (
        "delete what stands far off in it, or copy the table to a workbook of its own"
    )
