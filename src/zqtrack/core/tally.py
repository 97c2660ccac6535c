"""How likely each final count is: exact distributions over 0, 1, 2, … and their sums.

No simulation: the sum of independent projects, each with its own chance, is the Poisson-binomial
distribution, built by adding one project after the other (S. D. Poisson 1837; the recursion is
that of R. E. Barlow and K. D. Heidtmann, IEEE Trans. Reliability 33 (1984)); two independent
counts add up by convolution.
"""

from collections.abc import Iterable, Sequence
from math import exp, fsum, lgamma, log, log1p

#: The chance of 0, of 1, of 2, …
Tally = tuple[float, ...]

#: Chances below this are no part of a tally; all of them together are far below any digit shown.
_DUST = 1e-15
# Standard normal deviates, evenly spaced: so many that a sum over them is as good as an integral.
_DEVIATES = tuple(step * 0.5 for step in range(-6, 7))


def certain(number: int) -> Tally:
    """Give the tally of a count that is known."""
    return *([0.0] * number), 1.0


def of_projects(chances: Iterable[float]) -> Tally:
    """Give the tally of how many of independent projects come, each with its chance, 0 to 1."""
    tally = [1.0]
    for chance in chances:
        stays = 1 - chance
        moved = [0.0, *tally]
        tally.append(0.0)
        tally = [stays * old + chance * new for old, new in zip(tally, moved, strict=True)]
        _trim(tally)
    return tuple(tally)


def of_projects_in_doubt(chances: Sequence[float], doubt: float) -> Tally:
    """Give the tally of projects whose chances are estimates, all too high or all too low.

    The daily rates behind the chances are multiplied by one unknown factor, log-normal with mean
    1: a chance p becomes 1 - (1 - p)^factor. The tally is the mean of ``of_projects`` over it.

    Args:
        chances: of each project, 0 to 1.
        doubt: the variance of the factor, 0 or above.
    """
    spread = log1p(doubt)
    weights = [exp(-z * z / 2) for z in _DEVIATES]
    total = fsum(weights)
    mixed: list[float] = []
    for z, weight in zip(_DEVIATES, weights, strict=True):
        factor = exp(spread**0.5 * z - spread / 2)
        tally = of_projects(1 - (1 - chance) ** factor for chance in chances)
        mixed.extend([0.0] * (len(tally) - len(mixed)))
        for count, likely in enumerate(tally):
            mixed[count] += weight / total * likely
    return tuple(mixed)


def of_arrivals(mean: float, doubt: float) -> Tally:
    """Give the tally of arrivals at an estimated rate: Poisson, mixed over a gamma rate.

    That is the negative binomial distribution, with the variance mean + doubt mean² (M. Greenwood
    and G. U. Yule, J. R. Stat. Soc. 83 (1920)).

    Args:
        mean: how many are expected, 0 or above.
        doubt: the variance of the rate ÷ the square of its mean, above 0.
    """
    if mean <= _DUST:
        return certain(0)
    size, odds = 1 / doubt, mean * doubt
    tally: list[float] = []
    seen = 0.0
    while seen < 1 - 1e-12 and len(tally) < _MOST:
        count = len(tally)
        logarithm = lgamma(count + size) - lgamma(size) - lgamma(count + 1)
        logarithm += count * log(odds / (1 + odds)) - size * log1p(odds)
        tally.append(exp(logarithm))
        seen += tally[-1]
    return tuple(tally)


def added(one: Tally, other: Tally) -> Tally:
    """Give the tally of the sum of two independent counts."""
    total = [0.0] * (len(one) + len(other) - 1)
    for shift, likely in enumerate(one):
        if likely > _DUST:
            for count, more in enumerate(other, shift):
                total[count] += likely * more
    _trim(total)
    return tuple(total)


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


def _trim(tally: list[float]) -> None:
    while len(tally) > 1 and tally[-1] < _DUST:
        tally.pop()


_MOST = 100_000  # counts, however wide the doubt
