"""A file is TOML, or there is one place where it stops being it, said in plain words."""

import tomllib
from typing import Any

import pytest
import toml_rs

from zqtrack.ledger import syntax
from zqtrack.ledger.syntax import BEYOND_LIMITS, DEEPEST, MOST, NotParsed, parse


def refused(source: bytes | str) -> NotParsed:
    with pytest.raises(NotParsed) as caught:
        parse(source.encode() if isinstance(source, str) else source)
    return caught.value


def placed(source: bytes | str) -> tuple[str, int, int, int]:
    error = refused(source)
    return error.code, error.line, error.column, error.length


def said(source: bytes | str) -> tuple[str, str | None]:
    error = refused(source)
    return str(error), error.hint


# What can be read


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["unix", "windows"])
def test_a_file_is_read_with_any_start_and_line_ends(start: bytes, end: bytes) -> None:
    source = start + '# 注\nname = "名"\n[actual]\nsigned = "2023-04"\n'.encode().replace(
        b"\n", end
    )
    assert parse(source) == {"name": "名", "actual": {"signed": "2023-04"}}


@pytest.mark.parametrize(
    "source",
    [
        'text = """\n<<<<<<< HEAD\n=======\n>>>>>>> mine\n"""',
        "text = '''\n=======\n'''",
        "a = 1 # <<<<<<< HEAD",
        "text = " + '"' + "." * 1000 + '"',
        "text = '" + "[" * 1000 + "'",
        'text = """' + "{" * 1000 + '"""""',
        "# " + "[[[{{{" * 1000 + "\na = 1",
        "a = 1.5\n" * 0 + "\n".join(f"a{i} = {i}.5" for i in range(100)),
        "[[notes]]\n" * 100,
        "a = " + "[" * DEEPEST + "]" * DEEPEST,
        ".".join("a" * DEEPEST) + " = 1",
        r'a = "\"" ' + "\n" + r"b = 'C:\'",
    ],
)
def test_brackets_dots_and_marks_in_texts_are_no_structure(source: str) -> None:
    assert parse(source.encode()) == tomllib.loads(source)


# The file as a whole


@pytest.mark.parametrize("source", [b"", b"\n", b" \t\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\r\n"])
def test_a_file_without_a_word_is_empty(source: bytes) -> None:
    assert placed(source) == ("ZQ003", 1, 1, 0)
    assert said(source) == ("the file is empty", 'begin with name = "…"')


def test_a_byte_that_is_no_utf8_is_placed_in_characters() -> None:
    source = 'name = "a"\ncompany = "中'.encode() + "中".encode("gbk") + b'"\n'
    assert placed(source) == ("ZQ002", 2, 13, 1)
    assert said(source) == (
        "the byte 0xd6 is not UTF-8; the file may be in GBK or Latin-1",
        "save it as UTF-8 in the editor",
    )


def test_a_byte_order_mark_is_no_column() -> None:
    assert placed(b"\xef\xbb\xbfa = \xff") == ("ZQ002", 1, 5, 1)
    assert placed(b"\xef\xbb\xbfa = ") == ("ZQ005", 1, 5, 1)
    assert placed(b"\xef\xbb\xbf\na = ") == ("ZQ005", 2, 5, 1)
    assert placed("\ufeff中 = 1") == ("ZQ005", 1, 1, 1)


def test_a_second_byte_order_mark_is_a_character_that_belongs_nowhere() -> None:
    assert placed("\ufeff\ufeffa = 1") == ("ZQ005", 1, 1, 1)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_named(encoding: str) -> None:
    bom = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    source = bom + 'name = "名"'.encode(encoding)
    assert placed(source) == ("ZQ002", 1, 1, 0)
    assert str(refused(source)) == "the file is in UTF-16, not UTF-8"


