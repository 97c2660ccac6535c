"""The rows of ``list`` as a table for people."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

from zqtrack.core.columns import Column, View, age_days, promised_next
from zqtrack.core.fields import MONEY, NUMBER
from zqtrack.output.document import Block, Head, Heading, Line, Table, data, say
from zqtrack.output.records import plain_value
from zqtrack.output.shapes import light_sign, stage_bar
from zqtrack.output.text import count

#: One column of the table: its head, and what stands in it for a project.
Show = tuple[Head, Callable[[View], Line]]

_NOTHING = say("·", "quiet")


def listing(
    views: Sequence[View], columns: Sequence[Column], group_by: Column | None
) -> Iterator[Block]:
    """Lay rows out under their columns, in groups if a column is given for it."""
    shows = [_shown(column) for column in columns] if columns else _USUAL
    if group_by is None:
        yield _table(views, shows)
        return

    def value(view: View) -> str:
        return _text(group_by.value(view)) or "unknown"

    for name, group in groupby(sorted(views, key=value), key=value):
        members = list(group)
        title = data(f"{name} · {count(len(members), 'project')}")
        yield Heading(title[0].text)
        yield _table(members, shows)


def _table(views: Sequence[View], shows: Sequence[Show]) -> Table:
    rows = tuple(tuple(cell(view) for _, cell in shows) for view in views)
    return Table(tuple(head for head, _ in shows), rows)


def _project(view: View) -> Line:
    return data(view.project.name, "strong")


def _stage(view: View) -> Line:
    return (*stage_bar(view.project), *say(f" {view.project.standing}"))


def _since(view: View) -> Line:
    since = view.project.since
    return data(since) if since else _NOTHING


def _age(view: View) -> Line:
    """Say how long: one number for an exact date, two for a range."""
    age = age_days(view)
    if age is None:
        return _NOTHING
    least, most = age
    return say(f"{least:,}" if least == most else f"{least:,}–{most:,}")


def _promise(view: View) -> Line:
    promise = promised_next(view)
    return data(f"{promise.stage} {promise.current}") if promise else _NOTHING


def _slip(view: View) -> Line:
    promise = promised_next(view)
    slip = promise.slip(view.day) if promise else 0
    return say(f"{slip:+,}", "warn" if slip > 0 else "plain") if slip else _NOTHING


def _investment(view: View) -> Line:
    amount = view.project.investment
    return say(f"{amount / 1e6:,.0f}") if amount is not None else _NOTHING


def _light(view: View) -> Line:
    from zqtrack.core.lights import light

    return light_sign(light(view.project, view.day, view.limits))


_USUAL: tuple[Show, ...] = (
    (Head("id", shrinks=1, least=12), lambda view: data(view.project.id)),
    (Head("project", shrinks=3, least=16, drops=4), _project),
    (Head("stage"), _stage),
    (Head("since", drops=3), _since),
    (Head("age, days", right=True), _age),
    (Head("m yuan", right=True, drops=2), _investment),
    (Head("next promise", shrinks=2, least=14), _promise),
    (Head("slip, days", right=True, drops=5), _slip),
    (Head("light"), _light),
)


def _shown(column: Column) -> Show:
    number = column.type in (MONEY, NUMBER) or column.type.name == "days"
    head = Head(column.name.replace("_", " "), right=number, shrinks=0 if number else 1)

    def cell(view: View) -> Line:
        value = column.value(view)
        if value is None or value == ():
            return _NOTHING
        return say(f"{value:,}") if number else data(_text(value))

    return head, cell


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    shown = plain_value(value)
    return ", ".join(shown) if isinstance(shown, list) else str(shown if shown is not None else "")
