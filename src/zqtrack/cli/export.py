"""``zqtrack export``."""

import sys
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

from zqtrack.cli.declare import Argument, Commands, Context, Option
from zqtrack.cli.options import AsOf, Filters
from zqtrack.cli.progress import progress
from zqtrack.cli.session import LoadedProjects, Session, finish, load, open_session, views
from zqtrack.cli.stopping import held_back
from zqtrack.core.filters import Filter, parse_filter
from zqtrack.core.report import Question, Report, Source, ask, build_report
from zqtrack.errors import UsageError, ZqtrackError
from zqtrack.exchange.rows import Exported
from zqtrack.language import _, later, plural
from zqtrack.ledger.disk import save_bytes
from zqtrack.output.streams import talk, write

app = Commands()


class FileFormat(StrEnum):
    """What a file of projects can be; each is the suffix of its files, too."""

    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


# What stands for the standard output.
_OUTPUT = Path("-")
# The module that writes a format, the package it comes in, and the extra that brings it.
_LIBRARIES = {
    FileFormat.XLSX: ("xlsxwriter", "XlsxWriter", "exchange"),
    FileFormat.PARQUET: ("pyarrow", "pyarrow", "parquet"),
}


@app.command(epilog=later("Example: zqtrack export projects.xlsx district=sihui"))
def export(
    context: Context,
    file: Annotated[
        Path, Argument(metavar="FILE", help=later("The file to write; - for the output."))
    ],
    filters: Filters = None,
    as_of: AsOf = None,
    format_: Annotated[
        FileFormat | None,
        Option("--format", help=later("What to write, if FILE does not end with it.")),
    ] = None,
    force: Annotated[
        bool, Option("--force", "-f", help=later("Take the place of a file that is there."))
    ] = False,
) -> None:
    """Write projects to a workbook (.xlsx), or to .csv, .json or .parquet.

    Everything that the files hold is written, and beside it stage, age and light; with --as-of
    only what they held on that day. A workbook also has sheets of the problems, new promises and
    notes, and the report.
    """
    chosen = _format_of(file, format_)
    _check_place(file, chosen)
    _require_library(chosen)
    wanted = parse_filter(filters or ())
    session = open_session(context)
    question = ask(wanted, None, as_of, session.settings.as_of, session.real_today)
    loaded = load(session)
    with progress(_("preparing the file")):
        projects = _exported(session, loaded, wanted, question.as_of, whole=as_of is None)
        content = _content(chosen, projects, session, loaded, question)
    with nullcontext() if file == _OUTPUT else held_back():  # a written file is told
        _write(file, content, force=force)
        _talk(file, chosen, projects, question.as_of)
    finish(loaded)


def _format_of(file: Path, chosen: FileFormat | None) -> FileFormat:
    """Give the format that the file's name ends with, or the one that is chosen.

    Raises:
        UsageError: neither tells, or they say different things.
    """
    suffix = file.suffix.lower().removeprefix(".")
    named = FileFormat(suffix) if suffix in FileFormat.__members__.values() else None
    if named and chosen and named is not chosen:
        raise UsageError(
            _("a file whose name ends with .{suffix} is no {format}").format(
                suffix=suffix, format=chosen
            ),
            _("name it {file}, or leave out --format").format(file=file.with_suffix(f".{chosen}")),
        )
    if not (chosen or named):
        raise UsageError(
            _("`{file}` does not say what to write").format(file=file),
            _("let the name end with one of {suffixes}, or add --format").format(
                suffixes=_(", ").join(f".{each}" for each in FileFormat)
            ),
        )
    return chosen or named or FileFormat.XLSX


def _exported(
    session: Session, loaded: LoadedProjects, wanted: Filter, day: date, *, whole: bool
) -> list[Exported]:
    """Give the projects that a filter selects: ``whole``, or only what they held on the day."""
    seen = views(loaded, wanted, day, session.settings)
    told = {project.id: project for project in loaded.projects}
    return [Exported(told[view.project.id] if whole else view.project, view) for view in seen]


def _check_place(file: Path, chosen: FileFormat) -> None:
    """Keep what is no text from a screen.

    Raises:
        UsageError: it would go there.
    """
    if file == _OUTPUT and chosen in _LIBRARIES and sys.stdout.isatty():
        raise UsageError(
            _("a .{format} is not for a screen").format(format=chosen),
            _("name a file, or send the output to one with >"),
        )


def _require_library(chosen: FileFormat) -> None:
    """Refuse a format whose library is not installed.

    Raises:
        ZqtrackError: it is not.
    """
    module, package, extra = _LIBRARIES.get(chosen, ("", "", ""))
    if module and not find_spec(module):
        raise ZqtrackError(
            _("to write .{format} the package {package} is needed, which is not installed").format(
                format=chosen, package=package
            ),
            f"pip install 'zqtrack[{extra}]'",
        )


def _content(
    chosen: FileFormat,
    projects: Sequence[Exported],
    session: Session,
    loaded: LoadedProjects,
    question: Question,
) -> bytes:
    """Give the bytes of the file. What each format needs is imported only for it."""
    match chosen:
        case FileFormat.XLSX:
            from zqtrack.exchange.workbook import workbook_bytes

            return workbook_bytes(projects, _report(session, loaded, question))
        case FileFormat.PARQUET:
            from zqtrack.exchange.parquet import parquet_bytes

            return parquet_bytes(projects)
        case FileFormat.CSV:
            from zqtrack.exchange.delimited import csv_bytes

            return csv_bytes(projects)
        case _:
            from zqtrack.exchange.rows import record_of
            from zqtrack.output.records import json_rows

            return json_rows(map(record_of, projects)).encode()


def _report(session: Session, loaded: LoadedProjects, question: Question) -> Report:
    name = session.settings.name or session.root.absolute().name
    source = Source(name, loaded.read, loaded.left_out)
    return build_report(loaded.projects, session.settings, source, question)


def _write(file: Path, content: bytes, *, force: bool) -> None:
    """Write the file, or to the standard output.

    Raises:
        ZqtrackError: a file is there already.
        WriteFailed: it cannot be written.
    """
    if file == _OUTPUT:
        if sys.stdout.isatty():  # a text, then, but perhaps one that steers a terminal
            write(content.decode("utf-8-sig"))
        else:
            sys.stdout.buffer.write(content)
        return
    try:
        save_bytes(file, content, replace=force)
    except FileExistsError:
        raise ZqtrackError(
            _("`{file}` is there already; nothing was written").format(file=file),
            _("add --force to put this one in its place, or name another"),
        ) from None


def _talk(file: Path, chosen: FileFormat, projects: Sequence[Exported], day: date) -> None:
    """Say what was written where; of a CSV also what it has no room for."""
    written = plural(
        "{n:,} project, seen on {day}, written to {file}",
        "{n:,} projects, seen on {day}, written to {file}",
        len(projects),
    )
    place = _("the standard output") if file == _OUTPUT else file
    talk(written.format(n=len(projects), day=day, file=place))
    told = [one.project for one in projects]
    parts = sum(len(one.problems) + len(one.notes) + len(one.replanned) for one in told)
    if chosen is FileFormat.CSV and parts:
        without = _("a CSV has no room for problems, new promises and notes: {n:,} are not in it")
        talk(without.format(n=parts))
