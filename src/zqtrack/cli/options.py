"""The options and arguments that several commands share."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Annotated, TypeVar

import typer

from zqtrack.cli import completion
from zqtrack.core.fields import DAY
from zqtrack.core.period import Period, parse_period
from zqtrack.errors import BadValue
from zqtrack.language import _

Value = TypeVar("Value")


class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


def parser_of(read: Callable[[str], Value]) -> Callable[[str], Value]:
    """Let an argument or option be read by the core; what it cannot read is a usage error."""

    def parse(text: str) -> Value:
        try:
            return read(text)
        except BadValue as error:
            raise typer.BadParameter(in_full(error)) from error

    return parse


def in_full(error: BadValue) -> str:
    """Say what is wrong with a value and how to write it, in one line."""
    if not error.hint:
        return str(error)
    return _("{error}; {hint}").format(error=error, hint=error.hint)


OneProject = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="The project: its id, or any part of its id or name.",
        autocompletion=completion.ids,
    ),
]
Filters = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FILTER]...",
        help="Which projects: FIELD OP VALUE with = != > >= < <= ~, or a word of their name.",
        autocompletion=completion.terms,
    ),
]
AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        metavar="DAY",
        parser=parser_of(DAY.parse),
        help="See the ledger as it was that day.",
    ),
]
OnPeriod = Annotated[
    Period | None,
    typer.Option(
        "--on",
        metavar="DATE",
        parser=parser_of(parse_period),
        help="When; the ledger's today if left out.",
    ),
]
Window = Annotated[
    Period | None,
    typer.Option(
        "--period",
        metavar="PERIOD",
        parser=parser_of(parse_period),
        help="The window, such as 2023-01/2023-09.",
    ),
]
AsFormat = Annotated[Format, typer.Option("--format", help="How to write it.")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", "-n", help="Show what would change, and change nothing.")
]
