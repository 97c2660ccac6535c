"""Each chart says what it tells, how to read it, what is left out, and has its figures beside."""

from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest

from zqtrack.core.charts import Charts
from zqtrack.core.project import Problem, Project
from zqtrack.core.report import Report, Section
from zqtrack.core.settings import Goals
from zqtrack.output.page.figures import figures

Make = Callable[..., Project]
Reported = Callable[..., tuple[Report, Charts]]


def section(found: tuple[Report, Charts], name: str, *asked: Section) -> ET.Element:
    """Give the section of a chart by its id."""
    made = {one.find(".//h2").get("id"): one for one in figures(*found, asked or tuple(Section))}  # type: ignore[union-attr]  # each has one
    return made[name]


def names(found: tuple[Report, Charts], *asked: Section) -> list[str | None]:
    made = figures(*found, asked or tuple(Section))
    return [heading.get("id") for one in made for heading in one.iter("h2")]


def finding(made: ET.Element) -> str:
    return (made.findtext(".//p[@class='finding']") or "").replace("\u00a0", " ")


def notes(made: ET.Element) -> list[str]:
    """Give what is said below a chart, behind how to read it."""
    return [(note.text or "").replace("\u00a0", " ") for note in made.findall(".//figcaption/p")][
        1:
    ]


def rows(made: ET.Element) -> list[list[str]]:
    found = [["".join(cell.itertext()) for cell in row] for row in made.iter("tr")]
    return [[text.replace("\u00a0", " ") for text in row] for row in found]


def drawn(made: ET.Element) -> list[str]:
    return [text.text or "" for text in made.iter("text")]


def titles(made: ET.Element) -> list[tuple[str | None, str | None]]:
    return [(svg.findtext("title"), svg.findtext("desc")) for svg in made.iter("svg")]


@pytest.fixture
def supplied(project: Make) -> list[Project]:
    """Give five projects signed on 1 January and supplied after 10 to 14 days; one has waited."""
    took = [
        project(f"p{n}", {"signed": "2024-01-01", "land-supplied": f"2024-01-{n}"})
        for n in (11, 12, 13, 14, 15)
    ]
    return [*took, project("open", {"signed": "2024-02-01"})]


def test_an_empty_ledger_has_no_charts(reported: Reported) -> None:
    assert names(reported([])) == []


def test_charts_come_in_order_and_those_without_anything_to_show_are_left_out(
    supplied: list[Project], project: Make, reported: Reported
) -> None:
    goals = {2024: Goals(signed=10)}
    assert names(reported(supplied, goals)) == [
        *("pipeline", "flow", "cadence", "lead-times", "waiting", "targets"),
    ]
    assert names(reported([project("a", {})])) == ["pipeline"]
    assert names(reported([project("a", {"signed": "2019"})])) == ["pipeline", "flow", "waiting"]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        (Section.PIPELINE, ["pipeline", "flow"]),
        (Section.CADENCE, ["cadence"]),
        (Section.LEAD_TIMES, ["lead-times"]),
        (Section.WATCH, ["waiting"]),
        (Section.TARGETS, ["targets"]),
        (Section.TOTALS, []),
    ],
)
def test_a_section_has_its_own_charts(
    asked: Section, shown: list[str], supplied: list[Project], reported: Reported
) -> None:
    assert names(reported(supplied, {2024: Goals(signed=10)}), asked) == shown


def test_the_pipeline_tells_where_most_stand(supplied: list[Project], reported: Reported) -> None:
    made = section(reported(supplied), "pipeline")
    assert finding(made) == "Most stand at land-supplied: 5 of 6 projects."
    assert titles(made) == [("Pipeline", "Most stand at land-supplied: 5 of 6 projects.")] * 2


def test_one_project_is_the_one(project: Make, reported: Reported) -> None:
    made = section(reported([project("a", {"signed": "2024-01"})]), "pipeline")
    assert finding(made) == "The one project stands at signed."


def test_beside_a_bar_stands_what_is_planned(project: Make, reported: Reported) -> None:
    plants = [
        project("a", {"signed": "2024-01"}, investment=500_000_000),
        project("b", {"signed": "2024-01"}),
        project("c", {"started": "2024-01"}, investment=2_000_000_000),
        project("d", {"producing": "2024-01"}),
    ]
    made = section(reported(plants), "pipeline")
    assert drawn(made)[7:14] == ["0", "2 · ≥ 500 m", "0", "1 · 2.00 bn", "0", "1", "0"]


