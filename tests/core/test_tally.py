"""Final counts have exact chances; sums of them are held against counting every case."""

import random
from collections.abc import Sequence
from itertools import product
from math import fsum, prod

import pytest

from zqtrack.core import tally


def by_brute_force(chances: Sequence[float]) -> list[float]:
    """Add up the chance of every pattern of coming and not coming."""
    counts = [0.0] * (len(chances) + 1)
    for pattern in product((False, True), repeat=len(chances)):
        counts[sum(pattern)] += prod(
            chance if comes else 1 - chance for chance, comes in zip(chances, pattern, strict=True)
        )
    return counts


def test_two_even_chances_give_a_quarter_a_half_and_a_quarter() -> None:
    assert tally.of_projects([0.5, 0.5]) == (0.25, 0.5, 0.25)


def test_the_count_of_projects_is_that_of_counting_every_case() -> None:
    rng = random.Random(3)  # noqa: S311  # data to repeat, not a secret to keep
    for size in range(10):
        chances = [rng.random() for _ in range(size)]
        assert tally.of_projects(chances) == pytest.approx(by_brute_force(chances), abs=1e-12)


def test_a_sum_of_two_counts_is_that_of_all_their_projects() -> None:
    some, others = [0.1, 0.7, 0.4], [0.9, 0.25]
    total = tally.added(tally.of_projects(some), tally.of_projects(others))
    assert total == pytest.approx(by_brute_force([*some, *others]), abs=1e-12)


def test_a_known_count_only_moves_a_sum() -> None:
    assert tally.added(tally.certain(2), (0.25, 0.75)) == (0.0, 0.0, 0.25, 0.75)


def test_what_cannot_come_takes_no_room() -> None:
    assert tally.of_projects([0.0, 0.0]) == (1.0,)


def test_without_doubt_chances_are_as_they_are() -> None:
    assert tally.of_projects_in_doubt([0.3, 0.6], 0.0) == pytest.approx(
        tally.of_projects([0.3, 0.6])
    )


def test_doubt_makes_few_and_many_likelier_and_leaves_the_mean_of_small_chances() -> None:
    # Of 200 chances of 1/100 two come on average. With a factor of variance 1/4 the variance is
    # 200 × 0.01 × 0.99 = 1.98, and (1/4) × 2² = 1 more; chances bend both by less than 2 %.
    doubtful = tally.of_projects_in_doubt([0.01] * 200, 0.25)
    mean = tally.expected(doubtful)
    variance = fsum((count - mean) ** 2 * likely for count, likely in enumerate(doubtful))
    assert fsum(doubtful) == pytest.approx(1)
    assert mean == pytest.approx(2, rel=0.02)
    assert variance == pytest.approx(2.98, rel=0.02)


def test_arrivals_at_an_estimated_rate_are_negative_binomial() -> None:
    # Two expected, with doubt 1/2: size 2, so P(k) = (k + 1) / 2^(k + 2).
    assert tally.of_arrivals(2, 0.5)[:4] == pytest.approx((1 / 4, 2 / 8, 3 / 16, 4 / 32))


def test_arrivals_at_a_rate_almost_known_are_poisson() -> None:
    # e^-2 × (1, 2, 2, 4/3)
    assert tally.of_arrivals(2, 1e-9)[:4] == pytest.approx(
        (0.135335, 0.270671, 0.270671, 0.180447), abs=1e-5
    )


def test_where_no_arrival_is_expected_none_comes() -> None:
    assert tally.of_arrivals(0, 0.5) == (1.0,)


def test_the_expected_count_weighs_each_count() -> None:
    assert tally.expected((0.25, 0.25, 0.5)) == 1.25


@pytest.mark.parametrize(
    ("number", "chance"), [(-1, 1.0), (0, 1.0), (1, 0.75), (2, 0.5), (3, 0.0)]
)
def test_at_least_adds_up_the_rest(number: int, chance: float) -> None:
    assert tally.at_least((0.25, 0.25, 0.5), number) == chance


@pytest.mark.parametrize(("share", "count"), [(0.1, 0), (0.25, 0), (0.3, 1), (0.9, 2), (2.0, 2)])
def test_a_quantile_is_the_least_count_that_is_likely_enough(share: float, count: int) -> None:
    assert tally.quantile((0.25, 0.25, 0.5), share) == count


@pytest.mark.parametrize(
    ("number", "part"),
    [
        (0, 0.6),  # a step from 0 to 0.25, cut at 0.1: 0.15 of 0.25
        (1, 1.0),
        (2, 0.8),  # from 0.5 to 1, cut at 0.9: 0.4 of 0.5
        (3, 0.0),
        (9, 0.0),
    ],
)
def test_a_count_is_held_by_the_part_of_its_step_between_two_shares(
    number: int, part: float
) -> None:
    assert tally.held((0.25, 0.25, 0.5, 0.0), number, 0.1, 0.9) == pytest.approx(part)


def test_on_average_the_right_tally_holds_what_lies_between_its_shares() -> None:
    right = tally.of_projects([0.2, 0.5, 0.9, 0.35])
    parts = [likely * tally.held(right, at, 0.1, 0.9) for at, likely in enumerate(right)]
    assert fsum(parts) == pytest.approx(0.8)
