"""The figures of groups side by side: for people, and as JSON values."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from zqtrack.core.cadence import Cadence
from zqtrack.core.groups import Group, Groups, Value
from zqtrack.core.leadtime import FEWEST, LeadTimes
from zqtrack.core.report import Question, Section
from zqtrack.language import _, plural, speaks_chinese
from zqtrack.output.cells import UNKNOWN, Column, number, table_of
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
from zqtrack.output.report_leadtimes import LIMITS, columns_of, limits_assume
from zqtrack.output.report_record import lead_times_record
from zqtrack.output.text import projects, visible

#: The sections of a report that can be divided into groups.
DIVIDED = (Section.CADENCE, Section.LEAD_TIMES)


def groups_document(
    groups: Groups,
    asked: Question,
    head: tuple[Line, ...],
    only: Section | None = None,
    *,
    verbose: bool = False,
) -> Document:
    """Lay out the cadence of each group, then for each pair of stages the lead times.

    Args:
        groups: the groups.
        asked: what was asked.
        head: what stands before the answer.
        only: the one section to show.
        verbose: whether the limits of what is estimated are shown as well.
    """
    body: list[Block] = []
    if only in (None, Section.CADENCE):
        body += _cadence(groups, asked)
    if only in (None, Section.LEAD_TIMES):
        body += _lead_times(groups, asked)
        body += _limits(groups) if verbose else ()
    return Paragraph((*head, (), tuple(_answer(groups)))), *body


def groups_record(groups: Groups, only: Section | None = None) -> dict[str, Any]:
    """Give the groups as JSON values."""
    return {
        "by": groups.grouping.text,
        "not_yet": groups.not_yet,
        "unanswered": [{"from": start, "to": end} for start, end in groups.unanswered],
        "groups": [_record(group, only) for group in groups.groups],
    }


def _record(group: Group, only: Section | None) -> dict[str, Any]:
    sections = {
        Section.CADENCE: [_cadence_record(one) for one in group.cadence],
        Section.LEAD_TIMES: [lead_times_record(times) for times in group.lead_times],
    }
    shown = {key.replace("-", "_"): told for key, told in sections.items() if only in (None, key)}
    return {"value": group.value, "projects": group.projects, **shown}


def _cadence_record(cadence: Cadence) -> dict[str, Any]:
    return {
        "stage": cadence.stage,
        "reached": cadence.reached,
        "possible": cadence.possible,
        "days_per_project": cadence.days_per_project,
    }


def _answer(groups: Groups) -> Iterator[Span]:
    number = len(groups.groups)
    by = plural(
        "{projects} in {number:,} group by {field}.",
        "{projects} in {number:,} groups by {field}.",
        number,
    ).format(
        projects=projects(sum(group.projects for group in groups.groups)),
        number=number,
        field=visible(_called(groups.grouping.text)),
    )
    yield Span(by, "strong")
    if groups.not_yet:
        yield Span(
            _(" Not yet {stage}, and in no group: {number:,}.").format(
                stage=_(groups.grouping.stage or ""), number=groups.not_yet
            )
        )


def _called(grouping: str) -> str:
    """Give what divides the projects as somebody would type it: a field, or a stage and a unit."""
    if not speaks_chinese():
        return grouping
    return ":".join(_(word.replace("_", " ")) for word in grouping.split(":"))


def _cadence(groups: Groups, asked: Question) -> Iterator[Block]:
    told = [
        at
        for at, one in enumerate(groups.groups[0].cadence if groups.groups else ())
        if any(group.cadence[at].reached or group.cadence[at].possible for group in groups.groups)
    ]
    yield Heading(
        _("Cadence in {window}: reached, and days for each").format(
            window=visible(str(asked.window))
        )
    )
    if told:
        yield table_of(
            [*_who(groups), *(c for at in told for c in _stage(groups, at))], groups.groups
        )
    else:
        yield Paragraph((say(_("  No project reached a stage in it.")),))


def _who(groups: Groups) -> tuple[Column[Group], ...]:
    by = groups.grouping
    title = by.stage or by.text.replace("_", " ")
    return (
        (Head(title, shrinks=1, least=16), lambda group: _value(groups, group.value)),
        (Head("projects", right=True), lambda group: number(group.projects)),
    )


def _value(groups: Groups, value: Value) -> Line:
    if value is None:
        return say(_("unknown") if groups.grouping.stage is None else _("undated"), "quiet")
    if isinstance(value, bool):
        return say(_("yes") if value else _("no"))
    return data(_(value) if isinstance(value, StrEnum) else value)


def _stage(groups: Groups, at: int) -> tuple[Column[Group], ...]:
    """Give the two columns of a stage; the days are left out first where the screen is narrow."""
    stage = groups.groups[0].cadence[at].stage
    return (
        (Head(stage, right=True), lambda group: _reached(group.cadence[at])),
        (Head("each", right=True, drops=1 + at), lambda group: _each(group.cadence[at])),
    )


def _reached(cadence: Cadence) -> Line:
    least = "≥ " if cadence.possible else ""
    return say(f"{least}{cadence.reached:,}") if least else number(cadence.reached)


def _each(cadence: Cadence) -> Line:
    days = cadence.days_per_project
    if days is None:
        return UNKNOWN
    return say(f"{'≤ ' if cadence.possible else ''}{days:,.1f}")


def _lead_times(groups: Groups, asked: Question) -> Iterator[Block]:
    for at, times in enumerate(groups.groups[0].lead_times if groups.groups else ()):
        if begun := [group for group in groups.groups if group.lead_times[at].counts]:
            yield Heading(
                _("{start} → {end}: lead times in days, of all that began by {day}").format(
                    start=_(times.start), end=_(times.end), day=asked.window.last
                )
            )
            columns = columns_of([group.lead_times[at] for group in begun])
            who = _who(groups)[0]
            yield table_of([who, *[_of_pair(column, at) for column in columns]], begun)
    if groups.unanswered:
        yield Paragraph(((), say(_why(groups))))


def _limits(groups: Groups) -> Iterator[Block]:
    """Lay out the 95 % limits of every figure of a group that is estimated."""
    who, _projects = _who(groups)
    told = False
    for at, times in enumerate(groups.groups[0].lead_times if groups.groups else ()):
        shown = [one for one in groups.groups if len(one.lead_times[at].reached) >= FEWEST]
        if shown:
            told = True
            title = _("{start} → {end}: the 95 % limits of what is estimated")
            yield Heading(title.format(start=_(times.start), end=_(times.end)))
            yield table_of([who, *[_of_pair(column, at) for column in LIMITS]], shown)
    if told:
        yield limits_assume()


def _of_pair(column: Column[LeadTimes], at: int) -> Column[Group]:
    head, cell = column
    return head, lambda group: cell(group.lead_times[at])


def _why(groups: Groups) -> str:
    return _(
        "Lead times that begin before {stage} are not shown by its date: "
        "a group of those that got so far has none of those that did not."
    ).format(stage=_(groups.grouping.stage or ""))
