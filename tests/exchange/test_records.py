"""Each cell of a table is read, or listed with what is wrong; a row that holds no project, too."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest

from zqtrack.core.intake import Placed, Row, Skipped, Table, Unread
from zqtrack.core.period import parse_period
from zqtrack.core.project import Kind, Mark, Note, Problem, Replanned, Stage
from zqtrack.errors import ZqtrackError
from zqtrack.exchange.grid import Broken, Grid, Merged, Value
from zqtrack.exchange.records import read_table

HEADING = ["项目名称", "企业", "投资额(亿元)", "签约时间"]


def table(*rows: Sequence[Value], merged: Sequence[Merged] = (), **options: Any) -> Table:
    return read_table([Grid("台账", rows, tuple(merged), **options)], {})


def value(heading: str, cell: Value) -> Any:
    """Read one cell below a heading; None where it says nothing."""
    (row,) = table(["项目名称", heading], ["甲", cell]).rows
    assert row.unread == ()
    return next((held for field, held in row.values.items() if field != "name"), None)


def wrong(heading: str, cell: Value) -> Unread:
    """Give what is wrong with one cell below a heading."""
    (row,) = table(["项目名称", heading], ["甲", cell]).rows
    (unread,) = row.unread
    return unread


# --- cells --------------------------------------------------------------------------------------


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


PARTS = (
    Grid("Projects", [["ID", "Name"], ["a", "A"], ["b", "B"]]),
    Grid(
        "Problems",
        [
            ["ID", "Name", "Problem", "Raised", "Owner"],
            ["a", "A", "Road", date(2023, 5, 1), "Roads office"],
            [],
            ["c", "C", "Water", "2023年6月", None],
            ["b", "B", "Grid", "soon", None],
            ["b", "B", None, "2023-05", None],
        ],
    ),
    Grid(
        "调整",
        [["ID", "Promised stage", "New date", "Promised on"]],
    ),
    Grid(
        "New promises",
        [
            ["title"],
            ["ID", "Promised stage", "New date", "Promised on", "Reason"],
            ["a", "竣工", "2024-12", date(2024, 1, 2), "late"],
        ],
    ),
    Grid("Notes", [["ID", "Date"], ["a", "2023"]]),
    Grid("备注", [["编号", "日期", "内容"], ["a", "2023-05", "Visited."]]),
)


def test_problems_promises_and_notes_are_read_from_sheets_of_their_own() -> None:
    found = read_table(PARTS, {})
    a, b, c = found.rows
    assert a.parts == (
        Problem(title="Road", raised=parse_period("2023-05-01"), owner="Roads office"),
        Replanned(
            stage=Stage.COMPLETED,
            to=parse_period("2024-12"),
            on=parse_period("2024-01-02"),
            reason="late",
        ),
        Note(on=parse_period("2023-05"), text="Visited."),
    )
    assert [(each.cell, each.reason) for each in b.unread] == [
        ("Problems!D5", "`soon` is not a date"),
        ("Problems!6", "`title` is missing"),
    ]
    # A project that the sheet of projects does not tell of is looked for by its id.
    assert (c.values, c.place) == ({"id": "c"}, "Problems!4")
    assert c.parts == (Problem(title="Water", raised=parse_period("2023-06")),)
    assert found.read_too == ("Problems", "New promises", "备注")
    assert [name for name, _why in found.others] == ["调整", "Notes"]


def test_only_the_sheet_that_is_asked_for_is_read() -> None:
    found = read_table(PARTS, {}, "Projects")
    assert found.read_too == ()
    assert [row.parts for row in found.rows] == [(), ()]
