"""A user names what a column holds, and a misspelt name is met with the nearest."""

import pytest

from zqtrack.core.mapping import TARGETS, target_from, target_of
from zqtrack.errors import BadValue


@pytest.mark.parametrize(
    ("text", "field"),
    [
        *((name, name) for name in TARGETS),
        ("signed", "actual.signed"),
        ("land-supplied", "actual.land-supplied"),
        ("land_supplied", "actual.land-supplied"),
        ("Actual-Started", "actual.started"),
        ("planned-started", "planned.started"),
        ("planned_land_supplied", "planned.land-supplied"),
        (" Paid_In ", "paid-in"),
        ("withdrawn", "withdrawn.on"),
        ("note", "notes.text"),
        ("remarks", "notes.text"),
        ("problem", "problems.title"),
        ("ｉｇｎｏｒｅ", "ignore"),
    ],
)
def test_a_field_may_be_named_in_short(text: str, field: str) -> None:
    assert target_of(text) == field


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("investmnt", "did you mean `investment`?"),
        ("planned.strated", "did you mean `planned.started`?"),
        ("xyz", f"fields: {', '.join(TARGETS)}"),
    ],
)
def test_what_is_no_field_is_met_with_the_nearest(text: str, hint: str) -> None:
    with pytest.raises(BadValue) as refused:
        target_of(text)
    assert (str(refused.value), refused.value.hint) == (f"`{text}` is not a field", hint)


def test_a_file_names_fields_in_full() -> None:
    assert target_from("actual.signed") == "actual.signed"


@pytest.mark.parametrize(
    ("value", "message", "hint"),
    [
        ("signed", "`signed` is not a field", "did you mean `actual.signed`?"),
        ("singed", "`singed` is not a field", "did you mean `id`?"),
        (1, "a text belongs here", 'put it in quotes: "…"'),
    ],
)
def test_a_file_that_names_no_field_is_wrong(value: object, message: str, hint: str) -> None:
    with pytest.raises(BadValue) as refused:
        target_from(value)
    assert str(refused.value) == message
    if value != "singed":
        assert refused.value.hint == hint
