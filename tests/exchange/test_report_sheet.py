"""The sheet of figures, as a reader sees it."""

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from zqtrack.core.filters import parse_filter
from zqtrack.core.period import parse_period
from zqtrack.core.project import Kind, Mark, Problem, Project, Stage
from zqtrack.core.report import Source, ask, build_report
from zqtrack.core.settings import Goals, Settings
from zqtrack.exchange.workbook import workbook_bytes

Laid = Callable[..., Any]
Rows = list[list[Any]]


def rows_of_report(content: bytes) -> Rows:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return book.get_sheet_by_name("Report").to_python(skip_empty_area=False)


def table(rows: Rows, title: str) -> list[list[Any]]:
    """Give the rows of a table below its title, without what is empty in them."""
    at = next(number for number, row in enumerate(rows) if str(row[0]).startswith(title))
    end = next((n for n in range(at, len(rows)) if not any(c != "" for c in rows[n])), len(rows))
    return [[cell for cell in row if cell != ""] for row in rows[at + 1 : end]]


def plant(number: int, **more: Any) -> Project:
    return Project(id=f"plant-{number}", name=f"Plant {number}", **more)


def test_the_pipeline_counts_who_stands_where_and_how_often_stages_are_reached(
    laid_out: Laid,
) -> None:
    signed = {Stage.SIGNED: parse_period("2024-02-01")}
    projects = [
        plant(1, investment=1_000_000_000, actual=signed),
        plant(2, actual=signed),
        plant(3, actual={Stage.SIGNED: parse_period("2023")}),
        plant(4, investment=5),
    ]
    rows = rows_of_report(workbook_bytes(*laid_out(projects)))
    head, prospect, signed_row, *_, withdrawn = table(rows, "Pipeline on 2024-03-03")
    assert head == [
        *("Stage", "Now", "Planned, yuan", "Said by", "Reached", "Perhaps", "Every, days"),
        *("A year before", "Every, days"),
    ]
    assert prospect == ["prospect", 1, 5, 1]
    # 366 days of the window ÷ 2.
    assert signed_row == ["signed", 3, 1_000_000_000, 1, 2, 1, 183, 0, "–"]
    assert withdrawn == ["withdrawn", 0, 0, 0]


def test_the_months_of_the_window_stand_in_a_table_and_a_chart(laid_out: Laid) -> None:
    content = workbook_bytes(
        *laid_out([plant(1, actual={Stage.SIGNED: parse_period("2024-02-01")})])
    )
    head, signed, supplied, *_ = table(rows_of_report(content), "Reached in each month")
    assert (head[1], head[-1], len(head)) == ("2023-03", "2024-03", 14)
    assert signed == ["signed", 1]
    assert supplied == ["land-supplied"]
    assert b"xl/charts/chart1.xml" in content


def test_a_longer_window_has_no_table_of_months(laid_out: Laid) -> None:
    project = plant(1, actual={Stage.SIGNED: parse_period("2024-02-01")})
    exported, _ = laid_out([project])
    day = date(2024, 3, 3)
    question = ask(parse_filter([]), parse_period("2022/2023"), day, None, day)
    report = build_report([project], Settings(), Source("Ledger", 1, 0), question)
    content = workbook_bytes(exported, report)
    assert not [row for row in rows_of_report(content) if "in each month" in str(row[0])]
    assert b"xl/charts/" not in content


def test_targets_show_what_was_reached_and_what_an_even_pace_would_be(laid_out: Laid) -> None:
    goals = Goals(filter=("district=Sihui",), signed=10, producing=5, investment=8_000_000_000)
    projects = [
        plant(
            1,
            district="Sihui",
            investment=2_000_000_000,
            actual={Stage.SIGNED: parse_period("2024-02-01")},
        )
    ]
    content = workbook_bytes(*laid_out(projects, settings=Settings(goals={2024: goals})))
    head, signed, producing, investment, note = table(rows_of_report(content), "Targets on")
    assert head == [
        *("Measure", "Year", "So far", "Even pace", "Target", "Met", "80 % forecast", "Chance")
    ]
    # 3 March is day 63 of 366.
    assert signed[:6] == ["signed", 2024, 1, pytest.approx(10 * 63 / 366), 10, 0.1]
    assert producing[:3] == ["producing", 2024, 0]
    assert investment == [
        *("investment", 2024, 2_000_000_000, pytest.approx(8e9 * 63 / 366), 8_000_000_000),
        *(0.25, "–", "–"),
    ]
    assert note == ["2024 counts the projects with district=Sihui"]


def test_a_forecast_is_an_interval_and_a_chance(laid_out: Laid) -> None:
    months = [f"2023-{month:02}-10" for month in range(1, 13)]
    projects = [
        plant(at, actual={Stage.SIGNED: parse_period(day)}) for at, day in enumerate(months)
    ]
    content = workbook_bytes(
        *laid_out(projects, settings=Settings(goals={2024: Goals(signed=10)}))
    )
    _, signed = table(rows_of_report(content), "Targets on")
    low, high = map(int, signed[6].split(" – "))
    assert 0 <= low < high
    assert 0 < signed[7] < 1


def test_a_forecast_of_money_is_written_as_money_and_the_least_where_one_is_silent(
    laid_out: Laid,
) -> None:
    projects = [
        plant(
            at,
            actual={Stage.SIGNED: parse_period(f"2023-{at:02}-10")},
            investment=None if at == 12 else 1_000_000_000,
        )
        for at in range(1, 13)
    ]
    content = workbook_bytes(
        *laid_out(projects, settings=Settings(goals={2024: Goals(investment=10_000_000_000)}))
    )
    _, investment = table(rows_of_report(content), "Targets on")
    assert re.fullmatch(r"≥ [0-9.]+ bn – [0-9.]+ bn", investment[6])


