"""What is counted of a ledger is what its projects tell, made or not."""

from datetime import date
from operator import attrgetter
from pathlib import Path

import pytest

from zqtrack.core.census import PROBLEMS, census_of
from zqtrack.core.facts import DERIVED, MOMENTS, OWN
from zqtrack.core.filters import parse_filter
from zqtrack.ledger.contents import read_contents
from zqtrack.ledger.counting import read_census
from zqtrack.ledger.store import read_file

FILES = {
    "a": 'name = "A"\ndistrict = "North"\n[actual]\nsigned = 2023-05-01\nstarted = "2024-02"\n',
    "b": (
        'name = "B"\ndistrict = "South"\n[actual]\nsigned = 2022-03-01\n'
        "[withdrawn]\non = 2023-02-20\n"
    ),
    "c": (
        'name = "C"\ndistrict = "North"\n[actual]\nsigned = "unknown"\nland-supplied = "n/a"\n'
        '[planned]\nstarted = "2024-12"\n'
        '[[problems]]\ntitle = "Road"\nraised = 2023-05-01\ndue = 2023-06-01\n'
        '[[problems]]\ntitle = "Power"\nraised = 2023-05-02\nclosed = 2024-01-10\n'
    ),
    "d": 'name = "D"\n[[problems]]\ntitle = "Pipe"\nraised = 2024-01-01\n',
}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZQTRACK_CACHE", str(tmp_path / "cache"))
    (tmp_path / "ledger" / "projects").mkdir(parents=True)
    for id_, text in FILES.items():
        (tmp_path / "ledger" / "projects" / f"{id_}.toml").write_text(text)
    return tmp_path / "ledger"


def test_the_census_of_a_ledger_is_that_of_its_projects(root: Path) -> None:
    census, readable, read = read_census(root)
    projects = read_contents(root).projects
    assert (readable, read) == (4, 4)
    assert sorted(census, key=attrgetter("id")) == projects
    fresh = census_of(list(census))
    for fact in (*OWN.values(), *MOMENTS.values(), *DERIVED, PROBLEMS):
        assert census.keys(fact) == fresh.keys(fact)


def test_some_projects_are_made_with_all_that_is_theirs(root: Path) -> None:
    census = read_census(root).projects
    every = list(census)
    for one in every:
        assert list(census.some([other is one for other in every])) == [one]
    assert list(census.some([False] * 4)) == []


def test_only_what_answers_to_the_tests_is_counted(root: Path) -> None:
    tests = parse_filter(["district=north"]).tests
    census, readable, read = read_census(root, tests)
    assert sorted(one.id for one in census) == ["a", "c"]
    assert (readable, read) == (4, 4)


def test_a_file_that_holds_no_project_is_left_out_and_one_that_was_mended_counts(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = root / "projects" / "e.toml"
    bad.write_text('name = "E"\ndistrict = "North"\nspeed = 1\n')
    assert read_census(root)[1:] == (4, 5)

    def mend_before(path: str) -> object:
        bad.write_text('name = "E"\ndistrict = "North"\n')
        return read_file(path)

    monkeypatch.setattr("zqtrack.ledger.contents.read_file", mend_before)
    census, readable, read = read_census(root, parse_filter(["district=north"]).tests)
    assert sorted(one.id for one in census) == ["a", "c", "e"]
    assert (readable, read) == (5, 5)


def test_a_census_of_kept_files_is_seen_on_a_day(root: Path) -> None:
    read_census(root)
    then = read_census(root).projects.on(date(2023, 1, 1))
    assert sorted(one.id for one in then if one.standing == "signed") == ["b", "c"]
