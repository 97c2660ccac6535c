"""``zqtrack completion``: teaches a shell to ask us at Tab, and answers what it asks.

The shell sends what was typed up to the cursor and gets lines back. The first says what to do:
``files`` to offer those too, ``nospace`` to put no blank behind, ``replace`` where an offer does
not begin with what was typed. Each further line is an offer, a tab, and what it means.
"""

import os
import re
import sys
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from zqtrack.cli.completion import Asked
from zqtrack.cli.declare import Argument, Commands, Option
from zqtrack.core.record import record

#: The variable by which a shell says that it asks, and which shell it is.
VARIABLE = "_ZQTRACK_COMPLETE"

app = Commands()


class Shell(StrEnum):
    """A shell that we can teach."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"
    POWERSHELL = "powershell"


# Those for which we write the script and answer ourselves.
_OURS = (Shell.BASH, Shell.ZSH, Shell.FISH)


@record()
class Typed:
    """The word at the cursor, as far as it was typed.

    Attributes:
        text: the word without its quotation marks.
        bare: of each character of the text, whether it stands outside quotation marks.
        quote: the quotation mark that is open, or nothing.
        opened: before which character of the text it was opened.
    """

    text: str
    bare: tuple[bool, ...]
    quote: str
    opened: int


@app.command(epilog="Example: zqtrack completion zsh --install")
def completion(
    shell: Annotated[
        Shell | None, Argument(metavar="[SHELL]", help="bash, zsh, fish or powershell.")
    ] = None,
    install: Annotated[
        bool, Option("--install", help="Write it where the shell looks for it.")
    ] = False,
) -> None:
    """Teach your shell to complete ids, stages, fields, values and options; prints its script.

    Without SHELL it is the one that $SHELL names.
    """
    from zqtrack.output.streams import write

    chosen = shell or _own_shell()
    if install:
        _install(chosen)
    else:
        write(script(chosen))


def script(shell: Shell) -> str:
    """Give what a shell has to be told."""
    if shell is Shell.POWERSHELL:
        from typer._completion_shared import get_completion_script

        about = {"prog_name": "zqtrack", "complete_var": VARIABLE, "shell": shell.value}
        return f"{get_completion_script(**about)}\n"
    folder = Path(__file__).parent.parent / "completions"
    return (folder / f"zqtrack.{shell}").read_text(encoding="utf-8")


def answer(program: Any) -> None:
    """Answer a shell that asks, see the module.

    Args:
        program: the program that is to be completed, as Typer has it.
    """
    from zqtrack.cli.tongue import choose
    from zqtrack.errors import UsageError
    from zqtrack.output.streams import write

    with suppress(UsageError):  # of the language; the command itself will say it
        choose(split(" ".join(sys.argv[1:2]))[0], os.environ)
    shell = os.environ[VARIABLE]
    if shell in _OURS:
        write(reply(program, Shell(shell), *sys.argv[1:3]))
    else:  # PowerShell, of which Typer knows how it asks
        from typer._completion_classes import completion_init

        completion_init()
        program(prog_name="zqtrack")


def reply(program: Any, shell: Shell, typed: str, breaks: str = "") -> str:
    """Give the lines that answer a shell.

    Args:
        program: the program that is to be completed, as Typer has it.
        shell: who asks.
        typed: what was typed up to the cursor, from the program's name on.
        breaks: the characters of COMP_WORDBREAKS, of Bash.
    """
    from typer.main import get_command

    words, last = split(typed)
    offers, wants_files = _offers(get_command(program), words[1:], last)
    offers = [(value, help_) for value, help_ in offers if value.isprintable()]
    todo = {
        "files": wants_files,
        "nospace": any(value.endswith(("=", "<", ">", "~", "/")) for value, _ in offers),
        "replace": not all(str.startswith(value, last.text) for value, _ in offers),
    }
    lines = [" ".join(word for word, wanted in todo.items() if wanted)]
    for value, help_ in offers:
        shown = as_bash_replaces(value, last, breaks) if shell is Shell.BASH else value
        lines.append(f"{shown}\t{' '.join(help_.split())}")
    return "".join(f"{line}\n" for line in lines)


def split(typed: str) -> tuple[list[str], Typed]:
    """Take apart what was typed up to the cursor, as shells do.

    Returns:
        The whole words before the cursor, and the one at it, which may be empty.
    """
    words: list[str] = []
    word: list[tuple[str, bool]] = []
    quote, opened, begun, escaped = "", 0, False, False
    for character in typed:
        if escaped:
            word.append((character, False))
            escaped = False
        elif character == "\\" and quote != "'":
            begun = escaped = True
        elif character == quote:
            quote = ""
        elif not quote and character in "'\"":
            quote, opened, begun = character, len(word), True
        elif not quote and character.isspace():
            words += ["".join(c for c, _ in word)] if begun else []
            word, begun = [], False
        else:
            word.append((character, not quote))
            begun = True
    text = "".join(c for c, _ in word)
    return words, Typed(text, tuple(bare for _, bare in word), quote, opened)


def as_bash_replaces(value: str, last: Typed, breaks: str) -> str:
    """Give what Bash is to put in place of what it takes for the word at the cursor.

    For Bash that begins after an open quotation mark, or after the last of some characters.

    Args:
        value: the whole word.
        last: what was typed of it.
        breaks: the characters of COMP_WORDBREAKS.
    """
    cut = last.opened
    if not last.quote:
        places = zip(last.text, last.bare, strict=True)
        cut = max(
            (at for at, (c, bare) in enumerate(places, 1) if bare and c in breaks), default=0
        )
    rest = value[cut:]
    if last.quote == "'":
        return rest.replace("'", r"'\''")
    special = r'([\\"$`])' if last.quote else r"([\s!\"#$&'()*;<>?\[\\\]^`{|}~])"
    return re.sub(special, r"\\\1", rest)


def _offers(command: Any, words: list[str], last: Typed) -> tuple[list[tuple[str, str]], bool]:
    """Give what fits at the cursor with what it means, and whether files do."""
    # Typer has no public way to ask this; its version is bounded, and tests ask real shells.
    from typer._click.shell_completion import _resolve_context, _resolve_incomplete

    context = _resolve_context(command, {}, "zqtrack", words)
    context.find_root().obj = Asked(last.quote)
    asked, incomplete = _resolve_incomplete(context, words, last.text)
    items = asked.shell_complete(context, incomplete)
    # Of an option with = before its value, shells take both for one word.
    before = last.text.removesuffix(incomplete)
    offers = [
        (f"{before}{item.value}" if before else item.value, item.help or "")
        for item in items
        if item.type == "plain"
    ]
    own: Any = getattr(asked, "_custom_shell_complete", "a command has its options")
    return offers, own is None and not offers


def _own_shell() -> Shell:
    """Give the shell that $SHELL names.

    Raises:
        UsageError: it names none that we know.
    """
    from zqtrack.errors import UsageError
    from zqtrack.language import _

    with suppress(ValueError):
        return Shell(Path(os.environ.get("SHELL", "")).name)
    known = _(", ").join(Shell)
    raise UsageError(
        _("which shell is it?"),
        _("write one of {known}: zqtrack completion bash").format(known=known),
    )


def _install(shell: Shell) -> None:
    """Write a script where its shell looks for it, and say what is left to do."""
    from zqtrack.cli.stopping import held_back
    from zqtrack.errors import UsageError
    from zqtrack.language import _
    from zqtrack.ledger.disk import save_bytes
    from zqtrack.output.streams import talk

    if shell is Shell.POWERSHELL:
        hint = _("add this line to your $PROFILE: {line}")
        line = "zqtrack completion powershell | Out-String | Invoke-Expression"
        raise UsageError(
            _("PowerShell reads its completions from your profile"), hint.format(line=line)
        )
    path = _place(shell)
    path.parent.mkdir(parents=True, exist_ok=True)
    with held_back():  # a written file is told
        save_bytes(path, script(shell).encode(), replace=True)
        talk(_("wrote {path}").format(path=path))
    match shell:
        case Shell.BASH:
            talk(_("new shells use it where the package bash-completion is installed"))
            talk(_("without it, add this line to ~/.bashrc: {line}").format(line=f". '{path}'"))
        case Shell.ZSH:
            talk(
                _("add this line to ~/.zshrc, before other lines with compinit: {line}").format(
                    line="fpath=(~/.zfunc $fpath); autoload -Uz compinit && compinit"
                )
            )
        case _:
            talk(_("new shells use it"))


def _place(shell: Shell) -> Path:
    def folder(variable: str, default: str) -> Path:
        return Path(os.environ.get(variable) or Path.home() / default)

    if shell is Shell.BASH:
        data = folder("XDG_DATA_HOME", ".local/share")
        return data / "bash-completion" / "completions" / "zqtrack"
    if shell is Shell.ZSH:
        return Path.home() / ".zfunc" / "_zqtrack"
    return folder("XDG_CONFIG_HOME", ".config") / "fish" / "completions" / "zqtrack.fish"
