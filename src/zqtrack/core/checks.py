"""The checks of a project: each a plain function, with its rule in one tuple at the end."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from operator import attrgetter
from typing import TypeAlias

from zqtrack.core.fields import fields_of
from zqtrack.core.findings import Flaw, KeyPath, Severity
from zqtrack.core.money import format_money
from zqtrack.core.period import Period
from zqtrack.core.project import (
    FIELDS,
    STAGES,
    Mark,
    Note,
    Problem,
    Project,
    Replanned,
    Stage,
    Withdrawal,
)
from zqtrack.core.record import record
from zqtrack.core.rules import DUPLICATE, FILE_RULES, READING_RULES, SETTINGS, Rule
from zqtrack.errors import UsageError, quoted
from zqtrack.language import _, later

#: What a check finds: the key where to look, what is wrong there, and what to type instead.
Found: TypeAlias = tuple[KeyPath, str, str]

#: A project's id, name and company.
Named: TypeAlias = tuple[str, str, str | None]


@record()
class Check:
    """A rule, and the function that finds where a project breaks it.

    Attributes:
        rule: what is looked for.
        find: from a project and today; what it gives becomes a flaw with the rule's code.
        when: tells cheaply whether there may be anything to find; asked once for all checks that
            share it.
    """

    rule: Rule
    find: Callable[[Project, date], Iterable[Found]]
    when: Callable[[Project, date], object]


def check_project(project: Project, today: date) -> tuple[Flaw, ...]:
    """Find everything that does not hold together in one project.

    Args:
        project: the whole project, not only what was known on some day.
        today: what lies after it has not happened.

    Returns:
        The flaws in the order in which the keys of a project file are declared.
    """
    flaws = [
        Flaw(check.rule.code, *found)
        for may_find, checks in _BY_WHEN
        if may_find(project, today)
        for check in checks
        for found in check.find(project, today)
    ]
    return tuple(sorted(flaws, key=_place)) if flaws else ()


def find_duplicates(projects: Iterable[Named]) -> tuple[tuple[str, Flaw], ...]:
    """Find the projects that tell of the same one as a project before them.

    Args:
        projects: the id, name and company of each.

    Returns:
        For each, its id and the flaw. Two projects are the same if their names and companies
        are, whatever the case and spacing, or if their names are and neither has a company.
    """
    named = [(_as_compared(name), id_, company) for id_, name, company in projects]
    times = Counter([name for name, _, _ in named])
    first: dict[tuple[str, str], str] = {}
    found = []
    for name, id_, company in named:
        if times[name] == 1:  # as nearly always
            continue
        same = first.setdefault((name, _as_compared(company or "")), id_)
        if same is not id_:
            message = _("`{id}` has the same name and company as `{other}`").format(
                id=id_, other=same
            )
            hint = _("delete one of the two files, or change a name")
            found.append((id_, Flaw(DUPLICATE.code, ("name",), message, hint)))
    return tuple(found)


def rule(code: str) -> Rule:
    """Give the rule of a code, in any case.

    Raises:
        UsageError: there is none.
    """
    wanted = code.strip().upper()
    if known := _BY_CODE.get(wanted):
        return known
    from difflib import get_close_matches

    near = get_close_matches(wanted, _BY_CODE, n=1)
    hint = (
        _("did you mean `{meant}`?").format(meant=near[0])
        if near
        else _("zqtrack validate --explain all lists them")
    )
    raise UsageError(_("no check is called {code}").format(code=quoted(code)), hint)


def _as_compared(text: str) -> str:
    return " ".join(text.casefold().split())


_TABLES = ("actual", "planned", "replanned", "problems", "notes", "withdrawn")
_PARTS = (Replanned, Problem, Note, Withdrawal)
# Every key in the order of its declaration; where tables share keys, they agree on it.
_PLACES = {
    key: place
    for place, key in enumerate(
        dict.fromkeys(
            (
                *(field.key for field in FIELDS),
                *_TABLES,
                *(stage.value for stage in Stage),
                *(field.key for part in _PARTS for field in fields_of(part)),
            )
        )
    )
}


def _place(flaw: Flaw) -> tuple[tuple[int, ...], str]:
    key = tuple(part if isinstance(part, int) else _PLACES[part] for part in flaw.key)
    return key, flaw.code


# Stages


def _stages_out_of_order(project: Project, _today: date) -> Iterator[Found]:
    for stage, day, earlier, before in _reversed(_dated(project)):
        yield (
            ("actual", stage.value),
            _("{stage} ({day}) comes before {earlier} ({before})").format(
                stage=_(stage), day=day, earlier=_(earlier), before=before
            ),
            _('correct one of the two, or write {stage} = "unknown"').format(stage=stage),
        )


def _in_the_future(project: Project, today: date) -> Iterator[Found]:
    for key, day in _happened(project):
        if day.first > today:
            promise = _("take it out, and promise it: zqtrack plan {id} {key} {day}").format(
                id=project.id, key=key[-1], day=day
            )
            yield (
                key,
                _("{key} ({day}) has not come yet: today is {today}").format(
                    key=_(str(key[-1])), day=day, today=today
                ),
                promise
                if key[0] == "actual"
                else _("correct the date, or wait until it has come"),
            )


def _passed_without_date(project: Project, _today: date) -> Iterator[Found]:
    missing: list[Stage] = []
    for stage in STAGES:
        moment = project.actual.get(stage)
        if moment is None:
            missing.append(stage)
        elif missing and moment is not _NOT_APPLICABLE:
            for passed in missing:
                yield (
                    ("actual", stage.value),
                    _("{stage} is reached, but nothing is said of {passed} before it").format(
                        stage=_(stage), passed=_(passed)
                    ),
                    _(
                        'add {passed} = "unknown" if it was passed, "n/a" if it does not apply'
                    ).format(passed=passed),
                )
            missing.clear()


def _withdrawn_and_producing(project: Project, _today: date) -> Iterator[Found]:
    if project.withdrawn and project.has_reached(Stage.PRODUCING):
        since = project.actual[Stage.PRODUCING]
        yield (
            ("withdrawn",),
            _("it was withdrawn ({on}), yet it produces ({since})").format(
                on=project.withdrawn.on, since=_(str(since))
            ),
            _("delete [withdrawn], or the date of producing"),
        )


def _withdrawn_too_early(project: Project, _today: date) -> Iterator[Found]:
    on = project.withdrawn and project.withdrawn.on
    # That it produces is found by the check above, whenever it began to.
    for stage, day in reversed(_dated(project)):
        if on and stage is not Stage.PRODUCING and on.last < day.first:
            yield (
                ("withdrawn", "on"),
                _("it was withdrawn ({on}) before it was {stage} ({day})").format(
                    on=on, stage=_(stage), day=day
                ),
                _("correct one of the two dates, or delete [withdrawn] if it came back"),
            )
            return


# Promises


def _replanned_without_first(project: Project, _today: date) -> Iterator[Found]:
    seen = set(project.planned)
    for at, again in enumerate(project.replanned):
        if again.stage not in seen:
            seen.add(again.stage)
            yield (
                ("replanned", at, "stage"),
                _("{stage} is re-planned to {to}, but [planned] has no date for it").format(
                    stage=_(again.stage), to=again.to
                ),
                _('add what was promised first under [planned]: {stage} = "…"').format(
                    stage=again.stage
                ),
            )


def _replanned_out_of_order(project: Project, _today: date) -> Iterator[Found]:
    latest: dict[Stage, Period] = {}
    for at, again in enumerate(project.replanned):
        before = latest.get(again.stage)
        if before and again.on.last < before.first:
            yield (
                ("replanned", at, "on"),
                _("{stage} is re-planned ({on}) before the entry above it ({before})").format(
                    stage=_(again.stage), on=again.on, before=before
                ),
                _("put the [[replanned]] entries in the order of their days: the last one counts"),
            )
        else:
            latest[again.stage] = again.on


def _promises_out_of_order(project: Project, _today: date) -> Iterator[Found]:
    promises = {**project.planned, **{again.stage: again.to for again in project.replanned}}
    ahead = [stage for stage in promises if stage not in project.actual]
    dated = [(stage, promises[stage]) for stage in sorted(ahead, key=_STAGES.index)]
    for stage, promise, earlier, before in _reversed(dated):
        yield (
            _promise_key(project, stage),
            _("{stage} is promised for {promise}, before {earlier} ({before})").format(
                stage=_(stage), promise=promise, earlier=_(earlier), before=before
            ),
            _("correct one of the two, or re-plan {stage} as well").format(stage=_(stage)),
        )


def _promise_for_nothing(project: Project, _today: date) -> Iterator[Found]:
    for stage, moment in project.actual.items():
        if moment is _NOT_APPLICABLE and (promise := project.promise(stage)):
            yield (
                _promise_key(project, stage),
                _('{stage} is promised for {promise}, but [actual] says it is "n/a"').format(
                    stage=_(stage), promise=promise
                ),
                _('delete the promise, or {stage} = "n/a"').format(stage=stage),
            )


def _promised_for_the_past(project: Project, _today: date) -> Iterator[Found]:
    for at, again in enumerate(project.replanned):
        if again.to.last < again.on.first:
            yield (
                ("replanned", at, "to"),
                _("{stage} is promised for {to}, past when that was said ({on})").format(
                    stage=_(again.stage), to=again.to, on=again.on
                ),
                _("`to` is the new date, `on` the day when it was promised: correct one of them"),
            )


def _promise_key(project: Project, stage: Stage) -> KeyPath:
    again = [at for at, again in enumerate(project.replanned) if again.stage == stage]
    return ("replanned", again[-1], "to") if again else ("planned", stage.value)


# Problems


def _closed_before_raised(project: Project, _today: date) -> Iterator[Found]:
    for at, problem in enumerate(project.problems):
        if problem.closed and problem.closed.last < problem.raised.first:
            yield (
                ("problems", at, "closed"),
                _("closed ({closed}) comes before raised ({raised})").format(
                    closed=problem.closed, raised=problem.raised
                ),
                _("correct one of the two dates"),
            )


def _due_before_raised(project: Project, _today: date) -> Iterator[Found]:
    for at, problem in enumerate(project.problems):
        if problem.due and problem.due.last < problem.raised.first:
            yield (
                ("problems", at, "due"),
                _("due ({due}) comes before raised ({raised})").format(
                    due=problem.due, raised=problem.raised
                ),
                _("correct one of the two dates"),
            )


def _nobody_answers(project: Project, _today: date) -> Iterator[Found]:
    for at, problem in enumerate(project.problems):
        if problem.closed or (problem.owner and problem.due):
            continue
        if problem.due:
            message, hint = _("the open problem {title} has no owner"), _('add owner = "…"')
        elif problem.owner:
            message, hint = _("the open problem {title} has no due"), _("add due = 2024-06-30")
        else:
            message = _("the open problem {title} has no owner and no due")
            hint = _('add owner = "…" and due = 2024-06-30')
        yield ("problems", at, "title"), message.format(title=quoted(problem.title)), hint


# Figures


# A slip between yuan and 万 is a factor of 10,000; so the bounds may be wide and still catch it.
_MILLION, _TRILLION = 10**6, 10**12
# Each amount, with the least that it plausibly is.
_AMOUNTS: tuple[tuple[str, Callable[[Project], int | None], int], ...] = (
    ("investment", attrgetter("investment"), _MILLION),
    ("output", attrgetter("output"), _MILLION),
    ("paid-in", attrgetter("paid_in"), 0),
    ("tax", attrgetter("tax"), 0),
)
# An amount, what it is measured by, at least 1/x of it, at most x times as much.
_PROPORTIONS = (
    ("paid-in", "investment", 10_000, 2),
    ("output", "investment", 100, 100),
    ("tax", "output", 10_000, 1),
)
_MOST_MU = 50_000
_LEAST_A_MU, _MOST_A_MU = 100_000, 200_000_000
_MU_A_SQUARE_METRE, _MU_A_HECTARE = 0.0015, 15
_YEARS_AHEAD = 50
_FIRST_DAY = date(1949, 1, 1)


def _amount_out_of_scale(project: Project, _today: date) -> Iterator[Found]:
    for key, amount, least in _AMOUNTS:
        yuan = amount(project)
        if yuan is None or least <= yuan <= _TRILLION:
            continue
        if yuan < least:
            unit = _('write its unit: {key} = "{yuan}万" or "{yuan}亿"').format(key=key, yuan=yuan)
            yield (
                (key,),
                _("{key} is {yuan:,} yuan, which is less than {least}").format(
                    key=_(key), yuan=yuan, least=format_money(least)
                ),
                unit if yuan else _("delete the line: what is not there is unknown"),
            )
        else:
            yield (
                (key,),
                _("{key} is {yuan:,} yuan, which is more than {most}").format(
                    key=_(key), yuan=yuan, most=format_money(_TRILLION)
                ),
                _("count its zeros: 1亿 is 100_000_000 yuan, 1bn is 1_000_000_000"),
            )


def _amounts_out_of_proportion(project: Project, _today: date) -> Iterator[Found]:
    amounts = {key: _plausible(amount(project), least) for key, amount, least in _AMOUNTS}
    for key, base_key, least, most in _PROPORTIONS:
        yuan, base = amounts[key], amounts[base_key]
        if not yuan or not base:
            continue
        if yuan * least < base:
            said = _(
                "{key} ({yuan:,} yuan) is less than 1/{least:,} of {base_key} ({base:,} yuan)"
            )
        elif yuan <= base * most:
            continue
        elif most > 1:
            said = _("{key} ({yuan:,} yuan) is more than {most} times {base_key} ({base:,} yuan)")
        else:
            said = _("{key} ({yuan:,} yuan) is more than {base_key} ({base:,} yuan)")
        yield (
            (key,),
            said.format(
                key=_(key), yuan=yuan, least=least, most=most, base_key=_(base_key), base=base
            ),
            _(
                'check the unit of both; yuan stands without one: {key} = "500万" is 5_000_000'
            ).format(key=key),
        )


def _land_out_of_scale(project: Project, _today: date) -> Iterator[Found]:
    mu, yuan = project.land_mu, _plausible(project.investment, _MILLION)
    if not mu:
        return
    in_square_metres = _("1 mu is 667 m²; if it is in m², write land-mu = {mu:.1f}")
    in_hectares = _("15 mu are 1 ha; if it is in hectares, write land-mu = {mu:.1f}")
    if mu > _MOST_MU:
        said = _("land-mu is {mu:,}, which is more than {bound:,}")
        yield (
            ("land-mu",),
            said.format(mu=mu, bound=_MOST_MU),
            in_square_metres.format(mu=mu * _MU_A_SQUARE_METRE),
        )
    elif yuan and yuan < mu * _LEAST_A_MU:
        said = _(
            "land-mu is {mu:,} for an investment of {yuan:,} yuan: {each:,.0f} yuan a mu, "
            "which is less than {bound:,}"
        ).format(mu=mu, yuan=yuan, each=yuan / mu, bound=_LEAST_A_MU)
        yield ("land-mu",), said, in_square_metres.format(mu=mu * _MU_A_SQUARE_METRE)
    elif yuan and yuan > mu * _MOST_A_MU:
        said = _(
            "land-mu is {mu:,} for an investment of {yuan:,} yuan: {each:,.0f} yuan a mu, "
            "which is more than {bound:,}"
        ).format(mu=mu, yuan=yuan, each=yuan / mu, bound=_MOST_A_MU)
        yield ("land-mu",), said, in_hectares.format(mu=mu * _MU_A_HECTARE)


def _implausible_year(project: Project, today: date) -> Iterator[Found]:
    for key, day in chain(_happened(project), _promised(project)):
        if day.first < _FIRST_DAY:
            yield (
                key,
                _("{key} ({day}) is before {first}").format(
                    key=_(str(key[-1])), day=day, first=_FIRST_DAY.year
                ),
                _("correct the year"),
            )
    for key, day in _promised(project):
        if day.last.year > today.year + _YEARS_AHEAD:
            yield (
                key,
                _("{key} ({day}) is more than {years} years after today ({today})").format(
                    key=_(str(key[-1])), day=day, years=_YEARS_AHEAD, today=today
                ),
                _("correct the year"),
            )


def _plausible(yuan: int | None, least: int) -> int | None:
    """Give an amount, or None where it is unknown or already found to be out of scale."""
    return yuan if yuan is not None and least <= yuan <= _TRILLION else None


# Dates


_STAGES = tuple(Stage)
# Asked for so often that the look into the enum would cost as much as all the rest.
_NOT_APPLICABLE = Mark.NOT_APPLICABLE
# What stands in nearly every file is not made anew for each.
_ACTUAL: Mapping[Stage, KeyPath] = {stage: ("actual", stage.value) for stage in Stage}
_PLANNED: Mapping[Stage, KeyPath] = {stage: ("planned", stage.value) for stage in Stage}


def _dated(project: Project) -> list[tuple[Stage, Period]]:
    """Give the stages that have a date, in their order."""
    actual = project.actual
    return [(stage, day) for stage in _STAGES if isinstance(day := actual.get(stage), Period)]


def _reversed(
    dated: Sequence[tuple[Stage, Period]],
) -> Iterator[tuple[Stage, Period, Stage, Period]]:
    """Give each date that surely lies before one of an earlier stage, with the nearest such."""
    latest = date.min
    for at, (stage, day) in enumerate(dated):
        if day.last < latest:
            nearest = next(one for one in reversed(dated[:at]) if day.last < one[1].first)
            yield stage, day, *nearest
        latest = max(latest, day.first)


def _happened(project: Project) -> Iterator[tuple[KeyPath, Period]]:
    """Give every date of something that is said to have happened."""
    for stage, day in _dated(project):
        yield _ACTUAL[stage], day
    for at, again in enumerate(project.replanned):
        yield ("replanned", at, "on"), again.on
    for at, problem in enumerate(project.problems):
        yield ("problems", at, "raised"), problem.raised
        if problem.closed:
            yield ("problems", at, "closed"), problem.closed
    for at, note in enumerate(project.notes):
        yield ("notes", at, "on"), note.on
    if project.withdrawn:
        yield ("withdrawn", "on"), project.withdrawn.on


def _promised(project: Project) -> Iterator[tuple[KeyPath, Period]]:
    """Give every date of something that is to happen."""
    for stage, day in project.planned.items():
        yield _PLANNED[stage], day
    for at, again in enumerate(project.replanned):
        yield ("replanned", at, "to"), again.to
    for at, problem in enumerate(project.problems):
        if problem.due:
            yield ("problems", at, "due"), problem.due


# When there may be anything to find: asked of every project, so each costs next to nothing.


def _odd_dates(project: Project, today: date) -> bool:
    """Whether a date may be out of order, in the future, or of another age."""
    latest = _FIRST_DAY
    for stage in _STAGES:
        day = project.actual.get(stage)
        if isinstance(day, Period):
            if day.first < latest:
                return True
            latest = day.first
    if latest > today:
        return True
    far = date(today.year + _YEARS_AHEAD, 1, 1)
    for day in project.planned.values():
        if day.first < _FIRST_DAY or day.last >= far:
            return True
    parts = project.replanned or project.problems or project.notes or project.withdrawn
    return bool(parts) and _odd_parts(project, today, far)


def _odd_parts(project: Project, today: date, far: date) -> bool:
    happened, promised = [], []
    for again in project.replanned:
        happened.append(again.on)
        promised.append(again.to)
    for problem in project.problems:
        happened += problem.raised, problem.closed or problem.raised
        promised.append(problem.due or problem.raised)
    for note in project.notes:
        happened.append(note.on)
    if project.withdrawn:
        happened.append(project.withdrawn.on)
    return bool(
        [day for day in happened if not _FIRST_DAY <= day.first <= today]
        or [day for day in promised if day.first < _FIRST_DAY or day.last >= far]
    )


def _odd_promises(project: Project, _today: date) -> bool:
    """Whether the promises for two stages may be out of order."""
    if project.replanned:
        return True
    latest = date.min
    for stage in _STAGES:
        day = project.planned.get(stage)
        if day and stage not in project.actual:
            if day.first < latest:
                return True
            latest = day.first
    return False


def _reached(project: Project, _today: date) -> object:
    return project.actual


def _promises(project: Project, _today: date) -> object:
    return project.planned or project.replanned


def _replannings(project: Project, _today: date) -> object:
    return project.replanned


def _withdrawal(project: Project, _today: date) -> object:
    return project.withdrawn


def _problems(project: Project, _today: date) -> object:
    return project.problems


def _amounts(project: Project, _today: date) -> object:
    return (
        project.investment is not None
        or project.output is not None
        or project.paid_in is not None
        or project.tax is not None
    )


def _two_amounts(project: Project, _today: date) -> object:
    # One of them is in each proportion.
    return project.output is not None or project.paid_in is not None


def _land(project: Project, _today: date) -> object:
    return project.land_mu


#: Every check of a project. Errors cannot be true as they stand; warnings can, but seldom are.
CHECKS: tuple[Check, ...] = (
    Check(
        Rule(
            "ZQ201",
            later("stages out of order"),
            Severity.ERROR,
            later(
                "A stage has a date before that of a stage which comes earlier, such as a start "
                "before the signing. One of the two is wrong, and lead times leave both out. "
                "Dates that only may be out of order, such as a month and a day in it, are fine."
            ),
            later("Correct the date that is wrong. If nobody knows it, say so."),
            '[actual]\nsigned = "2023-04"\nland-supplied = "unknown"\nstarted = 2023-09-28\n',
        ),
        _stages_out_of_order,
        _odd_dates,
    ),
    Check(
        Rule(
            "ZQ202",
            later("it has not happened yet"),
            Severity.ERROR,
            later(
                "What is told as having happened, a stage in [actual], a problem, a note, a "
                "re-planning or a withdrawal, lies in the future. A month or year that has begun "
                "is fine."
            ),
            later("Correct the date. What is only planned is a promise, in [planned]."),
            '[actual]\nsigned = "2023-04"\n\n[planned]\nland-supplied = "2029-H1"\n',
        ),
        _in_the_future,
        _odd_dates,
    ),
    Check(
        Rule(
            "ZQ203",
            later("a passed stage without a date"),
            Severity.ERROR,
            later(
                "The project has reached a stage, but of one before it the file says nothing: "
                "whether it was passed, when, or whether it applies at all. So it would be "
                "missing from every count of that stage."
            ),
            later(
                'Add the date, or "unknown" if it was passed but nobody knows when, or "n/a" if '
                "it does not apply, as land supply to a leased factory."
            ),
            '[actual]\nsigned = "unknown"\nland-supplied = "n/a"\nstarted = "2022-06"\n',
        ),
        _passed_without_date,
        _reached,
    ),
    Check(
        Rule(
            "ZQ204",
            later("withdrawn, yet producing"),
            Severity.ERROR,
            later(
                "A project is withdrawn when it leaves the pipeline without producing. This one "
                "has done both."
            ),
            later("Delete [withdrawn] if it produces; a factory that closed later gets a note."),
            '[actual]\nsigned = "2021"\nland-supplied = "n/a"\nstarted = "2022"\n'
            'completed = "unknown"\nproducing = "2023"\n\n'
            '[[notes]]\non = "2024-01"\ntext = "Closed."\n',
        ),
        _withdrawn_and_producing,
        _withdrawal,
    ),
    Check(
        Rule(
            "ZQ205",
            later("withdrawn before a stage it reached"),
            Severity.ERROR,
            later(
                "The project reached a stage after the day on which it was withdrawn. Either a "
                "date is wrong, or the project came back."
            ),
            later(
                "Correct the date that is wrong. If the project came back, delete [withdrawn] and "
                "tell of it in a note."
            ),
            '[actual]\nsigned = "2022-05"\n\n[withdrawn]\non = "2023-02"\n'
            'reason = "no grid connection"\n',
        ),
        _withdrawn_too_early,
        _withdrawal,
    ),
    Check(
        Rule(
            "ZQ211",
            later("re-planned without a first promise"),
            Severity.WARNING,
            later(
                "The date of a stage was moved, but [planned] does not say what was promised "
                "first. The slip is then counted from the earliest re-planning, and looks smaller "
                "than it is."
            ),
            later("Add the first promise; it is never overwritten."),
            '[planned]\ncompleted = "2024-12"\n\n'
            '[[replanned]]\nstage = "completed"\nto = "2025-03"\non = 2023-10-09\n',
        ),
        _replanned_without_first,
        _replannings,
    ),
    Check(
        Rule(
            "ZQ212",
            later("re-plannings out of order"),
            Severity.WARNING,
            later(
                "Of several promises for a stage the last one in the file counts. Here it is "
                "older than one above it."
            ),
            later("Put the [[replanned]] entries of a stage in the order of their days."),
            '[planned]\nstarted = "2023-06"\n\n'
            '[[replanned]]\nstage = "started"\nto = "2023-12"\non = 2023-05-08\n\n'
            '[[replanned]]\nstage = "started"\nto = "2024-06"\non = 2023-11-20\n',
        ),
        _replanned_out_of_order,
        _replannings,
    ),
    Check(
        Rule(
            "ZQ213",
            later("promises out of order"),
            Severity.WARNING,
            later(
                "A stage ahead is promised for a time before that of an earlier stage, such as "
                "production before completion. Mostly the earlier one was re-planned and the "
                "later one was forgotten."
            ),
            later("Re-plan the later stage as well, or correct the date that is wrong."),
            '[planned]\ncompleted = "2024-12"\nproducing = "2025-H1"\n',
        ),
        _promises_out_of_order,
        _odd_promises,
    ),
    Check(
        Rule(
            "ZQ214",
            later("a promise for a stage that does not apply"),
            Severity.WARNING,
            later(
                'A stage is promised, but [actual] says "n/a": that it does not apply to this '
                "project. So nobody waits for the promise."
            ),
            later('Delete the promise, or the "n/a".'),
            '[actual]\nsigned = "2023-04"\nland-supplied = "n/a"\n\n'
            '[planned]\nstarted = "2024-06"\n',
        ),
        _promise_for_nothing,
        _promises,
    ),
    Check(
        Rule(
            "ZQ215",
            later("a promise for the past"),
            Severity.WARNING,
            later(
                "A new date was already past on the day when it was promised. Mostly `to` and "
                "`on` are exchanged, or a year is wrong."
            ),
            later("Write the new date after `to`, the day when it was promised after `on`."),
            '[planned]\ncompleted = "2024-12"\n\n'
            '[[replanned]]\nstage = "completed"\nto = "2025-03"\non = 2023-10-09\n',
        ),
        _promised_for_the_past,
        _replannings,
    ),
    Check(
        Rule(
            "ZQ221",
            later("a problem closed before it was raised"),
            Severity.ERROR,
            later("A problem was solved before it was found. One of the two dates is wrong."),
            later("Correct the date that is wrong."),
            '[[problems]]\ntitle = "Construction access road"\nraised = 2023-05-01\n'
            "closed = 2023-05-28\n",
        ),
        _closed_before_raised,
        _problems,
    ),
    Check(
        Rule(
            "ZQ222",
            later("a problem due before it was raised"),
            Severity.WARNING,
            later(
                "The deadline of a problem had passed when the problem was found. Mostly a year "
                "or month is wrong."
            ),
            later("Correct the date that is wrong."),
            '[[problems]]\ntitle = "Construction access road"\nraised = 2023-05-01\n'
            'owner = "Roads office"\ndue = 2023-06-01\n',
        ),
        _due_before_raised,
        _problems,
    ),
    Check(
        Rule(
            "ZQ223",
            later("an open problem that nobody answers for"),
            Severity.WARNING,
            later(
                "Each problem has a responsible person and a deadline. Without the deadline it "
                "can never be overdue, so it turns no light yellow or red."
            ),
            later("Add who mends it, and by when."),
            '[[problems]]\ntitle = "Construction access road"\nraised = 2023-05-01\n'
            'owner = "Roads office"\ndue = 2023-06-01\n',
        ),
        _nobody_answers,
        _problems,
    ),
    Check(
        Rule(
            "ZQ231",
            later("an amount out of scale"),
            Severity.WARNING,
            later(
                "An investment or a year's output below 1 m yuan is less than a workshop costs; "
                "any amount above 1,000 bn yuan is more than any project. Mostly the amount was "
                "in 万 or 亿 and was typed without its unit."
            ),
            later("Write the unit, or all digits. What is unknown is left out, not 0."),
            'investment = "110000万"\noutput = "20亿"\n',
        ),
        _amount_out_of_scale,
        _amounts,
    ),
    Check(
        Rule(
            "ZQ232",
            later("amounts out of proportion"),
            Severity.WARNING,
            later(
                "Two amounts do not fit together: paid in more than twice or less than 1/10,000 "
                "of the investment; output more than 100 times or less than 1/100 of it; tax more "
                "than the output or less than 1/10,000 of it. An amount typed in 万 for yuan is "
                "10,000 times too small. A common overrun of costs is not meant, nor an amount of "
                "0."
            ),
            later("Write both amounts with their units."),
            'investment = "11亿"\npaid-in = "3000万"\noutput = "20亿"\ntax = "6000万"\n',
        ),
        _amounts_out_of_proportion,
        _two_amounts,
    ),
    Check(
        Rule(
            "ZQ233",
            later("land out of scale"),
            Severity.WARNING,
            later(
                "More than 50,000 mu is larger than any plant, and less than 100,000 or more than "
                "200 m yuan of investment a mu is rare. Mostly the land was in m² or km². Land in "
                "hectares differs from mu only by 15 and may stay unnoticed."
            ),
            later("Write the land in mu: 1 mu is 667 m², 15 mu are 1 ha."),
            'investment = "11亿"\nland-mu = 120.5\n',
        ),
        _land_out_of_scale,
        _land,
    ),
    Check(
        Rule(
            "ZQ234",
            later("an implausible year"),
            Severity.WARNING,
            later(
                "A date is before 1949, or a promise is for more than 50 years from today. Mostly "
                "two digits are exchanged."
            ),
            later("Correct the year."),
            '[planned]\nstarted = "2026"\n',
        ),
        _implausible_year,
        _odd_dates,
    ),
)

_BY_WHEN = tuple(
    (when, tuple(check for check in CHECKS if check.when is when))
    for when in dict.fromkeys(check.when for check in CHECKS)
)

#: Everything that ``validate`` looks for, by code.
RULES: tuple[Rule, ...] = (
    *FILE_RULES,
    *READING_RULES,
    *(check.rule for check in CHECKS),
    DUPLICATE,
    SETTINGS,
)
_BY_CODE = {known.code: known for known in RULES}
