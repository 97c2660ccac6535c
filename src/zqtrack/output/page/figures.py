"""The charts of the page, each with what it tells, how to read it, and its figures as a table."""

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from typing import TypeAlias
from xml.etree import ElementTree as ET

from zqtrack.core.cadence import Cadence
from zqtrack.core.charts import Charts
from zqtrack.core.curve import MOST_MARKS, Curve
from zqtrack.core.flow import Arrived, Flow, Month, latest, months
from zqtrack.core.forecast import Forecast
from zqtrack.core.leadtime import FEWEST, Outcome
from zqtrack.core.money import format_money
from zqtrack.core.project import Stage
from zqtrack.core.report import Report, Section
from zqtrack.core.targets import Progress
from zqtrack.core.totals import Standing
from zqtrack.core.waiting import Waiting
from zqtrack.language import _, plural
from zqtrack.output.cells import NOTHING, UNKNOWN
from zqtrack.output.document import Head, Line, Table, data, say
from zqtrack.output.page.answer import pace
from zqtrack.output.page.charts import (
    MOST_WAITERS,
    NARROW,
    WIDE,
    PipelineBar,
    TargetBar,
    curve_chart,
    flow_chart,
    month_text,
    months_chart,
    pipeline_chart,
    targets_chart,
    waiting_chart,
)
from zqtrack.output.page.drawing import Drawn, drawing
from zqtrack.output.page.markup import element, tied
from zqtrack.output.page.tables import table

#: At most so many months of a window are drawn, and so many open projects named.
MOST_MONTHS, MOST_NAMED = 36, 50

#: A chart for a place of a width.
Chart: TypeAlias = Callable[[int], Drawn]


def figures(report: Report, charts: Charts, asked: Collection[Section]) -> Iterator[ET.Element]:
    """Lay out every chart of some sections that has something to show."""
    if not any(standing.projects for standing in report.pipeline):
        return
    if Section.PIPELINE in asked:
        yield pipeline_figure(report)
        if any(arrived.perhaps[-1] for arrived in charts.flow.stages):
            yield flow_figure(report, charts.flow)
    if Section.CADENCE in asked and any(now.reached for now, _before in report.cadence):
        yield cadence_figure(report)
    if Section.LEAD_TIMES in asked and charts.curves:
        yield curves_figure(report, charts.curves)
    if Section.WATCH in asked and any(place.waiters for place in charts.waiting):
        yield waiting_figure(report, charts.waiting)
    if Section.TARGETS in asked and any(target.share is not None for target in report.targets):
        yield targets_figure(report)


def pipeline_figure(report: Report) -> ET.Element:
    """Show how many projects stand where."""
    bars = [
        PipelineBar(_(one.stage), one.projects, _beside(one.projects, _planned(one)))
        for one in report.pipeline
    ]
    fullest = max(report.pipeline, key=lambda one: one.projects)
    total = sum(one.projects for one in report.pipeline)
    text = plural(
        "The one project stands at {stage}.",
        "Most stand at {stage}: {projects:,} of {total:,} projects.",
        total,
    )
    finding = text.format(stage=_(fullest.stage), projects=fullest.projects, total=total)
    title = _("Pipeline")
    note = _(
        "Projects by the last stage that they reached, on {day}, with their planned investment in"
        " yuan: ≥ where not all say how much, nothing where none does."
    ).format(day=report.question.as_of)
    return _charted("pipeline", title, finding, partial(pipeline_chart, bars), (note,))


def flow_figure(report: Report, flow: Flow) -> ET.Element:
    """Show how many projects had come to each stage, over time."""
    day = report.question.as_of
    come = [one for one in flow.stages if one.perhaps[-1] or one.undated]
    names = [_end_label(one) if one.perhaps[-1] else "" for one in flow.stages]
    parts = [_arrived(one) for one in come]
    finding = _("By {day}: {stages}.").format(day=day, stages=_("; ").join(parts))
    title = _("Cumulative flow")
    note = _(
        "Projects that had come to each stage, withdrawn ones too, from {first} to {last}; the"
        " window is shaded. A date that is only a month or a year counts on its last day; the pale"
        " band above a line is what it would be on its first."
    ).format(first=flow.days[0], last=day)
    undated = sum(one.undated for one in flow.stages)
    left = plural(
        "{count:,} date is in no line: the stage was passed, nobody knows when.",
        "{count:,} dates are in no line: the stages were passed, nobody knows when.",
        undated,
    )
    return _charted(
        "flow",
        title,
        finding,
        partial(flow_chart, flow, report.question.window, names),
        (note, _if_any(undated, left)),
        _details(_flow_table(flow), "flow-figures", _("Cumulative flow, by month")),
    )


