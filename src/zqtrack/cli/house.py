"""How every command of the program behaves."""

from typing import Any

#: What each Typer application is made with.
HOUSE: dict[str, Any] = {
    "add_completion": False,
    "rich_markup_mode": None,  # half the time of --help: docs/design.md, "Start-up"
    "pretty_exceptions_enable": False,
    "context_settings": {"help_option_names": ["-h", "--help"]},
}
