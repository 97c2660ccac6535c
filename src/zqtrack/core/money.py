"""Amounts in whole yuan, read and written as people say them."""

import re
from functools import lru_cache

from zqtrack.errors import BadValue, quoted
from zqtrack.language import _, later, speaks_chinese

GRAMMAR = later('whole yuan such as 1_100_000_000, or "1.1bn", "500m", "11亿", "110000万元"')

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
# Four digits of 万 round to 1亿, and two decimals of 亿 to 1万亿.
_SHOWN_AS_HUNDRED_MILLION = 99_995_000
_SHOWN_AS_TRILLION = 999_999_500_000
_SHAPE = re.compile(
    r"(?P<number>[0-9]+(?:_[0-9]+)*|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.(?P<fraction>[0-9]+))?"
    # Not by IGNORECASE: it would take a kelvin sign for a k.
    r"\s*(?P<unit>[kK]|[mM]|[bB][nN]|万|亿)?\s*元?"
)
# The largest integer that every TOML reader must take.
_LARGEST = 2**63 - 1
# Far above any amount, far below what Python refuses to turn into a number.
_LONGEST = 60


@lru_cache(maxsize=4096)
def parse_money(text: str) -> int:
    """Read an amount with an optional unit (k, m, bn, 万, 亿, each with or without 元).

    Returns:
        Whole yuan, from 0 to 2**63 - 1.

    Raises:
        BadValue: no such amount, or one that is not whole yuan.
    """
    match = _SHAPE.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if match is None:
        raise BadValue(
            _("{text} is not an amount of money").format(text=quoted(text)),
            _how_to_write(),
        )
    fraction = match["fraction"] or ""
    digits = re.sub("[_,]", "", match["number"]) + fraction
    # In integers, so that 0.1bn is exactly a hundred million.
    yuan, rest = divmod(int(digits) * _UNITS[(match["unit"] or "").lower()], 10 ** len(fraction))
    if rest:
        raise BadValue(
            _("{text} is not a whole number of yuan").format(text=quoted(text)),
            _how_to_write(),
        )
    return _checked(yuan)


def money_from(value: object) -> int:
    """Read what TOML gave for an amount: an integer of whole yuan, or a string with a unit.

    Raises:
        BadValue: a fraction, a negative amount, or anything else.
    """
    if isinstance(value, str):
        return parse_money(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadValue(_("an amount of money belongs here"), _how_to_write())
    return _checked(value)


def format_money(yuan: int) -> str:
    """Write an amount for people: ``1.10 bn``, ``500 m``, ``12,500``; in Chinese in 万 and 亿.

    In Chinese it has the unit in which it is at least 1 when rounded, 万亿, 亿 or 万, two decimals
    at most of the first two and four digits of the last, without zeros at the end: ``11亿``,
    ``3.52亿``, ``8000万``, ``3.2万``. Below 1万 it stands as it is: ``9,500``.
    """
    if speaks_chinese():
        return _in_chinese(yuan)
    if yuan >= _SHOWN_AS_BN:
        return f"{yuan / _UNITS['bn']:,.2f} bn"
    if yuan >= _UNITS["m"]:
        return f"{yuan / _UNITS['m']:,.4g} m"
    return f"{yuan:,}"


def _in_chinese(yuan: int) -> str:
    if yuan >= _SHOWN_AS_TRILLION:
        return f"{_decimals(yuan / (_UNITS['万'] * _UNITS['亿']))}万亿"
    if yuan >= _SHOWN_AS_HUNDRED_MILLION:
        return f"{_decimals(yuan / _UNITS['亿'])}亿"
    return f"{yuan / _UNITS['万']:.4g}万" if yuan >= _UNITS["万"] else f"{yuan:,}"


def _decimals(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _how_to_write() -> str:
    return _("write {grammar}").format(grammar=_(GRAMMAR))


def _checked(yuan: int) -> int:
    if not 0 <= yuan <= _LARGEST:
        raise BadValue(
            _("an amount of money is at least 0 and below 2^63 yuan"),
            _how_to_write(),
        )
    return yuan
