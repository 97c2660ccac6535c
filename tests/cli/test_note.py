"""``note`` adds an entry to the follow-up."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

Add = Callable[[str, str], Path]
Run = Callable[..., Any]


def test_note_adds_an_entry(add: Add, run: Run) -> None:
    add("gcl", 'name = "GCL"\n')
    ran = run("note", "gcl", "Visited.\nAll well.", "--by", "Team 3", "--on", "2024-03-01")
    assert ran.out == (
        '--- projects/gcl.toml\n+++ projects/gcl.toml\n@@ -1 +1,6 @@\n name = "GCL"\n+\n'
        '+[[notes]]\n+on = 2024-03-01\n+by = "Team 3"\n+text = "Visited.\\nAll well."\n'
    )
    assert ran.err == "added a note to gcl, 2024-03-01\n"


def test_an_empty_note_is_a_usage_error(add: Add, run: Run) -> None:
    add("gcl", 'name = "GCL"\n')
    ran = run("note", "gcl", "")
    assert (ran.code, ran.out) == (2, "")
    assert "this text is empty" in ran.err


def test_half_a_character_is_not_written(add: Add, run: Run) -> None:
    path = add("gcl", 'name = "GCL"\n')
    ran = run("note", "gcl", "\udce9")
    assert (ran.code, ran.out) == (1, "")
    assert "is not valid Unicode" in ran.err
    assert path.read_text(encoding="utf-8") == 'name = "GCL"\n'
