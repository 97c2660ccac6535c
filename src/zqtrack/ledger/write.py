"""Changes to project files: made from what a file holds now, checked, then written."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from zqtrack.core.changes import new_flaws
from zqtrack.core.checks import rule
from zqtrack.core.findings import Flaw, KeyPath, Severity
from zqtrack.core.project import Project
from zqtrack.core.record import record
from zqtrack.core.writing import project_data
from zqtrack.errors import EditRefused, ZqtrackError
from zqtrack.language import _
from zqtrack.ledger.config import read_settings_file
from zqtrack.ledger.disk import Outcome, create_bytes, replace_bytes
from zqtrack.ledger.store import CONFIG, path_of, project_in, read_file, read_source

if TYPE_CHECKING:
    from zqtrack.ledger.edit import Edit

#: From what a file holds to what it shall hold, and a sentence that tells the user.
Decide: TypeAlias = Callable[[Project], tuple[Project, str]]


@record()
class Change:
    """A change to one file, checked and ready to be written.

    Attributes:
        path: the file.
        old: its bytes; None where there is no such file yet.
        new: the bytes it shall have.
        sentence: what was done, once it is written.
        warnings: what the checks find in it now and did not find before.
    """

    path: Path
    old: bytes | None
    new: bytes
    sentence: str
    warnings: tuple[Flaw, ...] = ()


def get_ready() -> None:
    """Import what edits are made with: it takes longer than an edit, for which others may wait."""
    import zqtrack.ledger.edit
    import zqtrack.ledger.render  # noqa: F401 - see above


def prepare(path: Path, decide: Decide, today: date, *, take_errors: bool = False) -> Change:
    """Make a change from what a file holds now; nothing is written.

    Args:
        path: the file.
        decide: gives the changed project, or raises ZqtrackError.
        today: what lies after it cannot have happened.
        take_errors: whether a new error that the checks find is one more warning.

    Raises:
        ZqtrackError: the file cannot be used, or the checks find a new error in the change.
        EditRefused: the bytes that the change does not concern could not be kept.
    """
    file = read_file(str(path))
    before = project_in(file)
    after, sentence = decide(before)
    warnings = _checked(before, after, today, take_errors=take_errors)
    new = _edited(file.source, tuple(edits_between(before, after)), path)
    _read_back(path, new, after)
    return Change(path, file.source, new, sentence, warnings)


def prepare_new(
    root: Path, project: Project, schema: str | None, today: date, *, take_errors: bool = False
) -> Change:
    """Make the file of a new project; nothing is written.

    Args:
        root: the folder of the ledger.
        project: what the file shall hold.
        schema: where its schema is, seen from the file; None for a file that names none.
        today: what lies after it cannot have happened.
        take_errors: whether an error that the checks find is one more warning.

    Raises:
        ZqtrackError: the checks find an error in it.
    """
    from zqtrack.ledger.render import render

    path = path_of(root, project.id)
    warnings = _checked(None, project, today, take_errors=take_errors)
    new = render(project, schema)
    _read_back(path, new, project)
    return Change(path, None, new, _("wrote {path}").format(path=path), warnings)


def prepare_columns(root: Path, columns: Mapping[str, str]) -> Change | None:
    """Make a change to ``zqtrack.toml`` that keeps what columns hold; nothing is written.

    Args:
        root: the folder of the ledger.
        columns: the fields of columns, by their headings.

    Returns:
        The change; None where the file says so already.

    Raises:
        EditRefused: the bytes that the change does not concern could not be kept.
    """
    from zqtrack.ledger.edit import SetKey
    from zqtrack.ledger.insert import write_key, write_value

    settings = read_settings_file(root)
    path = root / CONFIG
    if settings.exists:
        edits = [SetKey(("import", label), field) for label, field in columns.items()]
        new = _edited(settings.source, edits, path)
    else:
        lines = [write_key((label,)) + b" = " + write_value(columns[label]) for label in columns]
        new = b"\n".join((b"[import]", *lines, b"")) if lines else b""
    if new == settings.source:
        return None
    old = settings.source if settings.exists else None
    return Change(path, old, new, _("changed {path}").format(path=path))


def carry_out(root: Path, change: Change) -> Outcome:
    """Write a change. The caller holds the lock of the ledger.

    Raises:
        EditRefused: the file is not what the change was made from.
        WriteFailed: the disk refused; the message says what is in place.
    """
    if change.old is None:
        return create_bytes(change.path, change.new, root=root)
    return replace_bytes(change.path, change.old, change.new, root=root)


def edits_between(before: Project, after: Project) -> Iterator["Edit"]:
    """Give the edits that turn a file of one project into a file of another.

    In lists of tables, such as problems, one may change or be added at the end; none may go.
    """
    return _edits((), project_data(before), project_data(after))


def _edits(path: KeyPath, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator["Edit"]:
    from zqtrack.ledger.edit import RemoveKey, SetKey

    above: tuple[str, ...] = ()
    for key, value in after.items():
        old = before.get(key)
        if isinstance(value, dict):
            yield from _edits((*path, key), old or {}, value)
        elif isinstance(value, list) and isinstance(value[0], dict):
            yield from _edits_of_list((*path, key), old or (), value)
        elif value != old:
            yield SetKey((*path, key), value, after=above)
        above = (*above, key)
    for key, old in before.items():
        if key not in after and isinstance(old, dict):
            yield from _edits((*path, key), old, {})
        elif key not in after:
            yield RemoveKey((*path, key))


def _edits_of_list(
    path: KeyPath, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> Iterator["Edit"]:
    from zqtrack.ledger.edit import AppendTable

    for at, (old, new) in enumerate(zip(before, after, strict=False)):
        yield from _edits((*path, at), old, new)
    for added in after[len(before) :]:
        yield AppendTable(path, added)


def _checked(
    before: Project | None, after: Project, today: date, *, take_errors: bool
) -> tuple[Flaw, ...]:
    """Give the warnings that a change brings about, and refuse one that brings an error."""
    flaws = new_flaws(before, after, today)
    for flaw in flaws:
        if rule(flaw.code).severity is Severity.ERROR and not take_errors:
            message = _("`{id}`: {message}").format(id=after.id, message=flaw.message)
            raise ZqtrackError(message, flaw.hint)
    return flaws


def _edited(source: bytes, edits: Sequence["Edit"], path: Path) -> bytes:
    from zqtrack.ledger.edit import apply

    try:
        return apply(source, edits)
    except EditRefused as refused:
        message = _("{path}: {message}").format(path=path, message=refused.message)
        raise EditRefused(message, refused.hint, refused.lines) from None


def _read_back(path: Path, new: bytes, project: Project) -> None:
    if read_source(str(path), project.id, new).project != project:
        raise EditRefused(
            _("{path} would not read back as it was meant; nothing was written").format(path=path)
        )
