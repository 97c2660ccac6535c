"""``zqtrack list``: its whole output, to people, programs, pipes and screens."""

import csv
import fcntl
import json
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest

from zqtrack.output.text import width

REPOSITORY = Path(__file__).parents[2]
LEDGERS = (REPOSITORY, REPOSITORY / "examples" / "agglomeration-zone-2023")

Add = Callable[[str, str], Path]


class Ran(Protocol):
    """How one run of the program ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]

GCL = """\
name = "GCL Zhaoqing"
company = "GCL Group"
district = "Sihui"
high-tech = true

[actual]
signed = "2023"
started = 2023-08-30

[planned]
completed = "2024-04"
"""
HONGTAI = """\
name = "宏泰新能源"
company = "Hongtai"
investment = "5亿"

[actual]
signed = "2023-05"
"""


@pytest.fixture
def two(ledger: Path, add: Add) -> Path:
    """Give a ledger of two projects."""
    add("gcl", GCL)
    add("hongtai", HONGTAI)
    return ledger


def program(
    *arguments: str, folder: Path = REPOSITORY, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a user does, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "zqtrack", *arguments],
        cwd=folder,
        env=_environment(environment),
        capture_output=True,
        check=False,
    )


def on_screen(*arguments: str, folder: Path, columns: int, **environment: str) -> str:
    """Run the program on a screen of so many columns, and give what it sends there."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    with subprocess.Popen(
        [sys.executable, "-m", "zqtrack", *arguments],
        cwd=folder,
        env=_environment({"TERM": "xterm-256color", **environment}),
        stdin=subprocess.DEVNULL,
        stdout=its,
        stderr=subprocess.DEVNULL,
    ):
        os.close(its)
        sent = b"".join(iter(lambda: _read(ours), b""))
    os.close(ours)
    return sent.decode().replace("\r\n", "\n")


def _read(screen: int) -> bytes:
    try:
        return os.read(screen, 65_536)
    except OSError:  # Linux says so when the other side is closed
        return b""


