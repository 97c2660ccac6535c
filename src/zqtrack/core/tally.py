"""How likely each final count is: distributions over 0, 1, 2, … of sums of independent parts.

No simulation. Each part has a generating function; that of the sum is their product, and its
chances follow from its values on the unit circle by Fourier's inversion (Y. Hong, "On computing
the distribution function for the Poisson binomial distribution", Comput. Stat. Data Anal. 59
(2013)). What that leaves out is bounded beforehand: the counts outside the window in which it
looks have at most ``BEYOND`` at either end (H. Chernoff, Ann. Math. Stat. 23 (1952)), and at the
angles where it does not look the function is smaller than what rounding does elsewhere. So every
chance is right to ``ERROR``, of a hundred thousand projects too.
"""

import cmath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, repeat
from math import (
    atan2,
    ceil,
    cos,
    exp,
    expm1,
    floor,
    fsum,
    hypot,
    inf,
    log,
    log1p,
    prod,
    sin,
    sqrt,
    tau,
)
from operator import add, mul, sub
from typing import NamedTuple

#: The chance of 0, of 1, of 2, …
Tally = tuple[float, ...]

#: What a tally leaves out at either end is no more than this, …
BEYOND = 1e-13
#: … and none of its chances is off by more than this.
ERROR = 1e-9


class Part(NamedTuple):
    """A random count, independent of those to which it is added.

    Attributes:
        mean: its mean.
        variance: its variance.
        calm: at an angle t of the unit circle its generating function is no larger than
            exp(-calm (1 - cos t)); 0 where that says nothing.
        log_generating: gives log E (1 + u)^count where 1 + u is on the unit circle, or above 0;
            infinite where that is.
        around: gives the same one after the other at the angles 1, 2, … / size of the circle, to
            half of it.
    """

    mean: float
    variance: float
    calm: float
    log_generating: Callable[[complex], complex]
    around: Callable[[int], Iterator[complex]]


def coming(chances: Mapping[float, int], doubt: float = 0.0) -> Part:
    """Count how many of independent projects come: the Poisson-binomial distribution.

    Estimated chances are all too high or all too low: the daily rates behind them are multiplied
    by one unknown factor, log-normal with mean 1, so that a chance p becomes 1 - (1 - p)^factor.
    The count is a mixture over it.

    Args:
        chances: the chances, 0 to 1, with the number of projects of each.
        doubt: the variance of the factor, 0 or above.
    """
    spread = log1p(doubt)
    deviates = _deviates(chances, sqrt(spread)) if doubt else (0.0,)
    weights = _normal(deviates)
    cases = [_independent(chances, exp(sqrt(spread) * z - spread / 2)) for z in deviates]
    mean = _mean(weights, [case.mean for case in cases])
    variance = _mean(weights, [case.variance + (case.mean - mean) ** 2 for case in cases])
    calm = min(case.calm for case in cases)

    def log_generating(u: complex) -> complex:
        logs = [case.log_generating(u) for case in cases]
        top = max(value.real for value in logs)
        mixed = sum(w * cmath.exp(value - top) for w, value in zip(weights, logs, strict=True))
        return top + _log(mixed)

    return _smooth(mean, variance, calm, log_generating)


def arriving(mean: float, doubt: float, bringing: Mapping[int, float] | None = None) -> Part:
    """Count arrivals at an estimated rate, or what they bring: Poisson, mixed over a gamma rate.

    The arrivals have the negative binomial distribution, with the variance mean + doubt mean² (M.
    Greenwood and G. U. Yule, J. R. Stat. Soc. 83 (1920)); what they bring, its compound.

    Args:
        mean: how many are expected, 0 or above.
        doubt: the variance of the rate ÷ the square of its mean, above 0.
        bringing: the chance that one brings each number; without it each brings 1.
    """

    def log_generating(brought: complex) -> complex:
        lost = -mean * doubt * brought
        return -_log1p(lost) / doubt if lost.real > -1 else complex(inf)

    if bringing is None:
        odds = mean * doubt
        # Its size at an angle t is (1 + 2 odds (1 + odds) (1 - cos t)) ^ (-1 / (2 doubt)). The
        # logarithm of that is convex in 1 - cos t, and so nowhere above the line from 0 to 2.
        calm = log1p(4 * odds * (1 + odds)) / (4 * doubt)
        return _smooth(mean, mean + doubt * mean**2, calm, log_generating)
    each = _mean(bringing.values(), bringing)
    square = _mean(bringing.values(), [number**2 for number in bringing])
    return Part(
        mean * each,
        mean * square + doubt * (mean * each) ** 2,
        0.0,
        lambda u: log_generating(_brought(bringing, u)),
        lambda size: map(log_generating, _brought_around(bringing, size)),
    )


