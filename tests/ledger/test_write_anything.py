"""Changes to projects in files as people write them, read and written by the program itself.

The files are those of ``scripts/hand_edits.py``.
"""

import tomllib
from collections.abc import Callable
from random import Random
from typing import Any

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from hand_edits import comments, difference, document
from zqtrack.core.period import parse_period
from zqtrack.core.project import Note, Problem, Project, Stage
from zqtrack.core.record import replace
from zqtrack.errors import EditRefused
from zqtrack.ledger.edit import apply
from zqtrack.ledger.store import read_source
from zqtrack.ledger.write import edits_between

DAY = parse_period("2024-06-01")

Changed = Callable[[Project], Project]
#: What commands do to a project: each adds one thing, or sets one.
CHANGES: tuple[Changed, ...] = (
    lambda old: replace(old, actual={**old.actual, Stage.STARTED: DAY}),
    lambda old: replace(old, planned={**old.planned, Stage.PRODUCING: DAY}),
    lambda old: replace(old, notes=(*old.notes, Note(on=DAY, text="风 # [x]"))),
    lambda old: replace(old, problems=(*old.problems, Problem(title="a = 1", raised=DAY))),
    lambda old: replace(old, company='New "Holding"'),
    lambda old: replace(old, actual={}),
)


def valid(seed: int) -> tuple[bytes, Project] | None:
    source = document(Random(seed))  # noqa: S311 - no secret
    project = read_source("x.toml", "x", source).project
    return (source, project) if project else None


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 1 << 32), st.sampled_from(CHANGES))
def test_a_change_of_any_project_reads_back_as_it_was_meant_or_is_refused(
    seed: int, change: Changed
) -> None:
    # Some files are valid TOML and no valid project: look at the next ones.
    found: Any = next(filter(None, map(valid, range(seed, seed + 60))), None)
    assume(found)
    old, before = found
    after = change(before)
    edits = tuple(edits_between(before, after))
    try:
        new = apply(old, edits)
    except EditRefused:
        event(f"refused: {type(edits[0]).__name__}")
        return
    event("done")
    assert read_source("x.toml", "x", new).project == after
    assert not comments(new) - comments(old)
    assert tomllib.loads(new.decode().removeprefix("\ufeff"))
    if (
        after.actual
        and after.company == before.company
        and before.actual.keys() != {Stage.STARTED}
    ):
        went, _ = difference(old, new)
        changed_in_place = Stage.STARTED in before.actual or Stage.PRODUCING in before.planned
        assert went == b"" or changed_in_place
