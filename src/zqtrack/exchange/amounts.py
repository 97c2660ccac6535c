"""Amounts of money and of land as officers write them into cells, with units in the heading."""

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from decimal import Decimal
from typing import TypeAlias

from zqtrack.core.fields import MONEY, NUMBER
from zqtrack.core.period import Period
from zqtrack.errors import BadValue, quoted
from zqtrack.exchange.grid import Broken, Value
from zqtrack.exchange.plain import BLANKS, plain
from zqtrack.language import _

#: What one of a unit is in yuan.
MONEY_UNITS: dict[str, Decimal] = {
    "": Decimal(1),
    **dict.fromkeys(("k", "thousand", "千"), Decimal(10**3)),
    **dict.fromkeys(("万", "w", "10k"), Decimal(10**4)),
    **dict.fromkeys(("m", "mn", "mio", "million", "百万"), Decimal(10**6)),
    "千万": Decimal(10**7),
    **dict.fromkeys(("亿", "100m"), Decimal(10**8)),
    **dict.fromkeys(("b", "bn", "billion", "十亿"), Decimal(10**9)),
}
#: What one of a unit is in mu: 1 mu = 1/15 ha = 2000/3 m².
LAND_UNITS: dict[str, Decimal] = {
    **dict.fromkeys(("", "mu", "亩"), Decimal(1)),
    **dict.fromkeys(("ha", "hectare", "hectares", "公顷"), Decimal(15)),
    **dict.fromkeys(
        ("m2", "sqm", "平方米", "平方", "平米", "squaremetres", "squaremeters"), Decimal("0.0015")
    ),
    "万平方米": Decimal(15),
}
# What stands beside the unit of an amount in yuan and says no more; output and tax are a year's.
_CURRENCY = re.compile(r"人民币|rmb|cny|yuan|元|[¥￥]|\bof\b")
_A_YEAR = re.compile(r"(?:/|per |a |each |every )?(?:年|year|yr|annum)$|^每年")
_FOREIGN = re.compile(r"美|usd|us\$|\$|港|hkd|欧|eur|€|日元|jpy|英镑|gbp|£|台币|twd")
_NUMBER = re.compile(
    r"(?P<number>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)"
    r"(?P<fraction>\.[0-9]+)?(?P<exponent>e[+-]?[0-9]{1,3})?(?P<unit>[^0-9]*)"
)
# The smallest number that a spreadsheet keeps has as many digits.
_LONGEST = 400

#: Gives what one of a unit is; None where it is no such unit.
UnitOf: TypeAlias = Callable[[str], Decimal | None]


def money_unit(text: str) -> Decimal | None:
    """Give what one of a unit, such as 亿元, ``bn yuan`` or nothing, is in yuan; else None."""
    unit = plain(text)
    return None if _FOREIGN.search(unit) else MONEY_UNITS.get(_bare(unit))


def land_unit(text: str) -> Decimal | None:
    """Give what one of a unit, such as 亩 or ``ha``, is in mu; None where it is no such unit."""
    return LAND_UNITS.get(plain(text).replace(" ", "").rstrip("."))


def read_money(value: Value, unit: Decimal) -> int | None:
    """Read an amount in whole yuan; None where a cell says nothing.

    Args:
        value: what the cell holds; a unit in it counts, not that of the heading.
        unit: what one of the heading's unit is in yuan.

    Raises:
        BadValue: it is no amount, in another currency, or no whole number of yuan.
    """
    scaled = _scaled(value, unit, money_unit)
    if scaled is None:
        return None
    if scaled != scaled.to_integral_value():
        raise BadValue(
            _("{text} is {yuan} yuan, which is not a whole number").format(
                text=quoted(_shown(value)), yuan=f"{scaled.normalize():,f}"
            ),
            _("round it in the workbook"),
        )
    amount: int = MONEY.read(int(scaled))
    return amount


def read_land(value: Value, unit: Decimal) -> float | None:
    """Read an area in mu; None where a cell says nothing.

    Args:
        value: what the cell holds; a unit in it counts, not that of the heading.
        unit: what one of the heading's unit is in mu.

    Raises:
        BadValue: it is no area.
    """
    scaled = _scaled(value, unit, land_unit)
    return None if scaled is None else NUMBER.read(float(scaled))


def _scaled(value: Value, unit: Decimal, unit_of: UnitOf) -> Decimal | None:
    match value:
        case None:
            return None
        case bool() | date() | time() | timedelta() | Period() | Broken():
            raise _no_number(value)
        case str():
            return _of_text(value, unit, unit_of)
    # A spreadsheet keeps 15 digits: what is behind them comes from halving and doubling.
    return _positive(Decimal(f"{value:.15g}"), value) * unit


def _of_text(text: str, unit: Decimal, unit_of: UnitOf) -> Decimal | None:
    said = plain(text)
    if said in BLANKS:
        return None
    found = _NUMBER.fullmatch(said.lstrip("¥￥ ")) if len(said) <= _LONGEST else None
    if found is None:
        raise _no_number(text)
    if own := found["unit"].strip():
        in_cell = unit_of(own)
        if in_cell is None:
            raise _no_number(text)
        unit = in_cell
    number = re.sub("[, ]", "", found["number"])
    return Decimal(number + (found["fraction"] or "") + (found["exponent"] or "")) * unit


def _positive(number: Decimal, value: Value) -> Decimal:
    if not number.is_finite() or number < 0:
        raise _no_number(value)
    return number


def _bare(unit: str) -> str:
    """Give a unit without the currency: ``bn yuan`` is ``bn``, ``亿元人民币`` is ``亿``."""
    bare = _CURRENCY.sub(" ", _A_YEAR.sub("", unit)).strip(" ./整")
    return "".join(bare.split())


def _shown(value: Value) -> str:
    if isinstance(value, float):
        return f"{value:.15g}"
    return value.text if isinstance(value, Broken) else str(value)


def _no_number(value: Value) -> BadValue:
    return BadValue(
        _("{text} is not an amount").format(text=quoted(_shown(value))),
        _("write a number; with a unit such as 万元, 亿元, m or bn if it is not the heading's"),
    )
