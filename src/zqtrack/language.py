"""The language the program speaks: English, until another is chosen."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol


class Language(StrEnum):
    """What the program can speak."""

    ENGLISH = "en"
    CHINESE = "zh"


class Catalogue(Protocol):
    """What gives the words of another language, such as ``gettext.GNUTranslations``."""

    def gettext(self, message: str, /) -> str: ...
    def ngettext(self, msgid1: str, msgid2: str, n: int, /) -> str: ...


class _English:
    """The words as they stand in the program."""

    def gettext(self, message: str, /) -> str:
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int, /) -> str:
        return msgid1 if n == 1 else msgid2


ENGLISH: Catalogue = _English()
_spoken = ENGLISH


def speak(catalogue: Catalogue) -> None:
    """Choose the language of everything said from now on: once, at the start of a run."""
    global _spoken  # noqa: PLW0603 - one reader, one language; passing it to every sentence says no more
    _spoken = catalogue


def speaks_chinese() -> bool:
    """Whether what the words alone cannot tell, such as the units of money, is Chinese as well."""
    return _spoken is not ENGLISH


def sentences(said: Iterable[str]) -> str:
    """Put sentences one behind the other, as the language does."""
    return ("" if speaks_chinese() else " ").join(said)


def _(text: str) -> str:
    """Give a text in the language that is spoken."""
    # Of no text a catalogue gives what it tells of itself.
    return _spoken.gettext(text) if text else text


def plural(one: str, many: str, number: int) -> str:
    """Give the form of a text that goes with a number, in the language that is spoken."""
    return _spoken.ngettext(one, many, number)


def later(text: str) -> str:
    """Mark a text for the catalogues that is translated where it is shown, not where it stands."""
    return text
