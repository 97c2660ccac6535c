"""From the bytes of a file to its data, or to the one place where they stop being TOML."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from typing import Any

from zqtrack.core.period import parse_period
from zqtrack.core.tables import BAD_DATE
from zqtrack.errors import BadValue
from zqtrack.language import _, later

UNREADABLE = "ZQ001"
NOT_UTF8 = "ZQ002"
EMPTY = "ZQ003"
CONFLICT = "ZQ004"
NOT_TOML = "ZQ005"
BEYOND_LIMITS = "ZQ007"

#: Tables and lists within one another, and the parts of one dotted key. The parser and what
#: reads its data are recursive: some thousand levels end the whole process.
DEEPEST = 32

#: Keys, tables and items of lists in one file. Each takes time and memory, to read and to place; a
#: file of the largest size could hold half a million, and a project of ten years a tenth of this.
MOST = 30_000

#: Characters of a number, or of a key without quotes. To read a number of a million digits takes
#: seconds.
LONGEST_WORD = 1000

# The fast parser survives so many levels even on the smallest stack of any platform, and there are
# no more levels than brackets.
_SAFE = 256

# Keys and values of up to so many characters are repeated in a hint, ready to be typed.
_TYPED = 60

# Compiled where they are needed, which is seldom: each costs as much as reading fifty files.
_ERROR = (
    r"TOML parse error at line (?P<line>\d+), column (?P<column>\d+)\n"
    r".*\n *\| *(?P<carets>\^+)\n(?P<said>[^\n]*)"
)

_BEFORE_TEXT, _BEHIND_TEXT = b" \t\r\n=,.[{", b" \t\r\n=,.]}#"
_CLOSED_BY = {b"[": b"]", b"{": b"}"}
_ENDS_OF_KEYS = {"opening", "closing", "next", "end"}
_PIECES = {"opening", "dot", "next"}
_BARE_RETURN = rb"\r(?!\n)"
_MARKER = rb"^(?:<{7}|={7}|>{7}|\|{7})(?= |\r?$)"
_OUTSIDE = rb"""
    (?P<conflict> ^(?:<{7}|={7}|>{7}|\|{7})(?=[ ]|\r?$) )
    | (?P<opening> [\[{] ) | (?P<closing> [\]}] ) | (?P<dot> \. ) | (?P<next> [=,] )
    | (?P<end> [\r\n]++ )
    | (?P<word> [0-9A-Za-z_:+-]++ )
"""
# Strings and comments are taken whole, and nothing is looked at twice: with a pattern that turns
# back, a file made for it would keep us for hours.
_TOKEN = (
    rb'(?P<text> "{3} (?:[^"\\]++ | \\. | "{1,2}(?!") )*+ "{3,5}'
    rb"| '{3} (?:[^']++ | '{1,2}(?!') )*+ '{3,5}"
    rb'| "(?!"") (?:[^"\\\r\n]++ | \\[^\r\n] )*+ "'
    rb"| '(?!'') [^'\r\n]*+ ' )"
    # Remarks below one another are many: at one stroke, but for the last end of a line.
    rb"| (?: [\r\n]++ [ \t]*+ \#[^\r\n]*+ )++ | \#[^\r\n]*+"
    rb"| (?P<unclosed> [\"'] ) |" + _OUTSIDE
)
_FLAGS = re.DOTALL | re.MULTILINE | re.VERBOSE
# What the parser says, in the words of somebody who does not know its terms.
_IN_PLAIN_WORDS = {
    "string values must be quoted, expected literal string": (
        later("a number, a full day or a text in quotes belongs here")
    ),
    "key with no value, expected `=`": later("a key needs = and a value"),
    "unexpected key or value, expected newline, `#`": later("the line should end here"),
    "duplicate key": later("this key or table stands in the file already"),
    'invalid basic string, expected `"`': later("the text has no closing quote"),
    "invalid literal string, expected `'`": later("the text has no closing quote"),
    'invalid multi-line basic string, expected `"`': later('the long text has no closing """'),
    "invalid multi-line literal string, expected `'`": later("the long text has no closing '''"),
    "invalid unquoted key, expected letters, numbers, `-`, `_`": later(
        "this cannot stand in a key"
    ),
    "unquoted keys cannot be empty, expected letters, numbers, `-`, `_`": later(
        "there is no key here"
    ),
}
# What is a date or time in TOML, but none in any calendar.
_NO_DAY = rb"0000-|[-0-9:T]*:60"


