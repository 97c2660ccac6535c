"""A chart puts each mark where its number is: read from the drawing itself."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from zqtrack.core.charts import Charts
from zqtrack.core.flow import Arrived, Flow, Month
from zqtrack.core.period import parse_period, span
from zqtrack.core.project import STAGES, Project
from zqtrack.core.report import Report
from zqtrack.output.page.charts import (
    NARROW,
    WIDE,
    PipelineBar,
    TargetBar,
    curve_chart,
    flow_chart,
    month_text,
    months_chart,
    pipeline_chart,
    targets_chart,
    waiting_chart,
)
from zqtrack.output.page.drawing import Drawn, drawing

Make = Callable[..., Project]
Reported = Callable[..., tuple[Report, Charts]]
Labels = list[tuple[str, float, float]]


def draw(drawn: Drawn) -> ET.Element:
    return drawing(drawn, "name", "Title", "Finding.")


def labels(svg: ET.Element) -> Labels:
    """Give the texts of a drawing, and where each stands: px from the left and from the top."""
    found = []
    for made in svg.iter("text"):
        x, y = numbers(made.get("transform", ""))[:2]
        # The line of a text lies 0.3 of its size below its middle.
        found.append((made.text or "", x, y - round(0.3 * size(made))))
    return found


def size(made: ET.Element) -> float:
    return numbers(made.get("font-size", ""))[0]


def numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?[0-9]+(?:\.[0-9]+)?", text)]


def bars(svg: ET.Element, colour: str = "accent") -> list[list[float]]:
    """Give the rectangles of a colour: left, top, width, height."""
    paths = [made for made in svg.iter("path") if made.get("fill") == f"var(--{colour})"]
    found = [re.fullmatch(r"M(\S+),(\S+)h(\S+)v(\S+)h\S+Z", made.get("d", "")) for made in paths]
    return [[float(part) for part in match.groups()] for match in found if match]


def texts(svg: ET.Element) -> list[str]:
    return [text for text, _x, _y in labels(svg)]


# --- the pipeline --------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_bar_is_as_long_as_its_projects_are_many(width: int) -> None:
    places = [PipelineBar("signed", 10, "10 · ≥ 1 bn"), PipelineBar("started", 5, "5")]
    svg = draw(pipeline_chart([*places, PipelineBar("withdrawn", 0, "0")], width))
    (left, _, ten, _), (also_left, _, five, _), (_, _, none, _) = bars(svg)
    assert (left, five, none) == (also_left, ten / 2, 0)
    assert texts(svg) == ["signed", "started", "withdrawn", "10 · ≥ 1 bn", "5", "0"]
    # The longest bar leaves room for what stands beside it: 11 characters of about 7 px.
    assert width - (left + ten) >= 11 * 7


# --- the flow ------------------------------------------------------------------------------------


def a_flow(signed: Sequence[int], perhaps: Sequence[int], supplied: Sequence[int]) -> Flow:
    days = tuple(date(2024, 1, day) for day in range(1, len(signed) + 1))
    none = tuple([0] * len(signed))
    counts = [(tuple(signed), tuple(perhaps)), (tuple(supplied),) * 2, *[(none, none)] * 3]
    return Flow(
        days,
        tuple(Arrived(stage, *both, 0) for stage, both in zip(STAGES, counts, strict=True)),
    )


def lines(svg: ET.Element, colour: str) -> list[float]:
    (line,) = [made.get("d", "") for made in svg.iter("path") if made.get("stroke") == colour]
    return numbers(line)


def test_a_line_steps_up_on_the_day_when_a_project_came() -> None:
    flow = a_flow([0, 0, 2], [0, 0, 2], [0, 0, 0])
    window = parse_period("2024-01-02/2024-01-03")
    svg = draw(flow_chart(flow, window, ["2 signed", "", "", "", ""], WIDE))
    line = lines(svg, "var(--stage-1)")
    places = list(zip(line[::2], line[1::2], strict=True))
    (left, floor), *_, (right, top) = places
    assert places[-2] == (right, floor)  # not a day before
    shown = {text: (x, y) for text, x, y in labels(svg)}
    assert shown["0"][1] == pytest.approx(floor, abs=0.6)
    assert shown["2"][1] == pytest.approx(top, abs=0.6)
    assert shown["2 signed"][1] == pytest.approx(top, abs=0.6)
    # The window is shaded from its first day on, which is the middle of the three.
    (shade,) = bars(svg, "wash")
    assert shade[0] == pytest.approx((left + right) / 2, abs=0.1)


def test_what_is_not_sure_is_a_band_above_the_line() -> None:
    flow = a_flow([0, 1, 3], [2, 3, 3], [0, 0, 1])
    names = ["3 signed", "1 land-supplied", "", "", ""]
    svg = draw(flow_chart(flow, parse_period("2024-01"), names, NARROW))
    bands = [made.get("fill") for made in svg.iter("path") if made.get("opacity") == "0.22"]
    assert bands == ["var(--stage-1)"]


def test_names_at_the_end_of_lines_do_not_cover_one_another() -> None:
    flow = a_flow([0, 100, 100], [0, 100, 100], [0, 99, 99])
    svg = draw(flow_chart(flow, parse_period("2024-01"), ["a", "b", "", "", ""], WIDE))
    shown = {text: y for text, _x, y in labels(svg)}
    assert shown["b"] - shown["a"] == pytest.approx(17, abs=0.3)
    assert shown["a"] < shown["b"]


def test_dates_stand_where_months_begin_as_far_as_there_is_room() -> None:
    days = (date(2021, 7, 1), date(2024, 6, 30))
    none = (0, 1)
    flow = Flow(days, tuple(Arrived(stage, none, none, 0) for stage in STAGES))
    svg = draw(flow_chart(flow, parse_period("2024"), ["1 a"] * 5, NARROW))
    shown = [text for text in texts(svg) if text.startswith("20")]
    assert shown == ["2022-01", "2023-01", "2024-01"]


# --- months --------------------------------------------------------------------------------------


def some_months(*reached: int, first: str = "2023-11") -> list[Month]:
    year, month = map(int, first.split("-"))
    places = [divmod(year * 12 + month - 1 + at, 12) for at in range(len(reached))]
    return [
        Month(parse_period(f"{year}-{month + 1:02}"), count)
        for (year, month), count in zip(places, reached, strict=True)
    ]


def test_a_month_has_a_bar_and_its_cadence_above_it_or_none() -> None:
    # November has 30 days, December and January 31: 30 / 2, none, 31 / 8.
    svg = draw(months_chart(some_months(2, 0, 8), 8, NARROW))
    (_, two_top, _, two), (_, _, _, none), (_, eight_top, _, eight) = bars(svg)
    assert [two, none] == pytest.approx([eight / 4, 0])
    shown = labels(svg)
    assert [text for text, _x, _y in shown] == [
        *("0", "2", "4", "6", "8"),
        *("15", "–", "3.9"),
        *("11", "12", "1"),
        *("2023", "2024"),
    ]
    above = {text: y for text, _x, y in shown[5:8]}
    assert above["15"] == pytest.approx(two_top - 8, abs=0.3)
    assert above["3.9"] == pytest.approx(eight_top - 8, abs=0.3)


def test_of_many_months_only_the_years_are_written() -> None:
    svg = draw(months_chart(some_months(*[1] * 30), 1, NARROW))
    assert texts(svg) == ["0", "1", "2024", "2025", "2026"]
    assert len(bars(svg)) == 30


def test_stages_share_one_scale() -> None:
    low = bars(draw(months_chart(some_months(2), 8, NARROW)))[0]
    high = bars(draw(months_chart(some_months(8), 8, NARROW)))[0]
    assert low[3] == pytest.approx(high[3] / 4)


def test_a_month_is_written_with_its_year() -> None:
    assert month_text(date(2023, 4, 9)) == "2023-04"


# --- lead times ----------------------------------------------------------------------------------


def signed(took: int | None, project: Make, id_: str, began: str = "2023-01-01") -> Project:
    stages = {"signed": began}
    if took is not None:
        stages["land-supplied"] = str(date.fromordinal(date(2023, 1, 1).toordinal() + took))
    return project(id_, stages)


def test_a_curve_has_its_points_its_ticks_and_its_days(project: Make, reported: Reported) -> None:
    # Five took 10, 20, 30, 40 and 200 days; one has waited since 1 March 2024, for 2 days.
    projects = [signed(days, project, f"p{days}") for days in (10, 20, 30, 40, 200)]
    open_ = signed(None, project, "open", "2024-03-01")
    (curve,) = reported([*projects, open_])[1].curves
    svg = draw(curve_chart(curve, NARROW))
    # Half within 30 days, 85 % within 200, which is at the end: there it is written at the left.
    dots = [made for made in svg.iter("path") if made.get("fill") == "var(--bad)"]
    (half_x, half_y), (most_x, _) = (numbers(made.get("transform", "")) for made in dots)
    assert most_x > half_x
    shown = {text: (x, y) for text, x, y in labels(svg) if y < 174}
    assert shown["30"] == pytest.approx((half_x + 9, half_y + 9), abs=0.3)
    assert shown["200"][0] == pytest.approx(most_x - 8, abs=0.2)
    # One open project, one tick.
    ticks = [made for made in svg.iter("path") if made.get("fill") == "var(--ink)"]
    assert len(ticks) == 1
    assert [text for text, _x, y in labels(svg) if y > 176] == ["0", "60", "120", "180"]


# --- ages ----------------------------------------------------------------------------------------


def test_an_open_project_is_a_dot_at_its_age_and_long_ones_are_diamonds(
    project: Make, reported: Reported
) -> None:
    # Forty went on after 10 days. Waiting since 1 March for 2 days, since 3 December for 91, and
    # since some day of January for 32 to 62.
    past = [signed(10, project, f"p{number}") for number in range(40)]
    waiting = [
        project("new", {"signed": "2024-03-01"}),
        project("old", {"signed": "2023-12-03"}),
        project("unsure", {"signed": "2024-01"}),
    ]
    place = reported([*past, *waiting])[1].waiting[0]
    svg = draw(waiting_chart([place], ["signed: 3"], ("half {days}", "85 % {days}"), WIDE))
    dots = [made for made in svg.iter("path") if made.get("opacity") == "0.7"]
    places = [numbers(made.get("transform", ""))[0] for made in dots]
    assert [made.get("fill") for made in dots] == ["var(--accent)", "var(--bad)", "var(--bad)"]
    # From 4 px for 0 days to 692 px for the most, 91.
    assert places == pytest.approx([4 + 688 * days / 91 for days in (2, 91, 32)], abs=0.1)
    (unsure,) = [made for made in svg.iter("line") if made.get("opacity") == "0.5"]
    assert float(unsure.get("x2", "")) == pytest.approx(688 * 30 / 91, abs=0.1)
    assert {"signed: 3", "half 10", "85 % 10"} < set(texts(svg))


def test_only_so_many_are_drawn_in_one_stage(project: Make, reported: Reported) -> None:
    waiting = [project(f"p{n}", {"signed": "2024-01-01"}) for n in range(200)]
    charts = reported(waiting)[1]
    svg = draw(waiting_chart(charts.waiting, ["signed: 200"], ("", ""), NARROW))
    assert len([made for made in svg.iter("path") if made.get("opacity") == "0.7"]) == 150


# --- targets -------------------------------------------------------------------------------------


def test_a_target_has_its_bar_its_pace_and_its_forecast() -> None:
    shown = [TargetBar("2024 signed: 5 of 10", 0.5, 0.25, (0.6, 1.5)), TargetBar("b", 0, 1, None)]
    svg = draw(targets_chart(shown, WIDE))
    (left, _, full, _), _ = bars(svg, "wash")
    so_far, nothing = bars(svg)
    assert [so_far[0], so_far[2], nothing[2]] == pytest.approx([left, full / 2, 0], abs=0.1)
    # The scale goes to the farthest end of a forecast, 150 %.
    assert [text for text in texts(svg) if "%" in text] == [
        *("0 %", "25 %", "50 %", "75 %", "100 %", "125 %", "150 %"),
    ]
    pace = [made for made in svg.iter("path") if made.get("fill") == "var(--ink)"]
    assert len(pace) == 2
    ends = [made for made in svg.iter("path") if made.get("fill") == "var(--stage-2)"]
    assert len(ends) == 2


def test_labels_of_shares_have_room() -> None:
    svg = draw(targets_chart([TargetBar("a", 12, 0.5, None)], NARROW))
    assert [text for text in texts(svg) if "%" in text] == [
        *("0 %", "200 %", "400 %", "600 %", "800 %", "1000 %", "1200 %"),
    ]


def test_a_target_of_one_yuan_may_be_met_a_million_million_times() -> None:
    svg = draw(targets_chart([TargetBar("a", 1e12, 0.5, None)], WIDE))
    assert texts(svg)[:3] == ["a", "0 %", "20000000000000 %"]


def test_a_window_before_the_flow_shades_none_of_it() -> None:
    flow = a_flow([1, 1, 1], [1, 1, 1], [0, 0, 0])
    window = span(date(2023, 1, 1), date(2024, 1, 2))
    (shade,) = bars(draw(flow_chart(flow, window, ["1", "", "", "", ""], WIDE)), "wash")
    line = lines(draw(flow_chart(flow, window, ["1", "", "", "", ""], WIDE)), "var(--stage-1)")
    assert shade[0] == pytest.approx(line[0], abs=0.1)
