"""Reading files that may be anything, and replacing them so that no byte is ever lost.

All system calls go through the attributes of ``os``, some by way of ``Path``, so that a test can
let each of them fail.
"""

import errno
import os
import re
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path

from zqtrack.errors import EditRefused, LedgerBusy, WriteFailed
from zqtrack.language import _, later

LOCK = ".zqtrack.lock"

#: The largest file that is read or written, in bytes.
LIMIT = 1 << 20

# Windows lacks some of these. A named pipe must not make us wait, nor a terminal become ours.
_FLAGS = (
    getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_READ = os.O_RDONLY | _FLAGS
_WRITE = os.O_RDWR | os.O_CREAT | _NO_LINK | _FLAGS
_NEW = _WRITE | os.O_EXCL

_KINDS = (
    (stat.S_ISDIR, later("is a folder")),
    (stat.S_ISFIFO, later("is a named pipe")),
    (stat.S_ISCHR, later("is a device")),
    (stat.S_ISBLK, later("is a device")),
    (stat.S_ISSOCK, later("is a socket")),
)

# The names of our temporary files: with a dot, so that none is taken for a project.
_TEMPORARY = re.compile(r"\.zqtrack-[0-9a-f]{16}\.tmp")
# Where they may lie: in the ledger's folder, and in that of its projects.
_FOLDERS = ("", "projects")

# Seconds to wait for the lock. A change takes milliseconds, but on a slow disk a dozen of them
# may stand in line, and a script that gives up loses what it was told. A person is told who is
# waited for, and may give up any time.
_PATIENCE = 60.0
# Seconds after which that is told.
_TOLD_AFTER = 2.0
# Seconds before a busy lock is tried again, at first and in the end.
_PAUSE, _SHORT_PAUSE = 0.04, 0.001

# The lock's file holds the holder's process id, blanks when it has ended in good order, and behind
# it "w" when somebody waits.
_AT_WANTED = 11
_IN_ORDER = b" " * (_AT_WANTED - 1) + b"\n"

if sys.platform == "win32":  # pragma: no cover - needs Windows
    import msvcrt

    def _try_to_lock(handle: int) -> None:
        # A locked byte cannot be read by others: lock one far behind the process id.
        os.lseek(handle, LIMIT, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try_to_lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Unreadable(ValueError):
    """A file that cannot be read. Its text says why, to follow a name: "is a folder"."""


class IsLink(Unreadable):
    """A link, where none is followed."""


class TooLarge(Unreadable):
    """A file that has more bytes than a file of a ledger may have."""


class Outcome(Enum):
    """How a write ended. Anything worse is an exception, which says what is in place."""

    UNCHANGED = "nothing had to change"
    CHANGED = "changed"
    UNCONFIRMED = "changed, but the disk did not confirm that it will last"


def read_bytes(path: str | Path, *, limit: int = LIMIT) -> bytes:
    """Read a regular file, in bounded time and memory whatever stands at its path.

    Raises:
        Unreadable: it is no regular file, larger than ``limit`` bytes, or closed to us.
    """
    try:
        handle = os.open(path, _READ)
    except OSError as error:
        raise Unreadable(_why_not_opened(path, error)) from None
    return _read_and_close(handle, limit)[0]


def read_no_link(path: str) -> tuple[bytes, os.stat_result]:
    """Read a regular file as ``read_bytes`` does, but follow no link.

    Returns:
        Its bytes, and its state before they were read.

    Raises:
        IsLink: it is a link.
        Unreadable: it is no regular file, larger than ``LIMIT`` bytes, or closed to us.
    """
    try:
        handle = _open_no_link(path)
    except OSError as error:
        raise Unreadable(_why_not_opened(path, error)) from None
    return _read_and_close(handle, LIMIT)


@contextmanager
def ledger_lock(
    root: Path, *, timeout: float = _PATIENCE, tell: Callable[[str], object] = str
) -> Iterator[None]:
    """Have the ledger to oneself among all the processes that write to it, and in good order.

    The lock's file is never deleted: another process may wait for this very file. The lock ends
    with the process, however that ends; temporary files that one left behind are taken away by the
    next. It does not nest.

    Args:
        root: the ledger's folder.
        timeout: how long to wait, in seconds.
        tell: is told once who has it, such as "process 1234", when that takes some time.

    Raises:
        LedgerBusy: another process had it all the time; the message has its id.
        WriteFailed: there can be no lock here; nothing was changed.
    """
    try:
        handle = os.open(root / LOCK, _WRITE, 0o666)
    except OSError as error:
        message = _("cannot write to the ledger in {root}: {reason}; nothing was changed").format(
            root=root, reason=_reason(error)
        )
        raise WriteFailed(
            message, _("see who may write to that folder and to {file} in it").format(file=LOCK)
        ) from None
    wanted = False
    try:
        _acquire(handle, root, timeout, tell)
        try:
            yield
        finally:
            wanted = _is_wanted(handle)
            _write_at(handle, 0, _IN_ORDER)
    finally:
        with suppress(OSError):  # the lock goes all the same
            os.close(handle)
    if wanted:  # a loop that takes it again at once would leave nothing to those who wait
        time.sleep(_PAUSE)


def replace_bytes(path: Path, old: bytes, new: bytes, *, root: Path) -> Outcome:
    """Put new bytes in the place of old ones, all or none. The caller holds the lock.

    The file keeps its mode and, where we may give it, its owner. A symbolic link within the
    ledger stays, and the file it leads to is replaced.

    Args:
        path: the file.
        old: what the file held when it was read.
        new: what it shall hold.
        root: the ledger's folder.

    Raises:
        EditRefused: the file no longer holds ``old``, or must not be replaced.
        WriteFailed: the disk refused; the message says what is in place.
    """
    if new == old:
        return Outcome.UNCHANGED
    name = _name(path, root)
    _check_size(new, name)
    target = _within(path, root, name)
    if _read_again(target, name) != old:
        raise EditRefused(
            _("{name} changed on disk meanwhile; nothing was written").format(name=name),
            _("run the command again"),
        )
    try:
        status = _check_replaceable(target, name)
        with _temporary(target.parent, new, status) as temporary:
            temporary.replace(target)
    except OSError as error:
        return _after_failure(target, old, new, _failure(name, error))
    return _confirm(target.parent)


def create_bytes(path: Path, new: bytes, *, root: Path) -> Outcome:
    """Make a new file, whole or not at all; never in place of another. The caller holds the lock.

    Args:
        path: the file.
        new: what it shall hold.
        root: the ledger's folder.

    Raises:
        EditRefused: something stands there already; nothing was changed.
        WriteFailed: the disk refused; the message says what is in place.
    """
    name = _name(path, root)
    _check_size(new, name)
    target = _within(path.parent, root, name) / path.name
    try:
        with _temporary(target.parent, new, None) as temporary:
            _link(temporary, target)
    except FileExistsError:
        raise EditRefused(
            _("{name} exists already; nothing was written").format(name=name)
        ) from None
    except OSError as error:
        return _after_failure(target, None, new, _failure(name, error))
    return _confirm(target.parent)


def save_bytes(path: Path, new: bytes, *, replace: bool) -> Outcome:
    """Write a file that is no part of a ledger, wherever it is, whole or not at all.

    A symbolic link stays, and the file it leads to is written. A file that is replaced keeps its
    mode and, where we may give it, its owner; its other names keep the old bytes.

    Args:
        path: the file.
        new: what it shall hold, of any size.
        replace: whether it may take the place of another file.

    Raises:
        FileExistsError: it may not, and there is another one; nothing was changed.
        WriteFailed: something else than a file is there, or the disk refused; nothing was changed.
    """
    name = f"`{path}`"
    try:
        target = Path(os.path.realpath(path))
        status = target.stat() if os.path.lexists(target) else None
        if status and not stat.S_ISREG(status.st_mode):
            reason = _kind(status.st_mode) or _("is no regular file")
            raise WriteFailed(_("{file} {reason}").format(file=name, reason=reason))
        if status and _holds(target, new):
            return Outcome.UNCHANGED
        with _temporary(target.parent, new, status) as temporary:
            if replace:
                temporary.replace(target)
            else:
                _link(temporary, target)
    except FileExistsError:
        raise
    except OSError as error:
        raise WriteFailed(
            _("{failure}; nothing was changed").format(failure=_failure(name, error))
        ) from None
    return _confirm(target.parent)


# --- reading ------------------------------------------------------------------------------------


def _holds(path: Path, whole: bytes) -> bool:
    """Say whether a file holds these bytes; of one that cannot be read, no."""
    try:
        return read_bytes(path, limit=len(whole)) == whole
    except Unreadable:
        return False


def _open_no_link(path: str) -> int:
    """Open what is no link; where the system itself refuses links, nothing else is asked."""
    try:
        if not _NO_LINK and os.path.islink(path):  # noqa: PTH114 - one of 100,000
            raise IsLink
        return os.open(path, _READ | _NO_LINK)
    except OSError:  # each system has an error of its own for that
        if os.path.islink(path):  # noqa: PTH114 - likewise
            raise IsLink from None
        raise


def _read_and_close(handle: int, limit: int) -> tuple[bytes, os.stat_result]:
    try:
        return _read_regular(handle, limit)
    except OSError as error:
        raise Unreadable(_("cannot be read: {reason}").format(reason=_reason(error))) from None
    finally:
        try:  # noqa: SIM105 - one of 100,000 files, and suppress takes as long as closing
            os.close(handle)
        except OSError:  # we have the bytes
            pass


def _read_regular(handle: int, limit: int) -> tuple[bytes, os.stat_result]:
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        raise Unreadable(_kind(status.st_mode) or _("is no regular file"))
    # One byte more than there should be tells in one call that there are no more.
    read = os.read(handle, min(status.st_size, limit) + 1)
    if len(read) != status.st_size:
        read += _read_rest(handle, limit - len(read))
    if len(read) > limit:
        raise TooLarge(_("is larger than {limit:g} MiB").format(limit=limit / (1 << 20)))
    return read, status


def _read_rest(handle: int, limit: int) -> bytes:
    """Read on to the end of the file, or to the first byte beyond the limit."""
    pieces = []
    while limit >= 0 and (piece := os.read(handle, limit + 1)):
        pieces.append(piece)
        limit -= len(piece)
    return b"".join(pieces)


def _kind(mode: int) -> str | None:
    return next((_(reason) for is_kind, reason in _KINDS if is_kind(mode)), None)


def _why_not_opened(path: str | Path, error: OSError) -> str:
    if error.errno == errno.ENOENT:
        return _("is a link to nothing") if Path(path).is_symlink() else _("does not exist")
    if error.errno == errno.ELOOP:
        return _("is a link that leads in a circle")
    try:
        kind = _kind(Path(path).stat().st_mode)  # a socket; on Windows a folder
    except OSError:
        kind = None
    return kind or _("cannot be opened: {reason}").format(reason=_reason(error))


def _reason(error: OSError) -> str:
    text = _(error.strerror or str(error))
    return text[:1].lower() + text[1:]


# --- the lock -----------------------------------------------------------------------------------


def _acquire(handle: int, root: Path, timeout: float, tell: Callable[[str], object]) -> None:
    begun = time.monotonic()
    told = False
    while not _is_ours(handle, root):
        waited = time.monotonic() - begun
        if waited >= timeout:
            message = _("the ledger is in use by {holder}; waited {timeout:g} s for it").format(
                holder=_holder(handle), timeout=timeout
            )
            raise LedgerBusy(message, _("try again when that has finished, or end it"))
        if waited >= _TOLD_AFTER and not told:
            told = True
            tell(_holder(handle))
        _write_at(handle, _AT_WANTED, b"w")
        # Who has waited longer tries more often, so that newcomers do not always win.
        time.sleep(max(_SHORT_PAUSE, _PAUSE * (1 - waited / timeout) ** 2))
    in_order = _read_at(handle, 0, _AT_WANTED) == _IN_ORDER
    _write_at(handle, 0, f"{os.getpid():<{_AT_WANTED - 1}}\n ".encode())
    if not in_order:
        for folder in _FOLDERS:
            _sweep(root / folder)


def _sweep(folder: Path) -> None:
    """Take away the temporary files that killed commands left: nobody else writes now."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _TEMPORARY.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with suppress(OSError):
                    Path(entry.path).unlink()


def _is_wanted(handle: int) -> bool:
    return _read_at(handle, _AT_WANTED, 1) == b"w"


def _is_ours(handle: int, root: Path) -> bool:
    try:
        _try_to_lock(handle)
    except OSError as error:
        if error.errno in {errno.EAGAIN, errno.EACCES, errno.EDEADLK}:
            return False
        message = _("cannot lock the ledger in {root}: {reason}; nothing was changed").format(
            root=root, reason=_reason(error)
        )
        raise WriteFailed(message, _("keep the ledger on a disk that can lock files")) from None
    return True


def _holder(handle: int) -> str:
    process = _read_at(handle, 0, _AT_WANTED).strip()
    # It may have had no time, or no room, to write its id.
    return (
        _("process {number}").format(number=int(process))
        if process.isdigit()
        else _("another process")
    )


# What the lock's file says helps those who wait, and no more: no error there stops any work.


def _write_at(handle: int, offset: int, text: bytes) -> None:
    with suppress(OSError):
        os.lseek(handle, offset, os.SEEK_SET)
        os.write(handle, text)


def _read_at(handle: int, offset: int, size: int) -> bytes:
    with suppress(OSError):
        os.lseek(handle, offset, os.SEEK_SET)
        return os.read(handle, size)
    return b""


# --- writing ------------------------------------------------------------------------------------


def _name(path: Path, root: Path) -> str:
    return f"`{path.relative_to(root) if path.is_relative_to(root) else path}`"


def _check_size(new: bytes, name: str) -> None:
    if len(new) > LIMIT:
        raise EditRefused(
            _("{name} would be larger than 1 MiB, the most that is read").format(name=name)
        )


def _within(path: Path, root: Path, name: str) -> Path:
    """Follow symbolic links, but not out of the ledger."""
    try:
        target = Path(os.path.realpath(path, strict=True))
        inside = target.is_relative_to(os.path.realpath(root, strict=True))
    except OSError as error:
        reason = _why_not_opened(path, error)
        raise EditRefused(
            _("{name} cannot be written: {path} {reason}").format(
                name=name, path=path, reason=reason
            )
        ) from None
    if not inside:
        message = _("{name} leads out of the ledger, to {target}; nothing was changed").format(
            name=name, target=target
        )
        raise EditRefused(message, _("put the file itself in the place of the link"))
    return target


def _read_again(target: Path, name: str) -> bytes:
    try:
        return read_bytes(target)
    except Unreadable as error:
        raise EditRefused(
            _("{name} {reason}; nothing was changed").format(name=name, reason=error)
        ) from None


def _check_replaceable(target: Path, name: str) -> os.stat_result:
    status = target.stat()
    if status.st_nlink > 1:
        _drop_leftovers(target.parent, status)
        status = target.stat()
    if status.st_nlink > 1:
        message = _(
            "{name} has a second name (a hard link), which would keep the old text"
        ).format(name=name)
        raise EditRefused(
            message, _("find it with: find . -samefile {target}").format(target=target)
        )
    if not (status.st_mode & stat.S_IWUSR and os.access(target, os.W_OK)):
        raise EditRefused(
            _("{name} is write-protected; nothing was changed").format(name=name),
            f"chmod u+w {target}",
        )
    return status


def _drop_leftovers(folder: Path, status: os.stat_result) -> None:
    """Take away the temporary name that a killed ``create_bytes`` may have left to its file."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if _TEMPORARY.fullmatch(entry.name) and entry.inode() == status.st_ino:
                Path(entry.path).unlink()


@contextmanager
def _temporary(folder: Path, new: bytes, status: os.stat_result | None) -> Iterator[Path]:
    """Give a file beside the target that holds the new bytes, on disk for sure.

    It is gone afterwards, unless it was renamed.
    """
    path = folder / f".zqtrack-{os.urandom(8).hex()}.tmp"
    try:
        handle = os.open(path, _NEW, 0o600 if status else 0o666)
        try:
            _write_all(handle, new)
            if status:
                _take_after(handle, status)
            os.fsync(handle)
            _check_written(handle, new)
        finally:
            os.close(handle)
        yield path
    finally:
        with suppress(OSError):
            path.unlink()


def _write_all(handle: int, new: bytes) -> None:
    left = memoryview(new)
    while left:
        written = os.write(handle, left)
        if written == 0:
            raise OSError(errno.EIO, _("the disk takes no more bytes"))
        left = left[written:]


def _take_after(handle: int, status: os.stat_result) -> None:
    """Give a file the owner and the mode of another."""
    if sys.platform == "win32":  # pragma: no cover - Windows inherits both from the folder
        return
    with suppress(PermissionError):  # only root may give files away
        os.fchown(handle, status.st_uid, status.st_gid)
    os.fchmod(handle, stat.S_IMODE(status.st_mode))


def _check_written(handle: int, new: bytes) -> None:
    os.lseek(handle, 0, os.SEEK_SET)
    if _read_rest(handle, len(new)) != new:
        raise OSError(errno.EIO, _("what was written reads back differently"))


def _link(temporary: Path, target: Path) -> None:
    """Give a file its name, but only a name that is free.

    Raises FileExistsError: it is not free.
    """
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links: take the name first, then replace what it names
        os.close(os.open(target, _NEW, 0o666))
        try:
            temporary.replace(target)
        except BaseException:
            target.unlink()
            raise


def _failure(name: str, error: OSError) -> str:
    return _("{name} could not be written: {reason}").format(name=name, reason=_reason(error))


def _after_failure(target: Path, old: bytes | None, new: bytes, failure: str) -> Outcome:
    """Look what is in place: a call may fail and yet have been carried out."""
    try:
        found: bytes | None = read_bytes(target)
    except Unreadable:
        found = None
    if found == new:
        return Outcome.UNCONFIRMED
    if found == old:
        raise WriteFailed(_("{failure}; nothing was changed").format(failure=failure))
    raise WriteFailed(
        _("{failure}; look at the file before you go on: it is not as it was").format(
            failure=failure
        )
    )


def _confirm(folder: Path) -> Outcome:
    """Have the disk confirm a new name in a folder."""
    if sys.platform == "win32":  # pragma: no cover - Windows cannot do it
        return Outcome.CHANGED
    try:
        handle = os.open(folder, _READ)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError:
        return Outcome.UNCONFIRMED
    return Outcome.CHANGED
