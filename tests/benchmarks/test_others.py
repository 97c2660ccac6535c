"""The same projects for other tools: as many, and whole."""

import json
import re
from pathlib import Path

from benchmarks.others import beancount_lines, hledger_lines, task_lines, write_others
from benchmarks.projects import Project, projects

EVERY = tuple(projects(60))


def reached(project: Project) -> int:
    """Count the transactions that a project takes: one a stage, and one when it leaves."""
    stages = sum(dated.written != '"n/a"' for dated in project.actual)
    return max(1, stages + (project.withdrawn is not None)) if stages else 1


def test_there_is_a_pending_task_for_each_project() -> None:
    tasks = [json.loads(line) for line in task_lines(EVERY)]
    assert [task["description"] for task in tasks] == [project.name for project in EVERY]
    assert {task["status"] for task in tasks} == {"pending"}
    assert len({task["uuid"] for task in tasks}) == len(EVERY)


def test_a_journal_has_a_balanced_transaction_for_each_stage_reached() -> None:
    journal = "".join(hledger_lines(EVERY))
    heads = re.findall(r"^\d{4}-\d\d-\d\d \((.+?)\)", journal, re.MULTILINE)
    assert {project.id: heads.count(project.id) for project in EVERY} == {
        project.id: reached(project) for project in EVERY
    }
    assert journal.count(" CNY\n") == len(heads)
    assert journal.count("    Planned\n") == len(EVERY)


def test_a_lean_journal_has_one_transaction_for_each_project() -> None:
    lean = "".join(hledger_lines(EVERY, lean=True))
    assert lean.count(" CNY\n") == lean.count("    Planned\n") == len(EVERY)


def test_beancount_opens_each_account_that_it_uses() -> None:
    text = "".join(beancount_lines(EVERY))
    opened = set(re.findall(r"^2000-01-01 open (\S+)$", text, re.MULTILINE))
    used = set(re.findall(r"^  ((?:Assets|Equity):\S+)", text, re.MULTILINE))
    assert used == opened
    assert text.count(' * "') == sum(map(reached, EVERY))


def test_what_a_file_says_stands_in_the_other_forms_too() -> None:
    journal = "".join(hledger_lines(EVERY))
    for project in EVERY:
        assert f"lead: {project.lead}" in journal
        assert all(problem.title in journal for problem in project.problems)
        assert all(text in journal for _, _, text in project.notes)


def test_all_forms_are_written_into_one_folder(tmp_path: Path) -> None:
    write_others(tmp_path, EVERY[:3])
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"tasks.json", "journal", "lean.journal", "projects.beancount"}
