"""``plan`` keeps the first promise and appends the later ones."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

Add = Callable[[str, str], Path]
Run = Callable[..., Any]


def test_plan_keeps_the_first_promise_and_appends_the_next(add: Add, run: Run) -> None:
    path = add("gcl", 'name = "GCL"\n')
    first = run("plan", "gcl", "completed", "2024-12")
    assert first.err == "planned completed of gcl for 2024-12\n"
    second = run("plan", "gcl", "completed", "2025-03-31", "--reason", "transformer")
    assert second.err == "re-planned completed of gcl from 2024-12 to 2025-03-31\n"
    assert second.out == (
        "--- projects/gcl.toml\n+++ projects/gcl.toml\n@@ -2,3 +2,9 @@\n"
        '\n [planned]\n completed = "2024-12"\n+\n+[[replanned]]\n+stage = "completed"\n'
        '+to = 2025-03-31\n+on = 2024-03-03\n+reason = "transformer"\n'
    )
    run("plan", "gcl", "completed", "2025-06", "--on", "2024-02")
    assert path.read_text(encoding="utf-8") == (
        'name = "GCL"\n\n[planned]\ncompleted = "2024-12"\n\n'
        '[[replanned]]\nstage = "completed"\nto = 2025-03-31\non = 2024-03-03\n'
        'reason = "transformer"\n\n'
        '[[replanned]]\nstage = "completed"\nto = "2025-06"\non = "2024-02"\n'
    )


def test_plan_refuses_a_reason_for_a_first_promise(add: Add, run: Run) -> None:
    add("gcl", 'name = "GCL"\n')
    ran = run("plan", "gcl", "completed", "2024-12", "--reason", "transformer")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "error: --reason is for a later promise, and this is the first for completed of `gcl`\n"
        "hint: leave it out, or tell of it in a note: zqtrack note gcl …\n"
    )


def test_plan_says_by_which_day_only_a_later_promise_is_dated(
    ledger: Path, add: Add, run: Run
) -> None:
    (ledger / "zqtrack.toml").write_text("as-of = 2023-12-31\n", encoding="utf-8")
    add("gcl", 'name = "GCL"\n')
    assert "dated" not in run("plan", "gcl", "signed", "2024-12").err
    assert run("plan", "gcl", "signed", "2025-12").err.startswith("dated 2023-12-31, the `as-of`")


def test_plan_warns_of_a_promise_for_the_past(add: Add, run: Run) -> None:
    add("gcl", 'name = "GCL"\n[planned]\nsigned = "2024"\n')
    ran = run("plan", "gcl", "signed", "2023")
    assert ran.code == 0
    assert ran.err == (
        "re-planned signed of gcl from 2024 to 2023\n"
        "warning: signed is promised for 2023, past when that was said (2024-03-03)\n"
        "hint: `to` is the new date, `on` the day when it was promised: correct one of them\n"
    )


def test_plan_takes_only_stages_and_dates(add: Add, run: Run) -> None:
    add("gcl", 'name = "GCL"\n')
    stage = run("plan", "gcl", "finished", "2024")
    date = run("plan", "gcl", "completed", "soon")
    assert (stage.code, date.code) == (2, 2)
    assert "'finished' is not one of 'contacted', 'signed'," in stage.err
    assert "`soon` is not a date; write one of" in date.err
