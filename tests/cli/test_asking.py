"""At a terminal ``new`` asks for what is most wanted."""

import io
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from zqtrack.cli import asking

Run = Callable[..., Any]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Give a function that has somebody answer, and gives the list of what was asked."""

    def prepare(*answers: str | type[BaseException]) -> list[str]:
        asked: list[str] = []
        left: Iterator[str | type[BaseException]] = iter(answers)

        def answered(question: str) -> str:
            asked.append(question)
            text = next(left)
            if isinstance(text, str):
                return text
            raise text

        monkeypatch.setattr("builtins.input", answered)
        monkeypatch.setattr("zqtrack.cli.new.at_a_terminal", lambda: True)
        return asked

    return prepare


Answer = Callable[..., list[str]]


def test_each_answer_becomes_a_key_and_an_empty_one_is_left_out(
    ledger: Path, run: Run, answer: Answer
) -> None:
    asked = answer("GCL Foil", "GCL", "", "foil ", "", "new", "11亿", "80", "", "2024-03")
    ran = run("new")
    assert (ran.code, asked) == (
        0,
        [
            "the project's name: ",
            "the company that invests: ",
            "the district or zone where it stands: ",
            "the industry it belongs to: ",
            "what it makes: ",
            "new, expansion or upgrade: ",
            "planned investment, yuan: ",
            "land, mu (1 mu = 1/15 ha): ",
            "the one responsible person: ",
            "when it was signed, such as 2024-03-31 or 2024-03: ",
        ],
    )
    assert ran.err == (
        "Enter leaves a question open; Ctrl-C leaves everything as it was.\n"
        "wrote projects/gcl-foil.toml\n"
        "wrote project.schema.json: with it, editors check what you type\n"
    )
    assert (ledger / "projects" / "gcl-foil.toml").read_text(encoding="utf-8") == (
        "#:schema ../project.schema.json\n"
        'name = "GCL Foil"\ncompany = "GCL"\nindustry = "foil"\nkind = "new"\n'
        'investment = 1_100_000_000\nland-mu = 80\n\n[actual]\nsigned = "2024-03"\n'
    )


def test_a_name_that_was_given_is_not_asked_for(run: Run, ledger: Path, answer: Answer) -> None:
    asked = answer(*[""] * 9)
    assert run("new", "GCL").code == 0
    assert asked[0] == "the company that invests: "
    written = (ledger / "projects" / "gcl.toml").read_text(encoding="utf-8")
    assert written == '#:schema ../project.schema.json\nname = "GCL"\n'


def test_an_answer_that_cannot_be_read_is_asked_for_again(
    ledger: Path, run: Run, answer: Answer
) -> None:
    assert ledger.is_dir()
    asked = answer(*[""] * 4, "old", "new", "", "", "", "2024.3", "", "")
    ran = run("new", "GCL")
    assert asked.count("new, expansion or upgrade: ") == 2
    assert "`old` is not a kind; write one of new, expansion, upgrade\n" in ran.err
    assert "`2024.3` is not a date; write 2024-03\n" in ran.err


def test_a_project_without_a_name_is_asked_for_it_again(
    ledger: Path, run: Run, answer: Answer
) -> None:
    assert ledger.is_dir()
    asked = answer("", "", "GCL", *[""] * 9)
    assert run("new").code == 0
    assert asked.count("the project's name: ") == 3


def test_with_any_option_nothing_is_asked(ledger: Path, run: Run, answer: Answer) -> None:
    assert ledger.is_dir()
    asked = answer()
    for option in (["--signed", "2023"], ["--id", "b"], ["--planned", "signed=2025"]):
        run("new", "GCL", *option)
    assert asked == []


def test_ctrl_c_leaves_everything_as_it_was(ledger: Path, run: Run, answer: Answer) -> None:
    answer("GCL", KeyboardInterrupt)
    ran = run("new")
    assert (ran.code, ran.out) == (130, "")
    assert ran.err.endswith("as it was.\n\nnothing was written\nstopped\n")
    assert list((ledger / "projects").iterdir()) == []


def test_the_end_of_the_answers_leaves_everything_as_it_was(
    ledger: Path, run: Run, answer: Answer
) -> None:
    answer("GCL", EOFError)
    ran = run("new")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.endswith("\nerror: the questions were not answered; nothing was written\n")
    assert list((ledger / "projects").iterdir()) == []


@pytest.mark.parametrize("elsewhere", ["stdin", "stdout", "stderr"])
def test_it_is_a_terminal_only_if_all_three_streams_are(
    monkeypatch: pytest.MonkeyPatch, elsewhere: str
) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, Terminal())
    assert asking.at_a_terminal()
    monkeypatch.setattr(sys, elsewhere, io.StringIO())
    assert not asking.at_a_terminal()


def test_a_real_terminal_is_asked(ledger: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "zqtrack", "new", "GCL"]
    program = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=ledger)
    os.close(theirs)
    os.write(ours, b"GCL Group\n" + 8 * b"\n")
    assert program.wait(timeout=30) == 0
    os.close(ours)
    assert (ledger / "projects" / "gcl.toml").read_text(encoding="utf-8") == (
        '#:schema ../project.schema.json\nname = "GCL"\ncompany = "GCL Group"\n'
    )
