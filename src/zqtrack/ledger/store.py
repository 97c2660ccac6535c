"""The files of a ledger: where they are, and what each of them holds."""

import os
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from zqtrack.core.findings import Flaw
from zqtrack.core.naming import ID, RULE
from zqtrack.core.project import Project
from zqtrack.core.reading import read_project
from zqtrack.errors import LedgerNotFound, ZqtrackError
from zqtrack.language import _
from zqtrack.ledger.disk import IsLink, TooLarge, Unreadable, read_bytes, read_no_link
from zqtrack.ledger.signatures import Signature, signature_of
from zqtrack.ledger.syntax import BEYOND_LIMITS, UNREADABLE, NotParsed, parse

BAD_ID = "ZQ006"
FOLDER = "projects"
CONFIG = "zqtrack.toml"
SUFFIX = ".toml"
_ENDING = len(SUFFIX)


class Listing:
    """What stands for projects under ``projects/``, sorted out when that is asked."""

    def __init__(self, root: Path, names: list[str]) -> None:
        """Take all names in the folder of a ledger."""
        self._folder = str(root / FOLDER)
        self._names = names

    @cached_property
    def ids(self) -> list[str]:
        """The stems of the names that files of projects have; hidden files do not."""
        return [
            name[:-_ENDING] for name in self._names if name[0] != "." and name.endswith(SUFFIX)
        ]

    @cached_property
    def others(self) -> list[str]:
        """The paths of what has another name, but would be taken for a project.

        Such is a folder when its name or a file in it ends in ``.toml``, so that it can be said
        to be left out.
        """
        paths = (f"{self._folder}{os.sep}{name}" for name in self._strange)
        return list(filter(_stands_for_projects, paths))

    @property
    def plain(self) -> bool:
        """Whether there is nothing but files of projects, and hidden ones."""
        return not self._strange

    @cached_property
    def sum(self) -> int:
        """A sum of all names in their order: the same as long as they are."""
        return crc32(os.fsencode("/".join(self._names)))

    @cached_property
    def _strange(self) -> list[str]:
        if len(self.ids) == len(self._names):  # as nearly always
            return []
        return [name for name in self._names if name[0] != "." and not name.endswith(SUFFIX)]


class ReadFile(NamedTuple):
    """What one file under ``projects/`` gave.

    Attributes:
        path: the file.
        id: the stem of its name.
        source: its bytes; empty where it could not be read.
        project: the project, or None where something is wrong in the file.
        flaws: what is wrong, where its place follows from a key.
        not_parsed: what is wrong, where the file is no TOML at all.
    """

    path: str
    id: str
    source: bytes
    project: Project | None = None
    flaws: tuple[Flaw, ...] = ()
    not_parsed: NotParsed | None = None


def find_ledger(start: Path) -> Path:
    """Find the ledger that a folder belongs to, like git: here, or in the nearest folder above.

    Raises:
        LedgerNotFound: no folder from there to the root holds ``projects/``.
    """
    start = start.absolute()
    for folder in (start, *start.parents):
        if _is_ledger(folder):
            return folder
    raise LedgerNotFound(
        _("no ledger here: neither {folder} nor a folder above it holds `projects/`").format(
            folder=start
        ),
        _("go to a ledger, name one with -C FOLDER, or begin one with: mkdir projects"),
    )


def open_ledger(folder: Path) -> Path:
    """Take a folder that somebody named as a ledger.

    Raises:
        LedgerNotFound: it holds no ``projects/``.
    """
    if not _is_ledger(folder):
        raise LedgerNotFound(
            _("{folder} is no ledger: it holds no `projects/`").format(folder=folder),
            f"mkdir {folder / FOLDER}",
        )
    return folder


def read_all(root: Path) -> Iterator[ReadFile]:
    """Read every project file of a ledger, in the order of their ids, one at a time."""
    for path in project_paths(root):
        yield read_file(path)


def project_paths(root: Path) -> list[str]:
    """Give the paths of what stands for a project under ``projects/``, sorted."""
    listing = list_files(root)
    return sorted([*paths_of(root, listing.ids), *listing.others])


def list_files(root: Path) -> Listing:
    """List what stands under ``projects/``.

    Raises:
        LedgerNotFound: the folder is closed to us.
    """
    folder = str(root / FOLDER)
    try:
        names = os.listdir(folder)  # noqa: PTH208 - names only
        os.stat(f"{folder}{os.sep}.")  # noqa: PTH116 - whether what has these names can be reached
    except OSError as error:
        raise _closed(root, error) from None
    return Listing(root, names)


