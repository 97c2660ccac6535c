"""``report --format html``: where the page goes, and what it never takes the place of."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from zqtrack.cli import page as module

Add = Callable[[str, str], Path]
Run = Callable[..., Any]

PAGE = "<!DOCTYPE html>\n<!-- A page of zqtrack "


@pytest.fixture
def plant(ledger: Path, add: Add) -> Path:
    """Give a ledger of one project, seen on 2024-03-03."""
    add("plant", 'name = "Plant"\ndistrict = "Sihui"\n[actual]\nsigned = 2024-01-10\n')
    return ledger


@pytest.mark.usefixtures("plant")
def test_a_page_goes_to_a_file(run: Run) -> None:
    ran = run("report", "--format", "html", "--output", "page.html")
    assert (ran.code, ran.out, ran.err) == (0, "", "page.html written\n")
    page = Path("page.html").read_text(encoding="utf-8")
    assert page.startswith(PAGE)
    assert page.count("<svg") == 7  # three charts for two widths, and one of a stage by months
    assert sorted(path.name for path in Path().iterdir()) == ["page.html", "projects"]


@pytest.mark.usefixtures("plant")
def test_a_page_is_the_same_bytes_each_time(run: Run) -> None:
    written = [
        (run("report", "--format", "html", "-o", "page.html").code, Path("page.html").read_bytes())
        for _ in range(2)
    ]
    assert written[0] == written[1]


@pytest.mark.usefixtures("plant")
def test_a_new_page_takes_the_place_of_an_old_one(run: Run) -> None:
    run("report", "--format", "html", "--output", "page.html")
    before = Path("page.html").read_bytes()
    assert (
        run("report", "--format", "html", "--output", "page.html", "--only", "cadence").code == 0
    )
    assert Path("page.html").read_bytes() != before


@pytest.mark.usefixtures("plant")
def test_no_other_file_is_replaced(run: Run) -> None:
    ran = run("report", "--format", "html", "--output", "projects/plant.toml")
    assert ran.code == 1
    assert ran.err == (
        "error: `projects/plant.toml` is there already and no page of zqtrack; nothing was"
        " written\nhint: name another file, or take that one away\n"
    )
    assert Path("projects/plant.toml").read_text(encoding="utf-8").startswith("name")


@pytest.mark.usefixtures("plant")
def test_a_page_that_cannot_be_written_is_said(run: Run) -> None:
    ran = run("report", "--format", "html", "--output", "nowhere/page.html")
    assert ran.code == 1
    assert "could not be written" in ran.err
    assert run("report", "--format", "html", "--output", "projects").err.startswith(
        "error: `projects` is a folder"
    )


@pytest.mark.usefixtures("plant")
@pytest.mark.parametrize("output", [(), ("--output", "-")])
def test_a_page_may_go_to_the_standard_output(output: tuple[str, ...], run: Run) -> None:
    ran = run("report", "--format", "html", *output)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(PAGE)


@pytest.mark.usefixtures("plant")
def test_a_page_does_not_go_to_a_screen_unasked(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr(module, "write", lambda page: sys.stderr.write(page[:15]))
    ran = run("report", "--format", "html")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "error: a page is for a browser, not for a screen\nhint: add --output page.html\n"
    )
    assert run("report", "--format", "html", "--output", "-").err == "<!DOCTYPE html>"


@pytest.mark.usefixtures("plant")
def test_a_file_is_for_pages_only(run: Run) -> None:
    ran = run("report", "--output", "page.html")
    assert ran.code == 2
    assert ran.err == (
        "error: --output belongs to --format html\n"
        "hint: add --format html, or write > page.html behind the command\n"
    )


@pytest.mark.usefixtures("plant")
@pytest.mark.parametrize(
    "question",
    [
        ("--by", "district"),
        ("--cohorts", "signed..started"),
        ("--compare", "2023-12-31"),
        ("--backtest", "2023"),
    ],
)
def test_every_question_has_a_page(question: tuple[str, str], run: Run) -> None:
    ran = run("report", "--format", "html", *question)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(PAGE)
    assert "<svg" not in ran.out


def test_a_page_says_which_files_it_leaves_out(plant: Path, add: Add, run: Run) -> None:
    add("bad", "name = 3\n")
    ran = run("report", "--format", "html", "--output", plant / "page.html")
    assert ran.code == 1
    assert "1 of 2 files left out" in ran.err
    assert "1 left out" in (plant / "page.html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("plant")
def test_what_draws_is_loaded_only_for_a_page(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    assert run("report").code == 0
    ran = run("report", "--format", "html")
    assert ran.code == 1
    assert "pip install 'zqtrack[page]'" in ran.err
