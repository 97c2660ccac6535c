"""The record of a report has every key always, nothing rounded, and null for what is unknown."""

import json
from datetime import date
from typing import Any

from zqtrack.core.filters import parse_filter
from zqtrack.core.period import parse_period
from zqtrack.core.project import Kind, Problem, Project, Stage, Withdrawal, moment_from
from zqtrack.core.report import Report, Section, Source, ask, build_report
from zqtrack.core.settings import Goals, Settings
from zqtrack.output.report_record import report_record, rows_of

DAY = date(2024, 3, 3)


def project(id_: str = "plant", withdrawn: str | None = None, **fields: Any) -> Project:
    dates = {stage.value.replace("-", "_"): stage for stage in Stage}
    actual = {dates[key]: moment_from(fields.pop(key)) for key in dates if key in fields}
    left = Withdrawal(on=parse_period(withdrawn)) if withdrawn else None
    return Project(id=id_, name="Plant", actual=actual, withdrawn=left, **fields)


def report(
    *projects: Project, goals: dict[int, Goals] | None = None, terms: tuple[str, ...] = ()
) -> Report:
    question = ask(parse_filter(terms), parse_period("2024"), None, None, DAY)
    settings = Settings(goals=goals or {})
    return build_report(projects, settings, Source("Office", len(projects) + 1, 1), question)


def record(*projects: Project, **how: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(report_record(report(*projects, **how))))
    return found


def test_it_begins_with_what_was_asked_and_of_what() -> None:
    found = record(project(), terms=("stage=prospect", "plant"))
    assert list(found) == [
        *("ledger", "as_of", "filter", "period", "files"),
        *("pipeline", "cadence", "lead_times", "targets", "problems", "totals", "watch"),
    ]
    assert found["ledger"] == "Office"
    assert found["as_of"] == "2024-03-03"
    assert found["filter"] == "stage=prospect plant"
    # As it was asked for, and as much of it as has come.
    assert found["period"] == {
        "text": "2024",
        "from": "2024-01-01",
        "to": "2024-03-03",
        "days": 63,
    }
    assert found["files"] == {"read": 2, "left_out": 1}


def test_an_investment_is_null_only_where_projects_are_and_none_says() -> None:
    projects = [project(), project(signed="2024-01", investment=5), project(withdrawn="2024-01")]
    assert record(*projects)["pipeline"] == [
        {"stage": "prospect", "projects": 1, "investment": None},
        {"stage": "signed", "projects": 1, "investment": 5},
        {"stage": "land-supplied", "projects": 0, "investment": 0},
        {"stage": "started", "projects": 0, "investment": 0},
        {"stage": "completed", "projects": 0, "investment": 0},
        {"stage": "producing", "projects": 0, "investment": 0},
        {"stage": "withdrawn", "projects": 1, "investment": None},
    ]


def test_a_cadence_stands_beside_that_of_a_year_before_unrounded() -> None:
    dates = ["2024-01", "2024-02-29", "2024-02", "2023/2024", "2023-03-03"]
    signed, supplied, *_ = record(*[project(signed=text) for text in dates])["cadence"]
    assert signed == {
        "stage": "signed",
        "reached": 3,
        "possible": 1,
        "days_per_project": 63 / 3,
        # January and February of 2023 have 59 days, and 3 of March.
        "previous": {
            "from": "2023-01-01",
            "to": "2023-03-03",
            "reached": 1,
            "days_per_project": 62,
        },
    }
    assert supplied["days_per_project"] is None
    assert supplied["previous"]["days_per_project"] is None


def test_lead_times_count_everybody_and_guess_nothing() -> None:
    took = ["2024-01-11", "2024-01-21", "2024-01-31", "2024-02-10", "2024-02-20"]
    projects = [
        *[project(signed="2024-01-01", land_supplied=text) for text in took],
        project(signed="2024-02-02"),
        project(signed="2024-01-01", withdrawn="2024-01-06"),
        project(signed="2024-01-01", land_supplied="n/a"),
        project(signed="unknown"),
        project(signed="2024-02", land_supplied="2024-01"),
    ]
    found = {(one["from"], one["to"]): one for one in record(*projects)["lead_times"]}
    to_land = found["signed", "land-supplied"]
    within = to_land.pop("within")
    limits = to_land.pop("limits_95")
    # Of seven, one left on day 5 and three were in by day 30, when one was open: 3 ÷ 7. The rest
    # is shared by the two left: 1 - 1 ÷ 7 = 6 ÷ 7 by day 50.
    assert within == {"90": 0.857142857143, "180": 0.857142857143, "365": 0.857142857143} | {
        "730": 0.857142857143
    }
    assert list(limits) == ["p50", "p85", "within"]
    assert limits["p50"] == [10, None]
    low, high = limits["within"]["90"]
    assert 0 < low < within["90"] < high < 1
    assert to_land == {
        "from": "signed",
        "to": "land-supplied",
        "reached": 5,
        "open": 1,
        "withdrawn": 1,
        "left_out": {"not_applicable": 1, "unknown_date": 1, "reversed": 1},
        "p50": 40,
        "p85": 50,
        "finished_only": {"mean": 30, "median": 30, "shortest": 10, "longest": 50},
    }
    assert found["land-supplied", "started"]["p50"] is None
    nothing = found["started", "completed"]
    assert nothing["within"] == {"90": None, "180": None, "365": None, "730": None}
    assert nothing["limits_95"] == {"p50": None, "p85": None, "within": nothing["within"]}
    assert nothing["finished_only"] == {
        "mean": None,
        "median": None,
        "shortest": None,
        "longest": None,
    }


