"""What the tests of workbooks begin with: projects of every kind, and how they are exported."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import pytest
from hypothesis import strategies as st

from zqtrack.core.columns import View
from zqtrack.core.fields import FLAG, MONEY, NUMBER, PERIOD, TEXT, TEXTS, ValueType, fields_of
from zqtrack.core.filters import parse_filter
from zqtrack.core.lights import Limits
from zqtrack.core.period import Period, parse_period, span
from zqtrack.core.project import (
    KIND,
    STAGE,
    Kind,
    Mark,
    Note,
    Problem,
    Project,
    Replanned,
    Stage,
    Withdrawal,
    seen_on,
)
from zqtrack.core.report import Report, Source, ask, build_report
from zqtrack.core.settings import Settings
from zqtrack.exchange.rows import Exported

DAY = date(2024, 3, 3)
#: Texts that have broken a spreadsheet, a reader or XML somewhere.
HOSTILE = (
    *("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "'=1", "'x", '=HYPERLINK("http://x")'),
    *(
        "<r>x</r>",
        "<r><t>x</t></r>",
        "<r>\x01_x0001_</r>",
        "<b>&amp;</b>",
        "]]>",
        "a\r\nb",
        "\x00",
    ),
    *("_x0041_", "_x005F_", "\x1f", "\x7f\x85\u2028", "\ufeffx", " x ", "http://example.com"),
    *("mailto:x@y", "internal:A1", "123", "1e5", "2023-09-28", "TRUE", "unknown", "n/a", "yes"),
    *("项目", "\U0001f600", "a;b", 'say "x"', '"', "、", "；", "x" * 300, "#N/A", "{=1}", "名称"),
)

_WRITABLE = st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff")
TEXTS_OF_ALL_KINDS = (st.sampled_from(HOSTILE) | st.text(_WRITABLE, min_size=1)).filter(str.strip)
_DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31)) | st.dates(
    date(2020, 1, 1), date(2026, 1, 1)
)


def _span(days: tuple[date, date]) -> Period:
    return span(min(days), max(days))


PERIODS: st.SearchStrategy[Period] = (
    st.sampled_from(["2023", "2023-H1", "2023-Q3", "2023-04", "2022-03/2023-02"]).map(parse_period)
    | _DAYS.map(lambda day: span(day, day))
    | st.tuples(_DAYS, _DAYS).map(_span)
)
VALUES: dict[ValueType, st.SearchStrategy[Any]] = {
    TEXT: TEXTS_OF_ALL_KINDS,
    TEXTS: st.lists(TEXTS_OF_ALL_KINDS, max_size=3).map(tuple),
    PERIOD: PERIODS,
    MONEY: st.integers(0, 2**63 - 1) | st.integers(0, 10**10),
    NUMBER: st.floats(0, 2**53) | st.integers(0, 2**53),
    FLAG: st.booleans(),
    KIND: st.sampled_from(Kind),
    STAGE: st.sampled_from(Stage),
}


def _part(part: Callable[..., Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Give the arguments of a record by the fields that it declares."""
    required = {field.name: VALUES[field.type] for field in fields_of(part) if field.required}
    others = {field.name: VALUES[field.type] for field in fields_of(part) if not field.required}
    return st.fixed_dictionaries(required, optional=others)


def _parts(part: Callable[..., Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(_part(part).map(lambda values: part(**values)), max_size=2).map(tuple)


def _dates(moments: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[Stage, Any]]:
    return st.dictionaries(st.sampled_from(Stage), moments, max_size=4).map(
        lambda dates: {stage: dates[stage] for stage in Stage if stage in dates}
    )


_TABLES = st.fixed_dictionaries(
    {
        "actual": _dates(PERIODS | st.sampled_from(Mark)),
        "planned": _dates(PERIODS),
        "replanned": _parts(Replanned),
        "problems": _parts(Problem),
        "notes": _parts(Note),
        "withdrawn": st.none() | _part(Withdrawal).map(lambda values: Withdrawal(**values)),
    }
)
PROJECTS = st.builds(
    lambda id_, own, tables: Project(id=id_, **own, **tables),
    st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True),
    _part(Project),
    _TABLES,
)


@pytest.fixture(scope="session")
def ledgers() -> st.SearchStrategy[list[Project]]:
    """Give ledgers of every kind: all that a file can say, with hostile texts."""
    return st.lists(PROJECTS, max_size=3, unique_by=lambda project: project.id)


@pytest.fixture(scope="session")
def hostile() -> tuple[str, ...]:
    """Give texts that have broken a spreadsheet, a reader or XML somewhere."""
    return HOSTILE


Laid = Callable[..., tuple[list[Exported], Report]]


@pytest.fixture(scope="session")
def laid_out() -> Laid:
    """Give a function that sees projects from a day, and computes their report."""

    def lay_out(
        projects: Iterable[Project],
        day: date = DAY,
        name: str = "Ledger",
        settings: Settings | None = None,
    ) -> tuple[list[Exported], Report]:
        told = tuple(projects)
        views = [View(seen_on(project, day), day, Limits()) for project in told]
        exported = [Exported(project, view) for project, view in zip(told, views, strict=True)]
        question = ask(parse_filter([]), None, day, None, day)
        source = Source(name, len(told), 0)
        return exported, build_report(told, settings or Settings(), source, question)

    return lay_out
