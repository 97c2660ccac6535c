"""No text from a file, a file's name or an argument can steer a terminal: every code point."""

import ast
import os
import re
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from unicodedata import category

import pytest

from zqtrack.cli import app, progress

pty = pytest.importorskip("pty")
tty = pytest.importorskip("tty")

Add = Callable[[str, str], Path]

SOURCES = sorted((Path(__file__).parent.parent.parent / "src").rglob("*.py"))
# Our own colours and line ends.
OURS = re.compile(r"\x1b\[(?:0|1|2|32|33|35|36|1;31)m|\n")
# Controls, C1, marks of direction, other invisible signs, halves of characters, line separators.
OBEYED = {"Cc", "Cf", "Cs", "Zl", "Zp"}
STEERING = [n for n in range(sys.maxunicode + 1) if category(chr(n)) in OBEYED - {"Cs"}]
BATCH = 4000
PROJECT = """\
name = "{1}x"
company = "{0}x"
lead = "{0}x"

[planned]
signed = 2023-04-01

[[replanned]]
stage = "signed"
to = "2023-09"
on = 2023-05-01
reason = "{0}x"

[[problems]]
title = "{0}x"
raised = 2023-05-01
owner = "{0}x"

[[notes]]
on = 2023-06-01
by = "{0}x"
text = "{0}x"
"""


def texts() -> Iterator[str]:
    """Give all characters there are, as escapes of TOML; a control may not stand with others."""
    steering = set(STEERING)
    for number in STEERING:
        yield f"\\U{number:08X}"
    for start in range(0, sys.maxunicode + 1, BATCH):
        numbers = range(start, min(start + BATCH, sys.maxunicode + 1))
        others = (n for n in numbers if n not in steering and not 0xD800 <= n <= 0xDFFF)
        yield "".join(f"\\U{n:08X}" for n in others)


