"""Write a ledger of so many invented projects.

Usage: python -m benchmarks.ledger FOLDER COUNT [--seed N]

FOLDER must not exist. 100,000 projects take about 20 seconds; the bytes are always the same.
"""

import argparse
import os
from collections.abc import Iterator
from pathlib import Path

from benchmarks.projects import AS_OF, Dated, Project, projects

SETTINGS = f"""\
name = "Invented projects"
as-of = {AS_OF}

[targets.{AS_OF.year}]
signed = 40
started = 30
investment = "80亿"
"""


def main() -> None:
    options = argparse.ArgumentParser(
        prog="python -m benchmarks.ledger", description="Write a ledger of invented projects."
    )
    options.add_argument("folder", type=Path)
    options.add_argument("count", type=int)
    options.add_argument("--seed", type=int, default=0)
    chosen = options.parse_args()
    write_ledger(chosen.folder, chosen.count, chosen.seed)


def write_ledger(folder: Path, count: int, seed: int = 0) -> None:
    """Write the files of so many projects, and a ``zqtrack.toml``.

    Raises:
        FileExistsError: the folder is there already.
    """
    inside = folder / "projects"
    inside.mkdir(parents=True)
    (folder / "zqtrack.toml").write_text(SETTINGS, encoding="utf-8", newline="\n")
    for project in projects(count, seed):
        path = f"{inside}{os.sep}{project.id}.toml"
        with open(path, "xb", buffering=0) as file:  # noqa: PTH123 - one of 100,000, no Path needed
            file.write(project_text(project).encode())


def project_text(project: Project) -> str:
    """Write the file of one project."""
    head = "".join(f"{key} = {value}\n" for key, value in project.head)
    return "\n".join((head, *_tables(project)))


def _tables(project: Project) -> Iterator[str]:
    if project.actual:
        yield "[actual]\n" + _stages(project.actual)
    if project.planned:
        yield "[planned]\n" + _stages(project.planned)
    for again in project.replanned:
        yield (
            f'[[replanned]]\nstage = "{again.to.what}"\nto = {again.to.written}\n'
            f'on = {again.on}\nreason = "{again.reason}"\n'
        )
    for problem in project.problems:
        closed = f"closed = {problem.closed}\n" if problem.closed else ""
        yield (
            f'[[problems]]\ntitle = "{problem.title}"\nraised = {problem.raised}\n'
            f'owner = "{problem.owner}"\ndue = {problem.due}\n{closed}'
        )
    for on, by, text in project.notes:
        yield f'[[notes]]\non = {on}\nby = "{by}"\ntext = "{text}"\n'
    if project.withdrawn:
        yield f'[withdrawn]\non = {project.withdrawn[0]}\nreason = "{project.withdrawn[1]}"\n'


def _stages(dated: tuple[Dated, ...]) -> str:
    return "".join(f"{each.what} = {each.written}\n" for each in dated)


if __name__ == "__main__":
    main()
