"""The program starts as a module and as a script, and prepares the process it runs in."""

import gc
import os
import runpy
import signal
import sys
from collections.abc import Iterator
from typing import NoReturn

import pytest

from zqtrack.cli import app
from zqtrack.cli.stopping import Stopped

NUMBERS = (signal.SIGPIPE, signal.SIGINT, signal.SIGTERM)


class Left(BaseException):
    """The process would have ended here, with its argument."""


@pytest.fixture(autouse=True)
def _as_it_was_afterwards(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def leave(code: int) -> NoReturn:
        raise Left(code)

    usual = {number: signal.getsignal(number) for number in NUMBERS}
    hook = sys.unraisablehook
    monkeypatch.setattr(os, "_exit", leave)
    monkeypatch.delitem(sys.modules, "zqtrack.__main__", raising=False)
    yield
    for number, handler in usual.items():
        signal.signal(number, handler)
    sys.unraisablehook = hook
    gc.enable()


def test_the_module_runs_the_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["zqtrack", "--version"])
    with pytest.raises(Left) as left:
        runpy.run_module("zqtrack", run_name="__main__")
    assert signal.getsignal(signal.SIGPIPE) is signal.SIG_DFL
    assert not gc.isenabled()
    for number in (signal.SIGINT, signal.SIGTERM):
        assert signal.getsignal(number) is signal.SIG_IGN  # too late for them
    assert left.value.args == (0,)
    assert capsys.readouterr().out.startswith("zqtrack ")


def test_a_system_without_that_signal_runs_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(signal, "SIGPIPE")
    assert "main" in runpy.run_module("zqtrack.__main__")
    for number in (signal.SIGINT, signal.SIGTERM):
        with pytest.raises(Stopped) as stopped:
            signal.raise_signal(number)
        assert stopped.value.args == (number,)


@pytest.mark.parametrize(("said", "code"), [(0, 0), (None, 0), (2, 2), ("a sentence", 1)])
def test_its_exit_code_is_what_the_program_said(
    monkeypatch: pytest.MonkeyPatch, said: object, code: int
) -> None:
    def end() -> NoReturn:
        raise SystemExit(said)

    monkeypatch.setattr(app, "main", end)
    program = runpy.run_module("zqtrack.__main__")
    with pytest.raises(Left) as left:
        program["main"]()
    assert left.value.args == (code,)


def test_a_mistake_of_ours_ends_it_as_python_does(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(app, "main", fail)
    program = runpy.run_module("zqtrack.__main__")
    with pytest.raises(ZeroDivisionError):
        program["main"]()
