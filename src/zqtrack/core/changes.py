"""What the commands change in a project: each gives a new project, or says why it cannot."""

from collections.abc import Mapping, Sequence
from datetime import date

from zqtrack.core.checks import check_project
from zqtrack.core.findings import Flaw
from zqtrack.core.period import Period
from zqtrack.core.project import (
    STAGES,
    Mark,
    Moment,
    Note,
    Problem,
    Project,
    Replanned,
    Stage,
    Withdrawal,
)
from zqtrack.core.record import replace
from zqtrack.errors import UsageError, ZqtrackError, quoted
from zqtrack.language import _

# Far above any number of a problem, far below what Python refuses to read.
_LONGEST_NUMBER = 9


def advance(
    project: Project, on: Moment, to: Stage | None = None, skip: Mark | None = None
) -> Project:
    """Let a project reach a stage.

    Args:
        project: the project.
        on: when it reached the stage.
        to: the stage; None for the next one that applies.
        skip: what is said of the stages in between that the file says nothing of.

    Raises:
        ZqtrackError: it has left, has passed the stage, or would skip one without saying why.
    """
    _refuse_withdrawn(project)
    to = to or project.next_stage
    if to is None:
        raise ZqtrackError(
            _("`{id}` is {standing}: no stage is ahead of it").format(
                id=project.id, standing=_(project.standing)
            )
        )
    _refuse_passed(project, to)
    passed = _skipped(project, to)
    if passed and skip is None:
        raise ZqtrackError(
            _("`{id}` cannot go to {to}: of {passed} nothing is said").format(
                id=project.id, to=_(to), passed=_(" and ").join(map(_, passed))
            ),
            _(
                "record {passed} first, or mark what is skipped: --skip unknown (passed, nobody "
                "knows when) or --skip n/a (does not apply)"
            ).format(passed=_(passed[0])),
        )
    marks = dict.fromkeys(passed, skip) if skip else {}
    return replace(project, actual={**project.actual, **marks, to: on})


def take_back(project: Project) -> Project:
    """Let a project not have reached the last stage that it reached.

    What was said of stages that it skipped stays: "n/a" is no stage reached, "unknown" is one,
    and the next to be taken back.

    Raises:
        ZqtrackError: it has left, or has reached nothing.
    """
    _refuse_withdrawn(project)
    last = last_reached(project)
    if last is None:
        raise ZqtrackError(
            _("`{id}` has reached no stage that could be taken back").format(id=project.id)
        )
    kept = {stage: moment for stage, moment in project.actual.items() if stage is not last}
    return replace(project, actual=kept)


def last_reached(project: Project) -> Stage | None:
    """Give the last stage that a project reached, the first contact included."""
    return next((stage for stage in reversed(Stage) if project.has_reached(stage)), None)


def promise(
    project: Project,
    stage: Stage,
    to: Period,
    today: Period,
    *,
    on: Period | None = None,
    reason: str | None = None,
) -> Project:
    """Promise a stage: the first promise goes into ``[planned]``, later ones to ``[[replanned]]``.

    Args:
        project: the project.
        stage: what is promised.
        to: for when.
        today: when a later promise is made, unless ``on`` says so.
        on: when a later promise is made.
        reason: why the date moved; only of a later promise.

    Raises:
        UsageError: ``on`` or ``reason`` of a first promise, for which the file has no place.
        ZqtrackError: the stage is not ahead, or has been promised for this very date.
    """
    _refuse_withdrawn(project)
    _refuse_passed(project, stage)
    current = project.promise(stage)
    if current is None:
        _refuse_told(project, stage, on, reason)
        return replace(project, planned={**project.planned, stage: to})
    if current == to:
        raise ZqtrackError(
            _("{stage} of `{id}` is promised for {current} already").format(
                stage=_(stage), id=project.id, current=current
            )
        )
    again = Replanned(stage=stage, to=to, on=on or today, reason=reason)
    return replace(project, replanned=(*project.replanned, again))


def add_problem(project: Project, problem: Problem) -> Project:
    """Add a problem.

    Raises:
        ZqtrackError: one of the same title is open.
    """
    for number, known in enumerate(project.problems, 1):
        if known.title == problem.title and not known.closed:
            message = _("{title} is problem {number} of `{id}` already").format(
                title=quoted(problem.title), number=number, id=project.id
            )
            raise ZqtrackError(message, _("give the new one another title, or close the old one"))
    return replace(project, problems=(*project.problems, problem))


def find_problem(project: Project, which: str | None) -> int:
    """Find an open problem.

    Args:
        project: the project.
        which: its number, its title or a part of it, in upper or lower case; None for the only
            one that is open.

    Returns:
        Its number, counted from 1 among all problems of the project.

    Raises:
        ZqtrackError: none is open, or none or several are meant.
    """
    numbered = dict(enumerate(project.problems, 1))
    still_open = {number: each for number, each in numbered.items() if not each.closed}
    if which and which.isdecimal() and len(which) < _LONGEST_NUMBER:
        _refuse_number(project, int(which), numbered)
        return int(which)
    if not still_open:
        raise ZqtrackError(_("`{id}` has no open problem").format(id=project.id))
    found = _problems_called(which or "", still_open)
    if len(found) == 1:
        return found[0]
    if not found:
        message = _("no open problem of `{id}` has {which} in its title").format(
            id=project.id, which=quoted(which or "")
        )
        raise ZqtrackError(message, _list(still_open))
    if which:
        message = _("{which} may mean {number} open problems of `{id}`").format(
            which=quoted(which), number=len(found), id=project.id
        )
    else:
        message = _("there are {number} open problems of `{id}`").format(
            number=len(found), id=project.id
        )
    raise ZqtrackError(message, _list({number: still_open[number] for number in found}))