def cadence_figure(report: Report) -> ET.Element:
    """Show how many projects came to each stage in each month of the window."""
    drawn = [
        (now, months(counts, report.question.window)[-MOST_MONTHS:])
        for (now, _before), counts in zip(report.cadence, report.by_month, strict=True)
        if now.reached
    ]
    most = max(month.reached for _now, each in drawn for month in each)
    panels = [
        _panel(partial(months_chart, each, most), f"cadence-{now.stage}", _(now.stage), _rate(now))
        for now, each in drawn
    ]
    note = _(
        "Bars: projects that surely reached the stage in the month. Above them: the cadence, days"
        " of the month for each project; – where there was none, so there is no cadence."
    )
    placed = sum(map(sum, report.by_month))
    left = sum(now.reached + now.possible for now, _before in report.cadence) - placed
    more = plural(
        "{count:,} date is in no bar: nobody knows in which month of the window it lies.",
        "{count:,} dates are in no bar: nobody knows in which month of the window they lie.",
        left,
    )
    cut = ""
    if latest(report.question.window, MOST_MONTHS) != report.question.window:
        text = _("Only the last {months} months of the window are drawn.")
        cut = text.format(months=MOST_MONTHS)
    title = _("Cadence by month")
    return _section(
        "cadence",
        title,
        _fullest(drawn),
        _panels(panels, note, _if_any(left, more), cut),
        _details(_months_table(drawn), "cadence-figures", title),
    )


def curves_figure(report: Report, curves: Sequence[Curve]) -> ET.Element:
    """Show what share of projects got from one stage to a later one within how many days."""
    panels = [
        _panel(
            partial(curve_chart, curve),
            f"lead-time-{curve.times.start}-{curve.times.end}",
            _("{start} → {end}").format(start=_(curve.times.start), end=_(curve.times.end)),
            _got_there(curve),
        )
        for curve in curves
    ]
    note = _(
        "The share that had got there within so many days of the earlier stage (cumulative"
        " incidence), of all projects that began by {last}, seen on {day}. Small ticks: projects"
        " still open, at their age. Band: the 95 % limits. Dots: half, and 85 %. Where dates are"
        " months, a step stands on the last day that it can be."
    ).format(last=report.question.window.last, day=report.question.as_of)
    cut = ""
    if any(curve.ages > MOST_MARKS for curve in curves):
        text = _("Where open projects have more than {most} ages, {most} of these have a tick.")
        cut = text.format(most=MOST_MARKS)
    few = sum(1 for times in report.lead_times if times.counts and len(times.reached) < FEWEST)
    left = plural(
        "{count} pair of stages has no curve: fewer than {fewest} have finished.",
        "{count} pairs of stages have no curve: fewer than {fewest} have finished.",
        few,
    ).format(count=few, fewest=FEWEST)
    return _section(
        "lead-times",
        _("Lead times"),
        _whole_way(curves),
        _panels(panels, note, cut, left if few else ""),
    )


def waiting_figure(report: Report, places: Sequence[Waiting]) -> ET.Element:
    """Show how long each open project has stood in its stage."""
    title = _("Age in stage")
    long, total = sum(place.long for place in places), sum(len(p.waiters) for p in places)
    finding = plural(
        "{long:,} of {total:,} open project stands longer than 85 % of all took to go on.",
        "{long:,} of {total:,} open projects stand longer than 85 % of all took to go on.",
        total,
    ).format(long=long, total=total)
    if all(place.p85 is None for place in places):
        finding = _("The past does not tell yet which of the open projects stand long.")
    note = _(
        "Each dot is an open project, at the days that it has stood in its stage on {day}; a line"
        " where its date is not exact. Diamonds stand longer than 85 % of all took to go on."
        " Upright lines: the days by which half (solid) and 85 % (dashed) had gone on, where the"
        " past tells."
    ).format(day=report.question.as_of)
    left = sum(max(len(place.waiters) - MOST_WAITERS, 0) for place in places)
    undated = sum(place.undated for place in places)
    names = [_place(place) for place in places]
    limits = (_("half {days}"), _("85 % {days}"))
    more = _("{count:,} younger ones are not drawn.")
    unknown = plural(
        "{count:,} more stands in its stage since nobody knows when.",
        "{count:,} more stand in their stage since nobody knows when.",
        undated,
    )
    return _charted(
        "waiting",
        title,
        finding,
        partial(waiting_chart, places, names, limits),
        (note, _if_any(left, more), _if_any(undated, unknown)),
        _details(_oldest_table(places), "waiting-figures", _oldest_caption(total)),
    )


