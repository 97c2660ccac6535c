"""The page that explains the figures quotes figures that hold."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from zqtrack.core.leadtime import LeadTimes, Outcome, lead_times
from zqtrack.core.period import exactly
from zqtrack.core.project import Project, Stage, Withdrawal, seen_on
from zqtrack.ledger.store import read_all

REPOSITORY = Path(__file__).parent.parent
PAGE = " ".join((REPOSITORY / "docs" / "why.md").read_text(encoding="utf-8").split())
SIGNED, NOW = date(2022, 1, 1), date(2024, 1, 1)


def plant(started: int | None = None, withdrawn: int | None = None) -> Project:
    actual = {Stage.SIGNED: exactly(SIGNED)}
    if started is not None:
        actual[Stage.STARTED] = exactly(SIGNED + timedelta(days=started))
    gone = exactly(SIGNED + timedelta(days=withdrawn)) if withdrawn is not None else None
    left = Withdrawal(on=gone) if gone else None
    return Project(id="plant", name="Plant", actual=dict(actual), withdrawn=left)


def ten(*late: int) -> LeadTimes:
    quick = [plant(started=days) for days in (60, 90, 120, 150, 180, *late)]
    waiting = [plant() for _ in range(4 - len(late))]
    projects = [*quick, plant(withdrawn=100), *waiting]
    return lead_times(projects, Stage.SIGNED, Stage.STARTED, NOW)


def says(text: str) -> bool:
    return text in PAGE


def test_the_ten_projects_of_the_page() -> None:
    assert (NOW - SIGNED).days == 730
    assert says("It is now 1 January 2024, 730 days later.")
    finished = ten().finished_only
    assert finished
    assert (finished.mean, finished.median) == (120, 120)
    assert says("the mean is 120 days")
    assert ten().percentile(0.5) == 180
    assert says("half of them had started after 180 days")
    assert (ten().within(365), ten().within(730)) == pytest.approx((0.5, 0.5))
    assert says("within 365 days it was 50 %, and after two years it still is")
    assert ten().percentile(0.85) is None


def test_the_mean_jumps_when_a_slow_one_comes_in() -> None:
    finished = ten(730).finished_only
    assert finished
    assert round(finished.mean) == 222
    assert says("the mean jumps to 222 days")


def test_the_land_of_the_zone_on_two_days() -> None:
    folder = REPOSITORY / "examples" / "agglomeration-zone-2023"
    projects = [file.project for file in read_all(folder) if file.project]

    def land(day: date) -> LeadTimes:
        seen = [seen_on(project, day) for project in projects]
        return lead_times(seen, Stage.SIGNED, Stage.LAND_SUPPLIED, day)

    early, later = land(date(2023, 8, 9)), land(date(2023, 9, 20))
    assert (early.counts[Outcome.REACHED], early.counts[Outcome.OPEN]) == (9, 23)
    assert (early.percentile(0.5), early.percentile(0.85)) == (168, None)
    assert says("Of 32 signed projects 9 had their land, and 23 were still waiting.")
    assert says("*Half in* was 168 days.")
    assert (later.counts[Outcome.REACHED], later.counts[Outcome.OPEN]) == (33, 0)
    assert later.percentile(0.5) == 114
    assert says("Six weeks later all of the 33 projects that were signed by then had their land")
    assert says("half of them within 114 days")
