"""Money is whole yuan, read exactly and written as people say it."""

from gettext import NullTranslations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zqtrack.core.money import format_money, money_from, parse_money
from zqtrack.errors import BadValue
from zqtrack.language import speak


def refusal(value: object) -> str:
    with pytest.raises(BadValue) as caught:
        money_from(value)
    assert caught.value.hint == (
        'write whole yuan such as 1_100_000_000, or "1.1bn", "500m", "11亿", "110000万元"'
    )
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("0", 0),
        ("1100000", 1_100_000),
        ("1,100,000", 1_100_000),
        ("1_100_000", 1_100_000),
        ("1_000k", 1_000_000),
        ("1.1bn", 1_100_000_000),
        ("1.1 BN", 1_100_000_000),
        (" 5 bn ", 5_000_000_000),
        ("500m", 500_000_000),
        ("500M", 500_000_000),
        ("12K", 12_000),
        ("11亿元", 1_100_000_000),
        ("11 亿", 1_100_000_000),
        ("110000万", 1_100_000_000),
        ("110000万元", 1_100_000_000),
        ("110,000万元", 1_100_000_000),
        ("1_100_000_000", 1_100_000_000),
        ("1.2345万", 12_345),
        ("12500 元", 12_500),
        ("5.00", 5),
        ("0.1bn", 100_000_000),  # in binary fractions it would be a hair more
        ("2.3bn", 2_300_000_000),
        ("0.000000001bn", 1),
        ("9223372036854775807", 9_223_372_036_854_775_807),
    ],
)
def test_an_amount_is_read_in_its_unit(text: str, yuan: int) -> None:
    assert parse_money(text) == yuan


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "元",
        "bn",
        "-5",
        "+5",
        "1e9",
        "nan",
        "inf",
        "0x10",
        "about 5m",
        "5 billion",
        "5bn yuan",
        "5 b n",
        "¥5m",
        "1,10",
        "1,100_000",
        "1100,000",
        "1__000",
        "_1",
        "1_",
        "1.5.5m",
        "1.m",
        ".5m",
        "1,5m",
        "5万亿",
        "５m",
        "٥m",
        "5\u212a",  # a kelvin sign, which lower case makes a k
    ],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    assert refusal(text) == f"`{text}` is not an amount of money"


@pytest.mark.parametrize("text", ["1.5", "0.1", "0.0005k", "1.23456万", "0.0000000001bn"])
def test_a_part_of_a_yuan_is_refused(text: str) -> None:
    assert refusal(text) == f"`{text}` is not a whole number of yuan"


@pytest.mark.parametrize(
    "text", ["1" * 5_000, "5" + " " * 100_000 + "x", "1,000" * 50, "\x1b[31m" * 12]
)
def test_a_long_text_is_refused_at_once_and_shown_in_short(text: str) -> None:
    message = refusal(text)
    assert len(message) < 80
    assert message.isprintable()


def test_toml_gives_whole_yuan_or_a_text() -> None:
    assert money_from(1_100_000_000) == 1_100_000_000
    assert money_from("1.1bn") == 1_100_000_000
    assert money_from(0) == 0


@pytest.mark.parametrize("value", [None, True, 1.0, 1.1e9, float("nan"), [], ["1bn"], {}])
def test_what_is_neither_whole_nor_a_text_is_no_amount(value: object) -> None:
    assert refusal(value) == "an amount of money belongs here"


@pytest.mark.parametrize(
    "value",
    [
        -5,
        2**63,
        "9223372036854775808",
        "9300000000 bn",
        pytest.param(10**5_000, id="more digits than Python would print"),
    ],
)
def test_an_amount_that_nobody_has_is_refused(value: object) -> None:
    assert refusal(value) == "an amount of money is at least 0 and below 2^63 yuan"


@pytest.mark.parametrize(
    ("yuan", "shown"),
    [
        (0, "0"),
        (12_500, "12,500"),
        (999_999, "999,999"),
        (1_000_000, "1 m"),
        (1_234_567, "1.235 m"),
        (123_456_789, "123.5 m"),
        (500_000_000, "500 m"),
        (999_949_999, "999.9 m"),
        (999_950_000, "1.00 bn"),
        (1_100_000_000, "1.10 bn"),
        (30_310_000_000, "30.31 bn"),
        (1_234_567_890_123, "1,234.57 bn"),
    ],
)
def test_an_amount_is_shown_in_the_unit_that_suits_it(yuan: int, shown: str) -> None:
    assert format_money(yuan) == shown


@pytest.mark.parametrize(
    ("yuan", "shown"),
    [
        (0, "0"),
        (9_999, "9,999"),
        (10_000, "1万"),
        (32_000, "3.2万"),
        (80_000_000, "8000万"),
        (12_345_678, "1235万"),
        (99_994_999, "9999万"),
        (99_995_000, "1亿"),
        (1_100_000_000, "11亿"),
        (352_000_000, "3.52亿"),
        (999_999_499_999, "9999.99亿"),
        (999_999_500_000, "1万亿"),
        (1_234_567_890_123, "1.23万亿"),
    ],
)
def test_in_chinese_an_amount_is_shown_in_ten_thousands_and_hundred_millions(
    yuan: int, shown: str
) -> None:
    speak(NullTranslations())
    assert format_money(yuan) == shown


@given(st.integers(0, 2**63 - 1))
def test_nine_places_of_a_billion_are_exact_to_the_yuan(yuan: int) -> None:
    assert parse_money(f"{yuan // 10**9}.{yuan % 10**9:09}bn") == yuan
    assert parse_money(f"{yuan:,}") == parse_money(f"{yuan:_}") == yuan


@given(st.integers(0, 10**18))
def test_what_is_shown_reads_back_within_half_a_per_cent(yuan: int) -> None:
    # 1.00 bn stands for anything from 0.995 to 1.005 bn.
    assert abs(parse_money(format_money(yuan)) - yuan) * 200 <= yuan