def targets_figure(report: Report) -> ET.Element:
    """Show how far targets are met, where an even pace would be, and what is forecast."""
    title = _("Targets")
    shown = [
        (one, forecast)
        for one, forecast in zip(report.targets, report.forecasts, strict=True)
        if one.share is not None
    ]
    bars = [_target_bar(one, forecast) for one, forecast in shown]
    behind = sum(_is_behind(one) for one, _forecast in shown)
    finding = plural(
        "{behind} of {count} target is behind an even pace.",
        "{behind} of {count} targets are behind an even pace.",
        len(shown),
    ).format(behind=behind, count=len(shown))
    note = _(
        "Bar: so far, on {day}; 100 % is the target. Upright line: where an even pace through the"
        " year would be."
    ).format(day=report.question.as_of)
    ahead = _("Line with ends: the 80 % forecast for 31 December.")
    left = len(report.targets) - len(shown)
    more = plural(
        "{count} target is not drawn: it is 0, or nobody knows how much there is so far.",
        "{count} targets are not drawn: they are 0, or nobody knows how much there is so far.",
        left,
    )
    return _charted(
        "targets",
        title,
        finding,
        partial(targets_chart, bars),
        (note, ahead if any(bar.forecast for bar in bars) else "", _if_any(left, more)),
    )


# --- words --------------------------------------------------------------------------------------


def _beside(projects: int, planned: str) -> str:
    return f"{projects:,} · {planned}" if planned else f"{projects:,}"


def _planned(standing: Standing) -> str:
    planned = standing.investment
    if planned.amount is None or not standing.projects:
        return ""
    amount = format_money(round(planned.amount))
    return amount if planned.known == standing.projects else f"≥ {amount}"


def _end_label(arrived: Arrived) -> str:
    return f"{arrived.surely[-1]:,} {_(arrived.stage)}"


def _arrived(arrived: Arrived) -> str:
    sure, perhaps = arrived.surely[-1], arrived.perhaps[-1]
    known = f"{sure:,}" if sure == perhaps else f"{sure:,}–{perhaps:,}"
    if not arrived.undated:
        return _("{stage} {known}").format(stage=_(arrived.stage), known=known)
    text = _("{stage} {known} and {undated:,} more, undated")
    return text.format(stage=_(arrived.stage), known=known, undated=arrived.undated)


def _if_any(count: int, text: str) -> str:
    return text.format(count=count) if count else ""


def _rate(cadence: Cadence) -> str:
    return _("{reached:,} in {days:,} days: {pace}").format(
        reached=cadence.reached, days=cadence.window.days, pace=pace(cadence)
    )


def _fullest(drawn: Sequence[tuple[Cadence, Sequence[Month]]]) -> str:
    now, each = drawn[0]
    month = max(each, key=lambda month: month.reached)
    text = _("The fullest month of {stage} was {month}: {reached:,} of {total:,}.")
    return text.format(
        stage=_(now.stage),
        month=month_text(month.days.first),
        reached=month.reached,
        total=now.reached,
    )


def _whole_way(curves: Sequence[Curve]) -> str:
    """Say of the longest way what its curve tells."""
    stages = list(Stage)
    longest = max(curves, key=lambda c: stages.index(c.times.end) - stages.index(c.times.start))
    text = _("From {start} to {end}: {told}.")
    times = longest.times
    return text.format(start=_(times.start), end=_(times.end), told=_got_there(longest))


def _got_there(curve: Curve) -> str:
    times = curve.times
    half, most = times.percentile(0.5), times.percentile(0.85)
    if half is None:
        text = _("fewer than half so far; {done:,} done, {open:,} open")
    elif most is None:
        text = _("half within {half:,} days, fewer than 85 % so far; {done:,} done, {open:,} open")
    else:
        text = _("half within {half:,} days, 85 % within {most:,}; {done:,} done, {open:,} open")
    done, still = times.counts[Outcome.REACHED], times.counts[Outcome.OPEN]
    return text.format(half=half, most=most, done=done, open=still)


def _place(place: Waiting) -> str:
    text = _("{stage}: {count:,}")
    if place.undated:
        text = _("{stage}: {count:,}, {undated:,} more undated")
    known = len(place.waiters)
    return text.format(stage=_(place.standing), count=known, undated=place.undated)


def _target_bar(one: Progress, forecast: Forecast) -> TargetBar:
    label = _("{year} {measure}: {actual} of {target}").format(
        year=one.year,
        measure=_(one.measure),
        actual=_amount(one, one.actual or 0),
        target=_amount(one, one.target),
    )
    ends = forecast.interval
    ahead = None if ends is None else (ends[0] / one.target, ends[1] / one.target)
    return TargetBar(label, one.share or 0, one.pace / one.target, ahead)


def _amount(one: Progress, number: float) -> str:
    money = one.measure == "investment"
    return format_money(round(number)) if money else f"{number:,.0f}"


