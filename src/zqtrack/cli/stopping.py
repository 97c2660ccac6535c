"""Ctrl-C and SIGTERM, let through only where nothing would be left half-done or unsaid."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
# Seconds, long enough for any callback.
_A_MOMENT = 0.005


class Stopped(BaseException):
    """Ctrl-C or SIGTERM: the number of the signal is its argument.

    No KeyboardInterrupt: that one Typer would catch and end without a word. And where it passes
    through code that is made at run time, such as that of dataclasses, Python ends the process by
    SIGINT later, whatever its exit code.
    """


def stop(number: int, _frame: object) -> NoReturn:
    """End so that nothing is left behind or unsaid: the handler of a signal."""
    raise Stopped(number)


def stop_again(missed: "sys.UnraisableHookArgs") -> None:
    """Send a signal once more that came where Python can raise nothing: a hook of ``sys``.

    In a destructor or a callback, of which each import makes some, it would only be shown.
    """
    if isinstance(missed.exc_value, Stopped) and hasattr(signal, "setitimer"):
        number = missed.exc_value.args[0]
        signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(number))
        signal.setitimer(signal.ITIMER_REAL, _A_MOMENT)
    else:
        sys.__unraisablehook__(missed)


class Stops:
    """The signals that ask a command to stop, while it changes files and tells of it.

    A signal that comes while none is let through waits for the next place where one is, at last
    for the end. There it raises Stopped. After the first,
    which ends the command, no further one is heard: what was done is told in any case.
    """

    def __init__(self) -> None:
        self._lets = False
        self._came: int | None = None
        self._over = False

    @contextmanager
    def let_through(self) -> Iterator[None]:
        """Let a signal through in this block; also one that came before."""
        self._lets = True
        try:
            self.raise_waiting()
            yield
        finally:
            self._lets = False

    def raise_waiting(self) -> None:
        """Raise Stopped if a signal came and was not yet let through."""
        if self._came is not None and not self._over:
            self._over = True
            raise Stopped(self._came)

    def hear(self, number: int, _frame: object) -> None:
        """Take a signal: the handler."""
        self._came = self._came or number
        if self._lets:
            self.raise_waiting()


@contextmanager
def held_back() -> Iterator[Stops]:
    """Hold back signals that ask to stop, but where the block lets them through.

    In it a pipe that nobody reads any more is an error like others, not the end of the process.
    """
    stops = Stops()
    before = {number: signal.signal(number, stops.hear) for number in _SIGNALS}
    if hasattr(signal, "SIGPIPE"):
        before[signal.SIGPIPE] = signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    try:
        yield stops
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    stops.raise_waiting()
