"""The one filter grammar: what each field can be asked, and what is refused."""

from datetime import date
from typing import Any

import pytest

from zqtrack.core.columns import BY_NAME, View
from zqtrack.core.filters import parse_filter
from zqtrack.core.lights import Limits
from zqtrack.core.period import parse_period
from zqtrack.core.project import Kind, Mark, Moment, Problem, Project, Stage, Withdrawal
from zqtrack.errors import UsageError

TODAY = date(2024, 3, 3)


def view(name: str = "Example Plant", **values: Any) -> View:
    return View(Project(**{"id": "example", "name": name, **values}), TODAY, Limits())


def signed(moment: str | Mark) -> View:
    when: Moment = moment if isinstance(moment, Mark) else parse_period(moment)
    return view(actual={Stage.SIGNED: when})


def at(stage: Stage) -> View:
    return view(actual={stage: Mark.UNKNOWN})


def holds(term: str, seen: View) -> bool:
    return parse_filter([term]).matches(seen)


def refusal(term: str) -> tuple[str, str | None]:
    with pytest.raises(UsageError) as caught:
        parse_filter([term])
    return caught.value.message, caught.value.hint


WITHDRAWN = view(withdrawn=Withdrawal(on=parse_period("2023")))


# Terms and words


def test_no_term_at_all_matches_every_project() -> None:
    everything = parse_filter([])
    assert everything.text == ""
    assert everything.matches(view())


def test_the_text_is_the_terms_as_typed() -> None:
    assert parse_filter(["stage=started", "smart park"]).text == "stage=started smart park"


def test_filters_of_the_same_text_are_equal() -> None:
    assert parse_filter(["stage=started"]) == parse_filter(["stage=started"])


def test_all_terms_must_hold() -> None:
    both = parse_filter(["district=Sihui", "investment>=100m"])
    assert both.matches(view(district="Sihui", investment=100_000_000))
    assert not both.matches(view(district="Sihui", investment=99_999_999))
    assert not both.matches(view(district="Dinghu", investment=100_000_000))


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("smart", True),  # in the name
        ("HOLDING", True),  # in the company
        ("zc-1", True),  # in the id
        ("四会", True),
        ("smart park", True),
        ("nowhere,holding", True),
        ("park smart", False),
        ("Sihui", False),  # the district is none of the three
    ],
)
def test_a_bare_word_searches_name_company_and_id(term: str, expected: bool) -> None:
    seen = view("四会 Smart Park", company="Example Holding", id="zc-1", district="Sihui")
    assert holds(term, seen) is expected


def test_a_word_is_not_found_in_a_company_that_nobody_knows() -> None:
    assert not holds("none", view())


@pytest.mark.parametrize("term", ["", " ", "a,,b", "a,"])
def test_an_empty_word_is_refused(term: str) -> None:
    assert refusal(term) == (
        f"the filter `{term.strip()}` holds an empty word",
        "write a,b without spaces",
    )


def test_the_name_of_a_field_with_an_order_is_no_word() -> None:
    # `zqtrack list investment>=100m` without quotes reaches us as `investment`.
    assert refusal("Investment") == (
        "`Investment` is a field, so it needs an operator and a value",
        "write them in quotes, 'Investment>=…', or search for the word with name~Investment",
    )


def test_the_name_of_any_other_field_is_a_word() -> None:
    assert holds("light", view("LED light works"))


# Fields and operators


@pytest.mark.parametrize("term", ["land_mu=120", "land-mu=120", "LAND-MU = 120"])
def test_a_field_is_written_with_underscores_or_hyphens_in_any_case(term: str) -> None:
    assert holds(term, view(land_mu=120))
    assert not holds(term, view(land_mu=121))


def test_the_beginning_of_a_field_does_where_only_one_begins_so() -> None:
    assert holds("open=0", view())
    assert refusal("land=2023") == (
        "in the filter `land=2023`: `land` may be several fields",
        "write one of land_mu, land_supplied",
    )


