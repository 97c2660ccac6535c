"""An index that cannot be used is as good as none, and one that cannot be written is no error."""

import os
import stat
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from zqtrack.core.project import Project
from zqtrack.ledger import index
from zqtrack.ledger.index import Index, Kept, load_index, save_index
from zqtrack.ledger.packing import Packed, pack, unpack
from zqtrack.ledger.signatures import pack_signatures

SIGNATURE = pack_signatures([(10, 20, 30, 40)])
PROJECT = Project(id="gcl", name="GCL")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "四会" / "projects").mkdir(parents=True)
    return tmp_path / "四会"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZQTRACK_CACHE", str(tmp_path / "cache" / "zqtrack"))
    return tmp_path / "cache" / "zqtrack"


def loaded(root: Path) -> list[tuple[bytes, list[Project]]]:
    kept = [each for each in load_index(root).kept if each.whole]
    return [(bytes(each.signatures), unpack(each.packed)) for each in kept]


def save(root: Path) -> None:
    save_index(root, Index([Kept(SIGNATURE, pack([PROJECT]))]))


def kept_in(cache: Path) -> Path:
    (path,) = cache.iterdir()
    return path


def test_what_was_saved_is_loaded(root: Path, cache: Path) -> None:
    save(root)
    assert loaded(root) == [(SIGNATURE, [PROJECT])]
    (kept,) = load_index(root).kept
    assert dict(kept.packed) == pack([PROJECT])
    assert len(kept.packed) == len(pack([]))
    assert kept_in(cache).name.startswith("四会-")


def test_what_was_loaded_can_be_saved_again(root: Path, cache: Path) -> None:
    save(root)
    save_index(root, load_index(root))
    assert loaded(root) == [(SIGNATURE, [PROJECT])]
    assert kept_in(cache).exists()


def test_it_is_for_its_owner_alone(root: Path, cache: Path) -> None:
    save(root)
    if sys.platform != "win32":
        assert stat.S_IMODE(kept_in(cache).stat().st_mode) == 0o600
        assert stat.S_IMODE(cache.stat().st_mode) == 0o700


def test_nothing_is_kept_where_nobody_wants_it(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZQTRACK_CACHE", "")
    save(root)
    assert loaded(root) == []
    assert not cache.exists()


def test_every_damaged_byte_is_noticed(root: Path, cache: Path) -> None:
    save(root)
    path = kept_in(cache)
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert loaded(root) == [], at
    for end in range(len(whole)):
        path.write_bytes(whole[:end])
        assert loaded(root) == [], end
    path.write_bytes(whole)
    assert loaded(root) == [(SIGNATURE, [PROJECT])]


def test_another_version_keeps_another_index(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(root)
    monkeypatch.setattr(index, "_kind", lambda: b"zqtrack 99\n")
    assert loaded(root) == []
    assert kept_in(cache).exists()


def test_the_index_of_another_ledger_is_not_believed(root: Path, cache: Path) -> None:
    other = root.parent / "gaoyao"
    (other / "projects").mkdir(parents=True)
    save(root)
    ours = kept_in(cache)
    save(other)
    theirs = next(path for path in cache.iterdir() if path != ours)
    ours.write_bytes(theirs.read_bytes())  # as if the names had the same check sum
    assert loaded(root) == []
    assert loaded(other) == [(SIGNATURE, [PROJECT])]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_what_others_may_have_written_is_not_believed(root: Path, cache: Path) -> None:
    save(root)
    kept_in(cache).chmod(0o622)
    assert loaded(root) == []


def test_a_folder_that_cannot_be_written_is_no_error(root: Path, cache: Path) -> None:
    cache.parent.mkdir()
    cache.write_text("a file where the folder should be")
    save(root)
    assert loaded(root) == []


def test_a_write_that_fails_leaves_the_old_index(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(root)

    def refuse(_self: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    save_index(root, Index())
    monkeypatch.undo()
    monkeypatch.setenv("ZQTRACK_CACHE", str(cache))
    assert loaded(root) == [(SIGNATURE, [PROJECT])]
    assert kept_in(cache).exists()


def test_a_ledger_in_a_folder_with_a_long_name_has_an_index(cache: Path, tmp_path: Path) -> None:
    root = tmp_path / ("台" * 85)  # 255 bytes, the most that a name may have
    (root / "projects").mkdir(parents=True)
    save(root)
    assert loaded(root) == [(SIGNATURE, [PROJECT])]
    assert kept_in(cache).exists()


def test_another_ledger_at_the_same_place_has_no_part_of_it(root: Path, cache: Path) -> None:
    save(root)
    (root / "projects").rename(root / "old")
    (root / "projects").mkdir()
    assert loaded(root) == []
    assert kept_in(cache).exists()


def test_a_link_that_leads_to_another_folder_has_no_part_of_it(root: Path, cache: Path) -> None:
    (root / "projects").rename(root / "one")
    (root / "two").mkdir()
    (root / "projects").symlink_to("one")
    save(root)
    assert loaded(root) == [(SIGNATURE, [PROJECT])]
    (root / "projects").unlink()
    (root / "projects").symlink_to("two")
    assert loaded(root) == []
    assert kept_in(cache).exists()


def test_a_project_of_another_shape_has_another_index(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def with_one_more(projects: Sequence[Project]) -> Packed:
        return {**pack(projects), "colour": []}

    save(root)
    monkeypatch.setattr(index, "pack", with_one_more)
    index._kind.cache_clear()
    assert loaded(root) == []
    monkeypatch.undo()
    index._kind.cache_clear()
    monkeypatch.setenv("ZQTRACK_CACHE", str(cache))
    assert loaded(root) == [(SIGNATURE, [PROJECT])]


def test_a_ledger_that_goes_meanwhile_is_not_kept(root: Path, cache: Path) -> None:
    save(root)
    (root / "projects").rmdir()
    assert loaded(root) == []
    save_index(root, Index())
    (root / "projects").mkdir()
    assert kept_in(cache).stat().st_size > 100


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes of Unix")
def test_a_pipe_in_its_place_is_not_waited_for(root: Path, cache: Path) -> None:
    save(root)
    path = kept_in(cache)
    path.unlink()
    os.mkfifo(path, 0o600)
    assert loaded(root) == []
    save(root)
    assert loaded(root) == [(SIGNATURE, [PROJECT])]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other links")
def test_a_link_that_waits_where_it_is_written_is_not_followed(root: Path, cache: Path) -> None:
    save(root)
    precious = root / "precious"
    precious.write_text("mine")
    trap = cache / f".{kept_in(cache).name}-{os.getpid()}"
    trap.symlink_to(precious)
    save(root)
    assert precious.read_text() == "mine"
    assert not trap.is_symlink()


def test_what_was_not_used_for_a_quarter_of_a_year_goes(root: Path, cache: Path) -> None:
    cache.mkdir(parents=True)
    old = time.time() - 91 * 86400
    ages = {
        "gone-01234567.index": (old, old),
        ".cut-off-01234567.index-12": (old, old),
        "read-01234567.index": (time.time(), old),
        "recent-01234567.index": (old, time.time()),
        "notes.index": (old, old),
        "foreign.txt": (old, old),
    }
    for name, times in ages.items():
        (cache / name).write_bytes(b"")
        os.utime(cache / name, times)
    save(root)
    ours = [path.name for path in cache.iterdir() if path.name.startswith(root.name)]
    assert {path.name for path in cache.iterdir()} - {*ours} == {
        "read-01234567.index",
        "recent-01234567.index",
        "notes.index",
        "foreign.txt",
    }
