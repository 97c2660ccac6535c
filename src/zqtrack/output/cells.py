"""The cells of a report's tables: numbers, shares, and what stands where there is none."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias, TypeVar

from zqtrack.language import _
from zqtrack.output.document import Head, Line, Table, say

Row = TypeVar("Row")
#: A column of a table: its head, and what stands in it for a row.
Column: TypeAlias = tuple[Head, Callable[[Row], Line]]

BLANK: Line = ()
#: Nothing to count.
NOTHING = say("·", "quiet")
#: Not known.
UNKNOWN = say("–", "quiet")

# From here on a share would be rounded to all.
_NEARLY_ALL = 0.995


def table_of(columns: Sequence[Column[Row]], rows: Iterable[Row]) -> Table:
    """Make a table of a report, indented under its heading."""
    heads = tuple(head for head, _ in columns)
    return Table(heads, tuple(tuple([cell(row) for _, cell in columns]) for row in rows), indent=2)


def number(value: int) -> Line:
    """Write a number of projects."""
    return say(f"{value:,}") if value else NOTHING


def share(value: float | None) -> Line:
    """Write a share of 0 to 1."""
    return UNKNOWN if value is None else say(percent(value))


def percent(value: float) -> str:
    """Write a share of 0 to 1 in whole percents; none is 0 or 100 % that is not all or nothing."""
    if 0 < value < 1 - _NEARLY_ALL:
        return _("< 1 %")
    if _NEARLY_ALL <= value < 1:
        return _("> 99 %")
    return _("{number:.0f} %").format(number=100 * value)
