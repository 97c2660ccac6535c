"""Measure zqtrack beside other tools and bare loops, and print tables: see docs/speed.md.

Usage: python -m benchmarks [OPTION…], from the folder of the repository, on Linux
"""

import argparse
import json
import re
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from benchmarks.machine import describe
from benchmarks.measure import Results, measure
from benchmarks.operations import Operation, readings, starts, writings
from benchmarks.places import find_programs, prepare
from benchmarks.process import own_peak
from benchmarks.tables import full_tables, short_table

_REPOSITORY = Path(__file__).resolve().parent.parent
_README, _PAGE = _REPOSITORY / "README.md", _REPOSITORY / "docs" / "speed.md"

# What was written a moment ago might be written again, so nothing of it is kept yet.
_SETTLING = 5

_FIGURES = """\
## The figures

Measured on one machine, at one time: trust the ratios, not the milliseconds. In brackets stand the
least and the most, behind them how many times zqtrack's warm median it is.

"""


def main() -> int:
    chosen = _options().parse_args()
    if chosen.again:
        results = Results(**json.loads(chosen.again.read_text(encoding="utf-8")))
    elif chosen.dir:
        results = _measured(chosen, chosen.dir)
    else:
        with tempfile.TemporaryDirectory() as folder:
            results = _measured(chosen, Path(folder))
    if chosen.save:
        chosen.save.write_text(json.dumps(asdict(results)), encoding="utf-8")
    on = " · ".join(f"{name} {text}" for name, text in results.machine.items())
    short = f"{short_table(results)}\nMedians of whole programs on: {on}.\n"
    full = f"{_FIGURES}{on}\n\n{full_tables(results)}"
    if chosen.write:
        _put(_README, short)
        _put(_PAGE, full)
    print(full, short, sep="\n")
    for name, reason in results.failed.items():
        print(f"failed: {name}: {reason}", file=sys.stderr)
    return 1 if results.failed else 0


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(
        prog="python -m benchmarks", description=(__doc__ or "").partition(":")[0] + "."
    )
    take = options.add_argument
    take("--sizes", type=_numbers, default=(100, 1_000, 10_000, 100_000), metavar="N,…")
    take("--runs", type=int, default=7, help="rounds; small ledgers have two turns in each")
    take("--seconds", type=float, default=15, help="no further run of what took so long in all")
    take("--only", type=_words, default=frozenset(), help="of the other tools", metavar="TOOL,…")
    take("--work", type=_words, default=frozenset(), help="such as list", metavar="WORK,…")
    take("--beancount", metavar="DIR", help="the programs of beancount, if not on the path")
    take("--dir", type=Path, help="prepare everything here and keep it; else in a temporary one")
    take("--save", type=Path, metavar="FILE", help="keep all figures")
    take("--again", type=Path, metavar="FILE", help="measure nothing: print what was kept")
    take("--write", action="store_true", help="put the tables into README.md and docs/speed.md")
    return options


def _measured(chosen: argparse.Namespace, folder: Path) -> Results:
    programs = find_programs(chosen.only, chosen.beancount)
    results = Results(machine=describe(folder, programs))
    first = prepare(folder, 100, programs)
    places = [prepare(folder, size, programs) for size in chosen.sizes]
    time.sleep(_SETTLING)

    def wanted(operations: list[Operation]) -> list[Operation]:
        return [each for each in operations if not chosen.work or each.work in chosen.work]

    reading = [operation for place in places for operation in readings(place)]
    writing = [operation for place in places for operation in writings(place)]
    # What changes a file comes last: until then, what is kept of the files is whole.
    phases = ((list(starts(first)), 3), (reading, 1), (writing, 2))
    try:
        for operations, times in phases:
            measure(wanted(operations), results, chosen.runs * times, chosen.seconds)
    except KeyboardInterrupt:
        print("interrupted: these are the figures so far", file=sys.stderr)
    results.floor = own_peak()
    return results


def _put(page: Path, text: str) -> None:
    """Put a text between the two marks of a page."""
    old = page.read_text(encoding="utf-8")
    marked = re.compile(r"(<!-- speed -->\n).*?(<!-- /speed -->)", re.DOTALL)
    new = marked.sub(lambda found: f"{found[1]}{text}{found[2]}", old)
    page.write_text(new, encoding="utf-8", newline="\n")


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(sorted(int(part) for part in text.split(",")))


def _words(text: str) -> frozenset[str]:
    return frozenset(text.lower().split(","))


if __name__ == "__main__":
    sys.exit(main())
