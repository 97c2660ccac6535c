"""A request that cannot be met says what is wrong, what to do, and how the program ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zqtrack.errors import (
    BadValue,
    EditRefused,
    LedgerBusy,
    LedgerNotFound,
    ProjectNotFound,
    UsageError,
    WriteFailed,
    ZqtrackError,
    quoted,
)


def test_an_error_reads_as_its_message_and_keeps_its_hint() -> None:
    error = ZqtrackError("no project `zhengchang`", "did you mean `zhengchuang`?")
    assert str(error) == "no project `zhengchang`"
    assert error.message == "no project `zhengchang`"
    assert error.hint == "did you mean `zhengchuang`?"


def test_an_error_without_a_hint_has_none() -> None:
    assert ZqtrackError("the ledger is busy").hint is None
    assert BadValue("a date belongs here").hint is None


@pytest.mark.parametrize(
    "kind", [LedgerNotFound, ProjectNotFound, EditRefused, LedgerBusy, WriteFailed]
)
def test_what_the_ledger_refuses_ends_with_1(kind: type[ZqtrackError]) -> None:
    assert kind("cannot be done").exit_code == 1


def test_wrong_words_end_with_2() -> None:
    assert UsageError("no such field").exit_code == 2


def test_an_unknown_project_carries_the_nearest_ids() -> None:
    error = ProjectNotFound("two projects match `gcl`", candidates=["gcl-electrolyte", "gcl-zq"])
    assert error.candidates == ("gcl-electrolyte", "gcl-zq")
    assert ProjectNotFound("no project `x`").candidates == ()


def test_a_refused_edit_carries_the_lines_to_type() -> None:
    error = EditRefused("the table stands inline", lines="started = 2023-09-28\n")
    assert error.lines == "started = 2023-09-28\n"
    assert EditRefused("the table stands inline").lines == ""


def test_a_bad_value_is_a_value_error_with_a_hint_and_no_failed_request() -> None:
    error = BadValue("`2023/04` is not a date", "write 2023-04")
    assert isinstance(error, ValueError)
    assert not isinstance(error, ZqtrackError)
    assert (str(error), error.hint) == ("`2023/04` is not a date", "write 2023-04")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2023-13", "`2023-13`"),
        ("", "``"),
        ("肇庆新区", "`肇庆新区`"),
        ("two\nlines", r"`two\nlines`"),
        ("\x1b[31mred", r"`\x1b[31mred`"),  # a file must not paint the reader's terminal
        ("2023\u300004", r"`2023\u300004`"),  # a full-width space is seen
        ("right\u202eleft", r"`right\u202eleft`"),
        ("\ud800", r"`\ud800`"),  # half a character would not encode
        ("a" * 40, f"`{'a' * 40}`"),
        ("a" * 41, f"`{'a' * 39}…`"),
    ],
)
def test_what_was_written_is_quoted_short_and_printable(text: str, shown: str) -> None:
    assert quoted(text) == shown


@given(st.text())
def test_any_text_is_quoted_on_one_short_line(text: str) -> None:
    shown = quoted(text)
    assert shown.isprintable()
    assert len(shown) <= 42
