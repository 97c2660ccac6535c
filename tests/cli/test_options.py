"""What is wrong with a value is told with how to write it."""

from zqtrack.cli.options import in_full
from zqtrack.errors import BadValue


def test_a_refusal_is_told_with_its_hint_in_one_line() -> None:
    assert in_full(BadValue("no", "write yes")) == "no; write yes"


def test_a_refusal_without_a_hint_is_told_alone() -> None:
    assert in_full(BadValue("no")) == "no"
