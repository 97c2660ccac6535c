"""Amounts in whole yuan, read and written as people say them."""

import re

from zqtrack.errors import BadValue, quoted

GRAMMAR = 'whole yuan such as 1_100_000_000, or "1.1bn", "500m", "11亿", "110000万元"'

_UNITS = {
    "": 1,
    "k": 10**3,
    "m": 10**6,
    "bn": 10**9,
    "万": 10**4,
    "亿": 10**8,
}
# Four digits of millions round to 1,000 from here on.
_SHOWN_AS_BN = 999_950_000
_SHAPE = re.compile(
    r"(?P<number>[0-9]+(?:_[0-9]+)*|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.(?P<fraction>[0-9]+))?"
    # Not by IGNORECASE: it would take a kelvin sign for a k.
    r"\s*(?P<unit>[kK]|[mM]|[bB][nN]|万|亿)?\s*元?"
)
# The largest integer that every TOML reader must take.
_LARGEST = 2**63 - 1
# Far above any amount, far below what Python refuses to turn into a number.
_LONGEST = 60


def parse_money(text: str) -> int:
    """Read an amount with an optional unit (k, m, bn, 万, 亿, each with or without 元).

    Returns:
        Whole yuan, from 0 to 2**63 - 1.

    Raises:
        BadValue: no such amount, or one that is not whole yuan.
    """
    match = _SHAPE.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if match is None:
        raise BadValue(f"{quoted(text)} is not an amount of money", f"write {GRAMMAR}")
    fraction = match["fraction"] or ""
    digits = re.sub("[_,]", "", match["number"]) + fraction
    # In integers, so that 0.1bn is exactly a hundred million.
    yuan, rest = divmod(int(digits) * _UNITS[(match["unit"] or "").lower()], 10 ** len(fraction))
    if rest:
        raise BadValue(f"{quoted(text)} is not a whole number of yuan", f"write {GRAMMAR}")
    return _checked(yuan)


def money_from(value: object) -> int:
    """Read what TOML gave for an amount: an integer of whole yuan, or a string with a unit.

    Raises:
        BadValue: a fraction, a negative amount, or anything else.
    """
    if isinstance(value, str):
        return parse_money(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadValue("an amount of money belongs here", f"write {GRAMMAR}")
    return _checked(value)


def format_money(yuan: int) -> str:
    """Write an amount for people: ``1.10 bn``, ``500 m``, ``12,500``."""
    if yuan >= _SHOWN_AS_BN:
        return f"{yuan / _UNITS['bn']:,.2f} bn"
    if yuan >= _UNITS["m"]:
        return f"{yuan / _UNITS['m']:,.4g} m"
    return f"{yuan:,}"


def _checked(yuan: int) -> int:
    if not 0 <= yuan <= _LARGEST:
        raise BadValue("an amount of money is at least 0 and below 2^63 yuan", f"write {GRAMMAR}")
    return yuan
