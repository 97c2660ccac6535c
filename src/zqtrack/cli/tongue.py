"""Which language the program speaks: the one asked for, the ledger's, or the reader's."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from zqtrack.errors import UsageError, ZqtrackError, quoted
from zqtrack.language import ENGLISH, Catalogue, Language, _, speak

# No settings are longer: see ``ledger.disk``.
_MOST = 2**20
# Formats for programs, which read English.
_FOR_PROGRAMS = ("json", "csv", "github")
_CATALOGUE = "../locale/zh/LC_MESSAGES/zqtrack.mo"


def choose(arguments: Sequence[str], environ: Mapping[str, str]) -> None:
    """Choose the language, before anything is said.

    The first of these decides: ``--language``, ``ZQTRACK_LANGUAGE``, ``language`` in the ledger's
    ``zqtrack.toml``, the locale. Chinese of any kind of locale is Chinese: a reader of zh_TW or
    zh_HK reads our words with less pain than English ones.

    Raises:
        UsageError: ``ZQTRACK_LANGUAGE`` names no language; English is spoken then.
    """
    speak(ENGLISH)
    asked = _option(arguments, "--language")
    wanted = (
        (asked if asked in tuple(Language) else None)
        or _named(environ)
        or _of_ledger(arguments, environ)
        or _of_locale(environ)
    )
    # Of an option that names none Typer says so, and a ledger's settings are found wrong later.
    if wanted == Language.CHINESE:
        speak(_chinese())


def speak_to_reader(format_: str | None) -> None:
    """Speak English where a format is for programs: the one place that decides it."""
    if format_ in _FOR_PROGRAMS:
        speak(ENGLISH)


def _option(arguments: Sequence[str], *names: str) -> str | None:
    """Give the value of an option, wherever it stands; the last one counts."""
    values = dict(_options(arguments))
    return next((values[name] for name in names if name in values), None)


def _options(arguments: Sequence[str]) -> Iterator[tuple[str, str]]:
    for at, argument in enumerate(arguments):
        if argument == "--":
            return
        name, equals, value = argument.partition("=")
        if equals:
            yield name, value
        elif at + 1 < len(arguments):
            yield name, arguments[at + 1]


def _named(environ: Mapping[str, str]) -> str | None:
    named = environ.get("ZQTRACK_LANGUAGE", "").strip().lower()
    if named and named not in tuple(Language):
        message = _("ZQTRACK_LANGUAGE is {value}, which is no language of zqtrack")
        raise UsageError(message.format(value=quoted(named)), _("write en or zh, or unset it"))
    return named or None


def _of_ledger(arguments: Sequence[str], environ: Mapping[str, str]) -> str | None:
    """Ask the ledger's settings, if they say anything of a language; never fail."""
    named = _option(arguments, "--ledger", "-C") or environ.get("ZQTRACK_LEDGER")
    with suppress(ZqtrackError, OSError, ValueError):
        folders = (Path(named),) if named else (here := Path.cwd(), *here.parents)
        if any(map(_tells_of_language, folders)):
            # Only now, for it takes as long to import as a command that reads projects.
            from zqtrack.cli.session import ledger_root
            from zqtrack.ledger.config import load_settings

            return load_settings(ledger_root(Path(named) if named else None)).language
    return None


def _tells_of_language(folder: Path) -> bool:
    path = os.path.join(folder, "zqtrack.toml")  # noqa: PTH118 - a tenth of the time, in each run
    if not os.path.isfile(path):  # noqa: PTH113 - likewise; a pipe would let us wait
        return False
    with open(path, "rb") as file:  # noqa: PTH123 - likewise
        return b"language" in file.read(_MOST)


def _of_locale(environ: Mapping[str, str]) -> str | None:
    """Give the language of the first of the variables that POSIX asks in turn and that is set."""
    named = next(filter(None, map(environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return Language.CHINESE if named.lower().startswith(Language.CHINESE) else None


def _chinese() -> Catalogue:
    from gettext import GNUTranslations

    path = os.path.join(os.path.dirname(__file__), _CATALOGUE)  # noqa: PTH118, PTH120 - likewise
    with open(path, "rb") as file:  # noqa: PTH123 - likewise
        return GNUTranslations(file)
