"""The rules of files, keys, settings and the ledger as a whole."""

import tomllib

import pytest

from zqtrack.core import rules, settings
from zqtrack.core.reading import read_project
from zqtrack.core.rules import DUPLICATE, FILE_RULES, READING_RULES, SETTINGS, Rule
from zqtrack.ledger import syntax


def test_every_code_that_a_reader_gives_has_a_rule() -> None:
    given = {
        value
        for module in (syntax, rules, settings)
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str) and value.startswith("ZQ")
    }
    known = {rule.code for rule in (*FILE_RULES, *READING_RULES, DUPLICATE, SETTINGS)}
    assert len(given) == 14  # six of syntax, six of tables, one each of findings and settings
    assert given < known


@pytest.mark.parametrize("rule", [*FILE_RULES, *READING_RULES, DUPLICATE], ids=lambda r: r.code)
def test_an_example_is_a_project_file_that_can_be_read(rule: Rule) -> None:
    data = {"name": "Example", **tomllib.loads(rule.example)}
    project, flaws = read_project("example", data)
    assert flaws == ()
    assert project is not None


def test_the_example_of_the_settings_can_be_read() -> None:
    read, flaws = settings.read_settings(tomllib.loads(SETTINGS.example))
    assert flaws == ()
    assert read.goals[2024].started == 20
