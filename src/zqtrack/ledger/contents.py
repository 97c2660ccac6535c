"""All projects of a ledger at once: one by one, as rows, or by name."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from zqtrack.core.facts import WHOLE_FROM
from zqtrack.core.lights import Limits
from zqtrack.core.naming import ID
from zqtrack.core.project import Project, seen_on
from zqtrack.core.rows import Part, Rows, Test, part_of, part_when_asked
from zqtrack.ledger.batches import Batch, Tell, read_batches, untold
from zqtrack.ledger.store import read_file

#: Many projects: one by one, as rows, as a census.
Held = TypeVar("Held")


class Contents(NamedTuple, Generic[Held]):
    """What a ledger holds.

    Attributes:
        projects: those that were asked for.
        readable: how many files hold a project.
        read: how many files were read.
    """

    projects: Held
    readable: int
    read: int


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


def read_contents(
    root: Path, tests: Sequence[Test] = (), tell: Tell = untold
) -> Contents[Sequence[Project]]:
    """Read the projects of a ledger, in the order of ids.

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
        mended = read_projects(batch.again)
        wrong += len(batch.again) - len(mended)
        projects += answering(mended, tests)
    projects.sort(key=attrgetter("id"))
    return Contents(projects, read - wrong, read)


def read_rows(root: Path, day: date, limits: Limits, tell: Tell = untold) -> Contents[Rows]:
    """Read the projects of a ledger as rows, in no order.

    Args:
        root: the ledger's folder.
        day: the day from which they are seen.
        limits: when their lights change.
        tell: is told of the progress.

    Raises:
        LedgerNotFound: its ``projects/`` cannot be read.
    """
    parts: list[Part] = []
    mended: list[Project] = []
    read = wrong = 0
    number = day.toordinal()
    for batch in read_batches(root, tell=tell, derive=True):
        part = batch.part
        if max(part.facts[WHOLE_FROM.name], default=0) > number:
            later = part.where((WHOLE_FROM.name, number.__lt__))
            parts.append(part_when_asked(partial(_before, later, day), later))
            part = part.where((WHOLE_FROM.name, number.__ge__))
        parts.append(part)
        read += batch.files
        wrong += len(batch.again)
        mended += read_projects(batch.again)
    parts.append(part_of([seen_on(project, day) for project in mended]))
    return Contents(Rows(parts, day, limits), read - wrong + len(mended), read)


def read_projects(paths: Iterable[str]) -> list[Project]:
    """Read the projects in files, leaving out those that hold none."""
    return [file.project for file in map(read_file, paths) if file.project]


def answering(projects: Iterable[Project], tests: Sequence[Test]) -> list[Project]:
    """Give the projects of which what the file says answers to all tests."""
    return [one for one in projects if all(test(getattr(one, name)) for name, test in tests)]


def _before(later: Part, day: date) -> list[Project]:
    """Give projects as they were on an earlier day."""
    return [seen_on(project, day) for project in Batch(later, [], 0).projects()]
