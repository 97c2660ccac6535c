"""The estimate of lead times is the likeliest one, takes every project and guesses nothing."""

import pickle
import runpy
from math import log
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zqtrack.core import turnbull
from zqtrack.core.incidence import Cause, Day, Incidence, Observation, Step, estimate, life_table

REACHED, WITHDRAWN, OPEN = Cause

CHECK = runpy.run_path(str(Path(__file__).parents[2] / "scripts" / "check_incidence.py"))


def reached(low: int, high: int | None = None) -> Observation:
    return Observation(low, low if high is None else high, REACHED)


def withdrawn(low: int, high: int | None = None) -> Observation:
    return Observation(low, low if high is None else high, WITHDRAWN)


def still_open(age: int) -> Observation:
    return Observation(age, None, OPEN)


DAYS = st.integers(0, 12)
EXACT = st.one_of(DAYS.map(reached), DAYS.map(withdrawn), DAYS.map(still_open))
RANGES = st.tuples(DAYS, st.integers(0, 8)).map(lambda drawn: (drawn[0], sum(drawn)))
ONE_CAUSE = st.one_of(RANGES.map(lambda r: reached(*r)), DAYS.map(still_open))
ANY = st.one_of(RANGES.map(lambda r: withdrawn(*r)), ONE_CAUSE)
HORIZONS = range(25)


def several(kinds: st.SearchStrategy[Observation]) -> st.SearchStrategy[list[Observation]]:
    return st.lists(kinds, min_size=1, max_size=12)


# --- by hand -------------------------------------------------------------------------------------


def test_plain_shares_when_all_have_finished() -> None:
    seen = estimate([reached(10), reached(30), reached(30), reached(200)])
    assert [seen.share(days) for days in (9, 10, 29, 30, 199, 200)] == [
        0,
        0.25,
        0.25,
        0.75,
        0.75,
        1,
    ]
    assert seen.percentile(0.5) == 30
    assert seen.percentile(0.75) == 30
    assert seen.percentile(0.76) == 200


def test_an_open_project_passes_its_share_on_to_the_slower_ones() -> None:
    # Of four, one got there on day 10 and one was last seen on day 20. Each stands for 1/4; the
    # open one's is divided among the two that took longer: 1/4 + 1/8 each.
    seen = estimate([reached(10), still_open(20), reached(30), reached(40)])
    assert [seen.share(days) for days in (10, 20, 30, 40)] == [0.25, 0.25, 0.625, 1]


def test_a_withdrawn_project_counts_as_one_that_does_not_get_there() -> None:
    seen = estimate([reached(10), withdrawn(20), still_open(30), reached(40)])
    assert [seen.share(days) for days in (10, 39, 40, 9999)] == [0.25, 0.25, 0.75, 0.75]
    assert [seen.withdrawn_share(days) for days in (19, 20, 9999)] == [0, 0.25, 0.25]
    assert seen.percentile(0.75) == 40
    assert seen.percentile(0.76) is None


def test_what_ends_on_a_day_ends_before_projects_of_that_age_are_counted_as_open() -> None:
    # Both are at risk on day 10; had the open one gone first, all would be reached on that day.
    assert estimate([reached(10), still_open(10)]).share(10) == 0.5


def test_beyond_the_oldest_open_project_nothing_is_known_and_nothing_guessed() -> None:
    seen = estimate([reached(10), still_open(20)])
    assert seen.followed_to == 20
    assert seen.unknown == 0.5
    assert seen.share(5000) == 0.5
    assert seen.share_bounds(20) == (0.5, 0.5)
    assert seen.share_bounds(21) == (0.5, 1)
    assert seen.percentile(0.51) is None


def test_all_is_known_when_the_last_one_has_ended() -> None:
    seen = estimate([still_open(10), withdrawn(20)])
    assert seen.followed_to is None
    assert seen.unknown == 0
    assert seen.share_bounds(5000) == (0, 0)


def test_intervals_agree_on_the_days_they_share() -> None:
    # [0, 10] and [5, 15] are both likeliest, with probability 1, if all arrive from 5 to 10.
    seen = estimate([reached(0, 10), reached(5, 15)])
    assert [seen.share(days) for days in (4, 9, 10)] == [0, 0, 1]
    assert [seen.share_bounds(days) for days in (4, 5, 10)] == [(0, 0), (0, 1), (1, 1)]
    assert seen.percentile(0.5) == 10


