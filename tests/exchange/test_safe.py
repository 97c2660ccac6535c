"""Texts that a spreadsheet must not take for a formula."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zqtrack.exchange.safe import guard, unguard

RISKY = "=+-@\t\r\n＝＋－＠"


@pytest.mark.parametrize(
    ("text", "guarded"),
    [
        ("=1+1", "'=1+1"),
        ("+86 758", "'+86 758"),
        ("-", "'-"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\nx", "'\nx"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("''=1", "'''=1"),
        ("plain", "plain"),
        ("'quoted'", "'quoted'"),
        ("a=1", "a=1"),
        ("", ""),
        ("'", "'"),
    ],
)
def test_a_risky_text_gets_one_more_apostrophe(text: str, guarded: str) -> None:
    assert guard(text) == guarded
    assert unguard(guarded) == text


@given(st.text(alphabet=st.sampled_from(f"'{RISKY}ab")) | st.text())
def test_unguard_undoes_guard(text: str) -> None:
    assert unguard(guard(text)) == text


@given(st.text(alphabet=st.sampled_from(f"'{RISKY}ab")) | st.text())
def test_nothing_guarded_begins_with_a_risky_character(text: str) -> None:
    assert not guard(text).startswith(tuple(RISKY))


@pytest.mark.parametrize("text", ["'", "''", "'a", "'a=1", "it's"])
def test_a_text_that_was_not_guarded_is_left_alone(text: str) -> None:
    assert unguard(text) == text
