"""What is written to a screen or a pipe: in which colours, how wide, in which encoding."""

import codecs
import os
import shutil
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from operator import attrgetter
from typing import TextIO

from zqtrack.output.document import Block, Span, Style
from zqtrack.output.layout import Paint, lay_out
from zqtrack.output.text import visible

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
# What stands for our own signs where the encoding lacks them: one column for one.
_STAND_INS = str.maketrans(
    "■□▲◆●○·×→≤≥–—…“”█▉▊▋▌▍▎▏▁▂▃▄▅▆▇",
    "#.!*+o.x><>--~''########____===",
)


def show(document: Sequence[Block], stream: TextIO | None = None) -> None:
    """Write a document for people to a stream, standard output by default."""
    stream = stream or sys.stdout
    lines = lay_out(document, screen_width(stream), _paint_for(stream))
    stream.write("".join(f"{line}\n" for line in lines))


def write(text: str) -> None:
    """Write data for programs to standard output: in UTF-8 and as it is, unless to a screen."""
    if sys.stdout.isatty():
        text = "\n".join(map(visible, text.replace("\r\n", "\n").split("\n")))
    elif isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")
    sys.stdout.write(text)


def forgive(stream: TextIO) -> None:
    """Let a stream write an escape, or a simpler sign, for what its encoding lacks."""
    codecs.register_error("zqtrack", _stand_in)
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="zqtrack")


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
    return shutil.get_terminal_size().columns if stream.isatty() else None


def _paint_for(stream: TextIO) -> Paint:
    return _painted if _shows_colours(stream) else attrgetter("text")


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


def _stand_in(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end].translate(_STAND_INS)
    return lacking.encode("ascii", "backslashreplace").decode(), error.end
