"""How many projects will have reached a stage by the end of a year, and how sure that is.

The final count is a sum of three, each with its exact distribution (``tally``):

- what has surely been reached in the year so far: known;
- the open projects, each with the chance to come by 31 December: the chance to reach its next
  stage on a day, given its age in the stage where it stands, times the chance to come from there
  to the stage in question in the days that are left, summed over the days (``passage``);
- the projects that are not signed yet. They arrive at the cadence of the past 12 months, and come
  as far as projects do within so many days of signing. A thinned Poisson process is a Poisson
  process (J. F. C. Kingman, "Poisson Processes" (1993), section 2.2).

That rates are estimates widens all of it: the rate of signing has a gamma distribution (Jeffreys:
signed + 1/2, over the days), made wider where the months differ by more than chance; the chances
of the open projects of a stage are multiplied by a common log-normal factor.

It assumes that projects are independent of each other, that the days to come are like those
behind, and that how long a project stands in a stage tells nothing about the stages after it. The
pair from where a project stands straight to the stage in question would not do: among those that
old, most have gone on and are nearly there, while this one has not.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from math import fsum

from zqtrack.core import tally
from zqtrack.core.cadence import reached_in
from zqtrack.core.leadtime import lead_times
from zqtrack.core.passage import Passage, passage
from zqtrack.core.period import Period, months_of, parse_period, span, the_year_to
from zqtrack.core.project import STAGES, Mark, Project, Stage
from zqtrack.core.tally import Tally

#: The interval leaves out as much on either side.
TAIL = 0.1
#: How often the interval is meant to hold what comes.
LEVEL = 0.8


@dataclass(frozen=True, slots=True)
class Forecast:
    """How many projects will have reached a stage by the end of a year.

    Attributes:
        stage: the stage.
        year: the year.
        as_of: the day from which it is seen.
        actual: how many have surely reached it in the year so far.
        waiting: how many open projects can still come to it; of prospects none is counted, for
            they are among those that are not signed yet.
        undated: how many of these are in no chance, as nobody knows since when they stand there.
        tally: how likely each final count is; None where the past gives no basis.
        reason: why it gives none; None where there is a tally.
    """

    stage: Stage
    year: int
    as_of: date
    actual: int
    waiting: int
    undated: int
    tally: Tally | None
    reason: str | None

    @property
    def expected(self) -> float | None:
        """The mean of the final count; None without a basis."""
        return tally.expected(self.tally) if self.tally else None

    @property
    def interval(self) -> tuple[int, int] | None:
        """The 80 % interval: with a chance of at most 10 % less comes, and so with more."""
        if not self.tally:
            return None
        return tally.quantile(self.tally, TAIL), tally.quantile(self.tally, 1 - TAIL)

    def chance(self, target: int) -> float | None:
        """Give the chance that the final count is a target or more; None without a basis."""
        return tally.at_least(self.tally, target) if self.tally else None


def forecasts(
    projects: Sequence[Project], stages: Iterable[Stage], year: int, as_of: date
) -> tuple[Forecast, ...]:
    """Forecast the final counts of a year.

    Args:
        projects: those that count, seen on the day; the past is theirs too.
        stages: the counted stages to forecast.
        year: the year; it is not after the one that begins on the next day.
        as_of: the day from which it is seen.
    """
    window = parse_period(f"{year:04}")
    days = max(0, (window.last - as_of).days)

    @cache
    def between(start: Stage, end: Stage) -> Passage | None:
        return passage(lead_times(projects, start, end, as_of), days)

    @cache
    def next_from(start: Stage, end: Stage) -> Passage | None:
        alike = [project for project in projects if _skips(project, start, end)]
        return passage(lead_times(alike, start, end, as_of), days) or between(start, end)

    past = _Past(between, next_from, _applies(projects), _arriving(projects, as_of))
    return tuple(_forecast(projects, stage, window, as_of, past) for stage in stages)


@dataclass(frozen=True, slots=True)
class _Arriving:
    """How projects are signed: how many in how many days, and how unevenly."""

    signed: float
    days: int
    unevenness: float


@dataclass(frozen=True, slots=True)
class _Past:
    """What the past tells, found when it is asked for.

    Attributes:
        between: how all projects pass between two stages; None where too few have.
        next_from: how those pass to whom no stage between the two applies.
        applies: to which share of the signed projects each stage applies, 0 to 1.
        arriving: how projects are signed; None where nothing tells.
    """

    between: Callable[[Stage, Stage], Passage | None]
    next_from: Callable[[Stage, Stage], Passage | None]
    applies: Mapping[Stage, float]
    arriving: _Arriving | None


# The stage where projects stand and the one they come to next.
_Step = tuple[Stage, Stage]


def _forecast(
    projects: Sequence[Project], stage: Stage, window: Period, as_of: date, past: _Past
) -> Forecast:
    actual = len(reached_in(projects, stage, window))
    ages, undated = _waiting(projects, stage, as_of)
    days = max(0, (window.last - as_of).days)
    to_come = _to_come(stage, ages, days, past) if days else tally.certain(0)
    reason = to_come if isinstance(to_come, str) else None
    final = None if isinstance(to_come, str) else tally.added(tally.certain(actual), to_come)
    waiting = undated + sum(map(len, ages.values()))
    return Forecast(stage, window.first.year, as_of, actual, waiting, undated, final, reason)


def _waiting(
    projects: Iterable[Project], stage: Stage, as_of: date
) -> tuple[Mapping[_Step, list[int]], int]:
    """Give the ages of the projects that can still come to a stage, by where they stand."""
    ages: dict[_Step, list[int]] = {}
    undated = 0
    for project in projects:
        if project.reached and stage in project.ahead:
            since = project.since
            if isinstance(since, Period):
                middle = ((as_of - since.first).days + (as_of - since.last).days) // 2
                ages.setdefault((project.reached, project.ahead[0]), []).append(middle)
            else:
                undated += 1
    return ages, undated


def _to_come(
    stage: Stage, ages: Mapping[_Step, Sequence[int]], days: int, past: _Past
) -> Tally | str:
    """Give the tally of all that come within so many days, or say what there is no basis for."""
    if past.arriving is None:
        return "too few were signed in the past 12 months"
    total = _not_signed_yet(stage, days, past, past.arriving)
    for (start, upcoming), group in ages.items():
        if isinstance(total, str):
            break
        coming = _coming(start, upcoming, group, stage, days, past)
        total = coming if isinstance(coming, str) else tally.added(total, coming)
    return total


def _not_signed_yet(stage: Stage, days: int, past: _Past, arriving: _Arriving) -> Tally | str:
    daily = (arriving.signed + 0.5) / arriving.days
    passing, doubt = float(days), arriving.unevenness / (arriving.signed + 0.5)
    if stage is not Stage.SIGNED:
        then = past.between(Stage.SIGNED, stage)
        if then is None:
            return _no_basis(Stage.SIGNED, stage)
        passing = fsum(then.by(days - 1)) * past.applies[stage]
        doubt += 1 / max(1, then.within(days))
    # What makes the months uneven does so before some of the signed fall away.
    doubt += (arriving.unevenness - 1) / (daily * days)
    return tally.of_arrivals(daily * passing, doubt)


def _coming(
    start: Stage, upcoming: Stage, ages: Sequence[int], stage: Stage, days: int, past: _Past
) -> Tally | str:
    """Give the tally of the projects of one place that come to a stage within so many days."""
    first = past.next_from(start, upcoming)
    if first is None:
        return _no_basis(start, upcoming)
    onwards: Sequence[float] = [1.0] * days
    doubt = first.doubt(ages, days)
    if upcoming != stage:
        then = past.between(upcoming, stage)
        if then is None:
            return _no_basis(upcoming, stage)
        onwards = then.by(days - 1)[::-1]
        doubt += 1 / max(1, then.within(days))
    return tally.of_projects_in_doubt([first.chance(age, onwards) for age in ages], doubt)


def _no_basis(start: Stage, end: Stage) -> str:
    return f"fewer than five have come from {start} to {end}"


def _skips(project: Project, start: Stage, end: Stage) -> bool:
    """Tell whether no stage between two applies to a project."""
    between = STAGES[STAGES.index(start) + 1 : STAGES.index(end)]
    return all(project.actual.get(stage) is Mark.NOT_APPLICABLE for stage in between)


def _applies(projects: Sequence[Project]) -> Mapping[Stage, float]:
    signed = [project.actual for project in projects if project.has_reached(Stage.SIGNED)]
    return {
        stage: 1 - sum(one.get(stage) is Mark.NOT_APPLICABLE for one in signed) / len(signed)
        for stage in STAGES
        if signed
    }


def _arriving(projects: Iterable[Project], as_of: date) -> _Arriving | None:
    """Tell how projects were signed in the 12 months to a day; None where nothing tells.

    Where the first signing of all falls into the 12 months, time begins with it. A date that only
    overlaps counts by the part of its days that do.
    """
    dates = [d for p in projects if isinstance(d := p.actual.get(Stage.SIGNED), Period)]
    first = min((signed.first for signed in dates), default=as_of)
    window = the_year_to(as_of)
    if first >= window.first:
        if first >= as_of:
            return None
        window = span(first + timedelta(days=1), as_of)
    months = months_of(window)
    counts = [fsum(_part(signed, month) for signed in dates) for month in months]
    total = fsum(counts)
    return _Arriving(total, window.days, _unevenness(counts, months)) if total else None


def _part(signed: Period, month: Period) -> float:
    if not signed.overlaps(month):
        return 0.0
    shared = min(signed.last, month.last) - max(signed.first, month.first)
    return (shared.days + 1) / signed.days


def _unevenness(counts: Sequence[float], months: Sequence[Period]) -> float:
    """Give Pearson's variance ÷ mean of the months' counts; 1 is chance alone, the least given."""
    if len(months) == 1:
        return 1.0
    each_day = fsum(counts) / sum(month.days for month in months)
    means = [each_day * month.days for month in months]
    squares = fsum((count - mean) ** 2 / mean for count, mean in zip(counts, means, strict=True))
    return max(1.0, squares / (len(months) - 1))
