"""A report as one page: the answer, the charts, then every table."""

from collections.abc import Iterable, Iterator, Sequence
from xml.etree import ElementTree as ET

from zqtrack.core.charts import Charts
from zqtrack.core.report import Report, Section
from zqtrack.language import _
from zqtrack.output.document import Block, Document, Heading, Line, Paragraph, plain
from zqtrack.output.page.answer import answer
from zqtrack.output.page.figures import figures
from zqtrack.output.page.markup import element, whole_page
from zqtrack.output.page.tables import blocks, spans
from zqtrack.output.report import section_document

#: At most so many lines of the watch list are shown.
MOST_WATCHED = 200


def report_page(report: Report, charts: Charts, only: Section | None = None) -> str:
    """Give a report as a page of HTML, or one section of it, to its end.

    Raises:
        ZqtrackError: the library that draws is not installed.
    """
    asked = (only,) if only else tuple(Section)
    tables = list(_tables(report, asked))
    opening = section_document(report, asked[0])[0]
    told = sum(standing.projects for standing in report.pipeline) and only is None
    return _page(
        opening,
        element("div", answer(report), class_="answer") if told else None,
        *figures(report, charts, asked),
        element("section", element("h2", _("Tables"), id="tables"), tables, class_="tables")
        if tables
        else None,
    )


def document_page(document: Document) -> str:
    """Give a document as a page of HTML: the page of a question that has no charts."""
    first, *rest = document
    return _page(first, element("section", blocks(rest, "table", "h2"), class_="tables"))


def _tables(report: Report, asked: Sequence[Section]) -> Iterator[ET.Element]:
    """Lay out every section; of several, none that has nothing to say."""
    several = len(asked) > 1
    for section in asked:
        lines = MOST_WATCHED if several else None
        _opening, *told = section_document(report, section, verbose=True, lines=lines)
        if not several or any(not isinstance(block, Heading) for block in told):
            yield from blocks(told, f"table-{section}")


def _page(opening: Block, *content: ET.Element | None) -> str:
    lines = opening.lines if isinstance(opening, Paragraph) else ()
    title, about, *rest = [line for line in lines if line]
    kept = [one for one in content if one is not None]
    return whole_page(
        _("{ledger} · report").format(ledger=plain(title)),
        element("a", _("Skip to the answer"), href="#main", class_="skip"),
        element(
            "header",
            element("h1", spans(title)),
            element("p", spans(about), class_="about"),
            _contents(kept),
        ),
        element("main", [_said(line) for line in rest], kept, id="main", tabindex="-1"),
        element(
            "footer",
            element(
                "p",
                _("Made by zqtrack from the files of the ledger; nothing else belongs to it."),
            ),
        ),
    )


def _said(line: Line) -> ET.Element:
    caution = any(span.style == "warn" for span in line)
    return element("p", spans(line), class_="caution" if caution else "lead")


def _contents(content: Sequence[ET.Element]) -> ET.Element | None:
    """Link to the sections, where there are several."""
    headings = list(_headings(content))
    if len(headings) < 2:  # noqa: PLR2004 - one needs no list
        return None
    links = [
        element("li", element("a", heading.text, href=f"#{heading.get('id')}"))
        for heading in headings
    ]
    return element("nav", element("ul", *links), aria_label=_("Contents"))


def _headings(content: Iterable[ET.Element]) -> Iterator[ET.Element]:
    for one in content:
        yield from (heading for heading in one.iter("h2") if heading.get("id"))
