"""What a shell offers when Tab is pressed: ids, fields, and the values of a ledger.

Nothing here says anything: where something is wrong, nothing is offered.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from zqtrack.errors import ZqtrackError

# Beyond so many projects a value is looked for in vain, rather than let somebody wait.
_READ_AT_MOST = 2_000
# Shells evaluate what they are offered, so a value that holds anything else is not.
_HARMLESS = re.compile(r"\w[\w .-]*")
_TERM = re.compile(r"(?P<field>[\w-]+)(?P<sign>!?=|~)(?P<values>.*,)?(?P<last>[^,]*)", re.DOTALL)


def ids(ctx: Any, incomplete: str) -> list[str]:
    """Offer the ids of the ledger."""
    return _quietly(lambda: [i for i in _ids(ctx) if i.startswith(incomplete)])


def fields(incomplete: str) -> list[str]:
    """Offer the fields, one after the other with commas between."""
    before, comma, last = incomplete.rpartition(",")
    return [f"{before}{comma}{name}" for name in _fields(last)]


def field(incomplete: str) -> list[str]:
    """Offer the fields."""
    return _fields(incomplete)


def terms(ctx: Any, incomplete: str) -> list[str]:
    """Offer filters: fields with an operator, then the values of the field."""
    # Bash takes the part before = as a word of its own.
    before = _taken_apart()
    offered = _quietly(lambda: _terms(ctx, before + incomplete))
    return [_as_typed(term.removeprefix(before)) for term in offered]


def _quietly(offer: Callable[[], Iterable[str]]) -> list[str]:
    with suppress(ZqtrackError, OSError):
        return list(offer())
    return []


def _ids(ctx: Any) -> Iterator[str]:
    from zqtrack.core.naming import ID
    from zqtrack.ledger.store import project_paths

    for path in project_paths(_root(ctx)):
        id_ = Path(path).stem
        if ID.fullmatch(id_):
            yield id_


def _root(ctx: Any) -> Path:
    from zqtrack.cli.session import ledger_root

    folder = ctx.find_root().params.get("ledger")
    return ledger_root(Path(folder) if folder else None)


def _fields(incomplete: str) -> list[str]:
    from zqtrack.core.columns import BY_NAME

    return [name for name in BY_NAME if name.startswith(incomplete)]


def _terms(ctx: Any, incomplete: str) -> Iterable[str]:
    if match := _TERM.fullmatch(incomplete):
        prefix = incomplete[: match.start("last")]
        return (f"{prefix}{value}" for value in _values(ctx, match["field"], match["last"]))
    names = _fields(incomplete)
    # Of two a shell goes on to where they differ; after one alone it would put a blank.
    signs = ("=", "!=") if len(names) == 1 else ("=",)
    return (f"{name}{sign}" for name in names for sign in signs)


def _values(ctx: Any, name: str, incomplete: str) -> list[str]:
    """Give the values that begin so: those a field can have, or else has in the ledger."""
    from zqtrack.core.columns import column_named
    from zqtrack.core.fields import TEXT, TEXTS

    column = column_named(name)
    values = column.type.choices
    if column.type is TEXT:
        values = tuple(sorted({getattr(p, column.name) or "" for p in _projects(ctx)}))
    elif column.type is TEXTS:
        values = tuple(sorted({text for p in _projects(ctx) for text in getattr(p, column.name)}))
    return [v for v in values if v.startswith(incomplete) and _HARMLESS.fullmatch(v)]


def _projects(ctx: Any) -> Iterator[Any]:
    from zqtrack.ledger.store import read_all

    for file in islice(read_all(_root(ctx)), _READ_AT_MOST):
        if file.project:
            yield file.project


def _taken_apart() -> str:
    """Give the part of a term that Bash has made words of before the one at the cursor."""
    words = _words()
    if words[-1] != "=":
        words.pop()
    return "".join(words[-2:]) if words[-1:] == ["="] else ""


def _as_typed(term: str) -> str:
    """Give a term as Bash wants it; other shells put in a backslash themselves."""
    quoted = _words()[-1].startswith(("'", '"'))
    return term if quoted or "COMP_WORDS" not in os.environ else term.replace(" ", "\\ ")


def _words() -> list[str]:
    """Give Bash's words up to the one at the cursor; of other shells an empty one."""
    words = os.environ.get("COMP_WORDS", "").split("\n")
    return words[: int(os.environ.get("COMP_CWORD", "0")) + 1]
