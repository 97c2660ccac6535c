"""Many files at once give what each gives by itself; those that are wrong are named."""

import tomllib
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zqtrack.core.project import FIELDS, TABLES, Project, Stage
from zqtrack.core.reading import read_project
from zqtrack.ledger.gathering import gather
from zqtrack.ledger.packing import pack, unpack

FULL = """
name = "Example Battery Parts Plant"
company = "Example Holding"
kind = "new"
investment = "1.1bn"
output = 2_000_000_000
land-mu = 120.0
high-tech = true
key-industry = false
lists = ["battle-275"]
sources = []

[actual]
signed = "2023-04"
land-supplied = "unknown"
started = 2023-09-28

[planned]
completed = "2024-12"

[[replanned]]
stage = "completed"
to = "2025-03"
on = 2024-10-09

[[problems]]
title = "Construction access road"
raised = 2023-05-01
due = "2023-06"

[[problems]]
title = "Land levelling"
raised = "2023"

[[notes]]
on = 2023-05-02
text = "Visited."

[withdrawn]
on = 2025-01-01
reason = "no grid connection"
"""


def projects(*tomls: str) -> tuple[list[Project], set[int]]:
    """Read so many files, called 0, 1, 2 …"""
    ids = [str(number) for number in range(len(tomls))]
    packed, wrong = gather(ids, [tomllib.loads(toml) for toml in tomls])
    return unpack(packed), wrong


def alone(files: list[dict[str, Any]]) -> tuple[list[Project], set[int]]:
    """Read files one by one."""
    read = [read_project(str(number), file)[0] for number, file in enumerate(files)]
    return [one for one in read if one], {row for row, one in enumerate(read) if one is None}


def test_many_files_give_what_each_gives_by_itself() -> None:
    tomls = (FULL, 'name = "Bare"', FULL.replace("2023", "2022"), 'name = "Bare"\n[actual]\n')
    expected, _ = alone([tomllib.loads(toml) for toml in tomls])
    found, wrong = projects(*tomls)
    assert wrong == set()
    # Equal numbers of another kind, and equal dates written otherwise, would be other bytes.
    assert [repr(project) for project in found] == [repr(project) for project in expected]


def test_no_file_holds_no_project() -> None:
    assert gather([], []) == (pack([]), set())


def test_a_wrong_file_leaves_the_others_as_they_are() -> None:
    found, wrong = projects('name = "A"', "name = 1", 'name = "C"', "nmae = 1")
    assert [(project.id, project.name) for project in found] == [("0", "A"), ("2", "C")]
    assert wrong == {1, 3}


@pytest.mark.parametrize(
    "toml",
    [
        "",
        'name = ""',
        'name = " "',
        'name = ["A"]',
        "name = {first = 1}",
        'name = "A"\nunknown = 1',
        'name = "A"\nkind = "old"',
        'name = "A"\nkind = ["new"]',
        'name = "A"\ninvestment = true',
        'name = "A"\ninvestment = "1 yuan"',
        'name = "A"\nland-mu = "1"',
        'name = "A"\nland-mu = nan',
        'name = "A"\nhigh-tech = 1',
        'name = "A"\nlists = "battle-275"',
        'name = "A"\nlists = [""]',
        'name = "A"\nactual = 2023-04-01',
        'name = "A"\nactual = []',
        'name = "A"\n[actual]\nsigned = 2023',
        'name = "A"\n[actual]\nsigned = ["unknown"]',
        'name = "A"\n[actual]\nwithdrawn = 2023-04-01',
        'name = "A"\n[planned]\nsigned = "unknown"',
        'name = "A"\n[planned]\nsigned = 2023-04-01T00:00:00',
        'name = "A"\n[replanned]\nstage = "signed"',
        'name = "A"\nreplanned = "2023"',
        'name = "A"\nnotes = [1]',
        'name = "A"\nnotes = [{on = 2023-04-01}]',
        'name = "A"\nnotes = [{on = 2023-04-01, text = "", by = "B"}]',
        'name = "A"\nproblems = [{title = "B", raised = 2023-04-01, done = true}]',
        'name = "A"\nwithdrawn = true',
        'name = "A"\n[[withdrawn]]\non = 2023-04-01',
        'name = "A"\n[withdrawn]\nreason = "B"',
    ],
)
def test_a_file_in_which_something_is_wrong_is_named(toml: str) -> None:
    """Each of them has a flaw for who reads it alone, too."""
    assert read_project("1", tomllib.loads(toml))[0] is None
    found, wrong = projects(FULL, toml, FULL)
    assert wrong == {1}
    assert [project.id for project in found] == ["0", "2"]


def test_a_text_that_stands_in_many_files_is_kept_once() -> None:
    files = [tomllib.loads('name = "Two texts"') for _ in range(2)]
    assert files[0]["name"] is not files[1]["name"]
    packed, _ = gather(["0", "1"], files)
    assert packed["name"][0] is packed["name"][1]


_DAYS = st.sampled_from(["2023", "2023-Q2", "2023-02-30", "2023-04-05", date(2023, 4, 5)])
_ODD = st.sampled_from(
    [
        *("", " ", "A", "new", "unknown", "n/a", "signed", "11亿", "2024/2023"),
        *(True, False, 0, 1, -1, 1.0, 2.5, float("nan"), 2**60, 10**30, 2023),
        *(date(1850, 1, 1), datetime(2023, 4, 5, tzinfo=UTC), time(1, 2)),
        *([], ["A"], [1], [[]], [{}], {}, {"A": 1}),
    ]
)
_KEYS = (*(field.key for field in FIELDS), *TABLES, "unknown")
_PART_KEYS = ("title", "raised", "owner", "due", "closed", "on", "by", "text", "stage", "to")
_RIGHT = {
    "kind": st.just("new"),
    "investment": st.sampled_from([0, 10**8, "1亿"]),
    "land-mu": st.sampled_from([1, 1.0, 2]),
    "high-tech": st.booleans(),
    "lists": st.lists(st.just("A"), max_size=2),
    "actual": st.dictionaries(st.sampled_from([str(s) for s in Stage]), _DAYS, max_size=3),
    "planned": st.dictionaries(st.sampled_from([str(s) for s in Stage]), _DAYS, max_size=3),
    "notes": st.lists(
        st.fixed_dictionaries({"on": _DAYS, "text": st.just("A")}), min_size=1, max_size=2
    ),
    "withdrawn": st.fixed_dictionaries({"on": _DAYS}),
}
_FILES = st.builds(
    lambda right, odd: {**right, **odd},
    st.fixed_dictionaries({"name": st.sampled_from(["A", "B"])}, optional=_RIGHT),
    st.one_of(
        st.just({}),
        st.dictionaries(
            st.sampled_from(_KEYS),
            _ODD
            | st.dictionaries(st.sampled_from(_PART_KEYS), _ODD | _DAYS)
            | st.lists(st.dictionaries(st.sampled_from(_PART_KEYS), _ODD | _DAYS), max_size=2),
            max_size=2,
        ),
    ),
)


@settings(max_examples=300)
@given(st.lists(_FILES, max_size=4))
def test_whatever_files_hold_together_they_give_what_each_gives_alone(
    files: list[dict[str, Any]],
) -> None:
    expected, wrong = alone(files)
    packed, found = gather([str(number) for number in range(len(files))], files)
    assert found == wrong
    assert repr(unpack(packed)) == repr(expected)
    assert repr(packed) == repr(pack(expected))
