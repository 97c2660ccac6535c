"""The README and the docs show what the program really prints."""

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "scripts"))

import make_picture
import update_docs


@pytest.mark.parametrize("page", update_docs.PAGES)
def test_every_example_prints_what_the_page_shows(
    page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ZQTRACK_LEDGER", raising=False)
    shown = (update_docs.REPOSITORY / page).read_text(encoding="utf-8")
    assert update_docs.rewritten(page) == shown


def test_the_picture_shows_what_the_report_prints_now() -> None:
    kept = (update_docs.REPOSITORY / "docs" / "report.svg").read_text(encoding="utf-8")
    assert words_of(kept) == words_of(make_picture.picture())


def words_of(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)
