"""How sure the answers of an incidence are: 95 % confidence intervals.

A share is treated as one counted among as many projects as would make it as uncertain as it is:
share (1 - share) / variance, never more than there are. Of that number the interval is Wilson's
(K. J. Rothman, "Estimation of confidence limits for the cumulative probability of survival in life
table analysis", J. Chronic Dis. 31 (1978); E. B. Wilson, J. Am. Stat. Assoc. 22 (1927)). Unlike
the usual one on a logarithmic scale it has an answer where the share is 0 or 1: the number is then
that of the projects of which it is known whether they had reached the stage by that day.

The variance is the inverse of the observed information: with exact days the closed form (E.
Marubini and M. G. Valsecchi, "Analysing Survival Data from Clinical Trials and Observational
Studies" (1995)), which is Greenwood's where nobody withdraws; with intervals that of
``turnbull.variances``. Inside an innermost interval, whose days the data cannot tell apart, the
low limit is that of the least share and the high limit that of the greatest.

The interval of a percentile holds the days whose share the percentile could be: those on which
neither limit contradicts it (R. Brookmeyer and J. Crowley, Biometrics 38 (1982)).

It assumes what the estimate assumes, that projects are independent of each other, and enough of
them: it is an approximation for large numbers. Of intervals it assumes that the points without
weight would have none again; no theory says so of intervals of every kind, only where the dates
are on a grid, such as months, that does not get finer. So it was measured, by
``scripts/check_confidence.py``: of ledgers of 15 to 500 projects with dates in days, months or
both, with and without withdrawals, 90 to 98 % of the intervals held the truth; with quarters and
years among the dates 88 to 97 %, but 80 to 97 % for the share by day 90, which is shorter than
they are. Where a percentile is never reached, nearly all intervals say so.
"""

from bisect import bisect_left, bisect_right
from functools import lru_cache
from math import sqrt

from zqtrack.core import turnbull
from zqtrack.core.incidence import NEAR, Cause, Incidence, life_table

#: Every interval is meant to hold the truth this often.
LEVEL = 0.95

_DEVIATIONS = 1.959963984540054  # the normal quantile of (1 + LEVEL) / 2
# Limits of one estimate are asked for one after the other.
_variances = lru_cache(maxsize=1)(turnbull.variances)


def share_interval(incidence: Incidence, days: int) -> tuple[float, float]:
    """Give the limits of the share of projects that reach the stage within so many days.

    Beyond ``incidence.followed_to`` the high limit lets all of whom nothing is known reach it.
    """
    return _low(incidence, days), _high(incidence, days)


def percentile_interval(incidence: Incidence, share: float) -> tuple[int | None, int | None]:
    """Give the first and the last day that could be the percentile of a share.

    Returns:
        Days; None for the last where the data sets no end, and for both where the share may never
        be reached: so many withdraw.
    """
    goal = share - NEAR
    # No limit of a day moves but where a share may arrive or an open project drops out.
    opens = {low + 1 for (low, _, cause), _ in incidence.observations if cause is Cause.OPEN}
    early = sorted({0, *opens, *incidence.reached.firsts})
    late = incidence.reached.lasts
    first = bisect_left(early, goal, key=lambda days: _high(incidence, days))
    last = bisect_left(late, goal, key=lambda days: _low(incidence, days))
    return (
        early[first] if first < len(early) else None,
        late[last] if last < len(late) else None,
    )


def _low(incidence: Incidence, days: int) -> float:
    share = incidence.share(days)
    lasts = [last for _, last in incidence.fit.sample.spans[: incidence.cut]]
    return _wilson(share, _number(incidence, days, share, bisect_right(lasts, days)))[0]


def _high(incidence: Incidence, days: int) -> float:
    share = incidence.share_bounds(days)[1]
    firsts = [first for first, _ in incidence.fit.sample.spans[: incidence.cut]]
    beyond = incidence.followed_to is not None and days > incidence.followed_to
    return _wilson(share, _number(incidence, days, share, bisect_right(firsts, days) + beyond))[1]


def _wilson(share: float, number: float) -> tuple[float, float]:
    """Give the limits of a share that was counted among a number."""
    if not number:
        return 0.0, 1.0
    extra = _DEVIATIONS**2 / number
    centre = (share + extra / 2) / (1 + extra)
    reach = sqrt(extra * (share * (1 - share) + extra / 4)) / (1 + extra)
    return max(0.0, centre - reach), min(1.0, centre + reach)


def _number(incidence: Incidence, days: int, share: float, points: int) -> float:
    """Give the number of projects among which the share seems counted.

    Args:
        incidence: the estimate.
        days: the day of the share.
        share: the share.
        points: how many spans of the estimate it is the sum of.
    """
    if not NEAR < share < 1 - NEAR:
        return _known(incidence, days)
    single = share * (1 - share)
    if incidence.exact:
        variance = _exact_variance(incidence, points)
    else:
        variance = _variances(incidence.fit)(points)
    return single / max(variance, single / incidence.fit.sample.total)


def _known(incidence: Incidence, days: int) -> int:
    """Count the projects of which it is known whether they had reached the stage by a day."""
    return sum(
        count
        for (low, high, cause), count in incidence.observations
        if cause is Cause.WITHDRAWN
        or (low >= days if high is None else high <= days or low > days)
    )


def _exact_variance(incidence: Incidence, points: int) -> float:
    """Give the variance of the probability of the first points, where all days are exact."""
    arrivals, cause, days = incidence.reached, 0, incidence.reached.lasts
    if points > incidence.cut:
        # All but the withdrawn: as uncertain as they are.
        arrivals, cause, days = incidence.withdrawn, 1, incidence.withdrawn.lasts
        points = len(days)
    variance, survival = 0.0, 1.0
    for day, at_risk, *ended, _ in life_table(incidence.observations):
        if not points or day > days[points - 1]:
            break
        to_come = arrivals.totals[points] - arrivals.surely(day)
        own, left = ended[cause], at_risk - sum(ended)
        variance += survival**2 * own * (at_risk - own) / at_risk**3
        variance -= 2 * to_come * survival * own / at_risk**2
        if left:
            variance += to_come**2 * sum(ended) / (at_risk * left)
        survival *= left / at_risk
    return variance
