"""What every command begins with: which project is meant, and what its file holds."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from zqtrack.cli.session import Session, clock, project_file
from zqtrack.core.settings import Settings
from zqtrack.errors import ProjectNotFound, ZqtrackError
from zqtrack.ledger.store import project_in

Add = Callable[[str, str], Path]


@pytest.fixture
def session(ledger: Path) -> Session:
    assert ledger.is_dir()
    return Session(Path(), Settings(), date(2024, 3, 3), today_is_set=False)


@pytest.mark.parametrize(
    "text", ["gcl-zhaoqing", "GCL-Zhaoqing", "gcl-zhaoqing.toml", "projects/gcl-zhaoqing.toml"]
)
def test_a_whole_id_reads_no_other_file(
    session: Session, add: Add, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    add("gcl-zhaoqing", 'name = "GCL Zhaoqing"\n')
    monkeypatch.setattr("zqtrack.cli.session.read_names", None)
    assert project_in(project_file(session, text)).name == "GCL Zhaoqing"


@pytest.mark.parametrize("text", ["gcl", "GCL Zhaoqing", "zhaoqing"])
def test_a_part_of_an_id_or_name_finds_the_file(session: Session, add: Add, text: str) -> None:
    add("gcl-zhaoqing", 'name = "GCL Zhaoqing"\n')
    add("tianhua", 'name = "Tianhua"\n')
    assert project_file(session, text).path == "projects/gcl-zhaoqing.toml"


def test_a_part_of_the_id_finds_a_file_that_cannot_be_used(session: Session, add: Add) -> None:
    add("gcl-zhaoqing", "name = 1\n")
    add("Not an id", 'name = "GCL"\n')
    file = project_file(session, "gcl")
    assert file.path == "projects/gcl-zhaoqing.toml"
    with pytest.raises(ZqtrackError) as refused:
        project_in(file)
    assert str(refused.value) == ("projects/gcl-zhaoqing.toml cannot be used: a text belongs here")
    assert refused.value.hint == "zqtrack validate projects/gcl-zhaoqing.toml shows where"


def test_a_file_that_is_no_toml_cannot_be_used(session: Session, add: Add) -> None:
    add("gcl-zhaoqing", "\n")
    with pytest.raises(ZqtrackError, match="cannot be used: the file is empty"):
        project_in(project_file(session, "gcl-zhaoqing"))


def test_no_path_leads_out_of_the_ledger(session: Session, add: Add) -> None:
    add("gcl", 'name = "GCL"\n')
    with pytest.raises(ProjectNotFound):
        project_file(session, "../zqtrack")


def test_the_clock_stands_at_today() -> None:
    before = datetime.now(tz=UTC).date() - timedelta(days=1)
    assert before <= clock() <= before + timedelta(days=2)


def test_a_ledger_seen_from_a_day_still_knows_the_clock(session: Session) -> None:
    assert session._replace(today=date(2023, 1, 1)).real_today == date(2024, 3, 3)
