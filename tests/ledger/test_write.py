"""A change is made from what a file holds now, keeps its bytes, and is checked."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zqtrack.core.period import Period, parse_period
from zqtrack.core.project import Mark, Moment, Note, Problem, Project, Replanned, Stage, Withdrawal
from zqtrack.core.reading import read_project
from zqtrack.core.record import replace
from zqtrack.errors import EditRefused, ZqtrackError
from zqtrack.ledger.disk import Outcome
from zqtrack.ledger.edit import AppendTable, Edit, RemoveKey, SetKey, apply
from zqtrack.ledger.write import (
    carry_out,
    edits_between,
    prepare,
    prepare_columns,
    prepare_new,
)

Add = Callable[[str, str], Path]

TODAY = date(2024, 3, 3)
DAY = parse_period("2024-03-03")
BY_HAND = (
    "# By hand.\n"
    'investment = "11亿"   # as signed\n'
    'name="GCL"\n'
    "\n"
    "[actual]   # dates\n"
    'signed   = "2023-04"\n'
    "\n"
    "[[problems]]\n"
    'title = "Road"\n'
    'raised = "2023-05"\n'
)


def project(text: str = BY_HAND, **changed: Any) -> Project:
    from zqtrack.ledger.syntax import parse

    read, flaws = read_project("gcl", parse(text.encode()))
    assert flaws == ()
    assert read
    return replace(read, **changed)


def edits(**changed: Any) -> list[Edit]:
    return list(edits_between(project(), project(**changed)))


def reaching(**moments: Moment) -> Callable[[Project], tuple[Project, str]]:
    """Give a decision that adds dates to ``[actual]``."""
    added = {Stage[name.upper()]: moment for name, moment in moments.items()}
    return lambda before: (replace(before, actual={**before.actual, **added}), "advanced")


# --- edits --------------------------------------------------------------------------------------


def test_where_nothing_changes_nothing_is_edited() -> None:
    assert edits() == []


def test_a_key_follows_those_declared_before_it() -> None:
    # The amount in the file, "11亿", stays as it is.
    assert edits(lead="Li", land_mu=80.0, lists=("a", "b")) == [
        SetKey(("land-mu",), 80, after=("name", "investment")),
        SetKey(("lead",), "Li", after=("name", "investment", "land-mu")),
        SetKey(("lists",), ["a", "b"], after=("name", "investment", "land-mu", "lead")),
    ]


def test_a_key_without_a_value_goes() -> None:
    assert edits(investment=None, actual={}) == [
        RemoveKey(("investment",)),
        RemoveKey(("actual", "signed")),
    ]


def test_a_stage_follows_the_stages_before_it() -> None:
    signed: Moment = parse_period("2023-04")
    dates = {Stage.STARTED: DAY, Stage.LAND_SUPPLIED: Mark.UNKNOWN, Stage.SIGNED: signed}
    assert edits(actual=dates) == [
        SetKey(("actual", "land-supplied"), "unknown", after=("signed",)),
        SetKey(("actual", "started"), date(2024, 3, 3), after=("signed", "land-supplied")),
    ]


def test_a_list_of_tables_is_added_to_and_changed_in_place() -> None:
    road = replace(project().problems[0], closed=DAY)
    water = Problem(title="Water", raised=DAY, owner="Water office")
    again = Replanned(stage=Stage.STARTED, to=parse_period("2024-H2"), on=DAY)
    assert edits(problems=(road, water), replanned=(again,)) == [
        AppendTable(("replanned",), {"stage": "started", "to": "2024-H2", "on": date(2024, 3, 3)}),
        SetKey(("problems", 0, "closed"), date(2024, 3, 3), after=("title", "raised")),
        AppendTable(
            ("problems",),
            {"title": "Water", "raised": date(2024, 3, 3), "owner": "Water office"},
        ),
    ]


def test_a_new_table_is_set_key_by_key() -> None:
    assert edits(withdrawn=Withdrawal(on=DAY, reason="moved")) == [
        SetKey(("withdrawn", "on"), date(2024, 3, 3), after=()),
        SetKey(("withdrawn", "reason"), "moved", after=("on",)),
    ]


def test_the_edits_turn_one_file_into_another() -> None:
    after = project(
        lead="Li",
        actual={Stage.SIGNED: DAY, Stage.STARTED: Mark.UNKNOWN},
        planned={Stage.COMPLETED: parse_period("2025")},
        notes=(Note(on=DAY, text="Visited."),),
        withdrawn=Withdrawal(on=DAY),
    )
    text = apply(BY_HAND.encode(), tuple(edits_between(project(), after))).decode()
    assert project(text) == after


# --- changes ------------------------------------------------------------------------------------


def test_a_change_holds_both_texts_and_writes_nothing(add: Add) -> None:
    path = add("gcl", BY_HAND)
    change = prepare(path, reaching(land_supplied=DAY), TODAY)
    assert change.old == path.read_bytes() == BY_HAND.encode()
    assert change.new.decode() == BY_HAND.replace(
        'signed   = "2023-04"\n', 'signed   = "2023-04"\nland-supplied = 2024-03-03\n'
    )
    assert (change.path, change.sentence, change.warnings) == (path, "advanced", ())


def test_a_file_that_cannot_be_used_is_not_changed(add: Add) -> None:
    path = add("gcl", "name = 1\n")
    with pytest.raises(ZqtrackError, match="cannot be used: a text belongs here"):
        prepare(path, reaching(signed=DAY), TODAY)


def test_a_change_that_brings_an_error_is_refused(add: Add) -> None:
    path = add("gcl", BY_HAND)
    early: Period = parse_period("2023-03")
    with pytest.raises(ZqtrackError) as refused:
        prepare(path, reaching(land_supplied=early), TODAY)
    assert refused.value.message == (
        "`gcl`: land-supplied (2023-03) comes before signed (2023-04)"
    )
    assert refused.value.hint == 'correct one of the two, or write land-supplied = "unknown"'


def test_an_error_that_was_there_before_does_not_stand_in_the_way(add: Add) -> None:
    path = add("gcl", 'name = "GCL"\n[actual]\nstarted = 2023-04-01\nsigned = "2023-06"\n')
    assert prepare(path, reaching(completed=DAY), TODAY).warnings == ()


def test_a_change_that_brings_a_warning_tells_it(add: Add) -> None:
    def decide(before: Project) -> tuple[Project, str]:
        return replace(before, problems=(Problem(title="Grid", raised=DAY),)), "added"

    change = prepare(add("gcl", 'name = "GCL"\n'), decide, TODAY)
    assert [flaw.message for flaw in change.warnings] == [
        "the open problem `Grid` has no owner and no due"
    ]


def test_a_refused_edit_names_the_file_and_the_lines_to_type(add: Add) -> None:
    path = add("gcl", 'name = "GCL"\nnotes = [ # none\n]\n')

    def decide(before: Project) -> tuple[Project, str]:
        return replace(before, notes=(Note(on=DAY, text="Visited."),)), "noted"

    with pytest.raises(EditRefused) as refused:
        prepare(path, decide, TODAY)
    assert refused.value.message.startswith(f"{path}: `notes` ")
    assert "Visited." in refused.value.lines


def test_a_change_that_would_read_back_differently_is_refused(
    add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = add("gcl", BY_HAND)
    monkeypatch.setattr("zqtrack.ledger.edit.apply", lambda source, _: source)
    with pytest.raises(EditRefused, match="would not read back as it was meant"):
        prepare(path, reaching(land_supplied=DAY), TODAY)


def test_a_change_is_written_to_the_file_it_was_made_from(ledger: Path, add: Add) -> None:
    path = add("gcl", BY_HAND)
    change = prepare(path, reaching(land_supplied=DAY), TODAY)
    assert carry_out(ledger, change) is Outcome.CHANGED
    assert path.read_bytes() == change.new


def test_a_file_that_changed_meanwhile_is_left_alone(ledger: Path, add: Add) -> None:
    path = add("gcl", BY_HAND)
    change = prepare(path, reaching(land_supplied=DAY), TODAY)
    path.write_text('name = "another"\n', encoding="utf-8")
    with pytest.raises(EditRefused, match="changed on disk meanwhile"):
        carry_out(ledger, change)
    assert path.read_text(encoding="utf-8") == 'name = "another"\n'


# --- new files ----------------------------------------------------------------------------------


def test_a_new_file_is_made_and_written_once(ledger: Path) -> None:
    new = Project(id="gcl", name="GCL")
    change = prepare_new(ledger, new, "../project.schema.json", TODAY)
    assert not change.path.exists()
    assert carry_out(ledger, change) is Outcome.CHANGED
    assert (ledger / "projects" / "gcl.toml").read_text(encoding="utf-8") == (
        '#:schema ../project.schema.json\nname = "GCL"\n'
    )
    with pytest.raises(EditRefused, match="exists already"):
        carry_out(ledger, change)


def test_a_new_project_with_an_error_is_refused(ledger: Path) -> None:
    new = Project(id="gcl", name="GCL", actual={Stage.SIGNED: parse_period("2025")})
    with pytest.raises(ZqtrackError, match="has not come yet"):
        prepare_new(ledger, new, None, TODAY)


# --- what is taken with its errors ---------------------------------------------------------------


def test_an_error_may_be_taken_as_one_more_warning(ledger: Path, add: Add) -> None:
    path = add("gcl", BY_HAND)
    early: Period = parse_period("2023-03")
    change = prepare(path, reaching(land_supplied=early), TODAY, take_errors=True)
    assert [flaw.message for flaw in change.warnings] == [
        "land-supplied (2023-03) comes before signed (2023-04)"
    ]
    new = Project(id="new", name="New", actual={Stage.SIGNED: parse_period("2025")})
    change = prepare_new(ledger, new, None, TODAY, take_errors=True)
    assert [flaw.code for flaw in change.warnings] == ["ZQ202"]


# --- settings -----------------------------------------------------------------------------------


def test_columns_are_kept_in_the_settings_and_no_other_byte_changes(ledger: Path) -> None:
    path = ledger / "zqtrack.toml"
    path.write_bytes(b'name = "L"   # ours\r\n[import]\r\na   = "tax"\r\n')
    change = prepare_columns(ledger, {"a": "tax", '总 "盘"子': "investment"})
    assert change
    assert carry_out(ledger, change) is Outcome.CHANGED
    assert path.read_bytes().decode() == (
        'name = "L"   # ours\r\n[import]\r\na   = "tax"\r\n"总 \\"盘\\"子" = "investment"\r\n'
    )
    assert change.sentence == f"changed {path}"


def test_columns_that_are_kept_already_change_nothing(ledger: Path) -> None:
    (ledger / "zqtrack.toml").write_text('[import]\na = "tax"\n', encoding="utf-8")
    assert prepare_columns(ledger, {"a": "tax"}) is None
    assert prepare_columns(ledger, {}) is None


def test_columns_make_settings_where_there_are_none(ledger: Path) -> None:
    assert prepare_columns(ledger, {}) is None
    change = prepare_columns(ledger, {"a": "tax", "b": "ignore"})
    assert change
    assert carry_out(ledger, change) is Outcome.CHANGED
    assert (ledger / "zqtrack.toml").read_bytes() == b'[import]\na = "tax"\nb = "ignore"\n'


def test_settings_that_cannot_be_edited_are_left_alone(ledger: Path) -> None:
    (ledger / "zqtrack.toml").write_text("import = 1\n", encoding="utf-8")
    with pytest.raises(EditRefused, match=r"zqtrack\.toml: `import\.a` cannot be set"):
        prepare_columns(ledger, {"a": "tax"})
