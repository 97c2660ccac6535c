"""What a key of a project file may hold, and how one is declared."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from zqtrack.core.chinese import in_english
from zqtrack.core.money import money_from, parse_money
from zqtrack.core.period import parse_period, period_from, period_text
from zqtrack.core.record import field as record_field
from zqtrack.core.record import fields
from zqtrack.errors import BadValue, quoted
from zqtrack.language import _

# The largest whole number that a spreadsheet and a JSON reader keep exactly.
_LARGEST = 2**53


class ValueType(NamedTuple):
    """How the values of a field are read.

    Attributes:
        name: what it is, for messages and the schema.
        read: from what TOML gave; raises BadValue.
        parse: from the text of a filter, an option or a cell; raises BadValue.
        choices: the texts it may be, where there are few.
        text: from what TOML gave, the text that says the same in a file; raises BadValue. None
            where values are texts, numbers or flags themselves.
    """

    name: str
    read: Callable[[object], Any]
    parse: Callable[[str], Any]
    choices: tuple[str, ...] = ()
    text: Callable[[object], str] | None = None


class Field(NamedTuple):
    """One key of a table in a project file.

    Attributes:
        name: its name in Python and in JSON, snake_case.
        key: its name in the file, with hyphens.
        type: how its values are read.
        help: what it means, one phrase with its unit.
        required: whether a table without it is refused.
    """

    name: str
    key: str
    type: ValueType
    help: str
    required: bool


def field(kind: ValueType, help_: str, *, required: bool = False, default: object = None) -> Any:
    """Declare a key where its record is: the one place that defines it."""
    about = {"type": kind, "help": help_, "required": required}
    if required:
        return record_field(about=about)
    return record_field(default=() if kind is TEXTS else default, about=about)


def fields_of(part: Callable[..., Any]) -> tuple[Field, ...]:
    """Give the fields that a part declares, in their order; tables are none."""
    return tuple(
        Field(name=declared.name, key=declared.name.replace("_", "-"), **declared.about)
        for declared in fields(part)
        if declared.about
    )


def _text_from(value: object) -> str:
    if not isinstance(value, str):
        raise BadValue(_("a text belongs here"), _('put it in quotes: "…"'))
    if not value.strip():
        raise BadValue(_("this text is empty"), _("fill it in, or delete the line"))
    return value


def _texts_from(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise BadValue(_("a list of texts belongs here"), _('write ["…", "…"]'))
    return tuple(_text_from(item) for item in value)


def _terms_from(value: object) -> tuple[str, ...]:
    return (_text_from(value),) if isinstance(value, str) else _texts_from(value)


def _flag_from(value: object) -> bool:
    if not isinstance(value, bool):
        raise BadValue(_("true or false belongs here"), _("write true or false, without quotes"))
    return value


def _number_from(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadValue(_("a number belongs here"), _("write it without quotes and units: 120.5"))
    if not 0 <= value <= _LARGEST:
        raise BadValue(_("a number from 0 to 2^53 belongs here"), _("write it like 120.5"))
    return value


def _count_from(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LARGEST:
        raise BadValue(
            _("a whole number from 0 to 2^53 belongs here"), _("write it without quotes: 20")
        )
    return value


def _day_from(value: object) -> date:
    period = period_from(value)
    if not period.exact:
        raise BadValue(
            _("{period} is not one day").format(period=period), _("write it like 2023-09-28")
        )
    return period.first


def _parse_flag(text: str) -> bool:
    flags = {"true": True, "yes": True, "false": False, "no": False}
    word = in_english(text, flags).lower()
    if word not in flags:
        raise BadValue(
            _("{text} is neither true nor false").format(text=quoted(text)),
            _("write true or false"),
        )
    return flags[word]


def _parse_count(text: str) -> int:
    try:
        return _count_from(int(text))
    except ValueError:
        message = _("{text} is not a whole number of at least 0").format(text=quoted(text))
        raise BadValue(message, _("write it like 20")) from None


def _parse_number(text: str) -> float:
    try:
        return _number_from(float(text))
    except ValueError:
        message = _("{text} is not a number of at least 0").format(text=quoted(text))
        raise BadValue(message, _("write it like 120.5")) from None


def choice_of(name: str, enum: type[StrEnum]) -> ValueType:
    """Give the type of a field that holds one of the texts of an enum."""
    members = {member.value: member for member in enum}

    def read(value: object) -> StrEnum:
        if not isinstance(value, str):
            message = _("a {name} belongs here").format(name=_(name))
            hint = _("write one of {words}; in quotes").format(words=", ".join(members))
            raise BadValue(message, hint)
        if value not in members:
            raise not_one(value, ", ".join(members))
        return members[value]

    def parse(text: str) -> StrEnum:
        word = in_english(text, members)
        if word not in members:
            raise not_one(text, _(", ").join(map(_, members)))
        return members[word]

    def not_one(text: str, words: str) -> BadValue:
        message = _("{value} is not a {name}").format(value=quoted(text), name=_(name))
        return BadValue(message, _("write one of {words}").format(words=words))

    return ValueType(name, read, parse, tuple(members), lambda value: read(value).value)


TEXT = ValueType("text", _text_from, _text_from)
TEXTS = ValueType("list of texts", _texts_from, _text_from)
TERMS = ValueType("text or list of texts", _terms_from, _text_from)
FLAG = ValueType("true or false", _flag_from, _parse_flag, ("true", "false"))
NUMBER = ValueType("number", _number_from, _parse_number)
COUNT = ValueType("whole number", _count_from, _parse_count)
DAY = ValueType("day", _day_from, _day_from)
MONEY = ValueType("money", money_from, parse_money)
PERIOD = ValueType("date", period_from, parse_period, text=period_text)
