"""The schema says what the reader says, as far as a schema can."""

import json
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from zqtrack.core import settings
from zqtrack.core.fields import fields_of
from zqtrack.core.reading import read_project
from zqtrack.core.settings import Settings, read_settings
from zqtrack.core.tables import MISSING_KEY, UNKNOWN_KEY, WRONG_SHAPE
from zqtrack.ledger.schema import project_schema, settings_schema

REPOSITORY = Path(__file__).parent.parent.parent
SHIPPED = sorted(
    [
        *(REPOSITORY / "projects").glob("*.toml"),
        *(REPOSITORY / "examples").glob("*/projects/*.toml"),
    ]
)
SHIPPED_SETTINGS = [REPOSITORY / "zqtrack.toml", *REPOSITORY.glob("examples/*/zqtrack.toml")]
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


VALIDATOR = Draft202012Validator(project_schema())
KEYS = st.sampled_from(["name", "nmae", "on", "signed", "notes", "land_mu", "investment"])
VALUES = st.one_of(
    st.booleans(),
    st.integers(-5, 3_000),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    st.sampled_from(
        ["", " ", "x", "2023-04", "unknown", "n/a", "1.1bn", " 5万元 ", "1,00", "new"]
    ),
    st.text(max_size=4),
    st.sampled_from([[], {}, ["a"], [{}], {"on": "2023"}, [{"on": "2023", "text": "Seen."}]]),
)


def errors_in(toml: str) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(as_json(tomllib.loads(toml)))]


def as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


BOTH = pytest.mark.parametrize("schema", [project_schema(), settings_schema()], ids=["p", "s"])


@BOTH
def test_it_is_a_schema(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize(
    ("name", "schema"),
    [("project.schema.json", project_schema()), ("zqtrack.schema.json", settings_schema())],
)
def test_the_repository_keeps_it_as_a_file(name: str, schema: dict[str, Any]) -> None:
    kept = json.loads((REPOSITORY / name).read_text("utf-8"))
    assert kept == schema, "write it anew: zqtrack schema --write"


@BOTH
def test_it_tells_of_every_key_what_it_means(schema: dict[str, Any]) -> None:
    keys = list(keys_in(schema))
    assert len(keys) > 10
    assert [key for key, about in keys if len(about.get("description", "")) <= len(key)] == []


@BOTH
def test_every_example_in_it_is_one(schema: dict[str, Any]) -> None:
    for name, part in schema["$defs"].items():
        inside = {"$ref": f"#/$defs/{name}", "$defs": schema["$defs"]}
        for example in part.get("examples", []):
            Draft202012Validator(inside).validate(example)


def keys_in(schema: Any) -> Iterator[tuple[str, Any]]:
    """Give every key that a schema knows, with what it says of it."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {}).items()
    for inside in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(inside, dict | list):
            yield from keys_in(inside)


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


@given(st.data())
def test_it_refuses_every_wrong_key_and_shape_and_nothing_that_the_reader_takes(
    data: st.DataObject,
) -> None:
    whole = tomllib.loads(WHOLE)
    *parents, key = data.draw(st.sampled_from(list(places(whole))))
    table = reduce(getitem, parents, whole)
    match data.draw(st.sampled_from(["set", "delete", "add"])):
        case "set":
            table[key] = deepcopy(data.draw(VALUES))
        case "delete":
            del table[key]
        case _ if isinstance(table[key], dict):
            table[key][data.draw(KEYS)] = deepcopy(data.draw(VALUES))
    codes = {flaw.code for flaw in read_project("a", whole)[1]}
    refused = not VALIDATOR.is_valid(as_json(whole))
    if codes & {UNKNOWN_KEY, MISSING_KEY, WRONG_SHAPE}:
        assert refused
    if not codes:
        assert not refused


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the path of everything in a document."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in inside:
        yield (*path, key)
        if isinstance(item, dict | list):
            yield from places(item, (*path, key))


SETTINGS = Draft202012Validator(settings_schema())
EVERY_SETTING = """
name = "A"
as-of = 2024-03-03
[lights]
soon = 30
late = 0
problem-late = 30
[targets.2024]
filter = "district=Sihui"
signed = 1
land-supplied = 2
started = 20
completed = 18
producing = 20
investment = "8bn"
[targets.2025]
filter = ["district=Sihui", "kind=new"]
investment = 9_000_000_000
[import]
"总盘子" = "investment"
"""


def test_it_takes_every_setting_and_knows_no_other() -> None:
    data = tomllib.loads(EVERY_SETTING)
    assert read_settings(data)[1] == ()
    SETTINGS.validate(as_json(data))
    known = {*(field.key for field in fields_of(Settings)), *settings._TABLES}
    assert set(settings_schema()["properties"]) == known


@pytest.mark.parametrize(
    "toml",
    [
        'nmae = "A"',
        "name = 5",
        "as-of = 2024",
        'as-of = "2024-03"',
        "as-of = 2024-03-03T00:00:00",
        "lights = 30",
        "[lights]\nsoon = -1",
        "[lights]\nsoon = 1.5",
        "[lights]\nsonn = 1",
        "targets = []",
        "[targets.soon]\nstarted = 1",
        "[targets]\n2024 = 5",
        "[targets.2024]\nbegun = 1",
        "[targets.2024]\nstarted = true",
        '[targets.2024]\ninvestment = "much"',
        "[targets.2024]\nfilter = 5",
        '[targets.2024]\nfilter = ["district=Sihui", 5]',
        "import = 5",
        '[import]\na = "nose"',
        "[import]\na = 5",
    ],
)
def test_it_refuses_the_settings_that_the_reader_refuses(toml: str) -> None:
    data = tomllib.loads(toml)
    assert read_settings(data)[1]
    assert not SETTINGS.is_valid(as_json(data))


@pytest.mark.parametrize("path", SHIPPED_SETTINGS, ids=lambda path: path.parent.name)
def test_it_takes_every_shipped_setting(path: Path) -> None:
    SETTINGS.validate(as_json(tomllib.loads(path.read_text("utf-8"))))
