"""The program starts as a module and as a script, and prepares the process it runs in."""

import gc
import runpy
import signal
import sys

import pytest

from zqtrack.cli.stopping import Stopped

NUMBERS = (signal.SIGPIPE, signal.SIGINT, signal.SIGTERM)


def test_the_module_runs_the_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    usual = {number: signal.getsignal(number) for number in NUMBERS}
    monkeypatch.setattr(sys, "argv", ["zqtrack", "--version"])
    monkeypatch.delitem(sys.modules, "zqtrack.__main__", raising=False)
    try:
        with pytest.raises(SystemExit) as ended:
            runpy.run_module("zqtrack", run_name="__main__")
        assert signal.getsignal(signal.SIGPIPE) is signal.SIG_DFL
        assert not gc.isenabled()
        for number in (signal.SIGINT, signal.SIGTERM):
            with pytest.raises(Stopped) as stopped:
                signal.raise_signal(number)
            assert stopped.value.args == (number,)
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)
        gc.enable()
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("zqtrack ")


def test_a_system_without_that_signal_runs_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = {number: signal.getsignal(number) for number in NUMBERS}
    monkeypatch.delattr(signal, "SIGPIPE")
    monkeypatch.delitem(sys.modules, "zqtrack.__main__", raising=False)
    try:
        assert "main" in runpy.run_module("zqtrack.__main__")
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)
        gc.enable()