def close_problem(project: Project, number: int, on: Period) -> Project:
    """Close the problem with a number, counted from 1 among all problems of the project."""
    at = number - 1
    closed = replace(project.problems[at], closed=on)
    return replace(project, problems=(*project.problems[:at], closed, *project.problems[number:]))


def add_note(project: Project, note: Note) -> Project:
    """Add a note."""
    return replace(project, notes=(*project.notes, note))


def withdraw(project: Project, withdrawal: Withdrawal) -> Project:
    """Let a project leave the pipeline without producing.

    Raises:
        ZqtrackError: it has left already, or it produces.
    """
    if project.withdrawn:
        raise ZqtrackError(
            _("`{id}` was withdrawn already ({on})").format(id=project.id, on=project.withdrawn.on)
        )
    if project.has_reached(Stage.PRODUCING):
        since = project.actual[Stage.PRODUCING]
        raise ZqtrackError(
            _("`{id}` is producing ({since}): what produces is not withdrawn").format(
                id=project.id, since=_(str(since))
            ),
            _("tell of a factory that closed in a note: zqtrack note"),
        )
    return replace(project, withdrawn=withdrawal)


def new_flaws(before: Project | None, after: Project, today: date) -> tuple[Flaw, ...]:
    """Give what the checks find in a changed project, and did not find in it before."""
    known = frozenset(check_project(before, today)) if before else frozenset()
    return tuple(flaw for flaw in check_project(after, today) if flaw not in known)


def _refuse_withdrawn(project: Project) -> None:
    if project.withdrawn:
        raise ZqtrackError(
            _("`{id}` was withdrawn ({on})").format(id=project.id, on=project.withdrawn.on),
            _("if it came back, delete [withdrawn] from its file in an editor"),
        )


def _refuse_passed(project: Project, stage: Stage) -> None:
    """Refuse a stage that is not ahead of a project."""
    moment = project.actual.get(stage)
    if moment is Mark.NOT_APPLICABLE:
        message = _('{stage} of `{id}` is marked "n/a": it does not apply').format(
            stage=_(stage), id=project.id
        )
        raise ZqtrackError(message, _("if it does after all, delete the mark in an editor"))
    if moment:
        hint = _("correct the date in an editor if it is wrong")
        raise ZqtrackError(
            _("`{id}` is {stage} already ({moment})").format(
                id=project.id, stage=_(stage), moment=_(str(moment))
            ),
            hint,
        )
    last = last_reached(project)
    if last and tuple(Stage).index(stage) < tuple(Stage).index(last):
        message = _("`{id}` is past {stage}: it is {last} ({moment})").format(
            id=project.id, stage=_(stage), last=_(last), moment=_(str(project.actual[last]))
        )
        raise ZqtrackError(
            message,
            _("if you know when it was {stage}, add it in an editor").format(stage=_(stage)),
        )


def _skipped(project: Project, to: Stage) -> Sequence[Stage]:
    """Give the counted stages between the last one reached and another, if not in the file."""
    if to is Stage.CONTACTED:
        return ()
    start = STAGES.index(project.reached) + 1 if project.reached else 0
    return [stage for stage in STAGES[start : STAGES.index(to)] if stage not in project.actual]


def _refuse_told(project: Project, stage: Stage, on: Period | None, reason: str | None) -> None:
    for option, value in (("--on", on), ("--reason", reason)):
        if value:
            raise UsageError(
                _(
                    "{option} is for a later promise, and this is the first for {stage} of `{id}`"
                ).format(option=option, stage=_(stage), id=project.id),
                _("leave it out, or tell of it in a note: zqtrack note {id} …").format(
                    id=project.id
                ),
            )


def _refuse_number(project: Project, number: int, problems: Mapping[int, Problem]) -> None:
    if number not in problems:
        message = _("`{id}` has no problem {number}").format(id=project.id, number=number)
        raise ZqtrackError(message, _list(problems) if problems else None)
    if closed := problems[number].closed:
        raise ZqtrackError(
            _("problem {number} of `{id}` is closed already ({closed})").format(
                number=number, id=project.id, closed=closed
            )
        )


def _problems_called(text: str, problems: Mapping[int, Problem]) -> list[int]:
    """Give the numbers of the problems whose whole title a text is, else a part of it."""
    wanted = text.strip().casefold()
    titles = {number: problem.title.strip().casefold() for number, problem in problems.items()}
    whole = [number for number, title in titles.items() if title == wanted]
    return whole or [number for number, title in titles.items() if wanted in title]


def _list(problems: Mapping[int, Problem]) -> str:
    lines = [f"{number}  {' '.join(each.title.split())}" for number, each in problems.items()]
    return "\n  ".join([_("give its number"), *lines])
