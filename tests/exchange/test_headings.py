"""The columns of a workbook."""

import re
from collections import Counter
from gettext import GNUTranslations
from pathlib import Path

import pytest

from zqtrack.core.project import FIELDS, Stage
from zqtrack.exchange.headings import (
    DERIVED,
    HEADINGS,
    PROJECTS,
    REMARKS,
    REPORT,
    SHEETS,
    Sheet,
)

CATALOGUE = Path(__file__).parents[2] / "src/zqtrack/locale/zh/LC_MESSAGES/zqtrack.mo"


def test_every_field_of_a_file_has_a_column_in_the_order_of_the_file() -> None:
    assert [heading.field for heading in HEADINGS] == [
        "id",
        *(field.key for field in FIELDS),
        *(f"actual.{stage}" for stage in Stage),
        *(f"planned.{stage}" for stage in Stage),
        "withdrawn.on",
        "withdrawn.reason",
    ]


def test_what_is_derived_stands_behind_the_name_and_is_marked() -> None:
    assert [heading.field for heading in PROJECTS.headings if heading.derived] == [
        *("stage", "since", "age_days", "light"),
        *("next_stage", "next_planned", "slip_days", "open_problems"),
    ]
    assert PROJECTS.headings == (*HEADINGS[:2], *DERIVED, *HEADINGS[2:])


def test_each_further_sheet_begins_with_the_project() -> None:
    assert {sheet.key: [h.field for h in sheet.headings] for sheet in SHEETS[1:]} == {
        "problems": ["id", "name", "title", "raised", "owner", "due", "closed"],
        "replanned": ["id", "name", "stage", "to", "on", "reason"],
        "notes": ["id", "name", "on", "by", "text"],
    }
    assert all(sheet.headings[1].derived for sheet in SHEETS[1:])


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)
def test_no_name_means_two_columns_of_a_sheet(sheet: Sheet) -> None:
    meant = Counter(
        name.casefold()
        for heading in sheet.headings
        for name in {heading.title.casefold(), *map(str.casefold, heading.names)}
    )
    assert [name for name, times in meant.items() if times > 1] == []


def test_a_remark_in_a_sheet_of_projects_is_no_column_of_it() -> None:
    columns = {name for heading in PROJECTS.headings for name in heading.names}
    assert [heading.field for heading in REMARKS] == ["notes.text", "problems.title"]
    assert "备注" in REMARKS[0].names
    assert "存在问题" in REMARKS[1].names
    assert not columns & {"备注", "进展情况", "存在问题", "问题"}


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("项目名称", "name"),
        ("企业名称", "company"),
        ("投资额", "investment"),
        ("签约时间", "actual.signed"),
        ("签约日期", "actual.signed"),
        ("供地时间", "actual.land-supplied"),
        ("实际开工时间", "actual.started"),
        ("计划竣工时间", "planned.completed"),
        ("预计投产时间", "planned.producing"),
        ("投产时间", "actual.producing"),
        ("用地面积", "land-mu"),
        ("责任人", "lead"),
        ("县区", "district"),
        ("signed on", "actual.signed"),
    ],
)
def test_a_name_that_officers_use_means_one_column(name: str, field: str) -> None:
    assert [heading.field for heading in PROJECTS.headings if name in heading.names] == [field]


def test_what_is_exported_in_chinese_is_known_whatever_language_is_spoken() -> None:
    with CATALOGUE.open("rb") as written:
        chinese = GNUTranslations(written)
    for sheet in (*SHEETS, REPORT):
        assert chinese.gettext(sheet.title) in sheet.names
        for heading in sheet.headings:
            without_unit = re.sub(r"\s*[(（].*[)）]$", "", chinese.gettext(heading.title))
            assert without_unit in heading.names, heading.title
