"""Groups side by side: only the stages and the groups of which something is known."""

from collections.abc import Mapping
from datetime import date

import pytest

from zqtrack.core.columns import View
from zqtrack.core.filters import parse_filter
from zqtrack.core.groups import group_figures, parse_grouping
from zqtrack.core.lights import Limits
from zqtrack.core.period import parse_period
from zqtrack.core.project import Project, Stage, moment_from
from zqtrack.core.report import Section, Seen, ask
from zqtrack.output.document import say
from zqtrack.output.groups import groups_document
from zqtrack.output.layout import lay_out

DAY = date(2023, 12, 31)
WINDOW = parse_period("2023")


def view(actual: Mapping[str, str], high_tech: bool | None = None) -> Seen:
    moments = {Stage(stage): moment_from(text) for stage, text in actual.items()}
    project = Project(id="plant", name="Plant", actual=moments, high_tech=high_tech)
    return Seen(View(project, DAY, Limits()), project)


def lines(
    views: list[Seen], by: str, only: Section | None = None, *, verbose: bool = False
) -> list[str]:
    pairs = [(Stage.SIGNED, Stage.STARTED)]
    groups = group_figures(views, parse_grouping(by), WINDOW, DAY, pairs)
    asked = ask(parse_filter(()), WINDOW, DAY, None, DAY)
    document = groups_document(groups, asked, (say("Ledger"),), only, verbose=verbose)
    return list(lay_out(document, 80, lambda span: span.text))


def test_a_flag_is_yes_no_or_unknown_and_a_date_may_only_overlap_the_window() -> None:
    views = [
        view({"signed": "2023-05-01"}, high_tech=True),
        view({"signed": "2022-12/2023-01"}, high_tech=True),
        view({"signed": "2022-05-01"}, high_tech=False),
        view({"signed": "2022-12/2023-01"}),
    ]
    assert lines(views, "high_tech", Section.CADENCE) == [
        "Ledger",
        "",
        "4 projects in 3 groups by high_tech.",
        "",
        "Cadence in 2023: reached, and days for each",
        "  high tech  projects  signed     each",
        "  yes               2     ≥ 1  ≤ 365.0",
        "  no                1       ·        –",
        "  unknown           1     ≥ 0        –",
    ]


def test_what_straddles_two_years_is_undated() -> None:
    views = [view({"signed": "2023-05-01"}), view({"signed": "2022-12/2023-01"}), view({})]
    assert lines(views, "signed:year", Section.LEAD_TIMES)[2:] == [
        "2 projects in 2 groups by signed:year. Not yet signed, and in no group: 1.",
        "",
        "signed → started: lead times in days, of all that began by 2023-12-31",
        "  signed   done  open",
        "  2023        ·     1",
        "  undated     ·     1",
    ]


def test_a_group_of_which_none_has_begun_is_not_in_the_table_of_lead_times() -> None:
    views = [view({"signed": "2023-05-01"}, high_tech=True), view({}, high_tech=False)]
    assert lines(views, "high_tech", Section.LEAD_TIMES)[-2:] == [
        "  high tech  done  open",
        "  yes           ·     1",
    ]


@pytest.mark.parametrize("views", [[], [view({"signed": "2022-05-01"})]])
def test_a_window_in_which_nobody_reached_anything(views: list[Seen]) -> None:
    assert lines(views, "lead", Section.CADENCE)[-2:] == [
        "Cadence in 2023: reached, and days for each",
        "  No project reached a stage in it.",
    ]


def test_where_nobody_has_begun_there_is_no_lead_time() -> None:
    assert lines([], "lead", Section.LEAD_TIMES) == [
        "Ledger",
        "",
        "0 projects in 0 groups by lead.",
    ]
    assert lines([view({})], "lead", Section.LEAD_TIMES)[2:] == ["1 project in 1 group by lead."]


def test_the_limits_of_what_is_estimated_stand_below_when_asked_for() -> None:
    # Five of five in 9 days: Wilson's 95 % limits of 5 of 5 are 57 % and 100 %.
    views = [view({"signed": "2023-05-01", "started": "2023-05-10"}, high_tech=True)] * 5
    views += [view({"signed": "2023-05-01"}, high_tech=False)]
    assert lines(views, "high_tech", Section.LEAD_TIMES, verbose=True)[-5:] == [
        "signed → started: the 95 % limits of what is estimated",
        "  high tech  half in          85 % in          ≤ 90         ≤ 180         ≤ 365",
        "  yes          9 – 9  9 – not reached  57 % – 100 %  57 % – 100 %  57 % – 100 %",
        "  Wilson's limits on the effective number of projects. They take projects to be",
        "  independent of one another, and the open ones to be like the others.",
    ]
    few = lines(views[4:], "high_tech", Section.LEAD_TIMES, verbose=True)
    assert few == lines(views[4:], "high_tech", Section.LEAD_TIMES)
    assert lines([], "high_tech", verbose=True) == lines([], "high_tech")
