"""No text from outside can steer a terminal, and every text is as wide as it is thought to be."""

import sys
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from zqtrack.output.text import (
    all_visible,
    days,
    files,
    fit,
    projects,
    visible,
    width,
    widths,
)

# Unicode 14 to 17, Default_Ignorable_Code_Point, beside those of category Cf.
IGNORABLE = {
    *"\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0",
    *map(chr, range(0xFE00, 0xFE10)),
    *map(chr, range(0xE0100, 0xE01F0)),
}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "GCL, phase 2 (20 GW)",
        "正创新零售智造产业园",
        "宁德时代（瑞庆）、二期",
        "1.5 million m²",
        "é",
    ],
)
def test_a_usual_text_stays_as_it_is(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb\tc\rd", r"a\nb\tc\rd"),
        ("\x1b[31mred\x07", r"\x1b[31mred\x07"),
        ("\x9b31m\x85", r"\x9b31m\x85"),  # C1: one byte that begins a sequence, a new line
        ("a\u202eb\u2066c", r"a\u202eb\u2066c"),  # right to left
        ("a\u200bb\u200dc\ufeff\u00ad", r"a\u200bb\u200dc\ufeff\xad"),  # zero width
        ("\u2028\u2029", r"\u2028\u2029"),
        ("\ue000\udc80", r"\ue000\udc80"),  # private use, half of a character
        ("\u2800\u3164", r"\u2800\u3164"),  # blanks that are none
        ("❤\ufe0f", r"❤\ufe0f"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_what_steers_or_hides_is_shown_as_an_escape(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_of_all_characters_none_survives_that_steers_or_hides() -> None:
    shown = set(visible("x".join(map(chr, range(sys.maxunicode + 1)))))
    unseen = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert not {character for character in shown if category(character) in unseen}
    assert not shown & IGNORABLE
    assert {" ", "x", "é", "四", "\u0301", "🏭"} <= shown


def test_a_mark_stays_where_it_has_a_letter_to_stand_on() -> None:
    assert visible("e\u0301") == "e\u0301"
    assert visible("\u0301e") == r"\u0301e"
    assert visible("a \u0301e") == r"a \u0301e"
    assert visible("\x1b\u0301") == r"\x1b\u0301"


def test_marks_do_not_pile_up_over_other_lines() -> None:
    assert visible("e" + 4 * "\u0301") == "e" + 4 * "\u0301"
    assert visible("e" + 6 * "\u0301") == "e" + 4 * "\u0301" + r"\u0301\u0301"


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("GCL", 3),
        ("四会", 4),
        ("四会 GCL", 8),
        ("（四会）", 8),
        ("ﾊﾝｶｸ", 4),
        ("e\u0301", 1),
        ("한국", 4),
        ("\u1112\u1161\u11ab", 2),  # one syllable in three parts
        ("🏭", 2),
        ("■□▲◆●○·–…█▏", 11),
    ],
)
def test_a_text_is_as_wide_as_in_a_terminal(text: str, columns: int) -> None:
    assert width(text) == columns


@given(
    st.text(
        st.one_of(
            st.characters(max_codepoint=0x24F, categories=["L", "N", "P", "S", "Zs"]),
            st.characters(min_codepoint=0x3001, max_codepoint=0x30FF, categories=["L", "P"]),
            st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5),
            st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3),
            st.characters(min_codepoint=0xFF01, max_codepoint=0xFF5E),
        )
    )
)
def test_widths_are_those_of_rich(text: str) -> None:
    assert width(text) == cell_len(text)


@pytest.mark.parametrize(
    ("text", "columns", "cut"),
    [
        ("GCL Zhaoqing", 12, "GCL Zhaoqing"),
        ("GCL Zhaoqing", 11, "GCL Zhaoqi…"),
        ("GCL Zhaoqing", 1, "…"),
        ("四会新能源", 10, "四会新能源"),
        ("四会新能源", 9, "四会新能…"),
        ("四会新能源", 8, "四会新…"),  # half a character is none
        ("e\u0301te\u0301s", 3, "e\u0301t…"),
    ],
)
def test_a_text_too_wide_is_cut_with_a_sign(text: str, columns: int, cut: str) -> None:
    assert fit(text, columns) == cut


@given(st.text().map(visible), st.integers(1, 40))
def test_a_cut_text_is_never_too_wide(text: str, columns: int) -> None:
    assert width(fit(text, columns)) <= columns


def test_a_number_agrees_with_its_noun() -> None:
    assert [projects(number) for number in (0, 1)] == ["0 projects", "1 project"]
    assert [files(number) for number in (1, 1_200)] == ["1 file", "1,200 files"]
    assert [days(number) for number in (1, 2)] == ["1 day", "2 days"]


@given(st.lists(st.text() | st.sampled_from(["GCL", "四会、（一）", "a\x1b", "m²", "e\u0301"])))
def test_many_texts_are_shown_and_measured_as_each_of_them(texts: list[str]) -> None:
    assert list(all_visible(texts)) == list(map(visible, texts))
    assert widths(all_visible(texts)) == [width(visible(text)) for text in texts]
