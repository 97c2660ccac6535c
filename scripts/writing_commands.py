"""Every command that writes, on a small ledger: shared by ``soak_faults.py`` and the tests."""

import re
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
#: Those that write more than projects, or other files, and tell it in other words.
OTHERS: Mapping[str, tuple[str, ...]] = {
    "import": ("import", "t.csv", "--map", "who=lead", "--write"),
    "schema": ("schema", "--write"),
    "export": ("export", "out.csv"),
    "export-again": ("export", "kept.csv", "--force"),
    "page": ("report", "--format", "html", "-o", "page.html"),
    "completion": ("completion", "bash", "--install"),
}
#: How they say that a file could not be read, so that what they write lacks it.
LEFT_OUT = re.compile(r" left out, see|\b1 rejected\b")
#: What they need in their surroundings, in the ledger's folder: where Bash looks for completions.
SHARE = "share"
_TABLE = "id,name,who\na,a,Li\nc,Crane Works,Wang\n"


def begin(root: Path) -> Files:
    """Make a ledger anew and give what it holds."""
    for path in root.iterdir() if root.exists() else ():  # the folder stays: we may be in it
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    (root / "projects").mkdir(parents=True)
    (root / SHARE / "bash-completion" / "completions").mkdir(parents=True)
    (root / "t.csv").write_text(_TABLE, encoding="utf-8")
    (root / "kept.csv").write_text("old\n", encoding="utf-8")
    for id_ in "ab":
        (root / "projects" / f"{id_}.toml").write_text(PROJECT.format(id_), encoding="utf-8")
    return contents(root)


def contents(root: Path) -> Files:
    """Give what the files in a folder hold; hidden ones do not count."""
    paths = (path for path in root.rglob("*") if path.is_file() and path.name[0] != ".")
    return {str(path.relative_to(root)): path.read_bytes() for path in paths}


def leftovers(root: Path) -> list[str]:
    """Give the names of hidden files beside the others: there should be none but the lock."""
    return [path.name for path in root.rglob(".*") if path.name != LOCK]
