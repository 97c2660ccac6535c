"""The colours of the page can be told apart from its paper: WCAG 2, in light, dark and print."""

import re
from importlib.resources import files

import pytest

CSS = files("zqtrack.output.page").joinpath("page.css").read_text(encoding="utf-8")
# Each block of variables, in their order: light, dark, print.
BLOCKS = [
    dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]+);", block))
    for block in re.findall(r":root \{(.*?)\n *\}", CSS, re.DOTALL)
]
TEXTS = ("ink", "quiet", "accent", "good", "warn", "bad", *(f"stage-{n}" for n in range(1, 6)))


def luminance(colour: str) -> float:
    """Give the relative luminance of WCAG 2 of a colour: https://www.w3.org/TR/WCAG21/."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    # The darkest grey that is said to fail, and the first that passes.
    assert contrast("#777777", "#fff") < 4.5 < contrast("#767676", "#fff")


@pytest.mark.parametrize("block", [0, 1, 2], ids=["light", "dark", "print"])
@pytest.mark.parametrize("text", TEXTS)
def test_every_text_can_be_read_on_paper_and_where_it_is_shaded(block: int, text: str) -> None:
    colours = BLOCKS[block]
    assert contrast(colours[text], colours["paper"]) >= 4.5
    assert contrast(colours[text], colours["wash"]) >= 4.5 or text.startswith("stage")
    assert contrast(colours[text], colours["wash"]) >= 3


def test_there_are_colours_for_light_dark_and_print() -> None:
    assert len(BLOCKS) == 3
    assert BLOCKS[0].keys() == BLOCKS[1].keys() == BLOCKS[2].keys()
    assert BLOCKS[2]["paper"] == "#fff"
