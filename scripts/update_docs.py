"""Run every example of the README and the docs, and write down what it printed.

    python scripts/update_docs.py            rewrites the examples
    python scripts/update_docs.py --check    only says which differ, and exits with 1

An example is a ``console`` block: a line ``$ zqtrack …`` and what it prints on a screen of 80
columns without colours, standard output before standard error; or ``$ echo … >> FILE``. The
commands of one page run one after another in a copy of the repository, so that one can show what
another did.
"""

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from unittest.mock import patch

from zqtrack.cli import app

REPOSITORY = Path(__file__).resolve().parent.parent
DOCS = sorted((REPOSITORY / "docs").glob("*.md"))
PAGES = ("README.md", "README.zh.md", *(f"docs/{page.name}" for page in DOCS))

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SCREEN = {"COLUMNS": "80", "NO_COLOR": "1"}
_LEDGERS = ("projects", "examples", "zqtrack.toml", "project.schema.json", "zqtrack.schema.json")


class _Screen(io.StringIO):
    """What takes the place of a terminal."""

    def isatty(self) -> bool:
        return True


def rewritten(page: str) -> str:
    """Give the text of a page with the output of each example as it is now."""
    text = (REPOSITORY / page).read_text(encoding="utf-8")
    language = {"ZQTRACK_LANGUAGE": "zh" if page.endswith(".zh.md") else "en"}
    with _copied_ledgers(), patch.dict(os.environ, language):
        return _BLOCK.sub(lambda block: f"```console\n{_run_block(block[1])}```", text)


def _run_block(block: str) -> str:
    commands = [line[2:] for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"$ {command}\n{_run(command)}" for command in commands)


def _run(command: str) -> str:
    program, *arguments = shlex.split(command, comments=True)
    if program == "echo":  # to break a file on purpose
        subprocess.run(command, shell=True, check=True)  # noqa: S602 - our own page says it
        return ""
    if program != "zqtrack":
        raise ValueError(f"an example runs zqtrack or echo, not {program}")
    out, err = _Screen(), _Screen()
    with (
        patch.object(sys, "argv", ["zqtrack", *arguments]),
        patch.dict(os.environ, _SCREEN),
        redirect_stdout(out),
        redirect_stderr(err),
        suppress(SystemExit),
    ):
        app.main()
    return out.getvalue() + err.getvalue()


@contextmanager
def _copied_ledgers() -> Iterator[None]:
    here = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        for name in _LEDGERS:
            source, copy = REPOSITORY / name, Path(folder) / name
            if source.is_dir():
                shutil.copytree(source, copy)
            else:
                shutil.copy(source, copy)
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(here)


def main() -> int:
    """Rewrite the pages, or only compare them."""
    stale = [page for page in PAGES if rewritten(page) != (REPOSITORY / page).read_text("utf-8")]
    for page in stale:
        if "--check" not in sys.argv:
            (REPOSITORY / page).write_text(rewritten(page), encoding="utf-8")
        print(f"{page}: {'differs' if '--check' in sys.argv else 'written'}")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
