"""The values of a workbook, as calamine reads them, with what it drops put among them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Generic, TypeVar

from zqtrack.exchange.archive import damaged, encrypted
from zqtrack.exchange.grid import Broken, Grid, Merged, Value, check_size, put

#: How a cell shows its date, as the parts of a kind of workbook say it.
Shown = TypeVar("Shown")


@dataclass(slots=True)
class Marks(Generic[Shown]):
    """What one sheet holds beside its values.

    Attributes:
        rows: how many rows there are down to the last that holds anything.
        columns: how many columns there are up to the last that does.
        broken: the cells without a value, and what each shows.
        dates: the cells that may show a date without its day, and how each shows it.
        merged: the cells that are one.
    """

    rows: int = 0
    columns: int = 0
    broken: dict[tuple[int, int], str] = field(default_factory=dict)
    dates: dict[tuple[int, int], Shown] = field(default_factory=dict)
    merged: list[Merged] = field(default_factory=list)

    def reach(self, rows: int, columns: int) -> None:
        """Remember that a cell holds something: so many rows and columns reach over it."""
        self.rows = max(self.rows, rows)
        self.columns = max(self.columns, columns)


def grids_of(
    source: bytes,
    marks: Mapping[str, Marks[Shown]],
    as_shown: Callable[[Value, Shown], Value],
    *,
    from_1904: bool,
) -> Iterator[Grid]:
    """Read every sheet of a workbook.

    Args:
        source: its bytes.
        marks: what calamine drops, by the names of the sheets.
        as_shown: gives the value of a cell as it is shown, if it is a date.
        from_1904: whether its days count from 1904.

    Raises:
        BadWorkbook: it is damaged or protected, or a sheet of it would fill the memory.
    """
    for name, of_sheet in marks.items():
        check_size(name, of_sheet.rows, of_sheet.columns)
    for name, rows, hidden in _values_of(source):
        of_sheet = marks.get(name, Marks())
        for (row, column), shown in of_sheet.dates.items():
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = as_shown(rows[row][column], shown)
        for (row, column), text in of_sheet.broken.items():
            put(rows, row, column, Broken(text))
        yield Grid(name, rows, tuple(of_sheet.merged), hidden, from_1904)


def _values_of(source: bytes) -> Iterator[tuple[str, list[list[Value]], bool]]:
    """Give each worksheet: its name, its values from the cell A1 on, whether it is hidden."""
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(source))
        for sheet in workbook.sheets_metadata:
            if sheet.typ is SheetTypeEnum.WorkSheet:
                rows = workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
                hidden = sheet.visible is not SheetVisibleEnum.Visible
                yield sheet.name, [[_value(cell) for cell in row] for row in rows], hidden
    except PasswordError:
        raise encrypted() from None
    except CalamineError:
        raise damaged() from None
    except BaseException as error:
        # What calamine did not expect comes as an exception that it does not name to others.
        if type(error).__name__ == "PanicException":
            raise damaged() from None
        raise


def _value(cell: Any) -> Value:
    return None if cell == "" else cell
