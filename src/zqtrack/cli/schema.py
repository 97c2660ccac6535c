"""``zqtrack schema``."""

from typing import Annotated

from zqtrack.cli.declare import Commands, Context, Option

app = Commands()


@app.command(epilog="Example: zqtrack schema --write")
def schema(
    context: Context,
    settings: Annotated[
        bool, Option("--settings", help="That of zqtrack.toml, not of a project file.")
    ] = False,
    write: Annotated[
        bool, Option("--write", help="Write both into the ledger, where editors find them.")
    ] = False,
) -> None:
    """Print the JSON Schema of a project file, for editors that check while you type."""
    from zqtrack.ledger.editors import PROJECT_SCHEMA, SETTINGS_SCHEMA, schema_text
    from zqtrack.output import streams

    if write:
        _write(context)
    else:
        streams.write(schema_text(SETTINGS_SCHEMA if settings else PROJECT_SCHEMA))


def _write(context: Context) -> None:
    from zqtrack.cli.session import ledger_root
    from zqtrack.cli.writing import write_unseen
    from zqtrack.ledger.editors import PROJECT_SCHEMA, SETTINGS_SCHEMA, prepare_schema

    root = ledger_root(context.ledger)
    write_unseen(
        root, lambda: [prepare_schema(root, n) for n in (PROJECT_SCHEMA, SETTINGS_SCHEMA)]
    )
