"""A project is found by any part of its id or name that means only one."""

import pytest

from zqtrack.core.matching import match
from zqtrack.errors import ProjectNotFound

PROJECTS = (
    ("gcl", "GCL headquarters"),
    ("gcl-electrolyte", "GCL deep-eutectic electrolyte, 100,000 t"),
    ("gcl-zhaoqing", "GCL Zhaoqing"),
    ("jintian-copper-phase-2", "金田高端铜材二期"),
    ("tianhua-machinery", "Tianhua Machinery"),
    ("zhengchuang-smart-park", "Zhengchuang Smart Park"),
)


def refusal(text: str, projects: tuple[tuple[str, str], ...] = PROJECTS) -> ProjectNotFound:
    with pytest.raises(ProjectNotFound) as refused:
        match(text, projects)
    return refused.value


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("gcl", "gcl"),  # the beginning of three ids, but the whole of one
        ("GCL-Zhaoqing", "gcl-zhaoqing"),
        ("gcl zhaoqing", "gcl-zhaoqing"),  # a whole name
        ("gcl-z", "gcl-zhaoqing"),
        ("jin", "jintian-copper-phase-2"),
        ("金田", "jintian-copper-phase-2"),
        ("machinery", "tianhua-machinery"),
        ("  smart   park ", "zhengchuang-smart-park"),
        ("phase-2", "jintian-copper-phase-2"),
        ("deep-eutectic", "gcl-electrolyte"),
    ],
)
def test_a_part_that_means_one_project_finds_it(text: str, id_: str) -> None:
    assert match(text, PROJECTS) == id_


def test_a_beginning_wins_over_a_part() -> None:
    assert match("smart", [("zheng-smart-park", ""), ("smart-city", "")]) == "smart-city"


def test_a_whole_name_wins_over_the_beginning_of_another() -> None:
    projects = [("a", "Copper"), ("b", "Copper, phase 2")]
    assert match("copper", projects) == "a"


def test_a_part_of_several_lists_them_with_their_names() -> None:
    refused = refusal("gcl-")
    assert refused.message == "`gcl-` may mean 2 projects"
    assert refused.hint == (
        "write more of the one you mean\n"
        "  gcl-electrolyte  GCL deep-eutectic electrolyte, 100,000 t\n"
        "  gcl-zhaoqing     GCL Zhaoqing"
    )
    assert refused.candidates == ("gcl-electrolyte", "gcl-zhaoqing")


def test_two_projects_of_the_same_name_are_several() -> None:
    assert refusal("copper", (("a", "Copper"), ("b", "copper"))).candidates == ("a", "b")


def test_no_more_than_eight_candidates_are_listed() -> None:
    refused = refusal("p", tuple((f"p-{number:02}", "") for number in range(1, 11)))
    assert refused.hint == (
        "write more of the one you mean\n"
        "  p-01\n  p-02\n  p-03\n  p-04\n  p-05\n  p-06\n  p-07\n  p-08\n  and 2 more"
    )
    assert len(refused.candidates) == 10


def test_a_name_of_several_lines_is_listed_in_one() -> None:
    refused = refusal("p", (("p-1", "First\n  line"), ("p-2", "")))
    assert refused.hint == "write more of the one you mean\n  p-1  First line\n  p-2"


def test_a_misspelt_word_suggests_the_project_that_has_it() -> None:
    refused = refusal("zhengchang")
    assert refused.message == "no project `zhengchang` in projects/"
    assert refused.hint == "did you mean `zhengchuang-smart-park`?"
    assert refused.candidates == ("zhengchuang-smart-park",)


def test_a_misspelt_word_of_several_suggests_them_all() -> None:
    projects = (("copper-1", "Copper"), ("copper-2", "Copper again"), ("glass", "Glass"))
    refused = refusal("coper", projects)
    assert refused.hint == (
        "did you mean one of these?\n  copper-1  Copper\n  copper-2  Copper again"
    )


def test_what_is_near_to_nothing_points_to_the_list() -> None:
    refused = refusal("xyz")
    assert refused.message == "no project `xyz` in projects/"
    assert refused.hint == "zqtrack list shows every project"
    assert refused.candidates == ()


def test_an_empty_text_means_no_project_even_where_there_is_only_one() -> None:
    refused = refusal(" ", (("gcl", ""),))
    assert refused.message == "no project ` ` in projects/"
    assert refused.hint == "zqtrack list shows every project"


def test_a_ledger_without_projects_has_none_to_offer() -> None:
    assert refusal("gcl", ()).hint == "zqtrack list shows every project"
