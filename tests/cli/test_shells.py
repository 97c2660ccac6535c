"""Bash, Zsh and fish complete what is typed: seen in the shells themselves, on a terminal."""

import os
import pty
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from select import select
from typing import Any

import pytest

from zqtrack.cli.shells import Shell, Typed, as_bash_replaces, split

Add = Callable[[str, str], Path]
Run = Callable[..., Any]

#: What Bash has in COMP_WORDBREAKS.
BREAKS = " \t\n\"'@><=;|&(:"
HOSTILE = r"""O'Brien & Co ("2") $(touch oh-no) `touch oh-no` \ * ~ # ! ; | 肇庆"""
ESCAPES = re.compile(r"\x1b(\[[0-9;?=>]*[a-zA-Z]|[=>]|\([0B]|\][^\x07]*\x07)")
BASH = "PS1='$ '\nbind 'set enable-bracketed-paste off'\n"
PACKAGE = Path("/usr/share/bash-completion/bash_completion")
#: How each shell begins: without what moves the cursor about, or guesses what will be typed.
BEGINNINGS = {
    "bash": BASH,
    "bash, with the package bash-completion": f"{BASH}. {PACKAGE}\n",
    "zsh": "PS1='$ '\nPROMPT_EOL_MARK=\nbindkey -e\nunset zle_bracketed_paste\n",
    "fish": "set -g fish_greeting\nset -g fish_autosuggestion_enabled 0\n"
    "function fish_prompt; printf '$ '; end\n",
}
#: What is typed before Tab, and the words of the command that it makes.
TYPED = {
    "show gcl-z": ["show", "gcl-zhaoqing"],
    "show 'gcl-z": ["show", "gcl-zhaoqing"],
    'show "gcl-z': ["show", "gcl-zhaoqing"],
    "show 宏泰": ["show", "hongtai"],
    "show GCL-Z": ["show", "gcl-zhaoqing"],
    "vali": ["validate"],
    "report --lead-t": ["report", "--lead-time"],
    "report --lead-time signed..st": ["report", "--lead-time", "signed..started"],
    "report --by signed:q": ["report", "--by", "signed:quarter"],
    "advance gcl-zhaoqing --to pr": ["advance", "gcl-zhaoqing", "--to", "producing"],
    "advance gcl-zhaoqing --to=pr": ["advance", "gcl-zhaoqing", "--to=producing"],
    "list stage=st": ["list", "stage=started"],
    "list 'stage>=st": ["list", "stage>=started"],
    "list stage=signed,st": ["list", "stage=signed,started"],
    "list district=Z": ["list", "district=Zhaoqing New District"],
    r"list district=Zhaoqing\ N": ["list", "district=Zhaoqing New District"],
    "list 'district=Z": ["list", "district=Zhaoqing New District"],
    "list 'district=Zhaoqing N": ["list", "district=Zhaoqing New District"],
    "list district=肇": ["list", "district=肇庆新区 一期"],
    "list company=": ["list", f"company={HOSTILE}"],
    "list 'company=": ["list", f"company={HOSTILE}"],
    "list --columns id,na": ["list", "--columns", "id,name"],
    "validate projects/h": ["validate", "projects/hongtai.toml"],
    "validate ho": ["validate", "hongtai"],
    "-C oth": ["-C", "other folder"],
    r"-C other\ folder show tian": ["-C", "other folder", "show", "tianhua"],
}


def is_missing(shell: str) -> bool:
    return not shutil.which(program_of(shell)) or ("package" in shell and not PACKAGE.exists())


def program_of(shell: str) -> str:
    return shell.partition(",")[0]


SHELLS = [
    pytest.param(
        shell,
        marks=pytest.mark.skipif(
            # The gate has them all, and must not pass without.
            os.environ.get("CI") != "true" and is_missing(shell),
            reason=f"{shell} is not here",
        ),
    )
    for shell in BEGINNINGS
]


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_completes(ledger: Path, add: Add, shell: str) -> None:
    add("gcl-zhaoqing", 'name = "GCL Zhaoqing"\ndistrict = "Zhaoqing New District"\n')
    text = HOSTILE.replace("\\", r"\\").replace('"', r"\"")
    add("hongtai", f'name = "宏泰新能源"\ndistrict = "肇庆新区 一期"\ncompany = "{text}"\n')
    (ledger / "other folder" / "projects").mkdir(parents=True)
    (ledger / "other folder" / "projects" / "tianhua.toml").write_text('name = "Tianhua"\n')
    with terminal(shell, ledger) as screen:
        given = {typed: words_given(screen, f"zqtrack {typed}\t") for typed in TYPED}
    assert given == {typed: ["zqtrack", *words] for typed, words in TYPED.items()}
    assert not (ledger / "oh-no").exists()


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_shows_what_there_is_to_choose_from(ledger: Path, add: Add, shell: str) -> None:
    add("gcl-zhaoqing", 'name = "GCL Zhaoqing"\n')
    add("gcl-inverters", 'name = "协鑫逆变器"\n')
    with terminal(shell, ledger) as screen:
        os.write(screen, b"zqtrack show gcl-\t\t")
        shown = read_until(screen, "gcl-zhaoqing")
    assert "gcl-inverters" in shown
    assert ("协鑫逆变器" in shown) == (program_of(shell) != "bash")


