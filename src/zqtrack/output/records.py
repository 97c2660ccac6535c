"""Rows for other programs: JSON, CSV and Markdown. Their names and types are a promise."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from zqtrack.core.columns import COLUMNS, Column, View
from zqtrack.core.period import Period
from zqtrack.core.project import Stage
from zqtrack.output.text import visible

Record = Mapping[str, Any]


def record_of(view: View, columns: Iterable[Column] = COLUMNS) -> dict[str, Any]:
    """Give the chosen columns of a project as JSON values; unknown is None."""
    return {column.name: plain_value(column.value(view)) for column in columns}


def full_record_of(view: View) -> dict[str, Any]:
    """Give everything ``list --format json`` promises of a project."""
    project = view.project
    return record_of(view) | {
        "actual": {stage.value: plain_value(project.actual.get(stage)) for stage in Stage},
        "planned": {stage.value: plain_value(project.planned.get(stage)) for stage in Stage},
    }


def plain_value(value: Any) -> Any:
    """Turn a value into what JSON has: a date into its text, a tuple into a list."""
    if isinstance(value, Period):
        return value.text
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def json_text(value: object) -> str:
    """Write records as JSON: UTF-8 as it is, two blanks a level, a newline at the end."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def csv_text(names: Sequence[str], records: Iterable[Record]) -> str:
    """Write records as CSV (RFC 4180) with a head; unknown is empty, a list is joined by ``;``.

    A text that a spreadsheet would take for a formula is given a quotation mark before it.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([_csv_cell(record[name]) for name in names] for record in records)
    return written.getvalue()


def markdown_text(names: Sequence[str], records: Iterable[Record]) -> str:
    """Write records as a Markdown table."""
    rows = [[_markdown_cell(record[name]) for name in names] for record in records]
    lines = [names, ["---"] * len(names), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "; ".join(map(_cell, value))
    if isinstance(value, Mapping):
        return "; ".join(
            f"{key}: {_cell(item)}" for key, item in value.items() if item is not None
        )
    return str(value)


def _csv_cell(value: Any) -> str:
    text = _cell(value)
    # https://owasp.org/www-community/attacks/CSV_Injection; a number may well begin with a minus.
    risky = text.startswith(("=", "+", "-", "@", "\t", "\r")) and not isinstance(
        value, int | float
    )
    return f"'{text}" if risky else text


def _markdown_cell(value: Any) -> str:
    return re.sub(r"([\\`*_<>|\[\]])", r"\\\1", visible(_cell(value)))
