"""The whole program: how it begins, reads its arguments, and ends."""

import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

from zqtrack.cli import quick
from zqtrack.cli.stopping import Stopped
from zqtrack.cli.tongue import choose
from zqtrack.errors import EditRefused, ZqtrackError
from zqtrack.language import _
from zqtrack.output.streams import forgive, talk
from zqtrack.output.text import visible

# 128 + SIGPIPE, which Windows does not know.
_CLOSED_PIPE = 141


def main() -> None:
    """Run the program and exit: 0 done, 1 the ledger stands in the way, 2 a wrong request."""
    _open_streams()
    forgive(sys.stdout)
    forgive(sys.stderr)
    try:
        try:
            _run(sys.argv[1:])
        finally:
            sys.stdout.flush()
    except ZqtrackError as error:
        _say(error)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        _end_unread()
    except OSError as error:
        with suppress(OSError):  # perhaps nothing can be said either
            _say(_not_written(error))
        _drop_output()
        sys.exit(1)
    except (Stopped, KeyboardInterrupt) as stopped:
        _end_stopped(stopped)
    sys.exit(0)


def _run(words: Sequence[str]) -> None:
    if "_ZQTRACK_COMPLETE" in os.environ:
        from zqtrack.cli import shells, typed

        shells.answer(typed.app)
        return
    choose(words, os.environ)
    task = quick.read(words)
    if task is None:
        from zqtrack.cli import typed

        task = typed.read()
    task.run()


def _end_stopped(stopped: BaseException) -> NoReturn:
    """End as after Ctrl-C or SIGTERM."""
    talk(_("stopped"))
    number = stopped.args[0] if stopped.args else signal.SIGINT
    sys.exit(128 + number)


def _end_unread() -> NoReturn:
    """End quietly: whoever read the output has seen enough."""
    _drop_output()
    sys.exit(_CLOSED_PIPE)


def _open_streams() -> None:
    """Give a program that was started without standard streams some to talk to nobody.

    Otherwise the next file that is opened would get their numbers, and what is said its text.
    """
    closed = sys.stdout is None
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - a device, to the end
    if closed:
        _say(ZqtrackError(_("standard output is closed; nothing was done")))
        sys.exit(1)


def _not_written(error: OSError) -> ZqtrackError:
    if error.filename is None:
        return ZqtrackError(
            _("the output could not be written: {reason}").format(
                reason=_(error.strerror or str(error))
            )
        )
    return ZqtrackError(
        _("{path} cannot be used: {reason}").format(
            path=os.fsdecode(error.filename), reason=_(error.strerror or "")
        )
    )


def _drop_output() -> None:
    """Send what is left of the output nowhere: Python would complain again on exit."""
    with suppress(OSError):  # it may be no file at all
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(error: ZqtrackError) -> None:
    sys.stderr.write(_("error: {message}\n").format(message=visible(error.message)))
    if error.hint:
        lines = "\n".join(map(visible, error.hint.split("\n")))
        sys.stderr.write(_("hint: {lines}\n").format(lines=lines))
    if isinstance(error, EditRefused) and error.lines:
        typed = "\n".join(map(visible, error.lines.splitlines()))
        sys.stderr.write(_("to type by hand:\n{typed}\n").format(typed=typed))
