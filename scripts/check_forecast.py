"""Measure how often the 80 % intervals of forecasts hold what came.

Usage: python scripts/check_forecast.py [--ledgers N]

Draws N ledgers (20 unless given) of each kind from a known truth: projects are signed at random
days, pass four stages of different shapes, one in seven leases a factory and so needs no land, and
some are withdrawn from every stage. Each is forecast again, as ``report --backtest`` does, from
four days of its last four years. Prints for each kind, stage by stage and for the investment, the
share that is to be near 80 %, a count at the edge of the interval split (``tally.held``), and in
brackets how many forecasts there were. What is signed in one year hangs together: with 20 ledgers
a share of all stages is good to about 2 %, that of one stage to about 4 %.
"""

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import fsum

from zqtrack.core.backtest import Trial, trials
from zqtrack.core.forecast import INVESTMENT
from zqtrack.core.period import exactly, parse_period
from zqtrack.core.project import STAGES, Mark, Moment, Project, Stage, Withdrawal

FIRST, LAST = date(2018, 1, 1), date(2023, 12, 31)
YEARS = range(2020, 2024)
#: The Weibull scale, in days, and shape of the days in the stage before each.
TRUTH = {
    Stage.LAND_SUPPLIED: (120, 1.3),
    Stage.STARTED: (90, 0.9),
    Stage.COMPLETED: (300, 2.0),
    Stage.PRODUCING: (100, 1.2),
}
LEAVES = 1500  # days on average until a project withdraws from a stage
LEASED, SILENT = 1 / 7, 1 / 20  # the parts that need no land, and do not say what they invest


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of ledger.

    Attributes:
        title: what is said of it.
        every: days from one signing to the next, on average.
        precisions: how dates are written, as ``strftime`` takes it: each as likely.
        spread: of the logarithm of the amounts: 1 is a factor of e either way.
    """

    title: str
    every: float
    precisions: tuple[str, ...]
    spread: float


DAY, MONTH = "%Y-%m-%d", "%Y-%m"
KINDS = (
    Kind("sparse, one in 25 days, dates in days", 25, (DAY,), 1.0),
    Kind("one in 12.5 days, dates in days", 12.5, (DAY,), 1.0),
    Kind("one in 12.5 days, dates in months", 12.5, (MONTH,), 1.0),
    Kind("dense, one in 1.5 days, in days and months", 1.5, (DAY, MONTH), 1.0),
    Kind("one in 12.5 days, very uneven amounts", 12.5, (DAY,), 2.0),
)


def main(arguments: Sequence[str]) -> int:
    """Print the shares of each kind of ledger."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--ledgers", type=int, default=20, help="ledgers of each kind")
    ledgers = parser.parse_args(arguments).ledgers
    for kind in KINDS:
        found = [trial for seed in range(ledgers) for trial in tried(ledger(seed, kind))]
        stages = [trial for trial in found if trial.forecast.measure != INVESTMENT]
        print(f"{kind.title}: {coverage(stages)}", flush=True)
        for measure in (*STAGES, INVESTMENT):
            own = [trial for trial in found if trial.forecast.measure == measure]
            print(f"  {measure:15} {coverage(own)}", flush=True)
    return 0


def coverage(found: Sequence[Trial]) -> str:
    """Write the share of forecasts that held, and how many there were."""
    parts = [part for trial in found if (part := trial.part) is not None]
    return f"{fsum(parts) / len(parts):6.1%} ({len(parts):,})" if parts else "no forecast"


def tried(projects: Sequence[Project]) -> Iterator[Trial]:
    """Forecast every year of a ledger again: the stages, and the investment."""
    for year in YEARS:
        yield from trials(projects, (*STAGES, INVESTMENT), year, LAST)


def ledger(seed: int, kind: Kind) -> list[Project]:
    """Draw the projects of a ledger, seen on its last day."""
    rng = random.Random(seed)  # noqa: S311  # data to repeat, not a secret to keep
    projects: list[Project] = []
    clock = rng.expovariate(1 / kind.every)
    while (day := FIRST + timedelta(days=int(clock))) <= LAST:
        projects.append(life(f"p{len(projects)}", day, kind, rng))
        clock += rng.expovariate(1 / kind.every)
    return projects


def life(id_: str, signed: date, kind: Kind, rng: random.Random) -> Project:
    """Draw all that becomes of a project."""
    actual: dict[Stage, Moment] = {Stage.SIGNED: written(signed, kind, rng)}
    amount = round(rng.lognormvariate(18.4, kind.spread), -6)  # the middle is 100 million yuan
    told = None if rng.random() < SILENT else int(amount)
    day = signed
    for stage, (scale, shape) in TRUTH.items():
        if stage is Stage.LAND_SUPPLIED and rng.random() < LEASED:
            actual[stage] = Mark.NOT_APPLICABLE
            continue
        waits, leaves = rng.weibullvariate(scale, shape), rng.expovariate(1 / LEAVES)
        day += timedelta(days=int(min(waits, leaves)))
        if leaves < waits:
            left = Withdrawal(on=exactly(day))
            return Project(id=id_, name=id_, investment=told, actual=actual, withdrawn=left)
        actual[stage] = written(day, kind, rng)
    return Project(id=id_, name=id_, investment=told, actual=actual)


def written(day: date, kind: Kind, rng: random.Random) -> Moment:
    """Write a date with one of the precisions of a kind."""
    return parse_period(f"{day:{rng.choice(kind.precisions)}}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
