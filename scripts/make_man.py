"""Write the manual page, docs/zqtrack.1, from what the commands say of themselves.

    python scripts/make_man.py            writes it
    python scripts/make_man.py FILE       writes it somewhere else

What is written here is only what no command's help says: files, variables, exit codes. The page
is in the man macros of groff, which mandoc reads as well.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import Any

import typer

from zqtrack import __version__
from zqtrack.cli import typed

REPOSITORY = Path(__file__).resolve().parent.parent
PAGE = REPOSITORY / "docs" / "zqtrack.1"

#: When what is written here was last changed.
_DATE = "2026-11-22"
_NAME = "track industrial projects from signing to production"
_DESCRIPTION = """\
zqtrack keeps one small TOML file for each industrial project and answers from them what an
investment-promotion office is asked every week: how many projects were signed, how often, how long
each stage really takes, what is late and what stands in the way. Stages, ages and lights are
derived, never stored; every figure says what it counts.

A ledger is a folder that holds projects/. It is the one that --ledger or ZQTRACK_LEDGER names,
else the working directory or the nearest folder above it.

Data go to standard output, what is said about them to standard error. Each command explains itself
with --help."""
_FILES = (
    ("projects/ID.toml", "One project. The stem of the file's name is its id."),
    (
        "zqtrack.toml",
        (
            "What the ledger is called, from which day it is seen, when lights change, yearly "
            "targets. May be left out."
        ),
    ),
    (
        "project.schema.json, zqtrack.schema.json",
        (
            "With them, editors check both while you type. May be deleted; zqtrack schema "
            "--write writes them."
        ),
    ),
    (".zqtrack.lock", "Keeps two commands from writing at a time. Empty; no need to keep it."),
)
_ENVIRONMENT = (
    ("ZQTRACK_LEDGER", "The ledger's folder, where --ledger names none."),
    ("ZQTRACK_LANGUAGE", "The language to speak, en or zh, where --language names none."),
    (
        "ZQTRACK_CACHE",
        (
            "Where an index of each ledger is kept, to be quick; it can be deleted at any time. "
            "If empty, none is kept; if unset, the user's own cache folder is meant."
        ),
    ),
    (
        "LC_ALL, LC_MESSAGES, LANG",
        "The language to speak, where neither those nor the ledger names one.",
    ),
    ("COLUMNS", "How wide the screen is, whatever the terminal says."),
    ("NO_COLOR", "If it is set and not empty, no colours."),
    ("FORCE_COLOR", "If it is set and not empty, colours wherever the output goes."),
)
_EXIT_STATUS = (
    ("0", "Done."),
    ("1", "The ledger has problems, or the request cannot be met."),
    ("2", "The request itself is wrong."),
)
_SEE_ALSO = "The pages README.md and docs/ of the sources; git(1), which keeps a ledger's history."


def page() -> str:
    """Give the page, in the man macros."""
    program = typer.main.get_command(typed.app)
    root = _context(program, "zqtrack", None)
    commands = list(_commands(program, root))
    parts = [
        f'.TH ZQTRACK 1 {_DATE} "zqtrack {__version__}" "User Commands"',
        *_section("NAME", f"zqtrack \\- {_text(_NAME)}"),
        *_section("SYNOPSIS", ".B zqtrack", _text(" ".join(program.collect_usage_pieces(root)))),
        *_section("DESCRIPTION", *_paragraphs(_DESCRIPTION)),
        *_section("OPTIONS", *_parameters(program, root)),
        *_section("COMMANDS", *(line for about in commands for line in _command(*about))),
        *_section("FILES", *_terms(_FILES)),
        *_section("ENVIRONMENT", *_terms(_ENVIRONMENT)),
        *_section("EXIT STATUS", *_terms(_EXIT_STATUS)),
        *_section("EXAMPLES", *(line for about in commands for line in _example(*about))),
        *_section("SEE ALSO", *_paragraphs(_SEE_ALSO)),
    ]
    return "\n".join(parts) + "\n"


def _commands(group: Any, context: Any) -> Iterator[tuple[Any, Any]]:
    """Give each command, and after one with commands of its own those, with its context."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        own = _context(command, name, context)
        yield command, own
        if hasattr(command, "commands"):
            yield from _commands(command, own)


def _context(command: Any, name: str, parent: Any) -> Any:
    settings = command.context_settings
    return command.context_class(command, info_name=name, parent=parent, **settings)


def _command(command: Any, context: Any) -> Iterator[str]:
    usage = " ".join(command.collect_usage_pieces(context))
    yield f'.SS "{_text(f"{context.command_path} {usage}")}"'
    yield from _paragraphs(command.help)
    yield from _parameters(command, context)


def _parameters(command: Any, context: Any) -> Iterator[str]:
    """Give the arguments and options, without --help, which each command has."""
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record and parameter.name != "help":
            yield from _terms([record])


def _example(command: Any, _context: Any) -> Iterator[str]:
    if example := (command.epilog or "").removeprefix("Example: "):
        first, *_ = command.help.split("\n\n")
        yield ".PP"
        yield from _paragraphs(first)
        yield from (".RS 4", ".nf", _text(example), ".fi", ".RE")


def _section(title: str, *lines: str) -> Iterator[str]:
    yield f'.SH "{title}"'
    # A paragraph right below a heading would be one too many.
    yield from lines[1:] if lines[0] == ".PP" else lines


def _paragraphs(text: str) -> Iterator[str]:
    for at, paragraph in enumerate(text.split("\n\n")):
        if at:
            yield ".PP"
        # Words only, so that a blank at which a line ends is one in the text, too.
        for line in wrap(paragraph, 70, break_long_words=False, break_on_hyphens=False):
            yield _text(line)


def _terms(terms: Any) -> Iterator[str]:
    for term, meaning in terms:
        yield ".TP"
        yield f"\\fB{_text(term)}\\fR"
        yield from _paragraphs(meaning)


def _text(text: str) -> str:
    """Write a line so that troff shows it as it is."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    text = text.replace("'", "\\(aq").replace("`", "\\(ga").replace("^", "\\(ha")
    text = text.replace("~", "\\(ti")
    text = re.sub(r"[^\x20-\x7e]", lambda sign: f"\\[u{ord(sign[0]):04X}]", text)
    return f"\\&{text}" if text.startswith(".") else text


def main() -> None:
    """Write the page."""
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else PAGE
    file.write_text(page(), encoding="ascii", newline="\n")


if __name__ == "__main__":
    main()
