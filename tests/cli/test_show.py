"""``zqtrack show``: all that is known of one project, in words and for programs."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).parents[2]

Add = Callable[[str, str], Path]
Run = Callable[..., Any]

PLANT = """\
name = "Example Battery Parts Plant"
company = "Example Holding"
district = "Start Zone"
kind = "new"
investment = "1.1bn"
tax = "12m"
land-mu = 120.5
high-tech = true
key-industry = false
lead = "Deputy director"
lists = ["battle-275", "annual"]
sources = ["signing ceremony notice", "site visit"]

[actual]
signed = "2023-04"
land-supplied = "n/a"
started = 2023-09-28

[planned]
started = "2023-08"
completed = "2024-02"
producing = "2025-H1"

[[replanned]]
stage = "completed"
to = "2024-03-01"
on = 2024-01-09
reason = "transformer delivery"

[[replanned]]
stage = "producing"
to = "2025"
on = "2024-06"

[[problems]]
title = "Access road"
raised = 2023-05-01
owner = "Roads office"
due = 2023-06-01
closed = 2023-05-28

[[problems]]
title = "Power feed"
raised = "2023-12"
due = 2024-03-01

[[problems]]
title = "Water"
raised = "2024-02"

[[notes]]
on = 2024-02-02
by = "Team 3"
text = "Second visit."

[[notes]]
on = "2023-10"
text = "First visit."
"""


def shown(run: Run, *arguments: str) -> str:
    ran = run("show", *arguments)
    assert (ran.err, ran.code) == ("", 0)
    return str(ran.out)


def test_a_project_is_shown_with_all_that_is_known(add: Add, run: Run) -> None:
    add("plant", PLANT)
    assert (
        shown(run, "plant")
        == """\
Example Battery Parts Plant
plant, as of 2024-03-03

■–■□□ started since 2023-09-28, 157 days
▲ red: 2 days late: completed by 2024-03-01; 2 days overdue: Power feed

  company          Example Holding
  district         Start Zone
  kind             new
  investment       1.10 bn yuan
  tax              12 m yuan
  land mu          120.5
  investment a mu  9.129 m yuan
  tax a mu         99,585 yuan
  high tech        yes
  key industry     no
  lead             Deputy director
  lists            battle-275; annual
  sources          signing ceremony notice; site visit

Timeline
  stage          reached        days  since            promised              slip, days
  signed         2023-04           ·  ·                ·                              ·
  land-supplied  n/a               ·  ·                ·                              ·
  started        2023-09-28  151–180  signed           2023-08                      +28
  completed      ·               157  started, so far  2024-02 → 2024-03-01          +3
  producing      ·                 ·  ·                2025-H1                        0

  151 to 180 days from signing to start

Later promises
  stage      to          on          reason
  completed  2024-03-01  2024-01-09  transformer delivery

Problems, 2 of 3 open
  no.  problem      owner         raised      due
    2  Power feed   ·             2023-12     2024-03-01  2 days overdue
    3  Water        ·             2024-02     ·           open
    1  Access road  Roads office  2023-05-01  2023-06-01  closed 2023-05-28

Notes
  2023-10     First visit.
  2024-02-02  Second visit.  Team 3

projects/plant.toml
"""
    )


def test_a_bare_project_is_shown_without_what_nobody_knows(add: Add, run: Run) -> None:
    add("plant", 'name = "Plant"\n')
    assert (
        shown(run, "plant")
        == """\
Plant
plant, as of 2024-03-03

□□□□□ prospect
○ grey

Timeline
  stage          reached  days  since
  signed         ·           ·  ·
  land-supplied  ·           ·  ·
  started        ·           ·  ·
  completed      ·           ·  ·
  producing      ·           ·  ·

