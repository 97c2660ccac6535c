"""``report`` as a person types it: its whole output, what it says beside it, how it ends."""

import csv
import json
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from zqtrack.core.leadtime import lead_time_jobs
from zqtrack.ledger import workers

REPOSITORY = Path(__file__).parents[2]
EXAMPLE = REPOSITORY / "examples" / "agglomeration-zone-2023"
NINE_MONTHS = ("--period", "2023-01/2023-09")

Add = Callable[[str, str], Path]
Run = Callable[..., Any]


@pytest.fixture
def three(ledger: Path, add: Add) -> Path:
    """Give a ledger of a signed, a supplied and a withdrawn project, seen on 2024-03-03."""
    (ledger / "zqtrack.toml").write_text('name = "Office"\n')
    add(
        "gcl",
        'name = "GCL"\ndistrict = "Sihui"\ninvestment = "1.1bn"\nland-mu = 120.5\n'
        "[actual]\nsigned = 2024-01-10\nland-supplied = 2024-02-19\n",
    )
    add(
        "shein",
        'name = "希音智慧产业园"\n[actual]\nsigned = "2024-02"\n'
        '[planned]\nland-supplied = "2024-02"\n'
        '[[problems]]\ntitle = "Power line"\nraised = 2024-02-10\ndue = 2024-02-20\n',
    )
    add("gone", 'name = "Gone"\n[actual]\nsigned = "2023"\n[withdrawn]\non = 2024-01-31\n')
    return ledger


# --- for people ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("three")
def test_a_report_is_one_screen_with_the_answer_first(run: Run) -> None:
    ran = run("report", "--period", "2024")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "Office",
        "as of 2024-03-03 · window 2024 so far (63 of 366 days) · all projects · 3 files",
        "",
        (
            "2 projects signed, one every 31.5 days; 1 land supply in 63 days. Planned investment"
            " of the signed: 1.10 bn yuan (1 of 2 say). 1 problem found, 0 closed, 1 open,"
            " 1 of them overdue."
        ),
        "",
        "Pipeline on 2024-03-03, and cadence in 2024-01-01/2024-03-03",
        (
            "  stage          now              planned, yuan  reached  every, days  by month"
            "  a year before  every, days"
        ),
        "  prospect         ·                          ·",
        (
            "  signed           1  ██████████              –        2         31.5  ██·     "
            "              ·            –"
        ),
        (
            "  land-supplied    1  ██████████        1.10 bn        1         63.0  ·█·     "
            "              ·            –"
        ),
        *(
            f"  {stage:13}    ·                          ·        ·            –  ···     "
            "              ·            –"
            for stage in ("started", "completed", "producing")
        ),
        "  withdrawn        1  ██████████              –",
        "",
        "Lead times in days, of all that began by 2024-03-03",
        "  from → to                done  open  withdrawn  each, if few",
        "  signed → land-supplied      1     1          1  40",
        "  land-supplied → started     ·     1          ·",
        "  signed → producing          ·     2          1",
        (
            "  None left out. Begun by none: contacted → signed, started → completed, "
            "completed → producing, contacted → started."
        ),
        "",
        "Totals on 2024-03-03 of 2 projects signed and not withdrawn",
        "                              total     a mu  said by",
        "  planned investment, yuan  1.10 bn  9.129 m  1 of 2",
        "  land, mu                    120.5           1 of 2",
        "  largest groups: district Sihui ≥ 50 % (1, 1 not said)",
        "",
        "Watch list on 2024-03-03: 1 project",
        "  light  id     project         why",
        "  ▲ red  shein  希音智慧产业园  3 days late: land-supplied by 2024-02",
        "                                12 days overdue: Power line",
    ]


@pytest.mark.usefixtures("three")
def test_markdown_is_the_report_for_a_wiki(run: Run) -> None:
    ran = run("report", "--period", "2024", "--only", "totals", "--format", "markdown", "gcl")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "# Office\n"
        "\n"
        "as of 2024-03-03 · window 2024 so far (63 of 366 days) · 1 project with gcl · 3 files\n"
        "\n"
        "1 project signed in 63 days; 1 land supply in 63 days."
        " Planned investment of the signed: 1.10 bn yuan.\n"
        "\n"
        "## Totals on 2024-03-03 of 1 project signed and not withdrawn\n"
        "\n"
        "|  | total | a mu | said by |\n"
        "| --- | --: | --: | --- |\n"
        "| planned investment, yuan | 1.10 bn | 9.129 m | 1 of 1 |\n"
        "| land, mu | 120.5 |  | 1 of 1 |\n"
        "\n"
        "largest groups: district Sihui 100 % (1)\n"
    )


