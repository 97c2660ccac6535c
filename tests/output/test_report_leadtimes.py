"""The table of lead times counts every project, and shows no percentile of a few."""

from datetime import date, timedelta
from operator import attrgetter

from zqtrack.core.filters import parse_filter
from zqtrack.core.period import exactly, parse_period
from zqtrack.core.project import Project, Stage, Withdrawal, moment_from
from zqtrack.core.report import Pair, Source, ask, build_report
from zqtrack.core.settings import Settings
from zqtrack.output.layout import lay_out
from zqtrack.output.report_leadtimes import lead_times, limits

SIGNED, SUPPLIED = Stage.SIGNED, Stage.LAND_SUPPLIED
BEGAN = date(2023, 1, 1)


def project(withdrawn: str | None = None, **actual: str) -> Project:
    left = Withdrawal(on=parse_period(withdrawn)) if withdrawn else None
    dates = {Stage(stage.replace("_", "-")): moment_from(text) for stage, text in actual.items()}
    return Project(id="plant", name="Plant", actual=dates, withdrawn=left)


def supplied_after(*days: int) -> list[Project]:
    return [
        project(signed=str(BEGAN), land_supplied=str(exactly(BEGAN + timedelta(took))))
        for took in days
    ]


def shown(
    projects: list[Project],
    pairs: tuple[Pair, ...] = (),
    columns: int | None = None,
    as_of: date | None = None,
) -> list[str]:
    question = ask(parse_filter(()), parse_period("2023"), as_of, None, date(2024, 3, 3), pairs)
    report = build_report(projects, Settings(), Source("Office", 1, 0), question)
    return list(lay_out(tuple(lead_times(report)), columns, attrgetter("text")))


def test_when_all_have_finished_there_are_plain_figures() -> None:
    assert shown(supplied_after(40, 60, 80, 100, 1_200 - 950, 300))[:3] == [
        "Lead times in days, of all that began by 2023-12-31",
        "  from → to                done  open  half in  85 % in  ≤ 90  ≤ 180  ≤ 365  ≤ 730",
        "  signed → land-supplied      6     ·       80      300  50 %   67 %  100 %  100 %",
    ]


def test_open_projects_count_and_what_is_not_known_is_said() -> None:
    # Five of seven in within 80 days; the last two are open for 334 and 364 days.
    projects = [*supplied_after(40, 50, 60, 70, 80), *[project(signed="2023-01")] * 2]
    assert shown(projects)[2] == (
        "  signed → land-supplied      5     2       70  not reached  71 %   71 %      –      –"
    )


def test_withdrawn_ones_and_those_left_out_are_counted_with_the_reason() -> None:
    projects = [
        *supplied_after(40, 50, 60, 70, 80),
        project(signed="2023-01-01", withdrawn="2023-02-01"),
        project(signed="2023-01-01", land_supplied="n/a"),
        project(signed="unknown"),
        project(started="2023"),
        project(signed="2023-05-01", land_supplied="2023-04-01"),
    ]
    # Of six that tell, five are in: 5 ÷ 6 = 83 %.
    assert [" ".join(line.split()) for line in shown(projects)[1:3]] == [
        "from → to done open withdrawn left out why half in 85 % in ≤ 90 ≤ 180 ≤ 365 ≤ 730",
        "signed → land-supplied 5 · 1 4 1 n/a, 2 undated, 1 reversed 60 not reached 83 %"
        + 3 * " 83 %",
    ]


def test_on_a_narrow_screen_the_reasons_go_first_and_the_counts_stay() -> None:
    projects = [
        *supplied_after(40, 50, 60, 70, 80),
        project(signed="2023-01-01", withdrawn="2023-02-01"),
        project(signed="unknown"),
        project(signed="2022-12-01", land_supplied="2023-01-01", started="2023-01-05"),
    ]
    assert shown(projects, columns=80)[1:3] == [
        "  from → to                done  open  withdrawn  left out  half in  85 % in",
        "  signed → land-supplied      6     ·          1         1       60       80",
    ]


def test_below_it_stands_what_is_nothing_and_what_there_is_no_room_for() -> None:
    gone = project(signed="2023-01-01", withdrawn="2023-02-01")
    assert shown(supplied_after(40, 50), columns=80)[-2:] == [
        "  None withdrawn. None left out. Begun by none: contacted → signed, started →",
        "  completed, completed → producing, contacted → started.",
    ]
    never = "Begun by none: contacted → signed, started → completed, completed → producing"
    many = shown([*supplied_after(40, 50, 60, 70, 80), project(signed="unknown"), gone])
    assert many[-1] == (
        "  Left out: signed → land-supplied 1 undated; signed → producing 1 undated. "
        f"{never}, contacted → started."
    )


def test_where_nothing_is_hidden_nothing_is_said_below_it() -> None:
    all_of_it = project(
        withdrawn="2023-12-01",
        contacted="2023-01-01",
        signed="unknown",
        land_supplied="2023-02-01",
        started="2023-03-01",
        completed="2023-04-01",
    )
    assert shown([all_of_it])[-1].startswith("  signed → producing ")


def test_a_few_that_finished_are_shown_each() -> None:
    projects = [
        *supplied_after(152, 28),
        project(signed="2023-04", land_supplied="2023-09-28"),
        project(signed="unknown"),
    ]
    assert shown(projects)[1:4] == [
        "  from → to                done  open  left out  why        each, if few",
        "  signed → land-supplied      3     ·         1  1 undated  28, 151–180, 152",
        "  land-supplied → started     ·     3         ·",
    ]


def test_a_few_beside_many_have_no_percentile() -> None:
    projects = supplied_after(40, 50, 60, 70, 80)
    projects[0] = project(
        signed=str(BEGAN), land_supplied="2023-02-10", started="2023-02-17", contacted="2022"
    )
    found = shown(projects)
    assert found[1].endswith("≤ 730  each, if few")
    # The one in of five: 20 %, and the four others are open for more than 90 days.
    assert found[4] == (
        "  land-supplied → started     1     4        –        –   20 %   20 %      –      –  7"
    )


def test_a_pair_of_which_no_project_tells_is_not_shown_unless_it_is_asked_for() -> None:
    assert [line.split("  ")[1] for line in shown([project(signed="2023")])[2:-1]] == [
        "signed → land-supplied",
        "signed → producing",
    ]
    asked = (Stage.STARTED, Stage.PRODUCING)
    assert shown([], pairs=(asked,))[1:3] == [
        "  from → to            done  open",
        "  started → producing     ·     ·",
    ]
    assert shown([]) == []


def test_a_later_day_is_named() -> None:
    assert shown([project(signed="2023")], as_of=date(2024, 2, 1))[0] == (
        "Lead times in days, of all that began by 2023-12-31, seen on 2024-02-01"
    )


def test_limits_stand_for_the_pairs_with_an_estimate_alone() -> None:
    projects = [*supplied_after(10, 20, 30, 40, 50), project(signed="2023-11-01")]
    question = ask(parse_filter(()), parse_period("2023"), None, None, date(2024, 3, 3))
    report = build_report(projects, Settings(), Source("Office", 1, 0), question)
    lines = list(lay_out(tuple(limits(report)), None, attrgetter("text")))
    assert [line.split()[:3] for line in lines[2:-1]] == [["signed", "→", "land-supplied"]]
    assert lines[2].endswith("–")
    assert "not reached" in lines[2]
    few = build_report(projects[:4], Settings(), Source("Office", 1, 0), question)
    assert tuple(limits(few)) == ()
