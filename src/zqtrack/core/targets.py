"""How far a year's targets have been met, and how far they would be at an even pace."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from zqtrack.core.cadence import cadence
from zqtrack.core.census import Census, census_of
from zqtrack.core.fields import fields_of
from zqtrack.core.period import Period, parse_period
from zqtrack.core.project import Project, Stage
from zqtrack.core.settings import Goals
from zqtrack.core.totals import signed_in


class Progress(NamedTuple):
    """How far one target of a year has been met.

    Attributes:
        year: the year.
        measure: a stage's name, or ``investment``.
        target: what the year is to bring: projects, or whole yuan.
        actual: what it has surely brought so far; None where nobody says how much it was.
        silent: how many projects of the year are not in ``actual`` as they do not say how much.
        pace: what an even pace would have brought by the day.
        filter: the projects that count, as a filter; empty for all.
    """

    year: int
    measure: str
    target: int
    actual: float | None
    silent: int
    pace: float
    filter: str

    @property
    def share(self) -> float | None:
        """Actual ÷ target; None for a target of 0, or where the actual is unknown."""
        return self.actual / self.target if self.target and self.actual is not None else None


def progress(
    projects: Sequence[Project], year: int, goals: Goals, as_of: date
) -> tuple[Progress, ...]:
    """Hold a year's goals against the projects that count for them.

    Only what surely happened in the year, and by the day, counts. The pace is target × day of the
    year ÷ days of the year: nothing before the year begins, all of it after it has ended.

    Args:
        projects: those that the goals' filter selects.
        year: the year of the goals.
        goals: what the year is to bring.
        as_of: the day from which it is seen.
    """
    census = census_of(projects)
    whole = parse_period(f"{year:04}")
    so_far = whole.until(as_of)
    elapsed = so_far.days if so_far else 0
    return tuple(
        Progress(
            year,
            field.key,
            target,
            *_actual(census, field.key, so_far),
            target * elapsed / whole.days,
            " ".join(goals.filter),
        )
        for field in fields_of(Goals)
        if field.name != "filter" and (target := getattr(goals, field.name)) is not None
    )


def _actual(projects: Census, measure: str, window: Period | None) -> tuple[float | None, int]:
    if window is None:
        return 0, 0
    if measure != "investment":
        return cadence(projects, Stage(measure), window).reached, 0
    planned = signed_in(projects, window)
    return planned.amount, cadence(projects, Stage.SIGNED, window).reached - planned.known
