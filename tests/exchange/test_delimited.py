"""Projects as comma-separated values."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zqtrack.core.period import parse_period
from zqtrack.core.project import Project, Replanned, Stage
from zqtrack.exchange.cells import value_of
from zqtrack.exchange.delimited import csv_bytes
from zqtrack.exchange.headings import HEADINGS, PROJECTS
from zqtrack.exchange.rows import rows_of
from zqtrack.exchange.safe import unguard

Laid = Callable[..., Any]


def rows_in(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_spreadsheet_is_told_that_it_is_utf_8(laid_out: Laid) -> None:
    exported, _ = laid_out([Project(id="x", name="项目")])
    content = csv_bytes(exported)
    assert content.startswith(b"\xef\xbb\xbfID,Name,Stage,")
    assert content.count(b"\r\n") == 2
    assert "x,项目,prospect,".encode() in content


def test_no_text_begins_like_a_formula(laid_out: Laid, hostile: tuple[str, ...]) -> None:
    projects = [Project(id=f"p{at}", name=text) for at, text in enumerate(hostile)]
    rows = rows_in(csv_bytes(laid_out(projects)[0]))
    assert [unguard(row[1]) for row in rows[1:]] == list(hostile)
    assert not any(row[1].startswith(tuple("=+-@\t\r\n")) for row in rows)


def test_a_slip_backwards_stays_a_number(laid_out: Laid) -> None:
    earlier = Replanned(
        stage=Stage.SIGNED, to=parse_period("2024-05-01"), on=parse_period("2024-01-01")
    )
    project = Project(
        id="x",
        name="x",
        planned={Stage.SIGNED: parse_period("2024-06-01")},
        replanned=(earlier,),
    )
    rows = rows_in(csv_bytes(laid_out([project], date(2024, 3, 3))[0]))
    assert rows[1][rows[0].index("Days slipped")] == "-31"


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_every_field_comes_back(
    laid_out: Laid, ledgers: st.SearchStrategy[list[Project]], data: st.DataObject
) -> None:
    exported, _ = laid_out(data.draw(ledgers))
    head, *rows = rows_in(csv_bytes(exported))
    for row, told in zip(rows, rows_of(PROJECTS, exported), strict=True):
        for heading, value in zip(PROJECTS.headings, told, strict=True):
            if heading in HEADINGS:
                cell = unguard(row[head.index(heading.title)])
                assert value_of(heading.type, cell) == value
