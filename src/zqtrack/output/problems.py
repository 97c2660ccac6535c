"""The list of problems as a table for people and as records for programs."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from zqtrack.core.lights import Limits
from zqtrack.core.problems import Entry
from zqtrack.language import _, plural
from zqtrack.output.document import Head, Line, Table, data, say
from zqtrack.output.records import plain_value
from zqtrack.output.text import projects

#: The names of a problem's record, in their order.
NAMES = (
    "id",
    "name",
    "number",
    "title",
    "owner",
    "raised",
    "due",
    "closed",
    "overdue_days",
)

_NOTHING = say("·", "quiet")


def problem_record(entry: Entry) -> dict[str, Any]:
    """Give a problem as JSON values; unknown is None."""
    problem = entry.problem
    values = (
        entry.project.id,
        entry.project.name,
        entry.number,
        problem.title,
        problem.owner,
        problem.raised,
        problem.due,
        problem.closed,
        entry.overdue,
    )
    return {name: plain_value(value) for name, value in zip(NAMES, values, strict=True)}


def problem_table(entries: Sequence[Entry], limits: Limits) -> Table:
    """Lay problems out, with when they were closed where some are."""
    columns = _COLUMNS if any(entry.problem.closed for entry in entries) else _COLUMNS[:-1]
    heads = tuple(head for head, _ in columns)
    return Table(
        heads, tuple(tuple(cell(each, limits) for _, cell in columns) for each in entries)
    )


def problem_summary(entries: Sequence[Entry], day: date) -> str:
    """Say how many problems are open, of how many projects, and how many are overdue."""
    still_open = [entry for entry in entries if not entry.problem.closed]
    if not still_open:
        return _("no open problem as of {day}").format(day=day)
    late = sum(entry.overdue is not None for entry in still_open)
    return plural(
        "{number:,} open problem of {projects} as of {day}, {late:,} overdue",
        "{number:,} open problems of {projects} as of {day}, {late:,} overdue",
        len(still_open),
    ).format(
        number=len(still_open),
        projects=projects(len({entry.project.id for entry in still_open})),
        day=day,
        late=late,
    )


def _optional(value: object) -> Line:
    return data(value) if value else _NOTHING


def _overdue(entry: Entry, limits: Limits) -> Line:
    if entry.overdue is None:
        return _NOTHING
    return say(f"{entry.overdue:,}", "bad" if entry.overdue > limits.problem_late else "warn")


_COLUMNS: tuple[tuple[Head, Callable[[Entry, Limits], Line]], ...] = (
    (Head("project", shrinks=1, least=12), lambda entry, _: data(entry.project.id)),
    (Head("no.", right=True), lambda entry, _: say(f"{entry.number}")),
    (
        Head("problem", shrinks=2, least=16),
        lambda entry, _: data(entry.problem.title, "strong"),
    ),
    (
        Head("owner", shrinks=3, least=8, drops=2),
        lambda entry, _: _optional(entry.problem.owner),
    ),
    (Head("raised", drops=3), lambda entry, _: data(entry.problem.raised)),
    (Head("due", drops=1), lambda entry, _: _optional(entry.problem.due)),
    (Head("overdue, days", right=True), _overdue),
    (Head("closed"), lambda entry, _: _optional(entry.problem.closed)),
)
