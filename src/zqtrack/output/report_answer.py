"""How a report for people begins: what it is about, and the answer in a sentence."""

from collections.abc import Iterator

from zqtrack.core.cadence import Cadence
from zqtrack.core.money import format_money
from zqtrack.core.project import Stage
from zqtrack.core.report import Report
from zqtrack.language import _, plural
from zqtrack.output.document import Paragraph, Span
from zqtrack.output.headline import headline, window_text
from zqtrack.output.text import days, visible


def opening(report: Report) -> Paragraph:
    """Say of what the figures are, and the figures that are asked for first."""
    return Paragraph(
        (
            *headline(
                report.source, report.question, _projects(report), window_text(report.question)
            ),
            (),
            tuple(_answer(report)),
        )
    )


def _answer(report: Report) -> Iterator[Span]:
    if not _projects(report):
        yield Span(_why_nothing(report), "strong")
        return
    cadences = {now.stage: now for now, _ in report.cadence}
    signed, supplied = cadences[Stage.SIGNED], cadences[Stage.LAND_SUPPLIED]
    said = _pace(
        signed,
        _("no project signed"),
        plural("{number:,} project signed", "{number:,} projects signed", signed.reached),
    )
    if supplied.reached or supplied.possible:
        land = _pace(
            supplied,
            _("no land supply"),
            plural("{number:,} land supply", "{number:,} land supplies", supplied.reached),
        )
        said = _("{signed}; {land}").format(signed=said, land=land)
    yield Span(_("{said}.").format(said=f"{said[0].upper()}{said[1:]}"), "strong")
    if report.signed.known:
        yield Span(
            _(" Planned investment of the signed: {planned}.").format(
                planned=_planned(report, signed.reached)
            )
        )
    if report.problems.found:
        yield Span(_(" {problems}.").format(problems=_problems(report)))


def _projects(report: Report) -> int:
    return sum(standing.projects for standing in report.pipeline)


def _why_nothing(report: Report) -> str:
    source = report.source
    if not source.read:
        return _('No project yet; begin one with: zqtrack new "NAME"')
    if source.read == source.left_out:
        return _("No project could be read.")
    return _("No project answers to {text}.").format(text=visible(report.question.filter.text))


def _pace(cadence: Cadence, nothing: str, some: str) -> str:
    """Say how many reached a stage and how often; of the least number where more may have."""
    more, pace = cadence.possible, cadence.days_per_project
    if pace is None:
        said = _("{nothing} for certain, {more:,} perhaps") if more else nothing
        return said.format(nothing=nothing, more=more)
    said = some.format(number=cadence.reached)
    if more:
        said = _("at least {said} ({more:,} more perhaps)").format(said=said, more=more)
    if cadence.reached == 1:
        return _("{said} in {days}").format(said=said, days=days(cadence.window.days))
    if pace < 1:
        often = _("{said}, {rate:,.1f} a day or more") if more else _("{said}, {rate:,.1f} a day")
        return often.format(said=said, rate=1 / pace)
    often = (
        _("{said}, one every {pace:,.1f} days or less")
        if more
        else _("{said}, one every {pace:,.1f} days")
    )
    return often.format(said=said, pace=pace)


def _planned(report: Report, signed: int) -> str:
    amount = _("{amount} yuan").format(amount=format_money(round(report.signed.amount or 0)))
    known = report.signed.known
    if known == signed:
        return amount
    return _("{amount} ({known:,} of {signed:,} say)").format(
        amount=amount, known=known, signed=signed
    )


def _problems(report: Report) -> str:
    """Say all that there is to say of the problems: on one screen they have no section."""
    problems = report.problems
    said = plural(
        "{found:,} problem found, {closed:,} closed",
        "{found:,} problems found, {closed:,} closed",
        problems.found,
    ).format(found=problems.found, closed=problems.closed)
    if problems.open:
        said += _(", {open:,} open").format(open=problems.open)
    if problems.overdue:
        said += _(", {overdue:,} of them overdue").format(overdue=problems.overdue)
    return said
