"""``zqtrack list``."""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from zqtrack.cli.options import HOUSE, AsFormat, AsOf, Filters, Format
from zqtrack.cli.session import finish, load, open_session, talk, views
from zqtrack.core.columns import COLUMNS, Column, View, column_named, in_order
from zqtrack.core.filters import parse_filter
from zqtrack.output.records import (
    csv_text,
    full_record_of,
    json_text,
    markdown_text,
    record_of,
)
from zqtrack.output.text import count

app = typer.Typer(**HOUSE)


@app.command(epilog="Example: zqtrack list stage=started 'investment>=100m' --sort -age")
def list_(
    context: typer.Context,
    filters: Filters = None,
    sort: Annotated[
        str, typer.Option("--sort", metavar="FIELD", help="Sort by a field; -FIELD the other way.")
    ] = "id",
    columns: Annotated[
        str | None,
        typer.Option("--columns", metavar="FIELD,…", help="The columns to show instead."),
    ] = None,
    group_by: Annotated[
        str | None, typer.Option("--group-by", metavar="FIELD", help="One table for each value.")
    ] = None,
    as_of: AsOf = None,
    format_: AsFormat = Format.TABLE,
) -> None:
    """List projects: where they stand, for how long, what is promised next, and their light."""
    wanted = parse_filter(filters or ())
    chosen = [column_named(name) for name in columns.split(",")] if columns else []
    group = column_named(group_by) if group_by else None
    by = column_named(sort.removeprefix("-"))
    session = open_session(context)
    loaded = load(session)
    day = as_of or session.today
    rows = views(loaded, wanted, day, session.settings)
    rows = in_order(rows, by, backwards=sort.startswith("-"))
    if format_ is Format.TABLE:
        _show(rows, chosen, group)
        talk(f"{count(len(rows), 'project')} as of {day}")
    else:
        sys.stdout.write(_written(rows, chosen, format_))
    finish(loaded)


def _written(rows: Sequence[View], chosen: Sequence[Column], format_: Format) -> str:
    columns = chosen or COLUMNS
    if format_ is Format.JSON:
        record = (lambda row: record_of(row, columns)) if chosen else full_record_of
        return json_text([record(row) for row in rows])
    write = csv_text if format_ is Format.CSV else markdown_text
    return write([c.name for c in columns], (record_of(row, columns) for row in rows))


def _show(rows: Sequence[View], chosen: Sequence[Column], group: Column | None) -> None:
    from zqtrack.output.listing import listing
    from zqtrack.output.terminal import show

    show(tuple(listing(rows, chosen, group)))
