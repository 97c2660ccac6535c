"""``zqtrack schema`` by its output."""

import json
from collections.abc import Callable
from typing import Any

from zqtrack.ledger.schema import project_schema


def test_it_prints_the_schema_and_needs_no_ledger(run: Callable[..., Any]) -> None:
    ran = run("schema")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out) == project_schema()
