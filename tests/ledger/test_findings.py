"""Every problem of every file is found in one run, each at the place where it stands."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from zqtrack.core.findings import Checked, Marked, Severity
from zqtrack.ledger.findings import check_files, check_ledger
from zqtrack.ledger.store import read_file

TODAY = date(2024, 3, 3)
Add = Callable[[str, str], Path]


def found(checked: Checked) -> list[tuple[str, int, int, str]]:
    findings = [marked.finding for marked in checked.found]
    return [(Path(f.path).name, f.line, f.column, f.code) for f in findings]


def only(checked: Checked) -> Marked:
    (marked,) = checked.found
    return marked


def piece(marked: Marked) -> str:
    return marked.text[marked.at : marked.at + marked.length]


# The ledger


def test_a_clean_ledger_has_no_finding(ledger: Path, add: Add) -> None:
    add("a", 'name = "A"\n')
    add("b", 'name = "B"\n')
    assert check_ledger(ledger, TODAY) == Checked(2, settings=False, found=())
    (ledger / "zqtrack.toml").write_text('name = "L"\n', encoding="utf-8")
    assert check_ledger(ledger, TODAY) == Checked(2, settings=True, found=())


def test_all_problems_of_all_files_come_in_one_run(ledger: Path, add: Add) -> None:
    (ledger / "zqtrack.toml").write_text('asof = 1\nname = ""\n', encoding="utf-8")
    add("c", 'name = "C"\nnmae = "X"\nkind = "old"\n')
    add("a", "name = \n")
    add("b", 'name = "B"\n[actual]\nstarted = 2023-01-02\nsigned = 2023-02-01\n')
    assert found(check_ledger(ledger, TODAY)) == [
        ("a.toml", 1, 8, "ZQ005"),
        ("b.toml", 3, 11, "ZQ201"),
        ("b.toml", 3, 11, "ZQ203"),
        ("c.toml", 2, 1, "ZQ101"),
        ("c.toml", 3, 8, "ZQ106"),
        ("zqtrack.toml", 1, 1, "ZQ101"),
        ("zqtrack.toml", 2, 8, "ZQ106"),
    ]


def test_settings_that_are_no_toml_do_not_stop_the_rest(ledger: Path, add: Add) -> None:
    (ledger / "zqtrack.toml").mkdir()
    add("a", "")
    checked = check_ledger(ledger, TODAY)
    assert (checked.projects, checked.settings) == (1, True)
    assert found(checked) == [("a.toml", 1, 1, "ZQ003"), ("zqtrack.toml", 1, 1, "ZQ001")]


def test_two_files_of_one_project_are_found_in_a_ledger(ledger: Path, add: Add) -> None:
    add("a", '# 甲\nname = "A"\ncompany = "C"\n')
    add("b", 'company = "c"\n"name" = "a"  # 乙\n')
    add("c", 'name = "A"\n')
    marked = only(check_ledger(ledger, TODAY))
    assert found(check_ledger(ledger, TODAY)) == [("b.toml", 2, 10, "ZQ301")]
    assert marked.finding.message == "`b` has the same name and company as `a`"
    assert (marked.finding.severity, piece(marked)) == (Severity.WARNING, '"a"')


def test_two_single_files_of_one_project_may_be_of_two_ledgers(ledger: Path, add: Add) -> None:
    paths = [str(add(id_, 'name = "A"\n')) for id_ in ("a", "b")]
    assert ledger.is_dir()
    assert check_files(paths, TODAY) == Checked(2, settings=False, found=())


def test_what_lies_after_today_has_not_happened(ledger: Path, add: Add) -> None:
    add("a", 'name = "A"\n[actual]\nsigned = 2024-03-04\n')
    assert found(check_ledger(ledger, date(2024, 3, 3))) == [("a.toml", 3, 10, "ZQ202")]
    assert found(check_ledger(ledger, date(2024, 3, 4))) == []


def test_of_a_file_full_of_flaws_a_hundred_are_told_and_that_there_are_more(add: Add) -> None:
    unknown = "".join(f"key{n} = 1\n" for n in range(20_000))
    told = found(check_files([str(add("a", f'name = "A"\n{unknown}'))], TODAY))
    assert told[:-1] == [("a.toml", 2 + n, 1, "ZQ101") for n in range(100)]
    assert told[-1] == ("a.toml", 102, 10, "ZQ107")


def test_that_there_is_more_comes_last_wherever_the_reading_ended(ledger: Path, add: Add) -> None:
    add("a", "notes = [{x = 1}]\n" + "".join(f"key{n} = 1\n" for n in range(98)) + "z = 1\n")
    settings = "".join(f"key{n} = 1\n" for n in range(200))
    (ledger / "zqtrack.toml").write_text(settings, encoding="utf-8")
    told = found(check_ledger(ledger, TODAY))
    # 99 unknown keys, the missing name; with the first flaw of the note it is enough
    assert told[0] == ("a.toml", 1, 1, "ZQ102")
    assert told[100] == ("a.toml", 1, 15, "ZQ107")
    assert told[-1] == ("zqtrack.toml", 101, 10, "ZQ107")
    assert len(told) == 202


def test_of_each_check_a_hundred_findings_are_told_and_how_many_more_there_are(add: Add) -> None:
    # No number of warnings hides an error, which stands far below them.
    owned = '[[problems]]\ntitle = "A"\nraised = 2023-02-01\n'
    closed = f'{owned}closed = 2023-01-01\nowner = "B"\n'
    checked = check_files([str(add("a", f'name = "A"\n{owned * 5_000}{closed}'))], TODAY)
    warnings = [each for each in checked.found if each.finding.severity is Severity.WARNING]
    assert [each.finding.line for each in warnings] == [3 + 3 * n for n in range(101)]
    assert {each.finding.code for each in warnings} == {"ZQ223"}
    assert warnings[-1].finding.message == "there are 4,900 more like those above"
    assert [each.finding.code for each in checked.found[101:]] == ["ZQ221"]


# Single files


def test_single_files_may_lie_anywhere(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("name = 1\n", encoding="utf-8")
    (tmp_path / "zqtrack.toml").write_text("name = 1\n", encoding="utf-8")
    (tmp_path / "A b.toml").write_text("name = 1\n", encoding="utf-8")
    paths = [str(tmp_path / name) for name in ("zqtrack.toml", "a.toml", "A b.toml", "a.toml")]
    checked = check_files(paths, TODAY)
    assert (checked.projects, checked.settings) == (2, True)
    assert found(checked) == [
        ("A b.toml", 1, 1, "ZQ006"),
        ("a.toml", 1, 8, "ZQ106"),
        ("zqtrack.toml", 1, 8, "ZQ106"),
    ]


def test_a_file_without_a_flaw_needs_no_places(
    ledger: Path, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = add("a", 'name = "A"\n')
    add("b", "name")
    for module in ("zqtrack.ledger.locate", "tree_sitter"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    check_files([str(path)], TODAY)
    check_ledger(ledger, TODAY)
    assert "tree_sitter" not in sys.modules


# Places


@pytest.mark.parametrize(
    ("text", "line", "wrong"),
    [
        # an unknown key is wrong as a key, everything else as a value
        ('name = "A"\ncompny = "中"\n', 2, "compny"),
        ('name = "A"\n"com pny" = "中"\n', 2, '"com pny"'),
        ('name = "A"\n[actual]\nsinged = "2023"\n', 3, "singed"),
        ('name = "A"\n[actual]\nsigned = "2023-13"\n', 3, '"2023-13"'),
        ('name = "A"\nactual = { signed = 2023 }\n', 2, "2023"),
        ('name = "A"\nactual.signed = 2023\n', 2, "2023"),
        ('name = "A"\n[[notes]]\non = 2023-01-01\ntext = ""\n', 4, '""'),
        # a table is its header, also when something is missing in it
        ('name = "A"\n[[problems]]\ntitle = "B"\n', 2, "[[problems]]"),
        ('name = "A"\nproblems = [{ title = "B" }]\n', 2, '{ title = "B" }'),
        ('name = "A"\n[[actual]]\nsigned = "2023"\n', 2, "[[actual]]"),
        ('name = "A"\n[notes]\n', 2, "[notes]"),
        # a value over several lines: its first
        ('name = "A"\nkind = """\nnew\r\n"""\n', 2, '"""'),
        ('name = "A"\r\nkind = """\r\nold"""\r\n', 2, '"""'),
        ('name = "A"\nkind = [\n"new"]\n', 2, "["),
    ],
)
def test_a_finding_stands_at_the_key_or_value_that_is_wrong(
    add: Add, text: str, line: int, wrong: str
) -> None:
    marked = only(check_files([str(add("a", text))], TODAY))
    assert marked.finding.line == line
    assert piece(marked) == wrong
    assert marked.text == text.replace("\r", "").split("\n")[line - 1]
    assert marked.finding.column == marked.text.index(wrong) + 1


