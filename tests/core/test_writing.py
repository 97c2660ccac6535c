"""The data of a project's file lead back to the project."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from zqtrack.core.reading import read_project
from zqtrack.core.writing import project_data

WHOLE: dict[str, Any] = {
    "name": "Example",
    "kind": "new",
    "investment": 1_100_000_000,
    "land-mu": 120.5,
    "high-tech": False,
    "lists": ["battle-275"],
    "actual": {"signed": "2023-04", "land-supplied": "n/a", "started": date(2023, 9, 28)},
    "planned": {"completed": "2024-12"},
    "replanned": [{"stage": "completed", "to": "2025-03", "on": date(2024, 10, 9)}],
    "problems": [{"title": "Road", "raised": date(2023, 5, 1), "owner": "Roads office"}],
    "notes": [{"on": "2023-Q2", "by": "Li", "text": "Visited."}],
    "withdrawn": {"on": "2025", "reason": "moved"},
}
MOMENTS = st.sampled_from(["2023", "2023-H1", "2023-04/2023-09", "unknown", "n/a"]) | st.dates(
    date(1950, 1, 1), date(2100, 1, 1)
)


def written(data: dict[str, Any]) -> dict[str, Any]:
    project, flaws = read_project("example", data)
    assert flaws == ()
    assert project
    return project_data(project)


def test_a_file_is_written_as_it_was_read() -> None:
    assert written(WHOLE) == WHOLE


def test_keys_come_in_the_order_of_their_declaration() -> None:
    turned = dict(reversed(WHOLE.items()))
    turned["actual"] = dict(reversed(WHOLE["actual"].items()))
    assert list(written(turned)) == list(WHOLE)
    assert list(written(turned)["actual"]) == ["signed", "land-supplied", "started"]


def test_what_says_nothing_is_not_written() -> None:
    data = {"name": "Example", "lists": [], "actual": {}, "notes": []}
    assert written(data) == {"name": "Example"}


def test_a_whole_number_has_no_point() -> None:
    land = written({"name": "Example", "land-mu": 120.0})["land-mu"]
    assert isinstance(land, int)
    assert land == 120


def test_a_day_is_a_date_however_it_was_written() -> None:
    assert written({"name": "Example", "actual": {"signed": "2023-04-18"}})["actual"] == {
        "signed": date(2023, 4, 18)
    }


@given(st.dictionaries(st.sampled_from(["contacted", "signed", "started"]), MOMENTS))
def test_every_date_is_written_as_it_was_read(actual: dict[str, Any]) -> None:
    data = {"name": "Example"} | ({"actual": actual} if actual else {})
    assert written(data) == data
