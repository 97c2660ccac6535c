"""Amounts are read exactly, in the unit of the cell or of the heading, or not at all."""

from datetime import date
from decimal import Decimal

import pytest

from zqtrack.core.period import parse_period
from zqtrack.errors import BadValue
from zqtrack.exchange.amounts import land_unit, money_unit, read_land, read_money
from zqtrack.exchange.grid import Broken, Value

YI, WAN, ONE = Decimal(10**8), Decimal(10**4), Decimal(1)


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("", 1),
        ("元", 1),
        ("yuan", 1),
        ("RMB", 1),
        ("￥", 1),
        ("千元", 10**3),
        ("万元", 10**4),
        ("万", 10**4),
        ("百万元", 10**6),
        ("m", 10**6),
        ("million yuan", 10**6),
        ("RMB million", 10**6),
        ("千万元", 10**7),
        ("亿元", 10**8),
        ("亿元人民币", 10**8),
        ("人民币亿元", 10**8),
        ("亿元/年", 10**8),
        ("bn", 10**9),
        ("Bn Yuan", 10**9),
        ("bn yuan a year", 10**9),
        ("billions", None),
        ("万美元", None),
        ("USD m", None),
        ("$", None),
        ("亩", None),
    ],
)
def test_a_unit_is_so_many_yuan(text: str, yuan: int | None) -> None:
    assert money_unit(text) == yuan


@pytest.mark.parametrize(
    ("text", "mu"),
    [
        ("", "1"),
        ("亩", "1"),
        ("mu", "1"),
        ("公顷", "15"),
        ("ha", "15"),
        ("平方米", "0.0015"),
        ("㎡", "0.0015"),
        ("m²", "0.0015"),
        ("万平方米", "15"),
        ("acre", None),
    ],
)
def test_a_unit_is_so_many_mu(text: str, mu: str | None) -> None:
    assert land_unit(text) == (mu and Decimal(mu))


@pytest.mark.parametrize(
    ("cell", "unit", "yuan"),
    [
        (11, YI, 1_100_000_000),
        (1.1, YI, 110_000_000),
        # What a spreadsheet makes of 0.1 + 0.2: 15 digits count.
        (0.30000000000000004, YI, 30_000_000),
        (2.675, YI, 267_500_000),
        (110000.0, WAN, 1_100_000_000),
        (0, YI, 0),
        ("1.1e9", ONE, 1_100_000_000),
        ("2E+3万", ONE, 20_000_000),
        ("11", YI, 1_100_000_000),
        ("１１．５", YI, 1_150_000_000),
        ("1,100,000,000", ONE, 1_100_000_000),
        ("1 100 000", ONE, 1_100_000),
        # A unit in the cell counts, not that of the heading.
        ("11亿", WAN, 1_100_000_000),
        ("11 亿元", WAN, 1_100_000_000),
        ("5000万元", YI, 50_000_000),
        ("1.5亿元整", ONE, 150_000_000),
        ("3千万", YI, 30_000_000),
        ("1.1bn", WAN, 1_100_000_000),
        ("500m", WAN, 500_000_000),
        ("￥1.5亿", WAN, 150_000_000),
        ("2亿元/年", WAN, 200_000_000),
        (None, YI, None),
        ("", YI, None),
        ("—", YI, None),
        ("/", YI, None),
        ("无", YI, None),
    ],
)
def test_an_amount_is_whole_yuan(cell: Value, unit: Decimal, yuan: int | None) -> None:
    assert read_money(cell, unit) == yuan


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("about 3bn", "about 3bn"),
        ("约11亿", "约11亿"),
        ("5000万美元", "5000万美元"),
        ("3-5亿", "3-5亿"),
        ("1,10", "1,10"),
        ("1.2.3", "1.2.3"),
        ("-5", "-5"),
        ("9" * 401, "9" * 39 + "…"),
        (-5, "-5"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (True, "True"),
        (date(2023, 9, 28), "2023-09-28"),
        (parse_period("2023-09"), "2023-09"),
        (Broken("#REF!"), "#REF!"),
    ],
)
def test_what_is_no_amount_is_refused(cell: Value, shown: str) -> None:
    with pytest.raises(BadValue) as refused:
        read_money(cell, ONE)
    assert str(refused.value) == f"`{shown}` is not an amount"
    assert refused.value.hint == (
        "write a number; with a unit such as 万元, 亿元, m or bn if it is not the heading's"
    )


def test_a_part_of_a_yuan_is_not_rounded() -> None:
    # A third of 10,000 yuan, as a formula gives it.
    with pytest.raises(BadValue) as refused:
        read_money(1 / 3, WAN)
    assert str(refused.value) == (
        "`0.333333333333333` is 3,333.33333333333 yuan, which is not a whole number"
    )
    assert refused.value.hint == "round it in the workbook"


def test_more_than_a_ledger_holds_is_refused() -> None:
    with pytest.raises(BadValue, match=r"below 2\^63 yuan"):
        read_money(10**11, YI)


@pytest.mark.parametrize(
    ("cell", "unit", "mu"),
    [
        (120.5, ONE, 120.5),
        ("120.5亩", ONE, 120.5),
        ("8公顷", ONE, 120.0),
        (8, Decimal(15), 120.0),
        ("20,000平方米", ONE, 30.0),
        ("-", ONE, None),
    ],
)
def test_an_area_is_so_many_mu(cell: Value, unit: Decimal, mu: float | None) -> None:
    assert read_land(cell, unit) == mu


def test_an_amount_of_money_is_no_area() -> None:
    with pytest.raises(BadValue, match="`120万元` is not an amount"):
        read_land("120万元", ONE)