class NotParsed(ValueError):
    """The bytes of a file are no TOML document.

    Attributes:
        code: the check that found it.
        line: 1-based.
        column: 1-based, in characters; a byte order mark is none.
        hint: what to do, or None.
        length: how many characters are wrong; 0 where it is the file as a whole.
    """

    def __init__(
        self, code: str, line: int, column: int, message: str, hint: str | None, length: int = 1
    ) -> None:
        super().__init__(message)
        self.code = code
        self.line = line
        self.column = column
        self.hint = hint
        self.length = length

    @classmethod
    def whole(cls, code: str, message: str, hint: str | None = None) -> "NotParsed":
        """Say what is wrong with a file as a whole."""
        return cls(code, 1, 1, message, hint, length=0)


def parse(source: bytes) -> dict[str, Any]:
    """Parse a TOML 1.0 document in UTF-8, with or without a byte-order mark.

    Raises:
        NotParsed: it is none; says where and, for the traps people fall into, how to mend it.
    """
    import toml_rs  # with an index there may be nothing to parse

    text = _decode(source)
    # Without so many brackets and dots there is no such depth: of most files that is all we ask.
    brackets = source.count(b"[") + source.count(b"{")
    sure = True
    if brackets > DEEPEST or source.count(b".") >= DEEPEST or len(source) > MOST:
        sure = _check_limits(source)
    if brackets > _SAFE and not sure:
        _let_python_parse_first(source, text)
    try:
        return toml_rs.loads(text, toml_version="1.0.0")
    except toml_rs.TOMLDecodeError as error:
        raise _conflict(source) or _not_toml(source, text, str(error)) from None
    except ValueError as error:
        raise _no_such_day(source, str(error)) from None


def _decode(source: bytes) -> str:
    try:
        text = source.decode()
    except UnicodeDecodeError as error:
        raise _not_utf8(source, error) from None
    if text.startswith("\ufeff"):
        text = f" {text[1:]}"  # a character as well, and the parser counts it as one
    if not text.strip(" \t\r\n"):
        raise NotParsed.whole(EMPTY, _("the file is empty"), _('begin with name = "…"'))
    return text


def _not_utf8(source: bytes, error: UnicodeDecodeError) -> NotParsed:
    hint = _("save it as UTF-8 in the editor")
    if source.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return NotParsed.whole(NOT_UTF8, _("the file is in UTF-16, not UTF-8"), hint)
    byte = source[error.start]
    message = _("the byte 0x{byte:02x} is not UTF-8; the file may be in GBK or Latin-1").format(
        byte=byte
    )
    return NotParsed(NOT_UTF8, *_place(source, error.start), message, hint)


def _check_limits(source: bytes) -> bool:
    """Refuse what is too deep or too much; tell whether any parser would count the same.

    It may not where a text never ends or is part of a word, where brackets do not match, or where
    a carriage return alone ends a remark for us.
    """
    closed_by: list[bytes] = []
    dots = pieces = 0
    sure = not re.search(_BARE_RETURN, source)
    for token in _tokens(source):
        kind = token.lastgroup
        if kind == "opening":
            closed_by.append(_CLOSED_BY[token[0]])
        elif kind == "closing":
            # Brackets too many must not make room for as many others, so they count as pieces.
            expected = closed_by.pop() if closed_by else b""
            sure, pieces = sure and token[0] == expected, pieces + (not expected)
        elif kind in {"text", "unclosed"}:
            sure = sure and kind == "text" and _stands_alone(source, token)
        dots = dots + (kind == "dot") if kind not in _ENDS_OF_KEYS else 0
        pieces += kind in _PIECES
        _refuse_beyond(source, token, len(closed_by), dots, pieces)
    return sure