def _environment(changed: dict[str, str]) -> dict[str, str]:
    wishes = {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONIOENCODING", "ZQTRACK_LEDGER"}
    return {k: v for k, v in os.environ.items() if k not in wishes} | changed


def test_projects_are_listed_with_where_they_stand(two: Path, run: Run) -> None:
    assert two.is_dir()
    ran = run("list")
    assert ran.out == (
        "id       project       stage           since       age, days  m yuan"
        "  next promise       slip, days  light\n"
        "gcl      GCL Zhaoqing  ■□■□□  started  2023-08-30        186       ·"
        "  2024-04 completed           ·  ● green\n"
        "hongtai  宏泰新能源    ■□□□□  signed   2023-05       277–307     500"
        "  ·                           ·  ○ grey\n"
    )
    assert ran.err == "2 projects as of 2024-03-03: 1 green, 1 grey\n"
    assert ran.code == 0


def test_json_is_an_array_of_full_records(two: Path, run: Run) -> None:
    assert two.is_dir()
    ran = run("list", "--format", "json", "gcl")
    assert json.loads(ran.out) == [
        {
            "id": "gcl",
            "name": "GCL Zhaoqing",
            "company": "GCL Group",
            "district": "Sihui",
            "park": None,
            "industry": None,
            "product": None,
            "origin": None,
            "kind": None,
            "stage": "started",
            "since": "2023-08-30",
            "age_days": 186,
            "light": "green",
            "next_stage": "completed",
            "next_planned": "2024-04",
            "slip_days": 0,
            "investment": None,
            "paid_in": None,
            "output": None,
            "tax": None,
            "land_mu": None,
            "high_tech": True,
            "key_industry": None,
            "lead": None,
            "team": None,
            "lists": [],
            "open_problems": 0,
            "actual": {
                "contacted": None,
                "signed": "2023",
                "land-supplied": None,
                "started": "2023-08-30",
                "completed": None,
                "producing": None,
            },
            "planned": {
                "contacted": None,
                "signed": None,
                "land-supplied": None,
                "started": None,
                "completed": "2024-04",
                "producing": None,
            },
            "withdrawn": None,
        }
    ]
    assert (ran.err, ran.code) == ("", 0)


def test_csv_holds_every_column_in_a_row_a_project(two: Path, run: Run) -> None:
    assert two.is_dir()
    ran = run("list", "--format", "csv")
    gcl, hongtai = csv.DictReader(ran.out.splitlines())
    assert list(gcl)[:3] == ["id", "name", "company"]
    assert list(gcl)[-1] == "sources"
    assert (gcl["high_tech"], gcl["started"], gcl["planned_completed"]) == (
        "true",
        "2023-08-30",
        "2024-04",
    )
    assert (hongtai["name"], hongtai["investment"]) == ("宏泰新能源", "500000000")
    assert ran.err == ""


def test_markdown_is_the_table_for_a_wiki(two: Path, run: Run) -> None:
    assert two.is_dir()
    ran = run("list", "--format", "markdown", "--columns", "id,name,stage")
    assert ran.out == (
        "| id | name | stage |\n"
        "| --- | --- | --- |\n"
        "| gcl | GCL Zhaoqing | started |\n"
        "| hongtai | 宏泰新能源 | signed |\n"
    )
    assert ran.err == "2 projects as of 2024-03-03: 1 green, 1 grey\n"


def test_columns_sorting_and_groups_take_the_beginning_of_a_name(two: Path, run: Run) -> None:
    assert two.is_dir()
    assert run("list", "--columns", "id,age", "--sort", "-age").out == (
        "id       age days\nhongtai   277–307\ngcl           186\n"
    )
    assert run("list", "--columns", "id", "--group-by", "distr").out == (
        "district: Sihui · 1 project\nid\ngcl\n\ndistrict: unknown · 1 project\nid\nhongtai\n"
    )
    chosen = run("list", "--columns", "id, age", "--format", "json", "--sort=age").out
    assert json.loads(chosen) == [
        {"id": "gcl", "age_days": 186},
        {"id": "hongtai", "age_days": 277},
    ]


def test_filters_are_and_ed(two: Path, run: Run) -> None:
    assert two.is_dir()
    ran = run("list", "stage=signed,started", "investment>=100m", "--columns", "id")
    assert ran.out == "id\nhongtai\n"


def test_as_of_shows_the_ledger_as_it_was(two: Path, run: Run) -> None:
    assert two.is_dir()
    ran = run("list", "--as-of", "2023-08-29", "--columns", "id,stage")
    assert ran.out == "id       stage\ngcl      signed\nhongtai  signed\n"
    assert ran.err == "2 projects as of 2023-08-29: 1 green, 1 grey\n"


def test_an_empty_ledger_says_how_to_begin(ledger: Path, run: Run) -> None:
    assert ledger.is_dir()
    ran = run("list")
    assert ran.out == ""
    assert ran.err == 'no project yet; begin one with: zqtrack new "NAME"\n'
    assert ran.code == 0
    assert run("list", "--format", "markdown").out == ""
    assert run("list", "--format", "json").out == "[]\n"
    assert run("list", "--format", "csv").out.startswith("id,name,company,")


def test_a_filter_that_selects_nothing_says_so(two: Path, run: Run) -> None:
    assert two.is_dir()
    ran = run("list", "light=red", "sihui")
    assert ran.out == ""
    assert ran.err == (
        "no project answers to `light=red sihui`; zqtrack list shows all 2 projects\n"
    )
    assert ran.code == 0


def test_a_broken_file_is_left_out_aloud(two: Path, add: Add, run: Run) -> None:
    assert two.is_dir()
    add("broken", "name = \n")
    ran = run("list", "--columns", "id")
    assert ran.out == "id\ngcl\nhongtai\n"
    assert ran.err == (
        "2 projects as of 2024-03-03: 1 green, 1 grey\n"
        "1 of 3 files left out, see zqtrack validate\n"
    )
    assert ran.code == 1


def test_a_ledger_of_broken_files_is_not_called_empty(ledger: Path, add: Add, run: Run) -> None:
    assert ledger.is_dir()
    add("broken", "name = \n")
    ran = run("list")
    assert ran.err == "no project can be read\n1 of 1 file left out, see zqtrack validate\n"
    assert (ran.out, ran.code) == ("", 1)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["stgae="],
            "error: in the filter `stgae=`: `stgae` is not a field\nhint: did you mean `stage`?\n",
        ),
        (["--sort", "stagee"], "error: `stagee` is not a field\nhint: did you mean `stage`?\n"),
        (
            ["--columns", "id,st"],
            "error: `st` may be several fields\nhint: write one of stage, started\n",
        ),
        (
            ["--group-by", "stage", "--format", "json"],
            "error: --group-by does not go with json\nhint: write --sort stage\n",
        ),
    ],
)
def test_a_wrong_request_is_refused_with_2(
    two: Path, run: Run, arguments: list[str], said: str
) -> None:
    assert two.is_dir()
    ran = run("list", *arguments)
    assert (ran.out, ran.err, ran.code) == ("", said, 2)


