"""The manual page says what the commands say, and shows it."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "scripts"))

import make_man
from zqtrack.cli.program import COMMANDS
from zqtrack.core.project import FIELDS

REPOSITORY = Path(__file__).parent.parent


def needs(program: str) -> pytest.MarkDecorator:
    missing = os.environ.get("CI") != "true" and not shutil.which(program)
    return pytest.mark.skipif(missing, reason=f"{program} is not here")


def test_it_is_current() -> None:
    kept = make_man.PAGE.read_text(encoding="ascii")
    assert kept == make_man.page(), "write it anew: python scripts/make_man.py"


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(("groff", "-man", "-Tutf8", "-ww", "-z"), marks=needs("groff")),
        pytest.param(("mandoc", "-Tlint"), marks=needs("mandoc")),
    ],
    ids=lambda command: command[0],
)
def test_it_is_set_without_a_warning(command: tuple[str, ...]) -> None:
    ended = subprocess.run([*command, make_man.PAGE], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout + ended.stderr) == (0, "")


@needs("man")
def test_man_shows_every_part_of_it() -> None:
    shown = as_shown()
    sections = re.findall("^[A-Z].*", shown, re.MULTILINE)[1:]
    assert sections == [
        "NAME",
        "SYNOPSIS",
        "DESCRIPTION",
        "OPTIONS",
        "COMMANDS",
        "FILES",
        "ENVIRONMENT",
        "EXIT STATUS",
        "EXAMPLES",
        "SEE ALSO",
    ]
    for command in COMMANDS:
        assert f"\n   zqtrack {command} " in shown
    for field in FIELDS[1:]:
        assert f"\n       --{field.key}" in shown
    assert "--investment 11亿" in shown


@needs("man")
def test_what_is_copied_from_it_can_be_run() -> None:
    example = "zqtrack list stage=started 'investment>=100m' --sort -age"
    assert f"\n           {example}\n" in as_shown()
    assert "--columns FIELD,…" in as_shown()


def test_what_troff_would_take_for_its_own_is_shown_as_it_is() -> None:
    assert make_man._text(r".a 'b' \c -d") == r"\&.a \(aqb\(aq \ec \-d"
    assert make_man._text("亿") == r"\[u4EBF]"


def test_the_wheel_puts_it_where_man_looks() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    shared = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert shared == {"docs/zqtrack.1": "share/man/man1/zqtrack.1"}


def as_shown() -> str:
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "MANWIDTH": "120", "MAN_KEEP_FORMATTING": ""}
    command = ["man", "--local-file", str(make_man.PAGE)]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True
    ).stdout
