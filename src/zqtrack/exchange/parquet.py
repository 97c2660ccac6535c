"""Projects as a Parquet file, with types, for those who ask of them with DuckDB, pandas or R."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, TypeAlias

from zqtrack.core.columns import DAYS
from zqtrack.core.fields import COUNT, FLAG, MONEY, NUMBER, PERIOD, TEXTS
from zqtrack.core.period import Period
from zqtrack.core.project import MOMENT
from zqtrack.exchange.headings import PARTS, PROJECTS, Heading, Sheet
from zqtrack.exchange.rows import Exported, rows_of

# Named as in JSON, with a table's name before the key.
_NAMES = str.maketrans({"-": "_", ".": "_"})

# The module pyarrow, which ships no types.
_Arrow: TypeAlias = Any


def parquet_bytes(projects: Sequence[Exported]) -> bytes:
    """Write one row for each project: the same bytes for the same projects.

    The columns are those of the sheet of projects, named as in JSON: ``actual_signed``. A date
    has three: its text, and ``…_from`` and ``…_to``, its first and last day, null where nobody
    knows them. Problems, new promises and notes are lists of structures.
    """
    # Waits until here: docs/design.md, "Start-up".
    import pyarrow as pa  # type: ignore[import-untyped] # it ships no types
    from pyarrow import parquet

    lists = [pa.field(one.key, pa.list_(_struct(pa, one))) for one in PARTS]
    schema = pa.schema([*_fields(pa, PROJECTS.headings), *lists])
    written = BytesIO()
    parquet.write_table(pa.Table.from_pylist(_records(projects), schema), written)
    return written.getvalue()


def _struct(arrow: _Arrow, sheet: Sheet) -> Any:
    # Without the project's id and name, which stand above it.
    return arrow.struct(list(_fields(arrow, sheet.own)))


def _fields(arrow: _Arrow, headings: Sequence[Heading]) -> Iterator[Any]:
    kinds = {
        MONEY: arrow.int64(),
        COUNT: arrow.int64(),
        DAYS: arrow.int64(),
        NUMBER: arrow.float64(),
        FLAG: arrow.bool_(),
        TEXTS: arrow.list_(arrow.string()),
    }
    for heading in headings:
        name = heading.field.translate(_NAMES)
        yield arrow.field(name, kinds.get(heading.type, arrow.string()))
        if heading.type in (PERIOD, MOMENT):
            yield arrow.field(f"{name}_from", arrow.date32())
            yield arrow.field(f"{name}_to", arrow.date32())


def _records(projects: Sequence[Exported]) -> list[dict[str, Any]]:
    records = [_record(PROJECTS.headings, row) for row in rows_of(PROJECTS, projects)]
    for record, exported in zip(records, projects, strict=True):
        for sheet in PARTS:
            rows = rows_of(sheet, [exported])
            record[sheet.key] = [_record(sheet.own, row[2:]) for row in rows]
    return records


def _record(headings: Sequence[Heading], row: Sequence[Any]) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for heading, value in zip(headings, row, strict=True):
        name = heading.field.translate(_NAMES)
        if isinstance(value, Period):
            record |= {name: value.text, f"{name}_from": value.first, f"{name}_to": value.last}
        else:
            record[name] = value
    return record
