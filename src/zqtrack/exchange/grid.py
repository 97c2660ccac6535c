"""What every kind of workbook is read into: sheets as plain grids of values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from zqtrack.core.period import Period, parse_period
from zqtrack.errors import ZqtrackError
from zqtrack.language import _


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell that has no value: an error, or a formula that nobody calculated.

    Attributes:
        text: what the cell shows, such as ``#N/A``; empty for a formula without a value.
    """

    text: str


#: What a cell holds; an empty one holds None. A period is a date that the cell shows without its
#: day or month. A file may hold the others where they make no sense.
Value: TypeAlias = (
    str | bool | int | float | date | datetime | time | timedelta | Period | Broken | None
)
#: Cells that are one: the first row and column, and the last ones, counted from 0.
Merged: TypeAlias = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet.

    Attributes:
        name: what it is called; of a file without sheets the name of the file.
        rows: its values from the cell A1 on; a row may be shorter than another.
        merged: its cells that are one; their value is in the first of them.
        hidden: whether the workbook hides it.
        from_1904: whether day 0 of its serial numbers is 1904-01-01, not 1899-12-30.
    """

    name: str
    rows: Sequence[Sequence[Value]]
    merged: tuple[Merged, ...] = ()
    hidden: bool = False
    from_1904: bool = False

    def value(self, row: int, column: int) -> Value:
        """Give what a cell holds; None also of one beyond the end of its row."""
        values = self.rows[row]
        return values[column] if column < len(values) else None


class BadWorkbook(ZqtrackError):
    """A file that is no workbook, or none that is safe to read."""


# More cells than any ledger has; a reader makes room for each, whether it holds anything or not.
_CELLS = 4_000_000


def check_size(sheet: str, rows: int, columns: int) -> None:
    """Refuse a sheet that would fill the memory, before it does.

    Args:
        sheet: its name.
        rows: how many rows there are down to the last that holds anything.
        columns: how many columns there are up to the last that does.

    Raises:
        BadWorkbook: they are too many cells.
    """
    if rows * columns > _CELLS:
        message = _("sheet `{sheet}` reaches to {cell}: {cells:,} cells are more than {most:,}")
        raise BadWorkbook(
            message.format(
                sheet=sheet,
                cell=cell_name(rows - 1, columns - 1),
                cells=rows * columns,
                most=_CELLS,
            ),
            _("delete what stands far off in it, or copy the table to a workbook of its own"),
        )


def put(rows: list[list[Value]], row: int, column: int, value: Value) -> None:
    """Put a value into a cell, also beyond those that there are."""
    rows.extend([] for _missing in range(len(rows), row + 1))
    rows[row].extend([None] * (column + 1 - len(rows[row])))
    rows[row][column] = value


def cell_name(row: int, column: int) -> str:
    """Name a cell as a spreadsheet does: ``A1`` is row 0, column 0."""
    return f"{column_name(column)}{row + 1}"


def column_name(column: int) -> str:
    """Name a column as a spreadsheet does: 0 is ``A``, 26 is ``AA``."""
    letters = ""
    number = column + 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def as_shown(day: date, *, month: bool) -> Value:
    """Give a date as precise as its cell shows it: by month or by year only.

    A spreadsheet keeps what is typed as 2023年9月 as the first of the month. A date that is not
    the first day was typed in full, so it stays one.

    Args:
        day: what the cell holds.
        month: whether the cell shows the month; else it shows only the year.
    """
    if month:
        return parse_period(f"{day:%Y-%m}") if day.day == 1 else day
    return parse_period(f"{day:%Y}") if (day.month, day.day) == (1, 1) else day
