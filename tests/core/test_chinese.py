"""Chinese words for stages, kinds, lights and fields, in runs of any language."""

from gettext import NullTranslations

import pytest

from zqtrack.core.chinese import FIELDS, WORDS, field_called, field_in_english, in_english
from zqtrack.core.columns import BY_NAME, LIGHT, STANDING, column_named
from zqtrack.core.fields import FLAG
from zqtrack.core.lights import Light
from zqtrack.core.project import KIND, MOMENT, STAGE, Kind, Mark, Stage
from zqtrack.errors import BadValue, UsageError
from zqtrack.language import speak


def test_a_word_is_what_it_means_among_the_words_it_can_be() -> None:
    assert in_english("竣工", tuple(Stage)) == "completed"
    # 洽谈 is where a prospect stands; as a date, it is the first contact.
    assert in_english("洽谈", ("prospect", "signed")) == "prospect"
    assert in_english("洽谈", tuple(Stage)) == "contacted"


def test_a_word_that_means_none_of_them_stays_as_it_is() -> None:
    assert in_english("竣工", tuple(Light)) == "竣工"
    assert in_english("completed", tuple(Stage)) == "completed"
    assert in_english("完成", tuple(Stage)) == "完成"


def test_a_field_has_a_chinese_name_and_keeps_its_own() -> None:
    assert [field_in_english(name) for name in ("阶段", "stage", "责任领导", "什么")] == [
        "stage",
        "stage",
        "lead",
        "什么",
    ]
    assert FIELDS.keys() == BY_NAME.keys()
    assert column_named("停留天数").name == "age_days"


def test_the_values_of_choices_are_read_in_both_languages() -> None:
    assert STAGE.parse("投产") is STAGE.parse("producing") is Stage.PRODUCING
    assert KIND.parse("技改") is Kind.UPGRADE
    assert LIGHT.parse("红灯") is Light.RED
    assert STANDING.parse("退出") == "withdrawn"
    assert MOMENT.parse("不详") is Mark.UNKNOWN
    assert MOMENT.parse("不适用") is Mark.NOT_APPLICABLE
    assert [FLAG.parse(text) for text in ("是", "否", "yes")] == [True, False, True]


def test_a_file_is_written_in_english_words() -> None:
    for kind in (STAGE, KIND):
        with pytest.raises(BadValue):
            kind.read(WORDS[kind.choices[0]][0])


def test_a_reader_of_chinese_is_told_of_fields_by_their_chinese_names() -> None:
    assert field_called("stage") == "stage"
    speak(NullTranslations())
    assert field_called("stage") == "阶段"
    with pytest.raises(UsageError) as refused:
        column_named("planned_")
    assert refused.value.hint == (
        "write one of 计划接洽, 计划签约, 计划供地, 计划开工, 计划竣工, 计划投产"
    )
    with pytest.raises(UsageError) as refused:
        column_named("停留日数")
    assert refused.value.hint == "did you mean `停留天数`?"
