"""What moved in a ledger between two days: the first excluded, the last included.

An event whose date is not exact may have been before these days or after them. It is told as one
that perhaps moved, never left out and never counted as sure.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from zqtrack.core.columns import View
from zqtrack.core.lights import Light, light, overdue, reasons
from zqtrack.core.period import Period
from zqtrack.core.project import Problem, Project, Replanned, Stage, Withdrawal, seen_on
from zqtrack.core.report import Seen


class Reached(NamedTuple):
    """A stage that a project has reached.

    Attributes:
        project: the project.
        stage: the stage.
        on: when; None where nobody knows.
        sure: whether it was surely after the first day, and not after the last.
    """

    project: Project
    stage: Stage
    on: Period | None
    sure: bool


class Left(NamedTuple):
    """A project that was withdrawn."""

    project: Project
    withdrawal: Withdrawal
    sure: bool


class Issue(NamedTuple):
    """A problem that was found, was closed, or became overdue.

    Attributes:
        project: the project that has it.
        problem: the problem, as it is on the last day.
        sure: whether that was surely after the first day, and not after the last.
    """

    project: Project
    problem: Problem
    sure: bool


class Turned(NamedTuple):
    """A light that changed; reasons say why it is red or yellow now."""

    project: Project
    before: Light
    after: Light
    reasons: tuple[str, ...]


class Moved(NamedTuple):
    """A promise that was replaced by another.

    Attributes:
        project: the project.
        again: the new promise.
        before: the promise that it replaced; None if there was none.
        sure: whether that was surely after the first day, and not after the last.
    """

    project: Project
    again: Replanned
    before: Period | None
    sure: bool

    @property
    def days(self) -> int | None:
        """Days by which it moved, from last day to last day; None where there was none before."""
        return (self.again.to.last - self.before.last).days if self.before else None


class Comparison(NamedTuple):
    """What moved between two days.

    Attributes:
        since: the first day; what happened on it had happened.
        until: the last day.
        reached: stages, in the order of stages and then of dates.
        left: projects that were withdrawn, by date.
        found: problems that were raised, by date.
        closed: problems that were solved, by date.
        overdue: open problems that became overdue, the longest overdue first.
        lights: lights that changed, those that are worst now first.
        promises: promises that were replaced, by the date of the new one.
    """

    since: date
    until: date
    reached: tuple[Reached, ...]
    left: tuple[Left, ...]
    found: tuple[Issue, ...]
    closed: tuple[Issue, ...]
    overdue: tuple[Issue, ...]
    lights: tuple[Turned, ...]
    promises: tuple[Moved, ...]

    @property
    def days(self) -> int:
        """The days in which it moved."""
        return (self.until - self.since).days


def compare(seen: Sequence[Seen], since: date, until: date) -> Comparison:
    """Find what moved.

    Args:
        seen: the projects, on the last day.
        since: the first day, before the last.
        until: the last day.
    """
    span = _Span(since, until)
    reached = [one for each in seen for one in _reached(each, span)]
    left = [one for each in seen for one in _left(each, span)]
    found = [one for each in seen for one in _found(each, span)]
    closed = [one for each in seen for one in _closed(each, span)]
    late = [one for each in seen for one in _became_overdue(each, span)]
    turned = [one for each in seen if (one := _turned(each.view, since))]
    moved = [one for each in seen for one in _moved(each, span)]
    return Comparison(
        since,
        until,
        tuple(sorted(reached, key=_stage_and_day)),
        tuple(sorted(left, key=lambda one: one.withdrawal.on.last)),
        tuple(sorted(found, key=lambda one: one.problem.raised.last)),
        tuple(sorted(closed, key=lambda one: _day(one.problem.closed))),
        tuple(sorted(late, key=lambda one: _day(one.problem.due))),
        tuple(sorted(turned, key=lambda one: _LIGHTS.index(one.after))),
        tuple(sorted(moved, key=lambda one: one.again.on.last)),
    )


_LIGHTS = tuple(Light)
_STAGES = tuple(Stage)


class _Span(NamedTuple):
    """The days in which something may have moved: the first excluded, the last included."""

    since: date
    until: date

    def holds(self, period: Period | None) -> bool | None:
        """Tell whether something happened in it: surely, perhaps not (False), or not (None)."""
        if period is None or period.last <= self.since or period.first > self.until:
            return None
        return period.first > self.since and period.last <= self.until


def _reached(seen: Seen, span: _Span) -> Iterator[Reached]:
    project = seen.view.project
    before = seen_on(project, span.since)
    for stage, moment in project.actual.items():
        dated = seen.dated.actual[stage]
        if isinstance(moment, Period) and isinstance(dated, Period):
            if (sure := span.holds(dated)) is not None:
                yield Reached(project, stage, moment, sure)
        elif project.has_reached(stage) and not before.has_reached(stage):
            yield Reached(project, stage, None, sure=False)


def _left(seen: Seen, span: _Span) -> Iterator[Left]:
    gone, dated = seen.view.project.withdrawn, seen.dated.withdrawn
    sure = span.holds(dated.on) if dated else None
    if gone and sure is not None:
        yield Left(seen.view.project, gone, sure)


def _problems(seen: Seen, span: _Span) -> Iterator[tuple[Problem, Problem]]:
    """Give each problem as it was on the last day, and with its dates as they are known."""
    raised = [problem for problem in seen.dated.problems if problem.raised.first <= span.until]
    return zip(seen.view.project.problems, raised, strict=True)


def _found(seen: Seen, span: _Span) -> Iterator[Issue]:
    for problem, dated in _problems(seen, span):
        if (sure := span.holds(dated.raised)) is not None:
            yield Issue(seen.view.project, problem, sure)


def _closed(seen: Seen, span: _Span) -> Iterator[Issue]:
    for problem, dated in _problems(seen, span):
        if (sure := span.holds(dated.closed)) is not None:
            yield Issue(seen.view.project, problem, sure)


def _became_overdue(seen: Seen, span: _Span) -> Iterator[Issue]:
    for problem, dated in _problems(seen, span):
        if overdue(problem, span.until) is None:
            continue
        raised = span.holds(dated.raised)
        # An open problem was open before as well, if it had been raised.
        if raised or overdue(problem, span.since) is None:
            yield Issue(seen.view.project, problem, sure=True)
        elif raised is not None:
            yield Issue(seen.view.project, problem, sure=False)


def _turned(view: View, since: date) -> Turned | None:
    before = light(seen_on(view.project, since), since, view.limits)
    after = light(view.project, view.day, view.limits)
    if before is after:
        return None
    why = reasons(view.project, view.day, view.limits)
    return Turned(view.project, before, after, why)


def _moved(seen: Seen, span: _Span) -> Iterator[Moved]:
    project = seen.view.project
    promised = dict(project.planned)
    dated = [again.on for again in seen.dated.replanned if again.on.first <= span.until]
    for again, on in zip(project.replanned, dated, strict=True):
        if (sure := span.holds(on)) is not None:
            yield Moved(project, again, promised.get(again.stage), sure)
        promised[again.stage] = again.to


def _stage_and_day(one: Reached) -> tuple[int, date]:
    return _STAGES.index(one.stage), _day(one.on)


def _day(period: Period | None) -> date:
    """Give the last day that something can have been, to sort by; the unknown come last."""
    return period.last if period else date.max
