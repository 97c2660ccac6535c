"""``zqtrack problem add``, ``close`` and ``list``."""

from typing import Annotated

from zqtrack.cli import completion
from zqtrack.cli.declare import Argument, Commands, Context, Option
from zqtrack.cli.options import (
    AsFormat,
    AsOf,
    DryRun,
    Filters,
    Format,
    OneProject,
    OnPeriod,
)
from zqtrack.cli.session import finish, load, open_session, views
from zqtrack.cli.writing import change, day_of
from zqtrack.core.changes import add_problem, close_problem, find_problem
from zqtrack.core.fields import TEXT
from zqtrack.core.filters import parse_filter
from zqtrack.core.period import Period, parse_period
from zqtrack.core.problems import problems_of
from zqtrack.core.project import Problem, Project
from zqtrack.language import _, later
from zqtrack.output.streams import talk, write
from zqtrack.output.terminal import show

app = Commands(
    about=later("What stands in a project's way: who mends it, by when."),
    epilog="Example: zqtrack problem list",
)


@app.command(epilog='Example: zqtrack problem add hongtai "Site road" --owner Wu --due 2024-05-31')
def add(
    context: Context,
    project: OneProject,
    title: Annotated[
        str,
        Argument(metavar="TITLE", parser=TEXT.parse, help="What is in the way."),
    ],
    owner: Annotated[
        str | None,
        Option("--owner", metavar="NAME", parser=TEXT.parse, help="Who mends it."),
    ] = None,
    due: Annotated[
        Period | None,
        Option("--due", metavar="DATE", parser=parse_period, help="By when."),
    ] = None,
    raised: Annotated[
        Period | None,
        Option(
            "--raised",
            metavar="DATE",
            parser=parse_period,
            help="When it was found; the ledger's today if left out.",
        ),
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Add a problem to a project."""
    session = open_session(context)
    found = day_of(session, raised, "--raised")
    problem = Problem(title=title, raised=found, owner=owner, due=due)

    def decide(before: Project) -> tuple[Project, str]:
        after = add_problem(before, problem)
        return after, _("added problem {number} to {id}: {title}").format(
            number=len(after.problems), id=before.id, title=title
        )

    change(session, [project], decide, dry_run=dry_run)


@app.command(epilog="Example: zqtrack problem close hongtai road --on 2024-05-28")
def close(
    context: Context,
    project: OneProject,
    problem: Annotated[
        str | None,
        Argument(
            metavar="[PROBLEM]",
            autocompletion=completion.problems,
            help="Its number or a part of its title; not needed if only one is open.",
        ),
    ] = None,
    on: OnPeriod = None,
    dry_run: DryRun = False,
) -> None:
    """Close a problem of a project."""
    session = open_session(context)
    closed = day_of(session, on)

    def decide(before: Project) -> tuple[Project, str]:
        number = find_problem(before, problem)
        after = close_problem(before, number, closed)
        title = before.problems[number - 1].title
        return after, _("closed problem {number} of {id}, {day}: {title}").format(
            number=number, id=before.id, day=closed, title=title
        )

    change(session, [project], decide, dry_run=dry_run)


@app.command("list", epilog="Example: zqtrack problem list district=Sihui --all")
def list_(
    context: Context,
    filters: Filters = None,
    closed: Annotated[bool, Option("--all", help="Closed problems as well.")] = False,
    as_of: AsOf = None,
    format_: AsFormat = Format.TABLE,
) -> None:
    """List the open problems of all projects, the most overdue first."""
    from zqtrack.output.markdown import markdown
    from zqtrack.output.problems import (
        NAMES,
        problem_record,
        problem_summary,
        problem_table,
    )
    from zqtrack.output.records import csv_text, json_rows

    wanted = parse_filter(filters or ())
    session = open_session(context)
    loaded = load(session)
    day = as_of or session.today
    chosen = {view.project.id for view in views(loaded, wanted, day, session.settings)}
    projects = (project for project in loaded.projects if project.id in chosen)
    entries = problems_of(projects, day, closed=closed)
    records = (problem_record(entry) for entry in entries)
    if format_ is Format.JSON:
        write(json_rows(records))
    elif format_ is Format.CSV:
        write(csv_text(NAMES, records))
    else:
        document = (problem_table(entries, session.settings.limits),) if entries else ()
        if format_ is Format.MARKDOWN and entries:
            write(markdown(document))
        else:
            show(document)
        talk(problem_summary(entries, day))
    finish(loaded)
