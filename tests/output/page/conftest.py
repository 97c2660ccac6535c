"""Reports that pages are made of."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from zqtrack.core.charts import Charts, chart_series
from zqtrack.core.filters import parse_filter
from zqtrack.core.period import parse_period
from zqtrack.core.project import Project, Stage, moment_from
from zqtrack.core.report import Report, Source, ask, build_report, seen_by
from zqtrack.core.settings import Goals, Settings

DAY = date(2024, 3, 3)


@pytest.fixture
def project() -> Callable[..., Project]:
    """Give a function that makes a project; ``stages`` are the dates of its ``[actual]``."""

    def make(id_: str, stages: Mapping[str, str], **fields: Any) -> Project:
        actual = {Stage(stage): moment_from(text) for stage, text in stages.items()}
        return Project(id=id_, name=fields.pop("name", "Plant"), actual=actual, **fields)

    return make


@pytest.fixture
def reported() -> Callable[..., tuple[Report, Charts]]:
    """Give a function that gives the report of projects seen on 3 March 2024, and its series."""

    def make(
        projects: Sequence[Project],
        goals: dict[int, Goals] | None = None,
        period: str = "2024",
        terms: Sequence[str] = (),
    ) -> tuple[Report, Charts]:
        question = ask(parse_filter(terms), parse_period(period), DAY, None, DAY)
        settings = Settings(goals=goals or {})
        report = build_report(projects, settings, Source("Office", len(projects), 0), question)
        return report, chart_series(seen_by(projects, settings, question), report)

    return make
