"""Projects as comma-separated values that a spreadsheet opens: one row each, safe to click on."""

import csv
import io
from collections.abc import Sequence
from datetime import date

from zqtrack.exchange.cells import Cell, cell_of
from zqtrack.exchange.headings import PROJECTS
from zqtrack.exchange.rows import Exported, rows_of
from zqtrack.exchange.safe import guard
from zqtrack.language import _

# So that a spreadsheet takes it for UTF-8.
_MARK = "\ufeff"


def csv_bytes(projects: Sequence[Exported]) -> bytes:
    """Write the sheet of projects as CSV (RFC 4180) in UTF-8 with a byte-order mark.

    Days are ISO dates, numbers plain ones; texts are guarded (``exchange.safe``).
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([_(heading.title) for heading in PROJECTS.headings])
    kinds = [heading.type for heading in PROJECTS.headings]
    for row in rows_of(PROJECTS, projects):
        writer.writerow(
            [_text(cell_of(kind, value)) for kind, value in zip(kinds, row, strict=True)]
        )
    return (_MARK + written.getvalue()).encode()


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guard(cell)
    return cell.isoformat() if isinstance(cell, date) else repr(cell)
