"""What several tests begin with: a ledger in a folder of its own, and a way to run the program."""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from zqtrack.cli import app, session
from zqtrack.core.fields import DAY
from zqtrack.language import ENGLISH, speak

# A slow machine is no failure, and the gate tries the same examples each time.
settings.register_profile("zqtrack", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("zqtrack")

REPOSITORY = Path(__file__).parent.parent


@dataclass(frozen=True)
class Ran:
    """How one run of the program ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the program speak English, whatever the machine does, and after a test in Chinese."""
    monkeypatch.setenv("ZQTRACK_LANGUAGE", "en")
    yield
    speak(ENGLISH)


@pytest.fixture(autouse=True)
def _no_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep nothing of the ledgers of tests; a test of the index names a folder for it."""
    monkeypatch.setenv("ZQTRACK_CACHE", "")


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an empty ledger, which is the working directory; the clock stands at 2024-03-03."""
    (tmp_path / "projects").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ZQTRACK_LEDGER", raising=False)
    monkeypatch.setattr(session, "clock", lambda: DAY.parse("2024-03-03"))
    return tmp_path


@pytest.fixture
def add(ledger: Path) -> Callable[[str, str], Path]:
    """Give a function that writes a project file and says where."""

    def write(id_: str, text: str) -> Path:
        path = ledger / "projects" / f"{id_}.toml"
        path.write_bytes(text.encode())
        return path

    return write


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give a function that runs the program with arguments, in this process."""

    def program(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["zqtrack", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            app.main()
        captured = capsys.readouterr()
        code = ended.value.code
        return Ran(code if isinstance(code, int) else 0, captured.out, captured.err)

    return program
