"""From the data of a TOML file to a project, with all that is wrong in it at once."""

from collections.abc import Callable, Mapping
from typing import Any

from zqtrack.core.fields import PERIOD, ValueType
from zqtrack.core.findings import Flaw, KeyPath
from zqtrack.core.project import MOMENT, Note, Problem, Project, Replanned, Stage, Withdrawal
from zqtrack.core.tables import (
    read_part,
    read_parts,
    read_value,
    read_values,
    unknown_key,
    wrong_shape,
)

_STAGES = {stage.value: stage for stage in Stage}


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
    plain = {key: data[key] for key in data if key not in _TABLES}
    values = read_values(Project, plain, (), flaws, _TABLES)
    for key in data:
        if key in _TABLES:
            values[key] = _TABLES[key](data[key], (key,), flaws)
    return (None, tuple(flaws)) if flaws else (Project(id=id_, **values), ())


def _stages(kind: ValueType, table: object, path: KeyPath, flaws: list[Flaw]) -> dict[Stage, Any]:
    if not isinstance(table, dict):
        flaws.append(wrong_shape(path, "a table", f"[{path[0]}]"))
        return {}
    flaws.extend(unknown_key(key, path, _STAGES) for key in table if key not in _STAGES)
    return {
        stage: read_value(kind, table[key], (*path, key), flaws)
        for key, stage in _STAGES.items()
        if key in table
    }


_Reader = Callable[[object, KeyPath, list[Flaw]], Any]
_TABLES: dict[str, _Reader] = {
    "actual": lambda table, path, flaws: _stages(MOMENT, table, path, flaws),
    "planned": lambda table, path, flaws: _stages(PERIOD, table, path, flaws),
    "replanned": lambda tables, path, flaws: read_parts(Replanned, tables, path, flaws),
    "problems": lambda tables, path, flaws: read_parts(Problem, tables, path, flaws),
    "notes": lambda tables, path, flaws: read_parts(Note, tables, path, flaws),
    "withdrawn": lambda table, path, flaws: read_part(Withdrawal, table, path, flaws),
}
