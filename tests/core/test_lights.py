"""A light follows from the promise that counts now and from open problems, at stated limits."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zqtrack.core.lights import (
    Light,
    Limits,
    Promise,
    causes,
    due_of,
    light,
    light_of,
    overdue,
    promise_for,
    reasons,
)
from zqtrack.core.period import exactly, parse_period
from zqtrack.core.project import (
    Problem,
    Project,
    Replanned,
    Stage,
    Withdrawal,
    moment_from,
)

DAY = date(2024, 3, 3)
LIMITS = Limits()


def project(
    actual: Mapping[str, str] | None = None,
    planned: Mapping[str, str] | None = None,
    again: tuple[tuple[str, str], ...] = (),
    problems: tuple[Problem, ...] = (),
    withdrawn: str | None = None,
) -> Project:
    return Project(
        id="plant",
        name="Plant",
        actual={Stage(stage): moment_from(text) for stage, text in (actual or {}).items()},
        planned={Stage(stage): parse_period(text) for stage, text in (planned or {}).items()},
        replanned=tuple(
            Replanned(stage=Stage(stage), to=parse_period(to), on=exactly(date(2024, 1, 1)))
            for stage, to in again
        ),
        problems=problems,
        withdrawn=Withdrawal(on=parse_period(withdrawn)) if withdrawn else None,
    )


def problem(due: str | None, closed: str | None = None) -> Problem:
    return Problem(
        title="Access road",
        raised=parse_period("2023"),
        due=parse_period(due) if due else None,
        closed=parse_period(closed) if closed else None,
    )


def started(completed: str, *problems: Problem) -> Project:
    return project({"started": "2023"}, {"completed": completed}, problems=problems)


def test_a_project_without_promise_and_problem_is_grey() -> None:
    assert light(project({"started": "2023"}), DAY, LIMITS) is Light.GREY
    assert light(project(), DAY, LIMITS) is Light.GREY


@pytest.mark.parametrize(
    ("completed", "shown"),
    [
        ("2024-04-03", Light.GREEN),  # in 31 days
        ("2024-04-02", Light.YELLOW),  # in 30
        ("2024-03-03", Light.YELLOW),  # today
        ("2024-03-02", Light.RED),  # a day late
        ("2024", Light.GREEN),  # kept until the last day of 2024
        ("2023", Light.RED),
    ],
)
def test_a_promise_is_green_then_yellow_then_red(completed: str, shown: Light) -> None:
    assert light(started(completed), DAY, LIMITS) is shown


@pytest.mark.parametrize(
    ("completed", "shown"),
    [
        ("2024-03-10", Light.GREEN),
        ("2024-03-08", Light.YELLOW),  # in 5 days
        ("2024-02-22", Light.YELLOW),  # 10 days late
        ("2024-02-21", Light.RED),  # 11
    ],
)
def test_the_limits_of_a_promise_can_be_set(completed: str, shown: Light) -> None:
    assert light(started(completed), DAY, Limits(soon=5, late=10)) is shown


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        (problem(None), Light.GREY),
        (problem("2024-03-03"), Light.GREY),  # due today
        (problem("2024-03-02"), Light.YELLOW),
        (problem("2024-02-02"), Light.YELLOW),  # 30 days over
        (problem("2024-02-01"), Light.RED),  # 31
        (problem("2023-02", closed="2024"), Light.GREY),
    ],
)
def test_an_overdue_problem_is_yellow_then_red(found: Problem, shown: Light) -> None:
    assert light(project(problems=(found,)), DAY, LIMITS) is shown


def test_the_worst_cause_decides() -> None:
    assert light(started("2025", problem("2024-03-01")), DAY, LIMITS) is Light.YELLOW
    assert light(started("2023", problem("2024-03-01")), DAY, LIMITS) is Light.RED
    several = project(problems=(problem("2024-03-01"), problem("2023"), problem(None)))
    assert light(several, DAY, LIMITS) is Light.RED


def test_what_produces_or_has_left_is_grey() -> None:
    late = {"completed": "2020"}
    assert light(project({"producing": "2023"}, late), DAY, LIMITS) is Light.GREY
    left = project({"signed": "2020"}, late, problems=(problem("2020"),), withdrawn="2023")
    assert light(left, DAY, LIMITS) is Light.GREY
    assert reasons(left, DAY, LIMITS) == ()


def promised(project: Project) -> Promise:
    (cause,) = causes(project, DAY, LIMITS)
    assert isinstance(cause.of, Promise)
    return cause.of


def test_the_promise_due_first_is_the_next() -> None:
    plan = {"started": "2023", "producing": "2024-06", "completed": "2024-07"}
    promise = promised(project({"started": "2023"}, plan))
    assert (promise.stage, str(promise.current)) == (Stage.PRODUCING, "2024-06")


def test_of_promises_for_one_day_the_earlier_stage_is_next() -> None:
    promise = promised(project({"started": "2023"}, {"producing": "2024", "completed": "2024"}))
    assert promise.stage is Stage.COMPLETED


def test_a_stage_that_does_not_apply_has_no_promise() -> None:
    leased = project({"land-supplied": "n/a"}, {"land-supplied": "2023"})
    assert causes(leased, DAY, LIMITS) == []


def test_a_later_promise_takes_the_place_of_the_first_which_it_does_not_forgive() -> None:
    moved = project({}, {"completed": "2024-01"}, (("completed", "2024-06"),))
    assert promise_for(moved, Stage.COMPLETED) == Promise(
        Stage.COMPLETED, parse_period("2024-01"), parse_period("2024-06")
    )
    assert light(moved, DAY, LIMITS) is Light.GREEN


def test_where_no_first_promise_was_kept_the_earliest_later_one_is_the_first() -> None:
    moved = project(again=(("completed", "2024-06"), ("completed", "2024-08")))
    assert promise_for(moved, Stage.COMPLETED) == Promise(
        Stage.COMPLETED, parse_period("2024-06"), parse_period("2024-08")
    )
    assert promise_for(moved, Stage.STARTED) is None


@pytest.mark.parametrize(
    ("first", "current", "slip"),
    [
        ("2024-06-30", "2024-06", 0),
        ("2024-06", "2024-07", 31),  # last day to last day
        ("2024-07", "2024-06", -31),  # brought forward
        ("2024-02", "2024-02", 3),  # late, so on 3 March at the earliest: 29 Feb + 3
        ("2023", "2024-01", 63),  # 31 Dec to 3 March: 31 + 29 + 3
    ],
)
def test_a_slip_is_counted_from_the_first_promise(first: str, current: str, slip: int) -> None:
    promise = Promise(Stage.COMPLETED, parse_period(first), parse_period(current))
    assert promise.slip(DAY) == slip


def test_days_late_are_negative_before_the_promise() -> None:
    promise = Promise(Stage.COMPLETED, parse_period("2024-03"), parse_period("2024-03"))
    assert promise.days_late(date(2024, 3, 31)) == 0
    assert promise.days_late(date(2024, 4, 2)) == 2
    assert promise.days_late(date(2024, 3, 1)) == -30


def test_a_problem_is_overdue_from_the_day_after_its_last() -> None:
    assert overdue(problem("2024-02"), date(2024, 2, 29)) is None
    assert overdue(problem("2024-02"), date(2024, 3, 1)) == 1
    assert overdue(problem(None), DAY) is None
    assert overdue(problem("2024-02", closed="2024-03-02"), DAY) is None


def test_reasons_say_what_and_by_how_many_days() -> None:
    assert reasons(started("2024-03-02"), DAY, LIMITS) == ("1 day late: completed by 2024-03-02",)
    assert reasons(started("2024-03"), DAY, LIMITS) == ("28 days left: completed by 2024-03",)
    assert reasons(started("2024-03-03"), DAY, LIMITS) == ("due today: completed by 2024-03-03",)
    assert reasons(started("2024-12", problem("2020-12-31"), problem(None)), DAY, LIMITS) == (
        # 2021, 2022, 2023, and 31 + 29 + 3 days of 2024
        "1,158 days overdue: Access road",
    )
    assert reasons(started("2025"), DAY, LIMITS) == ()


@given(
    st.integers(-400, 400),
    st.lists(st.integers(-100, 100), max_size=3),
    st.integers(0, 60),
    st.integers(0, 60),
    st.integers(0, 60),
)
def test_a_light_has_a_reason_where_it_is_red_or_yellow_and_only_there(
    due: int, problems: list[int], soon: int, late: int, problem_late: int
) -> None:
    limits = Limits(soon=soon, late=late, problem_late=problem_late)
    one = started(
        (DAY + timedelta(due)).isoformat(),
        *(problem((DAY + timedelta(days)).isoformat()) for days in problems),
    )
    worrying = light(one, DAY, limits) in (Light.RED, Light.YELLOW)
    assert worrying == bool(reasons(one, DAY, limits))


@given(
    st.sampled_from([None, "2024-01-15", "2024-03-02", "2024-03-03", "2024-05"]),
    st.lists(
        st.tuples(
            st.sampled_from([None, "2024-01-15", "2024-02-20", "2024-03-03", "2025"]),
            st.sampled_from([None, "2024-02"]),
        ),
        max_size=3,
    ),
    st.sampled_from([None, "2024-02"]),
    st.sampled_from([LIMITS, Limits(soon=0, late=20, problem_late=5)]),
)
def test_a_light_follows_from_what_is_due_whatever_the_day(
    promised: str | None,
    problems: list[tuple[str | None, str | None]],
    withdrawn: str | None,
    limits: Limits,
) -> None:
    planned = {"started": promised} if promised else {}
    found = tuple(problem(due, closed) for due, closed in problems)
    plant = project(planned=planned, problems=found, withdrawn=withdrawn)
    for late in range(-100, 100, 7):
        day = DAY + timedelta(days=late)
        assert light_of(due_of(plant), day, limits) is light(plant, day, limits)