def test_a_misspelt_field_names_the_nearest() -> None:
    assert refusal("land-supplyed=2023") == (
        "in the filter `land-supplyed=2023`: `land-supplyed` is not a field",
        "did you mean `land_supplied`?",
    )


def test_an_unheard_of_field_lists_all() -> None:
    message, hint = refusal("公司=四会")
    assert message == "in the filter `公司=四会`: `公司` is not a field"
    assert hint is not None
    assert hint.startswith("fields: id, name, company, district, park, ")
    assert hint.endswith(", planned_completed, planned_producing, sources")


def test_a_long_or_unprintable_term_is_shown_short_and_printable() -> None:
    assert refusal(f"lead{'x' * 99}=\x1b")[0] == (
        f"in the filter `lead{'x' * 35}…`: `lead{'x' * 35}…` is not a field"
    )
    assert refusal("ladn=\x1b")[0] == r"in the filter `ladn=\x1b`: `ladn` is not a field"


def test_an_operator_without_field_is_refused() -> None:
    assert refusal("=") == (
        "the filter `=` has no field",
        "write it without spaces, such as stage=started",
    )


@pytest.mark.parametrize(
    ("term", "written"),
    [
        ("stage==signed", "=="),
        ("stage=>signed", "=>"),
        ("stage=~signed", "=~"),
        ("stage<>signed", "<>"),
        ("stage!==signed", "!=="),
    ],
)
def test_an_operator_of_another_language_is_refused(term: str, written: str) -> None:
    assert refusal(term) == (
        f"in the filter `{term}`: `{written}` is not an operator",
        "stage takes = ~ < <= > >= !=",
    )


@pytest.mark.parametrize(
    ("term", "sign", "hint"),
    [
        ("light<red", "<", "light takes = ~ !="),
        ("name>=A", ">=", "name takes = ~ !="),
        ("kind>new", ">", "kind takes = ~ !="),
        ("lists<=a", "<=", "lists takes = ~ !="),
        ("high-tech~true", "~", "high_tech takes = !="),
        ("investment~1bn", "~", "investment takes = < <= > >= !="),
        ("land-mu~1", "~", "land_mu takes = < <= > >= !="),
        ("age-days~1", "~", "age_days takes = < <= > >= !="),
    ],
)
def test_a_refused_operator_names_those_that_the_field_has(
    term: str, sign: str, hint: str
) -> None:
    name = hint.split(" ", 1)[0]
    assert refusal(term) == (f"in the filter `{term}`: {name} has no `{sign}`", hint)


@pytest.mark.parametrize("name", BY_NAME)
def test_every_field_can_be_asked_whether_it_is_known(name: str) -> None:
    assert holds(f"{name}=", view()) is not holds(f"{name}!=", view())


def test_nothing_to_compare_with_is_refused() -> None:
    assert refusal("investment>") == (
        "in the filter `investment>`: no value after `>`",
        "write `investment=` for what is not known, `investment!=` for what is",
    )


# Text, lists, flags, choices


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("district=sihui", True),
        ("district=si", False),
        ("district~SI", True),
        ("district~dinghu", False),
        ("district!=sihui", False),
        ("district!=dinghu", True),
        ("district=dinghu,sihui", True),
        ("district~ding,hui", True),
        ("district!=dinghu,sihui", False),
        ("district!=dinghu,gaoyao", True),
    ],
)
def test_text_is_compared_whole_or_in_part_in_any_case(term: str, expected: bool) -> None:
    assert holds(term, view(district="Sihui")) is expected


def test_chinese_text_is_compared_as_any_other() -> None:
    assert holds("district=四会,鼎湖", view(district="鼎湖"))
    assert holds("district~四会", view(district="肇庆四会市"))


def test_the_text_of_a_value_may_hold_anything_but_a_comma() -> None:
    assert holds("sources~a=b", view(sources=("where a=b",)))


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("lists=battle-275", True),
        ("lists=BATTLE-275", True),
        ("lists=battle", False),
        ("lists~excel", True),
        ("lists~annual", False),
        ("lists!=annual", True),
        ("lists!=battle-275", False),
        ("lists=", False),
    ],
)
def test_a_list_answers_for_any_of_its_items(term: str, expected: bool) -> None:
    assert holds(term, view(lists=("battle-275", "excellence"))) is expected


