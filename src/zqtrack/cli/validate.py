"""``zqtrack validate``."""

import os
import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from zqtrack.cli import completion, session
from zqtrack.cli.declare import Argument, Commands, Context, Option
from zqtrack.cli.options import AsOf
from zqtrack.cli.progress import progress
from zqtrack.cli.tongue import speak_to_reader
from zqtrack.core.checks import RULES, rule
from zqtrack.core.findings import Checked, Severity
from zqtrack.core.settings import Settings
from zqtrack.errors import ZqtrackError, quoted
from zqtrack.language import _
from zqtrack.ledger.findings import check_files, check_ledger
from zqtrack.ledger.store import SUFFIX
from zqtrack.output.findings import (
    annotation,
    catalogue,
    diagnostics,
    explanation,
    record_of,
    summary,
)
from zqtrack.output.records import json_rows
from zqtrack.output.streams import talk, write
from zqtrack.output.terminal import screen_width, show

app = Commands()


class _Format(StrEnum):
    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


@app.command(epilog="Example: zqtrack validate --strict --format github")
def validate(
    context: Context,
    files: Annotated[
        list[str] | None,
        Argument(
            metavar="[FILE]...",
            autocompletion=completion.files,
            help="Files or ids; the whole ledger if left out.",
        ),
    ] = None,
    strict: Annotated[bool, Option("--strict", help="Fail on warnings as well.")] = False,
    as_of: AsOf = None,
    format_: Annotated[
        _Format, Option("--format", help="How to write it.", then=speak_to_reader)
    ] = _Format.TEXT,
    explain: Annotated[
        str | None,
        Option(
            "--explain",
            metavar="CODE",
            autocompletion=completion.codes,
            help="Tell what a code means; all lists them.",
        ),
    ] = None,
) -> None:
    """Find every problem in every file, with its place and how to mend it."""
    if explain:
        _explain(explain)
        return
    checked = _check(context, files or [], as_of or session.clock())
    _show(checked, format_)
    talk(summary(checked))
    fatal = set(Severity) if strict else {Severity.ERROR}
    if any(marked.finding.severity in fatal for marked in checked.found):
        sys.exit(1)


def _explain(code: str) -> None:
    if code.lower() == "all":
        show(catalogue(RULES))
    else:
        show(explanation(rule(code), screen_width(sys.stdout)))


def _check(context: Context, files: list[str], today: date) -> Checked:
    if files:
        return check_files([_path(context, file, today) for file in files], today)
    root = session.ledger_root(context.ledger)
    with progress(_("checking the ledger")) as tell:
        return check_ledger(root, today, tell)


def _path(context: Context, text: str, today: date) -> str:
    """Find the file that an argument names: a path, or an id or a part of one in the ledger.

    Raises:
        ZqtrackError: there is no such file.
    """
    is_folder = os.path.isdir(text)  # noqa: PTH112 - Path.is_dir may raise
    if os.path.lexists(text) and (not is_folder or text.endswith(SUFFIX)):
        return text
    if is_folder:
        hint = _("without FILE the whole ledger is checked; -C FOLDER names another")
        raise ZqtrackError(_("{text} is a folder, not a file").format(text=quoted(text)), hint)
    if Path(text).name != text:
        raise ZqtrackError(_("there is no file {text}").format(text=quoted(text)))
    root = session.ledger_root(context.ledger)
    # Not of open_session: settings that cannot be used must not stop it.
    named = session.Session(root, Settings(), today, today_is_set=False)
    return str(session.project_path(named, text))


def _show(checked: Checked, format_: _Format) -> None:
    if format_ is _Format.TEXT:
        show(tuple(diagnostics(checked.found, screen_width(sys.stdout))))
    elif format_ is _Format.JSON:
        write(json_rows(record_of(marked.finding) for marked in checked.found))
    else:
        write("".join(f"{annotation(marked.finding)}\n" for marked in checked.found))
