"""What every writing command ends with: the diff, the writing, and what is said of it."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from zqtrack.cli.session import Session, project_path
from zqtrack.core.period import Period, exactly
from zqtrack.errors import UsageError, quoted
from zqtrack.ledger.disk import Outcome, Unreadable, ledger_lock, read_bytes
from zqtrack.ledger.write import Change, Decide, carry_out, prepare
from zqtrack.output.diff import diff
from zqtrack.output.streams import talk
from zqtrack.output.terminal import show
from zqtrack.output.text import count

#: Gives the changes to make, from what the files hold at that moment.
Prepare: TypeAlias = Callable[[], Sequence[Change]]


def change(session: Session, texts: Iterable[str], decide: Decide, *, dry_run: bool) -> None:
    """Change the projects that texts mean: all are checked before one is written.

    Args:
        session: the ledger.
        texts: what the user typed for each project.
        decide: gives what a project becomes, with a sentence for the user.
        dry_run: whether to show what would change, and change nothing.

    Raises:
        ZqtrackError: one of them cannot be changed; none was.
        WriteFailed: the disk refused; what was written before is told.
    """
    paths, today = _paths(session, texts), session.real_today
    write(session, lambda: [prepare(path, decide, today) for path in paths], dry_run=dry_run)


def write(session: Session, make: Prepare, *, dry_run: bool) -> None:
    """Make changes and write them, alone with the ledger; or only show them.

    Raises:
        ZqtrackError: as in ``change``.
    """
    if dry_run:
        for each in make():
            _show(each)
            _warn(each)
        talk("nothing was written: this is a dry run")
        return
    changes: Sequence[Change] = ()
    written: list[tuple[Change, Outcome]] = []
    try:
        with ledger_lock(session.root):
            changes = make()
            # One by one: if one fails, those before it stay in the list.
            written.extend((each, carry_out(session.root, each)) for each in changes)
    except KeyboardInterrupt:
        written.extend(_written_last(changes[len(written) :]))
        if not written:
            talk("nothing was changed")
        raise
    finally:
        # Not under the lock: whoever reads the diff in a pager would keep everybody waiting.
        _tell_all(written)
        if len(written) < len(changes) > 1:
            talk(f"{len(written)} of {count(len(changes), 'project')} were written")


def day_of(session: Session, on: Period | None, option: str = "--on") -> Period:
    """Give the day on which something happened: as told by an option, else the ledger's today."""
    if on:
        return on
    if session.today_is_set:
        talk(f"dated {session.today}, the `as-of` of zqtrack.toml; {option} gives another day")
    return exactly(session.today)


def _paths(session: Session, texts: Iterable[str]) -> Sequence[Path]:
    paths: dict[Path, str] = {}
    for text in texts:
        path = project_path(session, text)
        if path in paths:
            raise UsageError(f"{quoted(paths[path])} and {quoted(text)} mean the same project")
        paths[path] = text
    return tuple(paths)


def _written_last(left: Sequence[Change]) -> Iterator[tuple[Change, Outcome]]:
    """Give the change in which the writing was stopped, if it was made before that."""
    for each in left[:1]:
        with suppress(Unreadable):
            if read_bytes(each.path) == each.new:
                yield each, Outcome.UNCONFIRMED


def _tell_all(written: Iterable[tuple[Change, Outcome]]) -> None:
    """Tell every change, even where the diff cannot be shown.

    Raises:
        OSError: it could not.
    """
    failure = None
    for each, outcome in written:
        try:
            _show(each)
        except OSError as error:
            failure = error
        doubt = ", but the disk did not confirm that it will last"
        talk(each.sentence + (doubt if outcome is Outcome.UNCONFIRMED else ""))
        _warn(each)
    if failure:
        raise failure


def _show(change: Change) -> None:
    show((diff(str(change.path), change.old, change.new),))
    sys.stdout.flush()  # before anything is said of it


def _warn(change: Change) -> None:
    for flaw in change.warnings:
        talk(f"warning: {flaw.message}")
        if flaw.hint:
            talk(f"hint: {flaw.hint}")