def test_targets_have_their_filter_pace_and_share() -> None:
    goals = {2024: Goals(filter=("district=Sihui", "plant"), signed=4, investment=8)}
    signed, investment = record(project(district="Sihui", signed="2024-01"), goals=goals)[
        "targets"
    ]
    assert {key: signed[key] for key in ("year", "measure", "filter", "target")} == {
        "year": 2024,
        "measure": "signed",
        "filter": "district=Sihui plant",
        "target": 4,
    }
    assert (signed["actual"], signed["pace"], signed["share"]) == (1, 4 * 63 / 366, 0.25)
    assert (investment["actual"], investment["share"]) == (None, None)


def test_problems_are_counted() -> None:
    problem = Problem(title="Road", raised=parse_period("2023"), due=parse_period("2024-02"))
    assert record(project(problems=(problem,)))["problems"] == {
        "found": 1,
        "closed": 0,
        "open": 1,
        "overdue": 1,
    }


def test_totals_say_how_many_projects_are_in_each() -> None:
    projects = [
        project(
            signed="2023", investment=300, land_mu=2, high_tech=True, kind=Kind.NEW, origin="Delta"
        ),
        project(signed="2023", investment=100, origin="Hunan"),
        project(signed="2023", origin="Delta"),
    ]
    assert record(*projects)["totals"] == {
        "projects": 3,
        "investment": 400,
        "output": None,
        "tax": None,
        "land_mu": 2,
        "investment_per_mu": 150,
        "tax_per_mu": None,
        "shares": {
            "key_industry": None,
            "high_tech": 1 / 3,
            "origin": {"Delta": 2 / 3, "Hunan": 1 / 3},
            "district": {},
            "industry": {},
            "kind": {"new": 1 / 3},
        },
        "known": {
            "investment": 2,
            "output": 0,
            "tax": 0,
            "land_mu": 1,
            "key_industry": 0,
            "high_tech": 1,
            "origin": 3,
            "district": 0,
            "industry": 0,
            "kind": 1,
        },
    }


def test_the_totals_of_no_projects_are_0_and_their_shares_unknown() -> None:
    found = record()["totals"]
    assert (found["projects"], found["investment"], found["land_mu"]) == (0, 0, 0)
    assert found["investment_per_mu"] is None
    assert found["shares"]["high_tech"] is None


def test_the_watch_list_has_the_least_age_and_every_reason() -> None:
    planned = {Stage.STARTED: parse_period("2024-02")}
    late = project("late", signed="2024-01", planned=planned)
    undated = project("undated", signed="unknown", planned=planned)
    first, second = record(late, undated)["watch"]
    # From 31 January to 3 March 2024.
    assert {key: first[key] for key in ("id", "stage", "age_days", "light", "reasons")} == {
        "id": "late",
        "stage": "signed",
        "age_days": 32,
        "light": "red",
        "reasons": ["3 days late: started by 2024-02"],
    }
    assert (second["id"], second["age_days"]) == ("undated", None)


def test_one_section_stands_beside_what_was_asked() -> None:
    for section in Section:
        keys = list(report_record(report(project()), section))
        assert keys == ["ledger", "as_of", "filter", "period", "files", section.replace("-", "_")]


def test_rows_are_the_same_figures_each_with_its_path() -> None:
    whole = {
        "a": 1,
        "b": {"c": None, "d e": {"f.g": 0.5}},
        "h": [{"i": "x"}, {"i": ["y", "z"]}],
        "j": [],
    }
    assert [tuple(row.values()) for row in rows_of(whole)] == [
        ("a", 1),
        ("b.c", None),
        ("b.d e.f.g", 0.5),
        ("h[0].i", "x"),
        ("h[1].i", ["y", "z"]),
        ("j", []),
    ]
    assert list(next(rows_of(whole))) == ["figure", "value"]
