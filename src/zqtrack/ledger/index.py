"""What the files of a ledger held when they were last read: never needed, never wrong.

The index lies in the user's cache folder. It tells of a file only what was read when the file had
the size, number and times that it still has.
"""

import marshal
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cache, reduce
from itertools import chain
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from zqtrack.core.facts import DERIVED
from zqtrack.ledger.cache import kind_of, place_of, read_kept, write_kept
from zqtrack.ledger.packing import Columns, Packed, Sealed, pack, seal
from zqtrack.ledger.signatures import SIGNATURE_BYTES
from zqtrack.ledger.store import FOLDER

# In front of all stands the sum of the head and how long that is.
_SUM, _SIZE = 4, 8
# Signatures lie in front of the columns, as if they were one.
_SIGNATURES = ""


class Kept(NamedTuple):
    """Projects as they were read.

    Attributes:
        signatures: those of their files, in the same order: see ``pack_signatures``.
        packed: the projects.
        written: the bytes of both in the index, and their sum; None of what is not in it.
    """

    signatures: bytes | memoryview
    packed: Columns
    written: tuple[memoryview, int] | None = None

    @property
    def files(self) -> int:
        """How many files there are."""
        return len(self.signatures) // SIGNATURE_BYTES

    @property
    def whole(self) -> bool:
        """Whether it lies in the index as it was written: nothing else of it is to be believed."""
        return self.written is None or crc32(self.written[0]) == self.written[1]


class Index(NamedTuple):
    """What the files of a ledger held.

    Attributes:
        kept: the projects in them.
        names: the sum of the names in the folder (``Listing.sum``) when all of them were files of
            projects that are kept here; else None.
    """

    kept: Sequence[Kept] = ()
    names: int | None = None


def with_more(packed: Columns, more: Packed) -> Columns:
    """Give columns and some more, as they would lie in the index."""
    return Sealed({**seal(packed).sources, **seal(more).sources})


def load_index(root: Path) -> Index:
    """Give what is kept of a ledger; nothing where there is no index, or none that can be used."""
    place = place_of(root)
    source = read_kept(place, _kind()) if place else None
    if source is None:
        return Index()
    begin = _SUM + _SIZE
    end = begin + int.from_bytes(source[_SUM:begin])
    if crc32(source[_SUM:end]) != int.from_bytes(source[:_SUM]):
        return Index()
    try:
        about, names, batches = marshal.loads(source[begin:end])  # noqa: S302 - our own, as we wrote it
        if about != _about(root):
            return Index()
    except (OSError, EOFError, ValueError, TypeError):
        return Index()
    kept, rest = [], source[end:]
    if sum(sum(lengths.values()) for _, lengths in batches) != len(rest):
        return Index()
    for sum_, lengths in batches:
        written, sources = rest, {}
        for name, length in lengths.items():
            sources[name], rest = rest[:length], rest[length:]
        written = written[: len(written) - len(rest)]
        kept.append(Kept(sources.pop(_SIGNATURES), Sealed(sources), (written, sum_)))
    return Index(kept, names)


def save_index(root: Path, index: Index) -> None:
    """Keep what was read of a ledger; where that is not possible, do without."""
    if place := place_of(root):
        with suppress(OSError):  # the ledger may be gone
            batches = [
                {_SIGNATURES: each.signatures, **seal(each.packed).sources} for each in index.kept
            ]
            lengths = [
                (_sum_of(sources.values()), {name: len(one) for name, one in sources.items()})
                for sources in batches
            ]
            head = marshal.dumps((_about(root), index.names, lengths))
            head = len(head).to_bytes(_SIZE) + head
            columns = chain.from_iterable(sources.values() for sources in batches)
            write_kept(place, _kind(), (crc32(head).to_bytes(_SUM), head, *columns))


def _sum_of(sources: Iterable[bytes | memoryview]) -> int:
    return reduce(lambda sum_, source: crc32(source, sum_), sources, 0)


@cache
def _kind() -> bytes:
    """Tell another program, another Python, another shape of project: they need another index."""
    names = (*pack(()), *(fact.name for fact in DERIVED))
    # The number is another one when something of the same name is kept in another way.
    return kind_of(f"5 {crc32(' '.join(names).encode()):08x}")


def _about(root: Path) -> tuple[str, int, int]:
    """Tell one ledger from another, also from one that stood at the same path before."""
    folder = (root / FOLDER).stat()
    return os.path.realpath(root), folder.st_dev, folder.st_ino
