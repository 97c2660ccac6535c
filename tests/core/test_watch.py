"""The watch list holds what is red or yellow, and what stands longer than most did."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from zqtrack.core.ageing import ageing
from zqtrack.core.columns import View
from zqtrack.core.leadtime import LeadTimes, lead_times
from zqtrack.core.lights import Light, Limits, due_of, is_late
from zqtrack.core.period import exactly, parse_period
from zqtrack.core.project import Problem, Project, Stage, Withdrawal, moment_from
from zqtrack.core.watch import ProblemCount, count_problems, watch_list

DAY = date(2024, 3, 3)
PROMISED = {"completed": "2030"}
LATE = {"completed": "2024-02-29"}
SOON = {"completed": "2024-03"}


def view(
    id_: str,
    actual: Mapping[str, str],
    planned: Mapping[str, str] = PROMISED,
    *problems: Problem,
    withdrawn: str | None = None,
) -> View:
    project = Project(
        id=id_,
        name="Plant",
        actual={Stage(stage): moment_from(text) for stage, text in actual.items()},
        planned={Stage(stage): parse_period(text) for stage, text in planned.items()},
        problems=problems,
        withdrawn=Withdrawal(on=parse_period(withdrawn)) if withdrawn else None,
    )
    return View(project, DAY, Limits())


def problem(due: str | None = None, closed: str | None = None) -> Problem:
    return Problem(
        title="Access road",
        raised=parse_period("2023"),
        due=parse_period(due) if due else None,
        closed=parse_period(closed) if closed else None,
    )


def waits(start: Stage, end: Stage, *days: int) -> LeadTimes:
    """Give lead times of projects that took so many days."""
    began = date(2020, 1, 1)
    projects = [
        Project(
            id="other",
            name="Other",
            actual={start: exactly(began), end: exactly(began + timedelta(took))},
        )
        for took in days
    ]
    return lead_times(projects, start, end, DAY)


# Of six that took 10 to 60 days, 85 % is all: more than five of six.
TO_COMPLETE = waits(Stage.STARTED, Stage.COMPLETED, 10, 20, 30, 40, 50, 60)


def watched(*views: View, wait: LeadTimes = TO_COMPLETE) -> list[tuple[str, Light]]:
    found = watch_list([view.project for view in views], DAY, Limits(), [wait])
    assert [found[at] for at in range(len(found))] == list(found[:]) == list(found)
    for one in found:
        assert one.light is one.view.light
        late = is_late(due_of(one.view.project), DAY)
        assert late is any(cause.late > 0 for cause in one.view.causes)
        assert one.ageing == ageing(one.view, {(wait.start, wait.end): wait})
    return [(one.view.project.id, one.light) for one in found]


def reasons(one: View, wait: LeadTimes = TO_COMPLETE) -> tuple[str, ...]:
    (found,) = watch_list([one.project], DAY, Limits(), [wait])
    return found.reasons


# --- who is on it --------------------------------------------------------------------------------


def test_the_red_come_first_then_the_yellow_each_with_the_oldest_first() -> None:
    views = [
        view("a-yellow", {"started": "2024-03-01"}, SOON),
        view("b-red-young", {"started": "2024-02-01"}, LATE),
        view("c-yellow", {"started": "2024-03-01"}, SOON),
        view("d-red-old", {"started": "2024-01-31"}, LATE),
        view("e-red-undated", {"started": "unknown"}, LATE),
        view("f-green", {"started": "2024-03-01"}),
        view("g-grey", {"started": "2024-03-01"}, {}),
    ]
    assert watched(*views) == [
        ("d-red-old", Light.RED),
        ("b-red-young", Light.RED),
        ("e-red-undated", Light.RED),
        ("a-yellow", Light.YELLOW),
        ("c-yellow", Light.YELLOW),
    ]


def test_of_one_light_the_least_likely_to_go_on_comes_first() -> None:
    # Six took 10, 20, 100, 200, 300 and 400 days. In 90 days go on, of those that are 1 day old
    # two of six, 32 days old one of four, 250 days old one of two; of 500 days nobody knows.
    slow = waits(Stage.STARTED, Stage.COMPLETED, 10, 20, 100, 200, 300, 400)
    views = [
        view("a-half", {"started": "2023-06-27"}, LATE),
        view("b-third", {"started": "2024-03-02"}, LATE),
        view("c-quarter", {"started": "2024-01-31"}, LATE),
        view("d-too-old", {"started": "2022-10-20"}, LATE),
        view("e-unknown", {"started": "unknown"}, LATE),
    ]
    assert [id_ for id_, _ in watched(*views, wait=slow)] == [
        "d-too-old",
        "c-quarter",
        "b-third",
        "a-half",
        "e-unknown",
    ]


def test_what_is_late_stands_before_what_is_due_soon_whatever_its_chance() -> None:
    # Both are yellow. Started long ago, the one with 28 days left is the least likely to go on.
    overdue = view("a-overdue", {"started": "2024-03-01"}, PROMISED, problem("2024-03-02"))
    left = view("b-left", {"started": "2024-01-10"}, SOON)
    assert reasons(left) == ("28 days left: completed by 2024-03",)
    assert reasons(overdue) == ("1 day overdue: Access road",)
    assert watched(left, overdue) == [("a-overdue", Light.YELLOW), ("b-left", Light.YELLOW)]


def test_red_stands_before_yellow_whatever_its_chance() -> None:
    young = view("a-young", {"started": "2024-03-02"}, LATE)
    old = view("b-old", {"started": "2023-01-01"}, SOON)
    assert watched(old, young) == [("a-young", Light.RED), ("b-old", Light.YELLOW)]


def test_every_cause_is_a_reason() -> None:
    # Started on 31 December: 31 days of January, 29 of February and 3.
    one = view("plant", {"started": "2023-12-31"}, LATE, problem("2024-02-01"), problem())
    assert reasons(one) == (
        "3 days late: completed by 2024-02-29",
        "31 days overdue: Access road",
        "63 days in started: 85 % within 60",
    )


def test_what_stands_longer_than_most_is_on_it_whatever_its_light() -> None:
    views = [
        view("green", {"started": "2024-01-02"}),
        view("grey", {"started": "2023-12-31"}, {}),
    ]
    assert watched(*views) == [("green", Light.GREEN), ("grey", Light.GREY)]
    assert reasons(views[0]) == ("61 days in started: 85 % within 60",)


@pytest.mark.parametrize(
    "since",
    [
        "2024-01-03",  # 60 days, as 85 % took at most
        "2024-01",  # perhaps longer, but not surely
        "unknown",
    ],
)
def test_what_does_not_surely_stand_longer_is_not(since: str) -> None:
    assert watched(view("plant", {"started": since})) == []


def test_a_limit_of_0_days_is_a_limit() -> None:
    at_once = waits(Stage.STARTED, Stage.COMPLETED, 0, 0, 0, 0, 0)
    one = view("plant", {"started": "2024-03-02"})
    assert reasons(one, at_once) == ("1 day in started: 85 % within 0",)


def test_where_too_few_have_gone_on_nobody_stands_too_long() -> None:
    four = waits(Stage.STARTED, Stage.COMPLETED, 10, 20, 30, 40)
    assert watched(view("plant", {"started": "2020"}), wait=four) == []


def test_a_prospect_may_wait_too_long_for_its_signature() -> None:
    to_sign = waits(Stage.CONTACTED, Stage.SIGNED, 1, 1, 1, 1, 1)
    assert reasons(view("plant", {"contacted": "2024-01-31"}), to_sign) == (
        "32 days in prospect: 85 % within 1",
    )
    assert watched(view("plant", {}), wait=to_sign) == []


def test_a_project_that_needs_no_land_is_not_held_against_those_that_do() -> None:
    for_land = waits(Stage.SIGNED, Stage.LAND_SUPPLIED, 1, 1, 1, 1, 1)
    leased = view("leased", {"signed": "2023-01-01", "land-supplied": "n/a"})
    assert watched(leased, wait=for_land) == []
    assert watched(view("built", {"signed": "2023-01-01"}), wait=for_land) == [
        ("built", Light.GREEN)
    ]


@pytest.mark.parametrize(
    "done",
    [
        view("producing", {"producing": "2020"}, LATE, problem("2020")),
        view("left", {"started": "2020"}, LATE, problem("2020"), withdrawn="2021"),
    ],
)
def test_what_produces_or_has_left_is_not_on_it(done: View) -> None:
    assert watched(done) == []


# --- problems ------------------------------------------------------------------------------------


def test_problems_are_found_closed_open_or_overdue() -> None:
    views = [
        view("a", {}, {}, problem(), problem("2024-03-02"), problem("2024-03-03")),
        view("b", {}, {}, problem("2023-01", closed="2024"), problem("2023-01")),
        view("c", {}),
    ]
    assert count_problems([one.project for one in views], DAY) == ProblemCount(
        found=5, closed=1, open=4, overdue=2
    )


def test_without_problems_there_are_none() -> None:
    assert count_problems([], DAY) == ProblemCount(0, 0, 0, 0)
