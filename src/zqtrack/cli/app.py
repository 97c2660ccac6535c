"""The program's frame: the options that stand before every command."""

from pathlib import Path
from typing import Annotated

import typer

from zqtrack import __version__

app = typer.Typer(
    name="zqtrack",
    no_args_is_help=True,
    rich_markup_mode=None,  # half the time of --help: docs/design.md, "Start-up"
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"zqtrack {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    context: typer.Context,
    ledger: Annotated[
        Path | None,
        typer.Option(
            "--ledger", "-C", metavar="DIR", help="The ledger's folder, which holds projects/."
        ),
    ] = None,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Track industrial projects from signing to production."""
    context.obj = ledger
