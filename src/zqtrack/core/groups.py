"""How projects divide into groups, and the cadence and the lead times of each group."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from zqtrack.core.cadence import Cadence, cadence
from zqtrack.core.calendar import Unit, stretch
from zqtrack.core.chinese import field_called, in_english
from zqtrack.core.columns import column_named
from zqtrack.core.fields import FLAG, TEXT
from zqtrack.core.leadtime import LeadTimes, all_lead_times
from zqtrack.core.period import Period
from zqtrack.core.project import FIELDS, KIND, STAGES, Project, Stage
from zqtrack.core.report import Pair, Seen
from zqtrack.errors import UsageError, quoted
from zqtrack.language import _

#: What the projects of a group share: a text, a yes or no, or None where it is unknown.
Value: TypeAlias = str | bool | None


@dataclass(frozen=True, slots=True)
class Grouping:
    """What divides projects into groups.

    Attributes:
        text: the name of a field, or ``STAGE:UNIT`` such as ``signed:year``.
        stage: the stage whose date divides them; None where a field does.
        value: what a project shares with its group; a date that is not surely in one stretch of
            the calendar gives None, as does an unknown field.
    """

    text: str
    stage: Stage | None
    value: Callable[[Seen], Value]

    def has(self, project: Project) -> bool:
        """Whether a project is in any group; not if it has still to come to the stage."""
        return self.stage is None or _come_to(project, self.stage)

    def answers(self, start: Stage) -> bool:
        """Whether the groups tell of lead times that begin with a stage.

        Not where they are divided by what came later: a group of those that got so far has none
        of those that did not, and makes any lead time look short.
        """
        return self.stage is None or _ORDER[self.stage] <= _ORDER[start]


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one group.

    Attributes:
        value: what its projects share; None is the group of those of which it is not known.
        projects: how many they are.
        cadence: for each stage, in the window.
        lead_times: for each pair of stages of which the groups tell.
    """

    value: Value
    projects: int
    cadence: tuple[Cadence, ...]
    lead_times: tuple[LeadTimes, ...]


@dataclass(frozen=True, slots=True)
class Groups:
    """The projects of a ledger, divided.

    Attributes:
        grouping: what divides them.
        groups: by time where a date divides them, else the largest first; the unknown last.
        not_yet: how many projects are in none: they have still to come to the stage.
        unanswered: the pairs of stages of which these groups cannot tell: see ``answers``.
    """

    grouping: Grouping
    groups: tuple[Group, ...]
    not_yet: int
    unanswered: tuple[Pair, ...]


def parse_grouping(text: str) -> Grouping:
    """Read what divides projects: a field that a file gives, or ``STAGE:UNIT``.

    Raises:
        UsageError: it is neither, or a field that does not divide projects.
    """
    name, colon, unit = text.partition(":")
    column = column_named(name)
    stage = _STAGES.get(column.name)
    if stage is None and colon:
        hint = _("write {field}, or signed:year")
        raise UsageError(
            _("{text} names no stage").format(text=quoted(text)),
            hint.format(field=field_called(column.name)),
        )
    if stage is not None:
        return _by_date(stage, _unit(text, stage, unit))
    if column.name not in DIVIDING:
        hint = _("write one of {words}, or signed:year")
        raise UsageError(
            _("{field} does not divide projects into groups").format(
                field=field_called(column.name)
            ),
            hint.format(words=_(", ").join(map(field_called, DIVIDING))),
        )
    return Grouping(column.name, None, lambda seen: column.value(seen.view))


def group_figures(
    seen: Sequence[Seen],
    grouping: Grouping,
    window: Period,
    day: date,
    pairs: Sequence[Pair],
) -> Groups:
    """Compute the cadence and the lead times of each group.

    Args:
        seen: the projects, on the day.
        grouping: what divides them.
        window: the days of the cadence; who came to a start stage later has no lead time.
        day: the day from which they are seen.
        pairs: the pairs of stages.
    """
    members: defaultdict[Value, list[Seen]] = defaultdict(list)
    for one in seen:
        if grouping.has(one.view.project):
            members[grouping.value(one)].append(one)
    told = [pair for pair in pairs if grouping.answers(pair[0])]
    found = [_group(value, many, window, day, told) for value, many in members.items()]
    order = _by_size if grouping.stage is None else _by_time
    return Groups(
        grouping,
        tuple(sorted(found, key=order)),
        len(seen) - sum(group.projects for group in found),
        tuple(pair for pair in pairs if not grouping.answers(pair[0])),
    )


_ORDER = {stage: at for at, stage in enumerate(Stage)}
_STAGES = {stage.name.lower(): stage for stage in Stage}
#: The fields that divide projects: what one begins with. Where it stands, or how well, is what
#: came of it: groups by that would find each answer in the question.
DIVIDING = tuple(field.name for field in FIELDS if field.type in (TEXT, FLAG, KIND))


def _unit(text: str, stage: Stage, unit: str) -> Unit:
    try:
        return Unit(in_english(unit, tuple(Unit)))
    except ValueError:
        units = _(", ").join(f"{_(stage)}:{_(unit)}" for unit in Unit)
        message = _("{text} names no stretch of the calendar").format(text=quoted(text))
        raise UsageError(message, _("write one of {words}").format(words=units)) from None


def _by_date(stage: Stage, unit: Unit) -> Grouping:
    def value(seen: Seen) -> str | None:
        moment = seen.dated.actual.get(stage)
        found = stretch(moment, unit) if isinstance(moment, Period) else None
        return found.text if found else None

    return Grouping(f"{stage}:{unit}", stage, value)


def _come_to(project: Project, stage: Stage) -> bool:
    """Tell whether a project has come to a stage or past it, dated or not."""
    reached = project.reached
    return stage in project.actual or (reached is not None and _ORDER[reached] > _ORDER[stage])


def _group(
    value: Value, seen: Sequence[Seen], window: Period, day: date, pairs: Sequence[Pair]
) -> Group:
    dated, projects = [one.dated for one in seen], [one.view.project for one in seen]
    return Group(
        value,
        len(seen),
        tuple(cadence(dated, stage, window) for stage in STAGES),
        all_lead_times(projects, pairs, day, window.last) if pairs else (),
    )


def _by_size(group: Group) -> tuple[bool, int, str]:
    return group.value is None, -group.projects, str(group.value)


def _by_time(group: Group) -> tuple[bool, str]:
    return group.value is None, str(group.value)
