"""Work that may be done in any order, by whoever has time: the core only says what there is."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeAlias

#: A piece of work; whatever it changes besides giving its result may be lost.
Job: TypeAlias = Callable[[], Any]
#: Begins jobs, perhaps elsewhere, and gives their results in the order of the jobs, while the
#: block lasts; meanwhile something else can be done.
Begin: TypeAlias = Callable[[Sequence[Job]], AbstractContextManager[Iterator[Any]]]


@contextmanager
def here(jobs: Sequence[Job]) -> Iterator[Iterator[Any]]:
    """Do jobs in this process, each when its result is asked for."""
    yield (job() for job in jobs)