def test_a_key_that_is_missing_in_the_file_has_no_place_in_it(add: Add) -> None:
    marked = only(check_files([str(add("a", '\ufeff# first\ncompany = "C"\n'))], TODAY))
    assert (marked.finding.line, marked.finding.column, marked.length) == (1, 1, 0)


def test_an_error_of_the_text_has_its_line(add: Add) -> None:
    marked = only(check_files([str(add("a", '\ufeffname = "中" 文\r\n'))], TODAY))
    assert (marked.text, marked.at, marked.length) == ('name = "中" 文', 11, 1)


def test_a_line_that_is_no_utf8_is_shown_as_far_as_it_can(add: Add) -> None:
    path = add("a", "")
    path.write_bytes(b'name = "\xd6\xd0"\n')
    marked = only(check_files([str(path)], TODAY))
    assert (marked.text, marked.at, marked.length) == ('name = "\ufffd\ufffd"', 8, 1)


def test_of_a_long_line_only_what_stands_around_the_place_is_kept(add: Add) -> None:
    before, after = "a" * 5000, "b" * 5000
    marked = only(check_files([str(add("x", f"name = '{before}' 1 # {after}\n"))], TODAY))
    assert marked.finding.column == 5011
    # 120 characters on either side, and the mark of a cut
    assert marked.text == f"…{'a' * 118}' 1 # {'b' * 117}…"
    assert (marked.at, piece(marked)) == (121, "1")


def test_of_a_long_piece_only_the_beginning_is_marked(add: Add) -> None:
    marked = only(check_files([str(add("x", f"name = 'A'\n{'k' * 5000} = 1\n"))], TODAY))
    assert (marked.text, marked.at, marked.length) == (f"{'k' * 240}…", 0, 120)


def test_a_file_that_is_gone_in_the_meantime_is_no_end(
    ledger: Path, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("a", 'name = "A"\n')
    add("b", 'name = "A"\n')

    def gone(path: str) -> object:
        Path(path).unlink()
        return read_file(path)

    monkeypatch.setattr("zqtrack.ledger.findings.read_file", gone)
    marked = only(check_ledger(ledger, TODAY))
    assert (marked.finding.line, marked.finding.column, marked.length) == (1, 1, 0)
