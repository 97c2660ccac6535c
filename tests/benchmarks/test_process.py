"""How one run of a program is measured."""

import os
import signal
import sys

import pytest

from benchmarks import process
from benchmarks.process import COLUMNS, KEPT, run


def python(code: str, *, terminal: bool = False) -> tuple[int, int, str]:
    ran = run((sys.executable, "-c", code), dict(os.environ), terminal=terminal)
    assert ran.seconds > 0
    assert ran.peak > 1
    return ran.code, ran.lines, ran.end.decode()


def test_lines_are_counted_and_the_end_is_kept() -> None:
    code, lines, end = python("print('x' * 99_999); print('last')")
    assert (code, lines, len(end)) == (0, 2, KEPT)
    assert end.endswith("x\nlast\n")


def test_the_exit_code_and_what_is_said_are_kept() -> None:
    ran = run((sys.executable, "-c", "import sys; sys.exit('no')"), dict(os.environ))
    assert (ran.code, ran.lines, ran.end, ran.said) == (1, 0, b"", b"no\n")


def test_a_pipe_is_no_terminal() -> None:
    assert python("import sys; print(sys.stdout.isatty())") == (0, 1, "False\n")


def test_a_terminal_has_its_width() -> None:
    code = "import os, sys; print(sys.stdout.isatty(), os.get_terminal_size().columns)"
    assert python(code, terminal=True) == (0, 1, f"True {COLUMNS}\r\n")


def test_seconds_are_those_of_the_clock() -> None:
    ran = run((sys.executable, "-c", "import time; time.sleep(0.2)"), dict(os.environ))
    assert ran.seconds >= 0.2


def test_what_says_nothing_for_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "PATIENCE", 1)
    ran = run(("sh", "-c", "echo begun; exec sleep 600"), dict(os.environ))
    assert (ran.code, ran.end) == (-signal.SIGKILL, b"begun\n")
