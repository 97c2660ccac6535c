"""From the bytes of a file to its data, or to the one place where they stop being TOML."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from typing import Any

import toml_rs

from zqtrack.core.period import parse_period
from zqtrack.errors import BadValue

UNREADABLE = "ZQ001"
NOT_UTF8 = "ZQ002"
EMPTY = "ZQ003"
CONFLICT = "ZQ004"
NOT_TOML = "ZQ005"
BEYOND_LIMITS = "ZQ007"

#: Tables and arrays within one another; a parser that recurses deeper dies with the process.
DEEPEST = 32

_PLACE = re.compile(r"TOML parse error at line (\d+), column (\d+)\n")
_CONFLICT = re.compile(rb"^(<{7}|={7}|>{7}|\|{7})(?: .*)?\r?$", re.MULTILINE)
# Strings and comments are taken whole, so that only brackets that nest are counted.
_NESTING = re.compile(
    rb'"""(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}|\'\'\'(?:[^\']|\'{1,2}(?!\'))*\'{3,5}'
    rb'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*|([\[{])|([\]}])',
    re.DOTALL,
)


class NotParsed(ValueError):
    """The bytes of a file are no TOML document.

    Attributes:
        code: the check that found it.
        line: 1-based.
        column: 1-based, in characters.
        hint: what to do, or None.
    """

    def __init__(
        self, code: str, line: int, column: int, message: str, hint: str | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.line = line
        self.column = column
        self.hint = hint


def parse(source: bytes) -> dict[str, Any]:
    """Parse a TOML 1.0 document in UTF-8, with or without a byte-order mark.

    Raises:
        NotParsed: it is none; says where and, for the traps people fall into, how to mend it.
    """
    text = _decode(source)
    if source.count(b"[") + source.count(b"{") > DEEPEST:
        _check_depth(source)
    try:
        return toml_rs.loads(text, toml_version="1.0.0")
    except toml_rs.TOMLDecodeError as error:
        raise _not_parsed(source, text, str(error)) from None


def _decode(source: bytes) -> str:
    try:
        text = source.decode()
    except UnicodeDecodeError as error:
        raise _not_utf8(source, error) from None
    if not text.strip("\ufeff \t\r\n"):
        raise NotParsed(EMPTY, 1, 1, "the file is empty", 'begin with name = "…"')
    return text


def _not_utf8(source: bytes, error: UnicodeDecodeError) -> NotParsed:
    hint = "save it as UTF-8 in the editor"
    if source.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return NotParsed(NOT_UTF8, 1, 1, "the file is in UTF-16, not UTF-8", hint)
    before = source[: error.start]
    line_start = before.rfind(b"\n") + 1
    column = len(before[line_start:].removeprefix(BOM_UTF8).decode()) + 1
    byte = source[error.start]
    message = f"the byte 0x{byte:02x} is not UTF-8; the file may be in GBK or Latin-1"
    return NotParsed(NOT_UTF8, before.count(b"\n") + 1, column, message, hint)


def _check_depth(source: bytes) -> None:
    depth = 0
    for token in _NESTING.finditer(source):
        depth += bool(token[1]) - bool(token[2])
        if depth > DEEPEST:
            line, column = _place(source, token.start())
            message = f"tables and lists are nested more than {DEEPEST} deep"
            raise NotParsed(BEYOND_LIMITS, line, column, message, "a project file needs only 2")


def _place(source: bytes, at: int) -> tuple[int, int]:
    before = source[:at].removeprefix(BOM_UTF8).decode()
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _not_parsed(source: bytes, text: str, error: str) -> NotParsed:
    if marker := _CONFLICT.search(source):
        line, column = _place(source, marker.start())
        hint = (
            "keep one side of the conflict and delete the lines with <<<<<<<, ======= and >>>>>>>"
        )
        return NotParsed(CONFLICT, line, column, "a merge conflict is not resolved", hint)
    place = _PLACE.match(error)
    line, column = (int(place[1]), int(place[2])) if place else (1, 1)
    message = error.rsplit("\n", 1)[-1]
    lines = text.removeprefix("\ufeff").split("\n")
    faulty = lines[line - 1] if line <= len(lines) else ""
    return NotParsed(NOT_TOML, line, column, message, next(_hints(faulty, message), None))


def _hints(line: str, message: str) -> Iterator[str]:
    """Explain the traps of TOML that people fall into."""
    key, equals, value = (part.strip() for part in line.partition("="))
    value = value.partition("#")[0].strip()
    if "duplicate key" in message:
        yield "it is already in this file: keep one of the two"
    if re.search(r"[“”‘’「」＂]", value):
        yield 'use straight quotes: "…"'
    if re.match(r"[0-9]{4}(?:[-./年/]|$)", value):
        yield _date_hint(key, _as_period(value))
    if value.lower() in {"true", "false", "yes", "no"}:
        yield "write true or false, in small letters"
    if equals and value[:1] not in {"", '"', "'", "[", "{"}:
        yield f'put the text in quotes: {key} = "{value}"'
    if not equals and ":" in line:
        yield 'write key = "value", with = instead of :'


def _date_hint(key: str, written: str) -> str:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written):
        return f"write {key} = {written}"
    return f'a date that is not a full day goes in quotes: {key} = "{written}"'


def _as_period(value: str) -> str:
    try:
        return parse_period(value).text
    except BadValue as error:
        spelling = re.fullmatch(r"write ([0-9HQ-]+)", error.hint or "")
        return spelling[1] if spelling else value