def total(parts: Sequence[Part]) -> Tally:
    """Give the tally of the sum of parts; of none it is 0."""
    least, most = _window(parts)
    if least == most:
        return *repeat(0.0, least), 1.0
    size = 1 << (most - least).bit_length()
    values = [1 + 0j] + [0j] * (size // 2)
    calm = fsum(part.calm for part in parts)
    for at, logs in enumerate(zip(*[part.around(size) for part in parts], strict=True), 1):
        angle = tau * at / size
        if calm * (1 - cos(angle)) > _SILENT:
            break
        values[at] = cmath.exp(sum(logs) - complex(0, angle * least))
    chances = [value / size for value in _reals_of(values)]
    return *repeat(0.0, least), *_trimmed(chances)


def expected(tally: Tally) -> float:
    """Give the mean count."""
    return fsum(count * likely for count, likely in enumerate(tally))


def at_least(tally: Tally, number: int) -> float:
    """Give the chance that the count is a number or more, 0 to 1."""
    # What is behind is exact where it is nothing: a target that is met has the chance 1.
    return max(0.0, 1 - fsum(tally[: max(0, number)])) if number < len(tally) else 0.0


def quantile(tally: Tally, share: float) -> int:
    """Give the least count that is not exceeded with a chance of at least a share."""
    seen = 0.0
    for count, likely in enumerate(tally):
        seen += likely
        if seen >= share:
            return count
    return len(tally) - 1


def held(tally: Tally, number: int, low: float, high: float) -> float:
    """Give the part of a count that lies between two shares of its tally, 0 to 1.

    A count takes a whole step of the tally, from the chance of fewer to the chance of as many. It
    is split where a share cuts the step. On average over counts that follow their tallies this is
    exactly high - low: it is the chance of being inside for the randomised interval (W. L.
    Stevens, Biometrika 37 (1950)), so that discrete counts can be held against a percentage.
    """
    if number >= len(tally) or tally[number] <= 0:
        return 0.0
    below = fsum(tally[:number])
    inside = min(high, below + tally[number]) - max(low, below)
    return max(0.0, inside) / tally[number]


# Below this a chance is what rounding has left.
_DUST = 1e-15
# The generating function is below 1e-17 of its greatest value from here on.
_SILENT = 40.0
# A normal deviate beyond this is left out: 3 of 1,000.
_FARTHEST = 3.0
# Deviates are no farther apart than this: a sum over them is as good as an integral.
_CLOSE = 0.5
# Chances are added up in blocks of 1 / _BLOCKS. Where one has more than _TERMS of them a series of
# so many terms does, if its ratio is at most _NEAR: the rest is below 1e-18 for a project.
_BLOCKS, _TERMS, _NEAR = 10, 20, 0.15


def _deviates(chances: Mapping[float, int], spread: float) -> Sequence[float]:
    """Give normal deviates so close that the counts they lead to overlap."""
    variance = fsum(n * p * (1 - p) for p, n in chances.items())
    moved = spread * fsum(n * (p - 1) * log(1 - p) for p, n in chances.items() if p < 1)
    width = sqrt(variance) / hypot(sqrt(variance), moved) if variance else 1.0
    steps = ceil(_FARTHEST / min(_CLOSE, width))
    return [_FARTHEST * step / steps for step in range(-steps, steps + 1)]


def _normal(deviates: Sequence[float]) -> Sequence[float]:
    weights = [exp(-z * z / 2) for z in deviates]
    whole = fsum(weights)
    return [weight / whole for weight in weights]


def _mean(weights: Iterable[float], values: Iterable[float]) -> float:
    return fsum(map(mul, weights, values))


def _independent(chances: Mapping[float, int], factor: float) -> Part:
    """Count the projects that come where the factor of their daily rates is known."""
    blocks: dict[int, dict[float, int]] = {}
    for p, number in chances.items():
        scaled = 1 - (1 - p) ** factor
        block = blocks.setdefault(int(scaled * _BLOCKS), {})
        block[scaled] = block.get(scaled, 0) + number
    each = {p: number for block in blocks.values() for p, number in block.items()}
    logs = [_log_of_many(block) for block in blocks.values() if len(block) > _TERMS]
    few = [p for block in blocks.values() if len(block) <= _TERMS for p in block]
    logs.append(_log_of_each({p: each[p] for p in few}))
    mean = fsum(n * p for p, n in each.items())
    variance = fsum(n * p * (1 - p) for p, n in each.items())
    return _smooth(mean, variance, variance, lambda u: sum([log_of(u) for log_of in logs], 0j))


def _smooth(
    mean: float, variance: float, calm: float, log_generating: Callable[[complex], complex]
) -> Part:
    """Give a part whose function is asked at each point for itself."""
    return Part(
        mean, variance, calm, log_generating, lambda size: map(log_generating, _circle(size))
    )


def _circle(size: int) -> Iterator[complex]:
    """Give the points u of the upper half of the circle: 1 + u has the angle 1, 2, … / size."""
    for at in range(1, size // 2 + 1):
        angle = tau * at / size
        yield complex(-2 * sin(angle / 2) ** 2, sin(angle))


def _log_of_many(chances: Mapping[float, int]) -> Callable[[complex], complex]:
    """Give the sum of log(1 + p u) over many similar chances p, by a series where it is exact.

    With their middle c, and w = u / (1 + c u), each is log(1 + c u) + log(1 + (p - c) w), and the
    sums of the powers of p - c do not depend on u.
    """
    number = sum(chances.values())
    middle = (min(chances) + max(chances)) / 2
    reach = max(chances) - middle
    terms, log_of_each = _series(chances, middle), _log_of_each(chances)

    def log_of(u: complex) -> complex:
        base = 1 + middle * u
        if abs(u) * reach > _NEAR * abs(base):
            return log_of_each(u)
        value, w = 0j, u / base
        for term in terms:
            value = (value + term) * w
        return value + number * cmath.log(base)

    return log_of


def _log_of_each(chances: Mapping[float, int]) -> Callable[[complex], complex]:
    """Give the sum of log(1 + p u) over some chances p, one by one."""
    alike = _alike(chances)

    def log_of(u: complex) -> complex:
        return sum([n * _log(prod([1 + p * u for p in some])) for n, some in alike], 0j)

    return log_of


def _alike(chances: Mapping[float, int]) -> Sequence[tuple[int, Sequence[float]]]:
    """Give the chances that stand for as many projects, no more than a product can hold."""
    by_number: dict[int, list[float]] = {}
    for p, number in chances.items():
        by_number.setdefault(number, []).append(p)
    return [
        (number, some[at : at + _TERMS])
        for number, some in by_number.items()
        for at in range(0, len(some), _TERMS)
    ]


def _series(chances: Mapping[float, int], middle: float) -> Sequence[float]:
    """Give the terms of Σ log(1 + (p - middle) w) as a series in w, the last first."""
    offsets = [p - middle for p in chances]
    powers: Sequence[float] = list(map(mul, chances.values(), offsets))
    terms = []
    for k in range(1, _TERMS + 1):
        terms.append(fsum(powers) * (-1) ** (k + 1) / k)
        powers = list(map(mul, powers, offsets))
    return terms[::-1]


def _brought(numbers: Mapping[int, float], u: complex) -> complex:
    """Give the mean of (1 + u)^number - 1."""
    try:
        return sum([likely * ((1 + u) ** n - 1) for n, likely in numbers.items()], 0j)
    except OverflowError:
        return complex(inf)


def _brought_around(numbers: Mapping[int, float], size: int) -> Iterator[complex]:
    """Give the same at all points of the upper half of the circle, by one transform."""
    folded = [0.0] * size
    for number, likely in numbers.items():
        folded[number % size] += likely
    whole = fsum(numbers.values())
    # The transform goes around the other way.
    return (value.conjugate() - whole for value in _half_of(folded)[1:])


def _log(value: complex) -> complex:
    return cmath.log(value or 1e-300)  # 0 is met on the circle, at even chances


def _log1p(value: complex) -> complex:
    """Give log(1 + value), of the smallest values, too."""
    real, imaginary = value.real, value.imag
    size = log1p(2 * real + real * real + imaginary * imaginary) / 2
    return complex(size, atan2(imaginary, 1 + real))


def _window(parts: Sequence[Part]) -> tuple[int, int]:
    """Give the counts below the first and above the last of which there is no more than BEYOND.

    Of a count X that is so for any number a with P(X ≥ a) ≤ E exp(tilt (X - a)) ≤ BEYOND.
    """
    deviation = sqrt(fsum(part.variance for part in parts))
    if not deviation:
        sure = round(fsum(part.mean for part in parts))
        return sure, sure

    def reach(side: int) -> float:
        """Give the nearest such number on one side: the tilt is halved as long as that helps."""
        tilt, best = min(30.0, 32 / deviation), inf
        while True:
            logarithm = sum(
                part.log_generating(complex(expm1(side * tilt))).real for part in parts
            )
            bound = (logarithm - log(BEYOND)) / tilt
            if bound > best:
                return best
            tilt, best = tilt / 2, bound

    return max(0, floor(-reach(-1))), ceil(reach(1))


def _half_of(values: Sequence[float]) -> list[complex]:
    """Give the first half of the transform of 2^n real values, its middle included.

    Their pairs are transformed as the two parts of complex values, which takes half the time.
    """
    turned = _transformed(list(map(complex, values[::2], values[1::2])))
    turned.append(turned[0])
    mirrored = [value.conjugate() for value in reversed(turned)]
    roots = (*_roots(len(values)), -1)
    return [
        (one + other - 1j * root * (one - other)) / 2
        for one, other, root in zip(turned, mirrored, roots, strict=True)
    ]


def _reals_of(half: Sequence[complex]) -> list[float]:
    """Give the transform where it is real: of 2^n values whose second half mirrors the first.

    Args:
        half: the first half, and the middle.
    """
    size = 2 * (len(half) - 1)
    mirrored = [value.conjugate() for value in reversed(half)]
    turned = _transformed(
        [
            one + other + 1j * root * (one - other)
            for one, other, root in zip(half, mirrored, _roots(size), strict=False)
        ]
    )
    reals = [0.0] * size
    reals[::2] = [value.real for value in turned]
    reals[1::2] = [value.imag for value in turned]
    return reals


def _transformed(values: Sequence[complex]) -> list[complex]:
    """Give the discrete Fourier transform of 2^n values.

    Each step works on all of them at once (M. C. Pease, J. ACM 15 (1968)), which leaves the result
    in the order of their numbers' bits read backwards.
    """
    size, half, step = len(values), len(values) // 2, 1
    turned, roots = list(values), _roots(size)
    while step < size:
        first, second = turned[:half], turned[half:]
        each = chain.from_iterable(map(repeat, roots[::step], repeat(step)))
        turned[::2] = map(add, first, second)
        turned[1::2] = map(mul, map(sub, first, second), each)
        step *= 2
    return list(map(turned.__getitem__, _backwards(size)))


@cache
def _roots(size: int) -> Sequence[complex]:
    return [cmath.exp(complex(0, -tau * at / size)) for at in range(size // 2)]


@cache
def _backwards(size: int) -> Sequence[int]:
    """Give 0, 1, 2, … with their bits read backwards."""
    if size == 1:
        return [0]
    shorter = [2 * at for at in _backwards(size // 2)]
    return [*shorter, *[at + 1 for at in shorter]]


def _trimmed(chances: list[float]) -> Iterable[float]:
    while len(chances) > 1 and chances[-1] < _DUST:
        chances.pop()
    return [chance if chance > _DUST else 0.0 for chance in chances]
