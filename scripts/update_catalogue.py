"""Collect every text of the program, and keep the Chinese catalogue as it is then.

    python scripts/update_catalogue.py            rewrites the catalogue, and says what it lacks
    python scripts/update_catalogue.py --check    only says what is stale, and exits with 1

Texts are the arguments of ``_``, ``plural`` and ``later``, the titles of ``Head``, what Typer
shows of a command (its docstring, ``help``, ``epilog`` and ``metavar``), and the words that are
nobody's argument: names of columns and keys, members of enums. A translation is written into
``zqtrack.po`` by hand; texts that the program has no more are dropped from it.
"""

import ast
import io
import sys
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

REPOSITORY = Path(__file__).resolve().parent.parent
SOURCE = REPOSITORY / "src" / "zqtrack"
PO = SOURCE / "locale" / "zh" / "LC_MESSAGES" / "zqtrack.po"
MO = PO.with_suffix(".mo")

#: A text: itself or its two forms.
Message = str | tuple[str, str]

# Which arguments of a call are texts; of ``plural`` the two are one message.
_CALLS = {"_": 0, "later": 0, "Head": 0}
_KEYWORDS = ("help", "epilog", "metavar")
_DECORATORS = ("command", "callback")
_WIDTH = 99
_ABOUT = (
    "# The Chinese of zqtrack, written by hand; scripts/update_catalogue.py keeps it complete."
)


