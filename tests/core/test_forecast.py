"""A forecast is what came, what may come of the open projects, and what is not signed yet."""

from datetime import date, timedelta

import pytest

from zqtrack.core.forecast import INVESTMENT, Forecast, forecasts, interval_text
from zqtrack.core.leadtime import lead_times
from zqtrack.core.period import exactly
from zqtrack.core.project import Project, Stage, Withdrawal, moment_from
from zqtrack.core.record import replace
from zqtrack.core.tally import Tally

SIGNED, LAND, STARTED, COMPLETED = tuple(Stage)[1:5]
EVE = date(2023, 12, 30)  # one day is left of the year


def project(withdrawn: str | None = None, **actual: str) -> Project:
    dates = {Stage(name.replace("_", "-")): moment_from(text) for name, text in actual.items()}
    left = Withdrawal(on=exactly(date.fromisoformat(withdrawn))) if withdrawn else None
    return Project(id="plant", name="Plant", actual=dates, withdrawn=left)


def supplied(days: int) -> Project:
    """Give a project that was supplied with land so many days after 2020-01-01."""
    day = date(2020, 1, 1) + timedelta(days)
    return project(signed="2020-01-01", land_supplied=day.isoformat())


# After the tenth day five go on in 150 days of waiting: 1/30 a day (see test_passage).
SIX = tuple(supplied(days) for days in (10, 20, 30, 40, 50, 60))
# Signed on the eve of 12 months, so that it begins no clock, and 12 days before the eve.
LATEST = project(signed="2023-12-18")


def one(stage: Stage, *projects: Project, as_of: date = EVE, year: int = 2023) -> Forecast:
    (forecast,) = forecasts(projects, [stage], year, as_of)
    return forecast


def test_signings_come_at_the_cadence_of_the_past_twelve_months() -> None:
    # One in 365 days: (1 + 1/2) / 365 a day, for one day; and one in the year so far.
    seen = one(SIGNED, *SIX, LATEST)
    assert (seen.actual, seen.waiting, seen.reason) == (1, 0, None)
    assert seen.expected == pytest.approx(1 + 1.5 / 365, rel=1e-6)


def test_time_begins_with_the_first_signing_of_all() -> None:
    # After the first, one more in 9 days: 1.5 / 9 a day.
    some = project(signed="2023-12-21"), project(signed="2023-12-25")
    assert one(SIGNED, *some).expected == pytest.approx(2 + 1.5 / 9)


def test_a_date_that_overlaps_the_twelve_months_counts_by_its_part() -> None:
    # Of the 730 days of the two years 365 lie in the 12 months to the eve: half a signing.
    before = [project(signed="2020"), project(signed="2022-01-01/2023-12-31")]
    (seen,) = forecasts(before, [SIGNED], 2023, EVE)
    assert seen.expected == pytest.approx((0.5 + 0.5) / 365, rel=1e-6)


def test_an_open_project_has_the_chance_of_its_age() -> None:
    # 1/30 for the day; a newly signed one is never supplied on its first day.
    seen = one(LAND, *SIX, LATEST)
    assert (seen.actual, seen.waiting, seen.undated) == (0, 1, 0)
    # That the rate rests on five alone bends the chance by less than 2 %.
    assert seen.expected == pytest.approx(1 / 30, rel=0.02)
    assert seen.chance(1) == pytest.approx(1 / 30, rel=0.02)
    assert seen.chance(0) == 1
    assert seen.interval == (0, 0)


def test_a_month_stands_for_its_middle() -> None:
    # At an age of 1 day, the least it can be, there would be no chance at all.
    exact = one(LAND, *SIX, LATEST, project(signed="2023-12-15"))
    month = one(LAND, *SIX, LATEST, project(signed="2023-12-01/2023-12-29"))
    assert month.expected == pytest.approx(exact.expected, rel=0.05)


