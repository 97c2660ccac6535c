"""How projects go on from one stage to a later one, day by day of their age, to the last day.

As far as the past tells well, the days are those of the estimate (``incidence``). Beyond the sixth
last project that went on, the few that followed give one constant daily rate: they ÷ the days that
all the projects that old waited. So the curve is completed by an exponential tail (B. W. Brown,
M. Hollander and R. M. Korwar, in "Reliability and Biometry" (1974)). That is an assumption: a
project that is older than any that went on has the chances of the oldest that did.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate, chain, pairwise, repeat, starmap
from math import fsum
from operator import mul, sub

from zqtrack.core.incidence import NEAR, Arrivals, Cause, Incidence
from zqtrack.core.leadtime import FEWEST, LeadTimes
from zqtrack.core.record import record


@record()
class Passage:
    """How projects pass from a stage to a later one.

    Attributes:
        comes: the chance of reaching the later stage on each day of the age, from day 0.
        left: the chance that neither it nor a withdrawal has come by the end of each day.
        waited: the ages, in days, to which each project of the past was followed, sorted.
        went: the ages at which projects went on, sorted.
        tail: the age from which the daily rate is constant, 0 or more.
        last_few: how many went on beyond it: what the constant rate rests on.
    """

    comes: tuple[float, ...]
    left: tuple[float, ...]
    waited: tuple[float, ...]
    went: tuple[float, ...]
    tail: int
    last_few: int

    def by(self, days: int) -> tuple[float, ...]:
        """Give the chance of having come within 0, 1, … so many days of the start."""
        return tuple(accumulate(self.comes[: days + 1]))

    def chance(self, age: int, onwards: Sequence[float]) -> float:
        """Give the chance that a project of an age comes, and then passes on, in time.

        Args:
            age: in days; it has neither come nor withdrawn by then.
            onwards: the chance to pass on in time from there, if it comes in 1, 2, … days.
        """
        age = min(age, self.tail)  # the tail has no memory
        ahead = self.comes[age + 1 : age + 1 + len(onwards)]
        return min(1.0, fsum(map(mul, ahead, onwards)) / self.left[age])

    def doubt(self, ages: Mapping[int, int], days: int) -> float:
        """Give how uncertain the number is that comes of projects of these ages within some days.

        Args:
            ages: in days, and how many projects have each.
            days: the days.

        Returns:
            The variance of the estimated number ÷ its square: each day's rate counts as uncertain
            as the few projects that it was counted among make it (O. Aalen, Ann. Stat. 6 (1978)),
            the constant rate as the last few make it.
        """
        weights = self._weights(ages, days)
        rates = [come / left for come, left in zip(self.comes[1:], self.left, strict=False)]
        sums = list(map(mul, weights[1:], rates))
        among = len(self.waited)
        spread = fsum(
            weight * part / max(1, among - bisect_left(self.waited, day))
            for day, (weight, part) in enumerate(zip(weights[1:], sums, strict=False), 1)
            if day <= self.tail and part
        )
        late = fsum(sums[self.tail :])
        total = fsum(sums)
        return (spread + late * late / self.last_few) / (total * total) if total else 1.0

    def within(self, days: int) -> int:
        """Count the projects that went on within so many days."""
        return bisect_right(self.went, days)

    def _weights(self, ages: Mapping[int, int], days: int) -> list[int]:
        """Count for each day of age the projects that have it before them."""
        changes = [0] * (len(self.comes) + 1)
        for age, projects in ages.items():
            first = min(age, self.tail) + 1
            changes[first] += projects
            changes[min(first + days, len(self.comes))] -= projects
        return list(accumulate(changes))[:-1]


def passage(times: LeadTimes, days: int) -> Passage | None:
    """Find how projects pass between the two stages of lead times, so many days ahead of any age.

    Returns:
        None where fewer than ``FEWEST`` have gone on: the past gives no basis.
    """
    ended = _ends(times.incidence, Cause.REACHED)
    if len(ended) < FEWEST:
        return None
    gone = _ends(times.incidence, Cause.WITHDRAWN)
    waited = sorted([*ended, *gone, *_ends(times.incidence, Cause.OPEN)])
    tail = int(max((end for end in ended if end < ended[-FEWEST]), default=0))
    # At least one, so that a rate is never said to be 0 of a stage that all left on the first day.
    late = max(1, len(ended) - bisect_right(ended, tail))
    lost = len(gone) - bisect_right(gone, tail)
    exposure = fsum(map(sub, waited[bisect_right(waited, tail) :], repeat(tail)))
    rate, loss = _rates(late, lost, exposure)
    comes, left = _body(times.incidence, tail)
    for _ in range(days + 1):
        comes.append(left[-1] * rate)
        left.append(left[-1] * (1 - rate - loss))
    return Passage(tuple(comes), tuple(left), tuple(waited), tuple(ended), tail, late)


def _ends(incidence: Incidence, cause: Cause) -> list[float]:
    """Give the days to which the projects of a cause were followed: the middle of a range."""
    ends = [
        ((low + (low if high is None else high)) / 2, count)
        for (low, high, seen), count in incidence.observations
        if seen is cause
    ]
    return list(chain.from_iterable(starmap(repeat, sorted(ends))))


def _body(incidence: Incidence, tail: int) -> tuple[list[float], list[float]]:
    """Give the days of the estimate; what lies in an interval comes half at either end of it."""
    shares = [_middle(incidence.reached, day) for day in range(-1, tail + 1)]
    comes = [now - before for before, now in pairwise(shares)]
    gone = [_middle(incidence.withdrawn, day) for day in range(tail + 1)]
    left = [max(NEAR, 1 - come - lost) for come, lost in zip(shares[1:], gone, strict=True)]
    return comes, left


def _middle(arrivals: Arrivals, day: int) -> float:
    return (arrivals.surely(day) + arrivals.perhaps(day)) / 2


def _rates(late: int, lost: int, exposure: float) -> tuple[float, float]:
    """Give the daily chances of going on and of leaving, which together are below 1."""
    scale = max(exposure, late + lost + 1)
    return late / scale, lost / scale
