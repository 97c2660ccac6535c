"""A document as Markdown, for a wiki or a mail."""

import re
from collections.abc import Iterator, Sequence

from zqtrack.output.document import AnyTable, Block, Heading, Line, Paragraph, plain

# What CommonMark and GitHub read as markup within a line, or as a link, a formula or an entity.
_SPECIAL = re.compile(r"([\\`*_<>|\[\]~#&$])")
# And at the beginning of one: a list, a number of a list, a line under a heading.
_BEGINNING = re.compile(r"^([0-9]*)([-+=.)])")


def markdown(document: Sequence[Block]) -> str:
    """Write a document as Markdown; nothing in its texts is taken for markup."""
    return "\n\n".join(part for block in document for part in _parts(block)) + "\n"


def _parts(block: Block) -> Iterator[str]:
    match block:
        case Heading(text):
            yield f"## {_escaped(text)}"
        case Paragraph(lines):
            yield from filter(None, map(_line, lines))
        case _:
            yield "\n".join(_rows(block))


def _line(line: Line) -> str:
    """Give a line as a paragraph of its own; a title as the heading above all others."""
    text = _escaped(plain(line))
    if line and line[0].style == "title":
        return f"# {text}"
    return _BEGINNING.sub(r"\1\\\2", text)


def _rows(table: AnyTable) -> Iterator[str]:
    yield _row([_escaped(head.title) for head in table.heads])
    yield _row(["--:" if head.right else "---" for head in table.heads])
    for row in table.rows:
        yield _row([_escaped(plain(cell)) for cell in row])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text.strip())
