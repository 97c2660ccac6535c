"""A drawing says the same as its number, also without colour."""

from collections.abc import Mapping

import pytest

from zqtrack.core.lights import Light
from zqtrack.core.period import parse_period
from zqtrack.core.project import Project, Stage, Withdrawal, moment_from
from zqtrack.output.document import Span, plain
from zqtrack.output.shapes import bar, light_sign, sparkline, stage_bar


def project(actual: Mapping[str, str], withdrawn: str | None = None) -> Project:
    return Project(
        id="plant",
        name="Plant",
        actual={Stage(stage): moment_from(text) for stage, text in actual.items()},
        withdrawn=Withdrawal(on=parse_period(withdrawn)) if withdrawn else None,
    )


def test_a_light_is_a_shape_of_its_own_with_its_name() -> None:
    assert [plain(light_sign(light)) for light in Light] == [
        "▲ red",
        "◆ yellow",
        "● green",
        "○ grey",
    ]
    assert light_sign(Light.RED) == (Span("▲ red", "bad"),)


@pytest.mark.parametrize(
    ("actual", "drawn"),
    [
        ({}, "□□□□□"),
        ({"contacted": "2023"}, "□□□□□"),
        ({"signed": "2023"}, "■□□□□"),
        ({"signed": "unknown", "land-supplied": "n/a"}, "■–□□□"),
        ({"signed": "unknown", "land-supplied": "n/a", "started": "2023"}, "■–■□□"),
        ({"signed": "2023", "started": "2024"}, "■□■□□"),  # nobody says when land was supplied
        (dict.fromkeys(Stage, "2023"), "■■■■■"),
    ],
)
def test_the_bar_shows_what_is_reached_and_what_is_not(actual: dict[str, str], drawn: str) -> None:
    assert plain(stage_bar(project(actual))) == drawn


def test_the_reached_part_of_the_bar_stands_out() -> None:
    assert stage_bar(project({"signed": "2023"})) == (
        Span("■", "stage"),
        Span("□□□□", "quiet"),
    )


def test_what_a_withdrawn_project_will_never_reach_is_crossed_out() -> None:
    left = project({"signed": "2023", "land-supplied": "n/a"}, withdrawn="2024")
    assert stage_bar(left) == (Span("■–×××", "bad"),)


@pytest.mark.parametrize(
    ("share", "drawn"),
    [
        (0, ""),
        (0.007, ""),  # less than half of an eighth of the 8 columns
        (1 / 8, "█"),
        (0.5, "████"),
        (9 / 64, "█▏"),
        (15 / 64, "█▉"),
        (1, "████████"),
        (1.7, "████████"),
        (-1, ""),
    ],
)
def test_a_bar_is_as_long_as_its_share_to_an_eighth(share: float, drawn: str) -> None:
    assert plain(bar(share, 8)) == drawn


def test_a_sparkline_has_a_column_for_each_count() -> None:
    # 1 of 8 is an eighth; what is there at all shows.
    assert plain(sparkline([0, 1, 4, 8])) == "·▁▄█"
    assert plain(sparkline([1, 100])) == "▁█"
    assert plain(sparkline([0, 0])) == "··"
    assert plain(sparkline([])) == ""


def test_too_many_counts_are_not_drawn() -> None:
    assert plain(sparkline([1] * 36)) == "█" * 36
    assert sparkline([1] * 37) == ()
