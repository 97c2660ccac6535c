"""A year in the life of a ledger: whatever is done to it, no command touches what it should not.

Hypothesis lets commands and an editor work on a few projects in any order. Beside them stands a
model: the bytes that each file should have. Only a command that says it wrote may change them; and
then only by adding one piece or taking one away, the very piece that its diff showed.
"""

import sys
import tempfile
import tomllib
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from hand_edits import difference
from zqtrack.cli import app

IDS = ("a", "b", "c")
DATES = st.sampled_from(("2021-03-01", "2022", "2022-Q3", "2023-05", "2023-05/2023-07", "2023-10"))
STAGES = st.sampled_from(("contacted", "signed", "started", "completed", "producing"))
TEXTS = st.sampled_from(("Road", "风 # 华", 'a "b" \\c', "= [x]", "[notes]"))
IDS_THERE = st.sampled_from(IDS)
# What an editor may do to a file: a comment, an empty line, a key, other line ends, a broken line.
HANDIWORK = st.sampled_from(
    (
        lambda old: b"# by hand\n" + old.removeprefix(b"\xef\xbb\xbf"),
        lambda old: old + b"  # \xe9\xa3\x8e by hand\n",
        lambda old: old.rstrip(b"\r\n"),
        lambda old: old.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
        lambda old: old.replace(b" = ", b"   =  ", 1),
        lambda old: b"\xef\xbb\xbf" + old.removeprefix(b"\xef\xbb\xbf"),
        lambda old: old.replace(b"[actual]", b"[ 'actual' ]  # so far", 1),
        lambda old: old.replace(b"\n", b"\nlead = 'x' # added\n", 1),
        lambda old: old + b"\n[broken\n",
        lambda old: old.replace(b"[broken", b"", 1).rstrip() + b"\n",
    )
)


def run(*arguments: str) -> tuple[int, str, str]:
    """Run the program in this process."""
    out, err = StringIO(), StringIO()
    with pytest.MonkeyPatch.context() as patched, redirect_stdout(out), redirect_stderr(err):
        patched.setattr(sys, "argv", ["zqtrack", *arguments])
        with pytest.raises(SystemExit) as ended:
            app.main()
    code = ended.value.code
    return code if isinstance(code, int) else 0, out.getvalue(), err.getvalue()


def is_toml(source: bytes) -> bool:
    try:
        return bool(tomllib.loads(source.decode().removeprefix("\ufeff")))
    except ValueError:
        return False


