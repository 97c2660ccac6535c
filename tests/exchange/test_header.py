"""The heading of a table is found wherever it stands, and each column by what it is called."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest

from zqtrack.exchange.grid import Grid, Merged, Value
from zqtrack.exchange.header import Header, find_header, key_of
from zqtrack.exchange.headings import PROJECTS

Rows = Sequence[Sequence[Value]]


def header(
    *rows: Sequence[Value],
    merged: Sequence[Merged] = (),
    mapped: Mapping[str, str] | None = None,
) -> Header:
    found = find_header(Grid("S", rows, tuple(merged)), mapped or {})
    assert found
    return found


def fields(*rows: Sequence[Value], merged: Sequence[Merged] = ()) -> Mapping[int, str]:
    found = header(*rows, merged=merged)
    return {column.at: column.heading.field for column in found.columns}


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("企业", "company"),
        ("投资额", "investment"),
        ("签约时间", "actual.signed"),
        ("供地时间", "actual.land-supplied"),
        ("开工时间", "actual.started"),
        ("竣工时间", "actual.completed"),
        ("投产时间", "actual.producing"),
        ("责任人", "lead"),
        ("责任\n人", "lead"),
        ("责 任 人", "lead"),
        ("责任人*", "lead"),
        ("责任人（必填）", "lead"),
        ("计划开工时间", "planned.started"),
        ("开工时间（计划）", "planned.started"),
        ("开工时间(实际)", "actual.started"),
        ("签约时间（年/月/日）", "actual.signed"),
        ("签约时间（年月）", "actual.signed"),
        ("Responsible\nperson", "lead"),
        ("RESPONSIBLE PERSON", "lead"),
        ("Planned start", "planned.started"),
        ("land_mu", "land-mu"),
        ("actual.signed", "actual.signed"),
        ("区域", "district"),
        ("退出时间", "withdrawn.on"),
        ("退出原因", "withdrawn.reason"),
    ],
)
def test_a_column_is_known_by_name_in_either_language(name: str, field: str) -> None:
    assert fields(["项目名称", name]) == {0: "name", 1: field}


def test_every_column_of_an_export_is_known_by_its_title_and_its_field() -> None:
    own = [heading for heading in PROJECTS.headings if not heading.derived]
    expected = {at: heading.field for at, heading in enumerate(own)}
    assert fields([heading.title for heading in own]) == expected
    assert fields([heading.field for heading in own]) == expected


@pytest.mark.parametrize(
    ("name", "yuan", "unit"),
    [
        ("投资额(亿元)", 10**8, "亿元"),
        ("投资额（万元）", 10**4, "万元"),
        ("投资额\n（万元）", 10**4, "万元"),
        ("投资额【亿元】", 10**8, "亿元"),
        ("投资额：亿元", 10**8, "亿元"),
        ("投资额/亿元", 10**8, "亿元"),
        ("投资额 亿元", 10**8, "亿元"),
        ("Investment (bn yuan)", 10**9, "bn yuan"),
        ("Investment, m yuan", 10**6, "m yuan"),
        ("Investment (yuan)", 1, "yuan"),
        ("投资额", 1, ""),
    ],
)
def test_an_amount_has_the_unit_of_its_heading(name: str, yuan: int, unit: str) -> None:
    column = header(["项目名称", name]).columns[1]
    assert (column.heading.field, column.unit, column.unit_text) == (
        "investment",
        Decimal(yuan),
        unit,
    )


@pytest.mark.parametrize(("name", "mu"), [("用地（亩）", 1), ("用地（公顷）", 15)])
def test_an_area_has_the_unit_of_its_heading(name: str, mu: int) -> None:
    column = header(["项目名称", name]).columns[1]
    assert (column.heading.field, column.unit) == ("land-mu", Decimal(mu))


def test_an_amount_in_another_currency_is_not_placed() -> None:
    found = header(["项目名称", "投资额（万美元）", "用地（acre）"])
    assert [column.heading.field for column in found.columns] == ["name"]
    assert [(column.label, column.reason) for column in found.unplaced] == [
        ("投资额（万美元）", "`万美元` is no unit that can be read"),
        ("用地（acre）", "`acre` is no unit that can be read"),
    ]


@pytest.mark.parametrize(
    "note", ["单位：亿元", "（单位:亿元）", "金额单位：亿元", "Unit: 100m yuan", "单位：亿元、亩"]
)
def test_a_note_above_the_table_tells_the_unit(note: str) -> None:
    found = header(["台账", None, note], ["项目名称", "投资额", "税收（万元）", "用地"])
    assert [column.unit for column in found.columns] == [1, 10**8, 10**4, 1]


@pytest.mark.parametrize("note", ["填报单位：亿元", "责任单位:万元", "units of measure"])
def test_a_note_on_something_else_tells_no_unit(note: str) -> None:
    assert header([note], ["项目名称", "投资额"]).columns[1].unit == 1


def test_a_unit_that_answers_for_something_is_no_note() -> None:
    found = fields(
        ["项目名称", "责任单位", "时间"], [None, None, "签约"], ["甲", "招商局", "2023"]
    )
    assert found == {0: "name", 1: "team", 2: "actual.signed"}


def test_a_note_on_another_unit_tells_nothing_of_money() -> None:
    assert header(["单位：个"], ["项目名称", "投资额"]).columns[1].unit == 1


def test_the_heading_stands_below_a_title() -> None:
    found = header(["2023年招商引资项目台账"], [], ["序号", "项目名称", "企业"], [1, "甲", "乙"])
    assert (found.top, found.bottom) == (2, 2)
    assert [(each.at, each.label) for each in found.unplaced] == [(0, "序号")]


def test_a_title_may_be_merged_over_the_whole_table() -> None:
    # Were it taken for a group, it would turn every date into a promise.
    title: Merged = (0, 0, 0, 2)
    assert fields(
        ["计划"], ["项目名称", "签约", "开工"], ["甲", "2023", "2024"], merged=[title]
    ) == {0: "name", 1: "actual.signed", 2: "actual.started"}


TWO_ROWS: Rows = (
    ["项目名称", "时间节点", None, None, "计划时间", None, "责任人"],
    [None, "签约", "供地", "开工", "竣工", "投产", None],
)
MERGED: Sequence[Merged] = ((0, 0, 1, 0), (0, 1, 0, 3), (0, 4, 0, 5), (0, 6, 1, 6))


@pytest.mark.parametrize("merged", [MERGED, ()])
def test_the_heading_may_span_two_rows_with_merged_cells(merged: Sequence[Merged]) -> None:
    # Without cells that are merged, as in CSV, a group reaches to the next text.
    found = header(*TWO_ROWS, ["甲", 45197], merged=merged)
    assert (found.top, found.bottom) == (0, 1)
    assert {column.label: column.heading.field for column in found.columns} == {
        "项目名称": "name",
        "时间节点 签约": "actual.signed",
        "时间节点 供地": "actual.land-supplied",
        "时间节点 开工": "actual.started",
        "计划时间 竣工": "planned.completed",
        "计划时间 投产": "planned.producing",
        "责任人": "lead",
    }


def test_the_unit_may_stand_in_a_row_of_its_own() -> None:
    found = header(["项目名称", "投资额", "税收"], [None, "（亿元）", "（万元）"], ["甲", 1, 2])
    assert [(column.heading.field, int(column.unit)) for column in found.columns] == [
        ("name", 1),
        ("investment", 10**8),
        ("tax", 10**4),
    ]


def test_planned_in_english_is_planned() -> None:
    found = fields(["Name", "Planned", None, "Actual"], [None, "Started", "Producing", "Signed"])
    assert found == {
        0: "name",
        1: "planned.started",
        2: "planned.producing",
        3: "actual.signed",
    }


def test_what_stands_under_a_group_we_do_not_know_is_not_that_group() -> None:
    found = header(
        ["项目名称", "计划时间", None, "责任人", None],
        [None, "开会", "开工", "电话", "姓名"],
    )
    assert [column.heading.field for column in found.columns] == ["name", "planned.started"]
    assert [each.label for each in found.unplaced] == [
        "计划时间 开会",
        "责任人 电话",
        "责任人 姓名",
    ]


def test_the_row_that_names_most_columns_is_the_heading() -> None:
    found = header(["项目名称：见下"], ["项目"], ["项目名称", "企业"], ["企业", "x"])
    assert found.bottom == 2


@pytest.mark.parametrize("rows", [[], [[]], [["甲", "乙"]], [["企业", "责任人"]]])
def test_a_table_without_a_name_or_id_is_none(rows: Rows) -> None:
    assert find_header(Grid("S", rows), {}) is None


def test_a_heading_far_below_is_not_looked_for() -> None:
    assert find_header(Grid("S", [[]] * 40 + [["项目名称"]]), {}) is None


def test_a_user_says_what_a_column_holds() -> None:
    found = header(
        ["项目名称", "总盘子(亿元)", "备注", "情况", "投资额"],
        mapped={"总盘子": "investment", " 备 注 ": "notes.text", "情况": "ignore", "别的": "lead"},
    )
    assert [(c.label, c.heading.field, int(c.unit)) for c in found.columns] == [
        ("项目名称", "name", 1),
        ("总盘子(亿元)", "investment", 10**8),
        ("备注", "notes.text", 1),
    ]
    assert [(each.label, each.reason) for each in found.unplaced] == [
        ("情况", "to be ignored"),
        # What a user says counts before what a column is called.
        ("投资额", "investment is read from `总盘子(亿元)` already"),
    ]
    assert found.mapped == {"总盘子", " 备 注 ", "情况"}


def test_several_columns_may_be_notes_and_no_other_field() -> None:
    found = header(
        ["项目名称", "进展", "备注", "名称"], mapped={"进展": "notes.text", "备注": "notes.text"}
    )
    assert [c.heading.field for c in found.columns] == ["name", "notes.text", "notes.text"]
    assert [(each.label, each.reason) for each in found.unplaced] == [
        ("名称", "name is read from `项目名称` already")
    ]


def test_what_follows_from_other_columns_is_not_read() -> None:
    found = header(["项目名称", "当前阶段"])
    assert [(each.label, each.reason) for each in found.unplaced] == [
        ("当前阶段", "follows from others")
    ]


def test_what_follows_from_others_is_listed_without_the_group_over_it() -> None:
    found = header(
        ["Project", None, "How it stands on 2024-03-03: derived, not read back", None, "Place"],
        ["ID", "Name", "Stage", "Light", "District"],
        ["a", "A", "signed", "red", "Sihui"],
        merged=[(0, 0, 0, 1), (0, 2, 0, 3)],
    )
    assert [column.label for column in found.unplaced] == ["Stage", "Light"]
    assert [column.label for column in found.columns] == [
        *("Project ID", "Project Name", "Place District"),
    ]


def test_a_column_with_values_and_no_heading_is_listed() -> None:
    found = header(["项目名称", None, None], ["甲", None, "乙"])
    assert [(each.at, each.label) for each in found.unplaced] == [(2, "")]


@pytest.mark.parametrize(
    ("name", "values", "is_id"),
    [
        ("编号", [1, 2, 3], False),
        ("编号", ["1", "2", "3"], False),
        ("ID", [1.0, 2.0], False),
        ("ID", ["1", "2"], True),
        ("编号", ["gcl-1", "2"], True),
        ("编号", ["gcl-1", 2.0], True),
        ("编号", [None], True),
    ],
)
def test_a_column_that_numbers_the_rows_holds_no_ids(
    name: str, values: Sequence[Value], is_id: bool
) -> None:
    found = header([name, "项目名称"], *([value, "甲"] for value in values))
    assert [column.heading.field for column in found.columns] == ["id", "name"][not is_id :]
    assert [each.reason for each in found.unplaced] == ["it numbers the rows"][is_id:]


def test_names_are_compared_without_case_blanks_dots_and_hyphens() -> None:
    assert key_of(" Paid-In_（a.b）: *") == "paidin(ab)"
