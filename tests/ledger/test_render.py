"""A new file looks as if a careful hand had written it."""

from datetime import date
from typing import Any

import pytest

from zqtrack.core.reading import read_project
from zqtrack.errors import UsageError
from zqtrack.ledger.render import render


def rendered(data: dict[str, Any], schema: str | None = None) -> str:
    project, flaws = read_project("example", data)
    assert flaws == ()
    assert project
    return render(project, schema).decode()


def test_keys_come_first_and_each_table_has_a_line_above_it() -> None:
    data = {
        "name": 'The "Example"',
        "investment": 1_100_000_000,
        "land-mu": 120.5,
        "high-tech": True,
        "lists": ["battle-275", "key"],
        "actual": {"signed": "2023-04", "started": date(2023, 9, 28)},
        "problems": [
            {"title": "Road", "raised": date(2023, 5, 1)},
            {"title": "Grid", "raised": "2023-06"},
        ],
        "withdrawn": {"on": "2025"},
    }
    assert rendered(data, "../project.schema.json") == (
        "#:schema ../project.schema.json\n"
        'name = "The \\"Example\\""\n'
        "investment = 1_100_000_000\n"
        "land-mu = 120.5\n"
        "high-tech = true\n"
        'lists = ["battle-275", "key"]\n'
        "\n"
        "[actual]\n"
        'signed = "2023-04"\n'
        "started = 2023-09-28\n"
        "\n"
        "[[problems]]\n"
        'title = "Road"\n'
        "raised = 2023-05-01\n"
        "\n"
        "[[problems]]\n"
        'title = "Grid"\n'
        'raised = "2023-06"\n'
        "\n"
        "[withdrawn]\n"
        'on = "2025"\n'
    )


def test_only_large_numbers_are_grouped() -> None:
    assert rendered({"name": "A", "land-mu": 1200, "tax": 90_000_000}) == (
        'name = "A"\ntax = 90_000_000\nland-mu = 1200\n'
    )


def test_a_long_list_has_an_item_a_line() -> None:
    sources = [f"article {number} on the speed of industry in Zhaoqing" for number in (1, 2)]
    assert rendered({"name": "A", "sources": sources}) == (
        'name = "A"\n'
        "sources = [\n"
        '  "article 1 on the speed of industry in Zhaoqing",\n'
        '  "article 2 on the speed of industry in Zhaoqing",\n'
        "]\n"
    )


def test_chinese_is_written_as_it_is_and_a_control_as_an_escape() -> None:
    assert rendered({"name": "金田\n\x1b"}) == 'name = "金田\\n\\u001b"\n'


def test_half_a_character_cannot_be_written() -> None:
    with pytest.raises(UsageError, match="not valid Unicode"):
        rendered({"name": "\udc80"})
