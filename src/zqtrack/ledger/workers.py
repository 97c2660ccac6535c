"""Work on all processors at once, where a process can be divided in two."""

import marshal
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO, NoReturn, Protocol

from zqtrack.core.jobs import Job

# More processes than this only wait for the one that takes what they send.
_MOST = 8
_LENGTH = 8
_ROOM = 2**20  # bytes, as much as anybody may ask for
_STOPPING = (signal.SIGINT, signal.SIGTERM)


class Form(Protocol):
    """How results are sent from one process to another."""

    def dumps(self, value: Any, /) -> bytes:
        """Turn a result to bytes."""

    def loads(self, data: bytes, /) -> Any:
        """Turn them back."""


@contextmanager
def results(jobs: Sequence[Job], *, divide: bool, form: Form = marshal) -> Iterator[Iterator[Any]]:
    """Do every job while the block lasts, and give the results in the order of the jobs.

    Args:
        jobs: what to do; nothing that a job changes can be seen afterwards.
        divide: whether there is so much to do that other processes are worth it. These begin
            at once; what is done here is done when it is asked for.
        form: how the results are sent: ``marshal`` is quick, but for plain values only.
    """
    number = min(processors(), len(jobs)) if divide and processors() > 1 else 0
    workers: list[tuple[int, BinaryIO]] = []
    try:
        if number:
            with (
                suppress(OSError),
                _undisturbed(),
            ):  # where there may be no more processes, or files
                for at in range(number):
                    workers.append(_divide(jobs[at::number], workers, form))
        yield (
            _received(workers[at % number][1], job, form)
            if number and at % number < len(workers)
            else job()
            for at, job in enumerate(jobs)
        )
    finally:
        for worker, pipe in workers:
            pipe.close()
            os.kill(worker, signal.SIGKILL)  # one that was stopped would let us wait for ever
        for worker, _ in workers:
            os.waitpid(worker, 0)


def processors() -> int:
    """Give how many processes can work for us at once."""
    # Elsewhere a copy of a process costs more than it brings, or is not safe.
    return min(len(os.sched_getaffinity(0)), _MOST) if sys.platform == "linux" else 1


def _divide(
    jobs: Sequence[Job], others: Sequence[tuple[int, BinaryIO]], form: Form
) -> tuple[int, BinaryIO]:
    """Begin a copy of this process that does some of the jobs; give its number and its results."""
    ours, theirs = os.pipe()
    _widen(theirs)
    try:
        worker = os.fork()
    except OSError:
        os.close(ours)
        os.close(theirs)
        raise
    if worker == 0:  # pragma: no cover - in the copy, which ends without a report
        _send(jobs, theirs, [ours, *(pipe.fileno() for _, pipe in others)], form)
    os.close(theirs)
    return worker, open(ours, "rb")  # noqa: PTH123 - a pipe, which the caller closes


def _widen(pipe: int) -> None:
    """Let a pipe take so much that whoever sends seldom waits until somebody asks for it."""
    if sys.platform == "linux":
        import fcntl

        with suppress(OSError):  # there is a limit for each user
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _ROOM)


def _send(
    jobs: Sequence[Job], pipe: int, foreign: Sequence[int], form: Form
) -> NoReturn:  # pragma: no cover - in the copy
    """Send the result of each job, and end; what is not sent is done on the other side."""
    try:
        for number in (*_STOPPING, signal.SIGPIPE):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)
        for other in foreign:
            os.close(other)
        with open(pipe, "wb") as sent:
            for job in jobs:
                result = form.dumps(job())
                sent.write(len(result).to_bytes(_LENGTH) + result)
                sent.flush()
    finally:
        os._exit(0)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let a signal wait: a copy that got one at once would do and say what this process does."""
    # Were it ignored, as it was by whoever started us, a copy could not be waited for.
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _received(pipe: BinaryIO, job: Job, form: Form) -> Any:
    """Give what a worker sent of a job; if it has died, do it here."""
    length = int.from_bytes(pipe.read(_LENGTH))
    result = pipe.read(length)
    whole = length and len(result) == length
    return form.loads(result) if whole else job()  # it comes from our own process
