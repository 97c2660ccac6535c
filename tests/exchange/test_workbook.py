"""Projects as a workbook, read back by another library and as the XML that it is."""

import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from zqtrack.core.period import parse_period
from zqtrack.core.project import Kind, Mark, Problem, Project, Replanned, Stage
from zqtrack.errors import ZqtrackError
from zqtrack.exchange import data_sheet
from zqtrack.exchange.cells import value_of
from zqtrack.exchange.data_sheet import FIRST
from zqtrack.exchange.headings import HEADINGS, PROJECTS, SHEETS, Sheet
from zqtrack.exchange.rows import rows_of
from zqtrack.exchange.workbook import workbook_bytes

# To look for a smaller failing workbook takes minutes and tells little more.
NO_LONG_SEARCH = (Phase.explicit, Phase.reuse, Phase.generate)
Laid = Callable[..., Any]
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def book_of(content: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(BytesIO(content))


def rows_in(content: bytes, sheet: Sheet) -> tuple[list[Any], list[list[Any]]]:
    """Give the headings and the rows of a sheet of data."""
    rows = book_of(content).get_sheet_by_name(sheet.title).to_python(skip_empty_area=False)
    top = FIRST if sheet is PROJECTS else 1
    return rows[top - 1], rows[top:]


def parts_of(content: bytes) -> dict[str, ET.Element]:
    """Give every XML file of a workbook, which proves that each is well-formed."""
    with zipfile.ZipFile(BytesIO(content)) as packed:
        return {name: ET.fromstring(packed.read(name)) for name in packed.namelist()}  # noqa: S314 - our own file


def formulas_in(content: bytes) -> dict[str, list[tuple[str, float]]]:
    """Give the formulas of each sheet with their values."""
    return {
        name: [
            (cell.findtext(f"{MAIN}f", ""), float(cell.findtext(f"{MAIN}v", "")))
            for cell in root.iter(f"{MAIN}c")
            if cell.find(f"{MAIN}f") is not None
        ]
        for name, root in parts_of(content).items()
        if name.startswith("xl/worksheets/sheet")
    }


PLANT = Project(
    id="plant",
    name="Plant",
    company="=cmd()",
    kind=Kind.NEW,
    investment=1_100_000_000,
    land_mu=120.5,
    high_tech=True,
    lists=("a", "b; c"),
    actual={
        Stage.SIGNED: parse_period("2023-04"),
        Stage.LAND_SUPPLIED: Mark.UNKNOWN,
        Stage.STARTED: parse_period("2023-09-28"),
    },
    planned={
        Stage.STARTED: parse_period("2023-06"),
        Stage.COMPLETED: parse_period("2023-12"),
        Stage.PRODUCING: parse_period("2024-12-31"),
    },
    replanned=(
        Replanned(
            stage=Stage.COMPLETED, to=parse_period("2024-06"), on=parse_period("2024-01-09")
        ),
    ),
    problems=(
        Problem(title="Road", raised=parse_period("2023-05-01"), due=parse_period("2023-06-01")),
        Problem(title="Gate", raised=parse_period("2023-05-01"), closed=parse_period("2023-06")),
    ),
)
OTHERS = (
    Project(id="other", name="Other", investment=500_000_000),
    Project(id="third", name="Third", investment=3, actual={Stage.SIGNED: Mark.UNKNOWN}),
    Project(id="silent", name="Silent", actual={Stage.SIGNED: parse_period("2023")}),
)


def test_a_workbook_has_a_report_and_a_sheet_for_each_kind_of_data(laid_out: Laid) -> None:
    content = workbook_bytes(*laid_out([PLANT, *OTHERS]))
    assert book_of(content).sheet_names == [
        *("Report", "Projects", "Problems", "New promises", "Notes")
    ]


def test_days_are_dates_amounts_are_numbers_and_the_rest_is_text(laid_out: Laid) -> None:
    head, rows = rows_in(workbook_bytes(*laid_out([PLANT])), PROJECTS)
    cells = dict(zip(head, rows[0], strict=True))
    assert {title: cell for title, cell in cells.items() if cell != ""} == {
        "ID": "plant",
        "Name": "Plant",
        "Stage": "started",
        "Since": date(2023, 9, 28),
        "Days in stage": 157,
        "Light": "red",
        "Next stage": "completed",
        "Promised for": "2024-06",
        "Days slipped": 182,
        "Open problems": 1,
        "Company": "=cmd()",
        "Kind": "new",
        "Investment (yuan)": 1_100_000_000,
        "Land (mu)": 120.5,
        "High-tech": "yes",
        "Lists": 'a; "b; c"',
        "Signed": "2023-04",
        "Land supplied": "unknown",
        "Started": date(2023, 9, 28),
        "Planned start": "2023-06",
        "Planned completion": "2023-12",
        "Planned production": date(2024, 12, 31),
    }


def test_the_band_above_the_headings_names_what_is_derived_and_from_which_day(
    laid_out: Laid,
) -> None:
    content = workbook_bytes(*laid_out([PLANT]))
    band = book_of(content).get_sheet_by_name("Projects").to_python(skip_empty_area=False)[0]
    assert [text for text in band if text] == [
        "Project",
        "How it stands on 2024-03-03: derived, not read back",
        "Company and place",
        "Money and land",
        "People and papers",
        "Reached",
        "First promised",
        "Left without producing",
    ]


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=40, phases=NO_LONG_SEARCH)
def test_every_field_of_every_sheet_comes_back(
    laid_out: Laid, ledgers: st.SearchStrategy[list[Project]], data: st.DataObject
) -> None:
    exported, report = laid_out(data.draw(ledgers))
    content = workbook_bytes(exported, report)
    parts_of(content)
    for sheet in SHEETS:
        head, rows = rows_in(content, sheet)
        told = list(rows_of(sheet, exported))
        assert len(told) == len(rows)
        for row, values in zip(rows, told, strict=True):
            for heading, value in zip(sheet.headings, values, strict=True):
                if sheet is not PROJECTS or heading in HEADINGS:
                    cell = row[head.index(heading.title)]
                    assert value_of(heading.type, cell) == value


