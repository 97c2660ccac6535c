"""A diff shows the lines that change, whatever their endings."""

from zqtrack.output.diff import diff
from zqtrack.output.document import Paragraph, plain


def texts(shown: Paragraph) -> list[str]:
    return [plain(line) for line in shown.lines]


def test_a_changed_line_is_shown_with_three_lines_around() -> None:
    old = b"1\n2\n3\n4\n5\n6\n7\n8\n"
    assert texts(diff("a.toml", old, old.replace(b"5\n", b"five\n"))) == [
        "--- a.toml",
        "+++ a.toml",
        "@@ -2,7 +2,7 @@",
        " 2",
        " 3",
        " 4",
        "-5",
        "+five",
        " 6",
        " 7",
        " 8",
    ]


def test_each_line_has_the_style_of_its_sign() -> None:
    shown = diff("a.toml", b"-- x\nsame\n", b"same\n++ y\n")
    assert [(span.text, span.style) for line in shown.lines for span in line] == [
        ("--- a.toml", "strong"),
        ("+++ a.toml", "strong"),
        ("@@ -1,2 +1,2 @@", "quiet"),
        ("--- x", "bad"),
        (" same", "plain"),
        ("+++ y", "good"),
    ]


def test_a_new_file_comes_from_nothing() -> None:
    assert texts(diff("a.toml", None, b"1\n2\n")) == [
        "--- /dev/null",
        "+++ a.toml",
        "@@ -0,0 +1,2 @@",
        "+1",
        "+2",
    ]


def test_line_endings_marks_and_a_missing_last_line_ending_do_not_show() -> None:
    shown = texts(diff("a.toml", b"\xef\xbb\xbf1\r\n2", b"\xef\xbb\xbf1\r\n2\r\n3"))
    assert shown[2:] == ["@@ -1,2 +1,3 @@", " 1", " 2", "+3"]


def test_tabs_become_blanks_and_controls_escapes() -> None:
    assert texts(diff("a.toml", b"", b"\tx = '\x1b[31m'\n"))[3:] == [r"+    x = '\x1b[31m'"]


def test_equal_texts_have_no_diff() -> None:
    assert texts(diff("a.toml", b"1\n", b"1\n")) == []
