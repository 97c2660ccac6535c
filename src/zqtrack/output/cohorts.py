"""Cohorts: for people, and as JSON values."""

from collections.abc import Iterator
from typing import Any

from zqtrack.core.calendar import Unit
from zqtrack.core.cohorts import Cohort, Cohorts
from zqtrack.language import _, later, plural
from zqtrack.output.cells import BLANK, UNKNOWN, Column, number, percent, share, table_of
from zqtrack.output.document import (
    Block,
    Document,
    Head,
    Heading,
    Line,
    Paragraph,
    Span,
    data,
    say,
)
from zqtrack.output.shapes import bar
from zqtrack.output.text import days


def cohorts_document(cohorts: Cohorts, head: tuple[Line, ...]) -> Document:
    """Lay out a row for each cohort, with no figure in those that are too young."""
    return Paragraph((*head, (), tuple(_answer(cohorts)))), *_table(cohorts)


def cohorts_record(cohorts: Cohorts) -> dict[str, Any]:
    """Give the cohorts as JSON values; of one that is too young nothing but its size."""
    return {
        "from": cohorts.start,
        "to": cohorts.end,
        "within": cohorts.within,
        "each": cohorts.unit,
        "undated": cohorts.undated,
        "cohorts": [_record(cohort) for cohort in cohorts.cohorts],
    }


def _record(cohort: Cohort) -> dict[str, Any]:
    told = cohort.outturn
    limits = told.interval if told else None
    return {
        "began": cohort.began.text,
        "projects": cohort.projects,
        "ready": cohort.ready.isoformat(),
        "too_young": told is None,
        "reached": told.reached if told else None,
        "perhaps": told.perhaps if told else None,
        "withdrawn": told.withdrawn if told else None,
        "left_out": dict(told.left_out) if told else None,
        "share": told.share if told else None,
        "interval_95": list(limits) if limits else None,
    }


def _answer(cohorts: Cohorts) -> Iterator[Span]:
    young = sum(cohort.outturn is None for cohort in cohorts.cohorts)
    if not cohorts.cohorts:
        yield Span(
            _("No project has a date for {start} in one {unit}.").format(
                start=_(cohorts.start), unit=_(cohorts.unit)
            ),
            "strong",
        )
    elif young == len(cohorts.cohorts):
        yield Span(_("No cohort is old enough; name a shorter --within."), "strong")
    else:
        said = _("Of the projects {start} in each {unit}, the share {end} within {days}.")
        yield Span(
            said.format(
                start=_(cohorts.start),
                unit=_(cohorts.unit),
                end=_(cohorts.end),
                days=days(cohorts.within),
            ),
            "strong",
        )
        if young:
            yield Span(
                plural(
                    " {number:,} cohort too young for it, and so without a figure.",
                    " {number:,} cohorts too young for it, and so without a figure.",
                    young,
                ).format(number=young)
            )
    if cohorts.undated:
        why = _(" In no cohort, as the date is unknown or may be in two {units}: {number:,}.")
        yield Span(why.format(units=_(_TWO[cohorts.unit]), number=cohorts.undated))


def _table(cohorts: Cohorts) -> Iterator[Block]:
    if cohorts.cohorts:
        yield Heading(
            _("{start} → {end} within {days}, by {unit}").format(
                start=_(cohorts.start),
                end=_(cohorts.end),
                days=days(cohorts.within),
                unit=_(cohorts.unit),
            )
        )
        yield table_of(tuple(_columns(cohorts)), cohorts.cohorts)


def _columns(cohorts: Cohorts) -> Iterator[Column[Cohort]]:
    yield Head(cohorts.start), lambda cohort: data(cohort.began)
    yield Head("projects", right=True), lambda cohort: number(cohort.projects)
    yield Head(f"≤ {cohorts.within}", right=True), _reached
    if any(cohort.outturn and cohort.outturn.withdrawn for cohort in cohorts.cohorts):
        yield Head("withdrawn", right=True), _withdrawn
    if any(cohort.outturn and cohort.outturn.left_out.total() for cohort in cohorts.cohorts):
        yield Head("left out", right=True), _left_out
    yield Head("share", right=True), _share
    yield Head("95 % interval", right=True), _interval
    yield Head("", drops=1), _drawn


def _reached(cohort: Cohort) -> Line:
    if not cohort.outturn:
        return BLANK
    least = "≥ " if cohort.outturn.perhaps else ""
    return say(f"{least}{cohort.outturn.reached:,}")


def _withdrawn(cohort: Cohort) -> Line:
    return number(cohort.outturn.withdrawn) if cohort.outturn else BLANK


def _left_out(cohort: Cohort) -> Line:
    return number(cohort.outturn.left_out.total()) if cohort.outturn else BLANK


def _share(cohort: Cohort) -> Line:
    return share(cohort.outturn.share) if cohort.outturn else say(_("too young"), "quiet")


def _interval(cohort: Cohort) -> Line:
    if not cohort.outturn:
        return say(_("until {date}").format(date=cohort.ready), "quiet")
    limits = cohort.outturn.interval
    return say(f"{percent(limits[0])} – {percent(limits[1])}", "quiet") if limits else UNKNOWN


def _drawn(cohort: Cohort) -> Line:
    return bar(cohort.outturn.share or 0, 16) if cohort.outturn else BLANK


_TWO = {
    Unit.YEAR: later("years"),
    Unit.HALF: later("halves"),
    Unit.QUARTER: later("quarters"),
    Unit.MONTH: later("months"),
}
