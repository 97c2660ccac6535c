"""The sheets of a workbook that hold data: one row for each project, or for each part of one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from zqtrack.core.columns import DAYS, LIGHT, STANDING
from zqtrack.core.fields import COUNT, FLAG, MONEY, NUMBER, PERIOD, TEXT, TEXTS
from zqtrack.core.lights import overdue
from zqtrack.core.project import KIND, MOMENT, STAGE, Mark
from zqtrack.errors import ZqtrackError
from zqtrack.exchange import ink
from zqtrack.exchange.cells import Cell, cell_of
from zqtrack.exchange.headings import PROBLEMS, PROJECTS, Heading, Sheet
from zqtrack.exchange.ink import Pen, Style, Worksheet, put, span
from zqtrack.exchange.rows import Exported, Row, rows_of
from zqtrack.language import _, later

#: The first row of data in the sheet of projects, from 0: groups and headings are above it.
FIRST = 2

# The groups of columns in the sheet of projects, each by its first column.
_GROUPS: Mapping[str, str] = {
    "id": later("Project"),
    "stage": later("How it stands on {day}: derived, not read back"),
    "company": later("Company and place"),
    "investment": later("Money and land"),
    "lead": later("People and papers"),
    "actual.contacted": later("Reached"),
    "planned.contacted": later("First promised"),
    "withdrawn.on": later("Left without producing"),
}
_CENTRED = (PERIOD, MOMENT, FLAG, KIND, STAGE, STANDING, LIGHT, DAYS, COUNT)
# By name: the types of two fields may be equal but for how they are read.
_FORMATS = {
    MONEY.name: ink.WHOLE,
    NUMBER.name: ink.LAND,
    COUNT.name: ink.WHOLE,
    DAYS.name: ink.WHOLE,
    PERIOD.name: ink.DAY,
}
_NARROWEST, _WIDEST, _DATE, _MONEY = 7, 44, 12, 16
_MOST_ROWS = 1_048_576
_LINE, _AIR, _MOST_LINES = 14, 4, 8
_LINED = {"border": 1, "border_color": ink.LINE}
# Choices and colours reach below the data, where somebody may add to it.
_ROOM = 500


def write_data(
    sheet: Worksheet, pen: Pen, about: Sheet, projects: Sequence[Exported], day: date
) -> None:
    """Write one sheet of data.

    Args:
        sheet: where to.
        pen: the formats of the workbook.
        about: which sheet it is.
        projects: the projects, in the order of their rows.
        day: the day from which they are seen.

    Raises:
        ZqtrackError: a text or the number of rows is more than a sheet can hold.
    """
    headings, top = about.headings, _top(about)
    rows = list(rows_of(about, projects))
    _check_rows(about, len(rows) + top)
    cells = [_cells(headings, row) for row in rows]
    styles, widths = [_style(pen, heading) for heading in headings], _widths(headings, cells)
    for at, (style, wide) in enumerate(zip(styles, widths, strict=True)):
        sheet.set_column(at, at, wide, style)
    _write_head(sheet, pen, about, day)
    _write_cells(sheet, cells, styles, dict(_marked(about, projects, pen)), top)
    _set_heights(sheet, cells, widths, top)
    last = top + len(rows) - 1
    sheet.freeze_panes(top, 2)
    sheet.autofilter(top - 1, 0, max(last, top), len(headings) - 1)
    _offer_choices(sheet, headings, top, last + _ROOM)
    _colour(sheet, pen, headings, top, last + _ROOM)
    _set_print(sheet, about, widths, day)


def area(field: str, projects: int) -> str:
    """Name the cells of a column of the sheet of projects, for a formula."""
    # Waits until here: docs/design.md, "Start-up".
    from xlsxwriter.utility import xl_range_abs  # type: ignore[import-untyped] # it ships no types

    column = [heading.field for heading in PROJECTS.headings].index(field)
    cells = xl_range_abs(FIRST, column, FIRST + max(projects, 1) - 1, column)
    return f"'{_(PROJECTS.title)}'!{cells}"


def _top(about: Sheet) -> int:
    return FIRST if about is PROJECTS else 1


# --- cells --------------------------------------------------------------------------------------


def _check_rows(about: Sheet, rows: int) -> None:
    if rows > _MOST_ROWS:
        message = _("the sheet {sheet} would have {rows:,} rows; a workbook has {most:,} at most")
        raise ZqtrackError(
            message.format(sheet=_(about.title), rows=rows, most=_MOST_ROWS),
            _("export fewer projects with a filter, or write .csv, .json or .parquet"),
        )


def _cells(headings: Sequence[Heading], row: Row) -> list[Cell]:
    return [
        _checked(cell_of(heading.type, value), row[0], heading)
        for heading, value in zip(headings, row, strict=True)
    ]


def _checked(cell: Cell, id_: str, heading: Heading) -> Cell:
    """Refuse a text that would not come back from a workbook as it is."""
    if not isinstance(cell, str):
        return cell
    # Each character is one unit of UTF-16 or two.
    if len(cell) > ink.LONGEST // 2 and len(cell.encode("utf-16-le")) // 2 > ink.LONGEST:
        problem = _("{field} of `{id}` is longer than the {most:,} characters that a cell holds")
    elif any(character in cell for character in ink.UNWRITABLE):
        problem = _("{field} of `{id}` holds U+FFFE or U+FFFF, which no workbook can carry")
    else:
        return cell
    raise ZqtrackError(
        problem.format(field=_(heading.title), id=id_, most=ink.LONGEST),
        _("change it, or write .csv, .json or .parquet instead"),
    )


def _write_cells(
    sheet: Worksheet,
    cells: Sequence[Sequence[Cell]],
    styles: Sequence[Style],
    marked: Mapping[tuple[int, int], Style],
    top: int,
) -> None:
    for number, line in enumerate(cells):
        for at, cell in enumerate(line):
            put(sheet, top + number, at, cell, marked.get((number, at), styles[at]))


def _set_heights(
    sheet: Worksheet, cells: Sequence[Sequence[Cell]], widths: Sequence[float], top: int
) -> None:
    """Make room for texts that wrap: not every program finds the height by itself."""
    sheet.set_default_row(_LINE + _AIR)
    for number, line in enumerate(cells):
        texts = zip(line, widths, strict=True)
        lines = max(ink.lines(cell, wide) for cell, wide in texts if isinstance(cell, str))
        if lines > 1:
            sheet.set_row(top + number, _LINE * min(lines, _MOST_LINES) + _AIR)


def _looks(heading: Heading) -> dict[str, Any]:
    """Give the look of a column, which also holds for what is typed into it later."""
    # A text, so that what is typed there stays as it is typed.
    looks = {"num_format": _FORMATS.get(heading.type.name, "@"), **_LINED}
    if heading.type in _CENTRED:
        looks["align"] = "center"
    if heading.derived:
        looks["bg_color"] = ink.MIST
    return looks | ({"text_wrap": True} if heading.type in (TEXT, TEXTS) else {})


def _style(pen: Pen, heading: Heading, **more: Any) -> Style:
    return pen(**_looks(heading), **more)


def _widths(headings: Sequence[Heading], cells: Sequence[Sequence[Cell]]) -> list[float]:
    return [_width(heading, [line[at] for line in cells]) for at, heading in enumerate(headings)]


def _width(heading: Heading, cells: Iterable[Cell]) -> float:
    """Give a column the width of its widest cell or word, within bounds; longer texts wrap."""
    if heading.type is MONEY:
        return _MONEY
    head = max(ink.width(word) for word in _(heading.title).split())
    least = _DATE if heading.type in (PERIOD, MOMENT) else _NARROWEST
    texts = [ink.width(cell[:_WIDEST]) for cell in cells if isinstance(cell, str)]
    # Two more: for the button of the filter, or for air.
    return min(max(least, head + 2, *(text + 2 for text in texts)), _WIDEST)


# --- the head -----------------------------------------------------------------------------------


def _write_head(sheet: Worksheet, pen: Pen, about: Sheet, day: date) -> None:
    row = _top(about) - 1
    for at, heading in enumerate(about.headings):
        put(sheet, row, at, _(heading.title), _head(pen, heading))
    sheet.set_row(row, 32)
    if about is PROJECTS:
        sheet.set_row(0, 20)
        for first, last, title in _groups():
            text = _(title).format(day=day)
            span(sheet, 0, (first, last), text, _head(pen, about.headings[last]))


def _head(pen: Pen, heading: Heading) -> Style:
    return pen(
        bold=True,
        font_color=ink.PAPER,
        bg_color=ink.SLATE if heading.derived else ink.NAVY,
        align="center",
        text_wrap=True,
        border=1,
        border_color=ink.PAPER,
    )


def _groups() -> Iterator[tuple[int, int, str]]:
    """Give the first and the last column of each group, and what it is called."""
    fields = [heading.field for heading in PROJECTS.headings]
    begins = [at for at, field in enumerate(fields) if field in _GROUPS]
    for first, after in pairwise([*begins, len(fields)]):
        yield first, after - 1, _GROUPS[fields[first]]


# --- what stands out ----------------------------------------------------------------------------


_Marked = Iterator[tuple[tuple[int, int], Style]]


def _marked(about: Sheet, projects: Sequence[Exported], pen: Pen) -> _Marked:
    """Give the cells that look different: promises kept or missed, problems closed or overdue."""
    if about is PROJECTS:
        yield from _promises(projects, pen)
    if about is PROBLEMS:
        yield from _problems(projects, pen)


def _promises(projects: Sequence[Exported], pen: Pen) -> _Marked:
    columns = {heading.field: at for at, heading in enumerate(PROJECTS.headings)}
    for number, exported in enumerate(projects):
        seen, day = exported.view.project, exported.view.day
        for stage, promise in exported.project.planned.items():
            at = columns[f"planned.{stage}"]
            heading = PROJECTS.headings[at]
            if seen.has_reached(stage):
                yield (number, at), _style(pen, heading, font_color=ink.QUIET)
            elif promise.last < day and stage in seen.ahead:
                yield (number, at), _style(pen, heading, font_color=ink.BAD)


def _problems(projects: Sequence[Exported], pen: Pen) -> _Marked:
    problems = [(one.view.day, problem) for one in projects for problem in one.project.problems]
    for number, (day, problem) in enumerate(problems):
        for at, heading in enumerate(PROBLEMS.headings):
            if problem.closed and problem.closed.last <= day:
                yield (number, at), _style(pen, heading, font_color=ink.QUIET)
            elif heading.field == "due" and overdue(problem, day):
                yield (number, at), _style(pen, heading, font_color=ink.BAD, bold=True)


def _offer_choices(sheet: Worksheet, headings: Sequence[Heading], top: int, last: int) -> None:
    """Offer the words of a choice in a list that drops down."""
    for at, heading in enumerate(headings):
        if heading.type in (FLAG, KIND, STAGE) and not heading.derived:
            words = [True, False] if heading.type is FLAG else heading.type.choices
            choice = {
                "validate": "list",
                "source": [cell_of(heading.type, word) for word in words],
                "error_title": _("Not one of the list"),
                "error_message": _("Choose one of the list, or leave the cell empty."),
            }
            sheet.data_validation(top, at, last, at, choice)


def _colour(sheet: Worksheet, pen: Pen, headings: Sequence[Heading], top: int, last: int) -> None:
    """Colour lights, stages and dates reached by what stands in the cell, now or later."""
    for at, heading in enumerate(headings):
        for rule in _rules(heading, pen):
            sheet.conditional_format(top, at, last, at, rule)


def _rules(heading: Heading, pen: Pen) -> Iterator[dict[str, Any]]:
    colours = {"light": ink.LIGHTS, "stage": ink.STANDINGS}.get(heading.field, {})
    for word, (fill, colour) in colours.items():
        yield _if_it_says(word, pen.book.add_format({"bg_color": fill, "font_color": colour}))
    if heading.type is MOMENT:
        quiet = pen.book.add_format({"font_color": ink.QUIET, "italic": True})
        for mark in Mark:
            yield _if_it_says(mark, quiet)
        yield {"type": "no_blanks", "format": pen.book.add_format({"bg_color": ink.REACHED})}


def _if_it_says(word: str, look: Style) -> dict[str, Any]:
    return {
        "type": "cell",
        "criteria": "==",
        "value": f'"{_(str(word))}"',
        "format": look,
        "stop_if_true": True,
    }


# --- print --------------------------------------------------------------------------------------


def _set_print(sheet: Worksheet, about: Sheet, widths: Sequence[float], day: date) -> None:
    ink.set_page(sheet, day)
    sheet.repeat_rows(0, _top(about) - 1)
    if about is not PROJECTS:
        sheet.fit_to_pages(1, 0)
        return
    # All columns on one page could not be read: as many groups as go on one, beside the names.
    sheet.repeat_columns(0, 1)
    own = sum(widths[:2])
    groups = [(first, sum(widths[first : last + 1])) for first, last, _title in _groups()][1:]
    widest = own + max(wide for _first, wide in groups)
    scale = max(min(70, int(100 * ink.page() / widest)), 30)
    sheet.set_print_scale(scale)
    sheet.set_v_pagebreaks(_breaks(groups, 100 * ink.page() / scale - own))


def _breaks(groups: Sequence[tuple[int, float]], room: float) -> list[int]:
    """Give the columns before which a page ends: before a group that has no room on it."""
    breaks, taken = [], 0.0
    for first, wide in groups:
        if taken and taken + wide > room:
            breaks.append(first)
            taken = 0.0
        taken += wide
    return breaks
