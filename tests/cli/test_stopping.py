"""Signals that ask to stop wait for a place where nothing is left half-done."""

import signal
import sys
import time

import pytest

from zqtrack.cli.stopping import Stopped, held_back, stop, stop_again

NUMBERS = (signal.SIGINT, signal.SIGTERM)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_signal_waits_for_the_end_and_stops_there(number: signal.Signals) -> None:
    done = []

    def do() -> None:
        with held_back():
            signal.raise_signal(number)
            done.append(1)

    with pytest.raises(Stopped) as stopped:
        do()
    assert (done, stopped.value.args) == ([1], (number,))


def test_a_signal_is_let_through_at_once_where_it_may_be() -> None:
    done = []

    def do() -> None:
        with held_back() as stops, stops.let_through():
            signal.raise_signal(signal.SIGINT)
            done.append(1)

    with pytest.raises(Stopped):
        do()
    assert done == []


def test_a_signal_that_came_before_is_let_through_where_one_may_be() -> None:
    done = []
    with held_back() as stops:
        signal.raise_signal(signal.SIGTERM)
        done.append(1)
        with pytest.raises(Stopped), stops.let_through():
            done.append(2)
    assert done == [1]


def test_after_the_first_signal_no_other_is_heard() -> None:
    with held_back() as stops:
        with pytest.raises(Stopped) as stopped, stops.let_through():
            signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGINT)
        with stops.let_through():
            signal.raise_signal(signal.SIGINT)
            stops.raise_waiting()
    assert stopped.value.args == (signal.SIGTERM,)


def test_where_no_signal_came_nothing_is_raised_and_the_handlers_are_as_before() -> None:
    numbers = (*NUMBERS, signal.SIGPIPE)
    before = [signal.getsignal(number) for number in numbers]
    with held_back() as stops, stops.let_through():
        assert signal.getsignal(signal.SIGPIPE) is signal.SIG_IGN
        stops.raise_waiting()
    assert [signal.getsignal(number) for number in numbers] == before


def test_an_error_ends_the_block_and_the_handlers_are_as_before() -> None:
    before = [signal.getsignal(number) for number in NUMBERS]

    def fail() -> None:
        with held_back():
            signal.raise_signal(signal.SIGINT)
            raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - the very one that was raised
        fail()
    assert [signal.getsignal(number) for number in NUMBERS] == before


def test_a_system_without_pipes_that_end_processes_holds_back_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(signal, "SIGPIPE")
    with pytest.raises(Stopped), held_back():
        signal.raise_signal(signal.SIGINT)


class Doomed:
    """Something during whose end a signal comes: Python can raise nothing there."""

    def __init__(self, number: signal.Signals) -> None:
        self.number = number

    def __del__(self) -> None:
        signal.raise_signal(self.number)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_signal_that_comes_where_nothing_can_be_raised_is_heard_a_moment_later(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], number: signal.Signals
) -> None:
    monkeypatch.setattr(sys, "unraisablehook", stop_again)
    before = signal.signal(number, stop)
    try:
        Doomed(number)
        with pytest.raises(Stopped) as stopped:
            time.sleep(5)
    finally:
        signal.signal(number, before)
    assert stopped.value.args == (number,)
    assert capsys.readouterr().err == ""


def test_any_other_error_where_nothing_can_be_raised_is_shown_as_ever(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Faulty:
        def __del__(self) -> None:
            raise ZeroDivisionError

    monkeypatch.setattr(sys, "unraisablehook", stop_again)
    Faulty()
    assert "ZeroDivisionError" in capsys.readouterr().err
