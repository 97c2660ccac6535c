"""A document as lines of text: tables aligned, long lines broken, all within the screen."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from operator import add, attrgetter
from typing import NamedTuple, TypeAlias

from zqtrack.output.document import (
    Alike,
    AnyTable,
    Block,
    Cells,
    Head,
    Heading,
    Line,
    Paragraph,
    Span,
    cells_of,
    plain,
    say,
)
from zqtrack.output.text import fit, width, widths

#: Turns a piece of text into what is written, with its colour if there is one.
Paint: TypeAlias = Callable[[Span], str]

#: Paints nothing.
PLAIN: Paint = attrgetter("text")

#: Cells beside or below one another.
Row: TypeAlias = tuple[Line, ...]

_GAP = "  "
# A line does not begin with the one or end with the other.
_CLOSING = set("，。、；：？！）》〉」』】］”’…")
_OPENING = set("（《〈「『【［“‘")


def lay_out(document: Sequence[Block], columns: int | None, paint: Paint) -> Iterator[str]:
    """Lay a document out as lines.

    Args:
        document: what to show.
        columns: how wide the screen is, at least 1; None, as in a pipe, for as wide as it takes.
        paint: what turns a piece of text into what is written.
    """
    for at, block in enumerate(document):
        match block:
            case Heading(text):
                if at:
                    yield ""
                yield from _written(wrap(say(text, "title"), columns), paint)
            case Paragraph(lines):
                for line in lines:
                    yield from _written(wrap(line, columns), paint)
            case _:
                yield from _table(block, columns, paint)


def line_width(line: Line) -> int:
    """Give the columns that a line takes in a terminal."""
    return width(line[0].text) if len(line) == 1 else width(plain(line))


def wrap(line: Line, columns: int | None) -> Iterator[Line]:
    """Break a line between words; a hanging indent repeats the blanks it begins with."""
    text = plain(line)
    if columns is None or width(text) <= columns:
        yield line
        return
    # A Chinese character needs two columns behind it.
    indent = max(0, min(len(text) - len(text.lstrip(" ")), columns // 2, columns - 2))
    margin = say(" " * indent) if indent else ()
    start = len(text) - len(text.lstrip(" "))
    while start < len(text):
        end = _row_end(text, start, columns - indent)
        yield (*margin, *_part(line, start, end))
        start = end + len(text[end:]) - len(text[end:].lstrip(" "))


def _written(lines: Iterator[Line], paint: Paint) -> Iterator[str]:
    return ("".join(map(paint, line)).rstrip(" ") for line in lines)


def _row_end(text: str, start: int, columns: int) -> int:
    """Find where the row that begins at a place ends: before a word, or within one too long."""
    taken, end = 0, start
    for at in range(start, len(text)):
        if at > start and _may_break(text, at):
            end = at
        taken += width(text[at])
        if taken > columns:
            return end if end > start else max(at, start + 1)
    return len(text)


def _may_break(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if " " in (before, after):
        return before != " "
    # Chinese breaks between any two characters, but not between a number and its unit.
    wide = width(before) == 2 or width(after) == 2  # noqa: PLR2004 - columns
    return wide and before not in _OPENING and after not in _CLOSING and not before.isdecimal()


def _part(line: Line, start: int, end: int) -> Iterator[Span]:
    """Give the characters of a line from a place to another, in their styles."""
    for text, style in line:
        if part := text[max(start, 0) : max(end, 0)]:
            yield Span(part, style)
        start -= len(text)
        end -= len(text)


def _table(table: AnyTable, columns: int | None, paint: Paint) -> Iterator[str]:
    titles = [say(head.title, "quiet") for head in table.heads]
    body = list(map(_measured, table.columns))
    blocks = [body] if body and body[0].places else []
    if any(map(plain, titles)):
        blocks.insert(0, [_measured(cells_of((title,))) for title in titles])
    if not blocks:
        return
    wide = {
        at: max(head.width, *(max(one.sizes) for one in parts))
        for at, (head, *parts) in enumerate(zip(table.heads, *blocks, strict=True))
    }
    if columns is not None:
        wide = _squeeze(table.heads, wide, columns - table.indent)
    if any(head.wraps for head in table.heads):
        blocks = [_broken(block, table, wide) for block in blocks]
    margin = " " * table.indent
    for block in blocks:
        filled = [
            _fill(block[at], size, paint, right=table.heads[at].right) for at, size in wide.items()
        ]
        for row in map(_GAP.join, zip(*filled, strict=True)):
            yield f"{margin}{row}".rstrip(" ")


class _Measured(NamedTuple):
    """The lines of a column, the text of each and how wide it is, and where it stands."""

    lines: Sequence[Line]
    texts: Sequence[str]
    sizes: Sequence[int]
    places: Sequence[int]


def _measured(cells: Cells) -> _Measured:
    lines, places = cells
    if isinstance(lines, Alike):
        return _Measured(lines, lines.texts, widths(lines.texts), places)
    texts = [line[0].text if len(line) == 1 else plain(line) for line in lines]
    return _Measured(lines, texts, widths(texts), places)


def _broken(
    block: Sequence[_Measured], table: AnyTable, widths: Mapping[int, int]
) -> list[_Measured]:
    """Give each row as several, where a cell that may go on in the next line has to."""
    rows: list[Row] = []
    for row in zip(*(map(one.lines.__getitem__, one.places) for one in block), strict=True):
        parts = [
            wrap(cell, widths.get(at)) if table.heads[at].wraps else (cell,)
            for at, cell in enumerate(row)
        ]
        rows += zip_longest(*parts, fillvalue=())
    return [_measured(cells_of(column)) for column in zip(*rows, strict=True)]


def _fill(column: _Measured, columns: int, paint: Paint, *, right: bool) -> Iterable[str]:
    """Give the cells of a column, all as wide as it is."""
    lines, texts, sizes, places = column
    if max(sizes) > columns:
        both = zip(lines, sizes, strict=True)
        lines = [_cut(line, columns) if size > columns else line for line, size in both]
        texts = list(map(plain, lines))
        sizes = widths(texts)
    if paint is not PLAIN:
        texts = [paint(line[0]) if len(line) == 1 else "".join(map(paint, line)) for line in lines]
    blanks = {size: " " * (columns - size) for size in set(sizes)}
    fillers = map(blanks.__getitem__, sizes)
    filled = list(map(add, fillers, texts) if right else map(add, texts, fillers))
    return map(filled.__getitem__, places)


def _cut(line: Line, columns: int) -> Line:
    kept = len(fit(plain(line), columns)) - 1
    if len(line) == 1:
        ((text, style),) = line
        return Span(text[:kept], style), Span("…", style)
    return (*_part(line, 0, kept), Span("…", next(_part(line, kept, kept + 1)).style))


def _squeeze(heads: Sequence[Head], widths: Mapping[int, int], columns: int) -> dict[int, int]:
    """Leave out columns until the others fit; shrink these as far as they must.

    Returns:
        The widths of the columns that are left, by their number.
    """
    least = {at: min(w, heads[at].least) if heads[at].shrinks else w for at, w in widths.items()}
    kept = {at: wide for at, wide in least.items() if not heads[at].drops}
    for at in sorted(widths.keys() - kept, key=lambda at: heads[at].drops):
        if _total(kept | {at: least[at]}) <= columns:
            kept[at] = least[at]
    narrow = {at: min(widths[at], columns) for at in sorted(kept)}
    for level in sorted({head.shrinks for head in heads if head.shrinks}, reverse=True):
        shrinking = {at: least[at] for at in narrow if heads[at].shrinks == level}
        _shrink(narrow, shrinking, columns)
    # Not even those that always stay fit.
    _shrink(narrow, dict.fromkeys(narrow, 1), columns)
    while _total(narrow) > columns and len(narrow) > 1:
        narrow.popitem()
    return narrow


def _shrink(widths: dict[int, int], least: Mapping[int, int], columns: int) -> None:
    """Take from the widest of some columns until all fit, or each of these has its least."""
    while _total(widths) > columns:
        wide = [at for at in least if widths[at] > least[at]]
        if not wide:
            return
        widths[max(wide, key=widths.__getitem__)] -= 1


def _total(widths: Mapping[int, int]) -> int:
    return sum(widths.values()) + len(_GAP) * (len(widths) - 1)
