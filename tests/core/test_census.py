"""What is asked of many projects at once is what each of them answers for itself."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zqtrack.core.census import PROBLEMS, census_of, joined, place_of
from zqtrack.core.facts import DUE, LEFT, MOMENTS, OWN, SINCE, STEPS
from zqtrack.core.period import Period, exactly, parse_period
from zqtrack.core.project import (
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

DAY = date(2024, 6, 30)
LATER = date(2024, 9, 30)

periods = st.sampled_from(
    [parse_period(text) for text in ("2023-05-01", "2024-06", "2024", "2024-07-01", "2025")]
)
moments: st.SearchStrategy[Moment] = periods | st.sampled_from(list(Mark))
projects = st.builds(
    Project,
    id=st.just("one"),
    name=st.just("One"),
    investment=st.none() | st.integers(0, 5),
    actual=st.dictionaries(st.sampled_from(list(Stage)), moments),
    planned=st.dictionaries(st.sampled_from(list(Stage)), periods, max_size=2),
    replanned=st.lists(
        st.builds(Replanned, stage=st.just(Stage.STARTED), to=periods, on=periods), max_size=2
    ).map(tuple),
    problems=st.lists(
        st.builds(Problem, title=st.just("Road"), raised=periods, closed=st.none() | periods),
        max_size=2,
    ).map(tuple),
    notes=st.lists(st.builds(Note, on=periods, text=st.just("Seen")), max_size=2).map(tuple),
    withdrawn=st.none() | st.builds(Withdrawal, on=periods),
)
many = st.lists(projects, max_size=6)


def project(**fields: object) -> Project:
    return Project(id="one", name="One", **fields)  # type: ignore[arg-type]  # named in the tests


@given(many)
def test_everyone_stands_where_it_says_of_itself(several: list[Project]) -> None:
    census = census_of(several)
    places = list(map(place_of, census.keys(STEPS)))
    assert [place.standing for place in places] == [one.standing for one in several]
    assert [place.reached for place in places] == [one.reached for one in several]
    assert [place.ahead for place in places] == [one.ahead for one in several]
    assert [place.came for place in places] == [
        tuple(stage for stage in list(Stage)[1:] if one.has_reached(stage)) for one in several
    ]
    assert [place.skipped for place in places] == [
        tuple(s for s in list(Stage)[1:] if one.actual.get(s) is Mark.NOT_APPLICABLE)
        for one in several
    ]
    assert Counter(dict(census.places)) == Counter(places)
    expected = Counter((one.standing, one.since) for one in several if one.next_stage)
    found: Counter[tuple[str, Moment | None]] = Counter()
    for (place, since), number in census.stays:
        found[place.standing, since] += number
    assert found == expected


@given(many)
def test_every_date_of_a_stage_is_counted(several: list[Project]) -> None:
    census = census_of(several)
    for stage in Stage:
        told = [one.actual.get(stage) for one in several]
        assert [
            census.different(MOMENTS[stage])[key] for key in census.keys(MOMENTS[stage])
        ] == told
        found: Counter[Period] = Counter()
        for moment, number in census.dates(stage):
            found[moment] += number
        assert found == Counter(one for one in told if isinstance(one, Period))


@given(many)
def test_the_projects_on_two_days_are_what_each_was_on_them(several: list[Project]) -> None:
    told = census_of(several)
    for day in (DAY, LATER):
        census = told.on(day)
        fresh = census_of([seen_on(one, day) for one in several])
        assert list(census) == list(fresh)
        for fact in (STEPS, SINCE, LEFT, DUE, PROBLEMS, *MOMENTS.values(), *OWN.values()):
            here, there = census.different(fact), fresh.different(fact)
            assert [here[key] for key in census.keys(fact)] == [
                there[key] for key in fresh.keys(fact)
            ]
    assert list(told) == several


@given(many, many, st.data())
def test_groups_are_joined_and_chosen_from_as_one(
    some: list[Project], others: list[Project], data: st.DataObject
) -> None:
    every = [*some, *others]
    chosen = data.draw(st.lists(st.booleans(), min_size=len(every), max_size=len(every)))
    census = joined([census_of(some), census_of(others)])
    assert list(census) == every
    assert census.keys(STEPS) == census_of(every).keys(STEPS)
    left = census.where(chosen)
    assert list(left) == [one for one, is_ in zip(every, chosen, strict=True) if is_]
    assert left.keys(SINCE) == census_of(list(left)).keys(SINCE)
    first = [True] * min(1, len(left)) + [False] * (len(left) - 1)
    assert list(left.some(first)) == list(left)[:1]


def test_projects_are_chosen_by_a_date_or_their_place() -> None:
    spring = project(actual={Stage.SIGNED: parse_period("2024-04-02")})
    unknown = project(actual={Stage.SIGNED: Mark.UNKNOWN})
    prospect = project()
    census = census_of([spring, unknown, prospect])
    quarter = parse_period("2024-Q2")
    assert census.came_when(Stage.SIGNED, lambda day: day.within(quarter)) == [True, False, False]
    assert census.stand_where(lambda place: place.reached) == [True, True, False]
    assert list(census.where([False, True, True])) == [unknown, prospect]


def test_a_place_begins_at_the_stage_reached_or_the_first_contact() -> None:
    signed = project(actual={Stage.SIGNED: exactly(DAY), Stage.LAND_SUPPLIED: Mark.NOT_APPLICABLE})
    done = project(actual={Stage.PRODUCING: exactly(DAY)})
    assert [place.step for place, _ in census_of([project(), signed, done]).places] == [
        (Stage.CONTACTED, Stage.SIGNED),
        (Stage.SIGNED, Stage.STARTED),
        None,
    ]


def test_a_census_is_a_sequence_of_its_projects() -> None:
    one, other = project(), project(investment=3)
    census = census_of(iter([one, other]))
    assert (len(census), census[1], list(census[:1])) == (2, other, [one])
    assert census.keys(OWN["investment"]) == [None, 3]


@pytest.mark.parametrize("given_as", [list, tuple, iter])
def test_a_census_is_taken_once(given_as: type) -> None:
    census = census_of(given_as([project()]))
    assert len(census) == 1
    assert census_of(census) is census


def test_the_projects_that_surely_reached_a_stage_are_given() -> None:
    nine_months = parse_period("2023-01/2023-09")
    texts = ("2023-05", "2023", Mark.UNKNOWN, "2023-06-30")
    census = census_of(
        Project(id=f"p{at}", name="Plant", actual={Stage.SIGNED: moment_from(text)})
        for at, text in enumerate(texts)
    )

    def reached_in(stage: Stage) -> list[Project]:
        return list(census.some(census.came_when(stage, lambda day: day.within(nine_months))))

    assert [project.id for project in reached_in(Stage.SIGNED)] == ["p0", "p3"]
    assert reached_in(Stage.STARTED) == []
