"""What share of projects reaches a stage within how many days, estimated from all of them.

The estimate is the nonparametric maximum likelihood one of a cumulative incidence with interval
censoring and a competing risk: M. G. Hudgens, G. A. Satten and I. M. Longini, "Nonparametric
maximum likelihood estimation for competing risks survival data subject to interval censoring and
truncation", Biometrics 57 (2001). With exact days it is Aalen and Johansen's, without the
competing risk Turnbull's, with neither Kaplan and Meier's, and plain shares when all has ended.

It assumes that

- how long a project has been watched tells nothing about how long it will take: those begun
  lately are like those begun long ago (non-informative censoring). Nothing is assumed of
  withdrawal: the withdrawn count as projects that do not get there;
- an interval says only that the day lies in it. For the days between two months this simplifies:
  more pairs of days fit the middle of such an interval than its ends. The error is of the order
  of the months themselves, which is what an answer in days from dates in months can mean.

**How two causes become one line.** Let the days of reaching run along a line from 0, and let the
days of withdrawal come back on it: withdrawn after d days lies at ``end - d``, far beyond any day
of reaching. Then a project that is open at age a, to which either can still happen on any later
day, lies somewhere between: from a + 1 to end - a - 1. Each observation is one interval of the
line, and the estimate of two causes is Turnbull's of one (``turnbull``).
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import partial
from itertools import accumulate
from typing import Any, NamedTuple

from zqtrack.core import turnbull
from zqtrack.core.record import fields, record
from zqtrack.core.turnbull import Fit, Sample

#: A share is reached where it falls short by no more than this: sums of tenths are not exact.
NEAR = 1e-9


class Cause(StrEnum):
    """What ended the time of a project, as far as it is known."""

    REACHED = "reached"
    WITHDRAWN = "withdrawn"
    OPEN = "open"

    __hash__ = str.__hash__  # as of stages: not the one of enums, which calls Python


class Observation(NamedTuple):
    """What is known of one project: in whole days, both bounds included.

    REACHED and WITHDRAWN happened after at least ``low`` and at most ``high`` days; exactly known
    where the two are equal. OPEN had not ended by the age of ``low`` days, that day included: what
    ends on a day ends before those who are that old are counted (Kaplan and Meier's convention).
    An open project's age may be a range too; what is sure is its low end, so that is what counts,
    and ``high``, if given at all, does not.
    """

    low: int
    high: int | None
    cause: Cause


# Without a call of Python for each.
_OBSERVATION = partial(tuple.__new__, Observation)

#: Each kind of observation and how often it occurs, sorted.
Counts = tuple[tuple[Observation, int], ...]


class Step(NamedTuple):
    """The shares that were reached and withdrawn by the end of a day on which one of them grew."""

    day: int
    reached: float
    withdrawn: float


@record()
class Arrivals:
    """A share that grows with the days, in innermost intervals: in which day of one is unknown.

    Attributes:
        firsts: the first days of the intervals, increasing.
        lasts: their last days.
        totals: the share before the first interval, which is 0, and after each of them.
    """

    firsts: tuple[int, ...]
    lasts: tuple[int, ...]
    totals: tuple[float, ...]

    def surely(self, days: int) -> float:
        """Give the share by the end of a day if all arrive as late as they can."""
        return self.totals[bisect_right(self.lasts, days)]

    def perhaps(self, days: int) -> float:
        """Give the share by the end of a day if all arrive as early as they can."""
        return self.totals[bisect_right(self.firsts, days)]


@record()
class Incidence:
    """The estimated shares of projects that have reached the stage, or withdrawn, by each day.

    Inside an innermost interval the data does not say on which day a share arrives. Every answer
    takes the last day of it: what has surely been reached. ``share_bounds`` gives the other end.

    Attributes:
        observations: each kind of observation and how often it occurs, sorted.
        reached: the share that reaches the stage.
        withdrawn: the share that leaves without it.
        followed_to: the last day of which the data tells. Beyond it nothing is known of the share
            that had not ended, ``unknown``, and nothing is guessed: it is in no answer. None where
            all have ended by the last day; -1 where there are no observations.
        unknown: the share beyond ``followed_to``; 0 where that is None.
        fit: the estimate on the line of both causes.
        cut: how many of its spans, from the first on, are days of reaching.
    """

    observations: Counts
    reached: Arrivals
    withdrawn: Arrivals
    followed_to: int | None
    unknown: float
    fit: Fit
    cut: int

    def __reduce__(self) -> tuple[Any, ...]:
        # There are thousands of kinds, which are sent in half the time as columns of plain values.
        seen, counts = zip(*self.observations, strict=True) if self.observations else ((), ())
        columns = (*zip(*seen, strict=True), counts)
        return _again, (columns, *(getattr(self, each.name) for each in fields(self)[1:]))

    @property
    def exact(self) -> bool:
        """Whether every day of reaching and of withdrawal is known."""
        return _exact(self.observations)

    def count(self, cause: Cause) -> int:
        """Count the projects of a cause."""
        return sum(count for seen, count in self.observations if seen.cause is cause)

    def share(self, days: int) -> float:
        """Give the share of projects that reach the stage within so many days: 0 to 1.

        Beyond ``followed_to`` it is the share by then: at least so many do, perhaps more.
        """
        return self.reached.surely(days)

    def share_bounds(self, days: int) -> tuple[float, float]:
        """Give the least and the greatest share that explain the data equally well."""
        beyond = self.followed_to is not None and days > self.followed_to
        most = self.reached.perhaps(days) + (self.unknown if beyond else 0)
        return self.share(days), min(1.0, most)

    def withdrawn_share(self, days: int) -> float:
        """Give the share of projects that withdraw within so many days, as ``share`` does."""
        return self.withdrawn.surely(days)

    def percentile(self, share: float) -> int | None:
        """Give the first day by which a share of all projects has reached the stage.

        Returns:
            Days, or None where the share is not reached as far as the data tells.

        Raises:
            ValueError: the share is not above 0 and at most 1.
        """
        if not 0 < share <= 1:
            raise ValueError(f"a share is above 0 and at most 1, not {share}")
        index = bisect_left(self.reached.totals, share - NEAR, lo=1)
        return self.reached.lasts[index - 1] if index < len(self.reached.totals) else None

    def chance(self, age: int, within: int) -> float | None:
        """Give the chance that a project still open at an age reaches the stage soon.

        Args:
            age: days since the start; it has neither reached the stage nor withdrawn by then.
            within: days from now, the last one included.

        Returns:
            0 to 1, or None where the past gives no basis: no share of projects is left at that
            age, or the days in question go beyond ``followed_to``.
        """
        left = 1 - self.share(age) - self.withdrawn_share(age)
        beyond = self.followed_to is not None and age + within > self.followed_to
        if beyond or left <= NEAR:
            return None
        return min(1.0, (self.share(age + within) - self.share(age)) / left)

    def at_risk(self, age: int) -> int:
        """Count the projects that were surely still open at an age: the basis of a chance."""
        return sum(
            count
            for (low, _, cause), count in self.observations
            if low > age or (cause is Cause.OPEN and low == age)
        )

    @property
    def curve(self) -> tuple[Step, ...]:
        """The steps of both shares, day by day, for a drawing; it starts at 0 on no day."""
        days = sorted({*self.reached.lasts, *self.withdrawn.lasts})
        return tuple(Step(day, self.share(day), self.withdrawn_share(day)) for day in days)


def _again(columns: Sequence[Sequence[Any]], *values: Any) -> Incidence:
    """Make an estimate again that another process has sent."""
    *seen, counts = columns
    each = map(_OBSERVATION, zip(*seen, strict=True))
    return Incidence(tuple(zip(each, counts, strict=True)), *values)


def estimate(observations: Iterable[Observation]) -> Incidence:
    """Estimate the shares from what is known of each project, in whatever order.

    Raises:
        ValueError: days below 0, or ends before they begin, or missing.
    """
    return estimate_counted(Counter(observations).items())


def estimate_counted(counts: Iterable[tuple[tuple[int, int | None, Cause], int]]) -> Incidence:
    """Estimate the shares from kinds of observation, and how often each of them occurs.

    Raises:
        ValueError: as ``estimate``.
    """
    seen = _merged(counts)
    if not seen:
        return _NOTHING_SEEN
    end = 2 * max(low if high is None else high for (low, high, _), _ in seen) + 3
    sample = turnbull.sample({_on_line(observation, end): count for observation, count in seen})
    fit = Fit(sample, _aalen_johansen(seen, sample, end)) if _exact(seen) else turnbull.fit(sample)
    return _incidence(seen, fit, end)


class Day(NamedTuple):
    """A day of a life table of exact observations: what happened to the projects of that age.

    Attributes:
        day: the age in days.
        at_risk: the projects that had come to that age.
        reached: those that reached the stage on that day.
        withdrawn: those that withdrew on it.
        censored: those that are now that old, counted after the others.
    """

    day: int
    at_risk: int
    reached: int
    withdrawn: int
    censored: int


def life_table(observations: Counts) -> Iterator[Day]:
    """Give the days on which something happened, in order.

    Args:
        observations: exact ones.
    """
    days: dict[int, Counter[Cause]] = {}
    for (low, _, cause), count in observations:
        days.setdefault(low, Counter())[cause] += count
    at_risk = sum(count for _, count in observations)
    for day in sorted(days):
        counts = days[day]
        reached, withdrawn = counts[Cause.REACHED], counts[Cause.WITHDRAWN]
        yield Day(day, at_risk, reached, withdrawn, counts[Cause.OPEN])
        at_risk -= counts.total()


def _merged(counts: Iterable[tuple[tuple[int, int | None, Cause], int]]) -> Counts:
    """Check the kinds of observation and sort them, an open one by its low end alone."""
    merged: dict[tuple[int, int, Cause], int] = {}
    for (low, high, cause), count in counts:
        last = low if cause is Cause.OPEN else high
        if last is None or not 0 <= low <= last:
            raise ValueError(f"{cause} between {low} and {high} days is not possible")
        kind = low, last, cause
        merged[kind] = merged.get(kind, 0) + count
    return tuple(
        [
            (Observation(low, None if cause is Cause.OPEN else last, cause), count)
            for (low, last, cause), count in sorted(merged.items())
        ]
    )


def _exact(observations: Counts) -> bool:
    return all(cause is Cause.OPEN or low == high for (low, high, cause), _ in observations)


def _on_line(observation: Observation, end: int) -> tuple[int, int]:
    low, high, cause = observation
    if high is None:
        return low + 1, end - low - 1
    return (low, high) if cause is Cause.REACHED else (end - high, end - low)


def _aalen_johansen(observations: Counts, sample: Sample, end: int) -> tuple[float, ...]:
    """Weigh exact observations: each day's share is passed on to those who outlive a censored one.

    B. Efron, "The two sample problem with censored data" (1967), for one cause; with two it is the
    estimate of O. O. Aalen and S. Johansen, Scand. J. Stat. 5 (1978).
    """
    weights: dict[int, float] = {}
    share, heirs = 1.0, sample.total
    for day, at_risk, reached, withdrawn, censored in life_table(observations):
        weights[day] = share * reached / heirs
        weights[end - day] = share * withdrawn / heirs
        if censored:
            left = at_risk - reached - withdrawn
            share, heirs = share * left / heirs, left - censored
    # What is left when nobody is left to inherit lies beyond the oldest open project.
    return tuple(
        weights.get(first, 0.0) if first == last else share for first, last in sample.spans
    )


def _incidence(seen: Counts, fit: Fit, end: int) -> Incidence:
    """Cut the line where the days of reaching end and those of withdrawal begin."""
    reached, withdrawn = [], []
    followed_to, unknown = None, 0.0
    for (first, last), weight in zip(fit.sample.spans, fit.weights, strict=True):
        if last < end - last:
            reached.append((first, last, weight))
        elif first > end - first:
            withdrawn.append((end - last, end - first, weight))
        else:
            followed_to, unknown = first - 1, weight
    withdrawn.reverse()
    shares = _arrivals(reached), _arrivals(withdrawn)
    return Incidence(seen, *shares, followed_to, unknown, fit, len(reached))


def _arrivals(spans: Iterable[tuple[int, int, float]]) -> Arrivals:
    kept = [span for span in spans if span[2] > 0]
    firsts, lasts = tuple(first for first, _, _ in kept), tuple(last for _, last, _ in kept)
    totals = accumulate((weight for _, _, weight in kept), initial=0.0)
    # No estimate is good to more than twelve places, and a sum of ten tenths is to be 1.
    return Arrivals(firsts, lasts, tuple(round(total, 12) for total in totals))


_NOTHING_SEEN = Incidence(
    (), _arrivals(()), _arrivals(()), -1, 1.0, Fit(Sample((), (), (), (), 0), ()), 0
)
