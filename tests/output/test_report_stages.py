"""The table of stages shows what stands where, and how often it comes there."""

from collections.abc import Iterator
from datetime import date
from operator import attrgetter
from typing import Any

from zqtrack.core.filters import parse_filter
from zqtrack.core.period import parse_period
from zqtrack.core.project import Project, Stage, moment_from
from zqtrack.core.report import Report, Source, ask, build_report
from zqtrack.core.settings import Settings
from zqtrack.output.document import Block
from zqtrack.output.layout import lay_out
from zqtrack.output.report_stages import cadence, pipeline, pipeline_and_cadence


def project(investment: int | None = None, **actual: str) -> Project:
    dates = {Stage(stage.replace("_", "-")): moment_from(text) for stage, text in actual.items()}
    return Project(id="plant", name="Plant", investment=investment, actual=dates)


def report(*projects: Project, period: str = "2023-01/2023-04") -> Report:
    question = ask(parse_filter(()), parse_period(period), None, None, date(2024, 3, 3))
    return build_report(projects, Settings(), Source("Office", len(projects), 0), question)


def shown(blocks: Iterator[Block], columns: int | None = None) -> list[str]:
    return list(lay_out(tuple(blocks), columns, attrgetter("text")))


SEVERAL = report(
    project(),
    project(500_000_000, signed="2023-01-05"),
    project(signed="2023-04"),
    project(30_310_000_000, signed="2022-03", started="2023-04-30"),
    project(12_500, signed="2022-03", started="2023-04/2023-05"),
)


def test_pipeline_and_cadence_stand_in_one_table() -> None:
    # January to April are 31 + 28 + 31 + 30 = 120 days: 120 ÷ 2 = 60.
    assert shown(pipeline_and_cadence(SEVERAL), 95) == [
        "Pipeline on 2023-04-30, and cadence in 2023-01/2023-04",
        "  stage          now              planned, yuan  reached  perhaps  every, days  by month",
        "  prospect         1  █████                   –",
        "  signed           2  ██████████        ≥ 500 m        2        ·         60.0  █··█",
        "  land-supplied    ·                          ·        ·        ·            –  ····",
        "  started          2  ██████████       30.31 bn        1        1      ≤ 120.0  ···█",
        "  completed        ·                          ·        ·        ·            –  ····",
        "  producing        ·                          ·        ·        ·            –  ····",
        "  withdrawn        ·                          ·",
    ]


def test_the_pipeline_can_stand_alone() -> None:
    assert shown(pipeline(SEVERAL))[:4] == [
        "Pipeline on 2023-04-30",
        "  stage          now              planned, yuan",
        "  prospect         1  █████                   –",
        "  signed           2  ██████████        ≥ 500 m",
    ]


def test_the_cadence_can_stand_alone_for_the_stages_that_are_counted() -> None:
    found = shown(cadence(SEVERAL))
    assert found[:3] == [
        "Cadence in 2023-01/2023-04",
        "  stage          reached  perhaps  every, days  by month  a year before  every, days",
        "  signed               2        ·         60.0  █··█                  2         60.0",
    ]
    assert [line.split()[0] for line in found[2:]] == list(Stage)[1:]


def test_on_a_narrow_screen_the_year_before_goes_first_and_the_counts_stay() -> None:
    heads = [shown(pipeline_and_cadence(SEVERAL), columns)[1] for columns in (117, 110, 95, 80)]
    assert [head.endswith("a year before  every, days") for head in heads] == [1, 0, 0, 0]
    assert [head.endswith("a year before") for head in heads] == [0, 1, 0, 0]
    assert [head.endswith("by month") for head in heads] == [0, 0, 1, 1]
    assert shown(pipeline_and_cadence(SEVERAL), 66)[1] == (
        "  stage          now  planned, yuan  reached  perhaps  every, days"
    )


def test_where_nothing_is_perhaps_there_is_no_such_column() -> None:
    found = report(project(signed="2023-01-05"))
    assert "perhaps" not in shown(cadence(found))[1]


def test_a_window_of_one_month_or_of_more_than_a_screen_has_no_months() -> None:
    for period in ("2023-04", "2019/2023"):
        assert "by month" not in shown(cadence(report(project(), period=period)))[1]


def test_less_than_a_day_each_is_no_0() -> None:
    ceremony = report(*[project(signed="2023-09-28")] * 38, period="2023-09-28")
    # 1 ÷ 38 = 0.0263…
    assert shown(cadence(ceremony))[2].split()[:3] == ["signed", "38", "0.026"]


def test_without_projects_there_is_no_table() -> None:
    for section in (pipeline_and_cadence, pipeline, cadence):
        assert shown(section(report())) == []


def test_prospects_alone_have_a_table() -> None:
    prospects: list[Any] = shown(pipeline_and_cadence(report(project(), project())))
    assert prospects[2].split() == ["prospect", "2", "██████████", "–"]
