"""A document becomes headings, paragraphs and tables that a screen reader can read."""

from xml.etree import ElementTree as ET

from zqtrack.output.document import Document, Head, Heading, Paragraph, Table, data, say
from zqtrack.output.page.markup import element
from zqtrack.output.page.tables import blocks, spans, table


def html(*made: ET.Element) -> str:
    return "".join(ET.tostring(one, encoding="unicode", method="html") for one in made)


def shown(*document: Document) -> str:
    return html(*blocks(sum(document, ()), "t"))


def of(heads: tuple[Head, ...], *rows: tuple[str, ...]) -> ET.Element:
    made = Table(heads, tuple(tuple(data(text) if text else () for text in row) for row in rows))
    return table(made, "t", element("span", "About"))


def test_a_table_has_a_caption_heads_and_named_rows() -> None:
    found = of((Head("stage"), Head("now", right=True)), ("signed", "38"))
    assert html(found) == (
        '<div class="scroll" role="region" tabindex="0" aria-labelledby="t"><table>'
        '<caption id="t"><span>About</span></caption>\n'
        '<thead><tr><th scope="col" class="short">stage</th>'
        '<th scope="col" class="number">now</th></tr>\n</thead>\n'
        '<tbody><tr><th scope="row" class="short">signed</th><td class="number">38</td></tr>\n'
        "</tbody>\n</table>\n</div>\n"
    )


def test_a_heading_before_a_table_is_its_caption() -> None:
    found = shown((Heading("Pipeline"), Table((Head("stage"),), ((say("signed"),),))))
    assert '<caption id="t-1"><h3>Pipeline</h3>\n</caption>' in found
    assert found.count("<h3>") == 1


def test_a_table_without_a_heading_is_numbered() -> None:
    found = shown((Paragraph((say("Text"),)), Table((Head("stage"),), ((say("signed"),),))))
    assert "<h3>Table 1</h3>" in found


def test_a_heading_before_anything_else_is_a_heading() -> None:
    found = shown((Heading("One"), Heading("Two"), Paragraph((say("  Text"), ())), Heading("End")))
    assert found == '<h3>One</h3>\n<h3>Two</h3>\n<p class="note">  Text</p>\n<h3>End</h3>\n'


def test_the_column_that_names_its_rows_need_not_be_the_first() -> None:
    found = of((Head("light"), Head("id", names=True)), ("red", "plant"))
    assert '<td class="short">red</td><th scope="row" class="short">plant</th>' in html(found)


def test_a_row_without_a_name_goes_on_the_one_above() -> None:
    heads = (Head("light"), Head("id", names=True), Head("why", shrinks=1, least=42))
    found = html(of(heads, ("red", "plant", "late"), ("", "", "overdue"), ("red", "b", "")))
    assert '<td class="long">late<br>overdue</td>' in found
    assert found.count("<tr>") == 3


def test_a_first_row_without_a_name_is_a_row() -> None:
    assert html(of((Head("id"), Head("why")), ("", "late"))).count("<tr>") == 2


def test_a_column_that_only_draws_is_left_out() -> None:
    bar = say("███", "bar")
    heads = (Head("stage"), Head(""), Head("by month"), Head(""))
    found = html(table(Table(heads, ((say("signed"), bar, bar, ()),)), "t", element("b")))
    assert found.count("<th ") == 2
    assert "█" not in found


def test_the_corner_above_the_names_is_no_head() -> None:
    found = html(of((Head(""), Head("total", right=True)), ("land", "12")))
    assert '<thead><tr><td></td><th scope="col" class="number">total</th>' in found


def test_a_column_of_texts_that_may_break_keeps_no_width() -> None:
    found = html(of((Head("id"), Head("project", shrinks=3, least=24)), ("a", "Plant")))
    assert "<td>Plant</td>" in found


def test_a_piece_of_text_has_its_style_as_a_class() -> None:
    line = (*say("3 found, "), *say("1 overdue", "bad"))
    assert html(element("p", spans(line))) == (
        '<p>3 found, <span class="bad">1 overdue</span></p>\n'
    )
