"""What takes longer than a second is told at a terminal, and nowhere else."""

import os
import signal
import time
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from types import SimpleNamespace

import pytest

from zqtrack.cli import progress as module
from zqtrack.cli.progress import progress

needs_a_timer = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no timer")


class Screen(TextIOWrapper):
    watched = True

    def isatty(self) -> bool:
        return self.watched


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a file that takes what is written to standard error, a terminal with little time."""
    path = tmp_path / "said"
    stream = Screen(path.open("wb", buffering=0), encoding="utf-8")
    # Not in sys itself, where pytest puts its own stream for each test.
    monkeypatch.setattr("zqtrack.cli.progress.sys", SimpleNamespace(stderr=stream))
    monkeypatch.setattr(module, "_PATIENCE", 0.05)
    monkeypatch.setattr(module, "_PACE", 0.02)
    yield path
    stream.close()


def wait_for(path: Path, text: str) -> None:
    end = time.monotonic() + 10
    while text not in path.read_bytes().decode():
        assert time.monotonic() < end, path.read_bytes().decode()
        time.sleep(0.01)


@needs_a_timer
def test_long_work_is_told_with_its_share_and_taken_back(said: Path) -> None:
    with progress("读取台账") as tell:
        wait_for(said, "\r读取台账 …")
        tell(12_000, 100_000)
        wait_for(said, "\r读取台账: 12,000 of 100,000 files …")
    columns = len("读取台账: 12,000 of 100,000 files …") + 4
    assert said.read_bytes().decode().endswith(f"files …\r{' ' * columns}\r")


@needs_a_timer
def test_a_shorter_line_covers_the_longer_one_before(said: Path) -> None:
    line = module._Line("work")
    line.tell(1, 2)
    line.show()
    line._share = ""
    line.show()
    line.clear()
    long = "work: 1 of 2 files …"
    blanks = " " * (len(long) - len("work …"))
    assert said.read_bytes().decode() == f"\r{long}\rwork …{blanks}\r{' ' * len(long)}\r"


@needs_a_timer
def test_short_work_says_nothing(said: Path) -> None:
    with progress("work") as tell:
        tell(1, 2)
    assert said.read_bytes().decode() == ""


@needs_a_timer
def test_the_timer_is_gone_after_an_error_and_the_line_with_it(said: Path) -> None:
    def fail() -> None:
        with progress("work"):
            wait_for(said, "work")
            raise ZeroDivisionError

    handler = signal.getsignal(signal.SIGALRM)
    with pytest.raises(ZeroDivisionError):
        fail()
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGALRM) == handler
    assert said.read_bytes().decode().endswith(" \r")


def test_nobody_is_told_in_a_pipe(said: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Screen, "watched", False)
    with progress("work") as tell:
        tell(1, 2)
        time.sleep(0.1)
    assert said.read_bytes().decode() == ""


@needs_a_timer
def test_a_terminal_that_is_gone_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    with TextIOWrapper(os.fdopen(theirs, "wb", buffering=0)) as stream:
        monkeypatch.setattr("zqtrack.cli.progress.sys", SimpleNamespace(stderr=stream))
        module._Line("work").show()
