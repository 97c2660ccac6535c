"""What a command takes, said once: for the quick reader of arguments as for Typer.

A command is a function. What its parameters are on the command line stands in their annotations,
as ``Annotated[T, Option(...)]`` or ``Annotated[T, Argument(...)]``; so it is with Typer, of which
nothing is needed here.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import NoneType
from typing import Any, NamedTuple, TypeAlias, TypeVar, get_args, get_origin

Function = TypeVar("Function", bound=Callable[..., None])

#: The default of a parameter without one, as Typer has it.
REQUIRED: Any = ...


class Context(NamedTuple):
    """What was said before the name of the command.

    Attributes:
        ledger: the folder that ``--ledger`` names.
    """

    ledger: Path | None


class Option(NamedTuple):
    """A parameter that is called by its name.

    Attributes:
        name: ``--name``, or ``--name/--no-name`` for yes and no.
        short: another name, of one letter.
        metavar: what its value is called in the help.
        help: what it does.
        min: the least number that it can be.
        max: the largest.
        parser: reads its value; raises BadValue.
        autocompletion: offers values, see ``completion``.
        then: is told the value when it has been read.
        at_once: whether the other options are not looked at after it.
    """

    name: str
    short: str | None = None
    metavar: str | None = None
    help: str | None = None
    min: int | None = None
    max: int | None = None
    parser: Callable[[str], Any] | None = None
    autocompletion: Callable[..., Any] | None = None
    then: Callable[[Any], object] | None = None
    at_once: bool = False


class Argument(NamedTuple):
    """A parameter that is known by its place; attributes are as those of an option."""

    metavar: str
    help: str
    parser: Callable[[str], Any] | None = None
    autocompletion: Callable[..., Any] | None = None


class Parameter(NamedTuple):
    """A parameter of a command.

    Attributes:
        name: what the function calls it.
        type: what its value is, as it is annotated; ``kind_of`` takes that apart.
        default: its value where none is given, or REQUIRED.
        said: what it is on the command line.
    """

    name: str
    type: Any
    default: Any
    said: Option | Argument


#: The parameters of a command, in the order of its help.
Parameters: TypeAlias = tuple[Parameter, ...]


class Command(NamedTuple):
    """A command.

    Attributes:
        name: what it is called among several.
        function: what it does.
        parameters: what it takes.
        epilog: the last lines of its help.
    """

    name: str
    function: Callable[..., None]
    parameters: Parameters
    epilog: str


class Task(NamedTuple):
    """What the arguments of the program ask for.

    Attributes:
        command: what is to be done.
        context: what was said before its name.
        values: those of all its parameters, by their names.
    """

    command: Command
    context: Context
    values: Mapping[str, Any]

    def run(self) -> None:
        """Do it."""
        function = self.command.function
        first = (self.context,) if "context" in function.__annotations__ else ()
        function(*first, **self.values)


class Commands:
    """The commands of a module: one, or several below a name of their own.

    Attributes:
        all: the commands.
        about: what the several are for; None for one.
        epilog: the last lines of their common help.
    """

    def __init__(self, about: str | None = None, epilog: str | None = None) -> None:
        self.all: list[Command] = []
        self.about = about
        self.epilog = epilog

    def command(
        self,
        name: str | None = None,
        *,
        epilog: str,
        complete: Callable[[Parameters], Parameters] = lambda parameters: parameters,
    ) -> Callable[[Function], Function]:
        """Take a function for a command.

        Args:
            name: what it is called; else as the function.
            epilog: the last lines of its help.
            complete: gives all parameters from those that the function names.
        """

        def take(function: Function) -> Function:
            parameters = complete(parameters_of(function))
            called = name or function.__name__.rstrip("_")
            self.all.append(Command(called, function, parameters, epilog))
            return function

        return take


def parameters_of(function: Callable[..., object]) -> Parameters:
    """Give what a function takes from the command line."""
    return tuple(_parameters(function))


def _parameters(function: Any) -> Iterator[Parameter]:
    code, defaults = function.__code__, function.__defaults__ or ()
    names = code.co_varnames[: code.co_argcount]
    ends = dict(zip(reversed(names), reversed(defaults), strict=False))
    for name in names:
        annotation = function.__annotations__[name]
        for said in getattr(annotation, "__metadata__", ()):
            yield Parameter(name, annotation.__origin__, ends.get(name, REQUIRED), said)


def kind_of(type_: Any) -> tuple[Any, bool]:
    """Give what one value of a parameter is, and whether there can be several."""
    if NoneType in get_args(type_):
        (type_,) = (each for each in get_args(type_) if each is not NoneType)
    if get_origin(type_) is list:
        return get_args(type_)[0], True
    return type_, False
