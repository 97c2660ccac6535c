"""The options and arguments that several commands share."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

import typer

from zqtrack.core.fields import DAY
from zqtrack.core.period import Period, parse_period

#: How every Typer application of the program behaves.
HOUSE: dict[str, Any] = {
    "add_completion": False,
    "rich_markup_mode": None,  # half the time of --help: docs/design.md, "Start-up"
    "pretty_exceptions_enable": False,
    "context_settings": {"help_option_names": ["-h", "--help"]},
}


class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


def _day(text: str) -> date:
    """Read an exact day; a usage error otherwise."""
    try:
        day: date = DAY.parse(text)
    except ValueError as error:
        raise typer.BadParameter(_with_hint(error)) from error
    return day


def _period(text: str) -> Period:
    try:
        return parse_period(text)
    except ValueError as error:
        raise typer.BadParameter(_with_hint(error)) from error


def _with_hint(error: ValueError) -> str:
    hint = getattr(error, "hint", None)
    return f"{error}; {hint}" if hint else str(error)


Filters = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FILTER]...",
        help="Which projects: FIELD OP VALUE with = != > >= < <= ~, or a word of their name.",
    ),
]
AsOf = Annotated[
    date | None,
    typer.Option("--as-of", metavar="DAY", parser=_day, help="See the ledger as it was that day."),
]
OnPeriod = Annotated[
    Period | None,
    typer.Option(
        "--on", metavar="DATE", parser=_period, help="When; the ledger's today if left out."
    ),
]
Window = Annotated[
    Period | None,
    typer.Option(
        "--period", metavar="PERIOD", parser=_period, help="The window, such as 2023-01/2023-09."
    ),
]
AsFormat = Annotated[Format, typer.Option("--format", help="How to write it.")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", "-n", help="Show what would change, and change nothing.")
]
