"""Problems are shown as a table, and given as records."""

from datetime import date

from zqtrack.core.lights import Limits
from zqtrack.core.period import parse_period
from zqtrack.core.problems import Entry, problems_of
from zqtrack.core.project import Problem, Project
from zqtrack.output.document import plain
from zqtrack.output.problems import problem_record, problem_summary, problem_table

TODAY = date(2024, 3, 3)
DAY = parse_period("2024-01-05")
ROAD = Problem(title="Road", raised=DAY, owner="Roads office", due=parse_period("2024-02"))
OLD = Problem(title="Permit", raised=DAY, due=parse_period("2024-01"))
GRID = Problem(title="Grid", raised=DAY, closed=DAY)


def entries(*problems: Problem) -> tuple[Entry, ...]:
    return problems_of([Project(id="gcl", name="GCL", problems=problems)], TODAY, closed=True)


def rows(*problems: Problem) -> list[list[str]]:
    table = problem_table(entries(*problems), Limits())
    heads = [head.title for head in table.heads]
    return [heads, *([plain(cell) for cell in row] for row in table.rows)]


def test_a_table_of_open_problems_does_not_say_when_they_were_closed() -> None:
    # The end of February is 3 days ago.
    assert rows(ROAD) == [
        ["project", "no.", "problem", "owner", "raised", "due", "overdue, days"],
        ["gcl", "1", "Road", "Roads office", "2024-01-05", "2024-02", "3"],
    ]


def test_a_table_with_closed_problems_says_when() -> None:
    assert [row[-1] for row in rows(GRID, ROAD)] == ["closed", "·", "2024-01-05"]
    assert rows(GRID)[1] == ["gcl", "1", "Grid", "·", "2024-01-05", "·", "·", "2024-01-05"]


def test_what_is_overdue_by_more_than_the_limit_is_bad() -> None:
    # Permit was due on 31 January, 32 days ago; the limit is 30.
    table = problem_table(entries(OLD, ROAD), Limits())
    assert [row[-1][0].style for row in table.rows] == ["bad", "warn"]


def test_a_record_has_every_key() -> None:
    (entry,) = entries(OLD)
    assert problem_record(entry) == {
        "id": "gcl",
        "name": "GCL",
        "number": 1,
        "title": "Permit",
        "owner": None,
        "raised": "2024-01-05",
        "due": "2024-01",
        "closed": None,
        "overdue_days": 32,
    }


def test_the_summary_counts_open_problems_their_projects_and_the_overdue() -> None:
    later = Problem(title="Water", raised=DAY)
    assert problem_summary(entries(OLD, later, GRID), TODAY) == (
        "2 open problems of 1 project as of 2024-03-03, 1 overdue"
    )
    assert problem_summary(entries(GRID), TODAY) == "no open problem as of 2024-03-03"
