"""Prepare what is measured: the same projects for every tool, each size in a folder of its own."""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from benchmarks.operations import BEANCOUNT, HLEDGER, TASKWARRIOR, Place
from benchmarks.others import TASK_SETTINGS

_REPOSITORY = Path(__file__).resolve().parent.parent
_PROGRAMS = {TASKWARRIOR: "task", HLEDGER: "hledger", BEANCOUNT: "bean-check"}


def find_programs(only: frozenset[str], beancount: str | None) -> dict[str, str]:
    """Find the other tools that are installed, of those that are wanted.

    Args:
        only: the names of the tools; empty for all.
        beancount: the folder of beancount's programs, if they are not on the path.
    """
    found = {tool: shutil.which(program) for tool, program in _PROGRAMS.items()}
    if beancount:
        found[BEANCOUNT] = shutil.which(_PROGRAMS[BEANCOUNT], path=beancount)
    return {
        tool: program
        for tool, program in found.items()
        if program and (not only or tool.lower() in only)
    }


def prepare(folder: Path, size: int, programs: Mapping[str, str]) -> Place:
    """Write the projects for every tool; what is there from an earlier time is kept.

    It happens in processes of its own, so that we stay small: a program that we start seems to
    hold at least as much memory as we do.
    """
    place = Place(folder / str(size), size, programs)
    ready = place.folder / "ready"
    if not ready.exists():
        shutil.rmtree(place.folder, ignore_errors=True)
        (place.folder / "tasks").mkdir(parents=True)
        (place.folder / "home").mkdir()
        _python("benchmarks.ledger", str(place.ledger), str(size))
        _python("benchmarks.others", str(place.folder), str(size))
        (place.folder / "taskrc").write_text(TASK_SETTINGS, encoding="utf-8")
        if TASKWARRIOR in programs:
            _import_tasks(place)
        ready.touch()
    return place


def _import_tasks(place: Place) -> None:
    subprocess.run(
        (place.programs[TASKWARRIOR], "import", str(place.folder / "tasks.json")),
        env=place.environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )


def _python(module: str, *arguments: str) -> None:
    subprocess.run((sys.executable, "-m", module, *arguments), cwd=_REPOSITORY, check=True)
