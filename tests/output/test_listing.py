"""The table of ``list`` shows what an officer asks first, and what a column is asked for."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from zqtrack.core.columns import View, column_named
from zqtrack.core.lights import Limits
from zqtrack.core.period import exactly, parse_period
from zqtrack.core.project import Project, Replanned, Stage, Withdrawal, moment_from
from zqtrack.core.rows import Rows, part_of
from zqtrack.output.layout import PLAIN, lay_out
from zqtrack.output.listing import listing, summary

DAY = date(2024, 3, 3)


def view(
    id_: str,
    actual: Mapping[str, str] | None = None,
    planned: Mapping[str, str] | None = None,
    **values: Any,
) -> View:
    project = Project(
        id=id_,
        name=values.pop("name", id_.title()),
        actual={Stage(stage): moment_from(text) for stage, text in (actual or {}).items()},
        planned={Stage(stage): parse_period(text) for stage, text in (planned or {}).items()},
        **values,
    )
    return View(project, DAY, Limits())


def rows_of(views: Sequence[View]) -> Rows:
    return Rows([part_of([view.project for view in views])], DAY, Limits())


def shown(
    *views: View, columns: str = "", group_by: str = "", screen: int | None = None
) -> list[str]:
    chosen = [column_named(name) for name in columns.split()]
    by = column_named(group_by) if group_by else None
    blocks = tuple(listing(rows_of(views), chosen, by))
    return list(lay_out(blocks, screen, PLAIN))


GCL = view("gcl", {"signed": "2023", "started": "2023-08-30"}, {"completed": "2024-04"})
MOVED = view(
    "moved",
    {"signed": "2024-01"},
    {"started": "2024-02"},
    replanned=(
        Replanned(stage=Stage.STARTED, to=parse_period("2024-05"), on=exactly(date(2024, 2, 1))),
    ),
    investment=1_100_000_000,
)
LEFT = view("left", {"signed": "unknown"}, withdrawn=Withdrawal(on=parse_period("2024-02")))
NEW = view("new", investment=400_000)


def test_the_usual_table() -> None:
    lines = shown(GCL, MOVED, LEFT, NEW)
    assert [line[:64].rstrip() for line in lines] == [
        "id     project  stage             since       age, days  m yuan",
        # 1 day of August, 30 + 31 + 30 + 31 + 31 + 29 of the months after, 3 of March
        "gcl    Gcl      ■□■□□  started    2023-08-30        186       ·",
        "moved  Moved    ■□□□□  signed     2024-01         32–62   1,100",  # from 31 or 1 January
        "left   Left     ■××××  withdrawn  2024-02          3–31       ·",
        "new    New      □□□□□  prospect   ·                   ·     0.4",
    ]
    assert [line[65:].strip() for line in lines] == [
        "next promise       slip, days  light",
        "2024-04 completed           ·  ● green",
        "2024-05 started           +92  ● green",  # from 29 February to 31 May: 31 + 30 + 31
        "·                           ·  ○ grey",
        "·                           ·  ○ grey",
    ]


def test_a_stage_passed_at_an_unknown_date_has_no_age() -> None:
    (_, row) = shown(view("gcl", {"signed": "unknown"}))
    assert row.split() == ["gcl", "Gcl", "■□□□□", "signed", "unknown", *"···", "·", "○", "grey"]


@pytest.mark.parametrize(
    ("yuan", "millions"),
    [
        (30_310_000_000, "30,310"),
        (9_500_000, "10"),
        (9_400_000, "9.4"),
        (500_000, "0.5"),
        (12_500, "0.013"),
        (0, "0"),
    ],
)
def test_small_investments_are_not_rounded_away(yuan: int, millions: str) -> None:
    assert shown(view("gcl", investment=yuan))[1].split()[6] == millions


@pytest.mark.parametrize(
    ("screen", "head"),
    [
        (120, "id  project  stage  since  age, days  m yuan  next promise  slip, days  light"),
        (87, "id  project  stage  age, days  m yuan  next promise  light"),
        (86, "id  project  stage  age, days  next promise  light"),
        (71, "id  project  stage  age, days  next promise  light"),
        (70, "id  stage  age, days  m yuan  next promise  light"),
        (49, "id  stage  age, days  next promise  light"),
        (48, "id  stage  next promise  light"),
        (37, "id  stage  age, days  light"),
        (21, "id  stage  light"),
        (20, "id  light"),
    ],
)
def test_a_narrow_screen_leaves_out_what_matters_least(screen: int, head: str) -> None:
    lines = shown(view("gcl", {"signed": "2023"}, name="N" * 40), MOVED, screen=screen)
    assert re.split("  +", lines[0]) == head.split("  ")
    assert max(map(len, lines)) <= screen


def test_ids_stay_whole_while_anything_else_can_give_way() -> None:
    id_ = "zhengchuang-new-retail-park-2023"
    lines = shown(view(id_, name="N" * 60, planned={"signed": "2024"}), screen=42)
    assert lines[1].split("  ") == [id_, "● green"]


def test_chosen_columns_are_shown_in_their_order() -> None:
    one = view(
        "gcl", {"signed": "2024-02"}, investment=1_100_000, high_tech=True, lists=("a", "b")
    )
    assert shown(one, NEW, columns="light investment id high-tech lists age signed land-mu") == [
        "light   investment, yuan  id   high tech  lists  age days  signed   land mu",
        "○ grey         1,100,000  gcl  yes        a, b       3–31  2024-02        ·",
        "○ grey           400,000  new  ·          ·             ·  ·              ·",
    ]


def test_chosen_columns_shrink_alike_and_none_is_left_out() -> None:
    one = view("a" * 30, name="b" * 30, company="c" * 30)
    (_, row) = shown(one, columns="id name company light", screen=40)
    assert row == "aaaaaaaa…  bbbbbbbb…  ccccccccc…  ○ grey"


def test_groups_come_in_the_order_of_the_column_with_the_unknown_last() -> None:
    started = view("started", {"started": "2023"}, district="Sihui")
    lines = shown(NEW, started, GCL, MOVED, group_by="stage", columns="id district")
    assert lines == [
        "stage: prospect · 1 project",
        "id       district",
        "new      ·",
        "",
        "stage: signed · 1 project",
        "id       district",
        "moved    ·",
        "",
        "stage: started · 2 projects",
        "id       district",
        "started  Sihui",
        "gcl      ·",
    ]
    by_district = shown(NEW, started, group_by="district", columns="id")
    assert by_district[0] == "district: Sihui · 1 project"
    assert by_district[4] == "district: unknown · 1 project"


def test_a_group_named_in_a_file_cannot_steer_the_screen() -> None:
    assert shown(view("gcl", district="\x1b[2J"), group_by="district")[0] == (
        r"district: \x1b[2J · 1 project"
    )


def test_no_projects_make_no_groups() -> None:
    assert shown(group_by="stage", columns="id stage") == ["id  stage"]


def test_the_summary_counts_the_lights() -> None:
    late = view("late", planned={"signed": "2023"})
    assert summary(rows_of([GCL, MOVED, LEFT, late])) == (
        "4 projects as of 2024-03-03: 1 red, 2 green, 1 grey"
    )
    assert summary(rows_of([late])) == "1 project as of 2024-03-03: 1 red"
