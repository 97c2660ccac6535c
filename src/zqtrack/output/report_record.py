"""A report for other programs: the promised JSON, and the same figures as rows for CSV."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from zqtrack.core.ageing import AHEAD
from zqtrack.core.cadence import Cadence
from zqtrack.core.forecast import Forecast
from zqtrack.core.leadtime import HORIZONS, LEFT_OUT, LeadTimes, Outcome
from zqtrack.core.period import Period
from zqtrack.core.report import Question, Report, Section, Source
from zqtrack.core.targets import Progress
from zqtrack.core.totals import Share, Sum, Totals
from zqtrack.core.watch import ProblemCount, Watched
from zqtrack.output.backtest import forecast_record


def report_record(report: Report, only: Section | None = None) -> dict[str, Any]:
    """Give a report as JSON values: nothing rounded, null for what is unknown or not reached.

    Args:
        report: the figures.
        only: the one section to give; what was asked and of what stands beside it.
    """
    chosen = [only] if only else Section
    return {
        **about(report.source, report.question),
        **{section.replace("-", "_"): _SECTIONS[section](report) for section in chosen},
    }


def about(source: Source, asked: Question) -> dict[str, Any]:
    """Give what was asked and of what, as JSON values."""
    return {
        "ledger": source.ledger,
        "as_of": asked.as_of.isoformat(),
        "filter": asked.filter.text,
        "period": {
            "text": asked.period.text,
            **_window(asked.window),
            "days": asked.window.days,
        },
        "files": {"read": source.read, "left_out": source.left_out},
    }


def lead_times_record(times: LeadTimes) -> dict[str, Any]:
    """Give the lead times of one pair of stages as JSON values."""
    finished = times.finished_only
    return {
        "from": times.start.value,
        "to": times.end.value,
        "reached": times.counts[Outcome.REACHED],
        "open": times.counts[Outcome.OPEN],
        "withdrawn": times.counts[Outcome.WITHDRAWN],
        "left_out": {outcome.value: times.counts[outcome] for outcome in LEFT_OUT},
        "p50": times.percentile(0.5),
        "p85": times.percentile(0.85),
        "within": {str(days): times.within(days) for days in HORIZONS},
        "limits_95": {
            "p50": times.percentile_limits(0.5),
            "p85": times.percentile_limits(0.85),
            "within": {str(days): times.within_limits(days) for days in HORIZONS},
        },
        "finished_only": {
            "mean": finished.mean if finished else None,
            "median": finished.median if finished else None,
            "shortest": finished.shortest if finished else None,
            "longest": finished.longest if finished else None,
        },
    }


def rows_of(record: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Flatten a record to one figure a row: where it stands in the record, and its value."""
    for path, value in _leaves("", record):
        yield {"figure": path, "value": value}


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves(f"{path}.{key}" if path else str(key), item)
    elif isinstance(value, list) and value and isinstance(value[0], Mapping):
        for at, item in enumerate(value):
            yield from _leaves(f"{path}[{at}]", item)
    else:
        yield path, value


def _window(window: Period) -> dict[str, str]:
    return {"from": window.first.isoformat(), "to": window.last.isoformat()}


def _pipeline(report: Report) -> list[dict[str, Any]]:
    return [
        {"stage": one.stage, "projects": one.projects, "investment": one.investment.amount}
        for one in report.pipeline
    ]


def _cadence(now: Cadence, before: Cadence) -> dict[str, Any]:
    return {
        "stage": now.stage.value,
        "reached": now.reached,
        "possible": now.possible,
        "days_per_project": now.days_per_project,
        "previous": {
            **_window(before.window),
            "reached": before.reached,
            "days_per_project": before.days_per_project,
        },
    }


def _target(progress: Progress, forecast: Forecast) -> dict[str, Any]:
    return {
        "year": progress.year,
        "measure": progress.measure,
        "filter": progress.filter,
        "target": progress.target,
        "actual": progress.actual,
        "pace": progress.pace,
        "share": progress.share,
        "chance": forecast.chance(progress.target),
        "forecast": forecast_record(forecast),
    }


def _problems(problems: ProblemCount) -> dict[str, int]:
    return {
        "found": problems.found,
        "closed": problems.closed,
        "open": problems.open,
        "overdue": problems.overdue,
    }


def _totals(totals: Totals) -> dict[str, Any]:
    amounts: dict[str, Sum] = {
        "investment": totals.investment,
        "output": totals.output,
        "tax": totals.tax,
        "land_mu": totals.land_mu,
    }
    return {
        "projects": totals.projects,
        **{name: amount.amount for name, amount in amounts.items()},
        "investment_per_mu": totals.investment_per_mu,
        "tax_per_mu": totals.tax_per_mu,
        "shares": {share.field: _share(share) for share in totals.shares},
        "known": {name: amount.known for name, amount in amounts.items()}
        | {share.field: share.known for share in totals.shares},
    }


def _share(share: Share) -> float | dict[str, float | None] | None:
    if share.is_flag:
        return share.of(True)
    return {str(value): share.of(value) for value in share.counts}


def _watched(watched: Watched) -> dict[str, Any]:
    age = watched.ageing.age
    return {
        "id": watched.view.project.id,
        "stage": str(watched.view.project.standing),
        "age_days": age[0] if age else None,
        "light": watched.light.value,
        "reasons": list(watched.reasons),
        "p50": watched.ageing.p50,
        "p85": watched.ageing.p85,
        "chances": dict(zip(map(str, AHEAD), watched.ageing.chances, strict=True)),
    }


_SECTIONS: Mapping[Section, Callable[[Report], Any]] = {
    Section.PIPELINE: _pipeline,
    Section.CADENCE: lambda report: [_cadence(now, before) for now, before in report.cadence],
    Section.LEAD_TIMES: lambda report: list(map(lead_times_record, report.lead_times)),
    Section.TARGETS: lambda report: list(map(_target, report.targets, report.forecasts)),
    Section.PROBLEMS: lambda report: _problems(report.problems),
    Section.TOTALS: lambda report: _totals(report.totals),
    Section.WATCH: lambda report: list(map(_watched, report.watch)),
}
