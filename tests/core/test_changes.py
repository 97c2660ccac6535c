"""What the commands change in a project, and what they refuse."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from zqtrack.core.changes import (
    add_note,
    add_problem,
    advance,
    close_problem,
    find_problem,
    last_reached,
    new_flaws,
    promise,
    take_back,
    withdraw,
)
from zqtrack.core.period import parse_period
from zqtrack.core.project import (
    STAGES,
    Mark,
    Note,
    Problem,
    Project,
    Replanned,
    Stage,
    Withdrawal,
    moment_from,
)
from zqtrack.errors import UsageError, ZqtrackError

CONTACTED, SIGNED, LAND, STARTED, COMPLETED, PRODUCING = Stage
DAY = parse_period("2024-03-03")
LEFT = Withdrawal(on=parse_period("2023-10"))


def project(actual: Mapping[Stage, str] | None = None, **parts: Any) -> Project:
    moments = {stage: moment_from(text) for stage, text in (actual or {}).items()}
    return Project(id="gcl", name="GCL", actual=moments, **parts)


def actual(changed: Project) -> dict[str, str]:
    return {stage.value: str(moment) for stage, moment in changed.actual.items()}


def refusal(change: Callable[..., Any], *arguments: Any, **options: Any) -> ZqtrackError:
    with pytest.raises(ZqtrackError) as refused:
        change(*arguments, **options)
    return refused.value


# --- advance ------------------------------------------------------------------------------------


def test_a_project_advances_to_the_next_stage() -> None:
    changed = advance(project({SIGNED: "2023-04"}), DAY)
    assert actual(changed) == {"signed": "2023-04", "land-supplied": "2024-03-03"}


def test_a_prospect_advances_to_signed() -> None:
    assert actual(advance(project(), DAY)) == {"signed": "2024-03-03"}


def test_a_prospect_may_be_contacted_first() -> None:
    assert actual(advance(project(), DAY, CONTACTED)) == {"contacted": "2024-03-03"}


def test_a_stage_that_does_not_apply_is_passed_over() -> None:
    changed = advance(project({SIGNED: "2023-04", LAND: "n/a"}), DAY)
    assert actual(changed) == {
        "signed": "2023-04",
        "land-supplied": "n/a",
        "started": "2024-03-03",
    }


def test_a_stage_may_be_reached_nobody_knows_when() -> None:
    changed = advance(project({SIGNED: "2023-04"}), Mark.UNKNOWN)
    assert actual(changed) == {"signed": "2023-04", "land-supplied": "unknown"}


@pytest.mark.parametrize(
    ("mark", "text"), [(Mark.UNKNOWN, "unknown"), (Mark.NOT_APPLICABLE, "n/a")]
)
def test_stages_are_skipped_when_they_are_marked(mark: Mark, text: str) -> None:
    changed = advance(project({SIGNED: "2023-04"}), DAY, COMPLETED, mark)
    assert actual(changed) == {
        "signed": "2023-04",
        "land-supplied": text,
        "started": text,
        "completed": "2024-03-03",
    }


def test_what_the_file_says_of_a_skipped_stage_stays() -> None:
    changed = advance(project({LAND: "unknown"}), DAY, COMPLETED, Mark.NOT_APPLICABLE)
    assert actual(changed) == {
        "land-supplied": "unknown",
        "started": "n/a",
        "completed": "2024-03-03",
    }


def test_a_stage_is_not_skipped_without_a_word() -> None:
    refused = refusal(advance, project({SIGNED: "2023-04"}), DAY, COMPLETED)
    assert refused.message == (
        "`gcl` cannot go to completed: of land-supplied and started nothing is said"
    )
    assert refused.hint == (
        "record land-supplied first, or mark what is skipped: --skip unknown (passed, nobody "
        "knows when) or --skip n/a (does not apply)"
    )


def test_a_withdrawn_project_does_not_advance() -> None:
    refused = refusal(advance, project(withdrawn=LEFT), DAY)
    assert refused.message == "`gcl` was withdrawn (2023-10)"
    assert refused.hint == "if it came back, delete [withdrawn] from its file in an editor"


def test_a_producing_project_does_not_advance() -> None:
    refused = refusal(advance, project({PRODUCING: "2023-04"}), DAY)
    assert refused.message == "`gcl` is producing: no stage is ahead of it"


def test_a_stage_is_not_reached_twice() -> None:
    refused = refusal(advance, project({SIGNED: "2023-04"}), DAY, SIGNED)
    assert refused.message == "`gcl` is signed already (2023-04)"
    assert refused.hint == "correct the date in an editor if it is wrong"


def test_a_stage_that_does_not_apply_is_not_reached() -> None:
    refused = refusal(advance, project({LAND: "n/a"}), DAY, LAND)
    assert refused.message == 'land-supplied of `gcl` is marked "n/a": it does not apply'
    assert refused.hint == "if it does after all, delete the mark in an editor"


def test_a_project_does_not_go_back() -> None:
    refused = refusal(advance, project({STARTED: "2023-04"}), DAY, CONTACTED)
    assert refused.message == "`gcl` is past contacted: it is started (2023-04)"
    assert refused.hint == "if you know when it was contacted, add it in an editor"


# --- undo ---------------------------------------------------------------------------------------


def test_the_last_stage_is_taken_back() -> None:
    changed = take_back(project({SIGNED: "2023-04", STARTED: "unknown"}))
    assert actual(changed) == {"signed": "2023-04"}


def test_what_was_said_of_skipped_stages_stays() -> None:
    changed = take_back(project({SIGNED: "2023-04", LAND: "n/a", STARTED: "2023-09"}))
    assert actual(changed) == {"signed": "2023-04", "land-supplied": "n/a"}
    assert last_reached(changed) is SIGNED


def test_a_first_contact_is_taken_back_as_well() -> None:
    assert actual(take_back(project({CONTACTED: "2023-04"}))) == {}


def test_where_nothing_was_reached_nothing_is_taken_back() -> None:
    refused = refusal(take_back, project({LAND: "n/a"}))
    assert refused.message == "`gcl` has reached no stage that could be taken back"


def test_from_a_withdrawn_project_nothing_is_taken_back() -> None:
    assert refusal(take_back, project({SIGNED: "2023"}, withdrawn=LEFT)).message == (
        "`gcl` was withdrawn (2023-10)"
    )


@pytest.mark.parametrize("stage", STAGES)
def test_taking_back_undoes_an_advance(stage: Stage) -> None:
    before = project(dict.fromkeys(STAGES[: STAGES.index(stage)], "unknown"))
    assert take_back(advance(before, DAY, stage)) == before


# --- plan ---------------------------------------------------------------------------------------


def test_the_first_promise_is_kept_apart() -> None:
    changed = promise(project(planned={STARTED: DAY}), COMPLETED, parse_period("2024-12"), DAY)
    assert changed.planned == {STARTED: DAY, COMPLETED: parse_period("2024-12")}
    assert changed.replanned == ()


def test_a_further_promise_is_appended() -> None:
    before = project(planned={COMPLETED: parse_period("2024-12")})
    changed = promise(before, COMPLETED, parse_period("2025-03"), DAY, reason="transformer")
    assert changed.planned == before.planned
    again = Replanned(stage=COMPLETED, to=parse_period("2025-03"), on=DAY, reason="transformer")
    assert changed.replanned == (again,)
    third = promise(changed, COMPLETED, parse_period("2025-06"), DAY, on=parse_period("2024-02"))
    assert third.replanned == (
        again,
        Replanned(stage=COMPLETED, to=parse_period("2025-06"), on=parse_period("2024-02")),
    )


@pytest.mark.parametrize(
    ("told", "option"), [({"on": DAY}, "--on"), ({"reason": "transformer"}, "--reason")]
)
def test_a_first_promise_has_no_place_for_a_day_or_a_reason(
    told: dict[str, Any], option: str
) -> None:
    refused = refusal(promise, project(), COMPLETED, parse_period("2024-12"), DAY, **told)
    assert isinstance(refused, UsageError)
    assert refused.message == (
        f"{option} is for a later promise, and this is the first for completed of `gcl`"
    )
    assert refused.hint == "leave it out, or tell of it in a note: zqtrack note gcl …"


def test_the_same_promise_is_not_made_twice() -> None:
    before = project(planned={COMPLETED: parse_period("2024-Q4")})
    refused = refusal(promise, before, COMPLETED, parse_period("2024-10/2024-12"), DAY)
    assert refused.message == "completed of `gcl` is promised for 2024-Q4 already"


def test_what_is_reached_or_does_not_apply_is_not_promised() -> None:
    before = project({LAND: "n/a", STARTED: "2023-09"})
    assert refusal(promise, before, LAND, DAY, DAY).message.endswith("it does not apply")
    assert refusal(promise, before, STARTED, DAY, DAY).message == (
        "`gcl` is started already (2023-09)"
    )
    assert refusal(promise, before, SIGNED, DAY, DAY).message == (
        "`gcl` is past signed: it is started (2023-09)"
    )


def test_nothing_is_promised_of_a_withdrawn_project() -> None:
    assert refusal(promise, project(withdrawn=LEFT), SIGNED, DAY, DAY).message == (
        "`gcl` was withdrawn (2023-10)"
    )


# --- problems -----------------------------------------------------------------------------------

ROAD = Problem(title="Construction access road", raised=DAY)
WATER = Problem(title="Water for the road works", raised=DAY)
GRID = Problem(title="Grid", raised=DAY, closed=DAY)
TROUBLED = project(problems=(GRID, ROAD, WATER))


def test_a_problem_is_added_behind_the_others() -> None:
    assert add_problem(project(problems=(GRID,)), ROAD).problems == (GRID, ROAD)


def test_a_problem_may_come_up_again() -> None:
    again = Problem(title="Grid", raised=DAY)
    assert add_problem(TROUBLED, again).problems[-1] is again


def test_a_problem_is_not_added_while_it_is_open() -> None:
    refused = refusal(add_problem, TROUBLED, ROAD)
    assert refused.message == "`Construction access road` is problem 2 of `gcl` already"
    assert refused.hint == "give the new one another title, or close the old one"


@pytest.mark.parametrize(
    ("which", "number"),
    [("2", 2), ("access", 2), ("CONSTRUCTION access road", 2), ("water", 3), ("works", 3)],
)
def test_a_problem_is_found_by_its_number_or_title(which: str, number: int) -> None:
    assert find_problem(TROUBLED, which) == number


def test_a_whole_title_wins_over_a_part_of_another() -> None:
    titles = ("Road works", "Road")
    problems = tuple(Problem(title=title, raised=DAY) for title in titles)
    assert find_problem(project(problems=problems), "road") == 2


def test_the_only_open_problem_need_not_be_named() -> None:
    assert find_problem(project(problems=(GRID, ROAD)), None) == 2


def test_several_open_problems_are_listed() -> None:
    refused = refusal(find_problem, TROUBLED, None)
    assert refused.message == "there are 2 open problems of `gcl`"
    assert refused.hint == (
        "give its number\n  2  Construction access road\n  3  Water for the road works"
    )


def test_a_part_of_several_titles_lists_them() -> None:
    problems = (ROAD, WATER, Problem(title="Noise", raised=DAY))
    refused = refusal(find_problem, project(problems=problems), "road")
    assert refused.message == "`road` may mean 2 open problems of `gcl`"
    assert refused.hint == (
        "give its number\n  1  Construction access road\n  2  Water for the road works"
    )


@pytest.mark.parametrize("which", ["gas", "9" * 5000])
def test_a_part_of_no_title_lists_what_is_open(which: str) -> None:
    refused = refusal(find_problem, project(problems=(GRID, ROAD)), which)
    assert refused.message.startswith("no open problem of `gcl` has `")
    assert refused.hint == "give its number\n  2  Construction access road"


def test_where_no_problem_is_open_none_is_found() -> None:
    refused = refusal(find_problem, project(problems=(GRID,)), "grid")
    assert refused.message == "`gcl` has no open problem"


def test_a_closed_problem_is_not_closed_again() -> None:
    refused = refusal(find_problem, TROUBLED, "1")
    assert refused.message == "problem 1 of `gcl` is closed already (2024-03-03)"


def test_a_number_beyond_the_last_lists_them_all() -> None:
    refused = refusal(find_problem, project(problems=(GRID, ROAD)), "3")
    assert refused.message == "`gcl` has no problem 3"
    assert refused.hint == "give its number\n  1  Grid\n  2  Construction access road"
    assert refusal(find_problem, project(), "1").hint is None


def test_a_closed_problem_keeps_its_place() -> None:
    closed = close_problem(TROUBLED, 2, parse_period("2024-03"))
    road = Problem(title="Construction access road", raised=DAY, closed=parse_period("2024-03"))
    assert closed.problems == (GRID, road, WATER)


# --- notes and withdrawals ----------------------------------------------------------------------


def test_a_note_is_added_behind_the_others() -> None:
    first, second = Note(on=DAY, text="Visited."), Note(on=DAY, by="Li", text="Called.")
    assert add_note(project(notes=(first,)), second).notes == (first, second)


def test_a_project_is_withdrawn_once() -> None:
    assert withdraw(project(), LEFT).withdrawn == LEFT
    refused = refusal(withdraw, project(withdrawn=LEFT), LEFT)
    assert refused.message == "`gcl` was withdrawn already (2023-10)"


def test_a_producing_project_is_not_withdrawn() -> None:
    refused = refusal(withdraw, project({PRODUCING: "2023-04"}), LEFT)
    assert refused.message == "`gcl` is producing (2023-04): what produces is not withdrawn"
    assert refused.hint == "tell of a factory that closed in a note: zqtrack note"


# --- what the checks find -----------------------------------------------------------------------


def test_only_what_the_change_brought_about_is_new() -> None:
    gap = project({SIGNED: "2023-04", STARTED: "2023-09"})  # nothing is said of land-supplied
    today = date(2024, 3, 3)
    assert [flaw.code for flaw in new_flaws(None, gap, today)] == ["ZQ203"]
    assert new_flaws(gap, advance(gap, DAY), today) == ()
    early = advance(gap, parse_period("2023-08"))
    assert [flaw.message for flaw in new_flaws(gap, early, today)] == [
        "completed (2023-08) comes before started (2023-09)"
    ]
