"""``import`` shows what a table would bring, and writes it only when told to."""

import errno
import os
import shutil
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from zqtrack.cli import app, import_, writing
from zqtrack.core.intake import plan_import
from zqtrack.errors import WriteFailed
from zqtrack.ledger import disk
from zqtrack.ledger.disk import Outcome, ledger_lock
from zqtrack.ledger.write import Change, carry_out

Add = Callable[[str, str], Path]
Run = Callable[..., Any]

MESSY = Path(__file__).parent.parent / "exchange" / "messy" / "excel.xlsx"
BY_HAND = (
    "# By hand.\n"
    'name = "GCL Zhaoqing"\n'
    'company="GCL Group"   # as signed\n'
    'investment = "11亿"\n'
    'lead = "Li"\n'
    "\n"
    "[actual]\n"
    "signed = 2023-04-18\n"
    'land-supplied = "unknown"\n'
)


@pytest.fixture
def table(ledger: Path) -> Callable[..., str]:
    """Give a function that writes a CSV file of some lines, and its name."""

    def write(*lines: str) -> str:
        (ledger / "t.csv").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return "t.csv"

    return write


Table = Callable[..., str]


def files(ledger: Path) -> list[str]:
    return sorted(path.name for path in (ledger / "projects").iterdir())


# --- the plan -----------------------------------------------------------------------------------

PLAN = """\
Sheet t: heading in row 1, 6 rows below it
  column  heading         read as        unit or reason
  A       项目名称        name
  B       企业            company
  C       投资额（亿元）  investment     亿元
  D       签约时间        actual.signed
  E       责任人          lead
  F       备注            not read
  --map "HEADING=FIELD" says what a column holds; FIELD may be ignore

New: 1 project
  row  id          name        stage   since    investment
    2  solar-park  Solar Park  signed  2023-04     1.20 bn

Changed: 1 project
  row  project  value       in the ledger  in the table
    3  gcl      investment  1,100,000,000  1,200,000,000
                lead        Li             Wang

Less precise than the ledger, which stays
  cell  project  in the table  in the ledger
  D3    gcl      2023-04       2023-04-18

Rows without a project
  row  what it is  text
    8  a total     合计

Rejected: 3 rows
  cell  project  heading         what is wrong
    C4  Mine     投资额（亿元）  `about 3` is not an amount
    D4           签约时间        `soon` is not a date
     6  Twice                    it tells of the same project as row 7
     7  Twice                    it tells of the same project as row 6
  hint: write a number; with a unit such as 万元, 亿元, m or bn if it is not the heading's
  hint: write it like 2023-09-28, 2023-09, 2023年9月, 2023-Q3 or 2023年上半年
  hint: keep one of them, or give each an id of its own
"""


@pytest.fixture
def messy_table(table: Table, add: Add) -> str:
    add("gcl", BY_HAND)
    add("mill", 'name = "Mill"\n')
    return table(
        "项目名称,企业,投资额（亿元）,签约时间,责任人,备注",
        "Solar Park,Sun,12,2023年4月,Zhang,快",
        "GCL Zhaoqing,GCL  Group,12,2023年4月,Wang,",
        "Mine,,about 3,soon,,",
        "Mill,,,,,",
        "Twice,,,,,",
        "Twice,,,,,",
        "合计,,24,,,",
    )


def test_the_plan_shows_what_is_new_changed_and_rejected(
    ledger: Path, run: Run, messy_table: str
) -> None:
    ran = run("import", messy_table)
    assert ran.code == 1
    assert ran.out == PLAN
    assert ran.err == (
        "1 new, 1 changed, 1 unchanged, 3 rejected; nothing was written: --write writes it\n"
    )
    assert files(ledger) == ["gcl.toml", "mill.toml"]
    assert (ledger / "projects" / "gcl.toml").read_text(encoding="utf-8") == BY_HAND


def test_writing_shows_the_same_and_keeps_what_did_not_change(
    ledger: Path, run: Run, messy_table: str
) -> None:
    planned = run("import", messy_table).out
    ran = run("import", messy_table, "--write")
    assert (ran.code, ran.out) == (1, planned)
    assert ran.err == "wrote 2 projects (1 new, 1 changed, 1 unchanged, 3 rejected)\n"
    assert files(ledger) == ["gcl.toml", "mill.toml", "solar-park.toml"]
    projects = ledger / "projects"
    assert (projects / "solar-park.toml").read_text(encoding="utf-8") == (
        'name = "Solar Park"\n'
        'company = "Sun"\n'
        "investment = 1_200_000_000\n"
        'lead = "Zhang"\n'
        "\n"
        "[actual]\n"
        'signed = "2023-04"\n'
    )
    # Comments, spacing and the date that says more stay.
    assert (projects / "gcl.toml").read_text(encoding="utf-8") == BY_HAND.replace(
        '"11亿"', "1200000000"
    ).replace('"Li"', '"Wang"')


