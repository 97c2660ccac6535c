"""Tables are aligned, lines broken between words, and nothing is wider than the screen."""

from operator import attrgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zqtrack.output.document import (
    Block,
    Cells,
    Head,
    Heading,
    Line,
    LongTable,
    Paragraph,
    Span,
    Table,
    data,
    say,
)
from zqtrack.output.layout import PLAIN, lay_out, line_width, wrap
from zqtrack.output.text import width

TEXTS = st.text(st.sampled_from(" abc四会（）、。e\u0301🏭\x1b"), max_size=30)


def laid_out(*blocks: Block, columns: int | None = None) -> list[str]:
    return list(lay_out(blocks, columns, attrgetter("text")))


def table(heads: str, *rows: str, **attributes: Head) -> Table:
    """Make a table of words; a head may be given in full by its title."""
    return Table(
        tuple(attributes.get(title, Head(title)) for title in heads.split()),
        tuple(tuple(data(word) for word in row.split()) for row in rows),
    )


def wrapped(text: str, columns: int) -> list[str]:
    return ["".join(span.text for span in line) for line in wrap(say(text), columns)]


def test_columns_are_aligned_and_numbers_stand_at_the_right() -> None:
    days = Head("days", right=True)
    assert laid_out(table("id days", "gcl 7", "hongtai 1,068", days=days)) == [
        "id        days",
        "gcl          7",
        "hongtai  1,068",
    ]


def test_chinese_names_are_aligned() -> None:
    assert laid_out(
        table("name light", "四会新能源 red", "GCL green", "e\u0301te\u0301 grey")
    ) == [
        "name        light",
        "四会新能源  red",
        "GCL         green",
        "e\u0301te\u0301         grey",
    ]


def test_no_line_ends_in_blanks() -> None:
    empty: tuple[Line, ...] = (say("gcl"), ())
    assert laid_out(Table((Head("id"), Head("note")), (empty,))) == ["id   note", "gcl"]


def test_a_table_can_be_indented() -> None:
    rows = ((say("gcl"),),)
    assert laid_out(Table((Head("id"),), rows, indent=2)) == ["  id", "  gcl"]


def test_a_table_without_rows_is_its_head() -> None:
    assert laid_out(table("id light")) == ["id  light"]


def test_a_column_can_be_wider_than_its_cells() -> None:
    assert laid_out(table("id light", "gcl red", id=Head("id", width=6))) == [
        "id      light",
        "gcl     red",
    ]


def test_headings_stand_apart() -> None:
    assert laid_out(Heading("One"), Paragraph((say("a"),)), Heading("Two")) == [
        "One",
        "a",
        "",
        "Two",
    ]


def test_spans_are_painted_and_blanks_are_not() -> None:
    rows = (((Span("gcl", "strong"), Span("…", "quiet")), say("red", "bad")),)
    painted = lay_out(
        (Table((Head("id"), Head("light")), rows),), 80, lambda span: f"<{span.style}:{span.text}>"
    )
    assert list(painted) == [
        "<quiet:id>    <quiet:light>",
        "<strong:gcl><quiet:…>  <bad:red>",
    ]


def test_the_column_that_shrinks_most_readily_shrinks_first() -> None:
    heads = {"id": Head("id", shrinks=1, least=4), "name": Head("name", shrinks=2, least=5)}
    wide = table("id name light", "zhengchuang zhengchuang red", **heads)
    assert laid_out(wide, columns=31)[1] == "zhengchuang  zhengchuang  red"
    assert laid_out(wide, columns=28)[1] == "zhengchuang  zhengch…  red"
    assert laid_out(wide, columns=20)[1] == "zheng…  zhen…  red"
    assert laid_out(wide, columns=18)[1] == "zhe…  zhen…  red"


def test_columns_that_shrink_alike_end_alike() -> None:
    heads = {"a": Head("a", shrinks=1, least=2), "b": Head("b", shrinks=1, least=2)}
    wide = table("a b", "abcdefghij abcdef", **heads)
    assert laid_out(wide, columns=12)[1] == "abcd…  abcd…"
    assert laid_out(wide, columns=15)[1] == "abcdef…  abcdef"


def test_columns_are_left_out_when_none_can_shrink() -> None:
    heads = {"b": Head("b", drops=1), "c": Head("c", drops=2), "d": Head("d", drops=3)}
    wide = table("a b c d", "aaaa bbbb cccccc dd", **heads)
    assert laid_out(wide, columns=22)[1] == "aaaa  bbbb  cccccc  dd"
    assert laid_out(wide, columns=21)[1] == "aaaa  bbbb  cccccc"
    # What comes first is kept first; what still fits beside it is kept too.
    assert laid_out(wide, columns=17)[1] == "aaaa  bbbb  dd"
    assert laid_out(wide, columns=13)[1] == "aaaa  bbbb"
    assert laid_out(wide, columns=9)[1] == "aaaa  dd"
    assert laid_out(wide, columns=7)[1] == "aaaa"


def test_even_what_never_shrinks_or_goes_fits_the_screen() -> None:
    wide = table("a b c", "aaaa bbbb cccc")
    assert laid_out(wide, columns=10)[1] == "a…  b…  c…"
    assert laid_out(wide, columns=7)[1] == "…  …  …"
    assert laid_out(wide, columns=5)[1] == "…  …"
    assert laid_out(wide, columns=1)[1] == "…"


