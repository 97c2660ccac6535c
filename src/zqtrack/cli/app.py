"""The whole program: its commands, the options before them, and how it ends."""

import os
import signal
import sys
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from copy import copy
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from zqtrack import __version__
from zqtrack.cli.house import HOUSE
from zqtrack.cli.stopping import Stopped
from zqtrack.cli.tongue import choose
from zqtrack.core.chinese import in_english
from zqtrack.errors import EditRefused, UsageError, ZqtrackError, quoted
from zqtrack.language import Language, _, speaks_chinese
from zqtrack.output.streams import forgive, talk
from zqtrack.output.text import visible

#: The module of each command, in the order of the help. Only the one that is called is imported.
COMMANDS = {
    "report": "zqtrack.cli.report",
    "list": "zqtrack.cli.list",
    "show": "zqtrack.cli.show",
    "validate": "zqtrack.cli.validate",
    "new": "zqtrack.cli.new",
    "advance": "zqtrack.cli.advance",
    "undo": "zqtrack.cli.undo",
    "plan": "zqtrack.cli.plan",
    "problem": "zqtrack.cli.problem",
    "note": "zqtrack.cli.note",
    "withdraw": "zqtrack.cli.withdraw",
    "import": "zqtrack.cli.import_",
    "export": "zqtrack.cli.export",
    "schema": "zqtrack.cli.schema",
    "completion": "zqtrack.cli.shells",
}


# The kind of all errors that Typer finds in arguments. It does not name it to others.
_WrongUsage: Any = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
)

# 128 + SIGPIPE, which Windows does not know.
_CLOSED_PIPE = 141


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
        command = typer.main.get_command(import_module(COMMANDS[cmd_name]).app)
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

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except (KeyboardInterrupt, typer.Abort) as stopped:  # Typer would end without a word
            _end_stopped(stopped)
        except BrokenPipeError:  # Typer would end with 1
            _end_unread()


app = typer.Typer(name="zqtrack", cls=_Commands, no_args_is_help=True, **HOUSE)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"zqtrack {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    context: typer.Context,
    ledger: Annotated[
        Path | None,
        typer.Option(
            "--ledger", "-C", metavar="DIR", help="The ledger's folder, which holds projects/."
        ),
    ] = None,
    _language: Annotated[
        Language | None,
        typer.Option(
            "--language",
            help="The language to speak; else that of ZQTRACK_LANGUAGE, the ledger or the system.",
        ),
    ] = None,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Track industrial projects from signing to production."""
    context.obj = ledger


def main() -> None:
    """Run the program and exit: 0 done, 1 the ledger stands in the way, 2 a wrong request."""
    _open_streams()
    forgive(sys.stdout)
    forgive(sys.stderr)
    try:
        try:
            if "_ZQTRACK_COMPLETE" in os.environ:
                import_module("zqtrack.cli.shells").answer(app)
                sys.exit(0)
            choose(sys.argv[1:], os.environ)
            code = app(prog_name="zqtrack", standalone_mode=False)
        finally:
            sys.stdout.flush()
    except _WrongUsage as error:
        _say_usage(error)
        sys.exit(error.exit_code)
    except ZqtrackError as error:
        _say(error)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        _end_unread()
    except OSError as error:
        with suppress(OSError):  # perhaps nothing can be said either
            _say(_not_written(error))
        _drop_output()
        sys.exit(1)
    except (Stopped, KeyboardInterrupt) as stopped:
        _end_stopped(stopped)
    sys.exit(code)


def _end_stopped(stopped: BaseException) -> NoReturn:
    """End as after Ctrl-C or SIGTERM."""
    talk(_("stopped"))
    number = stopped.args[0] if stopped.args else signal.SIGINT
    sys.exit(128 + number)


def _end_unread() -> NoReturn:
    """End quietly: whoever read the output has seen enough."""
    _drop_output()
    sys.exit(_CLOSED_PIPE)


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


def _open_streams() -> None:
    """Give a program that was started without standard streams some to talk to nobody.

    Otherwise the next file that is opened would get their numbers, and what is said its text.
    """
    closed = sys.stdout is None
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - a device, to the end
    if closed:
        _say(ZqtrackError(_("standard output is closed; nothing was done")))
        sys.exit(1)


def _not_written(error: OSError) -> ZqtrackError:
    if error.filename is None:
        return ZqtrackError(
            _("the output could not be written: {reason}").format(
                reason=_(error.strerror or str(error))
            )
        )
    return ZqtrackError(
        _("{path} cannot be used: {reason}").format(
            path=os.fsdecode(error.filename), reason=_(error.strerror or "")
        )
    )


def _drop_output() -> None:
    """Send what is left of the output nowhere: Python would complain again on exit."""
    with suppress(OSError):  # it may be no file at all
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say_usage(error: Any) -> None:
    """Say what Typer finds wrong with the arguments, which it would repeat as they are."""
    said = StringIO()
    error.show(said)
    lines = said.getvalue().split("\n")
    if speaks_chinese():
        from zqtrack.cli.wording import said as said_in_chinese

        lines = list(map(said_in_chinese, lines))
    sys.stderr.write("\n".join(map(visible, lines)))


def _say(error: ZqtrackError) -> None:
    sys.stderr.write(_("error: {message}\n").format(message=visible(error.message)))
    if error.hint:
        lines = "\n".join(map(visible, error.hint.split("\n")))
        sys.stderr.write(_("hint: {lines}\n").format(lines=lines))
    if isinstance(error, EditRefused) and error.lines:
        typed = "\n".join(map(visible, error.lines.splitlines()))
        sys.stderr.write(_("to type by hand:\n{typed}\n").format(typed=typed))
