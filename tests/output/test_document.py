"""What a command shows is made of spans whose text is safe."""

from datetime import date

from zqtrack.output.document import (
    Cells,
    Head,
    LongTable,
    Span,
    Table,
    all_data,
    cells_of,
    data,
    plain,
    say,
)


def test_what_came_from_a_file_is_made_visible() -> None:
    assert data("a\x1b[2J\u202e", "strong") == (Span(r"a\x1b[2J\u202e", "strong"),)
    assert data(date(2024, 3, 3)) == (Span("2024-03-03"),)


def test_our_own_words_are_said_as_they_are() -> None:
    assert say("■ started", "stage") == (Span("■ started", "stage"),)


def test_a_line_is_the_text_of_its_spans() -> None:
    assert plain((*say("since "), *data("2023-04"), Span("."))) == "since 2023-04."
    assert plain(()) == ""


def test_many_texts_are_made_lines_as_each_of_them() -> None:
    texts = ["gcl", "四会", "a\x1b[2J"]
    lines = all_data(texts, "strong")
    assert list(lines) == [data(text, "strong") for text in texts]
    assert list(lines[1:]) == list(lines)[1:]
    assert {type(span) for line in lines for span in line} == {Span}


def test_a_table_has_rows_and_columns() -> None:
    heads = (Head("id"), Head("light"))
    red, green, a, b, c = map(say, ("red", "green", "a", "b", "c"))
    long = LongTable(heads, (cells_of([a, b, c]), Cells([red, green], [1, 0, 1])))
    assert long.rows == ((a, green), (b, red), (c, green))
    table = Table(heads, long.rows)
    assert table.columns == (cells_of((a, b, c)), cells_of((green, red, green)))
    assert Table(heads, ()).columns == (cells_of(()), cells_of(()))