def read_file(path: str) -> ReadFile:
    """Read one file; whatever is wrong with it is in the answer."""
    id_ = _id_of(path)
    try:
        source, _status = _source_of(path, id_)
    except NotParsed as error:
        return ReadFile(path, id_, b"", not_parsed=error)
    return read_source(path, id_, source)


def read_source(path: str, id_: str, source: bytes) -> ReadFile:
    """Read the bytes of one file."""
    try:
        data = parse(source)
    except NotParsed as error:
        return ReadFile(path, id_, source, not_parsed=error)
    project, flaws = read_project(id_, data)
    return ReadFile(path, id_, source, project, flaws)


def read_data(path: str) -> tuple[str, dict[str, Any], Signature | None]:
    """Read what is in one file, of which nobody knows yet whether it is a project.

    Returns:
        The id, what a TOML parser gave, and the signature that the file had before it was read;
        None where a link was followed.

    Raises:
        NotParsed: it is no file of the ledger, or no TOML.
    """
    id_ = _id_of(path)
    source, status = _source_of(path, id_)
    return id_, parse(source), signature_of(status) if status else None


def _id_of(path: str) -> str:
    return os.path.basename(path).removesuffix(SUFFIX)  # noqa: PTH119 - one of 100,000


def _source_of(path: str, id_: str) -> tuple[bytes, os.stat_result | None]:
    if not path.endswith(SUFFIX) or not ID.fullmatch(id_):
        raise _left_out(path, _bad_name())
    try:
        return _read(path)
    except Unreadable as error:
        raise _left_out(path, unreadable(error)) from None


def _read(path: str) -> tuple[bytes, os.stat_result | None]:
    try:
        return read_no_link(path)
    except IsLink:
        _refuse_link_out(Path(path))
        return read_bytes(path), None


def _refuse_link_out(link: Path) -> None:
    """Refuse a link that leads out of the ledger: a finding would show a line of any file."""
    if link.exists() and not link.resolve().is_relative_to(link.parent.parent.resolve()):
        raise Unreadable(_("is a link that leads out of the ledger"))


def project_in(file: ReadFile) -> Project:
    """Give the project that a file holds.

    Raises:
        ZqtrackError: something in the file is wrong.
    """
    if file.project:
        return file.project
    reason = str(file.not_parsed or file.flaws[0].message)
    hint = _("zqtrack validate {path} shows where").format(path=file.path)
    raise ZqtrackError(
        _("{path} cannot be used: {reason}").format(path=file.path, reason=reason), hint
    )


def paths_of(root: Path, ids: Iterable[str]) -> list[str]:
    """Give the paths of many projects' files."""
    folder = str(root / FOLDER)
    return [f"{folder}{os.sep}{id_}{SUFFIX}" for id_ in ids]


def path_of(root: Path, id_: str) -> Path:
    """Give the path of a project's file."""
    return root / FOLDER / f"{id_}{SUFFIX}"


def unreadable(error: Unreadable) -> NotParsed:
    """Say why a file cannot be read."""
    code = BEYOND_LIMITS if isinstance(error, TooLarge) else UNREADABLE
    return NotParsed.whole(
        code, _("the file {reason}").format(reason=error), _("mend it, or move it away")
    )


def _is_ledger(folder: Path) -> bool:
    # Path.is_dir would raise where a folder is closed to us.
    return os.path.isdir(folder / FOLDER)  # noqa: PTH112 - see above


def _closed(root: Path, error: OSError) -> LedgerNotFound:
    message = _("{path} cannot be read: {reason}").format(
        path=root / FOLDER, reason=_(error.strerror or "")
    )
    return LedgerNotFound(message, _("ask its owner for permission"))


def _stands_for_projects(path: str) -> bool:
    """Whether somebody might take what has another name for the file of a project."""
    if path.lower().endswith(SUFFIX):
        return True
    # A link to a folder is none of ours.
    return not os.path.islink(path) and _holds_projects(path)  # noqa: PTH114 - a str path


def _holds_projects(folder: str) -> bool:
    try:
        return any(name.lower().endswith(SUFFIX) for name in os.listdir(folder))  # noqa: PTH208 - names only
    except OSError:  # closed to us, so whatever is in it was not put there for us
        return False


def _left_out(path: str, reason: NotParsed) -> NotParsed:
    if not os.path.isdir(path):  # noqa: PTH112 - a str path
        return reason
    hint = _("only files directly in projects/ are read: move those in it there")
    return NotParsed.whole(UNREADABLE, _("this is a folder"), hint)


def _bad_name() -> NotParsed:
    hint = _("call it such as gcl-zhaoqing.toml: {rule}").format(rule=_(RULE))
    return NotParsed.whole(BAD_ID, _("the name of the file is no id"), hint)
