"""All files of a ledger, many at a time: from its index what is known, from them what is new."""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import compress, starmap
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias, TypeVar

from zqtrack.core.facts import WHOLE_FROM, Known, derived
from zqtrack.core.project import Project
from zqtrack.core.rows import Part, Test
from zqtrack.ledger.cache import is_settled
from zqtrack.ledger.index import Index, Kept, load_index, save_index, with_more
from zqtrack.ledger.packing import Packed, Sealed, join, seal, select, unpack, unpack_some
from zqtrack.ledger.signatures import Signature, changed_files, pack_signatures, some_signatures
from zqtrack.ledger.store import Listing, list_files, paths_of, read_data
from zqtrack.ledger.syntax import NotParsed
from zqtrack.ledger.workers import processors, results

#: Is told how many files are done, and how many there are.
Tell: TypeAlias = Callable[[int, int], object]
#: Says whether somebody should look at the file of a project again.
Suspect: TypeAlias = Callable[[Project], object]

_Item = TypeVar("_Item")

# Files that are kept and sent between processes together, and of these such as are read at once:
# as many as lie in a processor's own memory.
_BATCH = 1000
_AT_ONCE = 250
# Fewer files than these are read, or only looked at, before another process has begun.
_WORTH_DIVIDING = 2000
_WORTH_LOOKING = 5_000
# The index is written again when it lacks more than one file in so many.
_LACKING = 50


def untold(_done: int, _all: int) -> None:
    """Tell nobody."""


class Batch(NamedTuple):
    """Some of the files of a ledger.

    Attributes:
        part: the projects in them, and which of these count.
        again: the paths of the files to read again: what is in them is wrong, or suspect.
        files: how many files there are.
    """

    part: Part
    again: list[str]
    files: int

    def where(self, tests: Iterable[Test]) -> "Batch":
        """Give the batch with only those projects that answer to all tests."""
        part = self.part
        for name, test in tests:
            part = part.where((name, Known(test).__getitem__))
        return self._replace(part=part)

    def values(self, *names: str) -> Iterator[tuple[Any, ...]]:
        """Give the values of some fields of the projects that count."""
        return zip(*map(self.part.column, names), strict=True)

    def projects(self) -> list[Project]:
        """Give the projects that count."""
        packed, chosen = self.part
        return unpack(packed) if chosen is None else unpack_some(packed, chosen)


class _Some(NamedTuple):
    """What a few files hold: projects, signatures of their files, and paths to read again."""

    packed: Packed
    signed: list[Signature | None]
    again: list[str]


def read_batches(
    root: Path, suspect: Suspect | None = None, tell: Tell = untold, *, derive: bool = False
) -> Iterator[Batch]:
    """Read all files of a ledger, many at a time, in no order; then bring its index up to date.

    Args:
        root: the ledger's folder.
        suspect: is asked of every project, perhaps in another process.
        tell: is told of the progress.
        derive: whether to give what is worked out of projects, too.

    Raises:
        LedgerNotFound: its ``projects/`` cannot be read.
    """
    now = time.time_ns()
    asked = _Asked(suspect, derive)
    index = load_index(root)
    known: list[tuple[Kept, Batch]] = []
    done = 0
    jobs = [partial(_look, kept, root, asked) for kept in index.kept]
    with results(jobs, divide=_is_much(index.kept, asked)) as looks:
        listed = _Listed(list_files(root), index)  # while others look
        for kept, look in zip(index.kept, looks, strict=True):
            if look is None:
                continue
            batch = _known(kept, listed, *look)
            known.append((kept, batch))
            done += batch.files
            yield batch
            tell(done, listed.files)
    unread = listed.but([batch for _, batch in known], root)
    new: list[Kept] = []
    reads = [partial(_read, paths, root, asked, now) for paths in _shares(unread)]
    with results(reads, divide=len(unread) >= _WORTH_DIVIDING) as read:
        for sources, again, number, signatures, lasting in read:
            packed = Sealed(sources)
            new.append(Kept(signatures, packed if all(lasting) else select(packed, lasting)))
            done += number
            yield Batch(Part(packed), again, number)
            tell(done, listed.files)
    more = [kept for kept, batch in known if batch.part.facts is not kept.packed]
    if sum(kept.files for kept in (*new, *more)) * _LACKING > listed.files:
        still = [*_tidied(starmap(_still, known)), *new]
        save_index(root, Index(still, listed.sum_if_all_are_in(still)))


class _Listed:
    """What stands in the folder of a ledger, beside what its index tells of."""

    def __init__(self, listing: Listing, index: Index) -> None:
        self._listing = listing
        # Then nothing has come or gone, and the names need not be looked at one by one.
        self._same = listing.sum == index.names
        self._kept = sum(kept.files for kept in index.kept)

    @cached_property
    def files(self) -> int:
        """How many files stand for projects."""
        return self._kept if self._same else len(self._ids) + len(self._listing.others)

    def holds(self, ids: Sequence[str]) -> bool:
        """Whether all of some ids that the index tells of are there."""
        return self._same or self._ids.issuperset(ids)

    def but(self, known: Sequence[Batch], root: Path) -> list[str]:
        """Give the paths of those files of which nothing true is known."""
        number = sum(batch.files for batch in known)
        if self._same and number == self._kept:  # as nearly always
            return []
        if number == len(self._ids):
            return self._listing.others
        missing = self._ids.difference(*(batch.part.column("id") for batch in known))
        return [*paths_of(root, sorted(missing)), *self._listing.others]

    def sum_if_all_are_in(self, kept: Sequence[Kept]) -> int | None:
        """Give the sum of the names if all are those of files of which the projects are kept."""
        number = sum(each.files for each in kept)
        return self._listing.sum if self._listing.plain and number == len(self._ids) else None

    @cached_property
    def _ids(self) -> set[str]:
        return set(self._listing.ids)


