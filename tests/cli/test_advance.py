"""``advance`` adds the date of a stage and leaves every other byte as it was."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Add = Callable[[str, str], Path]
Run = Callable[..., Any]

BY_HAND = """\
# Typed by hand, in no special order.
investment="11亿"   # as signed
name = 'GCL Zhaoqing'

[[notes]]
on=2023-10-10
text = "Land in a month."

[actual]    # what happened
land-supplied = "2023-08"   # late
signed        = "2023-04"
"""
DIFF = """\
--- projects/gcl-zhaoqing.toml
+++ projects/gcl-zhaoqing.toml
@@ -8,4 +8,5 @@

 [actual]    # what happened
 land-supplied = "2023-08"   # late
+started       = 2024-03-03
 signed        = "2023-04"
"""


def test_the_diff_is_one_line(add: Add, run: Run) -> None:
    path = add("gcl-zhaoqing", BY_HAND)
    ran = run("advance", "gcl-zhaoqing")
    assert (ran.code, ran.out) == (0, DIFF)
    assert ran.err == "advanced gcl-zhaoqing to started, 2024-03-03\n"
    assert path.read_text(encoding="utf-8") == BY_HAND.replace(
        "signed        =", "started       = 2024-03-03\nsigned        ="
    )


@pytest.mark.parametrize(
    ("start", "ending", "last"),
    [("", "\n", "\n"), ("", "\r\n", "\r\n"), ("\ufeff", "\n", "\n"), ("\ufeff", "\r\n", "")],
    ids=["LF", "CRLF", "BOM", "BOM, CRLF, no last line ending"],
)
def test_marks_and_line_endings_stay(
    add: Add, run: Run, start: str, ending: str, last: str
) -> None:
    before = ["name = 'GCL'", "[actual]", 'signed = "2023-04" # first']
    path = add("gcl", start + ending.join(before) + last)
    ran = run("advance", "gcl", "--on", "2023-09")
    assert ran.out == (
        "--- projects/gcl.toml\n"
        "+++ projects/gcl.toml\n"
        "@@ -1,3 +1,4 @@\n"
        " name = 'GCL'\n"
        " [actual]\n"
        ' signed = "2023-04" # first\n'
        '+land-supplied = "2023-09"\n'
    )
    after = [*before, 'land-supplied = "2023-09"']
    assert path.read_bytes().decode() == start + ending.join(after) + last


def test_a_dry_run_shows_the_same_diff_and_writes_nothing(add: Add, run: Run) -> None:
    path = add("gcl-zhaoqing", BY_HAND)
    ran = run("advance", "gcl-zhaoqing", "--dry-run")
    assert (ran.code, ran.out) == (0, DIFF)
    assert ran.err == "nothing was written: this is a dry run\n"
    assert path.read_text(encoding="utf-8") == BY_HAND
    assert [each.name for each in path.parent.parent.iterdir()] == ["projects"]  # no lock either


def test_a_diff_has_colours_where_they_are_wanted(
    add: Add, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    add("gcl", 'name = "GCL"\n')
    assert "\x1b[32m+signed = 2024-03-03\x1b[0m\n" in run("advance", "gcl").out


def test_stages_are_skipped_with_a_mark_in_the_same_edit(add: Add, run: Run) -> None:
    add("gcl", 'name = "GCL"\n\n[actual]\nsigned = "2023-04"\n')
    ran = run("advance", "gcl", "--to", "started", "--on", "2023-09-28", "--skip", "n/a")
    assert ran.out.splitlines()[-3:] == [
        ' signed = "2023-04"',
        '+land-supplied = "n/a"',
        "+started = 2023-09-28",
    ]
    assert ran.err == "advanced gcl to started, 2023-09-28\n"


def test_a_stage_is_not_skipped_without_a_mark(add: Add, run: Run) -> None:
    path = add("gcl", 'name = "GCL"\n\n[actual]\nsigned = "2023-04"\n')
    ran = run("advance", "gcl", "--to", "started")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "error: `gcl` cannot go to started: of land-supplied nothing is said\n"
        "hint: record land-supplied first, or mark what is skipped: --skip unknown (passed, "
        "nobody knows when) or --skip n/a (does not apply)\n"
    )
    assert "started" not in path.read_text(encoding="utf-8")


def test_a_mark_without_the_stage_to_go_to_is_a_usage_error(add: Add, run: Run) -> None:
    add("gcl", 'name = "GCL"\n')
    ran = run("advance", "gcl", "--skip", "n/a")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "error: --skip needs --to\nhint: say to which stage: --to started --skip n/a\n"
    )


def test_a_stage_may_be_reached_at_an_unknown_date(add: Add, run: Run) -> None:
    path = add("gcl", 'name = "GCL"\n')
    ran = run("advance", "gcl", "--on", "unknown", "--note", "Heard of it.")
    assert ran.err == "advanced gcl to signed, date unknown\n"
    assert path.read_text(encoding="utf-8") == (
        'name = "GCL"\n\n[actual]\nsigned = "unknown"\n\n'
        '[[notes]]\non = 2024-03-03\ntext = "Heard of it."\n'
    )


def test_a_note_is_dated_as_the_stage_is(add: Add, run: Run) -> None:
    path = add("gcl", 'name = "GCL"\n')
    run("advance", "gcl", "--on", "2023-09-28", "--note", "Ceremony held.")
    assert path.read_text(encoding="utf-8") == (
        'name = "GCL"\n\n[actual]\nsigned = 2023-09-28\n\n'
        '[[notes]]\non = 2023-09-28\ntext = "Ceremony held."\n'
    )


def test_a_ledger_seen_from_a_day_dates_by_it_and_says_so(
    ledger: Path, add: Add, run: Run
) -> None:
    (ledger / "zqtrack.toml").write_text("as-of = 2023-12-31\n", encoding="utf-8")
    path = add("gcl", 'name = "GCL"\n')
    ran = run("advance", "gcl")
    assert ran.err == (
        "dated 2023-12-31, the `as-of` of zqtrack.toml; --on gives another day\n"
        "advanced gcl to signed, 2023-12-31\n"
    )
    # What came after that day has happened all the same, if the clock agrees.
    assert run("advance", "gcl", "--on", "2024-02").code == 0
    assert path.read_text(encoding="utf-8").endswith('land-supplied = "2024-02"\n')


@pytest.mark.parametrize(
    ("date", "code", "error"),
    [
        (
            "2024-04",
            1,
            "error: `gcl`: land-supplied (2024-04) has not come yet: today is 2024-03-03\n",
        ),
        (
            "2023-03-31",
            1,
            "error: `gcl`: land-supplied (2023-03-31) comes before signed (2023-04)\n",
        ),
        ("2023/04", 2, "`2023/04` is not a date; write 2023-04\n"),
        ("n/a", 2, "`n/a` is not a date; write one of"),
    ],
)
def test_an_impossible_date_changes_nothing(
    add: Add, run: Run, date: str, code: int, error: str
) -> None:
    path = add("gcl", 'name = "GCL"\n[actual]\nsigned = "2023-04"\n')
    ran = run("advance", "gcl", "--on", date)
    assert (ran.code, ran.out) == (code, "")
    assert error in ran.err
    assert path.read_text(encoding="utf-8") == 'name = "GCL"\n[actual]\nsigned = "2023-04"\n'


def test_a_date_that_may_be_in_order_is_taken(add: Add, run: Run) -> None:
    add("gcl", 'name = "GCL"\n[actual]\nsigned = "2023-04"\n')
    assert run("advance", "gcl", "--on", "2023-04-01").code == 0


def test_several_projects_advance_together(add: Add, run: Run) -> None:
    add("gcl", 'name = "GCL"\n')
    add("tianhua", 'name = "Tianhua"\n')
    ran = run("advance", "gcl", "tian", "--on", "2023-09")
    assert ran.out == (
        '--- projects/gcl.toml\n+++ projects/gcl.toml\n@@ -1 +1,4 @@\n name = "GCL"\n'
        '+\n+[actual]\n+signed = "2023-09"\n'
        '--- projects/tianhua.toml\n+++ projects/tianhua.toml\n@@ -1 +1,4 @@\n name = "Tianhua"\n'
        '+\n+[actual]\n+signed = "2023-09"\n'
    )
    assert ran.err == ("advanced gcl to signed, 2023-09\nadvanced tianhua to signed, 2023-09\n")


def test_none_is_written_unless_all_can_be(add: Add, run: Run) -> None:
    path = add("gcl", 'name = "GCL"\n')
    add("tianhua", 'name = "Tianhua"\n[withdrawn]\non = "2023"\n')
    ran = run("advance", "gcl", "tianhua")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "error: `tianhua` was withdrawn (2023)\n"
        "hint: if it came back, delete [withdrawn] from its file in an editor\n"
    )
    assert path.read_text(encoding="utf-8") == 'name = "GCL"\n'


def test_one_project_is_not_named_twice(add: Add, run: Run) -> None:
    add("gcl-zhaoqing", 'name = "GCL Zhaoqing"\n')
    ran = run("advance", "gcl", "GCL-Zhaoqing")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "error: `gcl` and `GCL-Zhaoqing` mean the same project\n"


def test_a_part_that_means_several_lists_them(add: Add, run: Run) -> None:
    add("gcl-zhaoqing", 'name = "GCL Zhaoqing"\n')
    add("gcl-foil", 'name = "锂箔 \\u001b[31m"\n')
    ran = run("advance", "gcl")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "error: `gcl` may mean 2 projects\n"
        "hint: write more of the one you mean\n"
        "  gcl-foil      锂箔 \\x1b[31m\n"
        "  gcl-zhaoqing  GCL Zhaoqing\n"
    )
