"""How long a project takes from one stage to a later one, in whole days."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from zqtrack.core.period import Period
from zqtrack.core.project import STAGES, Mark, Project, Stage


class Outcome(StrEnum):
    """What became of a project between two stages."""

    REACHED = "reached"
    OPEN = "open"
    WITHDRAWN = "withdrawn"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN_DATE = "unknown_date"
    REVERSED = "reversed"


#: The outcomes that say nothing about the time between two stages.
LEFT_OUT = (Outcome.NOT_APPLICABLE, Outcome.UNKNOWN_DATE, Outcome.REVERSED)


@dataclass(frozen=True, slots=True)
class LeadTime:
    """What one project tells of the time between two stages.

    Attributes:
        outcome: what became of it.
        low: the fewest days it can be: until it reached the later stage, until it left, or, of an
            open project, its age; None where it is left out.
        high: the most days; the same as ``low`` where both dates are exact.
    """

    outcome: Outcome
    low: int | None = None
    high: int | None = None


def lead_time(project: Project, start: Stage, end: Stage, as_of: date) -> LeadTime | None:
    """Give the days from a stage to a later one: at least first(end) - last(start), never below 0.

    Args:
        project: the project, seen on the day (``seen_on``).
        start: the stage where the clock starts.
        end: a later stage.
        as_of: the day from which it is seen.

    Returns:
        What the project tells, or None where it has not come to the start.
    """
    began, ended = project.actual.get(start), project.actual.get(end)
    if Mark.NOT_APPLICABLE in (began, ended):
        return LeadTime(Outcome.NOT_APPLICABLE)
    if began is None and not _passed(project, start):
        return None
    if not isinstance(began, Period):
        return LeadTime(Outcome.UNKNOWN_DATE)
    if isinstance(ended, Period):
        return _between(began, ended, Outcome.REACHED)
    if ended is Mark.UNKNOWN or _passed(project, end):
        return LeadTime(Outcome.UNKNOWN_DATE)
    if project.withdrawn:
        return _between(began, project.withdrawn.on, Outcome.WITHDRAWN)
    return LeadTime(Outcome.OPEN, (as_of - began.last).days, (as_of - began.first).days)


def _passed(project: Project, stage: Stage) -> bool:
    """Tell whether it must have passed a counted stage, dated or not: it reached a later one."""
    reached = project.reached
    return stage in STAGES and reached is not None and STAGES.index(stage) < STAGES.index(reached)


def _between(began: Period, ended: Period, outcome: Outcome) -> LeadTime:
    if ended.last < began.first:
        return LeadTime(Outcome.REVERSED)
    low = max(0, (ended.first - began.last).days)
    return LeadTime(outcome, low, (ended.last - began.first).days)
