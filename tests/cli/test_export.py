"""``zqtrack export``: its whole output, and what it leaves on the disk."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from zqtrack.cli import export

REPOSITORY = Path(__file__).parents[2]
EXAMPLE = REPOSITORY / "examples" / "agglomeration-zone-2023"

Add = Callable[[str, str], Path]
Run = Callable[..., Any]

PLANT = """\
name = "Plant"
district = "Sihui"
investment = "11亿"

[actual]
signed = 2024-02-01

[planned]
started = "2024-05"

[[problems]]
title = "Road"
raised = 2024-02-10

[[notes]]
on = 2024-04-01
text = "Written after the day."
"""


@pytest.fixture
def plant(add: Add) -> Path:
    add("other", 'name = "Other"\n')
    return add("plant", PLANT)


@pytest.mark.usefixtures("plant")
def test_a_workbook_holds_the_projects_and_their_report(run: Run) -> None:
    ran = run("export", "out.xlsx")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "2 projects, seen on 2024-03-03, written to out.xlsx\n"
    book = CalamineWorkbook.from_path("out.xlsx")
    assert [row[:2] for row in book.get_sheet_by_name("Projects").to_python()[2:]] == [
        ["other", "Other"],
        ["plant", "Plant"],
    ]
    assert book.get_sheet_by_name("Problems").to_python()[1][2] == "Road"
    assert "2 files read" in str(book.get_sheet_by_name("Report").to_python()[1][0])


@pytest.mark.usefixtures("plant")
def test_json_holds_everything_that_the_files_tell(run: Run) -> None:
    ran = run("export", "out.JSON", "district=Sihui")
    assert ran.err == "1 project, seen on 2024-03-03, written to out.JSON\n"
    (record,) = json.loads(Path("out.JSON").read_text(encoding="utf-8"))
    assert record["investment"] == 1_100_000_000
    assert record["notes"] == [{"on": "2024-04-01", "by": None, "text": "Written after the day."}]
    assert record["derived"]["stage"] == "signed"


@pytest.mark.usefixtures("plant")
def test_as_of_a_day_nothing_that_came_later_is_written(run: Run) -> None:
    run("export", "out.json", "--as-of", "2024-02-05", "plant")
    (record,) = json.loads(Path("out.json").read_text(encoding="utf-8"))
    assert (record["problems"], record["notes"]) == ([], [])
    assert record["derived"]["as_of"] == "2024-02-05"


@pytest.mark.usefixtures("plant")
def test_a_csv_says_what_it_has_no_room_for(run: Run) -> None:
    ran = run("export", "out.csv")
    assert ran.err == (
        "2 projects, seen on 2024-03-03, written to out.csv\n"
        "a CSV has no room for problems, new promises and notes: 2 are not in it\n"
    )
    assert Path("out.csv").read_bytes().startswith(b"\xef\xbb\xbfID,Name,")
    assert run("export", "other.csv", "other").err.count("\n") == 1


@pytest.mark.usefixtures("plant")
def test_a_parquet_file_can_be_written(run: Run) -> None:
    run("export", "out.parquet")
    assert Path("out.parquet").read_bytes()[:4] == b"PAR1"


@pytest.mark.usefixtures("plant")
def test_a_file_that_is_there_stays_unless_force_is_used(run: Run) -> None:
    mine = Path("out.csv")
    mine.write_text("mine", encoding="utf-8")
    ran = run("export", "out.csv")
    assert ran.code == 1
    assert ran.err == (
        "error: `out.csv` is there already; nothing was written\n"
        "hint: add --force to put this one in its place, or name another\n"
    )
    assert mine.read_text(encoding="utf-8") == "mine"
    assert run("export", "out.csv", "--force").code == 0
    assert mine.read_text(encoding="utf-8") != "mine"


@pytest.mark.usefixtures("plant")
def test_the_same_export_again_changes_nothing(run: Run) -> None:
    run("export", "out.xlsx")
    before = Path("out.xlsx").stat()
    assert run("export", "out.xlsx").code == 0
    assert Path("out.xlsx").stat().st_ino == before.st_ino


ENDS = "hint: let the name end with one of .xlsx, .csv, .json, .parquet, or add --format\n"
OTHERWISE = "error: a file whose name ends with .csv is no xlsx\n"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["out.txt"], f"error: `out.txt` does not say what to write\n{ENDS}"),
        (["-"], f"error: `-` does not say what to write\n{ENDS}"),
        (
            ["out.csv", "--format", "xlsx"],
            f"{OTHERWISE}hint: name it out.xlsx, or leave out --format\n",
        ),
    ],
)
def test_a_name_that_does_not_say_what_to_write_is_a_usage_error(
    run: Run, ledger: Path, arguments: list[str], error: str
) -> None:
    ran = run("export", *arguments)
    assert (ran.code, ran.err) == (2, error)
    assert [path.name for path in ledger.iterdir()] == ["projects"]


@pytest.mark.usefixtures("plant")
def test_format_says_what_to_write_to_a_file_of_any_other_name(run: Run) -> None:
    assert run("export", "out.txt", "--format", "json").code == 0
    assert Path("out.txt").read_text(encoding="utf-8").startswith('[\n{"id": "other"')
    assert run("export", "twice.csv", "--format", "csv").code == 0


def test_the_standard_output_takes_any_format(add: Add, ledger: Path) -> None:
    add("plant", PLANT)
    done = subprocess.run(
        [sys.executable, "-m", "zqtrack", "export", "-", "--format", "xlsx"],
        cwd=ledger,
        capture_output=True,
        check=True,
    )
    assert done.stdout.startswith(b"PK")
    assert done.stderr.decode().endswith("written to the standard output\n")


@pytest.mark.usefixtures("ledger")
def test_a_screen_is_no_place_for_a_workbook(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    ran = run("export", "-", "--format", "xlsx")
    assert ran.code == 2
    assert ran.err.startswith("error: a .xlsx is not for a screen\nhint: name a file")
    assert run("export", "-", "--format", "json").out == "[]\n"


def test_a_ledger_without_projects_gives_the_headings_to_fill_in(run: Run, ledger: Path) -> None:
    ran = run("export", "new.xlsx")
    assert (ran.code, ran.err) == (
        0,
        "0 projects, seen on 2024-03-03, written to new.xlsx\n",
    )
    book = CalamineWorkbook.from_path(str(ledger / "new.xlsx"))
    assert book.get_sheet_by_name("Projects").to_python()[1][:2] == ["ID", "Name"]


@pytest.mark.usefixtures("plant")
def test_a_broken_file_is_left_out_and_said_to_be(run: Run, add: Add) -> None:
    add("broken", "name = \n")
    ran = run("export", "out.json")
    assert ran.code == 1
    assert ran.err.endswith("1 of 3 files left out, see zqtrack validate\n")
    assert len(json.loads(Path("out.json").read_text(encoding="utf-8"))) == 2


@pytest.mark.usefixtures("plant")
@pytest.mark.parametrize(
    ("suffix", "package", "extra"),
    [("xlsx", "XlsxWriter", "exchange"), ("parquet", "pyarrow", "parquet")],
)
def test_without_its_library_a_format_is_refused_and_the_extra_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, suffix: str, package: str, extra: str
) -> None:
    monkeypatch.setattr(export, "find_spec", lambda _name: None)
    ran = run("export", f"out.{suffix}")
    assert ran.code == 1
    assert ran.err == (
        f"error: to write .{suffix} the package {package} is needed, which is not installed\n"
        f"hint: pip install 'zqtrack[{extra}]'\n"
    )
    assert not Path(f"out.{suffix}").exists()
    assert run("export", "out.csv").code == 0


@pytest.mark.usefixtures("plant")
def test_a_folder_that_is_not_there_is_said_so(run: Run) -> None:
    ran = run("export", "gone/out.json")
    assert ran.code == 1
    assert ran.err == (
        "error: `gone/out.json` could not be written: no such file or directory; "
        "nothing was changed\n"
    )


@pytest.mark.parametrize("ledger_root", [REPOSITORY, EXAMPLE], ids=["real", "example"])
def test_a_shipped_ledger_can_be_exported_to_every_format(
    run: Run, tmp_path: Path, ledger_root: Path
) -> None:
    for suffix in ("xlsx", "csv", "json", "parquet"):
        assert run("-C", ledger_root, "export", tmp_path / f"out.{suffix}").code == 0


@pytest.mark.usefixtures("plant")
def test_in_chinese_sheets_headings_and_words_are_chinese(run: Run) -> None:
    ran = run("--language", "zh", "export", "out.xlsx")
    assert ran.code == 0
    book = CalamineWorkbook.from_path("out.xlsx")
    assert book.sheet_names[:3] == ["报告", "项目", "问题"]
    _, head, other, plant = book.get_sheet_by_name("项目").to_python()
    assert head[1] == "项目名称"
    assert (other[head.index("阶段")], plant[head.index("阶段")]) == ("洽谈", "签约")
    assert plant[head.index("签约时间")] == date(2024, 2, 1)
    report = book.get_sheet_by_name("报告").to_python()
    assert ["签约", 1.0, 1_100_000_000.0] in [[c for c in row if c != ""][:3] for row in report]
