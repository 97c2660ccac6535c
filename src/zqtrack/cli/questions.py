"""The questions of ``report`` with an answer of their own: groups, cohorts, a day, a past year.

What answers them (``answers``) is imported when one of them is asked.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypeAlias

from zqtrack.cli import completion
from zqtrack.cli.declare import Option
from zqtrack.core.calendar import Unit
from zqtrack.core.fields import DAY
from zqtrack.core.project import STAGE, Stage
from zqtrack.core.report import Pair, Question, Section, Seen, Source
from zqtrack.errors import BadValue, UsageError, quoted
from zqtrack.language import _
from zqtrack.output.document import Document

if TYPE_CHECKING:
    from zqtrack.core.groups import Grouping

#: The horizon of the cohorts where none is asked for, and the longest, in days.
HORIZON, LONGEST = 365, 36_500

By = Annotated[
    str | None,
    Option(
        "--by",
        metavar="FIELD",
        autocompletion=completion.groupings,
        help="Cadence and lead times of each group: a field such as lead, or signed:year.",
    ),
]
CohortsOf = Annotated[
    str | None,
    Option(
        "--cohorts",
        metavar="FROM..TO",
        autocompletion=completion.pairs,
        help="Of those that began in each year, the share that got there in time.",
    ),
]
Within = Annotated[
    int | None,
    Option(
        "--within",
        metavar="DAYS",
        min=1,
        max=LONGEST,
        help=f"In what time --cohorts are to get there; {HORIZON} days if left out.",
    ),
]
Each = Annotated[
    Unit | None,
    Option("--each", help="How long a cohort of --cohorts begins; a year if left out."),
]
Since = Annotated[
    date | None,
    Option(
        "--compare",
        metavar="DAY",
        parser=DAY.parse,
        help="What moved since the end of that day.",
    ),
]
PastYear = Annotated[
    int | None,
    Option(
        "--backtest",
        metavar="YEAR",
        min=1900,
        max=2199,
        help="Forecast a past year again, by quarters, against what came.",
    ),
]


class Asked(NamedTuple):
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

    by: "Grouping | None"
    cohorts: Pair | None
    within: int | None
    each: Unit | None
    since: date | None
    period: bool
    pairs: tuple[Pair, ...]
    only: Section | None
    backtest: int | None
    verbose: bool


class Answer(NamedTuple):
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
    named = _named(asked)
    _check(asked, named)
    if not named:
        return None
    from zqtrack.cli.answers import answer

    return partial(answer, asked)


def _named(asked: Asked) -> list[str]:
    """Give the options that ask for an answer of their own."""
    told = {
        "--by": asked.by,
        "--cohorts": asked.cohorts,
        "--compare": asked.since,
        "--backtest": asked.backtest,
    }
    return [option for option, value in told.items() if value is not None]


def _check(asked: Asked, named: Sequence[str]) -> None:
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
    if asked.by and asked.only:
        _check_divided(asked.only)
    if named and not asked.by:
        _check_alone(named[0], asked)


def _check_divided(section: Section) -> None:
    from zqtrack.output.groups import DIVIDED

    if section not in DIVIDED:
        words = _(" or ").join(f"--only {_(section)}" for section in DIVIDED)
        message = _("--by does not divide the section {section}").format(section=_(section))
        raise UsageError(message, _("write {words}").format(words=words))


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