def test_what_has_left_or_does_not_apply_is_not_waited_for() -> None:
    leased = project(signed="2023-12-18", land_supplied="n/a")
    left = project(signed="2020-01-01", withdrawn="2023-01-01")
    prospect = project(contacted="2023-01-01")
    assert one(LAND, *SIX, LATEST, leased, left, prospect).waiting == 1


def test_a_project_at_an_unknown_date_is_counted_apart() -> None:
    assert one(LAND, *SIX, LATEST, project(signed="unknown")).undated == 1


def test_a_later_stage_is_reached_through_the_next() -> None:
    # With land, five start after 1 day and five after 2: no chance to do both in one day, but
    # in two: 1/30 to be supplied tomorrow, and then none on the same day, half on the next.
    past = [
        project(signed="2020-01-01", land_supplied="2020-02-01", started=f"2020-02-{day}")
        for day in ["02"] * 5 + ["03"] * 5
    ]
    eve = one(STARTED, *past, LATEST, as_of=date(2023, 12, 30))
    assert eve.waiting == 1
    assert eve.expected == pytest.approx(0, abs=1e-9)
    assert one(STARTED, *past, LATEST, as_of=date(2023, 12, 29)).expected == pytest.approx(
        _two_days(past), rel=0.05
    )


def _two_days(past: list[Project]) -> float:
    """Give the chance to be supplied tomorrow, times a half to start on the day after."""
    supplied = one(LAND, *past, LATEST, as_of=EVE).expected
    assert supplied is not None
    return supplied / 2


def test_those_to_whom_a_stage_does_not_apply_go_on_as_their_like() -> None:
    # Leased, five started after 10 to 50 days (1/30 a day); with land they take for ever.
    leased = [
        project(
            signed="2020-01-01",
            land_supplied="n/a",
            started=(date(2020, 1, 1) + timedelta(days)).isoformat(),
        )
        for days in (10, 20, 30, 40, 50)
    ]
    slow = [project(signed="2020-01-01", land_supplied="2020-01-02") for _ in range(50)]
    waiting = project(signed="2023-12-18", land_supplied="n/a")
    seen = one(COMPLETED, *leased, *slow, waiting)
    assert seen.reason == "fewer than five have come from signed to completed"
    alike = one(STARTED, *leased, waiting)
    assert alike.expected == pytest.approx(1 / 30, rel=0.2)


def test_land_is_not_forecast_for_those_to_come_to_whom_it_does_not_apply() -> None:
    # Half of the signed lease: with 90 days left only half as many of the new come to land.
    leased = [project(signed="2020-01-01", land_supplied="n/a", started="2020-02-01")] * 7
    day = date(2023, 10, 2)
    all_apply = one(
        LAND, *SIX, project(signed="2023-10-01", land_supplied="2023-10-02"), as_of=day
    )
    half = one(
        LAND, *SIX, project(signed="2023-10-01", land_supplied="2023-10-02"), *leased, as_of=day
    )
    assert all_apply.expected is not None
    assert half.expected is not None
    assert half.expected - 1 == pytest.approx((all_apply.expected - 1) / 2)


def test_uneven_months_widen_the_interval_and_leave_the_mean() -> None:
    steady = [project(signed=f"2023-{month:02}-15") for month in range(1, 13)] * 3
    bursts = [project(signed="2023-09-15")] * 36
    early = project(signed="2020-01-01")
    day = date(2023, 12, 31)
    even = one(SIGNED, early, *steady, as_of=day, year=2024)
    uneven = one(SIGNED, early, *bursts, as_of=day, year=2024)
    assert even.expected == pytest.approx(uneven.expected, rel=1e-3)
    # (36.5 / 365) × 366 = 36.6; Poisson with a rate that is as uncertain: 36.6 ± 1.28 × 8.6.
    assert even.expected == pytest.approx(36.6)
    assert even.interval == (26, 48)
    assert uneven.interval
    assert uneven.interval[1] - uneven.interval[0] > 50


