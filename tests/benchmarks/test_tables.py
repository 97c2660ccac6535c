"""What the tables say of given figures."""

import pytest

from benchmarks.measure import Results
from benchmarks.tables import full_tables, short_table

SECONDS = {
    "0/python -c pass/bare loop/": [0.01, 0.02, 0.03],
    "0/--version/zqtrack/": [0.1, 0.12, 0.2],
    "0/list/zqtrack/": [0.2],
    "1000/list/zqtrack/warm": [0.2],
    "10000/list/zqtrack/warm": [0.38],  # 20 µs a project
    "100000/list/zqtrack/warm": [4.88],  # 50 µs a project
    "100000/list/Taskwarrior/": [9.76],
    "100000/filter/zqtrack/warm": [1.25],
    "100000/stat/bare loop/": [0.5],
}


@pytest.fixture
def results() -> Results:
    peaks = {name: [18.0, 26.4] if "zqtrack" in name else [18.0] for name in SECONDS}
    return Results({name: list(times) for name, times in SECONDS.items()}, peaks, floor=18.0)


def test_starts_stand_beside_python(results: Results) -> None:
    assert (
        "| zqtrack `--version` | 120 ms | 100 – 200 ms | 6.0 × | 26 | 3 |\n"
        "| zqtrack `list` of 100 projects, piped | 200 ms | 200 – 200 ms | 10.0 × | 26 | 1 |\n"
    ) in full_tables(results)


def test_other_tools_stand_beside_our_warm_run(results: Results) -> None:
    assert (
        "|  | 1,000 | 10,000 | 100,000 |\n"
        "| --- | ---: | ---: | ---: |\n"
        "| list, piped: zqtrack, warm | 200 ms (200 – 200 ms) | 380 ms (380 – 380 ms)"
        " | 4.88 s (4.88 – 4.88 s) |\n"
        "| list, piped: Taskwarrior |  |  | 9.76 s (9.76 – 9.76 s), 2 × |\n"
    ) in full_tables(results)


def test_growth_is_what_each_further_project_costs(results: Results) -> None:
    assert "| list, piped, warm | 20.0 µs | 50.0 µs | 2.50 × |\n" in full_tables(results)


def test_a_target_is_met_at_its_limit_and_missed_above(results: Results) -> None:
    text = full_tables(results)
    assert "| `--version` / `python -c pass` | 6.00 | 8 | yes |\n" in text
    assert "| `list` of 100 projects, piped / `python -c pass` | 10.00 | 8 | **no** |\n" in text
    assert "| 100,000, warm: filter / scandir and stat | 2.50 | 2.5 | yes |\n" in text
    assert "| list, warm, per project: of 100,000 / of 1,000 | 0.24 | 1.2 | yes |\n" in text
    assert "| 100,000, cold: validate / the bare parse |  | 1.5 | not measured |\n" in text


def test_memory_below_our_own_is_not_claimed(results: Results) -> None:
    text = full_tables(results)
    assert "| list, piped: zqtrack, warm | 26 | 26 | 26 |\n" in text
    assert "| list, piped: Taskwarrior |  |  | ≤ 18 |\n" in text


def test_the_short_table_has_the_medians_alone(results: Results) -> None:
    text = short_table(results)
    assert "| `--version` | 120 ms |  |  |  |  | 20.0 ms `python -c pass` |\n" in text
    assert "| list, piped, 100,000 | 4.88 s |  | 9.76 s |  |  |  |\n" in text
    assert (
        "| filter to 20 rows, 100,000 | 1.25 s |  |  |  |  | 500 ms scandir and stat |\n" in text
    )
