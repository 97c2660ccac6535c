"""Forecasts hold what came as often as they say: on ledgers whose truth is known."""

import random
from collections import Counter
from datetime import date, timedelta
from math import fsum

import pytest

from zqtrack.core.backtest import Backtest, Trial, backtest, trials
from zqtrack.core.forecast import INVESTMENT, Forecast
from zqtrack.core.period import exactly
from zqtrack.core.project import STAGES, Mark, Moment, Project, Stage, Withdrawal
from zqtrack.errors import UsageError

FIRST = date(2018, 1, 1)
LAST = date(2023, 12, 31)
#: The Weibull scale, in days, and shape of the days in the stage before each.
TRUTH = {
    Stage.LAND_SUPPLIED: (120, 1.3),
    Stage.STARTED: (90, 0.9),
    Stage.COMPLETED: (300, 2.0),
    Stage.PRODUCING: (100, 1.2),
}


def simulated(seed: int) -> list[Project]:
    """Draw a ledger: one signed every 15 days, one in seven leases, some leave every stage."""
    rng = random.Random(seed)  # noqa: S311  # data to repeat, not a secret to keep
    projects: list[Project] = []
    day = FIRST
    clock = rng.expovariate(1 / 15)
    while (day := FIRST + timedelta(days=int(clock))) <= LAST:
        projects.append(life(f"p{len(projects)}", day, rng))
        clock += rng.expovariate(1 / 15)
    return projects


def life(id_: str, signed: date, rng: random.Random) -> Project:
    actual: dict[Stage, Moment] = {Stage.SIGNED: exactly(signed)}
    day = signed
    for stage, (scale, shape) in TRUTH.items():
        if stage is Stage.LAND_SUPPLIED and rng.random() < 1 / 7:
            actual[stage] = Mark.NOT_APPLICABLE
            continue
        waits, leaves = rng.weibullvariate(scale, shape), rng.expovariate(1 / 1500)
        day += timedelta(days=int(min(waits, leaves)))
        if leaves < waits:
            left = Withdrawal(on=exactly(day))
            return Project(id=id_, name="Plant", actual=actual, withdrawn=left)
        actual[stage] = exactly(day)
    return Project(id=id_, name="Plant", actual=actual)


def test_eighty_per_cent_intervals_hold_what_came_in_75_to_85_per_cent() -> None:
    # 6 ledgers, 4 year-ends of each, from 4 days, of 5 stages: 480 forecasts.
    tests = [
        backtest(simulated(seed), year, LAST) for seed in range(6) for year in range(2020, 2024)
    ]
    trials = [trial for test in tests for trial in test.trials]
    parts = [part for trial in trials if (part := trial.part) is not None]
    assert len(trials) == 480
    assert len(parts) > 450
    assert 0.75 <= fsum(parts) / len(parts) <= 0.85
    # No stage is right only because another is wrong.
    for stage in STAGES:
        own = [
            part for t in trials if t.forecast.measure is stage and (part := t.part) is not None
        ]
        assert 0.7 <= fsum(own) / len(own) <= 0.9


def test_a_year_is_forecast_from_the_ends_of_its_quarters() -> None:
    seen = backtest([], 2023, date(2024, 1, 1))
    assert Counter(trial.forecast.as_of.isoformat() for trial in seen.trials) == {
        "2022-12-31": 5,
        "2023-03-31": 5,
        "2023-06-30": 5,
        "2023-09-30": 5,
    }
    assert [trial.forecast.measure for trial in seen.trials[:5]] == list(STAGES)


def test_what_came_later_is_in_no_forecast() -> None:
    # Signed one in 30 days; on 1 October 2023 a burst of 50 that nobody could know of.
    steady = [FIRST + timedelta(days=30 * number) for number in range(72)]
    days = [*steady, *[date(2023, 10, 1)] * 50]
    projects = [
        Project(id=f"p{at}", name="Plant", actual={Stage.SIGNED: exactly(day)})
        for at, day in enumerate(days)
    ]
    seen = backtest(projects, 2023, LAST)
    signed = [trial for trial in seen.trials if trial.forecast.measure is Stage.SIGNED]
    assert [trial.came for trial in signed] == [61, 61, 61, 61]
    assert [trial.forecast.actual for trial in signed] == [0, 3, 6, 9]
    assert [trial.held for trial in signed] == [False, False, False, False]


def test_a_year_that_is_not_over_cannot_be_held_against_anything() -> None:
    with pytest.raises(UsageError, match="2023 is not over on 2023-12-30") as raised:
        backtest([], 2023, date(2023, 12, 30))
    assert raised.value.hint == "name a year before 2023"


def trial(came: int, *chances: float) -> Trial:
    seen = Forecast(Stage.SIGNED, 2023, LAST, 0, 0, 0, 0, chances or None, None)
    return Trial(seen, came)


def test_coverage_counts_what_lies_at_an_edge_by_its_part() -> None:
    # Middle 80 % of 0.25, 0.25, 0.5: all of the 1, 0.15 / 0.25 of the 0; nothing of a 3.
    likely = (0.25, 0.25, 0.5)
    seen = Backtest(2023, (trial(1, *likely), trial(0, *likely), trial(3, *likely), trial(1)))
    assert (seen.tried, seen.held) == (3, 2)
    assert seen.coverage == pytest.approx(1.6 / 3)


def test_without_a_forecast_there_is_no_coverage() -> None:
    seen = Backtest(2023, (trial(1),))
    assert (seen.tried, seen.held, seen.coverage) == (0, 0, None)


def test_investment_that_came_is_what_was_signed_in_the_year() -> None:
    signed = ((2022, 7), (2023, 20), (2023, 30), (2024, 100))
    projects = [
        Project(
            id=f"p{at}",
            name="Plant",
            investment=amount,
            actual={Stage.SIGNED: exactly(date(year, 5, 1))},
        )
        for at, (year, amount) in enumerate(signed)
    ]
    told = trials(projects, (INVESTMENT,), 2023, date(2024, 12, 31))
    assert [(trial.forecast.measure, trial.came) for trial in told] == [("investment", 50)] * 4
