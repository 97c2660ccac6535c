"""Rows for other programs: JSON and CSV. Their names and types are a promise."""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from zqtrack.core.columns import COLUMNS, Column, View
from zqtrack.core.period import Period
from zqtrack.core.project import Stage

Record = Mapping[str, Any]


def record_of(view: View, columns: Iterable[Column] = COLUMNS) -> dict[str, Any]:
    """Give the chosen columns of a project as JSON values; unknown is None."""
    return {column.name: plain_value(column.value(view)) for column in columns}


def full_record_of(view: View) -> dict[str, Any]:
    """Give everything ``list --format json`` promises of a project, in its order.

    A date in ``actual`` may also be ``unknown`` or ``n/a``; ``planned`` holds the first promises.
    """
    project = view.project
    record = record_of(view)
    withdrawn = record.pop("withdrawn")
    record["actual"] = {stage.value: plain_value(project.actual.get(stage)) for stage in Stage}
    record["planned"] = {stage.value: plain_value(project.first_promise(stage)) for stage in Stage}
    record["withdrawn"] = withdrawn
    return record


def plain_value(value: Any) -> Any:
    """Turn a value into what JSON has: a date into its text, a tuple into a list."""
    if isinstance(value, Period):
        return value.text
    return list(value) if isinstance(value, tuple) else value


def json_text(value: object) -> str:
    """Write a value as JSON: UTF-8 as it is, two blanks a level, a newline at the end."""
    import json

    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def json_rows(records: Iterable[Record]) -> str:
    """Write records as a JSON array, one on a line: for a pager, ``grep`` and a diff as well."""
    from json import JSONEncoder

    rows = ",\n".join(map(JSONEncoder(ensure_ascii=False).encode, records))
    return f"[\n{rows}\n]\n" if rows else "[]\n"


def csv_text(names: Sequence[str], records: Iterable[Record]) -> str:
    """Write records as CSV (RFC 4180) with a head; unknown is empty, a list is joined by ``;``.

    A text that a spreadsheet would take for a formula is given a quotation mark before it.
    """
    import csv

    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([_csv_cell(record[name]) for name in names] for record in records)
    return written.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "; ".join(map(_cell, value))
    return str(value)


def _csv_cell(value: Any) -> str:
    text = _cell(value)
    # https://owasp.org/www-community/attacks/CSV_Injection; a number may well begin with a minus.
    risky = text.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{text}" if risky and isinstance(value, str) else text
