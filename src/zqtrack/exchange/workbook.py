"""Projects as an Excel workbook: a report to look at, and a sheet for each kind of data."""

from collections.abc import Sequence
from datetime import datetime, time
from io import BytesIO

from zqtrack.core.report import Report
from zqtrack.exchange import ink
from zqtrack.exchange.data_sheet import write_data
from zqtrack.exchange.headings import REPORT, SHEETS
from zqtrack.exchange.ink import Pen
from zqtrack.exchange.report_sheet import write_report
from zqtrack.exchange.rows import Exported
from zqtrack.language import _


def workbook_bytes(projects: Sequence[Exported], report: Report) -> bytes:
    """Write a workbook: the same bytes for the same projects and report.

    Args:
        projects: the projects, in the order of their rows.
        report: the figures of the same projects.

    Raises:
        ZqtrackError: a text or the number of rows is more than a workbook can hold.
    """
    # Waits until here: docs/design.md, "Start-up".
    import xlsxwriter  # type: ignore[import-untyped] # it ships no types

    written = BytesIO()
    day = report.question.as_of
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "default_format_properties": ink.base(),
    }
    book = xlsxwriter.Workbook(written, options)
    # The time of writing would make every file another.
    title = ink.shown(report.source.ledger, 200)
    book.set_properties({"title": title, "created": datetime.combine(day, time())})
    pen = Pen(book, {})
    write_report(book.add_worksheet(_(REPORT.title)), pen, report, projects)
    for sheet in SHEETS:
        write_data(book.add_worksheet(_(sheet.title)), pen, sheet, projects, day)
    book.close()
    return written.getvalue()
