"""All projects of a ledger at once: from its index what is known, from its files what is new."""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import compress
from operator import and_, attrgetter, itemgetter
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias, TypeVar

from zqtrack.core.naming import ID
from zqtrack.core.project import Project
from zqtrack.ledger.cache import is_settled
from zqtrack.ledger.gathering import gather
from zqtrack.ledger.index import Kept, load_index, save_index
from zqtrack.ledger.packing import Columns, Packed, Sealed, join, seal, select, unpack
from zqtrack.ledger.signatures import Signature, changed_files, pack_signatures, some_signatures
from zqtrack.ledger.store import list_files, paths_of, read_data, read_file
from zqtrack.ledger.syntax import NotParsed
from zqtrack.ledger.workers import results

#: Is told how many files are done, and how many there are.
Tell: TypeAlias = Callable[[int, int], object]
#: Says whether somebody should look at the file of a project again.
Suspect: TypeAlias = Callable[[Project], object]
#: What the values of some fields must answer to: the field's name, and a test of its value.
Tests: TypeAlias = Sequence[tuple[str, Callable[[Any], bool]]]

_Item = TypeVar("_Item")

# Files that are kept and sent between processes together, and of these such as are read at once:
# as many as lie in a processor's own memory.
_BATCH = 1000
_AT_ONCE = 250
# Fewer files than these are read, or only looked at, before another process has begun.
_WORTH_DIVIDING = 2500
_WORTH_LOOKING = 20_000
# The index is written again when it lacks more than one file in so many.
_LACKING = 50
_NONE: Tests = ()


def untold(_done: int, _all: int) -> None:
    """Tell nobody."""


class Contents(NamedTuple):
    """What a ledger holds.

    Attributes:
        projects: those that were asked for, in the order of ids.
        readable: how many files hold a project.
        read: how many files were read.
    """

    projects: list[Project]
    readable: int
    read: int


class Batch(NamedTuple):
    """Some of the files of a ledger.

    Attributes:
        packed: the projects in them.
        chosen: which of these count; all of them where it is None.
        again: the paths of the files to read again: what is in them is wrong, or suspect.
        files: how many files there are.
    """

    packed: Columns
    chosen: Sequence[bool] | None
    again: list[str]
    files: int

    def where(self, tests: Tests) -> "Batch":
        """Give the batch with only those projects whose values answer to the tests."""
        chosen = self.chosen
        for name, test in tests:
            column = self.packed[name]
            answers = {value: test(value) for value in set(column)}
            answered = map(answers.__getitem__, column)
            chosen = list(map(and_, chosen, answered) if chosen else answered)
        return self._replace(chosen=chosen)

    def values(self, *names: str) -> Iterator[tuple[Any, ...]]:
        """Give the values of some fields of the projects that count."""
        rows = zip(*(self.packed[name] for name in names), strict=True)
        return rows if self.chosen is None else compress(rows, self.chosen)

    def projects(self) -> list[Project]:
        """Give the projects that count."""
        if self.chosen is None:
            return unpack(self.packed)
        return unpack(select(self.packed, self.chosen)) if any(self.chosen) else []


class _Some(NamedTuple):
    """What a few files hold: projects, signatures of their files, and paths to read again."""

    packed: Packed
    signed: list[Signature | None]
    again: list[str]


def read_names(root: Path, tell: Tell = untold) -> Iterator[tuple[str, str]]:
    """Give the id and the name of each project of a ledger; no name where it cannot be read.

    Args:
        root: the ledger's folder.
        tell: is told of the progress.

    Raises:
        LedgerNotFound: its ``projects/`` cannot be read.
    """
    for batch in read_batches(root, tell=tell):
        yield from batch.values("id", "name")
        for file in map(read_file, batch.again):
            if ID.fullmatch(file.id):
                yield file.id, file.project.name if file.project else ""


def read_contents(root: Path, tests: Tests = _NONE, tell: Tell = untold) -> Contents:
    """Read the projects of a ledger.

    Args:
        root: the ledger's folder.
        tests: what the values of their fields must answer to.
        tell: is told of the progress.

    Raises:
        LedgerNotFound: its ``projects/`` cannot be read.
    """
    projects: list[Project] = []
    read = wrong = 0
    for batch in read_batches(root, tell=tell):
        projects += batch.where(tests).projects()
        read += batch.files
        for file in map(read_file, batch.again):
            if file.project is None:
                wrong += 1
            elif all(test(getattr(file.project, name)) for name, test in tests):
                projects.append(file.project)  # somebody has just mended it
    projects.sort(key=attrgetter("id"))
    return Contents(projects, read - wrong, read)


