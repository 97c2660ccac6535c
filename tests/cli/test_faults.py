"""Whatever call of the system fails in a writing command: old or new, and the message tells."""

import errno
import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from writing_commands import COMMANDS, OTHERS, SHARE, begin, contents, leftovers

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
# A file that could not be read: what is written lacks it.
LEFT_OUT = re.compile(r" left out, see|\b1 rejected\b")
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


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_whatever_call_fails_each_file_is_old_or_new_and_the_message_tells_which(
    ledger: Path, run: Run, command: tuple[str, ...]
) -> None:
    old = begin(ledger)
    with instead_of(0, never) as made:
        assert run(*command).code == 0
    new, calls = contents(ledger), tuple(made)
    assert len(calls) > 20
    assert new != old
    for nth, name in enumerate(calls, start=1):
        for number in ERRORS:
            begin(ledger)

            def refuse(name: str, args: Any, go_on: GoOn, number: int = number) -> None:
                if name == "close":  # it fails, and yet the handle is gone
                    go_on()
                paths = [str(arg) for arg in args[:1] if isinstance(arg, str | Path)]
                raise OSError(number, os.strerror(number), *paths)

            with instead_of(nth, refuse):
                ran = run(*command)
            said = f"{name}, call {nth}, error {number}: {ran.code}, {ran.err}"
            now = contents(ledger)
            assert all(now.get(file) in {old.get(file), new.get(file)} for file in {**old, **new})
            assert now.keys() <= {*old, *new}
            assert now == (new if ran.code == 0 else old) or "1 of 2 projects" in ran.err, said
            assert ran.code == 0 or f"\n{ran.err}".count("\nerror: ") == 1, said
            assert "the output" not in ran.err, said  # none of these calls writes it
            assert name in CLEANING or leftovers(ledger) == [], said


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_wherever_a_command_is_stopped_each_file_is_old_or_new_and_the_message_tells_which(
    ledger: Path, run: Run, command: tuple[str, ...]
) -> None:
    old = begin(ledger)
    with instead_of(0, never) as made:
        sentences = {s for s in run(*command).err.splitlines() if not s.startswith(ASIDES)}
    new, calls = contents(ledger), tuple(made)
    assert len(sentences) == sum(old.get(file) != new[file] for file in new)
    for nth, name in enumerate(calls, start=1):
        begin(ledger)

        def stop(_: str, __: Any, go_on: GoOn) -> Any:
            signal.raise_signal(signal.SIGINT)
            return go_on()  # where the signal is held back

        with instead_of(nth, stop):
            ran = run(*command)
        said = f"{name}, call {nth}: {ran.code}, {ran.err}"
        now = contents(ledger)
        assert all(now.get(file) in {old.get(file), new.get(file)} for file in {**old, **new})
        assert now.keys() <= {*old, *new}
        assert (ran.code, ran.err.splitlines()[-1]) == (130, "stopped"), said
        told = sentences & {*ran.err.splitlines()}
        assert len(told) == sum(now.get(file) != old.get(file) for file in new), said
        assert leftovers(ledger) == [], said


@pytest.mark.parametrize("name", OTHERS)
def test_whatever_call_fails_in_another_command_each_file_is_old_or_new_and_it_is_told(
    ledger: Path, run: Run, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", SHARE)
    command = OTHERS[name]
    begin(ledger)
    run(*command)  # what is loaded at the first time only
    old = begin(ledger)
    with instead_of(0, never) as made:
        assert run(*command).code == 0
    new, calls = contents(ledger), len(made)
    assert new != old
    for nth in range(1, calls + 1):
        begin(ledger)

        def refuse(name: str, args: Any, go_on: GoOn) -> None:
            if name == "close":
                go_on()
            paths = [str(arg) for arg in args[:1] if isinstance(arg, str | Path)]
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), *paths)

        with instead_of(nth, refuse) as made:
            ran = run(*command)
        call = made[nth - 1]
        now = contents(ledger)
        said = f"{call}, call {nth}: {ran.code}, {ran.err}"
        assert call in CLEANING or leftovers(ledger) == [], said
        assert now.keys() <= {*old, *new}, said
        assert ran.code == 0 or LEFT_OUT.search(ran.err) or ran.err.count("error: ") == 1, said
        if not LEFT_OUT.search(ran.err):
            assert all(now.get(file) in {old.get(file), new.get(file)} for file in {**old, **new})
            told = "written; import again" in ran.err or "wrote project.schema.json\n" in ran.err
            assert now == (new if ran.code == 0 else old) or told, said


@pytest.mark.parametrize("name", OTHERS)
def test_wherever_another_command_is_stopped_each_file_is_old_or_new_and_it_is_told(
    ledger: Path, run: Run, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", SHARE)
    command = OTHERS[name]
    begin(ledger)
    run(*command)  # what is loaded at the first time only
    old = begin(ledger)
    with instead_of(0, never) as made:
        run(*command)
    new, calls = contents(ledger), len(made)
    for nth in range(1, calls + 1):
        begin(ledger)

        def stop(_: str, __: Any, go_on: GoOn) -> Any:
            signal.raise_signal(signal.SIGINT)
            return go_on()  # where the signal is held back

        with instead_of(nth, stop):
            ran = run(*command)
        now = contents(ledger)
        said = f"call {nth}: {ran.code}, {ran.err}"
        assert all(now.get(file) in {old.get(file), new.get(file)} for file in {**old, **new})
        assert (ran.code, ran.err.splitlines()[-1]) == (130, "stopped"), said
        assert now == old or "wr" in ran.err, said
        assert leftovers(ledger) == [], said


@pytest.mark.parametrize("taken", [0, 1])
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_disk_that_takes_fewer_bytes_than_it_is_given_loses_none(
    ledger: Path, run: Run, command: tuple[str, ...], taken: int
) -> None:
    old = begin(ledger)
    with instead_of(0, never) as made:
        run(*command)
    new, calls = contents(ledger), tuple(made)
    real = os.write
    for nth in (at for at, name in enumerate(calls, start=1) if name == "write"):
        begin(ledger)
        with instead_of(nth, lambda _, args, __: real(args[0], args[1][:taken])):
            ran = run(*command)
        now = contents(ledger)
        assert now == (new if ran.code == 0 else old) or "1 of 2 projects" in ran.err
        assert leftovers(ledger) == []
