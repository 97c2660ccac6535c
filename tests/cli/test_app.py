"""The program around its commands: help, version, wrong commands, and how it ends."""

import errno
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from zqtrack import __version__
from zqtrack.cli import app, session
from zqtrack.cli.program import COMMANDS

REPOSITORY = Path(__file__).parent.parent.parent
Run = Callable[..., Any]


def test_it_prints_its_version_and_needs_no_ledger(run: Run) -> None:
    ran = run("--version")
    assert (ran.code, ran.out, ran.err) == (0, f"zqtrack {__version__}\n", "")


def test_its_help_lists_every_command_in_order(run: Run) -> None:
    ran = run("--help")
    listed = re.findall(r"^  (\w+)", ran.out.split("Commands:\n")[1], re.MULTILINE)
    assert listed == list(COMMANDS)
    assert "..." not in ran.out.split("Commands:\n")[1]


def test_without_a_command_it_prints_its_help(run: Run) -> None:
    ran = run()
    assert ran.out + ran.err == run("--help").out


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_every_command_shows_an_example_in_one_line(command: str, run: Run) -> None:
    ran = run(command, "--help")
    assert ran.code == 0
    assert ran.out.splitlines()[-1].startswith(f"  Example: zqtrack {command}")


@pytest.mark.parametrize("subcommand", ["add", "close", "list"])
def test_the_help_of_every_part_of_problem_shows_an_example_in_one_line(
    subcommand: str, run: Run
) -> None:
    shown = run("problem", subcommand, "--help").out.splitlines()[-1]
    assert shown.startswith(f"  Example: zqtrack problem {subcommand}")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme_and_has_a_section_with_an_example(command: str) -> None:
    readme = (REPOSITORY / "README.md").read_text("utf-8")
    section = (
        (REPOSITORY / "docs" / "commands.md").read_text("utf-8").split(f"\n## {command}\n")[1]
    )
    assert f"(docs/commands.md#{command})" in readme
    assert "\n$ zqtrack " in section.split("\n## ")[0]


def test_a_misspelt_command_is_a_usage_error_that_names_the_nearest(run: Run) -> None:
    ran = run("lst")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "error: there is no command `lst`\nhint: did you mean `list`?\n"


def test_a_word_like_no_command_points_to_the_help(run: Run) -> None:
    assert run("xyzzy").err == (
        "error: there is no command `xyzzy`\nhint: zqtrack --help lists the commands\n"
    )


def test_an_unknown_option_is_a_usage_error(run: Run) -> None:
    ran = run("--colour")
    assert ran.code == 2
    assert "No such option: --colour" in ran.err


def test_the_ledger_may_be_named_by_an_option_or_by_the_environment(
    ledger: Path, add: Callable[[str, str], Path], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("here", 'name = "Here"\n')
    monkeypatch.chdir("/")
    assert run("list").code == 1
    assert "Here" in run("-C", ledger, "list").out
    monkeypatch.setenv("ZQTRACK_LEDGER", str(ledger))
    assert "Here" in run("list").out


def test_ctrl_c_ends_it_with_130_and_without_a_traceback(
    ledger: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(session, "clock", interrupt)
    ran = run("list")
    assert (ran.code, ran.out, ran.err) == (130, "", "stopped\n")
    assert ledger.exists()


def test_a_pipe_that_breaks_within_a_command_ends_it_quietly(
    ledger: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def unread() -> None:
        raise BrokenPipeError

    monkeypatch.setattr(session, "clock", unread)
    monkeypatch.setattr(sys, "argv", ["zqtrack", "-C", str(ledger), "list"])
    with (ledger / "out").open("w") as stdout:
        monkeypatch.setattr(sys, "stdout", stdout)
        with pytest.raises(SystemExit) as ended:
            app.main()
    assert (ended.value.code, capsys.readouterr().err) == (141, "")


class Faulty(io.StringIO):
    """Standard output whose end nobody takes."""

    def __init__(self, number: int, error: BaseException) -> None:
        super().__init__()
        self.number = number
        self.error = error

    def fileno(self) -> int:
        return self.number

    def flush(self) -> None:
        raise self.error


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (BrokenPipeError(), 141, ""),
        (KeyboardInterrupt(), 130, "stopped\n"),
        (
            OSError(errno.ENOSPC, "No space left on device"),
            1,
            "error: the output could not be written: No space left on device\n",
        ),
        (OSError("odd"), 1, "error: the output could not be written: odd\n"),
        (
            PermissionError(errno.EACCES, "Permission denied", b"/x"),
            1,
            "error: /x cannot be used: Permission denied\n",
        ),
    ],
)
def test_output_that_nobody_takes_ends_it_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    code: int,
    said: str,
) -> None:
    number = os.open(tmp_path / "out", os.O_WRONLY | os.O_CREAT)
    monkeypatch.setattr(sys, "stdout", Faulty(number, error))
    monkeypatch.setattr(sys, "argv", ["zqtrack", "schema"])
    with pytest.raises(SystemExit) as ended:
        app.main()
    os.close(number)
    assert (ended.value.code, capsys.readouterr().err) == (code, said)


def test_closed_streams_are_opened_to_nowhere_and_a_closed_output_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(SystemExit) as ended:
        app.main()
    assert ended.value.code == 1
    assert capsys.readouterr().err == "error: standard output is closed; nothing was done\n"
    opened = sys.stdin, sys.stdout
    for stream in opened:
        assert stream.name == os.devnull
        stream.close()


def test_python_can_run_it_as_a_module() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "zqtrack", "--version"], capture_output=True, text=True, check=True
    )
    assert ran.stdout == f"zqtrack {__version__}\n"
