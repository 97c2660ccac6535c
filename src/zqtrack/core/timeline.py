"""The way of one project: what it reached when, how long that took, and what was promised."""

from datetime import date
from itertools import combinations

from zqtrack.core.leadtime import LeadTime, lead_time
from zqtrack.core.lights import promise_for
from zqtrack.core.period import Period
from zqtrack.core.project import Moment, Project, Stage
from zqtrack.core.record import record, replace

#: Spans that people ask for besides those from one date to the next.
ASKED = (
    (Stage.CONTACTED, Stage.STARTED),
    (Stage.SIGNED, Stage.STARTED),
    (Stage.SIGNED, Stage.PRODUCING),
    (Stage.STARTED, Stage.PRODUCING),
)


@record()
class Step:
    """A stage of one project.

    Attributes:
        stage: the stage.
        moment: when it was reached; None where it is ahead, or nobody wrote it down.
        since: the last stage before it that has a date; None where none has.
        took: the days from there; of the next stage, the days that it has taken so far, or until
            the project left; None where nothing can be said.
        promises: every promise for it, the first one first.
        slip: the fewest and the most days by which it came after the last day of the first
            promise, negative where it came earlier; of a stage ahead, by which the last day of
            the current promise does, or the day it is seen on. None without a promise or a date.
    """

    stage: Stage
    moment: Moment | None
    since: Stage | None
    took: LeadTime | None
    promises: tuple[Period, ...]
    slip: tuple[int, int] | None


def timeline(project: Project, day: date) -> tuple[Step, ...]:
    """Give the stages of a project, as they stand on a day.

    The first contact is among them only if it is known.

    Args:
        project: the project, seen on the day (``seen_on``).
        day: the day from which it is seen.
    """
    return tuple(
        _step(project, stage, day)
        for stage in Stage
        if stage is not Stage.CONTACTED or stage in project.actual
    )


def spans(project: Project, day: date) -> tuple[tuple[Stage, Stage, LeadTime], ...]:
    """Give the time from each stage that a project came to, to each later one."""
    return tuple(
        (start, end, time)
        for start, end in combinations(Stage, 2)
        if (time := lead_time(project, start, end, day))
    )


def _step(project: Project, stage: Stage, day: date) -> Step:
    moment = project.actual.get(stage)
    since = _dated_before(project, stage)
    # Of a stage without a date it can only be said how long the next one takes or took.
    said = isinstance(moment, Period) or stage is replace(project, withdrawn=None).next_stage
    took = lead_time(project, since, stage, day) if since and said else None
    return Step(stage, moment, since, took, _promises(project, stage), _slip(project, stage, day))


def _dated_before(project: Project, stage: Stage) -> Stage | None:
    before = list(Stage)[: list(Stage).index(stage)]
    dated = (s for s in reversed(before) if isinstance(project.actual.get(s), Period))
    return next(dated, None)


def _promises(project: Project, stage: Stage) -> tuple[Period, ...]:
    first = project.planned.get(stage)
    later = tuple(again.to for again in project.replanned if again.stage == stage)
    return (first, *later) if first else later


def _slip(project: Project, stage: Stage, day: date) -> tuple[int, int] | None:
    promise = promise_for(project, stage)
    moment = project.actual.get(stage)
    if promise is None:
        return None
    if isinstance(moment, Period):
        due = promise.first.last
        return (moment.first - due).days, (moment.last - due).days
    if stage not in project.ahead:
        return None
    return (promise.slip(day),) * 2
