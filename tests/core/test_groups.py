"""Groups are made of what a project began with, and the unsure have a group of their own."""

from datetime import date

import pytest

from zqtrack.core.columns import View
from zqtrack.core.groups import Group, Groups, group_figures, parse_grouping
from zqtrack.core.leadtime import PAIRS, Outcome
from zqtrack.core.lights import Limits
from zqtrack.core.period import parse_period
from zqtrack.core.project import Project, Stage, Withdrawal, moment_from
from zqtrack.core.report import Seen
from zqtrack.errors import UsageError

DAY = date(2024, 6, 30)
SIGNED_STARTED = (Stage.SIGNED, Stage.STARTED)


def view(
    actual: dict[str, str],
    district: str | None = None,
    *,
    withdrawn: str | None = None,
    high_tech: bool | None = None,
) -> Seen:
    project = Project(
        id="plant",
        name="Plant",
        district=district,
        high_tech=high_tech,
        actual={Stage(stage): moment_from(text) for stage, text in actual.items()},
        withdrawn=Withdrawal(on=parse_period(withdrawn)) if withdrawn else None,
    )
    return Seen(View(project, DAY, Limits()), project)


def grouped(
    views: list[Seen], by: str, pairs: tuple[tuple[Stage, Stage], ...] = (SIGNED_STARTED,)
) -> Groups:
    return group_figures(views, parse_grouping(by), parse_period("2023/2024-06"), DAY, pairs)


def sizes(groups: Groups) -> list[tuple[object, int]]:
    return [(group.value, group.projects) for group in groups.groups]


def only(groups: Groups) -> Group:
    (group,) = groups.groups
    return group


def test_the_largest_group_comes_first_and_the_unknown_last() -> None:
    signed = {"signed": "2023-05-01"}
    views = [view(signed, district) for district in ("B", None, "C", None, "A", None, "C")]
    assert sizes(grouped(views, "district")) == [("C", 2), ("A", 1), ("B", 1), (None, 3)]


def test_a_flag_divides_in_yes_no_and_unknown() -> None:
    views = [view({}, high_tech=flag) for flag in (True, True, False, None)]
    assert sizes(grouped(views, "high-tech")) == [(True, 2), (False, 1), (None, 1)]


def test_dates_divide_in_the_order_of_time_and_what_straddles_two_is_undated() -> None:
    dates = ("2024-02-01", "2023-11", "2024-03", "2023-12/2024-01", "unknown", "n/a")
    views = [view({"signed": text}) for text in dates]
    assert sizes(grouped(views, "signed:year")) == [("2023", 1), ("2024", 2), (None, 3)]


def test_a_date_that_straddles_the_day_may_come_after_it() -> None:
    seen = view({"signed": "2024-05-01/2024-06-30"}), view({"signed": "2024-05"})
    later = Seen(seen[0].view, view({"signed": "2024-05/2025"}).dated)
    groups = grouped([later, seen[1]], "signed:year").groups
    assert [(one.value, one.cadence[0].reached, one.cadence[0].possible) for one in groups] == [
        ("2024", 1, 0),
        (None, 0, 1),
    ]


def test_a_year_is_undated_by_quarter() -> None:
    views = [view({"signed": "2023"}), view({"signed": "2023-05"})]
    assert sizes(grouped(views, "signed:quarter")) == [("2023-Q2", 1), (None, 1)]


def test_who_has_still_to_come_to_the_stage_is_in_no_group_and_counted() -> None:
    views = [view({"signed": "2023-05-01"}), view({"contacted": "2023-01-01"}), view({})]
    groups = grouped(views, "signed:year")
    assert (sizes(groups), groups.not_yet) == ([("2023", 1)], 2)
    assert grouped(views, "district").not_yet == 0


def test_who_passed_the_stage_without_a_word_of_it_is_undated() -> None:
    groups = grouped([view({"started": "2023-05-01"})], "signed:year")
    assert (sizes(groups), groups.not_yet) == ([(None, 1)], 0)


