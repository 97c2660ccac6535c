"""Edit very many TOML files in every way, and judge each result without our own code.

Usage: python scripts/soak_edits.py [--corpus DIR] [--documents N] [--seed S]

- With ``--corpus``, the folder ``tests`` of toml-test (https://github.com/toml-lang/toml-test):
  every invalid file has to give a finding with line and column; every valid file gets each edit
  there is (set each value, add to each table, remove each key, append to each list of tables and
  begin a new one), as it is, with Windows line ends, and with a BOM and no end of the last line.
- Then N generated files (100,000 unless given), as people write them, get one edit of each kind.
  They are the same on every machine for the same seed.

An edit is made, refused or wrong: see ``hand_edits.py``. Prints how many of each, and why refused;
exits 1 when one is wrong.
"""

import argparse
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from hand_edits import BOM, data_of, document, every_edit, is_valid, judge, one_of_each
from zqtrack.ledger.store import read_source

EXAMPLES = 5  # of what went wrong, printed at most
LIST_FILE = "files-toml-1.0.0"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    options.add_argument("--corpus", type=Path)
    options.add_argument("--documents", type=int, default=100_000)
    options.add_argument("--seed", default="zqtrack")
    chosen = options.parse_args()
    wrong = 0
    if chosen.corpus:
        wrong += check_invalid(chosen.corpus)
        wrong += tell("toml-test", corpus_verdicts(chosen.corpus))
    if chosen.documents:
        verdicts = generated_verdicts(chosen.documents, chosen.seed)
        wrong += tell(f"{chosen.documents:,} generated files", verdicts)
    return 1 if wrong else 0


# --- the corpus ---------------------------------------------------------------------------------


def corpus_files(corpus: Path, kind: str) -> list[Path]:
    names = (corpus / LIST_FILE).read_text(encoding="utf-8").split()
    return [corpus / n for n in names if n.startswith(f"{kind}/") and n.endswith(".toml")]


def check_invalid(corpus: Path) -> int:
    """Read every invalid file, alone and in one ledger by the program; give how many fail."""
    begun, wrong = time.monotonic(), []
    files = corpus_files(corpus, "invalid")
    with tempfile.TemporaryDirectory() as folder:
        projects = Path(folder) / "projects"
        projects.mkdir()
        for at, path in enumerate(files):
            source = path.read_bytes()
            error = read_source(str(path), "x", source).not_parsed
            lines = source.count(b"\n") + 1
            if error is None or not (1 <= error.line <= lines) or error.column < 1:
                wrong.append(f"{path}: no place")
            (projects / f"i{at}.toml").write_bytes(source)
        ran = subprocess.run(  # noqa: S603 - our own program
            (sys.executable, "-m", "zqtrack", "-C", folder, "validate", "--format", "github"),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    found = set(re.findall(r"file=[^,]*?projects/(i\d+)\.toml,line=\d+,col=\d+", ran.stdout))
    wrong += [f"{files[at]}: not reported" for at in range(len(files)) if f"i{at}" not in found]
    if ran.returncode != 1 or "Traceback" in ran.stderr:
        wrong.append(f"validate ended with {ran.returncode}: {ran.stderr[-500:]}")
    seconds = time.monotonic() - begun
    print(f"toml-test: {len(files)} invalid files, {len(wrong)} without a place ({seconds:.0f} s)")
    print("".join(f"  {each}\n" for each in wrong[:EXAMPLES]), end="")
    return len(wrong)


def corpus_verdicts(corpus: Path) -> Iterator[tuple[str, str, str]]:
    for path in corpus_files(corpus, "valid"):
        source = path.read_bytes()
        windows = source.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        bom = BOM.encode() + source.rstrip(b"\r\n")
        for name, variant in (("", source), ("windows", windows), ("bom", bom)):
            if is_valid(variant):  # a bare carriage return, say, may have become an error
                for kind, edit in every_edit(data_of(variant), random.Random(str(path))):  # noqa: S311 - no secret
                    verdict = judge(variant, edit)
                    yield kind, verdict, f"{path.name} {name} {edit}"


# --- generated files ---------------------------------------------------------------------------


def generated_verdicts(number: int, seed: str) -> Iterator[tuple[str, str, str]]:
    for at in range(number):
        rnd = random.Random(f"{seed} {at}")  # noqa: S311 - no secret
        source = document(rnd)
        for kind, edit in one_of_each(data_of(source), rnd):
            yield kind, judge(source, edit), f"document {at} of seed {seed}: {edit}"


# --- the figures --------------------------------------------------------------------------------


def tell(what: str, verdicts: Iterator[tuple[str, str, str]]) -> int:
    """Print how many edits were made, refused and wrong; give how many were wrong."""
    begun = time.monotonic()
    ends: Counter[tuple[str, str]] = Counter()
    why: Counter[str] = Counter()
    examples: list[str] = []
    for kind, verdict, where in verdicts:
        ends[kind, verdict.split(":")[0]] += 1
        if verdict != "done":
            why[f"{kind} {verdict}"] += 1
        if verdict.startswith("wrong") and len(examples) < EXAMPLES:
            examples.append(f"{verdict}: {where}")
    print(f"{what}: {ends.total():,} edits in {time.monotonic() - begun:.0f} s")
    for kind in sorted({kind for kind, _ in ends}):
        parts = (f"{ends[kind, end]:,} {end}" for end in ("done", "refused", "wrong"))
        print(f"  {kind}: {', '.join(parts)}")
    for reason, number in why.most_common():
        print(f"    {number:,} {reason}")
    for example in examples:
        print(f"  {example}")
    return sum(number for (_, end), number in ends.items() if end == "wrong")


if __name__ == "__main__":
    sys.exit(main())
