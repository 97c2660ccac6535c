"""A field is declared once, and its values are read from TOML and from text alike."""

from datetime import date, datetime
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zqtrack.core.fields import (
    COUNT,
    DAY,
    FLAG,
    MONEY,
    NUMBER,
    PERIOD,
    TERMS,
    TEXT,
    TEXTS,
    Field,
    ValueType,
    choice_of,
    field,
    fields_of,
)
from zqtrack.core.period import parse_period
from zqtrack.core.project import MOMENT
from zqtrack.core.record import record
from zqtrack.errors import BadValue

HUGE = pytest.param(10**5_000, id="more digits than Python would print")


class Colour(StrEnum):
    RED = "red"
    SEA_GREEN = "sea-green"


COLOUR = choice_of("colour", Colour)


@record(kw_only=True)
class Plant:
    name: str = field(TEXT, "its name", required=True)
    land_mu: float | None = field(NUMBER, "its land, mu")
    lists: tuple[str, ...] = field(TEXTS, "its lists")
    jobs: int = field(COUNT, "its jobs", default=20)
    tables: tuple[object, ...] = ()


def refused(kind: ValueType, value: object) -> tuple[str, str | None]:
    with pytest.raises(BadValue) as caught:
        kind.read(value)
    return str(caught.value), caught.value.hint


def refused_text(kind: ValueType, text: str) -> tuple[str, str | None]:
    with pytest.raises(BadValue) as caught:
        kind.parse(text)
    return str(caught.value), caught.value.hint


def test_the_fields_of_a_part_are_those_it_declares_in_their_order() -> None:
    assert fields_of(Plant) == (
        Field(name="name", key="name", type=TEXT, help="its name", required=True),
        Field(name="land_mu", key="land-mu", type=NUMBER, help="its land, mu", required=False),
        Field(name="lists", key="lists", type=TEXTS, help="its lists", required=False),
        Field(name="jobs", key="jobs", type=COUNT, help="its jobs", required=False),
    )


def test_what_is_not_given_is_unknown_an_empty_list_or_its_default() -> None:
    plant = Plant(name="Kiln")
    assert (plant.land_mu, plant.lists, plant.jobs) == (None, (), 20)


def test_a_required_field_must_be_given() -> None:
    with pytest.raises(TypeError, match="'name'"):
        Plant()


def test_a_text_is_kept_as_it_is_written() -> None:
    assert TEXT.read(" 肇庆\n新区 ") == " 肇庆\n新区 "
    assert TEXT.parse("GCL") == "GCL"


@pytest.mark.parametrize("value", ["", "  ", "\n\t", "\u3000"])
def test_an_empty_text_is_refused(value: str) -> None:
    assert refused(TEXT, value) == ("this text is empty", "fill it in, or delete the line")


@pytest.mark.parametrize("value", [None, True, 7, 1.5, date(2023, 4, 18), [], ["a"], {}, HUGE])
def test_what_is_no_text_is_refused(value: object) -> None:
    assert refused(TEXT, value) == ("a text belongs here", 'put it in quotes: "…"')


def test_a_list_of_texts_keeps_its_order() -> None:
    assert TEXTS.read(["b", "a", "b"]) == ("b", "a", "b")
    assert TEXTS.read([]) == ()


def test_a_filter_asks_a_list_for_one_text() -> None:
    assert TEXTS.parse("battle-275") == "battle-275"


def test_one_text_is_no_list() -> None:
    assert refused(TEXTS, "battle-275") == ("a list of texts belongs here", 'write ["…", "…"]')


def test_terms_are_one_text_or_a_list_of_them() -> None:
    assert TERMS.read("district=Sihui") == ("district=Sihui",)
    assert TERMS.read(["district=Sihui", "kind=new"]) == ("district=Sihui", "kind=new")
    assert refused(TERMS, 7)[0] == "a list of texts belongs here"
    assert refused(TERMS, " ")[0] == "this text is empty"


@pytest.mark.parametrize(
    ("items", "message"),
    [
        (["a", 7], "a text belongs here"),
        (["a", ["b"]], "a text belongs here"),
        (["a", ""], "this text is empty"),
    ],
)
def test_every_item_of_a_list_is_a_text(items: list[object], message: str) -> None:
    assert refused(TEXTS, items)[0] == message


def test_a_flag_is_true_or_false() -> None:
    assert FLAG.read(True) is True
    assert FLAG.read(False) is False


@pytest.mark.parametrize("value", ["true", 1, 0, 1.0, None, []])
def test_nothing_else_is_a_flag(value: object) -> None:
    assert refused(FLAG, value) == (
        "true or false belongs here",
        "write true or false, without quotes",
    )


@pytest.mark.parametrize(
    ("text", "flag"), [("true", True), ("YES", True), ("False", False), ("no", False)]
)
def test_a_flag_is_typed_as_yes_or_no_too(text: str, *, flag: bool) -> None:
    assert FLAG.parse(text) is flag


def test_another_word_is_no_flag() -> None:
    assert refused_text(FLAG, "maybe") == (
        "`maybe` is neither true nor false",
        "write true or false",
    )


@pytest.mark.parametrize("value", [0, 1, 1.0, 120.5, 2**53])
def test_a_number_is_kept_whole_or_with_its_fraction(value: float) -> None:
    number = NUMBER.read(value)
    assert number == value
    assert type(number) is type(value)


@pytest.mark.parametrize("value", ["120.5", True, None, [120.5], date(2023, 4, 18)])
def test_what_is_no_number_is_refused(value: object) -> None:
    assert refused(NUMBER, value) == (
        "a number belongs here",
        "write it without quotes and units: 120.5",
    )


