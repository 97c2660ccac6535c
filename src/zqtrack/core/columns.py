"""Everything one can ask of a project by name: its fields, its dates, what follows from them."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from zqtrack.core.chinese import field_called, field_in_english, in_english
from zqtrack.core.facts import (
    DUE,
    ID,
    LEFT,
    MOMENTS,
    NEXT_PROMISE,
    NEXT_STAGE,
    OPEN_PROBLEMS,
    OWN,
    PROMISES,
    SINCE,
    STANDS,
    Fact,
)
from zqtrack.core.fields import COUNT, PERIOD, TEXT, ValueType, choice_of
from zqtrack.core.lights import Cause, Light, Limits, Promise, causes, light_of, worst
from zqtrack.core.period import Period
from zqtrack.core.project import FIELDS, MOMENT, STAGE, STANDINGS, Mark, Moment, Project, Stage
from zqtrack.core.tables import nearest
from zqtrack.errors import BadValue, UsageError, quoted
from zqtrack.language import _, later


class _Seen(NamedTuple):
    project: Project
    day: date
    limits: Limits


class View(_Seen):
    """A project as it was on a day, with what follows from that worked out once.

    Attributes:
        project: the project, without what came after the day.
        day: the day from which it is seen.
        limits: when its light changes.
    """

    @property
    def causes(self) -> Sequence[Cause]:
        """What its light follows from."""
        # Python's own cached_property takes a lock each time: longer than to ask most projects.
        known: Sequence[Cause] | None = self.__dict__.get("causes")
        if known is None:
            known = self.__dict__["causes"] = causes(self.project, self.day, self.limits)
        return known

    @property
    def light(self) -> Light:
        """How worried to be about it."""
        return worst(self.causes)

    @property
    def promise(self) -> Promise | None:
        """The promise that is due first, for whichever stage ahead."""
        of = self.causes[0].of if self.causes else None
        return of if isinstance(of, Promise) else None


def _same(value: Any, _day: date, _limits: Limits) -> Any:
    return value


class Column(NamedTuple):
    """One thing to show, sort or filter by.

    Attributes:
        name: its name in JSON and on the command line, snake_case (hyphens do as well).
        type: how a filter's value is read, and how two values compare.
        help: what it means, one phrase with its unit.
        fact: what it follows from.
        seen: its value on a day, given that fact, the day and the limits; None where unknown.
    """

    name: str
    type: ValueType
    help: str
    fact: Fact
    seen: Callable[[Any, date, Limits], Any] = _same

    def value(self, view: View) -> Any:
        """Give its value for a view; None where unknown."""
        return self.seen(self.fact.of(view.project), view.day, view.limits)


def _standing_from(value: object) -> str:
    word = in_english(str(value), STANDINGS)
    if word not in STANDINGS:
        hint = _("write one of {words}").format(words=_(", ").join(map(_, STANDINGS)))
        raise BadValue(_("{value} is not a stage").format(value=quoted(str(value))), hint)
    return word


def _days_from(value: object) -> int:
    try:
        return int(str(value))
    except ValueError:
        message = _("{value} is not a number of days").format(value=quoted(str(value)))
        raise BadValue(message, _("write it like 90")) from None


STANDING = ValueType("stage", _standing_from, _standing_from, STANDINGS)
LIGHT = choice_of(later("light"), Light)
#: A number of days, which may be negative.
DAYS = ValueType("days", _days_from, _days_from)


def age_on(since: Moment | None, day: date) -> tuple[int, int] | None:
    """Give how long ago something was.

    Returns:
        The least and the most days it can be, equal where the date is exact; None where unknown.
    """
    if not isinstance(since, Period):
        return None
    return (day - since.last).days, (day - since.first).days


def age_days(view: View) -> tuple[int, int] | None:
    """Give how long a project has stood where it stands: see ``age_on``."""
    return age_on(view.project.since, view.day)


def _date(moment: Moment | None, _day: date, _limits: Limits) -> Period | None:
    return moment if isinstance(moment, Period) else None


def _least_age(since: Moment | None, day: date, _limits: Limits) -> int | None:
    age = age_on(since, day)
    return age[0] if age else None


def _planned_now(promise: Promise | None, _day: date, _limits: Limits) -> Period | None:
    return promise.current if promise else None


def _slip(promise: Promise | None, day: date, _limits: Limits) -> int | None:
    return promise.slip(day) if promise else None


_OWN = tuple(Column(field.name, field.type, field.help, OWN[field.name]) for field in FIELDS)
_ABOUT = _OWN[: [column.name for column in _OWN].index("investment")]
_SOURCES = next(column for column in _OWN if column.name == "sources")

#: The columns of ``list``, in the order of its JSON: who and what, how it stands, how much.
COLUMNS: tuple[Column, ...] = (
    Column("id", TEXT, later("the stem of the file's name"), ID),
    *_ABOUT,
    Column("stage", STANDING, later("where it stands"), STANDS),
    Column("since", PERIOD, later("when it came to stand there"), SINCE, _date),
    Column("age_days", DAYS, later("days since then, at least"), SINCE, _least_age),
    Column("light", LIGHT, later("red, yellow, green, or grey without a promise"), DUE, light_of),
    Column("next_stage", STAGE, later("the stage it comes to next"), NEXT_STAGE),
    Column(
        "next_planned", PERIOD, later("the promise for that stage"), NEXT_PROMISE, _planned_now
    ),
    Column(
        "slip_days",
        DAYS,
        later("days by which that promise slipped from the first"),
        NEXT_PROMISE,
        _slip,
    ),
    *(column for column in _OWN if column not in (*_ABOUT, _SOURCES)),
    Column("open_problems", COUNT, later("how many problems are open"), OPEN_PROBLEMS),
    Column("withdrawn", PERIOD, later("when it left the pipeline"), LEFT),
)
#: What only a filter or an option names: the date of each stage, and the promise for it now.
DATES: tuple[Column, ...] = (
    *(
        Column(s.name.lower(), MOMENT, later("when it came to that stage"), MOMENTS[s])
        for s in Stage
    ),
    *(
        Column(
            f"planned_{s.name.lower()}",
            PERIOD,
            later("the promise for that stage now"),
            PROMISES[s],
            _planned_now,
        )
        for s in Stage
    ),
    _SOURCES,
)
#: Every column by its name.
BY_NAME = {column.name: column for column in (*COLUMNS, *DATES)}


def column_named(name: str) -> Column:
    """Give a column by its name or by the beginning of it, if only one begins so.

    Raises:
        UsageError: none or several do; the hint names those that may be meant.
    """
    wanted = _snake(field_in_english(name.strip()).lower())
    begun = [known for known in BY_NAME if known.startswith(wanted)] if wanted else []
    if wanted in BY_NAME or len(begun) == 1:
        return BY_NAME.get(wanted) or BY_NAME[begun[0]]
    if begun:
        raise UsageError(
            _("{name} may be several fields").format(name=quoted(name)),
            _("write one of {words}").format(words=_(", ").join(map(field_called, begun))),
        )
    meant = nearest(wanted, [*(n.replace("_", "-") for n in BY_NAME), *map(field_called, BY_NAME)])
    hint = (
        _("did you mean `{meant}`?").format(meant=_snake(meant))
        if meant
        else _("fields: {names}").format(names=_(", ").join(map(field_called, BY_NAME)))
    )
    raise UsageError(_("{name} is not a field").format(name=quoted(name)), hint)


def rank(value: Any, kind: ValueType) -> Any:
    """Give what a value sorts by among others of its kind; None where it is not known."""
    if value is None or value == () or isinstance(value, Mark):
        return None
    if isinstance(value, Period):
        return (value.first, value.last)
    if value in kind.choices:
        return kind.choices.index(value)
    return value.casefold() if isinstance(value, str) else value


def _snake(name: str) -> str:
    return name.replace("-", "_")
