"""The rows of ``list`` as tables for people."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from zqtrack.core.columns import DAYS, Column, View, age_days, in_order
from zqtrack.core.fields import COUNT, MONEY, NUMBER
from zqtrack.core.lights import Light
from zqtrack.core.money import format_money
from zqtrack.core.project import Mark
from zqtrack.language import _, speaks_chinese
from zqtrack.output.document import Block, Head, Heading, Line, Table, data, say
from zqtrack.output.layout import line_width
from zqtrack.output.records import plain_value
from zqtrack.output.shapes import light_sign, stage_bar
from zqtrack.output.text import projects, visible

#: One column of a table: its head, and what stands in it for a project.
Show = tuple[Head, Callable[[View], Line]]

_NOTHING = say("·", "quiet")
# What stands in many rows is made once.
_said, _shown = lru_cache(maxsize=2**14)(say), lru_cache(maxsize=2**14)(data)
# Fewer million yuan are shown with two digits.
_WHOLE_FROM = 9.5


def listing(
    views: Sequence[View], columns: Sequence[Column] = (), group_by: Column | None = None
) -> Iterator[Block]:
    """Lay projects out under columns, the usual ones if none is given.

    With a column to group by there is a table for each of its values, in their order, with what
    is unknown last; within each the projects keep theirs.
    """
    shows = tuple(map(_show, columns)) or _USUAL
    heads = tuple(head for head, _ in shows)
    rows = [tuple([cell(view) for _, cell in shows]) for view in views]
    if group_by is None or not rows:
        yield Table(heads, tuple(rows))
        return
    widths = [max(map(line_width, column)) for column in zip(*rows, strict=True)]
    heads = tuple(head._replace(width=wide) for head, wide in zip(heads, widths, strict=True))
    groups: dict[str, list[tuple[Line, ...]]] = {
        _text(group_by.value(view), group_by): [] for view in in_order(views, group_by)
    }
    for view, row in zip(views, rows, strict=True):
        groups[_text(group_by.value(view), group_by)].append(row)
    for value, members in groups.items():
        title = _("{field}: {value} · {projects}").format(
            field=_title(group_by),
            value=value or _("unknown"),
            projects=projects(len(members)),
        )
        yield Heading(visible(title))
        yield Table(heads, tuple(members))


def summary(views: Sequence[View], day: date) -> str:
    """Say how many projects there are, and how their lights stand."""
    lights = Counter(view.light for view in views)
    counted = _(", ").join(
        _("{number:,} {light}").format(number=lights[one], light=_(one))
        for one in Light
        if lights[one]
    )
    return _("{projects} as of {day}: {lights}").format(
        projects=projects(len(views)), day=day, lights=counted
    )


def _project(view: View) -> Line:
    return data(view.project.name, "strong")


def _standing(view: View) -> Line:
    return _said(_(view.project.standing))


def _since(view: View) -> Line:
    since = view.project.since
    return _shown(_(str(since))) if since else _NOTHING


def _age(view: View) -> Line:
    """Say how long: one number for an exact date, two for a range."""
    age = age_days(view)
    if age is None:
        return _NOTHING
    least, most = age
    return _said(f"{least:,}" if least == most else f"{least:,}–{most:,}")


def _promise(view: View) -> Line:
    promise = view.promise
    return _shown(f"{promise.current} {_(promise.stage)}") if promise else _NOTHING


def _slip(view: View) -> Line:
    promise = view.promise
    slip = promise.slip(view.day) if promise else 0
    return _said(f"{slip:+,}", "warn" if slip > 0 else "plain") if slip else _NOTHING


def _investment(view: View) -> Line:
    amount = view.project.investment
    if amount is None:
        return _NOTHING
    if speaks_chinese():
        return _said(format_money(amount))
    millions = amount / 1e6
    return _said(f"{millions:,.0f}" if millions >= _WHOLE_FROM else f"{millions:.2g}")


def _light(view: View) -> Line:
    return light_sign(view.light)


# On a narrow screen the slip goes first and the bar last; the id and the light always stay.
_USUAL: tuple[Show, ...] = (
    (Head("id", shrinks=1, least=32), lambda view: data(view.project.id)),
    (Head("project", shrinks=3, least=20, drops=4), _project),
    (Head("stage", drops=1), lambda view: stage_bar(view.project)),
    (Head("", drops=5), _standing),
    (Head("since", drops=7), _since),
    (Head("age, days", right=True, drops=3), _age),
    (Head("m yuan", right=True, drops=6), _investment),
    (Head("next promise", shrinks=2, least=18, drops=2), _promise),
    (Head("slip, days", right=True, drops=8), _slip),
    (Head("light"), _light),
)
_NUMBERS = (MONEY, NUMBER, COUNT, DAYS)
# What is drawn as in the usual table also where it is asked for by name.
_DRAWN: dict[str, Callable[[View], Line]] = {"age_days": _age, "light": _light}


def _show(column: Column) -> Show:
    number = column.type in _NUMBERS
    head = Head(_title(column), right=number, shrinks=0 if number else 1)

    def cell(view: View) -> Line:
        value = column.value(view)
        if value is None or value == ():
            return _NOTHING
        if column.type is MONEY and speaks_chinese():
            return say(format_money(value))
        return say(f"{value:,}") if number else data(_text(value, column))

    return head, _DRAWN.get(column.name, cell)


def _title(column: Column) -> str:
    title = _(column.name.replace("_", " "))
    return _("{field}, yuan").format(field=title) if column.type is MONEY else title


def _text(value: Any, column: Column) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    # Only our own words are translated: a company may be called Red.
    if value in column.type.choices or isinstance(value, Mark):
        return _(value)
    shown = plain_value(value)
    if isinstance(shown, list):
        return _(", ").join(shown)
    return "" if shown is None else str(shown)
