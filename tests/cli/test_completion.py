"""Shells are offered what fits at the cursor, quickly and without a word."""

import os
import pty
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Add = Callable[[str, str], Path]
Run = Callable[..., Any]
Complete = Callable[..., list[str]]

GCL = """\
name = "GCL Zhaoqing"
district = "Sihui"
lists = ["battle-275", "annual"]
[actual]
signed = 2023-04-27
"""


@pytest.fixture
def complete(add: Add, run: Run, monkeypatch: pytest.MonkeyPatch) -> Complete:
    """Give a function that asks as Bash does; the last word is the one at the cursor."""
    add("gcl-zhaoqing", GCL)
    add("gcl-inverters", 'name = "GCL inverters"\ndistrict = "Zhaoqing New District"\n')
    add("hongtai", 'name = "Hongtai"\ndistrict = "$(touch oh-no)"\n')
    add("broken", "name = \n")
    add("No id", 'name = "No id"\n')

    def ask(*words: str) -> list[str]:
        monkeypatch.setenv("_ZQTRACK_COMPLETE", "complete_bash")
        monkeypatch.setenv("COMP_WORDS", "\n".join(["zqtrack", *words]))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        ran = run()
        assert (ran.err, ran.code) == ("", 0)
        return [line for line in ran.out.splitlines() if line]

    return ask


@pytest.mark.parametrize("command", ["show", "undo", "advance", "plan", "note", "withdraw"])
def test_ids_are_offered_where_a_project_is_meant(complete: Complete, command: str) -> None:
    assert complete(command, "gcl") == ["gcl-inverters", "gcl-zhaoqing"]
    assert complete(command, "") == ["broken", "gcl-inverters", "gcl-zhaoqing", "hongtai"]


@pytest.mark.parametrize("command", ["add", "close"])
def test_ids_are_offered_to_the_commands_of_problem(complete: Complete, command: str) -> None:
    assert complete("problem", command, "h") == ["hongtai"]


def test_advance_is_offered_one_id_after_the_other(complete: Complete) -> None:
    assert complete("advance", "gcl-inverters", "h") == ["hongtai"]


def test_stages_are_offered_where_one_is_meant(complete: Complete) -> None:
    assert complete("advance", "hongtai", "--to", "s") == ["signed", "started"]
    assert complete("plan", "hongtai", "p") == ["producing"]


def test_commands_are_offered(complete: Complete) -> None:
    assert complete("sh") == ["show"]


def test_after_an_unknown_command_nothing_is_offered(complete: Complete) -> None:
    assert complete("shwo", "gcl") == []


@pytest.mark.parametrize("command", [("list",), ("report",), ("problem", "list")])
def test_filters_begin_with_a_field(complete: Complete, command: tuple[str, ...]) -> None:
    assert complete(*command, "st") == ["stage=", "started="]


def test_a_single_field_is_offered_so_that_no_blank_follows_it(complete: Complete) -> None:
    assert complete("list", "dist") == ["district=", "district!="]
    assert complete("list", "gcl") == []


def test_values_of_a_choice_are_offered_after_the_sign(complete: Complete) -> None:
    assert complete("list", "stage", "=") == [
        "prospect",
        "signed",
        "land-supplied",
        "started",
        "completed",
        "producing",
        "withdrawn",
    ]
    assert complete("list", "light", "=", "g") == ["green", "grey"]
    assert complete("list", "light!", "=", "r") == ["red"]
    assert complete("list", "kind", "=", "") == ["new", "expansion", "upgrade"]
    assert complete("list", "high-tech", "=", "t") == ["true"]


def test_more_values_are_offered_after_a_comma(complete: Complete) -> None:
    assert complete("list", "stage", "=", "signed,st") == ["signed,started"]


def test_values_of_the_ledger_are_offered(complete: Complete) -> None:
    assert complete("list", "lists", "=") == ["annual", "battle-275"]
    assert complete("list", "district", "=", "S") == ["Sihui"]
    assert complete("list", "company", "=") == []


def test_bash_is_given_blanks_so_that_they_stay_in_the_word(complete: Complete) -> None:
    assert complete("list", "district", "=", "Z") == [r"Zhaoqing\ New\ District"]
    assert complete("list", "'district=Z") == ["district=Zhaoqing New District"]


