"""The checks of a project: what each finds, says and suggests, and what it lets pass."""

import tomllib
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zqtrack.core.checks import CHECKS, RULES, Check, check_project, find_duplicates, rule
from zqtrack.core.findings import Flaw, Severity
from zqtrack.core.project import Project, Stage
from zqtrack.core.reading import read_project
from zqtrack.errors import UsageError

TODAY = date(2024, 3, 3)


def project(toml: str, **values: Any) -> Project:
    data = {"name": "Example", **tomllib.loads(toml), **values}
    read, flaws = read_project("example", data)
    assert read is not None, flaws
    return read


def flaws(toml: str) -> list[tuple[Any, ...]]:
    return [
        (flaw.code, flaw.key, flaw.message, flaw.hint)
        for flaw in check_project(project(toml), TODAY)
    ]


def codes(toml: str) -> list[str]:
    return [flaw.code for flaw in check_project(project(toml), TODAY)]


def stages(**days: str) -> str:
    """Write [actual] with signed, land-supplied and started, unknown unless given."""
    known = {"signed": "unknown", "land_supplied": "unknown", "started": "unknown", **days}
    lines = [f'{stage.replace("_", "-")} = "{day}"' for stage, day in known.items()]
    return "\n".join(["[actual]", *lines, ""])


# The catalogue


def test_every_code_stands_for_one_rule_and_they_are_in_order() -> None:
    known = [known.code for known in RULES]
    assert len(set(known)) == len(known)
    assert known == sorted(known)


@pytest.mark.parametrize("known", RULES, ids=lambda known: known.code)
def test_a_rule_is_told_in_sentences(known: Any) -> None:
    assert not known.title.endswith(".")
    assert known.why.endswith(".")
    assert known.mend.endswith(".")
    assert known.example == "" or known.example.endswith("\n")


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.rule.code)
def test_the_example_of_a_check_has_no_flaw(check: Check) -> None:
    assert check.rule.example
    # An open problem or a promise of an example lies before or after this day, as it should.
    assert flaws(check.rule.example) == []


