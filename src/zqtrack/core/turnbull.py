"""The likeliest distribution of a quantity that is known only to lie in intervals of a line.

That is the nonparametric maximum likelihood estimate: B. W. Turnbull, "The empirical distribution
function with arbitrarily grouped, censored and truncated data", J. R. Stat. Soc. B 38 (1976); its
support: R. Peto, "Experimental survival curves for interval-censored data", Appl. Stat. 22 (1973).

The log-likelihood is concave, and a set of weights is the maximum exactly when no point of the
support promises a gain (R. Gentleman and C. J. Geyer, "Maximum likelihood for interval censored
data", Biometrika 81 (1994)). The search stops by that test, and so knows how far from the maximum
it can be.

Most points end without weight. So the search begins with few: those that are all that some
observation contains, and one for each other observation. To these it adds, of those between two
of them, the one that promises most, and leaves out what has lost its weight (Y. Wang, "On fast
computation of the non-parametric maximum likelihood estimate of a mixing distribution", J. R.
Stat. Soc. B 69 (2007)). Each time it takes one step of Newton's, a sparse system that conjugate
gradients solve as exactly as the step deserves.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import accumulate, compress, groupby, pairwise, repeat
from math import fsum, inf, log
from operator import add, gt, itemgetter, mul, not_, sub, truediv
from typing import NamedTuple

from zqtrack.core.record import record

#: The search ends where no point of the support promises more than 1 + this, per observation, …
TOLERANCE = 1e-10
#: … after a step of Newton's that moved no more weight than this: what is left is its square.
STILL = 1e-7
#: No data has needed more than thirty. Should these not be enough, ``Fit.excess`` tells.
ROUNDS = 300

_FIRST_STEPS = 4  # self-consistent steps from equal weights
# How much of a step is taken, and what part of each weight it leaves at least: of a whole step
# nothing need be left, but where that empties an interval, a hundredth is, …
_PARTS = ((1.0, 0.0), *((0.5**halvings, 0.01) for halvings in range(20)))
_SLACK = 1e-13  # … until what it loses of the log-likelihood is no more than is lost by rounding
_LONE = 0.99  # other observations promise a point less than this, or Newton's own step is safer
_EXACT = 1e-14  # weights are as good as numbers are
_DUST = 1e-10  # a weight that is no more than this is on its way to 0
_PRECISION = 1e-5  # of a solution from which a variance is taken: the variance's is its square


@record()
class Sample:
    """Intervals as ranges of the points of a support.

    Attributes:
        spans: the support: innermost intervals, first and last number, disjoint and in order.
        starts: for each kind of observation the number of the first point that it contains, …
        stops: … and of the last one, + 1.
        counts: how many observations of each kind.
        total: how many observations.
    """

    spans: tuple[tuple[int, int], ...]
    starts: tuple[int, ...]
    stops: tuple[int, ...]
    counts: tuple[int, ...]
    total: int


@record()
class Fit:
    """A distribution on the support of a sample.

    Attributes:
        sample: what it was estimated from.
        weights: the probability of each span; what lies inside a span stays open, any place in it
            is as likely as another.
    """

    sample: Sample
    weights: tuple[float, ...]

    @property
    def excess(self) -> float:
        """By how much the promise of the best point exceeds 1.

        The log-likelihood can be below its maximum by at most ``sample.total`` times this.
        """
        return max(_promises(_all_kinds(self.sample), self.weights)) - 1

    @property
    def log_likelihood(self) -> float:
        """The sum of log P(interval) over all observations."""
        below = [0.0, *accumulate(self.weights)]
        seen = zip(self.sample.starts, self.sample.stops, self.sample.counts, strict=True)
        return fsum(count * log(below[stop] - below[start]) for start, stop, count in seen)


_Pick = Callable[[Sequence[float]], Iterable[float]]


class _Kinds(NamedTuple):
    """What observations tell of some points, made for the sums that a search takes all the time.

    Attributes:
        lone: for each point the share of observations that contain no other.
        shares: for each kind of the others its share of all observations.
        starts: picks, out of running sums over the points, the sum before each kind's first, …
        stops: … and the sum to its last.
        by_stop: picks the values of the kinds in the order of their ends.
        begun: picks, out of running sums over the kinds, for each point that of all that begin
            by it.
        ended: picks, out of such sums in the order of their ends, that of all that end before it.
    """

    lone: Sequence[float]
    shares: Sequence[float]
    starts: _Pick
    stops: _Pick
    by_stop: _Pick
    begun: _Pick
    ended: _Pick


class _Bends(NamedTuple):
    """How the log-likelihood bends: what Newton's method solves, a matrix that is never built.

    Attributes:
        kinds: what there is of kinds.
        lone: its part by the lone observations of each point: a diagonal.
        others: for each kind of the others the bend along its probability.
        steepness: the diagonal of the whole matrix.
    """

    kinds: _Kinds
    lone: Sequence[float]
    others: Sequence[float]
    steepness: Sequence[float]


def sample(intervals: Mapping[tuple[int, int], int]) -> Sample:
    """Find the support of a set of intervals.

    Only an innermost interval can carry weight: one that begins with the beginning of an
    observation, ends with the end of one, and has neither of them inside.

    Args:
        intervals: first and last number, both included, and how often each was observed.
    """
    lows, highs = [low for low, _ in intervals], [high for _, high in intervals]
    spans = _innermost(set(lows), set(highs))
    firsts, lasts = [first for first, _ in spans], [last for _, last in spans]
    start = {low: bisect_left(firsts, low) for low in set(lows)}
    stop = {high: bisect_right(lasts, high) for high in set(highs)}
    starts, stops = map(start.__getitem__, lows), map(stop.__getitem__, highs)
    kinds = _merged(starts, stops, intervals.values(), len(spans))
    return Sample(spans, *kinds, sum(intervals.values()))


def fit(sample: Sample) -> Fit:
    """Find the weights of the support that make the observations likeliest. They are unique.

    They are unique because each point is the last of some observation's range: the likelihood
    fixes the probability of every observation, and these the weights, from the first to the last.
    """
    everything, size = _all_kinds(sample), len(sample.spans)
    points = _needed(sample, everything)
    kinds = _kinds_of(sample, points)
    weights = [1 / len(points)] * len(points)
    for _ in range(_FIRST_STEPS):
        weights = _step(kinds, weights)
    moved = inf
    for _ in range(ROUNDS):
        spread = _spread_out(weights, points, size)
        promises = _promises(everything, spread)
        if max(promises) - 1 <= TOLERANCE and moved <= STILL:
            break
        better = _worthwhile(spread, promises)
        if better != points:
            points, kinds = better, _kinds_of(sample, better)
        before = [spread[point] for point in points]
        weights = _newton_step(kinds, before, [promises[point] for point in points])
        moved = fsum(map(abs, map(sub, weights, before)))
    return Fit(sample, tuple(_spread_out(_swept(weights), points, size)))


def variances(fit: Fit) -> Callable[[int], float]:
    """Give what tells the variance of the probability of the first so many points.

    By the inverse of the observed information on the points that carry weight (Turnbull 1976),
    which takes the others as known to carry none. On exact data it is the variance of a binomial
    share, with right-censored data Greenwood's.
    """
    carrying = [point for point, weight in enumerate(fit.weights) if weight]
    weights = [fit.weights[point] for point in carrying]
    kinds = _kinds_of(fit.sample, carrying)
    lone = list(map(truediv, map(truediv, kinds.lone, weights), weights))
    bends = _bends(kinds, lone, _chances(kinds, weights))

    @cache
    def variance(points: int) -> float:
        number = bisect_left(carrying, points)
        chosen = [1.0] * number + [0.0] * (len(carrying) - number)
        solution = _solve(bends, [True] * len(carrying), chosen, _PRECISION)
        share = fsum(weights[:number])
        return max(0.0, fsum(solution[:number]) - share * share) / fit.sample.total

    return variance


def _innermost(lows: Iterable[int], highs: Iterable[int]) -> tuple[tuple[int, int], ...]:
    # Even numbers are beginnings and odd ones ends; of one number the beginning comes first.
    ends = sorted([*(2 * low for low in lows), *(2 * high + 1 for high in highs)])
    return tuple([(end // 2, then // 2) for end, then in pairwise(ends) if end % 2 < then % 2])


def _merged(
    starts: Iterable[int], stops: Iterable[int], counts: Iterable[int], points: int
) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Make observations of the same points one kind. Give its starts, stops and counts.

    They are sorted, so that the order of the observations changes no bit of the sums.
    """
    width = points + 1  # a start and a stop are two digits of one number
    merged: dict[int, int] = {}
    for range_, count in zip(
        map(add, map(mul, starts, repeat(width)), stops), counts, strict=True
    ):
        merged[range_] = merged.get(range_, 0) + count
    ranges = sorted(merged)
    return (
        tuple([range_ // width for range_ in ranges]),
        tuple([range_ % width for range_ in ranges]),
        tuple([merged[range_] for range_ in ranges]),
    )


def _needed(sample: Sample, kinds: _Kinds) -> list[int]:
    """Give points of which every observation contains one, and no more of them than is simple."""
    needed = {point for point, lone in enumerate(kinds.lone) if lone}
    before = [0, *accumulate(point in needed for point in range(len(kinds.lone)))]
    others = [
        (stop, start)
        for start, stop in zip(sample.starts, sample.stops, strict=True)
        if before[start] == before[stop]
    ]
    likely = _step(kinds, [1 / len(kinds.lone)] * len(kinds.lone)) if others else []
    last = -1
    for stop, start in sorted(others):
        if last < start:
            last = max(range(start, stop), key=likely.__getitem__)
            needed.add(last)
    return sorted(needed)


def _worthwhile(weights: Sequence[float], promises: Sequence[float]) -> list[int]:
    """Give the points that carry weight, and between two of them the most promising other."""
    carrying = [point for point, weight in enumerate(weights) if weight]
    promising = [
        point
        for point, promise in enumerate(promises)
        if promise > 1 + TOLERANCE and not weights[point]
    ]
    gaps = groupby(promising, key=lambda point: bisect_left(carrying, point))
    return sorted([*carrying, *(max(gap, key=promises.__getitem__) for _, gap in gaps)])


def _spread_out(weights: Iterable[float], points: Iterable[int], size: int) -> list[float]:
    """Give all points their weights, most of them none."""
    spread = [0.0] * size
    for point, weight in zip(points, weights, strict=True):
        spread[point] = weight
    return spread


def _step(kinds: _Kinds, weights: Sequence[float]) -> list[float]:
    """Share each observation out over its points as the weights say (Turnbull 1976): EM."""
    return list(map(mul, weights, _promises(kinds, weights)))


def _newton_step(
    kinds: _Kinds, weights: Sequence[float], promises: Sequence[float]
) -> list[float]:
    """Go to the top of the parabola that fits the log-likelihood here, or part of the way.

    A point is bound where its own parabola would make its weight negative, or the step would: it
    goes to 0. The others are free. (D. P. Bertsekas, "Projected Newton methods", SIAM J. Control
    20 (1982).)

    Where lone observations pull at a point, it is not their log-likelihood that is made straight
    but the equation of self-consistency, weight = weight · promise. At the maximum that is the
    same, but where there are no other observations it arrives at once. (M. Jamshidian and R. I.
    Jennrich, "Acceleration of the EM algorithm by using quasi-Newton methods", J. R. Stat. Soc. B
    59 (1997).)
    """
    gains = [promise - 1 for promise in promises]
    pulls = [lone / w if lone else 0.0 for lone, w in zip(kinds.lone, weights, strict=True)]
    lone = [
        (pull - gain if gain - pull < _LONE - 1 else pull) / w if pull else 0.0
        for pull, gain, w in zip(pulls, gains, weights, strict=True)
    ]
    chances = _chances(kinds, weights)
    bends = _bends(kinds, lone, chances)
    error = max(*gains, fsum(map(abs, map(mul, weights, gains))))
    precision = min(0.1, max(1e-8, error, _EXACT / max(error, _EXACT)))
    stay = [
        w * steep + gain > 0
        for w, steep, gain in zip(weights, bends.steepness, gains, strict=True)
    ]
    free: list[bool] = []
    while stay != free:
        free = stay
        bound = [0.0 if is_free else w for is_free, w in zip(free, weights, strict=True)]
        right = list(map(add, gains, _bent(bends, bound))) if any(bound) else gains
        moves = _solve(bends, free, right, precision)
        stay = [f and w + move > 0 for f, w, move in zip(free, weights, moves, strict=True)]
    return _along(kinds, weights, chances, list(map(sub, moves, bound)))


def _along(
    kinds: _Kinds, weights: Sequence[float], chances: Sequence[float], moves: Sequence[float]
) -> list[float]:
    """Take as much of the moves, halving them, as makes the observations no less likely."""
    for part, left in _PARTS:
        there = [max(left * w, w + part * m) for w, m in zip(weights, moves, strict=True)]
        total = fsum(there)
        there = [weight / total for weight in there]
        if _gain(kinds, weights, chances, there) >= -_SLACK:
            return there
    return _step(kinds, weights)


def _gain(
    kinds: _Kinds, weights: Sequence[float], chances: Sequence[float], there: Sequence[float]
) -> float:
    """Give the gain in log-likelihood, per observation, from some weights to others."""
    lone = list(map(bool, kinds.lone))
    before = [*compress(weights, lone), *chances]
    after = [*compress(there, lone), *_chances(kinds, there)]
    if min(after) <= 0:
        return -inf
    shares = [*compress(kinds.lone, lone), *kinds.shares]
    return fsum(map(mul, shares, map(log, map(truediv, after, before))))


def _solve(
    bends: _Bends, free: Sequence[bool], right: Sequence[float], precision: float
) -> list[float]:
    """Solve bends x = right among the free points by conjugate gradients, scaled."""
    scales = [
        1 / steep if is_free else 0.0 for steep, is_free in zip(bends.steepness, free, strict=True)
    ]
    found = [0.0] * len(right)
    rest = right
    direction = scaled = list(map(mul, scales, rest))
    length = sum(map(mul, rest, scaled))
    goal = length * precision**2
    for _ in range(2 * len(right) + 10):
        if length <= goal:
            break
        image = _bent(bends, direction)
        part = length / sum(map(mul, direction, image))
        found = [x + part * d for x, d in zip(found, direction, strict=True)]
        rest = [r - part * y for r, y in zip(rest, image, strict=True)]
        scaled = list(map(mul, scales, rest))
        length, before = sum(map(mul, rest, scaled)), length
        turn = length / before
        direction = [s + turn * d for s, d in zip(scaled, direction, strict=True)]
    return found


def _swept(weights: Sequence[float]) -> list[float]:
    """Set to 0 what the search has left of weights that go there."""
    kept = [weight if weight > _DUST else 0.0 for weight in weights]
    total = fsum(kept)
    return [weight / total for weight in kept]


def _promises(kinds: _Kinds, weights: Sequence[float]) -> list[float]:
    """Give each point's gain in log-likelihood, per observation, if weight moved towards it, + 1.

    At the maximum it is 1 where there is weight, and at most 1 elsewhere.
    """
    others = _sums(kinds, list(map(truediv, kinds.shares, _chances(kinds, weights))))
    return [
        other + lone / weight if lone else other
        for other, lone, weight in zip(others, kinds.lone, weights, strict=True)
    ]


def _bends(kinds: _Kinds, lone: Sequence[float], chances: Sequence[float]) -> _Bends:
    """Give the bends where the kinds of observation have some chances."""
    others = list(map(truediv, map(truediv, kinds.shares, chances), chances))
    return _Bends(kinds, lone, others, list(map(add, lone, _sums(kinds, others))))


def _bent(bends: _Bends, moves: Sequence[float]) -> list[float]:
    """Give the product of the matrix with a vector."""
    kinds, below = bends.kinds, [0.0, *accumulate(moves)]
    changes = zip(bends.others, kinds.stops(below), kinds.starts(below), strict=True)
    pulls = [bend * (stop - start) for bend, stop, start in changes]
    begun = kinds.begun([0.0, *accumulate(pulls)])
    ended = kinds.ended([0.0, *accumulate(kinds.by_stop(pulls))])
    return [
        before - after + lone * move
        for before, after, lone, move in zip(begun, ended, bends.lone, moves, strict=True)
    ]


def _chances(kinds: _Kinds, weights: Sequence[float]) -> list[float]:
    """Add the weights up over the range of each kind of observation that is not lone."""
    below = [0.0, *accumulate(weights)]
    return list(map(sub, kinds.stops(below), kinds.starts(below)))


def _sums(kinds: _Kinds, values: Sequence[float]) -> Iterable[float]:
    """Add up for each point the values of the kinds of observation that contain it."""
    begun = [0.0, *accumulate(values)]
    ended = [0.0, *accumulate(kinds.by_stop(values))]
    return map(sub, kinds.begun(begun), kinds.ended(ended))


def _all_kinds(sample: Sample) -> _Kinds:
    shares = [count / sample.total for count in sample.counts]
    return _kinds(sample.starts, sample.stops, shares, len(sample.spans))


def _kinds_of(sample: Sample, points: Sequence[int]) -> _Kinds:
    """Tell of some points only: as there are fewer, more observations are of one kind."""
    before = [0, *accumulate(map(set(points).__contains__, range(len(sample.spans))))]
    begin, end = map(before.__getitem__, sample.starts), map(before.__getitem__, sample.stops)
    starts, stops, counts = _merged(begin, end, sample.counts, len(points))
    return _kinds(starts, stops, [count / sample.total for count in counts], len(points))


def _kinds(
    starts: Sequence[int], stops: Sequence[int], shares: Sequence[float], points: int
) -> _Kinds:
    wide = list(map(gt, map(sub, stops, starts), repeat(1)))
    is_lone = list(map(not_, wide))
    lone = _spread_out(compress(shares, is_lone), compress(starts, is_lone), points)
    starts, stops = list(compress(starts, wide)), list(compress(stops, wide))
    begin, end = Counter(starts), Counter(stops)
    return _Kinds(
        lone,
        list(compress(shares, wide)),
        _pick(starts),
        _pick(stops),
        _pick(sorted(range(len(stops)), key=stops.__getitem__)),
        _pick(list(accumulate(map(begin.__getitem__, range(points))))),
        _pick(list(accumulate(map(end.__getitem__, range(points))))),
    )


def _pick(places: Sequence[int]) -> _Pick:
    """Take several values at once, as fast as can be: ``itemgetter`` of one gives no sequence."""
    return itemgetter(*places) if len(places) > 1 else lambda values: [values[at] for at in places]
