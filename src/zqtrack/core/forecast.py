"""How much of a target will have come by the end of a year, and how sure that is.

The final count of a stage is a sum of three, each with its own distribution (``tally``):

- what has surely been reached in the year so far: known;
- the open projects, each with the chance to come by 31 December: the chance to reach its next
  stage on a day, given its age in the stage where it stands, times the chance to come from there
  to the stage in question in the days that are left, summed over the days (``passage``);
- the projects that are not signed yet. They arrive at the cadence of the past 12 months, and come
  as far as projects do within so many days of signing. A thinned Poisson process is a Poisson
  process (J. F. C. Kingman, "Poisson Processes" (1993), section 2.2).

That rates are estimates widens all of it: the rate of signing has a gamma distribution (Jeffreys:
signed + 1/2, over the days), made wider where the months differ by more than chance; the chances
of the open projects of a stage are multiplied by a common log-normal factor.

The final investment is what has been signed in the year so far, and what those that are not signed
yet bring: each as much as one of the past 12 months, any of them as likely as another. That is a
compound Poisson sum (Kingman, section 3.2) over the same uncertain rate, wider by how uncertain
the mean of the amounts is. An amount that is not told is none in either: what is forecast is the
figure that the ledger will show, the least that the investment can be.

It assumes that projects are independent of each other, that the days to come are like those
behind, and that how long a project stands in a stage tells nothing about the stages after it. The
pair from where a project stands straight to the stage in question would not do: among those that
old, most have gone on and are nearly there, while this one has not.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from itertools import compress
from math import ceil, fsum, sqrt
from typing import NamedTuple

from zqtrack.core import tally
from zqtrack.core.cadence import cadence
from zqtrack.core.census import Census, Counted, census_of
from zqtrack.core.facts import MOMENTS, OWN
from zqtrack.core.leadtime import FEWEST, LeadTimes, lead_times
from zqtrack.core.money import format_money
from zqtrack.core.passage import Passage, passage
from zqtrack.core.period import Period, months_of, parse_period, span, the_year_to
from zqtrack.core.project import STAGES, Project, Stage
from zqtrack.core.tally import Part, Tally
from zqtrack.core.totals import signed_in
from zqtrack.language import _, later

#: The interval leaves out as much on either side.
TAIL = 0.1
#: How often the interval is meant to hold what comes.
LEVEL = 0.8


# The amounts to come lie on a lattice: so many points up to so many deviations above their mean.
_STEPS, _FAR = 1000, 8
#: The measure of a target that is no stage.
INVESTMENT = "investment"


class Forecast(NamedTuple):
    """How much of a measure there will be by the end of a year: projects, or whole yuan.

    Attributes:
        measure: a stage that projects reach, or ``INVESTMENT``.
        year: the year.
        as_of: the day from which it is seen.
        actual: how much of it there surely is in the year so far.
        waiting: how many open projects can still come to the stage; of prospects none is counted,
            for they are among those that are not signed yet.
        undated: how many of these are in no chance, as nobody knows since when they stand there.
        silent: how many projects of the year so far and of the past 12 months do not say how much
            they invest: they are not in ``actual``, and add nothing to what is to come.
        tally: how likely it is that 0, 1, 2, … of ``unit`` are still to come; None where the past
            gives no basis.
        reason: why it gives none; None where there is a tally.
        unit: 1 project, or so many yuan: the steps of ``tally``.
    """

    measure: str
    year: int
    as_of: date
    actual: int
    waiting: int
    undated: int
    silent: int
    tally: Tally | None
    reason: str | None
    unit: int = 1

    @property
    def expected(self) -> float | None:
        """The mean of the final amount; None without a basis."""
        return self.actual + self.unit * tally.expected(self.tally) if self.tally else None

    @property
    def interval(self) -> tuple[int, int] | None:
        """The 80 % interval: with a chance of at most 10 % less comes, and so with more."""
        return (self._quantile(TAIL), self._quantile(1 - TAIL)) if self.tally else None

    def chance(self, target: int) -> float | None:
        """Give the chance that it comes to a target or more; None without a basis."""
        return tally.at_least(self.tally, self._steps(target)) if self.tally else None

    def part_inside(self, came: int) -> float | None:
        """Give the part of what came that lies in the middle 80 % (``tally.held``), 0 to 1."""
        if not self.tally:
            return None
        return tally.held(self.tally, self._steps(came), TAIL, 1 - TAIL)

    def _quantile(self, share: float) -> int:
        return self.actual + self.unit * tally.quantile(self.tally or (), share)

    def _steps(self, amount: int) -> int:
        return max(0, ceil((amount - self.actual) / self.unit))


#: The lead times of the same projects on the same day that are known already, by their stages.
Known = Mapping[tuple[Stage, Stage], LeadTimes]


def forecasts(
    projects: Sequence[Project],
    measures: Iterable[str],
    year: int,
    as_of: date,
    known: Known | None = None,
) -> tuple[Forecast, ...]:
    """Forecast the final amounts of a year.

    Args:
        projects: those that count, seen on the day; the past is theirs too.
        measures: the counted stages to forecast, and ``INVESTMENT``.
        year: the year; it is not after the one that begins on the next day.
        as_of: the day from which it is seen.
        known: lead times of these projects that need not be estimated again.
    """
    window = parse_period(f"{year:04}")
    past = _Past(census_of(projects), as_of, max(0, (window.last - as_of).days), known or {})
    return tuple(
        _investment(window, past)
        if measure == INVESTMENT
        else _forecast(Stage(measure), window, past)
        for measure in measures
    )


def interval_text(forecast: Forecast) -> str | None:
    """Write the 80 % interval, of amounts the least it can be; None without a basis."""
    if not (interval := forecast.interval):
        return None
    if forecast.measure != INVESTMENT:
        return f"{interval[0]:,} – {interval[1]:,}"
    least = "≥ " if forecast.silent else ""
    return least + " – ".join(map(format_money, interval))


class _Arriving(NamedTuple):
    """How projects are signed.

    Attributes:
        window: the days in which they were.
        signed: how many there were.
        unevenness: by how much more than by chance the months differ, 1 or above.
    """

    window: Period
    signed: float
    unevenness: float

    def expected(self, days: int) -> float:
        """Give how many are to come in so many days."""
        return (self.signed + 0.5) / self.window.days * days

    @property
    def doubt(self) -> float:
        """The variance ÷ mean² of their number."""
        return 1 / (self.signed + 0.5)

    def uneven(self, expected: float) -> float:
        """Give what uneven months, behind and to come, add to the doubt of some expected."""
        return (self.unevenness - 1) * (self.doubt + (1 / expected if expected else 0.0))


# The stage where projects stand and the one they come to next.
_Step = tuple[Stage, Stage]
# Amounts, the part of each that lies in a window, and how many projects have both.
_Amounts = Counter[tuple[int | None, float]]
# Where open projects stand, what they come to, and the days since then, None if unknown.
_Standing = Mapping[tuple[Stage, tuple[Stage, ...]], Counter[int | None]]


class _Past:
    """What the past tells, found when it is asked for.

    Attributes:
        projects: those whose past it is.
        as_of: the day from which they are seen.
        days: how many are left of the year.
    """

    def __init__(self, projects: Census, as_of: date, days: int, known: Known) -> None:
        """Take the projects, the day, the days that are left, and lead times that are known."""
        self.projects = projects
        self.as_of = as_of
        self.days = days
        self._known = known
        self._between: dict[_Step, Passage | None] = {}
        self._next_from: dict[_Step, Passage | None] = {}

    def between(self, start: Stage, end: Stage) -> Passage | None:
        """Give how all projects pass between two stages; None where too few have."""
        step = start, end
        if step not in self._between:
            times = self._known.get(step) or lead_times(self.projects, *step, self.as_of)
            self._between[step] = passage(times, self.days)
        return self._between[step]

    def next_from(self, start: Stage, end: Stage) -> Passage | None:
        """Give how those pass to whom no stage between the two applies, else how all do."""
        step = start, end
        if step not in self._next_from:
            self._next_from[step] = self._of_alike(*step) or self.between(*step)
        return self._next_from[step]

    def _of_alike(self, start: Stage, end: Stage) -> Passage | None:
        skipped = {*STAGES[STAGES.index(start) + 1 : STAGES.index(end)]}
        if not skipped:
            return None
        are_alike = self.projects.stand_where(lambda place: skipped <= {*place.skipped})
        alike = self.projects.where(are_alike)
        return passage(lead_times(alike, start, end, self.as_of), self.days)

    @cached_property
    def applies(self) -> Mapping[Stage, float]:
        """To which share of the signed projects each stage applies, 0 to 1."""
        return _applies(self.projects)

    @cached_property
    def arriving(self) -> _Arriving | None:
        """How projects are signed; None where nothing tells."""
        return _arriving(self.projects.dates(Stage.SIGNED), self.as_of)

    @cached_property
    def standing(self) -> _Standing:
        """Where the open projects stand."""
        return _standing(self.projects, self.as_of)


_TOO_FEW_SIGNED = later("too few were signed in the past 12 months")
_TOO_FEW_AMOUNTS = later("fewer than five signed in the past 12 months say how much they invest")


def _forecast(stage: Stage, window: Period, past: _Past) -> Forecast:
    actual = cadence(past.projects, stage, window).reached
    ages = _ages_of(stage, past.standing)
    parts = _to_come(stage, ages, past)
    reason = parts if isinstance(parts, str) else None
    to_come = None if isinstance(parts, str) else tally.total(parts)
    waiting, undated = _waiting(stage, past.standing)
    year = window.first.year
    return Forecast(stage, year, past.as_of, actual, waiting, undated, 0, to_come, reason)


def _standing(projects: Census, as_of: date) -> _Standing:
    """Count the open projects by where they stand, what they come to, and how long they stand."""
    ages: dict[tuple[Stage, tuple[Stage, ...]], Counter[int | None]] = {}
    for (place, since), number in projects.stays:
        if place.reached and place.ahead:
            age = (
                ((as_of - since.first).days + (as_of - since.last).days) // 2
                if isinstance(since, Period)
                else None
            )
            ages.setdefault((place.reached, place.ahead), Counter())[age] += number
    return ages


def _ages_of(stage: Stage, standing: _Standing) -> Mapping[_Step, Counter[int]]:
    """Count the ages of the projects that can still come to a stage, by where they stand."""
    found: dict[_Step, Counter[int]] = {}
    for (reached, ahead), ages in standing.items():
        if stage in ahead:
            known = {age: number for age, number in ages.items() if age is not None}
            found.setdefault((reached, ahead[0]), Counter()).update(known)
    return {step: ages for step, ages in found.items() if ages}


def _waiting(stage: Stage, standing: _Standing) -> tuple[int, int]:
    """Count the projects that can still come to a stage, and those of them without an age."""
    waiting = [ages for (_reached, ahead), ages in standing.items() if stage in ahead]
    return sum(map(Counter.total, waiting)), sum(ages[None] for ages in waiting)


def _to_come(stage: Stage, ages: Mapping[_Step, Counter[int]], past: _Past) -> list[Part] | str:
    """Give the parts of all that come in the days left, or say what there is no basis for."""
    if not past.days:
        return []
    if past.arriving is None:
        return _TOO_FEW_SIGNED
    parts = [_not_signed_yet(stage, past, past.arriving)]
    parts += [
        _coming(start, upcoming, group, stage, past) for (start, upcoming), group in ages.items()
    ]
    missing = [part for part in parts if isinstance(part, str)]
    return missing[0] if missing else [part for part in parts if isinstance(part, Part)]


def _not_signed_yet(stage: Stage, past: _Past, arriving: _Arriving) -> Part | str:
    days = past.days
    expected = arriving.expected(days)
    doubt = arriving.doubt + arriving.uneven(expected)
    if stage is not Stage.SIGNED:
        then = past.between(Stage.SIGNED, stage)
        if then is None:
            return _no_basis(Stage.SIGNED, stage)
        expected *= fsum(then.by(days - 1)) / days * past.applies[stage]
        doubt += 1 / max(1, then.within(days))
    return tally.arriving(expected, doubt)


def _coming(
    start: Stage, upcoming: Stage, ages: Counter[int], stage: Stage, past: _Past
) -> Part | str:
    """Count those of the projects of one place that come to a stage in the days left."""
    days = past.days
    first = past.next_from(start, upcoming)
    if first is None:
        return _no_basis(start, upcoming)
    onwards: Sequence[float] = [1.0] * days
    doubt = first.doubt(ages, days)
    if upcoming != stage:
        then = past.between(upcoming, stage)
        if then is None:
            return _no_basis(upcoming, stage)
        onwards = then.by(days - 1)[::-1]
        doubt += 1 / max(1, then.within(days))
    chances: Counter[float] = Counter()
    for age, number in ages.items():
        chances[first.chance(age, onwards)] += number
    return tally.coming(chances, doubt)


def _investment(window: Period, past: _Past) -> Forecast:
    projects, days, arriving = past.projects, past.days, past.arriving
    lately = arriving.window if arriving and days else None
    alike: _Amounts = _signed_in(projects, lately) if lately else Counter()
    found = _amounts_to_come(alike, days, arriving) if days else (1, [])
    unit, parts = (1, None) if isinstance(found, str) else found
    counted = projects.came_when(
        Stage.SIGNED, lambda day: day.within(window) or (lately and day.overlaps(lately))
    )
    return Forecast(
        INVESTMENT,
        window.first.year,
        past.as_of,
        int(signed_in(projects, window).amount or 0),
        0,
        0,
        list(compress(projects.keys(OWN[INVESTMENT]), counted)).count(None),
        None if parts is None else tally.total(parts),
        found if isinstance(found, str) else None,
        unit,
    )


def _signed_in(projects: Census, window: Period) -> _Amounts:
    """Count the projects signed in a window by their amount, and the part of their date in it."""
    chosen = projects.came_when(Stage.SIGNED, window.overlaps)
    amounts = compress(projects.keys(OWN[INVESTMENT]), chosen)
    signed = MOMENTS[Stage.SIGNED]
    days = {key: day for key, day in projects.different(signed).items() if isinstance(day, Period)}
    parts = {key: _part(day, window) for key, day in days.items()}
    dates = compress(projects.keys(signed), chosen)
    return Counter(zip(amounts, map(parts.__getitem__, dates), strict=True))


def _amounts_to_come(
    alike: _Amounts, days: int, arriving: _Arriving | None
) -> tuple[int, list[Part]] | str:
    """Give what those bring that are signed in so many days, in steps of so many yuan.

    Each project of the past brings its amount again, as likely as its part among all that were
    signed. Those that do not say how much are among these: they bring nothing that is told.
    """
    if arriving is None:
        return _TOO_FEW_SIGNED
    told = [
        (amount, part * number) for (amount, part), number in alike.items() if amount is not None
    ]
    if fsum(part for _amount, part in told) < FEWEST:
        return _TOO_FEW_AMOUNTS
    expected = arriving.expected(days)
    again = expected / arriving.signed
    sums = fsum(part * amount for amount, part in told)
    squares = fsum(part * amount**2 for amount, part in told)
    # The sum of the past is compound Poisson as well: so uncertain is its mean.
    doubt = arriving.uneven(expected) + (squares / sums**2 if sums else arriving.doubt)
    unit = _step(again * sums + _FAR * sqrt(again * squares + doubt * (again * sums) ** 2))
    bringing: defaultdict[int, float] = defaultdict(float)
    for amount, part in told:
        for step, likely in _on_lattice(amount, unit, part / arriving.signed):
            bringing[step] += likely
    return unit, [tally.arriving(expected, doubt, bringing)]


def _on_lattice(amount: int, unit: int, likely: float) -> tuple[tuple[int, float], ...]:
    """Divide an amount between the points of a lattice beside it so that its mean stays."""
    steps, rest = divmod(amount, unit)
    return (steps, likely * (1 - rest / unit)), (steps + 1, likely * rest / unit)


def _step(reach: float) -> int:
    """Give 1, 2 or 5 yuan with noughts, so many that no more than ``_STEPS`` are a reach.

    Amounts are round numbers, and so on such a lattice.
    """
    ten = int("1".ljust(len(f"{reach / _STEPS:.0f}"), "0"))
    return next(factor * ten for factor in (1, 2, 5, 10) if factor * ten * _STEPS >= reach)


def _no_basis(start: Stage, end: Stage) -> str:
    message = _("fewer than five have come from {start} to {end}")
    return message.format(start=_(start), end=_(end))


def _applies(projects: Census) -> Mapping[Stage, float]:
    places = [(place, n) for place, n in projects.places if Stage.SIGNED in place.came]
    signed = sum(number for _, number in places)
    skipped: Counter[Stage] = Counter()
    for place, number in places:
        skipped.update(dict.fromkeys(place.skipped, number))
    return {stage: 1 - skipped[stage] / signed for stage in STAGES if signed}


def _arriving(dates: Counted[Period], as_of: date) -> _Arriving | None:
    """Tell how projects were signed in the 12 months to a day; None where nothing tells.

    Where the first signing of all falls into the 12 months, time begins with it. A date that only
    overlaps counts by the part of its days that do.
    """
    first = min([one.first for one, _ in dates], default=as_of)
    window = the_year_to(as_of)
    if first >= window.first:
        if first >= as_of:
            return None
        window = span(first + timedelta(days=1), as_of)
    months = months_of(window)
    dates = [(one, number) for one, number in dates if one.last >= window.first]
    counts = [fsum(number * _part(one, month) for one, number in dates) for month in months]
    signed = fsum(counts)
    return _Arriving(window, signed, _unevenness(counts, months)) if signed else None


def _part(signed: Period, month: Period) -> float:
    if not signed.overlaps(month):
        return 0.0
    shared = min(signed.last, month.last) - max(signed.first, month.first)
    return (shared.days + 1) / signed.days


def _unevenness(counts: Sequence[float], months: Sequence[Period]) -> float:
    """Give Pearson's variance ÷ mean of the months' counts; 1 is chance alone, the least given."""
    if len(months) == 1:
        return 1.0
    each_day = fsum(counts) / sum(month.days for month in months)
    means = [each_day * month.days for month in months]
    squares = fsum((count - mean) ** 2 / mean for count, mean in zip(counts, means, strict=True))
    return max(1.0, squares / (len(months) - 1))
