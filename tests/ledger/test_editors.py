"""A ledger may keep the schemas of its files, and need not."""

from pathlib import Path

import pytest

from zqtrack.errors import ZqtrackError
from zqtrack.ledger.disk import Outcome
from zqtrack.ledger.editors import (
    PROJECT_SCHEMA,
    SETTINGS_SCHEMA,
    has_schema,
    prepare_schema,
    schema_text,
    wants_schema,
)
from zqtrack.ledger.write import carry_out


def write_schema(root: Path, name: str) -> Outcome:
    return carry_out(root, prepare_schema(root, name))


def test_only_a_ledger_without_projects_wants_the_schema(ledger: Path) -> None:
    assert wants_schema(ledger)
    (ledger / "projects" / "a.toml").write_text('name = "A"\n')
    assert not wants_schema(ledger)
    assert not has_schema(ledger)


def test_a_ledger_that_has_the_schema_does_not_want_it(ledger: Path) -> None:
    assert write_schema(ledger, PROJECT_SCHEMA) is Outcome.CHANGED
    assert has_schema(ledger)
    assert not wants_schema(ledger)


@pytest.mark.parametrize("name", [PROJECT_SCHEMA, SETTINGS_SCHEMA])
def test_it_is_written_once_and_brought_up_to_date_later(ledger: Path, name: str) -> None:
    assert write_schema(ledger, name) is Outcome.CHANGED
    assert write_schema(ledger, name) is Outcome.UNCHANGED
    (ledger / name).write_text("old")
    assert write_schema(ledger, name) is Outcome.CHANGED
    assert (ledger / name).read_text("utf-8") == schema_text(name)


def test_a_folder_in_its_place_is_left_alone(ledger: Path) -> None:
    (ledger / PROJECT_SCHEMA).mkdir()
    with pytest.raises(ZqtrackError, match="it is a folder"):
        write_schema(ledger, PROJECT_SCHEMA)
    assert (ledger / PROJECT_SCHEMA).is_dir()


def test_chinese_stands_in_it_as_it_is() -> None:
    assert "11亿" in schema_text(PROJECT_SCHEMA)
