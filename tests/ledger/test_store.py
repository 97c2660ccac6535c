"""A ledger is found like git's; each of its files is read, or it is said why not."""

import os
from pathlib import Path

import pytest

from zqtrack.errors import LedgerNotFound, ZqtrackError
from zqtrack.ledger.signatures import signature_of
from zqtrack.ledger.store import (
    ReadFile,
    find_ledger,
    open_ledger,
    path_of,
    project_in,
    project_paths,
    read_all,
    read_data,
    read_file,
    read_source,
)
from zqtrack.ledger.syntax import NotParsed


@pytest.fixture
def projects(tmp_path: Path) -> Path:
    folder = tmp_path / "projects"
    folder.mkdir()
    return folder


def left_out(file: ReadFile) -> tuple[str, str, str | None]:
    assert file.project is None
    assert file.not_parsed is not None
    place = (file.not_parsed.line, file.not_parsed.column, file.not_parsed.length)
    assert place == (1, 1, 0)
    return file.not_parsed.code, str(file.not_parsed), file.not_parsed.hint


# Where a ledger is


def test_a_ledger_is_found_from_any_folder_in_it(projects: Path) -> None:
    deep = projects.parent / "notes" / "2023"
    deep.mkdir(parents=True)
    assert find_ledger(deep) == projects.parent
    assert find_ledger(projects) == projects.parent
    assert find_ledger(projects.parent) == projects.parent


def test_the_nearest_ledger_is_meant(projects: Path) -> None:
    inner = projects.parent / "examples" / "inner"
    (inner / "projects").mkdir(parents=True)
    assert find_ledger(inner) == inner
    assert find_ledger(inner.parent) == projects.parent


def test_a_file_called_projects_is_no_ledger(tmp_path: Path) -> None:
    (tmp_path / "projects").write_text("", encoding="utf-8")
    with pytest.raises(LedgerNotFound) as caught:
        find_ledger(tmp_path)
    assert caught.value.message == (
        f"no ledger here: neither {tmp_path} nor a folder above it holds `projects/`"
    )
    assert caught.value.hint == (
        "go to a ledger, name one with -C FOLDER, or begin one with: mkdir projects"
    )


def test_a_folder_that_is_named_must_be_a_ledger(projects: Path) -> None:
    assert open_ledger(projects.parent) == projects.parent
    with pytest.raises(LedgerNotFound) as caught:
        open_ledger(projects)
    assert caught.value.message == f"{projects} is no ledger: it holds no `projects/`"
    assert caught.value.hint == f"mkdir {projects / 'projects'}"


# Which files are in it


def test_what_stands_for_a_project_is_listed_in_order(projects: Path) -> None:
    for name in ("b.toml", "a.toml", "A.TOML", ".hidden.toml", "read.me", "a.toml~"):
        (projects / name).touch()
    (projects / "folder.toml").mkdir()
    (projects / "dangling.toml").symlink_to("nowhere")
    names = [Path(path).name for path in project_paths(projects.parent)]
    assert names == ["A.TOML", "a.toml", "b.toml", "dangling.toml", "folder.toml"]


def test_a_folder_is_listed_when_it_holds_what_somebody_takes_for_a_project(
    projects: Path,
) -> None:
    (projects / "pictures").mkdir()
    (projects / "2023").mkdir()
    (projects / "2023" / "a.toml").touch()
    (projects / "linked").symlink_to(projects / "2023")
    assert project_paths(projects.parent) == [str(projects / "2023")]


