"""What moved in a ledger between two days: the first excluded, the last included.

An event whose date is not exact may have been before the first day or after it. It is told as one
that perhaps moved, never left out and never counted as sure.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from zqtrack.core.columns import View
from zqtrack.core.lights import Light, light, overdue, reasons
from zqtrack.core.period import Period
from zqtrack.core.project import Problem, Project, Replanned, Stage, Withdrawal, seen_on


@dataclass(frozen=True, slots=True)
class Reached:
    """A stage that a project has reached.

    Attributes:
        project: the project.
        stage: the stage.
        on: when; None where nobody knows.
        sure: whether it was surely after the first day.
    """

    project: Project
    stage: Stage
    on: Period | None
    sure: bool


@dataclass(frozen=True, slots=True)
class Left:
    """A project that was withdrawn."""

    project: Project
    withdrawal: Withdrawal
    sure: bool


@dataclass(frozen=True, slots=True)
class Issue:
    """A problem that was found, was closed, or became overdue.

    Attributes:
        project: the project that has it.
        problem: the problem, as it is on the last day.
        sure: whether that was surely after the first day.
    """

    project: Project
    problem: Problem
    sure: bool


@dataclass(frozen=True, slots=True)
class Turned:
    """A light that changed; reasons say why it is red or yellow now."""

    project: Project
    before: Light
    after: Light
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """A promise that was replaced by another.

    Attributes:
        project: the project.
        again: the new promise.
        before: the promise that it replaced; None if there was none.
        sure: whether that was surely after the first day.
    """

    project: Project
    again: Replanned
    before: Period | None
    sure: bool

    @property
    def days(self) -> int | None:
        """Days by which it moved, from last day to last day; None where there was none before."""
        return (self.again.to.last - self.before.last).days if self.before else None


@dataclass(frozen=True, slots=True)
class Comparison:
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


def compare(views: Sequence[View], since: date, until: date) -> Comparison:
    """Find what moved.

    Args:
        views: the projects, seen on the last day.
        since: the first day, before the last.
        until: the last day.
    """
    projects = [view.project for view in views]
    reached = [one for project in projects for one in _reached(project, since)]
    turned = [one for view in views if (one := _turned(view, since))]
    moved = [one for project in projects for one in _moved(project, since)]
    late = [one for project in projects for one in _became_overdue(project, since, until)]
    return Comparison(
        since,
        until,
        tuple(sorted(reached, key=_stage_and_day)),
        tuple(sorted(_left(projects, since), key=lambda one: one.withdrawal.on.last)),
        tuple(sorted(_found(projects, since), key=lambda one: one.problem.raised.last)),
        tuple(sorted(_closed(projects, since), key=lambda one: _day(one.problem.closed))),
        tuple(sorted(late, key=lambda one: _day(one.problem.due))),
        tuple(sorted(turned, key=lambda one: _LIGHTS.index(one.after))),
        tuple(sorted(moved, key=lambda one: one.again.on.last)),
    )


_LIGHTS = tuple(Light)
_STAGES = tuple(Stage)


def _after(period: Period, since: date) -> bool | None:
    """Tell whether something happened after a day: surely, perhaps not (False), or not (None)."""
    if period.last <= since:
        return None
    return period.first > since


def _reached(project: Project, since: date) -> Iterator[Reached]:
    before = seen_on(project, since)
    for stage, moment in project.actual.items():
        if isinstance(moment, Period):
            if (sure := _after(moment, since)) is not None:
                yield Reached(project, stage, moment, sure)
        elif project.has_reached(stage) and not before.has_reached(stage):
            yield Reached(project, stage, None, sure=False)


def _left(projects: Iterable[Project], since: date) -> Iterator[Left]:
    for project in projects:
        gone = project.withdrawn
        if gone and (sure := _after(gone.on, since)) is not None:
            yield Left(project, gone, sure)


def _found(projects: Iterable[Project], since: date) -> Iterator[Issue]:
    for project in projects:
        for problem in project.problems:
            if (sure := _after(problem.raised, since)) is not None:
                yield Issue(project, problem, sure)


def _closed(projects: Iterable[Project], since: date) -> Iterator[Issue]:
    for project in projects:
        for problem in project.problems:
            if problem.closed and (sure := _after(problem.closed, since)) is not None:
                yield Issue(project, problem, sure)


def _became_overdue(project: Project, since: date, until: date) -> Iterator[Issue]:
    for problem in project.problems:
        if overdue(problem, until) is None:
            continue
        raised = _after(problem.raised, since)
        # An open problem was open before as well, if it had been raised.
        if raised or overdue(problem, since) is None:
            yield Issue(project, problem, sure=True)
        elif raised is not None:
            yield Issue(project, problem, sure=False)


def _turned(view: View, since: date) -> Turned | None:
    before = light(seen_on(view.project, since), since, view.limits)
    after = light(view.project, view.day, view.limits)
    if before is after:
        return None
    why = reasons(view.project, view.day, view.limits)
    return Turned(view.project, before, after, why)


def _moved(project: Project, since: date) -> Iterator[Moved]:
    promised = dict(project.planned)
    for again in project.replanned:
        if (sure := _after(again.on, since)) is not None:
            yield Moved(project, again, promised.get(again.stage), sure)
        promised[again.stage] = again.to


def _stage_and_day(one: Reached) -> tuple[int, date]:
    return _STAGES.index(one.stage), _day(one.on)


def _day(period: Period | None) -> date:
    """Give the last day that something can have been, to sort by; the unknown come last."""
    return period.last if period else date.max
