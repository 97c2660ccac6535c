"""What the rows of a table bring to a ledger: new projects, changes, and what cannot be taken."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import count, islice
from typing import Any, TypeAlias, TypeVar
from unicodedata import normalize

from zqtrack.core.changes import promise
from zqtrack.core.fields import fields_of
from zqtrack.core.naming import id_from
from zqtrack.core.period import Period
from zqtrack.core.project import (
    FIELDS,
    Mark,
    Moment,
    Note,
    Problem,
    Project,
    Replanned,
    Stage,
    Withdrawal,
)
from zqtrack.core.record import field, record, replace
from zqtrack.core.writing import project_data
from zqtrack.errors import ZqtrackError, quoted
from zqtrack.language import _

#: A problem, a further promise or a note, as a row of a sheet of its own gives it.
Part: TypeAlias = Problem | Replanned | Note
_Item = TypeVar("_Item", Problem, Replanned, Note)
# Numbered ids end so long before the longest id that "-2" may follow.
_LONGEST = 58
# So many rows are named that tell of the same project as another.
_LISTED = 5


@record()
class Unread:
    """A cell, or a row, that cannot be taken.

    Attributes:
        cell: where it is, as a spreadsheet names it: ``F12``, or ``12`` for a whole row.
        label: the heading of its column; empty for a row.
        reason: what is wrong, one sentence without full stop.
        hint: what to do, or None.
    """

    cell: str
    label: str
    reason: str
    hint: str | None = None


@record()
class Row:
    """One row of a table of projects.

    Attributes:
        number: its number as a spreadsheet shows it, from 1.
        values: what its cells hold, by field: see ``TARGETS``; nothing for an empty cell.
        cells: where each of them is.
        unread: the cells that cannot be read; where there are any, the row is not taken.
        parts: what other sheets hold of the same project.
        sheet: the sheet, where it is not that of the table.
    """

    number: int
    values: Mapping[str, Any]
    cells: Mapping[str, str] = field(factory=dict)
    unread: tuple[Unread, ...] = ()
    parts: tuple[Part, ...] = ()
    sheet: str = ""

    @property
    def place(self) -> str:
        """Where it is: ``12``, or ``Problems!12`` in another sheet."""
        return f"{self.sheet}!{self.number}" if self.sheet else str(self.number)


@record()
class Placed:
    """A column of a table, and what it is read as.

    Attributes:
        column: its name in a spreadsheet, such as ``F``.
        label: its heading; empty where it has none.
        field: the field that it holds; None where it is not read.
        note: the unit of its amounts; of a column that is not read the reason, if there is one.
    """

    column: str
    label: str
    field: str | None
    note: str = ""


@record()
class Skipped:
    """A row that holds no project.

    Attributes:
        place: where it is.
        text: what stands in it.
        reason: what it is.
    """

    place: str
    text: str
    reason: str


@record()
class Table:
    """A table of projects, as it was found in a file.

    Attributes:
        sheet: the sheet that it is in.
        heading: the first and the last row of its heading, from 1.
        columns: its columns from left to right.
        rows: its rows.
        skipped: the rows that hold no project; empty ones are not counted.
        read_too: the further sheets that were read.
        others: the sheets that were not, each with the reason.
        mapped: what a user calls columns, as far as there are such.
    """

    sheet: str
    heading: tuple[int, int]
    columns: tuple[Placed, ...]
    rows: tuple[Row, ...]
    skipped: tuple[Skipped, ...]
    read_too: tuple[str, ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    mapped: frozenset[str] = frozenset()


@record()
class Entry:
    """A project that a row makes or changes.

    Attributes:
        place: where the row is.
        before: the project in the ledger; None where it is new.
        after: what it shall be.
    """

    place: str
    before: Project | None
    after: Project


@record()
class Rejected:
    """A row that is not taken.

    Attributes:
        place: where it is.
        name: the name in it, else the id or the company; may be empty.
        reasons: why.
    """

    place: str
    name: str
    reasons: tuple[Unread, ...]


@record()
class Kept:
    """A date that is less precise than the ledger's, which stays.

    Attributes:
        cell: where it is.
        id: the project.
        text: what it says.
        known: what the ledger says.
    """

    cell: str
    id: str
    text: str
    known: str


@record()
class Plan:
    """What an import would do.

    Attributes:
        new: the projects it would add.
        changed: those it would change.
        unchanged: how many rows say what the ledger says.
        rejected: the rows it would not take.
        kept: the dates that say less than the ledger's.
    """

    new: tuple[Entry, ...]
    changed: tuple[Entry, ...]
    unchanged: int
    rejected: tuple[Rejected, ...]
    kept: tuple[Kept, ...]


@record()
class Difference:
    """One value that changes.

    Attributes:
        key: where it is, such as ``actual.started``.
        old: how the file says it now; None where it does not.
        new: how it shall say it.
    """

    key: str
    old: str | None
    new: str


def plan_import(
    rows: Sequence[Row], projects: Iterable[Project], broken: Iterable[str], day: Period
) -> Plan:
    """Decide what each row brings.

    Args:
        rows: the rows of the table.
        projects: the projects of the ledger.
        broken: the ids of the files that hold no project.
        day: the ledger's today: when a later promise, a problem or a note of it was made.
    """
    ledger = _Ledger(tuple(projects), frozenset(broken))
    meant, rejected = _meant(rows, ledger)
    entries: list[Entry] = []
    kept: list[Kept] = []
    for at, before in meant.items():
        row = rows[at]
        try:
            start = before or ledger.begin(row)
            merged = _Merged(row, start, day)
        except ZqtrackError as error:
            rejected[at] = _refused(row, error)
        else:
            entries.append(Entry(row.place, before, merged.project))
            kept += merged.kept
    return Plan(
        new=tuple(each for each in entries if each.before is None),
        changed=tuple(each for each in entries if each.before not in (None, each.after)),
        unchanged=sum(each.before == each.after for each in entries),
        rejected=tuple(rejected[at] for at in sorted(rejected)),
        kept=tuple(kept),
    )


def differences(before: Project, after: Project) -> tuple[Difference, ...]:
    """Give what changes between two states of a project, in the order of its file."""
    old, new = dict(_flat((), project_data(before))), dict(_flat((), project_data(after)))
    return tuple(
        Difference(key, old.get(key), value) for key, value in new.items() if old.get(key) != value
    )


def same_text(one: str, other: str) -> bool:
    """Whether two texts are the same but for their blanks, as when a cell is wrapped by hand."""
    return one.split() == other.split()


# --- which project a row means ------------------------------------------------------------------


class _Ledger:
    """The projects by what a row may call them, and the ids that are taken."""

    def __init__(self, projects: Sequence[Project], broken: frozenset[str]) -> None:
        self._by_id = {project.id: project for project in projects}
        self._by_name: dict[str, list[Project]] = {}
        for project in projects:
            self._by_name.setdefault(_as_compared(project.name), []).append(project)
        self._broken = broken
        self._taken = {*self._by_id, *broken}
        self._further: dict[str, Iterator[int]] = {}
        self._numbers = count(1)

    def meant(self, row: Row) -> Project | None:
        """Give the project that a row tells of; None where it is new.

        Raises:
            ZqtrackError: it may be several, or one that cannot be read.
        """
        id_ = row.values.get("id")
        if id_ in self._broken:
            raise ZqtrackError(
                _("the file of `{id}` cannot be read").format(id=id_),
                _("mend it first: zqtrack validate shows what is wrong"),
            )
        if id_ in self._by_id:
            return self._by_id[id_]
        if "name" not in row.values:
            raise ZqtrackError(
                _("it has neither a name nor an id of the ledger"), _("fill in the name")
            )
        found = self._named(row.values["name"], row.values.get("company"))
        if found and id_:
            raise ZqtrackError(
                _("the ledger has this project as `{id}`").format(id=found.id),
                _("correct the id in the table, or leave it empty"),
            )
        return found

    def _named(self, name: str, company: str | None) -> Project | None:
        named = self._by_name.get(_as_compared(name), [])
        wanted = _as_compared(company or "")
        found = [each for each in named if wanted == _as_compared(each.company or "")]
        if not found:  # a company that is not said may be any
            found = [each for each in named if not (wanted and each.company)]
        if len(found) == 1 or not named:
            return found[0] if found else None
        ids = _(", ").join(f"`{each.id}`" for each in found or named)
        hint = _("add a column for the id, and write it there; a new project gets one of its own")
        if found:
            raise ZqtrackError(_("it may be any of {ids}").format(ids=ids), hint)
        message = _("{ids} has this name, but the company {company}")
        raise ZqtrackError(message.format(ids=ids, company=quoted(named[0].company or "")), hint)

    def begin(self, row: Row) -> Project:
        """Give a new project with the id and the name that a row says, or an id of its own.

        Raises:
            ZqtrackError: that id belongs to a file that cannot be read.
        """
        name = row.values["name"]
        id_ = row.values.get("id") or self._free(id_from(name))
        self._taken.add(id_)
        return Project(id=id_, name=name)

    def _free(self, base: str | None) -> str:
        if base is None:
            ids = (f"project-{number:03}" for number in self._numbers)
            return next(id_ for id_ in ids if id_ not in self._taken)
        if base in self._broken:
            raise ZqtrackError(
                _("the file of `{id}` cannot be read, and may tell of it").format(id=base),
                _("mend it first: zqtrack validate shows what is wrong"),
            )
        if base not in self._taken:
            return base
        # Goes on where it stopped: thousands of rows may have one name.
        numbers = self._further.setdefault(base, count(2))
        further = (f"{base[:_LONGEST]}-{number}" for number in numbers)
        return next(id_ for id_ in further if id_ not in self._taken)


def _meant(
    rows: Sequence[Row], ledger: _Ledger
) -> tuple[dict[int, Project | None], dict[int, Rejected]]:
    """Give the project that each row means, and the rows that are not taken."""
    meant: dict[int, Project | None] = {}
    rejected: dict[int, Rejected] = {}
    for at, row in enumerate(rows):
        try:
            meant[at] = ledger.meant(row)
        except ZqtrackError as error:
            rejected[at] = _refused(row, error)
        if row.unread:
            rejected[at] = Rejected(row.place, _called(row), row.unread)
    for at, numbers in _twice(rows, meant).items():
        message = _("it tells of the same project as row {rows}")
        hint = _("keep one of them, or give each an id of its own")
        twice = ZqtrackError(message.format(rows=numbers), hint)
        rejected.setdefault(at, _refused(rows[at], twice))
    return {at: each for at, each in meant.items() if at not in rejected}, rejected


def _twice(rows: Sequence[Row], meant: Mapping[int, Project | None]) -> Mapping[int, str]:
    """Give the rows of which others tell of the same project, and the numbers of these."""
    groups: dict[tuple[str, ...], list[int]] = {}
    nameless = {
        _as_compared(rows[at].values["name"])
        for at, project in meant.items()
        if project is None and not {"id", "company"} & rows[at].values.keys()
    }
    for at, project in meant.items():
        groups.setdefault(_key(rows[at], project, nameless), []).append(at)
    return {
        at: _few(rows[other].place for other in group if other != at)
        for group in groups.values()
        for at in group
        if len(group) > 1
    }


def _few(places: Iterable[str]) -> str:
    """List places; of many only the first: a sheet may have thousands for each of thousands."""
    first = list(islice(places, _LISTED + 1))
    return _(", ").join([*first[:_LISTED], *("…" for _more in first[_LISTED:])])


def _key(row: Row, project: Project | None, nameless: set[str]) -> tuple[str, ...]:
    """Give what two rows have in common if they tell of the same project."""
    if project:
        return (project.id,)
    if id_ := row.values.get("id"):
        return (id_,)
    name = _as_compared(row.values["name"])
    # Where one of that name has no company, nobody knows whether it is another's.
    return (name, "" if name in nameless else _as_compared(row.values.get("company", "")))


def _as_compared(text: str) -> str:
    return "".join(normalize("NFKC", text).casefold().split())


def _called(row: Row) -> str:
    return next((row.values[key] for key in ("name", "id", "company") if key in row.values), "")


def _refused(row: Row, error: ZqtrackError) -> Rejected:
    return Rejected(
        row.place,
        _called(row),
        (Unread(row.place, "", error.message, error.hint),),
    )


# --- what a row makes of a project --------------------------------------------------------------


class _Merged:
    """A project with what a row says of it.

    Attributes:
        project: the project.
        kept: the dates of the row that say less than it does.

    Raises:
        ZqtrackError: the row cannot hold together with it.
    """

    def __init__(self, row: Row, before: Project, day: Period) -> None:
        self.project = before
        self.kept: list[Kept] = []
        self._row = row
        self._set_own()
        self._set_promises(day)
        self._set_actual()
        self._set_withdrawn()
        self._add_remarks(day)
        self._add_parts()

    def _set_own(self) -> None:
        changed = {}
        for own in FIELDS:
            if own.key in self._row.values:
                old, new = getattr(self.project, own.name), self._row.values[own.key]
                if not _same(old, new):
                    changed[own.name] = new
        if changed:
            self.project = replace(self.project, **changed)

    def _set_promises(self, day: Period) -> None:
        for stage in Stage:
            key = f"planned.{stage}"
            to = self._row.values.get(key)
            current, first = self.project.promise(stage), self.project.planned.get(stage)
            if to is None or to in (current, first):
                continue
            if current is None:
                planned = {**self.project.planned, stage: to}
                self.project = replace(self.project, planned=planned)
            elif not self._says_less(key, to, current):
                self.project = promise(self.project, stage, to, day)

    def _set_actual(self) -> None:
        actual = dict(self.project.actual)
        for stage in Stage:
            key = f"actual.{stage}"
            new, old = self._row.values.get(key), actual.get(stage)
            if new is not None and not (old and self._says_less(key, new, old)):
                actual[stage] = new
        if actual != self.project.actual:
            self.project = replace(self.project, actual=actual)

    def _says_less(self, key: str, new: Moment, old: Moment) -> bool:
        """Whether a date is that of the ledger, only less precise; if so, the ledger's stays."""
        if not isinstance(old, Period) or new == old:
            return False
        less = old.within(new) if isinstance(new, Period) else new is Mark.UNKNOWN
        if less:
            self.kept.append(
                Kept(self._row.cells.get(key, ""), self.project.id, str(new), str(old))
            )
        return less

    def _set_withdrawn(self) -> None:
        on, reason = (self._row.values.get(f"withdrawn.{key}") for key in ("on", "reason"))
        old = self.project.withdrawn
        if old:
            on = old.on if on is None or self._says_less("withdrawn.on", on, old.on) else on
            reason = old.reason if reason is None or _same(old.reason, reason) else reason
        if on:
            self.project = replace(self.project, withdrawn=Withdrawal(on=on, reason=reason))
        elif reason:
            raise ZqtrackError(
                _("it says why the project was withdrawn, but not when"),
                _("fill in when, or leave both empty"),
            )

    def _add_remarks(self, day: Period) -> None:
        """Add the texts of remarks that the project does not have yet, of the ledger's today."""
        values, project = self._row.values, self.project
        texts = _not_in([note.text for note in project.notes], values.get("notes.text", ()))
        titles = _not_in(
            [each.title for each in project.problems], values.get("problems.title", ())
        )
        self.project = replace(
            project,
            notes=(*project.notes, *(Note(on=day, text=text) for text in texts)),
            problems=(*project.problems, *(Problem(title=each, raised=day) for each in titles)),
        )

    def _add_parts(self) -> None:
        parts = self._row.parts
        problems = [part for part in parts if isinstance(part, Problem)]
        again = [part for part in parts if isinstance(part, Replanned)]
        notes = [part for part in parts if isinstance(part, Note)]
        self.project = replace(
            self.project,
            problems=_joined(
                self.project.problems,
                problems,
                lambda each: (each.title.split(), each.raised),
                lambda each: (each.title.split(), None),  # the day was corrected
            ),
            replanned=_joined(
                self.project.replanned, again, lambda each: (each.stage, each.to, each.on)
            ),
            notes=_joined(self.project.notes, notes, lambda each: (each.on, each.text.split())),
        )


