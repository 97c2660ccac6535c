"""The results come in order, whoever works and whatever becomes of them."""

import errno
import os
import pickle
import signal
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from zqtrack.core.jobs import Job
from zqtrack.core.record import field, record
from zqtrack.ledger import workers
from zqtrack.ledger.workers import processors


@pytest.fixture(autouse=True)
def _two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "processors", lambda: 2)


def jobs(number: int, work: Callable[[int], object]) -> list[Callable[[], object]]:
    return [partial(work, at) for at in range(number)]


def results(all_jobs: Sequence[Job], *, divide: bool) -> list[Any]:
    with workers.results(all_jobs, divide=divide) as given:
        return list(given)


def who(at: int) -> tuple[int, int]:
    return at, os.getpid()


@record()
class Later:
    """Something that is no plain value."""

    at: int
    by: int = field(factory=os.getpid)


needs_division = pytest.mark.skipif(sys.platform != "linux", reason="processes are not divided")


def test_without_division_this_process_does_it_all() -> None:
    assert results(jobs(3, who), divide=False) == [(at, os.getpid()) for at in range(3)]


@needs_division
def test_several_processes_give_their_results_in_order() -> None:
    def slowly(at: int) -> tuple[int, int]:
        time.sleep(0.05)
        return who(at)

    done = results(jobs(7, slowly), divide=True)
    assert [at for at, _ in done] == list(range(7))
    workers_seen = {worker for _, worker in done}
    assert len(workers_seen) == 2
    assert os.getpid() not in workers_seen


@needs_division
def test_one_job_is_done_elsewhere_while_this_process_does_something_else() -> None:
    ((at, worker),) = results(jobs(1, who), divide=True)
    assert at == 0
    assert worker != os.getpid()
    assert results([], divide=True) == []


def test_on_one_processor_this_process_does_it_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "processors", lambda: 1)
    assert results(jobs(3, who), divide=True) == [(at, os.getpid()) for at in range(3)]


@needs_division
def test_results_of_any_kind_can_be_sent_in_a_form_for_them() -> None:
    with workers.results(jobs(2, Later), divide=True, form=pickle) as given:
        first, second = given
    assert (first.at, second.at) == (0, 1)
    assert os.getpid() not in {first.by, second.by}


@needs_division
def test_what_a_dead_worker_did_not_send_is_done_here() -> None:
    here = os.getpid()

    def die_elsewhere(at: int) -> tuple[int, bool]:
        if at == 2 and os.getpid() != here:
            os._exit(9)
        return at, os.getpid() == here

    assert results(jobs(5, die_elsewhere), divide=True) == [(at, at == 2) for at in range(5)]


@needs_division
def test_a_worker_that_has_time_does_more() -> None:
    def work(at: int) -> int:
        if at == 0:
            time.sleep(0.3)
        return os.getpid()

    first, *others = results(jobs(5, work), divide=True)
    assert len({*others}) == 1
    assert first not in others


@needs_division
def test_an_error_in_a_worker_is_raised_here() -> None:
    with pytest.raises(ZeroDivisionError):
        results(jobs(3, lambda at: 1 // (at - 1)), divide=True)


@needs_division
def test_no_worker_outlives_one_who_has_seen_enough() -> None:
    work = jobs(50, lambda at: "x" * 2**20 + str(at))
    with workers.results(work, divide=True) as given:
        assert str(next(given)).endswith("x0")
    with pytest.raises(ChildProcessError):
        os.wait()


@needs_division
def test_a_killed_worker_s_jobs_are_done_here() -> None:
    here = os.getpid()

    def killed(at: int) -> tuple[int, str]:
        if at == 3 and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return at, "x" * 2**20  # more than a pipe holds

    assert [at for at, _ in results(jobs(8, killed), divide=True)] == list(range(8))


@needs_division
def test_a_worker_that_was_stopped_does_not_outlive_us() -> None:
    def stopped(at: int) -> int:
        if at == 1:
            os.kill(os.getpid(), signal.SIGSTOP)
        return at

    with workers.results(jobs(4, stopped), divide=True) as given:
        assert next(given) == 0
    with pytest.raises(ChildProcessError):
        os.wait()


@needs_division
@pytest.mark.parametrize("allowed", [0, 1])
def test_where_there_may_be_no_more_processes_this_one_does_the_jobs(
    monkeypatch: pytest.MonkeyPatch, allowed: int
) -> None:
    forked: list[int] = []
    fork = os.fork

    def refuse() -> int:
        if len(forked) == allowed:
            raise OSError(errno.EAGAIN, "Resource temporarily unavailable")
        forked.append(1)
        return fork()

    before = os.listdir("/proc/self/fd")  # noqa: PTH208 - names only
    monkeypatch.setattr(os, "fork", refuse)
    done = results(jobs(4, who), divide=True)
    assert [at for at, _ in done] == list(range(4))
    assert [worker == os.getpid() for _, worker in done] == [allowed == 0] * 4
    assert len(os.listdir("/proc/self/fd")) == len(before)  # noqa: PTH208 - names only


@needs_division
def test_a_signal_that_comes_while_it_divides_is_heard_here_and_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    heard = tmp_path / "heard"
    fork = os.fork

    def disturbed() -> int:
        worker = fork()
        os.kill(worker or os.getpid(), signal.SIGTERM)  # the copy itself, and by us
        return worker

    def hear(*_: object) -> None:
        with heard.open("a") as file:
            file.write(f"{os.getpid()}\n")

    before = signal.signal(signal.SIGTERM, hear)
    try:
        monkeypatch.setattr(os, "fork", disturbed)
        os.kill(os.getpid(), signal.SIGTERM)
        done = results(jobs(4, who), divide=True)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert done == [(at, os.getpid()) for at in range(4)]  # the copies have died
    assert heard.read_text() == f"{os.getpid()}\n"


@needs_division
def test_who_ignores_its_children_is_not_left_alone() -> None:
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert [at for at, _ in results(jobs(4, who), divide=True)] == list(range(4))
    finally:
        signal.signal(signal.SIGCHLD, before)


def test_this_machine_has_a_processor() -> None:
    assert 1 <= processors() <= 8
