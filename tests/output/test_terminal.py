"""Colours and width follow the screen, the pipe and the wishes of the reader."""

from collections.abc import Callable
from io import StringIO

import pytest

from zqtrack.output.document import Head, Table, data, say
from zqtrack.output.terminal import show, svg

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


def test_a_picture_shows_what_the_screen_shows() -> None:
    picture = svg(DOCUMENT, 40, "zqtrack list")
    assert picture.startswith("<svg")
    assert "zqtrack&#160;list" in picture
    assert "四会新能源" in picture
    assert picture == svg(DOCUMENT, 40, "zqtrack list")