def test_an_empty_list_is_unknown() -> None:
    assert holds("lists=", view())


@pytest.mark.parametrize(
    ("term", "flag", "expected"),
    [
        ("high-tech=true", True, True),
        ("high-tech=Yes", True, True),
        ("high-tech=no", False, True),
        ("high-tech=no", None, False),
        ("high-tech!=yes", None, True),
        ("high-tech=", None, True),
        ("high-tech=", False, False),
    ],
)
def test_a_flag_that_is_not_set_is_neither_true_nor_false(
    term: str, flag: bool | None, expected: bool
) -> None:
    assert holds(term, view(high_tech=flag)) is expected


@pytest.mark.parametrize(
    ("term", "expected"),
    [("kind=New", True), ("kind~ew", True), ("kind=expansion", False), ("kind!=expansion", True)],
)
def test_a_choice_is_compared_like_text(term: str, expected: bool) -> None:
    assert holds(term, view(kind=Kind.NEW)) is expected


def test_a_light_is_one_of_four() -> None:
    assert holds("light=grey", view())
    assert holds("light=red,grey", view())
    assert not holds("light=red,yellow", view())


def test_a_misspelt_choice_names_the_nearest() -> None:
    assert refusal("stage=strated") == (
        "in the filter `stage=strated`: `strated` is not a stage",
        "did you mean stage=started?",
    )
    assert refusal("high-tech=ture") == (
        "in the filter `high-tech=ture`: `ture` is neither true nor false",
        "did you mean high_tech=true?",
    )


def test_a_choice_near_to_none_says_what_there_is() -> None:
    assert refusal("kind=zzz") == (
        "in the filter `kind=zzz`: `zzz` is not a kind",
        "write one of new, expansion, upgrade",
    )


# Amounts, numbers, days


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("investment=11亿", True),
        ("investment!=1.1bn", False),
        ("investment>=1100000000", True),
        ("investment>1.1bn", False),
        ("investment<=110000万元", True),
        ("investment<1.1bn", False),
        ("investment>1bn", True),
        ("investment=1bn,1.1bn", True),
        ("investment=1bn,2bn", False),
    ],
)
def test_money_is_compared_in_any_unit(term: str, expected: bool) -> None:
    assert holds(term, view(investment=1_100_000_000)) is expected


def test_a_plain_number_is_compared() -> None:
    assert holds("land_mu>120", view(land_mu=120.5))
    assert not holds("land_mu<=120", view(land_mu=120.5))


def test_days_are_compared_below_zero_too() -> None:
    # Signed at the latest on 2024-02-02, so at least 30 days ago: February has 29.
    assert holds("age_days=30", signed("2024-01-01/2024-02-02"))
    assert holds("age_days>-1", signed("2024-01-01/2024-02-02"))


def test_no_problem_is_a_known_number_of_problems() -> None:
    assert holds("open_problems=0", view())
    problem = Problem(title="Access road", raised=parse_period("2023"))
    assert holds("open_problems>0", view(problems=(problem,)))


@pytest.mark.parametrize(
    "term", ["investment=1bn", "investment<1bn", "investment>=0", "age_days<9999", "land_mu>=0"]
)
def test_what_is_unknown_answers_to_no_comparison(term: str) -> None:
    assert not holds(term, view())


def test_not_equal_is_the_opposite_of_equal_for_the_unknown_too() -> None:
    assert holds("investment!=1bn", view())
    assert holds("signed!=2023", view())


def test_an_amount_that_cannot_be_read_is_refused_with_its_grammar() -> None:
    message, hint = refusal("investment>=lots")
    assert message == "in the filter `investment>=lots`: `lots` is not an amount of money"
    assert hint is not None
    assert hint.startswith("write whole yuan such as 1_100_000_000")


