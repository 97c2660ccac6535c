"""A date belongs to a stretch of the calendar that holds all of it, or to none."""

import pytest

from zqtrack.core.calendar import Unit, stretch
from zqtrack.core.period import parse_period


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("2023-04-18", Unit.YEAR, "2023"),
        ("2023-06", Unit.HALF, "2023-H1"),
        ("2023-07-01", Unit.HALF, "2023-H2"),
        ("2023-03-31", Unit.QUARTER, "2023-Q1"),
        ("2023-04", Unit.QUARTER, "2023-Q2"),
        ("2023-12-31", Unit.QUARTER, "2023-Q4"),
        ("2023-04", Unit.MONTH, "2023-04"),
        ("2023", Unit.QUARTER, None),
        ("2023-04-30/2023-05-01", Unit.MONTH, None),
        ("2023-12/2024-01", Unit.YEAR, None),
    ],
)
def test_a_period_belongs_to_the_stretch_that_holds_all_of_it(
    text: str, unit: Unit, expected: str | None
) -> None:
    found = stretch(parse_period(text), unit)
    assert (found.text if found else None) == expected
