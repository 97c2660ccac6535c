"""The two ledgers that come with the program, read mostly by the standard library alone."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
REAL = ROOT / "projects"
EXAMPLE = ROOT / "examples" / "agglomeration-zone-2023"
SCRIPT = ROOT / "scripts" / "make_example.py"
FILES = sorted([*REAL.glob("*.toml"), *EXAMPLE.glob("projects/*.toml")])

CEREMONY = date(2023, 9, 28)
STAGES = ("contacted", "signed", "land-supplied", "started", "completed", "producing")
KEYS = {
    *("name", "company", "district", "park", "industry", "product", "origin", "kind"),
    *("investment", "paid-in", "output", "tax", "land-mu", "high-tech", "key-industry"),
    *("lead", "team", "lists", "sources"),
    *("actual", "planned", "replanned", "problems", "notes", "withdrawn"),
}
ARTICLES = {
    "2023-10-09 article on the Agglomeration Zone",
    "2023-10-10 article on Zhaoqing speed",
    "2023-10-10 article on new industrialisation",
    "2024-02-08 article on Zhaoqing New District and Dinghu",
    "2024-03-03 article on the Sihui work report",
}


def load(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def example_projects() -> list[dict[str, Any]]:
    return [load(path) for path in sorted(EXAMPLE.glob("projects/*.toml"))]


def reconstructed() -> list[dict[str, Any]]:
    return [load(path) for path in sorted(EXAMPLE.glob("projects/reconstructed-*.toml"))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_named_by_an_id_and_holds_only_known_keys(path: Path) -> None:
    project = load(path)
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,62}", path.stem)
    assert project["name"]
    assert project["sources"]
    assert project.keys() <= KEYS
    assert project.get("actual", {}).keys() <= set(STAGES)
    assert project.get("planned", {}).keys() <= set(STAGES[1:])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_keys_and_stages_stand_in_the_order_of_the_format(path: Path) -> None:
    project = load(path)
    head = [key for key in project if not isinstance(project[key], dict)]
    order = "name company district park industry product origin kind investment output land-mu"
    order += " high-tech key-industry lead team lists sources replanned problems notes"
    assert head == [key for key in order.split() if key in project]
    for name in ("actual", "planned"):
        stages = list(project.get(name, ()))
        assert stages == [stage for stage in STAGES if stage in stages]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_clean_text_that_leads_an_editor_to_the_schema(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    up = "../" if path.parent == REAL else "../../../"
    comments = [line for line in text.splitlines()[:2] if line.startswith("#")]
    assert comments[-1] == f"#:schema {up}project.schema.json"
    assert text.endswith("\n")
    assert "\r" not in text
    assert "\t" not in text
    assert all(line == line.rstrip() and len(line) < 100 for line in text.splitlines())


@pytest.mark.parametrize(
    ("ledger", "files"), [(ROOT, "22 files"), (EXAMPLE, "71 files")], ids=["real", "example"]
)
def test_validate_finds_no_problem_in_a_ledger_that_is_shipped(
    run: Callable[..., Any], ledger: Path, files: str
) -> None:
    ran = run("-C", ledger, "validate", "--strict")
    assert ran.err == f"{files} and zqtrack.toml, no problem found\n"
    assert (ran.code, ran.out) == (0, "")


def test_there_is_one_file_for_each_project_the_articles_name() -> None:
    assert [path.stem for path in sorted(REAL.glob("*.toml"))] == [
        "asia-pacific-carbon-fibre",
        "catl-zhaoqing",
        "changchun-auto-parts",
        "changshu-automotive-decoration",
        "construction-technology-park",
        "fuji-circuit-boards",
        "gcl-battery-recycling",
        "gcl-electrolyte",
        "gcl-inverters",
        "gcl-zhaoqing",
        "hongtai-new-energy",
        "jinjiang-prepared-food",
        "jintian-copper-phase-2",
        "pengkai-environmental-park",
        "qianxing-underwater-products",
        "shatangji-beverages",
        "shein-bay-area-west",
        "shengkai-musical-instruments",
        "taier-prepared-aquatic-food",
        "tianhua-machinery",
        "zhengchuang-smart-park",
        "zhuoersheng-auto-parts",
    ]


@pytest.mark.parametrize("path", sorted(REAL.glob("*.toml")), ids=lambda path: path.stem)
def test_every_real_project_gives_an_article_as_its_source(path: Path) -> None:
    assert set(load(path)["sources"]) <= ARTICLES


def test_dates_are_as_precise_as_their_source() -> None:
    actual = {path.stem: load(path).get("actual", {}) for path in REAL.glob("*.toml")}
    assert actual["zhengchuang-smart-park"] == {
        "signed": "2023-04",
        "land-supplied": "2023-08",
        "started": date(2023, 9, 28),
    }
    # 14 months after some day of 2021: from 2022-03-01 to 2023-02-28.
    assert actual["catl-zhaoqing"]["producing"] == "2022-03/2023-02"
    assert actual["shein-bay-area-west"]["started"] == date(2023, 12, 12)
    gcl = actual["gcl-zhaoqing"]
    assert (gcl["started"] - gcl["contacted"]).days == 125
    assert actual["gcl-inverters"] == {}


def test_the_targets_are_those_of_the_sihui_work_report() -> None:
    assert load(ROOT / "zqtrack.toml") == {
        "name": "Industrial projects of Zhaoqing",
        "as-of": date(2024, 3, 3),
        "targets": {
            "2024": {
                "filter": "district=Sihui",
                "started": 20,
                "completed": 18,
                "producing": 20,
                "investment": 8_000_000_000,
            }
        },
    }


def test_the_example_is_seen_from_the_end_of_september() -> None:
    assert load(EXAMPLE / "zqtrack.toml") == {
        "name": "Agglomeration Zone start area, 2023",
        "as-of": date(2023, 9, 30),
    }


def test_the_example_counts_what_was_published() -> None:
    projects = example_projects()
    actual = [project["actual"] for project in projects]
    exact = [stages["signed"] for stages in actual if isinstance(stages["signed"], date)]
    assert len(projects) == 71
    assert [stages["signed"] for stages in actual if stages["signed"] not in exact] == ["2023-04"]
    assert date(2023, 1, 1) <= min(exact) <= max(exact) == CEREMONY
    assert exact.count(CEREMONY) == 38
    assert sum("land-supplied" in stages for stages in actual) == 33
    assert sum(stages.get("started") == CEREMONY for stages in actual) == 30
    assert not any("completed" in stages or "producing" in stages for stages in actual)


def test_the_example_sums_to_what_was_published() -> None:
    projects = example_projects()
    assert sum(project.get("investment", 0) for project in projects) == 30_310_000_000
    assert sum(project.get("output", 0) for project in projects) == 52_660_000_000


def test_the_shares_of_the_example_are_just_over_those_published() -> None:
    projects = example_projects()
    key = sum(project.get("key-industry", False) for project in projects)
    near = sum(project["origin"] == "Pearl River Delta" for project in projects)
    high_tech = sum(project.get("high-tech", False) for project in projects)
    assert (key, near, high_tech) == (62, 64, 43)
    assert 0.87 < key / 71 < 0.88
    assert 0.90 < near / 71 < 0.91
    assert 0.60 < high_tech / 71 < 0.61


def test_the_example_has_45_problems_of_which_40_are_closed_and_3_overdue() -> None:
    problems = [item for project in example_projects() for item in project.get("problems", ())]
    opened = [problem for problem in problems if "closed" not in problem]
    assert len(problems) == 45
    assert len(opened) == 5
    assert sum(problem["due"] < date(2023, 9, 30) for problem in opened) == 3


def test_only_two_projects_of_the_example_are_real() -> None:
    stems = [path.stem for path in FILES if path.parent.parent == EXAMPLE]
    real = [stem for stem in stems if not stem.startswith("reconstructed-")]
    assert real == ["qianxing-underwater-products", "zhengchuang-smart-park"]
    for path in EXAMPLE.glob("projects/reconstructed-*.toml"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("# Reconstructed: ")
        assert first.endswith(", not a real project.")
        assert load(path)["name"].startswith("Reconstructed project ")
        assert "company" not in load(path)


@pytest.mark.parametrize("stem", ["qianxing-underwater-products", "zhengchuang-smart-park"])
def test_a_real_project_is_told_alike_in_both_ledgers(stem: str) -> None:
    then = load(EXAMPLE / "projects" / f"{stem}.toml")
    now = load(REAL / f"{stem}.toml")
    assert then.pop("actual").items() <= now.pop("actual").items()
    assert then.items() <= {key: now[key] for key in then}.items()


def test_reconstructed_stages_are_reached_in_order_and_on_workdays() -> None:
    for project in reconstructed():
        days = [project["actual"][stage] for stage in STAGES[1:] if stage in project["actual"]]
        assert days == sorted(days)
        assert all(day.isoweekday() <= 5 for day in days)
        assert list(project["actual"])[-len(days) :] == list(STAGES[1 : 1 + len(days)])


def test_reconstructed_lead_times_are_plausible() -> None:
    for project in reconstructed():
        stages = project["actual"]
        if "land-supplied" in stages:
            assert 30 <= (stages["land-supplied"] - stages["signed"]).days <= 190
        if "started" in stages:
            assert 5 <= (stages["started"] - stages["land-supplied"]).days <= 60


def test_nothing_in_the_example_has_happened_after_its_day() -> None:
    for project in reconstructed():
        happened = [day for day in project["actual"].values() if isinstance(day, date)]
        happened += [item["on"] for key in ("replanned", "notes") for item in project.get(key, ())]
        for problem in project.get("problems", ()):
            happened += [problem["raised"], problem.get("closed", problem["raised"])]
            assert problem["raised"] < problem["due"]
            assert problem["raised"] < problem.get("closed", date.max)
        assert max(happened) <= date(2023, 9, 30)


def test_a_reconstructed_problem_is_raised_after_the_first_date_of_its_project() -> None:
    for project in reconstructed():
        first = str(next(iter(project["actual"].values())))
        for problem in project.get("problems", ()):
            # A month, "2023-06", sorts before its days: compare with its last possible one.
            assert str(problem["raised"]) > f"{first}-31"[:10]


def test_the_script_writes_the_example_again_byte_for_byte(tmp_path: Path) -> None:
    subprocess.run([sys.executable, SCRIPT, tmp_path], check=True)
    written = {path.relative_to(tmp_path): path for path in tmp_path.rglob("*.toml")}
    shipped = {path.relative_to(EXAMPLE): path for path in EXAMPLE.rglob("*.toml")}
    assert written.keys() == shipped.keys()
    assert all(written[name].read_bytes() == shipped[name].read_bytes() for name in shipped)


def test_the_script_leaves_a_folder_with_other_projects_alone(tmp_path: Path) -> None:
    other = tmp_path / "projects" / "mine.toml"
    other.parent.mkdir()
    other.write_text('name = "Mine"\n', encoding="utf-8")
    done = subprocess.run(
        [sys.executable, SCRIPT, tmp_path], check=False, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr == f"error: {tmp_path} also holds mine: remove first\n"
    assert list(tmp_path.rglob("*.toml")) == [other]
