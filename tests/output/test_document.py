"""What a command shows is made of spans whose text is safe."""

from datetime import date

from zqtrack.output.document import Span, data, plain, say


def test_what_came_from_a_file_is_made_visible() -> None:
    assert data("a\x1b[2J\u202e", "strong") == (Span(r"a\x1b[2J\u202e", "strong"),)
    assert data(date(2024, 3, 3)) == (Span("2024-03-03"),)


def test_our_own_words_are_said_as_they_are() -> None:
    assert say("■ started", "stage") == (Span("■ started", "stage"),)


def test_a_line_is_the_text_of_its_spans() -> None:
    assert plain((*say("since "), *data("2023-04"), Span("."))) == "since 2023-04."
    assert plain(()) == ""
