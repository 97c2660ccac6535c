"""An id comes from the words of a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zqtrack.core.naming import ID, id_from, numbered_id, parse_id
from zqtrack.errors import BadValue


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("GCL Zhaoqing", "gcl-zhaoqing"),
        ("  Jintian: high-end copper, phase 2! ", "jintian-high-end-copper-phase-2"),
        ("Xi'an Müller & Söhne", "xian-muller-sohne"),
        ("ＧＣＬ 光伏", "gcl"),
        ("20 GW of inverters", "20-gw-of-inverters"),
    ],
)
def test_an_id_holds_the_words_of_a_name(name: str, id_: str) -> None:
    assert id_from(name) == id_


def test_a_long_name_gives_its_first_words() -> None:
    # With its 39 characters there is room for no further word.
    name = "GCL deep-eutectic electrolyte, 100,000 t a year"
    assert id_from(name) == "gcl-deep-eutectic-electrolyte-100-000-t"
    assert id_from("x" * 100) == "x" * 40


@pytest.mark.parametrize("name", ["金田铜业", "二期 2", "A", "!"])
def test_a_name_without_a_word_gives_no_id(name: str) -> None:
    assert id_from(name) is None


@given(st.text())
def test_whatever_is_made_of_a_name_is_an_id(name: str) -> None:
    id_ = id_from(name)
    assert id_ is None or ID.fullmatch(id_)


def test_a_numbered_id_is_the_first_one_free() -> None:
    assert numbered_id([]) == "project-001"
    assert numbered_id(["project-001", "gcl", "project-003"]) == "project-002"


def test_an_id_is_small_letters_digits_and_hyphens() -> None:
    assert parse_id("gcl-2") == "gcl-2"
    with pytest.raises(BadValue, match="`GCL 2` is no id") as refused:
        parse_id("GCL 2")
    assert refused.value.hint == (
        "use small letters, digits and hyphens, 63 at most, beginning with a letter or digit"
    )