def test_with_the_year_the_forecast_is_what_came() -> None:
    seen = one(SIGNED, LATEST, as_of=date(2024, 2, 1))
    assert (seen.actual, seen.tally) == (1, (1.0,))
    assert seen.interval == (1, 1)
    assert (seen.chance(1), seen.chance(2)) == (1, 0)


def test_without_a_signing_in_twelve_months_nothing_is_forecast() -> None:
    seen = one(LAND, *SIX)
    assert seen.reason == "too few were signed in the past 12 months"
    assert (seen.tally, seen.expected, seen.interval, seen.chance(1)) == (None, None, None, None)


@pytest.mark.parametrize(
    "signed", [(), ("2023-12-30",), ("2023-12-20",)], ids=["none", "today", "one alone"]
)
def test_the_first_signing_of_all_tells_no_cadence(signed: tuple[str, ...]) -> None:
    assert one(SIGNED, *(project(signed=day) for day in signed)).reason


def test_fewer_than_five_that_went_on_give_no_basis() -> None:
    assert (
        one(LAND, *SIX[:4], LATEST).reason
        == "fewer than five have come from signed to land-supplied"
    )


def test_a_step_that_few_have_made_gives_no_basis() -> None:
    # Nine started after land at an unknown date; the open one waits with land at a known one.
    past = [project(signed="2020-01-01", land_supplied="unknown", started="2020-03-01")] * 9
    waiting = project(signed="2023-12-01", land_supplied="2023-12-18")
    seen = one(STARTED, *past, waiting, LATEST)
    assert seen.reason == "fewer than five have come from land-supplied to started"


def test_a_way_on_that_few_have_made_gives_no_basis() -> None:
    # To land five have come, who left there; to the start nine, but from land nobody.
    past = [project(signed="2020-01-01", land_supplied="unknown", started="2020-03-01")] * 9
    left = [project("2021-01-01", signed="2020-01-01", land_supplied="2020-02-01")] * 5
    seen = one(STARTED, *past, *left, LATEST)
    assert seen.reason == "fewer than five have come from land-supplied to started"


def test_stages_are_forecast_in_the_order_asked_for() -> None:
    seen = forecasts((*SIX, LATEST), [LAND, SIGNED], 2023, EVE)
    assert [one.measure for one in seen] == [LAND, SIGNED]


# --- investment ----------------------------------------------------------------------------------


MILLION = 1_000_000
INVEST = "investment"


def investing(amount: int | None, signed: str) -> Project:
    return replace(project(signed=signed), id=signed, investment=amount)


# A year of signings, 73 of 100 million; the first begins the time.
STEADY = [
    investing(100 * MILLION, (date(2022, 12, 31) + timedelta(5 * at)).isoformat())
    for at in range(74)
]


def ahead(*projects: Project, as_of: date = date(2023, 12, 31), year: int = 2024) -> Forecast:
    (forecast,) = forecasts(projects, [INVEST], year, as_of)
    return forecast


def test_the_investment_to_come_is_what_the_signed_of_the_past_year_bring_again() -> None:
    # 73 in 365 days: 73.5 / 365 a day, over the 366 days of 2024, at 100 million.
    seen = ahead(*STEADY)
    assert (seen.actual, seen.silent, seen.reason) == (0, 0, None)
    assert seen.expected == pytest.approx(73.5 / 365 * 366 * 100 * MILLION)
    # As the number of signings: 73.7 ± 1.28 × sqrt(73.7 + 73.7² / 73.5).
    (signings,) = forecasts(STEADY, [SIGNED], 2024, date(2023, 12, 31))
    assert signings.interval == (58, 90)
    assert seen.interval == (58 * 100 * MILLION, 90 * 100 * MILLION)
    assert seen.chance(80 * 100 * MILLION) == pytest.approx(signings.chance(80), abs=1e-3)


def test_what_was_signed_in_the_year_so_far_is_certain() -> None:
    seen = ahead(*STEADY, as_of=date(2023, 12, 31), year=2023)
    assert (seen.actual, seen.interval) == (73 * 100 * MILLION, (7300 * MILLION, 7300 * MILLION))
    assert (seen.chance(7300 * MILLION), seen.chance(7300 * MILLION + 1)) == (1, 0)


