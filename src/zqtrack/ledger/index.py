"""What the files of a ledger held when they were last read: never needed, never wrong.

The index lies in the user's cache folder. It tells of a file only what was read when the file had
the size, number and times that it still has.
"""

import marshal
import os
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from zqtrack.core.facts import DERIVED
from zqtrack.ledger.cache import kind_of, place_of, read_kept, write_kept
from zqtrack.ledger.packing import Columns, Packed, Sealed, pack, seal
from zqtrack.ledger.signatures import SIGNATURE_BYTES
from zqtrack.ledger.store import FOLDER

# In front of the columns stands how long each of them is, and in front of that how long it is.
_SIZE = 8


class Kept(NamedTuple):
    """Projects as they were read.

    Attributes:
        signatures: those of their files, in the same order: see ``pack_signatures``.
        packed: the projects.
    """

    signatures: bytes
    packed: Columns

    @property
    def files(self) -> int:
        """How many files there are."""
        return len(self.signatures) // SIGNATURE_BYTES


def with_more(packed: Columns, more: Packed) -> Columns:
    """Give columns and some more, as they would lie in the index."""
    return Sealed({**seal(packed).sources, **seal(more).sources})


def load_index(root: Path) -> list[Kept]:
    """Give what is kept of a ledger; nothing where there is no index, or none that can be used."""
    place = place_of(root)
    source = read_kept(place, _kind()) if place else None
    if source is None:
        return []
    size = int.from_bytes(source[:_SIZE])
    head, columns = source[_SIZE : _SIZE + size], source[_SIZE + size :]
    try:
        about, batches = marshal.loads(head)  # noqa: S302 - our own, as we wrote it
        if about != _about(root):
            return []
    except (OSError, EOFError, ValueError, TypeError):
        return []
    kept = []
    for signatures, lengths in batches:
        sources = {}
        for name, length in lengths.items():
            sources[name], columns = columns[:length], columns[length:]
        kept.append(Kept(signatures, Sealed(sources)))
    return kept


def save_index(root: Path, kept: Iterable[Kept]) -> None:
    """Keep what was read of a ledger; where that is not possible, do without."""
    if place := place_of(root):
        with suppress(OSError):  # the ledger may be gone
            sealed = [(each.signatures, seal(each.packed).sources) for each in kept]
            lengths = [
                (signatures, {name: len(source) for name, source in sources.items()})
                for signatures, sources in sealed
            ]
            head = marshal.dumps((_about(root), lengths))
            columns = chain.from_iterable(sources.values() for _, sources in sealed)
            write_kept(place, _kind(), b"".join([len(head).to_bytes(_SIZE), head, *columns]))


@cache
def _kind() -> bytes:
    """Tell another program, another Python, another shape of project: they need another index."""
    names = (*pack(()), *(fact.name for fact in DERIVED))
    # The number is another one when something of the same name is kept in another way.
    return kind_of(f"4 {crc32(' '.join(names).encode()):08x}")


def _about(root: Path) -> tuple[str, int, int]:
    """Tell one ledger from another, also from one that stood at the same path before."""
    folder = (root / FOLDER).stat()
    return os.path.realpath(root), folder.st_dev, folder.st_ino
