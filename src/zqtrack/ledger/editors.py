"""The schemas that a ledger may keep beside its files, so that editors check while one types."""

import os
from pathlib import Path

from zqtrack.errors import ZqtrackError
from zqtrack.language import _
from zqtrack.ledger.disk import Unreadable, read_bytes
from zqtrack.ledger.store import project_paths
from zqtrack.ledger.write import Change

#: The schemas of project files and of ``zqtrack.toml``, in the folder of a ledger.
PROJECT_SCHEMA = "project.schema.json"
SETTINGS_SCHEMA = "zqtrack.schema.json"


def has_schema(root: Path) -> bool:
    """Whether a new project file can name its schema."""
    return os.path.lexists(root / PROJECT_SCHEMA)


def wants_schema(root: Path) -> bool:
    """Whether the first project is to bring its schema along.

    Only the first: whoever deletes the schema later is not given it again.
    """
    return not has_schema(root) and not project_paths(root)


def prepare_schema(root: Path, name: str) -> Change:
    """Make one of the schemas for the folder of a ledger, or bring it up to date.

    Args:
        root: the ledger's folder.
        name: ``PROJECT_SCHEMA`` or ``SETTINGS_SCHEMA``.

    Raises:
        ZqtrackError: something else stands in its place.
    """
    path, new = root / name, schema_text(name).encode()
    try:
        old = read_bytes(path) if os.path.lexists(path) else None
    except Unreadable as error:
        message = _("{path} cannot be written: it {reason}").format(path=path, reason=error)
        raise ZqtrackError(message, _("move it away")) from None
    said = _("{path} is up to date") if new == old else _("wrote {path}")
    return Change(path, old, new, said.format(path=path))


def schema_text(name: str) -> str:
    """Give the text of ``PROJECT_SCHEMA`` or ``SETTINGS_SCHEMA``: JSON, two blanks a level."""
    import json

    from zqtrack.ledger.schema import project_schema, settings_schema

    schema = project_schema() if name == PROJECT_SCHEMA else settings_schema()
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