@pytest.mark.parametrize("value", [-1, -0.5, 1e300, float("nan"), float("inf"), 2**53 + 1, HUGE])
def test_a_number_that_cannot_be_is_refused(value: float) -> None:
    assert refused(NUMBER, value) == (
        "a number from 0 to 2^53 belongs here",
        "write it like 120.5",
    )


def test_a_number_is_typed_with_or_without_fraction() -> None:
    assert NUMBER.parse("120.5") == 120.5
    assert NUMBER.parse("120") == 120


@pytest.mark.parametrize("text", ["", "many", "-1", "nan", "inf", "1e400", "120,5", "120 mu"])
def test_a_text_that_is_no_number_is_refused(text: str) -> None:
    assert refused_text(NUMBER, text) == (
        f"`{text}` is not a number of at least 0",
        "write it like 120.5",
    )


def test_a_count_is_a_whole_number() -> None:
    assert COUNT.read(0) == 0
    assert COUNT.read(32) == 32
    assert COUNT.parse("32") == 32


@pytest.mark.parametrize("value", [-1, 1.0, 1.5, True, "32", None, [], 2**53 + 1, HUGE])
def test_what_is_no_count_is_refused(value: object) -> None:
    assert refused(COUNT, value) == (
        "a whole number from 0 to 2^53 belongs here",
        "write it without quotes: 20",
    )


@pytest.mark.parametrize("text", ["", "-1", "1.0", "1e3", "many", "²", str(2**53 + 1)])
def test_a_text_that_is_no_count_is_refused(text: str) -> None:
    assert refused_text(COUNT, text) == (
        f"`{text}` is not a whole number of at least 0",
        "write it like 20",
    )


def test_a_day_is_an_exact_date() -> None:
    assert DAY.read(date(2024, 3, 3)) == date(2024, 3, 3)
    assert DAY.read("2024-03-03") == date(2024, 3, 3)
    assert DAY.parse("2024-03-03") == date(2024, 3, 3)


def test_a_month_is_not_one_day() -> None:
    assert refused(DAY, "2024-03") == ("2024-03 is not one day", "write it like 2023-09-28")


def test_a_day_is_refused_as_a_date_is() -> None:
    assert refused(DAY, 2024) == (
        "2024 is a number in TOML, not a date",
        'put it in quotes: "2024"',
    )


def test_dates_and_money_are_read_in_their_grammars() -> None:
    assert PERIOD.read(date(2023, 4, 18)) == PERIOD.parse("2023-04-18")
    assert PERIOD.parse("2023-Q3") == parse_period("2023-Q3")
    assert MONEY.read(1_100_000_000) == MONEY.parse("1.1bn")


def test_a_choice_is_a_member_of_its_enum() -> None:
    assert COLOUR.read("sea-green") is Colour.SEA_GREEN
    assert COLOUR.parse("red") is Colour.RED
    assert COLOUR.choices == ("red", "sea-green")


@pytest.mark.parametrize("text", ["blue", "", "Red", "SEA_GREEN"])
def test_another_word_is_no_choice(text: str) -> None:
    assert refused(COLOUR, text) == (f"`{text}` is not a colour", "write one of red, sea-green")
    assert refused_text(COLOUR, text) == refused(COLOUR, text)


@pytest.mark.parametrize("value", [None, True, 1, ["red"], {"red": 1}])
def test_a_choice_is_a_text(value: object) -> None:
    assert refused(COLOUR, value) == (
        "a colour belongs here",
        "write one of red, sea-green; in quotes",
    )


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (PERIOD, date(2023, 4, 18), "2023-04-18"),
        (PERIOD, "2023-Q3", "2023-Q3"),
        (MOMENT, date(2023, 4, 18), "2023-04-18"),
        (MOMENT, "2023-04/2023-05", "2023-04/2023-05"),
        (MOMENT, "n/a", "n/a"),
        (COLOUR, "sea-green", "sea-green"),
    ],
)
def test_what_is_kept_as_text_is_kept_as_a_file_has_it(
    kind: ValueType, value: object, text: str
) -> None:
    assert kind.text is not None
    assert kind.text(value) == text
    assert kind.read(kind.text(value)) == kind.read(value)


@pytest.mark.parametrize("kind", [PERIOD, MOMENT, COLOUR])
@pytest.mark.parametrize(
    "value",
    [2023, 20.5, True, "", "2023-13", "blue", [], {}, date(1899, 12, 31), datetime(2023, 4, 18)],  # noqa: DTZ001 - as a file has it
)
def test_what_cannot_be_read_has_no_text(kind: ValueType, value: object) -> None:
    assert kind.text is not None
    with pytest.raises(BadValue) as read:
        kind.read(value)
    with pytest.raises(BadValue) as told:
        kind.text(value)
    assert (str(told.value), told.value.hint) == (str(read.value), read.value.hint)


@pytest.mark.parametrize("kind", [FLAG, NUMBER, COUNT, DAY, MONEY, PERIOD, COLOUR])
@pytest.mark.parametrize("text", ["x" * 5_000, "1" * 5_000, "\x1b[31m" * 1_000])
def test_a_long_text_is_refused_in_short(kind: ValueType, text: str) -> None:
    message, _ = refused_text(kind, text)
    assert len(message) < 80
    assert message.isprintable()


@given(st.floats() | st.integers())
def test_a_number_that_is_read_can_be_reckoned_with(value: float) -> None:
    try:
        number = NUMBER.read(value)
    except BadValue:
        return
    assert 0 <= float(number) <= 2**53
