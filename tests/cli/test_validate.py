"""``validate``: all problems with their places, for people and programs, and what they mean."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Add = Callable[[str, str], Path]
Run = Callable[..., Any]

BAD = """# 正创新零售智造产业园
name = "正创新零售智造产业园"
compny = "正创控股"

[actual]
signed = "2023-04"
"""
EARLY = 'name = "Early"\n[actual]\nsigned = 2024-03-04\n'
NOBODY = 'name = "Nobody"\n[[problems]]\ntitle = "Road"\nraised = 2023-05-01\n'


def test_a_ledger_without_problems_is_silent_on_stdout(add: Add, run: Run) -> None:
    add("a", 'name = "A"\n')
    ran = run("validate")
    assert (ran.code, ran.out, ran.err) == (0, "", "1 file, no problem found\n")


def test_an_empty_ledger_has_no_problem(ledger: Path, run: Run) -> None:
    assert ledger.is_dir()
    ran = run("validate")
    assert (ran.code, ran.out, ran.err) == (0, "", "0 files, no problem found\n")


def test_problems_are_shown_with_their_line_marked(ledger: Path, add: Add, run: Run) -> None:
    add("zhengchuang", BAD)
    add("early", EARLY)
    (ledger / "zqtrack.toml").write_text("as-of = 2024-03\n", encoding="utf-8")
    ran = run("validate")
    assert ran.code == 1
    assert ran.out == (
        "projects/early.toml:3:10: error ZQ202: "
        "signed (2024-03-04) has not come yet: today is 2024-03-03\n"
        "    3 | signed = 2024-03-04\n"
        "      |          ^^^^^^^^^^\n"
        "      hint: take it out, and promise it: zqtrack plan early signed 2024-03-04\n"
        "\n"
        "projects/zhengchuang.toml:3:1: error ZQ101: `compny` is not a key of this table\n"
        '    3 | compny = "正创控股"\n'
        "      | ^^^^^^\n"
        "      hint: did you mean `company`?\n"
        "\n"
        "zqtrack.toml:1:9: error ZQ005: invalid date, expected `-` (MM-DD)\n"
        "    1 | as-of = 2024-03\n"
        "      |         ^^^^^^^\n"
        '      hint: a date that is not a full day goes in quotes: as-of = "2024-03"\n'
        "\n"
    )
    assert ran.err == "2 files and zqtrack.toml, 3 errors in 3 of them\n"


def test_warnings_fail_only_when_strict(add: Add, run: Run) -> None:
    add("a", NOBODY)
    assert run("validate").code == 0
    ran = run("validate", "--strict")
    assert ran.code == 1
    assert ran.out.startswith(
        "projects/a.toml:3:9: warning ZQ223: the open problem `Road` has no owner and no due\n"
    )
    assert ran.err == "1 file, 1 warning\n"


def test_json_is_an_array_with_the_promised_keys(add: Add, run: Run) -> None:
    add("a", BAD)
    ran = run("validate", "--format", "json")
    assert ran.code == 1
    assert json.loads(ran.out) == [
        {
            "path": "projects/a.toml",
            "line": 3,
            "column": 1,
            "code": "ZQ101",
            "severity": "error",
            "message": "`compny` is not a key of this table",
            "hint": "did you mean `company`?",
        }
    ]
    assert ran.err == "1 file, 1 error\n"


def test_json_of_no_problem_is_an_empty_array(add: Add, run: Run) -> None:
    add("a", 'name = "A"\n')
    assert json.loads(run("validate", "--format", "json").out) == []


def test_github_gets_an_annotation_a_line(add: Add, run: Run) -> None:
    add("a", BAD)
    add("b", NOBODY)
    ran = run("validate", "--format", "github")
    assert ran.out == (
        "::error file=projects/a.toml,line=3,col=1,title=ZQ101 unknown key"
        "::`compny` is not a key of this table%0Ahint: did you mean `company`?\n"
        "::warning file=projects/b.toml,line=3,col=9,"
        "title=ZQ223 an open problem that nobody answers for"
        "::the open problem `Road` has no owner and no due"
        '%0Ahint: add owner = "…" and due = 2024-06-30\n'
    )


# Which files


@pytest.mark.parametrize("file", ["gcl", "GCL", "projects/gcl.toml", "gcl.toml", "gc"])
def test_single_files_are_named_by_path_or_id(add: Add, run: Run, file: str) -> None:
    add("gcl", BAD)
    add("b", "name")
    ran = run("validate", file)
    assert ran.code == 1
    assert ran.out.startswith("projects/gcl.toml:3:1: error ZQ101")
    assert ran.err == "1 file, 1 error\n"


def test_settings_that_cannot_be_used_do_not_stop_the_check_of_a_file(
    ledger: Path, add: Add, run: Run
) -> None:
    (ledger / "zqtrack.toml").write_text("name", encoding="utf-8")
    add("a", 'name = "A"\n')
    assert run("validate", "a").code == 0
    ran = run("validate", "zqtrack.toml", "projects/a.toml")
    assert ran.code == 1
    assert ran.out.startswith("zqtrack.toml:1:5: error ZQ005: a key needs = and a value\n")
    assert ran.err == "1 file and zqtrack.toml, 1 error in 1 of them\n"


def test_a_file_outside_of_any_ledger_is_checked(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ZQTRACK_LEDGER", raising=False)
    (tmp_path / "draft.toml").write_text(EARLY, encoding="utf-8")
    ran = run("validate", "draft.toml", "--as-of", "2023-09-28")
    assert ran.code == 1
    assert ran.out.startswith("draft.toml:3:10: error ZQ202: signed (2024-03-04) has not come")
    assert ran.err == "1 file, 1 error\n"


def test_a_folder_called_like_a_file_is_a_finding(ledger: Path, run: Run) -> None:
    (ledger / "projects" / "x.toml").mkdir()
    ran = run("validate", "projects/x.toml")
    assert ran.code == 1
    assert ran.out.startswith("projects/x.toml:1:1: error ZQ001: this is a folder\n")


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (
            "projects",
            (
                "error: `projects` is a folder, not a file\n"
                "hint: without FILE the whole ledger is checked; -C FOLDER names another\n"
            ),
        ),
        ("no/such.toml", "error: there is no file `no/such.toml`\n"),
        (
            "gcl",
            "error: no project `gcl` in projects/\nhint: zqtrack list shows every project\n",
        ),
    ],
)
def test_a_file_that_is_not_there_is_said_so(ledger: Path, run: Run, file: str, said: str) -> None:
    assert ledger.is_dir()
    ran = run("validate", file)
    assert (ran.code, ran.out, ran.err) == (1, "", said)


# Today


def test_today_is_the_clocks_whatever_the_ledgers_is(ledger: Path, add: Add, run: Run) -> None:
    (ledger / "zqtrack.toml").write_text("as-of = 2024-01-01\n", encoding="utf-8")
    add("a", EARLY.replace("2024-03-04", "2024-03-03"))
    assert run("validate").code == 0
    assert run("validate", "--as-of", "2024-03-02").code == 1
    add("a", EARLY)
    assert run("validate").code == 1
    assert run("validate", "--as-of", "2024-03-04").code == 0


# On a screen


def test_on_a_screen_lines_are_cut_and_coloured(
    add: Add, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Screen()
    add("a", f'name = "{"制" * 60}"\nland-mu = "{"造" * 60}"\n')
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr("zqtrack.cli.validate.show", _show_on(screen))
    monkeypatch.setattr("zqtrack.cli.validate.screen_width", lambda _: 60)
    assert run("validate").code == 1
    assert screen.getvalue() == (
        "\x1b[1mprojects/a.toml:2:11:\x1b[0m\x1b[1;31m error ZQ106: \x1b[0m"
        "a number belongs here\n"
        f'\x1b[2m    2 | \x1b[0m… "{"造" * 24}…\n'
        f"     \x1b[2m | \x1b[0m\x1b[1;31m  {'^' * 49}\x1b[0m\n"
        "      \x1b[1mhint: \x1b[0mwrite it without quotes and units: 120.5\n"
        "\n"
    )


def _show_on(screen: io.StringIO) -> Callable[[Any], None]:
    from zqtrack.output.terminal import show

    return lambda document: show(document, screen)


# What a code means


@pytest.mark.parametrize("code", ["ZQ301", "zq301"])
def test_a_code_is_explained_without_a_ledger(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("validate", "--explain", code)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "ZQ301: two files tell of the same project\n"
        "a warning: it fails validate only with --strict\n"
        "\n"
        "Two files have the same name and company. If they mean one project, every\n"
        "figure counts it twice.\n"
        "\n"
        "Delete one of the files, or tell the two apart by their names.\n"
        "\n"
        '    name = "High-end copper materials, phase 2"\n'
        '    company = "Jintian Copper"\n'
    )


def test_all_codes_are_listed(run: Run) -> None:
    ran = run("validate", "--explain", "all")
    lines = ran.out.splitlines()
    assert lines[:2] == [
        "code   severity  what is wrong",
        "ZQ001  error     the file cannot be read",
    ]
    assert lines[-1] == "ZQ401  error     zqtrack.toml cannot be used"


@pytest.mark.parametrize(
    ("code", "hint"),
    [("ZQ202x", "did you mean `ZQ202`?"), ("E501", "zqtrack validate --explain all lists them")],
)
def test_an_unknown_code_is_a_wrong_request(run: Run, code: str, hint: str) -> None:
    ran = run("validate", "--explain", code)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"error: no check is called `{code}`\nhint: {hint}\n"
