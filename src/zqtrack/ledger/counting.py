"""The projects of a ledger as columns to count: most of them are never made."""

from collections.abc import Sequence
from functools import partial
from itertools import islice
from operator import not_
from pathlib import Path
from typing import Any

from zqtrack.core.census import PROBLEMS, Census, census_of, joined
from zqtrack.core.rows import Test
from zqtrack.ledger.batches import Tell, read_batches, untold
from zqtrack.ledger.contents import Contents, answering, read_projects
from zqtrack.ledger.packing import Columns, unpack_some


def read_census(root: Path, tests: Sequence[Test] = (), tell: Tell = untold) -> Contents[Census]:
    """Read the projects of a ledger as a census, in no order.

    Args:
        root: the ledger's folder.
        tests: what the values of their fields must answer to.
        tell: is told of the progress.

    Raises:
        LedgerNotFound: its ``projects/`` cannot be read.
    """
    parts: list[Census] = []
    again: list[str] = []
    read = 0
    for batch in read_batches(root, tell=tell, derive=True):
        packed, chosen = batch.where(tests).part
        part = Census(_Kept(packed), partial(unpack_some, packed))
        parts.append(part if chosen is None else part.where(chosen))
        read += batch.files
        again += batch.again
    mended = read_projects(again)
    census = joined([*parts, census_of(answering(mended, tests))])
    return Contents(census, read - len(again) + len(mended), read)


class _Kept(dict[str, Sequence[Any]]):
    """What is kept of projects, by the names of facts."""

    def __init__(self, packed: Columns) -> None:
        super().__init__()
        self._packed = packed

    def __missing__(self, name: str) -> Sequence[Any]:
        if name != PROBLEMS.name:
            return self._packed[name]
        is_open = map(not_, self._packed["problems.closed"])
        dues = zip(is_open, self._packed["problems.due"], strict=True)
        numbers = self._packed["problems"]
        return [tuple(islice(dues, number)) if number else () for number in numbers]
