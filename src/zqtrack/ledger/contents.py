"""All projects of a ledger at once: from its index what is known, from its files what is new."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import compress
from operator import and_, attrgetter, not_
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias, TypeVar

from zqtrack.core.naming import ID
from zqtrack.core.project import Project
from zqtrack.ledger.cache import is_settled
from zqtrack.ledger.index import Kept, load_index, save_index
from zqtrack.ledger.packing import Packed, pack, select, unpack
from zqtrack.ledger.store import Listing, Signature, list_files, paths_of, read_file
from zqtrack.ledger.workers import results

#: Is told how many files are done, and how many there are.
Tell = Callable[[int, int], object]
#: Says whether somebody should look at the file of a project again.
Suspect = Callable[[Project], object]


def untold(_done: int, _all: int) -> None:
    """Tell nobody."""


# Files that are read, kept and sent between processes together.
_BATCH = 1000
# Fewer files than this are done before another process has begun.
_WORTH_DIVIDING = 2500
# The index is written again when it lacks more than one file in so many.
_LACKING = 50

#: What the values of some fields must answer to: the field's name, and a test of its value.
Tests: TypeAlias = Sequence[tuple[str, Callable[[Any], bool]]]
_NONE: Tests = ()

Item = TypeVar("Item")


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
        gone: the ids among them that do not count: their files have changed, or are no more.
        again: the paths of the files to read again: what is in them is wrong, or suspect.
        files: how many files there are.
    """

    packed: Packed
    gone: frozenset[str]
    again: list[str]
    files: int

    def values(self, *names: str) -> Iterator[tuple[Any, ...]]:
        """Give the values of some fields of the projects that count."""
        rows = zip(*(self.packed[name] for name in names), strict=True)
        counts = (id_ not in self.gone for id_ in self.packed["id"])
        return compress(rows, counts) if self.gone else rows

    def projects(self, tests: Tests = _NONE) -> list[Project]:
        """Give the projects that count, of these only those whose values answer to the tests."""
        packed = self.packed
        chosen = [id_ not in self.gone for id_ in packed["id"]] if self.gone else None
        for name, test in tests:
            answers = {value: test(value) for value in set(packed[name])}
            answered = map(answers.__getitem__, packed[name])
            chosen = list(map(and_, chosen, answered) if chosen else answered)
        if chosen is None:
            return unpack(packed)
        return unpack(select(packed, chosen)) if any(chosen) else []


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
        projects += batch.projects(tests)
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
    listing = list_files(root)
    known = [_still_true(kept, listing.files) for kept in load_index(root)]
    missing = _missing(listing, known)
    settled = {id_: sign for id_, sign in missing.items() if is_settled(sign, now)}
    lasting = _split(paths_of(root, sorted(settled)))
    passing = paths_of(root, [id_ for id_ in missing if id_ not in settled])
    files = len(listing.files) + len(listing.others)
    unread = [*lasting, *_split([*passing, *listing.others])]
    answers = results(
        [
            *(partial(_suspects, batch, suspect, root) for batch in known),
            *(partial(_read, paths, suspect) for paths in unread),
        ],
        divide=(files if suspect else sum(map(len, unread))) >= _WORTH_DIVIDING,
    )
    done = 0
    for batch in known:
        done += batch.files
        yield batch._replace(again=next(answers))
        tell(done, files)
    read: list[Batch] = []
    for _ in unread:
        read.append(Batch(*next(answers)))
        done += read[-1].files
        yield read[-1]
        tell(done, files)
    learnt = read[: len(lasting)]
    if sum(len(batch.packed["id"]) for batch in learnt) * _LACKING > files:
        save_index(root, [_kept(batch, listing.files) for batch in _tidied(known) + learnt])


def _still_true(kept: Kept, files: Mapping[str, Signature]) -> Batch:
    """Find which files have changed since they were kept, or are no more."""
    ids, signatures = kept.packed["id"], kept.signatures
    now = list(map(files.get, ids))
    if now == signatures:  # as nearly always
        return Batch(kept.packed, frozenset(), [], len(ids))
    gone = frozenset(id_ for id_, old, new in zip(ids, signatures, now, strict=True) if old != new)
    return Batch(kept.packed, gone, [], len(ids) - len(gone))


def _missing(listing: Listing, known: Sequence[Batch]) -> dict[str, Signature]:
    """Give the files of which nothing true is known."""
    if sum(batch.files for batch in known) == len(listing.files):  # as nearly always
        return {}
    true = {id_ for batch in known for id_ in batch.packed["id"] if id_ not in batch.gone}
    return {id_: signature for id_, signature in listing.files.items() if id_ not in true}


def _suspects(batch: Batch, suspect: Suspect | None, root: Path) -> list[str]:
    if suspect is None:
        return []
    return paths_of(root, [one.id for one in batch.projects() if suspect(one)])


def _read(
    paths: Sequence[str], suspect: Suspect | None
) -> tuple[Packed, frozenset[str], list[str], int]:
    """Read files as the values of a Batch, which is too much of a class to be sent."""
    projects, again = [], []
    for path in paths:
        project = read_file(path).project
        if project:
            projects.append(project)
        if project is None or (suspect and suspect(project)):
            again.append(path)
    return pack(projects), frozenset(), again, len(paths)


def _tidied(known: Sequence[Batch]) -> list[Batch]:
    """Put what is left of batches from which much is gone into new ones."""
    is_whole = [len(batch.packed["id"]) == batch.files >= _BATCH // 2 for batch in known]
    whole = list(compress(known, is_whole))
    rest = [p for batch in compress(known, map(not_, is_whole)) for p in batch.projects()]
    return whole + [Batch(pack(part), frozenset(), [], len(part)) for part in _split(rest)]


def _kept(batch: Batch, signed: Mapping[str, Signature]) -> Kept:
    return Kept([signed[id_] for id_ in batch.packed["id"]], batch.packed)


def _split(items: Sequence[Item]) -> list[Sequence[Item]]:
    return [items[at : at + _BATCH] for at in range(0, len(items), _BATCH)]
