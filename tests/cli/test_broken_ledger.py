"""Ten files broken in ten ways hide nothing and break nothing."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")

BROKEN = {
    "syntax": b'name = "Syntax\n',
    "conflict": b'name = "C"\n<<<<<<< HEAD\ntax = 1\n=======\ntax = 2\n>>>>>>> mine\n',
    "empty": b"",
    "encoding": 'name = "广东"\n'.encode("gbk"),
    "bare-month": b'name = "Month"\n[actual]\nsigned = 2023-04\n',
    "misspelt": b'name = "Misspelt"\ncompny = "X"\n',
    "out-of-order": b'name = "Order"\n[actual]\nsigned = 2023-09-28\n'
    b'land-supplied = "n/a"\nstarted = 2023-04-01\n',
}
# Dates out of order are wrong, but they can be read and shown.
READ = ["good", "good-too", "out-of-order"]
LEFT_OUT = "9 of 12 files left out, see zqtrack validate\n"


@pytest.fixture
def broken(tmp_path: Path) -> Iterator[Path]:
    """Give a ledger of two good files and ten broken ones, in a folder that must not change."""
    root = tmp_path / "outside" / "ledger"
    projects = root / "projects"
    projects.mkdir(parents=True)
    for id_, source in BROKEN.items():
        (projects / f"{id_}.toml").write_bytes(source)
    (projects / "folder.toml").mkdir()
    (projects / "dangling.toml").symlink_to("../../nowhere.toml")
    os.mkfifo(projects / "pipe.toml")
    (projects / "good.toml").write_bytes(b'name = "Good"\n[actual]\nsigned = 2023-04-18\n')
    (projects / "good-too.toml").write_bytes('name = "也好"\r\n'.encode())
    before = _everything(tmp_path)
    yield root
    assert _everything(tmp_path) == before


def _everything(folder: Path) -> dict[str, object]:
    """Give all names below a folder, and what is in the files."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


def zqtrack(root: Path, *arguments: str) -> tuple[int, str, str]:
    """Run the program as a process of its own, which a pipe must not keep waiting."""
    ran = subprocess.run(
        [sys.executable, "-m", "zqtrack", "-C", str(root), *arguments],
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=20,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert "Traceback" not in ran.stderr
    return ran.returncode, ran.stdout, ran.stderr


def test_list_shows_the_good_ones_and_says_what_was_left_out(broken: Path) -> None:
    code, out, err = zqtrack(broken, "list", "--format", "json", "--as-of", "2024-03-03")
    assert code == 1
    assert [project["id"] for project in json.loads(out)] == READ
    assert err == LEFT_OUT


@pytest.mark.parametrize("format_", ["table", "csv", "markdown"])
def test_every_format_of_list_has_the_good_ones(broken: Path, format_: str) -> None:
    code, out, err = zqtrack(broken, "list", "--format", format_)
    assert code == 1
    assert "也好" in out
    assert "syntax" not in out
    assert err.endswith(LEFT_OUT)


def test_report_counts_the_good_ones_and_says_what_was_left_out(broken: Path) -> None:
    options = ("--period", "2023", "--format", "json")
    code, out, err = zqtrack(broken, "report", *options)
    found = json.loads(out)
    assert (code, err) == (1, LEFT_OUT)
    assert found["files"] == {"read": 12, "left_out": 9}
    # `good` was signed, `out-of-order` signed after it was started, `good-too` says nothing.
    assert sum(place["projects"] for place in found["pipeline"]) == 3
    assert [one["reached"] for one in found["cadence"]] == [2, 0, 1, 0, 0]


@pytest.mark.parametrize("format_", ["table", "csv", "markdown"])
def test_every_format_of_report_has_the_good_ones(broken: Path, format_: str) -> None:
    code, out, err = zqtrack(broken, "report", "--period", "2023", "--format", format_)
    assert (code, err) == (1, LEFT_OUT)
    told = "files.left_out,9" if format_ == "csv" else "12 files, 9 left out"
    assert told in out


def test_validate_finds_all_ten_in_one_run(broken: Path) -> None:
    code, out, err = zqtrack(broken, "validate", "--format", "json", "--as-of", "2024-03-03")
    found = [
        (Path(f["path"]).stem, f["line"], f["column"], f["code"], f["message"])
        for f in json.loads(out)
    ]
    assert code == 1
    assert found == [
        ("bare-month", 3, 10, "ZQ005", "invalid date, expected `-` (MM-DD)"),
        ("conflict", 2, 1, "ZQ004", "a merge conflict is not resolved"),
        ("dangling", 1, 1, "ZQ001", "the file is a link to nothing"),
        ("empty", 1, 1, "ZQ003", "the file is empty"),
        (
            *("encoding", 1, 9, "ZQ002"),
            "the byte 0xb9 is not UTF-8; the file may be in GBK or Latin-1",
        ),
        ("folder", 1, 1, "ZQ001", "this is a folder"),
        ("misspelt", 2, 1, "ZQ101", "`compny` is not a key of this table"),
        (
            *("out-of-order", 5, 11, "ZQ201"),
            "started (2023-04-01) comes before signed (2023-09-28)",
        ),
        ("pipe", 1, 1, "ZQ001", "the file is a named pipe"),
        ("syntax", 1, 15, "ZQ005", "the text has no closing quote"),
    ]
    assert err == "12 files, 10 errors in 10 of them\n"


@pytest.mark.parametrize("format_", ["text", "github"])
def test_validate_names_all_ten_in_every_format(broken: Path, format_: str) -> None:
    code, out, err = zqtrack(broken, "validate", "--format", format_)
    assert code == 1
    assert out.count("projects/") >= 10
    assert err == "12 files, 10 errors in 10 of them\n"


@pytest.mark.parametrize("id_", [*BROKEN, "folder", "dangling", "pipe"])
def test_each_of_the_ten_is_checked_alone(broken: Path, id_: str) -> None:
    code, _, err = zqtrack(broken, "validate", str(broken / "projects" / f"{id_}.toml"))
    assert (code, err) == (1, "1 file, 1 error\n")


@pytest.mark.parametrize("source", [b"name", b'name = ""', b"\xff", b"as-of = 2024-03"])
def test_settings_that_are_broken_stop_list_but_not_validate(broken: Path, source: bytes) -> None:
    settings = broken / "zqtrack.toml"
    settings.write_bytes(source)
    code, out, err = zqtrack(broken, "list")
    assert (code, out) == (1, "")
    assert err.startswith(f"error: {settings} cannot be used: ")
    assert err.endswith("\nhint: zqtrack validate shows where\n")
    code, out, err = zqtrack(broken, "validate")
    assert code == 1
    assert f"{settings}:1:" in out
    assert err == "12 files and zqtrack.toml, 11 errors in 11 of them\n"
    settings.unlink()
