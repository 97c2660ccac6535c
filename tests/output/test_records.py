"""Records for other programs keep their keys, their types and their bytes."""

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zqtrack.core.columns import BY_NAME, View
from zqtrack.core.lights import Limits
from zqtrack.core.period import exactly, parse_period
from zqtrack.core.project import (
    Kind,
    Mark,
    Problem,
    Project,
    Replanned,
    Stage,
    Withdrawal,
)
from zqtrack.output.records import csv_text, full_record_of, json_rows, json_text, record_of

DAY = date(2024, 3, 3)


def view(**values: Any) -> View:
    return View(Project(id="plant", name="Plant", **values), DAY, Limits())


def test_a_full_record_has_every_key_in_order_with_null_for_what_is_unknown() -> None:
    assert list(full_record_of(view()).items()) == [
        ("id", "plant"),
        ("name", "Plant"),
        ("company", None),
        ("district", None),
        ("park", None),
        ("industry", None),
        ("product", None),
        ("origin", None),
        ("kind", None),
        ("stage", "prospect"),
        ("since", None),
        ("age_days", None),
        ("light", "grey"),
        ("next_stage", "signed"),
        ("next_planned", None),
        ("slip_days", None),
        ("investment", None),
        ("paid_in", None),
        ("output", None),
        ("tax", None),
        ("land_mu", None),
        ("high_tech", None),
        ("key_industry", None),
        ("lead", None),
        ("team", None),
        ("lists", []),
        ("open_problems", 0),
        ("actual", dict.fromkeys(Stage)),
        ("planned", dict.fromkeys(Stage)),
        ("withdrawn", None),
    ]


def test_a_full_record_holds_dates_as_their_own_text_and_the_first_promises() -> None:
    moved = (
        Replanned(stage=Stage.STARTED, to=parse_period("2025"), on=exactly(DAY)),
        Replanned(stage=Stage.PRODUCING, to=parse_period("2026-Q1"), on=exactly(DAY)),
    )
    record = full_record_of(
        view(
            kind=Kind.NEW,
            investment=1_100_000_000,
            land_mu=120.5,
            high_tech=True,
            lists=("battle-275",),
            actual={
                Stage.CONTACTED: Mark.UNKNOWN,
                Stage.SIGNED: parse_period("2023-04"),
                Stage.LAND_SUPPLIED: Mark.NOT_APPLICABLE,
            },
            planned={Stage.STARTED: parse_period("2024-H1")},
            replanned=moved,
            problems=(Problem(title="Road", raised=exactly(DAY)),),
            withdrawn=Withdrawal(on=parse_period("2024-02/2024-03")),
        )
    )
    written = json.loads(json_text(record))
    assert written["kind"] == "new"
    assert written["stage"] == "withdrawn"
    assert written["since"] == "2024-02/2024-03"
    assert written["investment"] == 1_100_000_000
    assert written["land_mu"] == 120.5
    assert written["high_tech"] is True
    assert written["lists"] == ["battle-275"]
    assert written["open_problems"] == 1
    assert written["actual"] == {
        "contacted": "unknown",
        "signed": "2023-04",
        "land-supplied": "n/a",
        "started": None,
        "completed": None,
        "producing": None,
    }
    assert written["planned"] == {
        "contacted": None,
        "signed": None,
        "land-supplied": None,
        "started": "2024-H1",
        "completed": None,
        "producing": "2026-Q1",
    }
    assert written["withdrawn"] == "2024-02/2024-03"


def test_a_record_can_hold_chosen_columns() -> None:
    signed = view(actual={Stage.SIGNED: Mark.UNKNOWN})
    assert record_of(signed, (BY_NAME["signed"], BY_NAME["id"])) == {
        "signed": "unknown",
        "id": "plant",
    }


def test_json_keeps_chinese_as_it_is() -> None:
    assert json_text({"name": "四会", "share": 1 / 3}) == (
        '{\n  "name": "四会",\n  "share": 0.3333333333333333\n}\n'
    )


def test_json_rows_stand_on_a_line_each() -> None:
    assert json_rows([{"id": "a"}, {"id": "四会"}]) == '[\n{"id": "a"},\n{"id": "四会"}\n]\n'
    assert json_rows([]) == "[]\n"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (120.5, "120.5"),
        (-3, "-3"),
        (["a", "b"], "a; b"),
        ((), ""),
        ("a,b", '"a,b"'),
        ('a "b"', '"a ""b"""'),
        ("a\nb", '"a\nb"'),
        ("四会", "四会"),
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-3", "'-3"),
        ("@here", "'@here"),
        ("\t=1", "'\t=1"),
        (["=1"], "=1"),
    ],
)
def test_a_cell_of_csv(value: object, cell: str) -> None:
    assert csv_text(["a", "b"], [{"a": value, "b": 1}]) == f"a,b\r\n{cell},1\r\n"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1))
def test_csv_can_be_read_back(texts: list[str]) -> None:
    written = csv_text(["a", "b"], [{"a": text, "b": 0} for text in texts])
    rows = list(csv.reader(io.StringIO(written, newline="")))
    assert rows[0] == ["a", "b"]
    assert [row[0].removeprefix("'") for row in rows[1:]] == [t.removeprefix("'") for t in texts]
