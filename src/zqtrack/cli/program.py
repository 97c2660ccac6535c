"""What the program is made of: its commands, and the options before them."""

import sys
from pathlib import Path
from typing import Annotated

from zqtrack import __version__
from zqtrack.cli.declare import Context, Option
from zqtrack.language import Language, later

#: What the program is for.
ABOUT = later("Track industrial projects from signing to production.")

#: The module of each command, in the order of the help. Only the one that is called is imported.
COMMANDS = {
    "report": "zqtrack.cli.report",
    "list": "zqtrack.cli.list",
    "show": "zqtrack.cli.show",
    "validate": "zqtrack.cli.validate",
    "new": "zqtrack.cli.new",
    "advance": "zqtrack.cli.advance",
    "undo": "zqtrack.cli.undo",
    "plan": "zqtrack.cli.plan",
    "problem": "zqtrack.cli.problem",
    "note": "zqtrack.cli.note",
    "withdraw": "zqtrack.cli.withdraw",
    "import": "zqtrack.cli.import_",
    "export": "zqtrack.cli.export",
    "schema": "zqtrack.cli.schema",
    "completion": "zqtrack.cli.shells",
}


def _print_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"zqtrack {__version__}\n")
        sys.exit(0)


def begin(
    ledger: Annotated[
        Path | None,
        Option(
            "--ledger", "-C", metavar="DIR", help="The ledger's folder, which holds projects/."
        ),
    ] = None,
    _language: Annotated[
        Language | None,
        Option(
            "--language",
            help="The language to speak; else that of ZQTRACK_LANGUAGE, the ledger or the system.",
        ),
    ] = None,
    _version: Annotated[
        bool, Option("--version", then=_print_version, at_once=True, help="Print the version.")
    ] = False,
) -> Context:
    """Take what is said before a command; the language has been spoken since the start."""
    return Context(ledger)
