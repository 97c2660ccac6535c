"""Questions to somebody at a terminal."""

import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from zqtrack.cli.options import in_full
from zqtrack.cli.stopping import Stopped
from zqtrack.core.fields import TEXT
from zqtrack.core.project import FIELDS, MOMENT
from zqtrack.errors import BadValue, ZqtrackError
from zqtrack.language import _
from zqtrack.output.streams import talk

# The fields that are asked for; the others have options.
_ASKED = (
    "company",
    "district",
    "industry",
    "product",
    "kind",
    "investment",
    "land_mu",
    "lead",
)


def at_a_terminal() -> bool:
    """Whether somebody is there to answer."""
    return all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def ask_for_project(name: str | None) -> tuple[str, Mapping[str, Any]]:
    """Ask for what is most wanted of a new project.

    Args:
        name: its name; None to ask for it too.

    Returns:
        The name, and the values that were given, by the names of their fields and stages.

    Raises:
        ZqtrackError: there is no answer any more.
        Stopped: the user had enough.
    """
    # Importing it gives the questions a line that can be edited, in Chinese as well.
    with suppress(ImportError):
        import readline  # noqa: F401 - it is enough to import it
    talk(_("Enter leaves a question open; Ctrl-C leaves everything as it was."))
    try:
        while not name:
            name = _ask(_("the project's name"), TEXT.parse)
        fields = (field for field in FIELDS if field.name in _ASKED)
        asked = {field.name: _ask(_(field.help), field.type.parse) for field in fields}
        asked["signed"] = _ask(
            _("when it was signed, such as 2024-03-31 or 2024-03"), MOMENT.parse
        )
    except (EOFError, KeyboardInterrupt, Stopped) as error:
        sys.stderr.write("\n")
        if isinstance(error, EOFError):
            raise ZqtrackError(_("the questions were not answered; nothing was written")) from None
        talk(_("nothing was written"))
        raise
    return name, {key: value for key, value in asked.items() if value is not None}


def _ask(question: str, parse: Callable[[str], Any]) -> Any:
    """Ask until the answer can be read; None for no answer."""
    while True:
        text = input(_("{question}: ").format(question=question)).strip()
        if not text:
            return None
        try:
            return parse(text)
        except BadValue as error:
            talk(in_full(error))