def test_those_that_do_not_say_how_much_bring_nothing_and_are_counted() -> None:
    # Every second of the 73 is silent, 36 of them: as many come, and half as much.
    half = [replace(p, investment=None) if n % 2 else p for n, p in enumerate(STEADY)]
    seen = ahead(*half)
    assert seen.silent == 37
    assert seen.expected == pytest.approx(36 * 73.5 / 73 / 365 * 366 * 100 * MILLION)


def test_an_amount_at_an_imprecise_date_counts_by_the_part_of_it() -> None:
    # Of "2022-10/2023-03" 90 of 182 days lie in 2023; it brings 90/182 of a chance of a billion.
    late = investing(1000 * MILLION, "2022-10-01/2023-03-31")
    signed = 73 + 90 / 182
    again = (signed + 0.5) / signed / 365 * 366
    expected = again * (7300 + 90 / 182 * 1000) * MILLION
    assert ahead(investing(None, "2022-01-01"), *STEADY, late).expected == pytest.approx(expected)


def test_uneven_amounts_make_a_wide_interval() -> None:
    # One of 30 billion beside 72 of 100 million: it may come again, or twice, or not.
    big = [*STEADY[:-1], investing(30_000 * MILLION, "2023-12-31")]
    seen = ahead(*big)
    assert seen.interval
    assert seen.interval[0] < 8_500 * MILLION
    assert seen.interval[1] > 60_000 * MILLION


def test_amounts_lie_on_a_lattice_of_round_numbers_in_a_thousand_steps() -> None:
    seen = ahead(*STEADY)
    assert seen.unit == 20 * MILLION
    odd = [replace(project, investment=101_234_567) for project in STEADY]
    finer = ahead(*odd)
    assert finer.expected == pytest.approx(73.5 / 365 * 366 * 101_234_567)
    # That amounts are divided between two points blurs what it takes to meet a target exactly: the
    # chance of 80 signings, 2 %, is divided as well.
    assert finer.chance(80 * 101_234_567) == pytest.approx(seen.chance(8000 * MILLION), abs=0.012)


def test_amounts_of_nothing_bring_nothing() -> None:
    nothing = [replace(project, investment=0) for project in STEADY]
    assert ahead(*nothing).interval == (0, 0)


def test_without_five_amounts_of_the_past_year_nothing_is_forecast() -> None:
    silent = [replace(one, investment=None) if n > 4 else one for n, one in enumerate(STEADY)]
    seen = ahead(*silent)  # the first of the five is the beginning of time
    assert seen.reason == "fewer than five signed in the past 12 months say how much they invest"
    assert (seen.expected, seen.interval, seen.chance(1)) == (None, None, None)


def test_without_a_signing_in_twelve_months_no_investment_is_forecast() -> None:
    assert ahead(investing(1, "2020")).reason == "too few were signed in the past 12 months"


def test_lead_times_that_are_known_are_not_estimated_again() -> None:
    one_way = lead_times(SIX, SIGNED, LAND, EVE)
    (known,) = forecasts((*SIX, LATEST), [LAND], 2023, EVE, {(SIGNED, LAND): one_way})
    (found,) = forecasts((*SIX, LATEST), [LAND], 2023, EVE)
    assert known.expected
    assert found.expected
    assert known.expected > found.expected


def test_an_interval_of_money_is_the_least_where_some_do_not_say_how_much() -> None:
    def interval(silent: int, tally: Tally | None = (0.25, 0.25, 0.5)) -> str | None:
        day, billion = date(2023, 6, 30), 1_000_000_000
        return interval_text(
            Forecast(INVESTMENT, 2023, day, billion, 0, 0, silent, tally, None, billion // 2)
        )

    assert interval(0) == "1.00 bn – 2.00 bn"
    assert interval(3) == "≥ 1.00 bn – 2.00 bn"
    assert interval(3, None) is None
