"""What a command shows, before it is known where: headings, sentences and tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from zqtrack.output.text import fit, visible, width

#: What a piece of text is, not how it looks; ``output.terminal`` gives each a colour.
Style = Literal["plain", "title", "quiet", "strong", "good", "warn", "bad", "stage", "bar", "code"]


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text in one style. Its text is safe to show: see ``say`` and ``data``."""

    text: str
    style: Style = "plain"


#: One line of text.
Line: TypeAlias = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table's column.

    Attributes:
        title: what stands in it, with the unit.
        right: whether its cells are numbers, which stand at the right.
        shrinks: how readily it gives up width when the screen is narrow: 0 never, more sooner.
        least: the width it never shrinks below.
        drops: the order in which it is left out when nothing can shrink any more: 0 never, the
            highest first.
    """

    title: str
    right: bool = False
    shrinks: int = 0
    least: int = 8
    drops: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines of text; each is broken between words where the screen is narrow."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under heads; every row has as many cells as there are heads."""

    heads: tuple[Head, ...]
    rows: tuple[tuple[Line, ...], ...]
    indent: int = 0


Block: TypeAlias = Heading | Paragraph | Table
Document: TypeAlias = tuple[Block, ...]


def data(text: object, style: Style = "plain") -> Line:
    """Make a line of what came from a file or an argument; nothing in it can steer a terminal."""
    return (Span(visible(str(text)), style),)


def say(text: str, style: Style = "plain") -> Line:
    """Make a line of our own words."""
    return (Span(text, style),)


def plain(line: Line) -> str:
    """Give the text of a line."""
    return "".join(span.text for span in line)


def lay_out(document: Sequence[Block], columns: int | None) -> Iterator[Line]:
    """Lay a document out as lines.

    Args:
        document: what to show.
        columns: how wide the screen is; None, as in a pipe, for as wide as it takes.
    """
    for at, block in enumerate(document):
        if at and isinstance(block, Heading):
            yield ()
        match block:
            case Heading(text):
                yield say(text, "title")
            case Paragraph(lines):
                for line in lines:
                    yield from wrap(line, columns)
            case Table():
                yield from _lay_out_table(block, columns)


def wrap(line: Line, columns: int | None) -> Iterator[Line]:
    """Break a line between words; a hanging indent repeats the blanks it begins with."""
    if columns is None or _width(line) <= columns:
        yield line
        return
    indent = len(plain(line)) - len(plain(line).lstrip(" "))
    row: list[Span] = []
    taken = 0
    for word in _words(line):
        if row and taken + width(word.text.rstrip(" ")) > columns:
            yield tuple(row)
            row = [Span(" " * indent)] if indent else []
            taken = indent
            word = Span(word.text.lstrip(" "), word.style)  # noqa: PLW2901 - the break is the blank
        row.append(word)
        taken += width(word.text)
    yield tuple(row)


def _words(line: Line) -> Iterator[Span]:
    for span in line:
        start = 0
        for at, character in enumerate(span.text):
            if character == " " and span.text[at + 1 : at + 2] not in {"", " "}:
                yield Span(span.text[start:at], span.style)
                start = at
            elif width(character) > 1:  # Chinese breaks between any two characters
                yield Span(span.text[start : at + 1], span.style)
                start = at + 1
        yield Span(span.text[start:], span.style)


_GAP = 2


def _lay_out_table(table: Table, columns: int | None) -> Iterator[Line]:
    kept = list(range(len(table.heads)))
    widths = _natural_widths(table)
    if columns is not None:
        kept, widths = _squeeze(table, widths, columns - table.indent)
    heads = [table.heads[at] for at in kept]
    yield _row([say(head.title, "quiet") for head in heads], heads, widths, table.indent)
    for row in table.rows:
        yield _row([row[at] for at in kept], heads, widths, table.indent)


def _natural_widths(table: Table) -> list[int]:
    widths = [width(head.title) for head in table.heads]
    for row in table.rows:
        for at, cell in enumerate(row):
            widths[at] = max(widths[at], _width(cell))
    return widths


def _squeeze(table: Table, widths: list[int], columns: int) -> tuple[list[int], list[int]]:
    """Shrink the columns that may shrink, then leave out those that may be left out."""
    kept = list(range(len(widths)))
    while True:
        narrow = [widths[at] for at in kept]
        over = sum(narrow) + _GAP * (len(kept) - 1) - columns
        ready = sorted(range(len(kept)), key=lambda i: -table.heads[kept[i]].shrinks)
        for i in ready:
            head = table.heads[kept[i]]
            if over > 0 and head.shrinks:
                less = min(over, max(0, narrow[i] - max(head.least, 1)))
                narrow[i] -= less
                over -= less
        droppable = [at for at in kept if table.heads[at].drops]
        if over <= 0 or not droppable:
            return kept, narrow
        kept.remove(max(droppable, key=lambda at: table.heads[at].drops))


def _row(cells: Sequence[Line], heads: Sequence[Head], widths: Sequence[int], indent: int) -> Line:
    spans: list[Span] = [Span(" " * indent)] if indent else []
    for at, (cell, head, columns) in enumerate(zip(cells, heads, widths, strict=True)):
        cut = _fit(cell, columns)
        blanks = Span(" " * (columns - _width(cut)))
        gap = Span(" " * _GAP)
        last = at == len(cells) - 1
        spans += [blanks, *cut] if head.right else [*cut, *([] if last else [blanks])]
        if not last:
            spans.append(gap)
    return tuple(span for span in spans if span.text)


def _fit(cell: Line, columns: int) -> Line:
    if _width(cell) <= columns:
        return cell
    cut: list[Span] = []
    left = columns
    for span in cell:
        cut.append(Span(fit(span.text, left), span.style))
        left -= width(cut[-1].text)
        if cut[-1].text != span.text or left <= 0:
            break
    return tuple(cut)


def _width(line: Line) -> int:
    return sum(width(span.text) for span in line)
