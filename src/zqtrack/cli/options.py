"""The options and arguments that several commands share."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from zqtrack.cli import completion
from zqtrack.cli.declare import Argument, Option
from zqtrack.cli.tongue import speak_to_reader
from zqtrack.core.fields import DAY
from zqtrack.core.period import Period, parse_period
from zqtrack.errors import BadValue
from zqtrack.language import _


class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


def in_full(error: BadValue) -> str:
    """Say what is wrong with a value and how to write it, in one line."""
    if not error.hint:
        return str(error)
    return _("{error}; {hint}").format(error=error, hint=error.hint)


OneProject = Annotated[
    str,
    Argument(
        metavar="ID",
        help="The project: its id, or any part of its id or name.",
        autocompletion=completion.ids,
    ),
]
Filters = Annotated[
    list[str] | None,
    Argument(
        metavar="[FILTER]...",
        help="Which projects: FIELD OP VALUE with = != > >= < <= ~, or a word of their name.",
        autocompletion=completion.terms,
    ),
]
AsOf = Annotated[
    date | None,
    Option(
        "--as-of",
        metavar="DAY",
        parser=DAY.parse,
        help="See the ledger as it was that day.",
    ),
]
OnPeriod = Annotated[
    Period | None,
    Option(
        "--on",
        metavar="DATE",
        parser=parse_period,
        help="When; the ledger's today if left out.",
    ),
]
Window = Annotated[
    Period | None,
    Option(
        "--period",
        metavar="PERIOD",
        parser=parse_period,
        help="The window, such as 2023-01/2023-09.",
    ),
]
AsFormat = Annotated[Format, Option("--format", help="How to write it.", then=speak_to_reader)]
DryRun = Annotated[
    bool, Option("--dry-run", "-n", help="Show what would change, and change nothing.")
]
