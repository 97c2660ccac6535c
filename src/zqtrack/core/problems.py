"""The problems of all projects in one list, the most urgent first."""

from collections.abc import Iterable, Iterator
from datetime import date

from zqtrack.core.lights import overdue
from zqtrack.core.project import Problem, Project, seen_on
from zqtrack.core.record import record, replace


@record()
class Entry:
    """One problem of one project.

    Attributes:
        project: the project.
        number: the problem's number in the file, from 1.
        problem: the problem.
        overdue: days since it was due; None if it is closed or not overdue.
    """

    project: Project
    number: int
    problem: Problem
    overdue: int | None


def problems_of(
    projects: Iterable[Project], day: date, *, closed: bool = False
) -> tuple[Entry, ...]:
    """List the problems of projects as they were on a day.

    Args:
        projects: the projects, with all that came after the day.
        day: the day; a problem raised later is not listed, one closed later is open.
        closed: whether to list closed problems as well.

    Returns:
        The open problems by the day when they are due, those without one after them; then the
        closed ones.
    """
    entries = [entry for project in projects for entry in _entries(project, day)]
    return tuple(sorted((e for e in entries if closed or not e.problem.closed), key=_urgency))


def _entries(project: Project, day: date) -> Iterator[Entry]:
    for number, whole in enumerate(project.problems, 1):
        for problem in seen_on(replace(project, problems=(whole,)), day).problems:
            yield Entry(project, number, problem, overdue(problem, day))


def _urgency(entry: Entry) -> tuple[bool, date, str, int]:
    due = entry.problem.due.last if entry.problem.due else date.max
    return bool(entry.problem.closed), due, entry.project.id, entry.number
