"""Compare the estimator of lead times with lifelines, numpy and the clock.

Usage: python scripts/check_incidence.py [--sets N]

Needs the dev extra. Prints the greatest difference over N random data sets (300 unless given) of
each kind, and how long large ones take; exits 1 where a difference is above its limit:

- Aalen-Johansen: exact days, two causes; both cumulative incidences, on every day;
- Kaplan-Meier: exact days, one cause, with ties of every kind; and Greenwood's variance;
- Turnbull: intervals, one cause; by how much our log-likelihood is *below* lifelines';
- optimum: intervals, two causes; how far the estimate can be from the greatest likelihood, by the
  gradient over every day of both causes, computed from the definition;
- percentiles: everything finished; numpy's ``inverted_cdf``.

lifelines cannot order events of the same day and shifts them a little at random. So that this
changes nothing, the Aalen-Johansen data has events on even days only, open projects on odd ones.
"""

import argparse
import random
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
from lifelines import (  # type: ignore[import-untyped]  # lifelines ships no types
    AalenJohansenFitter,
    KaplanMeierFitter,
)
from lifelines.fitters.npmle import npmle  # type: ignore[import-untyped]  # the same

from zqtrack.core import confidence
from zqtrack.core.incidence import Cause, Incidence, Observation, estimate
from zqtrack.core.period import parse_period

REACHED, WITHDRAWN, OPEN = Cause
FAR = 10**9  # days; later than anything that is observed


def aalen_johansen(seed: int) -> float:
    """Give the greatest difference of both cumulative incidences on exact days."""
    rng = _draws(seed)
    odds = [3, rng.choice([1, 3]), rng.choice([0, 1, 3])]
    causes = [REACHED, WITHDRAWN, *rng.choices([REACHED, WITHDRAWN, OPEN], odds, k=_size(rng))]
    longest = rng.choice([5, 50, 500])
    seen = [_exactly(2 * rng.randint(1, longest) + (cause is OPEN), cause) for cause in causes]
    ours, days = estimate(seen), range(2 * longest + 2)
    return max(
        _difference(ours.share, _their_incidence(seen, REACHED), days),
        _difference(ours.withdrawn_share, _their_incidence(seen, WITHDRAWN), days),
    )


def kaplan_meier(seed: int) -> float:
    """Give the greatest difference of the share reached on exact days with one cause."""
    ours, fitter, days = _one_cause(seed)
    return _difference(ours.share, fitter.cumulative_density_, days)


def greenwood(seed: int) -> float:
    """Give the greatest difference of the variance of that share, wherever lifelines has one."""
    ours, fitter, _ = _one_cause(seed)
    theirs = fitter.survival_function_.iloc[:, 0] ** 2 * fitter._cumulative_sq_  # not public

    def variance(day: int) -> float:
        points = ours.reached.lasts.index(day) + 1
        return confidence._exact_variance(ours, points)  # noqa: SLF001  # it is what is compared

    arrivals = [day for day in ours.reached.lasts if ours.share(day) < 1]
    return _difference(variance, theirs.to_frame(), arrivals) if arrivals else 0.0


def turnbull(seed: int) -> float:
    """Give by how much our log-likelihood is below lifelines' on intervals with one cause."""
    seen = _intervals(_draws(seed), [REACHED, REACHED, OPEN])
    lows = np.array([low + (cause is OPEN) for low, _, cause in seen])
    highs = np.array([FAR if high is None else high for _, high, _ in seen])
    with warnings.catch_warnings():
        # It does not always settle, and takes the log-odds of a weight of 1.
        warnings.filterwarnings("ignore", message="Exceeded max iterations")
        warnings.filterwarnings("ignore", category=RuntimeWarning, module="lifelines")
        weights, spans = npmle(lows, highs, tol=1e-9, max_iter=1000)
    firsts, lasts = np.array(spans).T
    inside = (lows[:, None] <= firsts) & (lasts <= highs[:, None])
    # lifelines stretches its steps and does not scale the weights back to a sum of 1.
    theirs = np.log(inside @ (weights / weights.sum())).sum()
    return float(theirs - estimate(seen).fit.log_likelihood)


def optimum(seed: int) -> float:
    """Give how far the log-likelihood of intervals with two causes can be below the greatest.

    Over all distributions on days and causes, by the gradient (Gentleman and Geyer 1994).
    """
    seen = _intervals(_draws(seed), [REACHED, REACHED, WITHDRAWN, OPEN])
    ours = estimate(seen)
    days = np.arange(max(low if high is None else high for low, high, _ in seen) + 1)
    # A column for each day of reaching, each of withdrawing, and all that comes later.
    none, later = days < 0, np.array([True])
    holds = np.array(
        [
            np.concatenate([days > low, days > low, later])
            if high is None
            else np.concatenate(
                [
                    (low <= days) & (days <= high) if cause is REACHED else none,
                    (low <= days) & (days <= high) if cause is WITHDRAWN else none,
                    ~later,
                ]
            )
            for low, high, cause in seen
        ],
        dtype=float,
    )
    reached = np.diff([0.0, *(ours.share(int(day)) for day in days)])
    withdrawn = np.diff([0.0, *(ours.withdrawn_share(int(day)) for day in days)])
    weights = np.concatenate([reached, withdrawn, [ours.unknown]])
    gradient = holds.T @ (1 / (holds @ weights))
    return float(gradient.max() - len(seen) * weights.sum())


