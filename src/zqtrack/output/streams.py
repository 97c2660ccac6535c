"""The two streams of a command: data goes to standard output, talk to standard error."""

import codecs
import sys
from collections.abc import Iterable
from io import TextIOWrapper
from typing import TextIO

from zqtrack.output.text import visible

# What stands for our own signs where the encoding lacks them: one column for one.
_STAND_INS = str.maketrans(
    "■□▲◆●○·×→≤≥–—…“”█▉▊▋▌▍▎▏▁▂▃▄▅▆▇",
    "#.!*+o.x><>--~''########____===",
)


def write(text: str) -> None:
    """Write data for programs to standard output: in UTF-8 and as it is, unless to a screen."""
    write_all([text])


def write_all(pieces: Iterable[str]) -> None:
    """Write data for programs as ``write``, in pieces of whole lines."""
    on_screen = sys.stdout.isatty()
    if not on_screen and isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")
    for piece in pieces:
        sys.stdout.write(_shown(piece) if on_screen else piece)


def talk(text: str) -> None:
    """Say something to the user beside the data."""
    sys.stderr.write(f"{visible(text)}\n")


def forgive(stream: TextIO) -> None:
    """Let a stream write an escape, or a simpler sign, for what its encoding lacks."""
    codecs.register_error("zqtrack", _stand_in)
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="zqtrack")


def _shown(text: str) -> str:
    return "\n".join(map(visible, text.replace("\r\n", "\n").split("\n")))


def _stand_in(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end].translate(_STAND_INS)
    return lacking.encode("ascii", "backslashreplace").decode(), error.end
