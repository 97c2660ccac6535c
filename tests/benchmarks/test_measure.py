"""What is measured does its work, in turns, and says so when it did not."""

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.measure import Results, measure
from benchmarks.operations import Operation, Place, key, readings, starts, writings
from benchmarks.places import find_programs, prepare
from benchmarks.process import Ran

SIZE = 40


def operation(code: str, *, size: int = 5_000, work: str = "list") -> Operation:
    command = (sys.executable, "-S", "-c", code, work, "{new}")
    return Operation(size, work, "tool", "", command, dict(os.environ), lambda _: True)


def said(path: Path) -> str:
    return f"import sys; open({str(path)!r}, 'a').write(' '.join(sys.argv[1:]) + '\\n')"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return prepare(tmp_path_factory.mktemp("speed"), SIZE, {})


def test_all_that_we_measure_of_ourselves_does_its_work(place: Place) -> None:
    results = Results()
    every = [*starts(place), *readings(place), *writings(place)]
    once = [replace(each, state="once", size=10**6) for each in every]  # what is large runs once
    measure(once, results, 1, 1)
    assert results.failed == {}
    assert results.seconds.keys() == {each.key for each in once}


def test_what_is_prepared_already_is_kept(place: Place) -> None:
    before = (place.ledger / "zqtrack.toml").stat().st_mtime_ns
    assert prepare(place.folder.parent, SIZE, {}) == place
    assert (place.ledger / "zqtrack.toml").stat().st_mtime_ns == before


def test_a_first_run_does_not_count_and_each_has_a_number_of_its_own(tmp_path: Path) -> None:
    results = Results()
    measure([operation(said(tmp_path / "runs"))], results, 2, 60)
    numbers = [int(line.split()[1]) for line in (tmp_path / "runs").read_text().splitlines()]
    assert len(numbers) == 3
    assert sorted(set(numbers)) == numbers
    assert len(results.seconds[key(5_000, "list", "tool")]) == 2


def test_small_ledgers_have_two_turns_and_all_take_turns(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    small = operation(said(runs), size=100, work="small")
    measure([small, operation(said(runs), work="large")], Results(), 1, 60)
    works = [line.split()[0] for line in runs.read_text().splitlines()]
    assert works == ["small", "large", "small", "large", "small"]


def test_what_has_taken_long_enough_gets_no_further_run() -> None:
    slow, quick = operation("", work="slow"), operation("", work="quick")
    results = Results({slow.key: [40.0, 20.0]})
    measure([slow, quick], results, 3, 60)
    assert results.seconds[slow.key] == [40.0, 20.0]
    assert len(results.seconds[quick.key]) == 3


def test_what_did_not_do_its_work_is_no_figure() -> None:
    def too_short(ran: Ran) -> bool:
        return ran.lines > 1

    results = Results()
    fails = operation("import sys; sys.exit(3)", work="fails")
    lazy = replace(operation("print('nothing')", work="lazy"), proof=too_short)
    measure([fails, lazy], results, 2, 60)
    assert results.seconds == {}
    assert results.failed == {
        key(5_000, "fails", "tool"): "code 3, 0 lines, ending: ",
        key(5_000, "lazy", "tool"): "code 0, 1 lines, ending: nothing\n",
    }


def test_a_tool_that_is_not_there_or_not_wanted_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("task", "bean-check"):
        (tmp_path / name).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    task, bean = str(tmp_path / "task"), str(tmp_path / "bean-check")
    assert find_programs(frozenset(), None) == {"Taskwarrior": task, "beancount": bean}
    assert find_programs(frozenset({"taskwarrior"}), None) == {"Taskwarrior": task}
    assert find_programs(frozenset({"beancount"}), str(tmp_path)) == {"beancount": bean}
