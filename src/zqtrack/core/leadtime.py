"""How long a project takes from one stage to a later one, in whole days."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from enum import StrEnum
from functools import partial
from itertools import chain, pairwise, repeat
from operator import sub
from typing import Any, NamedTuple, TypeAlias

from zqtrack.core.census import Census, census_of, place_of
from zqtrack.core.confidence import percentile_interval, share_interval
from zqtrack.core.facts import LEFT, MOMENTS, STEPS, Known
from zqtrack.core.incidence import Cause, Incidence, estimate_counted
from zqtrack.core.period import Period
from zqtrack.core.project import STAGES, Mark, Moment, Project, Stage
from zqtrack.core.record import record


class Outcome(StrEnum):
    """What became of a project between two stages."""

    REACHED = "reached"
    OPEN = "open"
    WITHDRAWN = "withdrawn"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN_DATE = "unknown_date"
    REVERSED = "reversed"

    __hash__ = str.__hash__  # as of stages: not the one of enums, which calls Python


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


@record()
class Finished:
    """Plain figures of the finished projects alone. They mislead: the slow ones are not in yet.

    Each lead time counts with the middle of what it can be, in days.
    """

    mean: float
    median: float
    shortest: float
    longest: float


@record()
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
        middles = [sum(_bounds(told)) / 2 for told in self.reached]
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
    return all_lead_times(projects, [(start, end)], as_of, begun_by)[0]


def all_lead_times(
    projects: Iterable[Project],
    pairs: Collection[tuple[Stage, Stage]],
    as_of: date,
    begun_by: date = date.max,
) -> tuple[LeadTimes, ...]:
    """Estimate the time between the two stages of each pair, as ``lead_times`` does of one.

    All at once is quicker: each date is looked at once.
    """
    return tuple(job() for job in lead_time_jobs(projects, pairs, as_of, begun_by))


def lead_time_jobs(
    projects: Iterable[Project],
    pairs: Collection[tuple[Stage, Stage]],
    as_of: date,
    begun_by: date = date.max,
) -> list[Callable[[], LeadTimes]]:
    """Give for each pair what estimates it, which takes long: see ``all_lead_times``."""
    starts, ends = _numbers(census_of(projects), pairs, as_of, begun_by)
    return [partial(_lead_times, start, end, starts[start], ends[end]) for start, end in pairs]


def _lead_times(
    start: Stage, end: Stage, begun: Iterable[float], ended: Iterable[float]
) -> LeadTimes:
    differences = Counter(map(sub, ended, begun))
    told = sorted(differences)
    edges = [bisect_left(told, (place - 0.5) * _OUTCOME) for place in range(len(_OUTCOMES) + 1)]
    outcomes: Counter[Outcome] = Counter()
    seen: list[tuple[tuple[int, int, Cause], int]] = []
    for place, (outcome, (first, last)) in enumerate(zip(_OUTCOMES, pairwise(edges), strict=True)):
        numbers = [differences[difference] for difference in told[first:last]]
        if outcome in _CAUSES:
            kinds = zip(_days(told[first:last], place), numbers, strict=True)
            cause = _CAUSES[outcome]
            lasting = [((max(0, low), high, cause), n) for (low, high), n in kinds if high >= 0]
            seen += lasting
            outcomes[outcome] = sum(number for _, number in lasting)
            outcomes[Outcome.REVERSED] += sum(numbers) - outcomes[outcome]
        elif outcome:
            outcomes[outcome] += sum(numbers)
    reached = sorted(
        (low, high, number) for (low, high, by), number in seen if by is Cause.REACHED
    )
    each = (repeat(LeadTime(Outcome.REACHED, low, high), number) for low, high, number in reached)
    times = tuple(chain.from_iterable(each))
    return LeadTimes(start, end, +outcomes, times, estimate_counted(seen))


_CAUSES = {Outcome(cause.value): cause for cause in Cause}

# What a project tells of a stage is one number for the time that begins there, another for the
# time that ends there, and their difference is what it tells of the time from one to the other:
# its outcome, the fewest days and the most, as digits. So the work of most projects is done by one
# subtraction, and only what differs is looked at. The numbers are whole, but floats, which Python
# subtracts in a third of the time.
_OUTCOME, _LOW = 2**44, 2**22  # the worth of a digit; the last one, of the most days, is worth 1
# Where a time ends: at a date, a withdrawal, not yet, at an unknown date, never. Where it begins:
# at a date, an unknown date, never, not yet.
_ENDS = (
    Outcome.REACHED,
    Outcome.WITHDRAWN,
    Outcome.OPEN,
    Outcome.UNKNOWN_DATE,
    Outcome.NOT_APPLICABLE,
)
_OUTCOMES = (
    *_ENDS,
    *(Outcome.UNKNOWN_DATE,) * 4,
    *(Outcome.NOT_APPLICABLE,) * 6,
    *(None,) * 5,
)
# What is kept of where a project stands and when it left.
_Stay: TypeAlias = tuple[tuple[str, bool], str | None]

_WITHDRAWN, _OPEN, _UNDATED_END, _NO_END = (float(at * _OUTCOME) for at in range(1, 5))
_UNDATED_START, _NO_START, _NOT_STARTED = (float(-5 * at * _OUTCOME) for at in range(1, 4))


def _numbers(
    projects: Census,
    pairs: Iterable[tuple[Stage, Stage]],
    as_of: date,
    begun_by: date,
) -> tuple[dict[Stage, list[float]], dict[Stage, list[float]]]:
    """Give for each stage what every project tells of a time that begins, or that ends there."""
    left, steps = projects.keys(LEFT), projects.keys(STEPS)
    still_open = _OPEN + as_of.toordinal() * (_LOW + 1)
    gone = {key: _WITHDRAWN + _end(on) for key, on in projects.different(LEFT).items() if on}

    def numbers(
        stage: Stage, of: Callable[[Moment], float], absent: Callable[[_Stay], float]
    ) -> list[float]:
        """Give the number of each date of a stage; where there is none, it follows from others."""
        known = {
            key: of(moment) for key, moment in projects.different(MOMENTS[stage]).items() if moment
        }
        found: list[Any] = list(map(known.get, projects.keys(MOMENTS[stage])))
        without = Known(absent)
        for at in [at for at, number in enumerate(found) if number is None]:
            found[at] = without[steps[at], left[at]]
        return found

    def no_start(stage: Stage, stay: _Stay) -> float:
        return _UNDATED_START if _went_beyond(stage, stay[0]) else _NOT_STARTED

    def no_end(stage: Stage, stay: _Stay) -> float:
        return _UNDATED_END if _went_beyond(stage, stay[0]) else gone.get(stay[1], still_open)

    begun = partial(_start, begun_by=begun_by)
    starting, ending = {start for start, _ in pairs}, {end for _, end in pairs}
    return (
        {stage: numbers(stage, begun, partial(no_start, stage)) for stage in starting},
        {stage: numbers(stage, _end, partial(no_end, stage)) for stage in ending},
    )


def _went_beyond(stage: Stage, steps: tuple[str, bool]) -> bool:
    came = place_of(steps).came
    return any(later in came for later in _LATER[stage])


def _end(moment: Moment) -> float:
    if isinstance(moment, Period):
        return float(moment.first.toordinal() * _LOW + moment.last.toordinal())
    return _UNDATED_END if moment is Mark.UNKNOWN else _NO_END


def _start(moment: Moment, begun_by: date) -> float:
    if isinstance(moment, Period):
        days = moment.last.toordinal() * _LOW + moment.first.toordinal()
        return float(days) if moment.first <= begun_by else _NOT_STARTED
    return _UNDATED_START if moment is Mark.UNKNOWN else _NO_START


def _days(differences: Sequence[float], place: int) -> list[tuple[int, int]]:
    """Read the fewest and the most days from the differences of one outcome."""
    # The last digit may be negative: so it is read half its range too high.
    numbers = map(int, map(sub, differences, repeat(place * _OUTCOME - _LOW // 2)))
    return [(low, high - _LOW // 2) for low, high in map(divmod, numbers, repeat(_LOW))]


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


def _bounds(told: LeadTime) -> tuple[int, int]:
    """Give the bounds of a lead time that is not left out."""
    return told.low or 0, told.high or 0