def test_importing_again_changes_nothing(run: Run, messy_table: str) -> None:
    run("import", messy_table, "--write")
    ran = run("import", messy_table, "--write")
    assert ran.err == "wrote 0 projects (0 new, 0 changed, 3 unchanged, 3 rejected)\n"


def test_what_is_unchanged_needs_no_writing(run: Run, table: Table, add: Add) -> None:
    add("mill", 'name = "Mill"\n')
    ran = run("import", table("name", "Mill"))
    assert ran.code == 0
    assert ran.err == ("0 new, 0 changed, 1 unchanged, 0 rejected: there is nothing to write\n")


def test_a_project_that_breaks_a_rule_is_taken_and_shown(
    ledger: Path, run: Run, table: Table
) -> None:
    # Nobody knows what to say of the land but who filled in the table.
    ran = run("import", table("id,name,signed,started", "a,A,2023-04,2023-09"), "--write")
    assert ran.code == 1
    assert "Taken, but zqtrack validate will find\n" in ran.out
    assert "    2  a        ZQ203  started is reached, but nothing is said of" in ran.out
    assert files(ledger) == ["a.toml"]


def test_a_warning_alone_is_no_failure(run: Run, table: Table) -> None:
    ran = run("import", table("name,investment", "A,12"))
    assert ran.code == 0
    assert "ZQ231" in ran.out


def test_the_first_projects_bring_their_schema(ledger: Path, run: Run, table: Table) -> None:
    assert run("import", table("name", "Mill"), "--write").code == 0
    assert (ledger / "project.schema.json").exists()
    text = (ledger / "projects" / "mill.toml").read_text(encoding="utf-8")
    assert text == '#:schema ../project.schema.json\nname = "Mill"\n'


