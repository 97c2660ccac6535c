"""``zqtrack withdraw``."""

from typing import Annotated

from zqtrack.cli.declare import Commands, Context, Option
from zqtrack.cli.options import DryRun, OneProject, OnPeriod
from zqtrack.cli.session import open_session
from zqtrack.cli.writing import change, day_of
from zqtrack.core import changes
from zqtrack.core.fields import TEXT
from zqtrack.core.project import Project, Withdrawal
from zqtrack.language import _

app = Commands()


@app.command(epilog='Example: zqtrack withdraw gcl-inverters --reason "moved to another province"')
def withdraw(
    context: Context,
    project: OneProject,
    reason: Annotated[
        str,
        Option("--reason", metavar="TEXT", parser=TEXT.parse, help="Why it left."),
    ],
    on: OnPeriod = None,
    dry_run: DryRun = False,
) -> None:
    """Record that a project has left the pipeline without producing."""
    session = open_session(context)
    left = Withdrawal(on=day_of(session, on), reason=reason)

    def decide(before: Project) -> tuple[Project, str]:
        return changes.withdraw(before, left), _("withdrew {id}, {on}").format(
            id=before.id, on=left.on
        )

    change(session, [project], decide, dry_run=dry_run)
