import math
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from random import Random
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

import hand_edits
from hand_edits import BOM, data_of, document, every_edit, judge
from zqtrack.core.findings import KeyPath
from zqtrack.errors import EditRefused
from zqtrack.ledger import edit as edit_module
from zqtrack.ledger.edit import AppendTable, Edit, RemoveKey, SetKey, apply, same
from zqtrack.ledger.insert import Splice, spell
from zqtrack.ledger.locate import Places


def changed(before: str, *edits: Edit) -> str:
    return apply(before.encode(), edits).decode()


def refused(before: str | bytes, *edits: Edit) -> EditRefused:
    with pytest.raises(EditRefused) as caught:
        apply(before.encode() if isinstance(before, str) else before, edits)
    return caught.value


# --- replace ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "path", "after"),
    [
        ("a = 1_000 # c\nb=2\n", ("a",), "a = 7 # c\nb=2\n"),
        ("\ufeffa=1\r\n", ("a",), "\ufeffa=7\r\n"),
        ('a = """\nx\n""" # c', ("a",), "a = 7 # c"),
        ("t = { a = 'x', b.c = [1, 2] } # c", ("t", "b", "c"), "t = { a = 'x', b.c = 7 } # c"),
        ("[[p]]\na = 1\n[[p]]\na\t=\t1\n", ("p", 1, "a"), "[[p]]\na = 1\n[[p]]\na\t=\t7\n"),
        ("l = [1, # one\n 2, # two\n]\n", ("l", 1), "l = [1, # one\n 7, # two\n]\n"),
        ("d = 1979-05-27 07:32:00 # c\n", ("d",), "d = 7 # c\n"),
    ],
)
def test_only_the_bytes_of_the_value_are_replaced(before: str, path: KeyPath, after: str) -> None:
    assert changed(before, SetKey(path, 7)) == after


@pytest.mark.parametrize(
    ("before", "value"),
    [
        ("a = 1_000_000\n", 1_000_000),
        ("a = 0x10", 16),
        ('a = """\nx"""', "x"),
        ("a = [\n  'x', # one\n]", ("x",)),
        ("a = 2023-04-01 # c", date(2023, 4, 1)),
        ("a = +nan", math.nan),
    ],
)
def test_a_value_that_is_there_already_keeps_its_spelling(before: str, value: Any) -> None:
    assert changed(before, SetKey(("a",), value)) == before


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ("a = 1", True, "a = true"),
        ("a = 1", 1.0, "a = 1.0"),
        ("a = 0.0", -0.0, "a = -0.0"),
        ('a = "2023-04-01"', date(2023, 4, 1), "a = 2023-04-01"),
        ("a = ['x']", ["x", "y"], 'a = ["x", "y"]'),
    ],
)
def test_a_value_of_another_type_is_another_value(before: str, value: Any, after: str) -> None:
    assert changed(before, SetKey(("a",), value)) == after


@pytest.mark.parametrize(
    ("before", "path", "message"),
    [
        ("[a]\nb = 1\n", ("a",), "`a` is a table, not a value"),
        ("a.b = 1\n", ("a",), "`a` is a table, not a value"),
        ("a = { b = 1 }\n", ("a",), "`a` is a table, not a value"),
        ("[[a]]\n", ("a",), "`a` is a table, not a value"),
        ("a = [{ b = 1 }]", ("a",), "`a` is a list of tables or of lists, not a value"),
        ("a = [[1]]", ("a",), "`a` is a list of tables or of lists, not a value"),
        (
            "a = [\n  'x', # one\n]",
            ("a",),
            "`a` has comments between its values, which would be lost",
        ),
    ],
)
def test_what_is_more_than_a_value_is_not_replaced(
    before: str, path: KeyPath, message: str
) -> None:
    assert refused(before, SetKey(path, "x")).message == message


# --- remove -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "path", "after"),
    [
        ("# a\na = 1 # c\n\nb = 2\n", ("a",), "# a\n\nb = 2\n"),
        ("\ufeffa = 1\r\nb = 2\r\n", ("a",), "\ufeffb = 2\r\n"),
        ("a = 1\n  b = [ # c\n 1,\n ] # d", ("b",), "a = 1\n"),
        ("[t]\na = '''\n[t]\n'''\n[u]\n", ("t", "a"), "[t]\n[u]\n"),
        ("a.b = 1\na.c = 2\n", ("a", "b"), "a.c = 2\n"),
        ("x = 1\na.b.c = 1\n", ("a", "b", "c"), "x = 1\n"),
        ("[t]\na.b = 1\n", ("t", "a", "b"), "[t]\n"),
        ("t = { a = 1, b = 2 , c = 3 } # c", ("t", "a"), "t = { b = 2 , c = 3 } # c"),
        ("t = { a = 1, b = 2 , c = 3 } # c", ("t", "b"), "t = { a = 1 , c = 3 } # c"),
        ("t = { a = 1, b = 2 , c = 3 } # c", ("t", "c"), "t = { a = 1, b = 2 } # c"),
        ("t = { a = 1 }", ("t", "a"), "t = { }"),
        ("t = {a.b=1}", ("t", "a", "b"), "t = {}"),
        ("t = [{ a = 1, b = 2 }]", ("t", 0, "b"), "t = [{ a = 1 }]"),
        ("[[p]]\na = 1\nb = 2\n", ("p", 0, "a"), "[[p]]\nb = 2\n"),
        ("a = 1\nt = { b = 1 } # c\n", ("t",), "a = 1\n"),
    ],
)
def test_a_key_goes_with_its_line_or_its_comma(before: str, path: KeyPath, after: str) -> None:
    assert changed(before, RemoveKey(path)) == after


