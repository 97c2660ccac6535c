"""A file gives a project, or everything that is wrong in it."""

import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zqtrack.core.findings import Flaw
from zqtrack.core.period import parse_period
from zqtrack.core.project import (
    FIELDS,
    Kind,
    Mark,
    Note,
    Problem,
    Project,
    Replanned,
    Stage,
    Withdrawal,
)
from zqtrack.core.reading import read_project

EXAMPLE = """
name = "Example Battery Parts Plant"
company = "Example Holding"
district = "Start Zone"
kind = "new"
investment = "1.1bn"
land-mu = 120.5
high-tech = true
lead = "Deputy director, office 2"
lists = ["battle-275"]
sources = ["signing ceremony notice"]

[actual]
signed = "2023-04"
land-supplied = "unknown"
started = 2023-09-28

[planned]
completed = "2024-12"
producing = "2025-H1"

[[replanned]]
stage = "completed"
to = "2025-03"
on = 2024-10-09
reason = "transformer delivery"

[[problems]]
title = "Construction access road"
raised = 2023-05-01
owner = "Roads office"
due = 2023-06-01
closed = 2023-05-28

[[notes]]
on = 2023-10-09
by = "Office 2"
text = "Visited the site."

[withdrawn]
on = "2025-Q1"
reason = "moved elsewhere"
"""


def flaws(text: str) -> list[tuple[str, tuple[str | int, ...], str, str | None]]:
    project, found = read_project("plant", tomllib.loads(text))
    assert project is None
    return [(flaw.code, flaw.key, flaw.message, flaw.hint) for flaw in found]


def only_flaw(text: str) -> tuple[str, tuple[str | int, ...], str, str | None]:
    (flaw,) = flaws(text)
    return flaw


def test_every_part_of_a_file_is_read() -> None:
    assert read_project("plant", tomllib.loads(EXAMPLE)) == (
        Project(
            id="plant",
            name="Example Battery Parts Plant",
            company="Example Holding",
            district="Start Zone",
            kind=Kind.NEW,
            investment=1_100_000_000,
            land_mu=120.5,
            high_tech=True,
            lead="Deputy director, office 2",
            lists=("battle-275",),
            sources=("signing ceremony notice",),
            actual={
                Stage.SIGNED: parse_period("2023-04"),
                Stage.LAND_SUPPLIED: Mark.UNKNOWN,
                Stage.STARTED: parse_period("2023-09-28"),
            },
            planned={
                Stage.COMPLETED: parse_period("2024-12"),
                Stage.PRODUCING: parse_period("2025-H1"),
            },
            replanned=(
                Replanned(
                    stage=Stage.COMPLETED,
                    to=parse_period("2025-03"),
                    on=parse_period("2024-10-09"),
                    reason="transformer delivery",
                ),
            ),
            problems=(
                Problem(
                    title="Construction access road",
                    raised=parse_period("2023-05-01"),
                    owner="Roads office",
                    due=parse_period("2023-06-01"),
                    closed=parse_period("2023-05-28"),
                ),
            ),
            notes=(Note(on=parse_period("2023-10-09"), by="Office 2", text="Visited the site."),),
            withdrawn=Withdrawal(on=parse_period("2025-Q1"), reason="moved elsewhere"),
        ),
        (),
    )


def test_a_name_is_enough_for_a_project() -> None:
    assert read_project("plant", {"name": "Plant"}) == (Project(id="plant", name="Plant"), ())


def test_empty_tables_and_lists_are_no_flaw() -> None:
    data = {"name": "Plant", "actual": {}, "planned": {}, "problems": [], "notes": []}
    assert read_project("plant", data) == (Project(id="plant", name="Plant"), ())


def test_stages_are_kept_in_the_order_in_which_they_are_passed() -> None:
    project, _ = read_project(
        "plant", {"name": "Plant", "actual": {"started": "2023-09", "signed": "2023-04"}}
    )
    assert project is not None
    assert list(project.actual) == ["signed", "started"]


def test_a_file_without_a_name_says_so() -> None:
    assert only_flaw('company = "GCL"') == (
        "ZQ102",
        (),
        "`name` is missing",
        'add name = "…": the project\'s name',
    )


@pytest.mark.parametrize(
    ("line", "key", "hint"),
    [
        ('compny = "GCL"', "compny", "did you mean `company`?"),
        ("land_mu = 120.5", "land_mu", "did you mean `land-mu`?"),
        ("High-Tech = true", "High-Tech", "did you mean `high-tech`?"),
        ("[[problem]]", "problem", "did you mean `problems`?"),
        ("[actuals]", "actuals", "did you mean `actual`?"),
    ],
)
def test_a_misspelt_key_names_the_one_that_is_meant(line: str, key: str, hint: str) -> None:
    assert only_flaw(f'name = "Plant"\n{line}') == (
        "ZQ101",
        (key,),
        f"`{key}` is not a key of this table",
        hint,
    )


