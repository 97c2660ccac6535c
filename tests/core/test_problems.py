"""The problems of all projects stand in one list, the most urgent first."""

from datetime import date

from zqtrack.core.period import parse_period
from zqtrack.core.problems import problems_of
from zqtrack.core.project import Problem, Project


def problem(title: str, raised: str, due: str = "", closed: str = "") -> Problem:
    return Problem(
        title=title,
        raised=parse_period(raised),
        due=parse_period(due) if due else None,
        closed=parse_period(closed) if closed else None,
    )


PROJECTS = (
    Project(
        id="copper",
        name="Copper",
        problems=(
            problem("Grid", "2023-05", closed="2023-07-01"),
            problem("Permit", "2023-09-01"),
            problem("Road", "2023-05-01", due="2023-06"),
        ),
    ),
    Project(id="glass", name="Glass", problems=(problem("Water", "2023-05-01", "2023-06-15"),)),
    Project(id="tea", name="Tea"),
)


def listed(day: date, *, closed: bool = False) -> list[tuple[str, int, int | None]]:
    entries = problems_of(PROJECTS, day, closed=closed)
    return [(entry.problem.title, entry.number, entry.overdue) for entry in entries]


def test_what_was_due_first_comes_first_and_what_has_no_day_last() -> None:
    # Water was due on 15 June, Road on 30 June, the last day of "2023-06".
    assert listed(date(2023, 9, 28)) == [("Water", 1, 105), ("Road", 3, 90), ("Permit", 2, None)]


def test_closed_problems_follow_when_they_are_wanted() -> None:
    assert listed(date(2023, 9, 28), closed=True)[-1] == ("Grid", 1, None)


def test_a_problem_raised_later_is_not_there_and_one_closed_later_is_open() -> None:
    assert listed(date(2023, 6, 15)) == [("Water", 1, None), ("Road", 3, None), ("Grid", 1, None)]


def test_an_entry_knows_its_project() -> None:
    assert problems_of(PROJECTS, date(2023, 9, 28))[0].project.id == "glass"