def test_each_group_has_a_cadence_and_lead_times_of_its_own() -> None:
    views = [
        view({"signed": "2023-01-01", "started": "2023-04-11"}, "A"),
        view({"signed": "2023-01-01", "started": "2023-01-31"}, "A"),
        view({"signed": "2023-06-01"}, "A"),
        view({"signed": "2023-06-01"}, "A", withdrawn="2023-07-01"),
        view({"signed": "2022"}, "B"),
    ]
    a, b = grouped(views, "district").groups
    # The window is 2023 and half of 2024: 365 + 182 = 547 days.
    assert [(one.stage, one.reached) for one in a.cadence[:3]] == [
        (Stage.SIGNED, 4),
        (Stage.LAND_SUPPLIED, 0),
        (Stage.STARTED, 2),
    ]
    assert a.cadence[0].days_per_project == pytest.approx(136.75)
    (times,) = a.lead_times
    assert dict(times.counts) == {Outcome.REACHED: 2, Outcome.OPEN: 1, Outcome.WITHDRAWN: 1}
    # On day 30 one of four starts and one leaves; on day 100 one of two.
    assert (times.within(90), times.within(180)) == (0.25, 0.5)
    assert b.cadence[0].reached == 0
    assert dict(b.lead_times[0].counts) == {Outcome.OPEN: 1}


def test_the_groups_are_taken_apart_again_for_the_whole() -> None:
    views = [view({"signed": "2023-05-01", "started": "2023-06-01"}, text) for text in "AABBBC"]
    groups = grouped(views, "district").groups
    assert [group.cadence[0].reached for group in groups] == [3, 2, 1]
    assert [group.lead_times[0].counts[Outcome.REACHED] for group in groups] == [3, 2, 1]


def test_who_began_after_the_window_has_no_lead_time() -> None:
    group = only(
        group_figures(
            [view({"signed": "2023-02-01"})],
            parse_grouping("signed:year"),
            parse_period("2022"),
            DAY,
            [SIGNED_STARTED],
        )
    )
    assert group.lead_times[0].counts.total() == 0


def test_groups_by_what_came_later_tell_nothing_of_the_time_before() -> None:
    views = [view({"signed": "2023-01-01", "started": "2023-04-11"}), view({"signed": "2023-01"})]
    groups = grouped(views, "started:year", PAIRS)
    told = [(times.start, times.end) for times in only(groups).lead_times]
    assert told == [(Stage.STARTED, Stage.COMPLETED), (Stage.COMPLETED, Stage.PRODUCING)]
    assert groups.unanswered == (
        (Stage.CONTACTED, Stage.SIGNED),
        (Stage.SIGNED, Stage.LAND_SUPPLIED),
        (Stage.LAND_SUPPLIED, Stage.STARTED),
        (Stage.CONTACTED, Stage.STARTED),
        (Stage.SIGNED, Stage.PRODUCING),
    )


def test_a_grouping_is_named_in_full() -> None:
    assert parse_grouping("distr").text == "district"
    assert parse_grouping("land-supplied:year").text == "land-supplied:year"
    assert parse_grouping("kind").text == "kind"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            "signed",
            "`signed` names no stretch of the calendar",
            "write one of signed:year, signed:half, signed:quarter, signed:month",
        ),
        (
            "started:decade",
            "`started:decade` names no stretch of the calendar",
            "write one of started:year, started:half, started:quarter, started:month",
        ),
        ("lead:year", "`lead:year` names no stage", "write lead, or signed:year"),
        ("distrikt", "`distrikt` is not a field", "did you mean `district`?"),
    ],
)
def test_what_divides_nothing_is_refused(text: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_grouping(text)
    assert (refused.value.message, refused.value.hint) == (message, hint)


@pytest.mark.parametrize(
    "text", ["stage", "light", "age_days", "investment", "lists", "withdrawn"]
)
def test_how_a_project_stands_divides_nothing(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_grouping(text)
    assert refused.value.message == f"{text} does not divide projects into groups"
    assert refused.value.hint == (
        "write one of name, company, district, park, industry, product, origin, kind, high_tech, "
        "key_industry, lead, team, or signed:year"
    )