def test_a_key_like_none_is_told_all_there_are() -> None:
    _, _, _, hint = only_flaw('name = "Plant"\nxyz = 1')
    assert hint == (
        "known here: name, company, district, park, industry, product, origin, kind, investment, "
        "paid-in, output, tax, land-mu, high-tech, key-industry, lead, team, lists, sources, "
        "actual, planned, replanned, problems, notes, withdrawn"
    )


def test_the_keys_of_a_file_are_not_those_of_its_tables() -> None:
    found = flaws('name = "Plant"\n[actual]\nsinged = "2023-04"\n[withdrawn]\non = 2023\nwhen = 1')
    assert [flaw[:2] for flaw in found] == [
        ("ZQ101", ("actual", "singed")),
        ("ZQ104", ("withdrawn", "on")),
        ("ZQ101", ("withdrawn", "when")),
    ]
    assert found[0][3] == "did you mean `signed`?"
    assert found[2][3] == "known here: on, reason"


def test_a_key_of_the_project_below_a_table_belongs_above_it() -> None:
    assert only_flaw('name = "Plant"\n[actual]\nsigned = "2023-04"\nlead = "Office 2"') == (
        "ZQ101",
        ("actual", "lead"),
        "`lead` is not a key of this table",
        "move it above the first [table]: what stands below one belongs to it",
    )
    assert only_flaw('name = "Plant"\n[[notes]]\non = 2023-10-09\ntext = "x"\npark = "East"')[
        3
    ] == ("move it above the first [table]: what stands below one belongs to it")


def test_a_key_that_the_file_has_above_is_no_misplaced_one() -> None:
    found = only_flaw('name = "Plant"\n[withdrawn]\non = 2023-10-09\nname = "x"')
    assert found[3] == "known here: on, reason"


def test_a_stage_outside_its_table_belongs_into_it() -> None:
    assert only_flaw('name = "Plant"\nsigned = "2023-04"') == (
        "ZQ101",
        ("signed",),
        "`signed` is not a key of this table",
        "write it below [actual], or below [planned] as a promise",
    )


@pytest.mark.parametrize(
    ("text", "key", "message", "hint"),
    [
        ('actual = "2023"', "actual", "`actual` is a table", "write [actual]"),
        ("[[actual]]", "actual", "`actual` is a table", "write [actual]"),
        ("planned = []", "planned", "`planned` is a table", "write [planned]"),
        ("[[withdrawn]]", "withdrawn", "`withdrawn` is a table", "write [withdrawn]"),
        ("withdrawn = true", "withdrawn", "`withdrawn` is a table", "write [withdrawn]"),
        ("[problems]", "problems", "`problems` is a list of tables", "write [[problems]]"),
        ("replanned = 1", "replanned", "`replanned` is a list of tables", "write [[replanned]]"),
        ('notes = "x"', "notes", "`notes` is a list of tables", "write [[notes]]"),
    ],
)
def test_a_table_of_the_wrong_shape_says_how_it_is_written(
    text: str, key: str, message: str, hint: str
) -> None:
    assert only_flaw(f'name = "Plant"\n{text}') == ("ZQ103", (key,), message, hint)


def test_an_item_that_is_no_table_says_how_the_list_is_written() -> None:
    assert only_flaw('name = "Plant"\nnotes = ["Visited the site."]') == (
        "ZQ103",
        ("notes", 0),
        "`notes` is a list of tables",
        "write [[notes]]",
    )


@pytest.mark.parametrize(
    ("table", "keys"),
    [
        ("[[replanned]]", ["stage", "to", "on"]),
        ("[[problems]]", ["title", "raised"]),
        ("[[notes]]", ["on", "text"]),
        ("[withdrawn]", ["on"]),
    ],
)
def test_a_part_names_every_key_that_it_lacks(table: str, keys: list[str]) -> None:
    found = flaws(f'name = "Plant"\n{table}')
    assert [message for _, _, message, _ in found] == [f"`{key}` is missing" for key in keys]