projects/plant.toml
"""
    )


def test_gcl_took_125_days_from_first_contact_to_start(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(REPOSITORY)
    out = shown(run, "gcl-zhaoqing")
    assert "  started        2023-08-30   125  contacted " in out
    assert "\n  125 days from first contact to start\n" in out


def test_zhengchuang_took_as_long_as_its_month_allows(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(REPOSITORY)
    assert "\n  151 to 180 days from signing to start\n" in shown(run, "Zhengchuang new-retail")


def test_land_without_investment_has_no_figure_a_mu(add: Add, run: Run) -> None:
    add("plant", 'name = "P"\nland-mu = 1_200\n')
    assert "  land mu  1,200\n\nTimeline" in shown(run, "plant")


def test_a_day_is_no_plural(add: Add, run: Run) -> None:
    add("plant", 'name = "P"\n[actual]\nsigned = 2024-03-01\nstarted = 2024-03-02\n')
    assert "1 day from signing to start\n" in shown(run, "plant")


def test_a_project_that_left_says_when_and_why(add: Add, run: Run) -> None:
    add(
        "plant",
        'name = "Plant"\n[actual]\nsigned = 2024-01-31\n'
        '[withdrawn]\non = "2024-02"\nreason = "moved\\u001b"\n',
    )
    out = shown(run, "plant")
    assert "■×××× withdrawn since 2024-02, 3 to 31 days\n○ grey\nIt left: moved\\x1b\n\n" in out
    assert "  land-supplied  ·           1–29  signed, then it left\n" in out


def test_a_project_may_leave_without_a_reason(add: Add, run: Run) -> None:
    add("plant", 'name = "Plant"\n[withdrawn]\non = "2024-02"\n')
    assert "It left" not in shown(run, "plant")


def test_dates_in_the_wrong_order_give_no_days(add: Add, run: Run) -> None:
    add("plant", 'name = "Plant"\n[actual]\nsigned = "2023-05"\nstarted = "2023-04"\n')
    out = shown(run, "plant")
    assert "  started        2023-04        ·  signed, which is later\n" in out
    assert "from signing to start" not in out


def test_an_early_stage_has_a_negative_slip_and_a_month_a_range(add: Add, run: Run) -> None:
    add(
        "plant",
        'name = "Plant"\n[actual]\nsigned = "2023-05-01"\nland-supplied = "2023-07"\n'
        '[planned]\nsigned = "2023-05-03"\nland-supplied = "2023-06"\n',
    )
    out = shown(run, "plant")
    assert "2023-05-03          -2\n" in out
    assert "2023-06      +1 to +31\n" in out


def test_as_of_shows_what_was_known_on_a_day(add: Add, run: Run) -> None:
    add("plant", PLANT)
    out = shown(run, "plant", "--as-of", "2023-05-15")
    assert "■–□□□ signed since 2023-04, 15 to 44 days\n" in out
    assert "Problems, 1 of 1 open\n" in out
    assert "1  Access road  Roads office  2023-05-01  2023-06-01  open\n" in out
    assert "Notes" not in out
    assert "Later promises" not in out


def test_json_is_the_record_of_list_and_more(add: Add, run: Run) -> None:
    add("plant", PLANT)
    (listed,) = json.loads(run("list", "--format", "json").out)
    record = json.loads(shown(run, "plant", "--format", "json"))
    assert list(record)[: len(listed)] == list(listed)
    assert {key: record[key] for key in listed} == listed
    assert {key: record[key] for key in record if key not in listed} == {
        "withdrawn_reason": None,
        "reasons": [
            "2 days late: completed by 2024-03-01",
            "2 days overdue: Power feed",
        ],
        "replanned": [
            {
                "stage": "completed",
                "to": "2024-03-01",
                "on": "2024-01-09",
                "reason": "transformer delivery",
            }
        ],
        "problems": [
            {
                "number": 2,
                "title": "Power feed",
                "raised": "2023-12",
                "owner": None,
                "due": "2024-03-01",
                "closed": None,
                "overdue_days": 2,
            },
            {
                "number": 3,
                "title": "Water",
                "raised": "2024-02",
                "owner": None,
                "due": None,
                "closed": None,
                "overdue_days": None,
            },
            {
                "number": 1,
                "title": "Access road",
                "raised": "2023-05-01",
                "owner": "Roads office",
                "due": "2023-06-01",
                "closed": "2023-05-28",
                "overdue_days": None,
            },
        ],
        "notes": [
            {"on": "2024-02-02", "by": "Team 3", "text": "Second visit."},
            {"on": "2023-10", "by": None, "text": "First visit."},
        ],
        "sources": ["signing ceremony notice", "site visit"],
        "lead_times": [
            lead_time("signed", "land-supplied", "not_applicable"),
            lead_time("signed", "started", "reached", 151, 180),
            lead_time("signed", "completed", "open", 308, 337),
            lead_time("signed", "producing", "open", 308, 337),
            lead_time("land-supplied", "started", "not_applicable"),
            lead_time("land-supplied", "completed", "not_applicable"),
            lead_time("land-supplied", "producing", "not_applicable"),
            lead_time("started", "completed", "open", 157, 157),
            lead_time("started", "producing", "open", 157, 157),
        ],
        "as_of": "2024-03-03",
        "path": "projects/plant.toml",
    }


def lead_time(
    start: str, end: str, outcome: str, low: int | None = None, high: int | None = None
) -> dict[str, Any]:
    return {"from": start, "to": end, "outcome": outcome, "low": low, "high": high}


def test_the_reason_for_leaving_is_in_the_json(add: Add, run: Run) -> None:
    add("plant", 'name = "P"\n[withdrawn]\non = "2024-02"\nreason = "moved"\n')
    record = json.loads(shown(run, "plant", "--format", "json"))
    assert (record["withdrawn"], record["withdrawn_reason"]) == ("2024-02", "moved")


def test_markdown_is_the_same_for_a_wiki(add: Add, run: Run) -> None:
    add("plant", PLANT)
    out = shown(run, "plant", "--format", "markdown")
    assert out.startswith("# Example Battery Parts Plant\n\nplant, as of 2024-03-03\n")
    assert "\n| investment | 1.10 bn yuan |\n" in out
    assert "\n## Timeline\n\n| stage | reached | days |" in out


def test_a_project_that_cannot_be_read_is_said_to_be(add: Add, run: Run) -> None:
    add("plant", "name = 1\n")
    ran = run("show", "plant")
    assert (ran.out, ran.code) == ("", 1)
    assert ran.err.startswith("error: projects/plant.toml cannot be used: a text belongs here\n")


def test_candidates_are_shown_where_several_are_meant(add: Add, run: Run) -> None:
    add("gcl-one", 'name = "GCL one"\n')
    add("gcl-two", 'name = "GCL two"\n')
    ran = run("show", "gcl")
    assert ran.err.startswith("error: `gcl` may mean 2 projects\nhint: ")
    assert "gcl-one  GCL one\n" in ran.err
    assert ran.code == 1
