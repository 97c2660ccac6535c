"""What an import would do, or has done, for people to check."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from zqtrack.core.checks import rule
from zqtrack.core.chinese import field_called, word_called
from zqtrack.core.findings import Flaw
from zqtrack.core.intake import Entry, Plan, Rejected, Table, differences
from zqtrack.core.money import format_money
from zqtrack.language import _, later, plural, speaks_chinese
from zqtrack.output.document import (
    Block,
    Head,
    Heading,
    Line,
    Paragraph,
    data,
    say,
)
from zqtrack.output.document import Table as Rows
from zqtrack.output.findings import STYLES
from zqtrack.output.text import projects, visible

# So many lines of each section are shown, unless all are asked for.
_SHOWN = 20
# The lists of a file, as the sheets of a workbook call them.
_LISTS = {
    "problems": later("Problems"),
    "replanned": later("New promises"),
    "notes": later("Notes"),
}
# Keys whose values may be words of ours; those of all others are a user's.
_WORDED = re.compile(r"kind|high-tech|key-industry|actual\..+|replanned\[.+\]\.stage")


@dataclass(frozen=True, slots=True)
class Import:
    """An import, planned or done.

    Attributes:
        table: what was found in it.
        plan: what that means for the ledger.
        flaws: what the checks find in the projects that are new or changed, with their rows.
    """

    table: Table
    plan: Plan
    flaws: tuple[tuple[Entry, Flaw], ...]


def import_document(done: Import, *, whole: bool) -> Iterator[Block]:
    """Lay an import out: how the file was read, what it brings, and what was not taken.

    Args:
        done: the import.
        whole: whether to show every line of long lists.
    """
    yield from _columns(done.table)
    for title, heads, rows in (
        _new(done.plan),
        _changed(done.plan),
        _kept(done.plan),
        _flaws(done.flaws),
        _skipped(done.table),
        _others(done.table),
        _rejected(done.plan.rejected),
    ):
        if rows:
            yield Heading(title)
            yield Rows(heads, tuple(rows if whole else rows[:_SHOWN]), indent=2)
            if len(rows) > _SHOWN and not whole:
                more = _("and {count:,} more; --verbose shows all").format(
                    count=len(rows) - _SHOWN
                )
                yield Paragraph((say(f"  {more}", "quiet"),))
    yield from _hints(done.plan.rejected)


def import_summary(plan: Plan, *, written: bool) -> str:
    """Say in a line what an import would do, or has done."""
    parts = [
        _("{count:,} new").format(count=len(plan.new)),
        _("{count:,} changed").format(count=len(plan.changed)),
        _("{count:,} unchanged").format(count=plan.unchanged),
        _("{count:,} rejected").format(count=len(plan.rejected)),
    ]
    counts = _(", ").join(parts)
    if written:
        said = _("wrote {projects} ({counts})")
        return said.format(projects=projects(len(plan.new) + len(plan.changed)), counts=counts)
    if not plan.new and not plan.changed:
        return _("{counts}: there is nothing to write").format(counts=counts)
    return _("{counts}; nothing was written: --write writes it").format(counts=counts)


_Section: TypeAlias = tuple[str, tuple[Head, ...], Sequence[tuple[Line, ...]]]


def _columns(table: Table) -> Iterator[Block]:
    first, last = table.heading
    if first == last:
        title = _("Sheet {sheet}: heading in row {first}, {rows} below it")
    else:
        title = _("Sheet {sheet}: heading in rows {first} to {last}, {rows} below them")
    count = len(table.rows)
    rows = plural("{count:,} row", "{count:,} rows", count).format(count=count)
    shown = visible(table.sheet)
    yield Heading(title.format(sheet=shown, first=first, last=last, rows=rows))
    heads = (
        Head(_("column")),
        Head(_("heading"), shrinks=1, least=16),
        Head(_("read as")),
        Head(_("unit or reason"), wraps=True, shrinks=2, least=20),
    )
    lines = [
        (
            say(column.column, "strong"),
            data(column.label),
            say(field_called(column.field), "code")
            if column.field
            else say(_("not read"), "warn"),
            data(column.note),
        )
        for column in table.columns
    ]
    yield Rows(heads, tuple(lines), indent=2)
    if any(not (column.field or column.note) for column in table.columns):
        hint = _('--map "HEADING=FIELD" says what a column holds; FIELD may be ignore')
        yield Paragraph((say(f"  {hint}", "quiet"),))


def _new(plan: Plan) -> _Section:
    heads = (
        Head(_("row"), right=True),
        Head(_("id"), shrinks=1, least=12),
        Head(_("name"), shrinks=2, least=16),
        Head(_("stage")),
        Head(_("since")),
        Head(_("investment"), right=True),
    )
    rows = [
        (
            say(entry.place),
            data(entry.after.id),
            data(entry.after.name),
            say(_(entry.after.standing), "stage"),
            data(_(str(entry.after.since or ""))),
            say("" if (sum_ := entry.after.investment) is None else format_money(sum_)),
        )
        for entry in plan.new
    ]
    return _("New: {projects}").format(projects=projects(len(rows))), heads, rows


def _changed(plan: Plan) -> _Section:
    heads = (
        Head(_("row"), right=True),
        Head(_("project"), shrinks=2, least=12),
        Head(_("value"), shrinks=1, least=12),
        Head(_("in the ledger"), wraps=True, shrinks=3, least=12),
        Head(_("in the table"), wraps=True, shrinks=3, least=12),
    )
    rows = [line for entry in plan.changed for line in _changes(entry)]
    return _("Changed: {projects}").format(projects=projects(len(plan.changed))), heads, rows


def _changes(entry: Entry) -> Iterator[tuple[Line, ...]]:
    place, id_ = entry.place, entry.after.id
    for each in differences(entry.before or entry.after, entry.after):
        shown = word_called if _WORDED.fullmatch(each.key) else str
        old = say("") if each.old is None else data(shown(each.old), "bad")
        yield (say(place), data(id_), data(_called(each.key)), old, data(shown(each.new), "good"))
        place = id_ = ""


def _called(key: str) -> str:
    """Name a value of a file as the reader knows it: ``problems[1].due``, or 问题1 期限."""
    listed = re.fullmatch(r"(.+)\[([0-9]+)\]\.(.+)", key)
    if listed is None or not speaks_chinese():
        return field_called(key)
    table, number, own = listed.groups()
    return f"{_(_LISTS[table])}{number} {_(own)}"


def _kept(plan: Plan) -> _Section:
    heads = (
        Head(_("cell")),
        Head(_("project"), shrinks=1, least=12),
        Head(_("in the table")),
        Head(_("in the ledger")),
    )
    rows = [(say(k.cell), data(k.id), data(_(k.text)), data(_(k.known))) for k in plan.kept]
    return _("Less precise than the ledger, which stays"), heads, rows


def _flaws(flaws: Iterable[tuple[Entry, Flaw]]) -> _Section:
    heads = (
        Head(_("row"), right=True),
        Head(_("project"), shrinks=1, least=12),
        Head(_("code")),
        Head(_("what to look at"), wraps=True, shrinks=2, least=24),
    )
    rows = [
        (
            say(entry.place),
            data(entry.after.id),
            say(flaw.code, STYLES[rule(flaw.code).severity]),
            data(flaw.message),
        )
        for entry, flaw in flaws
    ]
    return _("Taken, but zqtrack validate will find"), heads, rows


def _skipped(table: Table) -> _Section:
    heads = (
        Head(_("row"), right=True),
        Head(_("what it is")),
        Head(_("text"), shrinks=1, least=20),
    )
    rows = [(say(each.place), say(each.reason), data(each.text)) for each in table.skipped]
    return _("Rows without a project"), heads, rows


def _others(table: Table) -> _Section:
    heads = (Head(_("sheet"), shrinks=1, least=16), Head(_("why"), wraps=True, shrinks=2))
    too = [(data(name), say(_("read, too"))) for name in table.read_too]
    return _("Other sheets"), heads, [*too, *((data(n), say(why)) for n, why in table.others)]


def _rejected(rejected: Sequence[Rejected]) -> _Section:
    heads = (
        Head(_("cell"), right=True),
        Head(_("project"), shrinks=2, least=12),
        Head(_("heading"), shrinks=1, least=10),
        Head(_("what is wrong"), wraps=True, shrinks=3, least=24),
    )
    rows = []
    for row in rejected:
        name = row.name
        for each in row.reasons:
            rows.append((data(each.cell), data(name), data(each.label), data(each.reason, "bad")))
            name = ""
    title = plural("Rejected: {count:,} row", "Rejected: {count:,} rows", len(rejected))
    return title.format(count=len(rejected)), heads, rows


def _hints(rejected: Sequence[Rejected]) -> Iterator[Block]:
    """Give each hint once, below the rows that are rejected."""
    hints = dict.fromkeys(each.hint for row in rejected for each in row.reasons if each.hint)
    if hints:
        word = _("hint:")
        yield Paragraph(
            tuple((*say("  "), *say(f"{word} ", "strong"), *data(hint)) for hint in hints)
        )
