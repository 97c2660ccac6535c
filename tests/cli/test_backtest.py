"""``report --backtest`` forecasts a past year again."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def steady(ledger: Path, add: Callable[[str, str], Path]) -> Path:
    """Give a ledger of one project signed every 40 days from 2022 on; the day is 2024-03-03."""
    (ledger / "zqtrack.toml").write_text('name = "Test"\n')
    for number in range(19):
        day = date(2022, 1, 1) + timedelta(40 * number)
        add(f"plant-{number:02}", f'name = "Plant"\n[actual]\nsigned = {day}\n')
    return ledger


@pytest.mark.usefixtures("steady")
def test_a_backtest_says_of_what_it_is_and_how_often_it_held(run: Any) -> None:
    ran = run("report", "--backtest", 2023)
    shown = [line.replace("\u00a0", " ") for line in ran.out.splitlines()]
    assert (ran.code, ran.err) == (0, "")
    assert shown[0] == "Test"
    assert shown[1].startswith("as of 2024-03-03")
    assert shown[3].startswith("Of 4 forecasts of 2023 the 80 % interval held what came in 4.")


@pytest.mark.usefixtures("steady")
def test_the_record_of_a_backtest_says_what_was_asked(run: Any) -> None:
    record = json.loads(run("report", "--backtest", 2023, "--format", "json").out)
    assert (record["ledger"], record["as_of"]) == ("Test", "2024-03-03")
    assert (record["backtest"]["year"], record["backtest"]["held"]) == (2023, 4)


@pytest.mark.usefixtures("steady")
def test_only_the_projects_of_the_filter_are_forecast(run: Any) -> None:
    ran = run("report", "plant-0", "--backtest", 2023, "--format", "json")
    assert {one["came"] for one in json.loads(ran.out)["backtest"]["trials"]} == {0}


@pytest.mark.usefixtures("steady")
def test_a_year_that_is_not_over_is_refused(run: Any) -> None:
    ran = run("report", "--backtest", 2024)
    assert (ran.code, ran.out) == (2, "")
    assert "2024 is not over on 2024-03-03" in ran.err


@pytest.mark.usefixtures("steady")
def test_a_backtest_is_asked_alone(run: Any) -> None:
    ran = run("report", "--backtest", 2023, "--only", "targets")
    assert ran.code == 2
    assert "--only does not go with --backtest" in ran.err
