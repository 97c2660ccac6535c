"""How cells look: an amount in a workbook as on a screen."""

from gettext import NullTranslations

import pytest

from zqtrack.exchange.cells import Cell
from zqtrack.exchange.ink import money
from zqtrack.language import speak


@pytest.mark.parametrize(
    ("amount", "form"),
    [
        # What the screen says of this amount; of another, as the sections behind it say it.
        (30_310_000_000, '[=30310000000]"303.1亿";[>=100000000]0"."00,,"亿";0"."0,"万"'),
        (1_100_000_000, '[=1100000000]"11亿";[>=100000000]0"."00,,"亿";0"."0,"万"'),
        (10**12, '[=1000000000000]"1万亿";[>=100000000]0"."00,,"亿";0"."0,"万"'),
        (50_000_000, '[=50000000]"5000万";[>=100000000]0"."00,,"亿";0"."0,"万"'),
        (2_600_000.25, '[=2600000.25]"260万";[>=100000000]0"."00,,"亿";0"."0,"万"'),
        (9_999, '[>=100000000]0"."00,,"亿";[>=10000]0"."0,"万";#,##0'),
    ],
)
def test_an_amount_is_shown_as_on_a_screen_in_chinese(amount: int, form: str) -> None:
    speak(NullTranslations())
    assert money(amount) == form


@pytest.mark.parametrize(
    ("amount", "form"),
    [
        (500_000_000, '[=500000000]"500 m";[>=1000000000]#,##0.00,,," bn";#,##0.0,," m"'),
        (1_100_000_000, '[=1100000000]"1.10 bn";[>=1000000000]#,##0.00,,," bn";#,##0.0,," m"'),
        (999_999, '[>=1000000000]#,##0.00,,," bn";[>=1000000]#,##0.0,," m";#,##0'),
    ],
)
def test_an_amount_is_shown_as_on_a_screen_in_english(amount: int, form: str) -> None:
    assert money(amount) == form


@pytest.mark.parametrize("cell", ["–", None, 10**15, float("inf")])
def test_what_is_no_amount_that_a_cell_keeps_has_the_form_of_any(cell: Cell) -> None:
    assert money(cell) == '[>=1000000000]#,##0.00,,," bn";[>=1000000]#,##0.0,," m";#,##0'
