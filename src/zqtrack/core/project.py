"""What a project is: its stages, its parts, and every field of them defined once."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from zqtrack.core.chinese import in_english
from zqtrack.core.fields import (
    FLAG,
    MONEY,
    NUMBER,
    PERIOD,
    TEXT,
    TEXTS,
    ValueType,
    choice_of,
    field,
    fields_of,
)
from zqtrack.core.period import GRAMMAR, Period, period_from, period_text
from zqtrack.core.record import field as record_field
from zqtrack.core.record import fields, record, replace
from zqtrack.errors import BadValue
from zqtrack.language import _, later


class Stage(StrEnum):
    """A milestone of a project, in the order in which projects pass them."""

    CONTACTED = "contacted"
    SIGNED = "signed"
    LAND_SUPPLIED = "land-supplied"
    STARTED = "started"
    COMPLETED = "completed"
    PRODUCING = "producing"

    # Not the one of enums, which calls Python at each look into a dictionary of stages.
    __hash__ = str.__hash__


#: The stages that are counted; the first contact before them is optional.
STAGES = tuple(Stage)[1:]
#: Where a project that has reached no counted stage stands, and one that has left.
PROSPECT, WITHDRAWN = "prospect", "withdrawn"
#: Every place where a project can stand, in order.
STANDINGS = (PROSPECT, *(stage.value for stage in STAGES), WITHDRAWN)


class Mark(StrEnum):
    """What stands for a date of ``[actual]`` that is none."""

    UNKNOWN = "unknown"  # passed, nobody knows when
    NOT_APPLICABLE = "n/a"  # a leased factory has no land supply


_MARKS = {mark.value: mark for mark in Mark}
# Asked for so often that the look into the enum would cost as much as all the rest.
_NOT_APPLICABLE = Mark.NOT_APPLICABLE
_BACKWARDS = STAGES[::-1]
_AFTER: Mapping[Stage | None, tuple[Stage, ...]] = {
    None: STAGES,
    **{stage: STAGES[at + 1 :] for at, stage in enumerate(STAGES)},
}

#: When a stage was reached: a date, or what stands for one.
Moment = Period | Mark


class Kind(StrEnum):
    """What sort of investment a project is."""

    NEW = "new"
    EXPANSION = "expansion"
    UPGRADE = "upgrade"


def moment_from(value: object) -> Moment:
    """Read what TOML gave for a date of ``[actual]``: a date, ``"unknown"`` or ``"n/a"``.

    Raises:
        BadValue: it is none of these.
    """
    mark = _MARKS.get(value) if isinstance(value, str) else None
    try:
        return mark or period_from(value)
    except BadValue as error:
        if error.hint and _(GRAMMAR) in error.hint:
            error.hint += _('; or "unknown" if nobody knows when, "n/a" if it does not apply')
        raise


def _parse_moment(text: str) -> Moment:
    return moment_from(in_english(text, _MARKS))


def _moment_text(value: object) -> str:
    return period_text(value) if isinstance(value, date) else str(moment_from(value))


MOMENT = ValueType("date", moment_from, _parse_moment, text=_moment_text)
KIND = choice_of(later("kind"), Kind)
STAGE = choice_of(later("stage"), Stage)


@record(kw_only=True)
class Replanned:
    """A later promise for a stage, which takes the place of the one before."""

    stage: Stage = field(STAGE, later("the stage that is promised"), required=True)
    to: Period = field(PERIOD, later("the new date"), required=True)
    on: Period = field(PERIOD, later("the day when it was promised"), required=True)
    reason: str | None = field(TEXT, later("why the date moved"))


@record(kw_only=True)
class Problem:
    """Something that stands in a project's way, with who mends it and by when."""

    title: str = field(TEXT, later("what is in the way"), required=True)
    raised: Period = field(PERIOD, later("when it was found"), required=True)
    owner: str | None = field(TEXT, later("who mends it"))
    due: Period | None = field(PERIOD, later("by when"))
    closed: Period | None = field(PERIOD, later("when it was solved"))


@record(kw_only=True)
class Note:
    """An entry of the follow-up."""

    on: Period = field(PERIOD, later("the day of the entry"), required=True)
    by: str | None = field(TEXT, later("who wrote it"))
    text: str = field(TEXT, later("what happened"), required=True)


@record(kw_only=True)
class Withdrawal:
    """How a project left the pipeline without producing."""

    on: Period = field(PERIOD, later("when it left"), required=True)
    reason: str | None = field(TEXT, later("why it left"))


