"""What is read without Typer is read as Typer reads it; everything else is left to it."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zqtrack.cli import quick, typed
from zqtrack.cli.declare import Option, Task, parameters_of
from zqtrack.cli.program import COMMANDS, begin
from zqtrack.cli.tongue import choose
from zqtrack.errors import ZqtrackError
from zqtrack.language import Language, speaks_chinese

# Values right for one parameter or another, nearly right, and wrong everywhere.
VALUES = (
    *("", " ", "-", "--", "x", "a b", "gcl", "-age", "id", "name,light", "名称", "\udcff", "*"),
    *("2024-01-01", "2024", "2024-Q1", "2023-01/2023-09", "2024-13", "2024-1-1", "unknown"),
    *("signed", "signe", "Signed", "签约", "竣工", "n/a", "不适用", "signed..started", "lead"),
    *("table", "json", "csv", "html", "text", "github", "xlsx", "表格", "cadence", "推进节奏"),
    *("year", "年", "quarter", "季度", "month", "1", "0", "007", "730", "-5", "+5", "1_000", "７"),
    *("1999", "2024.5", "99999999999", "en", "zh", "EN", "11亿", "1.1bn", "100m", "true", "yes"),
    *("new", "新建", "kind", "completed=2025", "completed=", "竣工=2025-06", "bash", "ZQ101"),
    *("investment>=100m", "stage=started", "district~sihui", "/", ".", "/nowhere", "page.html"),
    *("-h", "--help", "-C", "-n", "-nv", "--language", "--language=zh", "--version", "-C.x"),
)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def names() -> Iterator[tuple[str, ...]]:
    """Give the words that name a command, for each."""
    for word, module in COMMANDS.items():
        commands = import_module(module).app
        for command in commands.all:
            yield (word, command.name) if commands.about else (word,)


def options(words: Sequence[str]) -> list[str]:
    """Give the flags that a command knows, and those that may stand before it."""
    command, _ = quick._command(words)
    said = (each.said for each in (*parameters_of(begin), *command.parameters))
    known = [flag for each in said if isinstance(each, Option) for flag in (each.name, each.short)]
    return [one for flag in known if flag for one in flag.split("/")]


@st.composite
def lines(draw: st.DrawFn) -> list[str]:
    """Give the words of a command, and many that may follow."""
    name = draw(st.sampled_from([*names(), ("problem",), ("lst",), ()]))
    flags = options(name) if name in names() else ["--sort"]
    flag, value = st.sampled_from(flags), st.sampled_from(VALUES)
    some = st.one_of(
        st.tuples(flag),
        st.tuples(flag, value),
        st.tuples(value),
        st.builds(lambda flag, value: (f"{flag}={value}",), flag, value),
        st.builds(lambda flag, end: (flag[:end],), flag, st.integers(2, 9)),
    )
    before = st.sampled_from([[], ["-C", "."], ["--language", "zh"], ["--ledger=."], ["--"]])
    behind = [word for words in draw(st.lists(some, max_size=4)) for word in words]
    return [*draw(before), *name, *behind]


def outcome(read: Any, words: Sequence[str], language: Language) -> Any:
    """Give what a reader makes of words, and which language is spoken then."""
    choose((), {"ZQTRACK_LANGUAGE": language})
    sys.argv = ["zqtrack", *words]
    try:
        with redirect_stdout(StringIO()) as said, redirect_stderr(StringIO()):
            task = read(words)
    except SystemExit as ended:
        return "ended", ended.code, said.getvalue()
    except ZqtrackError as error:
        return "refused", error.message
    return task, repr(task and task.values), speaks_chinese()


def by_typer(_words: Sequence[str]) -> Task:
    return typed.read()


@given(lines(), st.sampled_from(Language))
@example(["--version", "list"], Language.ENGLISH)
@example(["list", "--format", "json"], Language.CHINESE)
@example(["export", "x.csv", "--format", "csv"], Language.CHINESE)
@example(["new", "x", "--lists", "a", "--lists", "b", "--no-high-tech"], Language.ENGLISH)
@example(["list", "--sort", "--", "--", "--as-of"], Language.ENGLISH)
@example(["report", "--within", "007", "--only=推进节奏"], Language.ENGLISH)
@example(["-C", ".", "plan", "gcl", "竣工", "2025-Q1", "-n"], Language.CHINESE)
def test_what_is_read_quickly_typer_reads_in_the_same_way(
    words: list[str], language: Language
) -> None:
    quickly = outcome(quick.read, words, language)
    if quickly[0] is not None:
        assert quickly == outcome(by_typer, words, language)


@pytest.mark.parametrize(
    "line",
    [
        "list",
        "-C . list stage=started investment>=100m --sort -age --columns=id,name",
        "--ledger=. --language en list --as-of 2024-03-03 --format csv",
        "list --language zh -- --odd",
        "show gcl --format markdown",
        "report --period 2023-01/2023-09 district=sihui --only cadence -v",
        "report --cohorts signed..started --within 365 --each 季度",
        "report --format html -o page.html --compare 2024-01-01",
        "validate --strict",
        "advance gcl tianhua --to 竣工 --on 2024-04-12 -n",
        "undo gcl --dry-run",
        "plan gcl producing 2024-09 --reason late",
        "problem add gcl Road --owner Wu --due 2024-05-31",
        "problem close gcl",
        "problem list --all",
        "note gcl Visited. --by Team",
        "withdraw gcl --reason moved",
        "new GCL --company GCL --investment 11亿 --high-tech --signed 2024-01 --lists a --lists b",
        "import projects.xlsx --map a=name --map b=lead --write",
        "export projects.xlsx -f",
        "schema --settings",
        "completion zsh --install",
    ],
)
def test_a_usual_command_is_read_quickly(line: str) -> None:
    words = line.split()
    assert isinstance(outcome(quick.read, words, Language.ENGLISH)[0], Task)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "lst",
        "problem",
        "problem mend gcl",
        "list --help",
        "list -h",
        "list --dry-run",
        "list --sor id",
        "list --sort",
        "list --as-of 2024",
        "list --format xml",
        "advance",
        "advance gcl -nn",
        "advance gcl --dry-run=yes",
        "-C=. list",
        "list -C .",
        "show one two",
        "withdraw gcl",
        "report --within 0",
        "report --within 1_000",
        "report --backtest 99999999999",
    ],
)
def test_what_is_not_plain_or_wrong_is_left_to_typer(line: str) -> None:
    assert quick.read(line.split()) is None


def test_the_version_is_told_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        quick.read(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("zqtrack ")


def test_a_folder_that_may_not_be_read_is_left_to_typer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["-C", str(tmp_path), "list"]
    assert quick.read(words)
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert quick.read(words) is None
    assert quick.read(["-C", "/nowhere", "list"])


def test_what_windows_leaves_to_programs_is_left_to_typer(monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["validate", "projects/*.toml"]
    assert quick.read(words)
    monkeypatch.setattr(sys, "platform", "win32")
    assert quick.read(words) is None
    assert quick.read(["validate", "projects/gcl.toml"])