def test_the_flow_tells_who_had_come_and_who_is_in_no_line(
    project: Make, reported: Reported
) -> None:
    # Seen on 3 March: March may still come, and of the fourth nobody knows when it was signed.
    plants = [
        project("a", {"signed": "2024-01-10"}),
        project("b", {"signed": "2024-02"}),
        project("c", {"signed": "2024-01-10", "started": "2024-02-01"}),
        project("d", {"signed": "unknown", "land-supplied": "n/a"}),
    ]
    made = section(reported(plants), "flow")
    assert finding(made) == (
        "By 2024-03-03: signed 3 and 1 more, undated; land-supplied 0 and 1 more, undated;"
        " started 1."
    )
    assert notes(made) == [
        "2 dates are in no line: the stages were passed, nobody knows when.",
    ]
    assert rows(made) == [
        ["day", "signed", "land-supplied", "started", "completed", "producing"],
        ["2024-01-31", "2", "0", "0", "0", "0"],
        ["2024-02-29", "3", "0", "1", "0", "0"],
        ["2024-03-03", "3", "0", "1", "0", "0"],
    ]
    assert drawn(made).count("3 signed") == 2


def test_a_date_that_may_have_come_is_a_range_in_the_flow(
    project: Make, reported: Reported
) -> None:
    plants = [project("a", {"signed": "2024-02-20/2024-03-02"})]
    made = section(reported(plants), "flow")
    assert rows(made)[2][:2] == ["2024-02-29", "0–1"]
    assert notes(made) == []


def test_each_stage_has_its_months_on_one_scale(
    supplied: list[Project], project: Make, reported: Reported
) -> None:
    # A date of a quarter lies in no month, one that began before the window perhaps not in it.
    more = [
        project("q", {"signed": "2024-01/2024-02"}),
        project("w", {"signed": "2023-12/2024-01"}),
    ]
    made = section(reported([*supplied, *more]), "cadence")
    # 7 signed for sure in 63 days: 9 days each.
    assert finding(made) == "The fullest month of signed was 2024-01: 5 of 7."
    assert titles(made) == [
        ("signed", "7 in 63 days: one every 9.0 days or less, 1 more perhaps"),
        ("land-supplied", "5 in 63 days: one every 12.6 days"),
    ]
    assert notes(made) == [
        "2 dates are in no bar: nobody knows in which month of the window they lie."
    ]
    assert rows(made) == [
        ["month", "signed", "every, days", "land-supplied", "every, days"],
        ["2024-01", "5", "6.2", "5", "6.2"],
        ["2024-02", "1", "29.0", "·", "–"],
        ["2024-03", "·", "–", "·", "–"],
    ]


def test_of_a_long_window_the_last_three_years_are_drawn(
    project: Make, reported: Reported
) -> None:
    plants = [project("a", {"signed": "2020-01-10"}), project("b", {"signed": "2024-02-10"})]
    made = section(reported(plants, period="2020/2024"), "cadence")
    assert notes(made) == ["Only the last 36 months of the window are drawn."]
    assert len(rows(made)) == 1 + 36


def test_lead_times_tell_the_longest_way_and_each_its_own(
    supplied: list[Project], project: Make, reported: Reported
) -> None:
    long = [
        project(f"l{n}", {"contacted": "2024-01-01", "started": f"2024-02-{n:02}"})
        for n in range(1, 6)
    ]
    made = section(reported([*supplied, *long]), "lead-times")
    # 31 to 35 days after 1 January; half by the third, 85 % by the last.
    assert finding(made) == (
        "From contacted to started: half within 33 days, 85 % within 35; 5 done, 0 open."
    )
    # Of six, the fifth went on as the sixth had waited for 31 days.
    assert [title for title, _told in titles(made)] == [
        *("signed → land-supplied", "contacted → started"),
    ]
    # Fewer than five came from contacted to signed, or from started on, or all the way.
    assert notes(made) == ["4 pairs of stages have no curve: fewer than 5 have finished."]


def test_a_curve_says_when_so_many_have_not_got_there(project: Make, reported: Reported) -> None:
    took = [
        project(f"p{n}", {"signed": "2024-01-01", "land-supplied": f"2024-01-{n}"})
        for n in (11, 12, 13, 14, 15)
    ]
    # The open ones are 62 days old. Five of seven are 71 %, of eleven fewer than half.
    for still, told in (
        (2, "half within 13 days, fewer than 85 % so far; 5 done, 2 open"),
        (6, "fewer than half so far; 5 done, 6 open"),
    ):
        open_ = [project(f"o{n}", {"signed": "2024-01-01"}) for n in range(still)]
        (title, said), *_rest = titles(section(reported([*took, *open_]), "lead-times"))
        assert (title, said) == ("signed → land-supplied", told)


