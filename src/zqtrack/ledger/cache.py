"""What a run keeps for the next in the user's cache folder: never needed, and ours alone.

Everything there can be deleted at any time. A file is believed only as the same program and Python
wrote it, where nobody else can have written it.
"""

import marshal
import mmap
import os
import re
import stat
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO
from zlib import crc32

from zqtrack import __version__
from zqtrack.ledger.signatures import Signature

#: A file that was changed so shortly before it was read, in nanoseconds, may have been changed
#: again within the same tick of its disk's clock: two seconds on the coarsest of them.
_RACY = 3 * 10**9
# The clock of a disk that tells whole seconds may besides be that of another machine, and behind
# ours. On others a file would have to be changed twice, and read between, within one such tick.
_SECOND, _COARSE = 10**9, 3600 * 10**9
# What is ours in the folder: indexes, and what a write that was cut off left.
_OURS = r"(?s)\.?.+-[0-9a-f]{8}\.index(-\d+)?"
# Seconds after which what nobody read goes: perhaps its ledger is no more.
_UNUSED = 90 * 86400


def is_settled(signed: Signature, now: int) -> bool:
    """Whether a file was surely not changed since without another signature.

    Args:
        signed: its signature, taken before it was read.
        now: the time when that was taken, in nanoseconds since 1970.
    """
    coarse = signed[2] % _SECOND == signed[3] % _SECOND == 0
    return max(signed[2], signed[3]) < now - (_COARSE if coarse else _RACY)


def place_of(root: Path) -> Path | None:
    """Give the file in which the index of a ledger is kept; None where nothing is to be kept."""
    folder = _cache_folder()
    if folder is None:
        return None
    path = os.path.realpath(root)
    name = Path(path).name or "ledger"
    return folder / f"{name[:50]}-{crc32(os.fsencode(path)):08x}.index"


def kind_of(shape: str) -> bytes:
    """Tell what another program, another Python or for another shape of content keeps."""
    about = f"{__version__} {sys.implementation.cache_tag} {marshal.version} {shape}"
    return f"zqtrack {about}\n".encode()


def read_kept(place: Path, kind: bytes) -> memoryview | None:
    """Give what ``write_kept`` wrote; None where there is nothing, or nothing to believe.

    It may have been cut off or damaged on the disk: whoever keeps it tells that.
    """
    try:
        with open(place, "rb", opener=_unblocked) as file:
            if not _is_our_own(os.fstat(file.fileno())):
                return None
            source = _contents(file)
    except (OSError, ValueError):
        return None
    return source[len(kind) :] if source[: len(kind)] == kind else None


def write_kept(place: Path, kind: bytes, data: Iterable[bytes | memoryview]) -> None:
    """Keep something in place of what was there; where that is not possible, do without."""
    temporary = place.with_name(f".{place.name}-{os.getpid()}")
    with suppress(OSError):
        _sweep(place.parent)
    with suppress(OSError):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with open(temporary, "wb", opener=_private) as file:
                file.writelines((kind, *data))
            temporary.replace(place)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def _contents(file: BinaryIO) -> memoryview:
    if sys.platform == "win32":  # pragma: no cover - what is mapped could not be replaced there
        return memoryview(file.read())
    # Only what is asked for is read.
    return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def _sweep(folder: Path) -> None:
    """Take away what nobody has used for long."""
    before = time.time() - _UNUSED
    with os.scandir(folder) as entries:
        for entry in entries:
            if re.fullmatch(_OURS, entry.name):
                status = entry.stat(follow_symlinks=False)
                if max(status.st_atime, status.st_mtime) < before:
                    Path(entry.path).unlink()


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
