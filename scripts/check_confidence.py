"""Measure how often the 95 % confidence intervals of lead times hold the truth.

Usage: python scripts/check_confidence.py [--sets N]

Draws N ledgers (500 unless given) of each kind from a known distribution: projects begin on any
day of six years, reach the stage or withdraw, or are open still, and each date is written with one
of the kind's precisions. Prints the part of the intervals that hold the true share within 90, 180,
365 and 730 days and the true percentiles. With 500 ledgers each part is good to about 0.02.
"""

import argparse
import random
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from math import exp

from zqtrack.core.confidence import percentile_interval, share_interval
from zqtrack.core.incidence import Cause, Incidence, Observation, estimate
from zqtrack.core.period import parse_period

TODAY = date(2024, 6, 15)
WATCHED = 6 * 365
HORIZONS = (90, 180, 365, 730)
PERCENTILES = (0.5, 0.85)
DAY, MONTH, QUARTER, YEAR = "day", "month", "quarter", "year"
KINDS = ((DAY,), (MONTH,), (DAY, MONTH), (MONTH, QUARTER, YEAR))
SIZES = (15, 40, 150, 500)
SCALE, SHAPE = 400, 1.1  # days, and the Weibull shape, until the stage is reached
LEAVES = 1500  # days on average until a project withdraws, if it has not reached the stage


def main(arguments: Sequence[str]) -> int:
    """Print the coverage of each kind of ledger."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sets", type=int, default=500, help="ledgers of each kind")
    sets = parser.parse_args(arguments).sets
    for leaves in (LEAVES, None):
        true = truth(leaves)
        titles = [*(f"<= {days}" for days in HORIZONS), *(f"p{100 * p:g}" for p in PERCENTILES)]
        print("with withdrawals" if leaves else "without withdrawals")
        print(f"{'projects, dates':32}", *(f"{title:>8}" for title in titles))
        for kind in KINDS:
            for size in SIZES:
                held = [
                    holds(estimate(ledger(1000 * size + seed, size, kind, leaves)), true)
                    for seed in range(sets)
                ]
                parts = [sum(column) / sets for column in zip(*held, strict=True)]
                title = f"{size} in {', '.join(kind)}"
                print(f"{title:32}", *(f"{part:8.3f}" for part in parts), flush=True)
    return 0


def holds(seen: Incidence, true: Sequence[float]) -> list[bool]:
    """Tell of each share and each percentile whether its interval holds the truth."""
    held = []
    for days in HORIZONS:
        low, high = share_interval(seen, days)
        held.append(low <= true[days] <= high)
    for share in PERCENTILES:
        first, last = percentile_interval(seen, share)
        day = next((day for day, reached in enumerate(true) if reached >= share), None)
        if day is None:
            held.append(last is None)
        else:
            held.append(first is not None and first <= day and (last is None or day <= last))
    return held


def truth(leaves: int | None) -> list[float]:
    """Give the true share reached by the end of each day."""

    def waits(day: int) -> float:
        return exp(-((day / SCALE) ** SHAPE))

    shares, share = [], 0.0
    for day in range(10 * SCALE):
        share += (waits(day) - waits(day + 1)) * (exp(-day / leaves) if leaves else 1)
        shares.append(share)
    return shares


def ledger(
    seed: int, projects: int, precisions: Sequence[str], leaves: int | None
) -> list[Observation]:
    """Draw the projects of a ledger, seen today."""
    rng = random.Random(seed)  # noqa: S311  # data to repeat, not a secret to keep
    seen = []
    for _ in range(projects):
        start = TODAY - timedelta(days=1 + rng.randrange(WATCHED))
        reached = int(rng.weibullvariate(SCALE, SHAPE))
        withdrawn = int(rng.expovariate(1 / leaves)) if leaves else reached
        end = start + timedelta(days=min(reached, withdrawn))
        begun_first, begun_last = written(start, rng.choice(precisions))
        ended_first, ended_last = written(end, rng.choice(precisions))
        if end > TODAY:
            seen.append(Observation((TODAY - begun_last).days, None, Cause.OPEN))
            continue
        low = max(0, (ended_first - begun_last).days)
        cause = Cause.REACHED if reached <= withdrawn else Cause.WITHDRAWN
        seen.append(Observation(low, (ended_last - begun_first).days, cause))
    return seen


def written(day: date, precision: str) -> tuple[date, date]:
    """Give the first and the last day of a date that is written less precisely, until today."""
    texts = {
        DAY: f"{day:%Y-%m-%d}",
        MONTH: f"{day:%Y-%m}",
        QUARTER: f"{day:%Y}-Q{(day.month + 2) // 3}",
        YEAR: f"{day:%Y}",
    }
    period = parse_period(texts[precision])
    return period.first, max(period.first, min(period.last, TODAY))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
