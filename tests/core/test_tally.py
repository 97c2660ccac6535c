"""Final counts have the chances of adding one project after the other, to the last digit."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise, product
from math import fsum, prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zqtrack.core import tally
from zqtrack.core.tally import ERROR, Part, Tally, arriving, coming, total


def by_brute_force(chances: Sequence[float]) -> list[float]:
    """Add up the chance of every pattern of coming and not coming."""
    counts = [0.0] * (len(chances) + 1)
    for pattern in product((False, True), repeat=len(chances)):
        counts[sum(pattern)] += prod(
            chance if comes else 1 - chance for chance, comes in zip(chances, pattern, strict=True)
        )
    return counts


def one_by_one(chances: Sequence[float]) -> list[float]:
    """Add one project after the other (R. E. Barlow and K. D. Heidtmann 1984): quadratic."""
    counts = [1.0]
    for chance in chances:
        moved = [0.0, *counts]
        counts.append(0.0)
        counts = [
            (1 - chance) * old + chance * new for old, new in zip(counts, moved, strict=True)
        ]
    return counts


def convolved(one: Sequence[float], other: Sequence[float]) -> list[float]:
    counts = [0.0] * (len(one) + len(other) - 1)
    for shift, likely in enumerate(one):
        for count, more in enumerate(other, shift):
            counts[count] += likely * more
    return counts


def difference(one: Sequence[float], other: Sequence[float]) -> float:
    """Give the greatest difference of two distributions at any count."""
    longest = max(len(one), len(other))
    padded = [[*each, *[0.0] * (longest - len(each))] for each in (one, other)]
    return max([abs(a - b) for a, b in zip(*padded, strict=True)], default=0.0)


def of(*chances: float, doubt: float = 0.0) -> Part:
    return coming(Counter(chances), doubt)


def variance_of(likely: Tally) -> float:
    mean = tally.expected(likely)
    return fsum((count - mean) ** 2 * part for count, part in enumerate(likely))


# --- projects ------------------------------------------------------------------------------------


def test_two_even_chances_give_a_quarter_a_half_and_a_quarter() -> None:
    assert total([of(0.5, 0.5)]) == pytest.approx((0.25, 0.5, 0.25))


def test_the_count_of_projects_is_that_of_counting_every_case() -> None:
    rng = random.Random(3)  # noqa: S311  # data to repeat, not a secret to keep
    for size in range(10):
        chances = [rng.random() for _ in range(size)]
        assert difference(total([of(*chances)]), by_brute_force(chances)) < 1e-13


some_chances = st.lists(
    st.sampled_from([0.0, 1e-12, 0.5, 1 - 1e-12, 1.0]) | st.floats(0, 1), max_size=300
)


@given(some_chances, some_chances)
def test_a_sum_is_that_of_adding_one_project_after_the_other(
    some: list[float], others: list[float]
) -> None:
    found = total([of(*some), of(*others)])
    assert difference(found, one_by_one([*some, *others])) < ERROR


@pytest.mark.parametrize("largest", [1, 0.3, 1e-3])
def test_of_thousands_of_projects_each_chance_is_as_exact(largest: float) -> None:
    rng = random.Random(5)  # noqa: S311  # data to repeat, not a secret to keep
    chances = [largest * rng.random() for _ in range(3000)]
    assert difference(total([of(*chances)]), one_by_one(chances)) < 1e-12


def test_projects_of_one_chance_are_binomial() -> None:
    # 100,000 with a chance of 1/2: the middle has (1/2)^n n! / (n/2)!² = 0.00252312…
    likely = total([coming({0.5: 100_000})])
    assert likely[50_000] == pytest.approx(0.002523126, abs=1e-9)
    assert fsum(likely) == pytest.approx(1, abs=1e-12)
    assert tally.expected(likely) == pytest.approx(50_000, abs=1e-5)


def test_what_surely_comes_or_does_not_leaves_no_doubt() -> None:
    assert total([of(0.0, 0.0)]) == (1.0,)
    assert total([of(1.0, 1.0, 0.0)]) == (0.0, 0.0, 1.0)
    assert total([of(1.0, doubt=0.5)]) == (0.0, 1.0)
    assert total([]) == (1.0,)


# --- in doubt ------------------------------------------------------------------------------------


def test_doubt_makes_few_and_many_likelier_and_leaves_the_mean_of_small_chances() -> None:
    # Of 200 chances of 1/100 two come on average. With a factor of variance 1/4 the variance is
    # 200 × 0.01 × 0.99 = 1.98, and (1/4) × 2² = 1 more; chances bend both by less than 2 %.
    doubtful = total([coming({0.01: 200}, 0.25)])
    assert fsum(doubtful) == pytest.approx(1)
    assert tally.expected(doubtful) == pytest.approx(2, rel=0.02)
    assert variance_of(doubtful) == pytest.approx(2.98, rel=0.02)


def test_the_mean_and_variance_of_a_part_are_those_of_its_tally() -> None:
    parts = (
        of(0.2, 0.3, 0.9, doubt=0.3),
        coming({0.01: 200}, 0.25),
        arriving(3, 0.5),
        arriving(3, 0.5, {1: 0.5, 4: 0.25}),
    )
    for part in parts:
        assert tally.expected(total([part])) == pytest.approx(part.mean)
        assert variance_of(total([part])) == pytest.approx(part.variance)


def test_of_many_projects_in_doubt_the_counts_overlap() -> None:
    # A thousand with even chances, whose rates are known to a third: were the deviates of the
    # factor too far apart, the tally would have a peak for each of them.
    likely = total([coming({0.5: 1000}, 0.1)])
    top = likely.index(max(likely))
    assert all(a <= b + 1e-9 for a, b in pairwise(likely[: top + 1]))
    assert all(a + 1e-9 >= b for a, b in pairwise(likely[top:]))


# --- arrivals ------------------------------------------------------------------------------------


def test_arrivals_at_an_estimated_rate_are_negative_binomial() -> None:
    # Two expected, with doubt 1/2: size 2, so P(k) = (k + 1) / 2^(k + 2).
    likely = total([arriving(2, 0.5)])
    assert likely[:4] == pytest.approx((1 / 4, 2 / 8, 3 / 16, 4 / 32), abs=1e-12)


def test_arrivals_at_a_rate_almost_known_are_poisson() -> None:
    # e^-2 × (1, 2, 2, 4/3)
    likely = total([arriving(2, 1e-9)])
    assert likely[:4] == pytest.approx((0.135335, 0.270671, 0.270671, 0.180447), abs=1e-6)


def test_where_no_arrival_is_expected_none_comes() -> None:
    assert total([arriving(0, 0.5)]) == (1.0,)


def panjer(mean: float, doubt: float, bringing: Mapping[int, float], most: int) -> list[float]:
    """Give the compound negative binomial (H. H. Panjer, ASTIN Bulletin 12 (1981))."""
    left = mean * doubt / (1 + mean * doubt)
    none = 1 - fsum(bringing.values())
    likely = [((1 - left) / (1 - left * none)) ** (1 / doubt)]
    for count in range(1, most + 1):
        terms = (
            (left + left * (1 / doubt - 1) * number / count) * part * likely[count - number]
            for number, part in bringing.items()
            if number <= count
        )
        likely.append(fsum(terms) / (1 - left * none))
    return likely


def test_what_arrivals_bring_is_that_of_panjers_recursion() -> None:
    for mean, doubt, bringing in (
        (3, 0.5, {1: 0.5, 4: 0.25}),  # one in four brings nothing
        (0.4, 2.0, {7: 0.9}),
        (20, 0.05, {1: 0.2, 2: 0.3, 30: 0.5}),
        (1e-4, 2.0, {1000: 1.0}),
    ):
        found = total([arriving(mean, doubt, bringing)])
        assert difference(found, panjer(mean, doubt, bringing, len(found) + 5)) < 1e-12


def test_arrivals_and_projects_add_up() -> None:
    some, arrivals = (0.1, 0.7, 0.4), arriving(2, 0.5)
    both = total([of(*some), arrivals])
    assert difference(both, convolved(one_by_one(some), total([arrivals]))) < 1e-12


# --- asked of a tally ----------------------------------------------------------------------------


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
    right = total([of(0.2, 0.5, 0.9, 0.35)])
    parts = [likely * tally.held(right, at, 0.1, 0.9) for at, likely in enumerate(right)]
    assert fsum(parts) == pytest.approx(0.8)
