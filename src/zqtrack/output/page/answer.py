"""The answer of a report: its headline figures as large numbers, each with what it stands on."""

from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree as ET

from zqtrack.core.cadence import Cadence
from zqtrack.core.leadtime import LeadTimes, Outcome
from zqtrack.core.lights import Light
from zqtrack.core.money import format_money
from zqtrack.core.project import PROSPECT, WITHDRAWN, Stage
from zqtrack.core.report import Question, Report
from zqtrack.language import _, later, plural
from zqtrack.output.headline import window_text
from zqtrack.output.page.markup import element

#: The stages whose cadence stands among the headline figures.
_FIRST = (Stage.SIGNED, Stage.LAND_SUPPLIED, Stage.STARTED)
#: The lead time that stands there is the first of these that the past tells; then any other.
_LONGEST = ((Stage.SIGNED, Stage.PRODUCING), (Stage.CONTACTED, Stage.STARTED))

_REACHED = {
    Stage.SIGNED: later("projects signed"),
    Stage.LAND_SUPPLIED: later("supplied with land"),
    Stage.STARTED: later("construction started"),
}


class Number(NamedTuple):
    """A large number: what it counts, how many, and what it stands on."""

    what: str
    value: str
    note: str


def answer(report: Report) -> Iterator[ET.Element]:
    """Lay out the headline figures: those of the window, then those of the day."""
    yield _numbers(_("In the {window}, {projects}"), report, _of_the_window(report))
    yield _numbers(_("On {day}, {projects}"), report, _of_the_day(report))


def pace(cadence: Cadence) -> str:
    """Say how often a stage was reached; of the least number where more may have."""
    days, perhaps = cadence.days_per_project, cadence.possible
    if days is None:
        text = _("{perhaps:,} perhaps") if perhaps else _("none, so no cadence")
    elif days < 1:
        text = _("{rate:,.1f} a day or more, {perhaps:,} more perhaps")
        text = text if perhaps else _("{rate:,.1f} a day")
    else:
        text = _("one every {days:,.1f} days or less, {perhaps:,} more perhaps")
        text = text if perhaps else _("one every {days:,.1f} days")
    return text.format(days=days, rate=1 / (days or 1), perhaps=perhaps)


def _numbers(title: str, report: Report, numbers: Iterator[Number]) -> ET.Element:
    asked = report.question
    about = title.format(window=window_text(asked), day=asked.as_of, projects=whom(asked))
    return element(
        "div",
        element("h2", about, class_="when"),
        element("dl", [_number(number) for number in numbers], class_="numbers"),
    )


def whom(asked: Question) -> str:
    """Name the projects that count."""
    if not asked.filter.text:
        return _("all projects")
    return _("the projects with {terms}").format(terms=asked.filter.text)


def _number(number: Number) -> ET.Element:
    return element(
        "div",
        element("dt", number.what),
        element("dd", number.value, class_="value"),
        element("dd", number.note, class_="basis"),
    )


def _of_the_window(report: Report) -> Iterator[Number]:
    for cadence, _before in report.cadence:
        if cadence.stage in _FIRST:
            yield Number(_(_REACHED[cadence.stage]), f"{cadence.reached:,}", pace(cadence))
    signed = report.cadence[0][0].reached
    known, amount = report.signed.known, report.signed.amount
    note = _("of all that were signed")
    if known < signed:
        note = _("at least: {known:,} of {all:,} say how much") if known else _("nobody says")
    yield Number(
        _("planned investment of the signed, yuan"),
        format_money(round(amount)) if known and amount is not None else "–",
        note.format(known=known, all=signed),
    )


def _of_the_day(report: Report) -> Iterator[Number]:
    yield _underway(report)
    yield _half_in(report)
    red = sum(one.light is Light.RED for one in report.watch)
    yield Number(
        _("projects to look at"),
        f"{len(report.watch):,}",
        plural("{red:,} of them with a red light", "{red:,} of them with a red light", red).format(
            red=red
        ),
    )
    problems = report.problems
    yield Number(
        _("open problems"),
        f"{problems.open:,}",
        _("{overdue:,} overdue; {found:,} found so far").format(
            overdue=problems.overdue, found=problems.found
        ),
    )


def _underway(report: Report) -> Number:
    standing = {one.stage: one.projects for one in report.pipeline}
    producing, gone = standing[Stage.PRODUCING], standing[WITHDRAWN]
    underway = sum(standing.values()) - producing - gone - standing[PROSPECT]
    note = _("signed and not in production; {producing:,} producing, {gone:,} withdrawn")
    return Number(
        _("projects underway"), f"{underway:,}", note.format(producing=producing, gone=gone)
    )


def _half_in(report: Report) -> Number:
    """Give the days by which half got through the longest way of which the past tells."""
    known = {(t.start, t.end): t for t in report.lead_times if t.percentile(0.5) is not None}
    pair = next((pair for pair in (*_LONGEST, *known) if pair in known), None)
    if pair is None:
        note = _("too few have gone from one stage to the next to tell")
        return Number(_("days until half are there"), "–", note)
    times = known[pair]
    title = _("days until half of all have gone from {start} to {end}")
    return Number(
        title.format(start=_(pair[0]), end=_(pair[1])),
        f"{times.percentile(0.5):,}",
        _of_how_many(times),
    )


def _of_how_many(times: LeadTimes) -> str:
    note = _("of {done:,} that got there and {open:,} still open")
    return note.format(done=times.counts[Outcome.REACHED], open=times.counts[Outcome.OPEN])
