"""Years, halves, quarters and months: the stretches of the calendar that hold a date."""

from datetime import date
from enum import StrEnum

from zqtrack.core.period import Period, parse_period


class Unit(StrEnum):
    """A stretch of the calendar."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"


def stretch(period: Period, unit: Unit) -> Period | None:
    """Give the stretch of the calendar that holds a period; None where it straddles two."""
    text = _stretch_of(period.first, unit)
    return parse_period(text) if _stretch_of(period.last, unit) == text else None


def _stretch_of(day: date, unit: Unit) -> str:
    match unit:
        case Unit.YEAR:
            return f"{day.year}"
        case Unit.HALF:
            return f"{day.year}-H{(day.month + 5) // 6}"
        case Unit.QUARTER:
            return f"{day.year}-Q{(day.month + 2) // 3}"
        case _:
            return f"{day.year}-{day.month:02}"
