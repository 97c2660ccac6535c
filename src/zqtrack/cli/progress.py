"""Say on a terminal what takes longer than a second, and take it back when it is done."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from zqtrack.language import _
from zqtrack.output.text import width

#: Takes how many files are done, and how many there are.
Tell = Callable[[int, int], object]

# Seconds until the first word, and from one to the next.
_PATIENCE, _PACE = 1.0, 0.2


@contextmanager
def progress(doing: str) -> Iterator[Tell]:
    """Show what is being done while the block lasts, if that is long and somebody watches.

    Args:
        doing: what, such as "reading the ledger".

    Yields:
        What takes how far it is.
    """
    line = _Line(doing)
    # By a timer: it needs no help from the work, which may be one long computation.
    if not (hasattr(signal, "setitimer") and sys.stderr.isatty()):
        yield line.tell
        return
    before = signal.signal(signal.SIGALRM, line.show)
    signal.setitimer(signal.ITIMER_REAL, _PATIENCE, _PACE)
    try:
        yield line.tell
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        line.clear()


class _Line:
    """The last line of the screen, as long as it is ours."""

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._share = ""
        self._columns = 0

    def tell(self, done: int, number: int) -> None:
        self._share = _(": {done:,} of {number:,} files").format(done=done, number=number)

    def show(self, *_signal: Any) -> None:
        text = f"{self._doing}{self._share} …"
        columns = width(text)
        self._write(f"\r{text}{' ' * (self._columns - columns)}")
        self._columns = max(columns, self._columns)

    def clear(self) -> None:
        if self._columns:
            self._write(f"\r{' ' * self._columns}\r")

    def _write(self, text: str) -> None:
        # Straight to the terminal: the stream may be in the midst of something.
        with suppress(OSError):
            os.write(sys.stderr.fileno(), text.encode(sys.stderr.encoding, "replace"))
