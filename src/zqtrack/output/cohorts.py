"""Cohorts: for people, and as JSON values."""

from collections.abc import Iterator
from typing import Any

from zqtrack.core.cohorts import Cohort, Cohorts
from zqtrack.core.groups import Unit
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
from zqtrack.output.text import count


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
        yield Span(f"No project has a date for {cohorts.start} in one {cohorts.unit}.", "strong")
    elif young == len(cohorts.cohorts):
        yield Span("No cohort is old enough; name a shorter --within.", "strong")
    else:
        days = count(cohorts.within, "day")
        of_them = f"Of the projects {cohorts.start} in each {cohorts.unit}"
        yield Span(f"{of_them}, the share {cohorts.end} within {days}.", "strong")
        if young:
            yield Span(f" {count(young, 'cohort')} too young for it, and so without a figure.")
    if cohorts.undated:
        why = f"the date is unknown or may be in two {_TWO[cohorts.unit]}"
        yield Span(f" In no cohort, as {why}: {cohorts.undated:,}.")


def _table(cohorts: Cohorts) -> Iterator[Block]:
    if cohorts.cohorts:
        days = count(cohorts.within, "day")
        yield Heading(f"{cohorts.start} → {cohorts.end} within {days}, by {cohorts.unit}")
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
    return share(cohort.outturn.share) if cohort.outturn else say("too young", "quiet")


def _interval(cohort: Cohort) -> Line:
    if not cohort.outturn:
        return say(f"until {cohort.ready}", "quiet")
    limits = cohort.outturn.interval
    return say(f"{percent(limits[0])} – {percent(limits[1])}", "quiet") if limits else UNKNOWN


def _drawn(cohort: Cohort) -> Line:
    return bar(cohort.outturn.share or 0, 16) if cohort.outturn else BLANK


_TWO = {Unit.YEAR: "years", Unit.HALF: "halves", Unit.QUARTER: "quarters", Unit.MONTH: "months"}
