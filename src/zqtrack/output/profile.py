"""All that is known of one project: a document for people, a record for programs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from zqtrack.core.columns import View, age_days
from zqtrack.core.fields import MONEY, Field
from zqtrack.core.leadtime import Outcome
from zqtrack.core.lights import in_days, light, reasons
from zqtrack.core.money import format_money
from zqtrack.core.problems import Entry
from zqtrack.core.project import FIELDS, KIND, Project, Stage
from zqtrack.core.timeline import ASKED, Step, spans, timeline
from zqtrack.language import _, later
from zqtrack.output.document import Block, Head, Heading, Line, Paragraph, Table, data, say
from zqtrack.output.records import full_record_of, plain_value
from zqtrack.output.shapes import light_sign, stage_bar

_NOTHING = say("·", "quiet")
_NOUNS: Mapping[Stage, str] = {
    Stage.CONTACTED: later("first contact"),
    Stage.SIGNED: later("signing"),
    Stage.LAND_SUPPLIED: later("land supply"),
    Stage.STARTED: later("start"),
    Stage.COMPLETED: later("completion"),
    Stage.PRODUCING: later("production"),
}
# What is said beside the stage from which days are counted.
_ASIDES: Mapping[Outcome, str] = {
    Outcome.OPEN: later("{stage}, so far"),
    Outcome.WITHDRAWN: later("{stage}, then it left"),
    Outcome.REVERSED: later("{stage}, which is later"),
}


def profile(view: View, problems: Sequence[Entry], path: str) -> tuple[Block, ...]:
    """Lay out one project.

    Args:
        view: the project.
        problems: its problems on the day, the most urgent first.
        path: its file.
    """
    return (
        Paragraph(tuple(_opening(view))),
        *_facts(view.project),
        *_timeline(view),
        *_later_promises(view.project),
        *_problems(problems),
        *_notes(view.project),
        Paragraph(((), data(path, "quiet"))),
    )


def profile_record(view: View, problems: Sequence[Entry], path: str) -> dict[str, Any]:
    """Give one project as JSON values: the record of ``list``, and all that has no column."""
    project = view.project
    left = project.withdrawn
    return full_record_of(view) | {
        "withdrawn_reason": left.reason if left else None,
        "reasons": list(reasons(project, view.day, view.limits)),
        "replanned": [
            {
                "stage": again.stage,
                "to": again.to.text,
                "on": again.on.text,
                "reason": again.reason,
            }
            for again in project.replanned
        ],
        "problems": [
            {
                "number": entry.number,
                "title": entry.problem.title,
                "raised": entry.problem.raised.text,
                "owner": entry.problem.owner,
                "due": plain_value(entry.problem.due),
                "closed": plain_value(entry.problem.closed),
                "overdue_days": entry.overdue,
            }
            for entry in problems
        ],
        "notes": [
            {"on": note.on.text, "by": note.by, "text": note.text} for note in project.notes
        ],
        "sources": list(project.sources),
        "lead_times": [
            {
                "from": start,
                "to": end,
                "outcome": time.outcome,
                "low": time.low,
                "high": time.high,
            }
            for start, end, time in spans(project, view.day)
        ],
        "as_of": view.day.isoformat(),
        "path": path,
    }


def _opening(view: View) -> Iterator[Line]:
    project = view.project
    yield data(project.name, "title")
    yield say(_("{id}, as of {day}").format(id=project.id, day=view.day), "quiet")
    yield ()
    age = age_days(view)
    stands = _(project.standing)
    if project.since:
        said = _("{stage} since {date}, {days}") if age else _("{stage} since {date}")
        days = _days(*age) if age else ""
        stands = said.format(stage=stands, date=_(str(project.since)), days=days)
    yield (*stage_bar(project), *say(f" {stands}"))
    why = _("; ").join(reasons(project, view.day, view.limits))
    shown = light_sign(light(project, view.day, view.limits))
    yield (*shown, *data(_(": {reasons}").format(reasons=why))) if why else shown
    if project.withdrawn and project.withdrawn.reason:
        yield data(_("It left: {reason}").format(reason=project.withdrawn.reason))


def _facts(project: Project) -> Iterator[Block]:
    """Give what is known of a project beside its dates and follow-up, in the order of its file."""
    rows: list[tuple[Line, ...]] = []
    for field in FIELDS:
        value = getattr(project, field.name)
        if field.name != "name" and value not in (None, ()):
            title = _(field.name.replace("_", " "))
            rows.append((say(title, "quiet"), data(_fact(field, value))))
        if field.name == "land_mu" and project.land_mu:
            rows += _per_mu(project, project.land_mu)
    if rows:
        yield Paragraph(((),))
        yield Table((Head(""), Head("", shrinks=1, wraps=True)), tuple(rows), indent=2)


def _per_mu(project: Project, land_mu: float) -> Iterator[tuple[Line, ...]]:
    for name, amount in (("investment", project.investment), ("tax", project.tax)):
        if amount is not None:
            said = _("{amount} yuan").format(amount=format_money(round(amount / land_mu)))
            yield say(_("{field} a mu").format(field=_(name)), "quiet"), say(said)


def _fact(field: Field, value: Any) -> str:
    if field.type is MONEY:
        return _("{amount} yuan").format(amount=format_money(value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.type is KIND:
        return _(value)
    if isinstance(value, float | int):
        return f"{value:,}"
    return _("; ").join(value) if isinstance(value, tuple) else str(value)


def _timeline(view: View) -> Iterator[Block]:
    steps = timeline(view.project, view.day)
    promised = any(step.promises for step in steps)
    heads = (
        Head("stage"),
        Head("reached"),
        Head("days", right=True),
        Head("since", shrinks=2, least=9, drops=1, wraps=True),
        Head("promised", shrinks=1, least=9, drops=2, wraps=True),
        Head("slip, days", right=True, drops=3),
    )
    shown = len(heads) if promised else len(heads) - 2  # without promise and slip
    yield Heading(_("Timeline"))
    yield Table(heads[:shown], tuple(_step_row(step)[:shown] for step in steps), indent=2)
    asked = [
        say(
            _("  {days} from {start} to {end}").format(
                days=_days(time.low, time.high), start=_(_NOUNS[start]), end=_(_NOUNS[end])
            ),
            "strong",
        )
        for start, end, time in spans(view.project, view.day)
        if (start, end) in ASKED and time.outcome is Outcome.REACHED
    ]
    if asked:
        yield Paragraph(((), *asked))


def _step_row(step: Step) -> tuple[Line, ...]:
    days, since = _took(step)
    return (
        say(_(step.stage), "stage"),
        data(_(str(step.moment))) if step.moment else _NOTHING,
        days,
        since,
        say(" → ".join(map(str, step.promises))) if step.promises else _NOTHING,
        _slip(step),
    )


def _took(step: Step) -> tuple[Line, Line]:
    """Say how long a stage took, and since when."""
    if step.since is None or step.took is None:
        return _NOTHING, _NOTHING
    aside = _ASIDES.get(step.took.outcome)
    since = say(_(aside).format(stage=_(step.since)) if aside else _(step.since))
    if step.took.outcome is Outcome.REVERSED:
        return _NOTHING, since
    return say(_span(step.took.low, step.took.high)), since


def _slip(step: Step) -> Line:
    if step.slip is None:
        return _NOTHING
    low, high = step.slip
    if low == high:
        return say(f"{low:+,}" if low else "0", "warn" if low > 0 else "plain")
    return say(
        _("{low:+,} to {high:+,}").format(low=low, high=high), "warn" if high > 0 else "plain"
    )


def _later_promises(project: Project) -> Iterator[Block]:
    if project.replanned:
        heads = (Head("stage"), Head("to"), Head("on"), Head("reason", shrinks=1, wraps=True))
        rows = tuple(
            (
                say(_(again.stage), "stage"),
                data(again.to),
                data(again.on),
                data(again.reason) if again.reason else _NOTHING,
            )
            for again in project.replanned
        )
        yield Heading(_("Later promises"))
        yield Table(heads, rows, indent=2)


def _problems(problems: Sequence[Entry]) -> Iterator[Block]:
    if problems:
        heads = (
            Head("no.", right=True),
            Head("problem", shrinks=2, least=16, wraps=True),
            Head("owner", shrinks=1, least=10, drops=2, wraps=True),
            Head("raised", drops=3),
            Head("due", drops=1),
            Head("", shrinks=3, least=10, wraps=True),
        )
        still_open = sum(not entry.problem.closed for entry in problems)
        yield Heading(
            _("Problems, {number:,} of {every:,} open").format(
                number=still_open, every=len(problems)
            )
        )
        yield Table(heads, tuple(map(_problem_row, problems)), indent=2)


def _problem_row(entry: Entry) -> tuple[Line, ...]:
    problem = entry.problem
    return (
        say(f"{entry.number}"),
        data(problem.title, "strong"),
        data(problem.owner) if problem.owner else _NOTHING,
        data(problem.raised),
        data(problem.due) if problem.due else _NOTHING,
        _state(entry),
    )


def _state(entry: Entry) -> Line:
    if entry.problem.closed:
        return data(_("closed {date}").format(date=entry.problem.closed), "quiet")
    if entry.overdue is None:
        return say(_("open"))
    return say(_("{days} overdue").format(days=in_days(entry.overdue)), "bad")


def _notes(project: Project) -> Iterator[Block]:
    if project.notes:
        heads = (
            Head(""),
            Head("", shrinks=2, least=20, wraps=True),
            Head("", shrinks=1, wraps=True),
        )
        rows = tuple(
            (data(note.on), data(note.text), data(note.by, "quiet") if note.by else ())
            for note in sorted(project.notes, key=lambda note: note.on.first)
        )
        yield Heading(_("Notes"))
        yield Table(heads, rows, indent=2)


def _days(low: int | None, high: int | None) -> str:
    """Say a number of days in words, or between which it is."""
    if low is not None and low == high:
        return in_days(low)
    return _("{low:,} to {high:,} days").format(low=low, high=high)


def _span(low: int | None, high: int | None) -> str:
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"
