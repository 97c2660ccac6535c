"""Commands that run at once: every change is there in the end, and no reader sees half of one."""

import os
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

Add = Callable[[str, str], Path]

TEXT = 'name = "风华"  # kept\n\n[actual]\nsigned = 2023-04-01\n'
COMMANDS = 12


@pytest.mark.parametrize("files", [1, 6])
def test_of_notes_written_at_once_none_is_lost_and_none_is_read_in_part(
    ledger: Path, add: Add, files: int
) -> None:
    paths = [add(f"p{n}", TEXT) for n in range(files)]
    running = [
        subprocess.Popen(
            (
                sys.executable,
                "-m",
                "zqtrack",
                "note",
                f"p{n % files}",
                f"note {n}",
                "--on",
                "2023",
            ),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        for n in range(COMMANDS)
    ]
    seen = dict.fromkeys(paths, 0)
    while any(process.poll() is None for process in running):
        for path in paths:
            found = len(notes_in(path))
            assert found >= seen[path]
            seen[path] = found
        time.sleep(0.002)  # leave the machine to those who write
    said = [process.communicate()[1].decode() for process in running]
    assert [process.returncode for process in running] == [0] * COMMANDS, said
    written = sorted(note for path in paths for note in notes_in(path))
    assert written == sorted(f"note {n}" for n in range(COMMANDS))
    assert len(os.listdir(ledger / "projects")) == files  # noqa: PTH208 - hidden ones, too


def notes_in(path: Path) -> list[str]:
    text = path.read_text("utf-8")
    assert text.startswith(TEXT)
    return [note["text"] for note in tomllib.loads(text).get("notes", ())]
