"""Data and talk keep to their streams, whatever the encoding; no text steers a screen."""

import sys
from io import BytesIO, StringIO, TextIOWrapper

import pytest

from zqtrack.output.streams import forgive, talk, write, write_all


class Screen(StringIO):
    def isatty(self) -> bool:
        return True


def test_talk_goes_beside_the_data(capsys: pytest.CaptureFixture[str]) -> None:
    talk("1 of 2 files left out\x1b[2J")
    assert capsys.readouterr() == ("", "1 of 2 files left out\\x1b[2J\n")


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("utf-8", "■□ 四会…\n"),
        ("gbk", "■□ 四会…\n"),
        ("ascii", "#. \\u56db\\u4f1a~\n"),
        ("cp437", "■. \\u56db\\u4f1a~\n"),  # it has the one square, and not the other
    ],
)
def test_what_an_encoding_lacks_is_written_simpler(encoding: str, written: str) -> None:
    raw = BytesIO()
    stream = TextIOWrapper(raw, encoding=encoding)
    forgive(stream)
    stream.write("■□ 四会…\n")
    stream.flush()
    assert raw.getvalue() == written.encode(encoding)


def test_every_sign_has_one_that_stands_in_for_it() -> None:
    raw = BytesIO()
    stream = TextIOWrapper(raw, encoding="ascii")
    forgive(stream)
    stream.write("■□▲◆●○·×→≤≥–—…“”█▉▊▋▌▍▎▏▁▂▃▄▅▆▇")
    stream.flush()
    assert raw.getvalue() == b"#.!*+o.x><>--~''########____==="


def test_what_cannot_be_read_is_no_matter_of_signs() -> None:
    stream = TextIOWrapper(BytesIO(b"\xff"), encoding="ascii")
    forgive(stream)
    with pytest.raises(UnicodeDecodeError):
        stream.read()


def test_a_stream_without_encoding_is_left_alone() -> None:
    stream = StringIO()
    forgive(stream)
    stream.write("■")
    assert stream.getvalue() == "■"


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "gbk"])
def test_data_goes_into_a_pipe_as_utf_8_with_its_own_line_ends(
    monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    raw = BytesIO()
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(raw, encoding=encoding, newline="\r\n"))
    write("四会 \x1b\r\n\udcff\n")
    sys.stdout.flush()
    assert raw.getvalue() == "四会 \x1b\r\n\\udcff\n".encode()


def test_pieces_of_data_go_one_behind_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = BytesIO()
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(raw, encoding="ascii"))
    write_all(f"四会 {number}\n" for number in range(2))
    sys.stdout.flush()
    assert raw.getvalue() == "四会 0\n四会 1\n".encode()
    screen = Screen()
    monkeypatch.setattr(sys, "stdout", screen)
    write_all(["a\x1b\r\n", "b\r\n"])
    assert screen.getvalue() == "a\\x1b\nb\n"


def test_data_goes_anywhere_else_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", StringIO())
    write("四会\r\n")
    assert isinstance(sys.stdout, StringIO)
    assert sys.stdout.getvalue() == "四会\r\n"


def test_data_on_a_screen_cannot_steer_it(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stdout", screen)
    write("id,name\r\ngcl,\x1b[2J\u202e四会\r\n")
    assert screen.getvalue() == "id,name\ngcl,\\x1b[2J\\u202e四会\n"
