"""The program as a process among others: signals, closed and full streams, foreign encodings."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import pytest

from zqtrack.ledger.disk import LOCK, ledger_lock

Add = Callable[[str, str], Path]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and devices of Unix")

TEXT = 'name = "风华 ①"\n'
COMMAND = ("note", "a", "Seen.", "--on", "2023")
NOTED = TEXT + '\n[[notes]]\non = "2023"\ntext = "Seen."\n'


def start(*arguments: object, env: Mapping[str, str] | None = None, **streams: Any) -> Any:
    """Start the program in the working directory."""
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
    return subprocess.Popen(
        [sys.executable, "-m", "zqtrack", *map(str, arguments)],
        env={**os.environ, **(env or {})},
        **streams,
    )


def ended(process: Any) -> tuple[int, bytes, bytes]:
    out, err = process.communicate(timeout=30)
    assert b"Traceback" not in (err or b"")
    assert b"Exception ignored" not in (err or b"")
    return process.returncode, out, err


def names(ledger: Path) -> list[str]:
    return sorted(path.name for path in (ledger / "projects").iterdir())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_command_that_is_stopped_while_it_waits_changes_nothing_and_says_so(
    ledger: Path, add: Add, number: signal.Signals
) -> None:
    path = add("a", TEXT)
    with ledger_lock(ledger):
        process = start(*COMMAND)
        while (ledger / LOCK).read_bytes()[11:] != b"w":  # until it waits
            assert process.poll() is None
        process.send_signal(number)
        code, out, err = ended(process)
    assert (code, out, err) == (128 + number, b"", b"nothing was changed\nstopped\n")
    assert (path.read_text("utf-8"), names(ledger)) == (TEXT, ["a.toml"])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_import_that_is_stopped_while_it_waits_says_for_whom_and_changes_nothing(
    ledger: Path, number: signal.Signals
) -> None:
    (ledger / "t.csv").write_text("id,name\na,A\n", encoding="utf-8")
    with ledger_lock(ledger):
        process = start("import", "t.csv", "--write")
        said = process.stderr.readline()
        process.send_signal(number)
        code, out, err = ended(process)
    assert said == f"waiting for process {os.getpid()}, which changes the ledger\n".encode()
    assert (code, out, err) == (128 + number, b"", b"nothing was changed\nstopped\n")
    assert names(ledger) == []


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks into /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_at_whatever_moment_an_import_is_stopped_each_file_is_whole_and_told(
    ledger: Path, number: signal.Signals
) -> None:
    ids = [f"p{n}" for n in range(40)]
    rows = "".join(f"{id_},{id_}\n" for id_ in ids)
    (ledger / "t.csv").write_text(f"id,name\n{rows}", encoding="utf-8")
    for wait in range(100, 400, 25):
        for path in (ledger / "projects").iterdir():
            path.unlink()
        (ledger / "project.schema.json").unlink(missing_ok=True)
        process = start("import", "t.csv", "--write")
        wait_until_it_hears(process)
        with suppress(subprocess.TimeoutExpired):
            process.wait(wait / 1000)
        process.send_signal(number)
        code, _, err = ended(process)
        written = [name.removesuffix(".toml") for name in names(ledger) if name[0] != "."]
        assert {(ledger / "projects" / f"{i}.toml").read_text("utf-8") for i in written} == {
            f'#:schema ../project.schema.json\nname = "{i}"\n' for i in written
        }
        if number == signal.SIGKILL:
            continue
        told = [id_ for id_ in ids if f"wrote projects/{id_}.toml\n".encode() in err]
        assert sorted(told) == sorted(written) or b"wrote 40 projects (40 new" in err, err
        assert code in {128 + number, 0, -number}, (wait, err)
        assert names(ledger) == sorted(f"{id_}.toml" for id_ in written)


def test_a_slow_reader_gets_all_of_a_long_output(add: Add) -> None:
    for number in range(600):
        add(f"p{number}", f'name = "{"x" * 150}"\n')
    process = start("list", "--format", "json")
    pieces = []
    while piece := process.stdout.read(1 << 16):
        pieces.append(piece)
        time.sleep(0.02)
    assert len(json.loads(b"".join(pieces))) == 600
    assert ended(process)[0] == 0


@pytest.mark.parametrize(
    "command",
    [
        ("completion", "bash"),
        ("schema",),
        ("export", "-", "--format", "csv"),
        ("report", "--format", "html", "-o", "-"),
    ],
)
def test_other_data_that_finds_no_room_is_told_in_a_sentence(
    ledger: Path, add: Add, command: tuple[str, ...]
) -> None:
    add("a", TEXT)
    with full() as stdout:
        code, _, err = ended(start(*command, stdout=stdout))
    assert (code, ledger.is_dir()) == (1, True)
    assert err.endswith(b"error: the output could not be written: No space left on device\n")


def test_an_answer_to_a_shell_that_finds_no_room_is_no_success(ledger: Path, add: Add) -> None:
    add("a", TEXT)
    shell = {"_ZQTRACK_COMPLETE": "bash"}
    assert ended(start("zqtrack show ", env=shell))[:2] == (0, "\na\t风华 ①\n".encode())
    with full() as stdout:
        assert ended(start("zqtrack show ", env=shell, stdout=stdout))[0] == 1
    assert names(ledger) == ["a.toml"]


LONG = "Seen. " * 15_000  # more than a pipe holds, and less than an argument may


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_command_that_is_stopped_while_nobody_reads_its_diff_says_what_it_did(
    ledger: Path, add: Add, number: signal.Signals
) -> None:
    path = add("a", TEXT)
    process = start("note", "a", LONG, "--on", "2023")
    while LONG.rstrip().encode() not in path.read_bytes():
        assert process.poll() is None
    time.sleep(0.1)  # the pipe is full soon, or the signal waits until it is
    process.send_signal(number)
    process.send_signal(number)
    code, _, err = ended(process)
    # The second one may come when all is said and nobody hears it any more.
    assert code in {128 + number, -number}
    assert err == b"added a note to a, 2023\nstopped\n"
    assert names(ledger) == ["a.toml"]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks into /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_at_whatever_moment_a_command_is_stopped_it_says_what_it_did(
    ledger: Path, add: Add, number: signal.Signals
) -> None:
    for wait in range(0, 300, 10):
        paths = [add(id_, TEXT) for id_ in "ab"]
        process = start("advance", "a", "b", "--on", "2023")
        wait_until_it_hears(process)
        with suppress(subprocess.TimeoutExpired):
            process.wait(wait / 1000)
        process.send_signal(number)
        code, out, err = ended(process)
        done = [path.stem for path in paths if path.read_text("utf-8") != TEXT]
        assert done == [id_ for id_ in "ab" if f"advanced {id_} to signed".encode() in err]
        assert out.count(b"\n+++ ") <= len(done)
        # At its very end, when all is said, it does not hear any more.
        assert code == 128 + number or (done == ["a", "b"] and code in {0, -number}), (wait, err)
        assert err.endswith(b"stopped\n") == (code == 128 + number), (wait, err)
        assert names(ledger) == ["a.toml", "b.toml"]


def wait_until_it_hears(process: Any) -> None:
    """Wait until a process has its own way to end by SIGTERM: before that, Python ends it."""
    status = Path(f"/proc/{process.pid}/status")
    caught = 0
    while not caught >> (signal.SIGTERM - 1) & 1:
        caught = int(status.read_text("ascii").partition("SigCgt:")[2].split()[0], 16)


def test_a_closed_pipe_does_not_keep_a_command_from_saying_what_it_did(
    ledger: Path, add: Add
) -> None:
    path = add("a", TEXT)
    reading, writing = os.pipe()
    os.close(reading)
    process = start(*COMMAND, stdout=writing)
    os.close(writing)
    code, _, err = ended(process)
    assert code in {-signal.SIGPIPE, 128 + signal.SIGPIPE}
    assert err == b"added a note to a, 2023\n"
    assert (path.read_text("utf-8"), names(ledger)) == (NOTED, ["a.toml"])


def test_a_closed_pipe_ends_a_list_quietly(ledger: Path, add: Add) -> None:
    add("a", TEXT)
    reading, writing = os.pipe()
    os.close(reading)
    process = start("list", stdout=writing)
    os.close(writing)
    code, _, err = ended(process)
    assert (code, err, names(ledger)) == (-signal.SIGPIPE, b"", ["a.toml"])


@pytest.mark.parametrize("command", [("list",), ("list", "--format", "json"), ("validate",)])
def test_a_full_output_is_told_in_a_sentence(
    ledger: Path, add: Add, command: tuple[str, ...]
) -> None:
    add("a", TEXT + "x = 1\n" if command == ("validate",) else TEXT)
    with full() as stdout:
        code, _, err = ended(start(*command, stdout=stdout))
    assert (code, ledger.is_dir()) == (1, True)
    assert err.endswith(b"error: the output could not be written: No space left on device\n")


def test_a_change_is_told_even_where_its_diff_cannot_be_shown(ledger: Path, add: Add) -> None:
    path = add("a", TEXT)
    with full() as stdout:
        code, _, err = ended(start(*COMMAND, stdout=stdout))
    assert code == 1
    assert err == (
        b"added a note to a, 2023\n"
        b"error: the output could not be written: No space left on device\n"
    )
    assert (path.read_text("utf-8"), names(ledger)) == (NOTED, ["a.toml"])


def test_where_nothing_can_be_said_the_exit_code_says_it(ledger: Path, add: Add) -> None:
    path = add("a", TEXT)
    with full() as stream:
        assert ended(start(*COMMAND, stdout=stream, stderr=stream))[0] == 1
    assert (path.read_text("utf-8"), names(ledger)) == (NOTED, ["a.toml"])


def full() -> IO[bytes]:
    return Path("/dev/full").open("wb")


@pytest.mark.parametrize("command", [COMMAND, ("list",)])
def test_a_closed_output_is_told_before_anything_is_done(
    ledger: Path, add: Add, command: tuple[str, ...]
) -> None:
    path = add("a", TEXT)
    code, _, err = ended(start(*command, preexec_fn=lambda: os.close(1)))
    assert (code, err) == (1, b"error: standard output is closed; nothing was done\n")
    assert (path.read_text("utf-8"), names(ledger)) == (TEXT, ["a.toml"])


def test_other_closed_streams_are_no_obstacle(ledger: Path, add: Add) -> None:
    path = add("a", TEXT)

    def close() -> None:
        os.close(0)
        os.close(2)

    code, out, err = ended(start(*COMMAND, preexec_fn=close))
    assert (code, err) == (0, b"")
    assert out.startswith(b"--- projects/a.toml\n")
    assert (path.read_text("utf-8"), names(ledger)) == (NOTED, ["a.toml"])


@pytest.mark.parametrize(
    ("env", "shown"),
    [
        ({"PYTHONIOENCODING": "gbk"}, "风华 ①".encode("gbk")),
        ({"PYTHONIOENCODING": "ascii"}, rb"\u98ce\u534e \u2460"),
        ({"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}, rb"\u98ce\u534e \u2460"),
        ({"LC_ALL": "C"}, "风华 ①".encode()),  # Python reads C as "unknown": UTF-8
    ],
)
def test_an_encoding_that_lacks_a_sign_gets_an_escape(
    ledger: Path, add: Add, env: dict[str, str], shown: bytes
) -> None:
    path = add("a", TEXT)
    for command in (("list",), ("show", "a"), COMMAND):
        code, out, err = ended(start(*command, env=env))
        assert (code, ledger.is_dir()) == (0, True), err
        assert shown in out or command == COMMAND
    assert path.read_text("utf-8") == NOTED


def test_a_name_typed_where_there_is_no_encoding_is_refused(ledger: Path) -> None:
    env = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    code, _, err = ended(start("new", "风华", "--id", "a", env=env))
    assert (code, err) == (2, b"error: a text is not valid Unicode, so no file can hold it\n")
    assert names(ledger) == []


def test_a_folder_that_is_missing_is_told_in_a_sentence(ledger: Path) -> None:
    (ledger / "projects").rmdir()
    for command in (("list",), COMMAND, ("new", "A"), ("-C", "nowhere", "list")):
        code, out, err = ended(start(*command))
        assert (code, out) == (1, b"")
        assert err.startswith(b"error: ")


def test_a_working_directory_that_was_deleted_is_told_in_a_sentence(ledger: Path) -> None:
    gone = ledger / "gone"
    gone.mkdir()
    code, out, err = ended(start("list", cwd=gone, preexec_fn=gone.rmdir))
    assert (code, out) == (1, b"")
    assert err == (
        b"error: the working directory cannot be used: No such file or directory\n"
        b"hint: go to a ledger, or name one with -C FOLDER\n"
    )
