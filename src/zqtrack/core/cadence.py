"""How often a stage is reached: the days of a window for each project that reaches it."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from zqtrack.core.census import Counted, census_of
from zqtrack.core.period import Period, months_of
from zqtrack.core.project import Project, Stage


class Cadence(NamedTuple):
    """How often a stage was reached in a window. It says nothing of how long anything takes.

    Attributes:
        stage: the stage.
        window: the days that count, both ends included.
        reached: how many projects surely reached it within the window.
        possible: how many more may have: their date only overlaps the window.
    """

    stage: Stage
    window: Period
    reached: int
    possible: int

    @property
    def days_per_project(self) -> float | None:
        """Days of the window ÷ projects that reached the stage; None where none did."""
        return self.window.days / self.reached if self.reached else None


def cadence(projects: Iterable[Project], stage: Stage, window: Period) -> Cadence:
    """Count the projects that reached a stage in a window.

    A project that passed the stage at an unknown date is counted nowhere.
    """
    dates = _near(projects, stage, window)
    reached = sum([number for moment, number in dates if moment.within(window)])
    return Cadence(stage, window, reached, sum([number for _, number in dates]) - reached)


def by_month(projects: Iterable[Project], stage: Stage, window: Period) -> tuple[int, ...]:
    """Count the projects that surely reached a stage in each calendar month of a window."""
    counts: Counter[tuple[int, int]] = Counter()
    for moment, number in _near(projects, stage, window):
        if moment.within(window) and _month(moment.first) == _month(moment.last):
            counts[_month(moment.first)] += number
    return tuple(counts[_month(month.first)] for month in months_of(window))


def _near(projects: Iterable[Project], stage: Stage, window: Period) -> Counted[Period]:
    """Give the dates of a stage that overlap a window, and how many projects have each."""
    first, last = window.first, window.last
    dates = census_of(projects).dates(stage)
    return [one for one in dates if one[0].first <= last and first <= one[0].last]


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month
