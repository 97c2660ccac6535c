"""What a shell offers when Tab is pressed: ids, fields, and the values of a ledger.

Nothing here says anything: where something is wrong, nothing is offered. An offer is a text, or a
text and what it means.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import combinations, islice
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from zqtrack.errors import ZqtrackError

Offer: TypeAlias = str | tuple[str, str]

# Beyond so many projects a value or a name is looked for in vain, rather than let somebody wait.
_READ_AT_MOST = 20_000
# Of so many ids at most the names are read, to stand beside them.
_NAMED = 100
# A shell of which we do not know how it quotes runs what it is offered, unless it is like this.
_HARMLESS = r"\w[\w .-]*"
_SIGNS = ("=", "!=", ">", ">=", "<", "<=", "~")
_TERM = r"(?s)(?P<field>[\w-]+)(?:!=|[<>]=?|=|~)(?P<values>.*,)?(?P<last>[^,]*)"


class Asked(NamedTuple):
    """A question of a shell that puts what it is offered in quotes as needed.

    It is the ``obj`` of the root context; other shells leave that empty.

    Attributes:
        quote: the quotation mark that is open at the cursor, or nothing.
    """

    quote: str


class _Meant(str):
    """A text that is offered for what it means: Typer would drop it if it begins otherwise."""

    __slots__ = ()

    def startswith(self, *_: Any) -> bool:
        return True


def ids(ctx: Any, incomplete: str) -> list[Offer]:
    """Offer the ids that begin so, else those of projects that have it in their id or name."""
    return _quietly(lambda: _ids(ctx, incomplete))


def files(ctx: Any, incomplete: str) -> list[Offer]:
    """Offer files of projects and settings, folders on the way to them, and ids."""
    begun = _quietly(lambda: _begun(ctx, incomplete))
    return [*_quietly(lambda: _files(incomplete)), *begun]


def problems(ctx: Any, incomplete: str) -> list[Offer]:
    """Offer the numbers of the open problems of the project that the command names."""
    return _quietly(lambda: _problems(ctx, incomplete))


def fields(incomplete: str) -> list[Offer]:
    """Offer the fields, one after the other with commas between."""
    before, comma, last = incomplete.rpartition(",")
    return [(f"{before}{comma}{name}", help_) for name, help_ in _fields(last)]


def field(incomplete: str) -> list[Offer]:
    """Offer the fields."""
    return list(_fields(incomplete))


def groupings(incomplete: str) -> list[Offer]:
    """Offer what divides projects into groups: fields, and stages with a stretch of time."""
    from zqtrack.core.calendar import Unit
    from zqtrack.core.groups import DIVIDING
    from zqtrack.core.project import Stage

    dates = (f"{stage}:{unit}" for stage in Stage for unit in Unit)
    return [text for text in (*DIVIDING, *dates) if text.startswith(incomplete)]


def pairs(incomplete: str) -> list[Offer]:
    """Offer pairs of stages, such as ``signed..started``."""
    from zqtrack.core.project import Stage

    texts = (f"{start}..{end}" for start, end in combinations(Stage, 2))
    return [text for text in texts if text.startswith(incomplete)]


def promises(incomplete: str) -> list[Offer]:
    """Offer the stages with a sign after which a date is written, such as ``completed=``."""
    from zqtrack.core.project import Stage

    return [f"{stage}=" for stage in Stage if stage.startswith(incomplete)]


def codes(incomplete: str) -> list[Offer]:
    """Offer the codes of ``validate``, with what they find."""
    from zqtrack.core.checks import RULES
    from zqtrack.language import _

    begun = incomplete.upper()
    return [(_Meant(rule.code), _(rule.title)) for rule in RULES if rule.code.startswith(begun)]


def terms(ctx: Any, incomplete: str) -> list[Offer]:
    """Offer filters: fields with an operator, then the values of the field."""
    return _quietly(lambda: _terms(ctx, incomplete))


def values_of(name: str) -> Callable[[Any, str], list[Offer]]:
    """Give what offers the values of a field: those it can have, or else has in the ledger."""
    return lambda ctx, incomplete: _quietly(lambda: _values(ctx, name, incomplete))


def _quietly(offer: Callable[[], Iterable[Offer]]) -> list[Offer]:
    with suppress(ZqtrackError, OSError):
        return list(offer())
    return []


def _ids(ctx: Any, incomplete: str) -> list[Offer]:
    return _begun(ctx, incomplete) or _ids_by_name(ctx, incomplete)


def _begun(ctx: Any, incomplete: str) -> list[Offer]:
    from zqtrack.core.naming import ID
    from zqtrack.ledger.store import path_of, project_paths

    root = _root(ctx)
    known = (Path(path).stem for path in project_paths(root))
    begun = [id_ for id_ in known if id_.startswith(incomplete.lower()) and ID.fullmatch(id_)]
    if len(begun) > _NAMED:
        return [_Meant(id_) for id_ in begun]
    return [(_Meant(id_), _name_in(str(path_of(root, id_)))) for id_ in begun]


def _ids_by_name(ctx: Any, part: str) -> list[Offer]:
    wanted = part.casefold()
    return [
        (_Meant(project.id), project.name)
        for project in _projects(ctx)
        if wanted in project.id or wanted in project.name.casefold()
    ]


def _name_in(path: str) -> str:
    from zqtrack.ledger.store import read_file

    project = read_file(path).project
    return project.name if project else ""


def _root(ctx: Any) -> Path:
    from zqtrack.cli.session import ledger_root

    folder = ctx.find_root().params.get("ledger")
    # What the shell itself would have put there.
    return ledger_root(Path(os.path.expandvars(Path(folder).expanduser())) if folder else None)


def _files(incomplete: str) -> Iterator[str]:
    from zqtrack.ledger.store import SUFFIX

    folder, slash, begun = incomplete.rpartition("/")
    with os.scandir(Path(f"{folder}{slash}" or ".").expanduser()) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if not entry.name.startswith(begun) or (entry.name[0] == "." and not begun):
                continue
            if entry.is_dir():
                yield f"{folder}{slash}{entry.name}/"
            elif entry.name.endswith(SUFFIX):
                yield f"{folder}{slash}{entry.name}"


def _problems(ctx: Any, incomplete: str) -> Iterator[Offer]:
    from zqtrack.ledger.store import path_of, read_file

    project = read_file(str(path_of(_root(ctx), ctx.params["project"]))).project
    for number, problem in enumerate(project.problems if project else (), 1):
        if not problem.closed and str(number).startswith(incomplete):
            yield str(number), problem.title


def _fields(incomplete: str) -> Iterator[tuple[str, str]]:
    from zqtrack.core.chinese import FIELDS
    from zqtrack.core.columns import BY_NAME
    from zqtrack.language import _

    for name, column in BY_NAME.items():
        # Whoever has begun in Chinese goes on in it.
        for word in (name,) if incomplete.isascii() else FIELDS.get(name, ()):
            if word.startswith(incomplete):
                yield word, _(column.help)


def _terms(ctx: Any, incomplete: str) -> list[Offer]:
    if match := re.fullmatch(_TERM, incomplete):
        prefix = incomplete[: match.start("last")]
        return [f"{prefix}{value}" for value in _values(ctx, match["field"], match["last"])]
    begun = dict(_fields(incomplete.rstrip("!<>")))
    if len(begun) != 1:
        return [(f"{name}=", help_) for name, help_ in begun.items()]
    # Out of quotes a shell takes the others for itself.
    signs = _SIGNS if _quote(ctx) else ("=", "!=")
    whole = (f"{name}{sign}" for name in begun for sign in signs)
    return [term for term in whole if term.startswith(incomplete)]


def _values(ctx: Any, name: str, incomplete: str) -> list[Offer]:
    """Give the values that begin so: those a field can have, or else has in the ledger."""
    from zqtrack.core.chinese import WORDS
    from zqtrack.core.columns import column_named
    from zqtrack.core.fields import TEXT, TEXTS

    column = column_named(name)
    values: Iterable[str] = column.type.choices
    if not (name + incomplete).isascii():
        values = [WORDS[value][0] for value in values]
    if column.type is TEXT:
        values = sorted({getattr(p, column.name) or "" for p in _projects(ctx)})
    elif column.type is TEXTS:
        values = sorted({text for p in _projects(ctx) for text in getattr(p, column.name)})
    return [v for v in values if v.startswith(incomplete) and _can_be_typed(ctx, v)]


def _projects(ctx: Any) -> Iterator[Any]:
    from zqtrack.ledger.store import read_all

    for file in islice(read_all(_root(ctx)), _READ_AT_MOST):
        if file.project:
            yield file.project


def _can_be_typed(ctx: Any, value: str) -> bool:
    if not isinstance(ctx.find_root().obj, Asked):
        return bool(re.fullmatch(_HARMLESS, value))
    # In a filter a comma stands between two values.
    return bool(value) and value.isprintable() and "," not in value


def _quote(ctx: Any) -> str:
    asked = ctx.find_root().obj
    return asked.quote if isinstance(asked, Asked) else ""
