"""What moved, groups side by side, and cohorts that had the time: the questions of ``report``."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Add = Callable[[str, str], Path]


@pytest.fixture
def filled(ledger: Path, add: Add) -> Path:
    """Give a ledger of five projects, of which one is a prospect; the day is 2024-03-03."""
    (ledger / "zqtrack.toml").write_text('name = "Test"\n')
    add(
        "quick",
        'name = "Quick plant"\ndistrict = "North"\nhigh-tech = true\n'
        "[actual]\nsigned = 2022-01-10\nstarted = 2022-04-20\n",
    )
    add(
        "slow",
        'name = "Slow plant"\ndistrict = "North"\n[actual]\nsigned = 2022-03-01\n'
        '[planned]\nstarted = "2023-12"\n'
        '[[replanned]]\nstage = "started"\nto = "2024-02"\non = 2024-02-05\nreason = "land"\n'
        '[[problems]]\ntitle = "Access road"\nraised = 2023-05-01\nowner = "Roads"\n'
        "due = 2024-02-20\n"
        '[[problems]]\ntitle = "Power line"\nraised = 2024-02-01\nclosed = 2024-03-02\n',
    )
    add(
        "gone",
        'name = "Gone plant"\ndistrict = "South"\nhigh-tech = false\n'
        "[actual]\nsigned = 2022-09-01\n"
        '[withdrawn]\non = 2024-02-20\nreason = "moved away"\n',
    )
    add(
        "young",
        'name = "Young plant"\n[actual]\nsigned = "2023-11"\nstarted = "2024-02"\n',
    )
    add("prospect", 'name = "Prospect"\ndistrict = "South"\n[actual]\ncontacted = 2024-01-05\n')
    return ledger


def lines(text: str) -> list[str]:
    return [line.replace("\u00a0", " ") for line in text.splitlines()]


@pytest.mark.usefixtures("filled")
def test_cohorts_that_had_the_time_and_those_that_had_not(run: Any) -> None:
    ran = run("report", "--cohorts", "signed..started")
    assert (ran.code, ran.err) == (0, "")
    assert lines(ran.out) == [
        "Test",
        "as of 2024-03-03 · all projects · 5 files",
        "",
        (
            "Of the projects signed in each year, the share started within 365 days. "
            "1 cohort too young for it, and so without a figure."
        ),
        "",
        "signed → started within 365 days, by year",
        "  signed  projects  ≤ 365      share     95 % interval",
        "  2022           3      1       33 %        6 % – 79 %  █████▍",
        "  2023           1         too young  until 2024-11-29",
    ]


@pytest.mark.usefixtures("filled")
def test_cohorts_as_json(run: Any) -> None:
    options = ("--within", "100", "--each", "half", "--format", "json")
    record = json.loads(run("report", "--cohorts", "signed..started", *options).out)
    assert list(record) == ["ledger", "as_of", "filter", "period", "files", "cohorts"]
    assert {key: value for key, value in record["cohorts"].items() if key != "cohorts"} == {
        "from": "signed",
        "to": "started",
        "within": 100,
        "each": "half",
        "undated": 0,
    }
    first, second, third = record["cohorts"]["cohorts"]
    assert first == {
        "began": "2022-H1",
        "projects": 2,
        "ready": "2022-06-09",
        "too_young": False,
        "reached": 1,
        "perhaps": 0,
        "withdrawn": 0,
        "left_out": {"not_applicable": 0, "unknown_date": 0, "reversed": 0},
        "share": 0.5,
        "interval_95": [pytest.approx(0.094531, abs=1e-6), pytest.approx(0.905469, abs=1e-6)],
    }
    assert (second["began"], second["share"], second["withdrawn"]) == ("2022-H2", 0, 0)
    assert third == {
        "began": "2023-H2",
        "projects": 1,
        "ready": "2024-03-09",
        "too_young": True,
        "reached": None,
        "perhaps": None,
        "withdrawn": None,
        "left_out": None,
        "share": None,
        "interval_95": None,
    }


@pytest.mark.parametrize("kept", ["", "as-of = 2024-03-03\n"])
def test_nobody_is_old_enough_only_because_the_day_asked_for_is_far_off(
    kept: str, filled: Path, run: Any
) -> None:
    (filled / "zqtrack.toml").write_text(f'name = "Test"\n{kept}')
    ran = run("report", "--cohorts", "signed..started", "--as-of", "2030-01-01")
    assert lines(ran.out)[-2:] == [
        "  2022           3      1       33 %        6 % – 79 %  █████▍",
        "  2023           1         too young  until 2024-11-29",
    ]


@pytest.mark.usefixtures("filled")
def test_what_moved_since_a_day(run: Any) -> None:
    ran = run("report", "--compare", "2024-02-04")
    assert (ran.code, ran.err) == (0, "")
    assert lines(ran.out) == [
        "Test",
        "as of 2024-03-03 · since 2024-02-04 (28 days) · all projects · 5 files",
        "",
        "perhaps 1 started; 1 withdrawn; problems: 1 closed, 1 overdue; 1 promise moved.",
        "",
        "Reached started: 1",
        "  on               id     project",
        "  2024-02 perhaps  young  Young plant",
        "",
        "Withdrawn: 1",
        "  on          id    why",
        "  2024-02-20  gone  moved away",
        "",
        "Problems closed: 1",
        "  on          id    problem     owner",
        "  2024-03-02  slow  Power line  –",
        "",
        "Problems that became overdue: 1",
        "  due         days over  id    problem      owner",
        "  2024-02-20         12  slow  Access road  Roads",
        "",
        "Promises that moved: 1",
        "  on          id    stage    from     to       days  why",
        "  2024-02-05  slow  started  2023-12  2024-02   +60  land",
    ]


@pytest.mark.usefixtures("filled")
def test_what_moved_as_json(run: Any) -> None:
    record = json.loads(run("report", "--compare", "2024-01-15", "--format", "json").out)
    assert record["comparison"] == {
        "since": "2024-01-15",
        "until": "2024-03-03",
        "days": 48,
        "reached": [{"id": "young", "stage": "started", "on": "2024-02", "sure": True}],
        "withdrawn": [{"id": "gone", "on": "2024-02-20", "reason": "moved away", "sure": True}],
        "problems_found": [
            {
                "id": "slow",
                "title": "Power line",
                "raised": "2024-02-01",
                "owner": None,
                "due": None,
                "closed": "2024-03-02",
                "sure": True,
            }
        ],
        "problems_closed": [
            {
                "id": "slow",
                "title": "Power line",
                "raised": "2024-02-01",
                "owner": None,
                "due": None,
                "closed": "2024-03-02",
                "sure": True,
            }
        ],
        "became_overdue": [
            {
                "id": "slow",
                "title": "Access road",
                "raised": "2023-05-01",
                "owner": "Roads",
                "due": "2024-02-20",
                "closed": None,
                "sure": True,
                "overdue_days": 12,
            }
        ],
        "lights": [],
        "promises": [
            {
                "id": "slow",
                "stage": "started",
                "from": "2023-12",
                "to": "2024-02",
                "days": 60,
                "on": "2024-02-05",
                "reason": "land",
                "sure": True,
            }
        ],
    }


@pytest.mark.usefixtures("filled")
def test_nothing_moved_overnight(run: Any) -> None:
    ran = run("report", "--compare", "2024-03-02", "prospect")
    assert lines(ran.out) == [
        "Test",
        "as of 2024-03-03 · since 2024-03-02 (1 day) · 1 project with prospect · 5 files",
        "",
        "Nothing moved.",
    ]


def test_a_screen_shows_the_first_and_markdown_all(ledger: Path, add: Add, run: Any) -> None:
    (ledger / "zqtrack.toml").write_text('name = "Test"\n')
    for number in range(8):
        add(f"plant-{number}", 'name = "Plant"\n[actual]\nsigned = 2024-03-01\n')
    shown = lines(run("report", "--compare", "2024-02-25").out)
    assert shown[-2:] == [
        "  2024-03-01  plant-5  Plant",
        "  … and 2 more; --format markdown shows all",
    ]
    whole = run("report", "--compare", "2024-02-25", "--format", "markdown").out
    assert whole.count("| 2024-03-01 |") == 8


@pytest.mark.usefixtures("filled")
def test_groups_by_a_field(run: Any) -> None:
    ran = run(
        "report", "--by", "district", "--period", "2022/2023", "--lead-time", "signed..started"
    )
    assert (ran.code, ran.err) == (0, "")
    assert lines(ran.out) == [
        "Test",
        "as of 2023-12-31 · window 2022/2023 (730 days) · all projects · 5 files",
        "",
        "5 projects in 3 groups by district.",
        "",
        "Cadence in 2022/2023: reached, and days for each",
        "  district  projects  signed   each  started   each",
        "  North            2       2  365.0        1  730.0",
        "  South            2       1  730.0        ·      –",
        "  unknown          1       1  730.0        ·      –",
        "",
        "signed → started: lead times in days, of all that began by 2023-12-31",
        "  district  done  open  each, if few",
        "  North        1     1  100",
        "  South        ·     1",
        "  unknown      ·     1",
    ]


@pytest.mark.usefixtures("filled")
def test_groups_by_a_date_leave_out_what_came_before_it(run: Any) -> None:
    ran = run(
        "report", "--by", "signed:year", "--only", "lead-times", "--lead-time", "contacted..signed"
    )
    assert lines(ran.out) == [
        "Test",
        "as of 2024-03-03 · window 2023-03-04/2024-03-03 (366 days) · all projects · 5 files",
        "",
        "4 projects in 2 groups by signed:year. Not yet signed, and in no group: 1.",
        "",
        (
            "Lead times that begin before signed are not shown by its date: "
            "a group of those that got so far has none of those that did not."
        ),
    ]


@pytest.mark.usefixtures("filled")
def test_groups_as_json(run: Any) -> None:
    options = ("--only", "cadence", "--period", "2022", "--format", "json")
    record = json.loads(run("report", "--by", "high-tech", *options).out)["groups"]
    assert {key: value for key, value in record.items() if key != "groups"} == {
        "by": "high_tech",
        "not_yet": 0,
        "unanswered": [],
    }
    assert [(one["value"], one["projects"]) for one in record["groups"]] == [
        (False, 1),
        (True, 1),
        (None, 3),
    ]
    assert list(record["groups"][0]) == ["value", "projects", "cadence"]
    assert record["groups"][0]["cadence"][0] == {
        "stage": "signed",
        "reached": 1,
        "possible": 0,
        "days_per_project": 365,
    }


@pytest.mark.usefixtures("filled")
def test_the_lead_times_of_a_group_as_json_are_those_of_the_whole(run: Any) -> None:
    whole = json.loads(run("report", "district=north", "--format", "json").out)
    divided = json.loads(run("report", "--by", "district", "--format", "json").out)
    (north,) = (one for one in divided["groups"]["groups"] if one["value"] == "North")
    assert north["lead_times"] == whole["lead_times"]


@pytest.mark.usefixtures("filled")
def test_csv_has_one_figure_a_row(run: Any) -> None:
    rows = run("report", "--compare", "2024-03-02", "--format", "csv").out.splitlines()
    assert "comparison.days,1" in rows


@pytest.mark.parametrize(
    ("options", "message", "hint"),
    [
        (
            ["--by", "lead", "--compare", "2023-01-01"],
            "--by does not go with --compare",
            "ask one after the other",
        ),
        (["--within", "90"], "--within belongs to --cohorts", "write --cohorts signed..started"),
        (["--each", "month"], "--each belongs to --cohorts", "write --cohorts signed..started"),
        (
            ["--by", "lead", "--only", "watch"],
            "--by does not divide the section watch",
            "write --only cadence or --only lead-times",
        ),
        (
            ["--compare", "2023-01-01", "--period", "2023"],
            "--period does not go with --compare",
            "name the day with --as-of",
        ),
        (
            ["--cohorts", "signed..started", "--only", "cadence"],
            "--only does not go with --cohorts",
            "leave out --only",
        ),
        (
            ["--compare", "2024-03-03"],
            "--compare 2024-03-03 is not before 2024-03-03, the day of the report",
            "name an earlier --compare or a later --as-of",
        ),
        (
            ["--cohorts", "signed"],
            "`signed` is no pair of stages",
            "write it like signed..started",
        ),
        (
            ["--cohorts", "started..signed"],
            "in --cohorts `started..signed` the second stage is not later",
            (
                "the stages are, in order: contacted, signed, land-supplied, started, completed, "
                "producing"
            ),
        ),
        (
            ["--cohorts", "signed..begun"],
            "in --cohorts `signed..begun`: `begun` is not a stage",
            "write one of contacted, signed, land-supplied, started, completed, producing",
        ),
    ],
)
@pytest.mark.usefixtures("filled")
def test_what_does_not_go_together_is_refused(
    options: list[str], message: str, hint: str, run: Any
) -> None:
    ran = run("report", *options)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"error: {message}\nhint: {hint}\n"
