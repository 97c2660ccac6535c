"""Every command that writes, on a small ledger: shared by ``soak_faults.py`` and the tests."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from zqtrack.ledger.disk import LOCK

#: The bytes of each file that stands for a project, by its name.
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
#: Each writing command on a ledger with the projects ``a`` and ``b``.
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "new": ("new", "Crane Works", "--id", "c", "--signed", "2023"),
    "advance": ("advance", "a", "--to", "started", "--skip", "unknown", "--on", "2023-09-01"),
    "advance-two": ("advance", "a", "b", "--on", "2023-09-01", "--note", "Both."),
    "undo": ("undo", "a"),
    "plan": ("plan", "a", "completed", "2024-06"),
    "plan-again": ("plan", "a", "started", "2024-Q1", "--on", "2023-09-01", "--reason", "rain"),
    "problem-add": ("problem", "add", "a", "Power", "--raised", "2023-09-01"),
    "problem-close": ("problem", "close", "a", "--on", "2023-09-01"),
    "note": ("note", "a", "Seen.", "--on", "2023-09-01"),
    "withdraw": ("withdraw", "a", "--reason", "moved", "--on", "2023-09-01"),
}


def begin(root: Path) -> Files:
    """Make a ledger anew and give what it holds."""
    shutil.rmtree(root / "projects", ignore_errors=True)
    (root / "projects").mkdir(parents=True)
    (root / LOCK).unlink(missing_ok=True)
    for id_ in "ab":
        (root / "projects" / f"{id_}.toml").write_text(PROJECT.format(id_), encoding="utf-8")
    return contents(root)


def contents(root: Path) -> Files:
    """Give what a ledger holds."""
    paths = (root / "projects").iterdir()
    return {path.name: path.read_bytes() for path in paths if path.name[0] != "."}


def leftovers(root: Path) -> list[str]:
    """Give the names of hidden files beside the projects: there should be none."""
    return [path.name for path in (root / "projects").iterdir() if path.name[0] == "."]
