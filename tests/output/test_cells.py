"""The cells of a report never show a part as all, or as nothing, and nothing as a number."""

import pytest

from zqtrack.output.cells import BLANK, NOTHING, UNKNOWN, number, percent, share, table_of
from zqtrack.output.document import Head, Table, plain, say


def test_a_table_has_a_cell_for_each_column_of_a_row() -> None:
    name, size = Head("name"), Head("letters", right=True)
    columns = ((name, say), (size, lambda row: say(str(len(row)))))
    assert table_of(columns, ["one", "three"]) == Table(
        heads=(name, size),
        rows=((say("one"), say("3")), (say("three"), say("5"))),
        indent=2,
    )


def test_a_number_has_its_thousands_and_none_is_a_dot() -> None:
    assert number(1_200) == say("1,200")
    assert number(0) == NOTHING == say("·", "quiet")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0 %"),
        (0.000_1, "< 1 %"),
        (0.004_999, "< 1 %"),
        (0.005_1, "1 %"),
        (0.873, "87 %"),
        (0.994_9, "99 %"),
        (0.995, "> 99 %"),
        (0.999_9, "> 99 %"),
        (1, "100 %"),
    ],
)
def test_only_all_is_100_percent_and_only_nothing_0(value: float, shown: str) -> None:
    assert percent(value) == shown
    assert share(value) == say(percent(value))


def test_an_unknown_share_is_a_dash() -> None:
    assert share(None) == UNKNOWN == say("–", "quiet")


def test_a_blank_cell_is_empty() -> None:
    assert plain(BLANK) == ""
