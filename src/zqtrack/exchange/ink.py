"""How the cells of a workbook look, and the one way in which anything is written to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil, isfinite
from typing import Any, TypeAlias
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

from zqtrack.core.money import format_money
from zqtrack.exchange.cells import ROUNDED_FROM, Cell
from zqtrack.language import speaks_chinese

#: A sheet, a workbook and a format of XlsxWriter, which ships no types.
Worksheet: TypeAlias = Any
Workbook: TypeAlias = Any
Style: TypeAlias = Any

#: The most that a cell can hold, in UTF-16 units.
LONGEST = 32_767
#: What no workbook can carry: XML knows no way to write them.
UNWRITABLE = ("\ufffe", "\uffff")

NAVY, SLATE, STEEL, MIST, PAPER = "#1F3864", "#5B6B82", "#DCE6F1", "#F2F5FA", "#FFFFFF"
GOOD, WARN, BAD, QUIET = "#1E7B34", "#9C5700", "#B3261E", "#7F7F7F"
#: The lines between the cells of a sheet of data.
LINE = "#CFD6E0"
#: The fill of a stage that was reached.
REACHED = "#E5F3E8"
#: The fill and the ink of each light.
LIGHTS: Mapping[str, tuple[str, str]] = {
    "red": ("#F8CBC6", "#9C0006"),
    "yellow": ("#FFE699", "#7F6000"),
    "green": ("#C6E7CE", "#0B5A24"),
    "grey": ("#E3E3E3", "#595959"),
}
#: The fill and the ink of each place where a project can stand: the farther, the darker.
STANDINGS: Mapping[str, tuple[str, str]] = {
    "prospect": ("#EDEDED", "#404040"),
    "signed": ("#E3EEF9", "#1F3864"),
    "land-supplied": ("#C9DFF2", "#1F3864"),
    "started": ("#9DC3E6", "#10243E"),
    "completed": ("#4F8FCB", "#FFFFFF"),
    "producing": ("#1F5C99", "#FFFFFF"),
    "withdrawn": ("#D9D9D9", "#595959"),
}
DAY, WHOLE, LAND, SHARE, DAYS = "yyyy-mm-dd", "#,##0", "#,##0.0##", "0%", "#,##0.0"
#: Stands for the format of an amount: ``money`` gives one for each.
MONEY = "money"
# From what on amounts are written in a unit, and how, the larger unit first. A comma divides by a
# thousand; 亿 is no power of it, so its point is set by hand, and noughts behind it cannot go.
_CHINESE = ((10**8, '0"."00,,"亿"'), (10**4, '0"."0,"万"'))
_ENGLISH = ((10**9, '#,##0.00,,," bn"'), (10**6, '#,##0.0,," m"'))


@dataclass(frozen=True, slots=True)
class Pen:
    """Gives the formats of one workbook, each made once.

    Attributes:
        book: the workbook.
        made: the formats by their properties.
    """

    book: Workbook
    made: dict[frozenset[tuple[str, Any]], Style]

    def __call__(self, **properties: Any) -> Style:
        """Give the format with some properties, as XlsxWriter names them."""
        key = frozenset(properties.items())
        if key not in self.made:
            self.made[key] = self.book.add_format({**base(), "valign": "vcenter", **properties})
        return self.made[key]


def base() -> dict[str, Any]:
    """Give the font of the workbook: one that has the signs of the language."""
    return {"font_name": _font(), "font_size": 10}


def chart_font() -> dict[str, Any]:
    """Give the same font as charts name it."""
    return {"name": _font(), "size": 9}


def _font() -> str:
    return "Microsoft YaHei" if speaks_chinese() else "Calibri"


def money(amount: Cell) -> str:
    """Give the number format that shows an amount as a screen does, and any other nearly so."""
    (high, in_high), (low, in_low) = _CHINESE if speaks_chinese() else _ENGLISH
    if isinstance(amount, int | float) and low <= amount < ROUNDED_FROM:
        # Two conditions are all that a format may have.
        own = f'[={amount:.15g}]"{format_money(round(amount))}"'
        return f"{own};[>={high}]{in_high};{in_low}"
    return f"[>={high}]{in_high};[>={low}]{in_low};{WHOLE}"


def put(sheet: Worksheet, row: int, column: int, cell: Cell, style: Style = None) -> None:
    """Write a cell by its type. A text is written as text: never a formula, a link or a number.

    The text is at most ``LONGEST`` and holds nothing of ``UNWRITABLE``.
    """
    # What is divided by next to nothing is no number that a cell can hold.
    if isinstance(cell, float) and not isfinite(cell):
        cell = str(cell)
    if cell is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(cell, str):
        sheet.write_string(row, column, _literal(cell), style)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, style)
    else:
        sheet.write_number(row, column, cell, style)


def span(sheet: Worksheet, row: int, columns: tuple[int, int], cell: Cell, style: Style) -> None:
    """Write one cell over several columns of a row, from the first to the last."""
    first, last = columns
    if first < last:
        sheet.merge_range(row, first, row, last, "", style)
    put(sheet, row, first, cell, style)


def set_page(sheet: Worksheet, day: date) -> None:
    """Print on A4, on its side, with the day and the number of the page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer(f"&L&A&C&P / &N&R{day}")


def page() -> int:
    """Give how wide that page is at full size, in columns of digits of the font."""
    return 115 if speaks_chinese() else 132


def width(text: str) -> float:
    """Give the columns of digits that a text takes, about: two for a Chinese character."""
    if text.isascii():
        return 0.9 * len(text)
    return sum(2 if east_asian_width(character) in "WF" else 0.9 for character in text)


def lines(text: str, columns: float) -> int:
    """Give the lines that a text takes where it is wrapped, about: nobody knows the font."""
    return sum(max(1, ceil(width(line) / columns)) for line in text.split("\n"))


def shown(text: str, longest: int = 1_000) -> str:
    """Give a text that is only looked at: cut where it is too long, writable whatever it holds."""
    cut = text if len(text) <= longest else f"{text[: longest - 1]}…"
    for character in UNWRITABLE:
        cut = cut.replace(character, "�")
    # A name that is no UTF-8 came in as lone surrogates.
    return cut.encode("utf-8", "backslashreplace").decode()


def _literal(text: str) -> str:
    # XlsxWriter takes a text that looks like this for rich text, and writes it as XML unescaped.
    # So it gets what it takes it for: one run, which holds the text.
    if text.startswith("<r>") and text.endswith("</r>"):
        return f'<r><t xml:space="preserve">{escape(text)}</t></r>'
    return text
