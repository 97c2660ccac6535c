"""What moved between two days: for people, and as JSON values."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from zqtrack.core.comparison import Comparison, Issue, Left, Moved, Reached, Turned
from zqtrack.core.lights import Light, overdue
from zqtrack.core.period import Period
from zqtrack.core.project import Project
from zqtrack.language import _, plural
from zqtrack.output.cells import BLANK, UNKNOWN, Column, Row, table_of
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
from zqtrack.output.shapes import light_sign

#: How many rows of each table stand on a screen beside the others.
SHOWN = 6


def comparison_document(
    comparison: Comparison, head: tuple[Line, ...], *, whole: bool = False
) -> Document:
    """Lay out what moved: a sentence, then a table for each kind of event.

    Args:
        comparison: what moved.
        head: the first lines.
        whole: whether each table is shown to its end.
    """
    shown = None if whole else SHOWN
    return (
        Paragraph((*head, (), tuple(_answer(comparison)))),
        *(
            block
            for stage, reached in groupby(comparison.reached, lambda one: one.stage)
            for block in _table(
                _("Reached {stage}").format(stage=_(stage)), _REACHED, tuple(reached), shown
            )
        ),
        *_table(_("Withdrawn"), _LEFT, comparison.left, shown),
        *_table(_("Problems found"), _FOUND, comparison.found, shown),
        *_table(_("Problems closed"), _CLOSED, comparison.closed, shown),
        *_table(
            _("Problems that became overdue"), _overdue(comparison), comparison.overdue, shown
        ),
        *_table(_("Lights that changed"), _LIGHTS, comparison.lights, shown),
        *_table(_("Promises that moved"), _PROMISES, comparison.promises, shown),
    )


def comparison_record(comparison: Comparison) -> dict[str, Any]:
    """Give what moved as JSON values."""
    until = comparison.until
    return {
        "since": comparison.since.isoformat(),
        "until": until.isoformat(),
        "days": comparison.days,
        "reached": [
            {"id": one.project.id, "stage": one.stage, "on": _text(one.on), "sure": one.sure}
            for one in comparison.reached
        ],
        "withdrawn": [
            {
                "id": one.project.id,
                "on": one.withdrawal.on.text,
                "reason": one.withdrawal.reason,
                "sure": one.sure,
            }
            for one in comparison.left
        ],
        "problems_found": [_issue(one) for one in comparison.found],
        "problems_closed": [_issue(one) for one in comparison.closed],
        "became_overdue": [
            {**_issue(one), "overdue_days": overdue(one.problem, until)}
            for one in comparison.overdue
        ],
        "lights": [
            {
                "id": one.project.id,
                "from": one.before,
                "to": one.after,
                "reasons": list(one.reasons),
            }
            for one in comparison.lights
        ],
        "promises": [_promise(one) for one in comparison.promises],
    }


def _issue(one: Issue) -> dict[str, Any]:
    problem = one.problem
    return {
        "id": one.project.id,
        "title": problem.title,
        "raised": problem.raised.text,
        "owner": problem.owner,
        "due": _text(problem.due),
        "closed": _text(problem.closed),
        "sure": one.sure,
    }


def _promise(one: Moved) -> dict[str, Any]:
    return {
        "id": one.project.id,
        "stage": one.again.stage,
        "from": _text(one.before),
        "to": one.again.to.text,
        "days": one.days,
        "on": one.again.on.text,
        "reason": one.again.reason,
        "sure": one.sure,
    }


def _text(period: Period | None) -> str | None:
    return period.text if period else None


def _answer(comparison: Comparison) -> Iterator[Span]:
    told = [part for part in _parts(comparison) if part]
    said = _("{said}.").format(said=_("; ").join(told)) if told else _("Nothing moved.")
    yield Span(said, "strong")


def _parts(comparison: Comparison) -> Iterator[str]:
    """Say how much of each kind moved; an event that is not sure is counted apart."""
    stages = [
        _("{counted} {stage}").format(
            counted=_counted([one.sure for one in reached]), stage=_(stage)
        )
        for stage, reached in groupby(comparison.reached, lambda one: one.stage)
    ]
    yield _(", ").join(stages)
    if left := comparison.left:
        yield _("{counted} withdrawn").format(counted=_counted([one.sure for one in left]))
    problems = (
        (_("{counted} found"), comparison.found),
        (_("{counted} closed"), comparison.closed),
        (_("{counted} overdue"), comparison.overdue),
    )
    said = [
        what.format(counted=_counted([one.sure for one in many]))
        for what, many in problems
        if many
    ]
    yield _("problems: {said}").format(said=_(", ").join(said)) if said else ""
    if lights := len(comparison.lights):
        said_of = plural("{number:,} light changed", "{number:,} lights changed", lights)
        changed = said_of.format(number=lights)
        red = sum(one.after is Light.RED for one in comparison.lights)
        yield changed + (_(", {number:,} to red").format(number=red) if red else "")
    if moved := len(comparison.promises):
        said_of = plural("{number:,} promise moved", "{number:,} promises moved", moved)
        yield said_of.format(number=moved)


def _counted(sure: Sequence[bool]) -> str:
    surely, perhaps = sum(sure), len(sure) - sum(sure)
    if not surely:
        return _("perhaps {number:,}").format(number=perhaps)
    if not perhaps:
        return f"{surely:,}"
    return _("{number:,} (perhaps {perhaps:,} more)").format(number=surely, perhaps=perhaps)


def _table(
    title: str, columns: Sequence[Column[Row]], rows: Sequence[Row], shown: int | None
) -> Iterator[Block]:
    if not rows:
        return
    yield Heading(_("{title}: {number:,}").format(title=title, number=len(rows)))
    yield table_of(columns, rows[:shown])
    if shown is not None and len(rows) > shown:
        more = _("  … and {number:,} more; --format markdown shows all").format(
            number=len(rows) - shown
        )
        yield Paragraph((say(more, "quiet"),))


def _when(on: Period | None, *, sure: bool) -> Line:
    if on is None:
        return say(_("date unknown"), "quiet")
    return data(on) if sure else (*data(on), Span(_(" perhaps"), "quiet"))


def _id(project: Project) -> Line:
    return data(project.id)


def _or_unknown(value: object) -> Line:
    return UNKNOWN if value is None else data(value)


def _overdue(comparison: Comparison) -> tuple[Column[Issue], ...]:
    until = comparison.until
    return (
        (Head("due"), lambda one: _or_unknown(one.problem.due)),
        (
            Head("days over", right=True),
            lambda one: say(f"{overdue(one.problem, until) or 0:,}", "bad"),
        ),
        *_WHAT,
    )


def _days(one: Moved) -> Line:
    return BLANK if one.days is None else say(f"{one.days:+,}", "bad" if one.days > 0 else "good")


# The ids of a ledger often begin alike, so they are cut last.
_ID = Head("id", shrinks=1, least=36)
_NAME = Head("project", shrinks=3, least=16, drops=2)
_REACHED: tuple[Column[Reached], ...] = (
    (Head("on"), lambda one: _when(one.on, sure=one.sure)),
    (_ID, lambda one: _id(one.project)),
    (_NAME, lambda one: data(one.project.name)),
)
_LEFT: tuple[Column[Left], ...] = (
    (Head("on"), lambda one: _when(one.withdrawal.on, sure=one.sure)),
    (_ID, lambda one: _id(one.project)),
    (Head("why", shrinks=3), lambda one: _or_unknown(one.withdrawal.reason)),
)
_WHAT: tuple[Column[Issue], ...] = (
    (_ID, lambda one: _id(one.project)),
    (Head("problem", shrinks=3, least=12), lambda one: data(one.problem.title)),
    (Head("owner", shrinks=2, drops=1), lambda one: _or_unknown(one.problem.owner)),
)
_FOUND: tuple[Column[Issue], ...] = (
    (Head("on"), lambda one: _when(one.problem.raised, sure=one.sure)),
    *_WHAT,
)
_CLOSED: tuple[Column[Issue], ...] = (
    (Head("on"), lambda one: _when(one.problem.closed, sure=one.sure)),
    *_WHAT,
)
_LIGHTS: tuple[Column[Turned], ...] = (
    (Head("from"), lambda one: light_sign(one.before)),
    (Head("to"), lambda one: light_sign(one.after)),
    (_ID, lambda one: _id(one.project)),
    (Head("why", shrinks=3, least=20), lambda one: data(_("; ").join(one.reasons))),
)
_PROMISES: tuple[Column[Moved], ...] = (
    (Head("on"), lambda one: _when(one.again.on, sure=one.sure)),
    (_ID, lambda one: _id(one.project)),
    (Head("stage"), lambda one: say(_(one.again.stage), "stage")),
    (Head("from"), lambda one: _or_unknown(one.before)),
    (Head("to"), lambda one: data(one.again.to)),
    (Head("days", right=True), _days),
    (Head("why", shrinks=3, drops=1), lambda one: _or_unknown(one.again.reason)),
)
