"""``zqtrack show``."""

from enum import StrEnum
from typing import Annotated

from zqtrack.cli.declare import Commands, Context, Option
from zqtrack.cli.options import AsOf, OneProject
from zqtrack.cli.session import open_session, project_file
from zqtrack.cli.tongue import speak_to_reader
from zqtrack.core.columns import View
from zqtrack.core.problems import problems_of
from zqtrack.core.project import seen_on
from zqtrack.ledger.store import project_in
from zqtrack.output.markdown import markdown
from zqtrack.output.profile import profile, profile_record
from zqtrack.output.records import json_text
from zqtrack.output.streams import write
from zqtrack.output.terminal import show as show_document

app = Commands()


class Format(StrEnum):
    """How one project is written."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"


@app.command(epilog="Example: zqtrack show gcl-zhaoqing")
def show(
    context: Context,
    project: OneProject,
    as_of: AsOf = None,
    format_: Annotated[
        Format, Option("--format", help="How to write it.", then=speak_to_reader)
    ] = Format.TABLE,
) -> None:
    """Show one project: its timeline, promises and slips, problems and notes."""
    session = open_session(context)
    file = project_file(session, project)
    whole = project_in(file)
    day = as_of or session.today
    view = View(seen_on(whole, day), day, session.settings.limits)
    asked = (view, problems_of([whole], day, closed=True), file.path)
    if format_ is Format.JSON:
        write(json_text(profile_record(*asked)))
    elif format_ is Format.MARKDOWN:
        write(markdown(profile(*asked)))
    else:
        show_document(profile(*asked))
