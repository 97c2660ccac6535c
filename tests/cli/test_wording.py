"""Help and complaints about arguments are in Chinese, each part where it belongs."""

from collections.abc import Iterator
from typing import Annotated, Any

import pytest
import typer

from zqtrack.cli.house import HOUSE
from zqtrack.cli.tongue import choose
from zqtrack.cli.wording import in_chinese, said
from zqtrack.core.project import Stage
from zqtrack.output.text import width


@pytest.fixture(autouse=True)
def _chinese() -> None:
    choose((), {"ZQTRACK_LANGUAGE": "zh"})


def test_what_typer_fills_in_stays_in_its_sentence() -> None:
    assert said("No such option: --bogus") == "没有选项 --bogus"
    assert said("No such option: --singed (Possible options: --id, --signed)") == (
        "没有选项 --singed（近似的有：--id、--signed）"
    )
    assert (
        said("'xml' is not one of 'table', 'json'.") == "'xml' 不在可选值 'table'、'json' 之内。"
    )
    assert said("Option '--sort' requires an argument.") == "选项 '--sort' 须带一个值。"


def test_a_sentence_within_a_sentence_is_translated_too() -> None:
    text = "Error: Invalid value for '--to': 'x' is not one of 'signed', 'started'."
    assert said(text) == "错误：'--to' 的值有误：'x' 不在可选值 签约、开工 之内。"


def test_choices_of_which_some_are_no_words_stay_as_they_are() -> None:
    assert said("'text', 'json', 'github'") == "'text', 'json', 'github'"
    assert said("new|expansion|upgrade") == "新建|扩建|技改"
    assert said("contacted, signed") == "接洽、签约"


def test_a_help_made_of_a_phrase_ends_with_a_chinese_full_stop() -> None:
    assert said("The company that invests.") == "投资企业。"
    assert said("When it reached signed.") == "签约时间。"


def test_what_nobody_has_translated_stays_as_it_is() -> None:
    assert said("Something else.") == "Something else."
    assert said("something else") == "something else"


app = typer.Typer(**HOUSE)


@app.command(epilog="Example: zqtrack show gcl-zhaoqing")
def command(
    stage: Annotated[
        Stage, typer.Argument(metavar="STAGE", help="What is promised: contacted, signed.")
    ],
    to: Annotated[
        Stage | None, typer.Option("--to", help="The stage; the next one if left out.")
    ] = None,
    note: str = typer.Option(..., "--note", metavar="TEXT", help="Add a note as well."),
    sort: str = typer.Option("id", "--sort", metavar="FIELD", help="Something in English."),
    kind: str = typer.Option("", "--kind", metavar="<new|upgrade>"),
    form: str = typer.Option("text", "--format", metavar="TEXT", help="How to write it."),
) -> None:
    """Promise a stage for a date.

    The first promise is kept for good; each later one is added with its day and reason.
    """


def lines(of: Any) -> Iterator[str]:
    context = of.context_class(of, info_name="zqtrack show", help_option_names=["-h", "--help"])
    return iter(of.get_help(context).split("\n"))


def test_help_is_laid_out_by_the_columns_that_chinese_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    typed = typer.main.get_command(app)
    in_chinese(typed)
    shown = list(lines(typed))
    assert shown == [
        "用法：zqtrack show [选项] {阶段}",
        "",
        "  为某一阶段定下计划时间。",
        "",
        "  首次计划始终保留；以后每次调整连同日期和原因另行记录。",
        "",
        "参数：",
        "  阶段  计划的阶段：接洽、签约。［必填］",
        "",
        "选项：",
        "  --to <接洽|签约|供地|开工|竣工|投产>",
        "                                  到哪个阶段；不写则为下一",
        "                                  阶段。",
        "  --note 文字                     同时添加一条跟进记录。",
        "                                  ［必填］",
        "  --sort 字段                     Something in English.",
        "                                  ［默认：编号］",
        "  --kind <新建|技改>",
        "  --format 文字                   输出格式。［默认：text］",
        "  -h, --help                      显示本帮助后退出。",
        "",
        "  示例：zqtrack show gcl-zhaoqing",
    ]
    assert max(map(width, shown)) <= 60
