"""What moved between two days: each event once, and what is not sure told as such."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zqtrack.core.columns import View
from zqtrack.core.comparison import Comparison, compare
from zqtrack.core.lights import Light, Limits
from zqtrack.core.period import exactly, parse_period
from zqtrack.core.project import (
    Problem,
    Project,
    Replanned,
    Stage,
    Withdrawal,
    moment_from,
    seen_on,
)
from zqtrack.core.report import Seen

SINCE, UNTIL = date(2023, 9, 23), date(2023, 9, 30)


def project(
    id_: str = "plant",
    actual: dict[str, str] | None = None,
    planned: dict[str, str] | None = None,
    again: Iterable[Replanned] = (),
    problems: Iterable[Problem] = (),
    withdrawn: str | None = None,
) -> Project:
    return Project(
        id=id_,
        name="Plant",
        actual={Stage(stage): moment_from(text) for stage, text in (actual or {}).items()},
        planned={Stage(stage): parse_period(text) for stage, text in (planned or {}).items()},
        replanned=tuple(again),
        problems=tuple(problems),
        withdrawn=Withdrawal(on=parse_period(withdrawn)) if withdrawn else None,
    )


def problem(raised: str, due: str | None = None, closed: str | None = None) -> Problem:
    return Problem(
        title="Access road",
        raised=parse_period(raised),
        due=parse_period(due) if due else None,
        closed=parse_period(closed) if closed else None,
    )


def again(to: str, on: str) -> Replanned:
    return Replanned(stage=Stage.STARTED, to=parse_period(to), on=parse_period(on))


def moved(
    *projects: Project,
    since: date = SINCE,
    until: date = UNTIL,
    known_to: date | None = None,
) -> Comparison:
    seen = [
        Seen(View(seen_on(one, until), until, Limits()), seen_on(one, known_to or until))
        for one in projects
    ]
    return compare(seen, since, until)


def reached(found: Comparison) -> list[tuple[str, str, str | None, bool]]:
    return [
        (one.project.id, one.stage.value, one.on.text if one.on else None, one.sure)
        for one in found.reached
    ]


def sures(found: Comparison) -> list[bool]:
    (left,), (issue,), (promise,) = found.left, found.found, found.promises
    return [left.sure, issue.sure, promise.sure]


def test_the_first_day_is_excluded_and_the_last_included() -> None:
    found = moved(
        project("before", {"signed": "2023-09-23"}),
        project("first", {"signed": "2023-09-24"}),
        project("last", {"signed": "2023-09-30"}),
        project("after", {"signed": "2023-10-01"}),
    )
    assert reached(found) == [
        ("first", "signed", "2023-09-24", True),
        ("last", "signed", "2023-09-30", True),
    ]
    assert (found.since, found.until, found.days) == (SINCE, UNTIL, 7)


def test_stages_come_in_their_order_and_then_by_date() -> None:
    found = moved(
        project("a", {"signed": "2023-09-28", "started": "2023-09-28"}),
        project("b", {"contacted": "2023-09-25", "signed": "2023-09-26"}),
    )
    assert [(one[1], one[0]) for one in reached(found)] == [
        ("contacted", "b"),
        ("signed", "b"),
        ("signed", "a"),
        ("started", "a"),
    ]


def test_a_date_that_may_be_before_the_first_day_is_not_sure() -> None:
    found = moved(project("month", {"signed": "2023-09"}), project("year", {"signed": "2023"}))
    assert reached(found) == [
        ("month", "signed", "2023-09", False),
        ("year", "signed", "2023-01-01/2023-09-30", False),
    ]


def test_what_may_have_been_after_the_last_day_is_not_sure_where_the_ledger_tells_of_later() -> (
    None
):
    one = project(
        "autumn",
        {"signed": "2023-09-25/2023-10-31", "started": "2023-10"},
        again=[again("2024", "2023-09-25/2023-10-31"), again("2025", "2023-10-02")],
        problems=[
            problem("2023-10-01", closed="2023-10-02"),
            problem("2023-09-25/2023-10-31", closed="2023-11"),
        ],
        withdrawn="2023-09-25/2023-10-31",
    )
    found = moved(one, known_to=date(2024, 1, 1))
    assert reached(found) == [("autumn", "signed", "2023-09-25/2023-09-30", False)]
    assert sures(found) == [False, False, False]
    assert found.closed == ()
    # A ledger that tells of no later day: by then it had happened.
    sure = moved(one)
    assert reached(sure) == [("autumn", "signed", "2023-09-25/2023-09-30", True)]
    assert sures(sure) == [True, True, True]


def test_a_stage_passed_at_an_unknown_date_is_new_with_the_one_before_it() -> None:
    passed = {"signed": "2023-09-25", "land-supplied": "unknown", "started": "2023-09-28"}
    assert reached(moved(project("new", passed))) == [
        ("new", "signed", "2023-09-25", True),
        ("new", "land-supplied", None, False),
        ("new", "started", "2023-09-28", True),
    ]
    known = {"signed": "2023-01-25", "land-supplied": "unknown", "started": "2023-09-28"}
    assert reached(moved(project("known", known))) == [("known", "started", "2023-09-28", True)]


def test_a_stage_that_does_not_apply_is_not_reached() -> None:
    found = moved(project("leased", {"signed": "2023-09-25", "land-supplied": "n/a"}))
    assert [one[1] for one in reached(found)] == ["signed"]


def test_who_left() -> None:
    found = moved(
        project("before", {"signed": "2023-01-01"}, withdrawn="2023-09-01"),
        project("month", {"signed": "2023-01-01"}, withdrawn="2023-09"),
        project("day", {"signed": "2023-01-01"}, withdrawn="2023-09-29"),
        project("after", {"signed": "2023-01-01"}, withdrawn="2023-10-02"),
    )
    assert [(one.project.id, one.sure) for one in found.left] == [("day", True), ("month", False)]


def test_problems_found_and_closed() -> None:
    old = problem("2023-05-01", closed="2023-06-01")
    solved = problem("2023-05-01", closed="2023-09-29")
    quick = problem("2023-09-24", closed="2023-09-26")
    vague = problem("2023-09", closed="2023-H2")
    found = moved(project(problems=(old, solved, quick, vague, problem("2023-10-01"))))
    assert [(one.problem.raised.text, one.sure) for one in found.found] == [
        ("2023-09-24", True),
        ("2023-09", False),
    ]
    assert [(str(one.problem.closed), one.sure) for one in found.closed] == [
        ("2023-09-26", True),
        ("2023-09-29", True),
        ("2023-07-01/2023-09-30", False),
    ]


@pytest.mark.parametrize(
    ("issue", "sure"),
    [
        (problem("2023-05-01", due="2023-09-23"), True),  # overdue from the 24th
        (problem("2023-05-01", due="2023-09-29"), True),  # overdue from the 30th
        (problem("2023-09-25", due="2023-09-01"), True),  # found when it was due already
        (problem("2023-09", due="2023-09-01"), False),  # perhaps overdue when it was found
    ],
)
def test_a_problem_became_overdue(issue: Problem, sure: bool) -> None:
    (found,) = moved(project(problems=(issue,))).overdue
    assert found.sure is sure


@pytest.mark.parametrize(
    "issue",
    [
        problem("2023-05-01", due="2023-09-22"),  # it was overdue on the first day
        problem("2023-05-01", due="2023-09-30"),  # it is not overdue yet
        problem("2023-05-01", due="2023-09-25", closed="2023-09-30"),
        problem("2023-05-01"),
    ],
)
def test_a_problem_did_not_become_overdue(issue: Problem) -> None:
    assert moved(project(problems=(issue,))).overdue == ()


def test_the_longest_overdue_comes_first() -> None:
    issues = problem("2023-05-01", due="2023-09-28"), problem("2023-05-01", due="2023-09-25")
    found = moved(project(problems=issues)).overdue
    assert [str(one.problem.due) for one in found] == ["2023-09-25", "2023-09-28"]


def test_lights_that_changed_the_worst_first() -> None:
    signed = {"signed": "2023-01-01"}
    found = moved(
        project("done", {**signed, "producing": "2023-09-28"}, {"producing": "2023-09-01"}),
        project("same", signed, {"started": "2025"}),
        project("late", signed, {"started": "2023-09-25"}),
    )
    assert [(one.project.id, one.before, one.after, one.reasons) for one in found.lights] == [
        ("late", Light.YELLOW, Light.RED, ("5 days late: started by 2023-09-25",)),
        ("done", Light.RED, Light.GREY, ()),
    ]


def test_promises_that_moved_from_the_one_before() -> None:
    one = project(
        actual={"signed": "2023-01-01"},
        planned={"started": "2023-08"},
        again=(
            again("2023-10", "2023-08-20"),
            again("2023-12", "2023-09-25"),
            again("2023-11", "2023-09"),
            again("2024-06", "2023-10-01"),
        ),
    )
    found = moved(one).promises
    assert [(str(m.before), str(m.again.to), m.days, m.sure) for m in found] == [
        ("2023-10", "2023-12", 61, True),
        ("2023-12", "2023-11", -31, False),
    ]


def test_a_promise_with_none_before_it_did_not_move_by_days() -> None:
    (found,) = moved(project(again=[again("2023-12", "2023-09-25")])).promises
    assert (found.before, found.days) == (None, None)


def test_where_nothing_moved_nothing_is_told() -> None:
    found = moved(project(actual={"signed": "2023-01-01"}, problems=[problem("2023-05-01")]))
    assert found == Comparison(SINCE, UNTIL, (), (), (), (), (), (), ())


_DAYS = st.integers(0, 60).map(lambda days: date(2023, 1, 1) + timedelta(days=days))


@given(st.lists(st.tuples(_DAYS, _DAYS), max_size=5), _DAYS, _DAYS, _DAYS)
def test_what_moved_in_two_weeks_is_what_moved_in_the_one_and_in_the_other(
    dates: list[tuple[date, date]], a: date, b: date, c: date
) -> None:
    since, between, until = sorted((a, b, c))
    projects = [
        Project(
            id=f"p{number}",
            name="Plant",
            actual={Stage.SIGNED: exactly(min(pair)), Stage.STARTED: exactly(max(pair))},
        )
        for number, pair in enumerate(dates)
    ]
    whole = moved(*projects, since=since, until=until)
    parts = (
        moved(*projects, since=since, until=between),
        moved(*projects, since=between, until=until),
    )
    assert sorted(reached(whole)) == sorted([*reached(parts[0]), *reached(parts[1])])
