"""The whole page: the answer first, then charts, then every table; each id once."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from zqtrack.core.charts import Charts
from zqtrack.core.project import Project
from zqtrack.core.report import Report, Section
from zqtrack.core.settings import Goals
from zqtrack.output.document import Head, Heading, Paragraph, Table, data, say
from zqtrack.output.page.page import document_page, report_page

Make = Callable[..., Project]
Reported = Callable[..., tuple[Report, Charts]]


class Outline(HTMLParser):
    """Reads a page as a browser would: headings, ids, links, and what frames them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.headings: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((tag, ""))
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in {"href", "src"}:
                self.links.append(value or "")

    def handle_data(self, data: str) -> None:
        if self.headings and not self.headings[-1][1]:
            self.headings[-1] = (self.headings[-1][0], data)


@pytest.fixture
def plants(project: Make) -> list[Project]:
    return [
        project(f"p{n}", {"signed": "2024-01-01", "land-supplied": f"2024-01-{n}"})
        for n in (11, 12, 13, 14, 15)
    ]


def test_the_answer_comes_first_then_the_charts_then_every_table(
    plants: list[Project], reported: Reported
) -> None:
    page = report_page(*reported(plants, {2024: Goals(signed=10)}))
    shown = Outline(page)
    assert shown.headings == [
        ("h1", "Office"),
        ("h2", "In the window 2024 so far (63 of 366 days), all projects"),
        ("h2", "On 2024-03-03, all projects"),
        ("h2", "Pipeline"),
        ("h2", "Cumulative flow"),
        ("h2", "Cadence by month"),
        ("h3", "signed"),
        ("h3", "land-supplied"),
        ("h2", "Lead times"),
        ("h3", "signed → land-supplied"),
        ("h2", "Age in stage"),
        ("h2", "Targets"),
        ("h2", "Tables"),
        ("h3", "Pipeline on 2024-03-03"),
        ("h3", "Cadence in 2024-01-01/2024-03-03"),
        ("h3", "Lead times in days, of all that began by 2024-03-03"),
        ("h3", "Lead times: the 95 % limits of what is estimated"),
        ("h3", "Targets on 2024-03-03"),
    ]
    assert page.index("5 projects signed, one every 12.6 days") < page.index("<svg")


def test_every_id_is_there_once_and_every_link_leads_to_one(
    plants: list[Project], reported: Reported
) -> None:
    shown = Outline(report_page(*reported(plants, {2024: Goals(signed=10)})))
    assert len(shown.ids) == len(set(shown.ids))
    assert shown.links[0] == "#main"
    assert {link[1:] for link in shown.links} <= set(shown.ids)
    assert all(link.startswith("#") for link in shown.links)


def test_a_page_has_its_landmarks_and_nothing_that_runs(
    plants: list[Project], reported: Reported
) -> None:
    tags = Outline(report_page(*reported(plants))).tags
    for landmark in ("header", "nav", "main", "footer", "h1"):
        assert tags.count(landmark) == 1
    assert not {"script", "iframe", "object", "embed", "img", "form", "link", "base"} & set(tags)


def test_a_page_of_an_empty_ledger_says_so(reported: Reported) -> None:
    page = report_page(*reported([]))
    assert 'No project yet; begin one with: zqtrack new "NAME"' in page
    assert Outline(page).headings == [("h1", "Office")]


def test_one_section_is_a_page_of_its_own(plants: list[Project], reported: Reported) -> None:
    shown = Outline(report_page(*reported(plants), Section.CADENCE))
    assert [text for tag, text in shown.headings if tag == "h2"] == ["Cadence by month", "Tables"]


def test_a_section_with_nothing_to_say_says_so_on_its_own_page(
    plants: list[Project], reported: Reported
) -> None:
    shown = Outline(report_page(*reported(plants), Section.TARGETS))
    assert shown.headings[-1] == ("h3", "No target for these years in zqtrack.toml")


def test_of_a_long_watch_list_the_page_says_what_it_leaves_out(
    project: Make, reported: Reported
) -> None:
    late = {"signed": "2024-01-01"}
    plants = [project(f"p{n:03}", late, planned=_promise(project)) for n in range(250)]
    page = report_page(*reported(plants))
    assert "Watch list on 2024-03-03: 250 projects" in page
    assert "… and 50 more: zqtrack report --only watch" in page
    whole = report_page(*reported(plants), Section.WATCH)
    assert "more: zqtrack report" not in whole


def _promise(project: Make) -> object:
    return project("x", {"land-supplied": "2024-02-01"}).actual


def test_a_ledger_kept_to_an_earlier_day_is_a_caution() -> None:
    opening = Paragraph(
        (
            data("Office", "title"),
            say("as of 2024-03-03"),
            say("The ledger is kept to 2023-12-31.", "warn"),
            (),
            say("Nothing moved."),
        )
    )
    page = document_page((opening,))
    assert '<p class="caution"><span class="warn">The ledger is kept' in page
    assert '<p class="lead">Nothing moved.</p>' in page


def test_any_document_is_a_page() -> None:
    opening = Paragraph((data("<Office>", "title"), say("as of 2024-03-03"), say("Answer.")))
    table = Table((Head("stage"),), ((say("signed"),),))
    page = document_page((opening, Heading("Groups"), table, Heading("End")))
    assert '<h1><span class="title">&lt;Office&gt;</span></h1>' in page
    assert "<title>&lt;Office&gt; · report</title>" in page
    assert '<caption id="table-1"><h2>Groups</h2>' in page
    assert [tag for tag, _text in Outline(page).headings] == ["h1", "h2", "h2"]
    assert "<nav" not in page
