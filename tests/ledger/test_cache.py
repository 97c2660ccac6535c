"""What is kept lies where it should, and is believed only whole, ours, and of files at rest."""

import os
import sys
from pathlib import Path

import pytest

from zqtrack.ledger import cache
from zqtrack.ledger.cache import is_settled, kind_of, place_of, read_kept, write_kept

SECOND = 10**9


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZQTRACK_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_only_what_was_written_as_one_kind_is_read_as_it(folder: Path) -> None:
    place = place_of(Path("here"))
    assert place
    assert read_kept(place, kind_of("1")) is None
    write_kept(place, kind_of("1"), [b"what is ", b"kept"])
    source = read_kept(place, kind_of("1"))
    assert source
    assert bytes(source) == b"what is kept"
    assert read_kept(place, kind_of("2")) is None
    assert place.parent == folder


def test_each_ledger_has_a_file_of_its_name_and_path(folder: Path) -> None:
    one, other = place_of(Path("/a/四会")), place_of(Path("/b/四会"))
    assert one
    assert one != other
    assert (one.parent, one.name[:3], one.suffix) == (folder, "四会-", ".index")


@pytest.mark.parametrize(
    ("platform", "wishes", "place"),
    [
        ("linux", {"XDG_CACHE_HOME": "/c"}, "/c/zqtrack"),
        ("linux", {"XDG_CACHE_HOME": "", "HOME": "/home/li"}, "/home/li/.cache/zqtrack"),
        ("linux", {"XDG_CACHE_HOME": "here", "HOME": "/home/li"}, "/home/li/.cache/zqtrack"),
        ("darwin", {"HOME": "/Users/li"}, "/Users/li/Library/Caches/zqtrack"),
        ("win32", {"LOCALAPPDATA": "/AppData"}, "/AppData/zqtrack"),
        ("linux", {"ZQTRACK_CACHE": "/own", "XDG_CACHE_HOME": "/c"}, "/own"),
    ],
)
def test_it_lies_where_the_platform_keeps_such_things(
    monkeypatch: pytest.MonkeyPatch, platform: str, wishes: dict[str, str], place: str
) -> None:
    for name in ("ZQTRACK_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, wish in wishes.items():
        monkeypatch.setenv(name, wish)
    monkeypatch.setattr(sys, "platform", platform)
    assert cache._cache_folder() == Path(place)


def test_without_a_home_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> Path:
        raise RuntimeError("Could not determine home directory.")

    for name in ("ZQTRACK_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", nowhere)
    assert place_of(Path("here")) is None


def test_a_file_is_settled_three_seconds_after_its_last_change() -> None:
    now = 100 * SECOND
    early, late = 96 * SECOND + 1, 97 * SECOND + 1
    assert is_settled((1, 2, early, early), now)
    assert not is_settled((1, 2, late, early), now)
    assert not is_settled((1, 2, early, late), now)
    assert not is_settled((1, 2, early, 200 * SECOND + 1), now)  # the disk's clock is ahead


def test_on_a_disk_that_tells_whole_seconds_a_file_is_settled_after_an_hour() -> None:
    # Perhaps another machine's, whose clock is some minutes behind ours.
    now = 10_000 * SECOND
    assert not is_settled((1, 2, 9_000 * SECOND, 6_401 * SECOND), now)
    assert not is_settled((1, 2, 6_000 * SECOND, 6_401 * SECOND), now)
    assert is_settled((1, 2, 6_000 * SECOND, 6_399 * SECOND), now)


def test_of_the_root_of_a_disk_something_is_kept_too(folder: Path) -> None:
    place = place_of(Path(os.sep))
    assert place
    assert (place.parent, place.name[:7]) == (folder, "ledger-")
