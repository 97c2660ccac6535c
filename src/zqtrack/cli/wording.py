"""Help and complaints about arguments, most of them Typer's, in Chinese."""

import re
from collections.abc import Sequence
from functools import cache
from inspect import cleandoc
from typing import Any

from typer.core import TyperGroup

from zqtrack.language import _, later
from zqtrack.output.document import plain, say
from zqtrack.output.layout import wrap
from zqtrack.output.text import width

#: What Typer says, with what it fills in itself.
TYPERS = (
    later("Usage: "),
    later("[OPTIONS]"),
    later("COMMAND [ARGS]..."),
    later("Arguments"),
    later("Options"),
    later("Commands"),
    later("Show this message and exit."),
    later("Install completion for the current shell."),
    later("Show completion for the current shell, to copy it or customize the installation."),
    later("required"),
    later("default: {value}"),
    later("Try '{command}' for help."),
    later("Error: {message}"),
    later("Invalid value: {message}"),
    later("Invalid value for {parameter}: {message}"),
    later("Missing argument {parameter}. Choose from:\n\t{words}"),
    later("Missing argument {parameter}."),
    later("Missing option {parameter}."),
    later("Missing command."),
    later("No such option: {option} (Possible options: {words})"),
    later("No such option: {option}"),
    later("No such command {command}. Did you mean {words}?"),
    later("No such command {command}."),
    later("Option {option} requires an argument."),
    later("Option {option} does not take a value."),
    later("Got unexpected extra argument(s) ({words})"),
    later("{value} is not one of {words}."),
    later("{value} is not a valid {kind}."),
    later("{value} is not in the range {range}."),
    later("When it reached {stage}."),
    later("{help} May be repeated."),
    later("What is promised: {words}."),
    later("In what time --cohorts are to get there; {days} days if left out."),
    later("MONEY"),
    later("NUMBER"),
)

# The first column of a list of options is at most so wide.
_MOST = 30
# Choices as Typer and we list them: 'new', 'upgrade'; new, upgrade; <new|upgrade>.
_LISTED = re.compile(r"('?)[a-z-]+\1(?P<between>, |\|)\1[a-z-]+\1((?P=between)\1[a-z-]+\1)*")
_EXTRAS = re.compile(r"(.*?) {0,2}\[((?:default: |required).*)\]", re.DOTALL)


def in_chinese(command: Any) -> None:
    """Let a command, and those below it, explain themselves and complain in Chinese."""
    command.context_class = _Context
    command.help, command.epilog = said(cleandoc(command.help or "")), said(command.epilog or "")
    command.short_help = command.help.partition("\n\n")[0].partition("。")[0]
    command.options_metavar = said(command.options_metavar or "")
    if isinstance(command, TyperGroup):
        command.subcommand_metavar = said(command.subcommand_metavar)
        for below in command.commands.values():
            in_chinese(below)
    for parameter in command.params:
        _translate(parameter)


def said(text: str) -> str:
    """Give a text of which parts were filled in, in Chinese; as it is where it is not known."""
    if (whole := _(text)) != text:
        return whole
    if _LISTED.fullmatch(text):
        return _choices(text)
    for shape, message in _shapes():
        if match := shape.fullmatch(text):
            parts = {name: said(part) for name, part in match.groupdict().items()}
            # What is listed and no word of any language, such as options.
            parts |= {"words": parts["words"].replace(", ", "、")} if "words" in parts else {}
            return _(message).format(**parts)
    return _as_help(text)


def _choices(text: str) -> str:
    """Translate a list of choices, unless some are no words of any language, such as formats."""
    words = re.findall("[a-z-]+", text)
    chinese = [_(word) for word in words]
    if set(words) & set(chinese):
        return text
    return ("|" if "|" in text else "、").join(chinese)


def _as_help(text: str) -> str:
    """Translate a help that was made of a phrase by a capital and a full stop."""
    phrase = f"{text[:1].lower()}{text[1:-1]}"
    known = _(phrase) if text.endswith(".") else phrase
    return text if known == phrase else f"{known}。"


@cache
def _shapes() -> Sequence[tuple[re.Pattern[str], str]]:
    """Give a pattern for each message of Typer that has something filled in."""
    return tuple((_shape(message), message) for message in TYPERS if "{" in message)


def _shape(message: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", message)
    shapes = (f"(?P<{part}>.+?)" if at % 2 else re.escape(part) for at, part in enumerate(parts))
    return re.compile("".join(shapes), re.DOTALL)


def _translate(parameter: Any) -> None:
    choices = getattr(parameter.type, "choices", ())
    if choices and not parameter.metavar and parameter.name != "format_":
        parameter.metavar = f"<{'|'.join(map(_, choices))}>"
    if metavar := parameter.metavar:
        listed = metavar.strip("<>")
        parameter.metavar = f"<{said(listed)}>" if listed != metavar else said(metavar)
    parameter.help = parameter.help and said(parameter.help)


_Section: Any = TyperGroup.context_class.formatter_class


class _Formatter(_Section):  # type: ignore[misc]  # Typer does not name its class to others
    """Lays help out by the columns that Chinese takes."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        self._write_beside(f"{prefix or _('Usage: ')}{prog} ", args)

    def write_heading(self, heading: str) -> None:
        self.write(f"{' ' * self.current_indent}{_(heading)}：\n")

    def write_text(self, text: str) -> None:
        for at, paragraph in enumerate(text.split("\n\n")):
            if at:
                self.write_paragraph()
            self._write_beside(" " * self.current_indent, paragraph)

    def write_dl(self, rows: Sequence[tuple[str, str]], *_limits: int) -> None:
        indent = " " * self.current_indent
        column = min(max(width(first) for first, _help in rows), _MOST) + len(indent) + 2
        for first, help_ in rows:
            start = f"{indent}{first}"
            if width(start) + 2 > column:
                self.write(f"{start}\n")
                start = ""
            self._write_beside(start + " " * (column - width(start)), _with_extras(first, help_))

    def _write_beside(self, start: str, text: str) -> None:
        """Write a text behind a beginning, and its further lines below where it begins."""
        column = width(start)
        lines = (plain(line) for line in wrap(say(text), self.width - column))
        self.write(f"{start}{(chr(10) + ' ' * column).join(lines)}".rstrip() + "\n")


def _with_extras(option: str, text: str) -> str:
    """Translate what Typer adds to a help: the default, and whether it must be given."""
    match = _EXTRAS.fullmatch(text)
    if not match:
        return said(text)
    # A format is typed as it is, also where it is called like a field: text.
    if option.startswith("--format"):
        value = match[2].removeprefix("default: ")
        return f"{said(match[1])}［{_('default: {value}').format(value=value)}］"
    extras = "；".join(map(said, match[2].split("; ")))
    return f"{said(match[1])}［{extras}］"


_Context: Any = type("_Context", (TyperGroup.context_class,), {"formatter_class": _Formatter})
