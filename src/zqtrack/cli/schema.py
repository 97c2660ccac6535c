"""``zqtrack schema``."""

import typer

from zqtrack.cli.house import HOUSE

app = typer.Typer(**HOUSE)


@app.command(epilog="Example: zqtrack schema > project.schema.json")
def schema() -> None:
    """Print the JSON Schema of a project file, for editors that check while you type."""
    from zqtrack.ledger.schema import project_schema
    from zqtrack.output.records import json_text
    from zqtrack.output.streams import write

    write(json_text(project_schema()))