def _is_behind(one: Progress) -> bool:
    return one.actual is not None and one.actual < one.pace


# --- tables -------------------------------------------------------------------------------------


def _flow_table(flow: Flow) -> Table:
    # The last counted day of each month, and the day itself.
    rows = [
        at
        for at, day in enumerate(flow.days)
        if at + 1 == len(flow.days) or flow.days[at + 1].month != day.month
    ]
    heads = (Head(_("day")), *(Head(_(one.stage), right=True) for one in flow.stages))
    return Table(
        heads,
        tuple(
            (
                say(str(flow.days[at])),
                *(_from_to(one.surely[at], one.perhaps[at]) for one in flow.stages),
            )
            for at in rows[-MOST_MONTHS:]
        ),
    )


def _from_to(low: int, high: int) -> Line:
    return say(f"{low:,}" if low == high else f"{low:,}–{high:,}")


def _months_table(drawn: Sequence[tuple[Cadence, Sequence[Month]]]) -> Table:
    heads = (Head(_("month")), *_month_heads(drawn))
    columns = [each for _now, each in drawn]
    return Table(
        heads,
        tuple(
            (
                say(month_text(parts[0].days.first)),
                *(cell for part in parts for cell in _month_cells(part)),
            )
            for parts in zip(*columns, strict=True)
        ),
    )


def _month_heads(drawn: Sequence[tuple[Cadence, Sequence[Month]]]) -> Iterator[Head]:
    for now, _each in drawn:
        yield Head(_(now.stage), right=True)
        yield Head(_("every, days"), right=True)


def _month_cells(month: Month) -> tuple[Line, Line]:
    days = month.days_per_project
    return (
        say(f"{month.reached:,}") if month.reached else NOTHING,
        UNKNOWN if days is None else say(f"{days:,.1f}"),
    )


def _oldest_caption(total: int) -> str:
    if total <= MOST_NAMED:
        return _("Open projects, the oldest in their stage first")
    text = _("The {shown} oldest in their stage of {total:,} open projects")
    return text.format(shown=MOST_NAMED, total=total)


def _oldest_table(places: Sequence[Waiting]) -> Table:
    waiters = [(place, waiter) for place in places for waiter in place.waiters]
    waiters.sort(key=lambda each: -(each[1].ageing.age or (0, 0))[0])
    heads = (
        Head(_("id"), names=True),
        Head(_("project")),
        Head(_("stage")),
        Head(_("days"), right=True),
        Head(_("half in"), right=True),
        Head(_("85 % in"), right=True),
    )
    rows = [
        (
            data(waiter.view.project.id),
            data(waiter.view.project.name),
            say(_(place.standing), "stage"),
            _from_to(*(waiter.ageing.age or (0, 0))),
            _days(waiter.ageing.p50),
            _days(waiter.ageing.p85),
        )
        for place, waiter in waiters[:MOST_NAMED]
    ]
    return Table(heads, tuple(rows))


def _days(days: int | None) -> Line:
    return UNKNOWN if days is None else say(f"{days:,}")


# --- elements -----------------------------------------------------------------------------------


def _section(name: str, title: str, finding: str, *content: ET.Element) -> ET.Element:
    return element(
        "section",
        element(
            "div",
            element("h2", title, id=name),
            element("p", tied(finding), class_="finding"),
            class_="side",
        ),
        element("div", *content, class_="content"),
    )


def _charted(
    name: str,
    title: str,
    finding: str,
    chart: Chart,
    notes: Sequence[str],
    *below: ET.Element,
) -> ET.Element:
    """Draw a chart twice: for a wide place and for a narrow one; the style shows one of them."""
    both = (("wide", WIDE), ("narrow", NARROW))
    figure = element(
        "figure",
        *(
            element("div", drawing(chart(width), f"{name}-{place}", title, finding), class_=place)
            for place, width in both
        ),
        _captions(notes),
    )
    return _section(name, title, finding, figure, *below)


def _panel(chart: Chart, name: str, title: str, finding: str) -> ET.Element:
    return element(
        "div",
        element("h3", title),
        drawing(chart(NARROW), name, title, finding),
        element("p", tied(finding), class_="basis"),
    )


def _panels(panels: Sequence[ET.Element], *notes: str) -> ET.Element:
    return element("figure", element("div", *panels, class_="panels"), _captions(notes))


def _captions(notes: Sequence[str]) -> ET.Element:
    return element("figcaption", *(element("p", tied(note)) for note in notes if note))


def _details(shown: Table, name: str, caption: str) -> ET.Element:
    return element(
        "details",
        element("summary", _("The figures: {title}").format(title=caption)),
        table(shown, name, element("span", caption)),
    )