def test_no_text_becomes_a_formula_a_link_or_a_number(
    laid_out: Laid, hostile: tuple[str, ...]
) -> None:
    projects = [
        Project(
            id=f"p{at}",
            name=text,
            lead=text,
            sources=(text,),
            problems=(Problem(title=text, raised=parse_period("2023"), owner=text),),
        )
        for at, text in enumerate(hostile)
    ]
    content = workbook_bytes(*laid_out(projects, name=hostile[0]))
    report, *others = formulas_in(content).values()
    assert all(text.startswith(("COUNT", "SUM")) for text, _ in report)
    assert others == [[], [], [], []]
    for name, root in parts_of(content).items():
        assert root.find(f"{MAIN}hyperlinks") is None, name
    _, rows = rows_in(content, PROJECTS)
    assert [row[1] for row in rows] == list(hostile)


def test_the_same_projects_give_the_same_bytes(laid_out: Laid) -> None:
    assert workbook_bytes(*laid_out([PLANT])) == workbook_bytes(*laid_out([PLANT]))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("x" * 32_768, "Name of `p` is longer than the 32,767 characters that a cell holds"),
        ("\U0001f600" * 16_384, "Name of `p` is longer than the 32,767 characters"),
        ("x\ufffe", "Name of `p` holds U+FFFE or U+FFFF, which no workbook can carry"),
    ],
)
def test_a_text_that_would_not_come_back_is_refused(
    laid_out: Laid, name: str, message: str
) -> None:
    with pytest.raises(ZqtrackError) as refused:
        workbook_bytes(*laid_out([Project(id="p", name=name)]))
    assert refused.value.message.startswith(message)
    assert refused.value.hint == "change it, or write .csv, .json or .parquet instead"


def test_the_longest_text_comes_back(laid_out: Laid) -> None:
    long = "\x00" * 32_767
    _, rows = rows_in(workbook_bytes(*laid_out([Project(id="p", name=long)])), PROJECTS)
    assert rows[0][1] == long


def test_more_rows_than_a_sheet_has_are_refused(
    laid_out: Laid, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_sheet, "_MOST_ROWS", 3)
    workbook_bytes(*laid_out([PLANT]))
    with pytest.raises(ZqtrackError) as refused:
        workbook_bytes(*laid_out([PLANT, *OTHERS]))
    assert refused.value.message == (
        "the sheet Projects would have 6 rows; a workbook has 3 at most"
    )


# --- figures ------------------------------------------------------------------------------------


def evaluate(formula: str, content: bytes) -> float:
    """Compute a formula of ours from the cells that it names."""
    total = 0.0
    for sign, name, arguments in re.findall(r"([-]?)(\w+)\(([^)]*)\)", formula):
        first, *rest = arguments.split(",")
        cells = list(_cells(first, content))
        if name == "COUNTA":
            value: float = sum(cell != "" for cell in cells)
        elif name == "SUM":
            value = sum(cell for cell in cells if isinstance(cell, float))
        elif name == "COUNTIF":
            value = cells.count(rest[0].strip('"'))
        else:
            amounts = _cells(rest[1], content)
            value = sum(
                amount
                for cell, amount in zip(cells, amounts, strict=True)
                if cell == rest[0].strip('"') and isinstance(amount, float)
            )
        total += -value if sign else value
    return total


def _cells(area: str, content: bytes) -> Iterator[Any]:
    named = re.fullmatch(r"'(.+)'!\$([A-Z]+)\$(\d+)(?::\$[A-Z]+\$(\d+))?", area)
    assert named
    sheet, column, first, last = named.groups()
    at = sum((ord(c) - 64) * 26**power for power, c in enumerate(reversed(column))) - 1
    rows = book_of(content).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    for number in range(int(first) - 1, int(last or first)):
        yield rows[number][at] if number < len(rows) else ""


@pytest.mark.parametrize("count", [0, 1, 4])
def test_every_formula_gives_the_value_that_stands_beside_it(laid_out: Laid, count: int) -> None:
    content = workbook_bytes(*laid_out([PLANT, *OTHERS][:count]))
    report = next(iter(formulas_in(content).values()))
    assert len(report) >= 10
    assert [evaluate(text, content) for text, _ in report] == [value for _, value in report]