def test_five_intervals_by_hand() -> None:
    # With a, b, c, d on 1, 2, 3 and 4-5 the likelihood is a (a + b) (b + c) c d; b = 0 is best, as
    # moving weight from a or c to b loses as much in a factor as it gains in another: a²c²d, with
    # a + c + d = 1, is greatest at 2/5, 2/5, 1/5.
    seen = estimate([reached(1), reached(1, 2), reached(2, 3), reached(3), reached(4, 5)])
    assert [seen.share(days) for days in (0, 1, 2, 3, 4, 5)] == pytest.approx(
        [0, 0.4, 0.4, 0.8, 0.8, 1], abs=1e-11
    )


def test_an_interval_with_withdrawals_by_hand() -> None:
    # a on 11, b on 12-15, w withdrawn on 10: a b w (a + b), the last for [7, 15], the b for the
    # open one, which is older than 11: w = 1/4, a = b = 3/8.
    seen = estimate([reached(11), still_open(11), withdrawn(10), reached(7, 15)])
    assert [seen.share(days) for days in (10, 11, 14, 15)] == pytest.approx(
        [0, 0.375, 0.375, 0.75], abs=1e-11
    )
    assert seen.withdrawn_share(10) == pytest.approx(0.25, abs=1e-11)
    assert seen.fit.log_likelihood == pytest.approx(log(27 / 1024))


def test_a_withdrawal_between_two_days_is_an_interval_too() -> None:
    # One of the two was withdrawn by day 30, at an unknown time.
    seen = estimate([withdrawn(0, 30), reached(10)])
    assert [seen.withdrawn_share(days) for days in (29, 30)] == [0, 0.5]
    assert seen.share(10) == 0.5


def test_of_an_imprecise_age_only_the_low_end_counts() -> None:
    assert estimate([reached(5, 9), Observation(4, 30, OPEN)]) == estimate(
        [reached(5, 9), still_open(4)]
    )


def test_ten_tenths_are_one() -> None:
    seen = estimate([reached(day) for day in range(10)])
    assert [seen.share(2), seen.share(9)] == [0.3, 1]


def test_the_chance_of_an_open_project_depends_on_its_age() -> None:
    # 3/5 are left after day 20: 1/5 withdraws, 2/5 get there, on days 40 and 50.
    seen = estimate([reached(10), reached(20), withdrawn(30), reached(40), reached(50)])
    assert seen.chance(20, 19) == 0
    assert seen.chance(20, 20) == pytest.approx(1 / 3)
    assert seen.chance(20, 500) == pytest.approx(2 / 3)
    assert seen.chance(45, 5) == 1


def test_the_past_gives_no_basis_for_a_chance_beyond_it() -> None:
    assert estimate([reached(10), reached(50)]).chance(50, 30) is None
    seen = estimate([reached(10), reached(20), still_open(30)])
    assert seen.chance(15, 15) == pytest.approx(0.5)
    assert seen.chance(15, 16) is None
    assert seen.chance(31, 0) is None


def test_the_basis_of_a_chance_are_those_that_were_open_at_that_age() -> None:
    seen = estimate([reached(10), reached(5, 20), still_open(10), still_open(9), withdrawn(11)])
    assert [seen.at_risk(age) for age in (0, 4, 5, 9, 10, 11)] == [5, 5, 4, 4, 2, 0]


def test_the_curve_has_a_step_for_each_day_on_which_a_share_grows() -> None:
    seen = estimate([reached(10), withdrawn(10), withdrawn(20), reached(40), still_open(50)])
    assert seen.curve == (Step(10, 0.2, 0.2), Step(20, 0.2, 0.4), Step(40, 0.4, 0.4))


def test_counts_tell_causes_apart() -> None:
    seen = estimate([reached(1), reached(1), reached(2), withdrawn(1), still_open(3)])
    assert [seen.count(cause) for cause in Cause] == [3, 1, 1]


def test_no_projects_tell_nothing() -> None:
    seen = estimate([])
    assert (seen.share(365), seen.withdrawn_share(365), seen.percentile(0.5)) == (0, 0, None)
    assert (seen.followed_to, seen.unknown, seen.share_bounds(0)) == (-1, 1, (0, 1))
    assert (seen.chance(0, 30), seen.at_risk(0), seen.curve) == (None, 0, ())
    assert seen.fit.log_likelihood == 0