class _Asked(NamedTuple):
    """What is asked of every project, perhaps in another process."""

    suspect: Suspect | None
    derive: bool

    def lacks(self, kept: Kept) -> bool:
        """Whether something is asked that is not kept."""
        return self.derive and WHOLE_FROM.name not in kept.packed


def _is_much(index: Sequence[Kept], asked: _Asked) -> bool:
    """Whether several processes are worth it; to look at a file takes less than to ask more."""
    to_ask = sum(kept.files for kept in index if asked.suspect or asked.lacks(kept))
    return to_ask >= _WORTH_DIVIDING or sum(kept.files for kept in index) >= _WORTH_LOOKING


def _look(kept: Kept, root: Path, asked: _Asked) -> tuple[list[int], list[str], Packed] | None:
    """Look at files of which something is kept.

    Returns:
        The places of those that have changed, the paths of those that are suspect, and of all
        the columns that are asked for and not kept; None where what is kept was damaged.
    """
    if not kept.whole:
        return None
    ids = kept.packed["id"]
    changed = changed_files(paths_of(root, ids), kept.signatures)
    if not (asked.suspect or asked.lacks(kept)):  # as nearly always
        return changed, [], {}
    projects = unpack(kept.packed)
    lacking = derived(projects) if asked.lacks(kept) else {}
    true = compress(projects, _all_but(changed, kept.files))
    suspects = [one.id for one in true if asked.suspect(one)] if asked.suspect else []
    return changed, paths_of(root, suspects), lacking


def _known(
    kept: Kept, listed: _Listed, changed: Iterable[int], again: list[str], lacking: Packed
) -> Batch:
    """Give what is still true of what was kept."""
    ids = kept.packed["id"]
    # A disk may answer to a name in another case as well, and a file may have just been renamed.
    if not listed.holds(ids):
        changed = {*changed, *(at for at, id_ in enumerate(ids) if not listed.holds([id_]))}
    packed = with_more(kept.packed, lacking) if lacking else kept.packed
    if not changed:
        return Batch(Part(packed), again, kept.files)
    chosen = _all_but(changed, kept.files)
    return Batch(Part(packed, chosen), again, sum(chosen))


def _all_but(places: Iterable[int], number: int) -> list[bool]:
    chosen = [True] * number
    for at in places:
        chosen[at] = False
    return chosen


def _read(
    paths: Sequence[str], root: Path, asked: _Asked, now: int
) -> tuple[Mapping[str, bytes | memoryview], list[str], int, bytes, list[bool]]:
    """Read files, perhaps for another process.

    Returns:
        The projects in them, as sealed columns; the paths of the files to read again; how many
        files there are; the signatures of those that can be kept, and which projects these are.
    """
    some = [_read_some(few, root) for few in _split(paths, _AT_ONCE)]
    packed = join([one.packed for one in some])
    again = [path for one in some for path in one.again]
    there = len(packed["id"]) + len(again)
    projects = unpack(packed) if asked.suspect or asked.derive else []
    if asked.suspect:
        again += paths_of(root, [one.id for one in projects if asked.suspect(one)])
    if asked.derive:
        packed |= derived(projects)
    signed = [sign for one in some for sign in one.signed]
    lasting = [sign is not None and is_settled(sign, now) for sign in signed]
    signatures = pack_signatures(filter(None, compress(signed, lasting)))
    return seal(packed).sources, again, there, signatures, lasting


def _read_some(paths: Sequence[str], root: Path) -> _Some:
    from zqtrack.ledger.gathering import gather

    read, again = [], []
    for path in paths:
        try:
            read.append(read_data(path))
        except NotParsed:
            if os.path.lexists(path):  # unless it has just been deleted
                again.append(path)
    packed, wrong = gather([id_ for id_, _, _ in read], [data for _, data, _ in read])
    again += paths_of(root, [read[row][0] for row in wrong])
    signed = [sign for row, (_, _, sign) in enumerate(read) if row not in wrong]
    return _Some(packed, signed, again)


def _still(kept: Kept, batch: Batch) -> Kept:
    """Give what is still true of what was kept."""
    packed, chosen = batch.part
    if chosen is None:
        return kept._replace(packed=packed)
    return Kept(some_signatures(kept.signatures, chosen), select(packed, chosen))


def _tidied(kept: Iterable[Kept]) -> Iterator[Kept]:
    """Put batches of which little is left together."""
    small: list[Kept] = []
    for each in kept:
        if each.files >= _BATCH // 2:
            yield each
            continue
        small.append(each)
        if sum(one.files for one in small) >= _BATCH:
            yield _joined(small)
            small.clear()
    if small:
        yield _joined(small)


def _joined(kept: Sequence[Kept]) -> Kept:
    return Kept(b"".join(one.signatures for one in kept), join([one.packed for one in kept]))


def _shares(paths: Sequence[str]) -> list[Sequence[str]]:
    """Split files so that the processors that read them end at the same time."""
    if len(paths) < _WORTH_DIVIDING:
        return _split(paths, _BATCH)
    rounds = ceil(len(paths) / (_BATCH * processors()))
    return _split(paths, ceil(len(paths) / (rounds * processors())))


def _split(items: Sequence[_Item], size: int) -> list[Sequence[_Item]]:
    return [items[at : at + size] for at in range(0, len(items), size)]
