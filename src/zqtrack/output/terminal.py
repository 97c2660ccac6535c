"""A document on a screen: colours where they are wanted, as wide as the screen is.

The only module that imports rich, and only where there is a colour to show: a pipe starts faster
without it.
"""

import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import TextIO

from zqtrack.output.document import Block, Line, Style, lay_out, plain

_STYLES: dict[Style, str] = {
    "plain": "",
    "title": "bold",
    "quiet": "dim",
    "strong": "bold",
    "good": "green",
    "warn": "yellow",
    "bad": "bold red",
    "stage": "cyan",
    "bar": "cyan",
    "code": "magenta",
}


def show(document: Sequence[Block], stream: TextIO | None = None) -> None:
    """Write a document to a stream, standard output by default."""
    stream = stream or sys.stdout
    lines = lay_out(document, screen_width(stream))
    stream.write("".join(f"{line}\n" for line in painted(lines, stream)))


def screen_width(stream: TextIO) -> int | None:
    """Give the columns of the screen behind a stream; None where there is none."""
    return shutil.get_terminal_size().columns if stream.isatty() else None


def painted(lines: Iterable[Line], stream: TextIO) -> Iterable[str]:
    """Turn lines into strings, with colours if the stream shows them."""
    # NO_COLOR: https://no-color.org; FORCE_COLOR is its counterpart for pipes.
    wanted = stream.isatty() or os.environ.get("FORCE_COLOR")
    if not wanted or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return map(_unpainted, lines)
    return _painted(lines, stream)


def svg(document: Sequence[Block], columns: int, title: str) -> str:
    """Draw a document as it looks on a screen of so many columns."""
    from rich.console import Console
    from rich.text import Text

    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - no path, a device
        console = Console(file=nowhere, record=True, width=columns, force_terminal=True)
        for line in lay_out(document, columns):
            console.print(Text.assemble(*((span.text, _STYLES[span.style]) for span in line)))
    # A fixed id, so that the same picture has the same bytes.
    return console.export_svg(title=title, unique_id="zqtrack")


def _unpainted(line: Line) -> str:
    return plain(line).rstrip()


def _painted(lines: Iterable[Line], stream: TextIO) -> Iterable[str]:
    from rich.color import ColorSystem
    from rich.console import Console
    from rich.style import Style as RichStyle

    console = Console(file=stream, force_terminal=True)
    if console.color_system is None or console.legacy_windows:
        return map(_unpainted, lines)
    system = ColorSystem[console.color_system.upper()]
    styles = {style: RichStyle.parse(look) for style, look in _STYLES.items()}
    return (
        "".join(styles[span.style].render(span.text, color_system=system) for span in line)
        for line in lines
    )