def test_lead_times_say_what_is_open_and_when_half_were_in(laid_out: Laid) -> None:
    days = ["2023-04-10", "2023-04-20", "2023-04-30", "2023-05-10", "2023-05-20"]
    projects = [
        plant(
            at,
            actual={
                Stage.SIGNED: parse_period("2023-03-31"),
                Stage.LAND_SUPPLIED: parse_period(day),
            },
        )
        for at, day in enumerate(days)
    ]
    projects.append(plant(9, actual={Stage.SIGNED: parse_period("2024-03-01")}))
    head, first, *_ = table(
        rows_of_report(workbook_bytes(*laid_out(projects))), "Lead times in days"
    )
    assert head[:7] == ["From → to", "Done", "Open", "Withdrawn", "Left out", "Half in", "85 % in"]
    assert first[:6] == ["signed → land-supplied", 5, 1, 0, 0, 30]


def test_few_finished_projects_have_no_percentile(laid_out: Laid) -> None:
    projects = [plant(1, actual={Stage.SIGNED: parse_period("2024-02-01")})]
    rows = table(rows_of_report(workbook_bytes(*laid_out(projects))), "Lead times in days")
    assert rows[1][:7] == ["signed → land-supplied", 0, 1, 0, 0, "–", "–"]


def test_a_share_that_is_not_reached_is_said_to_be_so(laid_out: Laid) -> None:
    done = {
        Stage.SIGNED: parse_period("2024-02-01"),
        Stage.LAND_SUPPLIED: parse_period("2024-02-02"),
    }
    waiting = {Stage.SIGNED: parse_period("2024-01-01")}
    projects = [plant(at, actual=done if at < 5 else waiting) for at in range(20)]
    rows = table(rows_of_report(workbook_bytes(*laid_out(projects))), "Lead times in days")
    assert rows[1][5:7] == ["not reached", "not reached"]


def test_totals_and_shares_say_of_how_many_they_are(laid_out: Laid) -> None:
    signed = {Stage.SIGNED: Mark.UNKNOWN}
    projects = [
        plant(1, investment=600, land_mu=2, high_tech=True, kind=Kind.NEW, actual=signed),
        plant(2, investment=400, high_tech=False, origin="=Hunan", actual=signed),
        plant(3, investment=7, high_tech=True),
    ]
    rows = rows_of_report(workbook_bytes(*laid_out(projects)))
    assert table(rows, "Totals on 2024-03-03 of 2 projects signed and not withdrawn") == [
        ["Total", "A mu", "Said by"],
        ["Planned investment, yuan", 1000, 300, 2],
        ["Output a year at capacity, yuan", "–", 0],
        ["Tax a year at capacity, yuan", "–", 0],
        ["Land, mu", 2, 1],
    ]
    assert table(rows, "Shares of these projects") == [
        ["Field", "Value", "Projects", "Share", "Not said"],
        ["High tech", "yes", 1, 0.5, 0],
        ["Origin", "=Hunan", 1, 0.5, 1],
        ["Kind", "new", 1, 0.5, 1],
    ]


def test_the_watch_list_says_why(laid_out: Laid) -> None:
    late = plant(
        1,
        actual={Stage.SIGNED: parse_period("2024-01-01")},
        planned={Stage.STARTED: parse_period("2024-02-01")},
        problems=(
            Problem(
                title="<r>=1</r>", raised=parse_period("2024"), due=parse_period("2024-03-02")
            ),
        ),
    )
    rows = table(rows_of_report(workbook_bytes(*laid_out([late]))), "Watch list on")
    assert rows == [
        ["Project", "Light", "Stage", "Days", "Why", "ID"],
        [
            *("Plant 1", "red", "signed", 62),
            "31 days late: started by 2024-02-01\n1 day overdue: <r>=1</r>",
            "plant-1",
        ],
    ]


def test_what_was_left_out_is_said_at_the_top(laid_out: Laid) -> None:
    exported, _ = laid_out([plant(1)])
    day = date(2024, 3, 3)
    question = ask(parse_filter(["plant"]), None, day, None, day)
    report = build_report(
        [plant(1)], Settings(), Source("\udcff\ufffe" + "x" * 200, 3, 2), question
    )
    rows = rows_of_report(workbook_bytes(exported, report))
    assert rows[0][0] == "\\udcff\N{REPLACEMENT CHARACTER}" + "x" * 97 + "…"
    assert rows[1][0].endswith(
        " · plant · 3 files read · 2 of them left out, see zqtrack validate"
    )


def test_what_is_divided_by_next_to_nothing_is_shown_as_text(laid_out: Laid) -> None:
    project = plant(1, tax=4, land_mu=5e-324, actual={Stage.SIGNED: Mark.UNKNOWN})
    rows = table(rows_of_report(workbook_bytes(*laid_out([project]))), "Totals on")
    assert rows[3] == ["Tax a year at capacity, yuan", 4, "inf", 1]


def test_an_empty_ledger_has_a_report_without_tables_but_the_pipeline(laid_out: Laid) -> None:
    rows = rows_of_report(workbook_bytes(*laid_out([])))
    assert [row[0] for row in rows[5:] if row[0]] == [
        "Pipeline on 2024-03-03, and cadence in 2023-03-04/2024-03-03",
        "Stage",
        *("prospect", "signed", "land-supplied", "started", "completed", "producing"),
        "withdrawn",
    ]
