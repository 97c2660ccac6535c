"""Draw the picture in the README: the report on the example ledger, as a terminal shows it.

python scripts/make_picture.py [FILE]        docs/report.svg if left out
"""

import sys
from datetime import date
from pathlib import Path

from zqtrack.core.filters import parse_filter
from zqtrack.core.period import parse_period
from zqtrack.core.report import Source, ask, build_report
from zqtrack.ledger.config import load_settings
from zqtrack.ledger.store import read_all
from zqtrack.output.report import report_document
from zqtrack.output.terminal import svg

REPOSITORY = Path(__file__).resolve().parent.parent
EXAMPLE = REPOSITORY / "examples" / "agglomeration-zone-2023"
COLUMNS = 110
COMMAND = "zqtrack report --period 2023-01/2023-09"


def picture() -> str:
    """Draw the report as SVG; the same bytes each time."""
    settings = load_settings(EXAMPLE)
    projects = tuple(file.project for file in read_all(EXAMPLE) if file.project)
    period = parse_period("2023-01/2023-09")
    question = ask(parse_filter(()), period, None, settings.as_of, date.max)
    source = Source(settings.name or EXAMPLE.name, len(projects), 0)
    report = build_report(projects, settings, source, question)
    return svg(report_document(report), COLUMNS, COMMAND)


def main() -> None:
    """Write the picture."""
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else REPOSITORY / "docs" / "report.svg"
    file.write_text(picture(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
