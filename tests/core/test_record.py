"""A record is what a frozen dataclass with slots is, as far as we need one."""

import pickle
from typing import Any

import pytest

from zqtrack.core.record import MISSING, field, fields, record, replace


@record()
class Span:
    """A span of days."""

    first: int
    last: int = 9
    text: str = field(default="", compare=False)

    @property
    def days(self) -> int:
        return self.last - self.first + 1


@record(kw_only=True)
class Plan:
    reason: str | None = None
    span: Span
    notes: list[str] = field(factory=list, about={"help": "what happened"})


def test_values_are_given_by_place_or_by_name() -> None:
    assert Span(1, 5, "x") == Span(first=1, last=5, text="x")
    assert Span(1).last == 9
    assert Span(2, 5).days == 4


def test_a_value_that_is_missing_or_not_known_is_refused() -> None:
    with pytest.raises(TypeError, match="first"):
        Span()  # type: ignore[call-arg]  # that is what is tested
    with pytest.raises(TypeError, match="colour"):
        Span(1, colour="red")  # type: ignore[call-arg]  # likewise


def test_values_may_be_given_by_name_only_and_then_stand_in_any_order() -> None:
    assert Plan(span=Span(1)).reason is None
    with pytest.raises(TypeError, match="positional"):
        Plan("late", span=Span(1))  # type: ignore[call-arg]  # likewise


def test_each_has_a_default_of_its_own_that_is_made() -> None:
    one, other = Plan(span=Span(1)), Plan(span=Span(1))
    one.notes.append("visited")
    assert other.notes == []
    assert one != other


def test_two_are_equal_where_what_is_compared_is_and_their_kind() -> None:
    @record()
    class Other:
        first: int
        last: int

    assert Span(1, 5, "a") == Span(1, 5, "b")
    assert Span(1, 5) != Span(1, 6)
    other: Any = Other(1, 5)
    assert Span(1, 5) != other
    assert {Span(1, 5, "a"), Span(1, 5, "b")} == {Span(1, 5)}


def test_it_is_frozen_and_takes_no_other_values() -> None:
    span: Any = Span(1)
    with pytest.raises(AttributeError, match="Span is frozen: first stays as it is"):
        span.first = 2
    with pytest.raises(AttributeError, match="Span is frozen: first stays as it is"):
        del span.first
    with pytest.raises(AttributeError):
        span.colour = "red"
    assert span == Span(1)


def test_it_shows_its_values() -> None:
    assert repr(Plan(span=Span(1))) == (
        "Plan(reason=None, span=Span(first=1, last=9, text=''), notes=[])"
    )


def test_one_with_other_values_keeps_the_rest() -> None:
    assert replace(Span(1, 5, "x"), last=7).text == "x"
    assert replace(Span(1, 5), last=7) == Span(1, 7)


def test_another_process_can_send_it() -> None:
    plan = Plan(reason="rain", span=Span(1, 5))
    assert pickle.loads(pickle.dumps(plan)) == plan  # noqa: S301 - our own


def test_its_fields_are_known_in_their_order() -> None:
    assert [each.name for each in fields(Plan)] == ["reason", "span", "notes"]
    reason, span, notes = fields(Plan(span=Span(1)))
    assert (reason.default, span.default) == (None, MISSING)
    assert notes.about == {"help": "what happened"}


def test_it_keeps_its_name_and_what_is_said_of_it() -> None:
    assert (Span.__name__, Span.__qualname__, Span.__module__) == ("Span", "Span", __name__)
    assert Span.__doc__ == "A span of days."
    match Span(3, 4):
        case Span(first, last):
            assert (first, last) == (3, 4)