class History(RuleBasedStateMachine):
    """A ledger, the program, an editor, and what the files should hold."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.projects = Path(self.folder.name) / "projects"
        self.projects.mkdir()
        self.model: dict[str, bytes] = {}

    def teardown(self) -> None:
        self.folder.cleanup()

    def files(self) -> dict[str, bytes]:
        paths = self.projects.iterdir()
        return {path.stem: path.read_bytes() for path in paths if path.name[0] != "."}

    def do(self, id_: str, *arguments: str, pieces: int = 1, takes: bool = False) -> bool:
        """Run a command on one project, and hold it to the model.

        Args:
            id_: the project.
            *arguments: the command.
            pieces: how many places of the file it may change.
            takes: whether it takes bytes away; else it may only add.

        Returns:
            Whether it did it.
        """
        if id_ not in self.model and arguments[0] != "new":
            return False  # the id may be a part of another's name
        before = self.files()
        dry = run("-C", self.folder.name, *arguments, "--dry-run")
        assert self.files() == before
        code, out, err = run("-C", self.folder.name, *arguments)
        now = self.files()
        assert "Traceback" not in err
        if code != 0:
            assert code in {1, 2}
            assert (now, out) == (before, "")
            assert "rror: " in err
            return False
        assert out == dry[1] != ""
        assert {**now, id_: b""} == {**before, id_: b""}
        new, old = now[id_], before.get(id_, b"")
        went, came = difference(old, new)
        if pieces == 1:
            assert (came if takes else went) == b""
        assert is_toml(new)
        self.model[id_] = new
        return True

    def data(self, id_: str) -> Any:
        return tomllib.loads(self.model[id_].decode().removeprefix("\ufeff"))

    @rule(id_=IDS_THERE, name=TEXTS)
    def new(self, id_: str, name: str) -> None:
        there = id_ in self.model
        assert self.do(id_, "new", name, "--id", id_) is not there
        assert there or self.data(id_) == {"name": name}

    @precondition(lambda self: self.model)
    @rule(id_=IDS_THERE, by_hand=HANDIWORK)
    def edit(self, id_: str, by_hand: Any) -> None:
        if id_ in self.model:
            self.model[id_] = by_hand(self.model[id_])
            (self.projects / f"{id_}.toml").write_bytes(self.model[id_])

    @rule(id_=IDS_THERE, stage=STAGES, on=DATES)
    def advance(self, id_: str, stage: str, on: str) -> None:
        options = ("--to", stage, "--on", on, "--skip", "unknown")
        # Stages between are marked: still one piece, for they stand one below the other.
        if self.do(id_, "advance", id_, *options):
            assert stage in self.data(id_)["actual"]

    @rule(id_=IDS_THERE)
    def undo(self, id_: str) -> None:
        had = len(self.data(id_).get("actual", ())) if self.is_valid(id_) else 0
        if self.do(id_, "undo", id_, takes=True):
            assert len(self.data(id_).get("actual", ())) == had - 1

    @rule(id_=IDS_THERE, on=DATES)
    def advance_and_undo(self, id_: str, on: str) -> None:
        """Taking back what was just reached leaves the file as it was, bar an empty table."""
        before = self.model.get(id_)
        if before is None or not self.do(id_, "advance", id_, "--on", on):
            return
        assert self.do(id_, "undo", id_, takes=True)
        gone, left = difference(before, self.model[id_])
        assert gone == b""
        assert b"".join(left.split()) in {b"", b"[actual]", b"actual][", b"]["}

    @rule(id_=IDS_THERE, stage=STAGES, to=DATES)
    def plan(self, id_: str, stage: str, to: str) -> None:
        self.do(id_, "plan", id_, stage, to)

    @rule(id_=IDS_THERE, title=TEXTS)
    def add_problem(self, id_: str, title: str) -> None:
        if self.do(id_, "problem", "add", id_, title, "--raised", "2023"):
            assert self.data(id_)["problems"][-1]["title"] == title

    @rule(id_=IDS_THERE, on=DATES)
    def close_problem(self, id_: str, on: str) -> None:
        self.do(id_, "problem", "close", id_, "--on", on)

    @rule(id_=IDS_THERE, text=TEXTS, on=DATES)
    def note(self, id_: str, text: str, on: str) -> None:
        if self.do(id_, "note", id_, text, "--on", on):
            assert self.data(id_)["notes"][-1]["text"] == text

    @rule(id_=IDS_THERE, reason=TEXTS)
    def withdraw(self, id_: str, reason: str) -> None:
        if self.do(id_, "withdraw", id_, "--reason", reason, "--on", "2023-11"):
            assert self.data(id_)["withdrawn"]["reason"] == reason

    @rule()
    def validate(self) -> None:
        code, out, err = run("-C", self.folder.name, "validate", "--format", "json")
        assert code in {0, 1}
        assert "Traceback" not in out + err
        for id_, source in self.model.items():
            assert is_toml(source) or f"projects/{id_}.toml" in out

    @invariant()
    def files_hold_what_the_model_says(self) -> None:
        if hasattr(self, "model"):
            assert self.files() == self.model
            assert not list(self.projects.glob(".*"))

    def is_valid(self, id_: str) -> bool:
        return is_toml(self.model.get(id_, b""))


TestHistory = History.TestCase
TestHistory.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
