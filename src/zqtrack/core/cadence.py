"""How often a stage is reached: the days of a window for each project that reaches it."""

from collections.abc import Iterable
from dataclasses import dataclass

from zqtrack.core.period import Period
from zqtrack.core.project import Project, Stage


@dataclass(frozen=True, slots=True)
class Cadence:
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
    moments = [m for p in projects if isinstance(m := p.actual.get(stage), Period)]
    reached = sum(moment.within(window) for moment in moments)
    overlapping = sum(moment.overlaps(window) for moment in moments)
    return Cadence(stage, window, reached, overlapping - reached)