def test_a_workbook_is_read_on_a_screen_of_80_columns(
    run: Run, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("zqtrack.output.terminal.screen_width", lambda _stream: 80)
    shutil.copy(MESSY, ledger / "t.xlsx")
    ran = run("import", "t.xlsx", "--write")
    assert ran.code == 1
    assert max(map(_width, ran.out.splitlines())) <= 80
    assert files(ledger) == ["project-001.toml", "project-002.toml", "project-003.toml"]


def _width(line: str) -> int:
    from zqtrack.output.text import width

    return width(line)


def test_long_lists_are_cut_unless_all_is_asked_for(run: Run, table: Table) -> None:
    name = table("name", *(f"Plant {number}" for number in range(25)))
    cut, whole = run("import", name).out, run("import", name, "--verbose").out
    assert "  and 5 more; --verbose shows all\n" in cut
    assert ("Plant 19\n" in cut or "Plant 19 " in cut, "Plant 20 " in cut) == (True, False)
    assert "Plant 24 " in whole
    assert "more; --verbose" not in whole


def test_without_projects_the_rest_of_the_plan_is_not_shown(run: Run, table: Table) -> None:
    ran = run("import", table("name"))
    assert ran.code == 0
    assert ran.out == (
        "Sheet t: heading in row 1, 0 rows below it\n"
        "  column  heading  read as  unit or reason\n"
        "  A       name     name\n"
    )


# --- columns ------------------------------------------------------------------------------------


def test_a_mapping_is_remembered_once_it_is_written(ledger: Path, run: Run, table: Table) -> None:
    (ledger / "zqtrack.toml").write_text('name = "L"  # ours\n', encoding="utf-8")
    name = table("项目名称,总盘子(亿元),情况", "A,1,x")
    options = ("--map", "总盘子=investment", "--map", "情况=ignore")
    run("import", name, *options)
    assert (ledger / "zqtrack.toml").read_text(encoding="utf-8") == 'name = "L"  # ours\n'
    run("import", name, *options, "--write")
    assert (ledger / "zqtrack.toml").read_text(encoding="utf-8") == (
        'name = "L"  # ours\n\n[import]\n"总盘子" = "investment"\n"情况" = "ignore"\n'
    )
    shown = run("import", name).out
    assert "  B       总盘子(亿元)  investment  亿元\n" in shown
    assert "  C       情况          not read    to be ignored\n" in shown
    before = (ledger / "zqtrack.toml").stat().st_mtime_ns
    run("import", name, *options, "--write")
    assert (ledger / "zqtrack.toml").stat().st_mtime_ns == before


def test_a_mapping_is_remembered_where_there_are_no_settings_yet(
    ledger: Path, run: Run, table: Table
) -> None:
    run("import", table("项目名称,总盘子", "A,1"), "--map", "总盘子=tax", "--write")
    assert (ledger / "zqtrack.toml").read_text(encoding="utf-8") == (
        '[import]\n"总盘子" = "tax"\n'
    )


def test_a_mapped_remark_becomes_a_note_of_the_day(ledger: Path, run: Run, table: Table) -> None:
    run("import", table("name,备注", "Mill,快"), "--map", "备注=note", "--write")
    text = (ledger / "projects" / "mill.toml").read_text(encoding="utf-8")
    assert text.endswith('[[notes]]\non = 2024-03-03\ntext = "快"\n')


@pytest.mark.parametrize(
    ("option", "error"),
    [
        ("总盘子", "error: `总盘子` does not say which column is which field\n"),
        ("=tax", "error: `=tax` does not say which column is which field\n"),
        ("备注=nose", "error: `nose` is not a field\n"),
        (
            "别的=tax",
            "error: sheet `t` has no column `别的`\nhint: headings: `项目名称`, `备注`\n",
        ),
    ],
)
def test_a_mapping_that_says_nothing_is_a_usage_error(
    run: Run, table: Table, option: str, error: str
) -> None:
    ran = run("import", table("项目名称,备注", "A,x"), "--map", option)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(error)


def test_a_remembered_mapping_that_names_no_field_is_found(
    ledger: Path, run: Run, table: Table
) -> None:
    (ledger / "zqtrack.toml").write_text('[import]\n"x" = "nose"\n', encoding="utf-8")
    ran = run("import", table("name", "A"))
    assert ran.code == 1
    assert ran.err.startswith("error: zqtrack.toml cannot be used: `nose` is not a field\n")


def test_another_sheet_is_read_on_request(ledger: Path, run: Run) -> None:
    shutil.copy(MESSY, ledger / "t.xlsx")
    ran = run("import", "t.xlsx", "--sheet", "旧台账")
    assert ran.code == 0
    assert "    2  project-001  早已投产的项目  prospect\n" in ran.out


# --- files that cannot be read ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "error"),
    [
        (None, "error: `t.xlsx` does not exist\n"),
        (b"", "error: `t.xlsx` cannot be read: the file is empty\n"),
        (
            b"PK\x03\x04",
            "error: `t.xlsx` cannot be read: the workbook is damaged or cut off\nhint: ",
        ),
        (b"<html>", "error: `t.xlsx` cannot be read: the file is a web page, whatever its name"),
        (b"a,b\n1,2\n", "error: no row of `t` names a column for the names of projects\nhint: "),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_a_sentence(
    ledger: Path, run: Run, source: bytes | None, error: str
) -> None:
    if source is not None:
        (ledger / "t.xlsx").write_bytes(source)
    ran = run("import", "t.xlsx", "--write")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(error)
    assert files(ledger) == []


def test_a_file_of_another_name_is_read_by_what_is_in_it(ledger: Path, run: Run) -> None:
    shutil.copy(MESSY, ledger / "t.csv")
    assert "Sheet 2024年台账: " in run("import", "t.csv").out


# --- the ledger's files -------------------------------------------------------------------------


def test_files_that_cannot_be_read_are_told(run: Run, table: Table, add: Add) -> None:
    add("bad", "name = \n")
    ran = run("import", table("id,name", "a,A", "bad,B"))
    assert ran.code == 1
    assert "     3  B                 the file of `bad` cannot be read\n" in ran.out
    assert ran.err.endswith("1 of 1 file left out, see zqtrack validate\n")


def test_a_file_that_cannot_be_edited_rejects_its_row_only(
    ledger: Path, run: Run, table: Table, add: Add
) -> None:
    add("a", 'name = "A"\nlists = [\n  "x", # why\n]\n')
    add("b", 'name = "B"\n')
    ran = run("import", table("name,lists,lead", "A,y,", "B,,Li"), "--write")
    assert ran.code == 1
    assert "Rejected: 1 row\n" in ran.out
    assert "projects/a.toml: `lists` has comments between its values" in ran.out
    assert ran.err == "wrote 1 project (0 new, 1 changed, 0 unchanged, 1 rejected)\n"
    assert 'lead = "Li"' in (ledger / "projects" / "b.toml").read_text(encoding="utf-8")


def test_a_file_that_changes_meanwhile_rejects_its_row(
    run: Run, table: Table, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = add("a", 'name = "A"\n')

    def plan_and_edit(*arguments: Any) -> Any:
        plan = plan_import(*arguments)
        path.write_text('name = "A"\nlead = "Wang"\n', encoding="utf-8")
        return plan

    monkeypatch.setattr(import_, "plan_import", plan_and_edit)
    ran = run("import", table("name,lead", "A,Li"), "--write")
    assert ran.code == 1
    assert "its file changed meanwhile" in ran.out
    assert 'lead = "Wang"' in path.read_text(encoding="utf-8")


def test_a_disk_that_fails_halfway_tells_what_was_written(
    ledger: Path, run: Run, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    def carry_out_but_one(root: Path, change: Change) -> Outcome:
        if change.path.stem == "c":
            raise WriteFailed("`projects/c.toml` could not be written: no space left on device")
        return carry_out(root, change)

    monkeypatch.setattr(writing, "carry_out", carry_out_but_one)
    ran = run("import", table("id,name", "a,A", "b,B", "c,C", "d,D"), "--write")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "wrote project.schema.json\n"
        "wrote projects/a.toml\n"
        "wrote projects/b.toml\n"
        "3 of 5 files written; import again to write the rest\n"
        "error: `projects/c.toml` could not be written: no space left on device\n"
    )
    assert files(ledger) == ["a.toml", "b.toml"]
    monkeypatch.undo()
    monkeypatch.chdir(ledger)
    assert "2 new, 0 changed, 2 unchanged, 0 rejected" in run("import", "t.csv", "--write").err
    assert files(ledger) == ["a.toml", "b.toml", "c.toml", "d.toml"]


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (
            "a",
            (
                "wrote project.schema.json\nwrote projects/a.toml\n2 of 3 files written; "
                "import again to write the rest\n"
            ),
        ),
        ("b", "wrote 2 projects (2 new, 0 changed, 0 unchanged, 0 rejected)\n"),
    ],
)
def test_an_import_that_is_stopped_ends_after_a_file_and_tells_what_was_written(
    run: Run, table: Table, monkeypatch: pytest.MonkeyPatch, at: str, said: str
) -> None:
    def carry_out_and_stop(root: Path, change: Change) -> Outcome:
        if change.path.stem == at:
            signal.raise_signal(signal.SIGINT)
        return carry_out(root, change)

    monkeypatch.setattr(writing, "carry_out", carry_out_and_stop)
    ran = run("import", table("id,name", "a,A", "b,B"), "--write")
    assert (ran.code, ran.out, ran.err) == (130, "", f"{said}stopped\n")


def test_a_disk_that_does_not_confirm_is_told(
    run: Run, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "carry_out", lambda *_: Outcome.UNCONFIRMED)
    ran = run("import", table("id,name", "a,A"), "--write")
    assert ran.code == 0
    assert "the disk did not confirm that all of it will last\n" in ran.err


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_import_stopped_before_it_writes_has_changed_nothing_and_says_so(
    ledger: Path,
    run: Run,
    table: Table,
    monkeypatch: pytest.MonkeyPatch,
    number: signal.Signals,
    code: int,
) -> None:
    monkeypatch.setattr(writing, "get_ready", lambda: signal.raise_signal(number))
    ran = run("import", table("id,name", "a,A"), "--write")
    assert (ran.code, ran.out, ran.err) == (code, "", "nothing was changed\nstopped\n")
    assert files(ledger) == []


def test_an_import_that_nobody_reads_says_what_it_wrote(
    ledger: Path, run: Run, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        raise OSError(errno.EIO, "Input/output error", "/dev/x")

    monkeypatch.setattr(import_, "show", refuse)
    monkeypatch.setattr(app, "_drop_output", lambda: None)
    ran = run("import", table("id,name", "a,A"), "--write")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "wrote 1 project (1 new, 0 changed, 0 unchanged, 0 rejected)\n"
        "error: /dev/x cannot be used: Input/output error\n"
    )
    assert files(ledger) == ["a.toml"]


def test_an_import_that_waits_tells_for_whom(
    ledger: Path, run: Run, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "_TOLD_AFTER", 0.02)
    monkeypatch.setattr(writing, "ledger_lock", partial(ledger_lock, timeout=0.2))
    with ledger_lock(ledger):
        ran = run("import", table("id,name", "a,A"), "--write")
    said, error, _ = ran.err.splitlines()
    assert said == f"waiting for process {os.getpid()}, which changes the ledger"
    assert error.startswith("error: the ledger is in use")
    assert files(ledger) == []


def test_a_file_that_is_too_large_is_refused(
    ledger: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zqtrack.exchange.sheets.LIMIT", 10)
    (ledger / "t.csv").write_text("name\nabcdefgh\n", encoding="utf-8")
    ran = run("import", "t.csv")
    assert ran.code == 1
    assert ran.err.startswith("error: `t.csv` is larger than")


def test_nothing_is_read_that_is_no_file(run: Run, ledger: Path) -> None:
    ran = run("import", ledger / "projects")
    assert ran.code == 1
    assert "is a folder" in ran.err
