"""One gateway for every text that is shown: what it may contain, and how wide it is."""

import re
import unicodedata

# Categories that a terminal obeys instead of showing, or that hide or turn other text: controls,
# formats (direction marks, zero-width characters), surrogates, private use, line separators.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_PLAIN = re.compile(r"[ -~\u00a1-\u00ac\u00ae-\u02ff\u3001-\u3029\u4e00-\u9fff\uff01-\uff5e]*")
_NAMED = {"\n": r"\n", "\t": r"\t", "\r": r"\r"}


def visible(text: str) -> str:
    """Give a text with every character that could steer a terminal or a reader as an escape.

    Whatever comes from a file, a file's name or an argument passes through here before it is
    shown. A combining mark stays where it has a letter to stand on.
    """
    if _PLAIN.fullmatch(text):
        return text
    return "".join(map(_shown, text))


def width(text: str) -> int:
    """Give the columns that a text takes in a terminal: two for a Chinese character."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def fit(text: str, columns: int) -> str:
    """Cut a text that is too wide for so many columns, with … at its end."""
    if width(text) <= columns:
        return text
    kept = ""
    taken = 0
    for character in text:
        taken += width(character)
        if taken > columns - 1:
            break
        kept += character
    return f"{kept}…"


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """Fill a text with blanks up to so many columns; ``right`` puts it at the right end."""
    blanks = " " * (columns - width(text))
    return blanks + text if right else text + blanks


def count(number: int, noun: str, plural: str | None = None) -> str:
    """Write a number with its noun: ``1 project``, ``1,200 projects``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def _shown(character: str) -> str:
    if unicodedata.category(character) not in _UNSEEN:
        return character
    if character in _NAMED:
        return _NAMED[character]
    return ascii(character)[1:-1]