@pytest.mark.parametrize(
    ("term", "hint"),
    [
        ("investment=1,100,000", "write investment=1100000"),
        ("investment>=1,100,000", "write investment>=1100000"),
        ("land_mu<1,385", "write land_mu<1385"),
        ("age_days=1,000", "write age_days=1000"),
    ],
)
def test_a_comma_that_groups_digits_is_refused_and_not_taken_for_or(term: str, hint: str) -> None:
    assert refusal(term) == (
        f"in the filter `{term}`: a comma means or, so it cannot group digits",
        hint,
    )


def test_an_order_takes_one_value() -> None:
    assert refusal("signed>2022,2023") == (
        "in the filter `signed>2022,2023`: `>` takes one value",
        "a comma means or; use = or ~",
    )


def test_a_comma_with_nothing_beside_it_is_refused() -> None:
    # `stage=signed, started` reaches us as `stage=signed,` and `started`.
    assert refusal("stage=signed,") == (
        "in the filter `stage=signed,`: a value beside a comma is empty",
        "write a,b without spaces, or `stage=` alone for what is not known",
    )


# Stages


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("stage=started", True),
        ("stage!=started", False),
        ("stage~start", True),
        ("stage=signed,started", True),
        ("stage>signed", True),
        ("stage>started", False),
        ("stage>=started", True),
        ("stage<completed", True),
        ("stage<=started", True),
        ("stage<started", False),
        ("stage>prospect", True),
    ],
)
def test_stages_are_in_the_order_in_which_they_are_passed(term: str, expected: bool) -> None:
    assert holds(term, at(Stage.STARTED)) is expected


def test_a_prospect_comes_before_every_stage() -> None:
    assert holds("stage<signed", view())


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("stage=withdrawn", True),
        ("stage!=withdrawn", False),
        ("stage=withdrawn,started", True),
        ("stage~draw", True),
        ("stage>=prospect", False),
        ("stage<=producing", False),
        ("stage!=started", True),
    ],
)
def test_withdrawn_is_outside_the_order(term: str, expected: bool) -> None:
    assert holds(term, WITHDRAWN) is expected


def test_an_order_cannot_be_asked_of_withdrawn() -> None:
    assert refusal("stage<withdrawn") == (
        "in the filter `stage<withdrawn`: `withdrawn` is outside any order, so it takes no `<`",
        "use = or !=",
    )


def test_a_name_may_hold_the_word_withdrawn() -> None:
    assert holds("name~withdrawn", view("Not withdrawn"))


def test_the_next_stage_has_the_same_order() -> None:
    assert holds("next_stage>=started", at(Stage.LAND_SUPPLIED))
    assert not holds("next_stage>=started", at(Stage.SIGNED))


def test_after_the_last_stage_there_is_no_next() -> None:
    assert holds("next_stage=", at(Stage.PRODUCING))
    assert not holds("next_stage<=producing", at(Stage.PRODUCING))


# Dates


@pytest.mark.parametrize(
    ("term", "moment", "expected"),
    [
        # Surely within: every day of it.
        ("signed=2023-Q3", "2023-09", True),
        ("signed=2023-Q3", "2023-07/2023-09", True),
        ("signed=2023-Q3", "2023-06/2023-09", False),
        ("signed=2023-Q3", "2023", False),
        ("signed!=2023-Q3", "2023", True),
        # Surely before its first day.
        ("signed<2023-Q3", "2023-06-30", True),
        ("signed<2023-Q3", "2023-06/2023-07", False),
        # Surely no later than its last day.
        ("signed<=2023-Q3", "2023-06/2023-07", True),
        ("signed<=2023-Q3", "2023-09", True),
        ("signed<=2023-Q3", "2023-09/2023-10", False),
        # Surely after its last day.
        ("signed>2023-Q3", "2023-10-01", True),
        ("signed>2023-Q3", "2023-09/2023-10", False),
        # Surely no earlier than its first day.
        ("signed>=2023-Q3", "2023-09/2023-10", True),
        ("signed>=2023-Q3", "2023-07", True),
        ("signed>=2023-Q3", "2023-06/2023-07", False),
        # Possibly within: some day of it.
        ("signed~2023-Q3", "2023", True),
        ("signed~2023-Q3", "2023-06/2023-07", True),
        ("signed~2023-Q3", "2023-06", False),
        # One or the other.
        ("signed=2022,2023", "2023-04", True),
        ("signed!=2022,2023", "2023-04", False),
        # It surely lies in the two years, but surely in neither.
        ("signed=2022,2023", "2022-12/2023-01", False),
        ("signed=2022/2023", "2022-12/2023-01", True),
    ],
)
def test_only_what_is_certain_of_a_date_answers(term: str, moment: str, expected: bool) -> None:
    assert holds(term, signed(moment)) is expected


