"""``zqtrack report``."""

from collections.abc import Callable
from enum import StrEnum
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from zqtrack.cli import completion
from zqtrack.cli.declare import Commands, Context, Option
from zqtrack.cli.options import AsOf, Filters, Window
from zqtrack.cli.progress import progress
from zqtrack.cli.questions import (
    Answer,
    Asked,
    By,
    CohortsOf,
    Each,
    PastYear,
    Since,
    Within,
    answering,
    read_pair,
)
from zqtrack.cli.session import Loaded, Session, finish, load_by, open_session
from zqtrack.cli.tongue import speak_to_reader
from zqtrack.core.census import Census
from zqtrack.core.filters import parse_filter
from zqtrack.core.jobs import Begin, here
from zqtrack.core.project import Project
from zqtrack.core.report import Report, Section, Source, ask, build_report, seen_by
from zqtrack.errors import UsageError
from zqtrack.language import _, later
from zqtrack.ledger.counting import read_census
from zqtrack.ledger.workers import results
from zqtrack.output.document import Document
from zqtrack.output.report import report_document, section_document
from zqtrack.output.streams import write
from zqtrack.output.terminal import show

if TYPE_CHECKING:
    from zqtrack.core.groups import Grouping

app = Commands()


# The figures of fewer projects are there before another process has begun.
_WORTH_DIVIDING = 5_000


class ReportFormat(StrEnum):
    """How a report is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"
    HTML = "html"


@app.command(epilog="Example: zqtrack report --period 2023-01/2023-09 district=sihui")
def report(
    context: Context,
    filters: Filters = None,
    period: Window = None,
    as_of: AsOf = None,
    lead_time: Annotated[
        list[str] | None,
        Option(
            "--lead-time",
            metavar="FROM..TO",
            autocompletion=completion.pairs,
            help="Another pair of stages. May be repeated.",
        ),
    ] = None,
    only: Annotated[Section | None, Option("--only", help="Show one section, to its end.")] = None,
    by: By = None,
    cohorts: CohortsOf = None,
    within: Within = None,
    each: Each = None,
    compare: Since = None,
    backtest: PastYear = None,
    verbose: Annotated[
        bool, Option("--verbose", "-v", help="Show the 95 % limits of lead times, too.")
    ] = False,
    format_: Annotated[
        ReportFormat, Option("--format", help=later("How to write it."), then=speak_to_reader)
    ] = ReportFormat.TABLE,
    output: Annotated[
        Path | None,
        Option(
            "--output",
            "-o",
            metavar="FILE",
            help=later("Where the page of --format html goes; - for the output."),
        ),
    ] = None,
) -> None:
    """Report the pipeline, cadence, lead times, targets, problems, totals and the watch list."""
    wanted = parse_filter(filters or ())
    pairs = tuple(read_pair("--lead-time", text) for text in lead_time or ())
    asked = Asked(
        by=None if by is None else _grouping(by),
        cohorts=None if cohorts is None else read_pair("--cohorts", cohorts),
        within=within,
        each=each,
        since=compare,
        period=period is not None,
        pairs=pairs,
        only=only,
        backtest=backtest,
        verbose=verbose,
    )
    own = answering(asked)
    _check_output(output, format_)
    session = open_session(context)
    question = ask(wanted, period, as_of, session.settings.as_of, session.real_today, pairs)
    loaded = load_by(lambda tell: read_census(session.root, wanted.tests, tell))
    source = Source(_name(session), loaded.read, loaded.left_out)
    with progress(_("working out the figures")):
        if own:
            seen = seen_by(_by_id(loaded), session.settings, question)
            answer = own(seen, source, question)
            page: Callable[[], str] = partial(_page_of_answer, answer)
        else:
            figures = build_report(
                loaded.projects, session.settings, source, question, _beginner(loaded.read)
            )
            answer = _whole(figures, only, verbose=verbose)
            page = partial(_page_of_report, figures, loaded, session, only)
    if format_ is ReportFormat.HTML:
        _save(page, output)
    else:
        _write(answer, format_)
    finish(loaded)


def _beginner(number: int) -> Begin:
    """Give what begins jobs: in this process, or elsewhere if it is worth it for so many files."""
    if number < _WORTH_DIVIDING:
        return here
    import pickle

    return partial(results, divide=True, form=pickle)


def _grouping(text: str) -> "Grouping":
    from zqtrack.core.groups import parse_grouping

    return parse_grouping(text)


def _check_output(output: Path | None, format_: ReportFormat) -> None:
    """Refuse a file for what is no page: the other formats go to the standard output."""
    if output and format_ is not ReportFormat.HTML:
        hint = _("add --format html, or write > {file} behind the command").format(file=output)
        raise UsageError(_("--output belongs to --format html"), hint)


def _by_id(loaded: Loaded[Census]) -> list[Project]:
    return sorted(loaded.projects, key=attrgetter("id"))


def _name(session: Session) -> str:
    return session.settings.name or session.root.absolute().name


def _whole(figures: Report, only: Section | None, *, verbose: bool) -> Answer:
    def document(whole: bool) -> Document:
        if only:
            return section_document(figures, only, verbose=verbose)
        return report_document(figures, whole=whole, verbose=verbose)

    return Answer(lambda: _record(figures, only), document)


# What makes records and pages is imported only for them.


def _record(figures: Report, only: Section | None) -> dict[str, Any]:
    from zqtrack.output.report_record import report_record

    return report_record(figures, only)


def _page_of_answer(answer: Answer) -> str:
    from zqtrack.cli.page import page_of_answer

    return page_of_answer(answer)


def _page_of_report(
    figures: Report, loaded: Loaded[Census], session: Session, only: Section | None
) -> str:
    from zqtrack.cli.page import page_of_report

    return page_of_report(figures, _by_id(loaded), session.settings, only)


def _save(page: Callable[[], str], output: Path | None) -> None:
    from zqtrack.cli.page import save_page

    with progress(_("drawing the page")):
        text = page()
    save_page(text, output)


def _write(answer: Answer, format_: ReportFormat) -> None:
    match format_:
        case ReportFormat.JSON:
            from zqtrack.output.records import json_text

            write(json_text(answer.record()))
        case ReportFormat.CSV:
            from zqtrack.output.records import csv_text
            from zqtrack.output.report_record import rows_of

            write(csv_text(["figure", "value"], rows_of(answer.record())))
        case ReportFormat.MARKDOWN:
            from zqtrack.output.markdown import markdown

            write(markdown(answer.document(True)))
        case _:
            show(answer.document(False))
