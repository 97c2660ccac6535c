"""``zqtrack import``."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated

from zqtrack.cli.declare import Argument, Commands, Context, Option
from zqtrack.cli.progress import progress
from zqtrack.cli.session import LoadedProjects, Session, finish, load, open_session
from zqtrack.cli.stopping import Stops
from zqtrack.cli.writing import write_alone
from zqtrack.core.checks import rule
from zqtrack.core.findings import Flaw, Severity
from zqtrack.core.intake import Entry, Plan, Rejected, Table, Unread, plan_import
from zqtrack.core.mapping import target_of
from zqtrack.core.period import exactly
from zqtrack.core.project import Project
from zqtrack.core.record import record, replace
from zqtrack.errors import BadValue, UsageError, ZqtrackError, quoted
from zqtrack.exchange.grid import BadWorkbook
from zqtrack.language import _
from zqtrack.ledger.disk import Outcome, Unreadable, read_bytes
from zqtrack.ledger.editors import PROJECT_SCHEMA, has_schema, prepare_schema, wants_schema
from zqtrack.ledger.store import path_of, project_paths
from zqtrack.ledger.write import Change, prepare, prepare_columns, prepare_new
from zqtrack.output.importing import Import, import_document, import_summary
from zqtrack.output.streams import talk
from zqtrack.output.terminal import show
from zqtrack.output.text import files

app = Commands()


@app.command(epilog='Example: zqtrack import projects.xlsx --map "总盘子(亿元)=investment"')
def import_(
    context: Context,
    file: Annotated[
        Path, Argument(metavar="FILE", help="A workbook (xlsx, xls, ods) or a CSV file.")
    ],
    sheet: Annotated[
        str | None,
        Option(
            "--sheet", metavar="NAME", help="The sheet; else the one with most columns we know."
        ),
    ] = None,
    map_: Annotated[
        list[str] | None,
        Option(
            "--map",
            metavar="HEADING=FIELD",
            help="What a column holds. Remembered in zqtrack.toml on --write. May be repeated.",
        ),
    ] = None,
    write: Annotated[bool, Option("--write", help="Write it; else it is only shown.")] = False,
    verbose: Annotated[
        bool, Option("--verbose", "-v", help="Show every line of long lists.")
    ] = False,
) -> None:
    """Bring the rows of a table into the ledger: new projects, and what changed in known ones.

    The heading is found by the names of its columns, in English or Chinese. A row with a cell that
    cannot be read is rejected as a whole, and listed; an empty cell changes nothing. Nothing is
    written without --write.
    """
    mapped = _mapped(map_ or ())
    session = open_session(context)
    with progress(_("reading the table")):
        table = _read(file, {**session.settings.columns, **mapped}, sheet)
    _check_used(mapped, table)
    if write:
        work = _write(session, table, mapped, whole=verbose)
    else:
        work = _prepared(session, table)
        _show(table, work, whole=verbose)
        talk(import_summary(work.plan, written=False))
    _finish(work)


@record()
class _Work:
    """What is to be done.

    Attributes:
        plan: what the rows mean for the ledger.
        changes: the changes to its files, ready to be written.
        flaws: what the checks will find in them.
        loaded: the projects of the ledger before.
    """

    plan: Plan
    changes: tuple[Change, ...]
    flaws: tuple[tuple[Entry, Flaw], ...]
    loaded: LoadedProjects


def _mapped(texts: Iterable[str]) -> dict[str, str]:
    """Read the values of ``--map``: what columns are called, and the fields that they hold."""
    mapped = {}
    for text in texts:
        name, equals, field = text.rpartition("=")
        if not (equals and name.strip()):
            message = _("{text} does not say which column is which field")
            raise UsageError(message.format(text=quoted(text)), _('--map "HEADING=FIELD"'))
        try:
            mapped[name.strip()] = target_of(field)
        except BadValue as error:
            raise UsageError(str(error), error.hint) from None
    return mapped


def _read(file: Path, mapped: Mapping[str, str], sheet: str | None) -> Table:
    from zqtrack.exchange.records import read_table
    from zqtrack.exchange.sheets import LIMIT, read_sheets

    try:
        return read_table(read_sheets(file.name, read_bytes(file, limit=LIMIT)), mapped, sheet)
    except Unreadable as error:
        message = _("{file} {reason}")
        raise ZqtrackError(message.format(file=quoted(str(file)), reason=error)) from None
    except BadWorkbook as error:
        message = _("{file} cannot be read: {reason}")
        reason = error.message
        raise ZqtrackError(
            message.format(file=quoted(str(file)), reason=reason), error.hint
        ) from None


def _check_used(mapped: Mapping[str, str], table: Table) -> None:
    for name in mapped:
        if name not in table.mapped:
            labels = _(", ").join(quoted(column.label) for column in table.columns)
            raise UsageError(
                _("sheet {sheet} has no column {name}").format(
                    sheet=quoted(table.sheet), name=quoted(name)
                ),
                _("headings: {labels}").format(labels=labels),
            )


def _write(session: Session, table: Table, mapped: Mapping[str, str], *, whole: bool) -> _Work:
    """Make every change, check them all, then write them, alone with the ledger."""
    works: list[_Work] = []

    def make() -> Sequence[Change]:
        first = wants_schema(session.root)
        prepared = _prepared(session, table)
        # What the projects name, before them: an import that is stopped is made again, and then
        # these are not the first.
        schema = (
            [prepare_schema(session.root, PROJECT_SCHEMA)] if first and prepared.plan.new else []
        )
        columns = prepare_columns(session.root, mapped)
        changes = (*schema, *prepared.changes, *([columns] if columns else ()))
        works.append(replace(prepared, changes=changes))
        return changes

    def tell_all(written: Sequence[tuple[Change, Outcome]], wanted: int, stops: Stops) -> None:
        if len(written) < wanted:
            _tell_part([each for each, _outcome in written], wanted)
        elif works:
            _tell_whole(table, works[0], stops, whole=whole)
        if Outcome.UNCONFIRMED in {outcome for _change, outcome in written}:
            talk(_("the disk did not confirm that all of it will last"))

    write_alone(session.root, make, tell_all)
    return works[0]


def _prepared(session: Session, table: Table) -> _Work:
    """Make every change, and check it; nothing is written."""
    loaded = load(session)
    stems = {Path(path).stem for path in project_paths(session.root)}
    broken = stems - {project.id for project in loaded.projects}
    schema = _schema(session)
    plan = plan_import(table.rows, loaded.projects, broken, exactly(session.today))
    changes: list[Change] = []
    flaws: list[tuple[Entry, Flaw]] = []
    refused: dict[str, Rejected] = {}
    entries = (*plan.new, *plan.changed)
    with progress(_("preparing changes")) as tell:
        for done, entry in enumerate(entries):
            tell(done, len(entries))
            try:
                change = _change(session, entry, schema)
            except ZqtrackError as error:
                reason = Unread(entry.place, "", error.message, error.hint)
                refused[entry.after.id] = Rejected(entry.place, entry.after.name, (reason,))
            else:
                changes.append(change)
                flaws += [(entry, flaw) for flaw in change.warnings]
    return _Work(_without(plan, refused), tuple(changes), tuple(flaws), loaded)


def _schema(session: Session) -> str | None:
    """Give where the schema of new files is, seen from them; None for files without one."""
    with_schema = has_schema(session.root) or wants_schema(session.root)
    return f"../{PROJECT_SCHEMA}" if with_schema else None


def _change(session: Session, entry: Entry, schema: str | None) -> Change:
    """Make a change; what the checks find in it is shown, and for people to decide."""
    root, today = session.root, session.real_today
    if entry.before is None:
        return prepare_new(root, entry.after, schema, today, take_errors=True)

    def decide(now: Project) -> tuple[Project, str]:
        if now != entry.before:
            raise ZqtrackError(_("its file changed meanwhile"), _("run the command again"))
        return entry.after, _("changed {path}").format(path=path)

    path = path_of(root, entry.after.id)
    return prepare(path, decide, today, take_errors=True)


def _without(plan: Plan, refused: Mapping[str, Rejected]) -> Plan:
    return replace(
        plan,
        new=tuple(each for each in plan.new if each.after.id not in refused),
        changed=tuple(each for each in plan.changed if each.after.id not in refused),
        rejected=(*plan.rejected, *refused.values()),
    )


def _tell_whole(table: Table, work: _Work, stops: Stops, *, whole: bool) -> None:
    """Show what was written, and say it, even where it cannot be shown or the reader stops it."""
    try:
        with stops.let_through():
            _show(table, work, whole=whole)
    finally:
        talk(import_summary(work.plan, written=True))


def _tell_part(written: Sequence[Change], wanted: int) -> None:
    for change in written:
        talk(change.sentence)
    if written:
        rest = _("{count:,} of {files} written; import again to write the rest")
        talk(rest.format(count=len(written), files=files(wanted)))


def _show(table: Table, work: _Work, *, whole: bool) -> None:
    show(tuple(import_document(Import(table, work.plan, work.flaws), whole=whole)))
    sys.stdout.flush()  # before anything is said of it


def _finish(work: _Work) -> None:
    """End with 1 if anything was rejected, found wrong or left out."""
    finish(work.loaded)
    wrong = any(rule(flaw.code).severity is Severity.ERROR for _entry, flaw in work.flaws)
    if work.plan.rejected or wrong:
        sys.exit(1)
