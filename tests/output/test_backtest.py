"""A backtest says how often its intervals held, and where there was no basis for any."""

from datetime import date

from zqtrack.core.backtest import Backtest, Trial
from zqtrack.core.forecast import Forecast
from zqtrack.core.project import Stage
from zqtrack.core.tally import Tally
from zqtrack.output.backtest import backtest_document, backtest_record
from zqtrack.output.document import say
from zqtrack.output.layout import lay_out

NO_BASIS = "fewer than five have come from signed to started"
LIKELY = (0.25, 0.25, 0.5)  # after the one that is there already


def trial(stage: Stage, came: int, tally: Tally | None) -> Trial:
    reason = None if tally else NO_BASIS
    return Trial(Forecast(stage, 2023, date(2023, 6, 30), 1, 4, 1, 0, tally, reason), came)


SEEN = Backtest(
    2023,
    (
        trial(Stage.SIGNED, 2, LIKELY),
        trial(Stage.SIGNED, 9, LIKELY),
        trial(Stage.STARTED, 0, None),
    ),
)


def lines(backtest: Backtest) -> list[str]:
    shown = lay_out(backtest_document(backtest, (say("Ledger"),)), 80, lambda span: span.text)
    return [line.replace("\u00a0", " ") for line in shown]


def test_each_forecast_stands_beside_what_came() -> None:
    assert lines(SEEN) == [
        "Ledger",
        "",
        "Of 2 forecasts of 2023 the 80 % interval held what came in 1. Counts at an edge",
        "split: 50 %, where 80 % is right. Without a basis, and so without a forecast: 1.",
        "",
        "Reached in 2023: forecast from four days, and what came",
        "  seen on     stage    so far  waiting  expected  80 % interval  came",
        "  2023-06-30  signed        1        4       2.2          1 – 3     2  held",
        "  2023-06-30  signed        1        4       2.2          1 – 3     9  missed",
        "  2023-06-30  started       1        4         –              –     ·  –",
        "  – no forecast: fewer than five have come from signed to started",
    ]


def test_without_any_forecast_it_says_so() -> None:
    alone = Backtest(2023, (trial(Stage.STARTED, 0, None),))
    assert lines(alone)[2] == "No forecast of 2023: the past gives no basis."


def test_with_a_basis_for_all_nothing_is_said_of_none() -> None:
    assert "Without" not in "\n".join(lines(Backtest(2023, SEEN.trials[:1])))


def test_the_record_has_every_key_with_and_without_a_forecast() -> None:
    record = backtest_record(SEEN)
    assert {key: record[key] for key in ("year", "forecasts", "held", "coverage")} == {
        "year": 2023,
        "forecasts": 2,
        "held": 1,
        "coverage": 0.5,
    }
    assert record["trials"][0] == {
        "as_of": "2023-06-30",
        "stage": "signed",
        "so_far": 1,
        "expected": 2.25,
        "interval_80": [1, 3],
        "waiting": 4,
        "undated": 1,
        "silent": 0,
        "reason": None,
        "came": 2,
        "held": True,
    }
    assert record["trials"][2] == {
        "as_of": "2023-06-30",
        "stage": "started",
        "so_far": 1,
        "expected": None,
        "interval_80": None,
        "waiting": 4,
        "undated": 1,
        "silent": 0,
        "reason": NO_BASIS,
        "came": 0,
        "held": None,
    }