def test_a_folder_that_is_closed_to_us_holds_no_project(
    projects: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (projects / "private").mkdir()

    listdir = os.listdir

    def closed(path: str) -> list[str]:
        if path.endswith("private"):
            raise PermissionError(13, "Permission denied")
        return listdir(path)

    monkeypatch.setattr(os, "listdir", closed)
    assert project_paths(projects.parent) == []


def test_a_ledger_that_is_closed_to_us_is_none(tmp_path: Path) -> None:
    with pytest.raises(LedgerNotFound) as caught:
        project_paths(tmp_path)
    assert caught.value.message == (
        f"{tmp_path / 'projects'} cannot be read: No such file or directory"
    )


def test_a_ledger_whose_files_are_closed_to_us_is_none(
    projects: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their names can be read without permission to reach them."""

    def closed(_: str) -> os.stat_result:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "stat", closed)
    with pytest.raises(LedgerNotFound) as caught:
        project_paths(projects.parent)
    assert caught.value.message == f"{projects} cannot be read: Permission denied"


def test_all_files_are_read_in_the_order_of_their_ids(projects: Path) -> None:
    (projects / "b.toml").write_text('name = "B"', encoding="utf-8")
    (projects / "a.toml").write_text("name = 1", encoding="utf-8")
    (projects / "c.toml").write_text("name =", encoding="utf-8")
    good_or_not = [(file.id, file.project is not None) for file in read_all(projects.parent)]
    assert good_or_not == [("a", False), ("b", True), ("c", False)]


# What is in a file


def test_a_file_gives_its_project_and_its_bytes(projects: Path) -> None:
    path = path_of(projects.parent, "gcl")
    path.write_bytes(b'name = "GCL"\r\n')
    file = read_file(str(path))
    assert (file.path, file.id, file.source) == (str(path), "gcl", b'name = "GCL"\r\n')
    assert project_in(file).name == "GCL"
    assert (file.flaws, file.not_parsed) == ((), None)


def test_a_file_with_a_flaw_gives_no_project() -> None:
    file = read_source("x.toml", "x", b"nme = 'X'")
    assert file.project is None
    assert [flaw.key for flaw in file.flaws] == [("nme",), ()]
    assert file.not_parsed is None


def test_a_file_that_is_no_toml_gives_its_bytes_all_the_same() -> None:
    file = read_source("x.toml", "x", b"name")
    assert file.source == b"name"
    assert file.not_parsed is not None


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (b"name = 1", "a text belongs here"),
        (b"name", "a key needs = and a value"),
    ],
)
def test_whoever_needs_the_project_is_told_why_there_is_none(source: bytes, reason: str) -> None:
    with pytest.raises(ZqtrackError) as caught:
        project_in(read_source("projects/x.toml", "x", source))
    assert caught.value.message == f"projects/x.toml cannot be used: {reason}"
    assert caught.value.hint == "zqtrack validate projects/x.toml shows where"


# Files that are none


@pytest.mark.parametrize(
    "name", ["A.toml", "a b.toml", "-a.toml", "é.toml", "a" * 64 + ".toml", ".toml", "a.TOML", "a"]
)
def test_a_name_that_is_no_id_is_not_read(projects: Path, name: str) -> None:
    (projects / name).write_text('name = "X"', encoding="utf-8")
    assert left_out(read_file(str(projects / name))) == (
        "ZQ006",
        "the name of the file is no id",
        (
            "call it such as gcl-zhaoqing.toml: small letters, digits and hyphens, 63 at most, "
            "beginning with a letter or digit"
        ),
    )


@pytest.mark.parametrize("name", ["a.toml", "A b"])
def test_a_folder_is_said_to_be_one(projects: Path, name: str) -> None:
    (projects / name).mkdir()
    assert left_out(read_file(str(projects / name))) == (
        "ZQ001",
        "this is a folder",
        "only files directly in projects/ are read: move those in it there",
    )


def test_a_file_gives_its_data_and_its_signature(projects: Path) -> None:
    path = projects / "a.toml"
    path.write_text("name = 1", encoding="utf-8")
    assert read_data(str(path)) == ("a", {"name": 1}, signature_of(path.stat()))


@pytest.mark.parametrize("name", ["a", "gone"])
def test_what_is_no_toml_has_no_data(projects: Path, name: str) -> None:
    (projects / "a.toml").write_text("name", encoding="utf-8")
    with pytest.raises(NotParsed):
        read_data(str(projects / f"{name}.toml"))


def test_a_link_is_followed_to_a_file(projects: Path) -> None:
    (projects / "a.toml").write_text('name = "A"', encoding="utf-8")
    (projects / "b.toml").symlink_to("a.toml")
    assert project_in(read_file(str(projects / "b.toml"))).id == "b"
    # Its signature would not tell when the file behind it changes.
    assert read_data(str(projects / "b.toml")) == ("b", {"name": "A"}, None)


def test_a_link_out_of_the_ledger_is_not_read(projects: Path) -> None:
    secret = projects.parent.parent / "secret"
    secret.write_text("of another", encoding="utf-8")
    (projects / "a.toml").symlink_to(secret)
    file = read_file(str(projects / "a.toml"))
    assert file.source == b""
    assert left_out(file) == (
        "ZQ001",
        "the file is a link that leads out of the ledger",
        "mend it, or move it away",
    )


def test_a_link_to_nothing_is_said_to_be_one(projects: Path) -> None:
    (projects / "a.toml").symlink_to("nowhere")
    assert left_out(read_file(str(projects / "a.toml"))) == (
        "ZQ001",
        "the file is a link to nothing",
        "mend it, or move it away",
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_does_not_make_us_wait(projects: Path) -> None:
    os.mkfifo(projects / "a.toml")
    assert left_out(read_file(str(projects / "a.toml")))[:2] == (
        "ZQ001",
        "the file is a named pipe",
    )


def test_a_file_that_is_too_large_is_beyond_the_limits(projects: Path) -> None:
    comment = b"#" * ((1 << 20) - len(b'name = "A"\n')) + b'\nname = "A"'
    (projects / "a.toml").write_bytes(comment)
    assert project_in(read_file(str(projects / "a.toml"))).name == "A"
    (projects / "a.toml").write_bytes(comment + b"\n")
    assert left_out(read_file(str(projects / "a.toml")))[:2] == (
        "ZQ007",
        "the file is larger than 1 MiB",
    )
