"""The results as Markdown tables."""

import math
from collections.abc import Iterator, Sequence
from statistics import median

from benchmarks.measure import Results
from benchmarks.operations import (
    BARE,
    BEANCOUNT,
    COLD,
    HLEDGER,
    LEAN,
    TASKWARRIOR,
    WARM,
    ZQTRACK,
    key,
)
from benchmarks.targets import targets

_WORKS = {
    "list": "list, piped",
    "table": "list, as a table",
    "filter": "filter to 20 rows",
    "show": "show one",
    "validate": "validate",
    "report": "report",
    "advance": "advance one",
}
_LOOPS = {"stat": "scandir and stat", "read": "read all bytes", "parse": "read and parse"}
_STARTS = {
    "list": "`list` of 100 projects, piped",
    "table": "`list` of 100 projects, as a table",
}
_WHO = (
    (ZQTRACK, WARM),
    (ZQTRACK, COLD),
    (TASKWARRIOR, ""),
    (HLEDGER, ""),
    (HLEDGER, LEAN),
    (BEANCOUNT, WARM),
    (BEANCOUNT, COLD),
)
# What stands in the short table, with the bare loop that does the least of it.
_SHORT = tuple(who for who in _WHO if who not in ((HLEDGER, LEAN), (BEANCOUNT, COLD)))
_SHORT_WORKS = {"list": "", "filter": "stat", "report": "", "validate": "parse", "advance": ""}


def short_table(results: Results) -> str:
    """Give the table for the README: medians only, of the two larger sizes."""
    medians = medians_of(results)

    def cell(name: str, said: str = "") -> str:
        return f"{_time(medians[name])}{said}" if name in medians else ""

    python = "python -c pass"
    starts = [cell(key(0, "--version", tool)) if state != COLD else "" for tool, state in _SHORT]
    rows = [["`--version`", *starts, cell(key(0, python, BARE), f" `{python}`")]]
    for size in (10_000, 100_000):
        for work, loop in _SHORT_WORKS.items():
            cells = [cell(key(size, work, *who)) for who in _SHORT]
            bare = cell(key(size, loop, BARE), f" {_LOOPS.get(loop)}")
            if any(cells):
                rows.append([f"{_WORKS[work]}, {size:,}", *cells, bare])
    return _table(["", *(_name(*who) for who in _SHORT), BARE], rows)


def full_tables(results: Results) -> str:
    """Give every table, each under its heading."""
    sizes = sorted({int(name.split("/")[0]) for name in results.seconds} - {0})
    parts = {
        "Starting": _starts(results),
        "Working": _works(results, sizes),
        "Peak memory, MiB": _memory(results, sizes),
        "Each further project": _growth(results),
        "What we set out to reach": _met(results),
    }
    return "\n".join(f"### {name}\n\n{text}" for name, text in parts.items())


def medians_of(results: Results) -> dict[str, float]:
    """Give the median seconds of each operation."""
    return {name: median(seconds) for name, seconds in results.seconds.items()}


def _starts(results: Results) -> str:
    python = median(results.seconds.get(key(0, "python -c pass", BARE), [math.nan]))
    rows = []
    for name, seconds in results.seconds.items():
        size, work, tool, _ = name.split("/")
        if size == "0":
            label = _STARTS.get(work, f"`{work}`")
            who = "" if tool == BARE else f"{tool} "
            ratio = f"{median(seconds) / python:.1f} ×"
            peak = _memory_of(results, name)
            rows.append([f"{who}{label}", *_spread(seconds), ratio, peak, f"{len(seconds)}"])
    return _table(["", "median", "least – most", "× Python", "peak, MiB", "runs"], rows)


def _works(results: Results, sizes: Sequence[int]) -> str:
    rows = []
    for work, label in _WORKS.items():
        found = [
            [_name(tool, state), *(_cell(results, size, work, tool, state) for size in sizes)]
            for tool, state in _WHO
        ]
        rows += [[f"{label}: {first}", *cells] for first, *cells in found if any(cells)]
    for work, label in _LOOPS.items():
        cells = [_cell(results, size, work, BARE, "") for size in sizes]
        rows.append([f"{label}: {BARE}", *cells])
    return _table(["", *(f"{size:,}" for size in sizes)], rows)


def _cell(results: Results, size: int, work: str, tool: str, state: str) -> str:
    """Give the median, from least to most, and how many times our own warm median that is."""
    seconds = results.seconds.get(key(size, work, tool, state))
    if not seconds:
        return ""
    middle, spread = _spread(seconds)
    ours = results.seconds.get(key(size, work, ZQTRACK, WARM))
    is_other = (tool, state) != (ZQTRACK, WARM)
    times = f", {median(seconds) / median(ours):.2g} ×" if ours and is_other else ""
    return f"{middle} ({spread}){times}"


def _memory(results: Results, sizes: Sequence[int]) -> str:
    rows = []
    for work in ("list", "filter", "validate", "report"):
        for tool, state in _WHO:
            cells = [_memory_of(results, key(size, work, tool, state)) for size in sizes]
            if any(cells):
                rows.append([f"{_WORKS[work]}: {_name(tool, state)}", *cells])
    return _table(["", *(f"{size:,}" for size in sizes)], rows)


def _memory_of(results: Results, name: str) -> str:
    peaks = results.peaks.get(name)
    if not peaks:
        return ""
    # What we hold ourselves hides what is smaller.
    return f"≤ {results.floor:.0f}" if max(peaks) <= results.floor + 1 else f"{max(peaks):.0f}"


def _growth(results: Results) -> str:
    medians = medians_of(results)
    rows = []
    works = ("list", "filter", "report", "validate")
    ours = [(work, ZQTRACK, state) for state in (WARM, COLD) for work in works]
    for work, tool, state in (*ours, *((loop, BARE, "") for loop in _LOOPS)):
        times = [medians.get(key(size, work, tool, state)) for size in (1_000, 10_000, 100_000)]
        small, middle, large = times
        if small and middle and large:
            first, second = (middle - small) / 9_000, (large - middle) / 90_000
            label = _LOOPS.get(work) or f"{_WORKS[work]}, {state}"
            micro = (f"{each * 1e6:.1f} µs" for each in (first, second))
            rows.append([label, *micro, f"{second / first:.2f} ×"])
    header = ["", "from 1,000 to 10,000", "from 10,000 to 100,000", "second / first"]
    return _table(header, rows)


def _met(results: Results) -> str:
    medians = medians_of(results)
    rows = []
    for target in targets():
        ratio = target.ratio(medians)
        said = "not measured" if ratio is None else "yes" if ratio <= target.limit else "**no**"
        told = "" if ratio is None else f"{ratio:.2f}"
        rows.append([target.text, told, f"{target.limit:g}", said])
    return _table(["", "ratio", "at most", "met"], rows)


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "".join(_lines(header, rows))


def _lines(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |\n"
    yield f"| --- |{' ---: |' * (len(header) - 1)}\n"
    for row in rows:
        yield f"| {' | '.join(row)} |\n"


def _name(tool: str, state: str) -> str:
    return f"{tool}, {state}" if state else tool


def _spread(seconds: Sequence[float]) -> tuple[str, str]:
    least, most = _time(min(seconds)), _time(max(seconds))
    if least[-3:] == most[-3:]:  # the same unit
        least = least.split()[0]
    return _time(median(seconds)), f"{least} – {most}"


def _time(seconds: float) -> str:
    if seconds < 0.1:
        return f"{seconds * 1000:.1f} ms"
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"
