"""One gateway for every text that is shown: what it may contain, and how wide it is."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from operator import add
from unicodedata import category, east_asian_width

from zqtrack.language import plural

# Categories that a terminal obeys instead of showing, or that hide or turn other text: controls,
# formats (direction marks, zero-width characters), surrogates, private use, line separators.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
# Letters, marks and signs that show nothing: fillers, joiners, variation selectors.
_EMPTY = (
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U00016fe4\U0001d159\U000e0100-\U000e01ef]"
)
_MARKS = {"Mn", "Me"}
# More marks than any script piles on a letter would run over the lines above and below.
_MOST_MARKS = 4
_KOREAN_PART = "[\u1160-\u11ff\ud7b0-\ud7fb]"
_WIDE = {"W", "F"}
_PLAIN = r"[ -~\u00a1-\u00ac\u00ae-\u02ff\u3001-\u3029\u4e00-\u9fff\uff01-\uff5e]*"
# Of these, characters of one column are one byte in UTF-8, and those of two are three.
_EVEN = r"[ -~\u3001-\u3029\u4e00-\u9fff\uff01-\uff5e]*"
_NAMED = {"\n": r"\n", "\t": r"\t", "\r": r"\r"}


def visible(text: str) -> str:
    """Give a text with every character that could steer a terminal or a reader as an escape.

    Whatever comes from a file, a file's name or an argument passes through here before it is
    shown. A combining mark stays where it has a character to stand on.
    """
    return text if _is_plain(text) else "".join(_shown(text))


def all_visible(texts: Sequence[str]) -> Sequence[str]:
    """Give many texts as ``visible`` gives each."""
    return texts if _is_plain("".join(texts)) else list(map(visible, texts))


def width(text: str) -> int:
    """Give the columns that a visible text takes in a terminal: two for a Chinese character."""
    if text.isascii():
        return len(text)
    if _pattern(_EVEN).fullmatch(text):
        return (len(text) + len(text.encode())) // 2
    return sum(map(_columns, text))


def widths(texts: Sequence[str]) -> list[int]:
    """Give the columns that each of many texts takes."""
    whole = "\n".join(texts)  # which no visible text contains
    if whole.isascii():
        return list(map(len, texts))
    if _pattern(_EVEN).fullmatch("".join(texts)):
        sizes = map(add, map(len, texts), map(len, whole.encode().split(b"\n")))
        return [size // 2 for size in sizes]
    return list(map(width, texts))


def fit(text: str, columns: int) -> str:
    """Cut a text that is too wide for so many columns, at least 1, with … at its end."""
    if width(text) <= columns:
        return text
    if text.isascii():
        return f"{text[: columns - 1]}…"
    ends = accumulate(map(_columns, text))
    kept = next(at for at, end in enumerate(ends) if end >= columns)
    return f"{text[:kept]}…"


def projects(number: int) -> str:
    """Write a number of projects: ``1 project``, ``1,200 projects``."""
    return plural("{number:,} project", "{number:,} projects", number).format(number=number)


def files(number: int) -> str:
    """Write a number of files."""
    return plural("{number:,} file", "{number:,} files", number).format(number=number)


def days(number: int) -> str:
    """Write a number of days."""
    return plural("{number:,} day", "{number:,} days", number).format(number=number)


def _is_plain(text: str) -> bool:
    # Nearly every text is ASCII, and nearly every other one even; a pattern is not made in vain.
    if text.isascii():
        return text.isprintable()
    return bool(_pattern(_EVEN).fullmatch(text) or _pattern(_PLAIN).fullmatch(text))


@cache
def _pattern(text: str) -> re.Pattern[str]:
    # Compiled when it is needed: in English that is seldom.
    return re.compile(text)


def _shown(text: str) -> Iterator[str]:
    empty = _pattern(_EMPTY)
    marks = _MOST_MARKS  # as if many stood before the text, where a mark has nothing to stand on
    for character in text:
        kind = category(character)
        marks = marks + 1 if kind in _MARKS else 0
        if kind in _UNSEEN or empty.match(character) or marks > _MOST_MARKS:
            yield _NAMED.get(character) or ascii(character)[1:-1]
            marks = _MOST_MARKS
        else:
            yield character
            if character == " ":
                marks = _MOST_MARKS


@lru_cache(maxsize=4096)
def _columns(character: str) -> int:
    # The later parts of a Korean syllable stand in the square of the first.
    if category(character) in _MARKS or _pattern(_KOREAN_PART).match(character):
        return 0
    return 2 if east_asian_width(character) in _WIDE else 1
