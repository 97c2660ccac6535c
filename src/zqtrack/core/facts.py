"""What a project's file tells whatever the day, as plain values: worked out once, and kept."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from zqtrack.core.fields import NUMBER, PERIOD, ValueType
from zqtrack.core.lights import Due, Promise, due_of, promise_for
from zqtrack.core.period import Period, parse_period
from zqtrack.core.project import (
    FIELDS,
    KIND,
    MOMENT,
    STAGE,
    STAGES,
    Mark,
    Moment,
    Project,
    Stage,
    whole_from,
)

_Key = TypeVar("_Key")
_Made = TypeVar("_Made")


class Known(dict[_Key, _Made]):
    """What is made of values: of each once, however often it stands there."""

    def __init__(self, make: Callable[[_Key], _Made]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: _Key) -> _Made:
        self[key] = made = self._make(key)
        return made


def _same(value: Any) -> Any:
    return value


class Fact(NamedTuple):
    """One thing that a project's file tells, whatever the day.

    Attributes:
        name: what it is kept under; of a key of the file, as ``ledger.packing`` has it.
        of: gives it for a project.
        plain: what is kept of it: a text, a number, a flag, a tuple of such values, or None.
        read: gives it again from that.
        apart: whether each project's is to be shown by itself: because hardly any are equal, or
            because equal ones may be written otherwise, as 120 and 120.0.
        happened: whether it is the date of something that happened, of which nobody knew more on
            a day than that it was not later.
    """

    name: str
    of: Callable[[Project], Any]
    plain: Callable[[Any], Any] = _same
    read: Callable[[Any], Any] = _same
    apart: bool = False
    happened: bool = False

    def key(self, project: Project) -> Any:
        """Give what is kept of it for a project."""
        return self.plain(self.of(project))

    def on(self, day: date, key: Any) -> Any:
        """Give what it told on a day, from what is kept of it."""
        told = self.read(key)
        return told.until(day) if self.happened and isinstance(told, Period) else told


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _typed(
    name: str, kind: ValueType, of: Callable[[Project], Any], *, happened: bool = False
) -> Fact:
    """Declare what is kept as the text that a file may hold."""

    def read(text: str | None) -> Any:
        return None if text is None else kind.read(text)

    return Fact(name, of, _text, read, happened=happened)


_PlainPromise = tuple[str, str, str]


def _plain_promise(promise: Promise | None) -> _PlainPromise | None:
    return promise and (str(promise.stage), promise.first.text, promise.current.text)


def _read_promise(plain: _PlainPromise | None) -> Promise | None:
    if plain is None:
        return None
    stage, first, current = plain
    return Promise(STAGE.read(stage), parse_period(first), parse_period(current))


def _promised(name: str, of: Callable[[Project], Promise | None]) -> Fact:
    return Fact(name, of, _plain_promise, _read_promise)


def _plain_due(due: Due) -> tuple[_PlainPromise | None, str | None] | None:
    problem = due.problem.text if due.problem else None
    return (_plain_promise(due.promise), problem) if due.promise or problem else None


def _read_due(plain: tuple[_PlainPromise | None, str | None] | None) -> Due:
    promise, problem = plain or (None, None)
    return Due(_read_promise(promise), parse_period(problem) if problem else None)


def _next_promise(project: Project) -> Promise | None:
    stage = project.next_stage
    return promise_for(project, stage) if stage else None


def _left(project: Project) -> Period | None:
    return project.withdrawn.on if project.withdrawn else None


def _steps(project: Project) -> tuple[str, bool]:
    moments = map(project.actual.get, STAGES)
    steps = [
        "." if moment is None else "-" if moment is Mark.NOT_APPLICABLE else "x"
        for moment in moments
    ]
    return "".join(steps), project.withdrawn is not None


def _moment(stage: Stage) -> Fact:
    def of(project: Project) -> Moment | None:
        return project.actual.get(stage)

    return _typed(f"actual.{stage}", MOMENT, of, happened=True)


def _promise(stage: Stage) -> Fact:
    return _promised(f"promise.{stage}", lambda project: promise_for(project, stage))


def _whole_from(project: Project) -> int:
    day = whole_from(project)
    return day.toordinal() if day else 0


def derived(projects: Sequence[Project]) -> dict[str, list[Any]]:
    """Work out for many projects what does not stand in their files, as columns by name."""
    return {fact.name: _shared(map(fact.key, projects)) for fact in DERIVED}


def _shared(keys: Iterable[_Key]) -> list[_Key]:
    """Let what is equal be the same, which is kept once."""
    same: dict[_Key, _Key] = {}
    return [same.setdefault(key, key) for key in keys]


ID = Fact("id", attrgetter("id"), apart=True)
#: What stands under the keys of the file, by their names.
OWN: Mapping[str, Fact] = {
    field.name: _typed(field.name, KIND, attrgetter(field.name))
    if field.type is KIND
    else Fact(
        field.name,
        attrgetter(field.name),
        apart=field.type is NUMBER or field.name == "name",
    )
    for field in FIELDS
}
#: When it came to each stage.
MOMENTS: Mapping[Stage, Fact] = {stage: _moment(stage) for stage in Stage}

#: Where it stands, as one of ``STANDINGS``.
STANDS = Fact("stage", lambda project: str(project.standing))
SINCE = _typed("since", MOMENT, attrgetter("since"), happened=True)
NEXT_STAGE = _typed("next_stage", STAGE, attrgetter("next_stage"))
#: The promise for that stage.
NEXT_PROMISE = _promised("next_promise", _next_promise)
#: The promise for each stage.
PROMISES: Mapping[Stage, Fact] = {stage: _promise(stage) for stage in Stage}
#: What its light follows from.
DUE = Fact("due", due_of, _plain_due, _read_due)
OPEN_PROBLEMS = Fact("open_problems", lambda project: len(project.open_problems))
#: When it left.
LEFT = _typed("left", PERIOD, _left, happened=True)
#: For each counted stage ``x`` if it was reached, ``-`` if it does not apply, else ``.``; and
#: whether the project left.
STEPS = Fact("steps", _steps)
#: The number of the first day on which all that its file tells may have happened; 0 if nothing
#: did. On a day before that, other facts may be otherwise; later they are the same.
WHOLE_FROM = Fact("whole_from", _whole_from)

#: What is worked out; all else stands in the file.
DERIVED = (
    *(STANDS, SINCE, NEXT_STAGE, NEXT_PROMISE, *PROMISES.values()),
    *(DUE, OPEN_PROBLEMS, LEFT, STEPS, WHOLE_FROM),
)
#: Every fact by its name.
BY_NAME: Mapping[str, Fact] = {
    fact.name: fact for fact in (ID, *OWN.values(), *MOMENTS.values(), *DERIVED)
}
#: What is the same on every day, whatever happened to a project since.
OUTRIGHT = frozenset({ID.name, *OWN})
