"""Run one program, and say how long it took and how much memory it held."""

import os
import pty
import resource
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fcntl import ioctl
from select import select
from tempfile import TemporaryFile

ROWS, COLUMNS = 40, 120
#: A program that has written nothing for so many seconds is ended.
PATIENCE = 900
#: So many bytes at the end of an output are kept: more than 20 rows.
KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Ran:
    """How one run of a program went.

    Attributes:
        seconds: from before its start until it had ended and all its output was read.
        peak: the most memory it held, MiB. It cannot be told below what we hold ourselves.
        code: its exit code.
        lines: how many lines it wrote.
        end: the last of what it wrote.
        said: the last of what it wrote to standard error, if that was not the terminal.
    """

    seconds: float
    peak: float
    code: int
    lines: int
    end: bytes
    said: bytes


def run(command: Sequence[str], environment: Mapping[str, str], *, terminal: bool = False) -> Ran:
    """Run a program with its output in a pipe, or with a terminal of 120 columns.

    Standard error goes to the terminal too, or to a file.
    """
    mine, its = _terminal() if terminal else os.pipe()
    with TemporaryFile() as said:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command,
            env=environment,
            stdin=its if terminal else subprocess.DEVNULL,
            stdout=its,
            stderr=its if terminal else said,
        )
        os.close(its)
        lines, end = _read(mine, process)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        os.close(mine)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        return Ran(
            seconds, usage.ru_maxrss / 1024, process.returncode, lines, end, said.read()[-KEPT:]
        )


def own_peak() -> float:
    """Give the most memory that we held, MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _terminal() -> tuple[int, int]:
    mine, its = pty.openpty()
    ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    return mine, its


def _read(file: int, process: subprocess.Popen[bytes]) -> tuple[int, bytes]:
    lines, end = 0, b""
    try:
        while select((file,), (), (), PATIENCE)[0]:
            if not (chunk := os.read(file, 1 << 16)):
                return lines, end
            lines += chunk.count(b"\n")
            end = (end + chunk)[-KEPT:]
        process.kill()
    except OSError:  # how a terminal says that the program has ended
        pass
    return lines, end
