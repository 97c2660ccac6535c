"""Reading ``zqtrack.toml``."""

import os
from pathlib import Path
from typing import NamedTuple

from zqtrack.core.findings import Flaw
from zqtrack.core.settings import Settings, read_settings
from zqtrack.errors import ZqtrackError
from zqtrack.language import _
from zqtrack.ledger.disk import Unreadable, read_bytes
from zqtrack.ledger.store import CONFIG, unreadable
from zqtrack.ledger.syntax import NotParsed, parse


class BadSettings(ZqtrackError):
    """``zqtrack.toml`` says something that cannot be used."""


class ReadSettings(NamedTuple):
    """What ``zqtrack.toml`` gave; the defaults where there is none.

    Attributes:
        path: the file.
        exists: whether there is one.
        source: its bytes.
        settings: the settings; not to be used where something is wrong.
        flaws: what is wrong, where its place follows from a key.
        not_parsed: what is wrong, where the file is no TOML at all.
    """

    path: str
    exists: bool
    source: bytes
    settings: Settings
    flaws: tuple[Flaw, ...] = ()
    not_parsed: NotParsed | None = None


def load_settings(root: Path) -> Settings:
    """Give the settings of a ledger.

    Raises:
        BadSettings: something in them is wrong. Figures that silently lack a setting would be
            wrong too.
    """
    read = read_settings_file(root)
    if read.not_parsed or read.flaws:
        reason = str(read.not_parsed or read.flaws[0].message)
        raise BadSettings(
            _("{path} cannot be used: {reason}").format(path=read.path, reason=reason),
            _("zqtrack validate shows where"),
        )
    return read.settings


def read_settings_file(root: Path) -> ReadSettings:
    """Read the settings of a ledger; whatever is wrong with them is in the answer."""
    path = root / CONFIG
    if not os.path.lexists(path):
        return ReadSettings(str(path), False, b"", Settings())
    try:
        source = read_bytes(str(path))
    except Unreadable as error:
        return ReadSettings(str(path), True, b"", Settings(), not_parsed=unreadable(error))
    try:
        settings, flaws = read_settings(parse(source))
    except NotParsed as error:
        return ReadSettings(str(path), True, source, Settings(), not_parsed=error)
    return ReadSettings(str(path), True, source, settings, flaws)
