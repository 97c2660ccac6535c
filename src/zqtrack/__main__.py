"""``python -m zqtrack`` and the console script."""

import gc
import os
import signal
import sys
from contextlib import suppress
from typing import NoReturn

# A run ends before there is garbage worth a search, which takes a sixth of a long list's time.
gc.disable()
# Before there is anything to be said, Ctrl-C just ends the process.
signal.signal(signal.SIGINT, signal.SIG_DFL)

from zqtrack.cli import app  # noqa: E402 - see above
from zqtrack.cli.stopping import stop, stop_again  # noqa: E402 - see above

# Whoever reads our output may have seen enough: then end like any other program in a pipe.
if hasattr(signal, "SIGPIPE"):
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
for _number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(_number, stop)
sys.unraisablehook = stop_again


def main() -> None:
    """Run the program and end at once: to take it apart first would take as long as to start it.

    Nothing waits for the end of the process: files are closed where they are used.
    """
    try:
        app.main()
    except SystemExit as ended:
        _leave(ended.code)


def _leave(code: str | int | None) -> NoReturn:
    for number in (signal.SIGINT, signal.SIGTERM):  # too late
        signal.signal(number, signal.SIG_IGN)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # nobody reads it, or it is closed
            stream.flush()
    os._exit(code if isinstance(code, int) else bool(code))


if __name__ == "__main__":
    main()