@pytest.mark.parametrize("term", ["signed=2023", "signed<2100", "signed>=1900", "signed~2023"])
@pytest.mark.parametrize("seen", [signed(Mark.UNKNOWN), signed(Mark.NOT_APPLICABLE), view()])
def test_a_stage_without_date_answers_to_no_date(term: str, seen: View) -> None:
    assert not holds(term, seen)


@pytest.mark.parametrize(
    ("term", "unknown", "not_applicable", "absent", "dated"),
    [
        ("signed=unknown", True, False, False, False),
        ("signed!=unknown", False, True, True, True),
        ("signed=n/a", False, True, False, False),
        ("signed=unknown,n/a", True, True, False, False),
        ("signed=2023,unknown", True, False, False, True),
        ("signed=", True, True, True, False),
        ("signed!=", False, False, False, True),
    ],
)
def test_what_stands_for_a_date_can_be_asked_for(
    term: str, unknown: bool, not_applicable: bool, absent: bool, dated: bool
) -> None:
    assert holds(term, signed(Mark.UNKNOWN)) is unknown
    assert holds(term, signed(Mark.NOT_APPLICABLE)) is not_applicable
    assert holds(term, view()) is absent
    assert holds(term, signed("2023-04")) is dated


@pytest.mark.parametrize("sign", ["<", "<=", ">", ">=", "~"])
def test_what_stands_for_a_date_has_no_order(sign: str) -> None:
    assert refusal(f"signed{sign}unknown") == (
        (
            f"in the filter `signed{sign}unknown`: `unknown` is outside any order, "
            f"so it takes no `{sign}`"
        ),
        "use = or !=",
    )


def test_a_promise_is_asked_like_any_date() -> None:
    seen = view(planned={Stage.COMPLETED: parse_period("2024-12")})
    assert holds("planned-completed<2025", seen)
    assert holds("planned-signed=", seen)


def test_a_date_that_cannot_be_read_is_refused_with_its_spelling() -> None:
    assert refusal("signed=2023-9") == (
        "in the filter `signed=2023-9`: `2023-9` is not a date",
        "write 2023-09",
    )


def test_the_wrong_one_of_several_values_is_named() -> None:
    assert refusal("planned_started=2023,unknown")[0] == (
        "in the filter `planned_started=2023,unknown`: `unknown` is not a date"
    )


def test_terms_about_what_a_file_says_outright_can_be_asked_of_its_values() -> None:
    wanted = parse_filter(["district=sihui", "stage=started", "plant", "land-mu="])
    assert [name for name, _ in wanted.tests] == ["district", "land_mu"]
    answers = [[test(value) for value in ("Sihui", "Gaoyao", None)] for _, test in wanted.tests]
    assert answers == [[True, False, False], [False, False, True]]


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("阶段＝开工", True),
        ("阶段！＝开工", False),
        ("阶段≠开工", False),
        ("阶段≥签约", True),
        ("阶段＞开工", False),
        ("阶段≤供地", False),
        ("阶段＜＝开工", True),
        ("阶段～工", False),
        ("阶段=签约，开工", True),
        ("阶段=签约、竣工", False),
        ("stage=signed、started", True),
    ],
)
def test_a_filter_may_be_typed_as_chinese_is(term: str, expected: bool) -> None:
    assert holds(term, at(Stage.STARTED)) is expected


def test_a_chinese_comma_in_a_text_is_a_part_of_it() -> None:
    assert holds("名称=甲，乙", view("甲，乙"))
    assert not holds("名称=甲，乙", view("甲"))
