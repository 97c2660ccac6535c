"""Whatever call of the system fails in a writing command: old or new, and the message tells."""

import errno
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
#: The bytes of each file that stands for a project.
Files = Mapping[str, bytes]

PROJECT = """\
name = "{}"  # kept

[actual]
signed = 2023-04-01

[planned]
started = "2023-Q4"

[[problems]]
title = "Road"
raised = 2023-05-01
"""
COMMANDS = {
    "new": ("new", "Crane Works", "--id", "c", "--signed", "2023"),
    "advance": ("advance", "a", "--to", "started", "--skip", "unknown", "--on", "2023-09-01"),
    "advance two": ("advance", "a", "b", "--on", "2023-09-01", "--note", "Both."),
    "undo": ("undo", "a"),
    "plan": ("plan", "a", "completed", "2024-06"),
    "plan again": ("plan", "a", "started", "2024-Q1", "--on", "2023-09-01", "--reason", "rain"),
    "problem add": ("problem", "add", "a", "Power", "--raised", "2023-09-01"),
    "problem close": ("problem", "close", "a", "--on", "2023-09-01"),
    "note": ("note", "a", "Seen.", "--on", "2023-09-01"),
    "withdraw": ("withdraw", "a", "--reason", "moved", "--on", "2023-09-01"),
}
# Every call that can fail. Pathlib and shutil call them by way of ``os``, too.
CALLS = (
    *("access", "chmod", "close", "fchmod", "fchown", "fstat", "fsync", "getcwd", "link"),
    *("lseek", "lstat", "open", "read", "readlink", "replace", "scandir", "stat", "unlink"),
    "write",
)
ERRORS = (errno.EIO, errno.ENOSPC, errno.EACCES, errno.EINTR)
CLEANING = ("unlink", "close")  # when these fail, a temporary file may stay


def begin(ledger: Path) -> Files:
    """Make the ledger anew and give what it holds."""
    for path in (ledger / "projects").iterdir():
        path.unlink()
    for id_ in "ab":
        (ledger / "projects" / f"{id_}.toml").write_text(PROJECT.format(id_), encoding="utf-8")
    return contents(ledger)


def contents(ledger: Path) -> Files:
    paths = (ledger / "projects").iterdir()
    return {path.name: path.read_bytes() for path in paths if path.name[0] != "."}


def leftovers(ledger: Path) -> list[str]:
    return [path.name for path in (ledger / "projects").iterdir() if path.name[0] == "."]


@contextmanager
def instead_of(nth: int, do: Callable[[str, Any], Any]) -> Iterator[list[str]]:
    """Do something in place of the nth call of all; give the names of the calls so far."""
    made: list[str] = []

    def replaced(name: str) -> Callable[..., Any]:
        real = getattr(os, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            made.append(name)
            if len(made) != nth:
                return real(*args, **kwargs)
            if name == "close":  # it fails, and yet the handle is gone
                real(*args)
            return do(name, args)

        return call

    with pytest.MonkeyPatch.context() as patched:
        for name in CALLS:
            patched.setattr(os, name, replaced(name))
        yield made


def never(name: str, _: Any) -> None:
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

            def refuse(_: str, args: Any, number: int = number) -> None:
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
        run(*command)
    new, calls = contents(ledger), tuple(made)
    for nth, name in enumerate(calls, start=1):
        begin(ledger)

        def stop(_: str, __: Any) -> None:
            raise KeyboardInterrupt

        with instead_of(nth, stop):
            ran = run(*command)
        said = f"{name}, call {nth}: {ran.code}, {ran.err}"
        now = contents(ledger)
        assert all(now.get(file) in {old.get(file), new.get(file)} for file in {**old, **new})
        assert now.keys() <= {*old, *new}
        assert (ran.code, ran.err.splitlines()[-1]) == (130, "stopped"), said
        # What was written is told by its diff.
        assert ran.out.count("\n+++ ") == sum(now.get(file) != old.get(file) for file in new), said
        assert name in CLEANING or leftovers(ledger) == [], said


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
        with instead_of(nth, lambda _, args: real(args[0], args[1][:taken])):
            ran = run(*command)
        now = contents(ledger)
        assert now == (new if ran.code == 0 else old) or "1 of 2 projects" in ran.err
        assert leftovers(ledger) == []
