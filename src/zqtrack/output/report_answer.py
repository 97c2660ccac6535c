"""How a report for people begins: what it is about, and the answer in a sentence."""

from collections.abc import Iterator

from zqtrack.core.cadence import Cadence
from zqtrack.core.money import format_money
from zqtrack.core.project import Stage
from zqtrack.core.report import Report
from zqtrack.output.document import Paragraph, Span
from zqtrack.output.headline import headline, window_text
from zqtrack.output.text import count, visible


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
    said = _pace(signed, "project signed", "projects signed")
    if supplied.reached or supplied.possible:
        said = f"{said}; {_pace(supplied, 'land supply', 'land supplies')}"
    yield Span(f"{said[0].upper()}{said[1:]}.", "strong")
    if report.signed.known:
        yield Span(f" Planned investment of the signed: {_planned(report, signed.reached)}.")
    if report.problems.found:
        yield Span(f" {_problems(report)}.")


def _projects(report: Report) -> int:
    return sum(standing.projects for standing in report.pipeline)


def _why_nothing(report: Report) -> str:
    source = report.source
    if not source.read:
        return 'No project yet; begin one with: zqtrack new "NAME"'
    if source.read == source.left_out:
        return "No project could be read."
    return f"No project answers to {visible(report.question.filter.text)}."


def _pace(cadence: Cadence, noun: str, plural: str) -> str:
    """Say how many reached a stage and how often; of the least number where more may have."""
    more, pace = cadence.possible, cadence.days_per_project
    if pace is None:
        return f"no {noun} for certain, {more:,} perhaps" if more else f"no {noun}"
    said = count(cadence.reached, noun, plural)
    if more:
        said = f"at least {said} ({more:,} more perhaps)"
    if cadence.reached == 1:
        return f"{said} in {count(cadence.window.days, 'day')}"
    if pace < 1:
        return f"{said}, {1 / pace:,.1f} a day" + (" or more" if more else "")
    return f"{said}, one every {pace:,.1f} days" + (" or less" if more else "")


def _planned(report: Report, signed: int) -> str:
    amount = f"{format_money(round(report.signed.amount or 0))} yuan"
    known = report.signed.known
    return amount if known == signed else f"{amount} ({known:,} of {signed:,} say)"


def _problems(report: Report) -> str:
    """Say all that there is to say of the problems: on one screen they have no section."""
    problems = report.problems
    said = f"{count(problems.found, 'problem')} found, {problems.closed:,} closed"
    if problems.open:
        said += f", {problems.open:,} open"
    return f"{said}, {problems.overdue:,} of them overdue" if problems.overdue else said
