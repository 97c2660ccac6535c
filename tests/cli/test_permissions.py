"""Files and folders closed to an ordinary user: a sentence, and nothing is changed.

Root may do anything, so for root the program runs without the right to pass over permissions.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

Add = Callable[[str, str], Path]

TEXT = 'name = "GCL"\n'
NOTE = ("note", "a", "Seen.", "--on", "2023")
BINDS = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all")

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="permissions of Unix"),
    pytest.mark.skipif(
        sys.platform != "win32" and os.geteuid() == 0 and not shutil.which("setpriv"),
        reason="root may do anything, and there is no setpriv; see test_faults for EACCES",
    ),
]


def run(*arguments: str) -> tuple[int, str, str]:
    """Run the program as somebody whom permissions bind."""
    bound = BINDS if os.geteuid() == 0 else ()
    ran = subprocess.run(
        (*bound, sys.executable, "-m", "zqtrack", *arguments),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in ran.stderr
    return ran.returncode, ran.stdout, ran.stderr


@contextmanager
def mode(path: Path, bits: int) -> Iterator[None]:
    """Give a path other permissions for a while."""
    before = path.stat().st_mode
    path.chmod(bits)
    try:
        yield
    finally:
        path.chmod(before)


def test_a_read_only_folder_of_projects_is_told_in_a_sentence(ledger: Path, add: Add) -> None:
    path = add("a", TEXT)
    with mode(ledger / "projects", 0o555):
        code, out, err = run(*NOTE)
        assert run("list")[0] == 0
    assert (code, out) == (1, "")
    assert err == (
        "error: `projects/a.toml` could not be written: permission denied; nothing was changed\n"
    )
    assert path.read_text("utf-8") == TEXT


def test_a_new_project_in_a_read_only_folder_is_told_in_a_sentence(ledger: Path) -> None:
    with mode(ledger / "projects", 0o555):
        code, out, err = run("new", "A", "--id", "a")
    assert (code, out) == (1, "")
    assert err.endswith(
        "error: `projects/a.toml` could not be written: permission denied; nothing was changed\n"
    )
    assert list((ledger / "projects").iterdir()) == []


def test_a_read_only_ledger_has_no_lock_and_is_only_read(ledger: Path, add: Add) -> None:
    path = add("a", TEXT)
    with mode(ledger, 0o555):
        code, out, err = run(*NOTE)
        assert run("list")[0] == 0
    assert (code, out) == (1, "")
    assert err == (
        "error: cannot write to the ledger in .: permission denied; nothing was changed\n"
        "hint: see who may write to that folder and to .zqtrack.lock in it\n"
    )
    assert path.read_text("utf-8") == TEXT


def test_a_read_only_file_is_told_with_the_command_that_opens_it(ledger: Path, add: Add) -> None:
    path = add("a", TEXT)
    with mode(path, 0o444):
        code, out, err = run(*NOTE)
        assert run("list")[0] == 0
    assert (code, out) == (1, "")
    assert err == (
        "error: `projects/a.toml` is write-protected; nothing was changed\n"
        f"hint: chmod u+w {ledger.resolve()}/projects/a.toml\n"
    )
    assert path.read_text("utf-8") == TEXT


def test_a_file_closed_to_us_is_left_out_and_said(ledger: Path, add: Add) -> None:
    path = add("a", TEXT)
    add("b", TEXT)
    assert ledger.is_dir()
    with mode(path, 0o000):
        listed = run("list", "--format", "csv")
        code, out, _ = run("validate")
        note = run(*NOTE)
    assert (listed[0], listed[2]) == (1, "1 of 2 files left out, see zqtrack validate\n")
    assert listed[1].splitlines()[1].startswith("b,")
    assert code == 1
    assert "projects/a.toml:1:1: error ZQ001: the file cannot be opened: permission denied" in out
    assert note[0] == 1
    assert path.read_text("utf-8") == TEXT


@pytest.mark.parametrize("command", [("list",), ("validate",), NOTE, ("new", "A")])
def test_a_folder_closed_to_us_is_told_in_a_sentence(
    ledger: Path, add: Add, command: tuple[str, ...]
) -> None:
    add("a", TEXT)
    with mode(ledger / "projects", 0o000):
        code, out, err = run(*command)
    assert (code, out) == (1, "")
    assert err.startswith("error: ")
