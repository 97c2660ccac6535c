"""The questions of ``report`` with an answer of their own: groups, cohorts, a day, a past year."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, TypeAlias

import typer

from zqtrack.cli import completion, session
from zqtrack.cli.options import parser_of
from zqtrack.core.backtest import backtest
from zqtrack.core.cohorts import HORIZON, LONGEST, cohorts_of
from zqtrack.core.comparison import compare
from zqtrack.core.fields import DAY
from zqtrack.core.groups import Grouping, Unit, group_figures
from zqtrack.core.leadtime import PAIRS
from zqtrack.core.project import STAGE, Stage, seen_on
from zqtrack.core.report import Pair, Question, Section, Seen, Source
from zqtrack.errors import BadValue, UsageError, quoted
from zqtrack.language import _
from zqtrack.output.backtest import backtest_document, backtest_record
from zqtrack.output.cohorts import cohorts_document, cohorts_record
from zqtrack.output.comparison import comparison_document, comparison_record
from zqtrack.output.document import Document
from zqtrack.output.groups import DIVIDED, groups_document, groups_record
from zqtrack.output.headline import headline, window_text
from zqtrack.output.report_record import about
from zqtrack.output.text import days

By = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="FIELD",
        autocompletion=completion.groupings,
        help="Cadence and lead times of each group: a field such as lead, or signed:year.",
    ),
]
CohortsOf = Annotated[
    str | None,
    typer.Option(
        "--cohorts",
        metavar="FROM..TO",
        autocompletion=completion.pairs,
        help="Of those that began in each year, the share that got there in time.",
    ),
]
Within = Annotated[
    int | None,
    typer.Option(
        "--within",
        metavar="DAYS",
        min=1,
        max=LONGEST,
        help=f"In what time --cohorts are to get there; {HORIZON} days if left out.",
    ),
]
Each = Annotated[
    Unit | None,
    typer.Option("--each", help="How long a cohort of --cohorts begins; a year if left out."),
]
Since = Annotated[
    date | None,
    typer.Option(
        "--compare",
        metavar="DAY",
        parser=parser_of(DAY.parse),
        help="What moved since the end of that day.",
    ),
]
PastYear = Annotated[
    int | None,
    typer.Option(
        "--backtest",
        metavar="YEAR",
        min=1900,
        max=2199,
        help="Forecast a past year again, by quarters, against what came.",
    ),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed; None where nothing was.

    Attributes:
        by: what divides the projects into groups.
        cohorts: the pair of stages of the cohorts.
        within: their horizon, in days.
        each: how long a stretch of the calendar a cohort is.
        since: the day to compare with.
        period: whether a window was asked for.
        pairs: the pairs of stages whose lead times are asked for.
        only: the one section to show.
        backtest: the past year to forecast again.
        verbose: whether limits are shown beside what is estimated.
    """

    by: Grouping | None
    cohorts: Pair | None
    within: int | None
    each: Unit | None
    since: date | None
    period: bool
    pairs: tuple[Pair, ...]
    only: Section | None
    backtest: int | None
    verbose: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What is shown, made when it is known in which form.

    Attributes:
        record: gives it as JSON values.
        document: gives it for people: to its end, or else for one screen.
    """

    record: Callable[[], dict[str, Any]]
    document: Callable[[bool], Document]


#: Answers from the projects, of which the source and the question tell the rest.
Answering: TypeAlias = Callable[[Sequence[Seen], Source, Question], Answer]


def read_pair(option: str, text: str) -> Pair:
    """Read two stages such as ``signed..started``.

    Raises:
        UsageError: they are no two stages, or not in their order.
    """
    start, dots, end = text.partition("..")
    if not dots:
        raise UsageError(
            _("{text} is no pair of stages").format(text=quoted(text)),
            _("write it like signed..started"),
        )
    try:
        pair: Pair = (STAGE.parse(start), STAGE.parse(end))
    except BadValue as error:
        raise UsageError(
            _("in {option} {text}: {error}").format(option=option, text=quoted(text), error=error),
            error.hint,
        ) from error
    stages = list(Stage)
    if stages.index(pair[0]) >= stages.index(pair[1]):
        hint = _("the stages are, in order: {stages}").format(stages=_(", ").join(map(_, Stage)))
        raise UsageError(
            _("in {option} {text} the second stage is not later").format(
                option=option, text=quoted(text)
            ),
            hint,
        )
    return pair


def answering(asked: Asked) -> Answering | None:
    """Find what answers, or None where the whole report is asked for.

    Raises:
        UsageError: options that do not go together.
    """
    _check(asked)
    if by := asked.by:
        return lambda seen, source, question: _groups(by, asked, seen, source, question)
    if pair := asked.cohorts:
        return lambda seen, source, question: _cohorts(pair, asked, seen, source, question)
    if since := asked.since:
        return lambda seen, source, question: _comparison(since, seen, source, question)
    if year := asked.backtest:
        return lambda seen, source, question: _backtest(year, seen, source, question)
    return None


def _check(asked: Asked) -> None:
    told = {
        "--by": asked.by,
        "--cohorts": asked.cohorts,
        "--compare": asked.since,
        "--backtest": asked.backtest,
    }
    named = [option for option, value in told.items() if value is not None]
    if len(named) > 1:
        raise UsageError(
            _("{option} does not go with {other}").format(option=named[0], other=named[1]),
            _("ask one after the other"),
        )
    if asked.cohorts is None and (asked.within is not None or asked.each):
        option = "--each" if asked.each else "--within"
        raise UsageError(
            _("{option} belongs to --cohorts").format(option=option),
            _("write --cohorts signed..started"),
        )
    if asked.by and asked.only not in (None, *DIVIDED):
        words = _(" or ").join(f"--only {_(section)}" for section in DIVIDED)
        message = _("--by does not divide the section {section}").format(section=_(asked.only))
        raise UsageError(message, _("write {words}").format(words=words))
    if named and not asked.by:
        _check_alone(named[0], asked)


def _check_alone(option: str, asked: Asked) -> None:
    """Refuse what a question that is not about a window or a section would pass over."""
    given = {"--period": asked.period, "--lead-time": asked.pairs, "--only": asked.only}
    for other in (name for name, value in given.items() if value):
        hint = (
            _("name the day with --as-of")
            if other == "--period"
            else _("leave out {option}").format(option=other)
        )
        raise UsageError(
            _("{option} does not go with {other}").format(option=other, other=option), hint
        )


def _groups(
    by: Grouping, asked: Asked, seen: Sequence[Seen], source: Source, question: Question
) -> Answer:
    pairs = asked.pairs or PAIRS
    found = group_figures(seen, by, question.window, question.as_of, pairs)
    head = headline(source, question, len(seen), window_text(question))
    return Answer(
        lambda: {**about(source, question), "groups": groups_record(found, asked.only)},
        lambda _: groups_document(found, question, head, asked.only, verbose=asked.verbose),
    )


def _cohorts(
    pair: Pair, asked: Asked, seen: Sequence[Seen], source: Source, question: Question
) -> Answer:
    # Nobody has been followed beyond the day to which the ledger is kept.
    day = min(question.as_of, question.pinned or session.clock())
    projects = [seen_on(one.view.project, day) for one in seen]
    within, unit = asked.within or HORIZON, asked.each or Unit.YEAR
    found = cohorts_of(projects, pair, within, unit, day)
    head = headline(source, question, len(seen), "")
    return Answer(
        lambda: {**about(source, question), "cohorts": cohorts_record(found)},
        lambda _: cohorts_document(found, head),
    )


def _comparison(since: date, seen: Sequence[Seen], source: Source, question: Question) -> Answer:
    if since >= question.as_of:
        message = _("--compare {day} is not before {as_of}, the day of the report").format(
            day=since, as_of=question.as_of
        )
        raise UsageError(message, _("name an earlier --compare or a later --as-of"))
    found = compare(seen, since, question.as_of)
    head = headline(
        source,
        question,
        len(seen),
        _("since {date} ({days})").format(date=since, days=days(found.days)),
    )
    return Answer(
        lambda: {**about(source, question), "comparison": comparison_record(found)},
        lambda whole: comparison_document(found, head, whole=whole),
    )


def _backtest(year: int, seen: Sequence[Seen], source: Source, question: Question) -> Answer:
    found = backtest([one.view.project for one in seen], year, question.as_of)
    head = headline(source, question, len(seen), "")
    return Answer(
        lambda: {**about(source, question), "backtest": backtest_record(found)},
        lambda _: backtest_document(found, head),
    )
