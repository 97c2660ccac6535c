"""What is exported and imported again changes nothing, and fills an empty ledger as it was."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from zqtrack.core.intake import Plan, plan_import
from zqtrack.core.period import Period, parse_period
from zqtrack.core.project import FIELDS, Project
from zqtrack.core.record import fields, replace
from zqtrack.exchange.delimited import csv_bytes
from zqtrack.exchange.plain import BLANKS
from zqtrack.exchange.records import read_table
from zqtrack.exchange.sheets import read_sheets
from zqtrack.exchange.workbook import workbook_bytes
from zqtrack.language import ENGLISH, speak
from zqtrack.ledger.store import read_all

Ledgers = st.SearchStrategy[list[Project]]
LaidOut = Callable[..., tuple[Any, Any]]

REPOSITORY = Path(__file__).parent.parent.parent
SHIPPED = (REPOSITORY, REPOSITORY / "examples" / "agglomeration-zone-2023")
DAY = parse_period("2024-03-03")


def imported(source: bytes, known: Iterable[Project]) -> Plan:
    return plan_import(read_table(read_sheets("x", source), {}).rows, known, (), DAY)


def told(plan: Plan) -> list[Project]:
    return [entry.after for entry in plan.new]


def lean(project: Project) -> Project:
    """Give a project without what CSV has no room for."""
    return replace(project, replanned=(), problems=(), notes=())


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> Iterable[str]:
    """Let a test be made in both languages."""
    from zqtrack.cli.tongue import choose

    choose(["--language", request.param], {})
    yield request.param
    speak(ENGLISH)


@pytest.mark.parametrize("root", SHIPPED, ids=["projects", "example"])
@pytest.mark.usefixtures("language")
def test_a_shipped_ledger_comes_back_as_it_was(root: Path, laid_out: LaidOut) -> None:
    projects = [file.project for file in read_all(root) if file.project]
    assert len(projects) in (22, 71)
    for source, again in (
        (workbook_bytes(*laid_out(projects)), projects),
        (csv_bytes(laid_out(projects)[0]), [lean(each) for each in projects]),
    ):
        same, new = imported(source, projects), imported(source, ())
        assert (same.new, same.changed, same.rejected, same.kept) == ((), (), (), ())
        assert same.unchanged == len(projects)
        assert told(new) == again
        assert new.rejected == ()


@settings(max_examples=40)
@given(data=st.data())
def test_any_workbook_changes_nothing(
    data: st.DataObject, ledgers: Ledgers, laid_out: LaidOut
) -> None:
    projects = data.draw(ledgers)
    check(workbook_bytes(*laid_out(projects)), projects)


@settings(max_examples=40)
@given(data=st.data())
def test_any_csv_changes_nothing(data: st.DataObject, ledgers: Ledgers, laid_out: LaidOut) -> None:
    projects = [lean(each) for each in data.draw(ledgers)]
    # A file without types cannot tell a text that reads like an error from an error.
    assume("#N/A" not in {text for each in projects for text in texts_of(each)})
    check(csv_bytes(laid_out(projects)[0]), projects)


def check(source: bytes, projects: Sequence[Project]) -> None:
    """Import what was exported, into the ledger it came from and into an empty one."""
    if not projects:
        return  # without rows a column of ids may be one of anything
    same, new = imported(source, projects), imported(source, ())
    assert (same.new, same.changed, same.rejected) == ((), (), ())
    assert same.unchanged == len(projects)
    assert new.rejected == ()
    assert list(map(spoken, told(new))) == list(map(spoken, projects))


def texts_of(project: Project) -> Iterator[str]:
    for field in FIELDS:
        value = getattr(project, field.name)
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from value
    if project.withdrawn and project.withdrawn.reason:
        yield project.withdrawn.reason


def spoken(part: Any) -> Any:
    """Give a project, or a part of one, as a table can tell it.

    Blanks at the ends of texts and breaks of lines say nothing, and neither do "-" and "/".
    """
    if not hasattr(part, "__fields__") or isinstance(part, Period):
        return part
    changed: dict[str, Any] = {}
    for field in fields(part):
        value = getattr(part, field.name)
        if isinstance(value, tuple):
            value = tuple(
                item.split() if isinstance(item, str) else spoken(item) for item in value
            )
        elif isinstance(value, str) and not isinstance(value, StrEnum):
            required = field.name in ("id", "name", "title", "text")
            value = None if not required and plain(value) in BLANKS else value.split()
        else:
            value = spoken(value)
        changed[field.name] = value
    return changed


def plain(text: str) -> str:
    return " ".join(normalize("NFKC", text).split()).casefold()
