"""A document as Markdown, for a wiki or a mail."""

import re
from collections.abc import Iterator, Sequence

from zqtrack.output.document import Block, Heading, Line, Paragraph, Table, plain

_SPECIAL = re.compile(r"([\\`*_<>|\[\]])")


def markdown(document: Sequence[Block]) -> str:
    """Write a document as Markdown; nothing in its texts is taken for markup."""
    return "\n".join(line for block in document for line in _lines(block)).strip("\n") + "\n"


def escaped(text: str) -> str:
    """Give a text so that Markdown shows it as it is."""
    return _SPECIAL.sub(r"\\\1", text)


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading(text):
            yield f"## {escaped(text)}"
        case Paragraph(lines):
            yield from (_text(line) for line in lines)
        case Table():
            yield from _table(block)
    yield ""


def _table(table: Table) -> Iterator[str]:
    yield _row([escaped(head.title) for head in table.heads])
    yield _row(["--:" if head.right else "---" for head in table.heads])
    for row in table.rows:
        yield _row([_text(cell) for cell in row])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _text(line: Line) -> str:
    return escaped(plain(line)).strip()