def test_a_rule_is_found_by_its_code_in_any_case() -> None:
    assert rule("zq201 ").title == "stages out of order"
    assert rule("ZQ001").title == "the file cannot be read"


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("201", "did you mean `ZQ201`?"),
        ("zq235", "did you mean `ZQ234`?"),
        ("E501", "zqtrack validate --explain all lists them"),
    ],
)
def test_an_unknown_code_names_the_nearest(code: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        rule(code)
    assert caught.value.message == f"no check is called `{code}`"
    assert caught.value.hint == hint


def test_what_cannot_be_true_is_an_error_and_what_can_a_warning() -> None:
    errors = [known.code for known in RULES if known.severity is Severity.ERROR]
    assert [code for code in errors if code >= "ZQ2"] == [
        *("ZQ201", "ZQ202", "ZQ203", "ZQ204", "ZQ205"),
        *("ZQ221", "ZQ401"),
    ]


def test_a_sound_project_has_no_flaw() -> None:
    assert (
        codes(
            """
            company = "Example Holding"
            investment = "1.1bn"
            paid-in = "300m"
            output = "2bn"
            tax = "60m"
            land-mu = 120.5
            [actual]
            contacted = "2022"
            signed = "2023-04"
            land-supplied = "2023-08"
            started = 2023-09-28
            [planned]
            started = "2023-09"
            completed = "2024-12"
            producing = "2025-H1"
            [[replanned]]
            stage = "completed"
            to = "2025-03"
            on = 2024-01-09
            [[problems]]
            title = "Construction access road"
            raised = 2023-05-01
            owner = "Roads office"
            due = 2023-06-01
            closed = 2023-05-28
            [[notes]]
            on = 2024-03-03
            text = "Visited."
            """
        )
        == []
    )


def test_flaws_come_in_the_order_of_a_project_file() -> None:
    found = check_project(
        project(
            """
            land-mu = 80_000
            investment = 500
            [[problems]]
            title = "Road"
            raised = 2024-05-01
            closed = 2023-05-01
            [actual]
            started = 2023-09-28
            """
        ),
        TODAY,
    )
    assert [(flaw.key, flaw.code) for flaw in found] == [
        (("investment",), "ZQ231"),
        (("land-mu",), "ZQ233"),
        (("actual", "started"), "ZQ203"),
        (("actual", "started"), "ZQ203"),
        (("problems", 0, "raised"), "ZQ202"),
        (("problems", 0, "closed"), "ZQ221"),
    ]


_DAYS = st.sampled_from(
    [
        *("1948", "1948/1950", "1949", "2022", "2023-04", "2023-04/2024-04", "2023-Q4", "2074"),
        *("2074/2075", "2075", date(2023, 4, 18), date(2023, 10, 9), TODAY, date(2024, 3, 4)),
    ]
)
_STAGES = st.sampled_from([stage.value for stage in Stage])
_YUAN = st.sampled_from([0, 1, 999_999, 10**6, 10**8, 10**9, 10**12, 10**12 + 1])
_FILES = st.fixed_dictionaries(
    {"name": st.just("Example")},
    optional={
        **dict.fromkeys(("investment", "paid-in", "output", "tax"), _YUAN),
        "land-mu": st.sampled_from([0, 0.001, 1, 120.5, 50_000, 66_667]),
        "actual": st.dictionaries(_STAGES, _DAYS | st.sampled_from(["unknown", "n/a"])),
        "planned": st.dictionaries(_STAGES, _DAYS),
        "replanned": st.lists(
            st.fixed_dictionaries({"stage": _STAGES, "to": _DAYS, "on": _DAYS}), max_size=2
        ),
        "problems": st.lists(
            st.fixed_dictionaries(
                {"title": st.just("Road"), "raised": _DAYS},
                optional={"owner": st.just("Roads office"), "due": _DAYS, "closed": _DAYS},
            ),
            max_size=2,
        ),
        "notes": st.lists(
            st.fixed_dictionaries({"on": _DAYS, "text": st.just("Visited.")}), max_size=2
        ),
        "withdrawn": st.fixed_dictionaries({"on": _DAYS}),
    },
)


@settings(max_examples=500)
@given(_FILES)
def test_no_check_is_left_out_where_it_would_find_something(file: dict[str, Any]) -> None:
    read = project("", **file)
    by_each = [(check.rule.code, key) for check in CHECKS for key, _, _ in check.find(read, TODAY)]
    assert sorted((flaw.code, flaw.key) for flaw in check_project(read, TODAY)) == sorted(by_each)


# Stages


def test_a_stage_surely_before_an_earlier_one_is_found() -> None:
    assert flaws(stages(signed="2023-04", started="2023-03-01")) == [
        (
            "ZQ201",
            ("actual", "started"),
            "started (2023-03-01) comes before signed (2023-04)",
            'correct one of the two, or write started = "unknown"',
        )
    ]


def test_a_stage_before_two_earlier_ones_is_found_once_with_the_nearest() -> None:
    assert [
        (code, message)
        for code, _, message, _ in flaws(
            stages(signed="2023", land_supplied="2023", started="2022")
        )
    ] == [("ZQ201", "started (2022) comes before land-supplied (2023)")]


def test_two_stages_before_an_earlier_one_are_two_flaws() -> None:
    assert [
        message
        for _, _, message, _ in flaws(stages(signed="2023", land_supplied="2022", started="2022"))
    ] == [
        "land-supplied (2022) comes before signed (2023)",
        "started (2022) comes before signed (2023)",
    ]


def test_the_first_contact_comes_before_the_signing_too() -> None:
    assert codes('[actual]\ncontacted = "2023"\nsigned = "2022"\n') == ["ZQ201"]


@pytest.mark.parametrize(
    ("signed", "started"),
    [
        ("2023-04", "2023-04-01"),  # signed on the first day of the month, perhaps
        ("2023-04-18", "2023-04-18"),
        ("2022-06/2023-06", "2022"),
        ("unknown", "2022"),
    ],
)
def test_stages_that_may_be_in_order_pass(signed: str, started: str) -> None:
    assert codes(stages(signed=signed, started=started)) == []


def test_a_stage_in_the_future_is_found_with_the_command_that_promises_it() -> None:
    assert flaws(stages(started="2024-06")) == [
        (
            "ZQ202",
            ("actual", "started"),
            "started (2024-06) has not come yet: today is 2024-03-03",
            "take it out, and promise it: zqtrack plan example started 2024-06",
        )
    ]


@pytest.mark.parametrize("day", ["2024-03-03", "2024-03", "2024", "2023/2025"])
def test_a_stage_today_or_in_a_time_that_has_begun_passes(day: str) -> None:
    assert codes(stages(started=day)) == []


def test_a_stage_tomorrow_is_found() -> None:
    assert codes(stages(started="2024-03-04")) == ["ZQ202"]


def test_everything_else_that_has_happened_is_looked_at_too() -> None:
    found = flaws(
        """
        [planned]
        started = "2029"
        [[replanned]]
        stage = "started"
        to = "2030"
        on = 2025-01-01
        [[problems]]
        title = "Road"
        raised = 2025-01-02
        closed = 2025-01-03
        [[notes]]
        on = 2025-01-04
        text = "Visited."
        [withdrawn]
        on = 2025-01-05
        """
    )
    assert [(code, key) for code, key, _, _ in found] == [
        ("ZQ202", ("replanned", 0, "on")),
        ("ZQ202", ("problems", 0, "raised")),
        ("ZQ202", ("problems", 0, "closed")),
        ("ZQ202", ("notes", 0, "on")),
        ("ZQ202", ("withdrawn", "on")),
    ]
    assert found[3][2:] == (
        "on (2025-01-04) has not come yet: today is 2024-03-03",
        "correct the date, or wait until it has come",
    )


def test_a_deadline_in_the_future_passes() -> None:
    problem = '[[problems]]\ntitle = "Road"\nraised = 2024-03-03\nowner = "A"\ndue = 2024-04-01\n'
    assert codes(problem) == []


def test_a_passed_stage_of_which_nothing_is_said_is_found_with_the_line_to_add() -> None:
    assert flaws('[actual]\nsigned = "2023-04"\nstarted = 2023-09-28\n') == [
        (
            "ZQ203",
            ("actual", "started"),
            "started is reached, but nothing is said of land-supplied before it",
            'add land-supplied = "unknown" if it was passed, "n/a" if it does not apply',
        )
    ]


def test_each_passed_stage_is_found_where_the_next_one_stands() -> None:
    found = flaws('[actual]\nland-supplied = "unknown"\ncompleted = "n/a"\nproducing = "2023"\n')
    assert [(key, message) for _, key, message, _ in found] == [
        (
            ("actual", "land-supplied"),
            "land-supplied is reached, but nothing is said of signed before it",
        ),
        (
            ("actual", "producing"),
            "producing is reached, but nothing is said of started before it",
        ),
    ]


def test_the_first_contact_and_the_stages_ahead_may_be_left_out() -> None:
    assert codes('[actual]\nsigned = "2023-04"\n') == []


def test_stages_that_do_not_apply_and_that_nobody_dated_pass() -> None:
    assert codes(stages(land_supplied="n/a")) == []


def test_a_stage_that_does_not_apply_is_not_reached() -> None:
    assert codes('[actual]\nstarted = "n/a"\n') == []


def test_a_withdrawn_project_that_produces_is_found() -> None:
    toml = stages(completed="2022", producing="2023") + '[withdrawn]\non = "2021"\n'
    found = flaws(toml)
    assert (
        "ZQ204",
        ("withdrawn",),
        "it was withdrawn (2021), yet it produces (2023)",
        "delete [withdrawn], or the date of producing",
    ) in found
    # Its completion after the withdrawal is another flaw, its production is not.
    assert [(code, message) for code, _, message, _ in found if code == "ZQ205"] == [
        ("ZQ205", "it was withdrawn (2021) before it was completed (2022)")
    ]


def test_a_stage_after_the_withdrawal_is_found_once() -> None:
    toml = stages(signed="2022", started="2023-09-28") + '[withdrawn]\non = "2021"\n'
    assert flaws(toml) == [
        (
            "ZQ205",
            ("withdrawn", "on"),
            "it was withdrawn (2021) before it was started (2023-09-28)",
            "correct one of the two dates, or delete [withdrawn] if it came back",
        )
    ]


@pytest.mark.parametrize(
    ("started", "on"),
    [("2023-09-28", "2023"), ("2023", "2023-06-30"), ("2023-09-28", "2023-09-28")],
)
def test_a_withdrawal_that_may_come_after_the_last_stage_passes(started: str, on: str) -> None:
    assert codes(stages(started=started) + f'[withdrawn]\non = "{on}"\n') == []


# Promises


def replanned(stage: str, to: str, on: str) -> str:
    return f'[[replanned]]\nstage = "{stage}"\nto = "{to}"\non = "{on}"\n'


def test_a_replanning_without_a_first_promise_is_found_once() -> None:
    toml = replanned("completed", "2024-12", "2023-01") + replanned(
        "completed", "2025-03", "2023-06"
    )
    assert flaws(toml) == [
        (
            "ZQ211",
            ("replanned", 0, "stage"),
            "completed is re-planned to 2024-12, but [planned] has no date for it",
            'add what was promised first under [planned]: completed = "…"',
        )
    ]


def test_a_replanning_below_a_later_one_of_its_stage_is_found() -> None:
    toml = (
        '[planned]\ncompleted = "2024-12"\n'
        + replanned("completed", "2025-06", "2023-11-20")
        + replanned("completed", "2025-03", "2023-05")
        + replanned("completed", "2025-09", "2023-08")
    )
    assert flaws(toml) == [
        (
            "ZQ212",
            ("replanned", 1, "on"),
            "completed is re-planned (2023-05) before the entry above it (2023-11-20)",
            "put the [[replanned]] entries in the order of their days: the last one counts",
        ),
        (
            "ZQ212",
            ("replanned", 2, "on"),
            "completed is re-planned (2023-08) before the entry above it (2023-11-20)",
            "put the [[replanned]] entries in the order of their days: the last one counts",
        ),
    ]


def test_replannings_of_two_stages_may_stand_in_any_order() -> None:
    toml = (
        '[planned]\ncompleted = "2024-12"\nproducing = "2025"\n'
        + replanned("producing", "2026", "2023-11-20")
        + replanned("completed", "2025-03", "2023-05")
        + replanned("completed", "2025-06", "2023-05-01")
        + replanned("completed", "2025-09", "2023-04/2023-06")
    )
    assert codes(toml) == []


def test_a_promise_surely_before_that_of_an_earlier_stage_is_found() -> None:
    assert flaws('[planned]\ncompleted = "2024-12"\nproducing = "2024-H1"\n') == [
        (
            "ZQ213",
            ("planned", "producing"),
            "producing is promised for 2024-H1, before completed (2024-12)",
            "correct one of the two, or re-plan producing as well",
        )
    ]


def test_the_promise_that_counts_is_the_last_one_and_is_pointed_at() -> None:
    toml = (
        '[planned]\ncompleted = "2024-12"\nproducing = "2025-H1"\n'
        + replanned("completed", "2025-12", "2023-06")
        + replanned("producing", "2025-09", "2023-06")
    )
    assert [(code, key, message) for code, key, message, _ in flaws(toml)] == [
        (
            "ZQ213",
            ("replanned", 1, "to"),
            "producing is promised for 2025-09, before completed (2025-12)",
        )
    ]


def test_promises_that_may_be_in_order_pass() -> None:
    assert codes('[planned]\ncompleted = "2024-12"\nproducing = "2024"\n') == []


def test_a_promise_for_a_stage_that_was_reached_is_history() -> None:
    assert codes(stages() + '[planned]\nstarted = "2025"\ncompleted = "2024-06"\n') == []


def test_a_promise_for_a_stage_that_does_not_apply_is_found() -> None:
    toml = '[actual]\nsigned = "2023"\nland-supplied = "n/a"\n'
    assert flaws(toml + '[planned]\nland-supplied = "2024-06"\n') == [
        (
            "ZQ214",
            ("planned", "land-supplied"),
            'land-supplied is promised for 2024-06, but [actual] says it is "n/a"',
            'delete the promise, or land-supplied = "n/a"',
        )
    ]


def test_a_promise_for_a_time_already_past_is_found() -> None:
    toml = '[planned]\ncompleted = "2024-12"\n' + replanned("completed", "2022-06", "2023-02-01")
    assert flaws(toml) == [
        (
            "ZQ215",
            ("replanned", 0, "to"),
            "completed is promised for 2022-06, past when that was said (2023-02-01)",
            "`to` is the new date, `on` the day when it was promised: correct one of them",
        )
    ]


@pytest.mark.parametrize(
    ("to", "on"),
    [("2023-02", "2023-02-20"), ("2023-02-01", "2023-02"), ("2023-02-20", "2023-02-20")],
)
def test_a_promise_that_may_lie_after_its_day_passes(to: str, on: str) -> None:
    assert codes('[planned]\ncompleted = "2024-12"\n' + replanned("completed", to, on)) == []


# Problems


def problem(**values: str) -> str:
    known = {"title": "Road", "raised": "2023-05-01", "owner": "Roads office", **values}
    return "\n".join(["[[problems]]", *(f'{key} = "{value}"' for key, value in known.items()), ""])


def test_a_problem_closed_before_it_was_raised_is_found() -> None:
    assert flaws(problem() + problem(closed="2023-04"))[1:] == [
        (
            "ZQ221",
            ("problems", 1, "closed"),
            "closed (2023-04) comes before raised (2023-05-01)",
            "correct one of the two dates",
        )
    ]


def test_a_problem_due_before_it_was_raised_is_found() -> None:
    assert flaws(problem(due="2022-06-01")) == [
        (
            "ZQ222",
            ("problems", 0, "due"),
            "due (2022-06-01) comes before raised (2023-05-01)",
            "correct one of the two dates",
        )
    ]


@pytest.mark.parametrize(
    ("raised", "later"),
    [("2023-05-20", "2023-05"), ("2023-05", "2023-05-01"), ("2023-05-20", "2023-05-20")],
)
def test_a_problem_closed_and_due_perhaps_before_it_was_raised_passes(
    raised: str, later: str
) -> None:
    assert codes(problem(raised=raised, closed=later, due=later)) == []


def test_an_open_problem_without_deadline_is_found() -> None:
    assert flaws(problem()) == [
        (
            "ZQ223",
            ("problems", 0, "title"),
            "the open problem `Road` has no due",
            "add due = 2024-06-30",
        )
    ]


def test_an_open_problem_without_owner_is_found() -> None:
    toml = '[[problems]]\ntitle = "Road"\nraised = 2023-05-01\ndue = 2024-06-01\n'
    assert flaws(toml) == [
        (
            "ZQ223",
            ("problems", 0, "title"),
            "the open problem `Road` has no owner",
            'add owner = "…"',
        )
    ]


def test_an_open_problem_without_owner_and_deadline_is_found_once() -> None:
    assert flaws('[[problems]]\ntitle = "Road"\nraised = 2023-05-01\n') == [
        (
            "ZQ223",
            ("problems", 0, "title"),
            "the open problem `Road` has no owner and no due",
            'add owner = "…" and due = 2024-06-30',
        )
    ]


def test_a_closed_problem_needs_no_owner_and_no_deadline() -> None:
    assert codes('[[problems]]\ntitle = "Road"\nraised = "2023"\nclosed = "2023"\n') == []


# Figures


def test_an_investment_typed_in_wan_without_its_unit_is_found() -> None:
    assert flaws("investment = 110_000") == [
        (
            "ZQ231",
            ("investment",),
            "investment is 110,000 yuan, which is less than 1 m",
            'write its unit: investment = "110000万" or "110000亿"',
        )
    ]


def test_an_investment_of_nothing_is_better_left_out() -> None:
    assert flaws("investment = 0") == [
        (
            "ZQ231",
            ("investment",),
            "investment is 0 yuan, which is less than 1 m",
            "delete the line: what is not there is unknown",
        )
    ]


@pytest.mark.parametrize("key", ["investment", "paid-in", "output", "tax"])
def test_an_amount_above_any_project_is_found(key: str) -> None:
    assert flaws(f"{key} = 1_000_000_000_001") == [
        (
            "ZQ231",
            (key,),
            f"{key} is 1,000,000,000,001 yuan, which is more than 1,000.00 bn",
            "count its zeros: 1亿 is 100_000_000 yuan, 1bn is 1_000_000_000",
        )
    ]


@pytest.mark.parametrize(
    "toml",
    [
        "investment = 1_000_000",
        "investment = 1_000_000_000_000",
        "output = 1_000_000",
        "paid-in = 0",
        "tax = 0",
    ],
)
def test_an_amount_at_a_bound_passes(toml: str) -> None:
    assert codes(toml) == []


@pytest.mark.parametrize(
    ("toml", "key", "message"),
    [
        (
            'investment = "1.1bn"\npaid-in = 50_000',  # 50,000 万 were paid
            "paid-in",
            "paid-in (50,000 yuan) is less than 1/10,000 of investment (1,100,000,000 yuan)",
        ),
        (
            'investment = "100m"\npaid-in = "201m"',
            "paid-in",
            "paid-in (201,000,000 yuan) is more than 2 times investment (100,000,000 yuan)",
        ),
        (
            'investment = "1.1bn"\noutput = "10m"',
            "output",
            "output (10,000,000 yuan) is less than 1/100 of investment (1,100,000,000 yuan)",
        ),
        (
            'investment = "11m"\noutput = "2bn"',
            "output",
            "output (2,000,000,000 yuan) is more than 100 times investment (11,000,000 yuan)",
        ),
        (
            'output = "2bn"\ntax = 6_000',
            "tax",
            "tax (6,000 yuan) is less than 1/10,000 of output (2,000,000,000 yuan)",
        ),
        (
            'output = "60m"\ntax = "2bn"',
            "tax",
            "tax (2,000,000,000 yuan) is more than output (60,000,000 yuan)",
        ),
    ],
)
def test_two_amounts_that_do_not_fit_together_are_found(toml: str, key: str, message: str) -> None:
    hint = f'check the unit of both; yuan stands without one: {key} = "500万" is 5_000_000'
    assert flaws(toml) == [("ZQ232", (key,), message, hint)]


@pytest.mark.parametrize(
    "toml",
    [
        'investment = "100m"\npaid-in = "200m"',
        'investment = "100m"\npaid-in = 10_000',
        'investment = "100m"\npaid-in = 0',
        'investment = "100m"\noutput = "1m"',
        'investment = "100m"\noutput = "10bn"',
        'output = "100m"\ntax = "100m"',
        'output = "100m"\ntax = 10_000',
    ],
)
def test_amounts_at_the_bounds_of_proportion_pass(toml: str) -> None:
    assert codes(toml) == []


def test_an_amount_out_of_scale_is_measured_against_nothing_else() -> None:
    assert codes('investment = 110_000\npaid-in = "300m"\nland-mu = 120.5') == ["ZQ231"]


def test_an_amount_at_a_bound_of_scale_is_measured() -> None:
    # 1 m · 100 = 100 m; 1,000 bn / 100 = 10 bn.
    assert codes('investment = 1_000_000\noutput = "101m"') == ["ZQ232"]
    assert codes('investment = "1000bn"\noutput = "9bn"') == ["ZQ232"]


def test_land_typed_in_square_metres_is_found() -> None:
    # 80,333 m² are 80,333 · 0.0015 = 120.5 mu.
    assert flaws("land-mu = 80_333") == [
        (
            "ZQ233",
            ("land-mu",),
            "land-mu is 80,333, which is more than 50,000",
            "1 mu is 667 m²; if it is in m², write land-mu = 120.5",
        )
    ]


def test_land_on_which_hardly_anything_is_invested_is_found() -> None:
    # 1.1 bn / 40,000 mu = 27,500 yuan a mu.
    assert flaws('investment = "1.1bn"\nland-mu = 40_000') == [
        (
            "ZQ233",
            ("land-mu",),
            (
                "land-mu is 40,000 for an investment of 1,100,000,000 yuan: "
                "27,500 yuan a mu, which is less than 100,000"
            ),
            "1 mu is 667 m²; if it is in m², write land-mu = 60.0",
        )
    ]


def test_land_too_small_for_what_is_invested_on_it_is_found() -> None:
    # 1.1 bn / 2.2 mu = 500 m yuan a mu; 2.2 ha would be 33 mu.
    assert flaws('investment = "1.1bn"\nland-mu = 2.2') == [
        (
            "ZQ233",
            ("land-mu",),
            (
                "land-mu is 2.2 for an investment of 1,100,000,000 yuan: "
                "500,000,000 yuan a mu, which is more than 200,000,000"
            ),
            "15 mu are 1 ha; if it is in hectares, write land-mu = 33.0",
        )
    ]


@pytest.mark.parametrize(
    "toml",
    [
        "land-mu = 50_000",
        'investment = "100m"\nland-mu = 1000',
        'investment = "100m"\nland-mu = 0.5',
        'investment = "100m"\nland-mu = 0',  # rented rooms
    ],
)
def test_land_at_a_bound_passes(toml: str) -> None:
    assert codes(toml) == []


def test_a_date_of_another_age_is_found_wherever_it_stands() -> None:
    toml = stages(signed="1923") + '[planned]\ncompleted = "1924"\n' + problem(due="1923-06")
    found = flaws(toml)
    assert [(key, message, hint) for code, key, message, hint in found if code == "ZQ234"] == [
        (("actual", "signed"), "signed (1923) is before 1949", "correct the year"),
        (("planned", "completed"), "completed (1924) is before 1949", "correct the year"),
        (("problems", 0, "due"), "due (1923-06) is before 1949", "correct the year"),
    ]


def test_a_span_that_reaches_into_another_age_is_found() -> None:
    assert codes(stages(signed="1948/1950") + '[planned]\ncompleted = "2074/2075"\n') == [
        "ZQ234",
        "ZQ234",
    ]


def test_a_promise_for_another_age_is_found() -> None:
    assert flaws('[planned]\ncompleted = "2075"\n') == [
        (
            "ZQ234",
            ("planned", "completed"),
            "completed (2075) is more than 50 years after today (2024-03-03)",
            "correct the year",
        )
    ]


def test_a_later_promise_and_a_deadline_for_another_age_are_found() -> None:
    again = '[[replanned]]\nstage = "completed"\nto = "2103"\non = 2023-10-09\n'
    closed = '[[problems]]\ntitle = "Dust"\nraised = "2023"\nclosed = "2023"\n'
    toml = f'[planned]\ncompleted = "2025"\n{again}{closed}{problem(due="2103-06")}'
    assert [flaw[:2] for flaw in flaws(toml)] == [
        ("ZQ234", ("replanned", 0, "to")),
        ("ZQ234", ("problems", 1, "due")),
    ]


def test_the_first_and_the_last_plausible_year_pass() -> None:
    assert codes(stages(signed="1949") + '[planned]\ncompleted = "2074"\n') == []


def test_a_stage_far_in_the_future_is_one_flaw() -> None:
    assert codes(stages(started="2099")) == ["ZQ202"]


# Two files for one project


def test_the_second_file_of_the_same_name_and_company_is_found() -> None:
    ledger = [
        ("a", "Prepared food", "Taier"),
        ("b", "Prepared food", "Jinjiang"),
        ("c", "prepared  Food ", "TAIER"),
        ("d", "Prepared food", None),
        ("e", "Prepared food", None),
        ("f", "Prepared food", "Taier"),
    ]
    hint = "delete one of the two files, or change a name"
    assert find_duplicates(ledger) == (
        ("c", Flaw("ZQ301", ("name",), "`c` has the same name and company as `a`", hint)),
        ("e", Flaw("ZQ301", ("name",), "`e` has the same name and company as `d`", hint)),
        ("f", Flaw("ZQ301", ("name",), "`f` has the same name and company as `a`", hint)),
    )


def test_a_ledger_of_different_projects_has_no_duplicates() -> None:
    assert find_duplicates([("a", "A", None), ("b", "B", None)]) == ()
