"""The first lines of whatever a report shows: of which ledger, day, projects and files."""

from collections.abc import Iterator

from zqtrack.core.report import Question, Source
from zqtrack.output.document import Line, Span, data, say
from zqtrack.output.text import count, visible


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
    days = f"{asked.window.days:,}"
    if asked.window != asked.period:
        so_far = f"{days} of {count(asked.period.days, 'day')}"
        return f"window {visible(str(asked.period))} so far ({so_far})"
    return f"window {visible(str(asked.period))} ({count(asked.window.days, 'day')})"


def _about(source: Source, asked: Question, projects: int, window: str) -> Iterator[Span]:
    yield Span(f"as of {asked.as_of} · {window}{' · ' if window else ''}")
    if asked.filter.text:
        yield Span(f"{count(projects, 'project')} with {visible(asked.filter.text)}")
    else:
        yield Span("all projects")
    yield Span(f" · {count(source.read, 'file')}")
    if source.left_out:
        yield Span(f", {source.left_out:,} left out", "warn")


def _caution(asked: Question) -> Iterator[Line]:
    if asked.pinned and asked.pinned < asked.as_of:
        yield say(f"The ledger is kept to {asked.pinned}; what came later may be missing.", "warn")