def test_a_life_table_counts_open_projects_after_the_others() -> None:
    seen = estimate([reached(3), withdrawn(3), still_open(3), still_open(5), reached(7)])
    assert list(life_table(seen.observations)) == [
        Day(3, 5, 1, 1, 1),
        Day(5, 2, 0, 0, 1),
        Day(7, 1, 1, 0, 0),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        reached(-1, 3),
        reached(5, 4),
        Observation(5, None, WITHDRAWN),
        Observation(5, None, REACHED),
        still_open(-1),
    ],
)
def test_impossible_days_are_refused(wrong: Observation) -> None:
    with pytest.raises(ValueError, match=f"^{wrong.cause} between {wrong.low} and"):
        estimate([reached(1), wrong])


@pytest.mark.parametrize("share", [0, -0.5, 1.01])
def test_a_percentile_is_of_a_share(share: float) -> None:
    with pytest.raises(ValueError, match="above 0 and at most 1"):
        estimate([reached(1)]).percentile(share)


def test_the_smallest_percentile_is_the_first_day_of_all() -> None:
    assert estimate([reached(3), reached(4)]).percentile(1e-12) == 3


# --- for all data --------------------------------------------------------------------------------


@given(several(ANY))
def test_no_other_distribution_is_likelier(observations: list[Observation]) -> None:
    # By the gradient over every day of both causes: nowhere is there anything to gain.
    seen = estimate(observations)
    days = range(22)
    arrives = {
        **{(REACHED, day): seen.share(day) - seen.share(day - 1) for day in days},
        **{
            (WITHDRAWN, day): seen.withdrawn_share(day) - seen.withdrawn_share(day - 1)
            for day in days
        },
        (OPEN, 22): seen.unknown,
    }
    assert sum(arrives.values()) == pytest.approx(1)
    chances = [
        sum(weight for cell, weight in arrives.items() if _holds(one, *cell))
        for one in observations
    ]
    for cell in arrives:
        gain = sum(
            1 / chance
            for one, chance in zip(observations, chances, strict=True)
            if _holds(one, *cell)
        )
        assert gain <= len(observations) + 1e-7


def _holds(one: Observation, cause: Cause, day: int) -> bool:
    if one.high is None:
        return day > one.low
    return cause is one.cause and one.low <= day <= one.high


@given(several(EXACT))
def test_exact_days_are_intervals_of_one_day(observations: list[Observation]) -> None:
    # Exact days take a short cut; the way of intervals comes to the same.
    seen = estimate(observations)
    assert turnbull.fit(seen.fit.sample).weights == pytest.approx(seen.fit.weights, abs=1e-9)
    assert seen.fit.excess < 1e-12


@given(several(ANY).flatmap(lambda seen: st.tuples(st.just(seen), st.permutations(seen))))
def test_the_order_of_the_projects_changes_no_bit(
    orders: tuple[list[Observation], list[Observation]],
) -> None:
    observations, shuffled = orders
    assert estimate(shuffled) == estimate(observations)


@given(several(ANY), st.integers(2, 5))
def test_only_proportions_count(observations: list[Observation], times: int) -> None:
    once, often = estimate(observations), estimate(observations * times)
    assert _shares(often) == pytest.approx(_shares(once), abs=1e-9)


@given(several(ANY))
def test_shares_grow_with_the_days_and_pass_1_nowhere(observations: list[Observation]) -> None:
    seen = estimate(observations)
    reached, withdrawn = _shares(seen), [seen.withdrawn_share(day) for day in HORIZONS]
    assert sorted(reached) == reached
    assert sorted(withdrawn) == withdrawn
    assert reached[-1] + withdrawn[-1] + seen.unknown == pytest.approx(1)
    for day in HORIZONS:
        least, most = seen.share_bounds(day)
        assert 0 <= least <= most <= 1


@given(several(ANY), st.sampled_from([0.1, 0.25, 0.5, 0.85, 1]))
def test_a_percentile_is_the_first_day_with_that_share(
    observations: list[Observation], share: float
) -> None:
    seen = estimate(observations)
    days = seen.percentile(share)
    if days is None:
        assert seen.share(9999) < share
    else:
        assert seen.share(days) >= share - 1e-9
        assert seen.share(days - 1) < share


@given(several(ANY), st.integers(0, 25), st.integers(0, 25))
def test_a_chance_is_a_share_of_those_that_are_left(
    observations: list[Observation], age: int, within: int
) -> None:
    seen = estimate(observations)
    chance = seen.chance(age, within)
    left = 1 - seen.share(age) - seen.withdrawn_share(age)
    if chance is None:
        followed = seen.followed_to
        assert left < 1e-8 or (followed is not None and age + within > followed)
    else:
        assert 0 <= chance <= 1
        assert seen.share(age) + chance * left == pytest.approx(seen.share(age + within))


