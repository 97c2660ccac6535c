"""What editors check with, taplo and tombi, takes every file that ships and no broken one.

Both find the schema by the file's own ``#:schema`` line, and neither asks the network.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

REPOSITORY = Path(__file__).parent.parent
LEDGERS = (REPOSITORY, *sorted((REPOSITORY / "examples").iterdir()))
SCHEMAS = ("project.schema.json", "zqtrack.schema.json")
TOOLS = {"taplo": ("taplo", "lint"), "tombi": ("tombi", "lint", "--offline")}
EACH = pytest.mark.parametrize("tool", TOOLS)
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")

# What is wrong, and what taplo and tombi are to object to.
BROKEN = (
    ('company = "A"', '"name" is a required property', '"name" is required'),
    ('name = "A"\nnmae = "B"', "('nmae' was unexpected)", '"nmae" is not allowed'),
    ('name = "A"\ncompany = 5', 'not of type "string"', "expected a value of type String"),
    ('name = "A"\ncompany = " "', r'" " does not match "\S"', "does not match the pattern"),
    ('name = "A"\nkind = "old"', '"old" is not one of', 'found "old"'),
    ('name = "A"\ninvestment = "much"', '"much" is not valid', '"much" does not match'),
    ('name = "A"\ninvestment = 1.5', "1.5 is not valid", "but found Float"),
    ('name = "A"\ninvestment = -1', "-1 is not valid", "≥ 0, but found -1"),
    ('name = "A"\ninvestment = true', "true is not valid", "but found Boolean"),
    ('name = "A"\nland-mu = "12"', 'not of type "number"', "type Float, but found String"),
    ('name = "A"\nland-mu = -1', "-1 is less than the minimum", "≥ 0, but found -1"),
    ('name = "A"\nhigh-tech = "yes"', 'not of type "boolean"', "type Boolean, but found"),
    ('name = "A"\nlists = "a"', '"a" is not of type "array"', "type Array, but found String"),
    ('name = "A"\nsources = [1]', '1 is not of type "string"', "type String, but found"),
    ('name = "A"\nactual = "2023"', 'not of type "object"', "type Table, but found String"),
    ('name = "A"\nproblems = {}', 'not of type "array"', "type Array, but found Table"),
    ('name = "A"\nsigned = 2023-09-28', "('signed' was unexpected)", '"signed" is not allowed'),
    ('name = "A"\n[actual]\nsiged = "2023"', "('siged' was", '"siged" is not allowed'),
    ('name = "A"\n[actual]\nsigned = 2023', "2023 is not valid", "type LocalDate, but found"),
    ('name = "A"\n[actual]\nsigned = "2023-13"', '"2023-13" is not', '"2023-13" does not'),
    ('name = "A"\n[actual]\nsigned = "soon"', '"soon" is not valid', '"soon" does not match'),
    ('name = "A"\n[actual]\nsigned = 2023-09', "invalid TOML", "expected value"),
    ('name = "A"\n[actual]\nsigned = 2023-02-30', "invalid TOML", "invalid date-time"),
    (
        'name = "A"\n[actual]\nsigned = 2023-09-28T00:00:00',
        '"2023-09-28T00:00:00" is not valid',
        "but found LocalDateTime",
    ),
    ('name = "A"\n[planned]\nsigned = "unknown"', '"unknown" is not', '"unknown" does not'),
    ('name = "A"\n[[problems]]\ntitle = "R"', '"raised" is a required', '"raised" is required'),
    ('name = "A"\n[[notes]]\ntext = "S"', '"on" is a required', '"on" is required'),
    (
        'name = "A"\n[[replanned]]\nstage = "begun"\nto = "2024"\non = 2023-01-01',
        '"begun" is not one of',
        'found "begun"',
    ),
    ('name = "A"\n[withdrawn]\nreason = "moved"', '"on" is a required', '"on" is required'),
    ('name = "A"\nname = "B"', "conflicting keys", "duplicate key"),
    ('name = "A', "invalid TOML", "invalid"),
)
BROKEN_SETTINGS = (
    ("nmae = 1", "('nmae' was unexpected)", '"nmae" is not allowed'),
    ("as-of = 2024", "2024 is not valid", "type LocalDate, but found Integer"),
    ("[lights]\nsoon = -1", "-1 is less than the minimum", "≥ 0, but found -1"),
    ("[targets.2024]\nbegun = 1", "('begun' was unexpected)", '"begun" is not allowed'),
    ("[targets.soon]\nstarted = 1", "('soon' was unexpected)", "key must match the pattern"),
    ("[targets.2024]\nfilter = 5", "5 is not valid", "type String, but found Integer"),
)


@pytest.fixture
def kept(ledger: Path) -> Path:
    """Give a ledger that keeps the schemas."""
    for name in SCHEMAS:
        shutil.copy(REPOSITORY / name, ledger)
    return ledger


@EACH
@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda path: path.name)
def test_every_file_that_ships_names_its_schema_and_is_taken(ledger: Path, tool: str) -> None:
    files = [*sorted((ledger / "projects").glob("*.toml")), ledger / "zqtrack.toml"]
    for path in files:
        named = re.search(r"^#:schema (\S+)$", path.read_text("utf-8"), re.MULTILINE)
        assert named, path
        assert (path.parent / named[1]).resolve().name in SCHEMAS
    assert checked(tool, *files) == (0, "")


@EACH
@pytest.mark.parametrize("row", BROKEN, ids=lambda row: row[0])
def test_a_broken_project_is_objected_to(
    kept: Path, run: Run, tool: str, row: tuple[str, str, str]
) -> None:
    broken, *objections = row
    path = kept / "projects" / "a.toml"
    path.write_text(f"#:schema ../project.schema.json\n{broken}\n", encoding="utf-8")
    code, said = checked(tool, path)
    assert code == 1
    assert dict(zip(TOOLS, objections, strict=True))[tool] in said
    assert run("validate").code == 1  # what an editor objects to, so do we


@EACH
@pytest.mark.parametrize("row", BROKEN_SETTINGS, ids=lambda row: row[0])
def test_broken_settings_are_objected_to(
    kept: Path, run: Run, tool: str, row: tuple[str, str, str]
) -> None:
    broken, *objections = row
    path = kept / "zqtrack.toml"
    path.write_text(f"#:schema ./zqtrack.schema.json\n{broken}\n", encoding="utf-8")
    code, said = checked(tool, path)
    assert code == 1
    assert dict(zip(TOOLS, objections, strict=True))[tool] in said
    assert run("validate").code == 1


@EACH
def test_what_no_schema_can_know_is_left_to_validate(kept: Path, run: Run, tool: str) -> None:
    path = kept / "projects" / "a.toml"
    path.write_text(
        '#:schema ../project.schema.json\nname = "A"\n[actual]\n'
        'signed = 2023-09-28\nland-supplied = "n/a"\nstarted = 2023-04-01\n'
    )
    assert checked(tool, path) == (0, "")
    ran = run("validate")
    assert (ran.code, "ZQ201" in ran.out) == (1, True)


@EACH
def test_what_new_and_the_other_commands_write_is_taken(ledger: Path, run: Run, tool: str) -> None:
    for command in (
        ("new", "GCL", "--signed", "2023-04", "--investment", "11亿", "--land-supplied", "n/a"),
        ("advance", "gcl", "--on", "2023-09-28", "--note", "Ceremony."),
        ("plan", "gcl", "completed", "2024-H1"),
        ("plan", "gcl", "completed", "2024-Q4", "--reason", "transformer"),
        ("problem", "add", "gcl", "Road", "--raised", "2023-05-01", "--due", "2023-06-01"),
        ("problem", "close", "gcl", "--on", "2023-05-28"),
        ("withdraw", "gcl", "--reason", "moved", "--on", "2024-03-01"),
    ):
        assert run(*command).code == 0
    assert checked(tool, ledger / "projects" / "gcl.toml") == (0, "")


@EACH
@pytest.mark.parametrize("shipped", LEDGERS, ids=lambda path: path.name)
def test_what_it_formats_stays_valid_and_says_the_same(
    kept: Path, run: Run, tool: str, shipped: Path
) -> None:
    shutil.copy(shipped / "zqtrack.toml", kept)
    shutil.copytree(shipped / "projects", kept / "projects", dirs_exist_ok=True)
    files = [*(kept / "projects").iterdir(), kept / "zqtrack.toml"]
    for path in files:  # in a ledger of its own, each names its schema from there
        text = re.sub(r"(?<=#:schema )(\.\./)+(?=project)", "../", path.read_text("utf-8"))
        path.write_text(re.sub(r"(?<=#:schema )\S*(?=zqtrack)", "./", text), encoding="utf-8")
    before = {path: tomllib.loads(path.read_text("utf-8")) for path in files}
    program, _, *options = TOOLS[tool]
    assert started(program, "format", *options, *files).returncode == 0
    assert {path: tomllib.loads(path.read_text("utf-8")) for path in files} == before
    assert checked(tool, *files) == (0, "")
    assert run("validate", "--strict").code == 0


def checked(tool: str, *files: Path) -> tuple[int, str]:
    """Check files, and give the exit code and what is wrong."""
    ended = started(*TOOLS[tool], *files)
    said = _COLOUR.sub("", ended.stderr)
    return ended.returncode, said if ended.returncode else ""


def started(*command: str | Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
