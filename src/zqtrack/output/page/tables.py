"""A document as elements of HTML: paragraphs, and tables with captions and heads."""

from collections.abc import Iterable, Iterator, Sequence
from xml.etree import ElementTree as ET

from zqtrack.language import _
from zqtrack.output.document import AnyTable, Block, Head, Heading, Line, Paragraph, plain
from zqtrack.output.page.markup import element, tied

# A column that is to keep so many characters on a screen is one of long texts.
_LONG = 40


def blocks(document: Iterable[Block], name: str, level: str = "h3") -> Iterator[ET.Element]:
    """Lay a document out; a heading before a table becomes its caption.

    Args:
        document: what to show.
        name: what the ids of its tables begin with.
        level: the element of its headings.
    """
    heading: Heading | None = None
    for at, block in enumerate(document):
        if heading and not isinstance(block, AnyTable):
            yield element(level, heading.text)
            heading = None
        match block:
            case Heading():
                heading = block
            case Paragraph(lines):
                yield from _paragraphs(lines)
            case _:
                title = heading.text if heading else _("Table {number}").format(number=at)
                yield table(block, f"{name}-{at}", element(level, title))
                heading = None
    if heading:
        yield element(level, heading.text)


def table(shown: AnyTable, name: str, caption: ET.Element) -> ET.Element:
    """Lay a table out, in a frame that scrolls sideways where the screen is narrow.

    A row without a name goes on the one above; columns that only draw are left out, for the page
    has charts.

    Args:
        shown: the table.
        name: its id.
        caption: what it is about.
    """
    kept = [at for at in range(len(shown.heads)) if not _only_draws(shown, at)]
    first = next((at for at in kept if shown.heads[at].names), kept[0])
    heads = [_head(shown.heads[at]) for at in kept]
    rows = [
        element("tr", [_cell(shown.heads[at], row[at], names=at == first) for at in kept])
        for row in _whole(shown.rows, first)
    ]
    return element(
        "div",
        element(
            "table",
            element("caption", caption, id=name),
            element("thead", element("tr", heads)),
            element("tbody", rows),
        ),
        class_="scroll",
        role="region",
        tabindex="0",
        aria_labelledby=name,
    )


def spans(line: Line) -> Iterator[ET.Element | str]:
    """Lay out the pieces of a line, each with its style as a class."""
    for text, style in line:
        yield text if style == "plain" else element("span", text, class_=style)


def _paragraphs(lines: Iterable[Line]) -> Iterator[ET.Element]:
    return (element("p", spans(line), class_="note") for line in lines if plain(line).strip())


def _only_draws(shown: AnyTable, at: int) -> bool:
    """Tell whether a column holds nothing but drawings made of characters."""
    styles = {span.style for row in shown.rows for span in row[at]}
    return styles == {"bar"} or not (styles or shown.heads[at].title)


def _whole(rows: Sequence[tuple[Line, ...]], first: int) -> list[list[list[Line]]]:
    """Give rows whose cells have a line for each of the rows that belong together."""
    whole: list[list[list[Line]]] = []
    for row in rows:
        if row[first] or not whole:
            whole.append([[] for _cell in row])
        for lines, line in zip(whole[-1], row, strict=True):
            lines.extend([line] if line else [])
    return whole


def _head(head: Head) -> ET.Element:
    if not head.title:
        return element("td")
    return element("th", tied(_(head.title)), scope="col", **_look(head))


def _cell(head: Head, lines: Sequence[Line], *, names: bool) -> ET.Element:
    inside = [
        part
        for at, line in enumerate(lines)
        for part in (*([element("br")] if at else []), *spans(line))
    ]
    if names:
        return element("th", inside, scope="row", **_look(head))
    return element("td", inside, **_look(head))


def _look(head: Head) -> dict[str, str]:
    """Tell how a column stands: numbers at the right, long texts wide, others on one line."""
    if head.right:
        return {"class_": "number"}
    if head.shrinks:
        return {"class_": "long"} if head.least >= _LONG else {}
    return {"class_": "short"}
