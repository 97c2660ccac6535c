"""A row is a new project, changes a known one, changes nothing, or is rejected with the reason."""

from collections.abc import Sequence
from typing import Any

import pytest

from zqtrack.core.intake import (
    Difference,
    Kept,
    Part,
    Plan,
    Row,
    Unread,
    differences,
    plan_import,
    same_text,
)
from zqtrack.core.period import Period, parse_period
from zqtrack.core.project import (
    Mark,
    Note,
    Problem,
    Project,
    Replanned,
    Stage,
    Withdrawal,
)

DAY = parse_period("2024-03-03")
GCL = Project(
    id="gcl",
    name="GCL Zhaoqing",
    company="GCL Group",
    investment=1_100_000_000,
    lists=("battle", "key"),
    actual={Stage.SIGNED: parse_period("2023-04-18"), Stage.LAND_SUPPLIED: Mark.UNKNOWN},
    planned={Stage.STARTED: parse_period("2023-12")},
)


def at(text: str) -> Period:
    return parse_period(text)


def plan(
    *rows: dict[str, Any],
    known: Sequence[Project] = (GCL,),
    broken: Sequence[str] = (),
    parts: Sequence[Part] = (),
) -> Plan:
    """Plan the import of rows, which are numbered from 2."""
    numbered = [
        Row(number, row, dict.fromkeys(row, f"X{number}"), (), tuple(parts))
        for number, row in enumerate(rows, 2)
    ]
    return plan_import(numbered, known, broken, DAY)


def changed(row: dict[str, Any], known: Project = GCL, parts: Sequence[Part] = ()) -> Project:
    """Give what a row makes of a known project."""
    planned = plan({"id": known.id, **row}, known=[known], parts=parts)
    assert (planned.new, planned.rejected) == ((), ())
    return planned.changed[0].after if planned.changed else known


def reasons(planned: Plan) -> list[tuple[str, str]]:
    return [(row.place, reason.reason) for row in planned.rejected for reason in row.reasons]


# --- which project ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row",
    [
        {"id": "gcl"},
        {"id": "gcl", "name": "Renamed"},
        {"name": "GCL Zhaoqing", "company": "GCL Group"},
        {"name": "ＧＣＬ\u3000zhaoqing", "company": " gcl  group"},
        {"name": "GCL Zhaoqing"},  # a company that is not said may be any
    ],
)
def test_a_project_is_known_by_its_id_or_by_name_and_company(row: dict[str, Any]) -> None:
    planned = plan({**row, "lead": "Li"})
    (entry,) = planned.changed
    assert (entry.place, entry.before, entry.after.id, entry.after.lead) == ("2", GCL, "gcl", "Li")
    assert (planned.new, planned.rejected) == ((), ())


def test_a_project_without_a_company_is_known_by_its_name() -> None:
    bare = Project(id="a", name="A")
    planned = plan({"name": "A", "company": "B"}, known=[bare])
    assert planned.changed[0].after.company == "B"


def test_the_company_tells_projects_of_one_name_apart() -> None:
    known = [Project(id="a", name="A", company="X"), Project(id="b", name="A", company="Y")]
    planned = plan({"name": "A", "company": "Y", "lead": "Li"}, known=known)
    assert [entry.after.id for entry in planned.changed] == ["b"]


def test_a_name_that_may_be_several_projects_is_rejected() -> None:
    known = [Project(id="a", name="A", company="X"), Project(id="b", name="A", company="Y")]
    (rejected,) = plan({"name": "A"}, known=known).rejected
    assert (rejected.place, rejected.name) == ("2", "A")
    assert rejected.reasons == (
        Unread(
            "2",
            "",
            "it may be any of `a`, `b`",
            "add a column for the id, and write it there; a new project gets one of its own",
        ),
    )


def test_a_known_name_of_another_company_is_rejected() -> None:
    # Perhaps a new project, perhaps the company is only written differently.
    assert reasons(plan({"name": "GCL Zhaoqing", "company": "协鑫"})) == [
        ("2", "`gcl` has this name, but the company `GCL Group`")
    ]


def test_a_known_project_with_another_id_is_rejected() -> None:
    row = {"id": "other", "name": "GCL Zhaoqing", "company": "GCL Group"}
    assert reasons(plan(row)) == [("2", "the ledger has this project as `gcl`")]


