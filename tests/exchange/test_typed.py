"""A cell is read as what its column holds, or told with what is wrong."""

from datetime import date, datetime
from typing import Any

import pytest

from zqtrack.core.intake import Row, Unread
from zqtrack.core.period import parse_period
from zqtrack.core.project import Kind, Mark
from zqtrack.exchange.grid import Broken, Grid, Value
from zqtrack.exchange.records import read_table


def row(heading: str, cell: Value) -> Row:
    """Read one cell below a heading, beside a name."""
    (found,) = read_table([Grid("台账", [["项目名称", heading], ["甲", cell]])], {}).rows
    return found


def value(heading: str, cell: Value) -> Any:
    """Read one cell below a heading; None where it says nothing."""
    found = row(heading, cell)
    assert found.unread == ()
    return next((held for field, held in found.values.items() if field != "name"), None)


def wrong(heading: str, cell: Value) -> Unread:
    """Give what is wrong with one cell below a heading."""
    (unread,) = row(heading, cell).unread
    return unread


@pytest.mark.parametrize(
    ("heading", "cell", "held"),
    [
        ("企业", "  GCL\n Group ", "GCL Group"),
        ("产品", "  a\n b ", "a\n b"),
        ("企业", 3.0, "3"),
        ("企业", date(2023, 9, 28), "2023-09-28"),
        ("企业", datetime(2023, 9, 28), "2023-09-28"),  # noqa: DTZ001 - as a cell holds it
        ("企业", datetime(2023, 9, 28, 9), "2023-09-28T09:00:00"),  # noqa: DTZ001 - likewise
        ("企业", "-", None),
        ("企业", "无", None),
        ("ID", "GCL-1 ", "gcl-1"),
        ("ID", " ", None),
        ("类型", "新建", Kind.NEW),
        ("类型", "新建项目", Kind.NEW),
        ("类型", "增资扩产", Kind.EXPANSION),
        ("类型", "技术改造项目", Kind.UPGRADE),
        ("类型", "Expansion", Kind.EXPANSION),
        ("所属清单", "重点；攻坚、甲", ("重点", "攻坚", "甲")),
        ("签约时间", "2023年4月", parse_period("2023-04")),
        ("签约时间", "已签约", Mark.UNKNOWN),
        ("开工时间", "已动工", Mark.UNKNOWN),
        ("供地时间", "不涉及", Mark.NOT_APPLICABLE),
        ("供地时间", "未拿地", None),
        ("计划开工时间", "2024-H1", parse_period("2024-H1")),
        ("投资额(亿元)", 11.0, 1_100_000_000),
        ("用地（亩）", 120.5, 120.5),
        *(("高新技术企业", yes, True) for yes in (True, "是", "√", "yes", "Y", "1", 1.0, "有")),
        *(("高新技术企业", no, False) for no in (False, "否", "×", "no", "N", "0", 0.0)),
        ("高新技术企业", None, None),
        ("高新技术企业", "/", None),
    ],
)
def test_a_cell_is_read_as_what_its_column_holds(heading: str, cell: Value, held: Any) -> None:
    assert value(heading, cell) == held


@pytest.mark.parametrize(
    ("heading", "cell", "reason"),
    [
        ("ID", "GCL 1", "`gcl 1` is no id"),
        ("类型", "改扩建", "`改扩建` is not a kind"),
        ("签约时间", "2023年底", "`2023年底` is not a date"),
        ("签约时间", "已开工", "`已开工` is not a date"),
        ("计划开工时间", "soon", "`soon` is not a date"),
        ("投资额(亿元)", "约3亿", "`约3亿` is not an amount"),
        ("用地（亩）", "很多", "`很多` is not an amount"),
        ("高新技术企业", "申报中", "`申报中` is neither yes nor no"),
        ("企业", Broken("#N/A"), "the cell holds the error `#N/A`"),
        ("企业", Broken(""), "the cell holds a formula that was not calculated"),
    ],
)
def test_a_cell_that_cannot_be_read_is_listed_by_its_name(
    heading: str, cell: Value, reason: str
) -> None:
    unread = wrong(heading, cell)
    assert (unread.cell, unread.label, unread.reason) == ("B2", heading, reason)
    assert unread.hint
