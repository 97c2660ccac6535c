"""``zqtrack advance``."""

from typing import Annotated, Any

from zqtrack.cli import completion
from zqtrack.cli.declare import Argument, Commands, Context, Option
from zqtrack.cli.options import DryRun
from zqtrack.cli.session import open_session
from zqtrack.cli.writing import change, day_of
from zqtrack.core import changes
from zqtrack.core.fields import TEXT
from zqtrack.core.period import Period, exactly, parse_period
from zqtrack.core.project import Mark, Moment, Note, Project, Stage
from zqtrack.errors import UsageError
from zqtrack.language import _

app = Commands()


def _moment(text: str) -> Moment:
    return Mark.UNKNOWN if text == Mark.UNKNOWN else parse_period(text)


@app.command(epilog="Example: zqtrack advance gcl-zhaoqing --to completed --on 2024-04-12")
def advance(
    context: Context,
    projects: Annotated[
        list[str],
        Argument(
            metavar="ID...",
            help="The projects: their ids, or any part of their ids or names.",
            autocompletion=completion.ids,
        ),
    ],
    to: Annotated[
        Stage | None, Option("--to", help="The stage; the next one if left out.")
    ] = None,
    on: Annotated[
        Any,  # a Moment or None; Typer knows no unions
        Option(
            "--on",
            metavar="DATE",
            parser=_moment,
            help="When: 2024-04-12, 2024-04 or unknown; the ledger's today if left out.",
        ),
    ] = None,
    skip: Annotated[
        Mark | None,
        Option(
            "--skip",
            help="What to mark the stages before --to with, of which the file says nothing: "
            "passed at an unknown date, or not applicable.",
        ),
    ] = None,
    note: Annotated[
        str | None,
        Option("--note", metavar="TEXT", parser=TEXT.parse, help="Add a note as well."),
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Record that projects have reached a stage."""
    if skip and not to:
        raise UsageError(_("--skip needs --to"), _("say to which stage: --to started --skip n/a"))
    session = open_session(context)
    reached: Moment = on if isinstance(on, Mark) else day_of(session, on)
    noted = reached if isinstance(reached, Period) else exactly(session.today)
    when = reached if isinstance(reached, Period) else _("date unknown")

    def decide(project: Project) -> tuple[Project, str]:
        changed = changes.advance(project, reached, to, skip)
        if note:
            changed = changes.add_note(changed, Note(on=noted, text=note))
        stage = changes.last_reached(changed)
        return changed, _("advanced {id} to {stage}, {when}").format(
            id=project.id, stage=_(stage or ""), when=when
        )

    change(session, projects, decide, dry_run=dry_run)