def test_markdown_has_the_whole_watch_list(run: Run) -> None:
    options = ("-C", EXAMPLE, "report", *NINE_MONTHS)
    assert "… and 11 more" in run(*options).out
    markdown = run(*options, "--format", "markdown").out
    assert " more" not in markdown
    ids = [one["id"] for one in json.loads(run(*options, "--format", "json").out)["watch"]]
    assert [id_ for id_ in ids if f"| {id_} |" in markdown] == ids


@pytest.mark.skipif(sys.platform != "linux", reason="processes are not divided")
def test_the_figures_of_many_projects_are_the_same_from_several_processes(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = ("-C", EXAMPLE, "report", *NINE_MONTHS, "--format", "json")
    alone = run(*options).out
    monkeypatch.setattr("zqtrack.cli.report._WORTH_DIVIDING", 1)
    monkeypatch.setattr(workers, "processors", lambda: 2)
    here = os.getpid()

    def elsewhere(job: Callable[[], Any]) -> Any:
        assert os.getpid() != here  # what cannot be sent would be done here, which nobody notices
        return job()

    def jobs(*of: Any) -> list[Any]:
        return [partial(elsewhere, job) for job in lead_time_jobs(*of)]

    monkeypatch.setattr("zqtrack.core.report.lead_time_jobs", jobs)
    assert run(*options).out == alone


# --- for programs --------------------------------------------------------------------------------


@pytest.mark.usefixtures("three")
def test_json_has_the_promised_keys(run: Run) -> None:
    ran = run("report", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    found = json.loads(ran.out)
    assert list(found) == [
        *("ledger", "as_of", "filter", "period", "files"),
        *("pipeline", "cadence", "lead_times", "targets", "problems", "totals", "watch"),
    ]
    assert list(found["period"]) == ["text", "from", "to", "days"]
    assert list(found["files"]) == ["read", "left_out"]
    assert list(found["pipeline"][0]) == ["stage", "projects", "investment"]
    assert [one["stage"] for one in found["pipeline"]] == [
        *("prospect", "signed", "land-supplied", "started", "completed", "producing"),
        "withdrawn",
    ]
    cadence = found["cadence"][0]
    assert list(cadence) == ["stage", "reached", "possible", "days_per_project", "previous"]
    assert list(cadence["previous"]) == ["from", "to", "reached", "days_per_project"]
    assert list(found["lead_times"][0]) == [
        *("from", "to", "reached", "open", "withdrawn", "left_out", "p50", "p85", "within"),
        *("limits_95", "finished_only"),
    ]
    assert list(found["problems"]) == ["found", "closed", "open", "overdue"]
    assert list(found["totals"]) == [
        *("projects", "investment", "output", "tax", "land_mu", "investment_per_mu"),
        *("tax_per_mu", "shares", "known"),
    ]
    assert {"id", "stage", "age_days", "light", "reasons"} <= found["watch"][0].keys()


@pytest.mark.usefixtures("three")
def test_csv_has_the_same_figures_one_a_row(run: Run) -> None:
    ran = run("report", "--period", "2024", "--only", "watch", "--format", "csv")
    assert ran.code == 0
    head, *rows = csv.reader(ran.out.splitlines())
    assert head == ["figure", "value"]
    assert rows[:13] == [
        ["ledger", "Office"],
        ["as_of", "2024-03-03"],
        ["filter", ""],
        ["period.text", "2024"],
        ["period.from", "2024-01-01"],
        ["period.to", "2024-03-03"],
        ["period.days", "63"],
        ["files.read", "3"],
        ["files.left_out", "0"],
        ["watch[0].id", "shein"],
        ["watch[0].stage", "signed"],
        ["watch[0].age_days", "3"],
        ["watch[0].light", "red"],
    ]
    reasons = "3 days late: land-supplied by 2024-02; 12 days overdue: Power line"
    assert ["watch[0].reasons", reasons] in rows


def test_the_published_figures_come_out(run: Run) -> None:
    ran = run("-C", EXAMPLE, "report", *NINE_MONTHS)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[:4] == [
        "Agglomeration Zone start area, 2023",
        "as of 2023-09-30 · window 2023-01/2023-09 (273 days) · all projects · 71 files",
        "",
        (
            "71 projects signed, one every 3.8 days; 33 land supplies, one every 8.3 days. "
            "Planned investment of the signed: 30.31 bn yuan (70 of 71 say). "
            "45 problems found, 40 closed, 5 open, 3 of them overdue."
        ),
    ]
    assert "  output a year at capacity, yuan  52.66 bn           69 of 71\n" in ran.out


def test_the_published_figures_are_not_rounded_in_json(run: Run) -> None:
    found = json.loads(run("-C", EXAMPLE, "report", *NINE_MONTHS, "--format", "json").out)
    assert found["period"]["days"] == 273
    signed, supplied, *_ = found["cadence"]
    assert (signed["reached"], signed["days_per_project"]) == (71, 273 / 71)
    assert (supplied["reached"], supplied["days_per_project"]) == (33, 273 / 33)
    assert found["totals"]["investment"] == 30_310_000_000
    assert found["totals"]["output"] == 52_660_000_000
    assert (found["problems"]["found"], found["problems"]["closed"]) == (45, 40)
    shares = found["totals"]["shares"]
    # Over 87 % in key industries, over 90 % from the Delta, over 60 % high-tech.
    assert shares["key_industry"] == 62 / 71
    assert shares["origin"]["Pearl River Delta"] == 64 / 71
    assert shares["high_tech"] == 43 / 71


# --- the day and the window ----------------------------------------------------------------------


def asked(run: Run, *options: str) -> tuple[str, str]:
    """Give the day of a report and its window as far as it has come."""
    found = json.loads(run("report", *options, "--format", "json").out)
    return found["as_of"], f"{found['period']['from']}/{found['period']['to']}"


def test_the_day_is_asked_for_else_the_end_of_the_period_else_the_ledgers_else_today(
    ledger: Path, run: Run
) -> None:
    assert asked(run) == ("2024-03-03", "2023-03-04/2024-03-03")
    (ledger / "zqtrack.toml").write_text("as-of = 2024-02-01\n")
    assert asked(run) == ("2024-02-01", "2023-02-02/2024-02-01")
    assert asked(run, "--period", "2024") == ("2024-02-01", "2024-01-01/2024-02-01")
    assert asked(run, "--period", "2023") == ("2023-12-31", "2023-01-01/2023-12-31")
    assert asked(run, "--period", "2023", "--as-of", "2023-06-30") == (
        "2023-06-30",
        "2023-01-01/2023-06-30",
    )


def test_a_day_after_that_of_the_ledger_is_a_caution(ledger: Path, run: Run) -> None:
    (ledger / "zqtrack.toml").write_text('name = "Office"\nas-of = 2024-02-01\n')
    assert run("report", "--as-of", "2024-03-01").out.splitlines()[:3] == [
        "Office",
        "as of 2024-03-01 · window 2023-03-02/2024-03-01 (366 days) · all projects · 0 files",
        "The ledger is kept to 2024-02-01; what came later may be missing.",
    ]


@pytest.mark.usefixtures("ledger")
def test_a_window_not_begun_is_a_wrong_request(run: Run) -> None:
    ran = run("report", "--period", "2024-04")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "error: the period 2024-04 begins after 2024-03-03, the day of the report\n"
        "hint: name an earlier --period or a later --as-of\n"
    )


@pytest.mark.usefixtures("three")
def test_a_date_that_only_overlaps_the_window_is_counted_apart(run: Run) -> None:
    # `gone` was signed some day of 2023, seen from March 2024: perhaps by the end of June.
    first_half = run("report", "--period", "2023-H1", "--only", "cadence")
    assert first_half.out.splitlines()[3] == "No project signed for certain, 1 perhaps."
    assert first_half.out.splitlines()[7].split() == [
        *("signed", "·", "1", "–", "······", "·", "–"),
    ]
    whole = run("report", "--period", "2023", "--only", "cadence")
    assert whole.out.splitlines()[3] == "1 project signed in 365 days."


# --- lead times ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("three")
def test_another_pair_of_stages_is_added(run: Run) -> None:
    options = ("--only", "lead-times", "--lead-time", "contacted..completed")
    assert run("report", *options).out.splitlines()[-2] == (
        "  contacted → completed       ·     ·          ·"
    )
    found = json.loads(run("report", *options, "--format", "json").out)["lead_times"]
    assert len(found) == 8
    assert (found[-1]["from"], found[-1]["to"]) == ("contacted", "completed")
    twice = json.loads(
        run("report", *options, "--lead-time", "signed..producing", "--format", "json").out
    )
    assert len(twice["lead_times"]) == 8


@pytest.mark.parametrize(
    ("pair", "message", "hint"),
    [
        ("signed", "`signed` is no pair of stages", "write it like signed..started"),
        (
            "signed..begun",
            "in --lead-time `signed..begun`: `begun` is not a stage",
            "write one of contacted, signed, land-supplied, started, completed, producing",
        ),
        (
            "started..signed",
            "in --lead-time `started..signed` the second stage is not later",
            (
                "the stages are, in order: "
                "contacted, signed, land-supplied, started, completed, producing"
            ),
        ),
        (
            "signed..signed",
            "in --lead-time `signed..signed` the second stage is not later",
            (
                "the stages are, in order: "
                "contacted, signed, land-supplied, started, completed, producing"
            ),
        ),
    ],
)
@pytest.mark.usefixtures("ledger")
def test_a_pair_that_is_none_is_a_wrong_request(
    run: Run, pair: str, message: str, hint: str
) -> None:
    ran = run("report", "--lead-time", pair)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"error: {message}\nhint: {hint}\n"


# --- one section, and none -----------------------------------------------------------------------


@pytest.mark.parametrize("section", ["pipeline", "cadence", "lead-times", "problems", "totals"])
@pytest.mark.usefixtures("three")
def test_one_section_stands_alone_in_every_format(run: Run, section: str) -> None:
    lines = run("report", "--only", section).out.splitlines()
    assert lines.count("") == 2
    assert lines[5].startswith(f"{section.replace('-', ' ').capitalize()} ")
    key = section.replace("-", "_")
    found = json.loads(run("report", "--only", section, "--format", "json").out)
    assert list(found) == ["ledger", "as_of", "filter", "period", "files", key]
    markdown = run("report", "--only", section, "--format", "markdown").out
    assert markdown.count("\n## ") == 1
    rows = list(csv.reader(run("report", "--only", section, "--format", "csv").out.splitlines()))
    assert {name.split(".")[0].split("[")[0] for name, _ in rows[1:]} == {*found}


@pytest.mark.usefixtures("ledger")
def test_a_section_that_is_none_is_a_wrong_request(run: Run) -> None:
    ran = run("report", "--only", "totls")
    assert (ran.code, ran.out) == (2, "")
    assert "'totls' is not one of 'pipeline', 'cadence'" in ran.err


def test_an_empty_ledger_says_how_to_begin(ledger: Path, run: Run) -> None:
    ran = run("report")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        ledger.name,
        "as of 2024-03-03 · window 2023-03-04/2024-03-03 (366 days) · all projects · 0 files",
        "",
        'No project yet; begin one with: zqtrack new "NAME"',
    ]
    found = json.loads(run("report", "--format", "json").out)
    assert all(place["projects"] == 0 for place in found["pipeline"])
    assert all(one["days_per_project"] is None for one in found["cadence"])


