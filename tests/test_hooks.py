"""A ledger's own repository can run validate on each commit, and is told the truth."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # comes with pre-commit; two examples need no stubs

Run = Callable[..., Any]

REPOSITORY = Path(__file__).parent.parent
HOOKS = REPOSITORY / ".pre-commit-hooks.yaml"
GOOD, BROKEN = 'name = "{}"\n', 'name = "{}"\nnmae = 1\n'


@dataclass(frozen=True)
class Ledger:
    """A repository that holds a ledger and runs a hook on each commit."""

    root: Path

    def write(self, id_: str, text: str) -> None:
        (self.root / "projects" / f"{id_}.toml").write_text(text.format(id_), encoding="utf-8")

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        # A git that runs the tests in a hook of its own would point to its own repository.
        kept = {name: value for name, value in os.environ.items() if name[:4] != "GIT_"}
        me = {f"GIT_{who}_{what}": "a@b.c" for who in ("AUTHOR", "COMMITTER") for what in NAMED}
        home = {"PRE_COMMIT_HOME": str(self.root / ".git" / "hooks-home"), "PATH": path}
        return subprocess.run(
            command,
            cwd=self.root,
            env={**kept, **me, **home, "GIT_CONFIG_GLOBAL": os.devnull, "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )

    def do(self, *command: str) -> None:
        ended = self.run(*command)
        assert ended.returncode == 0, ended.stdout + ended.stderr

    def commit(self) -> tuple[bool, str]:
        """Commit what is staged; give whether git took it, and what it was told."""
        ended = self.run("git", "commit", "--quiet", "--message", "Change.")
        return ended.returncode == 0, ended.stdout + ended.stderr

    def commit_all(self) -> tuple[bool, str]:
        self.do("git", "add", ".")
        return self.commit()


NAMED = ("NAME", "EMAIL")
Begin = Callable[[str], Ledger]


@pytest.fixture
def begin(tmp_path: Path) -> Begin:
    def repository(hook: str) -> Ledger:
        ledger = Ledger(tmp_path)
        (tmp_path / "projects").mkdir()
        ledger.write("a", GOOD)
        ledger.write("b", GOOD)
        (tmp_path / ".pre-commit-config.yaml").write_text(as_local_hooks(hook), encoding="utf-8")
        ledger.do("git", "init", "--quiet")
        ledger.do("git", "add", ".")
        ledger.do("git", "commit", "--quiet", "--message", "Begin.")
        ledger.do("pre-commit", "install")
        return ledger

    return repository


def as_local_hooks(hook: str) -> str:
    """Give a configuration with one of our hooks, but run what is installed here."""
    definitions = HOOKS.read_text("utf-8").split("\n- ")[1:]
    chosen = next(f"- {each}" for each in definitions if each.startswith(f"id: {hook}\n"))
    here = chosen.replace("language: python", "language: system")
    return f"repos:\n- repo: local\n  hooks:\n{indent(here, '  ')}"


def yaml_of(page: str) -> list[str]:
    """Give the examples of a page that are YAML."""
    text = (REPOSITORY / "docs" / page).read_text(encoding="utf-8")
    return re.findall(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


BOTH = pytest.mark.parametrize("hook", ["zqtrack-validate", "zqtrack-validate-changed"])


def test_the_definition_is_one() -> None:
    program = Path(sys.executable).parent / "pre-commit"
    subprocess.run([program, "validate-manifest", HOOKS], check=True)


def test_the_documented_configuration_is_one_and_names_our_hook(tmp_path: Path) -> None:
    documented, _ = yaml_of("editors.md")
    (tmp_path / "config.yaml").write_text(documented, encoding="utf-8")
    program = Path(sys.executable).parent / "pre-commit"
    subprocess.run([program, "validate-config", tmp_path / "config.yaml"], check=True)
    [repository] = yaml.safe_load(documented)["repos"]
    ours = {hook["id"] for hook in yaml.safe_load(HOOKS.read_text("utf-8"))}
    assert {hook["id"] for hook in repository["hooks"]} <= ours


def test_the_documented_workflow_runs_what_there_is(tmp_path: Path, run: Run) -> None:
    _, documented = yaml_of("editors.md")
    [job] = yaml.safe_load(documented)["jobs"].values()
    command = job["steps"][-1]["run"]
    assert command == "zqtrack validate --strict --format github"
    (tmp_path / "projects").mkdir()
    (tmp_path / "projects" / "a.toml").write_text("nmae = 1\n", encoding="utf-8")
    program, *arguments = command.split()
    ran = run("-C", tmp_path, *arguments)
    assert (program, ran.code) == ("zqtrack", 1)
    assert ran.out.startswith("::error file=")


@BOTH
def test_a_good_file_is_committed(begin: Begin, hook: str) -> None:
    ledger = begin(hook)
    ledger.write("c", GOOD)
    taken, told = ledger.commit_all()
    assert taken
    assert "Passed" in told


@BOTH
def test_a_broken_file_is_refused_with_its_place(begin: Begin, hook: str) -> None:
    ledger = begin(hook)
    ledger.write("a", BROKEN)
    taken, told = ledger.commit_all()
    assert not taken
    assert "projects/a.toml:2:1: error ZQ101" in told


@BOTH
def test_what_is_staged_counts_not_what_was_mended_since(begin: Begin, hook: str) -> None:
    ledger = begin(hook)
    ledger.write("a", BROKEN)
    ledger.do("git", "add", ".")
    ledger.write("a", GOOD)
    assert not ledger.commit()[0]
    ledger.do("git", "add", ".")
    ledger.write("b", GOOD + 'company = "C"\n')
    ledger.do("git", "add", ".")
    ledger.write("a", BROKEN)
    assert ledger.commit()[0]


@BOTH
def test_a_file_may_be_deleted(begin: Begin, hook: str) -> None:
    ledger = begin(hook)
    ledger.do("git", "rm", "--quiet", "projects/a.toml")
    taken, told = ledger.commit()
    assert taken
    assert "Skipped" in told


@BOTH
def test_a_file_may_be_renamed_but_only_to_an_id(begin: Begin, hook: str) -> None:
    ledger = begin(hook)
    ledger.do("git", "mv", "projects/a.toml", "projects/c.toml")
    assert ledger.commit()[0]
    ledger.do("git", "mv", "projects/c.toml", "projects/No Id.toml")
    taken, told = ledger.commit()
    assert not taken
    assert "projects/No Id.toml:1:1: error ZQ006" in told


@BOTH
def test_settings_are_checked_too(begin: Begin, hook: str) -> None:
    ledger = begin(hook)
    (ledger.root / "zqtrack.toml").write_text("as-off = 2024-03-03\n")
    taken, told = ledger.commit_all()
    assert not taken
    assert "zqtrack.toml:1:1: error ZQ101" in told


@BOTH
def test_what_does_not_touch_the_ledger_is_not_checked(begin: Begin, hook: str) -> None:
    ledger = begin(hook)
    (ledger.root / "README.md").write_text("A ledger.\n")
    (ledger.root / "projects" / "notes.txt").write_text("Seen.\n")
    taken, told = ledger.commit_all()
    assert taken
    assert "Skipped" in told


def test_only_the_whole_ledger_shows_two_files_of_one_project(begin: Begin) -> None:
    ledger = begin("zqtrack-validate")
    config = ledger.root / ".pre-commit-config.yaml"
    entry = "entry: zqtrack validate"
    config.write_text(config.read_text().replace(entry, f"{entry} --strict"), encoding="utf-8")
    ledger.write("c", GOOD.format("a"))
    taken, told = ledger.commit_all()
    assert not taken
    assert "same name" in told


@pytest.mark.parametrize(
    ("hook", "expected"), [("zqtrack-validate", False), ("zqtrack-validate-changed", True)]
)
def test_a_broken_file_that_is_not_in_the_commit_stops_only_the_whole_ledger(
    begin: Begin, hook: str, *, expected: bool
) -> None:
    ledger = begin(hook)
    ledger.write("c", GOOD)
    ledger.do("git", "add", ".")
    ledger.write("draft", BROKEN)
    assert ledger.commit()[0] == expected
