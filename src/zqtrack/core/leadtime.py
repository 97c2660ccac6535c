"""How long a project takes from one stage to a later one, in whole days."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain, pairwise, repeat
from typing import NamedTuple

from zqtrack.core.confidence import percentile_interval, share_interval
from zqtrack.core.incidence import Cause, Incidence, Observation, estimate
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


class LeadTime(NamedTuple):
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
    if isinstance(began, Period) and isinstance(ended, Period):  # most projects
        return _between(began, ended, Outcome.REACHED)
    if began is None and not _passed(project, start):
        return None
    if began is Mark.NOT_APPLICABLE or ended is Mark.NOT_APPLICABLE:
        return LeadTime(Outcome.NOT_APPLICABLE)
    if not isinstance(began, Period):
        return LeadTime(Outcome.UNKNOWN_DATE)
    if ended is Mark.UNKNOWN or _passed(project, end):
        return LeadTime(Outcome.UNKNOWN_DATE)
    if project.withdrawn:
        return _between(began, project.withdrawn.on, Outcome.WITHDRAWN)
    return LeadTime(Outcome.OPEN, (as_of - began.last).days, (as_of - began.first).days)


#: The pairs of stages that a report shows: each stage to the next, and three that people ask for.
PAIRS = (
    *pairwise(Stage),
    (Stage.CONTACTED, Stage.STARTED),
    (Stage.SIGNED, Stage.PRODUCING),
)
#: The days for which a report gives the share that was reached within them.
HORIZONS = (90, 180, 365, 730)
#: With fewer finished projects than this, their values are shown instead of a percentile.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class Finished:
    """Plain figures of the finished projects alone. They mislead: the slow ones are not in yet.

    Each lead time counts with the middle of what it can be, in days.
    """

    mean: float
    median: float
    shortest: float
    longest: float


@dataclass(frozen=True, slots=True)
class LeadTimes:
    """What all projects together tell of the time between two stages.

    Attributes:
        start: the stage where the clock starts.
        end: the later stage.
        counts: how many projects have each outcome, of those that have come to the start.
        reached: the lead times of the finished projects, the shortest first.
        incidence: the estimate from all projects that are not left out.
    """

    start: Stage
    end: Stage
    counts: Counter[Outcome]
    reached: tuple[LeadTime, ...]
    incidence: Incidence

    @property
    def finished_only(self) -> Finished | None:
        """Plain figures of the finished projects; None where there is none."""
        middles = [sum(_days(told)) / 2 for told in self.reached]
        if not middles:
            return None
        middles.sort()
        half = len(middles) // 2
        median = (middles[half] + middles[-half - 1]) / 2
        return Finished(sum(middles) / len(middles), median, middles[0], middles[-1])

    def within(self, days: int) -> float | None:
        """Give the share of all projects that got there within so many days, 0 to 1.

        None where no project has been followed for so long: nobody knows yet.
        """
        followed_to = self.incidence.followed_to
        known = followed_to is None or days <= followed_to
        return self.incidence.share(days) if known else None

    def percentile(self, share: float) -> int | None:
        """Give the days within which a share of all projects got there.

        None where so many have not, or where fewer than ``FEWEST`` have finished.
        """
        return self.incidence.percentile(share) if len(self.reached) >= FEWEST else None

    def within_limits(self, days: int) -> tuple[float, float] | None:
        """Give the 95 % limits of ``within``; None where that is None."""
        return None if self.within(days) is None else share_interval(self.incidence, days)

    def percentile_limits(self, share: float) -> tuple[int | None, int | None] | None:
        """Give the 95 % limits of a percentile: days, None for one that is not reached.

        None instead of them where fewer than ``FEWEST`` have finished.
        """
        if len(self.reached) < FEWEST:
            return None
        return percentile_interval(self.incidence, share)


def lead_times(
    projects: Iterable[Project], start: Stage, end: Stage, as_of: date, begun_by: date = date.max
) -> LeadTimes:
    """Estimate the time between two stages from every project that has come to the first.

    Args:
        projects: the projects, seen on the day.
        start: the stage where the clock starts.
        end: a later stage.
        as_of: the day from which they are seen.
        begun_by: a project that surely came to the start later does not count.
    """
    told = _told(projects, start, end, as_of, begun_by)
    outcomes: Counter[Outcome] = Counter()
    seen: Counter[Observation] = Counter()
    reached = []
    for lead, number in told.items():
        outcomes[lead.outcome] += number
        if lead.low is not None:
            seen[Observation(*_days(lead), Cause(lead.outcome))] += number
        if lead.outcome is Outcome.REACHED:
            reached.append(lead)
    reached.sort(key=_days)
    each = chain.from_iterable(repeat(lead, told[lead]) for lead in reached)
    return LeadTimes(start, end, outcomes, tuple(each), estimate(seen))


def _told(
    projects: Iterable[Project], start: Stage, end: Stage, as_of: date, begun_by: date
) -> Counter[LeadTime]:
    """Count what projects tell of the time between two stages.

    Most have two dates in their order. Their days are counted first: that is twice as quick.
    """
    days: list[tuple[int, int]] = []
    others: list[LeadTime] = []
    for project in projects:
        actual = project.actual
        began, ended = actual.get(start), actual.get(end)
        if isinstance(began, Period):
            if began.first > begun_by:
                continue
            if isinstance(ended, Period) and began.last <= ended.first:
                least, most = ended.first - began.last, ended.last - began.first
                days.append((least.days, most.days))
                continue
        if lead := lead_time(project, start, end, as_of):
            others.append(lead)
    told = Counter(others)
    for (low, high), number in Counter(days).items():
        told[LeadTime(Outcome.REACHED, low, high)] += number
    return told


def _passed(project: Project, stage: Stage) -> bool:
    """Tell whether it must have passed a counted stage, dated or not: it reached a later one."""
    actual = project.actual
    for later in _LATER[stage]:
        if actual.get(later, Mark.NOT_APPLICABLE) is not Mark.NOT_APPLICABLE:
            return True
    return False


# The first contact is no counted stage: a project may have had none.
_LATER = {stage: STAGES[at:] if at else () for at, stage in enumerate(Stage)}


def _between(began: Period, ended: Period, outcome: Outcome) -> LeadTime:
    if ended.last < began.first:
        return LeadTime(Outcome.REVERSED)
    low = max(0, (ended.first - began.last).days)
    return LeadTime(outcome, low, (ended.last - began.first).days)


def _days(told: LeadTime) -> tuple[int, int]:
    """Give the bounds of a lead time that is not left out."""
    return told.low or 0, told.high or 0
