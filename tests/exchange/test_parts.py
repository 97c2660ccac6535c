"""Further sheets tell of the projects of the first: problems, later promises, notes."""

from datetime import date

from zqtrack.core.period import parse_period
from zqtrack.core.project import Note, Problem, Replanned, Stage
from zqtrack.exchange.grid import Grid
from zqtrack.exchange.records import read_table

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


def test_what_names_no_project_is_nobodys() -> None:
    problems = Grid("Problems", [["ID", "Problem", "Raised"], [None, "Road", "2023-05"]])
    found = read_table([Grid("Projects", [["ID", "Name"], [None, "甲"]]), problems], {})
    assert [(row.values, len(row.parts)) for row in found.rows] == [
        ({"name": "甲"}, 0),
        ({"id": ""}, 1),
    ]
