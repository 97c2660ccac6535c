"""Colours, width and encoding follow the screen, the pipe and the wishes of the reader."""

import sys
from collections.abc import Callable
from io import BytesIO, StringIO, TextIOWrapper

import pytest

from zqtrack.output.document import Head, Paragraph, Table, data, say
from zqtrack.output.terminal import forgive, show, svg, write

DOCUMENT = (
    Table(
        (Head("id"), Head("name", shrinks=1, least=4), Head("light")),
        ((data("gcl"), data("四会新能源"), say("● green", "good")),),
    ),
)
PLAIN = "id   name        light\ngcl  四会新能源  ● green\n"
COLOURED = (
    "\x1b[2mid\x1b[0m   \x1b[2mname\x1b[0m        \x1b[2mlight\x1b[0m\n"
    "gcl  四会新能源  \x1b[32m● green\x1b[0m\n"
)


class Screen(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Begin with a usual terminal, and give a function that changes what the reader wishes."""
    for name in ("NO_COLOR", "FORCE_COLOR", "WT_SESSION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")

    def change(**wishes: str) -> None:
        for name, wish in wishes.items():
            monkeypatch.setenv(name, wish)

    return change


def shown(stream: StringIO) -> str:
    show(DOCUMENT, stream)
    return stream.getvalue()


def test_a_screen_shows_colours() -> None:
    assert shown(Screen()) == COLOURED


def test_a_pipe_shows_none() -> None:
    assert shown(StringIO()) == PLAIN


@pytest.mark.parametrize("wish", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"TERM": ""}])
def test_a_screen_shows_no_colours_where_none_are_wanted(
    environment: Callable[..., None], wish: dict[str, str]
) -> None:
    environment(**wish)
    assert shown(Screen()) == PLAIN


def test_colours_can_be_forced_into_a_pipe(environment: Callable[..., None]) -> None:
    environment(FORCE_COLOR="1")
    assert shown(StringIO()) == COLOURED


@pytest.mark.parametrize("wish", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_wins_over_forced_colour(
    environment: Callable[..., None], wish: dict[str, str]
) -> None:
    environment(FORCE_COLOR="1", **wish)
    assert shown(StringIO()) == PLAIN


def test_an_empty_wish_is_none(environment: Callable[..., None]) -> None:
    environment(NO_COLOR="", FORCE_COLOR="")
    assert shown(Screen()) == COLOURED
    assert shown(StringIO()) == PLAIN


def test_the_newer_console_of_windows_shows_colours(
    environment: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TERM")
    assert shown(Screen()) == PLAIN
    environment(WT_SESSION="0b0c5b1a")
    assert shown(Screen()) == COLOURED


def test_a_table_is_as_wide_as_the_screen(environment: Callable[..., None]) -> None:
    environment(COLUMNS="18", NO_COLOR="1")
    assert shown(Screen()) == "id   name  light\ngcl  四…   ● green\n"
    assert shown(StringIO()) == PLAIN


def test_standard_output_is_where_a_document_goes(capsys: pytest.CaptureFixture[str]) -> None:
    show(DOCUMENT)
    assert capsys.readouterr().out == PLAIN


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
    show((Paragraph((say("■□ 四会…"),)),), stream)
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


def test_a_picture_shows_what_the_screen_shows() -> None:
    picture = svg(DOCUMENT, 40, "zqtrack list")
    assert picture.startswith("<svg")
    assert "zqtrack&#160;list" in picture
    assert "四会新能源" in picture
    assert picture == svg(DOCUMENT, 40, "zqtrack list")
