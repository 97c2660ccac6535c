"""``python -m zqtrack`` and the console script."""

import gc
import signal
from typing import NoReturn

from zqtrack.cli.app import main

# A run ends before there is garbage worth a search, which takes a sixth of a long list's time.
gc.disable()
# Whoever reads our output may have seen enough: then end like any other program in a pipe.
if hasattr(signal, "SIGPIPE"):
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def _stop(number: int, _frame: object) -> NoReturn:
    """End as after Ctrl-C, so that nothing is left behind."""
    raise KeyboardInterrupt(number)


signal.signal(signal.SIGTERM, _stop)

if __name__ == "__main__":
    main()