@pytest.mark.parametrize("ledger_", LEDGERS, ids=["real", "example"])
@pytest.mark.parametrize("columns", [40, 80, 120])
def test_no_line_is_wider_than_the_screen_and_ids_and_lights_are_on_it(
    ledger_: Path, columns: int
) -> None:
    sent = on_screen("list", folder=ledger_, columns=columns)
    # Nothing but colours and new lines steers the screen.
    lines = re.sub(r"\x1b\[[0-9;]*m", "", sent).splitlines()
    assert all(line.isprintable() for line in lines)
    assert max(map(width, lines)) <= columns
    ids = [path.stem for path in sorted((ledger_ / "projects").iterdir())]
    shown = [line.split()[0].removesuffix("…") for line in lines[1:]]
    assert [id_[: len(start)] for id_, start in zip(ids, shown, strict=True)] == shown
    assert {line.split()[-1] for line in lines[1:]} <= {"red", "yellow", "green", "grey"}


def test_ids_of_usual_length_are_whole_on_80_columns() -> None:
    sent = on_screen("list", folder=REPOSITORY, columns=80, NO_COLOR="1")
    assert "\nchangshu-automotive-decoration  ■□□□□  " in sent


def test_chinese_names_are_aligned_on_a_screen(two: Path) -> None:
    sent = on_screen("list", folder=two, columns=80, NO_COLOR="1")
    rows = [line.partition("■")[0] for line in sent.splitlines()[1:]]
    assert rows == ["gcl      GCL Zhaoqing  ", "hongtai  宏泰新能源    "]


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "latin-1", "cp437"])
@pytest.mark.parametrize("format_", ["table", "json", "csv", "markdown"])
def test_no_encoding_stops_a_list(two: Path, encoding: str, format_: str) -> None:
    ran = program("list", "--format", format_, folder=two, PYTHONIOENCODING=encoding)
    assert (ran.returncode, b"Traceback" in ran.stderr) == (0, False)
    assert b"gcl" in ran.stdout
    if format_ != "table":
        assert "宏泰新能源" in ran.stdout.decode()


def test_the_c_locale_shows_simpler_signs(two: Path) -> None:
    ran = program(
        "list",
        "--as-of=2024-03-03",
        folder=two,
        LC_ALL="C",
        PYTHONUTF8="0",
        PYTHONCOERCECLOCALE="0",
    )
    first, second, third = ran.stdout.decode("ascii").splitlines()
    assert second.startswith("gcl      GCL Zhaoqing")
    assert "#.#.." in second
    assert second.endswith("+ green")
    assert r"\u5b8f" in third
    assert first.startswith("id ")


def test_a_closed_pipe_is_no_trouble(two: Path) -> None:
    command = f"{sys.executable} -m zqtrack list | head -1"
    ran = subprocess.run(command, shell=True, cwd=two, capture_output=True, check=False)  # noqa: S602 - our own words
    assert ran.stdout.startswith(b"id ")
    assert b"Traceback" not in ran.stderr
    assert b"Broken" not in ran.stderr


def test_a_pipe_that_nobody_reads_ends_the_program_quietly(two: Path) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    ran = subprocess.run(
        [sys.executable, "-m", "zqtrack", "list", "--format", "json"],
        cwd=two,
        stdout=writes,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writes)
    # As of any program that a pipe ends; a shell says 141.
    assert (ran.returncode, ran.stderr) == (-signal.SIGPIPE, b"")
