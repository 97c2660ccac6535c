"""The share of projects that got from one stage to a later one, day by day, for a drawing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from zqtrack.core.confidence import share_interval
from zqtrack.core.incidence import NEAR, Cause, Incidence
from zqtrack.core.leadtime import FEWEST, LeadTimes

#: At most so many steps of a curve are drawn, and so many marks of open projects on it.
MOST_STEPS, MOST_MARKS = 80, 40
#: Of more projects than this, limits are estimated at so many steps: they are slow, and narrow.
MANY, FEW_LIMITS = 500, 8

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Point:
    """A day on which the share grows.

    Attributes:
        day: days since the earlier stage.
        share: the share that had got there by its end, 0 to 1.
        low: the least that it could be, with 95 % confidence.
        high: the most.
    """

    day: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Waits:
    """The open projects of one age, on the curve.

    Attributes:
        age: days since the earlier stage.
        share: the share of all projects that had got there by then.
        projects: how many are that old.
    """

    age: int
    share: float
    projects: int


@dataclass(frozen=True, slots=True)
class Curve:
    """The cumulative incidence of a later stage: what share got there within how many days.

    Attributes:
        times: the lead times of which it tells.
        points: its steps, from day 0 to the last day of which the data tells.
        open: the open projects, the youngest first; of many ages, some.
        ages: how many ages open projects have.
    """

    times: LeadTimes
    points: tuple[Point, ...]
    open: tuple[Waits, ...]
    ages: int


def curve(times: LeadTimes) -> Curve | None:
    """Give the curve of a pair of stages.

    Returns:
        None where fewer than ``FEWEST`` have got there: it would draw chance.
    """
    if len(times.reached) < FEWEST:
        return None
    incidence = times.incidence
    end = _end(incidence)
    steps = [day for day in incidence.reached.lasts if 0 < day < end]
    days = tuple(dict.fromkeys((0, *thinned(steps, MOST_STEPS - 2), end)))
    waits = tuple(_waiting(incidence))
    shown = tuple(thinned(waits, MOST_MARKS))
    return Curve(times, tuple(_points(incidence, days)), shown, len(waits))


def thinned(items: Sequence[Item], most: int) -> Sequence[Item]:
    """Give at most so many of some items, evenly spaced, the last among them."""
    if len(items) <= most:
        return items
    return [items[(at + 1) * len(items) // most - 1] for at in range(most)]


def _end(incidence: Incidence) -> int:
    """Give the last day of which the data tells: of projects that all ended, when the last did."""
    if incidence.followed_to is not None:
        return incidence.followed_to
    return max((*incidence.reached.lasts, *incidence.withdrawn.lasts))


def _points(incidence: Incidence, days: Sequence[int]) -> Iterator[Point]:
    """Give the steps; between those whose limits are estimated, these go with the share."""
    few = sum(count for _, count in incidence.observations) > MANY
    places = [0, *thinned(range(1, len(days)), FEW_LIMITS if few else MOST_STEPS)]
    for start, end in pairwise(places):
        at_start, at_end = _point(incidence, days[start]), _point(incidence, days[end])
        yield at_start
        for day in days[start + 1 : end]:
            yield _between(at_start, at_end, day, incidence.share(day))
    yield _point(incidence, days[-1])


def _point(incidence: Incidence, day: int) -> Point:
    return Point(day, incidence.share(day), *share_interval(incidence, day))


def _between(before: Point, after: Point, day: int, share: float) -> Point:
    """Give a step whose distance to its limits lies between those of two others."""
    part = (share - before.share) / max(after.share - before.share, NEAR)
    low = (1 - part) * (before.share - before.low) + part * (after.share - after.low)
    high = (1 - part) * (before.high - before.share) + part * (after.high - after.share)
    return Point(day, share, max(0.0, share - low), min(1.0, share + high))


def _waiting(incidence: Incidence) -> Iterator[Waits]:
    for (low, _, cause), count in incidence.observations:
        if cause is Cause.OPEN:
            yield Waits(low, incidence.share(low), count)