@given(several(ONE_CAUSE), st.integers(0, 25))
def test_where_nobody_withdraws_an_open_project_never_shortens_a_percentile(
    observations: list[Observation], age: int
) -> None:
    # The log-likelihood is supermodular in the shares by each day and the new project's part falls
    # in them, so that the likeliest shares fall (D. M. Topkis, Oper. Res. 26 (1978)).
    before, after = estimate(observations), estimate([*observations, still_open(age)])
    for day in HORIZONS:
        assert after.share(day) <= before.share(day) + 1e-9
    for share in (0.25, 0.5, 0.85):
        assert _late(after.percentile(share)) >= _late(before.percentile(share))


@given(several(EXACT), st.integers(0, 25))
def test_an_open_project_never_raises_the_share_by_any_day_up_to_its_age(
    observations: list[Observation], age: int
) -> None:
    before, after = estimate(observations), estimate([*observations, still_open(age)])
    for day in range(age + 1):
        assert after.share(day) <= before.share(day) + 1e-9


@given(several(EXACT), st.integers(0, 25))
def test_an_open_project_never_raises_the_share_that_has_ended_either_way(
    observations: list[Observation], age: int
) -> None:
    before, after = estimate(observations), estimate([*observations, still_open(age)])
    for day in HORIZONS:
        ended = before.share(day) + before.withdrawn_share(day)
        assert after.share(day) + after.withdrawn_share(day) <= ended + 1e-9


@given(several(EXACT), st.integers(0, 25))
def test_an_open_project_younger_than_every_withdrawal_never_shortens_a_percentile(
    observations: list[Observation], age: int
) -> None:
    # At its age it takes from the share reached, and adds as much to those left; of these no more
    # than all get there. F'(t) - F(t) = (F'(age) - F(age)) (1 - G) <= 0, with G of those left.
    later = [seen for seen in observations if seen.cause is not Cause.WITHDRAWN or seen.low > age]
    before, after = estimate(later), estimate([*later, still_open(age)])
    for day in HORIZONS:
        assert after.share(day) <= before.share(day) + 1e-9
    for share in (0.25, 0.5, 0.85):
        assert _late(after.percentile(share)) >= _late(before.percentile(share))


def test_an_open_project_that_outlived_withdrawals_can_raise_the_share_reached_later() -> None:
    # Two withdraw early, one gets there on day 10: 1/3. A fourth is open at 5: now the withdrawals
    # are 2 of 4, and of those that outlive them all get there. The likeliest estimate is no other.
    observations = [withdrawn(1), withdrawn(2), reached(10)]
    assert estimate(observations).share(10) == pytest.approx(1 / 3)
    assert estimate([*observations, still_open(5)]).share(10) == 0.5
    assert estimate(observations).percentile(0.5) is None
    assert estimate([*observations, still_open(5)]).percentile(0.5) == 10


def test_of_intervals_with_withdrawals_an_open_project_can_raise_even_an_earlier_share() -> None:
    # With a on 11, b on 12-15, w on 10 and c later than 19: a (b + c) w (a + b) c, where b = 0,
    # w = 1/5 and a = c = 2/5: [7, 15] must now lie at a, as the c explains the open ones.
    observations = [reached(11), still_open(11), withdrawn(10), reached(7, 15)]
    assert estimate(observations).share(11) == pytest.approx(3 / 8)
    assert estimate([*observations, still_open(19)]).share(11) == pytest.approx(2 / 5)


def _shares(seen: Incidence) -> list[float]:
    return [seen.share(day) for day in HORIZONS]


def _late(days: int | None) -> float:
    return float("inf") if days is None else days


# --- against others ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name, _, _ in CHECK["COMPARED"]])
def test_no_difference_to_lifelines_and_numpy(name: str) -> None:
    # Fifteen of the 300 random data sets that scripts/check_incidence.py compares.
    ((difference, limit),) = [(d, li) for n, d, li in CHECK["COMPARED"] if n == name]
    assert [seed for seed in range(15) if not difference(seed) <= limit] == []


@pytest.mark.parametrize("seen", [[], [reached(1, 2), still_open(3), withdrawn(3, 9)]])
def test_another_process_can_send_an_estimate(seen: list[Observation]) -> None:
    found = estimate(seen)
    sent = pickle.loads(pickle.dumps(found))  # noqa: S301 - our own
    assert sent == found
    assert [type(each) for each, _ in sent.observations] == [Observation] * len(seen)
