"""Where a project stands against its promises and problems: red, yellow, green or grey."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple

from zqtrack.core.fields import COUNT, field
from zqtrack.core.period import Period
from zqtrack.core.project import Problem, Project, Stage
from zqtrack.core.record import record
from zqtrack.language import _, later, plural


class Light(StrEnum):
    """How worried to be, the most first."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    GREY = "grey"  # nothing was promised, so nothing can be late


_WORST_FIRST = tuple(Light)
_GREY = Light.GREY
_LAST = attrgetter("last")


@record(kw_only=True)
class Limits:
    """When a light changes, in days; set under ``[lights]`` of ``zqtrack.toml``."""

    soon: int = field(COUNT, later("a promise due within so many days is yellow"), default=30)
    late: int = field(
        COUNT, later("a promise late by more days is red, by fewer yellow"), default=0
    )
    problem_late: int = field(
        COUNT, later("an open problem overdue by more days is red, by fewer yellow"), default=30
    )


class Promise(NamedTuple):
    """What is promised next of a project.

    Attributes:
        stage: the stage that was promised.
        first: the first promise for it.
        current: the promise that counts now.
    """

    stage: Stage
    first: Period
    current: Period

    def days_late(self, day: date) -> int:
        """Days from the last day of the current promise to a day; negative before it."""
        return (day - self.current.last).days

    def slip(self, day: date) -> int:
        """Days by which it comes later than first promised, from last day to last day.

        A promise that is late comes on the day at the earliest, so it slips on every day.
        """
        return (max(self.current.last, day) - self.first.last).days


class Due(NamedTuple):
    """What a light follows from, whatever the day.

    Attributes:
        promise: the promise that is due first, for whichever stage ahead.
        problem: by when the open problem is to be solved that is due first: the longer it is
            overdue the worse, so the others do not count.
    """

    promise: Promise | None
    problem: Period | None


_NOTHING_DUE = Due(None, None)


def promise_for(project: Project, stage: Stage) -> Promise | None:
    """Give the promise for a stage, or None where there is none."""
    current = project.promise(stage)
    return Promise(stage, project.first_promise(stage) or current, current) if current else None


def overdue(problem: Problem, day: date) -> int | None:
    """Give the days, at least 1, since an open problem was due; None if it is not overdue."""
    if problem.closed or problem.due is None or problem.due.last >= day:
        return None
    return (day - problem.due.last).days


def due_of(project: Project) -> Due:
    """Give what is due of a project; nothing of one that produces or has left."""
    if not (project.planned or project.replanned or project.problems):
        return _NOTHING_DUE  # as of most, and told at once
    ahead = project.ahead
    if not ahead:
        return _NOTHING_DUE
    problems = [problem.due for problem in project.open_problems if problem.due]
    return Due(_due_first(project, ahead), min(problems, key=_LAST, default=None))


def light_of(due: Due, day: date, limits: Limits) -> Light:
    """Give the light on a day that follows from what is due: that of ``light``."""
    shown = []
    if due.promise:
        shown.append(_promise_light(due.promise.days_late(day), limits))
    if due.problem and due.problem.last < day:
        shown.append(_problem_light((day - due.problem.last).days, limits))
    return _worst(shown)


def is_late(due: Due, day: date) -> bool:
    """Whether a promise is late or a problem overdue on a day, not only due soon."""
    promise = due.promise and due.promise.days_late(day) > 0
    return bool(promise or (due.problem and due.problem.last < day))


def light(project: Project, day: date, limits: Limits) -> Light:
    """Give a project's light on a day: the worst of its next promise's and its problems'.

    A project that produces or has left is grey: nothing more is promised of it.
    """
    return worst(causes(project, day, limits))


def worst(found: Iterable["Cause"]) -> Light:
    """Give the light that follows from causes: the worst of them, grey if there are none."""
    return _worst([cause.light for cause in found])


def reasons(project: Project, day: date, limits: Limits) -> tuple[str, ...]:
    """Say what makes a project's light red or yellow, one phrase a cause."""
    return phrases(causes(project, day, limits))


def phrases(found: Iterable["Cause"]) -> tuple[str, ...]:
    """Say of each cause that makes a light red or yellow what it is."""
    return tuple(_phrase(one.of, one.late) for one in found if one.light is not Light.GREEN)


def in_days(number: int) -> str:
    """Write a number of days: ``1 day``, ``1,200 days``."""
    return plural("{number:,} day", "{number:,} days", number).format(number=number)


class Cause(NamedTuple):
    """What a light follows from.

    Attributes:
        light: the light that it alone would give.
        of: the promise that is due first, or an open problem.
        late: days by which it is late; negative before it is.
    """

    light: Light
    of: Promise | Problem
    late: int


def causes(project: Project, day: date, limits: Limits) -> list[Cause]:
    """Give what a project's light follows from: its next promise, and the problems overdue."""
    if not (project.planned or project.replanned or project.problems):
        return []  # as of most, and told at once
    ahead = project.ahead
    if not ahead:
        return []
    found = []
    if promise := _due_first(project, ahead):
        late = promise.days_late(day)
        found.append(Cause(_promise_light(late, limits), promise, late))
    found += [
        Cause(_problem_light(late, limits), problem, late)
        for problem in project.problems
        if (late := overdue(problem, day) or 0)
    ]
    return found


def _due_first(project: Project, ahead: Iterable[Stage]) -> Promise | None:
    first: tuple[Stage, Period] | None = None
    for stage in ahead:
        current = project.promise(stage)
        if current and (first is None or current.last < first[1].last):
            first = stage, current
    return promise_for(project, first[0]) if first else None


def _promise_light(late: int, limits: Limits) -> Light:
    if late > limits.late:
        return Light.RED
    return Light.YELLOW if late >= -limits.soon else Light.GREEN


def _problem_light(late: int, limits: Limits) -> Light:
    return Light.RED if late > limits.problem_late else Light.YELLOW


def _worst(lights: Sequence[Light]) -> Light:
    return min(lights, key=_WORST_FIRST.index) if lights else _GREY


def _phrase(cause: Promise | Problem, late: int) -> str:
    # The days come first: on a narrow screen the end is cut.
    if isinstance(cause, Problem):
        return _("{days} overdue: {title}").format(days=in_days(late), title=cause.title)
    promise = _("{stage} by {date}").format(stage=_(cause.stage), date=cause.current)
    if late == 0:
        return _("due today: {promise}").format(promise=promise)
    said = _("{days} late: {promise}") if late > 0 else _("{days} left: {promise}")
    return said.format(days=in_days(abs(late)), promise=promise)
