"""The sheet of a workbook that shows the figures: to look at, to print, to hand to the mayor."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

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
from zqtrack.exchange.report_table import (
    COLUMNS,
    FIRST_WIDE,
    WIDE,
    Canvas,
    Column,
    Formula,
    Look,
    Shown,
    capital,
    set_grid,
    write_figure,
    write_note,
    write_table,
)
from zqtrack.exchange.rows import Exported
from zqtrack.language import _, later, plural

_UNKNOWN = "–"
# How many values of a field have a row of their own among the shares.
_MOST_SHARES = 8
# Up to so many projects each has a line in the chart.
_FEW = 10
# The columns of the grid that each of the large figures at the top takes.
_TILES = ((0, 0), (1, 2), (3, 4), (5, 6), (7, 8), (9, 10), (11, 13))
_LINE, _CHART_ROWS, _CHART_WIDE = 15, 11, 1372
_BAR = {
    "type": "data_bar",
    "bar_solid": True,
    "bar_color": "#F3D9B1",
    "bar_border_color": "#F3D9B1",
}


@dataclass(frozen=True, slots=True)
class _Page(Canvas):
    """The sheet, how to write on it, the figures, and the projects behind them."""

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
    set_grid(page)
    row = _write_tiles(page, _write_title(page))
    for section in (_pipeline, _months, _targets, _lead_times, _totals, _shares, _watch):
        row = section(page, row)
    ink.set_page(sheet, report.question.as_of)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, row - 1, COLUMNS - 1)


# --- the top ------------------------------------------------------------------------------------


def _write_title(page: _Page) -> int:
    whole = (0, COLUMNS - 1)
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
    for columns, tile in zip(_TILES, _tiles(page), strict=True):
        big: Look = {"bold": True, "font_size": 20, "font_color": tile.colour}
        write_figure(page, row, columns, tile.value, {**look, **big, "num_format": tile.form})
        small = page.pen(**look, font_color=ink.SLATE, text_wrap=True)
        span(page.sheet, row + 1, columns, capital(tile.title), small)
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
    after = write_table(page, row, title, _pipeline_columns(page), places)
    page.sheet.conditional_format(row + 2, 1, row + 1 + len(places), 1, _BAR)
    return after


def _pipeline_columns(page: _Page) -> tuple[Column[_Place], ...]:
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
        Column(later("stage"), lambda place: place.word, "", look=colours),
        Column(later("now"), count),
        Column(later("planned, yuan"), planned, ink.MONEY, 2),
        Column(later("said by"), lambda place: place.standing.investment.known),
        Column(later("reached"), _of(lambda now, _before: now.reached)),
        Column(later("perhaps"), _of(lambda now, _before: now.possible)),
        Column(later("every, days"), _of(lambda now, _before: _every(now)), ink.DAYS),
        Column(later("a year before"), _of(lambda _now, before: before.reached)),
        Column(later("every, days"), _of(lambda _now, before: _every(before)), ink.DAYS),
    )


def _of(show: Callable[[Cadence, Cadence], Shown]) -> Callable[[_Place], Shown]:
    return lambda place: show(*place.cadence) if place.cadence else None


def _every(cadence: Cadence) -> Shown:
    days = cadence.days_per_project
    return _UNKNOWN if days is None else days


class _Reached(NamedTuple):
    """How many projects reached a stage in each month."""

    stage: Stage
    counts: Sequence[int]


def _months(page: _Page, row: int) -> int:
    """Count what was reached in each month, if the window has no more than fit beside it."""
    window = page.report.question.window
    months = months_of(window)
    if not 1 < len(months) < COLUMNS or not page.projects:
        return row
    columns: tuple[Column[_Reached], ...] = (
        Column(later("stage"), lambda one: _(one.stage), ""),
        *(_month(at, month) for at, month in enumerate(months)),
    )
    title = _("Reached in each month of {window}").format(window=window)
    counted = list(map(_Reached, STAGES, page.report.by_month))
    below = write_table(page, row, title, columns, counted) - 1
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


def _month(at: int, month: Period) -> Column[_Reached]:
    # Of a stage that nobody reached a nought says less than an empty cell.
    return Column(f"{month.first:%Y-%m}", lambda one: one.counts[at] or None)


class _Target(NamedTuple):
    """A target: how far it is met, and what is forecast of it."""

    progress: Progress
    forecast: Forecast


def _targets(page: _Page, row: int) -> int:
    report = page.report
    targets = list(map(_Target, report.targets, report.forecasts))
    title = _("Targets on {as_of}").format(as_of=report.question.as_of)
    row = write_table(page, row, title, _TARGETS, targets)
    terms = dict.fromkeys((one.year, one.filter) for one in report.targets if one.filter)
    for year, text in terms:
        said = _("{year} counts the projects with {filter}").format(year=year, filter=text)
        row = write_note(page, row - 1, said)
    return row


def _target_form(target: _Target) -> Look:
    return {"num_format": ink.MONEY} if target.progress.measure == "investment" else {}


def _so_far(target: _Target) -> Look:
    actual, pace = target.progress.actual, target.progress.pace
    colour = {} if actual is None else {"font_color": ink.GOOD if actual >= pace else ink.WARN}
    return {**_target_form(target), **colour, "bold": True}


def _chance(target: _Target) -> Shown:
    return _or_unknown(target.forecast.chance(target.progress.target))


_TARGETS: tuple[Column[_Target], ...] = (
    Column(later("measure"), lambda one: _(one.progress.measure), ""),
    Column(later("year"), lambda one: one.progress.year, "0"),
    Column(later("so far"), lambda one: _or_unknown(one.progress.actual), columns=2, look=_so_far),
    Column(later("even pace"), lambda one: one.progress.pace, ink.DAYS, 2, look=_target_form),
    Column(later("target"), lambda one: one.progress.target, columns=2, look=_target_form),
    Column(later("met"), lambda one: _or_unknown(one.progress.share), ink.SHARE),
    Column(later("80 % forecast"), lambda one: interval_text(one.forecast) or _UNKNOWN, columns=2),
    Column(later("chance"), _chance, ink.SHARE),
)


def _lead_times(page: _Page, row: int) -> int:
    asked = page.report.question
    shown = [t for t in page.report.lead_times if t.counts or (t.start, t.end) in asked.pairs]
    title = _("Lead times in days, of all that began by {last}{seen}").format(
        last=asked.window.last, seen=""
    )
    return write_table(page, row, title, _LEAD_TIMES, shown)


def _counted(*outcomes: Outcome) -> Callable[[LeadTimes], Shown]:
    return lambda times: sum(times.counts[outcome] for outcome in outcomes)


def _percentile(part: float) -> Callable[[LeadTimes], Shown]:
    def show(times: LeadTimes) -> Shown:
        if len(times.reached) < FEWEST:
            return _UNKNOWN
        days = times.percentile(part)
        return _("not reached") if days is None else days

    return show


def _within(days: int) -> Column[LeadTimes]:
    return Column(f"≤ {days}", lambda times: _or_unknown(times.within(days)), ink.SHARE)


_LEAD_TIMES: tuple[Column[LeadTimes], ...] = (
    Column(later("from → to"), lambda times: f"{_(times.start)} → {_(times.end)}", ""),
    Column(later("done"), _counted(Outcome.REACHED)),
    Column(later("open"), _counted(Outcome.OPEN)),
    Column(later("withdrawn"), _counted(Outcome.WITHDRAWN)),
    Column(later("left out"), _counted(*LEFT_OUT)),
    Column(later("half in"), _percentile(0.5), look=lambda _times: {"bold": True}),
    Column(later("85 % in"), _percentile(0.85), look=lambda _times: {"bold": True}),
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
    return write_table(
        page, row, title, _TOTALS, list(_total_rows(page)) if totals.projects else []
    )


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


_TOTALS: tuple[Column[_Total], ...] = (
    Column("", lambda row: capital(row.title), ""),
    Column(later("total"), lambda row: row.value, columns=2, look=_total_form),
    Column(later("a mu"), lambda row: row.per_mu, ink.MONEY, 2),
    Column(later("said by"), lambda row: row.known),
)


class _Part(NamedTuple):
    """A value of a field, which some of the projects have."""

    share: Share
    value: Any


def _shares(page: _Page, row: int) -> int:
    parts = [
        _Part(share, value)
        for share in page.report.totals.shares
        for value in ((True,) if share.is_flag else tuple(share.counts)[:_MOST_SHARES])
        if share.known
    ]
    title = _("Shares of these projects: at least, as some do not say")
    return write_table(page, row, title, _SHARES, parts)


def _value(part: _Part) -> Shown:
    if part.share.is_flag:
        return _("yes")
    return _(str(part.value)) if part.share.field == "kind" else ink.shown(part.value, 100)


_SHARES: tuple[Column[_Part], ...] = (
    Column(later("field"), lambda part: capital(_(part.share.field.replace("_", " "))), ""),
    Column(later("value"), _value, "", 3),
    Column(later("projects"), lambda part: part.share.counts.get(part.value, 0)),
    Column(later("share"), lambda part: _or_unknown(part.share.of(part.value)), ink.SHARE),
    Column(later("not said"), lambda part: part.share.projects - part.share.known),
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
    return write_table(page, row, title, _WATCH, watched)


def _why(one: Watched) -> str:
    return ink.shown("\n".join(one.reasons))


def _lines(one: Watched) -> int:
    project = one.view.project
    beside = FIRST_WIDE + WIDE
    return max(ink.lines(_why(one), 6 * WIDE), ink.lines(ink.shown(project.name, 200), beside))


def _light(one: Watched) -> Look:
    fill, colour = ink.LIGHTS[one.light]
    return {"bg_color": fill, "font_color": colour, "bold": True, "align": "center", "indent": 0}


def _age(one: Watched) -> Shown:
    return _or_unknown(one.ageing.age[0] if one.ageing.age else None)


_WATCH: tuple[Column[Watched], ...] = (
    Column(later("project"), lambda one: ink.shown(one.view.project.name, 200), "", 2),
    Column(later("light"), lambda one: _(one.light.value), "", look=_light),
    Column(later("stage"), lambda one: _(str(one.view.project.standing)), ""),
    Column(later("days"), _age),
    Column(later("why"), _why, "", 6),
    Column(later("ID"), lambda one: one.view.project.id, "", 3),
)


def _or_unknown(value: float | None) -> Cell:
    return _UNKNOWN if value is None else value
