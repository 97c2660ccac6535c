import errno
import os
import signal
import socket
import stat
import threading
from collections.abc import Callable
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from zqtrack.errors import EditRefused, LedgerBusy, WriteFailed
from zqtrack.ledger import disk
from zqtrack.ledger.disk import (
    LIMIT,
    LOCK,
    IsLink,
    Outcome,
    Unreadable,
    create_bytes,
    ledger_lock,
    read_bytes,
    read_no_link,
    replace_bytes,
)

# The children only make system calls, so the threads of a test runner cannot hold them up.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")

OLD = b'name = "x"\n'
NEW = b'name = "x"\nkind = "new"\n'

# What our temporary files are called.
LEFT = tuple(f".zqtrack-0123456789abcde{n}.tmp" for n in range(3))

# Every call of the writing functions that can fail. Pathlib calls them by way of ``os``, too.
CALLS = (
    *("access", "chmod", "close", "fchmod", "fchown", "fstat", "fsync", "link", "lseek", "lstat"),
    *("open", "read", "replace", "scandir", "stat", "unlink", "write"),
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "projects").mkdir()
    return tmp_path


@pytest.fixture
def file(root: Path) -> Path:
    path = root / "projects" / "x.toml"
    path.write_bytes(OLD)
    return path


def names(root: Path) -> set[str]:
    return {path.name for path in (root / "projects").iterdir()}


def fail(
    monkeypatch: pytest.MonkeyPatch, name: str, number: int, *, nth: int = 1
) -> Callable[[], bool]:
    """Let the nth call of one function of ``os`` fail; give a function that tells if it did."""
    real, calls = getattr(os, name), count(1)
    failed = []

    def call(*args: Any, **kwargs: Any) -> Any:
        if next(calls) != nth:
            return real(*args, **kwargs)
        failed.append(name)
        if name == "close":
            real(*args)
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, name, call)
    return lambda: bool(failed)


def in_a_child(do: Callable[[], Any]) -> int:
    """Do something in a process of its own and give its id."""
    child = os.fork()
    if child == 0:
        try:
            do()
        except BaseException:  # noqa: BLE001 - the child must never go on as a second pytest
            os._exit(1)
        os._exit(0)
    return child


