"""Work on all processors at once, where a process can be divided in two."""

import marshal
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from select import select
from typing import Any, NamedTuple, NoReturn, Protocol

from zqtrack.core.jobs import Job

# More processes than this only wait for the one that takes what they send.
_MOST = 8
_NUMBER, _LENGTH = 4, 8  # bytes
_ROOM = 2**20  # bytes, as much as anybody may ask for
_STOPPING = (signal.SIGINT, signal.SIGTERM)


class Form(Protocol):
    """How results are sent from one process to another."""

    def dumps(self, value: Any, /) -> bytes:
        """Turn a result to bytes."""

    def loads(self, data: bytes | bytearray, /) -> Any:
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
    team: list[_Worker] = []
    try:
        if number:
            # Where there may be no more processes, or files, those that are there do more.
            with suppress(OSError), _undisturbed(), _queue(len(jobs)) as queue:
                for _ in range(number):
                    team.append(_divide(jobs, queue, team, form))
        yield _in_order(jobs, [worker.pipe for worker in team], form)
    finally:
        for worker in team:
            os.close(worker.pipe)
            os.kill(worker.process, signal.SIGKILL)  # one that was stopped would not end
        for worker in team:
            os.waitpid(worker.process, 0)


def processors() -> int:
    """Give how many processes can work for us at once."""
    # Elsewhere a copy of a process costs more than it brings, or is not safe.
    return min(len(os.sched_getaffinity(0)), _MOST) if sys.platform == "linux" else 1


class _Worker(NamedTuple):
    """A copy of this process that does jobs, and the pipe by which it sends their results."""

    process: int
    pipe: int


@contextmanager
def _queue(number: int) -> Iterator[int]:
    """Give a pipe with the numbers of jobs: who reads one does that job, and nobody else."""
    queue, end = os.pipe()
    try:
        with open(end, "wb") as numbers:  # noqa: PTH123 - a pipe
            _widen(end)
            numbers.write(b"".join(at.to_bytes(_NUMBER) for at in range(number)))
        yield queue
    finally:
        os.close(queue)


def _divide(jobs: Sequence[Job], queue: int, others: Sequence[_Worker], form: Form) -> _Worker:
    """Begin a copy of this process that does jobs."""
    ours, theirs = os.pipe()
    _widen(theirs)
    try:
        process = os.fork()
    except OSError:
        os.close(ours)
        os.close(theirs)
        raise
    if process == 0:  # pragma: no cover - in the copy, which ends without a report
        _send(jobs, queue, theirs, [ours, *(worker.pipe for worker in others)], form)
    os.close(theirs)
    return _Worker(process, ours)


def _widen(pipe: int) -> None:
    """Let a pipe take so much that whoever sends seldom waits until somebody asks for it."""
    if sys.platform == "linux":  # pragma: no branch - no process is divided elsewhere
        import fcntl

        with suppress(OSError):  # there is a limit for each user
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _ROOM)


def _send(
    jobs: Sequence[Job], queue: int, pipe: int, foreign: Sequence[int], form: Form
) -> NoReturn:  # pragma: no cover - in the copy
    """Send the results of jobs, and end; what is not sent is done on the other side."""
    try:
        for number in (*_STOPPING, signal.SIGPIPE):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)
        for other in foreign:
            os.close(other)
        with open(pipe, "wb") as sent:
            while taken := os.read(queue, _NUMBER):
                result = form.dumps(jobs[int.from_bytes(taken)]())
                sent.write(taken + len(result).to_bytes(_LENGTH) + result)
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


def _in_order(jobs: Sequence[Job], pipes: list[int], form: Form) -> Iterator[Any]:
    """Give the results of jobs in their order; what nobody has sent is done here."""
    sent: dict[int, bytearray] = {}
    for at, job in enumerate(jobs):
        while at not in sent and pipes:
            for pipe in select(pipes, (), ())[0]:
                head = _read(pipe, _NUMBER + _LENGTH)
                result = _read(pipe, int.from_bytes(head[_NUMBER:])) if head else None
                if head and result:
                    sent[int.from_bytes(head[:_NUMBER])] = result
                else:  # it has done all, or died
                    pipes.remove(pipe)
        # It comes from our own process.
        yield form.loads(sent.pop(at)) if at in sent else job()


def _read(pipe: int, length: int) -> bytearray | None:
    """Read so many bytes; None if there are fewer."""
    data = bytearray(length)
    view, done = memoryview(data), 0
    while done < length and (read := os.readv(pipe, [view[done:]])):
        done += read
    return data if done == length else None
