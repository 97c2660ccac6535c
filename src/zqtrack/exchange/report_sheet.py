"""The sheet of a workbook that shows the figures: to look at, to print, to hand to the mayor."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from zqtrack.core.cadence import Cadence
from zqtrack.core.forecast import Forecast, interval_text
from zqtrack.core.leadtime import FEWEST, HORIZONS, LEFT_OUT, LeadTimes, Outcome
from zqtrack.core.lights import Light
from zqtrack.core.period import Period, months_of
from zqtrack.core.project import PROSPECT, STAGES, WITHDRAWN, Stage
from zqtrack.core.report import Report
from zqtrack.core.targets import Progress
from zqtrack.core.totals import Share, Standing, Sum
from zqtrack.core.watch import Watched
from zqtrack.exchange import ink
from zqtrack.exchange.cells import ROUNDED_FROM, Cell
from zqtrack.exchange.data_sheet import area
from zqtrack.exchange.ink import Pen, Worksheet, span
from zqtrack.exchange.rows import Exported
from zqtrack.language import _, later, plural

# The grid: a wide column for what a row is about, then columns for figures.
_COLUMNS, _FIRST_WIDE, _WIDE = 14, 30, 12
_UNKNOWN = "–"
# How many values of a field have a row of their own among the shares.
_MOST_SHARES = 8
# Up to so many projects each has a line in the chart.
_FEW = 10
_LINE, _TILES, _CHART_ROWS, _CHART_WIDE = 15, 7, 11, 1372
_BAR = {
    "type": "data_bar",
    "bar_solid": True,
    "bar_color": "#F3D9B1",
    "bar_border_color": "#F3D9B1",
}


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
class _Column(Generic[Record]):
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
class _Page:
    """The sheet, how to write on it, the figures, and the projects behind them."""

    sheet: Worksheet
    pen: Pen
    report: Report
    projects: Sequence[Exported]

    def area(self, field: str) -> str:
        """Name the cells of a field in the sheet of projects, for a formula."""
        return area(field, len(self.projects))


def write_report(sheet: Worksheet, pen: Pen, report: Report, projects: Sequence[Exported]) -> None:
    """Write the figures. What a formula over the sheet of projects gives exactly is one.

    Args:
        sheet: where to.
        pen: the formats of the workbook.
        report: the figures.
        projects: the projects they are of, in the order of the sheet of projects.
    """
    page = _Page(sheet, pen, report, projects)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, _FIRST_WIDE)
    sheet.set_column(1, _COLUMNS - 1, _WIDE)
    row = _write_tiles(page, _write_title(page))
    for section in (_pipeline, _months, _targets, _lead_times, _totals, _shares, _watch):
        row = section(page, row)
    ink.set_page(sheet, report.question.as_of)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, row - 1, _COLUMNS - 1)


# --- the top ------------------------------------------------------------------------------------


def _write_title(page: _Page) -> int:
    whole = (0, _COLUMNS - 1)
    band = {"font_color": ink.PAPER, "bg_color": ink.NAVY, "indent": 1}
    name = ink.shown(page.report.source.ledger, 100)
    span(page.sheet, 0, whole, name, page.pen(**band, bold=True, font_size=18))
    span(page.sheet, 1, whole, ink.shown(_about(page.report)), page.pen(**band))
    for row, height in enumerate((36, 22, 8)):
        page.sheet.set_row(row, height)
    return 3


def _about(report: Report) -> str:
    """Say of what the figures are: the day, the window, the projects, the files."""
    asked, source = report.question, report.source
    parts = [
        _("as of {day}").format(day=asked.as_of),
        _("window {period} ({days})").format(period=asked.window, days=_days(asked.window.days)),
        asked.filter.text or _("all projects"),
        plural("{n:,} file read", "{n:,} files read", source.read).format(n=source.read),
    ]
    if source.left_out:
        parts.append(_("{n:,} of them left out, see zqtrack validate").format(n=source.left_out))
    return " · ".join(parts)


def _days(number: int) -> str:
    return plural("{number:,} day", "{number:,} days", number).format(number=number)


@dataclass(frozen=True, slots=True)
class _Tile:
    """One of the large figures at the top."""

    title: str
    value: Shown
    form: str = ink.WHOLE
    colour: str = ink.NAVY


def _write_tiles(page: _Page, row: int) -> int:
    look: Look = {"bg_color": ink.MIST, "align": "center"}
    for at, tile in enumerate(_tiles(page)):
        columns = (
            max(2 * at - 1, 0),
            min(2 * at, _COLUMNS - 1) if at < _TILES - 1 else _COLUMNS - 1,
        )
        big: Look = {"bold": True, "font_size": 20, "font_color": tile.colour}
        _span(page, row, columns, tile.value, {**look, **big, "num_format": tile.form})
        small = page.pen(**look, font_color=ink.SLATE, text_wrap=True)
        span(page.sheet, row + 1, columns, _capital(tile.title), small)
    page.sheet.set_row(row, 36)
    page.sheet.set_row(row + 1, 22)
    return row + 3


def _tiles(page: _Page) -> Iterator[_Tile]:
    report, problems = page.report, page.report.problems
    signed = {now.stage: now for now, _before in report.cadence}[Stage.SIGNED]
    reds = sum(one.light is Light.RED for one in report.watch)
    count_reds = f'=COUNTIF({page.area("light")},"{_(Light.RED.value)}")'
    yield _Tile(_("projects"), Formula(f"=COUNTA({page.area('id')})", len(page.projects)))
    yield _Tile(_("planned investment, yuan"), _all_investment(page), ink.MONEY)
    yield _Tile(_("signed in the window"), signed.reached)
    yield _Tile(_("days of the window for each"), _every(signed), ink.DAYS)
    yield _Tile(_("with a red light"), Formula(count_reds, reds), colour=_alarming(reds))
    yield _Tile(_("problems open"), problems.open)
    yield _Tile(_("problems overdue"), problems.overdue, colour=_alarming(problems.overdue))


def _alarming(number: int) -> str:
    return ink.BAD if number else ink.GOOD


def _all_investment(page: _Page) -> Shown:
    sums = [one.investment for one in page.report.pipeline]
    known = sum(one.known for one in sums)
    amount = sum(one.amount or 0 for one in sums) if known or not page.projects else None
    return _summed(page, "investment", f"=SUM({page.area('investment')})", Sum(amount, known))


def _summed(page: _Page, field: str, formula: str, total: Sum) -> Shown:
    """Give a sum of whole yuan: the formula, if a spreadsheet adds up the field exactly."""
    if total.amount is None:
        return _UNKNOWN
    if sum(getattr(one.project, field) or 0 for one in page.projects) < ROUNDED_FROM:
        return Formula(formula, total.amount)
    return total.amount if total.amount < ROUNDED_FROM else f"{total.amount:,}"


# --- sections -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    """A row of the pipeline: what stands there, and how often it is reached, now and before."""

    standing: Standing
    cadence: tuple[Cadence, Cadence] | None

    @property
    def word(self) -> str:
        """What the place is called in the sheet of projects."""
        return _(str(self.standing.stage))


def _pipeline(page: _Page, row: int) -> int:
    report = page.report
    reached = {now.stage.value: (now, before) for now, before in report.cadence}
    places = [_Place(one, reached.get(one.stage)) for one in report.pipeline]
    title = _("Pipeline on {as_of}, and cadence in {window}").format(
        as_of=report.question.as_of, window=report.question.window
    )
    after = _table(page, row, title, _pipeline_columns(page), places)
    page.sheet.conditional_format(row + 2, 1, row + 1 + len(places), 1, _BAR)
    return after


def _pipeline_columns(page: _Page) -> tuple[_Column[_Place], ...]:
    stages, amounts = page.area("stage"), page.area("investment")

    def colours(place: _Place) -> Look:
        fill, colour = ink.STANDINGS[place.standing.stage]
        return {"bg_color": fill, "font_color": colour}

    def count(place: _Place) -> Shown:
        return Formula(f'=COUNTIF({stages},"{place.word}")', place.standing.projects)

    def planned(place: _Place) -> Shown:
        formula = f'=SUMIF({stages},"{place.word}",{amounts})'
        return _summed(page, "investment", formula, place.standing.investment)

    return (
        _Column(later("stage"), lambda place: place.word, "", look=colours),
        _Column(later("now"), count),
        _Column(later("planned, yuan"), planned, ink.MONEY, 2),
        _Column(later("said by"), lambda place: place.standing.investment.known),
        _Column(later("reached"), _of(lambda now, _before: now.reached)),
        _Column(later("perhaps"), _of(lambda now, _before: now.possible)),
        _Column(later("every, days"), _of(lambda now, _before: _every(now)), ink.DAYS),
        _Column(later("a year before"), _of(lambda _now, before: before.reached)),
        _Column(later("every, days"), _of(lambda _now, before: _every(before)), ink.DAYS),
    )


def _of(show: Callable[[Cadence, Cadence], Shown]) -> Callable[[_Place], Shown]:
    return lambda place: show(*place.cadence) if place.cadence else None


def _every(cadence: Cadence) -> Shown:
    days = cadence.days_per_project
    return _UNKNOWN if days is None else days


def _months(page: _Page, row: int) -> int:
    """Count what was reached in each month, if the window has no more than fit beside it."""
    window = page.report.question.window
    months = months_of(window)
    if not 1 < len(months) < _COLUMNS or not page.projects:
        return row
    columns: tuple[_Column[_Months], ...] = (
        _Column(later("stage"), lambda one: _(one[0]), ""),
        *(_month(at, month) for at, month in enumerate(months)),
    )
    title = _("Reached in each month of {window}").format(window=window)
    counted = list(zip(STAGES, page.report.by_month, strict=True))
    below = _table(page, row, title, columns, counted) - 1
    _draw_months(page, row + 1, len(months), below)
    return below + _CHART_ROWS + 1


def _draw_months(page: _Page, head: int, months: int, row: int) -> None:
    """Draw the table whose head stands in one row as stacked columns from another row on."""
    name, font = page.sheet.get_name(), {**ink.chart_font(), "color": ink.SLATE}
    chart = page.pen.book.add_chart({"type": "column", "subtype": "stacked"})
    for at, stage in enumerate(STAGES, 1):
        chart.add_series(
            {
                "name": [name, head + at, 0],
                "categories": [name, head, 1, head, months],
                "values": [name, head + at, 1, head + at, months],
                "fill": {"color": ink.STANDINGS[stage][0]},
                "border": {"color": ink.SLATE, "width": 0.5},
                "gap": 60,
            }
        )
    chart.set_legend({"position": "right", "font": font})
    chart.set_x_axis({"num_font": font, "line": {"color": ink.SLATE}})
    grid = {"visible": True, "line": {"color": ink.STEEL, "width": 0.5}}
    axis: Look = {"num_font": font, "major_gridlines": grid, "line": {"none": True}}
    # Halves of a project are none.
    tallest = max(map(sum, zip(*page.report.by_month, strict=True)))
    chart.set_y_axis(axis | ({"major_unit": 1} if tallest < _FEW else {}))
    chart.set_chartarea({"border": {"none": True}})
    chart.set_size({"width": _CHART_WIDE, "height": 20 * _CHART_ROWS})
    said = _("Columns: how many projects reached each stage in each month, as in the table above.")
    page.sheet.insert_chart(row, 0, chart, {"description": said})


_Months: TypeAlias = tuple[Stage, Sequence[int]]


def _month(at: int, month: Period) -> _Column[_Months]:
    # Of a stage that nobody reached a nought says less than an empty cell.
    return _Column(f"{month.first:%Y-%m}", lambda one: one[1][at] or None)


_Target: TypeAlias = tuple[Progress, Forecast | None]


def _targets(page: _Page, row: int) -> int:
    report = page.report
    targets = list(zip(report.targets, report.forecasts, strict=True))
    title = _("Targets on {as_of}").format(as_of=report.question.as_of)
    row = _table(page, row, title, _TARGETS, targets)
    terms = dict.fromkeys((one.year, one.filter) for one in report.targets if one.filter)
    for year, text in terms:
        said = _("{year} counts the projects with {filter}").format(year=year, filter=text)
        row = _write_note(page, row - 1, said)
    return row


def _target_form(target: _Target) -> Look:
    return {"num_format": ink.MONEY} if target[0].measure == "investment" else {}


def _so_far(target: _Target) -> Look:
    actual, pace = target[0].actual, target[0].pace
    colour = {} if actual is None else {"font_color": ink.GOOD if actual >= pace else ink.WARN}
    return {**_target_form(target), **colour, "bold": True}


def _interval(target: _Target) -> Shown:
    return (interval_text(target[1]) if target[1] else None) or _UNKNOWN


def _chance(target: _Target) -> Shown:
    return _or_unknown(target[1].chance(target[0].target) if target[1] else None)


_TARGETS: tuple[_Column[_Target], ...] = (
    _Column(later("measure"), lambda one: _(one[0].measure), ""),
    _Column(later("year"), lambda one: one[0].year, "0"),
    _Column(later("so far"), lambda one: _or_unknown(one[0].actual), columns=2, look=_so_far),
    _Column(later("even pace"), lambda one: one[0].pace, ink.DAYS, 2, look=_target_form),
    _Column(later("target"), lambda one: one[0].target, columns=2, look=_target_form),
    _Column(later("met"), lambda one: _or_unknown(one[0].share), ink.SHARE),
    _Column(later("80 % forecast"), _interval, ink.WHOLE, 2),
    _Column(later("chance"), _chance, ink.SHARE),
)


def _lead_times(page: _Page, row: int) -> int:
    asked = page.report.question
    shown = [t for t in page.report.lead_times if t.counts or (t.start, t.end) in asked.pairs]
    title = _("Lead times in days, of all that began by {last}{seen}").format(
        last=asked.window.last, seen=""
    )
    return _table(page, row, title, _LEAD_TIMES, shown)


def _counted(*outcomes: Outcome) -> Callable[[LeadTimes], Shown]:
    return lambda times: sum(times.counts[outcome] for outcome in outcomes)


def _percentile(part: float) -> Callable[[LeadTimes], Shown]:
    def show(times: LeadTimes) -> Shown:
        if len(times.reached) < FEWEST:
            return _UNKNOWN
        days = times.percentile(part)
        return _("not reached") if days is None else days

    return show


def _within(days: int) -> _Column[LeadTimes]:
    return _Column(f"≤ {days}", lambda times: _or_unknown(times.within(days)), ink.SHARE)


_LEAD_TIMES: tuple[_Column[LeadTimes], ...] = (
    _Column(later("from → to"), lambda times: f"{_(times.start)} → {_(times.end)}", ""),
    _Column(later("done"), _counted(Outcome.REACHED)),
    _Column(later("open"), _counted(Outcome.OPEN)),
    _Column(later("withdrawn"), _counted(Outcome.WITHDRAWN)),
    _Column(later("left out"), _counted(*LEFT_OUT)),
    _Column(later("half in"), _percentile(0.5), look=lambda _times: {"bold": True}),
    _Column(later("85 % in"), _percentile(0.85), look=lambda _times: {"bold": True}),
    *map(_within, HORIZONS),
)


@dataclass(frozen=True, slots=True)
class _Total:
    """A row of the totals; its format and the format of the amount a mu."""

    title: str
    value: Shown
    known: int
    form: str
    per_mu: float | None = None


def _totals(page: _Page, row: int) -> int:
    totals = page.report.totals
    projects = plural("{number:,} project", "{number:,} projects", totals.projects)
    title = _("Totals on {as_of} of {projects} signed and not withdrawn").format(
        as_of=page.report.question.as_of, projects=projects.format(number=totals.projects)
    )
    return _table(page, row, title, _TOTALS, list(_total_rows(page)) if totals.projects else [])


def _total_rows(page: _Page) -> Iterator[_Total]:
    totals = page.report.totals
    land = totals.land_mu

    def signed(field: str, total: Sum) -> Shown:
        stages, amounts = page.area("stage"), page.area(field)
        others = (f'-SUMIF({stages},"{_(word)}",{amounts})' for word in (PROSPECT, WITHDRAWN))
        return _summed(page, field, f"=SUM({amounts}){''.join(others)}", total)

    for field, name, total, per_mu in (
        ("investment", _("planned investment, yuan"), totals.investment, totals.investment_per_mu),
        ("output", _("output a year at capacity, yuan"), totals.output, None),
        ("tax", _("tax a year at capacity, yuan"), totals.tax, totals.tax_per_mu),
    ):
        yield _Total(name, signed(field, total), total.known, ink.MONEY, per_mu)
    # A number: the last digit of a sum of fractions depends on who adds them up.
    yield _Total(_("land, mu"), _or_unknown(land.amount), land.known, ink.LAND)


def _total_form(row: _Total) -> Look:
    return {"num_format": row.form}


_TOTALS: tuple[_Column[_Total], ...] = (
    _Column("", lambda row: _capital(row.title), ""),
    _Column(later("total"), lambda row: row.value, columns=2, look=_total_form),
    _Column(later("a mu"), lambda row: row.per_mu, ink.MONEY, 2),
    _Column(later("said by"), lambda row: row.known),
)

_Part: TypeAlias = tuple[Share, Any]


def _shares(page: _Page, row: int) -> int:
    parts = [
        (share, value)
        for share in page.report.totals.shares
        for value in ((True,) if share.is_flag else tuple(share.counts)[:_MOST_SHARES])
        if share.known
    ]
    title = _("Shares of these projects: at least, as some do not say")
    return _table(page, row, title, _SHARES, parts)


def _value(part: _Part) -> Shown:
    share, value = part
    if share.is_flag:
        return _("yes")
    return _(str(value)) if share.field == "kind" else ink.shown(value, 100)


_SHARES: tuple[_Column[_Part], ...] = (
    _Column(later("field"), lambda part: _capital(_(part[0].field.replace("_", " "))), ""),
    _Column(later("value"), _value, "", 3),
    _Column(later("projects"), lambda part: part[0].counts.get(part[1], 0)),
    _Column(later("share"), lambda part: _or_unknown(part[0].of(part[1])), ink.SHARE),
    _Column(later("not said"), lambda part: part[0].projects - part[0].known),
)


def _watch(page: _Page, row: int) -> int:
    watched, asked = page.report.watch, page.report.question
    projects = plural("{number:,} project", "{number:,} projects", len(watched))
    title = _("Watch list on {as_of}: {count}").format(
        as_of=asked.as_of, count=projects.format(number=len(watched))
    )
    for at, one in enumerate(watched):
        # Over merged cells a spreadsheet does not find the height by itself.
        page.sheet.set_row(row + 2 + at, _LINE * _lines(one) + 3)
    return _table(page, row, title, _WATCH, watched)


def _why(one: Watched) -> str:
    return ink.shown("\n".join(one.reasons))


def _lines(one: Watched) -> int:
    project = one.view.project
    beside = _FIRST_WIDE + _WIDE
    return max(ink.lines(_why(one), 6 * _WIDE), ink.lines(ink.shown(project.name, 200), beside))


def _light(one: Watched) -> Look:
    fill, colour = ink.LIGHTS[one.light]
    return {"bg_color": fill, "font_color": colour, "bold": True, "align": "center", "indent": 0}


def _age(one: Watched) -> Shown:
    return _or_unknown(one.ageing.age[0] if one.ageing.age else None)


_WATCH: tuple[_Column[Watched], ...] = (
    _Column(later("project"), lambda one: ink.shown(one.view.project.name, 200), "", 2),
    _Column(later("light"), lambda one: _(one.light.value), "", look=_light),
    _Column(later("stage"), lambda one: _(str(one.view.project.standing)), ""),
    _Column(later("days"), _age),
    _Column(later("why"), _why, "", 6),
    _Column(later("ID"), lambda one: one.view.project.id, "", 3),
)


# --- tables -------------------------------------------------------------------------------------


def _table(
    page: _Page,
    row: int,
    title: str,
    columns: Sequence[_Column[Record]],
    records: Sequence[Record],
) -> int:
    """Write a table under its title; nothing where there is no record.

    Returns:
        The row for what comes after it.
    """
    if not records:
        return row
    look = page.pen(bold=True, font_size=13, font_color=ink.NAVY, bottom=2, bottom_color=ink.NAVY)
    span(page.sheet, row, (0, _COLUMNS - 1), title, look)
    page.sheet.set_row(row, 24)
    _write_head(page, row + 1, columns)
    for number, record in enumerate(records, row + 2):
        _write_record(page, number, columns, record)
    return row + 3 + len(records)


def _write_head(page: _Page, row: int, columns: Sequence[_Column[Any]]) -> None:
    page.sheet.set_row(row, 20)
    for place, column in _placed(columns):
        look: Look = {"bold": True, "font_color": ink.SLATE, "bottom": 1}
        look |= {"bottom_color": ink.SLATE, "text_wrap": True}
        look |= {"align": "right"} if column.form else {"indent": 1}
        title = _capital(_(column.title)) if column.title else None
        span(page.sheet, row, place, title, page.pen(**look))


def _write_record(
    page: _Page, row: int, columns: Sequence[_Column[Record]], record: Record
) -> None:
    for place, column in _placed(columns):
        look: Look = {"bottom": 1, "bottom_color": ink.STEEL}
        if column.form:
            look |= {"num_format": column.form, "align": "right"}
        else:
            look |= {"text_wrap": True, "indent": 1}
        look |= column.look(record) if column.look else {}
        _span(page, row, place, column.value(record), look)


def _placed(
    columns: Sequence[_Column[Record]],
) -> Iterator[tuple[tuple[int, int], _Column[Record]]]:
    """Give each column with the first and the last column of the grid that it takes."""
    first = 0
    for column in columns:
        yield (first, first + column.columns - 1), column
        first += column.columns


def _write_note(page: _Page, row: int, text: str) -> int:
    look = page.pen(font_color=ink.QUIET, italic=True)
    span(page.sheet, row, (0, _COLUMNS - 1), ink.shown(text), look)
    return row + 2


def _span(page: _Page, row: int, columns: tuple[int, int], value: Shown, look: Look) -> None:
    """Write a figure over several columns: the one place where a cell becomes a formula."""
    shown = value.value if isinstance(value, Formula) else value
    if look.get("num_format") == ink.MONEY:
        look = look | {"num_format": ink.money(shown)}
    style = page.pen(**look)
    span(page.sheet, row, columns, shown, style)
    if isinstance(value, Formula):
        page.sheet.write_formula(row, columns[0], value.text, style, value.value)


def _or_unknown(value: float | None) -> Cell:
    return _UNKNOWN if value is None else value


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
