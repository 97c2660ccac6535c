"""The answers to the questions of ``report`` that are not about the whole of it."""

from collections.abc import Sequence
from datetime import date
from typing import cast

from zqtrack.cli import session
from zqtrack.cli.questions import HORIZON, Answer, Asked
from zqtrack.core.backtest import backtest
from zqtrack.core.calendar import Unit
from zqtrack.core.cohorts import cohorts_of
from zqtrack.core.comparison import compare
from zqtrack.core.groups import Grouping, group_figures
from zqtrack.core.leadtime import PAIRS
from zqtrack.core.project import seen_on
from zqtrack.core.report import Pair, Question, Seen, Source
from zqtrack.errors import UsageError
from zqtrack.language import _
from zqtrack.output.backtest import backtest_document, backtest_record
from zqtrack.output.cohorts import cohorts_document, cohorts_record
from zqtrack.output.comparison import comparison_document, comparison_record
from zqtrack.output.groups import groups_document, groups_record
from zqtrack.output.headline import headline, window_text
from zqtrack.output.report_record import about
from zqtrack.output.text import days


def answer(asked: Asked, seen: Sequence[Seen], source: Source, question: Question) -> Answer:
    """Answer the one question that is asked.

    Raises:
        UsageError: it cannot be asked of that day.
    """
    if asked.by:
        return _groups(asked.by, asked, seen, source, question)
    if asked.cohorts:
        return _cohorts(asked.cohorts, asked, seen, source, question)
    if asked.since:
        return _comparison(asked.since, seen, source, question)
    # What is left is the past year.
    return _backtest(cast(int, asked.backtest), seen, source, question)


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
