"""A user names what a column holds, and a misspelt name is met with the nearest."""

from gettext import NullTranslations

import pytest

from zqtrack.core.chinese import field_called
from zqtrack.core.mapping import TARGETS, target_from, target_of
from zqtrack.errors import BadValue
from zqtrack.language import speak


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
        ("到位资金", "paid-in"),
        (" 开工 ", "actual.started"),
        ("计划开工", "planned.started"),
        ("退出原因", "withdrawn.reason"),
        ("备注", "notes.text"),
        ("问题", "problems.title"),
        ("不读取", "ignore"),
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


def test_what_a_reader_of_chinese_is_told_of_a_field_may_be_typed() -> None:
    speak(NullTranslations())
    assert [target_of(field_called(target)) for target in TARGETS] == list(TARGETS)
    with pytest.raises(BadValue) as refused:
        target_of("计划开动")
    assert refused.value.hint == "did you mean `计划开工`?"
    with pytest.raises(BadValue) as refused:
        target_of("xyz")
    assert refused.value.hint
    assert refused.value.hint.startswith("fields: 编号, 项目名称, 企业, 区域, ")
    assert refused.value.hint.endswith(", 退出时间, 退出原因, 跟进记录, 问题, 不读取")


def test_a_file_names_fields_in_english_whatever_its_reader_speaks() -> None:
    speak(NullTranslations())
    for written, hint in (
        ("开工", "did you mean `actual.started`?"),
        ("xyz", "fields: id, name,"),
    ):
        with pytest.raises(BadValue) as refused:
            target_from(written)
        assert refused.value.hint
        assert refused.value.hint.startswith(hint)


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
