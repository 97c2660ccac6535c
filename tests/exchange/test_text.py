"""Separated values are read in whatever encoding, with whatever separator they were written."""

import pytest

from zqtrack.exchange.grid import BadWorkbook, Broken, Grid, Value
from zqtrack.exchange.sheets import read_sheets

TEXT = "项目名称,企业\r\n甲,乙\r\n"


def rows(source: bytes | str) -> list[list[Value]]:
    raw = source.encode() if isinstance(source, str) else source
    (grid,) = read_sheets("table.csv", raw)
    return [list(row) for row in grid.rows]


@pytest.mark.parametrize(
    "source",
    [
        TEXT.encode("utf-8"),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("gb18030"),
        TEXT.encode("gbk"),
        TEXT.encode("utf-16"),
        "\ufeff".encode("utf-16-be") + TEXT.encode("utf-16-be"),
    ],
)
def test_the_encoding_is_found(source: bytes) -> None:
    assert read_sheets("table.csv", source) == (
        Grid("table", [["项目名称", "企业"], ["甲", "乙"]]),
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_separator_is_found(delimiter: str) -> None:
    # Each of the others stands in it, too.
    text = f'项目{delimiter}"x, y"{delimiter}"a; b"\n甲{delimiter}1{delimiter}2\n'
    assert rows(text) == [["项目", "x, y", "a; b"], ["甲", "1", "2"]]


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;"])
def test_the_separator_may_be_said_in_the_first_line(first: str) -> None:
    assert rows(f"{first}\r\na,b;c,d\r\n") == [["a,b", "c,d"]]


def test_a_first_line_that_says_no_separator_is_a_row() -> None:
    assert rows("sep=x,1\n") == [["sep=x", "1"]]


def test_a_lone_return_within_quotes_is_no_end_of_a_row() -> None:
    assert rows('c;"a\rb"\n') == [["c", "a\rb"]]


def test_one_column_needs_no_separator() -> None:
    assert rows("项目名称\n甲\n") == [["项目名称"], ["甲"]]


def test_a_cell_may_have_several_lines() -> None:
    assert rows('a,"b\r\nc ""d"""\r\n') == [["a", 'b\r\nc "d"']]


def test_empty_cells_are_empty_and_an_apostrophe_of_an_export_goes() -> None:
    assert rows("a, ,,'=1+1,'x\n") == [["a", None, None, "=1+1", "'x"]]


def test_an_error_is_no_text_and_what_may_be_october_a_number() -> None:
    assert rows("#N/A,#REF!,2023.1,2023.10,#1\n") == [
        [Broken("#N/A"), Broken("#REF!"), 2023.1, "2023.10", "#1"]
    ]


@pytest.mark.parametrize("text", ['a,"b\n', 'a,"b"c\n'])
def test_quotes_that_do_not_match_are_refused(text: str) -> None:
    with pytest.raises(BadWorkbook) as refused:
        rows(f"x,y\n{text}")
    assert refused.value.message == "a quote in line 2 of the file has no end, or text behind it"


@pytest.mark.parametrize("text", ["<html><table>", " \n<!DOCTYPE html>", "<?xml version='1.0'?>"])
def test_a_web_page_is_refused_whatever_its_name(text: str) -> None:
    # Some programs export one as .xls.
    with pytest.raises(BadWorkbook) as refused:
        rows(text)
    assert refused.value.message == "the file is a web page, whatever its name says"
    assert refused.value.hint == "open it in your spreadsheet, and save it as .xlsx"


@pytest.mark.parametrize(
    ("source", "format_"),
    [
        (b'[\n{"id": "a", "name": "A"}\n]\n', "JSON"),
        (b'\xef\xbb\xbf{"id": "a"}', "JSON"),
        (b"PAR1\x15\x04\x15", "Parquet"),
    ],
)
def test_what_is_exported_for_programs_is_not_imported(source: bytes, format_: str) -> None:
    with pytest.raises(BadWorkbook) as refused:
        rows(source)
    assert refused.value.message == f"the file is {format_}, which only programs read"
    assert refused.value.hint == "import takes workbooks and CSV: zqtrack export projects.xlsx"


def test_a_heading_in_brackets_is_text_like_any_other() -> None:
    assert rows("[id],{name}\na,A\n")[0] == ["[id]", "{name}"]


@pytest.mark.parametrize("source", [b"\xff\xff\xff", b"a,b\0c\n", b"%PDF-1.7\n\xe2\xe3\xcf\xd3\0"])
def test_what_is_no_text_is_refused(source: bytes) -> None:
    with pytest.raises(BadWorkbook) as refused:
        rows(source)
    assert refused.value.message == (
        "the file is neither a workbook nor text in UTF-8, UTF-16 or GB 18030"
    )


@pytest.mark.parametrize("text", ["," * 4_000_001, ",".join("a" * 2_100) + "\n\n" + "\n" * 2_100])
def test_more_cells_than_memory_is_for_are_refused(text: str) -> None:
    with pytest.raises(BadWorkbook, match=r"cells are more than 4,000,000"):
        rows(text)


def test_a_null_is_a_character_where_a_mark_says_that_it_is_text() -> None:
    assert rows(b"\xef\xbb\xbfName\r\na\x00b\r\n") == [["Name"], ["a\x00b"]]


def test_a_delimiter_that_would_leave_a_line_break_outside_of_quotes_is_none() -> None:
    source = b'Name,Company\r\nPlant,"""a;b""\rc"\r\n'
    assert rows(source) == [["Name", "Company"], ["Plant", '"a;b"\rc']]
