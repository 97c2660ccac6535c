"""The search for the likeliest weights arrives, knows that it has, and says so when it has not."""

import random
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zqtrack.core import turnbull

INTERVALS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 12)).map(lambda drawn: (drawn[0], sum(drawn))),
    min_size=1,
    max_size=40,
).map(Counter)


def many(seed: int, projects: int) -> turnbull.Sample:
    """Give intervals of some 60 days in three years, as between dates in months."""
    rng = random.Random(seed)  # noqa: S311  # data to repeat, not a secret to keep
    intervals: Counter[tuple[int, int]] = Counter()
    for _ in range(projects):
        low = max(0, int(rng.expovariate(1 / 300)) - 30)
        intervals[low, low + rng.choice([30, 58, 60, 61])] += 1
    return turnbull.sample(intervals)


def test_only_innermost_intervals_carry_weight() -> None:
    sample = turnbull.sample({(0, 10): 2, (5, 15): 1, (12, 20): 1, (20, 20): 3})
    assert sample.spans == ((5, 10), (12, 15), (20, 20))
    assert (sample.starts, sample.stops) == ((0, 0, 1, 2), (1, 2, 3, 3))
    assert (sample.counts, sample.total) == ((2, 1, 1, 3), 7)


def test_observations_of_the_same_points_are_one_kind() -> None:
    sample = turnbull.sample({(0, 3): 2, (1, 3): 1, (2, 2): 4})
    assert (sample.starts, sample.stops, sample.counts) == ((0,), (1,), (7,))


@given(INTERVALS)
def test_the_search_ends_at_the_greatest_likelihood(intervals: Counter[tuple[int, int]]) -> None:
    fit = turnbull.fit(turnbull.sample(intervals))
    assert fit.excess <= turnbull.TOLERANCE
    assert sum(fit.weights) == pytest.approx(1)


@pytest.mark.parametrize("projects", [30, 300, 1000])
def test_months_are_no_hardship(projects: int) -> None:
    fit = turnbull.fit(many(projects, projects))
    assert fit.excess <= turnbull.TOLERANCE


def test_a_weight_of_nothing_that_loses_nothing_is_found_to_be_nothing() -> None:
    # In the middle nothing is lost and nothing gained: the slow way of self-consistent steps.
    fit = turnbull.fit(turnbull.sample({(1, 1): 1, (1, 2): 1, (2, 3): 1, (3, 3): 1}))
    assert fit.weights == pytest.approx([0.5, 0, 0.5], abs=1e-11)


def test_a_search_cut_short_says_by_how_much(monkeypatch: pytest.MonkeyPatch) -> None:
    sample = many(1, 300)
    best = turnbull.fit(sample)
    monkeypatch.setattr(turnbull, "ROUNDS", 1)
    short = turnbull.fit(sample)
    missing = best.log_likelihood - short.log_likelihood
    assert short.excess > turnbull.TOLERANCE
    assert 0 < missing <= sample.total * short.excess


@pytest.mark.parametrize("size", [1e6, 1e30])
def test_moves_that_only_lose_are_not_taken(size: float) -> None:
    kinds = turnbull._all_kinds(turnbull.sample({(1, 1): 1, (2, 2): 1}))
    assert turnbull._along(kinds, [0.5, 0.5], [], [size, -size]) == [0.5, 0.5]


def test_an_equation_that_no_sum_can_solve_exactly_is_given_up_in_time() -> None:
    sample = turnbull.sample({(1, 1): 1, (1, 2): 2, (2, 3): 3, (3, 4): 1, (4, 4): 5})
    bends = turnbull._bends(turnbull._all_kinds(sample), [4, 0, 0, 2], [0.5, 0.4, 1.5])
    right = [1, 2, 0.3, 7]
    found = turnbull._solve(bends, [True] * 4, right, precision=0)
    assert turnbull._bent(bends, found) == pytest.approx(right)


@pytest.mark.parametrize("seed", range(3))
def test_the_variance_is_the_inverse_of_the_information(seed: int) -> None:
    fit = turnbull.fit(many(seed, 200))
    holds = np.array(
        [
            [start <= point < stop for point in range(len(fit.weights))]
            for start, stop in zip(fit.sample.starts, fit.sample.stops, strict=True)
        ],
        dtype=float,
    )
    weights = np.array(fit.weights)
    scaled = holds * (np.sqrt(fit.sample.counts) / (holds @ weights))[:, None]
    free = weights > 0
    covariance = np.zeros((len(weights), len(weights)))
    covariance[np.ix_(free, free)] = np.linalg.inv((scaled.T @ scaled)[np.ix_(free, free)])
    covariance -= np.outer(weights, weights) / fit.sample.total
    for points in range(1, len(weights), 7):
        assert turnbull.variances(fit)(points) == pytest.approx(
            covariance[:points, :points].sum(), rel=1e-4, abs=1e-9
        )