def read_batches(
    root: Path, suspect: Suspect | None = None, tell: Tell = untold
) -> Iterator[Batch]:
    """Read all files of a ledger, many at a time, in no order; then bring its index up to date.

    Args:
        root: the ledger's folder.
        suspect: is asked of every project, perhaps in another process.
        tell: is told of the progress.

    Raises:
        LedgerNotFound: its ``projects/`` cannot be read.
    """
    now = time.time_ns()
    index = load_index(root)
    kept = sum(len(each.packed["id"]) for each in index)
    known: list[Batch] = []
    with results(
        [partial(_look, each, root, suspect) for each in index],
        divide=kept >= (_WORTH_DIVIDING if suspect else _WORTH_LOOKING),
    ) as looks:
        listing = list_files(root)
        listed = set(listing.ids)
        files = len(listed) + len(listing.others)
        done = 0
        for each, (changed, again) in zip(index, looks, strict=True):
            known.append(_known(each.packed, listed, changed, again))
            done += known[-1].files
            yield known[-1]
            tell(done, files)
    unread = [*paths_of(root, sorted(_missing(listed, known))), *listing.others]
    learnt: list[Kept] = []
    with results(
        [partial(_read, paths, root, suspect, now) for paths in _split(unread, _BATCH)],
        divide=len(unread) >= _WORTH_DIVIDING,
    ) as read:
        for sources, again, there, signatures, lasting in read:
            packed = Sealed(sources)
            learnt.append(Kept(signatures, packed if all(lasting) else select(packed, lasting)))
            yield Batch(packed, None, again, there)
            done += there
            tell(done, files)
    if sum(len(each.packed["id"]) for each in learnt) * _LACKING > files:
        still = (_still(kept, batch.chosen) for kept, batch in zip(index, known, strict=True))
        save_index(root, [*_tidied(still), *learnt])


def _look(kept: Kept, root: Path, suspect: Suspect | None) -> tuple[list[int], list[str]]:
    """Give the places of the files that have changed, and the paths of those that are suspect."""
    ids = kept.packed["id"]
    changed = changed_files(paths_of(root, ids), kept.signatures)
    batch = Batch(kept.packed, _without(changed, len(ids)), [], 0)
    return changed, _suspects(batch, root, suspect)


def _suspects(batch: Batch, root: Path, suspect: Suspect | None) -> list[str]:
    if suspect is None:
        return []
    return paths_of(root, [one.id for one in batch.projects() if suspect(one)])


def _known(packed: Columns, listed: set[str], changed: Iterable[int], again: list[str]) -> Batch:
    """Give what is still true of a batch."""
    ids = packed["id"]
    # A disk may answer to a name in another case as well, and a file may have just been renamed.
    if not listed.issuperset(ids):
        changed = {*changed, *(at for at, id_ in enumerate(ids) if id_ not in listed)}
    chosen = _without(changed, len(ids))
    return Batch(packed, chosen, again, sum(chosen) if chosen else len(ids))


def _without(places: Iterable[int], number: int) -> list[bool] | None:
    """Say of so many whether each of them is at none of some places."""
    left = [True] * number
    for at in places:
        left[at] = False
    return None if all(left) else left


def _missing(listed: set[str], known: Sequence[Batch]) -> set[str]:
    """Give the ids of which nothing true is known."""
    if sum(batch.files for batch in known) == len(listed):  # as nearly always
        return set()
    return listed.difference(*(map(itemgetter(0), batch.values("id")) for batch in known))


def _read(
    paths: Sequence[str], root: Path, suspect: Suspect | None, now: int
) -> tuple[Mapping[str, bytes], list[str], int, bytes, list[bool]]:
    """Read files, perhaps for another process.

    Returns:
        The projects in them, as sealed columns; the paths of the files to read again; how many
        files there are; the signatures of those that can be kept, and which projects these are.
    """
    some = [_read_some(few, root) for few in _split(paths, _AT_ONCE)]
    packed = join([one.packed for one in some])
    again = [path for one in some for path in one.again]
    there = len(packed["id"]) + len(again)
    again += _suspects(Batch(packed, None, [], 0), root, suspect)
    signed = [sign for one in some for sign in one.signed]
    lasting = [sign is not None and is_settled(sign, now) for sign in signed]
    signatures = pack_signatures(filter(None, compress(signed, lasting)))
    return seal(packed).sources, again, there, signatures, lasting


def _read_some(paths: Sequence[str], root: Path) -> _Some:
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


def _still(kept: Kept, chosen: Sequence[bool] | None) -> Kept:
    """Give what is still true of what was kept."""
    if chosen is None:
        return kept
    return Kept(some_signatures(kept.signatures, chosen), select(kept.packed, chosen))


def _tidied(kept: Iterable[Kept]) -> Iterator[Kept]:
    """Put batches of which little is left together."""
    small: list[Kept] = []
    for each in kept:
        if len(each.packed["id"]) >= _BATCH // 2:
            yield each
            continue
        small.append(each)
        if sum(len(one.packed["id"]) for one in small) >= _BATCH:
            yield _joined(small)
            small.clear()
    if small:
        yield _joined(small)


def _joined(kept: Sequence[Kept]) -> Kept:
    return Kept(b"".join(one.signatures for one in kept), join([one.packed for one in kept]))


def _split(items: Sequence[_Item], size: int) -> list[Sequence[_Item]]:
    return [items[at : at + size] for at in range(0, len(items), size)]
