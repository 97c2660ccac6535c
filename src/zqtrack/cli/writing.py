"""What every writing command ends with: the diff, the writing, and what is said of it."""

import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TypeAlias

from zqtrack.cli.progress import progress
from zqtrack.cli.session import Session, project_path
from zqtrack.cli.stopping import Stopped, Stops, held_back
from zqtrack.core.period import Period, exactly
from zqtrack.errors import UsageError, quoted
from zqtrack.language import _
from zqtrack.ledger.disk import Outcome, ledger_lock
from zqtrack.ledger.write import Change, Decide, carry_out, get_ready, prepare
from zqtrack.output.diff import diff
from zqtrack.output.streams import talk
from zqtrack.output.terminal import show
from zqtrack.output.text import projects

#: Gives the changes to make, from what the files hold at that moment.
Prepare: TypeAlias = Callable[[], Sequence[Change]]
#: Tells the changes that were written, of how many, whatever kept the others from it.
TellAll: TypeAlias = Callable[[Sequence[tuple[Change, Outcome]], int, Stops], None]


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
        talk(_("nothing was written: this is a dry run"))
    else:
        write_alone(session.root, make, _tell_all)


def write_unseen(root: Path, make: Prepare) -> None:
    """Make changes and write them, alone with the ledger; of each only its sentence is told.

    Raises:
        ZqtrackError: as in ``change``.
    """

    def say_all(written: Sequence[tuple[Change, Outcome]], _wanted: int, _stops: Stops) -> None:
        for each, outcome in written:
            _say(each, outcome)

    write_alone(root, make, say_all)


def write_alone(root: Path, make: Prepare, tell_all: TellAll) -> None:
    """Make changes and write them, alone with the ledger, and tell them in any case.

    Args:
        root: the ledger's folder.
        make: gives the changes; a signal that asks to stop is let through meanwhile.
        tell_all: is called at last, also where nothing was made or written. No signal is let
            through but where it wants.

    Raises:
        ZqtrackError: as in ``change``.
    """
    changes: Sequence[Change] = ()
    written: list[tuple[Change, Outcome]] = []
    with held_back() as stops:
        try:
            with ExitStack() as alone:
                with stops.let_through():
                    get_ready()
                    alone.enter_context(ledger_lock(root, tell=_tell_who))
                    changes = make()
                # One by one: if one fails, or the command is stopped between two of them, those
                # before stay in the list.
                with progress(_("writing")) as tell:
                    for each in changes:
                        stops.raise_waiting()
                        written.append((each, carry_out(root, each)))
                        tell(len(written), len(changes))
        except Stopped:
            if not written:
                talk(_("nothing was changed"))
            raise
        finally:
            # Not under the lock: whoever reads the diff in a pager would keep everybody waiting.
            tell_all(written, len(changes), stops)


def day_of(session: Session, on: Period | None, option: str = "--on") -> Period:
    """Give the day on which something happened: as told by an option, else the ledger's today."""
    if on:
        return on
    if session.today_is_set:
        talk(
            _("dated {day}, the `as-of` of zqtrack.toml; {option} gives another day").format(
                day=session.today, option=option
            )
        )
    return exactly(session.today)


def _paths(session: Session, texts: Iterable[str]) -> Sequence[Path]:
    paths: dict[Path, str] = {}
    for text in texts:
        path = project_path(session, text)
        if path in paths:
            raise UsageError(
                _("{text} and {other} mean the same project").format(
                    text=quoted(paths[path]), other=quoted(text)
                )
            )
        paths[path] = text
    return tuple(paths)


def _tell_who(holder: str) -> None:
    """Say which process has the ledger, so that we wait."""
    talk(_("waiting for {process}, which changes the ledger").format(process=holder))


def _tell_all(written: Sequence[tuple[Change, Outcome]], wanted: int, stops: Stops) -> None:
    """Tell every change, even where its diff cannot be shown, or the reader stops it.

    Raises:
        OSError: it could not be shown.
        Stopped: the reader stopped it.
    """
    failure: BaseException | None = None
    for each, outcome in written:
        try:
            if failure is None:
                with stops.let_through():
                    _show(each)
        except (OSError, Stopped) as error:
            failure = error
        _say(each, outcome)
        _warn(each)
    if len(written) < wanted > 1:
        talk(
            _("{number} of {projects} were written").format(
                number=len(written), projects=projects(wanted)
            )
        )
    if failure:
        raise failure


def _show(change: Change) -> None:
    show((diff(str(change.path), change.old, change.new),))
    sys.stdout.flush()  # before anything is said of it


def _say(change: Change, outcome: Outcome) -> None:
    said = _("{sentence}, but the disk did not confirm that it will last")
    doubt = outcome is Outcome.UNCONFIRMED
    talk(said.format(sentence=change.sentence) if doubt else change.sentence)


def _warn(change: Change) -> None:
    for flaw in change.warnings:
        talk(_("warning: {message}").format(message=flaw.message))
        if flaw.hint:
            talk(_("hint: {hint}").format(hint=flaw.hint))