def each_call(monkeypatch: pytest.MonkeyPatch, nth: int, do: Callable[[str], None]) -> list[str]:
    """Do something instead of the nth call of all; give the names of the calls so far."""
    made: list[str] = []

    def replaced(name: str) -> None:
        real = getattr(os, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            made.append(name)
            if len(made) == nth:
                if name == "close":
                    real(*args)
                do(name)
            return real(*args, **kwargs)

        monkeypatch.setattr(os, name, call)

    for name in CALLS:
        replaced(name)
    return made


# --- reading ------------------------------------------------------------------------------------


@pytest.mark.parametrize("as_type", [str, Path])
def test_a_file_is_read_whole(file: Path, as_type: Callable[[Path], str | Path]) -> None:
    assert read_bytes(as_type(file)) == OLD


def test_an_empty_file_is_no_bytes(file: Path) -> None:
    file.write_bytes(b"")
    assert read_bytes(file) == b""


def test_a_file_of_the_limit_is_read_and_one_byte_more_is_too_large(file: Path) -> None:
    file.write_bytes(b"#" * LIMIT)
    assert len(read_bytes(file)) == LIMIT
    file.write_bytes(b"#" * (LIMIT + 1))
    with pytest.raises(Unreadable, match=r"^is larger than 1 MiB$"):
        read_bytes(file)


def test_a_file_may_come_in_pieces(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.read
    monkeypatch.setattr(os, "read", lambda handle, size: real(handle, min(size, 3)))
    assert read_bytes(file) == OLD


def test_a_file_that_grows_while_it_is_read_is_read_to_its_end_or_to_the_limit(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fstat

    def small(handle: int) -> SimpleNamespace:
        return SimpleNamespace(st_mode=real(handle).st_mode, st_size=2)

    monkeypatch.setattr(os, "fstat", small)
    assert read_bytes(file) == OLD
    with pytest.raises(Unreadable, match="is larger than"):
        read_bytes(file, limit=5)


def a_folder(path: Path) -> None:
    path.mkdir()


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path.name)  # its path may have 108 bytes only


def a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def a_link_to_nothing(path: Path) -> None:
    path.symlink_to("gone")


def a_link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (a_folder, "is a folder"),
        (a_pipe, "is a named pipe"),
        (a_socket, "is a socket"),
        (a_device, "is a device"),
        (a_link_to_nothing, "is a link to nothing"),
        (a_link_to_itself, "is a link that leads in a circle"),
        (lambda _: None, "does not exist"),
    ],
)
def test_what_is_no_file_is_said_and_not_waited_for(
    make: Callable[[Path], None], reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    make(tmp_path / "x.toml")
    with pytest.raises(Unreadable) as caught:
        read_bytes(tmp_path / "x.toml")
    assert str(caught.value) == reason


def test_a_file_that_is_no_link_is_read_with_its_state(file: Path) -> None:
    assert read_no_link(str(file)) == (OLD, file.stat())


@pytest.mark.parametrize("can_refuse", [True, False])
@pytest.mark.parametrize("to", ["x.toml", "gone", "link.toml"])
def test_a_link_is_not_followed_where_none_may_be(
    file: Path, to: str, can_refuse: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the system cannot be asked to refuse it, as on Windows."""
    if not can_refuse:
        monkeypatch.setattr(disk, "_NO_LINK", 0)
    link = file.with_name("link.toml")
    link.symlink_to(to)
    with pytest.raises(IsLink):
        read_no_link(str(link))
    assert read_no_link(str(file))[0] == OLD


def test_a_folder_and_a_file_that_is_not_there_are_no_links(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"^is a folder$"):
        read_no_link(str(tmp_path))
    with pytest.raises(Unreadable, match=r"^does not exist$"):
        read_no_link(str(tmp_path / "gone"))


def test_what_has_no_known_kind_is_no_regular_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fstat", lambda _: SimpleNamespace(st_mode=0, st_size=0))
    with pytest.raises(Unreadable, match=r"^is no regular file$"):
        read_bytes(file)


def test_a_file_closed_to_us_is_said(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fail(monkeypatch, "open", errno.EACCES)
    with pytest.raises(Unreadable, match=r"^cannot be opened: permission denied$"):
        read_bytes(file)


def test_a_file_in_a_folder_closed_to_us_is_said(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(monkeypatch, "open", errno.EACCES)
    fail(monkeypatch, "stat", errno.EACCES)
    with pytest.raises(Unreadable, match=r"^cannot be opened: permission denied$"):
        read_bytes(file)


def test_a_disk_that_cannot_read_is_said(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fail(monkeypatch, "read", errno.EIO)
    with pytest.raises(Unreadable, match=r"^cannot be read: input/output error$"):
        read_bytes(file)


# --- the lock -----------------------------------------------------------------------------------


def test_the_lock_names_its_holder_to_those_who_wait_in_vain(root: Path) -> None:
    with ledger_lock(root):
        message = f"the ledger is in use by process {os.getpid()}; waited 0.05 s for it"
        with pytest.raises(LedgerBusy) as caught, ledger_lock(root, timeout=0.05):
            pass
    assert caught.value.message == message
    assert caught.value.hint == "try again when that has finished, or end it"


def test_the_lock_is_given_back_and_its_file_stays(root: Path) -> None:
    for _ in range(2):
        with ledger_lock(root, timeout=0):
            assert (root / LOCK).read_text().split() == [str(os.getpid())]
    with pytest.raises(ZeroDivisionError), ledger_lock(root, timeout=0):
        _ = 1 / 0
    with ledger_lock(root, timeout=0):
        pass
    assert (root / LOCK).is_file()


def test_who_waits_gets_the_lock_when_it_is_free(root: Path) -> None:
    held, done = threading.Event(), []

    def hold() -> None:
        with ledger_lock(root):
            held.set()
            threading.Event().wait(0.1)
            done.append("first")

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait()
    with ledger_lock(root):
        done.append("second")
    thread.join()
    assert done == ["first", "second"]


def test_who_takes_the_lock_again_and_again_leaves_it_to_others_too(root: Path) -> None:
    enough = threading.Event()

    def take_it_again_and_again() -> None:
        while not enough.is_set():
            with ledger_lock(root):
                pass

    thread = threading.Thread(target=take_it_again_and_again)
    thread.start()
    try:
        for _ in range(3):
            with ledger_lock(root, timeout=5):
                pass
    finally:
        enough.set()
        thread.join()


def test_the_lock_ends_with_a_process_that_is_killed(root: Path) -> None:
    read, write = os.pipe()

    def hold() -> None:
        with ledger_lock(root):
            os.write(write, b"!")
            signal.pause()

    child = in_a_child(hold)
    assert os.read(read, 1) == b"!"
    with pytest.raises(LedgerBusy, match=f"process {child};"), ledger_lock(root, timeout=0):
        pass
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with ledger_lock(root, timeout=0):
        assert (root / LOCK).read_text().split() == [str(os.getpid())]


def test_what_killed_commands_left_behind_is_taken_away_by_the_next(
    root: Path, file: Path
) -> None:
    def write_and_die() -> None:
        # Where the new file is on disk, under its temporary name, and all but renamed.
        with pytest.MonkeyPatch.context() as patched, ledger_lock(root):
            patched.setattr(os, "replace", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
            replace_bytes(file, OLD, NEW, root=root)

    os.waitpid(in_a_child(write_and_die), 0)
    (left,) = names(root) - {"x.toml"}
    assert (root / "projects" / left).read_bytes() == NEW
    (root / left).write_bytes(b"")
    with ledger_lock(root, timeout=0):
        assert names(root) == {"x.toml"}
        assert not (root / left).exists()
    assert file.read_bytes() == OLD


def test_only_regular_files_with_a_name_of_ours_are_taken_away(root: Path, file: Path) -> None:
    projects = file.parent
    kept = (
        ".zqtrack-0123456789abcde.tmp",
        ".zqtrack-0123456789abcdef.tmp2",
        "x.zqtrack-0123456789abcdef.tmp",
        ".zqtrack-0123456789ABCDEF.tmp",
        ".zqtrack-0123456789abcdef.toml",
    )
    for name in (*kept, LEFT[0]):
        (projects / name).write_bytes(b"")
    (projects / LEFT[1]).mkdir()
    (projects / LEFT[2]).symlink_to(file)
    with ledger_lock(root, timeout=0):
        pass
    assert names(root) == {"x.toml", *kept, LEFT[1], LEFT[2]}
    assert file.read_bytes() == OLD


def test_what_cannot_be_taken_away_stops_nobody(
    root: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in LEFT[:2]:
        file.with_name(name).write_bytes(b"")
    failed = fail(monkeypatch, "unlink", errno.EACCES)
    with ledger_lock(root, timeout=0):
        assert failed()
        assert len(names(root) & {*LEFT}) == 1


def test_after_a_command_that_ended_in_good_order_nobody_looks_for_what_was_left(
    root: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ledger_lock(root, timeout=0):
        pass
    file.with_name(LEFT[0]).write_bytes(b"")
    monkeypatch.setattr(os, "scandir", None)  # to look takes long in a large ledger
    with ledger_lock(root, timeout=0):
        assert set(os.listdir(file.parent)) == {"x.toml", LEFT[0]}  # noqa: PTH208 - Path looks with scandir


def test_who_waits_long_is_told_once_for_whom(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "_TOLD_AFTER", 0.02)
    told: list[str] = []
    with (
        ledger_lock(root, tell=told.append),
        pytest.raises(LedgerBusy),
        ledger_lock(root, timeout=0.2, tell=told.append),
    ):
        pass
    assert told == [f"process {os.getpid()}"]


def test_a_holder_without_an_id_is_another_process(root: Path) -> None:
    with ledger_lock(root):
        (root / LOCK).write_bytes(b"")
        with pytest.raises(LedgerBusy, match="another process"), ledger_lock(root, timeout=0):
            pass


def test_a_full_disk_is_no_obstacle_to_the_lock(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = fail(monkeypatch, "write", errno.ENOSPC)
    with ledger_lock(root, timeout=0):
        assert failed()
        fail(monkeypatch, "read", errno.EIO)
        with pytest.raises(LedgerBusy, match="another process"), ledger_lock(root, timeout=0):
            pass


def test_a_ledger_that_cannot_be_written_to_is_said(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(monkeypatch, "open", errno.EROFS)
    with pytest.raises(WriteFailed) as caught, ledger_lock(root):
        pass
    assert caught.value.message == (
        f"cannot write to the ledger in {root}: read-only file system; nothing was changed"
    )


def test_a_disk_that_has_no_locks_is_said(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(disk, "_try_to_lock", refuse)
    with pytest.raises(WriteFailed) as caught, ledger_lock(root):
        pass
    assert caught.value.message == (
        f"cannot lock the ledger in {root}: no locks available; nothing was changed"
    )


def test_a_lock_that_is_a_link_writes_to_no_other_file(root: Path, file: Path) -> None:
    (root / LOCK).symlink_to(file)
    with pytest.raises(WriteFailed, match="too many levels of symbolic links"), ledger_lock(root):
        pass
    assert file.read_bytes() == OLD


# --- replacing ----------------------------------------------------------------------------------


def test_a_file_is_replaced_and_nothing_is_left_behind(root: Path, file: Path) -> None:
    assert replace_bytes(file, OLD, NEW, root=root) is Outcome.CHANGED
    assert file.read_bytes() == NEW
    assert names(root) == {"x.toml"}


def test_the_same_bytes_are_not_written_again(root: Path, file: Path) -> None:
    before = file.stat()
    assert replace_bytes(file, OLD, OLD, root=root) is Outcome.UNCHANGED
    assert file.stat() == before


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664])
def test_the_mode_stays(root: Path, file: Path, mode: int) -> None:
    file.chmod(mode)
    replace_bytes(file, OLD, NEW, root=root)
    assert stat.S_IMODE(file.stat().st_mode) == mode


def test_a_file_of_another_owner_is_replaced_by_one_of_ours(
    root: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = fail(monkeypatch, "fchown", errno.EPERM)
    assert replace_bytes(file, OLD, NEW, root=root) is Outcome.CHANGED
    assert failed()


def test_a_file_that_changed_meanwhile_is_left_alone(root: Path, file: Path) -> None:
    file.write_bytes(b"# mine\n")
    with pytest.raises(EditRefused) as caught:
        replace_bytes(file, OLD, NEW, root=root)
    assert caught.value.message == (
        "`projects/x.toml` changed on disk meanwhile; nothing was written"
    )
    assert caught.value.hint == "run the command again"
    assert file.read_bytes() == b"# mine\n"


def test_a_file_that_went_meanwhile_stays_away(root: Path, file: Path) -> None:
    file.unlink()
    with pytest.raises(
        EditRefused, match=r"`projects/x.toml` cannot be written: .* does not exist"
    ):
        replace_bytes(file, OLD, NEW, root=root)
    assert names(root) == set()


def test_a_file_that_became_a_folder_is_refused(root: Path, file: Path) -> None:
    file.unlink()
    file.mkdir()
    with pytest.raises(EditRefused, match=r"^`projects/x.toml` is a folder; nothing was changed$"):
        replace_bytes(file, OLD, NEW, root=root)


def test_more_than_could_be_read_again_is_not_written(root: Path, file: Path) -> None:
    message = r"^`projects/x.toml` would be larger than 1 MiB, the most that is read$"
    with pytest.raises(EditRefused, match=message):
        replace_bytes(file, OLD, b"#" * (LIMIT + 1), root=root)
    with pytest.raises(EditRefused, match="would be larger than 1 MiB"):
        create_bytes(file.with_name("y.toml"), b"#" * (LIMIT + 1), root=root)
    assert names(root) == {"x.toml"}


def test_a_link_within_the_ledger_stays_and_its_target_changes(root: Path, file: Path) -> None:
    link = file.with_name("y.toml")
    link.symlink_to("x.toml")
    assert replace_bytes(link, OLD, NEW, root=root) is Outcome.CHANGED
    assert link.is_symlink()
    assert file.read_bytes() == NEW


def test_a_link_out_of_the_ledger_is_not_followed(root: Path, file: Path) -> None:
    inner = root / "projects"
    link = inner / "y.toml"
    (root / "outside.toml").write_bytes(OLD)
    link.symlink_to("../outside.toml")
    with pytest.raises(EditRefused) as caught:
        replace_bytes(link, OLD, NEW, root=inner)
    outside = root / "outside.toml"
    assert caught.value.message == (
        f"`y.toml` leads out of the ledger, to {outside}; nothing was changed"
    )
    assert outside.read_bytes() == OLD
    assert file.read_bytes() == OLD


def test_a_file_named_from_outside_is_named_in_full(root: Path) -> None:
    with pytest.raises(EditRefused) as caught:
        replace_bytes(root / "zqtrack.toml", OLD, NEW, root=root / "projects")
    path = root / "zqtrack.toml"
    assert caught.value.message == f"`{path}` cannot be written: {path} does not exist"


def test_a_file_with_a_second_name_is_refused(root: Path, file: Path) -> None:
    os.link(file, root / "same.toml")
    with pytest.raises(EditRefused) as caught:
        replace_bytes(file, OLD, NEW, root=root)
    assert caught.value.message == (
        "`projects/x.toml` has a second name (a hard link), which would keep the old text"
    )
    assert file.read_bytes() == OLD


def test_a_second_name_left_by_a_killed_command_is_taken_away(root: Path, file: Path) -> None:
    os.link(file, file.with_name(LEFT[0]))
    file.with_name(LEFT[1]).write_bytes(b"of another file")
    assert replace_bytes(file, OLD, NEW, root=root) is Outcome.CHANGED
    assert names(root) == {"x.toml", LEFT[1]}


def test_a_file_marked_read_only_is_refused(root: Path, file: Path) -> None:
    file.chmod(0o444)
    with pytest.raises(EditRefused, match="is write-protected") as caught:
        replace_bytes(file, OLD, NEW, root=root)
    assert caught.value.hint == f"chmod u+w {file}"


def test_a_file_that_another_may_write_but_not_we_is_refused(
    root: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    with pytest.raises(EditRefused, match="is write-protected"):
        replace_bytes(file, OLD, NEW, root=root)


def test_short_writes_are_carried_on(
    root: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, left: real(handle, left[:7]))
    assert replace_bytes(file, OLD, NEW, root=root) is Outcome.CHANGED
    assert file.read_bytes() == NEW


@pytest.mark.parametrize(
    ("name", "instead", "reason"),
    [
        ("write", lambda *_: 0, "the disk takes no more bytes"),
        ("lseek", lambda *_: 0, "what was written reads back differently"),
    ],
)
def test_a_disk_that_does_not_do_what_it_says_is_caught(
    name: str,
    instead: Callable[..., int],
    reason: str,
    root: Path,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, name, instead)
    with pytest.raises(WriteFailed) as caught:
        replace_bytes(file, OLD, NEW, root=root)
    assert caught.value.message == (
        f"`projects/x.toml` could not be written: {reason}; nothing was changed"
    )
    assert file.read_bytes() == OLD
    assert names(root) == {"x.toml"}


def test_a_full_disk_changes_nothing_and_is_said(
    root: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(monkeypatch, "fsync", errno.ENOSPC)
    with pytest.raises(WriteFailed) as caught:
        replace_bytes(file, OLD, NEW, root=root)
    assert caught.value.message == (
        "`projects/x.toml` could not be written: no space left on device; nothing was changed"
    )


def test_a_folder_that_is_not_confirmed_is_said(
    root: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(monkeypatch, "fsync", errno.EIO, nth=2)
    assert replace_bytes(file, OLD, NEW, root=root) is Outcome.UNCONFIRMED
    assert file.read_bytes() == NEW


def test_a_rename_that_fails_but_was_made_is_a_change_without_confirmation(
    root: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.replace

    def replace(*args: Any) -> None:
        real(*args)
        raise OSError(errno.EIO, "lost the server's answer")

    monkeypatch.setattr(os, "replace", replace)
    assert replace_bytes(file, OLD, NEW, root=root) is Outcome.UNCONFIRMED


def test_a_file_that_cannot_be_read_after_a_failure_is_not_called_unchanged(
    root: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replace(*_: Any) -> None:
        file.unlink()
        raise OSError(errno.EIO, "the disk is gone")

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(WriteFailed, match="look at the file before you go on"):
        replace_bytes(file, OLD, NEW, root=root)


# --- creating -----------------------------------------------------------------------------------


def test_a_new_file_is_made_with_the_mode_of_any_new_file(root: Path, file: Path) -> None:
    new = file.with_name("y.toml")
    assert create_bytes(new, NEW, root=root) is Outcome.CHANGED
    assert new.read_bytes() == NEW
    assert new.stat().st_mode == file.stat().st_mode
    assert names(root) == {"x.toml", "y.toml"}


@pytest.mark.parametrize("links", [True, False])
def test_a_new_file_never_takes_the_place_of_another(
    root: Path, file: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:
        fail(monkeypatch, "link", errno.EPERM)
    with pytest.raises(
        EditRefused, match=r"^`projects/x.toml` exists already; nothing was written$"
    ):
        create_bytes(file, NEW, root=root)
    assert file.read_bytes() == OLD
    assert names(root) == {"x.toml"}


def test_a_disk_without_hard_links_takes_new_files_too(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = fail(monkeypatch, "link", errno.EPERM)
    assert create_bytes(root / "projects" / "y.toml", NEW, root=root) is Outcome.CHANGED
    assert failed()
    assert (root / "projects" / "y.toml").read_bytes() == NEW
    assert names(root) == {"y.toml"}


def test_a_new_file_that_fails_half_way_on_such_a_disk_leaves_no_empty_file(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(monkeypatch, "link", errno.EPERM)
    fail(monkeypatch, "replace", errno.EIO)
    with pytest.raises(WriteFailed) as caught:
        create_bytes(root / "projects" / "y.toml", NEW, root=root)
    assert caught.value.message == (
        "`projects/y.toml` could not be written: input/output error; nothing was changed"
    )
    assert names(root) == set()


def test_a_new_file_goes_into_no_folder_outside(root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    inner = tmp_path / "ledger"
    inner.mkdir()
    (inner / "projects").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(EditRefused, match="leads out of the ledger"):
        create_bytes(inner / "projects" / "y.toml", NEW, root=inner)
    assert names(root) == set()


# --- every call, in turn ------------------------------------------------------------------------


def write_all(root: Path) -> list[Outcome]:
    """Replace one file and create another, as a command does."""
    folder = root / "projects"
    with ledger_lock(root, timeout=0):
        return [
            replace_bytes(folder / "x.toml", OLD, NEW, root=root),
            create_bytes(folder / "y.toml", NEW, root=root),
        ]


def contents(root: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes()
        for path in (root / "projects").iterdir()
        if not path.name.startswith(".")
    }


STATES = ({"x.toml": OLD}, {"x.toml": NEW}, {"x.toml": NEW, "y.toml": NEW})


def number_of_calls(root: Path) -> int:
    with pytest.MonkeyPatch.context() as patched:
        made = each_call(patched, 0, lambda _: None)
        write_all(root)
        return len(made)


def start_again(root: Path) -> None:
    for path in (root / LOCK, *(root / "projects").iterdir()):
        path.unlink(missing_ok=True)
    (root / "projects" / "x.toml").write_bytes(OLD)


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EACCES, errno.EINTR])
def test_whatever_call_fails_each_file_is_old_or_new_and_the_answer_tells_which(
    root: Path, file: Path, number: int
) -> None:
    calls = number_of_calls(root)
    assert calls > 40
    assert file.read_bytes() == NEW
    for nth in range(1, calls + 1):
        start_again(root)

        def refuse(_: str) -> None:
            raise OSError(number, os.strerror(number))

        with pytest.MonkeyPatch.context() as patched:
            made = each_call(patched, nth, refuse)
            try:
                outcomes = write_all(root)
                failure = None
            except (EditRefused, WriteFailed, LedgerBusy) as error:
                failure = error.message
        now = contents(root)
        if failure is None:
            assert now == STATES[2], made[nth - 1]
            assert Outcome.UNCHANGED not in outcomes
        elif "x.toml" in failure or "y.toml" not in failure:
            assert now == STATES[0], failure
        else:
            assert now == STATES[1], failure
        if made[nth - 1] not in {"unlink", "close"}:
            assert names(root) == set(now), made[nth - 1]


def test_whatever_call_is_interrupted_each_file_is_old_or_new_and_nothing_is_left_behind(
    root: Path, file: Path
) -> None:
    calls = number_of_calls(root)
    assert file.read_bytes() == NEW
    for nth in range(1, calls + 1):
        start_again(root)

        def interrupt(_: str) -> None:
            raise KeyboardInterrupt

        with pytest.MonkeyPatch.context() as patched:
            made = each_call(patched, nth, interrupt)
            with pytest.raises(KeyboardInterrupt):
                write_all(root)
        assert contents(root) in STATES
        if made[nth - 1] != "unlink":
            assert names(root) == set(contents(root)), made[nth - 1]


def test_whatever_call_the_process_dies_in_each_file_is_old_or_new_and_can_be_written_again(
    root: Path, file: Path
) -> None:
    calls = number_of_calls(root)
    for nth in range(1, calls + 1):
        start_again(root)

        def die(nth: int = nth) -> None:
            each_call(pytest.MonkeyPatch(), nth, lambda _: os.kill(os.getpid(), signal.SIGKILL))
            write_all(root)

        _, status = os.waitpid(in_a_child(die), 0)
        assert os.WTERMSIG(status) == signal.SIGKILL
        now = contents(root)
        assert now in STATES
        with ledger_lock(root, timeout=0):
            for name, held in now.items():
                replace_bytes(file.with_name(name), held, b"# again\n", root=root)


def test_several_processes_at_once_lose_nothing(root: Path, file: Path) -> None:
    file.write_bytes(b"")

    def append_ten() -> None:
        for _ in range(10):
            with ledger_lock(root):
                held = read_bytes(file)
                replace_bytes(file, held, held + f"{os.getpid()}\n".encode(), root=root)

    children = [in_a_child(append_ten) for _ in range(4)]
    for child in children:
        assert os.waitpid(child, 0)[1] == 0
    assert sorted(file.read_text().split()) == sorted(10 * [str(child) for child in children])
