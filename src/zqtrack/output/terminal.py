"""What a document looks like on a screen: in which colours, how wide."""

import os
import sys
from collections.abc import Sequence
from itertools import islice
from typing import TextIO

from zqtrack.output.document import Block, Span, Style
from zqtrack.output.layout import PLAIN, Paint, lay_out

# "Select graphic rendition" of ECMA-48: the sixteen colours that follow the reader's theme.
_LOOKS: dict[Style, str] = {
    "title": "1",
    "quiet": "2",
    "strong": "1",
    "good": "32",
    "warn": "33",
    "bad": "1;31",
    "stage": "36",
    "bar": "36",
    "code": "35",
}

# So many lines are written at once.
_PIECE = 1000


def show(document: Sequence[Block], stream: TextIO | None = None) -> None:
    """Write a document for people to a stream, standard output by default."""
    stream = stream or sys.stdout
    lines = lay_out(document, screen_width(stream), _paint_for(stream))
    while piece := list(islice(lines, _PIECE)):
        stream.write("\n".join(piece) + "\n")


def svg(document: Sequence[Block], columns: int, title: str) -> str:
    """Draw a document as it looks on a screen of so many columns."""
    from rich.console import Console
    from rich.text import Text

    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - no path, a device
        console = Console(file=nowhere, record=True, width=columns, force_terminal=True)
        for line in lay_out(document, columns, _painted):
            console.print(Text.from_ansi(line))
    # A fixed id, so that the same picture has the same bytes.
    return console.export_svg(title=title, unique_id="zqtrack")


def screen_width(stream: TextIO) -> int | None:
    if not stream.isatty():
        return None
    import shutil  # which imports what it compresses with

    return shutil.get_terminal_size().columns


def _paint_for(stream: TextIO) -> Paint:
    return _painted if _shows_colours(stream) else PLAIN


def _shows_colours(stream: TextIO) -> bool:
    # NO_COLOR: https://no-color.org; FORCE_COLOR is its counterpart for pipes.
    terminal = os.environ.get("TERM")
    if os.environ.get("NO_COLOR") or terminal == "dumb":
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    # Windows sets no TERM; those of its consoles that show colours set WT_SESSION.
    return stream.isatty() and bool(terminal or os.environ.get("WT_SESSION"))


def _painted(span: Span) -> str:
    look = _LOOKS.get(span.style)
    return f"\x1b[{look}m{span.text}\x1b[0m" if look else span.text
