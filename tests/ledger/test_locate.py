import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zqtrack.core.findings import KeyPath
from zqtrack.ledger.locate import Places, Span, locate, source_line

FILE = """\
# a ledger's file
name = "Example"  # the name
"company" = 'Holding'
actual.signed = "2023-04"
lists = [
  "battle-275",  # comment
  "肇庆", "next",
]
plan = { stage = "started", to.first = 2024, to . "last" = 2025 }

  [planned]
  completed = "2024-12"

[[problems]]
title = "one"
due = 2023-06-01

[[problems]]
title = "two"
[problems.office]
name = "Roads"
[[problems.letters]]
to = "a"
[[problems.letters]]
to = "b"

[ later . 'on top' ]
x = 1
[later]
y = 2
"""


def marked(source: str, path: KeyPath, *, key: bool = False) -> str:
    span = locate(source.encode(), path, key=key)
    return source.encode()[span.start : span.end].decode()


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        (("name",), '"Example"', "name"),
        (("company",), "'Holding'", '"company"'),
        (("actual", "signed"), '"2023-04"', "signed"),
        (("actual",), "actual", "actual"),
        (("lists", 0), '"battle-275"', '"battle-275"'),
        (("lists", 1), '"肇庆"', '"肇庆"'),
        (("plan", "stage"), '"started"', "stage"),
        (("plan", "to"), "to", "to"),
        (("plan", "to", "first"), "2024", "first"),
        (("plan", "to", "last"), "2025", '"last"'),
        (("planned",), "[planned]", "planned"),
        (("planned", "completed"), '"2024-12"', "completed"),
        (("problems",), "[[problems]]", "problems"),
        (("problems", 1), "[[problems]]", "problems"),
        (("problems", 0, "due"), "2023-06-01", "due"),
        (("problems", 1, "title"), '"two"', "title"),
        (("problems", 1, "office"), "[problems.office]", "office"),
        (("problems", 1, "office", "name"), '"Roads"', "name"),
        (("problems", 1, "letters"), "[[problems.letters]]", "letters"),
        (("problems", 1, "letters", 1, "to"), '"b"', "to"),
        (("later", "on top"), "[ later . 'on top' ]", "'on top'"),
        (("later", "on top", "x"), "1", "x"),
        (("later",), "[later]", "later"),
        (("later", "y"), "2", "y"),
    ],
)
def test_values_and_keys_are_found_however_they_are_written(
    path: KeyPath, value: str, key: str
) -> None:
    assert marked(FILE, path) == value
    assert marked(FILE, path, key=True) == key


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("problems",), 14),
        (("problems", 0), 14),
        (("problems", 1), 18),
        (("problems", 1, "letters", 0), 22),
        (("problems", 1, "letters", 1), 24),
        (("later",), 29),
    ],
)
def test_an_element_has_its_own_header_and_a_table_its_own_before_one_that_implies_it(
    path: KeyPath, line: int
) -> None:
    assert locate(FILE.encode(), path).line == line


@pytest.mark.parametrize(
    ("path", "around"),
    [
        (("planned", "signed"), "[planned]"),
        (("planned", "completed", "x"), '"2024-12"'),
        (("problems", 0, "owner"), "[[problems]]"),
        (("problems", 7, "owner"), "[[problems]]"),
        (("plan", "on"), '{ stage = "started", to.first = 2024, to . "last" = 2025 }'),
        (("plan", "to", "second"), "to"),
        (("lists", 3), '[\n  "battle-275",  # comment\n  "肇庆", "next",\n]'),
        (("actual", "started"), "actual"),
        (("withdrawn", "on"), ""),
        ((), ""),
    ],
)
def test_what_is_missing_has_the_place_of_what_is_around_it(path: KeyPath, around: str) -> None:
    assert marked(FILE, path) == around
    assert marked(FILE, path, key=True) == around


def test_what_is_missing_at_the_top_has_the_start_of_the_file() -> None:
    assert locate(b"a = 1\n", ("name",)) == Span(0, 0, 1, 1)
    assert locate(b"\xef\xbb\xbfa = 1\n", ("name",)) == Span(3, 3, 1, 1)
    assert locate(b"", ("name",)) == Span(0, 0, 1, 1)


