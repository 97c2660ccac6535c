"""What is typed into a cell, read as what its column holds."""

import re
from functools import cache
from typing import Any

from zqtrack.core.chinese import WORDS, in_english
from zqtrack.core.fields import FLAG, MONEY, NUMBER, PERIOD, TEXTS, ValueType
from zqtrack.core.naming import parse_id
from zqtrack.core.project import KIND, MOMENT, STAGE
from zqtrack.errors import BadValue, quoted
from zqtrack.exchange.amounts import read_land, read_money
from zqtrack.exchange.cells import split_texts
from zqtrack.exchange.dates import read_date, read_moment
from zqtrack.exchange.grid import Broken, Value
from zqtrack.exchange.header import Column
from zqtrack.exchange.headings import PROJECTS, Heading
from zqtrack.exchange.plain import BLANKS, is_blank, plain, text_of
from zqtrack.language import _

_TRUE = frozenset(("yes", "y", "true", "1", "是", "有", "√", "✓", "✔", "☑", "属于"))
_FALSE = frozenset(("no", "n", "false", "0", "否", "没有", "×", "✗", "✘", "x", "不是", "不属于"))
# What has to be said: even "-" is a name then.
_REQUIRED = frozenset(("name", "title", "text"))
# A cell breaks them into lines because it is narrow.
_IN_ONE_LINE = frozenset(("name", "company"))
_KINDS = {"新建": "new", "新设": "new", "增资": "expansion", "改造升级": "upgrade"}


def read_cell(column: Column, value: Value, from_1904: bool) -> Any:
    """Read a cell as what its column holds; None where it says nothing.

    Args:
        column: the column that it is in.
        value: what it holds.
        from_1904: whether serial numbers count from 1904.

    Raises:
        BadValue: it cannot be read so.
    """
    heading, kind = column.heading, column.heading.type
    if isinstance(value, Broken):
        raise _broken(value)
    if heading.field == "id":
        return None if is_blank(value) else parse_id(text_of(value).lower())
    if kind is MOMENT:
        return read_moment(value, _words(heading.field), from_1904=from_1904)
    if kind is PERIOD:
        return read_date(value, from_1904=from_1904)
    if kind is MONEY:
        return read_money(value, column.unit)
    if kind is NUMBER:
        return read_land(value, column.unit)
    return _word(kind, heading, value)


def _word(kind: ValueType, heading: Heading, value: Value) -> Any:
    """Read a text, a list of texts, a choice, or yes and no."""
    if kind is FLAG:
        return _flag(value)
    if is_blank(value) or (heading.field not in _REQUIRED and plain(value) in BLANKS):
        return None
    text = text_of(value)
    if heading.field in _IN_ONE_LINE:
        return " ".join(text.split())
    if kind is TEXTS:
        return split_texts(text)
    if kind in (KIND, STAGE):
        word = plain(text).removesuffix("项目")
        return kind.parse(_KINDS.get(word, word))
    return text


def _flag(value: Value) -> bool | None:
    if isinstance(value, bool):
        return value
    text = plain(value)
    if text in BLANKS:
        return None
    word = in_english(text, ("true", "false"))
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    message = _("{text} is neither yes nor no").format(text=quoted(text_of(value)))
    raise BadValue(message, _("write yes or no, 是 or 否, √ or ×"))


def _broken(value: Broken) -> BadValue:
    if value.text:
        message = _("the cell holds the error {error}").format(error=quoted(value.text))
        return BadValue(message, _("correct its formula, or type the value"))
    return BadValue(
        _("the cell holds a formula that was not calculated"),
        _("open the workbook in your spreadsheet, and save it"),
    )


@cache
def _words(field: str) -> frozenset[str]:
    """Give what a stage is called in cells such as 已签约."""
    stage = field.removeprefix("actual.")
    heading = next(each for each in PROJECTS.headings if each.field == field)
    short = (name for name in heading.names if not re.search("时间|日期|年月|月份|实际|已", name))
    return frozenset((stage, *WORDS.get(stage, ()), *short))
