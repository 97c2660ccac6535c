"""``undo`` takes back the last stage, and nothing else."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

Add = Callable[[str, str], Path]
Run = Callable[..., Any]


def test_undo_takes_the_last_stage_back(add: Add, run: Run) -> None:
    path = add(
        "gcl",
        'name = "GCL"\n[actual]\nsigned = "2023-04" # yes\nland-supplied = 2023-08-01 # no\n',
    )
    ran = run("undo", "gcl")
    assert ran.code == 0
    assert ran.out == (
        "--- projects/gcl.toml\n+++ projects/gcl.toml\n@@ -1,4 +1,3 @@\n"
        ' name = "GCL"\n [actual]\n signed = "2023-04" # yes\n-land-supplied = 2023-08-01 # no\n'
    )
    assert ran.err == "took back land-supplied of gcl: it is signed again\n"
    assert path.read_text(encoding="utf-8") == 'name = "GCL"\n[actual]\nsigned = "2023-04" # yes\n'


def test_undo_after_advance_gives_the_same_bytes(add: Add, run: Run) -> None:
    text = 'name = "GCL"\n\n[actual]\nsigned = "2023-04"\n'
    path = add("gcl", text)
    run("advance", "gcl")
    run("undo", "gcl")
    assert path.read_text(encoding="utf-8") == text


def test_undo_refuses_where_nothing_was_reached(add: Add, run: Run) -> None:
    add("gcl", 'name = "GCL"\n')
    ran = run("undo", "gcl")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "error: `gcl` has reached no stage that could be taken back\n"


def test_undo_can_be_tried(add: Add, run: Run) -> None:
    path = add("gcl", 'name = "GCL"\n[actual]\nsigned = "2023-04"\n')
    ran = run("undo", "gcl", "--dry-run")
    assert ran.out.endswith('-signed = "2023-04"\n')
    assert ran.err == "nothing was written: this is a dry run\n"
    assert path.read_text(encoding="utf-8") == 'name = "GCL"\n[actual]\nsigned = "2023-04"\n'
