"""In Chinese every command shows, asks and complains in Chinese, within 80 columns."""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from zqtrack.cli.program import COMMANDS
from zqtrack.output.text import width

Run = Callable[..., Any]

# Names that stay as they are: what is typed, what is in files, and what the trade calls so.
ALLOWED = re.compile(
    r"zqtrack\b|ZQ[0-9]{3}|ZQTRACK_[A-Z]+|TOML|JSON(?: Schema)?|UTF-8|GBK|UTF-16|MiB|Excel|HTML|A4"
    r"|(?:--?[a-z][a-z-]*)|projects/|[a-z]+(?:-[a-z]+)*\.(?:toml|xlsx|xls|ods|csv|json|parquet|html)"
    r"|\.[a-z]+\b|table|json|csv|markdown|text|github|html|all|en|zh|shell|SHELL|bash|zsh|fish"
    r"|powershell|pwsh|as-of|\[[a-z]+(?:\.[0-9]+)?\]|owner|due|name|CSV|xlsx|xls|ods|parquet"
    r"|`[^`]*`|[a-z-]+ = \S+|\"[a-z/]+\"|true|false|bash-completion|PROFILE"
)
# The names of commands, of our projects, and what some commands below get wrong.
TYPED = re.compile(rf"\b({'|'.join(COMMANDS)}|add|close|p-[0-9]|bogus|validatte|zz|xml|fr)\b")
LATIN = re.compile("[A-Za-z]{2,}")

PARK = """
name = "正创新零售智造产业园"
company = "正创控股集团"
district = "启动区"
industry = "家电"
origin = "广州"
kind = "new"
investment = "11亿"
tax = "6000万"
land-mu = 120.5
high-tech = true
lead = "张三"
lists = ["百日攻坚"]
sources = ["签约仪式通报"]

[actual]
contacted = "2023-02"
signed = "2023-04"
land-supplied = "2023-08"
started = 2023-09-28

[planned]
completed = "2024-01"
producing = "2025-H1"

[[replanned]]
stage = "completed"
to = "2024-02"
on = 2023-12-09
reason = "变压器到货推迟"

[[problems]]
title = "施工便道未通"
raised = 2023-10-01
owner = "公路局"
due = 2023-11-01

[[problems]]
title = "临时用电"
raised = 2023-10-08
closed = 2023-10-30

[[notes]]
on = 2023-10-10
text = "已到现场查看。"
by = "三组"
"""
LEFT = """
name = "前行水下设备"
kind = "expansion"

[actual]
signed = "unknown"

[withdrawn]
on = "2024-01"
reason = "转投外省"
"""
MAKING = """
name = "长春汽车零部件"
investment = "3.2万"

[actual]
signed = "2022-01"
land-supplied = "n/a"
started = "2022-06"
completed = "2023-01"
producing = "2023-02"
"""
SETTINGS = """
name = "启动区工业项目"
language = "zh"

[targets.2024]
signed = 3
investment = "20亿"
"""


