"""Dates as officers write them into cells, read into the ledger's periods."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

from zqtrack.core.chinese import in_english
from zqtrack.core.period import Period, exactly, parse_period, span
from zqtrack.core.project import Mark, Moment
from zqtrack.errors import BadValue, quoted
from zqtrack.exchange.grid import Broken, Value
from zqtrack.exchange.plain import BLANKS, plain
from zqtrack.language import _

# A bare number is a serial one only between 1980 and 2100: what else it may be is a year, or
# 20230928, or the number of something.
_SERIALS = range(29_221, 73_415)
_SERIAL = re.compile("[0-9]{5}")
_DAY_0, _DAY_0_FROM_1904 = date(1899, 12, 30), date(1904, 1, 1)
_YEARS = range(1900, 2200)
_MONTHS = range(1, 13)
# A number typed as 2023.1 was January or October: the last nought is lost.
_OCTOBER = "1"

_NUMERALS = {"一": "1", "二": "2", "三": "3", "四": "4"}
_THIRDS = {"上": (1, 10), "中": (11, 20), "下": (21, 31)}
_SEP = "[-./年]"
_SHAPE = re.compile(
    r"(?P<year>[0-9]{4})(?:"
    r"年?"
    rf"|(?:{_SEP}(?P<month>[0-9]{{1,2}})|(?P<tight>[0-9]{{2}}))月?份?"
    rf"|{_SEP}(?P<month_of_third>[0-9]{{1,2}})月?(?P<third>[上中下])旬"
    rf"|{_SEP}(?P<month_of_day>[0-9]{{1,2}})(?:[-./]|月)(?P<day>[0-9]{{1,2}})[日号]?"
    r"|(?P<tight_month>[0-9]{2})(?P<tight_day>[0-9]{2})"
    r"|[-年]?(?:H(?P<h>[12])|(?P<half>[上下])半年)"
    r"|[-年]?(?:Q(?P<q>[1-4])|第?(?P<quarter>[一二三四1-4])季度?)"
    r")"
)
# A time of day behind a date is dropped: no project has one.
_TIME = re.compile(r"(?<=[0-9日])[t ]\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?$")
# "year of month, 2023", as English writes months.
_NAMED_MONTH = re.compile(
    r"(?:(?P<day>[0-9]{1,2})[- ])?(?P<name>[a-z]{3,9})\.?[- ,]+(?P<year>[0-9]{4})"
    r"|(?P<name_first>[a-z]{3,9})\.? (?P<day_second>[0-9]{1,2}),? (?P<year_last>[0-9]{4})"
)
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_LATER = frozenset(("待定", "未定", "待确定", "tbd", "to be decided", "未明确"))
_NOT_APPLICABLE = frozenset(
    ("n/a", "na", "n.a.", "不适用", "不涉及", "无需", "无需供地", "租赁厂房", "租用厂房", "不用地")
)
_UNKNOWN = frozenset(("unknown", "不详", "未知", "时间不详", "日期不详", "时间未知", "日期未知"))
_PASSED = frozenset(
    ("已完成", "完成", "done", "passed", "是", "√", "✓", "✔", "☑", "yes", "y", "true")
)
_NOT_PASSED = frozenset(("未完成", "否", "×", "✗", "✘", "no", "false", "尚未完成"))
_PLANNED = re.compile(r"计划|预计|拟|争取|力争|目标|planned|expected", re.IGNORECASE)


def read_date(value: Value, *, from_1904: bool = False) -> Period | None:
    """Read a date: a day, month, quarter, half or year; None where a cell says nothing.

    Args:
        value: what the cell holds.
        from_1904: whether serial numbers count from 1904.

    Raises:
        BadValue: it is no date, or may be several.
    """
    match value:
        case None:
            return None
        case Period():
            return value
        case datetime():
            return exactly(_checked(value.date()))
        case date():
            return exactly(_checked(value))
        case bool() | Broken() | timedelta():
            raise _no_date(value)
        case int() | float():
            return _of_number(value, from_1904=from_1904)
        case str():
            return _of_text(value)
    raise _no_date(value)


def read_moment(value: Value, words: frozenset[str], *, from_1904: bool = False) -> Moment | None:
    """Read when a stage was reached: a date, or a word that says that it was, or never will be.

    Args:
        value: what the cell holds.
        words: what this stage is called, so that 已签约 ("signed already") can be told.
        from_1904: whether serial numbers count from 1904.

    Returns:
        The moment; None where the cell says nothing, or that the stage was not reached.

    Raises:
        BadValue: it is no date, may be several, or is a promise.
    """
    if value is True:
        return Mark.UNKNOWN
    if value is False:
        return None
    if not isinstance(value, str):
        return read_date(value, from_1904=from_1904)
    text = plain(in_english(value, tuple(Mark)))
    if text in _NOT_APPLICABLE:
        return Mark.NOT_APPLICABLE
    if text in _UNKNOWN or text in _PASSED or _of_stage(text, ("已", "已经"), words):
        return Mark.UNKNOWN
    if text in _NOT_PASSED or _of_stage(text, ("未", "尚未", "待", "没有"), words):
        return None
    if _PLANNED.search(text):
        raise BadValue(
            _("{text} is a promise, not a date on which it happened").format(text=quoted(value)),
            _("move it to a column such as 计划开工时间 or planned start"),
        )
    return _of_text(value)


def _of_stage(text: str, before: tuple[str, ...], words: frozenset[str]) -> bool:
    return any(text == word + stage for word in before for stage in words)


def _of_text(text: str) -> Period | None:
    said = plain(text)
    if said in BLANKS or said in _LATER:
        return None
    try:
        return parse_period(text.strip())
    except BadValue:
        shown = _TIME.sub("", said)
        if _SERIAL.fullmatch(shown) and int(shown) in _SERIALS:  # of a file without types
            return _of_number(int(shown), from_1904=False)
        return _named(shown) or _shaped(shown.replace(" ", "").upper(), text)


def _shaped(said: str, text: str) -> Period:
    found = _SHAPE.fullmatch(said)
    if found is None:
        raise _no_date(text)
    part = found.groupdict()
    month = part["month"] or part["tight"] or part["month_of_day"] or part["tight_month"]
    day = part["day"] or part["tight_day"]
    half = part["h"] or {"上": "1", "下": "2", None: None}[part["half"]]
    quarter = part["q"] or _NUMERALS.get(part["quarter"] or "", part["quarter"])
    if third := part["third"]:
        return _third(part["year"], int(part["month_of_third"]), *_THIRDS[third], text)
    if half:
        return parse_period(f"{part['year']}-H{half}")
    if quarter:
        return parse_period(f"{part['year']}-Q{quarter}")
    return _parsed(part["year"], month, day, text)


def _named(said: str) -> Period | None:
    """Read a date with the English name of its month; None where there is none."""
    found = _NAMED_MONTH.fullmatch(said)
    name = (found["name"] or found["name_first"])[:3] if found else ""
    if found is None or name not in _ENGLISH:
        return None
    year, day = found["year"] or found["year_last"], found["day"] or found["day_second"]
    return _parsed(year, str(_ENGLISH.index(name) + 1), day, said)


def _parsed(year: str, month: str | None, day: str | None, text: str) -> Period:
    try:
        return parse_period("-".join([year, *(p.zfill(2) for p in (month, day) if p)]))
    except BadValue as error:
        raise BadValue(_("{text} is not in the calendar").format(text=quoted(text))) from error


def _third(year: str, month: int, first: int, last: int, text: str) -> Period:
    """Give the first, second or last ten days of a month, as reports count them."""
    whole = _parsed(year, str(month), None, text)
    days = monthrange(whole.first.year, month)[1]
    return span(whole.first.replace(day=first), whole.first.replace(day=min(last, days)))


def _of_number(number: float, *, from_1904: bool) -> Period:
    if int(number) in _SERIALS:  # what is behind the point is a time of day
        day_0 = _DAY_0_FROM_1904 if from_1904 else _DAY_0
        return exactly(day_0 + timedelta(days=int(number)))
    shown = f"{number:.15g}"
    year, point, month = shown.partition(".")
    if year.isdecimal() and len(year) == len("2023") and int(year) in _YEARS and point:
        if month == _OCTOBER:
            message = _("{text} is a number: January or October of that year")
            hint = _("write {first} or {second}, as text")
            first, second = f"{year}-01", f"{year}-10"
            raise BadValue(
                message.format(text=quoted(shown)), hint.format(first=first, second=second)
            )
        if month.isdecimal() and int(month) in _MONTHS and len(month) <= len("12"):
            return parse_period(f"{year}-{int(month):02}")
        raise _no_date(shown)
    return _shaped(shown, shown)


def _checked(day: date) -> date:
    if day.year not in _YEARS:
        raise BadValue(_("{day} is in no year of a project").format(day=day.isoformat()))
    return day


def _no_date(value: Value) -> BadValue:
    text = value.text if isinstance(value, Broken) else str(value)
    return BadValue(
        _("{text} is not a date").format(text=quoted(text)),
        _("write it like 2023-09-28, 2023-09, 2023年9月, 2023-Q3 or 2023年上半年"),
    )
