"""``undo`` takes back the last stage, and nothing else."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from zqtrack.cli import writing
from zqtrack.ledger.disk import Outcome
from zqtrack.ledger.write import Change, carry_out

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


REACHED = 'name = "GCL"\n\n[actual]\nsigned = "2023-04"\nstarted = 2023-09-28\n'


def test_undo_takes_back_what_the_file_says_when_its_turn_comes(
    add: Add, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    # While it waited for the lock, another command took the last stage back and noted why.
    meanwhile = REACHED.replace(
        "started = 2023-09-28\n", '\n[[notes]]\non = 2024-01-01\ntext = "x"\n'
    )
    path = add("gcl", REACHED)
    monkeypatch.setattr(writing, "get_ready", lambda: path.write_text(meanwhile, "utf-8"))
    ran = run("undo", "gcl")
    assert (ran.code, ran.err) == (0, "took back signed of gcl: it is prospect again\n")
    assert '-signed = "2023-04"\n' in ran.out
    assert "started" not in ran.out
    assert path.read_text("utf-8") == meanwhile.replace('signed = "2023-04"\n', "")


def test_undo_is_refused_where_the_file_does_not_say_any_more_what_it_said(
    add: Add, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = add("gcl", REACHED)
    by_hand = REACHED + "# an editor knows no lock\n"

    def carry_out_late(root: Path, change: Change) -> Outcome:
        path.write_text(by_hand, "utf-8")
        return carry_out(root, change)

    monkeypatch.setattr(writing, "carry_out", carry_out_late)
    ran = run("undo", "gcl")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "error: `projects/gcl.toml` changed on disk meanwhile; nothing was written\n"
        "hint: run the command again\n"
    )
    assert path.read_text("utf-8") == by_hand


def test_undo_takes_back_nothing_when_the_stage_is_gone_meanwhile(
    add: Add, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = add("gcl", REACHED)
    monkeypatch.setattr(writing, "get_ready", lambda: path.write_text('name = "GCL"\n', "utf-8"))
    ran = run("undo", "gcl")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "error: `gcl` has reached no stage that could be taken back\n"
    assert path.read_text("utf-8") == 'name = "GCL"\n'