@pytest.mark.usefixtures("three")
def test_a_filter_that_selects_nothing_says_so(run: Run) -> None:
    ran = run("report", "stage=producing")
    assert ran.code == 0
    assert ran.out.splitlines()[3:] == ["No project answers to stage=producing."]


@pytest.mark.usefixtures("three")
def test_a_filter_that_cannot_be_read_is_a_wrong_request(run: Run) -> None:
    ran = run("report", "stge=signed")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "error: in the filter `stge=signed`: `stge` is not a field\nhint: did you mean `stage`?\n"
    )


# --- targets -------------------------------------------------------------------------------------


def test_a_target_counts_the_projects_of_its_filter(three: Path, run: Run) -> None:
    (three / "zqtrack.toml").write_text(
        '[targets.2024]\nfilter = "district=Sihui"\nsigned = 4\ninvestment = "8bn"\n'
        "[targets.2022]\nsigned = 1\n"
    )
    found = json.loads(run("report", "--only", "targets", "--format", "json").out)["targets"]
    assert [(one["year"], one["measure"], one["filter"]) for one in found] == [
        (2024, "signed", "district=Sihui"),
        (2024, "investment", "district=Sihui"),
    ]
    # 3 March is day 63 of 366.
    assert (found[0]["actual"], found[0]["target"]) == (1, 4)
    assert (found[0]["pace"], found[0]["share"]) == (4 * 63 / 366, 0.25)
    assert (found[1]["actual"], found[1]["share"]) == (1_100_000_000, 1.1 / 8)