def texts() -> dict[Message, list[str]]:
    """Give every text of the program, with the files where it stands, in their order."""
    found: dict[Message, list[str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(REPOSITORY).as_posix()
        for message in _texts_in(ast.parse(path.read_text(encoding="utf-8"))):
            places = found.setdefault(message, [])
            if name not in places:
                places.append(name)
    for word in words():
        found.setdefault(word, [])
    # A text with two forms is found under its first as well.
    both = {message[0] for message in found if isinstance(message, tuple)}
    return {
        message: places for message, places in found.items() if message and message not in both
    }


#: What others say, and we repeat: the system, and the TOML parser before ", expected".
FOREIGN = (
    "Permission denied",
    "No such file or directory",
    "No space left on device",
    "Read-only file system",
    "Is a directory",
    "Not a directory",
    "File exists",
    "File name too long",
    "Input/output error",
    "Too many open files",
    "Disk quota exceeded",
    "Operation not permitted",
    "File too large",
    "Broken pipe",
    "Stale file handle",
    "the disk takes no more bytes",
    "what was written reads back differently",
    "invalid date",
    "invalid time",
    "invalid datetime",
    "invalid float",
    "invalid boolean",
    "invalid integer number",
    "invalid hexadecimal number",
    "invalid octal number",
    "invalid binary number",
    "invalid value",
    "invalid table",
    "invalid key-value pair",
    "invalid basic string",
    "invalid literal string",
    "invalid multi-line basic string",
    "invalid multi-line literal string",
    "invalid unquoted key",
    "invalid comment character",
    "invalid inline table element",
    "unexpected content",
    "unexpected content between comment and newline",
    "unexpected key or value",
    "unexpected leading zero",
    "unexpected sign",
    "unexpected `=` in array",
    "redundant numeric sign",
    "redundant integer number prefix",
    "integers with a radix cannot be signed",
    "radix must be lowercase",
    "`_` may only go between digits",
    "unclosed array",
    "unclosed table",
    "unclosed array table",
    "unclosed inline table",
    "extra `=`",
    "extra comma in array",
    "extra comma in inline table",
    "extra assignment between key-value pairs",
    "missing value",
    "missing value for key",
    "missing escaped value",
    "missing table open",
    "missing array opening",
    "missing comma between array elements",
    "missing comma between key-value pairs",
    "missing assignment between key-value pairs",
    "missing key for inline table element",
    "trailing commas are not supported in inline tables",
    "comments are unsupported in inline tables",
    "newlines are unsupported in inline tables",
    "keys cannot be multi-line basic strings",
    "keys cannot be multi-line literal strings",
    "carriage return must be followed by newline",
    "string values must be quoted",
    "too few unicode value digits",
    "cannot extend value of type array with a dotted key",
    "cannot extend value of type inline table with a dotted key",
)


def words() -> Iterator[str]:
    """Give the words that follow from how the program is built."""
    from zqtrack.core.calendar import Unit
    from zqtrack.core.columns import BY_NAME
    from zqtrack.core.fields import fields_of
    from zqtrack.core.findings import Severity
    from zqtrack.core.lights import Light
    from zqtrack.core.project import (
        FIELDS,
        STANDINGS,
        Kind,
        Mark,
        Note,
        Problem,
        Replanned,
        Stage,
        Withdrawal,
    )
    from zqtrack.core.report import Section

    yield from FOREIGN
    yield from (name.replace("_", " ") for name in BY_NAME)
    yield from (field.key for field in FIELDS)
    yield from (
        field.key for part in (Note, Problem, Replanned, Withdrawal) for field in fields_of(part)
    )
    yield from STANDINGS
    for enum in (Stage, Kind, Mark, Light, Severity, Section, Unit):
        yield from (member.value for member in enum)


def catalogue() -> Catalog:
    """Give the catalogue: every text, with its translation where it has one."""
    with PO.open("rb") as file:
        known = read_po(file, locale="zh")
    fresh = _Plain(locale="zh", header_comment=_ABOUT, fuzzy=False)
    for message, places in texts().items():
        kept = known.get(message)
        string = kept.string if kept and "fuzzy" not in kept.flags else ""
        fresh.add(message, string, locations=[(place, 0) for place in places])
    return fresh


def po_text(messages: Catalog) -> bytes:
    """Write a catalogue as text, the same bytes for the same messages."""
    written = io.BytesIO()
    write_po(written, messages, width=_WIDTH, sort_output=False, include_lineno=False)
    return written.getvalue()


def mo_bytes(messages: Catalog) -> bytes:
    """Write a catalogue as programs read it, the same bytes for the same messages."""
    written = io.BytesIO()
    write_mo(written, messages)
    return written.getvalue()


def missing(messages: Catalog) -> list[str]:
    """Give the texts that have no translation."""
    return [str(each.id) for each in messages if each.id and not _translated(each.string)]


def _translated(string: Any) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


class _Plain(Catalog):
    """A catalogue whose header says nothing of people, machines and times."""

    mime_headers = (  # which Babel makes of the clock
        ("Project-Id-Version", "zqtrack"),
        ("Language", "zh"),
        ("Plural-Forms", "nplurals=1; plural=0;"),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
    )


def _texts_in(tree: ast.AST) -> Iterator[Message]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _of_call(node)
        elif isinstance(node, ast.FunctionDef) and any(map(_is_command, node.decorator_list)):
            yield cleandoc(ast.get_docstring(node) or "")


def _of_call(node: ast.Call) -> Iterator[Message]:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name == "plural" and (one := _text(node.args[0])) and (many := _text(node.args[1])):
        yield one, many
    elif name in _CALLS and node.args and (text := _text(node.args[0])):
        yield text
    for keyword in node.keywords:
        if keyword.arg in _KEYWORDS and (text := _text(keyword.value)):
            yield text


def _is_command(decorator: ast.expr) -> bool:
    call = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(call, ast.Attribute) and call.attr in _DECORATORS


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def main() -> int:
    """Rewrite the catalogue, or only look whether it is as it should be."""
    fresh = catalogue()
    written = {PO: po_text(fresh), MO: mo_bytes(fresh)}
    stale = [
        path for path, text in written.items() if not path.exists() or path.read_bytes() != text
    ]
    if "--check" not in sys.argv:
        for path in stale:
            path.write_bytes(written[path])
    for path in stale:
        print(f"{path.relative_to(REPOSITORY)}: {'stale' if '--check' in sys.argv else 'written'}")
    for text in missing(fresh):
        print(f"not translated: {text}")
    return 1 if "--check" in sys.argv and (stale or missing(fresh)) else 0


if __name__ == "__main__":
    sys.exit(main())
