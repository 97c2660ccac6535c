"""With an index or without, with one process or several: a ledger holds what its files hold."""

import os
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from zqtrack.core.columns import BY_NAME, View
from zqtrack.core.facts import derived
from zqtrack.core.lights import Limits
from zqtrack.core.project import Project, seen_on
from zqtrack.core.rows import Test, in_order
from zqtrack.ledger import batches, contents, workers
from zqtrack.ledger.batches import read_batches
from zqtrack.ledger.contents import read_contents, read_names, read_rows
from zqtrack.ledger.findings import check_ledger
from zqtrack.ledger.index import load_index
from zqtrack.ledger.signatures import changed_files
from zqtrack.ledger.store import Listing, read_data

Add = Callable[[str, str], Path]
IDS = ("a", "b", "c-1", "c")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder for the index, at a time when every file has settled."""
    monkeypatch.setenv("ZQTRACK_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("zqtrack.ledger.batches.time.time_ns", later)
    return tmp_path / "cache"


def later() -> int:
    return int((time.time() + 60) * 1e9)


def named(root: Path) -> dict[str, str]:
    return {project.id: project.name for project in read_contents(root).projects}


def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give a list that takes the name of every file that is read."""
    seen: list[str] = []
    real = read_data

    def watched(path: str) -> object:
        seen.append(Path(path).name)
        return real(path)

    monkeypatch.setattr(batches, "read_data", watched)
    return seen


def tick() -> None:
    """Let the disk's clock go on: a later change has a later time."""
    time.sleep(0.02)


