"""Of the projects that began in one year, what share got to a stage within a set time."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zqtrack.core.calendar import Unit, stretch
from zqtrack.core.confidence import share_interval
from zqtrack.core.leadtime import LEFT_OUT, LeadTime, Outcome, lead_time, lead_times
from zqtrack.core.period import Period
from zqtrack.core.project import Project, Stage


@dataclass(frozen=True, slots=True)
class Outturn:
    """What came of a cohort within the horizon.

    Attributes:
        reached: how many projects surely got to the stage within it.
        perhaps: how many more may have: their dates are not exact.
        withdrawn: how many left within it without getting there, surely or perhaps.
        left_out: how many tell nothing of the time, by the reason.
        share: the estimated share of the others that got there, 0 to 1, the withdrawn counted as
            not; None where all are left out.
        interval: the 95 % confidence interval of the share (``confidence.share_interval``).
    """

    reached: int
    perhaps: int
    withdrawn: int
    left_out: Counter[Outcome]
    share: float | None
    interval: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Cohort:
    """The projects that surely came to the start stage in one stretch of the calendar.

    Attributes:
        began: the stretch.
        projects: how many they are.
        ready: the first day on which every one of them has had the days of the horizon.
        outturn: what came of them; None until they are ready.
    """

    began: Period
    projects: int
    ready: date
    outturn: Outturn | None


@dataclass(frozen=True, slots=True)
class Cohorts:
    """The cohorts of a pair of stages, the earliest first.

    Attributes:
        start: the stage whose date says to which cohort a project belongs.
        end: the stage to get to.
        within: the horizon in days, the last one included.
        unit: how long a stretch of the calendar a cohort is.
        cohorts: those that have a project.
        undated: how many projects are in none: their date is unknown or straddles two.
    """

    start: Stage
    end: Stage
    within: int
    unit: Unit
    cohorts: tuple[Cohort, ...]
    undated: int


def cohorts_of(
    projects: Iterable[Project],
    pair: tuple[Stage, Stage],
    within: int,
    unit: Unit,
    as_of: date,
) -> Cohorts:
    """Divide projects into cohorts, and tell what came of those that are old enough.

    A cohort is ready when its stretch of the calendar is over and every project in it, at its last
    possible start, has had the days of the horizon. All of them, whatever came of them: if those
    that had got there were excused from waiting, the cohorts with quick projects would be ready
    first, and every young cohort would look quick.

    Args:
        projects: the projects, seen on the day.
        pair: the stage where the clock starts, and the stage to get to.
        within: the horizon in days, at least 1.
        unit: how long a stretch of the calendar a cohort is.
        as_of: the day from which they are seen.
    """
    members: defaultdict[Period, list[Project]] = defaultdict(list)
    latest: dict[Period, date] = {}
    undated = 0
    for project in projects:
        moment = project.actual.get(pair[0])
        began = stretch(moment, unit) if isinstance(moment, Period) else None
        if began and isinstance(moment, Period):
            members[began].append(project)
            latest[began] = max(latest.get(began, moment.last), moment.last)
        elif lead_time(project, *pair, as_of):
            undated += 1
    cohorts = [
        _cohort(began, members[began], latest[began], pair, within, as_of)
        for began in sorted(members, key=lambda began: began.first)
    ]
    return Cohorts(*pair, within, unit, tuple(cohorts), undated)


def _cohort(
    began: Period,
    projects: Sequence[Project],
    latest: date,
    pair: tuple[Stage, Stage],
    within: int,
    as_of: date,
) -> Cohort:
    # Until the stretch is over, more projects may join it, up to its last day.
    ready = (latest if began.last <= as_of else began.last) + timedelta(days=within)
    outturn = _outturn(projects, pair, within, as_of) if ready <= as_of else None
    return Cohort(began, len(projects), ready, outturn)


def _outturn(
    projects: Sequence[Project], pair: tuple[Stage, Stage], within: int, as_of: date
) -> Outturn:
    times = lead_times(projects, *pair, as_of)
    told = [lead for project in projects if (lead := lead_time(project, *pair, as_of))]
    share = times.within(within)
    surely = sum((lead.high or 0) <= within for lead in times.reached)
    return Outturn(
        surely,
        sum((lead.low or 0) <= within for lead in times.reached) - surely,
        sum(_left(lead, within) for lead in told),
        Counter({outcome: times.counts[outcome] for outcome in LEFT_OUT}),
        share,
        None if share is None else share_interval(times.incidence, within),
    )


def _left(lead: LeadTime, within: int) -> bool:
    return lead.outcome is Outcome.WITHDRAWN and (lead.low or 0) <= within
