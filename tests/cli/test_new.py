"""``new`` writes the file of a project from its options."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from zqtrack.core.project import FIELDS, Stage

Add = Callable[[str, str], Path]
Run = Callable[..., Any]


def test_a_name_is_enough(ledger: Path, add: Add, run: Run) -> None:
    add("a", 'name = "A"\n')
    ran = run("new", "GCL Solar Glass")
    assert (ran.code, ran.err) == (0, "wrote projects/gcl-solar-glass.toml\n")
    assert ran.out == (
        "--- /dev/null\n+++ projects/gcl-solar-glass.toml\n@@ -0,0 +1 @@\n"
        '+name = "GCL Solar Glass"\n'
    )
    path = ledger / "projects" / "gcl-solar-glass.toml"
    assert path.read_text(encoding="utf-8") == 'name = "GCL Solar Glass"\n'


def test_the_first_project_brings_its_schema_along(ledger: Path, run: Run) -> None:
    ran = run("new", "GCL")
    assert ran.code == 0
    assert ran.err == (
        "wrote projects/gcl.toml\n"
        "wrote project.schema.json: with it, editors check what you type\n"
    )
    written = (ledger / "projects" / "gcl.toml").read_text(encoding="utf-8")
    assert written == '#:schema ../project.schema.json\nname = "GCL"\n'
    assert (ledger / "project.schema.json").read_text(encoding="utf-8") == run("schema").out
    assert run("new", "CATL").err == "wrote projects/catl.toml\n"
    assert "#:schema" in (ledger / "projects" / "catl.toml").read_text(encoding="utf-8")


def test_a_schema_that_was_deleted_is_not_brought_again(ledger: Path, run: Run) -> None:
    run("new", "GCL")
    (ledger / "project.schema.json").unlink()
    assert run("new", "CATL").err == "wrote projects/catl.toml\n"
    written = (ledger / "projects" / "catl.toml").read_text(encoding="utf-8")
    assert written == 'name = "CATL"\n'
    assert not (ledger / "project.schema.json").exists()


def test_every_option_becomes_a_key_in_the_order_of_the_fields(ledger: Path, run: Run) -> None:
    (ledger / "project.schema.json").write_text("{}", encoding="utf-8")
    options = (
        "--planned producing=2025-H1 --planned completed=2024-12 --started 2023-09-28 "
        "--land-supplied n/a --signed 2023-04 --contacted unknown --sources notice "
        "--lists battle-275 --lists key --team T --lead L --no-key-industry --high-tech "
        "--land-mu 120.5 --tax 90m --output 2bn --paid-in 110000万 --investment 11亿 --kind new "
        "--origin O --product P --industry I --park K --district D --company C --id a-1"
    )
    ran = run("new", "A", *options.split())
    assert (ran.code, ran.err) == (0, "wrote projects/a-1.toml\n")
    assert (ledger / "projects" / "a-1.toml").read_text(encoding="utf-8") == (
        "#:schema ../project.schema.json\n"
        'name = "A"\n'
        'company = "C"\n'
        'district = "D"\n'
        'park = "K"\n'
        'industry = "I"\n'
        'product = "P"\n'
        'origin = "O"\n'
        'kind = "new"\n'
        "investment = 1_100_000_000\n"
        "paid-in = 1_100_000_000\n"
        "output = 2_000_000_000\n"
        "tax = 90_000_000\n"
        "land-mu = 120.5\n"
        "high-tech = true\n"
        "key-industry = false\n"
        'lead = "L"\n'
        'team = "T"\n'
        'lists = ["battle-275", "key"]\n'
        'sources = ["notice"]\n'
        "\n"
        "[actual]\n"
        'contacted = "unknown"\n'
        'signed = "2023-04"\n'
        'land-supplied = "n/a"\n'
        "started = 2023-09-28\n"
        "\n"
        "[planned]\n"
        'completed = "2024-12"\n'
        'producing = "2025-H1"\n'
    )


def test_there_is_an_option_for_each_field_and_stage(run: Run) -> None:
    help_ = run("new", "--help").out
    for key in (*(field.key for field in FIELDS if field.key != "name"), *Stage):
        assert f"\n  --{key} " in help_


def test_a_dry_run_writes_nothing(ledger: Path, run: Run) -> None:
    ran = run("new", "GCL", "--dry-run")
    assert ran.out.endswith('+name = "GCL"\n')
    assert ran.err == "nothing was written: this is a dry run\n"
    assert [path.name for path in ledger.iterdir()] == ["projects"]
    assert list((ledger / "projects").iterdir()) == []


def test_a_chinese_name_gets_a_number_for_an_id(add: Add, run: Run) -> None:
    add("project-001", 'name = "一"\n')
    ran = run("new", "金田铜业")
    assert ran.code == 0
    assert ran.err == (
        "called project-002: no id can be made of its name; --id gives another\n"
        "wrote projects/project-002.toml\n"
    )


def test_a_file_is_never_overwritten(add: Add, run: Run) -> None:
    path = add("gcl", "anything\n")
    ran = run("new", "GCL")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "error: projects/gcl.toml exists already\n"
        "hint: if this is another project, give it an id of its own: --id gcl-2\n"
    )
    assert path.read_text(encoding="utf-8") == "anything\n"


def test_the_same_name_and_company_are_warned_of(add: Add, run: Run) -> None:
    add("gcl", 'name = "GCL"\ncompany = "GCL Group"\n')
    ran = run("new", "gcl", "--company", "GCL Group", "--id", "gcl-2")
    assert ran.code == 0
    assert ran.err == (
        "wrote projects/gcl-2.toml\n"
        "warning: `gcl-2` has the same name and company as `gcl`\n"
        "hint: delete one of the two files, or change a name\n"
    )


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (["--kind", "old"], "Invalid value for '--kind': `old` is not a kind; write one of new,"),
        (["--investment", "much"], "'--investment': `much` is not an amount of money"),
        (["--land-mu", "-1"], "'--land-mu': `-1` is not a number of at least 0"),
        (["--signed", "2023/04"], "'--signed': `2023/04` is not a date; write 2023-04"),
        (["--planned", "finished=2024"], "'--planned': `finished` is not a stage; write one of"),
        (["--planned", "completed"], "'--planned': `` is not a date; write one of"),
        (["--company", " "], "'--company': this text is empty"),
        (["--lists", ""], "'--lists': this text is empty"),
        (["--id", "GCL 1"], "'--id': `GCL 1` is no id; use small letters"),
    ],
)
def test_what_cannot_be_read_is_a_usage_error(
    ledger: Path, run: Run, options: list[str], error: str
) -> None:
    ran = run("new", "GCL", *options)
    assert (ran.code, ran.out) == (2, "")
    assert error in ran.err
    assert list((ledger / "projects").iterdir()) == []


def test_a_project_that_contradicts_itself_is_not_written(ledger: Path, run: Run) -> None:
    ran = run("new", "GCL", "--signed", "2023-04", "--started", "2023-09")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "error: `gcl`: started is reached, but nothing is said of land-supplied before it\n"
        'hint: add land-supplied = "unknown" if it was passed, "n/a" if it does not apply\n'
    )
    assert list((ledger / "projects").iterdir()) == []


def test_without_a_name_and_a_terminal_it_is_a_usage_error(ledger: Path, run: Run) -> None:
    ran = run("new")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        'error: a new project needs a name\nhint: write it in quotes: zqtrack new "NAME"\n'
    )
    assert list((ledger / "projects").iterdir()) == []


def test_a_text_that_is_half_a_character_is_refused(ledger: Path, run: Run) -> None:
    ran = run("new", "GCL \udce9", "--id", "gcl")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: a text is not valid Unicode, so no file can hold it\n")
    assert list((ledger / "projects").iterdir()) == []
