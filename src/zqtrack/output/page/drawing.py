"""A chart's Vega-Lite specification as SVG within the page: its text is text, its colours CSS."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

from zqtrack.errors import ZqtrackError
from zqtrack.language import _
from zqtrack.output.page.markup import element

#: A Vega-Lite layer, and the rows of data of one.
Layer = dict[str, Any]
Rows = Sequence[Mapping[str, Any]]


class Drawn(NamedTuple):
    """What is drawn: the size, px, and the layers, each with its own data, the last in front."""

    width: int
    height: int
    layers: tuple[Layer, ...]


# Colours are variables of the style, so that they follow light, dark and print.
_LOOK: Mapping[str, Any] = {
    "aria": False,  # the page says it itself: a title, a description, and a table
    "font": "sans-serif",
    "view": {"stroke": None},
    "text": {"color": "var(--ink)", "fontSize": 12, "baseline": "middle"},
}
_NAMESPACE = re.compile(r"\{[^}]*\}")
# What the renderer writes for its own use, or for every mark alike.
_UNUSED = {
    *("class", "role", "aria-roledescription", "aria-hidden", "pointer-events"),
    *("font-family", "version", "width", "height", "stroke-miterlimit"),
}
_PLACES = {"d", "transform", "x2", "y2"}
# What changes nothing.
_AS_IT_IS = {("opacity", "1"), ("transform", "translate(0,0)")}
_EMPTY_PATHS = {"", "M0,0h0v0h0Z"}
_LONG_NUMBER = re.compile(r"-?[0-9]+\.[0-9]{2,}(?:e-?[0-9]+)?")


def drawing(drawn: Drawn, name: str, title: str, finding: str) -> ET.Element:
    """Draw a chart.

    Args:
        drawn: what is drawn.
        name: an id that no other drawing of the page has.
        title: what the chart shows.
        finding: what it tells, in a sentence, for those who cannot see it.

    Raises:
        ZqtrackError: the library that draws is not installed.
    """
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "config": _LOOK,
        "background": None,
        "width": drawn.width,
        "height": drawn.height,
        "padding": 0,
        "autosize": "none",
        "layer": list(drawn.layers),
    }
    root = ET.fromstring(_svg(spec))  # noqa: S314 - our own library made it just now
    marks = [made for child in root for made in _kept(child)]
    return element(
        "svg",
        element("title", title, id=f"{name}-title"),
        element("desc", finding, id=f"{name}-desc"),
        marks,
        viewBox=f"0 0 {drawn.width} {drawn.height}",
        width=str(drawn.width),
        height=str(drawn.height),
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
        class_="chart",
    )


def _svg(spec: dict[str, Any]) -> str:
    try:
        import vl_convert
    except ImportError:
        message = _("to draw charts the package {package} is needed, which is not installed")
        raise ZqtrackError(
            message.format(package="vl-convert-python"), "pip install 'zqtrack[page]'"
        ) from None
    return vl_convert.vegalite_to_svg(spec)


def _kept(node: ET.Element) -> Iterator[ET.Element]:
    """Give an element of a drawing without what is not seen, and groups that do nothing."""
    if node.get("opacity") == "0" or node.get("d") in _EMPTY_PATHS or _is_backdrop(node):
        return
    inside = [made for child in node for made in _kept(child)]
    named = {
        key: _short(key, value)
        for key, value in node.attrib.items()
        if key not in _UNUSED and (key, value) not in _AS_IT_IS
    }
    tag = _NAMESPACE.sub("", node.tag)
    if tag == "g" and not inside:
        return
    if tag == "g" and not named:
        yield from inside
        return
    yield element(tag, node.text, inside, **named)


def _is_backdrop(node: ET.Element) -> bool:
    return node.get("class") in {"background", "foreground"}


def _short(key: str, value: str) -> str:
    """Write a place to a tenth of a px."""
    if key not in _PLACES:
        return value
    return _LONG_NUMBER.sub(lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), value)