# Merge conflicts


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("a = 1\n<<<<<<< HEAD\nb = 1\n=======\nb = 2\n>>>>>>> mine\n", 2),
        ("a = 1\r\n<<<<<<< HEAD\r\nb = 1\r\n=======\r\nb = 2\r\n>>>>>>> mine\r\n", 2),
        ("s = [\n<<<<<<< HEAD\n'a',\n=======\n'b',\n>>>>>>> mine\n]\n", 2),
        ("a = 1\n=======\n", 2),
        ("a = 1\n||||||| base\n", 2),
        ("a = 1\n>>>>>>> mine\n", 2),
        ("a = “1”\n<<<<<<< HEAD\n", 2),
        ('a = "1\n<<<<<<< HEAD\n', 2),
        ('text = """\n=======\n"""\n>>>>>>> mine\n', 4),
    ],
)
def test_a_merge_conflict_is_found_before_all_else(source: str, line: int) -> None:
    assert placed(source) == ("ZQ004", line, 1, 7)
    assert said(source) == (
        "a merge conflict is not resolved",
        "keep the lines that are right, delete the others and the <<<<<<<, ======= and >>>>>>>",
    )


def test_marks_within_a_text_are_not_taken_for_the_error_after_it() -> None:
    assert placed('text = """\n<<<<<<< HEAD\n"""\nb = \n') == ("ZQ005", 4, 5, 1)


@pytest.mark.parametrize("line", ["<<<<<<<HEAD", "========", " ======="])
def test_what_git_does_not_write_is_no_conflict(line: str) -> None:
    assert refused(f"a = 1\n{line}\n").code == "ZQ005"


# Limits


@pytest.mark.parametrize(
    ("source", "column"),
    [
        ("a=" + "[" * 500_000, 2 + DEEPEST + 1),
        ("a=" + "{a=" * 300_000, 2 + 3 * DEEPEST + 1),
        ("a." * 500_000 + "b = 1", 2 * DEEPEST),
        ("a . " * 200_000 + "b = 1", 4 * DEEPEST - 1),
        ('"a".' * 200_000 + "b = 1", 4 * DEEPEST),
        ("[" + "a." * 400_000 + "b]", 2 * DEEPEST + 1),
        ("]" * 1000 + "[" * 1000, 1000 + DEEPEST + 1),
    ],
    ids=["lists", "tables", "keys", "spaced keys", "quoted keys", "header", "closed too often"],
)
def test_what_would_end_the_process_never_reaches_the_parser(source: str, column: int) -> None:
    assert placed(source) == ("ZQ007", 1, column, 1)
    assert said(source) == (
        "tables, lists or the parts of a key are more than 32 deep",
        "a project file needs only 2",
    )


@pytest.mark.parametrize(
    "start", ['a = "', 'a = """', "a = '", "a = '''", "#\r", 'a = "\r', 'a = "\\', "'''' ''"]
)
def test_depth_cannot_hide_behind_a_text_that_never_ends(start: str) -> None:
    assert refused(f"{start}\n{'[' * 100_000}").code == "ZQ007"


