"""How many projects had come to each stage by each day, and how many came in each month."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zqtrack.core.period import Period, months_of, span
from zqtrack.core.project import STAGES, Mark, Project, Stage

#: At most so many days of a flow are counted.
MOST_DAYS = 150
#: A flow begins with the record, but no longer than so many days before the window.
BEFORE = 731


@dataclass(frozen=True, slots=True)
class Arrived:
    """How many projects had come to a stage by the end of each of some days.

    Attributes:
        stage: the stage.
        surely: for each day the projects whose date had passed to its last day.
        perhaps: for each day those, and the ones whose date had begun: "2023-04" from 1 April on.
        undated: how many passed the stage on a day that nobody knows; they are in neither.
    """

    stage: Stage
    surely: tuple[int, ...]
    perhaps: tuple[int, ...]
    undated: int


@dataclass(frozen=True, slots=True)
class Flow:
    """The projects that had come to each stage, over time.

    Attributes:
        days: the days on whose evening they are counted, evenly spaced, increasing.
        stages: one for each counted stage, in order.
    """

    days: tuple[date, ...]
    stages: tuple[Arrived, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a window, or the part of it that lies in the window.

    Attributes:
        days: the days that count.
        reached: how many projects surely reached the stage in it.
    """

    days: Period
    reached: int

    @property
    def days_per_project(self) -> float | None:
        """Days of the month ÷ projects; None where there was none: no cadence, not endless."""
        return self.days.days / self.reached if self.reached else None


def flow(projects: Sequence[Project], window: Period, as_of: date) -> Flow:
    """Count the projects that had come to each stage, to the day from which they are seen.

    Withdrawn projects count: they came there before they left. A project counts once for each
    stage that it has a date for; one that skipped a stage does not count for it.

    Args:
        projects: those that count, with their dates as they are known.
        window: the window of the report, which is in sight whatever else is not.
        as_of: the last day.
    """
    dated = {stage: _dates(projects, stage) for stage in STAGES}
    firsts = [moment.first for moments in dated.values() for moment in moments]
    start = max(min([*firsts, window.first]), window.first - timedelta(days=BEFORE))
    days = sample_days(start, as_of)
    return Flow(
        days,
        tuple(
            Arrived(
                stage,
                _counted([moment.last for moment in moments], days),
                _counted([moment.first for moment in moments], days),
                sum(_passed_undated(project, stage) for project in projects),
            )
            for stage, moments in dated.items()
        ),
    )


def sample_days(first: date, last: date, most: int = MOST_DAYS) -> tuple[date, ...]:
    """Give evenly spaced days from about the first to exactly the last, at most so many.

    Args:
        first: no day is before it.
        last: the last of the days, not before the first.
        most: at least 1.
    """
    step = -(-((last - first).days + 1) // most)
    return tuple(reversed([last - timedelta(days=back) for back in _backwards(first, last, step)]))


def months(counts: Sequence[int], window: Period) -> tuple[Month, ...]:
    """Set the counts of a window's months beside the days that they have (``cadence.by_month``).

    Args:
        counts: how many projects surely reached a stage in each month of the window.
        window: the window.
    """
    return tuple(map(Month, months_of(window), counts))


def latest(window: Period, most: int) -> Period:
    """Give the part of a window that has at most so many calendar months: its end."""
    parts = months_of(window)
    return span(parts[-most:][0].first, window.last)


def _backwards(first: date, last: date, step: int) -> range:
    return range(0, (last - first).days + 1, step)


def _dates(projects: Iterable[Project], stage: Stage) -> list[Period]:
    moments = (project.actual.get(stage) for project in projects)
    return [moment for moment in moments if isinstance(moment, Period)]


def _counted(days: list[date], at: Sequence[date]) -> tuple[int, ...]:
    days.sort()
    return tuple(bisect_right(days, day) for day in at)


def _passed_undated(project: Project, stage: Stage) -> bool:
    """Tell whether it must have passed a stage, on a day that its file does not tell."""
    moment = project.actual.get(stage)
    if moment is None:
        return any(project.has_reached(later) for later in STAGES[STAGES.index(stage) + 1 :])
    return moment is Mark.UNKNOWN
