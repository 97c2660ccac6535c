"""A report for people: the answer in a sentence, then the figures, each with window and count."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from zqtrack.core.ageing import AHEAD
from zqtrack.core.forecast import Forecast, interval_text
from zqtrack.core.money import format_money
from zqtrack.core.report import Report, Section
from zqtrack.core.targets import Progress
from zqtrack.core.totals import Share, Sum
from zqtrack.core.watch import Watched
from zqtrack.language import _, later
from zqtrack.output.cells import BLANK, UNKNOWN, Column, percent, share, table_of
from zqtrack.output.document import Block, Document, Head, Heading, Line, Paragraph, data, say
from zqtrack.output.report_answer import opening
from zqtrack.output.report_leadtimes import lead_times, limits
from zqtrack.output.report_stages import cadence, pipeline, pipeline_and_cadence
from zqtrack.output.shapes import bar, light_sign
from zqtrack.output.text import projects, visible

#: How many lines of the watch list stand on a screen beside the other sections.
SHOWN = 10


def report_document(report: Report, *, whole: bool = False, verbose: bool = False) -> Document:
    """Lay a report out: every section that has something to say; the opening tells the problems.

    Args:
        report: the figures.
        whole: whether the watch list is shown to its end.
        verbose: whether the limits of what is estimated are shown as well.
    """
    return (
        opening(report),
        *pipeline_and_cadence(report),
        *lead_times(report),
        *(limits(report) if verbose else ()),
        *_targets(report),
        *_totals(report),
        *_watch(report, None if whole else SHOWN),
    )


def section_document(
    report: Report, section: Section, *, verbose: bool = False, lines: int | None = None
) -> Document:
    """Lay one section of a report out, to its end; ``verbose`` as in ``report_document``.

    Of the watch list there are at most so many ``lines``, if that is not None.
    """
    if section is Section.WATCH and lines is not None:
        return (opening(report), *_watch(report, lines, aged=True))
    lay_out, otherwise = _SECTIONS[section]
    more = limits(report) if verbose and section is Section.LEAD_TIMES else ()
    return (opening(report), *(tuple(lay_out(report)) or (Heading(_(otherwise)),)), *more)


def _targets(report: Report) -> Iterator[Block]:
    if report.targets:
        yield Heading(_("Targets on {day}").format(day=report.question.as_of))
        bars = (_TARGET_BAR,) if any(one.share for one in report.targets) else ()
        yield table_of((*_TARGETS, *_ahead(report), *bars), report.targets)
        filters = dict.fromkeys((one.year, one.filter) for one in report.targets if one.filter)
        below = (*(_of_which(*which) for which in filters), *_not_forecast(report.forecasts))
        if below:
            yield Paragraph(below)


def _not_forecast(forecasts: Iterable[Forecast]) -> Iterator[Line]:
    """Say of what there is no forecast, and why: a line for each reason."""
    measures: dict[str, dict[str, None]] = {}
    for one in forecasts:
        if one.reason:
            measures.setdefault(one.reason, {})[_(one.measure)] = None
    for reason, of in measures.items():
        said = _("  No forecast of {measures}: {reason}.")
        yield say(said.format(measures=_(", ").join(of), reason=_(reason)), "quiet")


def _of_which(year: int, terms: str) -> Line:
    return data(_("  {year} counts the projects with {filter}").format(year=year, filter=terms))


def _amount(one: Progress, number: float) -> str:
    money = one.measure == "investment"
    return format_money(round(number)) if money else f"{number:,.1f}".removesuffix(".0")


def _so_far(one: Progress) -> Line:
    if one.actual is None:
        return UNKNOWN
    least = "≥ " if one.silent else ""
    return say(f"{least}{_amount(one, one.actual)}", "good" if one.actual >= one.pace else "warn")


_TARGETS: tuple[Column[Progress], ...] = (
    (Head("year"), lambda one: say(str(one.year))),
    (Head("measure"), lambda one: say(_(one.measure), "stage")),
    (Head("so far", right=True), _so_far),
    (Head("even pace", right=True, drops=1), lambda one: say(_amount(one, one.pace))),
    (Head("target", right=True), lambda one: say(_amount(one, one.target))),
    (Head("met", right=True), lambda one: share(one.share)),
)
_TARGET_BAR: Column[Progress] = (Head("", drops=3), lambda one: bar(one.share or 0, 16))


def _ahead(report: Report) -> Iterator[Column[Progress]]:
    """Give the columns of the forecasts, where the past gives a basis for any."""
    ahead = dict(zip(report.targets, report.forecasts, strict=True))
    if any(forecast.tally for forecast in ahead.values()):
        yield Head("80 % forecast", right=True), lambda one: _forecast(ahead[one])
        yield Head("chance", right=True), lambda one: _chance(one, ahead[one])


def _forecast(forecast: Forecast) -> Line:
    text = interval_text(forecast)
    return say(text) if text else UNKNOWN


def _chance(one: Progress, forecast: Forecast) -> Line:
    return share(forecast.chance(one.target))


def _problems(report: Report) -> Iterator[Block]:
    problems = report.problems
    if problems.found:
        yield Heading(_("Problems up to {day}").format(day=report.question.as_of))
        said = _("  {found:,} found, {closed:,} closed, {open:,} open, ").format(
            found=problems.found, closed=problems.closed, open=problems.open
        )
        overdue = say(
            _("{overdue:,} of them overdue").format(overdue=problems.overdue),
            "bad" if problems.overdue else "plain",
        )
        yield Paragraph(((*say(said), *overdue),))


class _Total(NamedTuple):
    """One row of the table of totals."""

    title: str
    sum: Sum
    amount: str
    per_mu: float | None = None


def _totals(report: Report) -> Iterator[Block]:
    sums = report.totals
    if not sums.projects:
        return
    yield Heading(
        _("Totals on {day} of {projects} signed and not withdrawn").format(
            day=report.question.as_of, projects=projects(sums.projects)
        )
    )
    rows = (
        _yuan(_("planned investment, yuan"), sums.investment, sums.investment_per_mu),
        _yuan(_("output a year at capacity, yuan"), sums.output),
        _yuan(_("tax a year at capacity, yuan"), sums.tax, sums.tax_per_mu),
        _Total(_("land, mu"), sums.land_mu, f"{sums.land_mu.amount or 0:,.1f}".removesuffix(".0")),
    )
    told = [row for row in rows if row.sum.known]
    if told:
        yield table_of(_totals_columns(sums.projects), told)
    if shares := tuple(_shares(sums.shares)):
        yield Paragraph(shares)


def _yuan(title: str, amount: Sum, per_mu: float | None = None) -> _Total:
    return _Total(title, amount, format_money(round(amount.amount or 0)), per_mu)


def _per_mu(row: _Total) -> Line:
    return BLANK if row.per_mu is None else say(format_money(round(row.per_mu)))


def _totals_columns(every: int) -> tuple[Column[_Total], ...]:
    return (
        (Head(""), lambda row: say(row.title)),
        (Head("total", right=True), lambda row: say(row.amount)),
        (Head("a mu", right=True), _per_mu),
        (
            Head("said by"),
            lambda row: say(
                _("{known:,} of {every:,}").format(known=row.sum.known, every=every),
                "quiet",
            ),
        ),
    )


def _shares(shares: tuple[Share, ...]) -> Iterator[Line]:
    """Say how large the part is that each flag, and the largest that each text, sets apart."""
    flags = [_share(one, True) for one in shares if one.is_flag and one.known]
    largest = [
        _share(one, next(iter(one.counts))) for one in shares if one.counts and not one.is_flag
    ]
    if flags:
        yield say("  " + " · ".join(flags))
    if largest:
        yield say(_("  largest groups: {groups}").format(groups=" · ".join(largest)))


def _share(share: Share, value: object) -> str:
    field = _(share.field.replace("_", " "))
    title = (
        field
        if value is True
        else f"{field} {visible(_(value) if isinstance(value, StrEnum) else str(value))}"
    )
    silent = share.projects - share.known
    said = (
        _("{title} ≥ {share} ({number:,}, {silent:,} not said)")
        if silent
        else _("{title} {share} ({number:,})")
    )
    return said.format(
        title=title,
        share=percent(share.of(value) or 0),
        number=share.counts.get(value, 0),
        silent=silent,
    )


def _watch(report: Report, lines: int | None = None, *, aged: bool = False) -> Iterator[Block]:
    if not report.watch:
        return
    yield Heading(
        _("Watch list on {day}: {projects}").format(
            day=report.question.as_of, projects=projects(len(report.watch))
        )
    )
    shown = list(_within(report.watch, lines))
    rows = [(one, at, why) for one, reasons in shown for at, why in enumerate(reasons)]
    yield table_of((*_WATCH, *_ageing(report, whole=aged or lines is None)), rows)
    if (more := len(report.watch) - len(shown)) > 0:
        yield Paragraph(
            (
                say(
                    _("  … and {number:,} more: zqtrack report --only watch").format(number=more),
                    "quiet",
                ),
            )
        )


def _within(
    watched: Sequence[Watched], lines: int | None
) -> Iterator[tuple[Watched, tuple[str, ...]]]:
    """Give as many as have room in so many lines, and one at least; a reason takes a line."""
    taken = 0
    for one in watched:
        reasons = one.reasons
        if lines is not None and taken and taken + len(reasons) > lines:
            return
        taken += len(reasons)
        yield one, reasons


# A project, the number of one of its reasons to be watched, and that reason.
_Reason: TypeAlias = tuple[Watched, int, str]


def _of_first(show: Callable[[Watched], Line]) -> Callable[[_Reason], Line]:
    return lambda row: show(row[0]) if row[1] == 0 else BLANK


_WatchColumn: TypeAlias = Column[_Reason]
_WATCH: tuple[_WatchColumn, ...] = (
    (Head("light"), _of_first(lambda one: light_sign(one.light))),
    (
        Head("id", shrinks=2, least=20, names=True),
        _of_first(lambda one: data(one.view.project.id)),
    ),
    (
        Head("project", shrinks=3, least=24, drops=1),
        _of_first(lambda one: data(one.view.project.name)),
    ),
    (Head("why", shrinks=1, least=42), lambda row: data(row[2])),
)


def _ageing(report: Report, *, whole: bool) -> Iterator[_WatchColumn]:
    """Give the columns of the ages and chances, where the list is whole and any is known."""
    if not whole or not any(one.ageing.told for one in report.watch):
        return
    yield Head("days", right=True, drops=3), _of_first(lambda one: _days(one.ageing.age))
    yield Head("half in", right=True, drops=5), _of_first(lambda one: _limit(one.ageing.p50))
    yield Head("85 % in", right=True, drops=4), _of_first(lambda one: _limit(one.ageing.p85))
    for at, (days, drops) in enumerate(zip(AHEAD, (7, 2, 6), strict=True)):
        yield (
            Head(_("next ≤ {days}").format(days=days), right=True, drops=drops),
            _of_first(_chance_at(at)),
        )


def _days(age: tuple[int, int] | None) -> Line:
    if age is None:
        return UNKNOWN
    return say(f"{age[0]:,}" if age[0] == age[1] else f"{age[0]:,}–{age[1]:,}")


def _limit(days: int | None) -> Line:
    return UNKNOWN if days is None else say(f"{days:,}")


def _chance_at(at: int) -> Callable[[Watched], Line]:
    return lambda one: share(one.ageing.chances[at])


_Section = tuple[Callable[[Report], Iterator[Block]], str]
#: How each section is laid out, and what is said where it has nothing to say.
_SECTIONS: Mapping[Section, _Section] = {
    Section.PIPELINE: (pipeline, later("No project to count")),
    Section.CADENCE: (cadence, later("No project to count")),
    Section.LEAD_TIMES: (lead_times, later("No project has begun")),
    Section.TARGETS: (_targets, later("No target for these years in zqtrack.toml")),
    Section.PROBLEMS: (_problems, later("No problem found")),
    Section.TOTALS: (_totals, later("No project is signed and not withdrawn")),
    Section.WATCH: (_watch, later("No project needs attention")),
}