@pytest.fixture
def office(ledger: Path, add: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a Chinese ledger, on a screen of 80 columns without colours."""
    monkeypatch.delenv("ZQTRACK_LANGUAGE")
    for name, value in (("LANG", "C"), ("LC_ALL", ""), ("COLUMNS", "80"), ("NO_COLOR", "1")):
        monkeypatch.setenv(name, value)
    for id_, text in (("p-1", PARK), ("p-2", LEFT), ("p-3", MAKING)):
        add(id_, text)
    (ledger / "zqtrack.toml").write_text(SETTINGS, "utf-8")
    return ledger


@pytest.fixture
def screen(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give a function that runs the program at a terminal."""

    def program(*arguments: str) -> Any:
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        return run(*arguments)

    return program


def english(text: str) -> list[str]:
    """Give the words of a text that are no Chinese, and not allowed."""
    return LATIN.findall(ALLOWED.sub("", TYPED.sub("", text)))


def check(text: str) -> None:
    assert english(text) == [], text
    assert [line for line in text.splitlines() if width(line) > 80] == []


REPORTS = (
    ("report",),
    ("report", "--verbose"),
    ("report", "--period", "2023"),
    ("report", "--period", "2024"),
    *(
        ("report", "--only", section)
        for section in ("项目进展", "推进节奏", "阶段用时", "年度目标", "问题", "汇总", "关注名单")
    ),
    ("report", "--by", "类型"),
    ("report", "--by", "高新技术企业"),
    ("report", "--by", "签约:年"),
    ("report", "--cohorts", "签约..开工"),
    ("report", "--cohorts", "签约..开工", "--within", "30", "--each", "半年"),
    ("report", "--compare", "2023-09-30"),
    ("report", "--backtest", "2023"),
    ("report", "名称~长春"),
)


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("command", REPORTS, ids=" ".join)
def test_every_report_is_in_chinese(screen: Run, command: tuple[str, ...]) -> None:
    ran = screen(*command)
    assert ran.code == 0, ran.err
    check(ran.out + ran.err)


LISTS = (
    ("list",),
    ("list", "阶段=开工"),
    ("list", "--group-by", "类型"),
    ("list", "--columns", "编号,类型,高新技术企业,计划投资,阶段,亮灯,清单,签约,供地"),
    ("list", "阶段=洽谈"),
    ("list", "--sort", "-停留天数"),
    ("show", "p-1"),
    ("show", "p-2"),
    ("show", "p-3"),
    ("problem", "list"),
    ("problem", "list", "--all"),
    ("validate",),
    ("validate", "--explain", "all"),
    ("validate", "--explain", "ZQ231"),
)


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("command", LISTS, ids=" ".join)
def test_every_list_is_in_chinese(screen: Run, command: tuple[str, ...]) -> None:
    ran = screen(*command)
    assert ran.code == 0, ran.err
    check(ran.out + ran.err)


@pytest.mark.usefixtures("office")
def test_amounts_stand_in_ten_thousands_and_hundred_millions(run: Run) -> None:
    ran = run("list", "--columns", "编号，计划投资、年税收", "计划投资≥0")
    assert ran.out.splitlines() == [
        "编号  计划投资  年税收",
        "p-1       11亿  6000万",
        "p-3      3.2万       ·",
    ]


def test_what_a_file_says_is_not_translated(
    office: Path, run: Run, add: Callable[[str, str], Path]
) -> None:
    add("p-1", 'name = "output"\ncompany = "red"\ndistrict = "signed"\nkind = "new"')
    ran = run("list", "p-1", "--columns", "项目名称,企业,区域,类型,阶段")
    assert ran.out.splitlines()[1] == "output    red   signed  新建  洽谈"
    assert "签约" not in run("list", "p-1", "--group-by", "区域").out.splitlines()[0]
    assert (office / "projects" / "p-1.toml").read_text("utf-8").startswith('name = "output"')


HELPS: tuple[tuple[str, ...], ...] = (
    (),
    *((command,) for command in COMMANDS),
    *(("problem", command) for command in ("add", "close", "list")),
)


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("command", HELPS, ids=" ".join)
def test_every_help_is_in_chinese(screen: Run, command: tuple[str, ...]) -> None:
    ran = screen(*command, "--help")
    # A list of formats, and an example of what to type, may be wider than a screen.
    lines = [line for line in ran.out.splitlines() if "示例：" not in line]
    shown = "\n".join(lines)
    assert english(shown) == [], shown
    assert [line for line in lines if width(line) > 80 and "|" not in line] == []


CHANGES = (
    ("advance", "p-1", "--to", "竣工", "--on", "2024-02-28"),
    ("undo", "p-1"),
    ("plan", "p-1", "投产", "2025-09", "--reason", "延期"),
    ("problem", "add", "p-1", "临时用水"),
    ("problem", "close", "p-1", "便道"),
    ("note", "p-1", "再次查看。"),
    ("withdraw", "p-1", "--reason", "转投外省"),
    ("new", "协鑫光伏玻璃", "--id", "p-4", "--kind", "扩建", "--signed", "不详"),
)


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("command", CHANGES, ids=" ".join)
def test_every_change_is_told_in_chinese(screen: Run, command: tuple[str, ...]) -> None:
    for more in ((), ("--dry-run",)):
        ran = screen(*command, *more)
        assert english(ran.err) == [], ran.err


WRONG = (
    ("bogus",),
    ("validatte",),
    ("show",),
    ("show", "zz"),
    ("show", "p"),
    ("list", "--bogus"),
    ("list", "--sort"),
    ("list", "--sort", "状态"),
    ("list", "状态=开工"),
    ("list", "阶段=开竣"),
    ("list", "阶段~=开工"),
    ("list", "名称>甲"),
    ("list", "投资=1,000"),
    ("list", "投资=一"),
    ("list", "高企=也许"),
    ("list", "签约=不久"),
    ("list", "停留天数>久"),
    ("list", "阶段>退出"),
    ("list", "=甲"),
    ("list", "甲,"),
    ("list", "--format", "xml"),
    ("list", "--language", "fr"),
    ("advance", "p-1", "--to", "竣"),
    ("advance", "p-1", "--to", "签约"),
    ("advance", "p-1", "--to", "投产"),
    ("advance", "p-1", "--skip", "不详"),
    ("advance", "p-2"),
    ("advance", "p-3"),
    ("plan", "p-1", "投产", "2024-13"),
    ("plan", "p-1", "投产", "2025-H1"),
    ("plan", "p-1", "供地", "2025"),
    ("problem", "add", "p-1", "施工便道未通"),
    ("problem", "close", "p-1", "没有"),
    ("problem", "close", "p-2"),
    ("problem", "close", "p-1", "2"),
    ("withdraw", "p-2"),
    ("withdraw", "p-3"),
    ("note", "p-1"),
    ("note", "p-1", "甲", "乙"),
    ("new",),
    ("new", "甲", "--id", "p-1"),
    ("new", "甲", "--id", "甲"),
    ("new", "甲", "--investment", "一亿"),
    ("report", "--only", "其他"),
    ("report", "--lead-time", "签约"),
    ("report", "--cohorts", "开工..签约"),
    ("report", "--within", "30"),
    ("report", "--by", "名"),
    ("report", "--by", "区域", "--compare", "2023-01-01"),
    ("report", "--backtest", "1800"),
    ("validate", "没有"),
    ("validate", "projects"),
    ("validate", "--explain", "ZQ999"),
)


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("command", WRONG, ids=" ".join)
def test_every_complaint_is_in_chinese(screen: Run, command: tuple[str, ...]) -> None:
    ran = screen(*command)
    assert ran.code in (1, 2)
    assert english(ran.err) == [], ran.err


BROKEN = """
nmae = "甲"
kind = "old"
investment = "一亿"
land-mu = "大"
high-tech = 1
lists = "百日攻坚"
district = ""

[actual]
signed = 2023
started = "2023-13"

[planned]
sgined = "2024"

[notes]
"""
DOUBTFUL = """
name = "甲"
investment = 1100
output = 2_000_000_000_000
land-mu = 60_000

[actual]
signed = 2023-05-01
started = 2023-04-01
completed = 2025-01-01

[planned]
land-supplied = "2199"

[[replanned]]
stage = "producing"
to = "2023"
on = 2024-01-01

[[problems]]
title = "便道"
raised = 2023-05-01
due = 2023-01-01

[withdrawn]
on = 2023-01-01
"""


def test_every_finding_is_in_chinese(
    office: Path, screen: Run, add: Callable[[str, str], Path]
) -> None:
    add("p-5", BROKEN)
    add("p-6", DOUBTFUL)
    add("p-7", "name = 'a\n")
    add("p-8", "")
    add("甲", 'name = "甲"')
    (office / "projects" / "p-9").mkdir()
    (office / "projects" / "p-9.toml").write_bytes(b"name = \xff")
    ran = screen("validate")
    # What is in files is quoted as it is, and so is what is to be typed there.
    said = [line for line in ran.out.splitlines() if not re.search(r" \| ", line)]
    known = r"请写 new, expansion, upgrade 之一|zqtrack plan p-6 completed|0xff|Latin-1"
    assert english(re.sub(known, "", "\n".join(said))) == []


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    "command",
    [("list",), ("show", "p-1"), ("report",), ("validate",), ("problem", "list")],
    ids=" ".join,
)
def test_what_programs_read_is_in_english(run: Run, command: tuple[str, ...]) -> None:
    chinese = run(*command, "--format", "json")
    english_ = run("--language", "en", *command, "--format", "json")
    assert json.loads(chinese.out) == json.loads(english_.out)
    assert chinese.err == english_.err


