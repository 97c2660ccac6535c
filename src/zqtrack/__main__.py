"""``python -m zqtrack`` and the console script."""

import gc
import signal
import sys

# Before there is anything to be said, Ctrl-C just ends the process.
signal.signal(signal.SIGINT, signal.SIG_DFL)

from zqtrack.cli.app import main  # noqa: E402 - see above
from zqtrack.cli.stopping import stop, stop_again  # noqa: E402 - see above

# A run ends before there is garbage worth a search, which takes a sixth of a long list's time.
gc.disable()
# Whoever reads our output may have seen enough: then end like any other program in a pipe.
if hasattr(signal, "SIGPIPE"):
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
for _number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(_number, stop)
sys.unraisablehook = stop_again

if __name__ == "__main__":
    main()
