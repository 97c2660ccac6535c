"""Where the page of a report goes: to a file, or to the standard output."""

import sys
from collections.abc import Iterable
from pathlib import Path

from zqtrack.cli.questions import Answer
from zqtrack.cli.stopping import held_back
from zqtrack.core.charts import chart_series
from zqtrack.core.project import Project
from zqtrack.core.report import Report, Section, seen_by
from zqtrack.core.settings import Settings
from zqtrack.errors import UsageError, ZqtrackError
from zqtrack.language import _
from zqtrack.ledger.disk import LIMIT, Unreadable, read_bytes, save_bytes
from zqtrack.output.page.markup import is_ours
from zqtrack.output.page.page import document_page, report_page
from zqtrack.output.streams import talk, write

#: The name of a file that stands for the standard output.
STANDARD_OUTPUT = Path("-")
# No page is larger; of a larger file nobody needs to know what it is.
_MOST = 64 * LIMIT


def page_of_report(
    report: Report, projects: Iterable[Project], settings: Settings, only: Section | None
) -> str:
    """Give the page of a report, or of one section of it.

    Raises:
        ZqtrackError: the library that draws is not installed.
    """
    seen = seen_by(projects, settings, report.question)
    return report_page(report, chart_series(seen, report), only)


def page_of_answer(answer: Answer) -> str:
    """Give the page of a question of its own, to its end."""
    return document_page(answer.document(True))


def save_page(page: str, file: Path | None) -> None:
    """Write a page, whole or not at all; one of our pages takes the place of another.

    Args:
        page: its text.
        file: where it goes; ``-`` or None for the standard output.

    Raises:
        UsageError: no file is named, and nothing but a screen would take the page.
        ZqtrackError: another file is in its place.
        WriteFailed: it cannot be written.
    """
    if file is None or file == STANDARD_OUTPUT:
        if file is None and sys.stdout.isatty():
            message = _("a page is for a browser, not for a screen")
            raise UsageError(message, _("add --output page.html"))
        write(page)
        return
    try:
        with held_back():  # a written file is told
            save_bytes(file, page.encode(), replace=_is_page(file))
            talk(_("{file} written").format(file=file))
    except FileExistsError:
        raise ZqtrackError(
            _("`{file}` is there already and no page of zqtrack; nothing was written").format(
                file=file
            ),
            _("name another file, or take that one away"),
        ) from None


def _is_page(file: Path) -> bool:
    try:
        return is_ours(read_bytes(file, limit=_MOST))
    except Unreadable:
        return False
