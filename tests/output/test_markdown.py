"""Markdown shows every text as it is: no name of a project becomes markup."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from zqtrack.output.document import Head, Heading, Paragraph, Table, data, say
from zqtrack.output.markdown import markdown

GITHUB = MarkdownIt("commonmark").enable(["table", "strikethrough"])
NAMES = [
    "a | b",
    r"a \| b",
    "a\\",
    "*bold* _it_ __em__ ~~gone~~ `code` ``",
    "[link](http://example.com) ![image](x) [x]: y",
    "<script>alert(1)</script> <!-- --> <b>",
    "&lt; &amp; AT&T &#124;",
    "# heading #",
    "- item",
    "+ item",
    "1. item",
    "12) item",
    "> quoted",
    "===",
    "---",
    "    code",
    "$a$",
    "广东｜项目 🙂",
    "",
]


def rendered(text: str) -> str:
    """Give the text of what a reader of Markdown sees, without its tags."""
    html = GITHUB.render(text)
    shown = re.sub(r"</?(?:h1|h2|p|table|thead|tbody|tr|th|td)(?: style=\"[^\"]*\")?>", "\n", html)
    assert not re.search(r"</?[a-z]+[^>]*>", shown), f"markup in {html}"
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        shown = shown.replace(entity, sign)
    return shown


def test_a_document_has_headings_paragraphs_and_tables() -> None:
    document = (
        Paragraph(
            (say("Office", "title"), say("all projects"), (), (*say("Two "), *say("signed.")))
        ),
        Heading("Pipeline"),
        Table(
            (Head("stage"), Head("now", right=True)),
            ((say("signed", "stage"), say("2")), (say("started"), ())),
            indent=2,
        ),
        Paragraph((say("  … and more", "quiet"),)),
    )
    assert markdown(document) == (
        "# Office\n"
        "\n"
        "all projects\n"
        "\n"
        "Two signed.\n"
        "\n"
        "## Pipeline\n"
        "\n"
        "| stage | now |\n"
        "| --- | --: |\n"
        "| signed | 2 |\n"
        "| started |  |\n"
        "\n"
        "… and more\n"
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_shown_as_it_is_everywhere(name: str) -> None:
    row = (data(name), say("right of it"))
    document = (
        Paragraph((data(name, "title"), data(name))),
        Heading(name),
        Table((Head(name or "x"), Head("two")), (row,)),
    )
    shown = [line.strip() for line in rendered(markdown(document)).split("\n") if line.strip()]
    expected = [name, name, name, name or "x", "two", name, "right of it"]
    assert shown == [text.strip() for text in expected if text.strip()]


PRINTABLE = st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"))


@given(st.text(PRINTABLE, max_size=12))
def test_no_text_makes_markup(text: str) -> None:
    (line,) = data(text)
    document = (Table((Head("a"), Head("b")), (((line,), say("end")),)), Paragraph(((line,),)))
    shown = "".join(rendered(markdown(document)).split())
    assert shown == "".join(f"ab{line.text}end{line.text}".split())
