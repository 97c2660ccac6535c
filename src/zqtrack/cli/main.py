"""The whole program: every command, and how it ends."""

import os
import signal
import sys

# Each import adds its commands to the program, in the order of its help.
import zqtrack.cli.list
from zqtrack.cli.app import app
from zqtrack.errors import EditRefused, ZqtrackError
from zqtrack.output.text import visible


def main() -> None:
    """Run the program and exit: 0 done, 1 the ledger stands in the way, 2 a wrong request."""

    try:
        app()
        sys.stdout.flush()
    except ZqtrackError as error:
        _say(error)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # Whoever read the output has seen enough. Python would complain again on exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(128 + signal.SIGPIPE)
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


def _say(error: ZqtrackError) -> None:
    sys.stderr.write(f"error: {visible(error.message)}\n")
    if error.hint:
        sys.stderr.write(f"hint: {visible(error.hint)}\n")
    if isinstance(error, EditRefused) and error.lines:
        typed = "\n".join(map(visible, error.lines.splitlines()))
        sys.stderr.write(f"to type by hand:\n{typed}\n")