# --- files left out ------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", ["table", "json", "csv", "markdown"])
def test_files_left_out_are_told_and_end_it_with_1(add: Add, run: Run, format_: str) -> None:
    add("good", 'name = "Good"\n[actual]\nsigned = 2024-01-10\n')
    add("bad", 'name = "Bad\n')
    ran = run("report", "--period", "2024", "--format", format_)
    assert ran.code == 1
    assert ran.err == "1 of 2 files left out, see zqtrack validate\n"
    told = {
        "table": "all projects · 2 files, 1 left out\n\n1 project signed in 63 days.",
        "json": '"files": {\n    "read": 2,\n    "left_out": 1\n  }',
        "csv": "files.read,2\r\nfiles.left_out,1\r\n",
        "markdown": "all projects · 2 files, 1 left out\n\n1 project signed in 63 days.",
    }
    assert told[format_] in ran.out


def test_a_ledger_of_bad_files_alone_says_so(add: Add, run: Run) -> None:
    add("bad", "")
    ran = run("report")
    assert ran.code == 1
    assert ran.out.splitlines()[-1] == "No project could be read."


# --- a withdrawn project, and one whose dates say little -----------------------------------------


def test_what_has_left_is_counted_as_that_and_in_no_total(add: Add, run: Run) -> None:
    add("stays", 'name = "Stays"\ninvestment = 100\n[actual]\nsigned = 2024-01-01\n')
    add(
        "gone",
        'name = "Gone"\ninvestment = 900\n[actual]\nsigned = 2024-01-01\n'
        "[withdrawn]\non = 2024-01-11\n",
    )
    found = json.loads(run("report", "--format", "json").out)
    assert found["pipeline"][-1] == {"stage": "withdrawn", "projects": 1, "investment": 900}
    assert (found["totals"]["projects"], found["totals"]["investment"]) == (1, 100)
    (signed,) = [one for one in found["lead_times"] if one["to"] == "land-supplied"]
    assert (signed["reached"], signed["open"], signed["withdrawn"]) == (0, 1, 1)
    # Both were signed in the window, whatever became of them.
    assert found["cadence"][0]["reached"] == 2


