"""What every command begins with: the ledger, its settings, the day, its projects."""

import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeAlias

from zqtrack.cli.declare import Context
from zqtrack.cli.progress import progress
from zqtrack.core.columns import View
from zqtrack.core.filters import Filter
from zqtrack.core.matching import match
from zqtrack.core.naming import ID
from zqtrack.core.project import Project, seen_on
from zqtrack.core.rows import Rows
from zqtrack.core.settings import Settings
from zqtrack.errors import LedgerNotFound
from zqtrack.language import _
from zqtrack.ledger.batches import Tell
from zqtrack.ledger.config import load_settings
from zqtrack.ledger.contents import Contents, Held, read_contents, read_names, read_rows
from zqtrack.ledger.store import (
    ReadFile,
    find_ledger,
    open_ledger,
    path_of,
    read_file,
)
from zqtrack.output.streams import talk
from zqtrack.output.text import files


class Session(NamedTuple):
    """One run of one command.

    Attributes:
        root: the folder of the ledger.
        settings: its settings.
        today: the ledger's today: its ``as-of``, else the clock's.
        today_is_set: whether that is its ``as-of``.
    """

    root: Path
    settings: Settings
    today: date
    today_is_set: bool

    @property
    def real_today(self) -> date:
        """The clock's today: what lies after it has not happened, whatever the ledger's is."""
        return clock()


class Loaded(NamedTuple, Generic[Held]):
    """The projects of a ledger.

    Attributes:
        projects: every project that could be read and may be wanted.
        read: how many files were read.
        left_out: how many of them are no project, because something in them is wrong.
    """

    projects: Held
    read: int
    left_out: int


#: Projects one by one.
LoadedProjects: TypeAlias = Loaded[Sequence[Project]]


def clock() -> date:
    """Give today: the one place where the program knows the clock."""
    return date.today()  # noqa: DTZ011 - an office's day is the day on its wall


def ledger_root(folder: Path | None) -> Path:
    """Give the ledger that ``--ledger``, ``ZQTRACK_LEDGER`` or the working directory means.

    Raises:
        LedgerNotFound: there is none.
    """
    named = folder or (Path(env) if (env := os.environ.get("ZQTRACK_LEDGER")) else None)
    return _as_typed(open_ledger(named) if named else find_ledger(_working_directory()))


def open_session(context: Context) -> Session:
    """Find the ledger and read its settings.

    Raises:
        LedgerNotFound: there is none.
        BadSettings: its ``zqtrack.toml`` cannot be used.
    """
    root = ledger_root(context.ledger)
    settings = load_settings(root)
    return Session(root, settings, settings.as_of or clock(), settings.as_of is not None)


def load(session: Session, wanted: Filter | None = None) -> LoadedProjects:
    """Read the projects of the ledger, in the order of ids: at least all that a filter selects."""
    tests = wanted.tests if wanted else ()
    return load_by(lambda tell: read_contents(session.root, tests, tell))


def load_rows(session: Session, day: date) -> Loaded[Rows]:
    """Read the projects of the ledger as they were on a day, in no order."""
    return load_by(lambda tell: read_rows(session.root, day, session.settings.limits, tell))


def load_by(read: Callable[[Tell], Contents[Held]]) -> Loaded[Held]:
    """Read the projects of the ledger in some form, and tell of the progress."""
    with progress(_("reading the ledger")) as tell:
        contents = read(tell)
    return Loaded(contents.projects, contents.read, contents.read - contents.readable)


def project_file(session: Session, text: str) -> ReadFile:
    """Read the file of the project that a text means: see ``project_path``.

    Raises:
        ProjectNotFound: the text means none or several.
    """
    return read_file(str(project_path(session, text)))


def project_path(session: Session, text: str) -> Path:
    """Find the file of the project that a text means: its file, its id, or a part of id or name.

    Of a whole id no file is read, so that it takes as long in a large ledger as in a small one.

    Raises:
        ProjectNotFound: the text means none or several.
    """
    id_ = Path(text).stem.lower() if text.endswith(".toml") else text.lower()
    whole = path_of(session.root, id_)
    if ID.fullmatch(id_) and os.path.lexists(whole):
        return whole
    with progress(_("reading the ledger")) as tell:
        return path_of(session.root, match(text, sorted(read_names(session.root, tell))))


def views(loaded: LoadedProjects, wanted: Filter, day: date, settings: Settings) -> Sequence[View]:
    """Give the projects that a filter selects, as they were on a day."""
    seen = (View(seen_on(project, day), day, settings.limits) for project in loaded.projects)
    return [view for view in seen if wanted.matches(view)]


def finish(loaded: Loaded[Any]) -> None:
    """End a command that showed projects: say what was left out, and exit with 1 if anything was.

    Raises:
        SystemExit: something was left out.
    """
    if loaded.left_out:
        said = _("{number:,} of {files} left out, see zqtrack validate")
        talk(said.format(number=loaded.left_out, files=files(loaded.read)))
        sys.exit(1)


def _working_directory() -> Path:
    try:
        return Path.cwd()
    except OSError as error:  # it was deleted, say
        message = _("the working directory cannot be used: {reason}").format(
            reason=_(error.strerror or "")
        )
        raise LedgerNotFound(message, _("go to a ledger, or name one with -C FOLDER")) from None


def _as_typed(root: Path) -> Path:
    """Give a path as a user in the working directory would type it."""
    try:
        relative = os.path.relpath(root)
    except OSError:  # there is no working directory any more
        return root
    return root if relative.startswith("..") else Path(relative)
