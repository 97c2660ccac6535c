"""The same program as Typer has it: for help, completion, and whatever is wrong with arguments."""

import sys
from collections.abc import Callable, Collection, Sequence
from copy import copy
from importlib import import_module
from inspect import Parameter, Signature
from io import StringIO
from typing import Annotated, Any, TypeVar

import typer
from typer.core import TyperGroup

from zqtrack.cli import declare
from zqtrack.cli.declare import Command, Commands, Option, Task, parameters_of
from zqtrack.cli.house import HOUSE
from zqtrack.cli.options import in_full
from zqtrack.cli.program import ABOUT, COMMANDS, begin
from zqtrack.core.chinese import in_english
from zqtrack.errors import BadValue, UsageError, quoted
from zqtrack.language import _, speaks_chinese
from zqtrack.output.text import visible

Value = TypeVar("Value")

# The kind of all errors that Typer finds in arguments. It does not name it to others.
_WrongUsage: Any = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
)


class _Commands(TyperGroup):
    """The commands, each imported when it is asked for."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        _prepare(self)

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the signature is Typer's
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - likewise
        if cmd_name not in COMMANDS:
            return None
        command = typer.main.get_command(as_typer(import_module(COMMANDS[cmd_name]).app))
        command.name = cmd_name
        _add_language(command, self.params)
        _prepare(command)
        return command

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if not (ctx.resilient_parsing or args[0] in COMMANDS or args[0].startswith("-")):
            from zqtrack.core.tables import nearest

            meant = nearest(args[0], COMMANDS)
            hint = (
                _("did you mean `{meant}`?").format(meant=meant)
                if meant
                else _("zqtrack --help lists the commands")
            )
            raise UsageError(_("there is no command {name}").format(name=quoted(args[0])), hint)
        return super().resolve_command(ctx, args)


def read() -> Task:
    """Read the arguments of the program.

    Raises:
        SystemExit: something is wrong with them, or what they ask for is done: help, say.
    """
    try:
        read = app(prog_name="zqtrack", standalone_mode=False)
    except _WrongUsage as error:
        _say(error)
        sys.exit(error.exit_code)
    return read if isinstance(read, Task) else sys.exit(read)


def as_typer(commands: Commands) -> typer.Typer:
    """Give what is declared to Typer."""
    group: dict[str, Any] = {"help": commands.about, "epilog": commands.epilog}
    several = {**group, "no_args_is_help": True} if commands.about else {}
    typed = typer.Typer(**HOUSE, **several)
    for command in commands.all:
        typed.command(command.name, epilog=command.epilog)(_command(command))
    return typed


def _command(command: Command) -> Callable[..., Task]:
    def call(context: typer.Context, **values: Any) -> Task:
        return Task(command, context.obj, values)

    return _as_declared(call, command.function, command.parameters)


def _begin(context: typer.Context, **values: Any) -> None:
    context.obj = begin(**values)


def _as_declared(
    call: Callable[..., Value], function: Callable[..., object], parameters: declare.Parameters
) -> Callable[..., Value]:
    """Let Typer take a function for another one, with what that declares."""
    context = Parameter("context", Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    taken = [context, *map(_parameter, parameters)]
    vars(call)["__signature__"] = Signature(taken)
    call.__doc__ = function.__doc__
    return call


def _parameter(declared: declare.Parameter) -> Parameter:
    said = declared.said
    more: dict[str, Any] = {
        "metavar": said.metavar,
        "help": said.help,
        "parser": _parser(said.parser) if said.parser else None,
        "autocompletion": said.autocompletion,
    }
    if isinstance(said, Option):
        names = filter(None, (said.name, said.short))
        more |= {"min": said.min, "max": said.max, "is_eager": said.at_once}
        typed = typer.Option(*names, **more, callback=_callback(said.then) if said.then else None)
    else:
        typed = typer.Argument(**more)
    default = Parameter.empty if declared.default is declare.REQUIRED else declared.default
    type_: Any = Annotated[declared.type, typed]
    return Parameter(declared.name, Parameter.KEYWORD_ONLY, default=default, annotation=type_)


def _parser(read: Callable[[str], Any]) -> Callable[[str], Any]:
    """Let what the core cannot read be a usage error."""

    def parse(text: str) -> Any:
        try:
            return read(text)
        except BadValue as error:
            raise typer.BadParameter(in_full(error)) from error

    return parse


def _callback(then: Callable[[Any], object]) -> Callable[[Any], Any]:
    def tell(value: Any) -> Any:
        then(value)
        return value

    return tell


def _add_language(command: Any, options: Sequence[Any]) -> None:
    """Let a command take ``--language`` as well: people write it behind, where others stand."""
    option = copy(next(each for each in options if each.name == "_language"))
    option.hidden, option.expose_value = True, False
    for each in (command, *getattr(command, "commands", {}).values()):
        each.params = [*each.params, option]


def _prepare(command: Any) -> None:
    """Let a command, and those below it, read the Chinese words of its choices, and speak it."""
    for each in (command, *getattr(command, "commands", {}).values()):
        # Whole, where Typer would cut it off.
        each.short_help = (each.help or "").partition("\n\n")[0]
        for parameter in each.params:
            if choices := getattr(parameter.type, "choices", None):
                parameter.type.convert = _reading(parameter.type.convert, choices)
    if speaks_chinese():
        from zqtrack.cli.wording import in_chinese

        in_chinese(command)


def _reading(convert: Callable[..., Any], choices: Collection[str]) -> Callable[..., Any]:
    return lambda text, *about, **more: convert(in_english(text, choices), *about, **more)


def _say(error: Any) -> None:
    """Say what Typer finds wrong with the arguments, which it would repeat as they are."""
    said = StringIO()
    error.show(said)
    lines = said.getvalue().split("\n")
    if speaks_chinese():
        from zqtrack.cli.wording import said as said_in_chinese

        lines = list(map(said_in_chinese, lines))
    sys.stderr.write("\n".join(map(visible, lines)))


app = typer.Typer(name="zqtrack", cls=_Commands, no_args_is_help=True, help=ABOUT, **HOUSE)
app.callback()(_as_declared(_begin, begin, parameters_of(begin)))