def in_a_terminal(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    """Run the program in this process at a very wide terminal; give what that was sent."""
    terminal, ours = pty.openpty()
    tty.setraw(ours)
    pieces: list[bytes] = []

    def read() -> None:
        try:
            while piece := os.read(terminal, 1 << 16):
                pieces.append(piece)
        except OSError:  # the other end was closed
            pass

    reader = threading.Thread(target=read)
    reader.start()
    with (
        monkeypatch.context() as patched,
        os.fdopen(ours, "w", encoding="utf-8") as stream,
    ):
        patched.setenv("COLUMNS", "100000")
        patched.setenv("TERM", "xterm-256color")
        patched.delenv("NO_COLOR", raising=False)
        # What is said while somebody waits goes back to the start of its line; no data is in it.
        patched.setattr(progress, "_PATIENCE", 1000.0)
        patched.setattr(sys, "stdout", stream)
        patched.setattr(sys, "stderr", stream)
        patched.setattr(sys, "argv", ["zqtrack", *arguments])
        with pytest.raises(SystemExit):
            app.main()
    reader.join()
    os.close(terminal)
    return b"".join(pieces).decode()


def steering_in(sent: str) -> set[str]:
    return {ascii(char) for char in set(OURS.sub("", sent)) if category(char) in OBEYED}


@pytest.mark.parametrize(
    "command",
    [
        ("list",),
        ("list", "--columns", "name,company,lead", "--group-by", "company"),
        ("list", "--format", "json"),
        ("list", "--format", "csv"),
        ("list", "--format", "markdown"),
        ("problem", "list"),
        ("problem", "list", "--format", "markdown"),
        ("validate",),
        ("validate", "--format", "json"),
        ("validate", "--format", "github"),
        ("report",),
        ("report", "--format", "markdown"),
        ("report", "--format", "csv"),
        ("export", "-", "--format", "csv"),
        ("export", "-", "--format", "json"),
    ],
    ids=" ".join,
)
def test_of_every_character_in_every_field_no_command_sends_one_that_steers(
    add: Add, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    for at, text in enumerate(texts()):
        # In the other fields those that steer are enough.
        add(f"p{at}", PROJECT.format(text if at < len(STEERING) else "", text))
    sent = in_a_terminal(monkeypatch, *command)
    assert len(sent) > 1000
    assert steering_in(sent) == set()


REACHED = '[actual]\nsigned = 2023-07-01\nstarted = "2023-10"\n'


@pytest.mark.parametrize(
    "question",
    [
        ("--by", "company"),
        ("--cohorts", "signed..started"),
        ("--compare", "2023-06-01"),
        ("--backtest", "2023"),
    ],
    ids=" ".join,
)
def test_of_every_character_in_every_field_no_question_gets_one_that_steers_as_its_answer(
    add: Add, monkeypatch: pytest.MonkeyPatch, question: tuple[str, ...]
) -> None:
    for at, text in enumerate(texts()):
        add(f"p{at}", PROJECT.format(text if at < len(STEERING) else "", text) + REACHED)
    for format_ in ("table", "markdown", "json"):
        sent = in_a_terminal(monkeypatch, "report", *question, "--format", format_)
        assert len(sent) > 300
        assert steering_in(sent) == set(), format_


@pytest.mark.parametrize("options", [(), ("--by", "company")], ids=" ".join)
def test_a_page_holds_no_character_that_steers_and_no_markup_but_ours(
    ledger: Path, add: Add, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    markup = "<b onload=x>&amp;</b><!--]]>'"
    for at, text in enumerate(texts()):
        add(f"p{at}", PROJECT.format(text if at < len(STEERING) else "", text + markup))
        if at >= len(STEERING):
            add(f"q{at}", PROJECT.format(f"{markup}{at}", "") + REACHED)
    asked = ("report", *options, "--format", "html", "-o")
    in_a_terminal(monkeypatch, *asked, "page.html")
    page = (ledger / "page.html").read_text(encoding="utf-8")
    assert len(page) > 5_000
    assert steering_in(page) == set()
    assert re.findall("<b[ >]|onload=x>|&amp;</b|<!--[]]", page) == []
    assert "&lt;b onload=x&gt;" in page
    (ledger / "page.html").unlink()
    written = in_a_terminal(monkeypatch, *asked, "-")
    assert written.replace("\r\n", "\n").startswith(page[:1000])


def test_no_cell_of_a_table_gets_a_character_that_steers_to_the_terminal(
    ledger: Path, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("p0", 'name = "Old"\n')
    every = [text.encode("ascii").decode("unicode_escape") for text in texts()]
    # A table of cells that are no dates, names that are no ids, and values that change a project.
    for place in ("{0}", "Old,{0}", "A,,{0}", "B,,,{0}"):
        rows = [place.format('"{}"'.format(text.replace('"', '""'))) for text in every]
        table = "\n".join(("name,company,signed,investment", *rows))
        (ledger / "t.csv").write_text(f"\ufeff{table}\n", encoding="utf-8")
        sent = in_a_terminal(monkeypatch, "import", "t.csv", "--verbose")
        assert len(sent) > 1000
        assert steering_in(sent) == set(), place


def test_no_heading_of_a_table_gets_a_character_that_steers_to_the_terminal(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steering = "".join(chr(n) for n in STEERING if chr(n) not in "\0\r\n")
    table = f"name,{steering}x\nA,b\n".encode()
    (ledger / f"\u202e{chr(0x9B)}t.csv").write_bytes(table)
    for options in ((), ("--map", f"{steering}=lead"), ("--sheet", "\x1b[1m")):
        sent = in_a_terminal(monkeypatch, "import", f"\u202e{chr(0x9B)}t.csv", *options)
        assert sent
        assert steering_in(sent) == set(), options


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_no_shell_is_offered_a_character_that_steers(
    add: Add, monkeypatch: pytest.MonkeyPatch, shell: str
) -> None:
    for at, text in enumerate(texts()):
        add(f"p{at}", PROJECT.format(text if at < len(STEERING) else "", text))
    monkeypatch.setenv("_ZQTRACK_COMPLETE", shell)
    for typed in ("zqtrack show ", "zqtrack list company=", "zqtrack list lead="):
        sent = in_a_terminal(monkeypatch, typed)
        assert sent
        assert {c for c in steering_in(sent) if c != r"'\t'"} == set(), typed


def test_of_every_character_that_steers_none_gets_through_a_command_on_one_project(
    add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "".join(f"\\U{n:08X}" for n in STEERING)
    path = add("p", PROJECT.format(text, text))
    broken = add("broken", f'name = "{text}\n')
    raw = "".join(map(chr, STEERING)).replace("\0", "")
    add("raw", f"name = {raw!s}\n# {raw}\n")
    commands = (
        ("show", "p"),
        ("show", "p", "--format", "markdown"),
        ("show", "broken"),
        ("validate", str(path), str(broken), "projects/raw.toml"),
        ("note", "p", "Seen.", "--dry-run"),
        ("advance", "p", "--note", raw),
        ("problem", "close", "p"),
        ("plan", "p", "started", "2025"),
        ("undo", "p"),
        ("withdraw", "p", "--reason", "x"),
        ("new", raw, "--id", "q"),
    )
    for command in commands:
        sent = in_a_terminal(monkeypatch, *command)
        assert sent, command
        assert steering_in(sent) == set(), command


@pytest.mark.parametrize(
    "command",
    [
        ("{}",),
        ("--{}",),
        ("list", "--{}"),
        ("list", "-{}"),
        ("list", "{}"),
        ("list", "{}=1"),
        ("list", "stage={}"),
        ("list", "--sort", "{}"),
        ("list", "--format", "{}"),
        ("list", "--as-of", "{}"),
        ("show", "{}"),
        ("show", "a", "{}"),
        ("validate", "{}"),
        ("advance", "a", "--to", "{}"),
        ("advance", "{}", "{}"),
        ("plan", "a", "{}", "2023"),
        ("problem", "{}"),
        ("problem", "close", "a", "{}"),
        ("new", "A", "--id", "{}"),
        ("new", "A", "--investment", "{}"),
        ("-C", "{}", "list"),
    ],
    ids=" ".join,
)
def test_no_argument_gets_a_character_that_steers_to_the_terminal(
    add: Add, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    add("a", 'name = "A"\n')
    for steering in ("\x1b[45m\x9b1m", "\u202ex", "a\r\nb", "\x07\udcff"):
        words = (word.format(steering) for word in command)
        sent = in_a_terminal(monkeypatch, *words)
        assert sent
        assert steering_in(sent) == set()


def test_no_name_of_a_file_gets_a_character_that_steers_to_the_terminal(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [chr(number) for number in STEERING if number]
    for start in range(0, len(names), 50):
        name = "".join(names[start : start + 50])
        (ledger / "projects" / f"{name}.toml").write_text('name = "A"\n', encoding="utf-8")
    (ledger / "projects" / os.fsdecode(b"\xff.toml")).write_bytes(b"")
    for command in (
        ("validate",),
        ("validate", "--format", "github"),
        ("validate", "--format", "json"),
        ("list",),
        ("show", "x"),
    ):
        sent = in_a_terminal(monkeypatch, *command)
        assert sent
        assert steering_in(sent) == set(), command


def test_only_the_terminal_knows_rich_and_nothing_there_reads_markup() -> None:
    """Markup in data would be obeyed; rich reads it in what is printed as a plain text."""
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        imported = {
            name
            for node in ast.walk(ast.parse(text))
            for name in (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            if name.split(".")[0] == "rich"
        }
        if path.name == "terminal.py":
            assert imported == {"rich.console", "rich.text"}
            assert text.count("console.print(") == text.count("console.print(Text.from_ansi(") == 1
        else:
            assert imported == set(), path
    said = [
        line for p in SOURCES for line in p.read_text("utf-8").split("\n") if "markup_mode" in line
    ]
    assert [line.split(",")[0].strip() for line in said] == ['"rich_markup_mode": None']


@pytest.mark.parametrize("command", [("list",), ("show", "a"), ("validate",), ("problem", "list")])
def test_markup_and_emoji_codes_are_shown_as_they_are(
    add: Add, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    marked = "[bold red]A[/] :smile: [link=http://x.y]l[/link] "
    add("a", PROJECT.format(marked, marked))
    add("b", 'name = "B"\n"[bold]k[/] :smile:" = 1\n')
    sent = OURS.sub("", in_a_terminal(monkeypatch, *command))
    shown = "[bold]k[/] :smile:" if command == ("validate",) else "[bold red]A[/] :smile: [link="
    assert shown in sent
