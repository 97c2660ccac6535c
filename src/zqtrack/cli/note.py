"""``zqtrack note``."""

from typing import Annotated

from zqtrack.cli.declare import Argument, Commands, Context, Option
from zqtrack.cli.options import DryRun, OneProject, OnPeriod
from zqtrack.cli.session import open_session
from zqtrack.cli.writing import change, day_of
from zqtrack.core.changes import add_note
from zqtrack.core.fields import TEXT
from zqtrack.core.project import Note, Project
from zqtrack.language import _

app = Commands()


@app.command(epilog='Example: zqtrack note gcl-zhaoqing "Visited the site." --by "Team 3"')
def note(
    context: Context,
    project: OneProject,
    text: Annotated[str, Argument(metavar="TEXT", parser=TEXT.parse, help="What happened.")],
    by: Annotated[
        str | None,
        Option("--by", metavar="NAME", parser=TEXT.parse, help="Who writes this."),
    ] = None,
    on: OnPeriod = None,
    dry_run: DryRun = False,
) -> None:
    """Add a note to a project's follow-up."""
    session = open_session(context)
    entry = Note(on=day_of(session, on), by=by, text=text)

    def decide(before: Project) -> tuple[Project, str]:
        return add_note(before, entry), _("added a note to {id}, {day}").format(
            id=before.id, day=entry.on
        )

    change(session, [project], decide, dry_run=dry_run)
