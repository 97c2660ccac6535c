"""Findings for people, programs and GitHub; the mark stands under what is wrong."""

from typing import Any

import pytest

from zqtrack.core.checks import RULES, rule
from zqtrack.core.findings import Checked, Finding, Marked, Severity
from zqtrack.output.document import Block, Paragraph, Table, plain
from zqtrack.output.findings import (
    annotation,
    catalogue,
    diagnostics,
    explanation,
    record_of,
    summary,
)
from zqtrack.output.layout import lay_out
from zqtrack.output.text import width


def finding(**changed: Any) -> Finding:
    usual: dict[str, Any] = {
        "path": "projects/gcl.toml",
        "line": 14,
        "column": 11,
        "code": "ZQ201",
        "severity": Severity.ERROR,
        "message": "started (2023-09-28) comes before signed (2023-10-04)",
        "hint": "correct one of the two",
    }
    return Finding(**usual | changed)


def marked(text: str, piece: str, **changed: Any) -> Marked:
    return Marked(finding(**changed), text, text.index(piece), len(piece))


def lines(shown: Marked, columns: int | None = None) -> list[str]:
    return list(lay_out(tuple(diagnostics([shown], columns)), columns, lambda span: span.text))


def excerpt(text: str, piece: str, columns: int | None = None) -> tuple[str, str]:
    """Give the two lines without their gutters."""
    source, mark = (line for line in lines(marked(text, piece), columns) if line[6:7] == "|")
    assert source.startswith("   14 | ")
    assert mark.startswith("      | ")
    return source[8:], mark[8:]


def test_a_finding_is_a_place_a_marked_line_and_a_hint() -> None:
    shown = marked("started = 2023-09-28  # the ceremony", "2023-09-28")
    assert lines(shown) == [
        (
            "projects/gcl.toml:14:11: error ZQ201: "
            "started (2023-09-28) comes before signed (2023-10-04)"
        ),
        "   14 | started = 2023-09-28  # the ceremony",
        "      |           ^^^^^^^^^^",
        "      hint: correct one of the two",
        "",
    ]


def test_a_finding_of_a_whole_file_has_no_line_to_show() -> None:
    shown = Marked(finding(hint=None, message="the file is empty"), "", 0, 0)
    assert lines(shown) == ["projects/gcl.toml:14:11: error ZQ201: the file is empty", ""]


def test_the_gutter_grows_with_the_number_of_the_line() -> None:
    _, source, mark, *_ = lines(marked("a = 1", "1", line=123_456))
    assert source == "123456 | a = 1"
    assert mark == "       |     ^"


@pytest.mark.parametrize(
    ("text", "piece", "shown", "mark"),
    [
        ("产业 = 新能源", "新能源", "产业 = 新能源", "       ^^^^^^"),
        ("a\t=\t1", "1", "a    =    1", "          ^"),
        ('a = "\x1b[31m" ?', "?", r'a = "\x1b[31m" ?', "               ^"),
        ("a = '\u202e' 1", "1", r"a = '\u202e' 1", "             ^"),
        ("e\u0301 = 1", "1", "e\u0301 = 1", "    ^"),
        ("a = \0", "\0", r"a = \x00", "    ^^^^"),
    ],
)
def test_the_mark_stands_under_what_is_wrong(text: str, piece: str, shown: str, mark: str) -> None:
    assert excerpt(text, piece) == (shown, mark)
    assert excerpt(text, piece, 80) == (shown, mark)


def test_a_place_after_the_end_of_the_line_is_marked() -> None:
    _, source, mark, *_ = lines(Marked(finding(), "a = ", 4, 1))
    assert (source, mark) == ("   14 | a =", "      |     ^")


def test_a_long_line_is_cut_around_the_place() -> None:
    text = f"{'a' * 100} 1 {'b' * 100}"
    # 30 - 8 columns: …, 9 characters on the left, the mark, 10 on the right, …
    assert excerpt(text, "1", 30) == ("…aaaaaaaa 1 bbbbbbbbb…", "          ^")


def test_a_long_line_is_cut_at_one_end_where_the_other_is_near() -> None:
    assert excerpt(f"1 {'b' * 100}", "1", 30) == (f"1 {'b' * 18}…", "^")
    assert excerpt(f"{'a' * 100} 1", "1", 30) == (f"…{'a' * 18} 1", " " * 20 + "^")


def test_chinese_characters_are_not_cut_in_two() -> None:
    source, mark = excerpt(f"{'制' * 50}1{'造' * 50}", "1", 31)
    assert (source, mark) == ("…制制制制制1造造造造造…", " " * 11 + "^")
    assert width(source) == 23


def test_a_piece_longer_than_the_screen_is_marked_as_far_as_it_goes() -> None:
    assert excerpt(f"a = '{'x' * 50}'", f"'{'x' * 50}'", 30) == (f"…'{'x' * 19}…", f" {'^' * 20}")


@pytest.mark.parametrize("columns", range(12, 60))
@pytest.mark.parametrize(
    "text", ["制造" * 20 + "?" + "制造" * 20, "?" + "a" * 90, "a" * 90 + "?", "a制" * 9 + "?" * 40]
)
def test_an_excerpt_never_leaves_the_screen(text: str, columns: int) -> None:
    source, mark = excerpt(text, text[text.index("?") : text.rindex("?") + 1], columns)
    assert width(source) <= columns - 8
    assert len(mark) <= columns - 8
    assert "^" in mark


