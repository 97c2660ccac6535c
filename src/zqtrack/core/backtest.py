"""Whether forecasts come true: a past year forecast again, by quarters, against what came."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from math import fsum
from typing import NamedTuple

from zqtrack.core.cadence import cadence
from zqtrack.core.forecast import INVESTMENT, Forecast, forecasts
from zqtrack.core.period import parse_period
from zqtrack.core.project import STAGES, Project, Stage, seen_on
from zqtrack.core.totals import signed_in
from zqtrack.errors import UsageError
from zqtrack.language import _


class Trial(NamedTuple):
    """One forecast, and what came.

    Attributes:
        forecast: as it was seen on its day.
        came: how many had surely reached the stage in the year by its end, or how many yuan.
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


class Backtest(NamedTuple):
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
            _(
                "{year} is not over on {day}, so nobody knows yet what came of its forecasts"
            ).format(year=year, day=as_of),
            _("name a year before {year}").format(year=as_of.year),
        )
    return Backtest(year, trials(projects, STAGES, year, as_of))


def trials(
    projects: Iterable[Project], measures: Sequence[str], year: int, as_of: date
) -> tuple[Trial, ...]:
    """Forecast some measures of a past year, from each of the days of ``backtest``.

    Args:
        projects: those that count, with all that came later.
        measures: counted stages, and ``forecast.INVESTMENT``.
        year: a year that is over on the day.
        as_of: the last day of which the ledger tells.
    """
    known = [seen_on(project, as_of) for project in projects]
    came = {measure: _came(known, measure, year) for measure in measures}
    return tuple(
        Trial(forecast, came[forecast.measure])
        for day in _days(year)
        for forecast in _seen_from(known, measures, year, day)
    )


def _came(projects: Iterable[Project], measure: str, year: int) -> int:
    window = parse_period(f"{year:04}")
    if measure != INVESTMENT:
        return cadence(projects, Stage(measure), window).reached
    return int(signed_in(projects, window).amount or 0)


def _days(year: int) -> Iterable[date]:
    """Give the days of the forecasts: nothing is left to forecast on the last of the year."""
    yield date(year, 1, 1) - timedelta(days=1)
    for month in (4, 7, 10):
        yield date(year, month, 1) - timedelta(days=1)


def _seen_from(
    projects: Iterable[Project], measures: Iterable[str], year: int, day: date
) -> tuple[Forecast, ...]:
    return forecasts([seen_on(project, day) for project in projects], measures, year, day)