def test_a_cut_cell_keeps_the_style_of_what_is_cut() -> None:
    rows = (((Span("ab", "good"), Span("cdef", "bad")),),)
    painted = lay_out((Table((Head("a"),), rows),), 4, lambda span: f"<{span.style}:{span.text}>")
    assert list(painted)[1] == "<good:ab><bad:c><bad:…>"


def test_a_line_that_fits_stays_whole() -> None:
    line = say("one two")
    assert list(wrap(line, 7)) == [line]
    assert list(wrap(line, None)) == [line]


def test_a_line_is_broken_between_words() -> None:
    assert wrapped("one two three", 8) == ["one two", "three"]
    assert wrapped("one two three", 7) == ["one two", "three"]
    assert wrapped("one  two", 5) == ["one", "two"]


def test_the_rest_of_a_line_is_indented_as_its_beginning() -> None:
    assert wrapped("    one two three", 11) == ["    one two", "    three"]
    # Not so far that nothing is left.
    assert wrapped("    one", 4) == ["  on", "  e"]


def test_a_word_too_long_is_broken_within() -> None:
    assert wrapped("a abcdefgh b", 4) == ["a", "abcd", "efgh", "b"]
    assert wrapped("四", 1) == ["四"]


def test_chinese_is_broken_between_characters_but_not_before_a_full_stop() -> None:
    assert wrapped("四会新能源。", 10) == ["四会新能", "源。"]
    assert wrapped("四会（新能源）", 6) == ["四会", "（新能", "源）"]
    assert wrapped("四会［必填］", 6) == ["四会", "［必", "填］"]
    assert wrapped("GCL四会", 5) == ["GCL四", "会"]


def test_a_broken_line_keeps_its_styles() -> None:
    line = (Span("  by "), Span("the roads office", "strong"), Span("."))
    assert list(wrap(line, 11)) == [
        (Span("  "), Span("by "), Span("the", "strong")),
        (Span("  "), Span("roads", "strong")),
        (Span("  "), Span("office", "strong"), Span(".")),
    ]


def test_paragraphs_and_headings_are_broken_too() -> None:
    assert laid_out(Heading("one two"), Paragraph((say("one two"), ())), columns=4) == [
        "one",
        "two",
        "one",
        "two",
        "",
    ]


def test_the_width_of_a_line_is_that_of_its_spans() -> None:
    assert line_width(()) == 0
    assert line_width(say("四会")) == 4
    assert line_width((Span("四会"), Span("!"))) == 5


@given(
    st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=4),
    st.lists(
        st.builds(
            Head,
            TEXTS.map(lambda text: data(text)[0].text),
            st.booleans(),
            st.integers(0, 2),
            st.integers(1, 6),
            st.integers(0, 2),
        ),
        min_size=3,
        max_size=3,
    ),
    st.integers(1, 60),
)
def test_nothing_is_wider_than_the_screen(
    rows: list[tuple[str, str, str]], heads: list[Head], columns: int
) -> None:
    cells = tuple(tuple(data(text) for text in row) for row in rows)
    paragraph = Paragraph(tuple(data(text) for row in rows for text in row))
    lines = laid_out(Table(tuple(heads), cells), paragraph, columns=columns)
    # A Chinese character is wider than a screen of one column.
    assert all(width(line) <= max(columns, 2) for line in lines)


@given(TEXTS, st.integers(2, 30))
def test_breaking_a_line_loses_nothing_but_blanks(text: str, columns: int) -> None:
    whole = data(text)[0].text
    assert "".join(wrapped(whole, columns)).replace(" ", "") == whole.replace(" ", "")


def test_an_odd_number_of_cells_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="zip"):
        laid_out(Table((Head("id"),), ((say("a"), say("b")),)))


def test_heads_without_titles_take_no_line() -> None:
    facts = Table((Head(""), Head("")), ((say("lead"), say("Team 2")),))
    assert laid_out(facts) == ["lead  Team 2"]
    assert laid_out(Table((Head(""),), ())) == []


def test_a_cell_that_may_goes_on_in_the_next_line() -> None:
    heads = (Head("no.", right=True), Head("text", shrinks=1, wraps=True), Head("by"))
    rows = (
        (say("1"), say("the road is late", "strong"), say("A")),
        (say("2"), say("四会新能源"), ()),
    )
    assert laid_out(Table(heads, rows), columns=18) == [
        "no.  text       by",
        "  1  the road   A",
        "     is late",
        "  2  四会新能",
        "     源",
    ]
    assert laid_out(Table(heads, rows))[1] == "  1  the road is late  A"


def test_a_column_that_goes_on_can_be_left_out() -> None:
    heads = (Head("id"), Head("text", shrinks=1, least=9, drops=1, wraps=True))
    rows = ((say("gcl"), say("the road is late")),)
    assert laid_out(Table(heads, rows), columns=13) == ["id", "gcl"]


def test_an_indent_leaves_room_for_a_chinese_character() -> None:
    assert laid_out(Paragraph((data(" 、、"),)), columns=2) == ["、", "、"]


def test_a_long_table_looks_like_a_short_one() -> None:
    heads = (Head("id", shrinks=1, least=4), Head("light", right=True))
    ids, lights = list(map(say, ("sihui", "gcl"))), [say("red", "bad"), say("四会", "good")]
    long = LongTable(heads, (Cells(ids, [1, 0, 0, 1]), Cells(lights, [0, 1, 0, 0])), indent=1)
    table = Table(heads, long.rows, indent=1)
    for columns in (None, 20, 12, 3):
        assert list(lay_out((long,), columns, PLAIN)) == list(lay_out((table,), columns, PLAIN))
    assert list(lay_out((long,), None, PLAIN))[2] == " sihui   四会"
