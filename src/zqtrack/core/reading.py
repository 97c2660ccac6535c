"""From the data of a TOML file to a project, with all that is wrong in it at once."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from zqtrack.core.fields import PERIOD, ValueType
from zqtrack.core.findings import Enough, Flaw, Flaws, KeyPath
from zqtrack.core.project import (
    FIELDS,
    MOMENT,
    Note,
    Problem,
    Project,
    Replanned,
    Stage,
    Withdrawal,
)
from zqtrack.core.tables import (
    UNKNOWN_KEY,
    read_part,
    read_parts,
    read_value,
    read_values,
    unknown_key,
    wrong_shape,
)
from zqtrack.language import _, later

_STAGES = {stage.value: stage for stage in Stage}
_OWN_KEYS = frozenset(field.key for field in FIELDS)
_ABOVE = later("move it above the first [table]: what stands below one belongs to it")


def read_project(id_: str, data: Mapping[str, Any]) -> tuple[Project | None, tuple[Flaw, ...]]:
    """Read one project.

    Args:
        id_: the project's id.
        data: what a TOML parser gave for its file.

    Returns:
        The project and no flaw, or None and the flaws of the file, see ``Flaws``. A project is
        never read in part: a figure that silently lacks a misspelt key would be wrong.
    """
    flaws = Flaws()
    with suppress(Enough):
        values = read_values(Project, data, (), flaws, _TABLES)
        for key in data:
            if key in _TABLES:
                values[key] = _TABLES[key](data[key], (key,), flaws)
    if flaws:
        return None, tuple(_with_place(flaw, data) for flaw in flaws)
    return Project(id=id_, **values), ()


def _with_place(flaw: Flaw, data: Mapping[str, Any]) -> Flaw:
    """Say of a key in the wrong table where it belongs."""
    if flaw.code != UNKNOWN_KEY:
        return flaw
    *tables, key = flaw.key
    if tables and key in _OWN_KEYS and key not in data:
        return flaw._replace(hint=_(_ABOVE))
    if not tables and key in _STAGES:
        return flaw._replace(hint=_("write it below [actual], or below [planned] as a promise"))
    return flaw


def _stages(kind: ValueType, table: object, path: KeyPath, flaws: list[Flaw]) -> dict[Stage, Any]:
    if not isinstance(table, dict):
        flaws.append(wrong_shape(path, _("a table"), f"[{path[0]}]"))
        return {}
    known = [key for key in _STAGES if key in table]
    if len(known) < len(table):
        flaws.extend(unknown_key(key, path, _STAGES) for key in table if key not in _STAGES)
    return {_STAGES[key]: read_value(kind, table, key, path, flaws) for key in known}


_Reader = Callable[[object, KeyPath, list[Flaw]], Any]
_TABLES: dict[str, _Reader] = {
    "actual": lambda table, path, flaws: _stages(MOMENT, table, path, flaws),
    "planned": lambda table, path, flaws: _stages(PERIOD, table, path, flaws),
    "replanned": lambda tables, path, flaws: read_parts(Replanned, tables, path, flaws),
    "problems": lambda tables, path, flaws: read_parts(Problem, tables, path, flaws),
    "notes": lambda tables, path, flaws: read_parts(Note, tables, path, flaws),
    "withdrawn": lambda table, path, flaws: read_part(Withdrawal, table, path, flaws),
}