@record(kw_only=True)
class Project:
    """One project, as its file tells it. What can be derived is not in it.

    Attributes:
        id: the stem of its file's name.
        actual: the stages that were reached, and when.
        planned: the first promise for a stage; never overwritten.
        replanned: the later promises, in the order of the file.
        withdrawn: how it left, or None.
    """

    id: str
    name: str = field(TEXT, later("the project's name"), required=True)
    company: str | None = field(TEXT, later("the company that invests"))
    district: str | None = field(TEXT, later("the district or zone where it stands"))
    park: str | None = field(TEXT, later("the park or town within the district"))
    industry: str | None = field(TEXT, later("the industry it belongs to"))
    product: str | None = field(TEXT, later("what it makes"))
    origin: str | None = field(TEXT, later("where the company comes from"))
    kind: Kind | None = field(KIND, later("new, expansion or upgrade"))
    investment: int | None = field(MONEY, later("planned investment, yuan"))
    paid_in: int | None = field(MONEY, later("investment paid in so far, yuan"))
    output: int | None = field(MONEY, later("output of a year at full capacity, yuan"))
    tax: int | None = field(MONEY, later("tax of a year at full capacity, yuan"))
    land_mu: float | None = field(NUMBER, later("land, mu (1 mu = 1/15 ha)"))
    high_tech: bool | None = field(
        FLAG, later("whether the company is a certified high-tech firm")
    )
    key_industry: bool | None = field(FLAG, later("whether it belongs to a key industry"))
    lead: str | None = field(TEXT, later("the one responsible person"))
    team: str | None = field(TEXT, later("the dedicated team"))
    lists: tuple[str, ...] = field(TEXTS, later("the named lists it is on"))
    sources: tuple[str, ...] = field(TEXTS, later("where the facts come from"))
    actual: Mapping[Stage, Moment] = record_field(factory=dict)
    planned: Mapping[Stage, Period] = record_field(factory=dict)
    replanned: tuple[Replanned, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()
    withdrawn: Withdrawal | None = None

    @property
    def reached(self) -> Stage | None:
        """The last counted stage that it reached, or None; a stage marked n/a is not reached."""
        actual = self.actual
        for stage in _BACKWARDS:
            if actual.get(stage, _NOT_APPLICABLE) is not _NOT_APPLICABLE:
                return stage
        return None

    @property
    def standing(self) -> str:
        """Where it stands: one of ``STANDINGS``."""
        if self.withdrawn:
            return WITHDRAWN
        return self.reached or PROSPECT

    @property
    def since(self) -> Moment | None:
        """When it came to stand there; of a prospect the first contact; None if nobody says."""
        if self.withdrawn:
            return self.withdrawn.on
        return self.actual.get(self.reached or Stage.CONTACTED)

    @property
    def ahead(self) -> tuple[Stage, ...]:
        """The stages it comes to, one after the other, leaving out those marked n/a."""
        if self.withdrawn:
            return ()
        actual = self.actual
        return tuple([stage for stage in _AFTER[self.reached] if stage not in actual])

    @property
    def next_stage(self) -> Stage | None:
        """The stage it comes to next, leaving out those marked n/a; None at the end."""
        return next(iter(self.ahead), None)

    def has_reached(self, stage: Stage) -> bool:
        """Whether it has a date for a stage, or passed it at an unknown one."""
        return self.actual.get(stage, Mark.NOT_APPLICABLE) is not Mark.NOT_APPLICABLE

    def promise(self, stage: Stage) -> Period | None:
        """Give the promise for a stage that counts now: the last one made."""
        for again in reversed(self.replanned):
            if again.stage == stage:
                return again.to
        return self.planned.get(stage)

    def first_promise(self, stage: Stage) -> Period | None:
        """Give the first promise for a stage, which no later one forgives."""
        if stage in self.planned:
            return self.planned[stage]
        return next((again.to for again in self.replanned if again.stage == stage), None)

    @property
    def open_problems(self) -> tuple[Problem, ...]:
        """The problems that are not closed."""
        return tuple(problem for problem in self.problems if not problem.closed)


#: The keys of a project file outside its tables.
FIELDS = fields_of(Project)
#: Its tables, in the order in which it shows them.
TABLES = tuple(part.name for part in fields(Project) if not part.about and part.name != "id")


def seen_on(project: Project, day: date) -> Project:
    """Give the project as it was on a day: what came later has not happened yet.

    A date that straddles the day is clipped to it. What carries no day stays: first promises, n/a,
    and "unknown" unless an earlier stage had not happened by then.
    """
    if all(period.last <= day for period in _happened(project)):
        return project
    return replace(
        project,
        actual=_actual_on(project.actual, day),
        replanned=tuple(
            replace(again, on=on) for again in project.replanned if (on := again.on.until(day))
        ),
        problems=tuple(
            replace(problem, raised=raised, closed=problem.closed and problem.closed.until(day))
            for problem in project.problems
            if (raised := problem.raised.until(day))
        ),
        notes=tuple(replace(note, on=on) for note in project.notes if (on := note.on.until(day))),
        withdrawn=_withdrawn_on(project.withdrawn, day),
    )


def whole_from(project: Project) -> date | None:
    """Give the first day on which all that a file tells may have happened; None if nothing did.

    From then on ``seen_on`` leaves nothing out: it only clips dates that straddle the day.
    """
    return max([period.first for period in _happened(project)], default=None)


def _happened(project: Project) -> list[Period]:
    """Give all dates of what happened to a project."""
    # Asked of every project by every command, and most have few of these.
    dates = [moment for moment in project.actual.values() if isinstance(moment, Period)]
    if project.replanned:
        dates += [again.on for again in project.replanned]
    if project.problems:
        dates += [problem.raised for problem in project.problems]
        dates += [problem.closed for problem in project.problems if problem.closed]
    if project.notes:
        dates += [note.on for note in project.notes]
    if project.withdrawn:
        dates.append(project.withdrawn.on)
    return dates


def _actual_on(actual: Mapping[Stage, Moment], day: date) -> Mapping[Stage, Moment]:
    seen: dict[Stage, Moment] = {}
    waiting = False
    for stage in Stage:
        moment = actual.get(stage)
        if isinstance(moment, Period):
            moment = moment.until(day)
            waiting = waiting or moment is None
        if moment and not (waiting and moment is Mark.UNKNOWN):
            seen[stage] = moment
    return seen


def _withdrawn_on(withdrawn: Withdrawal | None, day: date) -> Withdrawal | None:
    on = withdrawn.on.until(day) if withdrawn else None
    return replace(withdrawn, on=on) if withdrawn and on else None
