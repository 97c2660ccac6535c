"""Projects come out of their columns as they went in."""

from datetime import date
from pathlib import Path

import pytest

from zqtrack.core.period import exactly, parse_period
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
from zqtrack.core.record import fields
from zqtrack.ledger.packing import pack, select, unpack
from zqtrack.ledger.store import read_all

REPOSITORY = Path(__file__).parents[2]
BARE = Project(id="bare", name="Bare")
FULL = Project(
    id="full",
    name="满 \x1b",
    company="Holding",
    kind=Kind.EXPANSION,
    investment=2**63 - 1,
    land_mu=120.0,
    high_tech=True,
    key_industry=False,
    lists=("battle-275", "a, b"),
    actual={
        Stage.SIGNED: parse_period("2023-04"),
        Stage.LAND_SUPPLIED: Mark.NOT_APPLICABLE,
        Stage.STARTED: exactly(date(2023, 9, 28)),
    },
    planned={Stage.COMPLETED: parse_period("2023-01/2024-12")},
    replanned=(
        Replanned(
            stage=Stage.COMPLETED, to=parse_period("2025-Q1"), on=parse_period("2024-10-09")
        ),
        Replanned(
            stage=Stage.PRODUCING, to=parse_period("2026"), on=parse_period("2024"), reason="r"
        ),
    ),
    problems=(Problem(title="Road", raised=parse_period("2023-05-01"), owner="Roads office"),),
    notes=(Note(on=parse_period("2023-H2"), text="Visited."),),
    withdrawn=Withdrawal(on=parse_period("2025-06")),
)


def test_a_project_with_every_part_comes_back_as_it_was() -> None:
    back = unpack(pack([BARE, FULL, BARE]))
    assert back == [BARE, FULL, BARE]
    # Equal numbers of another kind, and equal dates written otherwise, would be other bytes.
    assert [repr(project) for project in back] == [repr(BARE), repr(FULL), repr(BARE)]


def test_columns_hold_only_plain_values() -> None:
    plain = (str, int, float, bool, tuple, type(None))
    packed = pack([FULL])
    assert {type(value) in plain for column in packed.values() for value in column} == {True}


def test_of_no_projects_there_are_empty_columns() -> None:
    assert unpack(pack([])) == []


@pytest.mark.parametrize("folder", [".", "examples/agglomeration-zone-2023"])
def test_the_shipped_ledgers_come_back_as_they_were(folder: str) -> None:
    projects = [file.project for file in read_all(REPOSITORY / folder) if file.project]
    assert len(projects) > 20
    assert unpack(pack(projects)) == projects


def test_some_of_the_projects_can_be_selected() -> None:
    packed = pack([FULL, BARE, FULL])
    assert unpack(select(packed, [False, True, True])) == [BARE, FULL]
    assert unpack(select(packed, [False, False, False])) == []


def test_every_field_of_a_project_has_its_column() -> None:
    """A field that is forgotten would come back unset, and fail only when it is asked for."""
    back = unpack(pack([BARE]))[0]
    names = {field.name for field in fields(Project)}
    assert {name for name in names if hasattr(back, name)} == names
