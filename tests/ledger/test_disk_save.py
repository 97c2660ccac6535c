"""Writing a file that is no part of a ledger."""

import errno
import os
import socket
import stat
from pathlib import Path

import pytest

from zqtrack.errors import WriteFailed
from zqtrack.ledger.disk import LIMIT, Outcome, save_bytes


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "projects.xlsx"
    path.write_bytes(b"old")
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("replace", [False, True])
def test_a_new_file_is_written_whatever_its_size(tmp_path: Path, *, replace: bool) -> None:
    large = bytes(2 * LIMIT)
    assert save_bytes(tmp_path / "new.xlsx", large, replace=replace) is Outcome.CHANGED
    assert (tmp_path / "new.xlsx").read_bytes() == large
    assert names(tmp_path) == ["new.xlsx"]


def test_another_file_is_only_replaced_if_that_is_wanted(file: Path) -> None:
    with pytest.raises(FileExistsError):
        save_bytes(file, b"new", replace=False)
    assert file.read_bytes() == b"old"
    assert save_bytes(file, b"new", replace=True) is Outcome.CHANGED
    assert file.read_bytes() == b"new"
    assert names(file.parent) == ["projects.xlsx"]


@pytest.mark.parametrize("replace", [False, True])
def test_a_file_that_holds_the_bytes_already_is_left_alone(file: Path, *, replace: bool) -> None:
    before = file.stat()
    assert save_bytes(file, b"old", replace=replace) is Outcome.UNCHANGED
    assert file.stat().st_ino == before.st_ino


def test_a_file_that_cannot_be_read_is_another_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> bytes:
        monkeypatch.undo()  # only the first time: what is written is read again
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "read", refuse)
    with pytest.raises(FileExistsError):
        save_bytes(file, b"old", replace=False)
    assert file.read_bytes() == b"old"


def test_a_file_keeps_its_mode(file: Path) -> None:
    file.chmod(0o640)
    save_bytes(file, b"new", replace=True)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_link_stays_and_the_file_it_leads_to_is_written(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.xlsx"
    link.symlink_to(file)
    save_bytes(link, b"new", replace=True)
    assert link.is_symlink()
    assert file.read_bytes() == b"new"


def test_a_link_to_nothing_leads_to_a_new_file(tmp_path: Path) -> None:
    link = tmp_path / "link.xlsx"
    link.symlink_to("there.xlsx")
    save_bytes(link, b"new", replace=False)
    assert (tmp_path / "there.xlsx").read_bytes() == b"new"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(WriteFailed, match=r"` is a folder$"):
        save_bytes(tmp_path, b"new", replace=True)


def test_a_socket_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("s")
        with pytest.raises(WriteFailed, match=r"^`s` is a socket$"):
            save_bytes(Path("s"), b"new", replace=True)


def test_without_its_folder_no_file_is_written(tmp_path: Path) -> None:
    with pytest.raises(WriteFailed, match=r"no such file or directory; nothing was changed$"):
        save_bytes(tmp_path / "gone" / "x.csv", b"new", replace=False)


def test_a_full_disk_leaves_the_old_file_and_no_other(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", refuse)
    with pytest.raises(WriteFailed, match=r"no space left on device; nothing was changed$"):
        save_bytes(file, b"new", replace=True)
    assert file.read_bytes() == b"old"
    assert names(file.parent) == ["projects.xlsx"]
