"""What the files of a ledger held when they were last read: never needed, never wrong.

The index lies in the user's cache folder and can be deleted at any time. It tells of a file only
what was read when the file had the size, number and times that it still has.
"""

import marshal
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple, cast
from zlib import crc32

from zqtrack import __version__
from zqtrack.ledger.packing import Packed
from zqtrack.ledger.store import Signature

#: A file that was changed so shortly before it was read, in nanoseconds, may have been changed
#: again within the same tick of its disk's clock: two seconds on the coarsest of them.
_RACY = 3 * 10**9
# Another program, another Python, another shape of project: another index.
_KIND = f"zqtrack {__version__} {sys.implementation.cache_tag} {marshal.version} 1\n".encode()
_SUM = 4


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
    return max(signed[2], signed[3]) < now - _RACY


def load_index(root: Path) -> list[Kept]:
    """Give what is kept of a ledger; nothing where there is no index, or none that can be used."""
    place = _place(root)
    if place is None:
        return []
    try:
        if not _is_our_own(place):
            return []
        source = memoryview(place.read_bytes())
        head = len(_KIND) + _SUM
        if source[: len(_KIND)] != _KIND or source[len(_KIND) : head] != _sum(source[head:]):
            return []
        path, kept = marshal.loads(source[head:])  # noqa: S302 - our own, as we wrote it
    except (OSError, EOFError, ValueError, TypeError):
        return []
    return (
        [Kept(signs, _Columns(sources)) for signs, sources in kept]
        if path == os.path.realpath(root)
        else []
    )


def save_index(root: Path, kept: Iterable[Kept]) -> None:
    """Keep what was read of a ledger; where that is not possible, do without."""
    place = _place(root)
    if place is None:
        return
    data = marshal.dumps(
        (os.path.realpath(root), [(each.signatures, _sources(each.packed)) for each in kept])
    )
    temporary = place.with_name(f".{place.name}-{os.getpid()}")
    with suppress(OSError):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with open(temporary, "wb", opener=_private) as file:
                file.writelines((_KIND, _sum(data), data))
            temporary.replace(place)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


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
    return folder / f"{name[:100]}-{crc32(os.fsencode(path)):08x}.index"


def _cache_folder() -> Path | None:
    """Give the folder of ``ZQTRACK_CACHE`` (none if that is empty), else the platform's own."""
    own = os.environ.get("ZQTRACK_CACHE")
    if own is not None:
        return Path(own) if own else None
    if folder := os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME"):
        return Path(folder) / "zqtrack"
    try:
        home = Path.home()
    except RuntimeError:  # nobody knows where that is
        return None
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "zqtrack"


def _is_our_own(place: Path) -> bool:
    """Whether nobody else can have written it: what it says is believed."""
    if sys.platform == "win32":  # pragma: no cover - it lies in the user's own profile
        return True
    status = place.stat()
    return status.st_uid == os.geteuid() and not status.st_mode & 0o022


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sum(data: bytes | memoryview) -> bytes:
    return crc32(data).to_bytes(_SUM)
