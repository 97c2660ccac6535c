"""The headline figures: each with its window or day, its projects, and what it stands on."""

from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest

from zqtrack.core.cadence import Cadence
from zqtrack.core.charts import Charts
from zqtrack.core.period import parse_period
from zqtrack.core.project import Problem, Project, Stage, Withdrawal
from zqtrack.core.report import Report
from zqtrack.output.page.answer import answer, pace

Make = Callable[..., Project]
Reported = Callable[..., tuple[Report, Charts]]


def said(made: ET.Element) -> list[tuple[str, str, str]]:
    """Give the numbers of a part: the number, what it counts, what it stands on."""
    found = []
    for number in made.iter("div"):
        if (what := number.find("dt")) is not None:
            value, basis = number.findall("dd")
            found.append((value.text or "", what.text or "", basis.text or ""))
    return found


def headings(parts: list[ET.Element]) -> list[str | None]:
    return [part.findtext("h2") for part in parts]


def test_every_number_has_its_window_or_day_and_its_projects(
    project: Make, reported: Reported
) -> None:
    plants = [project(f"p{n}", {"signed": "2024-01-10"}, district="Sihui") for n in range(2)]
    parts = list(answer(reported(plants)[0]))
    assert headings(parts) == [
        "In the window 2024 so far (63 of 366 days), all projects",
        "On 2024-03-03, all projects",
    ]
    parts = list(answer(reported(plants, terms=["district=Sihui"])[0]))
    assert headings(parts) == [
        "In the window 2024 so far (63 of 366 days), the projects with district=Sihui",
        "On 2024-03-03, the projects with district=Sihui",
    ]


def test_the_numbers_of_a_window_are_cadences_and_money(project: Make, reported: Reported) -> None:
    # Of 63 days: two signed, one every 31.5; one of them says how much.
    plants = [
        project(
            "a", {"signed": "2024-01-10", "land-supplied": "2024-02"}, investment=1_100_000_000
        ),
        project("b", {"signed": "2024-01-20", "land-supplied": "2023-12/2024-01"}),
    ]
    window, _day = answer(reported(plants)[0])
    assert said(window) == [
        ("2", "projects signed", "one every 31.5 days"),
        ("1", "supplied with land", "one every 63.0 days or less, 1 more perhaps"),
        ("0", "construction started", "none, so no cadence"),
        ("1.10 bn", "planned investment of the signed, yuan", "at least: 1 of 2 say how much"),
    ]


def test_money_that_nobody_tells_is_not_known(project: Make, reported: Reported) -> None:
    window, _day = answer(reported([project("a", {"signed": "2024-01-10"})])[0])
    assert said(window)[3][::2] == ("–", "nobody says")
    told = project("a", {"signed": "2024-01-10"}, investment=500_000_000)
    window, _day = answer(reported([told])[0])
    assert said(window)[3][::2] == ("500 m", "of all that were signed")


def test_the_numbers_of_a_day_are_who_stands_where_and_what_is_in_the_way(
    project: Make, reported: Reported
) -> None:
    january = parse_period("2024-01")
    problems = (
        Problem(title="Power", raised=january, due=parse_period("2024-02-01")),
        Problem(title="Road", raised=january, closed=parse_period("2024-02")),
    )
    plants = [
        project("talking", {"contacted": "2024-01-10"}),
        project("a", {"signed": "2024-01-10"}, problems=problems),
        project("b", {"started": "2024-01-10"}),
        project("done", {"producing": "2024-01-10"}),
        project("gone", {"signed": "2024-01-10"}, withdrawn=Withdrawal(on=january)),
    ]
    _window, day = answer(reported(plants)[0])
    # The problem is overdue by 31 days, one more than makes a light red.
    assert said(day) == [
        ("2", "projects underway", "signed and not in production; 1 producing, 1 withdrawn"),
        ("–", "days until half are there", "too few have gone from one stage to the next to tell"),
        ("1", "projects to look at", "1 of them with a red light"),
        ("1", "open problems", "1 overdue; 2 found so far"),
    ]


def test_the_longest_way_that_the_past_tells_is_the_lead_time(
    project: Make, reported: Reported
) -> None:
    short = [
        project(f"p{n}", {"signed": "2024-01-01", "land-supplied": f"2024-01-{n:02}"})
        for n in (11, 12, 13, 14, 15)
    ]
    _window, day = answer(reported([*short, project("open", {"signed": "2024-03-01"})])[0])
    # Five took 10, 11, 12, 13 and 14 days; one has waited for 2.
    assert said(day)[1] == (
        "12",
        "days until half of all have gone from signed to land-supplied",
        "of 5 that got there and 1 still open",
    )
    long = [
        project(f"l{n}", {"signed": "2024-01-01", "producing": f"2024-02-{n:02}"})
        for n in (1, 2, 3, 4, 5)
    ]
    _window, day = answer(reported([*short, *long])[0])
    # These took 31 to 35 days; with the five above, open for 62 days, half are there by day 35.
    assert said(day)[1] == (
        "35",
        "days until half of all have gone from signed to producing",
        "of 5 that got there and 5 still open",
    )


@pytest.mark.parametrize(
    ("reached", "possible", "text"),
    [
        (0, 0, "none, so no cadence"),
        (0, 3, "3 perhaps"),
        (4, 0, "one every 2.5 days"),
        (4, 1, "one every 2.5 days or less, 1 more perhaps"),
        (25, 0, "2.5 a day"),
        (25, 2, "2.5 a day or more, 2 more perhaps"),
    ],
)
def test_a_pace_says_what_is_sure(reached: int, possible: int, text: str) -> None:
    ten_days = parse_period("2024-01-01/2024-01-10")
    assert pace(Cadence(Stage.SIGNED, ten_days, reached, possible)) == text