def test_columns_count_characters_and_no_byte_order_mark() -> None:
    # Bytes before the value: 3 of the mark, 9 of the key 肇庆区 and 2 quotes, 3 of " = ".
    assert locate('\ufeff"肇庆区" = 1\n'.encode(), ("肇庆区",)) == Span(17, 18, 1, 9)
    # Before the second element, beside 5 of a and [: 4 of 😀 with 2 quotes, comma and space.
    assert locate('a = ["😀", 2]\r\n'.encode(), ("a", 1)) == Span(13, 14, 1, 11)


def test_lines_end_with_a_line_feed_also_within_a_text() -> None:
    source = b'a = """\r\n[not.a.header]\r\n# no comment"""\r\nb = 1\r\n'
    assert locate(source, ("b",)) == Span(46, 47, 4, 5)
    assert locate(source, ("not",)) == Span(0, 0, 1, 1)


def test_keys_with_escapes_are_understood() -> None:
    assert marked('"l\\u00e9ad" = 1\n', ("léad",)) == "1"
    assert marked("'l\\u00e9ad' = 1\n", ("l\\u00e9ad",)) == "1"


def test_spaces_behind_a_backslash_at_the_end_of_a_line_do_no_harm() -> None:
    source = b'a = """x \\  \n  y \\\\ \n"""\nb = 1\n'
    places = Places(source)
    assert places.layout.whole
    assert places.find(("b",)).line == 4


def test_many_places_are_found_in_one_pass() -> None:
    places = Places(FILE.encode())
    assert places.find(("name",)) == Span(25, 34, 2, 8)
    assert places.find(("lists", 2)).line == 7
    assert places.find(("lists", 2)).column == 9  # two spaces, "肇庆", a comma and a space


def test_a_value_has_a_node_and_a_table_below_a_header_has_none() -> None:
    places = Places(FILE.encode())
    nodes = [places.node(path) for path in (("name",), ("plan", "stage"), ("planned",), ("no",))]
    assert [node and node.type for node in nodes] == ["string", "string", None, None]


@pytest.mark.parametrize(
    "broken",
    [
        b"a = 1\n[b\nc = 2\n",
        b"[]\nc = 2\n",
        b"[[]]\n",
        b"= 1\na = \nb = 2\n",
        b'"\\q" = 1\na = "\\q"\n',
        b'"\\ud800" = 1\n',  # half a character
        b"a = [1, {b = }, [\n",
        b"<<<<<<< HEAD\na = 1\n=======\na = 2\n>>>>>>> x\n",
        b"\xff\xfea\x00 \x00=\x001\x00",
        b"a = 1\n\xff = 2\n",
    ],
)
def test_a_broken_file_has_places_too(broken: bytes) -> None:
    places = Places(broken)
    assert places.find(("nothing", 0, "here")).line == 1
    assert places.find(("a", 1, "b"), key=True).line >= 1


@given(st.binary(max_size=60), st.lists(st.sampled_from(["a", "b", 0, 1]), max_size=3))
def test_any_bytes_have_places(source: bytes, path: list[str | int]) -> None:
    span = locate(source, tuple(path))
    assert 0 <= span.start <= span.end <= len(source)
    assert 1 <= span.line <= source.count(b"\n") + 1


TOML_LIKE = st.lists(
    st.sampled_from(
        ["a", "b", ".", " = ", "1", '"x"', "[", "]", "[[", "]]", "{", "}", ",", "\n", "#", "'"]
    ),
    max_size=30,
).map(lambda pieces: "".join(pieces).encode())


@given(TOML_LIKE, st.lists(st.sampled_from(["a", "b", 0, 1]), max_size=3))
def test_anything_like_toml_has_places(source: bytes, path: list[str | int]) -> None:
    assert locate(source, tuple(path)).end <= len(source)


@pytest.mark.parametrize(
    "hostile",
    [
        b".".join([b"a"] * 100_000) + b" = 1",
        b"[" + b".".join([b"a"] * 100_000) + b"]",
        b"a = " + b"[" * 200_000,
        b"[[a]]\n" * 20_000,
        b"\\" * 200_000,
    ],
)
def test_hostile_bytes_take_bounded_time(hostile: bytes) -> None:
    begun = time.monotonic()
    assert locate(hostile, ("a",) * 100_000).line >= 1
    assert time.monotonic() - begun < 5  # about 0.5 where this was written


@pytest.mark.parametrize(
    ("line", "text"), [(1, "a = 1"), (2, "b = '肇'"), (3, ""), (4, ""), (99, "")]
)
def test_a_line_is_shown_without_its_ending(line: int, text: str) -> None:
    assert source_line("\ufeffa = 1\r\nb = '肇'\n".encode(), line) == text