def _stands_alone(source: bytes, text: re.Match[bytes]) -> bool:
    before = source[text.start() - 1 : text.start()]
    return before in _BEFORE_TEXT and source[text.end() : text.end() + 1] in _BEHIND_TEXT


def _refuse_beyond(
    source: bytes, token: re.Match[bytes], depth: int, dots: int, pieces: int
) -> None:
    if depth > DEEPEST or dots >= DEEPEST:
        message = _("tables, lists or the parts of a key are more than {most} deep").format(
            most=DEEPEST
        )
        hint = _("a project file needs only 2")
    elif pieces > MOST:
        message = _("the file holds more than {most:,} keys, tables and items of lists").format(
            most=MOST
        )
        hint = _("a project file needs some hundreds")
    elif token.lastgroup == "word" and token.end() - token.start() > LONGEST_WORD:
        message = _("a number or a key is longer than {most:,} characters").format(
            most=LONGEST_WORD
        )
        hint = _("write it shorter, or in quotes")
    else:
        return
    raise NotParsed(BEYOND_LIMITS, *_place(source, token.start()), message, hint)


def _let_python_parse_first(source: bytes, text: str) -> None:
    """Ask a parser that raises, and does not die, at text that only looks flat to our tokens."""
    import tomllib

    try:
        tomllib.loads(text)
    except RecursionError:
        message = _("tables or lists are more than {most} deep").format(most=DEEPEST)
        raise NotParsed.whole(BEYOND_LIMITS, message, _("a project file needs only 2")) from None
    except ValueError as error:
        said = re.fullmatch(r"(.*) \(at line (\d+), column (\d+)\)", str(error))
        line, column = (int(said[2]), int(said[3])) if said else (text.count("\n") + 1, 1)
        column -= line == 1 and source.startswith(BOM_UTF8)
        message = said[1] if said else str(error)
        raise _conflict(source) or NotParsed(NOT_TOML, line, column, message, None) from None


def _conflict(source: bytes) -> NotParsed | None:
    marked = re.search(
        _MARKER, source, re.MULTILINE
    )  # mostly there is none, and no need to look what is text
    tokens = _tokens(source) if marked else ()
    marker = next((token for token in tokens if token.lastgroup == "conflict"), None)
    if marker is None:
        return None
    hint = _(
        "keep the lines that are right, delete the others and the <<<<<<<, ======= and >>>>>>>"
    )
    place = _place(source, marker.start())
    return NotParsed(CONFLICT, *place, _("a merge conflict is not resolved"), hint, len(marker[0]))


def _no_such_day(source: bytes, error: str) -> NotParsed:
    for token in _tokens(source):
        if re.match(_NO_DAY, token[0]):
            message = (
                _("there is no year 0")
                if token[0].startswith(b"0000")
                else _("there is no second 60")
            )
            place = _place(source, token.start())
            return NotParsed(BAD_DATE, *place, message, _("correct the date"), len(token[0]))
    return NotParsed.whole(NOT_TOML, error)


def _tokens(source: bytes) -> Iterator[re.Match[bytes]]:
    """Give what matters outside strings and comments.

    After a string that never ends nobody knows what is text, so all the rest counts.
    """
    for token in re.finditer(_TOKEN, source, _FLAGS):
        if token.lastgroup:
            yield token
        if token.lastgroup == "unclosed":
            yield from re.compile(_OUTSIDE, _FLAGS).finditer(source, token.end())
            return


def _place(source: bytes, at: int) -> tuple[int, int]:
    before = source[:at].removeprefix(BOM_UTF8)
    line_start = before.rfind(b"\n") + 1
    return before.count(b"\n") + 1, len(before[line_start:].decode()) + 1


