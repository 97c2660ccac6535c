"""Reading the tables of a TOML file by the fields that a record declares."""

from collections.abc import Callable, Collection, Mapping
from functools import cache
from typing import Any, TypeVar

from zqtrack.core.fields import DAY, MONEY, PERIOD, Field, ValueType, fields_of
from zqtrack.core.findings import Flaw, KeyPath
from zqtrack.errors import BadValue, quoted
from zqtrack.language import _

UNKNOWN_KEY = "ZQ101"
MISSING_KEY = "ZQ102"
WRONG_SHAPE = "ZQ103"
BAD_DATE = "ZQ104"
BAD_MONEY = "ZQ105"
BAD_VALUE = "ZQ106"

_CODES = {PERIOD.name: BAD_DATE, DAY.name: BAD_DATE, MONEY.name: BAD_MONEY}

Part = TypeVar("Part")


def read_values(
    part: Callable[..., Part],
    table: Mapping[str, Any],
    path: KeyPath,
    flaws: list[Flaw],
    other_keys: Collection[str] = (),
) -> dict[str, Any]:
    """Read the keys of a table that a record declares, adding what is wrong to ``flaws``.

    Args:
        part: the kind of record.
        table: what TOML gave.
        path: where the table stands.
        flaws: takes what is wrong.
        other_keys: keys that may stand beside them; they are passed over.

    Returns:
        The values by the names of the fields.
    """
    known, required = _keys(part)
    values: dict[str, Any] = {}
    for key in table:
        if field := known.get(key):
            values[field.name] = read_value(field.type, table, key, path, flaws)
        elif key not in other_keys:
            flaws.append(unknown_key(key, path, (*known, *other_keys)))
    for field in required:
        if field.key not in table:
            hint = _('add {key} = "…": {help}').format(key=field.key, help=_(field.help))
            flaws.append(
                Flaw(MISSING_KEY, path, _("`{key}` is missing").format(key=field.key), hint)
            )
    return values


def read_part(
    part: Callable[..., Part], table: object, path: KeyPath, flaws: list[Flaw]
) -> Part | None:
    """Read one table as a record; None, with the reason in ``flaws``, where it is not one."""
    if not isinstance(table, dict):
        flaws.append(wrong_shape(path, _("a table"), f"[{_dotted(path)}]"))
        return None
    before = len(flaws)
    values = read_values(part, table, path, flaws)
    return part(**values) if len(flaws) == before else None


def read_parts(
    part: Callable[..., Part], tables: object, path: KeyPath, flaws: list[Flaw]
) -> tuple[Part, ...]:
    """Read a list of tables as records, without those that are not one."""
    if not isinstance(tables, list):
        flaws.append(wrong_shape(path, _("a list of tables"), f"[[{path[0]}]]"))
        return ()
    parts = []
    for at, table in enumerate(tables):
        if not isinstance(table, dict):
            flaws.append(wrong_shape((*path, at), _("a list of tables"), f"[[{path[0]}]]"))
        elif (read := read_part(part, table, (*path, at), flaws)) is not None:
            parts.append(read)
    return tuple(parts)


def read_value(
    kind: ValueType, table: Mapping[str, Any], key: str, path: KeyPath, flaws: list[Flaw]
) -> Any:
    """Read one value of a table; None, with the reason in ``flaws``, where it is wrong."""
    try:
        return kind.read(table[key])
    except BadValue as error:
        code = _CODES.get(kind.name, BAD_VALUE)
        flaws.append(Flaw(code, (*path, key), str(error), error.hint))
        return None


def unknown_key(key: str, path: KeyPath, known: Collection[str]) -> Flaw:
    """Say that a key is not known, and which one may be meant."""
    meant = nearest(key, known)
    hint = (
        _("did you mean `{meant}`?").format(meant=meant)
        if meant
        else _("known here: {known}").format(known=_(", ").join(known))
    )
    return Flaw(
        UNKNOWN_KEY,
        (*path, key),
        _("{key} is not a key of this table").format(key=quoted(key)),
        hint,
    )


def wrong_shape(path: KeyPath, shape: str, example: str) -> Flaw:
    """Say that something else than a table, or than a list of tables, stands somewhere."""
    return Flaw(
        WRONG_SHAPE,
        path,
        _("`{key}` is {shape}").format(key=_dotted(path), shape=shape),
        _("write {example}").format(example=example),
    )


def nearest(word: str, words: Collection[str]) -> str | None:
    """Give the word that a misspelt one most likely means, or None."""
    from difflib import get_close_matches

    # A key typed as in JSON or Python is nearest to itself with hyphens.
    matches = get_close_matches(word.lower().replace("_", "-"), words, n=1, cutoff=0.6)
    return matches[0] if matches else None


def _dotted(path: KeyPath) -> str:
    return ".".join(part for part in path if isinstance(part, str))


@cache
def _keys(part: Callable[..., Any]) -> tuple[dict[str, Field], tuple[Field, ...]]:
    """Give the fields of a part by their keys, and those that are required."""
    fields = fields_of(part)
    return {field.key: field for field in fields}, tuple(f for f in fields if f.required)
