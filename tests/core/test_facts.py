"""A fact comes out of what is kept of it as it went in, and does not ask for the day."""

import marshal
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zqtrack.core.facts import (
    BY_NAME,
    DERIVED,
    DUE,
    OPEN_PROBLEMS,
    PROMISES,
    STEPS,
    WHOLE_FROM,
    Known,
    derived,
)
from zqtrack.core.lights import Due, Promise
from zqtrack.core.period import parse_period
from zqtrack.core.project import (
    Kind,
    Mark,
    Note,
    Problem,
    Project,
    Replanned,
    Stage,
    Withdrawal,
)
from zqtrack.ledger.packing import pack

MARCH, MAY = parse_period("2024-03"), parse_period("2024-05-02")
BARE = Project(id="bare", name="Bare")
FULL = Project(
    id="full",
    name="满",
    kind=Kind.NEW,
    lists=("a", "b"),
    actual={
        Stage.SIGNED: MARCH,
        Stage.LAND_SUPPLIED: Mark.NOT_APPLICABLE,
        Stage.STARTED: Mark.UNKNOWN,
    },
    planned={Stage.COMPLETED: MARCH},
    replanned=(Replanned(stage=Stage.COMPLETED, to=MAY, on=MARCH),),
    problems=(
        Problem(title="Road", raised=MARCH, due=MAY),
        Problem(title="Power", raised=MARCH, due=MARCH, closed=MAY),
        Problem(title="Water", raised=MARCH),
    ),
    notes=(Note(on=MARCH, text="Seen."),),
)
LEFT = Project(id="left", name="Left", planned=FULL.planned, withdrawn=Withdrawal(on=MAY))


@pytest.mark.parametrize("name", BY_NAME)
@pytest.mark.parametrize("project", [BARE, FULL, LEFT], ids=["bare", "full", "left"])
def test_a_fact_comes_back_as_it_was(name: str, project: Project) -> None:
    fact = BY_NAME[name]
    told = fact.of(project)
    kept = marshal.loads(marshal.dumps(fact.key(project)))  # noqa: S302 - our own
    assert fact.read(kept) == told
    assert repr(fact.read(kept)) == repr(told)
    assert hash(kept) == hash(fact.key(project))


def test_a_fact_of_the_file_itself_is_kept_as_the_file_is() -> None:
    packed = pack([FULL])
    names = BY_NAME.keys() & packed.keys()
    assert {name: packed[name] for name in names} == {
        name: [BY_NAME[name].key(FULL)] for name in names
    }
    assert names == BY_NAME.keys() - {fact.name for fact in DERIVED}


def test_what_is_worked_out_has_names_of_its_own() -> None:
    assert len(BY_NAME) == len({*BY_NAME.values()})
    assert not derived([]).keys() & pack([]).keys()
    assert derived([BARE, LEFT])["stage"] == ["prospect", "withdrawn"]


def test_equal_facts_are_one_and_the_same() -> None:
    first, second = derived([FULL, FULL])["due"]
    assert first is second


def test_due_is_the_next_promise_and_the_open_problem_due_first() -> None:
    promise = Promise(Stage.COMPLETED, MARCH, MAY)
    assert DUE.of(FULL) == Due(promise, MAY)
    assert DUE.of(LEFT) == DUE.of(BARE) == Due(None, None)
    assert PROMISES[Stage.COMPLETED].of(FULL) == promise
    assert PROMISES[Stage.SIGNED].of(FULL) is None
    assert OPEN_PROBLEMS.of(FULL) == 2


def test_steps_are_drawn_from_one_letter_a_stage() -> None:
    assert STEPS.of(FULL) == ("x-x..", False)
    assert STEPS.of(LEFT) == (".....", True)


def test_a_project_is_whole_from_the_day_on_which_its_last_event_may_have_been() -> None:
    assert WHOLE_FROM.of(FULL) == date(2024, 5, 2).toordinal()
    assert WHOLE_FROM.of(LEFT) == date(2024, 5, 2).toordinal()
    assert WHOLE_FROM.of(BARE) == 0


@given(st.lists(st.integers(0, 3)))
def test_of_each_value_something_is_made_once(asked: list[int]) -> None:
    made: list[int] = []

    def make(value: int) -> int:
        made.append(value)
        return value + 1

    known = Known(make)
    assert [known[value] for value in asked] == [value + 1 for value in asked]
    assert sorted(made) == sorted({*asked})
