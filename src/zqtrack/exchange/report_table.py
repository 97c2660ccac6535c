"""The grid of the sheet of figures: a wide column, then narrow ones, with tables over them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from zqtrack.exchange import ink
from zqtrack.exchange.cells import Cell
from zqtrack.exchange.ink import Pen, Worksheet, span
from zqtrack.language import _

#: How many columns the grid has, and the widths of its first and of each other.
COLUMNS, FIRST_WIDE, WIDE = 14, 30, 12


@dataclass(frozen=True, slots=True)
class Formula:
    """A figure that the sheet of projects tells, with the value that it has.

    Attributes:
        text: the formula.
        value: what it gives.
    """

    text: str
    value: float


Shown: TypeAlias = Cell | Formula
Record = TypeVar("Record")
Look: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column(Generic[Record]):
    """One column of a table.

    Attributes:
        title: its heading, in English, marked for the catalogues.
        value: what stands in a row.
        form: the number format; empty for a text.
        columns: how many columns of the grid it takes.
        look: what else the format of a row has.
    """

    title: str
    value: Callable[[Record], Shown]
    form: str = ink.WHOLE
    columns: int = 1
    look: Callable[[Record], Look] | None = None


@dataclass(frozen=True, slots=True)
class Canvas:
    """A sheet, and the formats to write on it with."""

    sheet: Worksheet
    pen: Pen


def set_grid(canvas: Canvas) -> None:
    """Give the columns of the grid their widths, without lines between the cells."""
    canvas.sheet.hide_gridlines(2)
    canvas.sheet.set_column(0, 0, FIRST_WIDE)
    canvas.sheet.set_column(1, COLUMNS - 1, WIDE)


def write_table(
    canvas: Canvas,
    row: int,
    title: str,
    columns: Sequence[Column[Record]],
    records: Sequence[Record],
) -> int:
    """Write a table under its title; nothing where there is no record.

    Returns:
        The row for what comes after it.
    """
    if not records:
        return row
    look = canvas.pen(
        bold=True, font_size=13, font_color=ink.NAVY, bottom=2, bottom_color=ink.NAVY
    )
    span(canvas.sheet, row, (0, COLUMNS - 1), title, look)
    canvas.sheet.set_row(row, 24)
    _write_head(canvas, row + 1, columns)
    for number, record in enumerate(records, row + 2):
        _write_record(canvas, number, columns, record)
    return row + 3 + len(records)


def write_note(canvas: Canvas, row: int, text: str) -> int:
    """Write a text over the whole width; give the row for what comes after it."""
    look = canvas.pen(font_color=ink.QUIET, italic=True)
    span(canvas.sheet, row, (0, COLUMNS - 1), ink.shown(text), look)
    return row + 2


def write_figure(
    canvas: Canvas, row: int, columns: tuple[int, int], value: Shown, look: Look
) -> None:
    """Write a figure over several columns: the one place where a cell becomes a formula."""
    shown = value.value if isinstance(value, Formula) else value
    if look.get("num_format") == ink.MONEY:
        look = look | {"num_format": ink.money(shown)}
    style = canvas.pen(**look)
    span(canvas.sheet, row, columns, shown, style)
    if isinstance(value, Formula):
        canvas.sheet.write_formula(row, columns[0], value.text, style, value.value)


def capital(text: str) -> str:
    """Write a text with a capital letter at its beginning."""
    return text[:1].upper() + text[1:]


def _write_head(canvas: Canvas, row: int, columns: Sequence[Column[Any]]) -> None:
    canvas.sheet.set_row(row, 20)
    for place, column in _placed(columns):
        look: Look = {"bold": True, "font_color": ink.SLATE, "bottom": 1}
        look |= {"bottom_color": ink.SLATE, "text_wrap": True}
        look |= {"align": "right"} if column.form else {"indent": 1}
        title = capital(_(column.title)) if column.title else None
        span(canvas.sheet, row, place, title, canvas.pen(**look))


def _write_record(
    canvas: Canvas, row: int, columns: Sequence[Column[Record]], record: Record
) -> None:
    for place, column in _placed(columns):
        look: Look = {"bottom": 1, "bottom_color": ink.STEEL}
        if column.form:
            look |= {"num_format": column.form, "align": "right"}
        else:
            look |= {"text_wrap": True, "indent": 1}
        look |= column.look(record) if column.look else {}
        write_figure(canvas, row, place, column.value(record), look)


def _placed(
    columns: Sequence[Column[Record]],
) -> Iterator[tuple[tuple[int, int], Column[Record]]]:
    """Give each column with the first and the last column of the grid that it takes."""
    first = 0
    for column in columns:
        yield (first, first + column.columns - 1), column
        first += column.columns