def test_a_row_without_name_and_known_id_is_rejected() -> None:
    assert reasons(plan({"lead": "Li"}, {"id": "other"})) == [
        ("2", "it has neither a name nor an id of the ledger"),
        ("3", "it has neither a name nor an id of the ledger"),
    ]


def test_a_file_that_cannot_be_read_is_not_written_over() -> None:
    planned = plan({"id": "bad"}, {"name": "Bad"}, broken=["bad"])
    assert reasons(planned) == [
        ("2", "the file of `bad` cannot be read"),
        ("3", "the file of `bad` cannot be read, and may tell of it"),
    ]


def test_of_many_rows_of_one_project_only_the_first_are_named() -> None:
    planned = plan(*({"name": "GCL"} for _ in range(8)))
    told = [reason for _, reason in reasons(planned)]
    assert told[0] == "it tells of the same project as row 3, 4, 5, 6, 7, …"
    assert told[7] == "it tells of the same project as row 2, 3, 4, 5, 6, …"


def test_two_rows_of_one_project_are_both_rejected() -> None:
    planned = plan(
        {"id": "gcl"},
        {"name": "GCL Zhaoqing"},
        {"name": "A"},
        {"name": "GCL Zhaoqing", "company": "GCL Group"},
    )
    assert reasons(planned) == [
        ("2", "it tells of the same project as row 3, 5"),
        ("3", "it tells of the same project as row 2, 5"),
        ("5", "it tells of the same project as row 2, 3"),
    ]
    assert [entry.after.name for entry in planned.new] == ["A"]


def test_two_rows_of_one_new_project_are_both_rejected() -> None:
    planned = plan(
        {"name": "A", "company": "X"},
        {"name": "a", "company": "x"},
        {"name": "B", "company": "X"},
        {"name": "B"},  # it may be the one above
        {"id": "c", "name": "C"},
        {"id": "c", "name": "D"},
    )
    assert [place for place, _reason in reasons(planned)] == ["2", "3", "4", "5", "6", "7"]
    assert planned.new == ()


def test_new_projects_of_one_name_may_be_of_several_companies() -> None:
    planned = plan({"name": "Park", "company": "X"}, {"name": "Park", "company": "Y"})
    assert [(e.after.id, e.after.company) for e in planned.new] == [("park", "X"), ("park-2", "Y")]


def test_a_row_with_a_cell_that_cannot_be_read_is_rejected_whole() -> None:
    unread = Unread("C2", "投资额", "`x` is not an amount")
    planned = plan_import([Row(2, {"id": "gcl", "lead": "Li"}, {}, (unread,))], [GCL], (), DAY)
    assert planned.changed == ()
    assert planned.rejected[0].reasons == (unread,)
    assert planned.rejected[0].name == "gcl"


def test_a_row_that_is_rejected_still_counts_as_a_second_one() -> None:
    unread = Unread("C3", "投资额", "`x` is not an amount")
    rows = [Row(2, {"id": "gcl", "lead": "Li"}), Row(3, {"id": "gcl"}, {}, (unread,))]
    assert reasons(plan_import(rows, [GCL], (), DAY)) == [
        ("2", "it tells of the same project as row 3"),
        ("3", "`x` is not an amount"),
    ]


# --- ids ----------------------------------------------------------------------------------------


def test_a_new_project_gets_an_id_of_its_name_or_a_number() -> None:
    known = [Project(id=id_, name=f"Known {id_}") for id_ in ("solar-glass", "project-002")]
    planned = plan(
        {"name": "Solar Glass"},
        {"name": "金田铜业"},
        {"name": "正创"},
        {"id": "own-id", "name": "Own"},
        {"name": "正创二期 Phase Two"},
        known=known,
    )
    assert [entry.after.id for entry in planned.new] == [
        "solar-glass-2",
        "project-001",
        "project-003",
        "own-id",
        "phase-two",
    ]


# --- values -------------------------------------------------------------------------------------


