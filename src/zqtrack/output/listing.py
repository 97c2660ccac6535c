"""The rows of ``list`` as tables for people."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeAlias

from zqtrack.core.columns import BY_NAME, DAYS, Column, age_on
from zqtrack.core.facts import DUE, ID, OWN, SINCE, STANDS, STEPS, Fact
from zqtrack.core.fields import COUNT, MONEY, NUMBER
from zqtrack.core.lights import Due, Light, Limits
from zqtrack.core.money import format_money
from zqtrack.core.project import Mark, Moment
from zqtrack.core.rows import Rows, in_order
from zqtrack.language import _, speaks_chinese
from zqtrack.output.document import (
    Block,
    Cells,
    Head,
    Heading,
    Line,
    LongTable,
    Style,
    all_data,
    data,
    say,
)
from zqtrack.output.layout import line_width
from zqtrack.output.records import plain_value
from zqtrack.output.shapes import light_sign, steps_bar
from zqtrack.output.text import projects, visible

_Cell: TypeAlias = Callable[[Any, date, Limits], Line]


class _Show(NamedTuple):
    """One column of a table: its head, and what stands in it."""

    head: Head
    cells: Callable[[Rows], Cells]


_NOTHING = say("·", "quiet")
# Fewer million yuan are shown with two digits.
_WHOLE_FROM = 9.5


def listing(
    rows: Rows, columns: Sequence[Column] = (), group_by: Column | None = None
) -> Iterator[Block]:
    """Lay projects out under columns, the usual ones if none is given.

    With a column to group by there is a table for each of its values, in their order, with what
    is unknown last; within each the projects keep theirs.
    """
    shows = tuple(map(_show, columns)) or _USUAL
    heads = tuple(show.head for show in shows)
    cells = tuple(show.cells(rows) for show in shows)
    if group_by is None or not len(rows):
        yield LongTable(heads, cells)
        return
    widths = [max(map(line_width, column.lines)) for column in cells]
    heads = tuple(head._replace(width=wide) for head, wide in zip(heads, widths, strict=True))
    groups: dict[str, list[int]] = {
        text: [] for text in _texts(in_order(rows, group_by), group_by)
    }
    for at, text in enumerate(_texts(rows, group_by)):
        groups[text].append(at)
    for text, members in groups.items():
        title = _("{field}: {value} · {projects}").format(
            field=_title(group_by),
            value=text or _("unknown"),
            projects=projects(len(members)),
        )
        yield Heading(visible(title))
        yield LongTable(heads, tuple(_some(column, members) for column in cells))


def _some(cells: Cells, members: Sequence[int]) -> Cells:
    return Cells(cells.lines, list(map(cells.places.__getitem__, members)))


def summary(rows: Rows) -> str:
    """Say how many projects there are, and how their lights stand."""
    lights = rows.values(BY_NAME["light"]).counts()
    counted = _(", ").join(
        _("{number:,} {light}").format(number=lights[one], light=_(one))
        for one in Light
        if lights[one]
    )
    return _("{projects} as of {day}: {lights}").format(
        projects=projects(len(rows)), day=rows.day, lights=counted
    )


def _of(fact: Fact, cell: _Cell) -> Callable[[Rows], Cells]:
    """Show what follows from a fact."""
    return lambda rows: Cells(*rows.seen(fact, cell))


def _as_text(fact: Fact, style: Style = "plain") -> Callable[[Rows], Cells]:
    """Show a text of the file itself."""

    def cells(rows: Rows) -> Cells:
        texts, places = rows.kept(fact)
        return Cells(all_data(texts, style), places)

    return cells


def _bar(steps: tuple[str, bool], _day: date, _limits: Limits) -> Line:
    return steps_bar(*steps)


def _standing(standing: str, _day: date, _limits: Limits) -> Line:
    return say(_(standing))


def _since(since: Moment | None, _day: date, _limits: Limits) -> Line:
    return data(_(str(since))) if since else _NOTHING


def _age(since: Moment | None, day: date, _limits: Limits) -> Line:
    """Say how long: one number for an exact date, two for a range."""
    age = age_on(since, day)
    if age is None:
        return _NOTHING
    least, most = age
    return say(f"{least:,}" if least == most else f"{least:,}–{most:,}")


def _promise(due: Due, _day: date, _limits: Limits) -> Line:
    promise = due.promise
    return data(f"{promise.current} {_(promise.stage)}") if promise else _NOTHING


def _slip(due: Due, day: date, _limits: Limits) -> Line:
    slip = due.promise.slip(day) if due.promise else 0
    return say(f"{slip:+,}", "warn" if slip > 0 else "plain") if slip else _NOTHING


def _investment(amount: int | None, _day: date, _limits: Limits) -> Line:
    if amount is None:
        return _NOTHING
    if speaks_chinese():
        return say(format_money(amount))
    millions = amount / 1e6
    return say(f"{millions:,.0f}" if millions >= _WHOLE_FROM else f"{millions:.2g}")


def _lights(rows: Rows) -> Cells:
    lights, places = rows.values(BY_NAME["light"])
    return Cells(list(map(light_sign, lights)), places)


# On a narrow screen the slip goes first and the bar last; the id and the light always stay.
_USUAL: tuple[_Show, ...] = (
    _Show(Head("id", shrinks=1, least=32), _as_text(ID)),
    _Show(Head("project", shrinks=3, least=20, drops=4), _as_text(OWN["name"], "strong")),
    _Show(Head("stage", drops=1), _of(STEPS, _bar)),
    _Show(Head("", drops=5), _of(STANDS, _standing)),
    _Show(Head("since", drops=7), _of(SINCE, _since)),
    _Show(Head("age, days", right=True, drops=3), _of(SINCE, _age)),
    _Show(Head("m yuan", right=True, drops=6), _of(OWN["investment"], _investment)),
    _Show(Head("next promise", shrinks=2, least=18, drops=2), _of(DUE, _promise)),
    _Show(Head("slip, days", right=True, drops=8), _of(DUE, _slip)),
    _Show(Head("light"), _lights),
)
_NUMBERS = (MONEY, NUMBER, COUNT, DAYS)
# What is drawn as in the usual table also where it is asked for by name.
_DRAWN = {"age_days": _of(SINCE, _age), "light": _lights}


def _show(column: Column) -> _Show:
    number = column.type in _NUMBERS
    head = Head(_title(column), right=number, shrinks=0 if number else 1)

    def cell(fact: Any, day: date, limits: Limits) -> Line:
        value = column.seen(fact, day, limits)
        if value is None or value == ():
            return _NOTHING
        if column.type is MONEY and speaks_chinese():
            return say(format_money(value))
        return say(f"{value:,}") if number else data(_text(value, column))

    return _Show(head, _DRAWN.get(column.name) or _of(column.fact, cell))


def _texts(rows: Rows, column: Column) -> Iterator[str]:
    return rows.seen(column.fact, lambda *of: _text(column.seen(*of), column)).each()


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
