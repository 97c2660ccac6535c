"""Everything one can ask of a project by name: its fields, its dates, what follows from them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from zqtrack.core.fields import NUMBER, PERIOD, TEXT, TEXTS, ValueType
from zqtrack.core.lights import Light, Limits, Promise, light, next_promise, promise_for
from zqtrack.core.period import Period
from zqtrack.core.project import FIELDS, MOMENT, STAGE, STANDINGS, Mark, Project, Stage
from zqtrack.core.tables import nearest
from zqtrack.errors import BadValue, UsageError, quoted


@dataclass(frozen=True, slots=True)
class View:
    """A project as it was on a day.

    Attributes:
        project: the project, without what came after the day.
        day: the day from which it is seen.
        limits: when its light changes.
    """

    project: Project
    day: date
    limits: Limits


@dataclass(frozen=True, slots=True)
class Column:
    """One thing to show, sort or filter by.

    Attributes:
        name: its name in JSON and on the command line, snake_case (hyphens do as well).
        type: how a filter's value is read, and how two values compare.
        help: what it means, one phrase with its unit.
        value: its value for a view; None where unknown.
    """

    name: str
    type: ValueType
    help: str
    value: Callable[[View], Any]


def _one_of(name: str, options: tuple[str, ...]) -> ValueType:
    def read(value: object) -> str:
        if value not in options:
            raise BadValue(f"{name} is one of {', '.join(options)}")
        return str(value)

    return ValueType(name, read, read, options)


def _parse_days(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise BadValue(f"`{text}` is not a number of days", "write it like 90") from None


STANDING = _one_of("stage", STANDINGS)
LIGHT = _one_of("light", tuple(Light))
DAYS = ValueType("days", NUMBER.read, _parse_days)


def age_days(view: View) -> tuple[int, int] | None:
    """Give how long a project has stood where it stands.

    Returns:
        The least and the most days it can be, equal where the date is exact; None where unknown.
    """
    since = view.project.since
    if not isinstance(since, Period):
        return None
    return (view.day - since.last).days, (view.day - since.first).days


def promised_next(view: View) -> Promise | None:
    """Give the promise that is due first, for whichever stage ahead."""
    return next_promise(view.project)


def _least_age(view: View) -> int | None:
    age = age_days(view)
    return age and age[0]


def _light(view: View) -> Light:
    return light(view.project, view.day, view.limits)


def _next_promise(view: View) -> Promise | None:
    stage = view.project.next_stage
    return promise_for(view.project, stage) if stage else None


def _next_planned(view: View) -> Period | None:
    promise = _next_promise(view)
    return promise.current if promise else None


def _slip_days(view: View) -> int | None:
    promise = _next_promise(view)
    return promise.slip(view.day) if promise else None


def _moment(stage: Stage) -> Callable[[View], Any]:
    return lambda view: view.project.actual.get(stage)


def _planned(stage: Stage) -> Callable[[View], Any]:
    return lambda view: view.project.promise(stage)


_ID = Column("id", TEXT, "the stem of the file's name", attrgetter("project.id"))
_OWN = tuple(
    Column(field.name, field.type, field.help, attrgetter(f"project.{field.name}"))
    for field in FIELDS
    if field.name != "sources"
)
_SOURCES = Column("sources", TEXTS, "where the facts come from", attrgetter("project.sources"))
_DERIVED = (
    Column("stage", STANDING, "where it stands", attrgetter("project.standing")),
    Column("since", MOMENT, "when it came to stand there", attrgetter("project.since")),
    Column("age_days", DAYS, "days since then, at least", _least_age),
    Column("light", LIGHT, "red, yellow, green, or grey without a promise", _light),
    Column("next_stage", STAGE, "the stage it comes to next", attrgetter("project.next_stage")),
    Column("next_planned", PERIOD, "the promise for that stage", _next_planned),
    Column("slip_days", DAYS, "days by which that promise slipped from the first", _slip_days),
)
_OPEN_PROBLEMS = Column(
    "open_problems", DAYS, "how many problems are open", lambda v: len(v.project.open_problems)
)
_WITHDRAWN = Column(
    "withdrawn",
    PERIOD,
    "when it left the pipeline",
    lambda v: v.project.withdrawn and v.project.withdrawn.on,
)

_AMOUNTS_FROM = [column.name for column in _OWN].index("investment")

#: The columns of ``list``, in the order of its JSON: who and what, how it stands, how much.
COLUMNS: tuple[Column, ...] = (
    _ID,
    *_OWN[:_AMOUNTS_FROM],
    *_DERIVED,
    *_OWN[_AMOUNTS_FROM:],
    _OPEN_PROBLEMS,
    _WITHDRAWN,
)
#: What only a filter or ``--columns`` names: the date of each stage, and the promise for it.
DATES: tuple[Column, ...] = (
    *(
        Column(stage.replace("-", "_"), MOMENT, f"when it was {stage}", _moment(stage))
        for stage in Stage
    ),
    *(
        Column(
            f"planned_{stage.replace('-', '_')}",
            PERIOD,
            f"the promise for {stage}",
            _planned(stage),
        )
        for stage in Stage
    ),
    _SOURCES,
)
#: Every column by its name.
BY_NAME = {column.name: column for column in (*COLUMNS, *DATES)}


def column_named(name: str) -> Column:
    """Give a column by its name or by the beginning of it, if only one begins so.

    Raises:
        UsageError: none or several; the hint names the nearest.
    """
    wanted = name.strip().lower().replace("-", "_")
    if wanted in BY_NAME:
        return BY_NAME[wanted]
    begun = [known for known in BY_NAME if wanted and known.startswith(wanted)]
    if len(begun) == 1:
        return BY_NAME[begun[0]]
    if begun:
        raise UsageError(
            f"the field `{quoted(name)}` may be several", f"write one of {', '.join(begun)}"
        )
    meant = nearest(wanted.replace("_", "-"), [known.replace("_", "-") for known in BY_NAME])
    known = ", ".join(BY_NAME)
    hint = f"did you mean `{meant.replace('-', '_')}`?" if meant else f"the fields are {known}"
    raise UsageError(f"no field is named {quoted(name)}", hint)


def in_order(views: Iterable[View], column: Column, *, backwards: bool = False) -> list[View]:
    """Sort by a column, then by id; what is unknown comes last either way.

    Stages come in the order in which projects pass them, lights with the most worrying first,
    dates by their first day and then their last, texts whether in upper or lower case.
    """
    ranked = [(_rank(column.value(view), column.type), view) for view in views]
    known = [pair for pair in ranked if pair[0] is not None]
    known.sort(key=lambda pair: pair[1].project.id)
    known.sort(key=lambda pair: pair[0], reverse=backwards)
    unknown = [pair for pair in ranked if pair[0] is None]
    unknown.sort(key=lambda pair: pair[1].project.id)
    return [view for _, view in (*known, *unknown)]


def _rank(value: Any, kind: ValueType) -> Any:
    if value is None or value == () or isinstance(value, Mark):
        return None
    if isinstance(value, Period):
        return (value.first, value.last)
    if kind.choices and value in kind.choices:
        return kind.choices.index(value)
    return value.casefold() if isinstance(value, str) else value
