"""The projects of a ledger as columns to count: most of them are never made."""

from collections.abc import Sequence
from functools import partial
from itertools import accumulate, compress, islice
from pathlib import Path
from typing import Any, NamedTuple

from zqtrack.core.census import PROBLEM_DATES, Census, census_of, joined
from zqtrack.core.project import Project
from zqtrack.core.rows import Test
from zqtrack.ledger.contents import Tell, read_batches, untold
from zqtrack.ledger.packing import REPEATED, Columns, pack, unpack
from zqtrack.ledger.store import read_file


class CountedContents(NamedTuple):
    """What a ledger holds, to be counted.

    Attributes:
        projects: those that were asked for, in no order.
        readable: how many files hold a project.
        read: how many files were read.
    """

    projects: Census
    readable: int
    read: int


def read_census(root: Path, tests: Sequence[Test] = (), tell: Tell = untold) -> CountedContents:
    """Read the projects of a ledger as a census.

    Args:
        root: the ledger's folder.
        tests: what the values of their fields must answer to.
        tell: is told of the progress.

    Raises:
        LedgerNotFound: its ``projects/`` cannot be read.
    """
    parts: list[Census] = []
    mended: list[Project] = []
    read = again = 0
    for batch in read_batches(root, tell=tell, derive=True):
        packed, chosen = batch.where(tests).part
        part = Census(_Kept(packed), partial(_made, packed))
        parts.append(part if chosen is None else part.where(chosen))
        read += batch.files
        again += len(batch.again)
        mended += [file.project for file in map(read_file, batch.again) if file.project]
    wanted = [one for one in mended if all(test(getattr(one, name)) for name, test in tests)]
    return CountedContents(joined([*parts, census_of(wanted)]), read - again + len(mended), read)


class _Kept(dict[str, Sequence[Any]]):
    """What is kept of projects, by the names of facts."""

    def __init__(self, packed: Columns) -> None:
        super().__init__()
        self._packed = packed

    def __missing__(self, name: str) -> Sequence[Any]:
        if name != PROBLEM_DATES.name:
            return self._packed[name]
        dates = zip(self._packed["problems.closed"], self._packed["problems.due"], strict=True)
        return [tuple(islice(dates, number)) for number in self._packed["problems"]]


def _made(packed: Columns, chosen: Sequence[object]) -> Sequence[Project]:
    places = list(compress(range(len(chosen)), chosen))
    if len(places) == len(chosen):
        return unpack(packed)
    return unpack(_picked(packed, places)) if places else []


def _picked(packed: Columns, places: Sequence[int]) -> Columns:
    """Give the columns of the few projects at some places, of what is needed to make them."""
    owned = {}
    for table in (*REPEATED, "withdrawn"):
        numbers = packed[table]
        ends = list(accumulate(numbers))
        owned[table] = [at for one in places for at in range(ends[one] - numbers[one], ends[one])]
    return {
        name: list(map(packed[name].__getitem__, owned.get(name.rpartition(".")[0], places)))
        for name in pack(())
    }
