"""Every column has one name, one type, and for each project a value or None."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from zqtrack.core.columns import (
    BY_NAME,
    COLUMNS,
    DATES,
    DAYS,
    STANDING,
    View,
    age_days,
    column_named,
)
from zqtrack.core.fields import COUNT
from zqtrack.core.lights import Light, Limits
from zqtrack.core.period import exactly, parse_period
from zqtrack.core.project import (
    Mark,
    Problem,
    Project,
    Replanned,
    Stage,
    Withdrawal,
    moment_from,
)
from zqtrack.errors import BadValue, UsageError

DAY = date(2024, 3, 3)


def view(
    id_: str = "plant",
    actual: Mapping[str, str] | None = None,
    planned: Mapping[str, str] | None = None,
    **values: Any,
) -> View:
    project = Project(
        id=id_,
        name=values.pop("name", "Plant"),
        actual={Stage(stage): moment_from(text) for stage, text in (actual or {}).items()},
        planned={Stage(stage): parse_period(text) for stage, text in (planned or {}).items()},
        **values,
    )
    return View(project, DAY, Limits())


def value(name: str, of: View) -> Any:
    return BY_NAME[name].value(of)


def refusal(name: str) -> tuple[str, str | None]:
    with pytest.raises(UsageError) as refused:
        column_named(name)
    return refused.value.message, refused.value.hint


def test_the_columns_are_those_of_the_json_in_its_order() -> None:
    assert " ".join(column.name for column in COLUMNS) == (
        "id name company district park industry product origin kind stage since age_days light "
        "next_stage next_planned slip_days investment paid_in output tax land_mu high_tech "
        "key_industry lead team lists open_problems withdrawn"
    )


def test_dates_have_columns_of_their_own() -> None:
    assert " ".join(column.name for column in DATES) == (
        "contacted signed land_supplied started completed producing planned_contacted "
        "planned_signed planned_land_supplied planned_started planned_completed "
        "planned_producing sources"
    )


def test_no_two_columns_have_one_name() -> None:
    assert len(BY_NAME) == len(COLUMNS) + len(DATES)


def test_own_fields_are_given_as_they_are() -> None:
    own = view(company="GCL", investment=5, high_tech=False, lists=("battle-275",))
    assert value("id", own) == "plant"
    assert value("company", own) == "GCL"
    assert value("investment", own) == 5
    assert value("high_tech", own) is False
    assert value("lists", own) == ("battle-275",)
    assert value("sources", own) == ()
    assert value("tax", own) is None


def test_age_is_a_range_where_the_date_is_imprecise() -> None:
    # From 1 and from 29 February to 3 March.
    assert age_days(view(actual={"signed": "2024-02"})) == (3, 31)
    assert value("age_days", view(actual={"signed": "2024-02"})) == 3
    assert age_days(view(actual={"signed": "2024-03-03"})) == (0, 0)
    assert value("age_days", view(actual={"signed": "2024-03-03"})) == 0


def test_age_is_unknown_where_the_date_is() -> None:
    unknown = view(actual={"signed": "unknown"})
    assert age_days(unknown) is None
    assert value("age_days", unknown) is None
    assert value("since", unknown) is None
    assert value("signed", unknown) is Mark.UNKNOWN
    assert value("since", view()) is None


def test_a_standing_is_that_of_the_last_stage() -> None:
    assert value("stage", view()) == "prospect"
    assert value("stage", view(actual={"signed": "2023", "started": "2024"})) == "started"
    assert value("since", view(actual={"signed": "2023", "started": "2024"})) == parse_period(
        "2024"
    )
    left = view(actual={"signed": "2023"}, withdrawn=Withdrawal(on=parse_period("2024-02")))
    assert value("stage", left) == "withdrawn"
    assert value("withdrawn", left) == parse_period("2024-02")
    assert value("withdrawn", view()) is None


def test_the_promise_of_the_next_stage_stands_with_its_slip() -> None:
    again = Replanned(
        stage=Stage.COMPLETED, to=parse_period("2024-07"), on=exactly(date(2024, 1, 1))
    )
    moved = view(
        actual={"started": "2023"},
        planned={"completed": "2024-06", "producing": "2024-05"},
        replanned=(again,),
    )
    assert value("next_stage", moved) is Stage.COMPLETED
    assert value("next_planned", moved) == parse_period("2024-07")
    assert value("slip_days", moved) == 31
    assert value("planned_completed", moved) == parse_period("2024-07")
    promise = moved.promise
    assert promise is not None
    assert promise.stage is Stage.PRODUCING  # it is due first


def test_without_next_stage_or_promise_there_is_no_slip() -> None:
    for other in (view(), view(actual={"producing": "2023"})):
        assert value("next_planned", other) is None
        assert value("slip_days", other) is None
    assert value("next_stage", view()) is Stage.SIGNED
    assert value("next_stage", view(actual={"producing": "2023"})) is None


def test_open_problems_are_counted() -> None:
    raised = parse_period("2024")
    problems = (
        Problem(title="Road", raised=raised),
        Problem(title="Power", raised=raised, closed=raised),
    )
    assert value("open_problems", view(problems=problems)) == 1
    assert BY_NAME["open_problems"].type is COUNT


def test_the_light_follows_from_day_and_limits() -> None:
    late = view(actual={"started": "2023"}, planned={"completed": "2024-03-02"})
    assert value("light", late) is late.light is Light.RED
    lenient = View(late.project, DAY, Limits(late=5))
    assert value("light", lenient) is Light.YELLOW


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("age_days", "age_days"),
        ("age", "age_days"),
        ("Age-Days", "age_days"),
        (" land-mu ", "land_mu"),
        ("name", "name"),
        ("planned-com", "planned_completed"),
    ],
)
def test_a_column_is_found_by_its_name_or_the_beginning_of_it(written: str, name: str) -> None:
    assert column_named(written).name == name


def test_a_beginning_of_several_names_them() -> None:
    assert refusal("st") == ("`st` may be several fields", "write one of stage, started")


def test_a_name_that_is_none_names_the_nearest() -> None:
    assert refusal("land-supplyed") == (
        "`land-supplyed` is not a field",
        "did you mean `land_supplied`?",
    )
    message, hint = refusal("公司")
    assert message == "`公司` is not a field"
    assert hint is not None
    assert hint.startswith("fields: id, name, company, ")
    assert refusal("")[0] == "`` is not a field"


@pytest.mark.parametrize("text", ["90", "-5", "0"])
def test_days_may_be_negative(text: str) -> None:
    assert DAYS.parse(text) == int(text)


@pytest.mark.parametrize("text", ["soon", "1.5", "9" * 5_000])
def test_days_are_a_whole_number(text: str) -> None:
    with pytest.raises(BadValue, match="is not a number of days"):
        DAYS.parse(text)


def test_a_standing_is_one_of_seven() -> None:
    assert STANDING.parse("prospect") == "prospect"
    with pytest.raises(BadValue, match="`contacted` is not a stage") as refused:
        STANDING.parse("contacted")
    assert refused.value.hint == (
        "write one of prospect, signed, land-supplied, started, completed, producing, withdrawn"
    )
