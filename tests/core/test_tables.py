"""Tables are read by the fields that a record declares, with every flaw in its place."""

import pytest

from zqtrack.core.fields import COUNT, DAY, MONEY, PERIOD, TEXT, ValueType, field
from zqtrack.core.findings import Flaw
from zqtrack.core.period import Period, parse_period
from zqtrack.core.project import MOMENT, STAGE
from zqtrack.core.record import record
from zqtrack.core.tables import (
    nearest,
    read_part,
    read_parts,
    read_value,
    read_values,
    unknown_key,
    wrong_shape,
)


@record(kw_only=True)
class Visit:
    on: Period = field(PERIOD, "the day of the visit", required=True)
    guests: int | None = field(COUNT, "how many came")
    told_by: str | None = field(TEXT, "who tells of it")


MAY = parse_period("2023-05")


def test_values_are_given_by_the_names_of_their_fields() -> None:
    flaws: list[Flaw] = []
    assert read_values(Visit, {"told-by": "Office 2", "on": "2023-05"}, (), flaws) == {
        "told_by": "Office 2",
        "on": MAY,
    }
    assert flaws == []


def test_keys_that_may_stand_beside_the_fields_are_passed_over() -> None:
    flaws: list[Flaw] = []
    table = {"on": "2023-05", "photos": {"format": "jpeg"}}
    assert read_values(Visit, table, (), flaws, ("photos",)) == {"on": MAY}
    assert flaws == []


def test_keys_that_may_stand_beside_the_fields_may_be_meant_too() -> None:
    flaws: list[Flaw] = []
    read_values(Visit, {"on": "2023-05", "fotos": 1}, ("visit",), flaws, ("photos",))
    assert flaws == [
        Flaw(
            "ZQ101",
            ("visit", "fotos"),
            "`fotos` is not a key of this table",
            "did you mean `photos`?",
        )
    ]


def test_a_missing_key_says_what_it_is_for() -> None:
    flaws: list[Flaw] = []
    assert read_values(Visit, {}, ("visit",), flaws) == {}
    assert flaws == [
        Flaw("ZQ102", ("visit",), "`on` is missing", 'add on = "…": the day of the visit')
    ]


def test_a_table_is_read_as_its_record() -> None:
    flaws: list[Flaw] = []
    table = {"on": "2023-05", "guests": 12}
    assert read_part(Visit, table, ("visit",), flaws) == Visit(on=MAY, guests=12)
    assert flaws == []


def test_a_table_with_a_flaw_is_none_whatever_was_wrong_before() -> None:
    before = Flaw("ZQ106", ("name",), "a text belongs here")
    flaws = [before]
    assert read_part(Visit, {"on": "2023-05"}, ("visit",), flaws) == Visit(on=MAY)
    assert read_part(Visit, {"on": "2023-05", "guests": -1}, ("visit",), flaws) is None
    assert [flaw.key for flaw in flaws] == [("name",), ("visit", "guests")]


def test_what_is_no_table_is_told_its_whole_name() -> None:
    flaws: list[Flaw] = []
    assert read_part(Visit, 5, ("visits", "2024"), flaws) is None
    assert flaws == [
        Flaw("ZQ103", ("visits", "2024"), "`visits.2024` is a table", "write [visits.2024]")
    ]


def test_of_a_list_of_tables_the_good_ones_are_given() -> None:
    flaws: list[Flaw] = []
    tables = [{"on": "2023-05"}, {"on": "soon"}, "2023-05", {"on": "2023-05", "guests": 1}]
    assert read_parts(Visit, tables, ("visits",), flaws) == (
        Visit(on=MAY),
        Visit(on=MAY, guests=1),
    )
    assert [(flaw.code, flaw.key) for flaw in flaws] == [
        ("ZQ104", ("visits", 1, "on")),
        ("ZQ103", ("visits", 2)),
    ]
    assert flaws[1].hint == "write [[visits]]"


def test_one_table_is_no_list_of_tables() -> None:
    flaws: list[Flaw] = []
    assert read_parts(Visit, {"on": "2023-05"}, ("visits",), flaws) == ()
    assert flaws == [wrong_shape(("visits",), "a list of tables", "[[visits]]")]


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (PERIOD, "ZQ104"),
        (MOMENT, "ZQ104"),
        (DAY, "ZQ104"),
        (MONEY, "ZQ105"),
        (TEXT, "ZQ106"),
        (COUNT, "ZQ106"),
        (STAGE, "ZQ106"),
    ],
)
def test_a_wrong_value_has_the_code_of_its_kind(kind: ValueType, code: str) -> None:
    flaws: list[Flaw] = []
    assert read_value(kind, {"key": 1.5}, "key", ("part",), flaws) is None
    assert [(flaw.code, flaw.key) for flaw in flaws] == [(code, ("part", "key"))]


def test_a_right_value_is_given_as_it_is_read() -> None:
    flaws: list[Flaw] = []
    assert read_value(MONEY, {"investment": "1.1bn"}, "investment", (), flaws) == 1_100_000_000
    assert flaws == []


def test_an_unknown_key_is_quoted_short_and_printable() -> None:
    assert unknown_key("x\n" * 5_000, (), ("on",)).message == (
        r"`x\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\nx\n…` is not a key of this table"
    )


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("compny", "company"),
        ("COMPANY", "company"),
        ("land_mu", "land-mu"),
        ("landmu", "land-mu"),
        ("notes", "notes"),
        ("xyz", None),
        ("", None),
        ("公司", None),
    ],
)
def test_the_nearest_word_is_the_one_that_is_meant(word: str, meant: str | None) -> None:
    assert nearest(word, ("company", "land-mu", "notes")) == meant