def test_a_project_whose_dates_say_little_is_left_out_with_the_reason(add: Add, run: Run) -> None:
    dates = {
        "leased": 'signed = 2024-01-01\nland-supplied = "n/a"\n',
        "undated": 'signed = "unknown"\nland-supplied = 2024-01-01\n',
        "turned": "signed = 2024-02-01\nland-supplied = 2024-01-01\n",
    }
    for id_, text in dates.items():
        add(id_, f'name = "{id_}"\n[actual]\n{text}')
    options = ("report", "--only", "lead-times")
    (signed,) = [
        one
        for one in json.loads(run(*options, "--format", "json").out)["lead_times"]
        if one["to"] == "land-supplied"
    ]
    assert signed["left_out"] == {"not_applicable": 1, "unknown_date": 1, "reversed": 1}
    assert signed["p50"] is None
    assert run(*options).out.splitlines()[7] == (
        "  signed → land-supplied      ·     ·         3  1 n/a, 1 undated, 1 reversed"
    )


# --- on a screen ---------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [80, 100, 120, 200])
@pytest.mark.parametrize("folder", [EXAMPLE, REPOSITORY])
def test_the_shipped_ledgers_fit_on_a_screen(
    run: Run, monkeypatch: pytest.MonkeyPatch, folder: Path, columns: int
) -> None:
    monkeypatch.setattr("zqtrack.output.terminal.screen_width", lambda _: columns)
    lines = run("-C", folder, "report").out.splitlines()
    assert max(map(len, lines)) <= columns
    assert len(lines) <= 50


def test_verbose_shows_the_limits_of_what_is_estimated(run: Run) -> None:
    example = ["-C", REPOSITORY / "examples" / "agglomeration-zone-2023", "report"]
    plain, verbose = run(*example), run(*example, "--verbose")
    heading = "Lead times: the 95 % limits of what is estimated"
    assert heading not in plain.out
    limits = verbose.out.split(f"{heading}\n")[1].split("\n\n")[0].splitlines()
    assert limits[0].split() == [
        "from",
        "→",
        "to",
        "half",
        "in",
        "85",
        "%",
        "in",
        "≤",
        "90",
        "≤",
        "180",
        "≤",
        "365",
        "≤",
        "730",
    ]
    assert limits[2].split()[:9] == [
        "signed",
        "→",
        "land-supplied",
        "86",
        "–",
        "133",
        "152",
        "–",
        "186",
    ]
    only = run(*example, "-v", "--only", "lead-times").out
    assert heading in only
    assert heading not in run(*example, "-v", "--only", "watch").out
