"""The settings of a ledger are read from beside its projects, or the defaults hold."""

from datetime import date
from pathlib import Path

import pytest

from zqtrack.core.settings import Settings
from zqtrack.ledger.config import BadSettings, load_settings, read_settings_file


def write(root: Path, source: bytes) -> None:
    (root / "zqtrack.toml").write_bytes(source)


def test_a_ledger_without_settings_has_the_defaults(tmp_path: Path) -> None:
    read = read_settings_file(tmp_path)
    assert (read.exists, read.source, read.settings) == (False, b"", Settings())
    assert load_settings(tmp_path) == Settings()


def test_settings_are_read_from_beside_the_projects(tmp_path: Path) -> None:
    source = b'\xef\xbb\xbfname = "Sihui"\r\nas-of = 2024-03-03\r\n'
    write(tmp_path, source)
    read = read_settings_file(tmp_path)
    assert (read.path, read.exists, read.source) == (str(tmp_path / "zqtrack.toml"), True, source)
    assert read.settings == Settings(name="Sihui", as_of=date(2024, 3, 3))
    assert load_settings(tmp_path) == read.settings


def test_an_empty_file_of_settings_has_a_finding(tmp_path: Path) -> None:
    write(tmp_path, b"")
    read = read_settings_file(tmp_path)
    assert read.not_parsed is not None
    assert read.not_parsed.code == "ZQ003"


def test_settings_with_a_flaw_are_not_used(tmp_path: Path) -> None:
    write(tmp_path, b'name = "Sihui"\nasof = 2024-03-03\n')
    read = read_settings_file(tmp_path)
    assert [(flaw.code, flaw.key) for flaw in read.flaws] == [("ZQ101", ("asof",))]
    assert read.settings == Settings()
    with pytest.raises(BadSettings) as caught:
        load_settings(tmp_path)
    assert caught.value.message == (
        f"{tmp_path / 'zqtrack.toml'} cannot be used: `asof` is not a key of this table"
    )
    assert caught.value.hint == "zqtrack validate shows where"


def test_settings_that_are_no_toml_are_not_used(tmp_path: Path) -> None:
    write(tmp_path, b"name = \n")
    read = read_settings_file(tmp_path)
    assert read.not_parsed is not None
    assert read.source == b"name = \n"
    with pytest.raises(BadSettings) as caught:
        load_settings(tmp_path)
    assert caught.value.message.endswith(": a number, a full day or a text in quotes belongs here")


def test_settings_that_cannot_be_read_are_not_taken_for_none(tmp_path: Path) -> None:
    (tmp_path / "zqtrack.toml").symlink_to("nowhere")
    read = read_settings_file(tmp_path)
    assert read.exists
    with pytest.raises(BadSettings) as caught:
        load_settings(tmp_path)
    assert caught.value.message.endswith("cannot be used: the file is a link to nothing")
