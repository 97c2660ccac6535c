"""All figures of a ledger, seen from one day: what ``report`` shows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from zqtrack.core.cadence import Cadence, by_month, cadence
from zqtrack.core.census import Census, census_of
from zqtrack.core.columns import View
from zqtrack.core.filters import Filter, parse_filter
from zqtrack.core.forecast import Forecast, forecasts
from zqtrack.core.jobs import Begin, here
from zqtrack.core.leadtime import PAIRS, LeadTimes, lead_time_jobs
from zqtrack.core.period import Period, the_year_to
from zqtrack.core.project import STAGES, Project, Stage, seen_on
from zqtrack.core.settings import Goals, Settings
from zqtrack.core.targets import Progress, progress
from zqtrack.core.totals import Standing, Sum, Totals, pipeline, signed_in, totals
from zqtrack.core.watch import ProblemCount, Watched, count_problems, watch_list
from zqtrack.errors import UsageError
from zqtrack.language import _


class Section(StrEnum):
    """A part of a report, in the order in which they stand."""

    PIPELINE = "pipeline"
    CADENCE = "cadence"
    LEAD_TIMES = "lead-times"
    TARGETS = "targets"
    PROBLEMS = "problems"
    TOTALS = "totals"
    WATCH = "watch"


#: A pair of stages, the earlier first.
Pair = tuple[Stage, Stage]


class Source(NamedTuple):
    """Where the figures come from.

    Attributes:
        ledger: the ledger's name.
        read: how many files were read.
        left_out: how many of them are in no figure, because something in them is wrong.
    """

    ledger: str
    read: int
    left_out: int


class Question(NamedTuple):
    """What is asked of a ledger.

    Attributes:
        filter: the projects that count.
        period: the window of the cadence as it was asked for.
        window: as much of it as has come by the day.
        as_of: the day from which everything is seen.
        known_to: the day to which the ledger tells, not before ``as_of``: a date that straddles it
            surely came by then, one that straddles only ``as_of`` may have come later.
        pinned: the ledger's ``as-of``, or None; what came after it may be missing.
        pairs: the pairs of stages whose lead times are asked for besides the usual ones.
    """

    filter: Filter
    period: Period
    window: Period
    as_of: date
    known_to: date
    pinned: date | None
    pairs: tuple[Pair, ...]


class Seen(NamedTuple):
    """A project that counts.

    Attributes:
        view: as it was on the day.
        dated: with its dates as they are known: of whether something *surely* came in a window.
    """

    view: View
    dated: Project


class Report(NamedTuple):
    """The figures of a ledger on a day.

    Attributes:
        source: where they come from.
        question: what was asked.
        pipeline: the projects at every place where one can stand.
        cadence: for each stage, its cadence in the window and in the same one a year before.
        by_month: for each stage, how many surely reached it in each month of the window.
        signed: the planned investment of the projects that were signed in the window.
        lead_times: for each pair of stages.
        targets: for each target of the years that the window and the day touch.
        problems: found up to the day.
        totals: of the projects that are signed and have not left.
        watch: the projects to look at.
        forecasts: for each of the targets, what there will be by the end of its year.
    """

    source: Source
    question: Question
    pipeline: tuple[Standing, ...]
    cadence: tuple[tuple[Cadence, Cadence], ...]
    by_month: tuple[tuple[int, ...], ...]
    signed: Sum
    lead_times: tuple[LeadTimes, ...]
    targets: tuple[Progress, ...]
    problems: ProblemCount
    totals: Totals
    watch: Sequence[Watched]
    forecasts: tuple[Forecast, ...]


def ask(
    terms: Filter,
    period: Period | None,
    as_of: date | None,
    pinned: date | None,
    today: date,
    pairs: tuple[Pair, ...] = (),
) -> Question:
    """Settle the day and the window of a report.

    Args:
        terms: the projects that count.
        period: the window that was asked for, or None for the twelve months to the day.
        as_of: the day that was asked for, or None: the end of the period when that is past, else
            the ledger's ``as-of``, else today.
        pinned: the ledger's ``as-of``, or None.
        today: the clock's today.
        pairs: pairs of stages asked for besides the usual ones.

    Raises:
        UsageError: the period has not begun on the day.
    """
    over = period.last if period and period.last < today else None
    day = as_of or over or pinned or today
    asked = period or the_year_to(day)
    come = asked.until(day)
    if come is None:
        raise UsageError(
            _("the period {period} begins after {day}, the day of the report").format(
                period=asked, day=day
            ),
            _("name an earlier --period or a later --as-of"),
        )
    return Question(terms, asked, come, day, max(day, pinned or today), pinned, pairs)


def seen_by(projects: Iterable[Project], settings: Settings, question: Question) -> list[Seen]:
    """Give the projects that a question is about."""
    day, known_to = question.as_of, question.known_to
    seen = []
    for project in projects:
        then = seen_on(project, day)
        view = View(then, day, settings.limits)
        if question.filter.matches(view):
            # Of most projects all had happened by the day, and so by the later one.
            seen.append(Seen(view, project if then is project else seen_on(project, known_to)))
    return seen


def build_report(
    projects: Sequence[Project],
    settings: Settings,
    source: Source,
    question: Question,
    begin: Begin = here,
) -> Report:
    """Compute every figure of a report.

    Args:
        projects: all projects of the ledger, as their files tell them.
        settings: the ledger's limits, and targets whose filters can be read.
        source: where the projects come from.
        question: what is asked.
        begin: begins what takes long and can be done beside the rest.
    """
    window, day = question.window, question.as_of
    counted, dated = _counted(projects, settings, question)
    goals = _goals(settings, question)
    pairs = tuple(dict.fromkeys((*PAIRS, *question.pairs)))
    every = tuple(dict.fromkeys((*pairs, *_pairs_ahead(goals, question))))
    with begin(lead_time_jobs(counted, every, day, window.last)) as estimates:
        standing, whole = pipeline(counted), totals(counted)
        problems = count_problems(counted, day)
        cadences = tuple(_cadences(dated, stage, window) for stage in STAGES)
        monthly = tuple(by_month(dated, stage, window) for stage in STAGES)
        signed = signed_in(dated, window)
        estimated = dict(zip(every, estimates, strict=True))
    times = tuple(map(estimated.__getitem__, pairs))
    # What began after the window is not in these, but it is in the forecasts.
    known = estimated if window.last == day else {}
    targets = tuple(_targets(counted, dated, goals, settings, question, known))
    return Report(
        source=source,
        question=question,
        pipeline=standing,
        cadence=cadences,
        by_month=monthly,
        signed=signed,
        lead_times=times,
        targets=tuple(target for target, _ in targets),
        problems=problems,
        totals=whole,
        watch=watch_list(counted, day, settings.limits, times),
        forecasts=tuple(forecast for _, forecast in targets),
    )


def _cadences(
    projects: Sequence[Project], stage: Stage, window: Period
) -> tuple[Cadence, Cadence]:
    before = window.a_year_before()
    return cadence(projects, stage, window), cadence(projects, stage, before)


def _counted(
    projects: Iterable[Project], settings: Settings, question: Question
) -> tuple[Census, Census]:
    """Give the projects as in ``seen_by``: as they were on the day, and with dates as known."""
    census, day, known_to = census_of(projects), question.as_of, question.known_to
    then = census.on(day)
    known = then if known_to == day else census.on(known_to)
    return _matching(question.filter, then, known, settings, question)


def _matching(
    terms: Filter, then: Census, known: Census, settings: Settings, question: Question
) -> tuple[Census, Census]:
    """Give the projects that a filter selects."""
    if not terms.text:
        return then, known
    views = (View(project, question.as_of, settings.limits) for project in then)
    chosen = list(map(terms.matches, views))
    return (then, known) if all(chosen) else (then.where(chosen), known.where(chosen))


def _goals(settings: Settings, question: Question) -> list[tuple[int, Goals]]:
    """Give the goals of the years that the window and the day touch."""
    first, last, now = question.window.first.year, question.window.last.year, question.as_of.year
    years = sorted(settings.goals)
    return [(y, settings.goals[y]) for y in years if first <= y <= last or y == now]


def _pairs_ahead(goals: Iterable[tuple[int, Goals]], question: Question) -> Iterator[Pair]:
    """Give the pairs of stages that forecasts of all projects ask for besides the usual ones."""
    now = question.as_of.year
    of_all = [meant for year, meant in goals if year == now and not meant.filter]
    for stage in STAGES[1:] if question.window.last == question.as_of else ():
        if any(meant.of(stage) is not None for meant in of_all):
            yield Stage.SIGNED, stage


def _targets(
    then: Census,
    known: Census,
    goals: Iterable[tuple[int, Goals]],
    settings: Settings,
    question: Question,
    times: Mapping[Pair, LeadTimes],
) -> Iterator[tuple[Progress, Forecast]]:
    """Hold targets against their projects, and forecast them.

    Args:
        then: the projects as they were on the day.
        known: with their dates as they are known.
        goals: the targets by their years.
        settings: the ledger's limits.
        question: what is asked.
        times: lead times of all projects that are known.
    """
    for year, meant in goals:
        terms = parse_filter(meant.filter)
        counted, dated = _matching(terms, then, known, settings, question)
        targets = progress(dated, year, meant, question.as_of)
        measures = [one.measure for one in targets]
        estimated = times if counted is then else {}
        ahead = forecasts(counted, measures, year, question.as_of, estimated)
        yield from zip(targets, ahead, strict=True)
