"""A report for people shows what there is to say, each section whole when it stands alone."""

from datetime import date, timedelta
from operator import attrgetter
from typing import Any

import pytest

from zqtrack.core.filters import parse_filter
from zqtrack.core.period import exactly, parse_period
from zqtrack.core.project import Kind, Problem, Project, Stage, moment_from
from zqtrack.core.report import Report, Section, Source, ask, build_report
from zqtrack.core.settings import Goals, Settings
from zqtrack.output.document import Document, Heading, Span, Table
from zqtrack.output.layout import lay_out
from zqtrack.output.report import report_document, section_document

DAY = date(2024, 3, 3)


def project(id_: str = "plant", signed: str | None = "2024-01", **fields: Any) -> Project:
    actual = {Stage.SIGNED: moment_from(signed)} if signed else {}
    return Project(id=id_, name=fields.pop("name", "Plant"), actual=actual, **fields)


def report(
    *projects: Project, goals: dict[int, Goals] | None = None, period: str | None = "2024"
) -> Report:
    wanted = parse_period(period) if period else None
    question = ask(parse_filter(()), wanted, None, None, DAY)
    settings = Settings(goals=goals or {})
    return build_report(projects, settings, Source("Office", len(projects), 0), question)


def shown(document: Document, columns: int | None = None) -> list[str]:
    """Give the lines below the opening."""
    return list(lay_out(document[1:], columns, attrgetter("text")))


def section(figures: Report, name: Section, columns: int | None = None) -> list[str]:
    return shown(section_document(figures, name), columns)


def headings(document: Document) -> list[str]:
    return [block.text for block in document if isinstance(block, Heading)]


# --- the whole -----------------------------------------------------------------------------------


def test_every_section_that_has_something_to_say_is_shown_in_order() -> None:
    late = project("late", planned={Stage.STARTED: parse_period("2024-02")}, investment=5)
    found = report(late, goals={2024: Goals(signed=4)})
    assert headings(report_document(found)) == [
        "Pipeline on 2024-03-03, and cadence in 2024-01-01/2024-03-03",
        "Lead times in days, of all that began by 2024-03-03",
        "Targets on 2024-03-03",
        "Totals on 2024-03-03 of 1 project signed and not withdrawn",
        "Watch list on 2024-03-03: 1 project",
    ]


def test_an_empty_ledger_has_only_its_opening() -> None:
    assert shown(report_document(report())) == []
    assert len(report_document(report())) == 1


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (Section.PIPELINE, "No project to count"),
        (Section.CADENCE, "No project to count"),
        (Section.LEAD_TIMES, "No project has begun"),
        (Section.TARGETS, "No target for these years in zqtrack.toml"),
        (Section.PROBLEMS, "No problem found"),
        (Section.TOTALS, "No project is signed and not withdrawn"),
        (Section.WATCH, "No project needs attention"),
    ],
)
def test_a_section_that_is_asked_for_says_where_there_is_nothing(name: Section, said: str) -> None:
    assert section(report(), name) == [said]


def test_a_section_that_is_asked_for_stands_alone_below_the_opening() -> None:
    found = report(project())
    for name, title in (
        (Section.PIPELINE, "Pipeline on 2024-03-03"),
        (Section.CADENCE, "Cadence in 2024-01-01/2024-03-03"),
        (Section.LEAD_TIMES, "Lead times in days, of all that began by 2024-03-03"),
    ):
        document = section_document(found, name)
        assert document[0] == report_document(found)[0]
        assert headings(document) == [title]


# --- targets -------------------------------------------------------------------------------------


def test_targets_stand_beside_what_was_done_and_an_even_pace() -> None:
    projects = [
        project("a", investment=2_000_000_000),
        project("b", "2024-02"),
        project("c", "2023"),
    ]
    goals = {
        2024: Goals(signed=20, producing=0, investment=8_000_000_000),
        2023: Goals(signed=1, filter=("id=c",)),
    }
    # 3 March is day 63 of 366: 20 × 63 ÷ 366 = 3.44, 8 bn × 63 ÷ 366 = 1.377 bn.
    lines = section(report(*projects, goals=goals, period="2023-07/2024-12"), Section.TARGETS)
    assert lines[0] == "Targets on 2024-03-03"
    assert [line[:56].rstrip() for line in lines[1:6]] == [
        "  year  measure        so far  even pace   target    met",
        "  2023  signed              1          1        1  100 %",
        "  2024  signed              2        3.4       20   10 %",
        "  2024  producing           0          0        0      –",
        "  2024  investment  ≥ 2.00 bn    1.38 bn  8.00 bn   25 %",
    ]
    assert [line[-4:] for line in lines[2:6]] == ["████", "  █▋", "   –", "████"]
    assert lines[6:] == [
        "  2023 counts the projects with id=c",
        "  No forecast of producing: fewer than five have come from signed to producing.",
        (
            "  No forecast of investment: fewer than five signed in the past 12 months say "
            "how much they invest."
        ),
    ]


def test_an_investment_of_which_nobody_says_anything_is_a_dash() -> None:
    lines = section(report(project(), goals={2024: Goals(investment=8)}), Section.TARGETS)
    assert lines[2].split() == ["2024", "investment", "–", "1", "8", "–"]


def test_what_is_behind_the_pace_is_coloured_and_reads_without() -> None:
    goals = {2024: Goals(signed=2, started=9)}
    table = section_document(report(project(), goals=goals), Section.TARGETS)[2]
    assert isinstance(table, Table)
    # 2 × 63 ÷ 366 = 0.3 of one, 9 × 63 ÷ 366 = 1.5 of none.
    assert [row[2] for row in table.rows] == [(Span("1", "good"),), (Span("0", "warn"),)]


