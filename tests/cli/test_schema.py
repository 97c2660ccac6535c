"""``zqtrack schema`` by its output."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from zqtrack.ledger.schema import project_schema, settings_schema

Run = Callable[..., Any]


def test_it_prints_the_schema_and_needs_no_ledger(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("schema")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out) == project_schema()


def test_with_settings_it_is_that_of_the_settings(run: Run) -> None:
    ran = run("schema", "--settings")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out) == settings_schema()


def test_with_write_the_ledger_keeps_both(ledger: Path, run: Run) -> None:
    ran = run("schema", "--write")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "wrote project.schema.json\nwrote zqtrack.schema.json\n"
    assert (ledger / "project.schema.json").read_text("utf-8") == run("schema").out
    assert (ledger / "zqtrack.schema.json").read_text("utf-8") == run("schema", "--settings").out


def test_one_of_an_older_version_is_brought_up_to_date(ledger: Path, run: Run) -> None:
    run("schema", "--write")
    (ledger / "zqtrack.schema.json").write_text("{}")
    ran = run("schema", "--write")
    assert ran.err == "project.schema.json is up to date\nwrote zqtrack.schema.json\n"
    assert (ledger / "zqtrack.schema.json").read_text("utf-8") == run("schema", "--settings").out


def test_what_is_no_file_is_left_alone(ledger: Path, run: Run) -> None:
    (ledger / "project.schema.json").mkdir()
    ran = run("schema", "--write")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "error: project.schema.json cannot be written: it is a folder\nhint: move it away\n"
    )


def test_writing_needs_a_ledger(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ZQTRACK_LEDGER", raising=False)
    ran = run("schema", "--write")
    assert (ran.code, ran.out) == (1, "")
    assert "no ledger here" in ran.err


def test_in_chinese_it_explains_the_same_keys_in_chinese(run: Run) -> None:
    chinese = json.loads(run("--language", "zh", "schema").out)
    assert chinese["$defs"]["Actual"]["properties"]["signed"]["description"] == "签订合同"
    assert chinese["properties"].keys() == project_schema()["properties"].keys()