@pytest.mark.parametrize(
    ("typed", "words", "last"),
    [
        ("zqtrack", [], Typed("zqtrack", (True,) * 7, "", 0)),
        ("zqtrack ", ["zqtrack"], Typed("", (), "", 0)),
        ("a 'b c", ["a"], Typed("b c", (False,) * 3, "'", 0)),
        ("a x'b c", ["a"], Typed("xb c", (True, False, False, False), "'", 1)),
        ('a "b\\"', ["a"], Typed('b"', (False, False), '"', 0)),
        ("a 'b' '' c\\ d", ["a", "b", ""], Typed("c d", (True, False, True), "", 0)),
        (r"a 'b\'", ["a"], Typed("b\\", (False, False), "", 0)),
        ("a b\\", ["a"], Typed("b", (True,), "", 0)),
    ],
)
def test_what_was_typed_is_taken_apart_as_shells_do(
    typed: str, words: list[str], last: Typed
) -> None:
    found, at_cursor = split(typed)
    assert found == words
    assert (at_cursor.text, at_cursor.bare, at_cursor.quote) == (last.text, last.bare, last.quote)
    if last.quote:
        assert at_cursor.opened == last.opened


@pytest.mark.parametrize(
    ("typed", "value", "replaced"),
    [
        ("gcl", "gcl-zhaoqing", "gcl-zhaoqing"),
        ("stage=st", "stage=started", "started"),
        ("stage=", "stage=started", "started"),
        ("'stage=st", "stage=started", "stage=started"),
        ("signed:q", "signed:quarter", "quarter"),
        (r"a=b\=c", "a=b=cd e", r"b=cd\ e"),
        ("a=", "a=it's $x", r"it\'s\ \$x"),
        ("'a=", "a=it's $x", r"a=it'\''s $x"),
        ('"a=', 'a=it\'s "$x" \\', r"""a=it's \"\$x\" \\"""),
    ],
)
def test_bash_is_given_what_it_replaces(typed: str, value: str, replaced: str) -> None:
    assert as_bash_replaces(value, split(typed)[1], BREAKS) == replaced


@pytest.mark.parametrize("shell", list(Shell))
def test_the_script_of_each_shell_is_printed(run: Run, shell: Shell) -> None:
    ran = run("completion", shell)
    assert (ran.code, ran.err) == (0, "")
    assert "_ZQTRACK_COMPLETE" in ran.out


def test_without_a_name_it_is_the_shell_of_the_user(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    assert run("completion").out == run("completion", "fish").out
    monkeypatch.setenv("SHELL", "/bin/dash")
    ran = run("completion")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "error: which shell is it?\n"
        "hint: write one of bash, zsh, fish, powershell: zqtrack completion bash\n"
    )


@pytest.mark.parametrize(
    ("shell", "place", "left"),
    [
        ("bash", ".local/share/bash-completion/completions/zqtrack", "add this line to ~/.bashrc"),
        ("zsh", ".zfunc/_zqtrack", "add this line to ~/.zshrc"),
        ("fish", ".config/fish/completions/zqtrack.fish", "new shells use it"),
    ],
)
def test_it_is_installed_where_the_shell_looks(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shell: str, place: str, left: str
) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    ran = run("completion", shell, "--install")
    assert (ran.code, ran.out) == (0, "")
    assert f"wrote {tmp_path / place}\n" in ran.err
    assert left in ran.err
    assert (tmp_path / place).read_text("utf-8") == run("completion", shell).out


def test_powershell_is_told_what_to_add_to_its_profile(run: Run) -> None:
    ran = run("completion", "powershell", "--install")
    assert (ran.code, ran.out) == (2, "")
    assert "$PROFILE: zqtrack completion powershell | Out-String | Invoke-Expression" in ran.err


@contextmanager
def terminal(shell: str, folder: Path) -> Iterator[int]:
    """Start a shell on a terminal, in a home where our script was just installed."""
    environment = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(folder / ".home"),
        "TERM": "xterm",
        "LC_ALL": "C.UTF-8",
        "SHELL": program_of(shell),
    }
    install(shell, folder / ".home", environment)
    process, screen = pty.fork()
    if not process:
        os.chdir(folder)
        program = program_of(shell)
        os.execvpe(program, [program, "-i"], environment)  # noqa: S606 - a shell is what is tested
    try:
        read_until(screen, "$ ")
        yield screen
    finally:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        os.close(screen)
        os.waitpid(process, 0)


def install(shell: str, home: Path, environment: dict[str, str]) -> None:
    """Do what an officer does: install the script, and add the line that it says if any."""
    command = [sys.executable, "-m", "zqtrack", "completion", "--install"]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    places = {"bash": ".bashrc", "zsh": ".zshrc", "fish": ".config/fish/config.fish"}
    place = home / places[program_of(shell)]
    place.parent.mkdir(parents=True, exist_ok=True)
    added = (
        re.findall("add this line to .*?: (.*)", ended.stderr) if "package" not in shell else []
    )
    # compinit would ask about folders that others may write to.
    text = "\n".join([*added, BEGINNINGS[shell]]).replace("&& compinit", "&& compinit -u")
    place.write_text(text, encoding="utf-8")


def words_given(screen: int, typed: str) -> list[str]:
    """Type something, and give the words of the command that it makes, folders without /."""
    # With something before and behind, so that it is shown and not run.
    os.write(screen, f"{typed}\x01printf '<%s>' begin \x05 'end'\r".encode())
    shown = read_until(screen, "<end>")
    words = re.findall(r"<(.*?)>(?=<)", shown[shown.index("<begin>") :], re.DOTALL)
    return [word.rstrip("/") for word in words[1:]]


def read_until(screen: int, wanted: str) -> str:
    """Give what is shown until something is, without what only moves the cursor."""
    shown = b""
    while wanted not in (text := ESCAPES.sub("", shown.decode(errors="replace"))):
        if not select([screen], [], [], 60)[0]:
            raise AssertionError(f"{wanted!r} did not come: {text!r}")
        shown += os.read(screen, 65_536)
    return text
