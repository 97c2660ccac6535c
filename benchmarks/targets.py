"""What we set out to reach: ratios within one run, each with its limit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchmarks.operations import BARE, COLD, HLEDGER, TASKWARRIOR, WARM, ZQTRACK, key

_SMALL, _CITY, _PROVINCE = 1_000, 10_000, 100_000
_GROWTH = (
    *((work, WARM) for work in ("list", "filter", "report", "validate")),
    *((work, COLD) for work in ("list", "filter", "report", "validate")),
)


@dataclass(frozen=True, slots=True)
class Target:
    """A ratio that is to be no larger than its limit.

    Attributes:
        text: what is divided by what.
        ours, theirs: the names of the two operations.
        limit: the largest ratio of the first to the second.
        times: what the second is multiplied by before: how many times as many projects we had.
    """

    text: str
    ours: str
    theirs: str
    limit: float
    times: int = 1

    def ratio(self, medians: Mapping[str, float]) -> float | None:
        """Give the ratio; None if one of the two was not measured."""
        ours, theirs = medians.get(self.ours), medians.get(self.theirs)
        return ours / (theirs * self.times) if ours and theirs else None


def targets() -> Iterator[Target]:
    """Give all of them."""
    python = key(0, "python -c pass", BARE)
    for text, work, limit in (
        ("`--version`", "--version", 8.0),
        ("`list` of 100 projects, piped", "list", 8.0),
        ("`list` of 100 projects, as a table", "table", 12.0),
    ):
        yield Target(f"{text} / `python -c pass`", key(0, work, ZQTRACK), python, limit)
    for size, state, work, name, theirs, limit in (
        (_CITY, WARM, "list", "Taskwarrior's", TASKWARRIOR, 0.35),
        (_CITY, WARM, "filter", "Taskwarrior's", TASKWARRIOR, 0.75),
        (_CITY, WARM, "report", "`hledger balance`", HLEDGER, 0.25),
        (_CITY, COLD, "validate", "`hledger check`", HLEDGER, 0.33),
        (_PROVINCE, WARM, "filter", "Taskwarrior's", TASKWARRIOR, 0.2),
        (_PROVINCE, WARM, "list", "Taskwarrior's", TASKWARRIOR, 0.35),
        (_PROVINCE, WARM, "advance", "Taskwarrior's modify", TASKWARRIOR, 0.1),
    ):
        text = f"{size:,}, {state}: {work} / {name}"
        yield Target(text, _ours(size, work, state), key(size, work, theirs), limit)
    for state, work, name, loop, limit in (
        (WARM, "filter", "scandir and stat", "stat", 2.5),
        (WARM, "report", "scandir and stat", "stat", 4.0),
        (COLD, "validate", "the bare parse", "parse", 1.5),
    ):
        text = f"{_PROVINCE:,}, {state}: {work} / {name}"
        theirs = key(_PROVINCE, loop, BARE)
        yield Target(text, _ours(_PROVINCE, work, state), theirs, limit)
    large, small = (_ours(size, "advance", WARM) for size in (_PROVINCE, 100))
    yield Target("advance: of 100,000 / of 100", large, small, 1.3)
    for work, state in _GROWTH:
        text = f"{work}, {state}, per project: of 100,000 / of 1,000"
        large, small = (_ours(size, work, state) for size in (_PROVINCE, _SMALL))
        yield Target(text, large, small, 1.2, _PROVINCE // _SMALL)


def _ours(size: int, work: str, state: str) -> str:
    return key(size, work, ZQTRACK, state)
