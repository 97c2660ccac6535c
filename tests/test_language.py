"""The words are English until a catalogue is chosen."""

from collections.abc import Iterator

import pytest

from zqtrack.language import ENGLISH, _, later, plural, sentences, speak, speaks_chinese


class Shouting:
    def gettext(self, message: str, /) -> str:
        return message.upper()

    def ngettext(self, msgid1: str, msgid2: str, n: int, /) -> str:
        return f"{msgid1}/{msgid2}/{n}"


@pytest.fixture(autouse=True)
def _english_afterwards() -> Iterator[None]:
    yield
    speak(ENGLISH)


def test_english_is_spoken_at_first() -> None:
    assert _("signed") == "signed"
    assert [plural("file", "files", n) for n in (0, 1, 2)] == ["files", "file", "files"]


def test_a_catalogue_gives_the_words_from_then_on() -> None:
    speak(Shouting())
    assert _("signed") == "SIGNED"
    assert plural("file", "files", 2) == "file/files/2"


def test_no_text_is_none_in_any_language() -> None:
    speak(Shouting())
    assert _("") == ""


def test_what_words_alone_cannot_tell_follows_the_language() -> None:
    assert not speaks_chinese()
    speak(Shouting())
    assert speaks_chinese()


def test_sentences_stand_behind_one_another_as_the_language_does() -> None:
    assert sentences(["None withdrawn.", "None left out."]) == "None withdrawn. None left out."
    speak(Shouting())
    assert sentences(["无退出项目。", "全部计入。"]) == "无退出项目。全部计入。"


def test_a_text_marked_for_later_stays_as_it_is() -> None:
    speak(Shouting())
    assert later("signed") == "signed"
