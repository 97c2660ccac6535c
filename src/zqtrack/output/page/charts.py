"""The charts of the page as Vega-Lite specifications: marks and where they stand.

Every label is a mark whose text is data, so nothing in it is an expression, and its words are of
the page's language. The charts have no axes of the library's own: its month names are English.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from zqtrack.core.curve import Curve
from zqtrack.core.flow import Flow, Month
from zqtrack.core.period import Period, months_of, span
from zqtrack.core.waiting import Waiter, Waiting
from zqtrack.output.cells import percent
from zqtrack.output.page.drawing import Drawn, Layer, Rows
from zqtrack.output.text import width as columns

#: Drawings are made for a wide place and for a narrow one: their widths, px.
WIDE, NARROW = 704, 342

#: At most so many open projects are drawn in one place.
MOST_WAITERS = 150

# The height of a row of each chart, px.
_BAR, _STRIP, _BULLET = 34, 76, 62
# The width of a column of text, px, and the least distance of two labels.
_COLUMN, _APART = 7.2, 17
# Up to so many months there is room for something at each.
_ROOM_FOR_EACH = 14
# Of more months, so many are as near as two labels of years can be.
_CLOSE = 3
_DAYS = (1, 2, 5, 10, 30, 60, 90, 180, 365, 730, 1825, 3650)
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120)
_FINE = {"fontSize": 11, "color": "var(--quiet)"}


class PipelineBar(NamedTuple):
    """A place of the pipeline: its name, its projects, and what is written beside the bar."""

    place: str
    projects: int
    beside: str


class TargetBar(NamedTuple):
    """A target: what is written above it, and as shares of it what is drawn."""

    label: str
    actual: float
    pace: float
    forecast: tuple[float, float] | None


def pipeline_chart(bars: Sequence[PipelineBar], width: int) -> Drawn:
    """Draw how many projects stand where."""
    frame = _Frame(
        width,
        _BAR * len(bars),
        left=_room(bar.place for bar in bars) + 12,
        right=_room(bar.beside for bar in bars) + 12,
    )
    rows = [{**bar._asdict(), "y": _BAR * at + _BAR / 2} for at, bar in enumerate(bars)]
    x, y = frame.x("projects", max(bar.projects for bar in bars)), frame.down()
    return frame.drawn(
        _layer({"type": "bar", "size": 18, "color": "var(--accent)"}, rows, x=x, x2=_AT_ZERO, y=y),
        _text("place", rows, x={"value": frame.left - 12}, y=y, align="right", fontSize=13),
        _text("beside", rows, x=x, y=y, align="left", dx=9),
    )


def flow_chart(flow: Flow, window: Period, names: Sequence[str], width: int) -> Drawn:
    """Draw the projects that had come to each stage: a line for surely, a band up to perhaps.

    Args:
        flow: what is drawn.
        window: the window of the report, which is shaded.
        names: what is written at the end of each stage's line; empty for one that is not drawn.
        width: of the drawing, px.
    """
    most = max(arrived.perhaps[-1] for arrived in flow.stages)
    frame = _Frame(
        width, 280, left=_room([f"{most:,}"]) + 8, right=_room(names) + 14, top=14, bottom=28
    )
    whole = span(flow.days[0], flow.days[-1])
    x, y = frame.x("day", max(whole.days - 1, 1)), frame.y("surely", most)
    drawn = [(at, name) for at, name in enumerate(names) if name]
    gap = most * _APART / frame.high
    ends = _apart([flow.stages[at].surely[-1] for at, _ in drawn], gap)
    shaded = {"day": _days_in(window.first, whole), "to": _days_in(window.last, whole)}
    return frame.drawn(
        _layer({"type": "rect", "color": "var(--wash)"}, [shaded], x=x, x2=_TO, **frame.tall),
        *_counts(frame, most),
        *(layer for at, _ in drawn for layer in _stage_lines(flow, at, whole.first, x, y)),
        *(
            _text(
                "text",
                [{"day": whole.days - 1, "surely": end, "text": name}],
                x=x,
                y=y,
                align="left",
                dx=9,
                fontWeight=600,
                color=_stage_colour(at),
            )
            for (at, name), end in zip(drawn, ends, strict=True)
        ),
        *_dates(whole, x, frame),
    )


def months_chart(months: Sequence[Month], most: int, width: int) -> Drawn:
    """Draw how many projects came in each month, above each the days of the month for each.

    Args:
        months: the months of one stage.
        most: the highest count of all stages, so that their charts compare.
        width: of the drawing, px.
    """
    few = len(months) <= _ROOM_FOR_EACH
    frame = _Frame(width, 156, left=_room([f"{most:,}"]) + 8, top=20, bottom=36 if few else 22)
    rows = [
        {"at": at + 0.5, "reached": month.reached, "text": _pace(month)}
        for at, month in enumerate(months)
    ]
    x, y = frame.x("at", len(months)), frame.y("reached", most)
    size = max(1, 0.66 * frame.wide / len(months))
    return frame.drawn(
        *_counts(frame, most),
        _layer({"type": "bar", "size": size, "color": "var(--accent)"}, rows, x=x, y=y),
        *([_text("text", rows, x=x, y=y, dy=-8, fontSize=11)] if few else []),
        *_month_labels(months, x, frame, few=few),
    )


def curve_chart(curve: Curve, width: int) -> Drawn:
    """Draw the share that got there: steps, 95 % limits as a band, open projects as ticks."""
    frame = _Frame(width, 200, left=48, top=10, right=14, bottom=26)
    last = max(curve.points[-1].day, *(one.age for one in curve.open), 1)
    x, y = frame.x("day", last), frame.y("share", 1)
    rows = [asdict(point) for point in curve.points]
    marked = [
        {"day": days, "share": part, "text": f"{days:,}"}
        for part in (0.5, 0.85)
        if (days := curve.times.percentile(part)) is not None
    ]
    stepped = {"interpolate": "step-after", "color": "var(--accent)"}
    tick = {"type": "tick", "orient": "vertical", "size": 9, "thickness": 1.2}
    dot = {"type": "point", "filled": True, "size": 50, "opacity": 1, "color": "var(--bad)"}
    return frame.drawn(
        *_shares_up(frame),
        _layer(
            {"type": "area", "opacity": 0.2, **stepped},
            rows,
            x=x,
            y={**y, "field": "low"},
            y2={"field": "high"},
        ),
        _layer({"type": "line", "strokeWidth": 2, **stepped}, rows, x=x, y=y),
        _layer(
            {**tick, "color": "var(--ink)"},
            [{"day": one.age, "share": one.share} for one in curve.open],
            x=x,
            y=y,
        ),
        _layer(dot, marked, x=x, y=y),
        *_beside_points(marked, last, x, y),
        *_day_labels(last, x, frame),
    )


def waiting_chart(
    places: Sequence[Waiting], names: Sequence[str], limits: tuple[str, str], width: int
) -> Drawn:
    """Draw the age of each open project in its stage, a row for each, against p50 and p85.

    Args:
        places: where open projects stand.
        names: what is written above the row of each.
        limits: what is written at p50 and at p85, with ``{days}`` in it.
        width: of the drawing, px.
    """
    frame = _Frame(width, _STRIP * len(places) + 24, left=4, right=12, bottom=24)
    dots = [
        _dot(place.waiters[number], at, number)
        for at, place in enumerate(places)
        for number in range(min(len(place.waiters), MOST_WAITERS))
    ]
    known = [
        {"day": days, "y": _STRIP * at + 40, "to": _STRIP * at + 72, "limit": limit}
        for at, place in enumerate(places)
        for limit, days in enumerate((place.p50, place.p85))
        if days is not None
    ]
    last = max([1, *(dot["to"] for dot in dots), *(mark["day"] for mark in known)])
    x, y = frame.x("day", last), frame.down()
    titles = [{"y": _STRIP * at + 12, "text": name} for at, name in enumerate(names)]
    floors = [{"y": _STRIP * at + 72} for at, _ in enumerate(places)]
    unsure = [dot for dot in dots if dot["to"] > dot["day"]]
    return frame.drawn(
        _layer({"type": "rule", "color": "var(--rule)"}, floors, y=y, **frame.across),
        _layer(
            {"type": "rule", "color": "var(--accent)", "opacity": 0.5}, unsure, x=x, x2=_TO, y=y
        ),
        _dots([dot for dot in dots if not dot["long"]], x, y, shape="circle", color="accent"),
        _dots([dot for dot in dots if dot["long"]], x, y, shape="diamond", color="bad"),
        *(layer for limit in (0, 1) for layer in _limit(known, limit, limits, last, x, y)),
        _text("text", titles, x={"value": 0}, y=y, align="left", fontSize=13, fontWeight=600),
        *_day_labels(last, x, frame),
    )


def targets_chart(bars: Sequence[TargetBar], width: int) -> Drawn:
    """Draw for each target what was reached, the even pace, and the forecast, as shares of it."""
    frame = _Frame(width, _BULLET * len(bars) + 26, left=2, right=14, bottom=26)
    most = max(1.0, *(max(bar.actual, bar.pace, *(bar.forecast or ())) for bar in bars))
    x, y = frame.x("share", most), frame.down()
    rows = [(_BULLET * at + 36, bar) for at, bar in enumerate(bars)]
    full = [{"y": at, "share": 1} for at, _ in rows]
    so_far = [{"y": at, "share": bar.actual} for at, bar in rows]
    ahead = [
        {"y": at, "share": bar.forecast[0], "to": bar.forecast[1]}
        for at, bar in rows
        if bar.forecast
    ]
    ends = [{"y": row["y"], "share": row[end]} for row in ahead for end in ("share", "to")]
    bar_mark = {"type": "bar", "size": 18}
    tick = {"type": "tick", "orient": "vertical"}
    orange = {"color": "var(--stage-2)"}
    return frame.drawn(
        _layer({**bar_mark, "color": "var(--wash)"}, full, x=x, x2=_AT_ZERO, y=y),
        _layer({**bar_mark, "color": "var(--accent)"}, so_far, x=x, x2=_AT_ZERO, y=y),
        _layer({"type": "rule", "strokeWidth": 3, **orange}, ahead, x=x, x2=_TO, y=y),
        _layer({**tick, "size": 10, "thickness": 3, **orange}, ends, x=x, y=y),
        _layer(
            {**tick, "size": 26, "thickness": 2, "color": "var(--ink)"},
            [{"y": at, "share": bar.pace} for at, bar in rows],
            x=x,
            y=y,
        ),
        _text(
            "text",
            [{"y": at - 25, "text": bar.label} for at, bar in rows],
            x={"value": 0},
            y=y,
            align="left",
            fontSize=13,
        ),
        *_shares_along(most, x, frame),
    )


def month_text(day: date) -> str:
    """Write the month of a day: ``2023-04``."""
    return f"{day:%Y-%m}"


# --- where marks stand ---------------------------------------------------------------------------


class _Frame:
    """The size of a drawing, and the place for marks within its margins; all px."""

    def __init__(
        self,
        width: int,
        height: int,
        *,
        left: int = 0,
        right: int = 0,
        top: int = 0,
        bottom: int = 0,
    ) -> None:
        self.size = width, height
        self.left, self.right = left, width - right
        self.top, self.bottom = top, height - bottom
        self.wide, self.high = self.right - self.left, self.bottom - self.top
        self.across = {"x": {"value": self.left}, "x2": {"value": self.right}}
        self.tall = {"y": {"value": self.top}, "y2": {"value": self.bottom}}

    def x(self, field: str, most: float) -> dict[str, Any]:
        """Give a scale from left to right, from 0 to the most."""
        return _scale(field, [0, most], [self.left, self.right])

    def y(self, field: str, most: float) -> dict[str, Any]:
        """Give a scale from the bottom to the top, from 0 to the most."""
        return _scale(field, [0, most], [self.bottom, self.top])

    def down(self) -> dict[str, Any]:
        """Give a scale in px from the top down."""
        return _scale("y", [0, self.size[1]], [0, self.size[1]])

    def drawn(self, *layers: Layer) -> Drawn:
        """Give the drawing, the first layer at the back; a layer without rows shows nothing."""
        return Drawn(*self.size, tuple(layer for layer in layers if layer["data"]["values"]))


def _scale(field: str, domain: list[float], places: list[float]) -> dict[str, Any]:
    scale = {"domain": domain, "range": places, "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "axis": None, "scale": scale, "stack": None}


def _layer(mark: Mapping[str, Any], rows: Rows, **places: Any) -> Layer:
    return {"data": {"values": list(rows)}, "mark": dict(mark), "encoding": places}


def _text(field: str, rows: Rows, *, x: Any, y: Any, **look: Any) -> Layer:
    return _layer({"type": "text", **look}, rows, text={"field": field}, x=x, y=y)


_TO = {"field": "to"}
_AT_ZERO = {"datum": 0}


def _room(texts: Iterator[str] | Sequence[str]) -> int:
    """Give the width of the widest of some texts, about, px."""
    return round(max(map(columns, texts), default=0) * _COLUMN)


# --- lines, dots and labels ----------------------------------------------------------------------


def _stage_colour(at: int) -> str:
    return f"var(--stage-{at + 1})"


def _stage_lines(flow: Flow, at: int, start: date, x: Any, y: Any) -> Iterator[Layer]:
    arrived = flow.stages[at]
    rows = [
        {"day": (day - start).days, "surely": surely, "perhaps": perhaps}
        for day, surely, perhaps in zip(flow.days, arrived.surely, arrived.perhaps, strict=True)
    ]
    stepped = {"interpolate": "step-after", "color": _stage_colour(at)}
    if arrived.surely != arrived.perhaps:
        band = {"type": "area", "opacity": 0.22, **stepped}
        yield _layer(band, rows, x=x, y=y, y2={"field": "perhaps"})
    yield _layer({"type": "line", "strokeWidth": 2.2, **stepped}, rows, x=x, y=y)


def _days_in(day: date, whole: Period) -> int:
    return (max(day, whole.first) - whole.first).days


def _counts(frame: _Frame, most: int) -> Iterator[Layer]:
    """Draw lines across at whole numbers, each with its number at the left."""
    rows = [{"tick": tick, "text": f"{tick:,}"} for tick in _round_ticks(most)]
    yield from _lines_across(rows, frame, frame.y("tick", most))


def _shares_up(frame: _Frame) -> Iterator[Layer]:
    rows = [{"tick": share, "text": percent(share)} for share in (0, 0.5, 0.85, 1)]
    yield from _lines_across(rows, frame, frame.y("tick", 1))


def _lines_across(rows: Rows, frame: _Frame, y: Any) -> Iterator[Layer]:
    yield _layer({"type": "rule", "color": "var(--rule)"}, rows, y=y, **frame.across)
    yield _text("text", rows, x={"value": frame.left - 8}, y=y, align="right", **_FINE)


def _below(rows: Rows, x: Any, y: int, **look: Any) -> Layer:
    return _text("text", rows, x=x, y={"value": y}, **_FINE, **look)


def _beside_points(marked: Rows, last: int, x: Any, y: Any) -> Iterator[Layer]:
    """Write the days at the points of a curve: on the side where there is room."""
    for row in marked:
        left = row["day"] > 0.8 * last
        place = (
            {"align": "right", "dx": -8, "dy": -9} if left else {"align": "left", "dx": 9, "dy": 9}
        )
        yield _text("text", [row], x=x, y=y, fontWeight=600, **place)


def _day_labels(last: int, x: Any, frame: _Frame) -> Iterator[Layer]:
    step = next((step for step in _DAYS if last / step * 48 <= frame.wide), _DAYS[-1])
    rows = [{"day": day, "text": f"{day:,}"} for day in range(0, last + 1, step)]
    yield _below(rows, x, frame.bottom + 14)


def _shares_along(most: float, x: Any, frame: _Frame) -> Iterator[Layer]:
    steps = (0.25, 0.5, *(factor * 10**power for power in range(20) for factor in (1, 2, 5)))
    step = next(step for step in steps if most / step <= 6)  # noqa: PLR2004 - labels have room
    rows = [{"share": at * step, "text": percent(at * step)} for at in range(int(most / step) + 1)]
    yield _below(rows[:1], x, frame.bottom + 14, align="left")
    yield _below(rows[1:], x, frame.bottom + 14)


def _dates(whole: Period, x: Any, frame: _Frame) -> Iterator[Layer]:
    """Write the months at which an axis of dates stands, as many as have room."""
    firsts = [month.first for month in months_of(whole) if month.first.day == 1]
    room = frame.wide // 70
    step = next((step for step in _MONTHS if len(firsts) / step <= room), _MONTHS[-1])
    shown = [day for day in firsts if (day.year * 12 + day.month - 1) % step == 0]
    rows = [{"day": _days_in(day, whole), "text": month_text(day)} for day in shown]
    ticks = {"y": {"value": frame.bottom}, "y2": {"value": frame.bottom + 5}}
    yield _layer({"type": "rule", "color": "var(--quiet)"}, rows, x=x, **ticks)
    yield _below(rows, x, frame.bottom + 16)


def _month_labels(months: Sequence[Month], x: Any, frame: _Frame, *, few: bool) -> Iterator[Layer]:
    """Write the month below each bar where there is room, and the year below its first."""
    days = [month.days.first for month in months]
    years = [at for at, day in enumerate(days) if at == 0 or day.year != days[at - 1].year]
    # Where the next year begins at once there is no room for two.
    kept = [at for at, after in pairwise([*years, 2 * len(days)]) if few or after - at > _CLOSE]
    if few:
        rows = [{"at": at + 0.5, "text": str(day.month)} for at, day in enumerate(days)]
        yield _below(rows, x, frame.bottom + 12)
    rows = [{"at": at + 0.5, "text": str(days[at].year)} for at in kept]
    yield _below(rows, x, frame.bottom + (27 if few else 12))


def _dot(waiter: Waiter, row: int, number: int) -> dict[str, Any]:
    low, high = waiter.ageing.age or (0, 0)
    # Spread over the height of the row by the golden ratio, the same each time.
    place = _STRIP * row + 45 + 22 * (number * 0.618034 % 1)
    return {"day": low, "to": high, "y": place, "long": waiter.ageing.beyond_most}


def _dots(rows: Rows, x: Any, y: Any, *, shape: str, color: str) -> Layer:
    look = {"shape": shape, "color": f"var(--{color})", "size": 32, "opacity": 0.7}
    return _layer({"type": "point", "filled": True, **look}, rows, x=x, y=y)


def _limit(
    known: Rows, limit: int, texts: tuple[str, str], last: int, x: Any, y: Any
) -> Iterator[Layer]:
    """Draw the days by which half or 85 % had gone on, written outwards from the two."""
    rows = [
        {**mark, "text": texts[limit].format(days=f"{mark['day']:,}")}
        for mark in known
        if mark["limit"] == limit
    ]
    look = {"color": "var(--ink)", "strokeDash": [3, 2] if limit else []}
    yield _layer({"type": "rule", **look}, rows, x=x, y=y, y2=_TO)
    for row in rows:
        right = row["day"] < 0.1 * last or (limit and row["day"] < 0.85 * last)
        side = {"align": "left", "dx": -1} if right else {"align": "right", "dx": 1}
        yield _text("text", [row], x=x, y=y, dy=-8, **_FINE, **side)


def _pace(month: Month) -> str:
    pace = month.days_per_project
    if pace is None:
        return "–"
    return f"{pace:.0f}" if pace >= 9.95 else f"{pace:.1f}"  # noqa: PLR2004 - two digits have room


def _round_ticks(most: int) -> list[int]:
    """Give at most five whole numbers at equal distances, from 0 to about the most."""
    steps = (factor * 10**power for power in range(9) for factor in (1, 2, 5))
    step = next(step for step in steps if most / step <= 4)  # noqa: PLR2004 - four steps
    return list(range(0, most + 1, step))


def _apart(values: Sequence[float], gap: float) -> list[float]:
    """Move values up until no two are nearer than a gap, in their order."""
    placed = [0.0] * len(values)
    floor = float("-inf")
    for at in sorted(range(len(values)), key=lambda at: (values[at], -at)):
        placed[at] = floor = max(values[at], floor + gap)
    return placed
