"""Projects as rows of values, and as records."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from zqtrack.core.period import parse_period
from zqtrack.core.project import (
    Kind,
    Mark,
    Note,
    Problem,
    Project,
    Replanned,
    Stage,
    Withdrawal,
)
from zqtrack.exchange.headings import NOTES, PROBLEMS, PROJECTS, REPLANNED
from zqtrack.exchange.rows import record_of, rows_of

WHOLE = Project(
    id="plant",
    name="Plant",
    company="Holding",
    kind=Kind.NEW,
    investment=1_100_000_000,
    land_mu=120.5,
    high_tech=True,
    lists=("battle-275", "a; b"),
    actual={Stage.SIGNED: parse_period("2023-04"), Stage.LAND_SUPPLIED: Mark.UNKNOWN},
    planned={Stage.COMPLETED: parse_period("2024-12-31")},
    replanned=(
        Replanned(
            stage=Stage.COMPLETED,
            to=parse_period("2025-03"),
            on=parse_period("2024-01-09"),
            reason="transformer",
        ),
    ),
    problems=(
        Problem(title="Road", raised=parse_period("2023-05-01"), closed=parse_period("2023-06")),
        Problem(title="Power", raised=parse_period("2024-02"), due=parse_period("2024-03-01")),
    ),
    notes=(Note(on=parse_period("2024-02-08"), by="Team 3", text="Visited."),),
)
LEFT = Project(
    id="left", name="Left", withdrawn=Withdrawal(on=parse_period("2024-01"), reason="moved")
)

Laid = Callable[..., Any]


def test_a_project_is_a_row_in_the_order_of_the_headings(laid_out: Laid) -> None:
    exported, _ = laid_out([WHOLE])
    (row,) = rows_of(PROJECTS, exported)
    told = {
        heading.field: value
        for heading, value in zip(PROJECTS.headings, row, strict=True)
        if value not in (None, ())
    }
    assert told == {
        "id": "plant",
        "name": "Plant",
        "stage": "land-supplied",
        "light": "yellow",
        "next_stage": "started",
        "open_problems": 1,
        "company": "Holding",
        "kind": "new",
        "investment": 1_100_000_000,
        "land-mu": 120.5,
        "high-tech": True,
        "lists": ("battle-275", "a; b"),
        "actual.signed": parse_period("2023-04"),
        "actual.land-supplied": "unknown",
        "planned.completed": parse_period("2024-12-31"),
    }


def test_how_a_project_left_stands_in_its_row(laid_out: Laid) -> None:
    exported, _ = laid_out([LEFT])
    (row,) = rows_of(PROJECTS, exported)
    assert row[-2:] == (parse_period("2024-01"), "moved")


def test_each_part_of_a_project_is_a_row_behind_its_id_and_name(laid_out: Laid) -> None:
    exported, _ = laid_out([LEFT, WHOLE])
    road, power = WHOLE.problems
    assert list(rows_of(PROBLEMS, exported)) == [
        ("plant", "Plant", "Road", road.raised, None, None, road.closed),
        ("plant", "Plant", "Power", power.raised, None, power.due, None),
    ]
    assert list(rows_of(NOTES, exported)) == [
        ("plant", "Plant", parse_period("2024-02-08"), "Team 3", "Visited.")
    ]
    (again,) = WHOLE.replanned
    assert list(rows_of(REPLANNED, exported)) == [
        ("plant", "Plant", Stage.COMPLETED, again.to, again.on, "transformer")
    ]


def test_a_record_holds_all_that_the_file_tells_and_what_follows(laid_out: Laid) -> None:
    exported, _ = laid_out([WHOLE])
    record = record_of(exported[0])
    assert json.loads(json.dumps(record)) == {
        "id": "plant",
        "name": "Plant",
        "company": "Holding",
        **dict.fromkeys(["district", "park", "industry", "product", "origin"]),
        "kind": "new",
        "investment": 1_100_000_000,
        **dict.fromkeys(["paid_in", "output", "tax"]),
        "land_mu": 120.5,
        "high_tech": True,
        **dict.fromkeys(["key_industry", "lead", "team"]),
        "lists": ["battle-275", "a; b"],
        "sources": [],
        "actual": {
            "contacted": None,
            "signed": "2023-04",
            "land-supplied": "unknown",
            **dict.fromkeys(["started", "completed", "producing"]),
        },
        "planned": {
            **dict.fromkeys(["contacted", "signed", "land-supplied", "started", "producing"]),
            "completed": "2024-12-31",
        },
        "problems": [
            {"title": "Road", "raised": "2023-05-01", "owner": None, "due": None}
            | {"closed": "2023-06"},
            {"title": "Power", "raised": "2024-02", "owner": None, "due": "2024-03-01"}
            | {"closed": None},
        ],
        "replanned": [
            {"stage": "completed", "to": "2025-03", "on": "2024-01-09", "reason": "transformer"}
        ],
        "notes": [{"on": "2024-02-08", "by": "Team 3", "text": "Visited."}],
        "withdrawn": None,
        "derived": {
            "as_of": "2024-03-03",
            "stage": "land-supplied",
            "since": None,
            "age_days": None,
            "light": "yellow",
            "next_stage": "started",
            "next_planned": None,
            "slip_days": None,
            "open_problems": 1,
        },
    }
    assert record_of(laid_out([LEFT])[0][0])["withdrawn"] == {"on": "2024-01", "reason": "moved"}


def test_the_record_is_whole_where_the_view_is_of_an_earlier_day(laid_out: Laid) -> None:
    exported, _ = laid_out([WHOLE], date(2023, 4, 30))
    record = record_of(exported[0])
    assert len(record["problems"]) == 2
    assert record["derived"]["open_problems"] == 0
