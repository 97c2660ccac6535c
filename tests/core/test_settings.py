"""What zqtrack.toml may say, and what is wrong with what it says."""

import tomllib
from datetime import date
from typing import Any

import pytest

from zqtrack.core.findings import Flaw
from zqtrack.core.lights import Limits
from zqtrack.core.settings import Goals, Settings, read_settings
from zqtrack.language import Language


def read(toml: str) -> Settings:
    settings, flaws = read_settings(tomllib.loads(toml))
    assert flaws == ()
    return settings


def flaws(toml: str) -> list[tuple[str, tuple[Any, ...], str, str | None]]:
    settings, found = read_settings(tomllib.loads(toml))
    assert settings == Settings()
    return [(flaw.code, flaw.key, flaw.message, flaw.hint) for flaw in found]


def test_everything_has_a_default() -> None:
    assert read("") == Settings(name=None, as_of=None, limits=Limits(), goals={})
    assert Limits() == Limits(soon=30, late=0, problem_late=30)


def test_all_settings_are_read() -> None:
    settings = read("""
        name = "Sihui"
        as-of = 2024-03-03
        [lights]
        soon = 14
        problem-late = 0
        [targets.2023]
        signed = 71
        [targets.2024]
        filter = "district=Sihui"
        land-supplied = 5
        started = 20
        completed = 18
        producing = 20
        investment = "80亿"
    """)
    assert settings.name == "Sihui"
    assert settings.as_of == date(2024, 3, 3)
    assert settings.limits == Limits(soon=14, late=0, problem_late=0)
    assert settings.goals == {
        2023: Goals(signed=71),
        2024: Goals(
            filter=("district=Sihui",),
            land_supplied=5,
            started=20,
            completed=18,
            producing=20,
            investment=8_000_000_000,
        ),
    }


def test_a_filter_may_have_several_terms() -> None:
    goals = read("[targets.2024]\nfilter = ['district=Sihui', 'investment>=100m']").goals
    assert goals[2024].filter == ("district=Sihui", "investment>=100m")


def test_every_flaw_is_told_at_once() -> None:
    assert flaws("""
        nmae = "Sihui"
        as-of = "2024-03"
        [lights]
        soon = -1
        [targets.2024]
        filter = "distrct=Sihui"
        started = "20"
    """) == [
        ("ZQ101", ("nmae",), "`nmae` is not a key of this table", "did you mean `name`?"),
        ("ZQ104", ("as-of",), "2024-03 is not one day", "write it like 2023-09-28"),
        (
            "ZQ106",
            ("lights", "soon"),
            "a whole number from 0 to 2^53 belongs here",
            "write it without quotes: 20",
        ),
        (
            "ZQ106",
            ("targets", "2024", "filter"),
            "in the filter `distrct=Sihui`: `distrct` is not a field",
            "did you mean `district`?",
        ),
        (
            "ZQ106",
            ("targets", "2024", "started"),
            "a whole number from 0 to 2^53 belongs here",
            "write it without quotes: 20",
        ),
    ]


@pytest.mark.parametrize("value", ["1", "['district=Sihui', 2]", "''", "['']"])
def test_a_filter_that_is_no_text_is_a_flaw(value: str) -> None:
    found = flaws(f"[targets.2024]\nfilter = {value}")
    assert [flaw[:2] for flaw in found] == [("ZQ106", ("targets", "2024", "filter"))]


@pytest.mark.parametrize("year", ["24", "20x4", "2024-03", "２０２４", "0000", "1899", "9999", ""])
def test_targets_belong_to_a_year(year: str) -> None:
    assert read_settings({"targets": {year: {"signed": 1}}}) == (
        Settings(),
        (Flaw("ZQ401", ("targets", year), f"`{year}` is not a year", "write [targets.2024]"),),
    )


@pytest.mark.parametrize(
    ("toml", "key", "message", "hint"),
    [
        ("targets = 20", ("targets",), "`targets` is a table", "write [targets.2024]"),
        ("[[targets]]", ("targets",), "`targets` is a table", "write [targets.2024]"),
        ("targets.2024 = 20", ("targets", "2024"), "`targets.2024` is a table", None),
        ("lights = true", ("lights",), "`lights` is a table", "write [lights]"),
    ],
)
def test_what_is_a_table_is_written_as_one(
    toml: str, key: tuple[str, ...], message: str, hint: str | None
) -> None:
    assert flaws(toml) == [("ZQ103", key, message, hint or "write [targets.2024]")]


def test_columns_of_a_table_may_be_named() -> None:
    toml = '[import]\n"总盘子" = "investment"\n"备注" = "notes.text"\nstart = "actual.started"\n'
    settings, found = read_settings(tomllib.loads(toml))
    assert found == ()
    assert settings.columns == {
        "总盘子": "investment",
        "备注": "notes.text",
        "start": "actual.started",
    }
    assert Settings().columns == {}


@pytest.mark.parametrize(
    ("toml", "flaw"),
    [
        ("import = 1", ("ZQ103", ("import",), "`import` is a table", "write [import]")),
        (
            '[import]\na = "investmnt"',
            (
                "ZQ401",
                ("import", "a"),
                "`investmnt` is not a field",
                "did you mean `investment`?",
            ),
        ),
        (
            "[import]\na = 1",
            ("ZQ401", ("import", "a"), "a text belongs here", 'put it in quotes: "…"'),
        ),
    ],
)
def test_a_column_belongs_to_a_field(toml: str, flaw: tuple[object, ...]) -> None:
    assert flaws(toml) == [flaw]


def test_the_language_is_one_that_we_have() -> None:
    assert read('language = "zh"').language is Language.CHINESE
    message, hint = "`fr` is not a language", "write one of en, zh"
    assert flaws('language = "fr"') == [("ZQ106", ("language",), message, hint)]


def test_a_filter_of_targets_may_be_chinese() -> None:
    assert read('[targets.2024]\nfilter = "区域=四会"').goals[2024].filter == ("区域=四会",)
