"""Reading the tables of a TOML file by the fields that a dataclass declares."""

from collections.abc import Callable, Collection, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any, TypeVar

from zqtrack.core.fields import DAY, MONEY, PERIOD, Field, ValueType, fields_of
from zqtrack.core.findings import Flaw, KeyPath
from zqtrack.errors import BadValue

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
    """Read the keys of a table that a dataclass declares, adding what is wrong to ``flaws``.

    Args:
        part: the dataclass.
        table: what TOML gave.
        path: where the table stands.
        flaws: takes what is wrong.
        other_keys: keys that may stand beside them, for the hint about an unknown one.

    Returns:
        The values by the names of the fields.
    """
    known = _fields_by_key(part)
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key in known:
            values[known[key].name] = read_value(known[key].type, value, (*path, key), flaws)
        else:
            flaws.append(unknown_key(key, path, (*known, *other_keys)))
    for field in known.values():
        if field.required and field.key not in table:
            hint = f'add {field.key} = "…": {field.help}'
            flaws.append(Flaw(MISSING_KEY, path, f"`{field.key}` is missing", hint))
    return values


def read_part(
    part: Callable[..., Part], table: object, path: KeyPath, flaws: list[Flaw]
) -> Part | None:
    """Read one table as a dataclass; None, with the reason in ``flaws``, where it is not one."""
    if not isinstance(table, dict):
        flaws.append(wrong_shape(path, "a table", f"[{path[0]}]"))
        return None
    before = len(flaws)
    values = read_values(part, table, path, flaws)
    return part(**values) if len(flaws) == before else None


def read_parts(
    part: Callable[..., Part], tables: object, path: KeyPath, flaws: list[Flaw]
) -> tuple[Part, ...]:
    """Read a list of tables as dataclasses, without those that are not one."""
    if not isinstance(tables, list):
        flaws.append(wrong_shape(path, "a list of tables", f"[[{path[0]}]]"))
        return ()
    parts = (read_part(part, table, (*path, at), flaws) for at, table in enumerate(tables))
    return tuple(part for part in parts if part is not None)


def read_value(kind: ValueType, value: object, path: KeyPath, flaws: list[Flaw]) -> Any:
    """Read one value; None, with the reason in ``flaws``, where it is wrong."""
    try:
        return kind.read(value)
    except BadValue as error:
        flaws.append(Flaw(_CODES.get(kind.name, BAD_VALUE), path, str(error), error.hint))
        return None


def unknown_key(key: str, path: KeyPath, known: Collection[str]) -> Flaw:
    """Say that a key is not known, and which one may be meant."""
    meant = nearest(key, known)
    hint = f"did you mean `{meant}`?" if meant else f"known here: {', '.join(known)}"
    return Flaw(UNKNOWN_KEY, (*path, key), f"`{key}` is not a key of this table", hint)


def wrong_shape(path: KeyPath, shape: str, example: str) -> Flaw:
    """Say that something else than a table, or than a list of tables, stands somewhere."""
    return Flaw(WRONG_SHAPE, path, f"`{path[0]}` is {shape}", f"write {example}")


def nearest(word: str, words: Collection[str]) -> str | None:
    """Give the word that a misspelt one most likely means, or None."""
    # A key typed as in JSON or Python is nearest to itself with hyphens.
    matches = get_close_matches(word.lower().replace("_", "-"), words, n=1, cutoff=0.6)
    return matches[0] if matches else None


@cache
def _fields_by_key(part: Callable[..., Any]) -> dict[str, Field]:
    return {field.key: field for field in fields_of(part)}
