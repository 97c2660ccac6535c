"""Whatever call of the system fails in a writing command: old or new, and the message tells."""

import errno
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from writing_commands import (
    COMMANDS,
    LEFT_OUT,
    OTHERS,
    SHARE,
    Files,
    begin,
    contents,
    leftovers,
)

Run = Callable[..., Any]
GoOn = Callable[[], Any]

# Every call that can fail. Pathlib and shutil call them by way of ``os``, too.
CALLS = (
    *("access", "chmod", "close", "fchmod", "fchown", "fstat", "fsync", "getcwd", "link"),
    *("lseek", "lstat", "open", "read", "readlink", "replace", "scandir", "stat", "unlink"),
    "write",
)
ERRORS = (errno.EIO, errno.ENOSPC, errno.EACCES, errno.EINTR)
# What a command says beside what it did.
ASIDES = ("warning: ", "hint: ")
CLEANING = ("unlink", "close")  # when these fail, a temporary file may stay


@contextmanager
def instead_of(nth: int, do: Callable[[str, Any, GoOn], Any]) -> Iterator[list[str]]:
    """Do something in place of the nth call of all; give the names of the calls so far.

    It gets the name of the call, its arguments, and a function that makes it.
    """
    made: list[str] = []

    def replaced(name: str) -> Callable[..., Any]:
        real = getattr(os, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            made.append(name)
            if len(made) != nth:
                return real(*args, **kwargs)
            return do(name, args, partial(real, *args, **kwargs))

        return call

    with pytest.MonkeyPatch.context() as patched:
        for name in CALLS:
            patched.setattr(os, name, replaced(name))
        yield made


def never(name: str, _: Any, __: GoOn) -> None:
    raise AssertionError(name)


def refusing(number: int) -> Callable[[str, Any, GoOn], None]:
    def refuse(name: str, args: Any, go_on: GoOn) -> None:
        if name == "close":  # it fails, and yet the handle is gone
            go_on()
        paths = [str(arg) for arg in args[:1] if isinstance(arg, str | Path)]
        raise OSError(number, os.strerror(number), *paths)

    return refuse


def stop(_: str, __: Any, go_on: GoOn) -> Any:
    signal.raise_signal(signal.SIGINT)
    return go_on()  # where the signal is held back


@dataclass(frozen=True)
class Undisturbed:
    """How a command runs as it is: the files before and after, and its calls."""

    ran: Any
    old: Files
    new: Files
    calls: tuple[str, ...]

    def is_whole(self, now: Files) -> bool:
        """Whether each file is the old one or the new one."""
        both = {**self.old, **self.new}
        return all(now.get(file) in {self.old.get(file), self.new.get(file)} for file in both)


def undisturbed(ledger: Path, run: Run, command: tuple[str, ...]) -> Undisturbed:
    old = begin(ledger)
    with instead_of(0, never) as made:
        ran = run(*command)
    return Undisturbed(ran, old, contents(ledger), tuple(made))


@pytest.fixture(params=OTHERS)
def other(
    request: pytest.FixtureRequest, ledger: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> tuple[str, ...]:
    """Give a command that writes other files; what it loads at its first time is loaded."""
    monkeypatch.setenv("XDG_DATA_HOME", SHARE)
    command = OTHERS[request.param]
    begin(ledger)
    run(*command)
    return command


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_whatever_call_fails_each_file_is_old_or_new_and_the_message_tells_which(
    ledger: Path, run: Run, command: tuple[str, ...]
) -> None:
    known = undisturbed(ledger, run, command)
    old, new = known.old, known.new
    assert known.ran.code == 0
    assert len(known.calls) > 20
    assert new != old
    for nth, name in enumerate(known.calls, start=1):
        for number in ERRORS:
            begin(ledger)
            with instead_of(nth, refusing(number)):
                ran = run(*command)
            said = f"{name}, call {nth}, error {number}: {ran.code}, {ran.err}"
            now = contents(ledger)
            assert known.is_whole(now)
            assert now.keys() <= {*old, *new}
            assert now == (new if ran.code == 0 else old) or "1 of 2 projects" in ran.err, said
            assert ran.code == 0 or f"\n{ran.err}".count("\nerror: ") == 1, said
            assert "the output" not in ran.err, said  # none of these calls writes it
            assert name in CLEANING or leftovers(ledger) == [], said


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_wherever_a_command_is_stopped_each_file_is_old_or_new_and_the_message_tells_which(
    ledger: Path, run: Run, command: tuple[str, ...]
) -> None:
    known = undisturbed(ledger, run, command)
    old, new = known.old, known.new
    sentences = {s for s in known.ran.err.splitlines() if not s.startswith(ASIDES)}
    assert len(sentences) == sum(old.get(file) != new[file] for file in new)
    for nth, name in enumerate(known.calls, start=1):
        begin(ledger)
        with instead_of(nth, stop):
            ran = run(*command)
        said = f"{name}, call {nth}: {ran.code}, {ran.err}"
        now = contents(ledger)
        assert known.is_whole(now)
        assert now.keys() <= {*old, *new}
        assert (ran.code, ran.err.splitlines()[-1]) == (130, "stopped"), said
        told = sentences & {*ran.err.splitlines()}
        assert len(told) == sum(now.get(file) != old.get(file) for file in new), said
        assert leftovers(ledger) == [], said


def test_whatever_call_fails_in_another_command_each_file_is_old_or_new_and_it_is_told(
    ledger: Path, run: Run, other: tuple[str, ...]
) -> None:
    known = undisturbed(ledger, run, other)
    old, new = known.old, known.new
    assert known.ran.code == 0
    assert new != old
    for nth in range(1, len(known.calls) + 1):
        begin(ledger)
        with instead_of(nth, refusing(errno.ENOSPC)) as made:
            ran = run(*other)
        call = made[nth - 1]
        now = contents(ledger)
        said = f"{call}, call {nth}: {ran.code}, {ran.err}"
        assert call in CLEANING or leftovers(ledger) == [], said
        assert now.keys() <= {*old, *new}, said
        assert ran.code == 0 or LEFT_OUT.search(ran.err) or ran.err.count("error: ") == 1, said
        if not LEFT_OUT.search(ran.err):
            assert known.is_whole(now)
            told = "written; import again" in ran.err or "wrote project.schema.json\n" in ran.err
            assert now == (new if ran.code == 0 else old) or told, said


def test_wherever_another_command_is_stopped_each_file_is_old_or_new_and_it_is_told(
    ledger: Path, run: Run, other: tuple[str, ...]
) -> None:
    known = undisturbed(ledger, run, other)
    for nth in range(1, len(known.calls) + 1):
        begin(ledger)
        with instead_of(nth, stop):
            ran = run(*other)
        now = contents(ledger)
        said = f"call {nth}: {ran.code}, {ran.err}"
        assert known.is_whole(now)
        assert (ran.code, ran.err.splitlines()[-1]) == (130, "stopped"), said
        assert now == known.old or "wr" in ran.err, said
        assert leftovers(ledger) == [], said


@pytest.mark.parametrize("taken", [0, 1])
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_disk_that_takes_fewer_bytes_than_it_is_given_loses_none(
    ledger: Path, run: Run, command: tuple[str, ...], taken: int
) -> None:
    known = undisturbed(ledger, run, command)
    real = os.write
    for nth in (at for at, name in enumerate(known.calls, start=1) if name == "write"):
        begin(ledger)
        with instead_of(nth, lambda _, args, __: real(args[0], args[1][:taken])):
            ran = run(*command)
        now = contents(ledger)
        assert now == (known.new if ran.code == 0 else known.old) or ("1 of 2 projects" in ran.err)
        assert leftovers(ledger) == []
