"""The likeliest distribution of a quantity that is known only to lie in intervals of a line.

That is the nonparametric maximum likelihood estimate: B. W. Turnbull, "The empirical distribution
function with arbitrarily grouped, censored and truncated data", J. R. Stat. Soc. B 38 (1976); its
support: R. Peto, "Experimental survival curves for interval-censored data", Appl. Stat. 22 (1973).

The weights of the support are found by Turnbull's self-consistent steps, and by Newton's method
between them, which is what makes it fast: the log-likelihood is concave, and a set of weights is
the maximum exactly when no point of the support promises a gain (R. Gentleman and C. J. Geyer,
"Maximum likelihood for interval censored data", Biometrika 81 (1994)). The search stops by that
test, and so knows how far from the maximum it can be.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from math import fsum, inf, log
from operator import itemgetter, mul, sub
from typing import NamedTuple

#: The search ends where no point of the support promises more than 1 + this, per observation, …
TOLERANCE = 1e-10
#: … and a step of Newton's moves no more weight than this: what is left to go is far less.
STILL = 1e-9
#: No data has needed more than thirty. Should these not be enough, ``Fit.excess`` tells.
ROUNDS = 300

_FIRST_STEPS = 10  # self-consistent steps from equal weights
_STEPS = 2  # and after each step of Newton's
_FLOOR = 0.01  # Newton may take all but this part of a weight at once: the rest may be needed
_AT_ONCE = 0.05  # a weight that such a part of Newton's step would take is gone at once
_SLACK = 1e-14  # two log-likelihoods this near to each other, relatively, are the same number
_DUST = 1e-10  # a weight that is no more than this is on its way to 0
_PRECISION = 1e-5  # of a solution from which a variance is taken: the variance's is its square


@dataclass(frozen=True, slots=True)
class Sample:
    """Intervals as ranges of the points of a support.

    Attributes:
        spans: the support: innermost intervals, first and last number, disjoint and in order.
        ranges: per kind of observation the points that it contains: first, and last + 1.
        counts: how many observations of each kind.
        total: how many observations.
        picks: what the search takes out of sequences; it follows from the others.
    """

    spans: tuple[tuple[int, int], ...]
    ranges: tuple[tuple[int, int], ...]
    counts: tuple[int, ...]
    total: int
    picks: "_Picks" = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "picks", _picks(self.ranges, len(self.spans)))


_Pick = Callable[[Sequence[float]], Iterable[float]]


class _Picks(NamedTuple):
    """What takes out of a sequence at once what a search takes out of it again and again.

    Attributes:
        starts: for each range the value at its first point.
        stops: for each range the value at the point after its last.
        by_stop: the values of the ranges in the order of their ends.
        begun: of running sums over the ranges, for each point that of those that begin by it.
        ended: of running sums in the order of the ends, that of those that have ended by it.
    """

    starts: _Pick
    stops: _Pick
    by_stop: _Pick
    begun: _Pick
    ended: _Pick


@dataclass(frozen=True, slots=True)
class Fit:
    """A distribution on the support of a sample.

    Attributes:
        sample: what it was estimated from.
        weights: the probability of each span; what lies inside a span stays open, any place in it
            is as likely as another.
        excess: by how much the promise of the best point exceeds 1. The log-likelihood can be
            below its maximum by at most ``sample.total`` times this.
    """

    sample: Sample
    weights: tuple[float, ...]
    excess: float

    @property
    def log_likelihood(self) -> float:
        """The sum of log P(interval) over all observations."""
        return _log_likelihood(self.sample, self.weights)


def sample(intervals: Mapping[tuple[int, int], int]) -> Sample:
    """Find the support of a set of intervals.

    Only an innermost interval can carry weight: one that begins with the beginning of an
    observation, ends with the end of one, and has neither of them inside.

    Args:
        intervals: first and last number, both included, and how often each was observed.
    """
    spans = _innermost(intervals)
    firsts, lasts = [first for first, _ in spans], [last for _, last in spans]
    counts: dict[tuple[int, int], int] = {}
    for (low, high), count in intervals.items():
        points = bisect_left(firsts, low), bisect_right(lasts, high)
        counts[points] = counts.get(points, 0) + count
    # Sorted, so that the order of the observations changes no bit of the sums.
    ranges = tuple(sorted(counts))
    return Sample(spans, ranges, tuple(counts[points] for points in ranges), sum(counts.values()))


def fit(sample: Sample) -> Fit:
    """Find the weights of the support that make the observations likeliest. They are unique.

    They are unique because each point is the last of some observation's range: the likelihood
    fixes the probability of every observation, and these the weights, from the first to the last.
    """
    weights = [1 / len(sample.spans)] * len(sample.spans)
    for _ in range(_FIRST_STEPS):
        weights = _step(sample, weights)
    for _ in range(ROUNDS):
        promises = _promises(sample, weights)
        before, weights = weights, _newton_step(sample, weights, promises)
        moved = fsum(abs(now - then) for now, then in zip(weights, before, strict=True))
        if max(promises) - 1 <= TOLERANCE and moved <= STILL:
            break
        for _ in range(_STEPS):
            weights = _step(sample, weights)
    return as_given(sample, _swept(weights))


def as_given(sample: Sample, weights: Sequence[float]) -> Fit:
    """Take weights that were found in another way, and measure how good they are."""
    return Fit(sample, tuple(weights), max(_promises(sample, weights)) - 1)


def variance(fit: Fit, points: int) -> float:
    """Give the variance of the probability of the first so many points.

    By the inverse of the observed information on the points that carry weight (Turnbull 1976),
    which takes the others as known to carry none. On exact data it is the variance of a binomial
    share, with right-censored data Greenwood's.
    """
    sample, weights = fit.sample, fit.weights
    curvatures = _curvatures(sample, weights)
    chosen = [float(i < points) for i in range(len(weights))]
    free = [weight > 0 for weight in weights]
    spread = _solve(sample, curvatures, free, chosen, _PRECISION)
    share = fsum(weights[:points])
    return max(0.0, fsum(spread[:points]) - share * share / sample.total)


def _innermost(intervals: Mapping[tuple[int, int], int]) -> tuple[tuple[int, int], ...]:
    spans = []
    begin: int | None = None
    ends = {(low, False) for low, _ in intervals} | {(high, True) for _, high in intervals}
    for number, is_last in sorted(ends):
        if not is_last:
            begin = number
        elif begin is not None:
            spans.append((begin, number))
            begin = None
    return tuple(spans)


def _step(sample: Sample, weights: Sequence[float]) -> list[float]:
    """Share each observation out over its points as the weights say (Turnbull 1976): EM."""
    return list(map(mul, weights, _promises(sample, weights)))


def _newton_step(
    sample: Sample, weights: Sequence[float], promises: Sequence[float]
) -> list[float]:
    """Go to the top of the parabola that fits the log-likelihood here, or part of the way.

    A point is bound where its own parabola would make its weight negative, or where it would be
    out of weight at once and stop all the others: it goes to 0. The others are free. (D. P.
    Bertsekas, "Projected Newton methods", SIAM J. Control 20 (1982).)
    """
    curvatures = _curvatures(sample, weights)
    gains = [sample.total * (promise - 1) for promise in promises]
    steepness = _spread(sample, curvatures)
    precision = min(0.01, max(1e-8, abs(max(promises) - 1) ** 0.5 / 10))
    stay = [w + gain / steep > 0 for w, gain, steep in zip(weights, gains, steepness, strict=True)]
    free: list[bool] = []
    while stay != free:
        free = stay
        bound = [0.0 if is_free else w for is_free, w in zip(free, weights, strict=True)]
        lost = _information(sample, curvatures, bound)
        right = [gain + other for gain, other in zip(gains, lost, strict=True)]
        moves = _solve(sample, curvatures, free, right, precision)
        stay = [f and w > -_AT_ONCE * m for f, w, m in zip(free, weights, moves, strict=True)]
    return _along(sample, weights, [m - b for m, b in zip(moves, bound, strict=True)])


def _along(sample: Sample, weights: Sequence[float], moves: Sequence[float]) -> list[float]:
    """Take as much of the moves, halving them, as makes the observations no less likely."""
    here = _log_likelihood(sample, weights)
    least = here - _SLACK * abs(here)
    part = 1.0
    while part > 1e-6:  # noqa: PLR2004  # a million times smaller is no move
        there = [max(_FLOOR * w, w + part * m) for w, m in zip(weights, moves, strict=True)]
        total = fsum(there)
        there = [weight / total for weight in there]
        if _log_likelihood(sample, there) >= least:
            return there
        part /= 2
    return list(weights)


def _solve(
    sample: Sample,
    curvatures: Sequence[float],
    free: Sequence[bool],
    right: Sequence[float],
    precision: float,
) -> list[float]:
    """Solve information x = right among the free points by conjugate gradients, scaled."""
    scales = [
        1 / steep if is_free else 0.0
        for steep, is_free in zip(_spread(sample, curvatures), free, strict=True)
    ]
    found = [0.0] * len(right)
    rest = list(right)
    scaled = list(map(mul, scales, rest))
    length = fsum(map(mul, rest, scaled))
    goal = length * precision**2
    direction = scaled
    for _ in range(2 * len(right) + 10):
        if length <= goal:
            break
        image = _information(sample, curvatures, direction)
        part = length / fsum(map(mul, direction, image))
        found = [x + part * d for x, d in zip(found, direction, strict=True)]
        rest = [r - part * y for r, y in zip(rest, image, strict=True)]
        scaled = list(map(mul, scales, rest))
        length, before = fsum(map(mul, rest, scaled)), length
        turn = length / before
        direction = [s + turn * d for s, d in zip(scaled, direction, strict=True)]
    return found


def _swept(weights: Sequence[float]) -> list[float]:
    """Set to 0 what the search has left of weights that go there."""
    kept = [weight if weight > _DUST else 0.0 for weight in weights]
    total = fsum(kept)
    return [weight / total for weight in kept]


def _promises(sample: Sample, weights: Sequence[float]) -> list[float]:
    """Give each point's gain in log-likelihood, per observation, if weight moved towards it, + 1.

    At the maximum it is 1 where there is weight, and at most 1 elsewhere.
    """
    total = sample.total
    chances = _chances(sample, weights)
    shares = [count / (total * p) for count, p in zip(sample.counts, chances, strict=True)]
    return _spread(sample, shares)


def _curvatures(sample: Sample, weights: Sequence[float]) -> list[float]:
    chances = _chances(sample, weights)
    return [count / (p * p) for count, p in zip(sample.counts, chances, strict=True)]


def _information(
    sample: Sample, curvatures: Sequence[float], moves: Sequence[float]
) -> list[float]:
    """Give the product of the observed information, a matrix never built, with a vector."""
    return _spread(sample, list(map(mul, curvatures, _chances(sample, moves))))


def _log_likelihood(sample: Sample, weights: Sequence[float]) -> float:
    chances = _chances(sample, weights)
    if min(chances, default=1) <= 0:  # a weight too small beside the others for their sums
        return -inf
    return fsum(map(mul, sample.counts, map(log, chances)))


def _chances(sample: Sample, weights: Sequence[float]) -> list[float]:
    """Add the weights up over the range of each kind of observation."""
    below = [0.0, *accumulate(weights)]
    picks = sample.picks
    return list(map(sub, picks.stops(below), picks.starts(below)))


def _spread(sample: Sample, values: Sequence[float]) -> list[float]:
    """Add up for each point the values of the kinds of observation that contain it."""
    picks = sample.picks
    begun = [0.0, *accumulate(values)]
    ended = [0.0, *accumulate(picks.by_stop(values))]
    return list(map(sub, picks.begun(begun), picks.ended(ended)))


def _picks(ranges: Sequence[tuple[int, int]], points: int) -> _Picks:
    starts, stops = [start for start, _ in ranges], [stop for _, stop in ranges]
    order = sorted(range(len(stops)), key=stops.__getitem__)
    ends = [stops[at] for at in order]
    return _Picks(
        _pick(starts),
        _pick(stops),
        _pick(order),
        _pick([bisect_right(starts, point) for point in range(points)]),
        _pick([bisect_right(ends, point) for point in range(points)]),
    )


def _pick(places: Sequence[int]) -> _Pick:
    """Take several values at once, as fast as can be: ``itemgetter`` of one gives no sequence."""
    return itemgetter(*places) if len(places) > 1 else lambda values: [values[at] for at in places]
