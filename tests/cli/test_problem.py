"""``problem add``, ``close`` and ``list`` keep the register of problems."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Add = Callable[[str, str], Path]
Run = Callable[..., Any]

ROAD = (
    '[[problems]]\ntitle = "Road"\nraised = 2024-01-05\nowner = "Roads office"\ndue = "2024-02"\n'
)
GRID = '[[problems]]\ntitle = "Grid"\nraised = "2023"\nclosed = 2023-06-01\n'


def test_a_problem_is_added_with_its_owner_and_deadline(add: Add, run: Run) -> None:
    add("gcl", 'name = "GCL"\n')
    ran = run("problem", "add", "gcl", "Road", "--owner", "Roads office", "--due", "2024-05")
    assert ran.code == 0
    assert ran.out == (
        '--- projects/gcl.toml\n+++ projects/gcl.toml\n@@ -1 +1,7 @@\n name = "GCL"\n+\n'
        '+[[problems]]\n+title = "Road"\n+raised = 2024-03-03\n+owner = "Roads office"\n'
        '+due = "2024-05"\n'
    )
    assert ran.err == "added problem 1 to gcl: Road\n"


def test_a_problem_that_nobody_answers_for_is_warned_of(add: Add, run: Run) -> None:
    add("gcl", f'name = "GCL"\n\n{ROAD}')
    ran = run("problem", "add", "gcl", "Water", "--raised", "2024-02")
    assert ran.code == 0
    assert ran.err == (
        "added problem 2 to gcl: Water\n"
        "warning: the open problem `Water` has no owner and no due\n"
        'hint: add owner = "…" and due = 2024-06-30\n'
    )


def test_a_ledger_seen_from_a_day_says_by_which_day_a_problem_is_dated(
    ledger: Path, add: Add, run: Run
) -> None:
    (ledger / "zqtrack.toml").write_text("as-of = 2023-12-31\n", encoding="utf-8")
    add("gcl", 'name = "GCL"\n')
    ran = run("problem", "add", "gcl", "Road", "--owner", "X", "--due", "2024-05", "-n")
    assert ran.err == (
        "dated 2023-12-31, the `as-of` of zqtrack.toml; --raised gives another day\n"
        "nothing was written: this is a dry run\n"
    )


def test_an_open_problem_is_not_added_again(add: Add, run: Run) -> None:
    add("gcl", f'name = "GCL"\n\n{ROAD}')
    ran = run("problem", "add", "gcl", "Road")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "error: `Road` is problem 1 of `gcl` already\n"
        "hint: give the new one another title, or close the old one\n"
    )


@pytest.mark.parametrize("which", [[], ["road"], ["2"]])
def test_a_problem_is_closed(add: Add, run: Run, which: list[str]) -> None:
    path = add("gcl", f'name = "GCL"\n\n{GRID}\n{ROAD}')
    ran = run("problem", "close", "gcl", *which, "--on", "2024-03-01")
    assert ran.code == 0
    assert ran.out == (
        "--- projects/gcl.toml\n+++ projects/gcl.toml\n@@ -10,3 +10,4 @@\n"
        ' raised = 2024-01-05\n owner = "Roads office"\n due = "2024-02"\n+closed = 2024-03-01\n'
    )
    assert ran.err == "closed problem 2 of gcl, 2024-03-01: Road\n"
    assert path.read_text(encoding="utf-8") == (
        f'name = "GCL"\n\n{GRID}\n{ROAD}closed = 2024-03-01\n'
    )


def test_which_of_several_problems_is_asked(add: Add, run: Run) -> None:
    add("gcl", f'name = "GCL"\n\n{ROAD}\n{ROAD.replace("Road", "Water")}')
    ran = run("problem", "close", "gcl")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "error: there are 2 open problems of `gcl`\nhint: give its number\n  1  Road\n  2  Water\n"
    )


def test_a_problem_is_not_closed_before_it_was_raised(add: Add, run: Run) -> None:
    add("gcl", f'name = "GCL"\n\n{ROAD}')
    ran = run("problem", "close", "gcl", "--on", "2024-01-04")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "error: `gcl`: closed (2024-01-04) comes before raised (2024-01-05)\n"
        "hint: correct one of the two dates\n"
    )


@pytest.fixture
def register(add: Add) -> None:
    add("gcl", f'name = "GCL"\ndistrict = "Sihui"\n\n{GRID}\n{ROAD}')
    add("tea", f'name = "Tea"\n\n{ROAD.replace("2024-02", "2024-01-15")}')


@pytest.mark.usefixtures("register")
def test_open_problems_are_listed_the_most_overdue_first(run: Run) -> None:
    ran = run("problem", "list")
    assert ran.code == 0
    assert ran.out == (
        "project  no.  problem  owner         raised      due         overdue, days\n"
        "tea        1  Road     Roads office  2024-01-05  2024-01-15             48\n"
        "gcl        2  Road     Roads office  2024-01-05  2024-02                 3\n"
    )
    assert ran.err == "2 open problems of 2 projects as of 2024-03-03, 2 overdue\n"


@pytest.mark.usefixtures("register")
def test_closed_problems_are_listed_when_asked_for(run: Run) -> None:
    ran = run("problem", "list", "district=Sihui", "--all", "--format", "csv")
    assert ran.err == ""
    assert ran.out.replace("\r\n", "\n") == (
        "id,name,number,title,owner,raised,due,closed,overdue_days\n"
        "gcl,GCL,2,Road,Roads office,2024-01-05,2024-02,,3\n"
        "gcl,GCL,1,Grid,,2023,,2023-06-01,\n"
    )


@pytest.mark.usefixtures("register")
def test_problems_are_given_as_json(run: Run) -> None:
    assert json.loads(run("problem", "list", "gcl", "--format", "json").out) == [
        {
            "id": "gcl",
            "name": "GCL",
            "number": 2,
            "title": "Road",
            "owner": "Roads office",
            "raised": "2024-01-05",
            "due": "2024-02",
            "closed": None,
            "overdue_days": 3,
        }
    ]


@pytest.mark.usefixtures("register")
def test_problems_are_given_as_markdown(run: Run) -> None:
    ran = run("problem", "list", "gcl", "--format", "markdown")
    assert ran.out == (
        "| project | no. | problem | owner | raised | due | overdue, days |\n"
        "| --- | --: | --- | --- | --- | --- | --: |\n"
        "| gcl | 2 | Road | Roads office | 2024-01-05 | 2024-02 | 3 |\n"
    )


@pytest.mark.usefixtures("register")
def test_an_earlier_day_shows_what_was_open_then(run: Run) -> None:
    ran = run("problem", "list", "--as-of", "2023-05-31", "--format", "json")
    # "2023" straddles the day, so it was raised by then.
    assert [(each["title"], each["raised"]) for each in json.loads(ran.out)] == [
        ("Grid", "2023-01-01/2023-05-31")
    ]


def test_a_file_that_is_left_out_is_told(add: Add, run: Run) -> None:
    add("gcl", "name = 1\n")
    ran = run("problem", "list", "--format", "markdown")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "no open problem as of 2024-03-03\n1 of 1 file left out, see zqtrack validate\n"
    )


def test_without_a_command_its_help_is_shown(ledger: Path, run: Run) -> None:
    assert ledger.is_dir()
    ran = run("problem")
    assert "What stands in a project's way: who mends it, by when." in ran.out + ran.err
