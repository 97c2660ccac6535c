"""Each cell of a table is read, or listed with what is wrong; a row that holds no project, too."""

from collections.abc import Sequence
from typing import Any

import pytest

from zqtrack.core.intake import Placed, Row, Skipped, Table
from zqtrack.core.period import parse_period
from zqtrack.errors import ZqtrackError
from zqtrack.exchange.grid import Grid, Merged, Value
from zqtrack.exchange.records import read_table

HEADING = ["项目名称", "企业", "投资额(亿元)", "签约时间"]


def table(*rows: Sequence[Value], merged: Sequence[Merged] = (), **options: Any) -> Table:
    return read_table([Grid("台账", rows, tuple(merged), **options)], {})


# --- cells --------------------------------------------------------------------------------------


def test_every_cell_of_a_row_that_cannot_be_read_is_listed() -> None:
    (row,) = table(HEADING, ["甲", "乙", "x", "z"]).rows
    assert row.values == {"name": "甲", "company": "乙"}
    assert [unread.cell for unread in row.unread] == ["C2", "D2"]


def test_a_row_knows_where_its_cells_are() -> None:
    assert table(["台账"], HEADING, [], ["甲", "乙", 11, 45197]).rows == (
        Row(
            4,
            {
                "name": "甲",
                "company": "乙",
                "investment": 1_100_000_000,
                "actual.signed": parse_period("2023-09-28"),
            },
            {"name": "A4", "company": "B4", "investment": "C4", "actual.signed": "D4"},
        ),
    )


def test_serial_numbers_count_from_1904_where_the_workbook_says_so() -> None:
    (row,) = table(["项目名称", "签约时间"], ["甲", 43_735], from_1904=True).rows
    assert row.values["actual.signed"] == parse_period("2023-09-28")


# --- rows ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["合计", None, 12], "a total"),
        (["合 计", None, 12], "a total"),
        (["总计：3个项目", None, 12], "a total"),
        (["小计3个", None, 12], "a total"),
        (["Total", None, 12], "a total"),
        (["Grand total (3)", None, 12], "a total"),
        ([None, "合计", 12], "a total"),
        (HEADING, "the heading again"),
        (["一、新建项目"], "a heading within the table"),
        (["（二）扩建项目", None], "a heading within the table"),
        (["注：数据截至2024年3月"], "a remark"),
        (["填表人：张三"], "a remark"),
        ([None, None, None, None, "x"], "nothing in a column that is read"),
    ],
)
def test_a_row_without_a_project_is_listed_with_the_reason(
    row: Sequence[Value], reason: str
) -> None:
    found = table(HEADING, row, ["甲"])
    text = next(str(cell) for cell in row if cell is not None)
    assert found.skipped == (Skipped("2", text, reason),)
    assert [each.values for each in found.rows] == [{"name": "甲"}]


def test_an_empty_row_is_passed_over() -> None:
    found = table(HEADING, [], [None, " "], ["甲"])
    assert found.skipped == ()
    assert [row.number for row in found.rows] == [4]


def test_a_row_merged_over_most_columns_is_a_heading() -> None:
    found = table(HEADING, ["签约项目", None, None, None], merged=[(1, 0, 1, 3)])
    assert found.skipped == (Skipped("2", "签约项目", "a heading within the table"),)


@pytest.mark.parametrize("name", ["Total Energies Park", "合计科技园", "一二三项目", "注塑机项目"])
def test_a_project_may_be_called_almost_like_a_total_or_a_heading(name: str) -> None:
    assert table(HEADING, [name]).rows[0].values == {"name": name}


def test_a_row_with_an_id_is_a_project_whatever_its_name() -> None:
    assert table(["ID", "项目名称"], ["a-1", "合计"]).rows[0].values == {
        "id": "a-1",
        "name": "合计",
    }