def test_a_value_that_a_shell_could_run_is_never_offered(complete: Complete) -> None:
    assert complete("list", "district", "=") == ["Sihui", r"Zhaoqing\ New\ District"]


def test_dates_amounts_and_unknown_fields_have_no_values_to_offer(complete: Complete) -> None:
    assert complete("list", "signed", "=") == []
    assert complete("list", "investment", "=", "1") == []
    assert complete("list", "colour", "=") == []


def test_fields_are_offered_to_sort_and_group_by(complete: Complete) -> None:
    assert complete("list", "--sort", "age") == ["age_days"]
    assert complete("list", "--group-by", "ligh") == ["light"]


def test_columns_are_offered_after_each_comma(complete: Complete) -> None:
    assert complete("list", "--columns", "id,na") == ["id,name"]
    assert complete("list", "--columns", "na") == ["name"]


def test_the_ledger_that_the_command_names_is_asked(
    complete: Complete, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other" / "projects"
    other.mkdir(parents=True)
    (other / "tianhua.toml").write_text('name = "Tianhua"\n')
    assert complete("-C", str(other.parent), "show", "") == ["tianhua"]
    monkeypatch.setenv("ZQTRACK_LEDGER", str(other.parent))
    assert complete("show", "") == ["tianhua"]


def test_without_a_ledger_nothing_is_offered_and_nothing_said(
    complete: Complete, tmp_path: Path
) -> None:
    assert complete("-C", str(tmp_path / "nowhere"), "show", "") == []
    assert complete("-C", str(tmp_path / "nowhere"), "list", "district", "=") == []


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_are_offered_whole_terms(
    complete: Complete, run: Run, monkeypatch: pytest.MonkeyPatch, shell: str
) -> None:
    assert complete("list", "x") == []
    for name in ("COMP_WORDS", "COMP_CWORD"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("_ZQTRACK_COMPLETE", f"complete_{shell}")
    monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", "zqtrack list 'district=Z")
    assert "district=Zhaoqing New District" in run().out
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", "zqtrack list light=y")
    assert "light=yellow" in run().out


@pytest.mark.skipif(not shutil.which("bash"), reason="the shell itself is needed")
@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("zqtrack show gcl-z\t", "zqtrack show gcl-zhaoqing"),
        ("zqtrack list stage=st\t", "zqtrack list stage=started"),
        ("zqtrack list 'stage=st\t", "zqtrack list stage=started"),
        ("zqtrack list dist\t=Z\t", "zqtrack list district=Zhaoqing New District"),
        ("zqtrack list 'district=Z\t", "zqtrack list district=Zhaoqing New District"),
        ("zqtrack list --columns id,na\t", "zqtrack list --columns id,name"),
        ("zqtrack advance gcl-i\t --to pr\t", "zqtrack advance gcl-inverters --to producing"),
    ],
)
def test_bash_itself_completes(complete: Complete, typed: str, completed: str) -> None:
    assert complete("list", "x") == []
    script = subprocess.run(
        [sys.executable, "-m", "zqtrack", "--show-completion", "bash"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "_ZQTRACK_COMPLETE": ""},
    ).stdout
    # In front of what was typed and completed, echo shows what the command would be given.
    shown = in_bash(script, f"{typed}\x01echo '<' \x05 '>'\n")
    assert f"< {completed} >" in shown


def in_bash(script: str, typed: str) -> str:
    """Type something into Bash on a screen, and give all that it shows until its end."""
    ours, its = pty.openpty()
    bin_ = Path(sys.executable).parent
    with subprocess.Popen(
        ["bash", "--norc", "-i"],
        stdin=its,
        stdout=its,
        stderr=its,
        start_new_session=True,
        env={"PATH": f"{bin_}:{os.environ['PATH']}", "TERM": "dumb", "HOME": os.environ["HOME"]},
    ) as bash:
        os.close(its)
        os.write(ours, f"{script}\nbind 'set enable-bracketed-paste off'\n".encode())
        time.sleep(0.2)
        os.write(ours, f"{typed}exit\n".encode())
        shown = b"".join(iter(lambda: _read(ours), b""))
        bash.wait()
    os.close(ours)
    return shown.decode()


def _read(screen: int) -> bytes:
    try:
        return os.read(screen, 65_536)
    except OSError:  # Linux says so when the other side is closed
        return b""