@pytest.mark.usefixtures("office")
def test_findings_for_github_are_in_english(run: Run, add: Callable[[str, str], Path]) -> None:
    add("p-6", DOUBTFUL)
    chinese = run("validate", "--format", "github")
    assert chinese.out == run("--language", "en", "validate", "--format", "github").out
    assert "stages out of order" in chinese.out


def test_questions_are_asked_in_chinese(
    office: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        return {"项目名称：": "甲", "新建、扩建或技改：": "扩建"}.get(question, "")

    monkeypatch.setattr("zqtrack.cli.new.at_a_terminal", lambda: True)
    monkeypatch.setattr("builtins.input", answer)
    assert run("new").code == 0
    assert [question for question in asked if english(question)] == []
    assert (office / "projects" / "project-001.toml").read_text("utf-8").count(
        'kind = "expansion"'
    ) == 1


IMPORTED = """\
编号,项目名称,企业,投资额（元）,签约时间,开工时间,计划竣工时间,高企,预算,退出原因,当前阶段
p-4,新,甲,50000000,不详,,2024-06,,1,,签约
p-1,,,1200000000,2023,2023-09-28,2024-03,否,,,开工
p-3,新,,,,不详,,,,转产,
p-2,新,,,不适用,,,,,,
"""


def test_the_plan_of_an_import_is_in_chinese(office: Path, screen: Run) -> None:
    (office / "2024.csv").write_text(IMPORTED, "utf-8")
    ran = screen("import", "2024.csv", "--map", "预算=不读取")
    assert (ran.code, ran.err) == (
        *(1, "新增1、变动2、未变0、不予导入1；未写入任何内容：加 --write 写入\n"),
    )
    check(ran.out)
    lines = [line.split() for line in ran.out.splitlines()]
    assert [line[2] for line in lines if line and re.fullmatch("[A-K]", line[0])] == [
        *("编号", "项目名称", "企业", "计划投资", "签约", "开工", "计划竣工", "高新技术企业"),
        *("不读取", "退出原因", "不读取"),
    ]
    assert ["2", "p-4", "新", "签约", "不详", "5000万"] in lines
    assert ["3", "p-1", "计划投资", "1,100,000,000", "1,200,000,000"] in lines
    assert ["高新技术企业", "是", "否"] in lines
    assert ["计划调整2", "阶段", "竣工"] in lines
    assert ["E3", "p-1", "2023", "2023-04"] in lines
    # A name is shown as it is, whatever it says.
    assert ["5", "p-2", "项目名称", "前行水下设备", "新"] in lines
    assert ["签约", "不详", "不适用"] in lines


@pytest.mark.usefixtures("office")
def test_what_is_exported_is_in_chinese_for_it_is_opened_in_a_spreadsheet(run: Run) -> None:
    ran = run("export", "--format", "csv", "-")
    assert ran.out.startswith("\ufeff编号,项目名称,阶段,起始,停留天数,亮灯,")
    assert run("list", "--format", "csv").out.startswith("id,name,company,district,")


def test_the_page_is_in_chinese(office: Path, run: Run) -> None:
    assert run("report", "--format", "html", "--output", "page.html").code == 0
    page = (office / "page.html").read_text("utf-8")
    assert '<html lang="zh-Hans">' in page
    shown = re.sub("<style.*?</style>", "", page, flags=re.DOTALL)
    assert english(" ".join(re.findall(">([^<]+)<", shown))) == []


def test_the_workbook_is_in_chinese(office: Path, run: Run) -> None:
    assert run("export", "projects.xlsx").code == 0
    with ZipFile(office / "projects.xlsx") as book:
        texts = book.read("xl/sharedStrings.xml").decode()
        sheets = re.findall('<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
    assert english(" ".join(re.findall("<t[^>]*>([^<]*)</t>", texts))) == []
    assert sheets == ["报告", "项目", "问题", "计划调整", "跟进记录"]
