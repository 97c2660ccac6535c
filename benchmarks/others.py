"""The same projects for other tools, each in the form that comes most naturally to it.

- Taskwarrior: a pending task each, however far it has come, so that it lists as many as we do.
- hledger and beancount: a transaction for each stage that a project reached, which moves its
  investment there, so that they know the dates as dates and their balance is the pipeline. What
  else the project's file says stands in tags or metadata of the first of them. In a leaner form
  there is only one transaction a project, and all dates are tags.

Usage: python -m benchmarks.others FOLDER COUNT [--seed N]

Writes tasks.json, journal, lean.journal and projects.beancount into FOLDER, which exists.
"""

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.projects import AS_OF, Project, projects

#: What Taskwarrior has to know of the tasks, in the form of its settings.
TASK_SETTINGS = """\
confirmation=off
news.version=2.6.0
uda.lead.type=string
uda.lead.label=Lead
uda.company.type=string
uda.company.label=Company
uda.investment.type=numeric
uda.investment.label=Investment
uda.stage.type=string
uda.stage.label=Stage
"""
#: The account from which every investment comes.
PLANNED = "Planned"


def main() -> None:
    options = argparse.ArgumentParser(
        prog="python -m benchmarks.others", description="Write invented projects for other tools."
    )
    options.add_argument("folder", type=Path)
    options.add_argument("count", type=int)
    options.add_argument("--seed", type=int, default=0)
    chosen = options.parse_args()
    write_others(chosen.folder, tuple(projects(chosen.count, chosen.seed)))


def write_others(folder: Path, every: Sequence[Project]) -> None:
    """Write the files of all tools into a folder."""
    files = {
        "tasks.json": task_lines(every),
        "journal": hledger_lines(every),
        "lean.journal": hledger_lines(every, lean=True),
        "projects.beancount": beancount_lines(every),
    }
    for name, lines in files.items():
        with (folder / name).open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(lines)


def task_id(number: int) -> str:
    """Give the id of the task for a project, by its place among them."""
    return f"{number:08x}-0000-4000-8000-000000000000"


def task_lines(every: Iterable[Project]) -> Iterator[str]:
    """Write projects for ``task import``."""
    for number, project in enumerate(every):
        yield json.dumps(_task(number, project), ensure_ascii=False) + "\n"


def hledger_lines(every: Iterable[Project], *, lean: bool = False) -> Iterator[str]:
    """Write projects as a journal of hledger, in the order of days."""
    for move in _in_order(every, lean=lean):
        project = move.project
        yield f"{move.day} ({project.id}) {project.company} | {project.name}\n"
        for key, value in _facts(project) if move.is_first else ():
            yield f"    ; {key}: {value}\n"
        yield f"    {_place(project, move.end)}  {project.investment} CNY\n"
        yield f"    {PLANNED if move.is_first else _place(project, move.start)}\n\n"


def beancount_lines(every: Iterable[Project]) -> Iterator[str]:
    """Write projects for beancount, in the order of days, after the accounts they need."""
    moves = _in_order(every, lean=False)
    places = {_account(move.project, stage) for move in moves for stage in (move.start, move.end)}
    for account in sorted({f"Equity:{PLANNED}", *places}):
        yield f"2000-01-01 open {account}\n"
    for move in moves:
        project = move.project
        yield f'\n{move.day} * "{project.company}" "{project.name}"\n  id: "{project.id}"\n'
        for key, value in _facts(project) if move.is_first else ():
            yield f'  {key}: "{value}"\n'
        yield f"  {_account(project, move.end)}  {project.investment} CNY\n"
        yield f"  {f'Equity:{PLANNED}' if move.is_first else _account(project, move.start)}\n"


@dataclass(frozen=True, slots=True)
class _Move:
    """A project came from one stage to another; the first time from nowhere."""

    day: date
    project: Project
    start: str
    end: str
    is_first: bool


def _in_order(every: Iterable[Project], *, lean: bool) -> list[_Move]:
    moves = [move for project in every for move in _moves(project, lean=lean)]
    return sorted(moves, key=lambda move: move.day)


def _moves(project: Project, *, lean: bool) -> Iterator[_Move]:
    reached = [dated for dated in project.actual if dated.written != '"n/a"']
    if lean or not reached:
        stage = project.stage
        yield _Move(reached[0].day if reached else AS_OF, project, stage, stage, is_first=True)
        return
    last = start = reached[0].what
    for dated in reached:
        yield _Move(dated.day, project, last, dated.what, dated.what == start)
        last = dated.what
    if project.withdrawn:
        yield _Move(project.withdrawn[0], project, last, "withdrawn", is_first=False)


def _task(number: int, project: Project) -> dict[str, Any]:
    entry = _stamp(project.actual[0].day if project.actual else AS_OF)
    notes = [
        *((on, f"{by}: {text}") for on, by, text in project.notes),
        *((each.raised, f"{each.title}, {each.owner}") for each in project.problems),
    ]
    task = {
        "uuid": task_id(number),
        "status": "pending",
        "entry": entry,
        "modified": entry,
        "description": project.name,
        "project": project.district,
        "company": project.company,
        "lead": project.lead,
        "stage": project.stage,
        "investment": project.investment,
        "annotations": [{"entry": _stamp(on), "description": text} for on, text in sorted(notes)],
    }
    lists = [value.strip('[]"') for key, value in project.head if key == "lists"]
    reached = {dated.what for dated in project.actual}
    due = [_stamp(dated.day) for dated in project.planned if dated.what not in reached]
    return task | ({"tags": lists} if lists else {}) | ({"due": due[0]} if due else {})


def _facts(project: Project) -> Iterator[tuple[str, str]]:
    """Give all that a project's file says beside name, company and investment, in pairs."""
    for key, value in project.head[2:]:
        if key != "investment":
            yield key, value.strip('[]"')
    for dated in project.actual:
        yield dated.what, dated.written.strip('"')
    for dated in project.planned:
        yield f"planned-{dated.what}", dated.written.strip('"')
    for at, again in enumerate(project.replanned, 1):
        text = f"{again.to.what} to {again.to.written} on {again.on}: {again.reason}"
        yield f"replanned-{at}", text.replace('"', "")
    for at, problem in enumerate(project.problems, 1):
        days = f"{problem.raised} / {problem.due} / {problem.closed}"
        yield f"problem-{at}", f"{problem.title}: {problem.owner}: {days}"
    for at, (on, by, text) in enumerate(project.notes, 1):
        yield f"note-{at}", f"{on} {by}: {text}"
    if project.withdrawn:
        yield "withdrawn", f"{project.withdrawn[0]} {project.withdrawn[1]}"


def _place(project: Project, stage: str) -> str:
    return f"{project.district}:{stage}"


def _account(project: Project, stage: str) -> str:
    # A part of an account begins with a capital letter, which Chinese does not have.
    return f"Assets:D-{project.district.replace(' ', '-')}:{stage.title()}"


def _stamp(day: date) -> str:
    return f"{day:%Y%m%d}T000000Z"


if __name__ == "__main__":
    main()
