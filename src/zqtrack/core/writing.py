"""From a project to the data of its TOML file: the way back from ``core.reading``."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

from zqtrack.core.fields import fields_of
from zqtrack.core.period import Period
from zqtrack.core.project import Project, Stage


def project_data(project: Project) -> dict[str, Any]:
    """Give what a TOML parser would give for a project's file, in the order of its declaration.

    A key that would say nothing, such as an empty list, is not there.
    """
    tables: dict[str, Any] = {
        "actual": _stages(project.actual),
        "planned": _stages(project.planned),
        "replanned": [_part(again) for again in project.replanned],
        "problems": [_part(problem) for problem in project.problems],
        "notes": [_part(note) for note in project.notes],
        "withdrawn": _part(project.withdrawn) if project.withdrawn else {},
    }
    return _part(project) | {name: table for name, table in tables.items() if table}


def _part(part: Any) -> dict[str, Any]:
    values = {field.key: getattr(part, field.name) for field in fields_of(type(part))}
    return {key: _plain(value) for key, value in values.items() if value not in (None, ())}


def _stages(moments: Mapping[Stage, Any]) -> dict[str, Any]:
    return {stage.value: _plain(moments[stage]) for stage in Stage if stage in moments}


def _plain(value: Any) -> Any:
    match value:
        case Period(first=first, exact=True):
            return first
        case Period(text=text):
            return text
        case Enum():
            return value.value
        case float() if value.is_integer():
            return int(value)  # 120 mu, not 120.0
        case tuple():
            return list(value)
        case _:
            return value
