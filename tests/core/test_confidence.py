"""A confidence interval is Wilson's, of as many projects as the variance speaks of."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import (  # type: ignore[import-untyped]  # scipy ships no types
    binomtest,
)

from zqtrack.core import confidence, turnbull
from zqtrack.core.confidence import percentile_interval, share_interval
from zqtrack.core.incidence import Cause, Observation, estimate

REACHED, WITHDRAWN, OPEN = Cause
DAYS = st.integers(0, 12)
EXACT = st.builds(
    lambda day, cause: Observation(day, None if cause is OPEN else day, cause),
    DAYS,
    st.sampled_from(Cause),
)
ANY = st.one_of(
    EXACT,
    st.builds(
        lambda low, width, cause: Observation(low, low + width, cause),
        DAYS,
        st.integers(0, 8),
        st.sampled_from([REACHED, WITHDRAWN]),
    ),
)


def exactly(*days: int) -> list[Observation]:
    return [Observation(day, day, REACHED) for day in days]


def still_open(*ages: int) -> list[Observation]:
    return [Observation(age, None, OPEN) for age in ages]


@pytest.mark.parametrize(("within", "of"), [(0, 1), (0, 5), (5, 10), (9, 10), (10, 10), (60, 71)])
def test_a_plain_share_has_the_interval_of_wilson(within: int, of: int) -> None:
    seen = estimate(exactly(*[1] * within, *[2] * (of - within)))
    theirs = binomtest(within, of).proportion_ci(method="wilson")
    assert share_interval(seen, 1) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_an_open_project_makes_the_interval_as_wide_as_greenwood_says() -> None:
    # Reached on 10, open on 20, reached on 30 and 40. By 30: 1 - 3/4 · 1/2 = 5/8. Greenwood:
    # (3/8)² · (1/(4·3) + 1/(2·1)) = 9/64 · 7/12 = 21/256; 5/8 · 3/8 / that = 2.857 projects.
    seen = estimate([*exactly(10, 30, 40), *still_open(20)])
    number = (15 / 64) / (21 / 256)
    half = 1.96 * sqrt(15 / 64 / number + 1.96**2 / 4 / number**2)
    low, high = ((5 / 8 + 1.96**2 / 2 / number + sign * half) for sign in (-1, 1))
    scale = 1 + 1.96**2 / number
    assert share_interval(seen, 30) == pytest.approx((low / scale, high / scale), abs=1e-4)


def test_a_share_of_nothing_is_counted_among_those_whose_answer_is_known() -> None:
    # By day 50 nothing is known of the two young ones; the withdrawn will not get there.
    seen = estimate([*still_open(10, 20, 50, 60), *exactly(70), Observation(5, 5, WITHDRAWN)])
    theirs = binomtest(0, 4).proportion_ci(method="wilson")
    assert share_interval(seen, 50) == pytest.approx((0, theirs.high), abs=1e-9)


def test_beyond_the_oldest_open_project_the_unknown_may_all_get_there() -> None:
    seen = estimate([*exactly(10), *still_open(20), Observation(15, 15, WITHDRAWN)])
    low, high = share_interval(seen, 20)
    beyond = share_interval(seen, 21)
    assert beyond[0] == low
    # At most all but the withdrawn third: Wilson's for 2 of 3.
    theirs = binomtest(2, 3).proportion_ci(method="wilson")
    assert beyond[1] == pytest.approx(theirs.high, abs=1e-9)
    assert high < beyond[1]


def test_inside_an_interval_the_limits_are_those_of_its_ends() -> None:
    # Five got there by day 4, five between 5 and 9: on day 7 it may be half or all of them.
    seen = estimate([*exactly(*[4] * 5), *[Observation(5, 9, REACHED)] * 5])
    half = binomtest(5, 10).proportion_ci(method="wilson")
    assert share_interval(seen, 7) == pytest.approx((half.low, 1), abs=1e-4)


def test_the_interval_of_a_percentile_ends_where_the_limits_of_the_share_pass_it() -> None:
    # Of ten, on days 1 to 10. The high limit of 1/10 is 0.40, of 2/10 0.51: day 2 can be the
    # median. The low limit of 8/10 is 0.49, of 9/10 0.60: on day 9 at the latest it is passed.
    seen = estimate(exactly(*range(1, 11)))
    assert percentile_interval(seen, 0.5) == (2, 9)
    assert seen.percentile(0.5) == 5


def test_the_interval_of_a_percentile_has_no_end_while_too_many_are_open() -> None:
    seen = estimate([*exactly(1, 2, 3), *still_open(*[100] * 7)])
    assert percentile_interval(seen, 0.5) == (2, None)
    assert percentile_interval(seen, 0.85) == (101, None)


def test_the_interval_of_a_percentile_knows_when_open_projects_are_too_young_to_tell() -> None:
    # From day 51 only three of 100 are old enough to tell, and three can be any share.
    seen = estimate(still_open(*[50] * 97, *[1000] * 3))
    assert percentile_interval(seen, 0.5) == (51, None)


def test_there_is_no_percentile_where_too_many_have_withdrawn() -> None:
    seen = estimate([*exactly(1), *[Observation(1, 1, WITHDRAWN)] * 99])
    assert percentile_interval(seen, 0.5) == (None, None)


def test_no_projects_leave_everything_possible() -> None:
    assert share_interval(estimate([]), 90) == (0, 1)
    assert percentile_interval(estimate([]), 0.5) == (0, None)


@given(st.lists(EXACT, min_size=1, max_size=12))
def test_the_closed_form_is_the_inverse_of_the_information(seen: list[Observation]) -> None:
    incidence = estimate(seen)
    beyond = incidence.followed_to is not None
    for points in range(1, incidence.cut + beyond + 1):
        share = sum(incidence.fit.weights[:points])
        if share < 1 - 1e-9:
            assert confidence._exact_variance(incidence, points) == pytest.approx(
                turnbull.variances(incidence.fit)(points), abs=1e-6
            )


@given(st.lists(ANY, min_size=1, max_size=12), st.integers(0, 25))
def test_an_interval_holds_its_estimate(seen: list[Observation], days: int) -> None:
    incidence = estimate(seen)
    low, high = share_interval(incidence, days)
    least, most = incidence.share_bounds(days)
    assert 0 <= low <= least + 1e-9
    assert most - 1e-9 <= high <= 1


@given(st.lists(ANY, min_size=1, max_size=12), st.sampled_from([0.1, 0.5, 0.85]))
def test_the_interval_of_a_percentile_holds_it(seen: list[Observation], share: float) -> None:
    incidence = estimate(seen)
    days = incidence.percentile(share)
    first, last = percentile_interval(incidence, share)
    if days is None:
        assert last is None
    else:
        assert first is not None
        assert first <= days
        assert last is None or days <= last
