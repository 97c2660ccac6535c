"""The language is that of the option, the environment, the ledger or the locale, in this order."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from zqtrack.cli.tongue import choose
from zqtrack.errors import UsageError
from zqtrack.language import _

Run = Callable[..., Any]


def speaks(*arguments: str, **environ: str) -> str:
    choose(arguments, environ)
    return {"signed": "en", "签约": "zh"}[_("signed")]


@pytest.fixture
def settings(ledger: Path) -> Callable[[str], None]:
    def write(text: str) -> None:
        (ledger / "zqtrack.toml").write_text(text, "utf-8")

    return write


@pytest.mark.usefixtures("ledger")
def test_english_is_spoken_where_nothing_asks_for_another() -> None:
    assert speaks() == "en"
    assert speaks(LANG="de_DE.UTF-8") == "en"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--language", "zh", "list"),
        ("--language=zh", "list"),
        ("list", "--language", "zh"),
        ("--language", "en", "list", "--language", "zh"),
    ],
)
@pytest.mark.usefixtures("ledger")
def test_the_option_decides_wherever_it_stands(arguments: Sequence[str]) -> None:
    assert speaks(*arguments, ZQTRACK_LANGUAGE="en") == "zh"


@pytest.mark.usefixtures("ledger")
def test_what_stands_behind_two_hyphens_is_no_option() -> None:
    assert speaks("note", "a", "--", "--language", "zh") == "en"
    assert speaks("list", "--language") == "en"


def test_the_environment_comes_before_the_ledger(settings: Callable[[str], None]) -> None:
    settings('language = "zh"')
    assert speaks(ZQTRACK_LANGUAGE="en", LANG="zh_CN") == "en"
    assert speaks(ZQTRACK_LANGUAGE=" ZH ") == "zh"


@pytest.mark.usefixtures("ledger")
def test_a_language_of_the_environment_that_we_do_not_have_is_a_wrong_request() -> None:
    with pytest.raises(UsageError) as refused:
        speaks(ZQTRACK_LANGUAGE="fr")
    assert str(refused.value) == "ZQTRACK_LANGUAGE is `fr`, which is no language of zqtrack"
    assert refused.value.hint == "write en or zh, or unset it"


def test_the_ledger_comes_before_the_locale(
    ledger: Path, settings: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings('name = "台账"\nlanguage = "zh"')
    assert speaks() == "zh"
    below = ledger / "projects" / "below"
    below.mkdir()
    monkeypatch.chdir(below)
    assert speaks() == "zh"
    settings('language = "en"')
    assert speaks(LANG="zh_CN.UTF-8") == "en"


def test_another_ledger_is_asked_if_one_is_named(
    settings: Callable[[str], None], ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings('language = "zh"')
    monkeypatch.chdir("/")
    assert speaks() == "en"
    assert speaks("-C", str(ledger), "list") == "zh"
    assert speaks(f"--ledger={ledger}", "list") == "zh"
    assert speaks(ZQTRACK_LEDGER=str(ledger)) == "zh"
    assert speaks("-C", "/", ZQTRACK_LEDGER=str(ledger)) == "en"


@pytest.mark.parametrize(
    "text", ["language = ", 'language = "fr"', 'language = "zh"\nmisspelt = 1', "# language\n"]
)
def test_settings_that_cannot_be_used_decide_nothing(
    settings: Callable[[str], None], text: str
) -> None:
    settings(text)
    assert speaks() == "en"
    assert speaks(LANG="zh_CN") == "zh"


def test_what_is_no_file_of_settings_is_not_opened(ledger: Path) -> None:
    os.mkfifo(ledger / "zqtrack.toml")
    assert speaks() == "en"


def test_a_working_directory_that_is_gone_decides_nothing(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = ledger / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert speaks(LANG="zh_CN") == "zh"
    monkeypatch.chdir(ledger)


@pytest.mark.parametrize("name", ["zh_CN.UTF-8", "zh", "zh_TW", "zh_HK.Big5", "ZH_cn"])
@pytest.mark.usefixtures("ledger")
def test_chinese_of_any_kind_of_locale_is_chinese(name: str) -> None:
    assert speaks(LANG=name) == "zh"


@pytest.mark.usefixtures("ledger")
def test_of_the_locale_the_first_variable_that_is_set_counts() -> None:
    assert speaks(LC_ALL="C", LC_MESSAGES="zh_CN", LANG="zh_CN") == "en"
    assert speaks(LC_ALL="", LC_MESSAGES="zh_CN", LANG="en_GB") == "zh"


def test_every_command_takes_the_option_behind_its_name(
    run: Run, add: Callable[[str, str], Path]
) -> None:
    add("a", 'name = "甲"')
    assert run("list", "--language", "zh").err == "截至 2024-03-03，1个项目：灰 1\n"
    assert run("list").err == "1 project as of 2024-03-03: 1 grey\n"
    assert run("problem", "list", "--language", "zh").err == "截至 2024-03-03，没有在办问题\n"
    assert run("list", "--language", "fr").code == 2


def test_a_run_in_english_loads_nothing_of_chinese() -> None:
    program = (
        "import sys\n"
        "from zqtrack.cli.app import main\n"
        "sys.argv = ['zqtrack', '--help']\n"
        "try:\n"
        "    main()\n"
        "finally:\n"
        "    sys.exit('zqtrack.cli.wording' in sys.modules)\n"
    )
    english = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True)
    assert english.returncode == 0