@pytest.mark.parametrize(
    ("before", "path", "message"),
    [
        ("a = 1\n", ("b",), "`b` is no key with a value of its own"),
        ("a = { c = 1 }\n", ("a", "b"), "`a.b` is no key with a value of its own"),
        ("[a]\nb = 1\n", ("a",), "`a` is no key with a value of its own"),
        ("a = [1]\n", ("a", 0), "`a[0]` is no key with a value of its own"),
        ("\ufeffa = 1\n", ("a",), "`a` is all that the file holds"),
    ],
)
def test_what_is_no_key_with_a_value_is_not_removed(
    before: str, path: KeyPath, message: str
) -> None:
    error = refused(before, RemoveKey(path))
    assert error.message == message
    assert error.hint == f"delete `{spell(path)}` in an editor"
    assert error.lines == ""


# --- several, and refusals ----------------------------------------------------------------------


def test_edits_are_made_one_after_the_other() -> None:
    edits = (
        SetKey(("actual", "signed"), "2023"),
        SetKey(("actual", "started"), "2024", ("signed",)),
        RemoveKey(("actual", "signed")),
        AppendTable(("notes",), {"text": "a"}),
        AppendTable(("notes",), {"text": "b"}),
    )
    assert changed('name = "x"\n', *edits) == (
        'name = "x"\n\n[actual]\nstarted = "2024"\n'
        '\n[[notes]]\ntext = "a"\n\n[[notes]]\ntext = "b"\n'
    )


def test_no_edit_changes_nothing_not_even_in_a_broken_file() -> None:
    assert apply(b"\xff", []) == b"\xff"


def test_a_refusal_shows_what_all_edits_would_have_written() -> None:
    edits = (
        SetKey(("name",), "y"),
        SetKey(("actual", "signed"), "2023"),
        SetKey(("problems", 0, "closed"), date(2023, 5, 28)),
        AppendTable(("notes",), {"on": date(2023, 5, 28), "text": "t"}),
        RemoveKey(("kind",)),
    )
    error = refused("actual = 1\n[[problems]]\n", *edits)
    assert error.message == "`actual.signed` cannot be set: `actual` is not a table"
    assert error.hint == "delete `kind` in an editor"
    assert error.lines == (
        'name = "y"\n[actual]\nsigned = "2023"\nclosed = 2023-05-28\n'
        '[[notes]]\non = 2023-05-28\ntext = "t"'
    )


@pytest.mark.parametrize(
    ("source", "place"), [(b"a = 1\na = 2\n", "line 2, column 1"), (b"", "line 1, column 1")]
)
def test_a_file_that_is_no_toml_is_not_edited(source: bytes, place: str) -> None:
    error = refused(source, SetKey(("name",), "x"))
    assert error.message.startswith(f"the file is not valid TOML at {place}: ")
    assert error.hint == "make the change in an editor"
    assert error.lines == 'name = "x"'


def test_bytes_that_are_no_utf8_are_not_edited() -> None:
    assert "UTF-8" in refused(b'name = "\xb7\xe7"\n', SetKey(("kind",), "new")).message


@pytest.mark.parametrize(
    "edit", [SetKey(("a",), "\ud800"), AppendTable(("a",), {"b": ["x", "\udfff"]})]
)
def test_half_a_character_is_not_written(edit: Edit) -> None:
    error = refused("b = 1\n", edit)
    assert error.message == "`a` cannot hold this text: it is not valid Unicode"
    assert error.lines == ""


# --- nothing is believed ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "splice",
    [
        Splice(0, 0, b"b = 2\n[other]\n"),  # more than was asked for
        Splice(0, 6, b"b = 2\n"),  # in the place of something else
        Splice(0, 0, b"b = 2.0\n"),  # the wrong type
        Splice(0, 0, b"b = "),  # no TOML
        Splice(0, 0, b""),  # nothing at all
    ],
)
def test_an_edit_that_would_do_anything_else_is_refused(
    splice: Splice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edit_module, "_splice", lambda _document, _edit: splice)
    error = refused("a = 1\n", SetKey(("b",), 2))
    assert error.message == "`b` cannot be changed without changing something else"