@pytest.mark.parametrize("columns", [40, 80])
def test_long_words_are_wrapped_with_the_hint_in_its_column(columns: int) -> None:
    hint = "write one of " + ", ".join(["2023-09-28"] * 20)
    _, _, _, first, *rest = lines(marked("a = 1", "1", hint=hint, message="x"), columns)
    assert first.startswith("      hint: write one of 2023-09-28,")
    assert all(line.startswith("      2023") for line in rest[:-1])
    assert all(len(line) <= columns for line in rest)


@pytest.mark.parametrize(
    ("severity", "style"), [(Severity.ERROR, "bad"), (Severity.WARNING, "warn")]
)
def test_how_bad_it_is_is_said_and_coloured(severity: Severity, style: str) -> None:
    (block,) = diagnostics([marked("a = 1", "1", severity=severity)], 80)
    assert isinstance(block, Paragraph)
    said = [span.text for span in block.lines[0] if span.style == style]
    assert said == [f" {severity} ZQ201: "]
    assert [span.text for span in block.lines[2] if span.style == style] == ["    ^"]


def test_nothing_in_a_finding_can_steer_the_terminal() -> None:
    shown = marked("a = 1", "1", path="\x1b[2J.toml", message="\x1b[31m", hint="\r\n\x07")
    assert lines(shown) == [
        r"\x1b[2J.toml:14:11: error ZQ201: \x1b[31m",
        "   14 | a = 1",
        "      |     ^",
        r"      hint: \r\n\x07",
        "",
    ]


# For programs


def test_a_finding_is_a_record_with_the_promised_keys() -> None:
    assert record_of(finding(hint=None)) == {
        "path": "projects/gcl.toml",
        "line": 14,
        "column": 11,
        "code": "ZQ201",
        "severity": "error",
        "message": "started (2023-09-28) comes before signed (2023-10-04)",
        "hint": None,
    }


def test_the_bytes_of_a_name_that_is_no_utf8_can_be_written_as_json() -> None:
    assert record_of(finding(path="a\udcff中.toml"))["path"] == r"a\udcff中.toml"


def test_a_finding_is_an_annotation_of_github() -> None:
    assert annotation(finding()) == (
        "::error file=projects/gcl.toml,line=14,col=11,title=ZQ201 stages out of order"
        "::started (2023-09-28) comes before signed (2023-10-04)%0Ahint: correct one of the two"
    )


def test_what_github_would_read_as_syntax_is_escaped() -> None:
    shown = finding(
        severity=Severity.WARNING, path="a,b:c%d\r\n.toml", message="100 %\r\n::", hint=None
    )
    assert annotation(shown) == (
        "::warning file=a%2Cb%3Ac%25d%0D%0A.toml,line=14,col=11,"
        "title=ZQ201 stages out of order::100 %25%0D%0A::"
    )


# The summary


ERROR, WARNING = marked("a", "a"), marked("a", "a", path="b", severity=Severity.WARNING)


@pytest.mark.parametrize(
    ("projects", "settings", "found", "said"),
    [
        (0, False, (), "0 files, no problem found"),
        (1, False, (), "1 file, no problem found"),
        (71, True, (), "71 files and zqtrack.toml, no problem found"),
        (0, True, (), "zqtrack.toml, no problem found"),
        (1, False, (ERROR,), "1 file, 1 error"),
        (0, True, (ERROR, ERROR), "zqtrack.toml, 2 errors"),
        (1, True, (ERROR,), "1 file and zqtrack.toml, 1 error in 1 of them"),
        (71, False, (WARNING,), "71 files, 1 warning in 1 of them"),
        (1200, False, (ERROR,) * 1000, "1,200 files, 1,000 errors in 1 of them"),
        (71, False, (ERROR, ERROR, WARNING), "71 files, 2 errors and 1 warning in 2 of them"),
    ],
)
def test_the_summary_says_how_many_of_what_in_how_many_files(
    projects: int, settings: bool, found: tuple[Marked, ...], said: str
) -> None:
    assert summary(Checked(projects, settings, found)) == said


# The rules


def told(blocks: tuple[Block, ...], columns: int | None = None) -> list[str]:
    return list(lay_out(blocks, columns, lambda span: span.text))


def test_a_rule_is_told_with_its_example() -> None:
    assert told(explanation(rule("ZQ221"), None)) == [
        "ZQ221: a problem closed before it was raised",
        "an error: it fails validate",
        "",
        "A problem was solved before it was found. One of the two dates is wrong.",
        "",
        "Correct the date that is wrong.",
        "",
        "    [[problems]]",
        '    title = "Construction access road"',
        "    raised = 2023-05-01",
        "    closed = 2023-05-28",
    ]


def test_a_rule_without_an_example_ends_with_how_to_mend_it() -> None:
    assert told(explanation(rule("ZQ001"), 200))[-2:] == [
        "Move or delete what is no file, mend the link, or ask the owner for",
        "permission.",
    ]


def test_a_warning_is_told_to_be_one() -> None:
    shown = told(explanation(rule("ZQ301"), None))
    assert shown[1] == "a warning: it fails validate only with --strict"


@pytest.mark.parametrize("columns", [40, 60, 200])
@pytest.mark.parametrize("known", RULES, ids=lambda known: known.code)
def test_a_rule_reads_well_on_any_screen(known: Any, columns: int) -> None:
    document = explanation(known, columns)
    (paragraph,) = (block for block in document if isinstance(block, Paragraph))
    words = [plain(line) for line in paragraph.lines if plain(line)[:4] != "    "]
    assert all(len(line) <= min(columns, 76) for line in words[1:])


def test_all_rules_are_listed_by_code() -> None:
    (table,) = catalogue(RULES)
    assert isinstance(table, Table)
    shown = told((table,), 80)
    assert shown[:2] == [
        "code   severity  what is wrong",
        "ZQ001  error     the file cannot be read",
    ]
    assert len(shown) == len(RULES) + 1
