"""The schema says what the reader says, as far as a schema can."""

import json
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from zqtrack.core.reading import read_project
from zqtrack.ledger.schema import project_schema

REPOSITORY = Path(__file__).parent.parent.parent
SHIPPED = sorted(
    [
        *(REPOSITORY / "projects").glob("*.toml"),
        *(REPOSITORY / "examples").glob("*/projects/*.toml"),
    ]
)
WHOLE = """
name = "A"
kind = "new"
investment = "1.1bn"
output = 5_000_000
land-mu = 1
high-tech = false
lists = ["a", "b"]
[actual]
contacted = "2023"
signed = "2023-H1"
land-supplied = "n/a"
started = 2023-09-28
completed = "unknown"
[planned]
producing = "2024-01/2024-06"
[[replanned]]
stage = "producing"
to = "2025-Q1"
on = 2024-05-01
[[problems]]
title = "Road"
raised = "2023-05"
[[notes]]
on = 2023-09-29
text = "Seen."
[withdrawn]
on = "2024"
"""


def errors_in(toml: str) -> list[str]:
    validator = Draft202012Validator(project_schema())
    return [error.message for error in validator.iter_errors(as_json(tomllib.loads(toml)))]


def as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(project_schema())


def test_the_repository_keeps_it_as_a_file() -> None:
    kept = json.loads((REPOSITORY / "project.schema.json").read_text("utf-8"))
    assert kept == project_schema(), "write it anew: zqtrack schema > project.schema.json"


def test_it_takes_every_part_of_a_project() -> None:
    assert read_project("a", tomllib.loads(WHOLE))[1] == ()
    assert errors_in(WHOLE) == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_it_takes_every_shipped_file(path: Path) -> None:
    assert errors_in(path.read_text("utf-8")) == []


def broken() -> Iterator[str]:
    yield 'company = "A"'
    for line in (
        'nmae = "B"',
        "company = 5",
        'company = " "',
        'kind = "old"',
        'investment = "much"',
        "investment = 1.5",
        "investment = -1",
        "investment = true",
        "investment = 9223372036854775808",
        'land-mu = "12"',
        "land-mu = -1",
        'high-tech = "yes"',
        'lists = "a"',
        "sources = [1]",
        'actual = "2023"',
        "actual = []",
        "planned = []",
        "problems = {}",
        "[actual]\nsiged = 2023-09-28",
        "[actual]\nsigned = 2023",
        '[actual]\nsigned = "2023-13"',
        '[actual]\nsigned = "soon"',
        '[planned]\ncompleted = "unknown"',
        '[[problems]]\ntitle = "Road"',
        '[[problems]]\ntitle = "Road"\nraised = 2023-01-01\nby = "A"',
        '[[notes]]\ntext = "Seen."',
        '[[replanned]]\nstage = "begun"\nto = "2024"\non = 2023-01-01',
        '[withdrawn]\nreason = "moved"',
        'notes = ["x"]',
        "withdrawn = true",
    ):
        yield f'name = "A"\n{line}'


@pytest.mark.parametrize("toml", list(broken()))
def test_it_refuses_what_the_reader_refuses(toml: str) -> None:
    assert read_project("a", tomllib.loads(toml))[1]
    assert errors_in(toml)