def test_the_second_row_of_a_heading_may_be_repeated_as_well() -> None:
    found = table(
        ["项目名称", "时间节点", None],
        [None, "签约", "开工"],
        ["甲", "2023", "2024"],
        ["项目名称", "时间节点", None],
        [None, "签约", "开工"],
        merged=[(0, 0, 1, 0), (0, 1, 0, 2), (3, 1, 3, 2)],
    )
    assert [row.number for row in found.rows] == [3]
    assert [(each.place, each.reason) for each in found.skipped] == [
        ("4", "the heading again"),
        ("5", "the heading again"),
    ]


def test_a_cell_for_several_rows_holds_for_each_of_them() -> None:
    found = table(
        ["项目名称", "区县"], ["甲", "四会"], ["乙", None], ["丙", "高要"], merged=[(1, 1, 2, 1)]
    )
    assert [row.values["district"] for row in found.rows] == ["四会", "四会", "高要"]


def test_an_amount_for_several_rows_is_nobodys() -> None:
    found = table(
        ["项目名称", "投资额(亿元)"], ["甲", 11], ["乙", None], ["丙", 1], merged=[(1, 1, 2, 1)]
    )
    assert [[each.cell for each in row.unread] for row in found.rows] == [["B2"], ["B3"], []]
    assert found.rows[1].unread[0].reason == "one cell from B2 on is for several rows"


def test_texts_of_several_columns_may_be_notes() -> None:
    rows: list[list[Value]] = [
        ["项目名称", "进展", "备注"],
        ["甲", "动工", "加快"],
        ["乙", None, "慢"],
    ]
    mapped = {"进展": "notes.text", "备注": "notes.text"}
    found = read_table([Grid("S", rows)], mapped)
    assert [row.values["notes.text"] for row in found.rows] == [("动工", "加快"), ("慢",)]
    assert found.mapped == {"进展", "备注"}


# --- sheets -------------------------------------------------------------------------------------


def test_a_table_tells_how_its_columns_were_read() -> None:
    found = table(
        ["序号", "项目名称", "投资额(亿元)", "税收", "用地", "阶段", None], [1, "甲"], [2, "乙"]
    )
    assert (found.sheet, found.heading) == ("台账", (1, 1))
    assert found.columns == (
        Placed("A", "序号", None),
        Placed("B", "项目名称", "name"),
        Placed("C", "投资额(亿元)", "investment", "亿元"),
        Placed("D", "税收", "tax", "yuan"),
        Placed("E", "用地", "land-mu", "mu"),
        Placed("F", "阶段", None, "follows from others"),
    )


BEST = Grid("台账", [HEADING, ["甲"]])
SHEETS = (
    Grid("说明", [["怎样填写"]]),
    BEST,
    Grid("旧表", [["项目名称"], ["乙"]]),
    Grid("隐藏", [[*HEADING, "责任人"], ["丙"]], hidden=True),
    Grid("空", []),
)


def test_the_sheet_with_most_columns_is_read_and_the_others_are_listed() -> None:
    found = read_table(SHEETS, {})
    assert found.sheet == "台账"
    assert found.others == (
        ("说明", "it has no table of projects"),
        ("旧表", "another has more columns; --sheet reads it"),
        ("隐藏", "it is hidden; --sheet reads it"),
        ("空", "it is empty"),
    )


@pytest.mark.parametrize(("sheet", "name"), [("旧表", "乙"), ("隐藏", "丙")])
def test_another_sheet_is_read_on_request(sheet: str, name: str) -> None:
    assert read_table(SHEETS, {}, sheet).rows[0].values == {"name": name}


def test_a_sheet_that_is_not_there_is_refused() -> None:
    with pytest.raises(ZqtrackError) as refused:
        read_table(SHEETS, {}, "新表")
    assert refused.value.message == "there is no sheet `新表`"
    assert refused.value.hint == "sheets: `说明`, `台账`, `旧表`, `隐藏`, `空`"


def test_a_workbook_without_a_table_is_refused() -> None:
    with pytest.raises(ZqtrackError) as refused:
        read_table(SHEETS[:1], {})
    assert refused.value.message == "no row of `说明` names a column for the names of projects"
    assert refused.value.hint == 'say which column it is: --map "COLUMN=name"'
