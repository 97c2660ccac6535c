"""Let every system call of every writing command fail, and kill the command at each of them.

Usage: python scripts/soak_faults.py [--commands NAME,…]

Needs Linux and strace (``apt-get install strace``). Runs each writing command on a small ledger,
once as it is, then once for each system call that concerns the ledger and for each of: EIO,
ENOSPC, EACCES, EINTR and SIGKILL in its place; and a write says that it took one byte, but
took none. Afterwards:

- each file is the old one or the new one, and there is no other project;
- exit code 0 means that all is as it should be; any other, that the message says what is so;
- there is no traceback, and no temporary file stays behind, unless its removal is what failed or
  the process was killed.

Prints how many faults there were and how each kind ended; exits 1 when one ended badly.
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from writing_commands import COMMANDS, LEFT_OUT, OTHERS, SHARE, Files, begin, contents, leftovers

ALL = {**COMMANDS, **OTHERS}
FAULTS = ("error=EIO", "error=ENOSPC", "error=EACCES", "error=EINTR", "signal=KILL")
# A call as strace writes it: "12 openat(AT_FDCWD</x>, …) = 3".
CALL = re.compile(r"^(?:\d+ +)?(\w+)\((.*)")
# How a command says that it has written some of its files.
PART = re.compile(r"\d of \d (projects were|files) written|^wrote .*\.schema\.json$", re.MULTILINE)


@dataclass(frozen=True)
class Ended:
    """How one run of a command ended."""

    code: int
    err: str
    files: Files
    temporary: bool


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    options.add_argument("--commands", default=",".join(ALL))
    names = options.parse_args().commands.split(",")
    if not shutil.which("strace"):
        print("this needs strace")
        return 2
    begun, ends, wrong = time.monotonic(), Counter[str](), []
    for name in names:
        for fault, end in try_command(ALL[name]):
            kind = fault.split(":", 1)[1].split(":")[0]
            ends[f"{kind}: {end}"] += 1
            if end.startswith("wrong"):
                wrong.append(f"{name} {fault}: {end}")
                print(f"  {wrong[-1]}", flush=True)
        print(f"{name}: {ends.total():,} faults so far, {len(wrong)} wrong", flush=True)
    print(f"{ends.total():,} faults in {time.monotonic() - begun:.0f} s, {len(wrong)} wrong")
    print("".join(f"  {number:,} {end}\n" for end, number in sorted(ends.items())), end="")
    return 1 if wrong else 0


def try_command(command: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Let each call of a command fail in each way; give the fault and how it ended."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve() / "ledger"
        root.mkdir()
        old = begin(root)
        trace = Path(folder) / "trace"
        new = run(root, command, "-y", output=trace).files
        lines = trace.read_text(encoding="utf-8", errors="replace").splitlines()
        for call, nth in calls_on(root, lines):
            short = ("retval=1",) if call == "write" else ()
            for kind in (*FAULTS, *short):
                begin(root)
                fault = f"{call}:{kind}:when={nth}"
                # Where strace looks at one call only, it is faster and kills nobody.
                fast = () if "KILL" in kind else ("--seccomp-bpf", f"--trace={call}")
                ended = run(root, command, *fast, f"--inject={fault}")
                yield fault, judge(ended, old, new, fault)


def run(
    root: Path, command: tuple[str, ...], *options: str, output: Path = Path(os.devnull)
) -> Ended:
    strace = ("strace", "-f", f"--output={output}", *options)
    ran = subprocess.run(  # noqa: S603 - our own program
        (*strace, sys.executable, "-m", "zqtrack", "-C", str(root), *command),
        capture_output=True,
        encoding="utf-8",
        cwd=root,
        env={
            **os.environ,
            "PYTHONDONTWRITEBYTECODE": "1",
            "XDG_DATA_HOME": str(root / SHARE),
            "ZQTRACK_CACHE": "",
            "ZQTRACK_LANGUAGE": "en",
        },
        check=False,
    )
    return Ended(ran.returncode, ran.stderr, contents(root), bool(leftovers(root)))


def calls_on(root: Path, lines: list[str]) -> Iterator[tuple[str, int]]:
    """Give each call that names a file of the ledger, as the how many-th of its name it is."""
    seen: Counter[str] = Counter()
    for line in lines:
        found = CALL.match(line)
        if found:
            seen[found[1]] += 1
            # What is written may name a file, too: of a write only the first argument counts.
            about = found[2].split(",")[0] if found[1] == "write" else found[2]
            if f"{root}/" in about and found[1] != "execve":
                yield found[1], seen[found[1]]


def judge(ended: Ended, old: Files, new: Files, fault: str) -> str:
    """Say how a run ended; what may not be begins with "wrong"."""
    if set(ended.files) - set(old) - set(new):
        return f"wrong: a project too many: {sorted(ended.files)}"
    if ended.code == 1 and LEFT_OUT.search(ended.err):
        return "read in part, and said so"
    if torn := [n for n in {*old, *new} if ended.files.get(n) not in {old.get(n), new.get(n)}]:
        return f"wrong: {torn} is neither old nor new"
    which = "new" if ended.files == new else "old" if ended.files == old else "in part"
    if "signal=KILL" in fault:
        return judge_killed(ended, which)
    if "Traceback" in ended.err:
        return f"wrong: {which}, with a traceback: {ended.err.splitlines()[-1]}"
    if ended.temporary and not fault.startswith(("unlink", "close")):
        return "wrong: a temporary file stays"
    if ended.code == 0:
        return which if which == "new" else f"wrong: {which}, and exit code 0"
    if which == "in part":
        return which if PART.search(ended.err) else "wrong: in part, and not said"
    if which == "new":
        return f"wrong: new, and exit code {ended.code}: {ended.err}"
    said = f"\n{ended.err}".count("\nerror: ") == 1
    return "old, and said so" if said else f"wrong: old, and not said: {ended.err}"


def judge_killed(ended: Ended, which: str) -> str:
    """Say how a run ended that was to be killed."""
    if ended.code == 0 and which == "new":
        return "not reached: it read fewer files than before"
    return which if ended.code == -signal.SIGKILL else f"wrong: {which}, and not killed"


if __name__ == "__main__":
    sys.exit(main())
