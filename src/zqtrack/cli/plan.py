"""``zqtrack plan``."""

from typing import Annotated

from zqtrack.cli.declare import Argument, Commands, Context, Option
from zqtrack.cli.options import DryRun, OneProject, OnPeriod
from zqtrack.cli.session import open_session
from zqtrack.cli.writing import change, day_of
from zqtrack.core.changes import promise
from zqtrack.core.fields import TEXT
from zqtrack.core.period import Period, exactly, parse_period
from zqtrack.core.project import Project, Stage
from zqtrack.language import _

app = Commands()


@app.command(epilog='Example: zqtrack plan gcl-zhaoqing producing 2024-09 --reason "late steel"')
def plan(
    context: Context,
    project: OneProject,
    stage: Annotated[
        Stage, Argument(metavar="STAGE", help=f"What is promised: {', '.join(Stage)}.")
    ],
    date: Annotated[
        Period,
        Argument(
            metavar="DATE",
            parser=parse_period,
            help="For when, such as 2024-09-30, 2024-09, 2024-Q3, 2024-H2 or 2024.",
        ),
    ],
    reason: Annotated[
        str | None,
        Option(
            "--reason",
            metavar="TEXT",
            parser=TEXT.parse,
            help="Why the date moved; only of a later promise.",
        ),
    ] = None,
    on: OnPeriod = None,
    dry_run: DryRun = False,
) -> None:
    """Promise a stage for a date.

    The first promise is kept for good; each later one is added with its day and reason.
    """
    session = open_session(context)

    def decide(before: Project) -> tuple[Project, str]:
        current = before.promise(stage)
        # The file has no day for a first promise, so nothing is said of it either.
        today = day_of(session, on) if current else exactly(session.today)
        after = promise(before, stage, date, today, on=on, reason=reason)
        if current:
            return after, _("re-planned {stage} of {id} from {current} to {date}").format(
                stage=_(stage), id=before.id, current=current, date=date
            )
        return after, _("planned {stage} of {id} for {date}").format(
            stage=_(stage), id=before.id, date=date
        )

    change(session, [project], decide, dry_run=dry_run)