def test_a_new_project_takes_all_that_its_row_says() -> None:
    row = {
        "name": "New Plant",
        "investment": 5,
        "high-tech": False,
        "lists": ("a",),
        "actual.signed": at("2023-04"),
        "planned.started": at("2024-H1"),
        "withdrawn.on": at("2024"),
        "withdrawn.reason": "moved",
        "notes.text": ("Visited.", "Called."),
        "problems.title": ("Road",),
    }
    assert plan(row).new[0].after == Project(
        id="new-plant",
        name="New Plant",
        investment=5,
        high_tech=False,
        lists=("a",),
        actual={Stage.SIGNED: at("2023-04")},
        planned={Stage.STARTED: at("2024-H1")},
        withdrawn=Withdrawal(on=at("2024"), reason="moved"),
        notes=(Note(on=DAY, text="Visited."), Note(on=DAY, text="Called.")),
        problems=(Problem(title="Road", raised=DAY),),
    )


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"name": "GCL  Zhaoqing"},
        {"name": "GCL\nZhaoqing", "company": "GCL Group ", "investment": 1_100_000_000},
        {"lists": ("battle", " key")},
        {"actual.signed": at("2023-04-18/2023-04-18")},
        {"actual.land-supplied": Mark.UNKNOWN},
        {"planned.started": at("2023-12-01/2023-12-31")},
    ],
)
def test_what_says_the_same_changes_nothing(row: dict[str, Any]) -> None:
    planned = plan({"id": "gcl", **row})
    assert (planned.changed, planned.unchanged, planned.kept) == ((), 1, ())


def test_values_and_dates_are_corrected() -> None:
    after = changed(
        {
            "name": "GCL",
            "lists": ("key",),
            "actual.signed": at("2023-05"),
            "actual.land-supplied": at("2023-08"),
            "actual.started": Mark.NOT_APPLICABLE,
        }
    )
    assert (after.name, after.lists) == ("GCL", ("key",))
    assert after.actual == {
        Stage.SIGNED: at("2023-05"),
        Stage.LAND_SUPPLIED: at("2023-08"),
        Stage.STARTED: Mark.NOT_APPLICABLE,
    }


@pytest.mark.parametrize("less", [at("2023-04"), at("2023-H1"), Mark.UNKNOWN])
def test_a_date_that_is_only_less_precise_leaves_the_ledgers(less: Any) -> None:
    planned = plan({"id": "gcl", "actual.signed": less})
    assert (planned.changed, planned.unchanged) == ((), 1)
    assert planned.kept == (Kept("X2", "gcl", str(less), "2023-04-18"),)


def test_a_first_promise_is_added_and_a_later_one_is_dated_today() -> None:
    after = changed({"planned.started": at("2024-06"), "planned.completed": at("2025")})
    assert after.planned == {
        Stage.STARTED: at("2023-12"),  # never overwritten
        Stage.COMPLETED: at("2025"),
    }
    assert after.replanned == (Replanned(stage=Stage.STARTED, to=at("2024-06"), on=DAY),)


def test_the_first_promise_again_is_no_later_one() -> None:
    # An export shows the first promise; the later ones stand in a sheet of their own.
    again = Replanned(stage=Stage.STARTED, to=at("2024-06"), on=at("2024-01"))
    known = changed({}, parts=[again])
    assert known.replanned == (again,)
    assert changed({"planned.started": at("2023-12")}, known) == known
    assert changed({"planned.started": at("2024-06")}, known) == known


def test_a_less_precise_promise_leaves_the_ledgers() -> None:
    planned = plan({"id": "gcl", "planned.started": at("2023")})
    assert planned.kept == (Kept("X2", "gcl", "2023", "2023-12"),)
    assert planned.changed == ()


def test_a_promise_is_not_moved_once_the_stage_is_reached() -> None:
    known = changed({"actual.started": at("2024-01")})
    planned = plan({"id": "gcl", "planned.started": at("2024-06")}, known=[known])
    assert reasons(planned) == [("2", "`gcl` is started already (2024-01)")]


def test_a_promise_may_move_in_the_row_in_which_the_stage_is_reached() -> None:
    after = changed({"planned.started": at("2024-06"), "actual.started": at("2024-07")})
    assert after.replanned[0].to == at("2024-06")
    assert after.actual[Stage.STARTED] == at("2024-07")


