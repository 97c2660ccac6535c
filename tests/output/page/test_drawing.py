"""A chart is drawn with its text as text, its colours as variables, and nothing to run."""

import sys
from xml.etree import ElementTree as ET

import pytest

from zqtrack.errors import ZqtrackError
from zqtrack.output.page.drawing import Drawn, drawing

SCALE = {"domain": [0, 10], "range": [0, 100], "nice": False, "zero": False}
X = {"field": "x", "type": "quantitative", "axis": None, "scale": SCALE}
Y = {"value": 10}


def drawn(*rows: dict[str, object], mark: str = "text") -> ET.Element:
    layer = {
        "data": {"values": list(rows)},
        "mark": {"type": mark, "color": "var(--accent)"},
        "encoding": {"x": X, "y": Y, "text": {"field": "text"}},
    }
    return drawing(Drawn(100, 20, (layer,)), "name", "Title", "What it tells.")


def test_a_drawing_has_its_size_a_title_and_a_description() -> None:
    svg = drawn({"x": 5, "text": "five"})
    assert (svg.get("viewBox"), svg.get("width"), svg.get("height")) == ("0 0 100 20", "100", "20")
    assert (svg.get("role"), svg.get("aria-labelledby")) == ("img", "name-title name-desc")
    title, description = svg[0], svg[1]
    assert (title.tag, title.get("id"), title.text) == ("title", "name-title", "Title")
    assert (description.tag, description.get("id")) == ("desc", "name-desc")
    assert description.text == "What it tells."


@pytest.mark.parametrize(
    "text",
    ["肇庆", "<b>&\"'", "{{7*7}}", "datum.x + 1", '{"signal": "width"}', "a % b", "null", "12"],
)
def test_a_label_is_the_text_of_the_data_and_nothing_else(text: str) -> None:
    (label,) = drawn({"x": 5, "text": text}).iter("text")
    assert label.text == text
    assert label.get("fill") == "var(--accent)"


def test_a_mark_stands_where_its_scale_puts_it() -> None:
    (label,) = drawn({"x": 5, "text": "five"}).iter("text")
    # Half of 100 px, and 10 px down; the line of a text lies 4 px below its middle.
    assert label.get("transform") == "translate(50,14)"


def test_nothing_is_left_that_does_nothing() -> None:
    svg = drawn({"x": 5}, {"x": 6}, mark="rule")
    kept = [(made.tag, sorted(made.keys())) for made in svg.iter()][3:]
    line = ("line", ["stroke", "transform", "x2", "y2"])
    assert kept == [("g", ["fill"]), line, line]


def test_numbers_are_as_long_as_a_screen_can_show() -> None:
    (label,) = drawn({"x": 10 / 3, "text": "third"}).iter("text")
    assert label.get("transform") == "translate(33.3,14)"


def test_a_drawing_of_no_marks_is_empty() -> None:
    svg = drawing(Drawn(100, 20, ()), "name", "Title", "Nothing.")
    assert [made.tag for made in svg] == ["title", "desc"]


def test_without_the_library_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(ZqtrackError, match="the package vl-convert-python is needed") as raised:
        drawn({"x": 5})
    assert raised.value.hint == "pip install 'zqtrack[page]'"