@pytest.mark.parametrize(
    ("text", "code", "key", "message"),
    [
        ("investment = 1.5", "ZQ105", ("investment",), "an amount of money belongs here"),
        ('tax = "5 lots"', "ZQ105", ("tax",), "`5 lots` is not an amount of money"),
        ('land-mu = "120"', "ZQ106", ("land-mu",), "a number belongs here"),
        ('high-tech = "yes"', "ZQ106", ("high-tech",), "true or false belongs here"),
        ('kind = "newish"', "ZQ106", ("kind",), "`newish` is not a kind"),
        ("lead = 7", "ZQ106", ("lead",), "a text belongs here"),
        ("lists = [7]", "ZQ106", ("lists",), "a text belongs here"),
        ("[company]", "ZQ106", ("company",), "a text belongs here"),
        (
            "[actual]\nsigned = 2023",
            "ZQ104",
            ("actual", "signed"),
            "2023 is a number in TOML, not a date",
        ),
        ('[actual]\nsigned = "soon"', "ZQ104", ("actual", "signed"), "`soon` is not a date"),
        ('[planned]\nstarted = "n/a"', "ZQ104", ("planned", "started"), "`n/a` is not a date"),
        (
            '[[replanned]]\nstage = "contact"\nto = "2025"\non = 2024-10-09',
            "ZQ106",
            ("replanned", 0, "stage"),
            "`contact` is not a stage",
        ),
        (
            'notes = [{on = "2023", text = "x"}, {on = 7, text = "y"}]',
            "ZQ104",
            ("notes", 1, "on"),
            "a date belongs here",
        ),
    ],
)
def test_a_wrong_value_is_found_where_it_stands(
    text: str, code: str, key: tuple[str | int, ...], message: str
) -> None:
    assert only_flaw(f'name = "Plant"\n{text}')[:3] == (code, key, message)


def test_every_flaw_of_a_file_comes_in_one_go() -> None:
    found = flaws(
        """
        compny = "GCL"
        kind = "newish"
        investment = "-5"
        land-mu = "120"
        withdrawn = []
        [actual]
        singed = "2023-04"
        started = 2023
        [planned]
        producing = "n/a"
        [[replanned]]
        stage = "completed"
        [[problems]]
        raised = "soon"
        [[notes]]
        on = 2023-10-09
        text = " "
        """
    )
    assert [(code, key) for code, key, _, _ in found] == [
        ("ZQ101", ("compny",)),
        ("ZQ106", ("kind",)),
        ("ZQ105", ("investment",)),
        ("ZQ106", ("land-mu",)),
        ("ZQ102", ()),
        ("ZQ103", ("withdrawn",)),
        ("ZQ101", ("actual", "singed")),
        ("ZQ104", ("actual", "started")),
        ("ZQ104", ("planned", "producing")),
        ("ZQ102", ("replanned", 0)),
        ("ZQ102", ("replanned", 0)),
        ("ZQ104", ("problems", 0, "raised")),
        ("ZQ102", ("problems", 0)),
        ("ZQ106", ("notes", 0, "text")),
    ]


def test_a_long_or_unprintable_key_is_shown_in_short() -> None:
    (long, painted) = flaws('name = "Plant"\n' + "x" * 5_000 + ' = 1\n"\\u001b[31m" = 1')
    assert long[2] == f"`{'x' * 39}…` is not a key of this table"
    assert painted[2] == r"`\x1b[31m` is not a key of this table"


# What TOML may hold, with the words of a project file among it so that some of it fits.
WORDS = st.sampled_from(
    [
        *(field.key for field in FIELDS),
        *Stage,
        *("actual", "planned", "replanned", "problems", "notes", "withdrawn"),
        *(
            "stage",
            "to",
            "on",
            "reason",
            "title",
            "raised",
            "owner",
            "due",
            "closed",
            "by",
            "text",
        ),
    ]
)
TEXTS = st.sampled_from(["2023-04", "unknown", "n/a", "new", "completed", "1.1bn"]) | st.text()
VALUES = st.recursive(
    st.one_of(
        TEXTS,
        st.booleans(),
        st.integers(),
        st.floats(),
        st.dates(),
        st.datetimes(timezones=st.none() | st.just(UTC)),
        st.times(),
    ),
    lambda inner: st.lists(inner) | st.dictionaries(WORDS | st.text(), inner),
    max_leaves=8,
)


@settings(deadline=None)  # a busy machine is no flaw
@given(st.dictionaries(WORDS | st.text(), VALUES, max_size=6))
def test_any_data_give_either_a_project_or_flaws(data: Mapping[str, Any]) -> None:
    project, found = read_project("plant", {"name": "Plant", **data})
    assert (project is None) is bool(found)
    assert all(_is_short(flaw) for flaw in found)


def _is_short(flaw: Flaw) -> bool:
    return flaw.message.isprintable() and len(flaw.message) < 80


@pytest.mark.parametrize(
    "value",
    [
        datetime(1, 1, 1, tzinfo=UTC),
        date(9999, 12, 31),
        time(0),
        float("nan"),
        pytest.param(10**5_000, id="more digits than Python would print"),
        pytest.param("1" * 5_000, id="5,000 digits"),
    ],
)
@pytest.mark.parametrize(
    "key", ["name", "kind", "investment", "land-mu", "high-tech", "lists", "actual", "notes"]
)
def test_extreme_values_are_flaws_or_text(key: str, value: object) -> None:
    project, found = read_project("plant", {"name": "Plant", key: value})
    if key == "name" and isinstance(value, str):
        assert project == Project(id="plant", name=value)
    else:
        assert [flaw.key for flaw in found] == [(key,)]
        assert all(_is_short(flaw) for flaw in found)
