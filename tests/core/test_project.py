"""Where a project stands follows from its dates, and from the day it is seen."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zqtrack.core.period import Period, exactly, parse_period, span
from zqtrack.core.project import (
    FIELDS,
    KIND,
    MOMENT,
    PROSPECT,
    STAGE,
    STAGES,
    STANDINGS,
    TABLES,
    WITHDRAWN,
    Kind,
    Mark,
    Moment,
    Note,
    Problem,
    Project,
    Replanned,
    Stage,
    Withdrawal,
    moment_from,
    seen_on,
)
from zqtrack.errors import BadValue

DAYS = st.dates(date(2020, 1, 1), date(2026, 12, 31))
MOMENTS = st.one_of(
    DAYS.map(exactly),
    st.tuples(DAYS, DAYS).map(lambda ends: span(min(ends), max(ends))),
    st.sampled_from(Mark),
)


def project(
    actual: Mapping[str, str] | None = None,
    *,
    planned: Mapping[str, str] | None = None,
    replanned: tuple[Replanned, ...] = (),
    problems: tuple[Problem, ...] = (),
    notes: tuple[Note, ...] = (),
    withdrawn: str | None = None,
) -> Project:
    return Project(
        id="plant",
        name="Plant",
        actual={Stage(stage): moment_from(text) for stage, text in (actual or {}).items()},
        planned={Stage(stage): parse_period(text) for stage, text in (planned or {}).items()},
        replanned=replanned,
        problems=problems,
        notes=notes,
        withdrawn=Withdrawal(on=parse_period(withdrawn)) if withdrawn else None,
    )


def again(stage: Stage, to: str, on: str) -> Replanned:
    return Replanned(stage=stage, to=parse_period(to), on=parse_period(on))


def problem(raised: str, closed: str | None = None, due: str | None = None) -> Problem:
    return Problem(
        title="Access road",
        raised=parse_period(raised),
        closed=parse_period(closed) if closed else None,
        due=parse_period(due) if due else None,
    )


def note(on: str) -> Note:
    return Note(on=parse_period(on), text="Visited the site.")


def moments(actual: Mapping[Stage, Moment]) -> dict[str, str]:
    return {stage.value: str(moment) for stage, moment in actual.items()}


# What there is


def test_stages_are_in_the_order_in_which_projects_pass_them() -> None:
    assert list(STAGES) == ["signed", "land-supplied", "started", "completed", "producing"]
    assert list(STANDINGS) == ["prospect", *STAGES, "withdrawn"]


def test_the_fields_of_a_project_are_its_keys_outside_tables() -> None:
    assert " ".join(known.key for known in FIELDS) == (
        "name company district park industry product origin kind investment paid-in output tax "
        "land-mu high-tech key-industry lead team lists sources"
    )
    assert [known.key for known in FIELDS if known.required] == ["name"]


def test_a_project_file_has_its_tables_in_this_order() -> None:
    assert TABLES == ("actual", "planned", "replanned", "problems", "notes", "withdrawn")


def test_a_moment_is_a_date_unknown_or_not_applicable() -> None:
    assert moment_from("unknown") is Mark.UNKNOWN
    assert moment_from("n/a") is Mark.NOT_APPLICABLE
    assert moment_from("2023-04") == parse_period("2023-04")
    assert moment_from(date(2023, 4, 18)) == exactly(date(2023, 4, 18))
    assert MOMENT.parse("unknown") is Mark.UNKNOWN


@pytest.mark.parametrize("value", ["Unknown", "n.a.", "N/A", "", "unknown ", True, ["unknown"]])
def test_what_is_neither_a_date_nor_a_mark_is_no_moment(value: object) -> None:
    with pytest.raises(BadValue) as caught:
        moment_from(value)
    assert str(caught.value.hint).endswith(
        '; or "unknown" if nobody knows when, "n/a" if it does not apply'
    )


def test_a_date_of_a_stage_that_is_only_misspelt_says_no_more_than_its_spelling() -> None:
    with pytest.raises(BadValue) as caught:
        moment_from("2023/04")
    assert (str(caught.value), caught.value.hint) == ("`2023/04` is not a date", "write 2023-04")


def test_kinds_and_stages_are_read_by_their_names() -> None:
    assert KIND.read("upgrade") is Kind.UPGRADE
    assert STAGE.read("land-supplied") is Stage.LAND_SUPPLIED


# Where it stands


def test_a_project_without_a_stage_is_a_prospect() -> None:
    prospect = project()
    assert prospect.reached is None
    assert prospect.standing == PROSPECT
    assert prospect.since is None
    assert prospect.next_stage is Stage.SIGNED


def test_a_prospect_stands_there_since_its_first_contact() -> None:
    contacted = project({"contacted": "2023-04"})
    assert contacted.standing == PROSPECT
    assert contacted.since == parse_period("2023-04")
    assert contacted.next_stage is Stage.SIGNED


def test_a_project_stands_at_the_last_stage_it_reached() -> None:
    started = project({"signed": "2023-04", "started": "2023-09-28"})
    assert started.reached is Stage.STARTED
    assert started.standing == "started"
    assert started.since == parse_period("2023-09-28")
    assert started.next_stage is Stage.COMPLETED


def test_a_stage_passed_at_an_unknown_date_is_reached() -> None:
    unknown = project({"signed": "2023-04", "land-supplied": "unknown"})
    assert unknown.has_reached(Stage.LAND_SUPPLIED)
    assert unknown.standing == "land-supplied"
    assert unknown.since is Mark.UNKNOWN


def test_a_stage_that_does_not_apply_is_not_reached() -> None:
    leased = project({"signed": "2023-04", "land-supplied": "n/a"})
    assert not leased.has_reached(Stage.LAND_SUPPLIED)
    assert leased.standing == "signed"


def test_a_stage_that_does_not_apply_is_not_next() -> None:
    assert project({"signed": "2023-04", "land-supplied": "n/a"}).next_stage is Stage.STARTED
    assert project({"signed": "n/a", "land-supplied": "n/a"}).next_stage is Stage.STARTED


def test_a_stage_without_a_date_before_the_last_one_is_not_next() -> None:
    assert project({"started": "2023-09"}).next_stage is Stage.COMPLETED


def test_nothing_comes_after_production() -> None:
    assert project({"producing": "2024-03-03"}).next_stage is None
    assert project({"completed": "2024-01", "producing": "n/a"}).next_stage is None


def test_a_project_that_left_is_withdrawn_and_has_nothing_before_it() -> None:
    left = project({"signed": "2023-04"}, withdrawn="2023-11")
    assert left.standing == WITHDRAWN
    assert left.since == parse_period("2023-11")
    assert left.next_stage is None
    assert left.reached is Stage.SIGNED


# What was promised


def test_the_first_promise_counts_until_there_is_another() -> None:
    planned = project(planned={"completed": "2024-12"})
    assert planned.promise(Stage.COMPLETED) == parse_period("2024-12")
    assert planned.first_promise(Stage.COMPLETED) == parse_period("2024-12")


def test_the_last_promise_counts_and_the_first_is_not_forgotten() -> None:
    replanned = project(
        planned={"completed": "2024-12", "producing": "2025-H1"},
        replanned=(
            again(Stage.COMPLETED, "2025-03", "2024-10-09"),
            again(Stage.PRODUCING, "2025-H2", "2024-10-09"),
            again(Stage.COMPLETED, "2025-06", "2025-02-01"),
        ),
    )
    assert replanned.promise(Stage.COMPLETED) == parse_period("2025-06")
    assert replanned.first_promise(Stage.COMPLETED) == parse_period("2024-12")
    assert replanned.promise(Stage.PRODUCING) == parse_period("2025-H2")


def test_without_a_first_promise_the_earliest_later_one_stands_for_it() -> None:
    replanned = project(
        replanned=(
            again(Stage.COMPLETED, "2025-03", "2024-10-09"),
            again(Stage.COMPLETED, "2025-06", "2025-02-01"),
        )
    )
    assert replanned.first_promise(Stage.COMPLETED) == parse_period("2025-03")
    assert replanned.promise(Stage.COMPLETED) == parse_period("2025-06")


def test_a_stage_that_nobody_promised_has_no_promise() -> None:
    planned = project(planned={"completed": "2024-12"})
    assert planned.promise(Stage.PRODUCING) is None
    assert planned.first_promise(Stage.PRODUCING) is None


def test_a_problem_is_open_until_it_is_closed() -> None:
    mended, unmended = problem("2023-05-01", closed="2023-05-28"), problem("2023-06-01")
    assert project(problems=(mended, unmended)).open_problems == (unmended,)


# Seen on a day


def test_what_came_later_has_not_happened_yet() -> None:
    plant = project({"signed": "2023-04", "started": "2023-09-28"})
    assert moments(seen_on(plant, date(2023, 9, 27)).actual) == {"signed": "2023-04"}
    assert seen_on(plant, date(2023, 3, 31)).standing == PROSPECT


def test_what_happened_on_the_day_has_happened() -> None:
    plant = project({"signed": "2023-04", "started": "2023-09-28"})
    assert seen_on(plant, date(2023, 9, 28)) == plant


def test_a_date_that_straddles_the_day_is_clipped_to_it() -> None:
    plant = project({"signed": "2023-04"})
    seen = seen_on(plant, date(2023, 4, 18))
    assert moments(seen.actual) == {"signed": "2023-04-01/2023-04-18"}


def test_a_stage_of_unknown_date_waits_for_the_stages_before_it() -> None:
    plant = project({"signed": "2023-04", "land-supplied": "unknown", "started": "2023-09-28"})
    assert moments(seen_on(plant, date(2023, 3, 31)).actual) == {}
    # It was passed between April and September; from April on it counts as passed.
    assert moments(seen_on(plant, date(2023, 5, 1)).actual) == {
        "signed": "2023-04",
        "land-supplied": "unknown",
    }


def test_what_does_not_apply_never_did() -> None:
    leased = project({"signed": "2023-04", "land-supplied": "n/a"})
    assert moments(seen_on(leased, date(2023, 3, 31)).actual) == {"land-supplied": "n/a"}


def test_a_first_promise_carries_no_day_and_stays() -> None:
    plant = project(planned={"completed": "2024-12"})
    assert seen_on(plant, date(2020, 1, 1)) == plant


def test_a_later_promise_counts_from_the_day_it_was_made() -> None:
    plant = project(
        planned={"completed": "2024-12"},
        replanned=(again(Stage.COMPLETED, "2025-03", "2024-10-09"),),
    )
    before, after = seen_on(plant, date(2024, 10, 8)), seen_on(plant, date(2024, 10, 9))
    assert before.promise(Stage.COMPLETED) == parse_period("2024-12")
    assert after.promise(Stage.COMPLETED) == parse_period("2025-03")


def test_a_problem_closed_later_is_still_open() -> None:
    plant = project(problems=(problem("2023-05-01", closed="2023-05-28", due="2023-06-01"),))
    assert seen_on(plant, date(2023, 4, 30)).problems == ()
    assert seen_on(plant, date(2023, 5, 27)).problems == (problem("2023-05-01", due="2023-06-01"),)
    assert seen_on(plant, date(2023, 5, 28)) == plant


def test_the_dates_of_the_follow_up_are_clipped_too() -> None:
    plant = project(
        replanned=(again(Stage.COMPLETED, "2025-03", "2024-10"),),
        problems=(problem("2024-10", closed="2024-10/2024-11"),),
        notes=(note("2024-Q4"),),
        withdrawn="2024",
    )
    assert seen_on(plant, date(2024, 10, 9)) == project(
        replanned=(again(Stage.COMPLETED, "2025-03", "2024-10-01/2024-10-09"),),
        problems=(problem("2024-10-01/2024-10-09", closed="2024-10-01/2024-10-09"),),
        notes=(note("2024-10-01/2024-10-09"),),
        withdrawn="2024-01-01/2024-10-09",
    )


def test_a_note_of_later_is_not_written_yet() -> None:
    plant = project(notes=(note("2023-05-01"), note("2023-06-01")))
    assert seen_on(plant, date(2023, 5, 31)).notes == (note("2023-05-01"),)


def test_a_project_withdrawn_later_is_still_there() -> None:
    plant = project({"signed": "2023-04"}, withdrawn="2023-11-06")
    assert seen_on(plant, date(2023, 11, 5)).standing == "signed"
    assert seen_on(plant, date(2023, 11, 6)).standing == WITHDRAWN


@given(st.dictionaries(st.sampled_from(Stage), MOMENTS), DAYS)
def test_no_stage_is_seen_after_the_day(actual: dict[Stage, Moment], day: date) -> None:
    seen = seen_on(Project(id="plant", name="Plant", actual=actual), day)
    assert all(moment.last <= day for moment in seen.actual.values() if isinstance(moment, Period))


@given(st.dictionaries(st.sampled_from(Stage), MOMENTS), DAYS, DAYS)
def test_seen_from_two_days_is_seen_from_the_earlier(
    actual: dict[Stage, Moment], one: date, other: date
) -> None:
    plant = Project(id="plant", name="Plant", actual=actual)
    assert seen_on(seen_on(plant, max(one, other)), min(one, other)) == seen_on(
        plant, min(one, other)
    )


def test_a_project_with_all_its_dates_behind_it_is_seen_as_it_is() -> None:
    past = parse_period("2023")
    whole = project(
        {"signed": "2022", "started": "unknown"},
        replanned=(Replanned(stage=Stage.STARTED, to=past, on=past),),
        problems=(
            Problem(title="Road", raised=past),
            Problem(title="Power", raised=past, closed=past),
        ),
        notes=(Note(on=past, text="Seen."),),
        withdrawn="2023",
    )
    assert seen_on(whole, date(2023, 12, 31)) is whole
    assert seen_on(whole, date(2023, 12, 30)) != whole
