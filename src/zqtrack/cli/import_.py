"""``zqtrack import``."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from zqtrack.cli.house import HOUSE
from zqtrack.cli.session import Session, open_session
from zqtrack.core.checks import rule
from zqtrack.core.findings import Flaw, Severity
from zqtrack.core.intake import Entry, Plan, Rejected, Table, Unread, plan_import
from zqtrack.core.mapping import target_of
from zqtrack.core.period import exactly
from zqtrack.core.project import Project
from zqtrack.errors import BadValue, UsageError, ZqtrackError, quoted
from zqtrack.exchange.grid import BadWorkbook
from zqtrack.language import _
from zqtrack.ledger.disk import Outcome, Unreadable, ledger_lock, read_bytes
from zqtrack.ledger.editors import PROJECT_SCHEMA, has_schema, wants_schema, write_schema
from zqtrack.ledger.store import path_of, read_all
from zqtrack.ledger.write import (
    Change,
    carry_out,
    prepare,
    prepare_columns,
    prepare_new,
)
from zqtrack.output.importing import Import, import_document, import_summary
from zqtrack.output.streams import talk
from zqtrack.output.terminal import show
from zqtrack.output.text import files

app = typer.Typer(**HOUSE)


@app.command(epilog='Example: zqtrack import projects.xlsx --map "总盘子(亿元)=investment"')
def import_(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A workbook (xlsx, xls, ods) or a CSV file.")
    ],
    sheet: Annotated[
        str | None,
        typer.Option(
            "--sheet", metavar="NAME", help="The sheet; else the one with most columns we know."
        ),
    ] = None,
    map_: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="HEADING=FIELD",
            help="What a column holds. Remembered in zqtrack.toml on --write. May be repeated.",
        ),
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="Write it; else it is only shown.")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show every line of long lists.")
    ] = False,
) -> None:
    """Bring the rows of a table into the ledger: new projects, and what changed in known ones.

    The heading is found by the names of its columns, in English or Chinese. A row with a cell that
    cannot be read is rejected as a whole, and listed; an empty cell changes nothing. Nothing is
    written without --write.
    """
    mapped = _mapped(map_ or ())
    session = open_session(context)
    table = _read(file, {**session.settings.columns, **mapped}, sheet)
    _check_used(mapped, table)
    with ledger_lock(session.root) if write else nullcontext():
        wants = wants_schema(session.root)
        work = _prepared(session, table)
        if write:
            remembered = prepare_columns(session.root, mapped)
            _carry_out(session.root, [*work.changes, *([remembered] if remembered else [])])
    if write and wants and work.plan.new:
        write_schema(session.root, PROJECT_SCHEMA)
    show(tuple(import_document(Import(table, work.plan, work.flaws), whole=verbose)))
    talk(import_summary(work.plan, written=write))
    _finish(work)


@dataclass(frozen=True, slots=True)
class _Work:
    """What is to be done.

    Attributes:
        plan: what the rows mean for the ledger.
        changes: the changes to its files, ready to be written.
        flaws: what the checks will find in them.
        read: how many files of projects the ledger has.
        left_out: how many of them cannot be read.
    """

    plan: Plan
    changes: tuple[Change, ...]
    flaws: tuple[tuple[Entry, Flaw], ...]
    read: int
    left_out: int


def _mapped(texts: Iterable[str]) -> dict[str, str]:
    """Read the values of ``--map``: what columns are called, and the fields that they hold."""
    mapped = {}
    for text in texts:
        name, equals, field = text.rpartition("=")
        if not (equals and name.strip()):
            message = _("{text} does not say which column is which field")
            raise UsageError(message.format(text=quoted(text)), '--map "HEADING=FIELD"')
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


def _prepared(session: Session, table: Table) -> _Work:
    """Make every change, and check it; nothing is written."""
    read = tuple(read_all(session.root))
    known = [file.project for file in read if file.project]
    broken = [file.id for file in read if not file.project]
    plan = plan_import(table.rows, known, broken, exactly(session.today))
    changes: list[Change] = []
    flaws: list[tuple[Entry, Flaw]] = []
    refused: dict[str, Rejected] = {}
    for entry in (*plan.new, *plan.changed):
        try:
            change = _change(session, entry)
        except ZqtrackError as error:
            reason = Unread(entry.place, "", error.message, error.hint)
            refused[entry.after.id] = Rejected(entry.place, entry.after.name, (reason,))
        else:
            changes.append(change)
            flaws += [(entry, flaw) for flaw in change.warnings]
    return _Work(_without(plan, refused), tuple(changes), tuple(flaws), len(read), len(broken))


def _change(session: Session, entry: Entry) -> Change:
    """Make a change; what the checks find in it is shown, and for people to decide."""
    root, today = session.root, session.real_today
    if entry.before is None:
        with_schema = has_schema(root) or wants_schema(root)
        schema = f"../{PROJECT_SCHEMA}" if with_schema else None
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


def _carry_out(root: Path, changes: Sequence[Change]) -> None:
    """Write the changes; if that is stopped, tell which were written."""
    done = 0
    doubts = 0
    try:
        for change in changes:
            doubts += carry_out(root, change) is Outcome.UNCONFIRMED
            done += 1
    finally:
        if done < len(changes):
            _tell_written(changes[: done + 1], len(changes))
        if doubts:
            talk(_("the disk did not confirm that all of it will last"))


def _tell_written(tried: Sequence[Change], all_: int) -> None:
    """Tell which changes were made before the writing stopped, perhaps in the last one."""
    written = [change for change in tried if _is_written(change)]
    for change in written:
        talk(change.sentence)
    said = _("{count:,} of {files} written; import again to write the rest")
    talk(said.format(count=len(written), files=files(all_)))


def _is_written(change: Change) -> bool:
    try:
        return read_bytes(change.path) == change.new
    except Unreadable:
        return False


def _finish(work: _Work) -> None:
    """End with 1 if anything was rejected, found wrong or left out."""
    if work.left_out:
        said = _("{count:,} of {files} left out, see zqtrack validate")
        talk(said.format(count=work.left_out, files=files(work.read)))
    wrong = any(rule(flaw.code).severity is Severity.ERROR for _entry, flaw in work.flaws)
    if work.left_out or work.plan.rejected or wrong:
        raise typer.Exit(1)