def percentiles(seed: int) -> float:
    """Give the greatest difference to plain percentiles, in days, where everything finished."""
    rng = _draws(seed)
    longest = rng.choice([3, 100])
    days = [rng.randint(0, longest) for _ in range(_size(rng))]
    ours = estimate(_exactly(day, REACHED) for day in days)
    shares = [0.01, 0.1, 0.25, 0.5, 0.75, 0.85, 0.9, 1]
    theirs = np.quantile(days, shares, method="inverted_cdf")
    return float(max(abs(np.array([ours.percentile(share) for share in shares]) - theirs)))


#: What is compared, and the greatest difference that is none.
COMPARED: tuple[tuple[str, Callable[[int], float], float], ...] = (
    ("Aalen-Johansen", aalen_johansen, 1e-6),
    ("Kaplan-Meier", kaplan_meier, 1e-6),
    ("Greenwood's variance", greenwood, 1e-6),
    ("Turnbull, log-likelihood below lifelines'", turnbull, 1e-6),
    ("Optimum, log-likelihood below it at most", optimum, 1e-6),
    ("Plain percentiles, days", percentiles, 0),
)


def main(arguments: Sequence[str]) -> int:
    """Print the greatest differences and the times."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sets", type=int, default=300, help="random data sets of each kind")
    sets = parser.parse_args(arguments).sets
    wrong = False
    print(f"greatest difference over {sets} random data sets")
    for name, difference, limit in COMPARED:
        differences = [difference(seed) for seed in range(sets)]
        wrong |= not all(one <= limit for one in differences)  # a NaN is wrong, too
        print(f"  {name:<42} {max(differences):9.1e}   limit {limit:g}")
    print("seconds")
    for name, seen in (
        ("100,000 projects, dates in days", large(100_000, "%Y-%m-%d")),
        ("10,000 projects, dates in months", large(10_000, "%Y-%m")),
        ("10,000 projects, in days and months", large(10_000, "%Y-%m-%d", "%Y-%m")),
        ("10,000 projects, in days, months and years", large(10_000, "%Y-%m-%d", "%Y-%m", "%Y")),
    ):
        begun = time.perf_counter()
        ours = estimate(seen)
        print(f"  {name:<42} {time.perf_counter() - begun:9.2f}   excess {ours.fit.excess:.0e}")
    return int(wrong)


def large(projects: int, *precisions: str) -> list[Observation]:
    """Give projects of the last 14 years, each date as precise as one of these formats."""
    rng = _draws(projects)
    today = date(2024, 6, 15)
    seen = []
    for _ in range(projects):
        start = today - timedelta(days=rng.randrange(14 * 365))
        reached, withdrawn = rng.weibullvariate(700, 1.1), rng.expovariate(1 / 2800)
        end = start + timedelta(days=int(min(reached, withdrawn)))
        begun, ended = (parse_period(day.strftime(rng.choice(precisions))) for day in (start, end))
        if end > today:
            seen.append(Observation((today - min(begun.last, today)).days, None, OPEN))
        else:
            low = max(0, (ended.first - begun.last).days)
            high = (ended.last - begun.first).days
            seen.append(Observation(low, high, REACHED if reached <= withdrawn else WITHDRAWN))
    return seen


def _one_cause(seed: int) -> tuple[Incidence, Any, range]:
    rng = _draws(seed)
    causes = rng.choices([REACHED, OPEN], [3, rng.choice([0, 1, 3])], k=_size(rng))
    longest = rng.choice([3, 50, 500])
    seen = [_exactly(rng.randint(0, longest), cause) for cause in causes]
    fitter = KaplanMeierFitter()
    fitter.fit([one.low for one in seen], [one.cause is REACHED for one in seen])
    return estimate(seen), fitter, range(longest + 2)


def _intervals(rng: random.Random, causes: Sequence[Cause]) -> list[Observation]:
    longest, widest = rng.choice([5, 50, 500]), rng.choice([1, 10, 60])
    seen = []
    for cause in rng.choices(causes, k=_size(rng)):
        low = rng.randint(0, longest)
        high = None if cause is OPEN else low + rng.choice([0, rng.randint(0, widest)])
        seen.append(Observation(low, high, cause))
    return seen


def _exactly(day: int, cause: Cause) -> Observation:
    return Observation(day, None if cause is OPEN else day, cause)


def _size(rng: random.Random) -> int:
    return rng.choice([1, 5, 20, 100])


def _difference(ours: Callable[[int], float], theirs: Any, days: Sequence[int]) -> float:
    """Compare a share at the end of each day with a step function of lifelines."""
    rows = np.searchsorted(theirs.index.to_numpy(), np.array(days) + 0.5, side="right") - 1
    values = theirs.iloc[:, 0].to_numpy()[rows]
    return float(np.abs(np.array([ours(day) for day in days]) - values).max())


def _their_incidence(seen: Sequence[Observation], cause: Cause) -> Any:
    number = {OPEN: 0, REACHED: 1, WITHDRAWN: 2}
    fitter = AalenJohansenFitter(seed=1, calculate_variance=False)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Tied event times were detected")
        fitter.fit([one.low for one in seen], [number[one.cause] for one in seen], number[cause])
    return fitter.cumulative_density_


def _draws(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  # data to repeat, not a secret to keep


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
