"""Run what is measured, in turns, so that a noisy moment meets all alike."""

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.operations import WARM, Operation
from benchmarks.process import Ran, run

# Small ledgers are measured so many times in each round: what is short is noisy.
_TURNS, _SMALL = 2, 1_000
# Beyond this size the first run counts, unless it has a cache to fill.
_LARGE = 10_000


@dataclass(slots=True)
class Results:
    """What was measured, by the names of operations.

    Attributes:
        seconds: how long each run took.
        peaks: the most memory that each run held, MiB.
        failed: what did not do its work, and what it said.
        machine: on what it was measured.
        floor: the memory that we held ourselves, MiB: what is smaller cannot be seen.
    """

    seconds: dict[str, list[float]] = field(default_factory=dict)
    peaks: dict[str, list[float]] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    machine: dict[str, str] = field(default_factory=dict)
    floor: float = 0


def measure(operations: Sequence[Operation], results: Results, runs: int, budget: float) -> None:
    """Run each operation so many times, one after the other, and add what they took.

    Args:
        operations: what is measured.
        results: where the figures go.
        runs: the number of rounds; ledgers of up to 1,000 projects have two turns in each.
        budget: an operation that has taken so many seconds in all gets no further run.
    """
    for operation in operations:
        if operation.state == WARM or operation.size <= _LARGE:
            _try(operation, results)
    for number in range(1, runs + 1):
        _tell(f"round {number} of {runs}")
        for turn in range(_TURNS):
            for operation in operations:
                times = results.seconds.get(operation.key, [])
                is_due = operation.size <= _SMALL or turn == 0
                if is_due and sum(times) < budget and operation.key not in results.failed:
                    _measure_once(operation, results)


def _measure_once(operation: Operation, results: Results) -> None:
    if ran := _try(operation, results):
        seconds = float(ran.end) if operation.own_clock else ran.seconds
        results.seconds.setdefault(operation.key, []).append(seconds)
        results.peaks.setdefault(operation.key, []).append(ran.peak)


def _try(operation: Operation, results: Results) -> Ran | None:
    """Run once; None if it did not do its work, and then it is said and kept."""
    if operation.before:
        operation.before()
    new = str(time.time_ns() // 1_000)
    command = [part.replace("{new}", new) for part in operation.command]
    ran = run(command, operation.environment, terminal=operation.terminal)
    if ran.code == 0 and operation.proof(ran):
        return ran
    end = (ran.end + ran.said).decode(errors="replace")[-500:]
    results.failed[operation.key] = f"code {ran.code}, {ran.lines} lines, ending: {end}"
    _tell(f"{operation.key} failed: {results.failed[operation.key]}")
    return None


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
