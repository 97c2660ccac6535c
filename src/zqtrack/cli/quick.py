"""Reads plain and right arguments without Typer, which takes longer to import than all else.

What is declared (``declare``) is read here as Typer reads it. At the least doubt nothing is read
and nothing said: Typer then reads everything anew, and helps, or says what is wrong. So there is
one definition of each option and one voice, and a test holds that both read the same.
"""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from zqtrack.cli.declare import (
    REQUIRED,
    Argument,
    Command,
    Commands,
    Option,
    Parameters,
    Task,
    kind_of,
    parameters_of,
)
from zqtrack.cli.program import COMMANDS, begin
from zqtrack.errors import ZqtrackError

#: The values of parameters, by their names.
Values: TypeAlias = dict[str, Any]

# No number that we ask for has more digits.
_MOST_DIGITS = 9
# What Typer takes on Windows for names of files, or for variables.
_EXPANDED = frozenset("*?[~$%")


class _Doubt(ValueError):
    """Something is not plain, or not right."""


def read(words: Sequence[str]) -> Task | None:
    """Read the arguments of the program; None where Typer must do it.

    Raises:
        SystemExit: what they ask for is done.
    """
    if sys.platform == "win32" and not _EXPANDED.isdisjoint("".join(words)):
        return None
    try:
        return _read(words)
    except (ValueError, ZqtrackError):  # _Doubt, and what a value cannot be read for
        return None


def _read(words: Sequence[str]) -> Task:
    before = parameters_of(begin)
    said, rest = _sorted(before, words, to_the_first=True)
    values = _values(before, said)
    _tell(before, values)
    command, rest = _command(rest)
    # The language may be named behind a command, too: people write it where other options stand.
    language = tuple(each for each in before if each.name == "_language")
    said, places = _sorted((*command.parameters, *language), rest)
    _values(language, said)
    own = _values(command.parameters, said, places)
    _tell(command.parameters, own)
    return Task(command, begin(**values), own)


def _tell(parameters: Parameters, values: Values) -> None:
    for each in parameters:
        if isinstance(each.said, Option) and each.said.then:
            each.said.then(values[each.name])


def _command(words: Sequence[str]) -> tuple[Command, Sequence[str]]:
    """Find the command that words begin with, and give those behind it."""
    name, *rest = words or [""]
    if name not in COMMANDS:
        raise _Doubt
    commands: Commands = import_module(COMMANDS[name]).app
    if commands.about is None:
        return commands.all[0], rest
    for command in commands.all:
        if rest[:1] == [command.name]:
            return command, rest[1:]
    raise _Doubt


def _sorted(
    parameters: Parameters, words: Sequence[str], *, to_the_first: bool = False
) -> tuple[Mapping[str, Sequence[Any]], Sequence[str]]:
    """Tell options from words that mean what their place says.

    Args:
        parameters: the options that may stand there, among others.
        words: the words.
        to_the_first: whether none are options from the first on that is not.

    Returns:
        What is said of each option, by the name of its parameter: texts, True or False. And the
        other words.
    """
    flags = dict(_flags(parameters))
    said: dict[str, list[Any]] = {}
    places: list[str] = []
    left = iter(words)
    for word in left:
        if word == "--":
            places += left
        elif word == "-" or not word.startswith("-"):
            places += [word, *left] if to_the_first else [word]
        else:
            flag, equals, text = word.partition("=")
            name, fixed = flags.get(flag) or _doubt()
            # A flag takes no value, and a letter all behind it, = as well.
            if equals and (fixed is not None or not flag.startswith("--")):
                raise _Doubt
            value = fixed if fixed is not None else text if equals else next(left, None)
            said.setdefault(name, []).append(_doubt() if value is None else value)
    return said, places


def _flags(parameters: Parameters) -> Iterator[tuple[str, tuple[str, bool | None]]]:
    """Give each flag, what it is for, and what it says there if it takes no value."""
    for each in parameters:
        if isinstance(each.said, Option):
            yes, _, no = each.said.name.partition("/")
            fixed = True if kind_of(each.type)[0] is bool else None
            yield from ((flag, (each.name, fixed)) for flag in (yes, each.said.short) if flag)
            if no:
                yield no, (each.name, False)


def _values(
    parameters: Parameters, said: Mapping[str, Sequence[Any]], places: Sequence[str] = ()
) -> Values:
    """Read the value of each parameter, with all words used up."""
    values: Values = {}
    for each in parameters:
        kind, several = kind_of(each.type)
        if isinstance(each.said, Option):
            given = said.get(each.name, ())
        else:
            number = len(places) if several else 1
            given, places = places[:number], places[number:]
        if not given:
            values[each.name] = _doubt() if each.default is REQUIRED else each.default
        elif several:
            values[each.name] = [_value(text, kind, each.said) for text in given]
        else:  # the last one counts
            values[each.name] = _value(given[-1], kind, each.said)
    return _doubt() if places else values


def _value(given: Any, kind: Any, said: Option | Argument) -> Any:
    if said.parser:
        return said.parser(given)
    if kind is Path:
        return _path(given)
    if kind is int and isinstance(said, Option):
        return _number(given, said)
    if issubclass(kind, Enum):
        return _choice(given, kind)
    return given  # a text, or what a flag says


def _path(text: str) -> Path:
    """Take a path, unless it leads to what may not be read."""
    if os.path.lexists(text) and not os.access(text, os.R_OK):
        raise _Doubt
    return Path(text)


def _number(text: str, said: Option) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise _Doubt
    number = int(text)
    if (said.min is not None and number < said.min) or (
        said.max is not None and number > said.max
    ):
        raise _Doubt
    return number


def _choice(text: str, kind: type[Enum]) -> Enum:
    if not text.isascii():
        from zqtrack.core.chinese import in_english

        text = in_english(text, [each.value for each in kind])
    return kind(text)


def _doubt() -> NoReturn:
    raise _Doubt
