"""Dates as precise as they are known: a period from its first day to its last."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from unicodedata import normalize

from zqtrack.core.record import field, record
from zqtrack.errors import BadValue, quoted
from zqtrack.language import _, later

GRAMMAR = later("2023-09-28, 2023-09, 2023-Q3, 2023-H1, 2023, or FROM/TO such as 2023-01/2023-09")

_SHAPE = re.compile(
    r"(?P<year>[0-9]{4})"
    r"(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?))?"
)
# How people write dates elsewhere, spaces apart; read only to suggest the right spelling.
_FOREIGN = (
    r"(?P<year>[0-9]{4})[-./年]?"
    r"(?:(?P<month>[0-9]{1,2})(?:[-./月]?(?:(?P<day>[0-9]{1,2})[日号]?)?)?"
    r"|(?P<half>[Hh][12]|[上下]半年)|(?P<quarter>[Qq][1-4]))?"
)
_HALVES = {"上半年": "H1", "下半年": "H2"}
# A year beyond them is a slip of the finger; so arithmetic never meets the calendar's ends.
_YEARS = range(1900, 2200)
_MONTHS = range(1, 13)
# As many dates as the files of a large ledger hold in all: each is made once.
_KEPT = 2**15


@record()
class Period:
    """A span of whole days, both ends included: one day, or all that is known of a date.

    Attributes:
        first: its first day.
        last: its last day, never before the first.
        text: as it was written; two periods of the same days are equal however written.
    """

    first: date
    last: date
    text: str = field(compare=False)

    @property
    def exact(self) -> bool:
        """Whether it is one day."""
        return self.first == self.last

    @property
    def days(self) -> int:
        """How many days it has, at least 1."""
        return (self.last - self.first).days + 1

    def within(self, other: "Period") -> bool:
        """Whether every day of it lies in the other."""
        return other.first <= self.first and self.last <= other.last

    def overlaps(self, other: "Period") -> bool:
        """Whether some day of it lies in the other."""
        return self.first <= other.last and other.first <= self.last

    def until(self, day: date) -> "Period | None":
        """Give the part of it that is not after a day; None where nothing is left."""
        if self.last <= day:
            return self
        return span(self.first, day) if self.first <= day else None

    def a_year_before(self) -> "Period":
        """Give the same window one year earlier; one that ends with a month does so there too."""
        first = _a_year_before(self.first)
        return exactly(first) if self.exact else span(first, _end_a_year_before(self.last))

    def __str__(self) -> str:
        return self.text


def parse_period(text: str) -> Period:
    """Read one date or span in the grammar of a ledger.

    Args:
        text: a year, half, quarter, month or day, or ``A/B`` from the start of A to the end of B.

    Raises:
        BadValue: it is none of these, or ends before it starts; the hint gives a right spelling.
    """
    return _parse(text)


def period_text(value: object) -> str:
    """Give what TOML gave for a date as the text that says the same in a file.

    Raises:
        BadValue: as ``period_from``.
    """
    # Of a full day all is known without the period.
    if type(value) is date and value.year in _YEARS:
        return value.isoformat()
    return period_from(value).text


def period_from(value: object) -> Period:
    """Read what TOML gave for a date: a date, or a string in the grammar.

    Raises:
        BadValue: a number, a date-time or anything else; the hint explains the trap.
    """
    if isinstance(value, str):
        return _parse(value)
    if isinstance(value, datetime):
        raise BadValue(
            _("a date without a time belongs here"), _("write {date}").format(date=value.date())
        )
    if isinstance(value, date):
        _check_year(value.year)
        return exactly(value)
    if isinstance(value, int) and value in _YEARS:
        raise BadValue(
            _("{value} is a number in TOML, not a date").format(value=value),
            _('put it in quotes: "{value}"').format(value=value),
        )
    raise BadValue(
        _("a date belongs here"),
        _("write one of {grammar}; all but a full day in quotes").format(grammar=_(GRAMMAR)),
    )


@lru_cache(maxsize=_KEPT)
def exactly(day: date) -> Period:
    """Give the period of one day."""
    return Period(day, day, day.isoformat())


def span(first: date, last: date) -> Period:
    """Give the period between two days, both included.

    Raises:
        BadValue: the last day is before the first.
    """
    if last < first:
        raise BadValue(
            _("{first}/{last} ends before it starts").format(first=first, last=last),
            _("write the earlier date first"),
        )
    return exactly(first) if first == last else Period(first, last, f"{first}/{last}")


def the_year_to(day: date) -> Period:
    """Give the twelve months that end with a day."""
    return span(_end_a_year_before(day) + timedelta(days=1), day)


def months_of(window: Period) -> tuple[Period, ...]:
    """Divide a window into its calendar months; the first and the last may be parts of one."""
    months = []
    first = window.first
    while first <= window.last:
        end = _last_of(first.year, first.month)
        months.append(span(first, min(end, window.last)))
        first = end + timedelta(days=1)
    return tuple(months)


@lru_cache(maxsize=_KEPT)
def _parse(text: str) -> Period:
    start, slash, end = text.partition("/")
    if not slash:
        return _parse_one(text)
    if not (start[:1].isdigit() and end[:1].isdigit()) or _meant(text):
        raise _not_a_date(text)
    whole = span(_parse_one(start).first, _parse_one(end).last)
    return Period(whole.first, whole.last, text)


def _parse_one(text: str) -> Period:
    if whole := _full_day(text):
        return Period(whole, whole, text)
    match = _SHAPE.fullmatch(text)
    if match is None:
        raise _not_a_date(text)
    half, quarter, month, day = match.group("half", "quarter", "month", "day")
    year = int(match["year"])
    _check_year(year)
    if half:
        return _months(year, 6 * int(half) - 5, 6 * int(half), text)
    if quarter:
        return _months(year, 3 * int(quarter) - 2, 3 * int(quarter), text)
    if not month:
        return _months(year, 1, 12, text)
    if int(month) not in _MONTHS:
        raise BadValue(
            _("`{text}` is not in the calendar").format(text=text), _("months run from 01 to 12")
        )
    if not day:
        return _months(year, int(month), int(month), text)
    # Had the month such a day, the calendar would have known it above.
    raise BadValue(
        _("`{text}` is not in the calendar").format(text=text),
        _("{month} has {days} days").format(month=text[:7], days=_last_of(year, int(month)).day),
    )


def _full_day(text: str) -> date | None:
    if not text[4:5] == text[7:8] == "-":
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def _months(year: int, first: int, last: int, text: str) -> Period:
    return Period(date(year, first, 1), _last_of(year, last), text)


def _check_year(year: int) -> None:
    if year not in _YEARS:
        raise BadValue(
            _("{year:04} is no year of a project").format(year=year),
            _("years run from {first} to {last}").format(first=_YEARS[0], last=_YEARS[-1]),
        )


def _not_a_date(text: str) -> BadValue:
    meant = _meant(text)
    return BadValue(
        _("{text} is not a date").format(text=quoted(text)),
        _("write {meant}").format(meant=meant)
        if meant
        else _("write one of {grammar}").format(grammar=_(GRAMMAR)),
    )


def _meant(text: str) -> str | None:
    # Spaces are dropped, and full-width digits become plain ones.
    match = re.fullmatch(_FOREIGN, normalize("NFKC", "".join(text.split())))
    if match is None:
        return None
    year, half, quarter, month, day = match.group("year", "half", "quarter", "month", "day")
    if half:
        spelling = f"{year}-{_HALVES.get(half, half.upper())}"
    elif quarter:
        spelling = f"{year}-{quarter.upper()}"
    else:
        spelling = "-".join([year, *(part.zfill(2) for part in (month, day) if part)])
    return spelling if _is_date(spelling) else None


def _is_date(text: str) -> bool:
    try:
        _parse_one(text)
    except BadValue:
        return False
    return True


def _a_year_before(day: date) -> date:
    year = day.year - 1
    # 29 February becomes the 28th.
    return date(year, day.month, min(day.day, _last_of(year, day.month).day))


def _end_a_year_before(day: date) -> date:
    if (day + timedelta(days=1)).day > 1:
        return _a_year_before(day)
    # So that February stands beside the whole of February, with its 29th.
    return _last_of(day.year - 1, day.month)


def _last_of(year: int, month: int) -> date:
    """Give the last day of a month: the day before the next one."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
