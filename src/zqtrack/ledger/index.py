"""What the files of a ledger held when they were last read: never needed, never wrong.

The index lies in the user's cache folder and can be deleted at any time. It tells of a file only
what was read when the file had the size, number and times that it still has.
"""

import marshal
import os
import re
import stat
import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, cast
from zlib import crc32

from zqtrack import __version__
from zqtrack.ledger.packing import Packed, pack
from zqtrack.ledger.store import FOLDER, Signature

#: A file that was changed so shortly before it was read, in nanoseconds, may have been changed
#: again within the same tick of its disk's clock: two seconds on the coarsest of them.
_RACY = 3 * 10**9
# The clock of a disk that tells whole seconds may besides be that of another machine, and behind
# ours. On others a file would have to be changed twice, and read between, within one such tick.
_SECOND, _COARSE = 10**9, 3600 * 10**9
_SUM = 4
# What is ours in the folder: indexes, and what a write that was cut off left.
_OURS = re.compile(r"\.?.+-[0-9a-f]{8}\.index(-\d+)?", re.DOTALL)
# Seconds after which an index that nobody read goes: perhaps its ledger is no more.
_UNUSED = 90 * 86400


class Kept(NamedTuple):
    """Projects as they were read.

    Attributes:
        signatures: those of their files, in the same order.
        packed: the projects.
    """

    signatures: list[Signature]
    packed: Packed


class _Columns(dict[str, list[Any]]):
    """Columns as they lie in the index, each of which is read when it is asked for."""

    def __init__(self, sources: Mapping[str, bytes]) -> None:
        super().__init__()
        self.sources = sources

    def __missing__(self, name: str) -> list[Any]:
        self[name] = column = marshal.loads(self.sources[name])  # noqa: S302 - our own
        return cast("list[Any]", column)


def is_settled(signed: Signature, now: int) -> bool:
    """Whether a file was surely not changed since without another signature.

    Args:
        signed: its signature, taken before it was read.
        now: the time when that was taken, in nanoseconds since 1970.
    """
    coarse = signed[2] % _SECOND == signed[3] % _SECOND == 0
    return max(signed[2], signed[3]) < now - (_COARSE if coarse else _RACY)


def load_index(root: Path) -> list[Kept]:
    """Give what is kept of a ledger; nothing where there is no index, or none that can be used."""
    place = _place(root)
    if place is None:
        return []
    try:
        with open(place, "rb", opener=_unblocked) as file:
            if not _is_our_own(os.fstat(file.fileno())):
                return []
            source = memoryview(file.read())
        kind = _kind()
        head = len(kind) + _SUM
        if source[: len(kind)] != kind or source[len(kind) : head] != _sum(source[head:]):
            return []
        about, kept = marshal.loads(source[head:])  # noqa: S302 - our own, as we wrote it
        if about != _about(root):
            return []
    except (OSError, EOFError, ValueError, TypeError):
        return []
    return [Kept(signs, _Columns(sources)) for signs, sources in kept]


def save_index(root: Path, kept: Iterable[Kept]) -> None:
    """Keep what was read of a ledger; where that is not possible, do without."""
    place = _place(root)
    if place is None:
        return
    temporary = place.with_name(f".{place.name}-{os.getpid()}")
    with suppress(OSError):
        _sweep(place.parent)
    with suppress(OSError):
        whole = _about(root), [(each.signatures, _sources(each.packed)) for each in kept]
        data = marshal.dumps(whole)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with open(temporary, "wb", opener=_private) as file:
                file.writelines((_kind(), _sum(data), data))
            temporary.replace(place)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


@cache
def _kind() -> bytes:
    """Tell another program, another Python, another shape of project: they need another index."""
    shape = crc32(" ".join(pack(())).encode())
    about = f"{__version__} {sys.implementation.cache_tag} {marshal.version} 2 {shape:08x}"
    return f"zqtrack {about}\n".encode()


def _about(root: Path) -> tuple[str, int, int]:
    """Tell one ledger from another, also from one that stood at the same path before."""
    folder = (root / FOLDER).stat()
    return os.path.realpath(root), folder.st_dev, folder.st_ino


def _sweep(folder: Path) -> None:
    """Take away what nobody has used for long."""
    before = time.time() - _UNUSED
    with os.scandir(folder) as entries:
        for entry in entries:
            if _OURS.fullmatch(entry.name):
                status = entry.stat(follow_symlinks=False)
                if max(status.st_atime, status.st_mtime) < before:
                    Path(entry.path).unlink()


def _sources(packed: Packed) -> Mapping[str, bytes]:
    if isinstance(packed, _Columns):
        return packed.sources
    return {name: marshal.dumps(column) for name, column in packed.items()}


def _place(root: Path) -> Path | None:
    folder = _cache_folder()
    if folder is None:
        return None
    path = os.path.realpath(root)
    name = Path(path).name or "ledger"
    return folder / f"{name[:50]}-{crc32(os.fsencode(path)):08x}.index"


def _cache_folder() -> Path | None:
    """Give the folder of ``ZQTRACK_CACHE`` (none if that is empty), else the platform's own."""
    own = os.environ.get("ZQTRACK_CACHE")
    if own is not None:
        return Path(own) if own else None
    wish = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    if Path(wish).is_absolute():  # as its specification has it
        return Path(wish) / "zqtrack"
    try:
        home = Path.home()
    except RuntimeError:  # nobody knows where that is
        return None
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "zqtrack"


def _is_our_own(status: os.stat_result) -> bool:
    """Whether nobody else can have written a file: what it says is believed."""
    if sys.platform == "win32":  # pragma: no cover - it lies in the user's own profile
        return True
    ours = status.st_uid == os.geteuid() and not status.st_mode & 0o022
    return ours and stat.S_ISREG(status.st_mode)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_EXCL, 0o600)


def _unblocked(path: str, flags: int) -> int:
    # A named pipe must not make us wait.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _sum(data: bytes | memoryview) -> bytes:
    return crc32(data).to_bytes(_SUM)
