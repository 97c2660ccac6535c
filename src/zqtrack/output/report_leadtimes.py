"""The table of a report that shows how long projects take from one stage to a later one."""

from collections.abc import Callable, Iterator, Sequence

from zqtrack.core.leadtime import FEWEST, HORIZONS, LEFT_OUT, LeadTime, LeadTimes, Outcome
from zqtrack.core.report import Report
from zqtrack.language import _, later, sentences
from zqtrack.output.cells import BLANK, UNKNOWN, Column, number, percent, share, table_of
from zqtrack.output.document import Block, Head, Heading, Line, Paragraph, say


def lead_times(report: Report) -> Iterator[Block]:
    """Lay out every pair of stages of which some project tells, and those that were asked for."""
    asked = report.question
    shown = [t for t in report.lead_times if t.counts or (t.start, t.end) in asked.pairs]
    if shown:
        title = (
            _("Lead times in days, of all that began by {day}, seen on {as_of}")
            if asked.window.last < asked.as_of
            else _("Lead times in days, of all that began by {day}")
        )
        yield Heading(title.format(day=asked.window.last, as_of=asked.as_of))
        yield table_of([(Head("from → to"), _pair), *columns_of(shown)], shown)
        hidden = [times for times in report.lead_times if times not in shown]
        if said := sentences(_not_in_table(shown, hidden)):
            yield Paragraph((say(f"  {said}", "quiet"),))


def _not_in_table(shown: Sequence[LeadTimes], hidden: Sequence[LeadTimes]) -> Iterator[str]:
    """Say what has no column because it is nothing, no row, or no room for its reasons."""
    if not any(times.counts[Outcome.WITHDRAWN] for times in shown):
        yield _("None withdrawn.")
    if not any(map(_all_left_out, shown)):
        yield _("None left out.")
    elif any(len(times.reached) >= FEWEST for times in shown):
        reasons = [
            f"{_pair_text(times)} {_reasons(times)}" for times in shown if _all_left_out(times)
        ]
        yield _("Left out: {reasons}.").format(reasons=_("; ").join(reasons))
    if hidden:
        pairs = _(", ").join(map(_pair_text, hidden))
        yield _("Begun by none: {pairs}.").format(pairs=pairs)


def limits(report: Report) -> Iterator[Block]:
    """Lay out the 95 % limits of every figure that is estimated."""
    shown = [times for times in report.lead_times if len(times.reached) >= FEWEST]
    if shown:
        yield Heading(_("Lead times: the 95 % limits of what is estimated"))
        yield table_of([(Head("from → to"), _pair), *LIMITS], shown)
        yield limits_assume()


def limits_assume() -> Paragraph:
    """Say by what method limits are found, and what that assumes."""
    return Paragraph((say(_(_LIMITS_ASSUME), "quiet"),))


def columns_of(shown: Sequence[LeadTimes]) -> tuple[Column[LeadTimes], ...]:
    """Give the columns of a table of lead times, without those in which nothing would stand."""
    withdrawn = any(times.counts[Outcome.WITHDRAWN] for times in shown)
    left_out = any(map(_all_left_out, shown))
    enough = any(len(times.reached) >= FEWEST for times in shown)
    few = any(0 < len(times.reached) < FEWEST for times in shown)
    return (
        *_COUNTS,
        *(_WITHDRAWN if withdrawn else ()),
        *(_LEFT_OUT if left_out else ()),
        *(_ESTIMATES if enough else ()),
        *(_FEW if few else ()),
    )


def _pair(times: LeadTimes) -> Line:
    return say(_pair_text(times), "stage")


def _pair_text(times: LeadTimes) -> str:
    return f"{_(times.start)} → {_(times.end)}"


def _outcome(outcome: Outcome) -> Callable[[LeadTimes], Line]:
    return lambda times: number(times.counts[outcome])


def _all_left_out(times: LeadTimes) -> int:
    return sum(times.counts[outcome] for outcome in LEFT_OUT)


def _why(times: LeadTimes) -> Line:
    return say(_reasons(times))


def _reasons(times: LeadTimes) -> str:
    told = (
        _("{number:,} {why}").format(number=number, why=_(_WHY[outcome]))
        for outcome in LEFT_OUT
        if (number := times.counts[outcome])
    )
    return _(", ").join(told)


def _percentile(part: float) -> Callable[[LeadTimes], Line]:
    def show(times: LeadTimes) -> Line:
        if len(times.reached) < FEWEST:
            return UNKNOWN
        days = times.percentile(part)
        return say(_("not reached"), "warn") if days is None else say(f"{days:,}", "strong")

    return show


def _within(days: int) -> Column[LeadTimes]:
    head = Head(f"≤ {days}", right=True, drops=9 + HORIZONS.index(days))
    return head, lambda times: share(times.within(days))


def _percentile_limits(part: float) -> Callable[[LeadTimes], Line]:
    def show(times: LeadTimes) -> Line:
        ends = times.percentile_limits(part) or ()
        return say(" – ".join(_("not reached") if end is None else f"{end:,}" for end in ends))

    return show


def _within_limits(days: int) -> Column[LeadTimes]:
    def show(times: LeadTimes) -> Line:
        ends = times.within_limits(days)
        return say(" – ".join(map(percent, ends))) if ends else UNKNOWN

    return Head(f"≤ {days}", right=True, drops=9 + HORIZONS.index(days)), show


def _few(times: LeadTimes) -> Line:
    if not 0 < len(times.reached) < FEWEST:
        return BLANK
    return say(_(", ").join(map(_days, times.reached)))


def _days(told: LeadTime) -> str:
    return f"{told.low:,}" if told.low == told.high else f"{told.low:,}–{told.high:,}"


_WHY = {
    Outcome.NOT_APPLICABLE: later("n/a"),
    Outcome.UNKNOWN_DATE: later("undated"),
    Outcome.REVERSED: later("reversed"),
}
# On a narrow screen the reasons go first, then the farthest shares; the counts always stay.
_COUNTS: tuple[Column[LeadTimes], ...] = (
    (Head("done", right=True), _outcome(Outcome.REACHED)),
    (Head("open", right=True), _outcome(Outcome.OPEN)),
)
_WITHDRAWN: tuple[Column[LeadTimes], ...] = (
    (Head("withdrawn", right=True), _outcome(Outcome.WITHDRAWN)),
)
_LEFT_OUT: tuple[Column[LeadTimes], ...] = (
    (Head("left out", right=True), lambda times: number(_all_left_out(times))),
    (Head("why", drops=13), _why),
)
_ESTIMATES: tuple[Column[LeadTimes], ...] = (
    (Head("half in", right=True), _percentile(0.5)),
    (Head("85 % in", right=True), _percentile(0.85)),
    *map(_within, HORIZONS),
)
_FEW: tuple[Column[LeadTimes], ...] = ((Head("each, if few", shrinks=1, drops=8), _few),)
#: The columns of the limits.
LIMITS: tuple[Column[LeadTimes], ...] = (
    (Head("half in", right=True), _percentile_limits(0.5)),
    (Head("85 % in", right=True), _percentile_limits(0.85)),
    *map(_within_limits, HORIZONS),
)
_LIMITS_ASSUME = later(
    "  Wilson's limits on the effective number of projects. They take projects to be independent "
    "of one another, and the open ones to be like the others."
)