def test_where_nothing_is_reached_there_is_no_column_of_bars() -> None:
    def heads(goals: Goals) -> list[str]:
        table = section_document(report(project(), goals={2024: goals}), Section.TARGETS)[2]
        assert isinstance(table, Table)
        return [head.english for head in table.heads]

    assert "" not in heads(Goals(started=9))
    assert heads(Goals(signed=2))[-1] == ""


# --- problems ------------------------------------------------------------------------------------


def problem(due: str | None = None, closed: str | None = None) -> Problem:
    return Problem(
        title="Access road",
        raised=parse_period("2024-01"),
        due=parse_period(due) if due else None,
        closed=parse_period(closed) if closed else None,
    )


def test_problems_are_counted_by_what_became_of_them() -> None:
    several = (problem("2024-02"), problem(), problem(closed="2024-02"))
    assert section(report(project(problems=several)), Section.PROBLEMS) == [
        "Problems up to 2024-03-03",
        "  3 found, 1 closed, 2 open, 1 of them overdue",
    ]
    done = section_document(
        report(project(problems=(problem(closed="2024-02"),))), Section.PROBLEMS
    )
    assert shown(done)[1] == "  1 found, 1 closed, 0 open, 0 of them overdue"


# --- totals --------------------------------------------------------------------------------------


def test_totals_say_how_many_projects_give_them() -> None:
    projects = [
        project("a", investment=1_100_000_000, land_mu=120.5, tax=90_000_000, output=5_000_000),
        project("b", investment=400_000_000, land_mu=100),
        project("c", origin="Hunan"),
        project("d", None, investment=7),
    ]
    # 1.5 bn ÷ 220.5 mu = 6.803 m, 90 m ÷ 120.5 mu = 746,888.
    assert section(report(*projects), Section.TOTALS) == [
        "Totals on 2024-03-03 of 3 projects signed and not withdrawn",
        "                                     total     a mu  said by",
        "  planned investment, yuan         1.50 bn  6.803 m  2 of 3",
        "  output a year at capacity, yuan      5 m           1 of 3",
        "  tax a year at capacity, yuan        90 m  746,888  1 of 3",
        "  land, mu                           220.5           2 of 3",
        "  largest groups: origin Hunan ≥ 33 % (1, 2 not said)",
    ]


def test_an_amount_that_no_project_gives_has_no_row() -> None:
    assert section(report(project(land_mu=12)), Section.TOTALS)[1:] == [
        "            total  a mu  said by",
        "  land, mu     12        1 of 1",
    ]
    assert section(report(project()), Section.TOTALS) == [
        "Totals on 2024-03-03 of 1 project signed and not withdrawn"
    ]


def test_shares_are_the_least_they_can_be_where_some_do_not_say() -> None:
    projects = [
        project("a", key_industry=True, high_tech=False, kind=Kind.NEW, district="四会市"),
        project("b", key_industry=True, kind=Kind.NEW, district="四会市"),
        project("c", key_industry=False, kind=Kind.EXPANSION, district="鼎湖\x1b区"),
    ]
    assert section(report(*projects), Section.TOTALS)[1:] == [
        "  key industry 67 % (2) · high tech ≥ 0 % (0, 2 not said)",
        "  largest groups: district 四会市 67 % (2) · kind new 67 % (2)",
    ]
    hostile = report(project(district="鼎湖\x1b区"))
    assert r"district 鼎湖\x1b区 100 % (1)" in section(hostile, Section.TOTALS)[1]


# --- the watch list ------------------------------------------------------------------------------


def late(id_: str, days: int, *problems: Problem) -> Project:
    """Give a project that is late by so many days, and so stands red."""
    planned = {Stage.STARTED: exactly(DAY - timedelta(days))}
    return project(id_, "2024-03-03", name=f"厂 {id_}", planned=planned, problems=problems)


def test_each_reason_has_a_line_and_the_project_stands_at_the_first() -> None:
    figures = report(late("a", 15, problem("2024-02")), late("b", 1))
    assert section(figures, Section.WATCH) == [
        "Watch list on 2024-03-03: 2 projects",
        "  light  id  project  why",
        "  ▲ red  a   厂 a     15 days late: started by 2024-02-17",
        "                      3 days overdue: Access road",
        "  ▲ red  b   厂 b     1 day late: started by 2024-03-02",
    ]


def test_one_screen_shows_the_first_lines_and_the_section_all() -> None:
    figures = report(*[late(f"p{at:02}", 9, problem("2024-02")) for at in range(20)])
    screen = shown(report_document(figures))
    # Five projects of two lines each.
    assert sum("▲ red" in line for line in screen) == 5
    assert screen[-1] == "  … and 15 more: zqtrack report --only watch"
    assert sum("▲ red" in line for line in section(figures, Section.WATCH)) == 20
    whole = shown(report_document(figures, whole=True))
    assert sum("▲ red" in line for line in whole) == 20
    assert "more" not in whole[-1]


def test_a_project_with_many_reasons_is_never_cut() -> None:
    many = late("a", 9, *[problem("2024-02")] * 14)
    screen = shown(report_document(report(many, late("b", 9))))
    assert sum("overdue: Access road" in line for line in screen) == 14
    assert screen[-1] == "  … and 1 more: zqtrack report --only watch"


def test_on_a_narrow_screen_names_go_first_and_reasons_stay() -> None:
    figures = report(late("reconstructed-002-copper-tubes", 15, problem("2024-02")))
    assert section(figures, Section.WATCH, 77) == [
        "Watch list on 2024-03-03: 1 project",
        "  light  id                              why",
        "  ▲ red  reconstructed-002-copper-tubes  15 days late: started by 2024-02-17",
        "                                         3 days overdue: Access road",
    ]
