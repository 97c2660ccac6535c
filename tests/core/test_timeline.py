"""A project's way is told by its dates alone, as precisely as they are known."""

from collections.abc import Mapping
from datetime import date

import pytest

from zqtrack.core.leadtime import LeadTime, Outcome
from zqtrack.core.period import exactly, parse_period
from zqtrack.core.project import Mark, Project, Replanned, Stage, Withdrawal, moment_from
from zqtrack.core.timeline import Step, spans, timeline

DAY = date(2024, 3, 3)


def project(
    actual: Mapping[str, str],
    planned: Mapping[str, str] | None = None,
    again: tuple[tuple[str, str], ...] = (),
    withdrawn: str | None = None,
) -> Project:
    return Project(
        id="plant",
        name="Plant",
        actual={Stage(stage): moment_from(text) for stage, text in actual.items()},
        planned={Stage(stage): parse_period(text) for stage, text in (planned or {}).items()},
        replanned=tuple(
            Replanned(stage=Stage(stage), to=parse_period(to), on=exactly(date(2024, 1, 1)))
            for stage, to in again
        ),
        withdrawn=Withdrawal(on=parse_period(withdrawn)) if withdrawn else None,
    )


def step(of: Project, stage: Stage) -> Step:
    return next(step for step in timeline(of, DAY) if step.stage is stage)


GCL = project(
    {
        "contacted": "2023-04-27",
        "signed": "unknown",
        "land-supplied": "unknown",
        "started": "2023-08-30",
    },
    {"completed": "2024-04", "producing": "2024-04"},
)


def test_every_stage_is_a_step_and_a_known_first_contact_too() -> None:
    assert [step.stage for step in timeline(GCL, DAY)] == list(Stage)
    assert [step.stage for step in timeline(project({}), DAY)] == list(Stage)[1:]


def test_days_are_counted_from_the_last_date_before() -> None:
    started = step(GCL, Stage.STARTED)
    # 3 days of April, 31 of May, 30 of June, 31 of July, 30 of August
    assert (started.since, started.took) == (
        Stage.CONTACTED,
        LeadTime(Outcome.REACHED, 125, 125),
    )


def test_of_a_stage_at_an_unknown_date_no_days_are_said() -> None:
    signed = step(GCL, Stage.SIGNED)
    assert (signed.moment, signed.since, signed.took) == (Mark.UNKNOWN, Stage.CONTACTED, None)
    assert step(GCL, Stage.CONTACTED) == Step(
        Stage.CONTACTED, parse_period("2023-04-27"), None, None, (), None
    )


def test_of_the_next_stage_the_days_so_far_are_said_and_of_later_ones_none() -> None:
    completed = step(GCL, Stage.COMPLETED)
    assert (completed.since, completed.took) == (Stage.STARTED, LeadTime(Outcome.OPEN, 186, 186))
    assert step(GCL, Stage.PRODUCING).took is None


def test_where_a_project_left_its_days_until_then_are_said() -> None:
    left = project({"signed": "2024-01-31"}, withdrawn="2024-02")
    # 1 to 29 February
    assert step(left, Stage.LAND_SUPPLIED).took == LeadTime(Outcome.WITHDRAWN, 1, 29)
    assert step(left, Stage.STARTED).took is None


def test_dates_in_the_wrong_order_are_said_to_be() -> None:
    wrong = project({"signed": "2023-05", "started": "2023-04"})
    assert step(wrong, Stage.STARTED).took == LeadTime(Outcome.REVERSED)


def test_a_stage_that_does_not_apply_is_stepped_over() -> None:
    leased = project({"signed": "2023-05-01", "land-supplied": "n/a"})
    assert step(leased, Stage.LAND_SUPPLIED).took is None
    started = step(leased, Stage.STARTED)
    assert started.since is Stage.SIGNED
    assert started.took is not None
    assert started.took.outcome is Outcome.OPEN


def test_promises_are_told_from_the_first_to_the_last() -> None:
    moved = project(
        {"started": "2023"},
        {"completed": "2024-04"},
        (("completed", "2024-06"), ("producing", "2025"), ("completed", "2024-05")),
    )
    assert step(moved, Stage.COMPLETED).promises == tuple(
        map(parse_period, ("2024-04", "2024-06", "2024-05"))
    )
    assert step(moved, Stage.PRODUCING).promises == (parse_period("2025"),)
    assert step(moved, Stage.STARTED).promises == ()


@pytest.mark.parametrize(
    ("reached", "slip"),
    [
        ("2023-07-31", (0, 0)),
        ("2023-08-30", (30, 30)),
        ("2023-07-01", (-30, -30)),
        ("2023-08", (1, 31)),
        ("unknown", None),
        ("n/a", None),
    ],
)
def test_what_was_reached_slipped_by_as_much_as_its_date_allows(
    reached: str, slip: tuple[int, int] | None
) -> None:
    assert step(project({"started": reached}, {"started": "2023-07"}), Stage.STARTED).slip == slip


def test_what_is_ahead_slips_with_its_current_promise_or_the_day() -> None:
    moved = project({"signed": "2023"}, {"started": "2024-04"}, (("started", "2024-05"),))
    assert step(moved, Stage.STARTED).slip == (31, 31)
    # Promised for 29 February, seen on 3 March.
    late = project({"signed": "2023"}, {"started": "2024-02"})
    assert step(late, Stage.STARTED).slip == (3, 3)
    assert step(late, Stage.COMPLETED).slip is None


def test_what_a_project_that_left_never_reached_does_not_slip() -> None:
    left = project({"signed": "2023"}, {"started": "2024-02"}, withdrawn="2024-01")
    assert step(left, Stage.STARTED).slip is None


def test_a_span_is_told_from_each_stage_reached_to_each_later_one() -> None:
    told = spans(project({"signed": "2023-04", "started": "2023-09-28"}), DAY)
    assert told == (
        # Land was supplied at a time that nobody wrote down.
        (Stage.SIGNED, Stage.LAND_SUPPLIED, LeadTime(Outcome.UNKNOWN_DATE)),
        # 30 April to 28 September, and 1 April to 28 September
        (Stage.SIGNED, Stage.STARTED, LeadTime(Outcome.REACHED, 151, 180)),
        (Stage.SIGNED, Stage.COMPLETED, LeadTime(Outcome.OPEN, 308, 337)),
        (Stage.SIGNED, Stage.PRODUCING, LeadTime(Outcome.OPEN, 308, 337)),
        (Stage.LAND_SUPPLIED, Stage.STARTED, LeadTime(Outcome.UNKNOWN_DATE)),
        (Stage.LAND_SUPPLIED, Stage.COMPLETED, LeadTime(Outcome.UNKNOWN_DATE)),
        (Stage.LAND_SUPPLIED, Stage.PRODUCING, LeadTime(Outcome.UNKNOWN_DATE)),
        (Stage.STARTED, Stage.COMPLETED, LeadTime(Outcome.OPEN, 157, 157)),
        (Stage.STARTED, Stage.PRODUCING, LeadTime(Outcome.OPEN, 157, 157)),
    )


def test_a_prospect_has_no_spans() -> None:
    assert spans(project({}), DAY) == ()
