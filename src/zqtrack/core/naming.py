"""What a project's file is called: an id made from its name."""

import re
from collections.abc import Iterable
from itertools import count
from unicodedata import normalize

from zqtrack.errors import BadValue, quoted
from zqtrack.language import _, later

#: What an id looks like.
ID = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
RULE = later("small letters, digits and hyphens, 63 at most, beginning with a letter or digit")

# Words are taken from a name up to so many characters, for ids are typed.
_LONG = 40


def parse_id(text: str) -> str:
    """Read an id.

    Raises:
        BadValue: it is none.
    """
    if not ID.fullmatch(text):
        raise BadValue(
            _("{text} is no id").format(text=quoted(text)), _("use {rule}").format(rule=_(RULE))
        )
    return text


def id_from(name: str) -> str | None:
    """Make an id of a name: its Latin words, without accents; None where it has none."""
    # An accent becomes a character of its own, which goes; so does the apostrophe of "Xi'an".
    letters = re.sub("[\u0300-\u036f'’]", "", normalize("NFKD", name)).lower()
    words = re.findall("[a-z0-9]+", letters)
    id_ = ""
    for word in words:
        if id_ and len(id_) + len(word) >= _LONG:
            break
        id_ = f"{id_}-{word}".strip("-")[:_LONG]
    return id_ if re.search("[a-z]{2}", id_) else None


def numbered_id(taken: Iterable[str]) -> str:
    """Give an id for a name of which none can be made: ``project-001`` or the next one free."""
    known = frozenset(taken)
    return next(id_ for number in count(1) if (id_ := f"project-{number:03}") not in known)
