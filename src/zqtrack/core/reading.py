"""From the data of a TOML file to a project, with all that is wrong in it at once."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

from zqtrack.core.fields import MONEY, PERIOD, Field, ValueType, fields_of
from zqtrack.core.findings import Flaw, KeyPath
from zqtrack.core.project import (
    MOMENT,
    Note,
    Problem,
    Project,
    Replanned,
    Stage,
    Withdrawal,
)
from zqtrack.errors import BadValue

UNKNOWN_KEY = "ZQ101"
MISSING_KEY = "ZQ102"
WRONG_SHAPE = "ZQ103"
BAD_DATE = "ZQ104"
BAD_MONEY = "ZQ105"
BAD_VALUE = "ZQ106"

_CODES = {PERIOD: BAD_DATE, MOMENT: BAD_DATE, MONEY: BAD_MONEY}
_STAGES = {stage.value: stage for stage in Stage}

_FIELDS: dict[type[Any], dict[str, Field]] = {
    part: {known.key: known for known in fields_of(part)}
    for part in (Project, Replanned, Problem, Note, Withdrawal)
}

Part = TypeVar("Part")


def read_project(id_: str, data: Mapping[str, Any]) -> tuple[Project | None, tuple[Flaw, ...]]:
    """Read one project.

    Args:
        id_: the project's id.
        data: what a TOML parser gave for its file.

    Returns:
        The project and no flaw, or None and every flaw of the file. A project is never read in
        part: a figure that silently lacks a misspelt key would be wrong.
    """
    flaws: list[Flaw] = []
    tables = {key: data[key] for key in data if key in _TABLES}
    plain = {key: data[key] for key in data if key not in _TABLES}
    values = _values(Project, plain, (), flaws, tuple(_TABLES))
    for key, table in tables.items():
        values[key] = _TABLES[key](table, (key,), flaws)
    return (None, tuple(flaws)) if flaws else (Project(id=id_, **values), ())


def nearest(word: str, words: tuple[str, ...]) -> str | None:
    """Give the word that a misspelt one most likely means, or None."""
    # A key typed as in JSON or Python is nearest to itself with hyphens.
    matches = get_close_matches(word.lower().replace("_", "-"), words, n=1, cutoff=0.6)
    return matches[0] if matches else None


def _values(
    part: type[Any],
    table: Mapping[str, Any],
    path: KeyPath,
    flaws: list[Flaw],
    other_keys: tuple[str, ...] = (),
) -> dict[str, Any]:
    known = _FIELDS[part]
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key in known:
            values[known[key].name] = _value(known[key].type, value, (*path, key), flaws)
        else:
            flaws.append(_unknown(key, path, (*known, *other_keys)))
    flaws.extend(
        Flaw(
            MISSING_KEY, path, f"`{field.key}` is missing", f'add {field.key} = "…": {field.help}'
        )
        for field in known.values()
        if field.required and field.key not in table
    )
    return values


def _value(kind: ValueType, value: object, path: KeyPath, flaws: list[Flaw]) -> Any:
    try:
        return kind.read(value)
    except BadValue as error:
        flaws.append(Flaw(_CODES.get(kind, BAD_VALUE), path, str(error), error.hint))
        return None


def _unknown(key: str, path: KeyPath, known: tuple[str, ...]) -> Flaw:
    meant = nearest(key, known)
    hint = f"did you mean `{meant}`?" if meant else f"known here: {', '.join(known)}"
    return Flaw(UNKNOWN_KEY, (*path, key), f"`{key}` is not a key of this table", hint)


def _part(part: type[Part], table: Any, path: KeyPath, flaws: list[Flaw]) -> Part | None:
    if not isinstance(table, dict):
        flaws.append(Flaw(WRONG_SHAPE, path, f"`{path[0]}` is a table", f"write [{path[0]}]"))
        return None
    before = len(flaws)
    values = _values(part, table, path, flaws)
    return part(**values) if len(flaws) == before else None


def _parts(part: type[Part], tables: Any, path: KeyPath, flaws: list[Flaw]) -> tuple[Any, ...]:
    if not isinstance(tables, list):
        flaws.append(
            Flaw(WRONG_SHAPE, path, f"`{path[0]}` is a list of tables", f"write [[{path[0]}]]")
        )
        return ()
    return tuple(_part(part, table, (*path, at), flaws) for at, table in enumerate(tables))


def _stages(kind: ValueType, table: Any, path: KeyPath, flaws: list[Flaw]) -> dict[Stage, Any]:
    if not isinstance(table, dict):
        flaws.append(Flaw(WRONG_SHAPE, path, f"`{path[0]}` is a table", f"write [{path[0]}]"))
        return {}
    flaws.extend(_unknown(key, path, tuple(_STAGES)) for key in table if key not in _STAGES)
    return {
        stage: _value(kind, table[key], (*path, key), flaws)
        for key, stage in _STAGES.items()
        if key in table
    }


_Reader = Callable[[Any, KeyPath, list[Flaw]], Any]
_TABLES: dict[str, _Reader] = {
    "actual": lambda table, path, flaws: _stages(MOMENT, table, path, flaws),
    "planned": lambda table, path, flaws: _stages(PERIOD, table, path, flaws),
    "replanned": lambda tables, path, flaws: _parts(Replanned, tables, path, flaws),
    "problems": lambda tables, path, flaws: _parts(Problem, tables, path, flaws),
    "notes": lambda tables, path, flaws: _parts(Note, tables, path, flaws),
    "withdrawn": lambda table, path, flaws: _part(Withdrawal, table, path, flaws),
}