def _not_in(known: Sequence[str], texts: Iterable[str]) -> list[str]:
    return [text for text in texts if not any(same_text(text, old) for old in known)]


def _joined(
    old: Sequence[_Item], new: Iterable[_Item], *keys: Callable[[_Item], object]
) -> tuple[_Item, ...]:
    """Fill in parts that are known by one of the keys, and add the others at the end."""
    joined: list[_Item] = list(old)
    left: list[_Item] = list(new)
    free = list(range(len(old)))
    for key in keys:
        further: list[_Item] = []
        for part in left:
            at = next((at for at in free if key(joined[at]) == key(part)), None)
            if at is None:
                further.append(part)
            else:
                free.remove(at)
                joined[at] = _filled(joined[at], part)
        left = further
    return tuple(joined + left)


def _filled(old: _Item, new: _Item) -> _Item:
    """Give a part with what a row says of it; an empty cell changes nothing."""
    values = {own.name: getattr(new, own.name) for own in fields_of(type(old))}
    changed = {
        name: value
        for name, value in values.items()
        if value is not None and not _same(getattr(old, name), value)
    }
    return replace(old, **changed) if changed else old


def _same(old: object, new: object) -> bool:
    if isinstance(old, str) and isinstance(new, str):
        return same_text(old, new)
    if isinstance(old, tuple) and isinstance(new, tuple):
        return len(old) == len(new) and all(map(same_text, old, new))
    return old == new


def _flat(path: tuple[str, ...], data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give each value of a file's data as a text, with the key that leads to it."""
    for key, value in data.items():
        where = (*path, key)
        if isinstance(value, dict):
            yield from _flat(where, value)
        elif isinstance(value, list) and isinstance(value[0], dict):
            for number, table in enumerate(value, 1):
                yield from _flat((*path, f"{key}[{number}]"), table)
        else:
            yield ".".join(where), _as_text(value)


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "; ".join(value)
    return f"{value:,}" if isinstance(value, int) else str(value)