def test_only_so_many_ages_have_a_tick(
    supplied: list[Project], project: Make, reported: Reported
) -> None:
    days = [f"2024-01-{day:02}" for day in range(1, 32)] + [
        f"2024-02-{n:02}" for n in range(1, 15)
    ]
    open_ = [project(f"o{day}", {"signed": day}) for day in days]
    made = section(reported([*supplied, *open_]), "lead-times")
    assert notes(made)[0] == "Where open projects have more than 40 ages, 40 of these have a tick."


def test_ages_tell_who_stands_long(
    supplied: list[Project], project: Make, reported: Reported
) -> None:
    more = [
        project(f"q{n}", {"signed": "2024-01-01", "land-supplied": f"2024-01-{n}"})
        for n in (11, 12, 13, 14, 15)
    ]
    made = section(reported([*supplied, *more]), "waiting")
    # Of eleven half, six, were supplied within 12 days, and 85 %, ten, within 14; one has waited
    # for 31.
    assert finding(made) == "1 of 11 open projects stand longer than 85 % of all took to go on."
    assert notes(made) == []
    # From 11 January to 3 March are 52 days.
    assert rows(made)[:2] == [
        ["id", "project", "stage", "days", "half in", "85 % in"],
        ["p11", "Plant", "land-supplied", "52", "–", "–"],
    ]
    assert rows(made)[-1] == ["open", "Plant", "signed", "31", "12", "14"]


def test_where_the_past_tells_nothing_nobody_stands_long(
    project: Make, reported: Reported
) -> None:
    plants = [project("a", {"signed": "2024-01-10"}), project("b", {"signed": "unknown"})]
    made = section(reported(plants), "waiting")
    assert finding(made) == ("The past does not tell yet which of the open projects stand long.")
    assert notes(made) == ["1 more stands in its stage since nobody knows when."]
    assert "signed: 1, 1 more undated" in drawn(made)


def test_of_many_open_projects_the_oldest_are_drawn_and_named(
    project: Make, reported: Reported
) -> None:
    plants = [project(f"p{n:03}", {"signed": "2024-01-10"}) for n in range(160)]
    made = section(reported(plants), "waiting")
    assert notes(made) == ["10 younger ones are not drawn."]
    assert len(rows(made)) == 1 + 50
    assert made.findtext(".//caption/span") == "The 50 oldest in their stage of 160 open projects"


def test_targets_tell_how_many_are_behind(supplied: list[Project], reported: Reported) -> None:
    # On day 63 of 366 an even pace to 10 is 1.7, to 60 10.3, and to 1 bn 172 m; 6 are signed.
    goals = {2024: Goals(signed=10, started=60, completed=0, investment=1_000_000_000)}
    made = section(reported(supplied, goals), "targets")
    assert finding(made) == "1 of 2 targets are behind an even pace."
    assert drawn(made)[:2] == ["2024 signed: 6 of 10", "2024 started: 0 of 60"]
    assert notes(made) == [
        "Line with ends: the 80 % forecast for 31 December.",
        "2 targets are not drawn: they are 0, or nobody knows how much there is so far.",
    ]


def test_a_target_of_money_is_written_as_money(project: Make, reported: Reported) -> None:
    plants = [project("a", {"signed": "2024-01-10"}, investment=500_000_000)]
    made = section(reported(plants, {2024: Goals(investment=1_000_000_000)}), "targets")
    assert drawn(made)[0] == "2024 investment: 500 m of 1.00 bn"
    assert finding(made) == "0 of 1 target is behind an even pace."


def test_no_name_of_a_project_is_markup(project: Make, reported: Reported) -> None:
    name = "</td><script>alert(1)</script>"
    problem = Problem(title=name, raised=project("x", {"signed": "2024-01"}).actual["signed"])  # type: ignore[index,arg-type]  # a stage is a text
    plants = [project("a", {"signed": "2024-01-10"}, name=name, problems=(problem,))]
    made = section(reported(plants), "waiting")
    assert rows(made)[1][1] == name
    assert b"&lt;/td&gt;&lt;script&gt;" in ET.tostring(made, method="html")
