"""Make the workbooks against which the import is tested: as messy as the offices' own.

    python scripts/make_messy_workbook.py

writes ``tests/exchange/messy/excel.xlsx`` and, by LibreOffice Calc (``soffice``, tried with 7.4),
``libreoffice.xlsx``, ``libreoffice.ods`` and ``libreoffice.xls`` from it, all beside one another.
"""

import shutil
import subprocess
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped] # it ships no types

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "exchange" / "messy"
SUFFIXES = ("xlsx", "ods", "xls")


def main() -> None:
    """Write all of them."""
    FOLDER.mkdir(exist_ok=True)
    write(FOLDER / "excel.xlsx")
    for suffix in SUFFIXES:
        convert(FOLDER / "excel.xlsx", FOLDER / f"libreoffice.{suffix}")


def write(path: Path) -> None:
    """Write the workbook as Excel would save it."""
    book = xlsxwriter.Workbook(path)
    book.set_properties({"created": datetime(2024, 3, 3)})  # noqa: DTZ001 - as the library takes it
    how = book.add_worksheet("填表说明")
    how.write("A1", "请各单位每周五下班前填报。")
    _write_ledger(book)
    old = book.add_worksheet("旧台账")
    old.write_column("A1", ["项目名称", "早已投产的项目"])
    draft = book.add_worksheet("草稿")
    draft.write_row("A1", ["项目名称", "企业", "投资额"])
    draft.hide()
    book.close()


def convert(source: Path, target: Path) -> None:
    """Let LibreOffice open a workbook and save it in another format."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["soffice", "--headless", "--convert-to", target.suffix[1:], "--outdir", folder]
        subprocess.run([*command, str(source)], check=True, capture_output=True)  # noqa: S603 - our own words
        shutil.move(Path(folder, source.with_suffix(target.suffix).name), target)


def _write_ledger(book: Any) -> None:
    sheet = book.add_worksheet("2024年台账")
    bold = book.add_format({"bold": True, "align": "center", "text_wrap": True})
    _write_heading(sheet, bold)
    day = book.add_format({"num_format": "yyyy/m/d"})
    month = book.add_format({"num_format": 'yyyy"年"m"月"'})

    sheet.write_row("A5", [1, "正创智能制造产业园", "广州正创控股集团"])
    sheet.merge_range("D5:D7", "四会")  # one cell for three projects
    sheet.write_row("E5", ["新建", 110_000, "20", "120.5亩", "2023年4月", "2023.8"])
    sheet.write_datetime("K5", datetime(2023, 9, 28), day)  # noqa: DTZ001 - see above
    sheet.write_row("L5", ["2024年上半年", "2025Q1", "张三", "√", None, "进展顺利"])

    sheet.write_row("A6", [2, "潜行水下装备\n二期", "深圳潜行创新科技", None, "新建项目", "1.5亿"])
    # 45197 is the serial number of 2023-09-28, in a cell without the format of a date.
    sheet.write_row("H6", ["8公顷", 45_197, "不涉及", "未开工", "待定", None, "李四", "否"])

    sheet.write_row("A7", [3, "宏泰新能源", "宏泰新能源", None, "/", "5,000", "无", "-", "已签约"])
    sheet.write_datetime("J7", datetime(2023, 8, 1), month)  # noqa: DTZ001 - typed as 2023年8月
    # 45296 is 2024-01-05.
    sheet.write_formula("K7", "=DATE(2024,1,5)", day, value=45_296)
    sheet.write_row("L7", ["2024/12", "2025年", "王五", "Y"])

    sheet.merge_range("A8:R8", "二、扩建项目", bold)
    # What a spreadsheet makes of 0.1 + 0.2, times 10,000.
    sheet.write_row(
        "A9", [4, "富仕线路板", "富仕电子", "高要", "增资扩产", 3_000.0000000000005, 1.1]
    )
    sheet.write_row(
        "H9", [60, "２０２３年９月", 20_230_928, "2023年三季度", None, None, "赵六", 1]
    )
    sheet.write_row("A10", ["小计", None, None, None, None, "=SUM(F5:F9)"])

    # The heading again, as at the top of a printed page.
    sheet.merge_range("B12:B13", "项目名称", bold)
    sheet.write("I12", "时间节点", bold)
    sheet.write_row("I13", ["签约", "供地", "开工"], bold)

    sheet.write_row("A14", [5, "德庆林产", "德庆林产集团", None, None, 800])
    sheet.write_formula("K14", "=NA()", day, value="#N/A")
    sheet.write_row("A15", [6, "鼎湖饮料", "鼎湖饮料", None, "改扩建", "约3亿", None, "一块"])
    # As text it would be clear: 2023.1 may have been typed as 2023.10.
    sheet.write_row("I15", [2023.1, "2023年底", "计划2024年3月", "2024.13", None, None, "申报中"])
    sheet.write_row("A16", [7, "富仕 线路板", "富仕电子", "高要"])
    sheet.write_row("A17", [8, None, "没有名称的企业", "高要"])
    sheet.write_row("A18", [9, "怀集金属", "怀集金属", None, None])
    sheet.write_formula("F18", "=F5/11", None, value="")  # never calculated
    sheet.write_row("A19", ["合  计", None, None, None, None, "=SUM(F5:F18)"])
    sheet.write("A21", "注：数据截至2024年3月3日。")


def _write_heading(sheet: Any, bold: Any) -> None:
    """Write a title, a note on units, and a heading of two rows."""
    sheet.merge_range("A1:R1", "2023—2024年计划推进工业项目台账", bold)
    sheet.write("P2", "单位：亿元")
    single = {
        "A": "序号",
        "B": "项目名称",
        "C": "投资\n企业",
        "D": "区县",
        "E": "建设性质",
        "F": "投资额\n（万元）",
        "G": "年产值",
        "H": "用地面积（亩）",
        "N": "责 任 人",
        "O": "是否高新\n技术企业",
        "P": "总盘子（万美元）",
        "Q": "备注",
        "R": "当前阶段",
    }
    for column, text in single.items():
        sheet.merge_range(f"{column}3:{column}4", text, bold)
    sheet.merge_range("I3:K3", "时间节点", bold)
    sheet.write_row("I4", ["签约", "供地", "开工"], bold)
    sheet.merge_range("L3:M3", "计划时间", bold)
    sheet.write_row("L4", ["竣工", "投产"], bold)


if __name__ == "__main__":
    main()
