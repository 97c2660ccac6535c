"""Projects as rows of values for the sheets of a workbook, and as records for other programs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from zqtrack.core.columns import BY_NAME, View
from zqtrack.core.fields import fields_of
from zqtrack.core.period import Period
from zqtrack.core.project import FIELDS, Project, Stage, Withdrawal
from zqtrack.exchange.headings import DERIVED, PARTS, PROJECTS, Heading, Sheet


@dataclass(frozen=True, slots=True)
class Exported:
    """A project that is exported.

    Attributes:
        project: what is written: all that its file tells, or what it told on an earlier day.
        view: the project on the day from which its stage, age and light are seen.
    """

    project: Project
    view: View


#: The values of one row, in the order of the headings of its sheet.
Row = tuple[Any, ...]


def rows_of(sheet: Sheet, projects: Sequence[Exported]) -> Iterator[Row]:
    """Give the rows of a sheet: one for each project, or for each part of one."""
    if sheet is PROJECTS:
        getters = [_getter(heading) for heading in sheet.headings]
        return (tuple(get(exported) for get in getters) for exported in projects)
    return _part_rows(sheet, projects)


def record_of(exported: Exported) -> dict[str, Any]:
    """Give all that there is of a project as JSON values; every key is always there.

    The keys are those of the file with underscores, dates and promises by stage, the parts as
    lists of records; what is derived stands under ``derived``, with the day it is seen from.
    """
    project = exported.project
    left = project.withdrawn
    return {
        "id": project.id,
        **{field.name: _plain(getattr(project, field.name)) for field in FIELDS},
        "actual": _by_stage(project.actual),
        "planned": _by_stage(project.planned),
        **{sheet.key: _part_records(project, sheet) for sheet in PARTS},
        "withdrawn": _fields_record(left, Withdrawal) if left else None,
        "derived": {
            "as_of": exported.view.day.isoformat(),
            **{column.field: _plain(_getter(column)(exported)) for column in DERIVED},
        },
    }


@cache
def _getter(heading: Heading) -> Callable[[Exported], Any]:
    """Give the function that takes the value of a column of the first sheet from a project."""
    table, _, key = heading.field.rpartition(".")
    name = key.replace("-", "_")
    if heading.derived:
        value = BY_NAME[heading.field].value
        return lambda exported: value(exported.view)
    if table == "withdrawn":
        return lambda exported: getattr(exported.project.withdrawn, name, None)
    if table:
        stage = Stage(key)
        return lambda exported: getattr(exported.project, table).get(stage)
    return lambda exported: getattr(exported.project, name)


def _part_rows(sheet: Sheet, projects: Sequence[Exported]) -> Iterator[Row]:
    keys = [heading.field for heading in sheet.own]
    for exported in projects:
        project = exported.project
        for part in getattr(project, sheet.key):
            yield (project.id, project.name, *(getattr(part, key) for key in keys))


def _part_records(project: Project, sheet: Sheet) -> list[dict[str, Any]]:
    keys = [heading.field for heading in sheet.own]
    return [
        {key: _plain(getattr(part, key)) for key in keys} for part in getattr(project, sheet.key)
    ]


def _fields_record(part: object, kind: type) -> dict[str, Any]:
    return {field.name: _plain(getattr(part, field.name)) for field in fields_of(kind)}


def _by_stage(moments: Mapping[Stage, Any]) -> dict[str, Any]:
    return {stage.value: _plain(moments.get(stage)) for stage in Stage}


def _plain(value: Any) -> Any:
    """Turn a value into what JSON has: a date into its text, a tuple into a list."""
    if isinstance(value, Period):
        return value.text
    return list(value) if isinstance(value, tuple) else value
