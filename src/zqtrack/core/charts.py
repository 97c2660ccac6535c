"""What the charts of a report show, beside its figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from zqtrack.core.curve import Curve, curve
from zqtrack.core.flow import Flow, flow
from zqtrack.core.report import Report, Seen
from zqtrack.core.waiting import Waiting, waiting


@dataclass(frozen=True, slots=True)
class Charts:
    """The series that charts are drawn from.

    Attributes:
        flow: the projects that had come to each stage, over time.
        curves: one for each pair of stages of which the past tells enough.
        waiting: the open projects by the place where they stand.
    """

    flow: Flow
    curves: tuple[Curve, ...]
    waiting: tuple[Waiting, ...]


def chart_series(seen: Sequence[Seen], report: Report) -> Charts:
    """Compute the series of a report's charts.

    Args:
        seen: the projects that the report is about.
        report: its figures.
    """
    asked = report.question
    curves = (curve(times) for times in report.lead_times)
    return Charts(
        flow([one.dated for one in seen], asked.window, asked.as_of),
        tuple(one for one in curves if one),
        waiting([one.view for one in seen], report.lead_times),
    )
