"""Each command imports only what it needs: what is slow to import waits until it is called for."""

import subprocess
import sys
from pathlib import Path

import pytest

# Each of them takes longer to import than one of the files below to read.
HEAVY = (
    "altair",
    "babel",
    "csv",
    "dataclasses",
    "difflib",
    "hashlib",
    "inspect",
    "json",
    "numpy",
    "pyarrow",
    "pydantic",
    "python_calamine",
    "rich",
    "shutil",
    "subprocess",
    "toml_rs",
    "tomli_w",
    "tomllib",
    "tree_sitter",
    "tree_sitter_toml",
    "typer",
    "typing_extensions",
    "vl_convert",
    "xlsxwriter",
)
ENDED = """
import sys
sys.argv = ["zqtrack", *sys.argv[1:]]
from zqtrack.cli.app import main
try:
    main()
except SystemExit as ended:
    print("|", ended.code, *sorted(module for module in sys.modules), file=sys.stderr)
"""


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ledger")
    (folder / "projects").mkdir()
    for id_ in ("gcl", "tianhua"):
        text = f'name = "{id_}"\n[actual]\nsigned = 2023-01-01\n'
        (folder / "projects" / f"{id_}.toml").write_text(text)
    return folder


def imported(ledger: Path, *arguments: str) -> tuple[str, set[str]]:
    """Run a command, and give its exit code and all that it imported."""
    ran = subprocess.run(
        [sys.executable, "-c", ENDED, *arguments],
        cwd=ledger,
        capture_output=True,
        text=True,
        check=True,
    )
    code, *modules = ran.stderr.rpartition("|")[2].split()
    return code, set(modules)


@pytest.mark.parametrize(
    ("command", "needed"),
    [
        ("--version", ()),
        ("list", ("toml_rs",)),
        ("list --format json", ("json", "toml_rs")),
        ("list --format csv", ("csv", "toml_rs")),
        ("list --format markdown", ("toml_rs",)),
        ("list name~gcl --sort -age --as-of 2024-01-01", ("toml_rs",)),
        ("--language zh list", ("toml_rs",)),
        ("show gcl", ("toml_rs",)),
        ("report", ("toml_rs",)),
        ("validate", ("toml_rs",)),
        ("problem list", ("toml_rs",)),
        ("completion bash", ()),
        (
            "advance gcl --dry-run",
            # What finds the grammar of TOML imports shutil, and since Python 3.12 inspect.
            (
                *("difflib", "shutil", "toml_rs", "tomli_w", "tree_sitter", "tree_sitter_toml"),
                *(["inspect"] if sys.version_info >= (3, 12) else []),
            ),
        ),
    ],
)
def test_a_command_imports_nothing_heavy_that_it_does_not_need(
    ledger: Path, command: str, needed: tuple[str, ...]
) -> None:
    code, modules = imported(ledger, *command.split())
    assert code in {"0", "None"}
    assert modules.intersection(HEAVY) == set(needed)


def test_the_version_needs_nothing_of_the_ledger(ledger: Path) -> None:
    _, modules = imported(ledger, "--version")
    ours = {module for module in modules if module.startswith(("zqtrack.core.", "zqtrack.ledger"))}
    assert not ours


#: What only the questions of a report need, and what only its other formats.
OF_QUESTIONS = {
    "zqtrack.cli.answers",
    "zqtrack.core.backtest",
    "zqtrack.core.cohorts",
    "zqtrack.core.comparison",
    "zqtrack.core.groups",
    "zqtrack.output.backtest",
    "zqtrack.output.cohorts",
    "zqtrack.output.comparison",
    "zqtrack.output.groups",
    "zqtrack.output.markdown",
    "zqtrack.output.records",
    "zqtrack.output.report_record",
}


def test_a_plain_report_imports_nothing_of_its_questions_and_other_formats(ledger: Path) -> None:
    _, modules = imported(ledger, "report")
    assert not modules & OF_QUESTIONS
    _, modules = imported(ledger, "report", "--by", "district")
    assert "zqtrack.core.groups" in modules