def test_a_second_look_reads_no_file(
    ledger: Path, add: Add, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for id_ in IDS:
        add(id_, f'name = "{id_}"\n')
    first = read_contents(ledger)
    seen = reads(monkeypatch)
    assert read_contents(ledger) == first
    assert [project.id for project in first.projects] == ["a", "b", "c", "c-1"]
    assert seen == []
    assert len(list(cache.iterdir())) == 1


def test_only_what_changed_is_read_again(
    ledger: Path, add: Add, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for id_ in IDS:
        add(id_, f'name = "{id_}"\n')
    assert named(ledger)
    tick()
    add("b", 'name = "B"\n')  # of the same size, in the same file
    (ledger / "projects" / "c.toml").unlink()
    add("d", 'name = "d"\n')
    seen = reads(monkeypatch)
    assert named(ledger) == {"a": "a", "b": "B", "c-1": "c-1", "d": "d"}
    assert seen == ["b.toml", "d.toml"]
    assert named(ledger) == {"a": "a", "b": "B", "c-1": "c-1", "d": "d"}
    assert seen == ["b.toml", "d.toml"]  # for now the index has them, too
    assert cache.exists()


def test_a_file_with_its_old_times_put_back_is_read_again(
    ledger: Path, add: Add, cache: Path
) -> None:
    path = add("a", 'name = "old"\n')
    assert named(ledger) == {"a": "old"}
    times = (path.stat().st_atime_ns, path.stat().st_mtime_ns)
    tick()
    add("a", 'name = "new"\n')
    os.utime(path, ns=times)
    assert named(ledger) == {"a": "new"}
    assert cache.exists()


def test_what_has_just_been_written_is_not_kept(
    ledger: Path, add: Add, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZQTRACK_CACHE", str(tmp_path / "cache"))
    add("a", 'name = "old"\n')
    assert named(ledger) == {"a": "old"}
    add("a", 'name = "new"\n')  # perhaps within one tick of the disk's clock
    assert named(ledger) == {"a": "new"}
    assert not (tmp_path / "cache").exists()


def test_few_changes_do_not_write_a_large_index_again(ledger: Path, add: Add, cache: Path) -> None:
    for number in range(100):
        add(f"p{number}", f'name = "{number}"\n')
    assert len(named(ledger)) == 100
    index = next(cache.iterdir())
    written = index.stat().st_mtime_ns
    tick()
    add("p1", 'name = "one"\n')
    add("p2", 'name = "two"\n')
    assert (named(ledger)["p1"], named(ledger)["p2"]) == ("one", "two")
    assert index.stat().st_mtime_ns == written
    add("p3", 'name = "three"\n')
    assert named(ledger)["p3"] == "three"
    assert index.stat().st_mtime_ns > written
    assert len(named(ledger)) == 100


def test_what_is_left_of_many_batches_is_put_together(
    ledger: Path, add: Add, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "_BATCH", 4)
    names = {f"p{number:02}": str(number) for number in range(24)}
    for id_, name in names.items():
        add(id_, f'name = "{name}"\n[[problems]]\ntitle = "{name}"\nraised = "2023"\n')
    assert named(ledger) == names
    for id_ in [id_ for id_ in names if int(id_[1:]) >= 4 and int(id_[1:]) % 4]:
        (ledger / "projects" / f"{id_}.toml").unlink()
        del names[id_]
    add("p99", 'name = "99"\n')
    before = read_contents(ledger)  # and writes the index again
    assert [len(kept.packed["id"]) for kept in load_index(ledger).kept] == [4, 4, 1, 1]
    seen = reads(monkeypatch)
    assert read_contents(ledger) == before
    assert {project.id: project.name for project in before.projects} == {**names, "p99": "99"}
    assert [p.problems[0].title for p in before.projects[:-1]] == list(names.values())
    assert seen == []
    assert cache.exists()


def test_a_file_that_its_disk_finds_by_another_name_is_not_there(
    ledger: Path, add: Add, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On some disks ``a.toml`` is found where ``A.toml`` is, renamed without a trace."""
    add("a", 'name = "a"\n')
    add("b", 'name = "b"\n')
    assert named(ledger) == {"a": "a", "b": "b"}
    monkeypatch.setattr(batches, "list_files", lambda root: Listing(root, ["A.toml", "b.toml"]))
    assert named(ledger) == {"b": "b"}
    assert cache.exists()


def test_of_a_damaged_index_only_what_is_whole_is_believed(
    ledger: Path, add: Add, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "_BATCH", 2)
    for id_ in IDS:
        add(id_, f'name = "{id_}"\n')
    assert len(named(ledger)) == 4
    (index,) = cache.iterdir()
    whole = index.read_bytes()
    index.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    seen = reads(monkeypatch)
    assert named(ledger) == {id_: id_ for id_ in IDS}
    assert seen == ["c.toml", "c-1.toml"]
    assert named(ledger) == {id_: id_ for id_ in IDS}
    assert seen == ["c.toml", "c-1.toml"]  # for it was written again
    assert index.read_bytes() == whole


def test_names_that_are_as_they_were_are_not_looked_at_one_by_one(
    ledger: Path, add: Add, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ledger / "projects" / ".gitkeep").touch()
    for id_ in IDS:
        add(id_, f'name = "{id_}"\n')
    first = read_contents(ledger)
    with monkeypatch.context() as patch:
        patch.delattr(Listing, "ids")
        assert read_contents(ledger) == first
    (ledger / "projects" / "a.toml").rename(ledger / "projects" / "d.toml")
    assert set(named(ledger)) == {"b", "c", "c-1", "d"}
    assert cache.exists()


def test_a_folder_is_looked_into_each_time(ledger: Path, add: Add, cache: Path) -> None:
    add("a", 'name = "a"\n')
    folder = ledger / "projects" / "2023"
    folder.mkdir()
    assert read_contents(ledger).read == 1
    (folder / "b.toml").touch()
    assert read_contents(ledger).read == 2
    assert cache.exists()


def test_what_is_wrong_is_read_each_time(ledger: Path, add: Add, cache: Path) -> None:
    add("a", 'name = "a"\n')
    add("wrong", "name = 1\n")
    add("Bad Name", 'name = "x"\n')
    (ledger / "projects" / "folder.toml").mkdir()
    (ledger / "projects" / "link.toml").symlink_to("a.toml")
    (ledger / "projects" / ".hidden.toml").write_text("name = 1\n")
    for _ in range(2):
        read = read_contents(ledger)
        assert [project.id for project in read.projects] == ["a", "link"]
        assert (read.readable, read.read) == (2, 5)
    assert cache.exists()
    assert sorted(read_names(ledger)) == [
        ("a", "a"),
        ("folder", ""),
        ("link", "a"),
        ("wrong", ""),
    ]


def test_a_file_that_has_just_been_deleted_is_not_missed(
    ledger: Path, add: Add, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("a", 'name = "a"\n')
    monkeypatch.setattr(batches, "list_files", lambda root: Listing(root, ["a.toml", "b.toml"]))
    read = read_contents(ledger)
    assert ([project.id for project in read.projects], read.readable, read.read) == (["a"], 1, 1)
    assert cache.exists()


def test_a_file_behind_a_link_counts_for_each_of_its_names(
    ledger: Path, add: Add, cache: Path
) -> None:
    path = add("a", 'name = "old"\n')
    (ledger / "projects" / "b.toml").symlink_to("a.toml")
    assert named(ledger) == {"a": "old", "b": "old"}
    found = check_ledger(ledger, date(2024, 3, 3)).found
    assert [marked.finding.code for marked in found] == ["ZQ301"]
    path.write_text('name = "new"\n', encoding="utf-8")
    assert named(ledger) == {"a": "new", "b": "new"}
    assert cache.exists()


def test_findings_are_the_same_with_an_index(ledger: Path, add: Add, cache: Path) -> None:
    add("a", 'name = "Same"\n[actual]\nsigned = 2030-01-01\n')
    add("b", 'name = "same"\n')
    add("c", "name = 1\n")
    today = date(2024, 3, 3)
    first = check_ledger(ledger, today)
    assert [marked.finding.code for marked in first.found] == ["ZQ202", "ZQ301", "ZQ106"]
    assert check_ledger(ledger, today) == first
    assert cache.exists()


def test_several_processes_find_the_same(
    ledger: Path, add: Add, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "_BATCH", 3)
    monkeypatch.setattr(batches, "_WORTH_DIVIDING", 1)
    monkeypatch.setattr(workers, "processors", lambda: 2)
    for number in range(10):
        add(f"p{number}", f'name = "{number}"\n')
    add("wrong", "name = 1\n")
    told: list[tuple[int, int]] = []

    def tell(done: int, total: int) -> None:
        told.append((done, total))

    first = read_contents(ledger, tell=tell)
    assert (first.readable, first.read) == (10, 11)
    assert told == [(3, 11), (6, 11), (9, 11), (11, 11)]
    assert read_contents(ledger) == first
    suspects = [
        path
        for batch in read_batches(ledger, lambda project: project.name == "7")
        for path in batch.again
    ]
    assert [Path(path).name for path in suspects] == ["p7.toml", "wrong.toml"]
    assert cache.exists()


@pytest.mark.parametrize(("worth", "sizes"), [(12, [3, 3, 3, 3]), (13, [4, 4, 4])])
def test_files_are_divided_evenly(
    ledger: Path, add: Add, monkeypatch: pytest.MonkeyPatch, worth: int, sizes: list[int]
) -> None:
    """With three shares one of two processes would do two of them, while the other waits."""
    monkeypatch.setattr(batches, "_BATCH", 4)
    monkeypatch.setattr(batches, "_WORTH_DIVIDING", worth)
    monkeypatch.setattr(batches, "processors", lambda: 2)
    for number in range(12):
        add(f"p{number}", f'name = "{number}"\n')
    assert [batch.files for batch in read_batches(ledger)] == sizes


@pytest.mark.skipif(sys.platform != "linux", reason="processes are not divided")
@pytest.mark.parametrize("warm", [False, True])
def test_the_work_is_done_in_other_processes(
    ledger: Path, add: Add, cache: Path, monkeypatch: pytest.MonkeyPatch, warm: bool
) -> None:
    """What they cannot send would be done here again, which nobody would notice but the clock."""
    monkeypatch.setattr(batches, "_BATCH", 3)
    monkeypatch.setattr(batches, "_WORTH_DIVIDING", 1)
    monkeypatch.setattr(workers, "processors", lambda: 2)
    for number in range(10):
        add(f"p{number}", f'name = "{number}"\n')
    if warm:
        assert len(named(ledger)) == 10
    here = os.getpid()
    elsewhere = [
        path
        for batch in read_batches(ledger, lambda _project: os.getpid() != here)
        for path in batch.again
    ]
    assert len(elsewhere) == 10
    assert cache.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="processes are not divided")
def test_other_processes_look_whether_many_files_have_changed(
    ledger: Path, add: Add, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "_BATCH", 3)
    monkeypatch.setattr(batches, "_WORTH_LOOKING", 9)
    monkeypatch.setattr(workers, "processors", lambda: 2)
    for number in range(10):
        add(f"p{number}", f'name = "{number}"\n')
    assert len(named(ledger)) == 10
    here = os.getpid()

    def elsewhere(paths: list[str], packed: bytes) -> list[int]:
        assert os.getpid() != here
        return changed_files(paths, packed)

    monkeypatch.setattr(batches, "changed_files", elsewhere)
    tick()
    add("p4", 'name = "four"\n')
    assert named(ledger)["p4"] == "four"
    monkeypatch.setattr(batches, "_WORTH_LOOKING", 11)
    with pytest.raises(AssertionError):
        named(ledger)
    assert cache.exists()


@pytest.mark.parametrize("changed", [False, True])
def test_tests_of_fields_select_projects(
    ledger: Path, add: Add, cache: Path, changed: bool
) -> None:
    add("a", 'name = "a"\ndistrict = "Sihui"\n')
    add("b", 'name = "b"\ndistrict = "Gaoyao"\n')
    add("c", 'name = "c"\ndistrict = "Sihui"\nland-mu = 3\n')
    assert len(named(ledger)) == 3
    if changed:
        tick()
        add("a", 'name = "A"\ndistrict = "Sihui"\n')
    tests: list[Test] = [("district", "Sihui".__eq__), ("land_mu", lambda mu: mu is None)]
    read = read_contents(ledger, tests)
    assert [project.name for project in read.projects] == ["A" if changed else "a"]
    assert (read.readable, read.read) == (3, 3)
    nowhere = read_contents(ledger, [("district", "Nowhere".__eq__)])
    assert (nowhere.projects, nowhere.readable) == ([], 3)
    assert cache.exists()


def test_a_file_that_is_mended_in_this_moment_counts(
    ledger: Path, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = add("a", "name = 1\n")
    mended = read_batches(ledger)
    batch = next(mended)
    assert [Path(file).name for file in batch.again] == ["a.toml"]
    real = read_batches

    def mending(*arguments: object, **options: object) -> object:
        for each in real(*arguments, **options):  # type: ignore[arg-type]  # handed on as it is
            path.write_text('name = "a"\n')
            yield each

    monkeypatch.setattr(contents, "read_batches", mending)
    read = read_contents(ledger)
    assert ([project.name for project in read.projects], read.readable) == (["a"], 1)
    path.write_text("name = 1\n")
    assert read_contents(ledger, [("name", "b".__eq__)]).projects == []


def shown(root: Path, day: date) -> tuple[list[list[object]], int, int]:
    """Give every value of every column of a ledger, as its rows give them."""
    listed = read_rows(root, day, Limits())
    rows = in_order(listed.projects, BY_NAME["id"])
    columns = [list(rows.values(column).each()) for column in BY_NAME.values()]
    return list(map(list, zip(*columns, strict=True))), listed.readable, listed.read


def told(root: Path, day: date) -> tuple[list[list[object]], int, int]:
    """Give the same, as its projects give them one by one."""
    read = read_contents(root)
    views = [View(seen_on(project, day), day, Limits()) for project in read.projects]
    values = [[column.value(view) for column in BY_NAME.values()] for view in views]
    return values, read.readable, read.read


EVENTS = """\
name = "{id}"
[actual]
signed = "2023-04"
started = 2024-0{month}-02
[planned]
completed = "2024-06"
[[replanned]]
stage = "completed"
to = "2025"
on = 2024-02-0{month}
[[problems]]
title = "Road"
raised = 2024-01-05
due = 2024-02-01
closed = 2024-0{month}-20
"""


def test_rows_tell_on_every_day_what_projects_tell(ledger: Path, add: Add, cache: Path) -> None:
    for month in range(1, 6):
        add(f"p{month}", EVENTS.format(id=f"p{month}", month=month))
    add("wrong", "name = 1\n")
    (ledger / "projects" / "link.toml").symlink_to("p4.toml")
    days = [date(2023, 4, 15), date(2024, 1, 1), *(date(2024, m, 20) for m in range(1, 6))]
    for _ in range(2):
        for day in days:
            assert shown(ledger, day) == told(ledger, day)
    tick()
    add("p3", EVENTS.format(id="p3", month=9))
    assert [shown(ledger, day) for day in days] == [told(ledger, day) for day in days]
    assert cache.exists()


def test_what_is_worked_out_is_kept_as_well(
    ledger: Path, add: Add, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def watched(projects: list[Project]) -> dict[str, list[object]]:
        asked.append(len(projects))
        return derived(projects)

    monkeypatch.setattr(batches, "derived", watched)
    for id_ in IDS:
        add(id_, f'name = "{id_}"\n')
    assert len(named(ledger)) == 4  # which needs nothing of it
    day = date(2024, 3, 3)
    first = shown(ledger, day)
    assert asked == [4]
    assert shown(ledger, day) == first == told(ledger, day)
    assert asked == [4]
    tick()
    add("a", 'name = "A"\n')
    assert len(named(ledger)) == 4
    assert shown(ledger, day) == told(ledger, day)
    assert asked == [4, 1]
    assert cache.exists()


class Changes(RuleBasedStateMachine):
    """Whatever happens to the files: with the index as without."""

    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.root = self.folder / f"{time.monotonic_ns()}"
        self.projects = self.root / "projects"
        self.projects.mkdir(parents=True)

    def path(self, id_: str) -> Path:
        return self.projects / f"{id_}.toml"

    @rule(id_=st.sampled_from(IDS), letter=st.sampled_from("xyz"))
    def write(self, id_: str, letter: str) -> None:
        self.path(id_).write_text(f'name = "{letter}"\n')

    @rule(id_=st.sampled_from(IDS))
    def spoil(self, id_: str) -> None:
        self.path(id_).write_text("name = xyz\n")

    @rule(id_=st.sampled_from(IDS))
    def remove(self, id_: str) -> None:
        self.path(id_).unlink(missing_ok=True)

    @rule(old=st.sampled_from(IDS), new=st.sampled_from(IDS))
    def rename(self, old: str, new: str) -> None:
        if self.path(old).exists():
            self.path(old).replace(self.path(new))

    @rule(id_=st.sampled_from(IDS))
    def date_back(self, id_: str) -> None:
        if self.path(id_).exists():
            os.utime(self.path(id_), ns=(10**18, 10**18))

    @rule(damage=st.binary(max_size=40))
    def damage_the_index(self, damage: bytes) -> None:
        for path in Path(os.environ["ZQTRACK_CACHE"]).glob(f"{self.root.name}-*"):
            path.write_bytes(path.read_bytes()[: -len(damage) or None] + damage)

    @invariant()
    def the_index_tells_the_truth(self) -> None:
        kept = read_contents(self.root)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("ZQTRACK_CACHE", "")
            true = read_contents(self.root)
            rows = shown(self.root, date(2024, 3, 3))
        assert kept == true
        assert shown(self.root, date(2024, 3, 3)) == rows
        tick()


def test_whatever_happens_to_the_files_the_index_tells_the_truth(
    tmp_path: Path, cache: Path
) -> None:
    class InItsFolder(Changes):
        folder = tmp_path

    checked = settings(
        max_examples=15,
        stateful_step_count=15,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    run_state_machine_as_test(InItsFolder, settings=checked)
    assert cache.exists()
