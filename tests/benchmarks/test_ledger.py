"""The invented ledgers: always the same, realistic, and without a fault."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.ledger import project_text, write_ledger
from benchmarks.projects import AS_OF, LED, leader, projects
from zqtrack.core.checks import check_project
from zqtrack.core.naming import ID
from zqtrack.core.project import STAGES, Mark, Project
from zqtrack.ledger.store import read_all, read_source

COUNT = 400


def read() -> list[Project]:
    """Give the first projects as the program reads them."""
    files = [
        read_source(project.id, project.id, project_text(project).encode())
        for project in projects(COUNT)
    ]
    return [file.project for file in files if file.project]


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    first = [project_text(project) for project in projects(30, seed=1)]
    assert first == [project_text(project) for project in projects(30, seed=1)]
    assert first != [project_text(project) for project in projects(30, seed=2)]


def test_a_small_ledger_is_the_beginning_of_a_large_one() -> None:
    assert list(projects(20)) == list(projects(40))[:20]


def test_every_file_can_be_read_and_no_check_finds_anything() -> None:
    found = read()
    assert len(found) == COUNT
    assert len({project.id for project in found}) == COUNT
    assert all(ID.fullmatch(project.id) for project in found)
    assert [flaw for project in found for flaw in check_project(project, AS_OF)] == []
    assert len({(project.name, project.company) for project in found}) == COUNT


def test_a_file_has_about_25_lines_and_many_hold_chinese() -> None:
    texts = [project_text(project) for project in projects(COUNT)]
    assert 20 <= sum(text.count("\n") for text in texts) / COUNT <= 30
    assert sum(any(sign > "\u4dff" for sign in text) for text in texts) > COUNT / 2


def test_there_is_some_of_everything_that_a_file_may_hold() -> None:
    found = read()
    keys = Counter(
        key for project in projects(COUNT) for key in tomllib.loads(project_text(project))
    )
    assert keys.keys() == {
        *("name", "company", "district", "park", "industry", "product", "origin", "kind"),
        *("investment", "paid-in", "output", "tax", "land-mu", "high-tech", "key-industry"),
        *("lead", "team", "lists", "sources"),
        *("actual", "planned", "replanned", "problems", "notes", "withdrawn"),
    }
    assert {project.standing for project in found} == {"prospect", *STAGES, "withdrawn"}
    moments = [moment for project in found for moment in project.actual.values()]
    assert {Mark.UNKNOWN, Mark.NOT_APPLICABLE} <= set(moments)
    assert any(not isinstance(moment, Mark) and moment.first < moment.last for moment in moments)


def test_every_leader_has_the_same_number_of_projects() -> None:
    led = Counter(project.lead for project in projects(5 * LED))
    assert led == {leader(number * LED): LED for number in range(5)}


def test_the_stage_is_the_one_that_the_program_derives() -> None:
    assert [project.stage for project in projects(COUNT)] == [each.standing for each in read()]


def test_a_ledger_is_written_whole_and_never_over_another(tmp_path: Path) -> None:
    folder = tmp_path / "ledger"
    write_ledger(folder, 3)
    assert sorted(file.id for file in read_all(folder)) == sorted(p.id for p in projects(3))
    assert tomllib.loads((folder / "zqtrack.toml").read_text())["as-of"] == AS_OF
    with pytest.raises(FileExistsError):
        write_ledger(folder, 3)
