"""Projects as a Parquet file, read back by its own library."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

from pyarrow import parquet  # type: ignore[import-untyped] # it ships no types

from zqtrack.core.period import parse_period
from zqtrack.core.project import Kind, Mark, Note, Problem, Project, Stage
from zqtrack.exchange.parquet import parquet_bytes

Laid = Callable[..., Any]

PLANT = Project(
    id="plant",
    name="=1+1",
    kind=Kind.NEW,
    investment=2**63 - 1,
    land_mu=120,
    high_tech=False,
    lists=("a", "b; c"),
    actual={Stage.SIGNED: parse_period("2023-04"), Stage.LAND_SUPPLIED: Mark.UNKNOWN},
    problems=(Problem(title="Road", raised=parse_period("2023-05-01")),),
    notes=(Note(on=parse_period("2023-H1"), text="Visited."),),
)


def table_of(content: bytes) -> Any:
    return parquet.read_table(BytesIO(content))


def test_every_value_has_its_type(laid_out: Laid) -> None:
    (row,) = table_of(parquet_bytes(laid_out([PLANT])[0])).to_pylist()
    assert {name: value for name, value in row.items() if value is not None} == {
        "id": "plant",
        "name": "=1+1",
        "stage": "land-supplied",
        "light": "grey",
        "next_stage": "started",
        "open_problems": 1,
        "kind": "new",
        "investment": 2**63 - 1,
        "land_mu": 120.0,
        "high_tech": False,
        "lists": ["a", "b; c"],
        "sources": [],
        "actual_signed": "2023-04",
        "actual_signed_from": date(2023, 4, 1),
        "actual_signed_to": date(2023, 4, 30),
        "actual_land_supplied": "unknown",
        "problems": [
            {
                "title": "Road",
                "raised": "2023-05-01",
                "raised_from": date(2023, 5, 1),
                "raised_to": date(2023, 5, 1),
                **dict.fromkeys(["owner", "due", "due_from", "due_to"]),
                **dict.fromkeys(["closed", "closed_from", "closed_to"]),
            }
        ],
        "replanned": [],
        "notes": [
            {
                "on": "2023-H1",
                "on_from": date(2023, 1, 1),
                "on_to": date(2023, 6, 30),
                "by": None,
                "text": "Visited.",
            }
        ],
    }


def test_the_types_are_there_without_a_project(laid_out: Laid) -> None:
    types = {field.name: str(field.type) for field in table_of(parquet_bytes([])).schema}
    assert types["investment"] == types["age_days"] == types["open_problems"] == "int64"
    assert types["land_mu"] == "double"
    assert types["high_tech"] == "bool"
    assert types["lists"] == "list<element: string>"
    assert types["withdrawn_on_to"] == "date32[day]"
    assert types["planned_producing"] == "string"
    assert types["replanned"].startswith("list<element: struct<stage: string, to: string, to_from")
    assert parquet_bytes([]) == parquet_bytes(laid_out([])[0])


def test_the_same_projects_give_the_same_bytes(laid_out: Laid) -> None:
    assert parquet_bytes(laid_out([PLANT])[0]) == parquet_bytes(laid_out([PLANT])[0])
