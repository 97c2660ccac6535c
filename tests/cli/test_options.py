"""Arguments are read by the core, and what it refuses is a usage error."""

import pytest
import typer

from zqtrack.cli.options import in_full, parser_of
from zqtrack.core.fields import DAY
from zqtrack.errors import BadValue


def test_what_the_core_refuses_is_a_usage_error_with_its_hint() -> None:
    parse = parser_of(DAY.parse)
    assert str(parse("2024-03-03")) == "2024-03-03"
    with pytest.raises(typer.BadParameter) as refused:
        parse("2024-03")
    assert refused.value.message == "2024-03 is not one day; write it like 2023-09-28"


def test_a_refusal_without_a_hint_is_told_alone() -> None:
    assert in_full(BadValue("no")) == "no"
