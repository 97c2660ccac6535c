"""The values of a workbook, as calamine reads them."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from zqtrack.exchange.archive import damaged, encrypted
from zqtrack.exchange.grid import Value


def values_of(source: bytes) -> Iterator[tuple[str, list[list[Value]], bool]]:
    """Give each worksheet: its name, its values from the cell A1 on, whether it is hidden.

    Raises:
        BadWorkbook: it is damaged, or protected with a password.
    """
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
