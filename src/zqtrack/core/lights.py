"""Where a project stands against its promises and problems: red, yellow, green or grey."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from zqtrack.core.fields import COUNT, field
from zqtrack.core.period import Period
from zqtrack.core.project import STAGES, Problem, Project, Stage


class Light(StrEnum):
    """How worried to be, the most first."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    GREY = "grey"  # nothing was promised, so nothing can be late


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """When a light changes, in days; set under ``[lights]`` of ``zqtrack.toml``."""

    soon: int = field(COUNT, "a promise due within so many days is yellow", default=30)
    late: int = field(COUNT, "a promise late by more days is red, by fewer yellow", default=0)
    problem_late: int = field(
        COUNT, "an open problem overdue by more days is red, by fewer yellow", default=30
    )


@dataclass(frozen=True, slots=True)
class Promise:
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


def next_promise(project: Project) -> Promise | None:
    """Give the promise that is due first among those for stages not reached yet."""
    promises = [p for stage in _ahead(project) if (p := promise_for(project, stage))]
    return min(promises, key=lambda promise: promise.current.last, default=None)


def promise_for(project: Project, stage: Stage) -> Promise | None:
    """Give the promise for a stage, or None where there is none."""
    first, current = project.first_promise(stage), project.promise(stage)
    return Promise(stage, first, current) if first and current else None


def overdue(problem: Problem, day: date) -> int | None:
    """Give the days since an open problem was due; None if it is closed or not due yet."""
    if problem.closed or problem.due is None or problem.due.last >= day:
        return None
    return (day - problem.due.last).days


def light(project: Project, day: date, limits: Limits) -> Light:
    """Give a project's light on a day: the worst of its promise's and its open problems'.

    A project that produces or has left is grey: nothing more is promised of it.
    """
    return min(_lights(project, day, limits), key=tuple(Light).index)


def reasons(project: Project, day: date, limits: Limits) -> tuple[str, ...]:
    """Say what makes a project's light red or yellow, one phrase a cause."""
    return tuple(_reasons(project, day, limits))


def _ahead(project: Project) -> tuple[Stage, ...]:
    if project.next_stage is None:
        return ()
    return STAGES[STAGES.index(project.next_stage) :]


def _lights(project: Project, day: date, limits: Limits) -> Iterator[Light]:
    yield Light.GREY
    if project.next_stage is None:
        return
    if promise := next_promise(project):
        days = promise.days_late(day)
        yield Light.RED if days > limits.late else _soon(days, limits)
    for problem in project.open_problems:
        if days_over := overdue(problem, day):
            yield Light.RED if days_over > limits.problem_late else Light.YELLOW


def _soon(days_late: int, limits: Limits) -> Light:
    return Light.YELLOW if days_late >= -limits.soon else Light.GREEN


def _reasons(project: Project, day: date, limits: Limits) -> Iterator[str]:
    if project.next_stage is None:
        return
    if promise := next_promise(project):
        days = promise.days_late(day)
        if days > 0:
            yield f"{promise.stage} was promised for {promise.current}: {_count(days)} late"
        elif _soon(days, limits) is Light.YELLOW:
            yield f"{promise.stage} is promised for {promise.current}: {_count(-days)} left"
    for problem in project.open_problems:
        if days_over := overdue(problem, day):
            yield f"problem “{problem.title}” is {_count(days_over)} overdue"


def _count(days: int) -> str:
    return "1 day" if days == 1 else f"{days:,} days"
