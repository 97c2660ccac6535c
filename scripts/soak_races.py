"""Let many processes write notes at once while others read, and count what is there in the end.

Usage: python scripts/soak_races.py [--processes N] [--notes N] [--reads N]

16 processes add 100 notes each (unless told otherwise), first all to one project, then each to one
of its own, by the program's own command. Meanwhile 2 processes read the files, at least 5,000
times: each read has to be valid TOML that holds a whole number of notes, never fewer than the read
before. Prints how many notes and reads there were; exits 1 when a note is missing, there twice or
torn. A note that waited for the lock in vain is tried again and counted.
"""

import argparse
import io
import multiprocessing
import os
import sys
import tempfile
import time
import tomllib
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

from zqtrack.cli import app

READERS = 2
HEAD = 'name = "Plant"  # kept\n\n[actual]\nsigned = 2023-04-01\n'


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    options.add_argument("--processes", type=int, default=16)
    options.add_argument("--notes", type=int, default=100)
    options.add_argument("--reads", type=int, default=5000)
    chosen = options.parse_args()
    sizes = (1, chosen.processes)
    return max(race(n, chosen.processes, chosen.notes, chosen.reads) for n in sizes)


def race(files: int, processes: int, notes: int, reads: int) -> int:
    """Run one race in a ledger of so many files, tell its figures and give 1 if it was lost."""
    with tempfile.TemporaryDirectory() as folder:
        projects = Path(folder) / "projects"
        projects.mkdir()
        paths = [projects / f"p{n}.toml" for n in range(files)]
        for path in paths:
            path.write_text(HEAD, encoding="utf-8")
        begun = time.monotonic()
        busy, read, torn = compete(folder, paths, processes, notes, reads)
        seconds = time.monotonic() - begun
        missing, left = count_notes(paths, processes, notes), leftovers(projects)
    total = processes * notes
    print(
        f"{processes} processes × {notes} notes on {files} files: {total - missing:,} of "
        f"{total:,} present, {read:,} reads, {torn} torn, {left} files left behind, "
        f"{busy} waited in vain and tried again ({seconds:.0f} s)"
    )
    return 1 if missing or torn or left else 0


def compete(
    folder: str, paths: Sequence[Path], processes: int, notes: int, reads: int
) -> tuple[int, int, int]:
    """Let them write and read; give how many waited in vain, read, and read what was torn."""
    done = multiprocessing.Event()
    answers: Any = multiprocessing.Queue()
    readers = [
        multiprocessing.Process(target=read_on, args=(paths, reads // READERS, done, answers))
        for _ in range(READERS)
    ]
    writers = [
        multiprocessing.Process(
            target=write_notes, args=(folder, paths[n % len(paths)].stem, n, notes, answers)
        )
        for n in range(processes)
    ]
    for process in (*readers, *writers):
        process.start()
    busy = sum(answers.get()[1] for _ in writers)
    done.set()
    counts = [answers.get() for _ in readers]
    for process in (*readers, *writers):
        process.join()
    return busy, sum(read for read, _ in counts), sum(torn for _, torn in counts)


def write_notes(folder: str, id_: str, writer: int, notes: int, answers: Any) -> None:
    busy = 0
    for at in range(notes):
        while run("-C", folder, "note", id_, f"note {writer}-{at}", "--on", "2024-01-02") != 0:
            busy += 1
    answers.put((0, busy))


def run(*arguments: str) -> int:
    """Run the program in this process, as if it had been called; give its exit code."""
    sys.argv = ["zqtrack", *arguments]
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        try:
            app.main()
        except SystemExit as ended:
            return int(ended.code or 0)
    return 0


def read_on(paths: Sequence[Path], least: int, done: Event, answers: Any) -> None:
    """Read the files again and again until all is written; nobody waits for it."""
    os.nice(10)  # leave the machine to the writers
    seen = dict.fromkeys(paths, 0)
    read = torn = 0
    # The writers wait for nobody, so a race may end before so many reads were made.
    while read < least or not done.is_set():
        path = paths[read % len(paths)]
        read += 1
        try:
            text = path.read_text(encoding="utf-8")
            found = len(tomllib.loads(text).get("notes", ()))
        except (OSError, ValueError):
            found = -1
        time.sleep(0.001)
        torn += found < seen[path] or not text.startswith(HEAD)
        seen[path] = max(seen[path], found)
    answers.put((read, torn))


def count_notes(paths: Sequence[Path], processes: int, notes: int) -> int:
    """Give how many notes are missing, or there but not written."""
    data = (tomllib.loads(path.read_text(encoding="utf-8")) for path in paths)
    found = sorted(note["text"] for project in data for note in project.get("notes", ()))
    wanted = sorted(f"note {n}-{at}" for n in range(processes) for at in range(notes))
    if found == wanted:
        return 0
    return len(set(wanted) - set(found)) or abs(len(found) - len(wanted))


def leftovers(projects: Path) -> int:
    return sum(path.name.startswith(".") for path in projects.iterdir())


if __name__ == "__main__":
    sys.exit(main())
