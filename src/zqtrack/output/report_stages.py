"""The table of a report that shows what stands where, and how often it comes there."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from zqtrack.core.cadence import Cadence
from zqtrack.core.money import format_money
from zqtrack.core.report import Report
from zqtrack.core.totals import Standing
from zqtrack.language import _
from zqtrack.output.cells import BLANK, NOTHING, UNKNOWN, Column, number, table_of
from zqtrack.output.document import Block, Head, Heading, Line, say
from zqtrack.output.shapes import bar, sparkline
from zqtrack.output.text import visible


def pipeline_and_cadence(report: Report) -> Iterator[Block]:
    """Lay out both in one table."""
    title = _("Pipeline on {day}, and cadence in {window}").format(
        day=report.question.as_of, window=_window(report)
    )
    return _table(title, [*_PIPELINE, *_cadence_columns(report)], _places(report))


def pipeline(report: Report) -> Iterator[Block]:
    """Lay out how many projects stand where."""
    return _table(
        _("Pipeline on {day}").format(day=report.question.as_of), _PIPELINE, _places(report)
    )


def cadence(report: Report) -> Iterator[Block]:
    """Lay out how often each stage was reached in the window."""
    places = [place for place in _places(report) if place.cadence]
    return _table(
        _("Cadence in {window}").format(window=_window(report)), _cadence_columns(report), places
    )


class _Place(NamedTuple):
    """One row of the table.

    Attributes:
        standing: the projects there.
        share: how many they are, against the place with the most.
        cadence: in the window and a year before; None for prospects and the withdrawn.
        months: how many came there in each month of the window.
    """

    standing: Standing
    share: float
    cadence: tuple[Cadence, Cadence] | None
    months: tuple[int, ...]


def _table(
    title: str, columns: Sequence[Column[_Place]], places: Sequence[_Place]
) -> Iterator[Block]:
    if places:
        yield Heading(title)
        yield table_of([_PLACE, *columns], places)


def _window(report: Report) -> str:
    return visible(str(report.question.window))


def _places(report: Report) -> list[_Place]:
    """Give a row for every place where a project can stand; none where there is no project."""
    most = max(standing.projects for standing in report.pipeline)
    if not most:
        return []
    reached = {
        now.stage.value: ((now, before), months)
        for (now, before), months in zip(report.cadence, report.by_month, strict=True)
    }
    return [
        _Place(standing, standing.projects / most, *reached.get(standing.stage, (None, ())))
        for standing in report.pipeline
    ]


def _cadence_columns(report: Report) -> tuple[Column[_Place], ...]:
    perhaps = any(now.possible for now, _ in report.cadence)
    drawn = len(report.by_month[0]) > 1 and sparkline(report.by_month[0])
    by_month = (_BY_MONTH,) if drawn else ()
    return (_REACHED, *((_PERHAPS,) if perhaps else ()), _EVERY, *by_month, *_YEAR_BEFORE)


def _of(show: Callable[[Cadence, Cadence], Line]) -> Callable[[_Place], Line]:
    return lambda place: show(*place.cadence) if place.cadence else BLANK


def _standing(place: _Place) -> Line:
    return say(_(place.standing.stage), "stage")


def _planned(place: _Place) -> Line:
    """Write the planned investment: the least it can be where not every project says."""
    projects, planned = place.standing.projects, place.standing.investment
    if planned.amount is None:
        return UNKNOWN
    least = "≥ " if planned.known < projects else ""
    return say(f"{least}{format_money(round(planned.amount))}") if projects else NOTHING


def _every(cadence: Cadence) -> Line:
    """Write the days of the window for each project: the most they can be where more may count."""
    days = cadence.days_per_project
    if days is None:
        return UNKNOWN
    most = "≤ " if cadence.possible else ""
    return say(f"{most}{days:,.1f}" if days >= 1 else f"{most}{days:.2g}")


_PLACE: Column[_Place] = (Head("stage"), _standing)
_PIPELINE: tuple[Column[_Place], ...] = (
    (Head("now", right=True), lambda place: number(place.standing.projects)),
    (Head("", drops=5), lambda place: bar(place.share, 10)),
    (Head("planned, yuan", right=True), _planned),
)
_REACHED = (Head("reached", right=True), _of(lambda now, _: number(now.reached)))
_PERHAPS = (Head("perhaps", right=True), _of(lambda now, _: number(now.possible)))
_EVERY = (Head("every, days", right=True), _of(lambda now, _: _every(now)))
_BY_MONTH: Column[_Place] = (
    Head("by month", drops=4),
    lambda place: sparkline(place.months),
)
_YEAR_BEFORE = (
    (Head("a year before", right=True, drops=6), _of(lambda _, was: number(was.reached))),
    (Head("every, days", right=True, drops=7), _of(lambda _, was: _every(was))),
)
