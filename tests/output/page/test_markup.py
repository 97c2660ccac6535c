"""A page is a tree of elements: whatever a text holds, it stays text."""

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from importlib.resources import files
from xml.etree import ElementTree as ET

import pytest

from zqtrack import language
from zqtrack.output.page.markup import element, is_ours, tied, whole_page

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></title>-->",
    "&lt;b&gt; &amp; ]]>",
)


def html(made: ET.Element) -> str:
    return ET.tostring(made, encoding="unicode", method="html")


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_spoken", language._English())


class Reader(HTMLParser):
    """Reads a page as a browser would: its tags, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.texts.extend(value or "" for _, value in attrs)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_never_markup(text: str) -> None:
    read = Reader(html(element("p", text, title=text)))
    assert read.tags == ["p"]
    assert read.texts == [text, text, "\n"]


def test_a_character_that_steers_a_reader_is_shown_as_an_escape() -> None:
    made = element("p", "a\u202eb\x00c", title="\u2066")
    assert made.text == r"a\u202eb\x00c"
    assert made.get("title") == r"\u2066"


def test_children_stand_in_their_order() -> None:
    inner = element("b", "two")
    made = element("p", "one ", inner, " three", None, [" four ", element("i", "five"), "."])
    assert html(made) == "<p>one <b>two</b> three four <i>five</i>.</p>\n"


def test_attributes_that_python_cannot_name_end_or_go_on_with_an_underscore() -> None:
    made = element("p", class_="note", aria_label="Note")
    assert html(made) == '<p class="note" aria-label="Note"></p>\n'


def test_a_per_cent_sign_stays_with_its_number() -> None:
    assert tied("85 % within 12 days") == "85\u00a0% within 12 days"


def test_a_page_may_use_its_own_style_and_nothing_else() -> None:
    page = whole_page("Title", element("main", "Text"))
    css = files("zqtrack.output.page").joinpath("page.css").read_text(encoding="utf-8")
    digest = b64encode(sha256(css.encode()).digest()).decode()
    assert f"<style>{css}</style>" in page
    assert re.findall('http-equiv="Content-Security-Policy" content="([^"]*)"', page) == [
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    ]


def test_the_style_asks_for_nothing_from_elsewhere() -> None:
    css = files("zqtrack.output.page").joinpath("page.css").read_text(encoding="utf-8")
    assert not re.search(r"url\(|@import|https?:|</", css)


def test_a_page_says_what_it_is_and_in_which_language() -> None:
    page = whole_page("<Title>", element("main"))
    assert page.startswith("<!DOCTYPE html>\n<!-- A page of zqtrack ")
    assert '<html lang="en">' in page
    assert "<title>&lt;Title&gt;</title>" in page
    assert '<meta charset="utf-8">' in page


@pytest.mark.usefixtures("chinese")
def test_a_chinese_page_says_so() -> None:
    assert '<html lang="zh-Hans">' in whole_page("肇庆", element("main"))


def test_a_page_is_known_by_how_it_begins() -> None:
    assert is_ours(whole_page("Title").encode())
    assert not is_ours(b"<!DOCTYPE html>\n<title>Another</title>")
    assert not is_ours(b"")