@pytest.mark.parametrize(
    "splice",
    [
        Splice(0, 12, b""),  # a neighbour goes too
        Splice(0, 0, b""),  # nothing goes
    ],
)
def test_a_removal_that_would_do_anything_else_is_refused(
    splice: Splice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edit_module, "_splice", lambda _document, _edit: splice)
    error = refused("a.b = 1\nc=2\nd = 3\n", RemoveKey(("a", "b")))
    assert error.message == "`a.b` cannot be changed without changing something else"


def test_a_value_whose_place_is_not_exact_is_not_replaced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    @dataclass(frozen=True)
    class Node:
        type: str = "integer"
        named_children: tuple[()] = ()
        start_byte: int = 4
        end_byte: int = 9  # with the comment

    monkeypatch.setattr(Places, "node", lambda _places, _path: Node())
    error = refused("a = 1 # c\n", SetKey(("a",), 2))
    assert error.message == "`a` cannot be changed: the layout of the file is not understood"


def test_a_file_whose_layout_is_not_understood_is_not_edited(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(edit_module, "parse", lambda _source: {"a": 1})
    error = refused("a = 1\n]\n", SetKey(("b",), 2))
    assert error.message == "`b` cannot be changed: the layout of the file is not understood"


# --- the same -----------------------------------------------------------------------------------

VALUES: tuple[Any, ...] = (
    *(True, 1, 1.0, 0.0, -0.0, math.nan, math.inf, "1", "", "a"),
    *([], [1], [1, 2], [2, 1], [[1]], {}, {"a": 1}, {"a": True}, {"b": 1}, {"a": {"a": 1}}),
    date(2023, 1, 1),
    datetime(2023, 1, 1),  # noqa: DTZ001 - a date-time without a zone is a value of its own
    datetime(2023, 1, 1, tzinfo=UTC),
    datetime(2023, 1, 1, 8, tzinfo=timezone(timedelta(hours=8))),  # the same moment
    time(12),
)


def test_a_value_is_the_same_as_itself_and_as_no_other() -> None:
    for at, value in enumerate(VALUES):
        found = [same(value, other) for other in deepcopy(VALUES)]
        assert found == [other == at for other in range(len(VALUES))], value


def test_the_order_of_keys_does_not_matter() -> None:
    assert same({"a": 1, "b": [{}]}, {"b": [{}], "a": 1})


# --- files as people write them -----------------------------------------------------------------


@settings(max_examples=300, deadline=None)
@given(st.randoms(use_true_random=False), st.data())
def test_an_edit_of_any_file_does_what_was_asked_and_nothing_else_or_is_refused(
    rnd: Random, data: st.DataObject
) -> None:
    old = document(rnd)
    _, edit = data.draw(st.sampled_from(list(every_edit(data_of(old), rnd))))
    verdict = judge(old, edit)
    event(verdict)
    assert not verdict.startswith("wrong")


@pytest.mark.parametrize(
    ("faulty", "said"),
    [
        (lambda old: old + b"[", "no TOML any more"),
        (lambda old: old + b"c = 1\n", "other data"),
        (lambda old: old + b'"zz-new" = 1\n', "other data"),
        (lambda old: old + b"zz-new = true\n# new\n", "a comment appeared"),
        (lambda old: old.replace(b"# c", b"") + b"zz-new = true\n", "something went"),
        (lambda old: old.replace(b"1", b"0x1") + b"zz-new = true\n", "something went"),
        (lambda old: old + b"zz-new = true", "the end of the last line"),
        (lambda old: old + b"zz-new = true\r\n", "the line ends"),
        (lambda old: BOM.encode() + old + b"zz-new = true\n", "the BOM"),
    ],
)
def test_the_judge_of_edits_finds_what_is_wrong(
    faulty: Callable[[bytes], bytes], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hand_edits, "apply", lambda old, _: faulty(old))
    assert judge(b"a = 1 # c\n", SetKey(("zz-new",), True)) == f"wrong: {said}"


def test_the_judge_finds_more_than_a_value_set_and_more_than_a_key_removed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old = b"a = 1 # c\nb = 0x2\n"
    monkeypatch.setattr(hand_edits, "apply", lambda *_: b"a = true # c\nb = 2\n")
    assert judge(old, SetKey(("a",), True)) == "wrong: more than the value changed"
    monkeypatch.setattr(hand_edits, "apply", lambda *_: b"b = 2\n")
    assert judge(old, RemoveKey(("a",))) == "wrong: more went than the key"
    monkeypatch.setattr(hand_edits, "apply", lambda *_: 1 / 0)
    assert judge(old, RemoveKey(("a",))).startswith("wrong: ZeroDivisionError")