def _not_toml(source: bytes, text: str, error: str) -> NotParsed:
    shape = re.fullmatch(_ERROR, error, re.DOTALL)
    if shape is None:  # an error of another kind than any we know
        return NotParsed.whole(NOT_TOML, error)
    line, said = int(shape["line"]), shape["said"]
    # At a Chinese character the parser counts bytes, elsewhere characters: ask without any.
    plain = re.fullmatch(_ERROR, _error_of(re.sub(r"[^\x00-\x7f]", "?", text)), re.DOTALL)
    shape = plain if plain and plain["said"] == said else shape
    faulty = text.split("\n")[line - 1].removesuffix("\r")
    column = min(int(shape["column"]), len(faulty) + 1)
    length = min(len(shape["carets"]), len(faulty) + 1 - column) or 1
    column -= line == 1 and source.startswith(BOM_UTF8)
    message = _IN_PLAIN_WORDS.get(said, said.removesuffix(", expected nothing"))
    hint = next(_hints(faulty, said), None)
    if message.startswith("the long text"):  # told at the end of the file: show where it begins
        opened = [token.start() for token in _tokens(source) if token.lastgroup == "unclosed"]
        line, column = _place(source, opened[0]) if opened else (line, column)
    return NotParsed(NOT_TOML, line, column, _translated(message), hint, length)


def _translated(said: str) -> str:
    """Give what the parser says in the language spoken; what it expected instead is cut there."""
    told = said.partition(", expected ")[0]
    return _(said) if _(said) != said or _(told) == told else _(told)


def _error_of(text: str) -> str:
    import toml_rs

    try:
        return str(toml_rs.loads(text, toml_version="1.0.0"))
    except ValueError as error:
        return str(error)


def _hints(line: str, said: str) -> Iterator[str]:
    """Explain the traps of TOML that people fall into, the likeliest first."""
    key, equals, value = (part.strip() for part in line.partition("="))
    value = value.partition("#")[0].strip()
    if "duplicate key" in said or "cannot extend" in said:
        yield _("keep one of the two")
    if "visible char" in said or "printable char" in said:
        yield _("delete this character: it cannot be seen")
    if "no value" in said or re.match("[^\"']*[＝：]", line):
        yield _('write key = "value", with a plain = between them')
    if re.search("[“”‘’「」＂]", value):
        yield _('use straight quotes: "…"')
    if re.match(r"[0-9]{4}[-./年]", value):
        yield _date_hint(key, value)
    if "unquoted key" in said:
        yield _("keys are plain words such as name or land-mu; zqtrack schema has all of them")
    if re.fullmatch("true|false|yes|no", value, re.IGNORECASE):
        yield _("write true or false, in small letters")
    if equals and not value:
        yield _("fill in a value, or delete the line")
    yield from _hints_on_texts(key, value, said)


def _date_hint(key: str, value: str) -> str:
    try:
        meant = parse_period(re.split("[T ]", value)[0]).text
    except BadValue as error:
        spelling = re.fullmatch(r"write ([0-9HQ-]+)", error.hint or "")
        if spelling is None:
            return str(error.hint)
        meant = spelling[1]
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", meant):
        return _("write {example}").format(example=_typed(key, meant))
    in_quotes = f'"{meant}"'
    return _("a date that is not a full day goes in quotes: {typed}").format(
        typed=_typed(key, in_quotes)
    )


def _hints_on_texts(key: str, value: str, said: str) -> Iterator[str]:
    if "escape" in said or "unicode" in said:
        yield _(r"write \\ for a backslash, or put the text in '…'")
    if "string, expected" in said:
        yield _("end the text with the quote that it begins with")
    if value[:1] in {'"', "'"}:
        yield _(r"quotes within a text are written \", a remark follows a #")
    elif value and value[0] not in "[{":
        in_quotes = f'"{value}"'
        yield _("put the text in quotes: {typed}").format(typed=_typed(key, in_quotes))
    elif "invalid" in said:
        yield _("put every text in quotes")


def _typed(key: str, value: str) -> str:
    line = f"{key} = {value}" if key else value
    return line if len(line) <= _TYPED else '"…"'
