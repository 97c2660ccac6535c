"""The command itself, on figures that were kept."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from benchmarks import __main__ as command
from benchmarks.measure import Results


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    seconds = {"0/python -c pass/bare loop/": [0.01], "0/--version/zqtrack/": [0.05]}
    peaks = {name: [20.0] for name in seconds}
    results = Results(seconds, peaks, machine={"Python": "3.11"})
    path = tmp_path / "kept.json"
    path.write_text(json.dumps(asdict(results)))
    return path


def test_kept_figures_are_printed_again(
    kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["benchmarks", "--again", str(kept)])
    assert command.main() == 0
    printed = capsys.readouterr().out
    assert "| zqtrack `--version` | 50.0 ms | 50.0 – 50.0 ms | 5.0 × | 20 | 1 |\n" in printed
    assert "on: Python 3.11.\n" in printed


def test_what_failed_is_said_and_the_exit_code_is_1(
    kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    record = json.loads(kept.read_text()) | {"failed": {"100/list/hledger/": "code 1"}}
    kept.write_text(json.dumps(record))
    monkeypatch.setattr(sys, "argv", ["benchmarks", "--again", str(kept)])
    assert command.main() == 1
    assert capsys.readouterr().err == "failed: 100/list/hledger/: code 1\n"


def test_tables_are_put_between_the_marks_of_the_pages(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [tmp_path / name for name in ("README.md", "speed.md")]
    for page, name in zip(pages, ("_README", "_PAGE"), strict=True):
        page.write_text("Before\n<!-- speed -->\nformer\n<!-- /speed -->\nafter\n")
        monkeypatch.setattr(command, name, page)
    monkeypatch.setattr(sys, "argv", ["benchmarks", "--again", str(kept), "--write"])
    command.main()
    short, full = (page.read_text(encoding="utf-8") for page in pages)
    assert short.startswith("Before\n<!-- speed -->\n|  | zqtrack, warm |")
    assert full.startswith("Before\n<!-- speed -->\n## The figures\n")
    assert short.endswith("\n<!-- /speed -->\nafter\n")
    assert "former" not in short + full


def test_the_pages_have_marks_for_the_tables() -> None:
    for page in (command._README, command._PAGE):
        text = page.read_text(encoding="utf-8")
        assert text.count("<!-- speed -->\n") == text.count("<!-- /speed -->\n") == 1
