"""The least that anybody has to do with the files of a ledger, each in its barest loop.

Usage: python benchmarks/bare.py stat|read|parse FOLDER

Prints how many seconds the loop over the files of FOLDER took, without the start of Python.
"""

import gc
import os
import sys
import time
from collections.abc import Callable
from functools import partial

import toml_rs

# More than any of the files holds; to be handed a much larger buffer would take longer than to
# read them.
_MOST = 1 << 16


def main() -> None:
    work, folder = sys.argv[1:]
    loop = LOOPS[work]
    gc.disable()  # as the program that it is compared with
    begun = time.perf_counter()
    loop(folder)
    print(time.perf_counter() - begun)


def stat_all(folder: str) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            entry.stat()


def read_all(folder: str, take: Callable[[bytes], object]) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            file = os.open(entry.path, os.O_RDONLY)
            take(os.read(file, _MOST))
            os.close(file)


LOOPS: dict[str, Callable[[str], None]] = {
    "stat": stat_all,
    "read": partial(read_all, take=len),
    "parse": partial(read_all, take=lambda source: toml_rs.loads(source.decode())),
}

if __name__ == "__main__":
    main()
