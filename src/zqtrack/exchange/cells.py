"""What a cell of a spreadsheet holds for a value of a project, and the value back again.

=================  ============================================================================
value              cell
=================  ============================================================================
text               the text
list of texts      one text, see ``join_texts``
a day              a date; before March 1900 a text, as spreadsheets count those days differently
any other period   its text: ``2023-04``, ``2023-Q3``, ``2022-03/2023-02``
unknown, n/a       the word, in the language that is spoken
a choice, a stage  the word, in the language that is spoken
true, false        ``yes``, ``no``, in the language that is spoken
a number           a number; one that a spreadsheet would round as a text
nothing            an empty cell
=================  ============================================================================
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from zqtrack.core.fields import TEXT, TEXTS, ValueType
from zqtrack.core.period import Period
from zqtrack.language import _

#: What a cell holds. A reader may give a date-time for a date and a float for any number.
Cell = str | bool | int | float | date | None

#: A spreadsheet keeps 15 digits of a number.
ROUNDED_FROM = 10**15
# It takes 1900 for a leap year, or does not: before this day their serial numbers differ.
_FIRST_DAY = date(1900, 3, 1)
_SEPARATORS = ";；、\n"
_ITEM = re.compile(
    rf'\s*(?:"(?P<quoted>(?:[^"]|"")*)"\s*|(?P<plain>[^{_SEPARATORS}]*))(?:[{_SEPARATORS}]|\Z)'
)


# --- from a value to a cell ---------------------------------------------------------------------


def cell_of(kind: ValueType, value: Any) -> Cell:
    """Give the cell for a value of a type; ``value_of`` gives the value back."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Period):
        return value.first if value.exact and value.first >= _FIRST_DAY else value.text
    if isinstance(value, StrEnum) or (value and value in kind.choices):
        return _(str(value))
    if isinstance(value, tuple):
        return join_texts(value) or None
    if isinstance(value, int | float):
        return _number(value)
    return None if value is None else str(value)


def join_texts(texts: Iterable[str]) -> str:
    """Write a list in one cell: its texts with ``"; "`` between them.

    A text that holds a separator (``;``, its wide form, ``、`` or a new line), begins with a
    quotation mark, or has blanks at an end stands in quotation marks, doubled within it.
    """
    return "; ".join(map(_item, texts))


def _item(text: str) -> str:
    plain = text == text.strip() and not text.startswith('"')
    if plain and not any(separator in text for separator in _SEPARATORS):
        return text
    return '"' + text.replace('"', '""') + '"'


def _number(value: float) -> Cell:
    kept = float(f"{value:.15g}") == value and value < ROUNDED_FROM
    # All digits, without an exponent: as people write numbers, and readers of amounts read them.
    return value if kept else f"{Decimal(repr(value)):f}"


# --- from a cell to a value ---------------------------------------------------------------------


def value_of(kind: ValueType, cell: Cell) -> Any:
    """Give the value of a type from a cell that ``cell_of`` gave, whatever language it was in.

    Returns:
        The value; None of an empty cell, of a list ``()``.

    Raises:
        BadValue: the cell holds no such value.
    """
    if kind is TEXTS:
        return split_texts(cell) if isinstance(cell, str) else ()
    if cell is None or cell == "":
        return None
    if isinstance(cell, str):
        return cell if kind is TEXT else kind.parse(cell)
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return kind.read(cell)


def split_texts(text: str) -> tuple[str, ...]:
    """Read a list from one cell: the inverse of ``join_texts``, which also takes plain lists."""
    items = (
        item["plain"].strip() if item["quoted"] is None else item["quoted"].replace('""', '"')
        for item in _ITEM.finditer(text)
    )
    return tuple(item for item in items if item)