@pytest.mark.parametrize(
    "unit", ['\\"""\n', '\\"', "'\n", '"""\\', '""', "'''", "[[a]]\n", "<", "=\n", "a", "9", "\\"]
)
def test_a_long_file_of_anything_is_answered_at_once(unit: str) -> None:
    source = f"x = {DEEPEST * '[1],'}\n" + unit * (200_000 // len(unit))
    with pytest.raises(NotParsed):
        parse(source.encode())


def test_a_number_of_many_digits_is_a_number() -> None:
    assert parse(b"a = 99999999999999999999\nb = nan\nc = -inf")["a"] == 10**20 - 1


def test_a_number_of_more_than_1000_digits_is_none_in_a_large_file() -> None:
    # Digits take the square of their number to read: of so many, milliseconds.
    assert parse(b"a = " + b"9" * 29_000)["a"] == 10**29_000 - 1
    number = "9" * 1_000_000
    assert placed(f"# a\na = {number}") == ("ZQ007", 2, 5, 1)
    assert said(f"a = {number}") == (
        "a number or a key is longer than 1,000 characters",
        "write it shorter, or in quotes",
    )
    assert parse(f"a = '{number}'".encode()) == {"a": number}


@pytest.mark.parametrize(
    ("around", "piece"),
    [("a = [{}]\n", "1,"), ("{}", "[[a]]\n"), ("a = [{}]\n", "{},"), ("a = [{}]", "'[',\n")],
)
def test_a_file_holds_so_many_keys_tables_and_items_and_no_more(around: str, piece: str) -> None:
    assert parse(around.format(piece * (MOST // 2 - 1)).encode()).keys() == {"a"}
    assert said(around.format(piece * MOST)) == (
        "the file holds more than 30,000 keys, tables and items of lists",
        "a project file needs some hundreds",
    )


def test_the_piece_that_is_one_too_many_has_its_place() -> None:
    # The equals sign and the bracket are two, so it is the 29,999th comma.
    assert placed(f"a = [{'1,' * MOST}]") == ("ZQ007", 1, 5 + 2 * (MOST - 1), 1)
    # Brackets that close nothing count as well.
    assert placed(f"a = 1\n{']' * MOST}") == ("ZQ007", 2, MOST, 1)


def test_remarks_and_texts_are_no_pieces() -> None:
    remarks = "# [ = . ,\n" * 60_000
    assert parse(f"a = 1\n{remarks}b = '{'[,' * 60_000}'\n# \n".encode()).keys() == {"a", "b"}


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("a = ['[', \"x\"] # it's\r\n'b'.\"c\" = {d='''\n'''}", True),
        ("a = [}", False),
        ("a = ]", False),
        ("a = 1 # [\r]", False),
        ("a' = '", False),
        ("a = 'x'y", False),
        ("a = '", False),
    ],
)
def test_only_where_every_parser_counts_alike_the_depth_is_sure(text: str, sure: bool) -> None:
    assert syntax._check_limits(text.encode()) is sure


# Not TOML


@pytest.mark.parametrize(
    ("source", "place", "words"),
    [
        ('name = "Foo', (1, 12, 1), "the text has no closing quote"),
        ("name = 'Foo", (1, 12, 1), "the text has no closing quote"),
        ('name = """Foo\n\n', (1, 8, 1), 'the long text has no closing """'),
        ("a = 1\nb = '''Foo\nbar\n", (2, 5, 1), "the long text has no closing '''"),
        ("a = 1\na = 2", (2, 1, 1), "this key or table stands in the file already"),
        ("a = 1\r\n[b]\r\n[b]\r\n", (3, 2, 1), "this key or table stands in the file already"),
        ("a 1", (1, 3, 1), "a key needs = and a value"),
        ("= 1", (1, 1, 1), "there is no key here"),
        ("名称 = 1", (1, 1, 1), "this cannot stand in a key"),
        ("a = 1 2", (1, 5, 3), "a number, a full day or a text in quotes belongs here"),
        ("a = '中' b", (1, 9, 1), "the line should end here"),
        ("a = '中' 文", (1, 9, 1), "the line should end here"),
        ("a = 中文公司 # x", (1, 5, 4), "a number, a full day or a text in quotes belongs here"),
        ("s = [1,\n2", (2, 2, 1), "unclosed array, expected `]`"),
        ("a = 1_", (1, 6, 1), "`_` may only go between digits"),
        ("a\0 = 1", (1, 2, 1), "this cannot stand in a key"),
    ],
)
def test_an_error_has_its_place_in_characters_and_plain_words(
    source: str, place: tuple[int, int, int], words: str
) -> None:
    error = refused(source)
    assert (error.code, str(error)) == ("ZQ005", words)
    assert (error.line, error.column, error.length) == place


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        # dates
        ("signed = 2023-04", 'a date that is not a full day goes in quotes: signed = "2023-04"'),
        (
            "signed = 2023-Q3 # ?",
            'a date that is not a full day goes in quotes: signed = "2023-Q3"',
        ),
        ("signed = 2023年4月", 'a date that is not a full day goes in quotes: signed = "2023-04"'),
        ("signed = 2023/4/8", "write signed = 2023-04-08"),
        ("signed = 2023-04-18T10:00", "write signed = 2023-04-18"),
        ("signed = 2023-02-30", "2023-02 has 28 days"),
        ("signed = 2023-13", "months run from 01 to 12"),
        # texts
        ("name = Foo bar # x", 'put the text in quotes: name = "Foo bar"'),
        (f"name = {'x' * 60}", 'put the text in quotes: "…"'),
        ("sources = [\n  1.1bn\n]", "put every text in quotes"),
        ("name = “Foo”", 'use straight quotes: "…"'),
        ('name = "Foo', "end the text with the quote that it begins with"),
        ('name = "a "b" c"', r"quotes within a text are written \", a remark follows a #"),
        (r'path = "C:\Users"', r"write \\ for a backslash, or put the text in '…'"),
        (r'path = "C:\temp\x"', r"write \\ for a backslash, or put the text in '…'"),
        ("name = 'a\0b'", "delete this character: it cannot be seen"),
        ("name = 1 # \a", "delete this character: it cannot be seen"),
        # keys and values
        ("a = 1\na = 2", "keep one of the two"),
        ("a.b = 1\na.b.c = 2", "keep one of the two"),
        ("name: 'Foo'", 'write key = "value", with a plain = between them'),
        ("name ＝ 'Foo'", 'write key = "value", with a plain = between them'),
        ("name：'Foo'", 'write key = "value", with a plain = between them'),
        ("name 'Foo'", 'write key = "value", with a plain = between them'),
        ("名 = 1", "keys are plain words such as name or land-mu; zqtrack schema has all of them"),
        ("high-tech = True", "write true or false, in small letters"),
        ("high-tech = yes", "write true or false, in small letters"),
        ("high-tech =", "fill in a value, or delete the line"),
        ("a = [\n True]", "put every text in quotes"),
        ("[actual", None),
        ("a = {b = 1,}", None),
    ],
)
def test_the_traps_of_toml_are_explained(line: str, hint: str | None) -> None:
    assert said(line)[1] == hint


