"""What a cell holds for a value, and the value back again."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zqtrack.core.chinese import WORDS
from zqtrack.core.columns import LIGHT, STANDING
from zqtrack.core.fields import FLAG, MONEY, NUMBER, PERIOD, TEXT, TEXTS, ValueType
from zqtrack.core.lights import Light
from zqtrack.core.period import parse_period, span
from zqtrack.core.project import KIND, MOMENT, STAGE, Kind, Mark, Stage
from zqtrack.errors import BadValue
from zqtrack.exchange.cells import Cell, cell_of, join_texts, split_texts, value_of
from zqtrack.language import ENGLISH, speak


class Chinese:
    """The words that the program knows in Chinese, as a catalogue."""

    def gettext(self, message: str, /) -> str:
        return {"yes": "是", "no": "否"}.get(message) or WORDS.get(message, (message,))[0]

    def ngettext(self, msgid1: str, _msgid2: str, _n: int, /) -> str:
        return msgid1


BOTH = [
    (TEXT, "=1+1", "=1+1"),
    (TEXT, "2023", "2023"),
    (TEXT, " x ", " x "),
    (TEXT, None, None),
    (TEXTS, ("a", "b; c"), 'a; "b; c"'),
    (TEXTS, (), None),
    (PERIOD, parse_period("2023-09-28"), date(2023, 9, 28)),
    (PERIOD, parse_period("1900-03-01"), date(1900, 3, 1)),
    (PERIOD, parse_period("1900-02-28"), "1900-02-28"),
    (PERIOD, parse_period("2023-04"), "2023-04"),
    (PERIOD, parse_period("2022-03/2023-02"), "2022-03/2023-02"),
    (PERIOD, parse_period("2025-H1"), "2025-H1"),
    (MOMENT, parse_period("2023-09-28"), date(2023, 9, 28)),
    (MOMENT, None, None),
    (MONEY, 1_100_000_000, 1_100_000_000),
    (MONEY, 0, 0),
    (MONEY, 999_999_999_999_999, 999_999_999_999_999),
    (MONEY, 10**15, "1000000000000000"),
    (MONEY, 2**63 - 1, "9223372036854775807"),
    (NUMBER, 120.5, 120.5),
    (NUMBER, 0.1 + 0.2, "0.30000000000000004"),
    (NUMBER, 2**53, "9007199254740992"),
    (NUMBER, 1e-7, 1e-7),
    (NUMBER, 1.234567890123456e-5, "0.00001234567890123456"),
    (NUMBER, 9007199254740991.0, "9007199254740991.0"),
]


@pytest.mark.parametrize(("kind", "value", "cell"), BOTH)
def test_a_value_has_a_cell_and_comes_back_from_it(
    kind: ValueType, value: Any, cell: Cell
) -> None:
    assert cell_of(kind, value) == cell
    assert value_of(kind, cell) == value


WORDED = [
    (MOMENT, Mark.UNKNOWN, "unknown", "不详"),
    (MOMENT, Mark.NOT_APPLICABLE, "n/a", "不适用"),
    (KIND, Kind.EXPANSION, "expansion", "扩建"),
    (STAGE, Stage.LAND_SUPPLIED, "land-supplied", "供地"),
    (STANDING, "withdrawn", "withdrawn", "退出"),
    (LIGHT, Light.RED, "red", "红"),
    (FLAG, True, "yes", "是"),
    (FLAG, False, "no", "否"),
]


@pytest.mark.parametrize(("kind", "value", "english", "chinese"), WORDED)
def test_a_word_is_read_in_either_language_whichever_is_spoken(
    kind: ValueType, value: Any, english: str, chinese: str
) -> None:
    assert cell_of(kind, value) == english
    assert value_of(kind, chinese) == value
    speak(Chinese())
    try:
        assert cell_of(kind, value) == chinese
        assert value_of(kind, english) == value
    finally:
        speak(ENGLISH)


def test_a_reader_may_give_a_date_time_for_a_date_and_a_float_for_a_number() -> None:
    assert value_of(PERIOD, datetime(2023, 9, 28)) == parse_period("2023-09-28")  # noqa: DTZ001 - a cell has no zone
    assert value_of(MONEY, 1.1e9) == 1_100_000_000
    assert isinstance(value_of(MONEY, 1.1e9), int)
    assert value_of(NUMBER, 120.0) == 120
    assert value_of(FLAG, True) is True


@pytest.mark.parametrize("cell", [None, ""])
def test_an_empty_cell_holds_nothing(cell: Cell) -> None:
    assert value_of(MONEY, cell) is None
    assert value_of(TEXTS, cell) == ()


@pytest.mark.parametrize(
    ("kind", "cell"), [(MONEY, 1.5), (MONEY, True), (PERIOD, 45000.0), (TEXT, 3), (FLAG, "maybe")]
)
def test_a_cell_that_holds_no_such_value_is_refused(kind: ValueType, cell: Cell) -> None:
    with pytest.raises(BadValue):
        value_of(kind, cell)


@pytest.mark.parametrize(
    ("texts", "cell"),
    [
        (("a", "b"), "a; b"),
        (("a;b",), '"a;b"'),
        (("a；b", "c"), '"a；b"; c'),
        (("甲、乙", "丙"), '"甲、乙"; 丙'),
        (('"x"', 'y"z'), '"""x"""; y"z'),
        ((" x", "y\nz"), '" x"; "y\nz"'),
    ],
)
def test_a_list_is_one_text_in_which_no_item_is_lost(texts: tuple[str, ...], cell: str) -> None:
    assert join_texts(texts) == cell
    assert split_texts(cell) == texts


@pytest.mark.parametrize(
    ("cell", "texts"),
    [
        ("攻坚战、重点；省级", ("攻坚战", "重点", "省级")),
        ("a;b ;\n c;", ("a", "b", "c")),
        ('say "x"; y', ('say "x"', "y")),
        ('"x" y; z', ('"x" y', "z")),
        ('"x', ('"x',)),
        ("", ()),
        (" ; ", ()),
    ],
)
def test_a_list_as_people_type_it_is_read(cell: str, texts: tuple[str, ...]) -> None:
    assert split_texts(cell) == texts


TEXT_ITEMS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1) | st.text(
    st.sampled_from('ab";；、\n '), min_size=1
)


@given(st.lists(TEXT_ITEMS.filter(str.strip)).map(tuple))
def test_every_list_comes_back(texts: tuple[str, ...]) -> None:
    assert split_texts(join_texts(texts)) == texts


@given(st.floats(0, 2**53) | st.integers(0, 2**53))
def test_every_number_comes_back(number: float) -> None:
    assert value_of(NUMBER, cell_of(NUMBER, number)) == number


@given(
    st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.dates(date(1900, 1, 1), date(2199, 12, 31))
)
def test_every_date_comes_back(one: date, other: date) -> None:
    period = span(min(one, other), max(one, other))
    assert value_of(PERIOD, cell_of(PERIOD, period)) == period
