"""Shells are offered what fits at the cursor, without a word."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from zqtrack.cli import completion

Add = Callable[[str, str], Path]
Run = Callable[..., Any]
#: Gives what is offered for what was typed.
Complete = Callable[[str], list[str]]

GCL = """\
name = "GCL Zhaoqing"
district = "Sihui"
lists = ["battle-275", "annual"]
[actual]
signed = 2023-04-27
[[problems]]
title = "Road"
raised = 2023-05-01
closed = 2023-05-28
[[problems]]
title = "Power"
raised = 2023-06-01
"""


@pytest.fixture
def complete(add: Add, run: Run, monkeypatch: pytest.MonkeyPatch) -> Complete:
    add("gcl-zhaoqing", GCL)
    add("gcl-inverters", 'name = "GCL inverters"\ndistrict = "Zhaoqing New District"\n')
    add("hongtai", 'name = "宏泰新能源"\ndistrict = "$(touch oh-no)"\ncompany = "A, B"\n')
    add("broken", "name = \n")
    add("No id", 'name = "No id"\n')
    monkeypatch.setenv("_ZQTRACK_COMPLETE", "fish")

    def ask(typed: str) -> list[str]:
        ran = run(f"zqtrack {typed}")
        assert (ran.err, ran.code) == ("", 0)
        return [line.split("\t")[0] for line in ran.out.splitlines()[1:]]

    return ask


@pytest.mark.parametrize("command", ["show", "undo", "advance", "plan", "note", "withdraw"])
def test_ids_are_offered_where_a_project_is_meant(complete: Complete, command: str) -> None:
    assert complete(f"{command} gcl") == ["gcl-inverters", "gcl-zhaoqing"]
    assert complete(f"{command} ") == ["broken", "gcl-inverters", "gcl-zhaoqing", "hongtai"]


@pytest.mark.parametrize("command", ["add", "close"])
def test_ids_are_offered_to_the_commands_of_problem(complete: Complete, command: str) -> None:
    assert complete(f"problem {command} h") == ["hongtai"]


def test_advance_is_offered_one_id_after_the_other(complete: Complete) -> None:
    assert complete("advance gcl-inverters h") == ["hongtai"]


def test_beside_an_id_stands_the_name(complete: Complete, run: Run) -> None:
    assert complete("show h") == ["hongtai"]
    assert run("zqtrack show h").out == "\nhongtai\t宏泰新能源\n"
    assert run("zqtrack show b").out == "\nbroken\t\n"


def test_of_very_many_ids_the_names_are_not_read(
    complete: Complete, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(completion, "_NAMED", 1)
    assert complete("show h") == ["hongtai"]
    assert run("zqtrack show gcl").out == "\ngcl-inverters\t\ngcl-zhaoqing\t\n"


@pytest.mark.parametrize("typed", ["宏泰", "新能源", "NGTAI", "ngtai", "Hong"])
def test_a_part_of_a_name_or_id_is_answered_with_the_id(
    complete: Complete, run: Run, typed: str
) -> None:
    assert complete(f"show {typed}") == ["hongtai"]
    assert run(f"zqtrack show {typed}").out.startswith("replace\n")


def test_an_id_without_a_match_is_offered_nothing(complete: Complete, run: Run) -> None:
    assert complete("show xyz") == []
    assert run("zqtrack show xyz").out == "\n"


def test_stages_are_offered_where_one_is_meant(complete: Complete) -> None:
    assert complete("advance hongtai --to s") == ["signed", "started"]
    assert complete("advance hongtai --to=s") == ["--to=signed", "--to=started"]
    assert complete("plan hongtai p") == ["producing"]
    assert complete("new A --planned pr") == ["producing="]


def test_pairs_of_stages_are_offered(complete: Complete) -> None:
    assert complete("report --lead-time signed..s") == ["signed..started"]
    assert complete("report --cohorts comp") == ["completed..producing"]


def test_what_divides_projects_is_offered(complete: Complete) -> None:
    assert complete("report --by k") == ["kind", "key_industry"]
    assert complete("report --by signed:") == [
        "signed:year",
        "signed:half",
        "signed:quarter",
        "signed:month",
    ]


def test_everything_that_is_offered_to_divide_does_divide(complete: Complete) -> None:
    from zqtrack.core.groups import parse_grouping

    offered = complete("report --by ")
    assert len(offered) > 10
    assert [parse_grouping(text).text for text in offered] == offered


def test_commands_and_options_are_offered_with_what_they_do(complete: Complete, run: Run) -> None:
    assert complete("sh") == ["show"]
    assert complete("schema --s") == ["--settings"]
    assert run("zqtrack schema --s").out == (
        "\n--settings\tThat of zqtrack.toml, not of a project file.\n"
    )


def test_after_an_unknown_command_nothing_is_offered(complete: Complete) -> None:
    assert complete("shwo gcl") == []


@pytest.mark.parametrize("command", ["list", "report", "problem list"])
def test_filters_begin_with_a_field(complete: Complete, run: Run, command: str) -> None:
    assert complete(f"{command} st") == ["stage=", "started="]
    assert run(f"zqtrack {command} st").out.startswith("nospace\n")


def test_of_a_single_field_the_operators_are_offered(complete: Complete) -> None:
    assert complete("list dist") == ["district=", "district!="]
    assert complete("list district!") == ["district!="]
    assert complete("list gcl") == []


def test_within_quotes_those_that_a_shell_would_take_are_offered_too(complete: Complete) -> None:
    assert complete("list 'dist") == [
        "district=",
        "district!=",
        "district>",
        "district>=",
        "district<",
        "district<=",
        "district~",
    ]
    assert complete("list 'district!") == ["district!="]


def test_values_of_a_choice_are_offered_after_the_sign(complete: Complete) -> None:
    assert complete("list stage=") == [
        "stage=prospect",
        "stage=signed",
        "stage=land-supplied",
        "stage=started",
        "stage=completed",
        "stage=producing",
        "stage=withdrawn",
    ]
    assert complete("list light=g") == ["light=green", "light=grey"]
    assert complete("list light!=r") == ["light!=red"]
    assert complete("list 'stage>=c") == ["stage>=completed"]
    assert complete("list kind=") == ["kind=new", "kind=expansion", "kind=upgrade"]
    assert complete("list high-tech=t") == ["high-tech=true"]


def test_who_begins_in_chinese_goes_on_in_it(complete: Complete) -> None:
    assert complete("list 阶") == ["阶段=", "阶段!="]
    assert complete("list 阶段=") == [
        "阶段=洽谈",
        "阶段=签约",
        "阶段=供地",
        "阶段=开工",
        "阶段=竣工",
        "阶段=投产",
        "阶段=退出",
    ]
    assert complete("list 阶段=开工,竣") == ["阶段=开工,竣工"]
    assert complete("list stage=开") == ["stage=开工"]
    assert complete("list 区域=S") == ["区域=Sihui"]
    assert complete("list --columns 项目名称,责") == ["项目名称,责任人", "项目名称,责任领导"]


def test_more_values_are_offered_after_a_comma(complete: Complete) -> None:
    assert complete("list stage=signed,st") == ["stage=signed,started"]


def test_values_of_the_ledger_are_offered(complete: Complete) -> None:
    assert complete("list lists=") == ["lists=annual", "lists=battle-275"]
    assert complete("list district=S") == ["district=Sihui"]
    assert complete(r"list district=Zhaoqing\ N") == ["district=Zhaoqing New District"]
    assert complete("list product=") == []


def test_new_is_offered_the_values_that_the_ledger_has(complete: Complete) -> None:
    assert complete("new A --district S") == ["Sihui"]
    assert complete("new A --kind n") == ["new"]
    assert complete("new A --sources ") == []


def test_a_value_that_a_filter_cannot_name_is_not_offered(complete: Complete) -> None:
    assert complete("list company=") == []


def test_dates_amounts_and_unknown_fields_have_no_values_to_offer(complete: Complete) -> None:
    assert complete("list signed=") == []
    assert complete("list investment=1") == []
    assert complete("list colour=") == []


def test_fields_are_offered_to_sort_and_group_by(complete: Complete) -> None:
    assert complete("list --sort age") == ["age_days"]
    assert complete("list --group-by ligh") == ["light"]


def test_columns_are_offered_after_each_comma(complete: Complete) -> None:
    assert complete("list --columns id,na") == ["id,name"]
    assert complete("list --columns na") == ["name"]


def test_open_problems_are_offered_by_number(complete: Complete, run: Run) -> None:
    assert complete("problem close gcl-zhaoqing ") == ["2"]
    assert run("zqtrack problem close gcl-zhaoqing ").out == "\n2\tPower\n"
    assert complete("problem close gcl-zhaoqing 1") == []
    assert complete("problem close broken ") == []


def test_codes_are_offered_with_what_they_find(complete: Complete, run: Run) -> None:
    assert complete("validate --explain zq10")[:2] == ["ZQ101", "ZQ102"]
    assert "ZQ101\t" in run("zqtrack validate --explain ZQ101").out


def test_validate_is_offered_files_and_ids(complete: Complete, ledger: Path) -> None:
    (ledger / "zqtrack.toml").touch()
    (ledger / "notes.txt").touch()
    (ledger / ".hidden.toml").touch()
    assert complete("validate ") == [
        "projects/",
        "zqtrack.toml",
        "broken",
        "gcl-inverters",
        "gcl-zhaoqing",
        "hongtai",
    ]
    assert complete("validate projects/g") == [
        "projects/gcl-inverters.toml",
        "projects/gcl-zhaoqing.toml",
    ]
    assert complete("validate .") == [".hidden.toml"]
    assert complete("validate nowhere/") == []


def test_where_nothing_is_known_files_are_offered(complete: Complete, run: Run) -> None:
    assert complete("-C ") == []
    assert run("zqtrack -C ").out == "files\n"


def test_the_ledger_that_the_command_names_is_asked(
    complete: Complete, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other" / "projects"
    other.mkdir(parents=True)
    (other / "tianhua.toml").write_text('name = "Tianhua"\n')
    assert complete(f"-C {other.parent} show ") == ["tianhua"]
    monkeypatch.setenv("HOME", str(tmp_path))
    assert complete("-C ~/other show ") == ["tianhua"]
    assert complete("-C $HOME/other show ") == ["tianhua"]
    monkeypatch.setenv("ZQTRACK_LEDGER", str(other.parent))
    assert complete("show ") == ["tianhua"]


def test_without_a_ledger_nothing_is_offered_and_nothing_said(
    complete: Complete, tmp_path: Path
) -> None:
    assert complete(f"-C {tmp_path / 'nowhere'} show ") == []
    assert complete(f"-C {tmp_path / 'nowhere'} list district=") == []


def test_powershell_asks_through_typer_and_is_offered_nothing_that_it_could_run(
    complete: Complete, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert complete("list district=$") == ["district=$(touch oh-no)"]
    monkeypatch.setenv("_ZQTRACK_COMPLETE", "complete_powershell")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", "zqtrack list district=")
    monkeypatch.setenv("_TYPER_COMPLETE_WORD_TO_COMPLETE", "district=")
    assert run().out == "district=Sihui::: \ndistrict=Zhaoqing New District::: \n"
