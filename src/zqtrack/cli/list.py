"""``zqtrack list``."""

import re
from collections.abc import Sequence
from typing import Annotated

from zqtrack.cli import completion
from zqtrack.cli.declare import Commands, Context, Option
from zqtrack.cli.options import AsFormat, AsOf, Filters, Format
from zqtrack.cli.session import Loaded, finish, load_rows, open_session
from zqtrack.core.columns import BY_NAME, Column, column_named
from zqtrack.core.filters import Filter, parse_filter
from zqtrack.core.rows import Rows, in_order
from zqtrack.errors import UsageError, quoted
from zqtrack.language import _
from zqtrack.output.listing import listing, summary
from zqtrack.output.markdown import markdown
from zqtrack.output.records import csv_of, json_of
from zqtrack.output.streams import talk, write, write_all
from zqtrack.output.terminal import show
from zqtrack.output.text import projects

app = Commands()


@app.command(epilog="Example: zqtrack list stage=started 'investment>=100m' --sort -age")
def list_(
    context: Context,
    filters: Filters = None,
    sort: Annotated[
        str,
        Option(
            "--sort",
            metavar="FIELD",
            help="Sort by a field; -FIELD the other way.",
            autocompletion=completion.field,
        ),
    ] = "id",
    columns: Annotated[
        str | None,
        Option(
            "--columns",
            metavar="FIELD,…",
            help="The columns to show instead.",
            autocompletion=completion.fields,
        ),
    ] = None,
    group_by: Annotated[
        str | None,
        Option(
            "--group-by",
            metavar="FIELD",
            help="One table for each value.",
            autocompletion=completion.field,
        ),
    ] = None,
    as_of: AsOf = None,
    format_: AsFormat = Format.TABLE,
) -> None:
    """List projects: where they stand, for how long, what is promised next, and their light."""
    wanted = parse_filter(filters or ())
    # Chinese commas, too: no field has one in its name.
    chosen = list(map(column_named, re.split("[,，、]", columns))) if columns else []
    group = column_named(group_by) if group_by else None
    by = column_named(sort.removeprefix("-"))
    for_people = format_ in (Format.TABLE, Format.MARKDOWN)
    if group and not for_people:
        raise UsageError(
            _("--group-by does not go with {format}").format(format=format_),
            _("write --sort {field}").format(field=group.name),
        )
    session = open_session(context)
    loaded = load_rows(session, as_of or session.today)
    rows = in_order(wanted.choose(loaded.projects), by, backwards=sort.startswith("-"))
    if for_people:
        _show(rows, chosen, group, format_)
        talk(_summary(rows, loaded, wanted))
    elif format_ is Format.JSON:
        write_all(json_of(rows, chosen))
    else:
        write_all(csv_of(rows, chosen or tuple(BY_NAME.values())))
    finish(loaded)


def _show(rows: Rows, chosen: Sequence[Column], group: Column | None, format_: Format) -> None:
    document = tuple(listing(rows, chosen, group)) if len(rows) else ()
    if format_ is Format.TABLE:
        show(document)
    elif document:
        write(markdown(document))


def _summary(rows: Rows, loaded: Loaded[Rows], wanted: Filter) -> str:
    """Say how many projects were shown; if none, what to do next."""
    if len(rows):
        return summary(rows)
    if not loaded.read:
        return _('no project yet; begin one with: zqtrack new "NAME"')
    readable = loaded.read - loaded.left_out
    if not readable:
        return _("no project can be read")
    return _("no project answers to {filter}; zqtrack list shows all {projects}").format(
        filter=quoted(wanted.text), projects=projects(readable)
    )