def test_a_project_that_left_is_corrected() -> None:
    left = changed({"withdrawn.on": at("2024-01"), "withdrawn.reason": "moved"})
    assert left.withdrawn == Withdrawal(on=at("2024-01"), reason="moved")
    assert changed({"withdrawn.reason": " moved"}, left) == left
    assert changed({"withdrawn.on": at("2024")}, left) == left
    assert changed({"withdrawn.reason": "sold"}, left).withdrawn == Withdrawal(
        on=at("2024-01"), reason="sold"
    )
    assert changed({"withdrawn.on": at("2023-12")}, left).withdrawn == Withdrawal(
        on=at("2023-12"), reason="moved"
    )


def test_a_reason_without_a_date_is_rejected() -> None:
    assert reasons(plan({"id": "gcl", "withdrawn.reason": "moved"})) == [
        ("2", "it says why the project was withdrawn, but not when")
    ]


def test_a_remark_is_added_once() -> None:
    row = {"notes.text": ("Visited.",), "problems.title": ("Road",)}
    once = changed(row)
    assert once.notes == (Note(on=DAY, text="Visited."),)
    assert once.problems == (Problem(title="Road", raised=DAY),)
    assert changed({"notes.text": (" Visited. ",), "problems.title": ("Road",)}, once) == once


# --- parts of other sheets ----------------------------------------------------------------------


def test_parts_are_filled_in_or_added_and_never_taken_away() -> None:
    road = Problem(title="Road", raised=at("2023-05-01"), owner="Roads office")
    water = Problem(title="Water", raised=at("2023-06"))
    note = Note(on=at("2023-05"), text="Visited.")
    again = Replanned(stage=Stage.STARTED, to=at("2024-06"), on=at("2024-01"))
    known = changed({}, parts=[road, water, note, again])
    assert changed({}, known, [road, note, again]) == known
    after = changed(
        {},
        known,
        [
            Problem(title="Road", raised=at("2023-05-01"), closed=at("2023-05-28")),
            Problem(title="Water", raised=at("2023-07")),  # the day was corrected
            Problem(title="Grid", raised=at("2024-01")),
            Note(on=at("2023-05"), text="Visited.", by="Li"),
            Note(on=at("2023-06"), text="Visited."),
            Replanned(stage=Stage.STARTED, to=at("2024-06"), on=at("2024-01"), reason="rain"),
        ],
    )
    assert after.problems == (
        Problem(
            title="Road",
            raised=at("2023-05-01"),
            owner="Roads office",
            closed=at("2023-05-28"),
        ),
        Problem(title="Water", raised=at("2023-07")),
        Problem(title="Grid", raised=at("2024-01")),
    )
    assert after.notes == (
        Note(on=at("2023-05"), text="Visited.", by="Li"),
        Note(on=at("2023-06"), text="Visited."),
    )
    assert after.replanned == (
        Replanned(stage=Stage.STARTED, to=at("2024-06"), on=at("2024-01"), reason="rain"),
    )


def test_parts_that_are_twice_the_same_stay_two() -> None:
    note = Note(on=at("2023-05"), text="Visited.")
    known = changed({}, parts=[note, note])
    assert known.notes == (note, note)
    assert changed({}, known, [note, note]) == known


# --- what changes -------------------------------------------------------------------------------


def test_a_difference_says_how_the_file_says_it() -> None:
    problem = Problem(title="Road", raised=DAY)
    after = changed(
        {
            "investment": 1_200_000_000,
            "high-tech": True,
            "lists": ("a", "b"),
            "actual.started": at("2024-01"),
            "land-mu": 120.0,
        },
        parts=[problem],
    )
    assert differences(GCL, after) == (
        Difference("investment", "1,100,000,000", "1,200,000,000"),
        Difference("land-mu", None, "120"),
        Difference("high-tech", None, "true"),
        Difference("lists", "battle; key", "a; b"),
        Difference("actual.started", None, "2024-01"),
        Difference("problems[1].title", None, "Road"),
        Difference("problems[1].raised", None, "2024-03-03"),
    )


def test_a_row_of_another_sheet_names_it() -> None:
    assert Row(12, {}).place == "12"
    assert Row(12, {}, sheet="Problems").place == "Problems!12"


def test_texts_are_the_same_whatever_their_blanks() -> None:
    assert same_text(" a\nb ", "a b")
    assert not same_text("ab", "a b")