def test_the_figures_at_the_top_are_those_of_the_report(laid_out: Laid) -> None:
    content = workbook_bytes(*laid_out([PLANT, *OTHERS], name="Our ledger"))
    rows = book_of(content).get_sheet_by_name("Report").to_python(skip_empty_area=False)
    assert rows[0][0] == "Our ledger"
    assert rows[1][0] == (
        "as of 2024-03-03 · window 2023-03-04/2024-03-03 (366 days) · all projects · 4 files read"
    )
    tiles = {rows[4][at]: rows[3][at] for at in (0, 1, 3, 5, 7, 9, 11)}
    assert tiles == {
        "Projects": 4,
        "Planned investment, yuan": 1_600_000_003,
        "Signed in the window": 1,
        "Days of the window for each": 366,
        "With a red light": 1,
        "Problems open": 1,
        "Problems overdue": 1,
    }


def test_each_amount_of_the_report_is_shown_as_on_a_screen(laid_out: Laid) -> None:
    styles = parts_of(workbook_bytes(*laid_out([PLANT, *OTHERS])))["xl/styles.xml"]
    forms = [form.get("formatCode", "") for form in styles.iter(f"{MAIN}numFmt")]
    shown = {form.partition(";")[0] for form in forms if form.startswith("[=")}
    # All, those that started, those in negotiation, and 1,100,000,003 signed on 120.5 mu.
    assert shown == {
        '[=1600000003]"1.60 bn"',
        '[=1100000000]"1.10 bn"',
        '[=500000000]"500 m"',
        '[=1100000003]"1.10 bn"',
        '[=9128630.70539419]"9.129 m"',
    }


def test_a_sum_that_a_spreadsheet_would_round_is_no_formula(laid_out: Laid) -> None:
    large = Project(id="large", name="Large", investment=10**15, tax=10**14)
    content = workbook_bytes(*laid_out([large, PLANT]))
    report = next(iter(formulas_in(content).values()))
    assert not [text for text, _ in report if text.startswith("SUM")]
    rows = book_of(content).get_sheet_by_name("Report").to_python(skip_empty_area=False)
    assert rows[3][1] == "1,000,001,100,000,000"


# --- what helps whoever fills it in -------------------------------------------------------------


def sheet_xml(content: bytes, number: int) -> ET.Element:
    return parts_of(content)[f"xl/worksheets/sheet{number}.xml"]


def test_choices_drop_down_also_below_the_data(laid_out: Laid) -> None:
    content = workbook_bytes(*laid_out([PLANT]))
    lists = {
        each.get("sqref"): each.findtext(f"{MAIN}formula1")
        for number in (2, 4)
        for each in sheet_xml(content, number).iter(f"{MAIN}dataValidation")
    }
    assert lists == {
        "Q3:Q503": '"new,expansion,upgrade"',
        "W3:W503": '"yes,no"',
        "X3:X503": '"yes,no"',
        "C2:C502": '"contacted,signed,land-supplied,started,completed,producing"',
    }


def test_the_head_stays_in_sight_and_filters(laid_out: Laid) -> None:
    content = workbook_bytes(*laid_out([PLANT]))
    pane = next(sheet_xml(content, 2).iter(f"{MAIN}pane"))
    assert (pane.get("xSplit"), pane.get("ySplit"), pane.get("state")) == ("2", "2", "frozen")
    filters = next(sheet_xml(content, 2).iter(f"{MAIN}autoFilter"))
    assert filters.get("ref") == "A2:AP3"


def test_lights_and_stages_have_colours_by_what_they_say(laid_out: Laid) -> None:
    content = workbook_bytes(*laid_out([PLANT]))
    said = {
        rule.findtext(f"{MAIN}formula")
        for rules in sheet_xml(content, 2).iter(f"{MAIN}conditionalFormatting")
        for rule in rules.iter(f"{MAIN}cfRule")
    }
    assert {'"red"', '"yellow"', '"green"', '"grey"'} <= said
    assert {'"prospect"', '"signed"', '"producing"', '"withdrawn"'} <= said
    assert {'"unknown"', '"n/a"'} <= said


def test_it_prints_on_a4_on_its_side_with_its_head_on_each_page(laid_out: Laid) -> None:
    content = workbook_bytes(*laid_out([PLANT]))
    for number in range(1, 6):
        setup = next(sheet_xml(content, number).iter(f"{MAIN}pageSetup"))
        assert (setup.get("paperSize"), setup.get("orientation")) == ("9", "landscape")
    names = {
        (name.get("name"), name.text)
        for name in parts_of(content)["xl/workbook.xml"].iter(f"{MAIN}definedName")
    }
    assert ("_xlnm.Print_Titles", "Projects!$A:$B,Projects!$1:$2") in names
    assert ("_xlnm.Print_Titles", "Problems!$1:$1") in names
    breaks = sheet_xml(content, 2).find(f"{MAIN}colBreaks")
    assert breaks is not None
