"""Every cell of a messy workbook is placed or listed, in whichever format it was saved.

``scripts/make_messy_workbook.py`` made the files, three of them by LibreOffice.
"""

import runpy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from zqtrack.core.intake import Placed, Table
from zqtrack.core.period import Period
from zqtrack.core.project import Kind, Mark
from zqtrack.exchange.records import read_table
from zqtrack.exchange.sheets import read_sheets

FOLDER = Path(__file__).parent / "messy"
SCRIPT = FOLDER.parent.parent.parent / "scripts" / "make_messy_workbook.py"
FILES = ("excel.xlsx", "libreoffice.xlsx", "libreoffice.ods", "libreoffice.xls")


def read(path: Path) -> Table:
    return read_table(read_sheets(path.name, path.read_bytes()), {})


@pytest.fixture(params=FILES)
def table(request: pytest.FixtureRequest) -> Table:
    return read(FOLDER / request.param)


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Write dates as their texts, so that their precision is compared as well."""
    return {
        key: value.text if isinstance(value, Period) else value for key, value in values.items()
    }


def test_the_file_is_what_the_script_writes(tmp_path: Path) -> None:
    runpy.run_path(str(SCRIPT))["write"](tmp_path / "excel.xlsx")
    assert read(tmp_path / "excel.xlsx") == read(FOLDER / "excel.xlsx")


def test_every_column_is_placed_or_listed(table: Table) -> None:
    assert (table.sheet, table.heading) == ("2024年台账", (3, 4))
    assert table.columns == (
        Placed("A", "序号", None),
        Placed("B", "项目名称", "name"),
        Placed("C", "投资企业", "company"),
        Placed("D", "区县", "district"),
        Placed("E", "建设性质", "kind"),
        Placed("F", "投资额（万元）", "investment", "万元"),
        Placed("G", "年产值", "output", "亿元"),  # of the note above the table
        Placed("H", "用地面积（亩）", "land-mu", "亩"),
        Placed("I", "时间节点 签约", "actual.signed"),
        Placed("J", "时间节点 供地", "actual.land-supplied"),
        Placed("K", "时间节点 开工", "actual.started"),
        Placed("L", "计划时间 竣工", "planned.completed"),
        Placed("M", "计划时间 投产", "planned.producing"),
        Placed("N", "责 任 人", "lead"),
        Placed("O", "是否高新技术企业", "high-tech"),
        Placed("P", "总盘子（万美元）", None),
        Placed("Q", "备注", None),
        Placed("R", "当前阶段", None, "follows from others"),
    )


def test_every_row_is_a_project_or_listed(table: Table) -> None:
    assert [row.number for row in table.rows] == [5, 6, 7, 9, 14, 15, 16, 17, 18]
    assert [(each.place, each.text, each.reason) for each in table.skipped] == [
        ("8", "二、扩建项目", "a heading within the table"),
        ("10", "小计", "a total"),
        ("12", "项目名称", "the heading again"),
        ("13", "签约", "the heading again"),
        ("19", "合  计", "a total"),
        ("21", "注：数据截至2024年3月3日。", "a remark"),
    ]


def test_every_sheet_is_read_or_listed(table: Table) -> None:
    assert table.others == (
        ("填表说明", "it has no table of projects"),
        ("旧台账", "another has more columns; --sheet reads it"),
        ("草稿", "it is hidden; --sheet reads it"),
    )


def test_every_cell_that_can_be_read_is_read(table: Table) -> None:
    rows = {row.number: plain(row.values) for row in table.rows}
    assert rows[5] == {
        "name": "正创智能制造产业园",
        "company": "广州正创控股集团",
        "district": "四会",
        "kind": Kind.NEW,
        "investment": 1_100_000_000,
        "output": 2_000_000_000,
        "land-mu": 120.5,
        "actual.signed": "2023-04",
        "actual.land-supplied": "2023-08",
        "actual.started": "2023-09-28",
        "planned.completed": "2024-H1",
        "planned.producing": "2025-Q1",
        "lead": "张三",
        "high-tech": True,
    }
    assert rows[6] == {
        "name": "潜行水下装备 二期",
        "company": "深圳潜行创新科技",
        "district": "四会",
        "kind": Kind.NEW,
        "investment": 150_000_000,
        "land-mu": 120.0,
        "actual.signed": "2023-09-28",
        "actual.land-supplied": Mark.NOT_APPLICABLE,
        "lead": "李四",
        "high-tech": False,
    }
    assert rows[7] == {
        "name": "宏泰新能源",
        "company": "宏泰新能源",
        "district": "四会",
        "investment": 50_000_000,
        "actual.signed": Mark.UNKNOWN,
        "actual.land-supplied": "2023-08",  # a date that its cell shows as a month
        "actual.started": "2024-01-05",
        "planned.completed": "2024-12",
        "planned.producing": "2025",
        "lead": "王五",
        "high-tech": True,
    }
    assert rows[9] == {
        "name": "富仕线路板",
        "company": "富仕电子",
        "district": "高要",
        "kind": Kind.EXPANSION,
        "investment": 30_000_000,
        "output": 110_000_000,
        "land-mu": 60.0,
        "actual.signed": "2023-09",
        "actual.land-supplied": "2023-09-28",
        "actual.started": "2023-Q3",
        "lead": "赵六",
        "high-tech": True,
    }
    assert rows[14] == {"name": "德庆林产", "company": "德庆林产集团", "investment": 8_000_000}
    assert rows[15] == {"name": "鼎湖饮料", "company": "鼎湖饮料"}
    assert rows[16] == {"name": "富仕 线路板", "company": "富仕电子", "district": "高要"}
    assert rows[17] == {"company": "没有名称的企业", "district": "高要"}


def test_every_cell_that_cannot_be_read_is_listed_with_the_reason(table: Table) -> None:
    unread = {each.cell: each.reason for row in table.rows for each in row.unread}
    # LibreOffice has calculated the formula: see below.
    unread.pop("F18", None)
    assert unread == {
        "K14": "the cell holds the error `#N/A`",
        "E15": "`改扩建` is not a kind",
        "F15": "`约3亿` is not an amount",
        "H15": "`一块` is not an amount",
        "I15": "`2023.1` is a number: January or October of that year",
        "J15": "`2023年底` is not a date",
        "K15": "`计划2024年3月` is a promise, not a date on which it happened",
        "L15": "`2024.13` is not in the calendar",
        "O15": "`申报中` is neither yes nor no",
    }


def test_a_formula_is_never_calculated_but_by_the_spreadsheet() -> None:
    (never,) = read(FOLDER / "excel.xlsx").rows[-1].unread
    assert (never.cell, never.reason) == (
        "F18",
        "the cell holds a formula that was not calculated",
    )
    # =F5/11, which is 10,000 times 10,000 yuan.
    for name in FILES[1:]:
        assert read(FOLDER / name).rows[-1].values["investment"] == 100_000_000