def test_a_long_key_is_not_repeated() -> None:
    assert said(f"{'k' * 100} = x")[1] == 'put the text in quotes: "…"'


@pytest.mark.parametrize(
    ("source", "place", "words"),
    [
        ("a = 1\nb = 0000-01-01", (2, 5, 10), "there is no year 0"),
        ("a = '0000-01-01'\nb = 0000-01-01T00:00:00Z", (2, 5, 20), "there is no year 0"),
        ("a = 23:59:60", (1, 5, 8), "there is no second 60"),
        ("a = 2016-12-31 23:59:60Z", (1, 16, 9), "there is no second 60"),
    ],
)
def test_a_day_that_is_in_no_calendar_is_no_date(
    source: str, place: tuple[int, int, int], words: str
) -> None:
    error = refused(source)
    assert (error.code, str(error), error.hint) == ("ZQ104", words, "correct the date")
    assert (error.line, error.column, error.length) == place


@pytest.mark.parametrize("kind", [ValueError, toml_rs.TOMLDecodeError])
def test_an_error_of_a_kind_that_nobody_knows_is_an_error_of_the_file(
    kind: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise kind("something new", "", 0) if kind is not ValueError else kind("something new")

    monkeypatch.setattr(toml_rs, "loads", fail)
    error = refused("a = 1")
    assert (error.code, error.line, error.column, error.length) == ("ZQ005", 1, 1, 0)
    assert "something new" in str(error)


@pytest.mark.parametrize(
    "text",
    [
        "a' = " + "[" * 20_000 + "'",
        'a"b = ' + "[ " * 20_000 + '"',
        'a = x"' + "[" * 20_000,
        "a=[}" * 20_000,
        "a={]" * 20_000,
        "={é]\r\n" * 20_000,
        "name = 'A'\n" + "[[notes]]\n" * 200 + "on = ",
        "<<<<<<< HEAD\n" + "[[notes]]\n" * 200,
    ],
    ids=lambda text: text[:12],
)
def test_text_that_only_looks_flat_does_not_end_the_process(text: str) -> None:
    with pytest.raises(NotParsed):
        parse(text.encode())


def test_text_that_only_looks_flat_and_is_deep_is_beyond_the_limits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("zqtrack.ledger.syntax._check_limits", lambda _source: False)
    with pytest.raises(NotParsed, match="more than 32 deep") as refused:
        parse(b"a = " + b"[" * 20_000)
    assert refused.value.code == BEYOND_LIMITS


def test_a_byte_order_mark_is_no_column_for_python_either() -> None:
    with pytest.raises(NotParsed) as refused:
        parse("\ufeff= 1\n".encode() + b"[[notes]]\n" * 200)
    assert (refused.value.line, refused.value.column) == (1, 1)
