"""Totals add up what projects say; what none says is unknown, and how many say it is told."""

from typing import Any

import pytest

from zqtrack.core.period import parse_period
from zqtrack.core.project import Kind, Project, Stage, Withdrawal, moment_from
from zqtrack.core.totals import Share, Standing, Sum, pipeline, totals


def project(stage: str | None = "signed", *, withdrawn: bool = False, **fields: Any) -> Project:
    actual = {Stage(stage): moment_from("2023")} if stage else {}
    left = Withdrawal(on=parse_period("2024")) if withdrawn else None
    return Project(id="plant", name="Plant", actual=actual, withdrawn=left, **fields)


def share_of(field: str, *projects: Project) -> Share:
    (found,) = [share for share in totals(projects).shares if share.field == field]
    return found


# --- the pipeline --------------------------------------------------------------------------------


def test_every_project_stands_at_one_place() -> None:
    projects = [
        project(None, investment=1),
        project("contacted", investment=2),
        project("signed", investment=10),
        project("signed"),
        project("started"),
        project("producing", investment=100),
        project("signed", withdrawn=True, investment=1_000),
        project(None, withdrawn=True),
    ]
    assert pipeline(projects) == (
        Standing("prospect", 2, Sum(3, 2)),
        Standing("signed", 2, Sum(10, 1)),
        Standing("land-supplied", 0, Sum(0, 0)),
        Standing("started", 1, Sum(None, 0)),
        Standing("completed", 0, Sum(0, 0)),
        Standing("producing", 1, Sum(100, 1)),
        Standing("withdrawn", 2, Sum(1_000, 1)),
    )


def test_without_projects_every_place_is_empty() -> None:
    assert {(place.projects, place.investment) for place in pipeline([])} == {(0, Sum(0, 0))}


# --- sums ----------------------------------------------------------------------------------------


def test_a_sum_is_over_those_that_give_an_amount() -> None:
    projects = [project(tax=5), project(tax=0), project()]
    assert totals(projects).tax == Sum(5, 2)


def test_a_sum_of_which_no_project_says_anything_is_unknown() -> None:
    assert totals([project(), project()]).tax == Sum(None, 0)


def test_the_sum_of_no_projects_is_0() -> None:
    assert totals([]).tax == Sum(0, 0)


def test_yuan_stay_whole_however_many() -> None:
    largest = 2**63 - 1
    found = totals([project(investment=largest)] * 3).investment
    assert found.amount == 3 * largest
    assert isinstance(found.amount, int)


def test_a_sum_of_fractions_does_not_depend_on_their_order() -> None:
    # One by one, 0.1 + 0.2 + 0.3 is 0.6000000000000001.
    projects = [project(land_mu=mu) for mu in (0.1, 0.2, 0.3)]
    assert totals(projects).land_mu.amount == 0.6
    assert totals(projects[::-1]).land_mu.amount == 0.6


def test_only_what_is_signed_and_has_not_left_is_in_the_totals() -> None:
    found = totals(
        [
            project("signed", investment=10, output=1),
            project("producing", investment=20, land_mu=2.5),
            project("contacted", investment=100),
            project(None, investment=200),
            project("started", withdrawn=True, investment=400),
        ]
    )
    assert found.projects == 2
    assert found.investment == Sum(30, 2)
    assert found.output == Sum(1, 1)
    assert found.tax == Sum(None, 0)
    assert found.land_mu == Sum(2.5, 1)


def test_amounts_a_mu_divide_over_the_projects_that_give_both() -> None:
    projects = [
        project(investment=300, land_mu=2, tax=10),
        project(investment=100, land_mu=2),
        project(investment=1_000),
        project(land_mu=50),
        project(investment=500, land_mu=0),
    ]
    found = totals(projects)
    assert found.investment_per_mu == 400 / 4
    assert found.tax_per_mu == 10 / 2


def test_without_land_nothing_is_known_a_mu() -> None:
    found = totals([project(investment=300), project(land_mu=2)])
    assert found.investment_per_mu is None
    assert found.tax_per_mu is None


# --- shares --------------------------------------------------------------------------------------


def test_a_share_counts_those_that_say_so_out_of_all() -> None:
    projects = [project(high_tech=True)] * 3 + [project(high_tech=False), project()]
    found = share_of("high_tech", *projects)
    assert found == Share("high_tech", {True: 3}, known=4, projects=5)
    assert found.of(True) == 3 / 5
    assert found.is_flag


def test_a_text_has_a_share_for_each_value_the_largest_first() -> None:
    origins = ["Delta", "Hunan", "Delta", "Anhui", None]
    found = share_of("origin", *(project(origin=origin) for origin in origins))
    assert list(found.counts.items()) == [("Delta", 2), ("Anhui", 1), ("Hunan", 1)]
    assert (found.known, found.of("Delta"), found.of("Jilin")) == (4, 0.4, 0)
    assert not found.is_flag


def test_a_kind_is_shared_by_its_name() -> None:
    assert share_of("kind", project(kind=Kind.NEW)).of("new") == 1


def test_a_share_of_which_no_project_says_anything_is_unknown() -> None:
    found = share_of("high_tech", project(), project())
    assert found == Share("high_tech", {}, known=0, projects=2)
    assert found.of(True) is None


def test_a_flag_that_all_deny_is_0() -> None:
    assert share_of("key_industry", project(key_industry=False)).of(True) == 0


@pytest.mark.parametrize("field", ["key_industry", "origin"])
def test_without_projects_there_is_no_share(field: str) -> None:
    found = share_of(field)
    assert (found.counts, found.of(True)) == ({}, None)
