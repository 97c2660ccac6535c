"""How files look from outside: by that they are known to hold what they held before."""

import os
from array import array
from collections.abc import Iterable, Sequence
from itertools import chain, compress
from typing import TypeAlias

#: What a file shows from outside that changes with what it holds: size, number on the disk, and
#: when its content and when anything about it was last changed, in nanoseconds.
Signature: TypeAlias = tuple[int, int, int, int]

SIGNATURE_BYTES = 4 * 8
# No file has it.
_GONE: Signature = (-1, 0, 0, 0)
_HALF = 2**63


def signature_of(status: os.stat_result) -> Signature:
    """Give the signature of a file."""
    return status.st_size, status.st_ino, status.st_mtime_ns, status.st_ctime_ns


def pack_signatures(signatures: Iterable[Signature]) -> bytes:
    """Keep the signatures of many files, one behind the other."""
    return _packed(list(chain.from_iterable(signatures)))


def changed_files(paths: Sequence[str], packed: bytes | memoryview) -> list[int]:
    """Find which files are not what they were, or are no more.

    Args:
        paths: the files; where a link stands now, the link is meant.
        packed: their signatures when they were read.

    Returns:
        Their places among the paths.
    """
    numbers: list[int] = []
    look = os.lstat
    for path in paths:  # of 100,000 each further call would be one
        try:
            seen = look(path)
        except OSError:
            numbers += _GONE
        else:
            numbers += (seen.st_size, seen.st_ino, seen.st_mtime_ns, seen.st_ctime_ns)
    now, packed = _packed(numbers), bytes(packed)
    if now == packed:  # as nearly always
        return []
    pieces = range(0, SIGNATURE_BYTES * len(paths), SIGNATURE_BYTES)
    return [
        at // SIGNATURE_BYTES
        for at in pieces
        if now[at : at + SIGNATURE_BYTES] != packed[at : at + SIGNATURE_BYTES]
    ]


def some_signatures(packed: bytes | memoryview, chosen: Iterable[bool]) -> bytes:
    """Give those of the signatures that are chosen."""
    pieces = range(0, len(packed), SIGNATURE_BYTES)
    return b"".join(packed[at : at + SIGNATURE_BYTES] for at in compress(pieces, chosen))


def _packed(numbers: list[int]) -> bytes:
    try:
        return array("q", numbers).tobytes()
    except OverflowError:  # some disks number their files with all 64 bits, some with more
        return array("q", [(one + _HALF) % (2 * _HALF) - _HALF for one in numbers]).tobytes()
