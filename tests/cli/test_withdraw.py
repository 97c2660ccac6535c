"""``withdraw`` says when and why a project left."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

Add = Callable[[str, str], Path]
Run = Callable[..., Any]


def test_withdraw_says_when_and_why(add: Add, run: Run) -> None:
    add("gcl", 'name = "GCL"\n')
    ran = run("withdraw", "gcl", "--reason", "moved", "--on", "2024-02")
    assert ran.out == (
        '--- projects/gcl.toml\n+++ projects/gcl.toml\n@@ -1 +1,5 @@\n name = "GCL"\n+\n'
        '+[withdrawn]\n+on = "2024-02"\n+reason = "moved"\n'
    )
    assert ran.err == "withdrew gcl, 2024-02\n"


def test_withdraw_needs_a_reason(add: Add, run: Run) -> None:
    add("gcl", 'name = "GCL"\n')
    ran = run("withdraw", "gcl")
    assert ran.code == 2
    assert "Missing option '--reason'" in ran.err


def test_withdraw_refuses_a_day_before_the_last_stage(add: Add, run: Run) -> None:
    add("gcl", 'name = "GCL"\n[actual]\nsigned = "2023-04"\n')
    ran = run("withdraw", "gcl", "--reason", "moved", "--on", "2022")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(
        "error: `gcl`: it was withdrawn (2022) before it was signed (2023-04)\n"
    )
