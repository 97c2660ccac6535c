"""``zqtrack undo``."""

from zqtrack.cli.declare import Commands, Context
from zqtrack.cli.options import DryRun, OneProject
from zqtrack.cli.session import open_session
from zqtrack.cli.writing import change
from zqtrack.core.changes import last_reached, take_back
from zqtrack.core.project import Project
from zqtrack.language import _

app = Commands()


@app.command(epilog="Example: zqtrack undo gcl-zhaoqing --dry-run")
def undo(context: Context, project: OneProject, dry_run: DryRun = False) -> None:
    """Take back the last stage that a project reached.

    What was said of stages before it stays: a stage skipped as "unknown" counts as reached, and is
    taken back next.
    """

    def decide(before: Project) -> tuple[Project, str]:
        after = take_back(before)
        stage = last_reached(before) or ""
        return after, _("took back {stage} of {id}: it is {standing} again").format(
            stage=_(stage or ""), id=before.id, standing=_(after.standing)
        )

    change(open_session(context), [project], decide, dry_run=dry_run)
