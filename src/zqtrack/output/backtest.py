"""A backtest of forecasts: for people, and as JSON values."""

from collections.abc import Iterator
from typing import Any

from zqtrack.core.backtest import Backtest, Trial
from zqtrack.core.forecast import Forecast, interval_text
from zqtrack.language import _, plural
from zqtrack.output.cells import UNKNOWN, Column, number, percent, table_of
from zqtrack.output.document import Document, Head, Heading, Line, Paragraph, Span, say


def backtest_document(backtest: Backtest, head: tuple[Line, ...]) -> Document:
    """Lay out a row for each forecast: what was expected, and what came."""
    table = table_of(_COLUMNS, backtest.trials)
    without = dict.fromkeys(
        trial.forecast.reason for trial in backtest.trials if trial.forecast.reason
    )
    return (
        Paragraph((*head, (), tuple(_answer(backtest)))),
        Heading(
            _("Reached in {year}: forecast from four days, and what came").format(
                year=backtest.year
            )
        ),
        table,
        *(
            Paragraph((say(_("  – no forecast: {reason}").format(reason=_(reason)), "quiet"),))
            for reason in without
        ),
    )


def backtest_record(backtest: Backtest) -> dict[str, Any]:
    """Give a backtest as JSON values, nothing rounded."""
    return {
        "year": backtest.year,
        "forecasts": backtest.tried,
        "held": backtest.held,
        "coverage": backtest.coverage,
        "trials": [_record(trial) for trial in backtest.trials],
    }


def forecast_record(forecast: Forecast) -> dict[str, Any]:
    """Give a forecast as JSON values: the same keys with and without a basis."""
    interval = forecast.interval
    return {
        "expected": forecast.expected,
        "interval_80": list(interval) if interval else None,
        "waiting": forecast.waiting,
        "undated": forecast.undated,
        "silent": forecast.silent,
        "reason": forecast.reason,
    }


def _record(trial: Trial) -> dict[str, Any]:
    return {
        "as_of": trial.forecast.as_of.isoformat(),
        "stage": trial.forecast.measure,
        "so_far": trial.forecast.actual,
        **forecast_record(trial.forecast),
        "came": trial.came,
        "held": trial.held,
    }


def _answer(backtest: Backtest) -> Iterator[Span]:
    coverage = backtest.coverage
    if coverage is None:
        yield Span(
            _("No forecast of {year}: the past gives no basis.").format(year=backtest.year),
            "strong",
        )
        return
    said = plural(
        "Of {number:,} forecast of {year} the 80 % interval held what came in {held:,}.",
        "Of {number:,} forecasts of {year} the 80 % interval held what came in {held:,}.",
        backtest.tried,
    )
    yield Span(
        said.format(number=backtest.tried, year=backtest.year, held=backtest.held), "strong"
    )
    yield Span(
        _(" Counts at an edge split: {share}, where 80\u00a0% is right.").format(
            share=percent(coverage)
        )
    )
    if missing := len(backtest.trials) - backtest.tried:
        yield Span(
            _(" Without a basis, and so without a forecast: {number:,}.").format(number=missing)
        )


def _expected(trial: Trial) -> Line:
    expected = trial.forecast.expected
    return UNKNOWN if expected is None else say(f"{expected:,.1f}")


def _interval(trial: Trial) -> Line:
    text = interval_text(trial.forecast)
    return say(text) if text else UNKNOWN


def _held(trial: Trial) -> Line:
    if trial.held is None:
        return UNKNOWN
    return say(_("held"), "good") if trial.held else say(_("missed"), "warn")


_COLUMNS: tuple[Column[Trial], ...] = (
    (Head("seen on"), lambda trial: say(trial.forecast.as_of.isoformat())),
    (Head("stage"), lambda trial: say(_(trial.forecast.measure), "stage")),
    (Head("so far", right=True), lambda trial: number(trial.forecast.actual)),
    (Head("waiting", right=True, drops=1), lambda trial: number(trial.forecast.waiting)),
    (Head("expected", right=True), _expected),
    (Head("80 % interval", right=True), _interval),
    (Head("came", right=True), lambda trial: number(trial.came)),
    (Head(""), _held),
)
