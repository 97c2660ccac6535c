"""Whether forecasts come true: a past year forecast again, by quarters, against what came."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import fsum

from zqtrack.core.cadence import reached_in
from zqtrack.core.forecast import Forecast, forecasts
from zqtrack.core.period import parse_period
from zqtrack.core.project import STAGES, Project, seen_on
from zqtrack.errors import UsageError


@dataclass(frozen=True, slots=True)
class Trial:
    """One forecast, and what came.

    Attributes:
        forecast: as it was seen on its day.
        came: how many had surely reached the stage in the year by its end.
    """

    forecast: Forecast
    came: int

    @property
    def held(self) -> bool | None:
        """Whether the 80 % interval holds what came; None without a forecast."""
        interval = self.forecast.interval
        return interval[0] <= self.came <= interval[1] if interval else None

    @property
    def part(self) -> float | None:
        """The part of what came that lies in the middle 80 % (``tally.held``), 0 to 1."""
        return self.forecast.part_inside(self.came)


@dataclass(frozen=True, slots=True)
class Backtest:
    """A year forecast again.

    Attributes:
        year: the year.
        trials: by day, and then by stage.
    """

    year: int
    trials: tuple[Trial, ...]

    @property
    def tried(self) -> int:
        """How many forecasts there were; where the past gave no basis there is none."""
        return sum(trial.held is not None for trial in self.trials)

    @property
    def held(self) -> int:
        """How many of the 80 % intervals held what came."""
        return sum(trial.held is True for trial in self.trials)

    @property
    def coverage(self) -> float | None:
        """The share of forecasts that held, a count at the edge by its part; None without any.

        An interval of whole counts holds more than 80 % by the width of its edges, the more so
        the smaller the counts. Split at the edges, right forecasts hold exactly 80 % on average.
        """
        parts = [part for trial in self.trials if (part := trial.part) is not None]
        return fsum(parts) / len(parts) if parts else None


def backtest(projects: Sequence[Project], year: int, as_of: date) -> Backtest:
    """Forecast a past year from the end of the year before and of its first three quarters.

    Args:
        projects: those that count, with all that came later.
        year: the year.
        as_of: the last day of which the ledger tells.

    Raises:
        UsageError: the year is not over by then.
    """
    window = parse_period(f"{year:04}")
    if window.last > as_of:
        raise UsageError(
            f"{year} is not over on {as_of}, so nobody knows yet what came of its forecasts",
            f"name a year before {as_of.year}",
        )
    known = [seen_on(project, as_of) for project in projects]
    came: dict[str, int] = {stage: len(reached_in(known, stage, window)) for stage in STAGES}
    return Backtest(
        year,
        tuple(
            Trial(forecast, came[forecast.measure])
            for day in _days(year)
            for forecast in _seen_from(known, year, day)
        ),
    )


def _days(year: int) -> Iterable[date]:
    """Give the days of the forecasts: nothing is left to forecast on the last of the year."""
    yield date(year, 1, 1) - timedelta(days=1)
    for month in (4, 7, 10):
        yield date(year, month, 1) - timedelta(days=1)


def _seen_from(projects: Iterable[Project], year: int, day: date) -> tuple[Forecast, ...]:
    return forecasts([seen_on(project, day) for project in projects], STAGES, year, day)
