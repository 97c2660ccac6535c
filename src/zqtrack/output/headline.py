"""The first lines of whatever a report shows: of which ledger, day, projects and files."""

from collections.abc import Iterator

from zqtrack.core.report import Question, Source
from zqtrack.language import _
from zqtrack.output import text
from zqtrack.output.document import Line, Span, data, say
from zqtrack.output.text import days, files, visible


def headline(source: Source, asked: Question, projects: int, window: str) -> tuple[Line, ...]:
    """Name the ledger, the day, the projects and the files: what every figure stands on.

    Args:
        source: where the figures come from.
        asked: the question that they answer.
        projects: how many the filter selects.
        window: the days they are about, such as ``window 2023 (365 days)``; empty if none.
    """
    about = tuple(_about(source, asked, projects, window))
    return data(source.ledger, "title"), about, *_caution(asked)


def window_text(asked: Question) -> str:
    """Name the window, and how much of it has come."""
    if asked.window != asked.period:
        return _("window {period} so far ({come:,} of {days})").format(
            period=visible(str(asked.period)),
            come=asked.window.days,
            days=days(asked.period.days),
        )
    return _("window {period} ({days})").format(
        period=visible(str(asked.period)), days=days(asked.window.days)
    )


def _about(source: Source, asked: Question, projects: int, window: str) -> Iterator[Span]:
    yield Span(_("as of {day}").format(day=asked.as_of))
    yield Span(f" · {window} · " if window else " · ")
    if asked.filter.text:
        yield Span(
            _("{projects} with {filter}").format(
                projects=text.projects(projects), filter=visible(asked.filter.text)
            )
        )
    else:
        yield Span(_("all projects"))
    yield Span(f" · {files(source.read)}")
    if source.left_out:
        yield Span(_(", {left_out:,} left out").format(left_out=source.left_out), "warn")


def _caution(asked: Question) -> Iterator[Line]:
    if asked.pinned and asked.pinned < asked.as_of:
        yield say(
            _("The ledger is kept to {pinned}; what came later may be missing.").format(
                pinned=asked.pinned
            ),
            "warn",
        )
