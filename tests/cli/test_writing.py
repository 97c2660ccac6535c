"""What stops a writing command is one sentence, and says what was written."""

import errno
import fcntl
import os
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from zqtrack.cli import app, writing
from zqtrack.core.findings import Flaw
from zqtrack.errors import WriteFailed
from zqtrack.ledger import disk, write
from zqtrack.ledger.disk import LOCK, Outcome, ledger_lock
from zqtrack.ledger.write import Change, carry_out
from zqtrack.output.streams import talk

Add = Callable[[str, str], Path]
Run = Callable[..., Any]


def test_a_disk_that_fails_halfway_tells_what_was_written(
    add: Add, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def carry_out_but_one(root: Path, change: Change) -> Outcome:
        if change.path.stem == "c":
            raise WriteFailed("`projects/c.toml` could not be written: no space left on device")
        return carry_out(root, change)

    monkeypatch.setattr(writing, "carry_out", carry_out_but_one)
    paths = [add(id_, f'name = "{id_}"\n') for id_ in "abcd"]
    ran = run("advance", "a", "b", "c", "d", "--on", "2023")
    assert ran.code == 1
    assert ran.out.count("+++") == 2
    assert ran.err == (
        "advanced a to signed, 2023\n"
        "advanced b to signed, 2023\n"
        "2 of 4 projects were written\n"
        "error: `projects/c.toml` could not be written: no space left on device\n"
    )
    texts = [path.read_text(encoding="utf-8") for path in paths]
    assert ["signed" in text for text in texts] == [True, True, False, False]


@pytest.mark.parametrize(
    ("stopped_at", "written", "said"),
    [
        ("a", ["a"], "advanced a to signed, 2023\n1 of 2 projects were written\nstopped\n"),
        ("b", ["a", "b"], "advanced a to signed, 2023\nadvanced b to signed, 2023\nstopped\n"),
    ],
)
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_command_stopped_while_it_writes_ends_with_the_file_and_tells_what_was_written(
    add: Add,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    stopped_at: str,
    written: list[str],
    said: str,
    number: signal.Signals,
    code: int,
) -> None:
    def carry_out_until(root: Path, change: Change) -> Outcome:
        if change.path.stem == stopped_at:
            signal.raise_signal(number)
        return carry_out(root, change)

    monkeypatch.setattr(writing, "carry_out", carry_out_until)
    paths = [add(id_, f'name = "{id_}"\n') for id_ in "ab"]
    ran = run("advance", "a", "b", "--on", "2023")
    assert (ran.code, ran.err) == (code, said)
    assert [p.stem for p in paths if "signed" in p.read_text(encoding="utf-8")] == written


@pytest.mark.parametrize("command", [("advance", "a"), ("new", "B", "--id", "b")])
def test_a_command_stopped_before_it_writes_has_changed_nothing_and_says_so(
    ledger: Path,
    add: Add,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
) -> None:
    def stop(*_: object) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(writing, "get_ready", stop)
    path = add("a", 'name = "A"\n')
    ran = run(*command)
    assert (ran.code, ran.out, ran.err) == (130, "", "nothing was changed\nstopped\n")
    assert path.read_text(encoding="utf-8") == 'name = "A"\n'
    assert list((ledger / "projects").iterdir()) == [path]


@pytest.mark.parametrize(
    ("outcome", "doubt"),
    [
        (Outcome.CHANGED, ""),
        (Outcome.UNCONFIRMED, ", but the disk did not confirm that it will last"),
    ],
)
def test_a_command_stopped_while_it_shows_its_diff_tells_all_changes_without(
    add: Add, run: Run, monkeypatch: pytest.MonkeyPatch, outcome: Outcome, doubt: str
) -> None:
    def stop(*_: object) -> None:
        signal.raise_signal(signal.SIGTERM)
        pytest.fail("the diff is shown to nobody")

    def carry_out_in_doubt(root: Path, change: Change) -> Outcome:
        carry_out(root, change)
        return outcome

    monkeypatch.setattr(writing, "show", stop)
    monkeypatch.setattr(writing, "carry_out", carry_out_in_doubt)
    for id_ in "ab":
        add(id_, f'name = "{id_}"\n')
    ran = run("advance", "a", "b", "--on", "2023")
    assert (ran.code, ran.out) == (143, "")
    assert ran.err == (
        f"advanced a to signed, 2023{doubt}\nadvanced b to signed, 2023{doubt}\nstopped\n"
    )


def test_a_command_stopped_twice_tells_what_it_did_all_the_same(
    add: Add, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def talk_to_somebody_impatient(text: str) -> None:
        signal.raise_signal(signal.SIGINT)
        talk(text)

    monkeypatch.setattr(writing, "talk", talk_to_somebody_impatient)
    for id_ in "ab":
        add(id_, f'name = "{id_}"\n')
    ran = run("advance", "a", "b", "--on", "2023")
    # The first change was shown; then only the sentences are.
    assert (ran.code, ran.out.count("\n+++ ")) == (130, 1)
    assert ran.err == "advanced a to signed, 2023\nadvanced b to signed, 2023\nstopped\n"


def test_who_waits_for_another_command_is_told_for_which(
    ledger: Path, add: Add, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "_TOLD_AFTER", 0.02)
    monkeypatch.setattr(writing, "ledger_lock", partial(ledger_lock, timeout=0.2))
    add("gcl", 'name = "GCL"\n')
    with ledger_lock(ledger):
        ran = run("advance", "gcl")
    said, error, _ = ran.err.splitlines()
    assert said == f"waiting for process {os.getpid()}, which changes the ledger"
    assert error.startswith("error: the ledger is in use")


def test_every_change_is_told_even_where_no_diff_can_be_shown(
    add: Add, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        raise OSError(errno.EIO, "Input/output error", "/dev/x")

    monkeypatch.setattr(writing, "show", refuse)
    monkeypatch.setattr(app, "_drop_output", lambda: None)
    for id_ in "ab":
        add(id_, f'name = "{id_}"\n')
    ran = run("advance", "a", "b", "--on", "2023")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "advanced a to signed, 2023\nadvanced b to signed, 2023\n"
        "error: /dev/x cannot be used: Input/output error\n"
    )


def test_a_disk_that_does_not_confirm_is_told(
    add: Add, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "carry_out", lambda *_: Outcome.UNCONFIRMED)
    add("gcl", 'name = "GCL"\n')
    ran = run("advance", "gcl")
    assert ran.code == 0
    assert ran.err == (
        "advanced gcl to signed, 2024-03-03, but the disk did not confirm that it will last\n"
    )


def test_what_a_killed_command_left_is_no_project_and_goes_with_the_next_change(
    ledger: Path, add: Add, run: Run
) -> None:
    add("a", 'name = "A"\n')
    left = ledger / "projects" / ".zqtrack-0123456789abcdef.tmp"
    left.write_bytes(b"name = ")
    (ledger / LOCK).write_bytes(b"1234567   \n ")  # the id of the one that was killed
    assert run("validate").err == "1 file, no problem found\n"
    assert run("list").code == run("show", "a").code == 0
    assert run("advance", "a", "--dry-run").code == 0
    assert left.exists()
    assert run("advance", "a").code == 0
    assert not left.exists()


def test_a_warning_without_a_hint_is_told_alone(
    add: Add, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write, "new_flaws", lambda *_: (Flaw("ZQ211", (), "that is odd"),))
    add("gcl", 'name = "GCL"\n')
    assert run("advance", "gcl", "-n").err == (
        "warning: that is odd\nnothing was written: this is a dry run\n"
    )


def test_a_ledger_in_use_is_told_in_a_sentence(
    ledger: Path, add: Add, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "ledger_lock", partial(ledger_lock, timeout=0.05))
    path = add("gcl", 'name = "GCL"\n')
    with (ledger / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ran = run("advance", "gcl")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("error: the ledger is in use")
    assert path.read_text(encoding="utf-8") == 'name = "GCL"\n'


def test_a_file_that_changes_meanwhile_is_told_in_a_sentence(
    add: Add, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = add("gcl", 'name = "GCL"\n')

    def carry_out_late(root: Path, change: Change) -> Outcome:
        path.write_text('name = "another"\n', encoding="utf-8")
        return carry_out(root, change)

    monkeypatch.setattr(writing, "carry_out", carry_out_late)
    ran = run("advance", "gcl")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "error: `projects/gcl.toml` changed on disk meanwhile; nothing was written\n"
        "hint: run the command again\n"
    )
    assert path.read_text(encoding="utf-8") == 'name = "another"\n'


def test_a_link_out_of_the_ledger_is_not_followed(
    ledger: Path, tmp_path_factory: pytest.TempPathFactory, run: Run
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "gcl.toml"
    outside.write_text('name = "GCL"\n', encoding="utf-8")
    (ledger / "projects" / "gcl.toml").symlink_to(outside)
    ran = run("advance", "gcl")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(
        "error: projects/gcl.toml cannot be used: the file is a link that leads out of the ledger"
    )
    assert outside.read_text(encoding="utf-8") == 'name = "GCL"\n'


def test_a_file_that_cannot_be_used_is_told_in_a_sentence(add: Add, run: Run) -> None:
    add("gcl", "name = GCL\n")
    ran = run("advance", "gcl")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("error: projects/gcl.toml cannot be used: ")
    assert ran.err.endswith("hint: zqtrack validate projects/gcl.toml shows where\n")


def test_what_cannot_be_edited_is_given_to_type_by_hand(add: Add, run: Run) -> None:
    add("gcl", 'name = "GCL"\nnotes = [ # none\n]\n')
    ran = run("note", "gcl", "Visited.")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("error: projects/gcl.toml: `notes` has comments")
    assert "to type by hand:\n" in ran.err
    assert 'text = "Visited."' in ran.err


def test_a_ledger_named_from_elsewhere_is_written(
    ledger: Path, add: Add, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("gcl", 'name = "GCL"\n')
    monkeypatch.chdir("/")
    ran = run("-C", ledger, "advance", "gcl", "--on", "2023")
    assert ran.code == 0
    assert f"+++ {str(ledger).removeprefix('/')}/projects/gcl.toml\n" in ran.out
