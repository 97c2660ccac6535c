"""Dates as officers write them are read as precisely as they are meant, or not at all."""

from datetime import date, datetime, time, timedelta

import pytest

from zqtrack.core.period import parse_period
from zqtrack.core.project import Mark
from zqtrack.errors import BadValue
from zqtrack.exchange.dates import read_date, read_moment
from zqtrack.exchange.grid import Broken, Value

SIGNED = frozenset(("signed", "签约", "正式签约"))


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        # the ledger's own grammar
        ("2023-09-28", "2023-09-28"),
        ("2023-01/2023-09", "2023-01/2023-09"),
        ("2023-Q3", "2023-Q3"),
        ("2023", "2023"),
        # Chinese
        ("2023年", "2023"),
        ("2023年9月", "2023-09"),
        ("2023年9月份", "2023-09"),
        ("2023年9月28日", "2023-09-28"),
        ("2023 年 9 月 28 号", "2023-09-28"),
        ("２０２３年９月", "2023-09"),
        ("2023年上半年", "2023-H1"),
        ("2023年下半年", "2023-H2"),
        ("2023年三季度", "2023-Q3"),
        ("2023年第三季度", "2023-Q3"),
        ("2023年4季度", "2023-Q4"),
        ("2023年9月上旬", "2023-09-01/2023-09-10"),
        ("2023年9月中旬", "2023-09-11/2023-09-20"),
        ("2023年2月下旬", "2023-02-21/2023-02-28"),
        # numbers and signs
        ("2023.9", "2023-09"),
        ("2023. 9", "2023-09"),
        ("2023.9.28", "2023-09-28"),
        ("2023/9", "2023-09"),
        ("2023/9/8", "2023-09-08"),
        ("2023-9-8", "2023-09-08"),
        ("202309", "2023-09"),
        ("20230928", "2023-09-28"),
        ("2023H1", "2023-H1"),
        ("2023q3", "2023-Q3"),
        ("2023-09-28 13:30", "2023-09-28"),
        ("2023-09-28T00:00:00", "2023-09-28"),
        ("2023年9月28日 9:00", "2023-09-28"),
        # the serial number of 2023-09-28, in a file without types
        ("45197", "2023-09-28"),
        # English
        ("Sep 2023", "2023-09"),
        ("28 Sep 2023", "2023-09-28"),
        ("28-Sep-2023", "2023-09-28"),
        ("September 28, 2023", "2023-09-28"),
        # real dates
        (date(2023, 9, 28), "2023-09-28"),
        (datetime(2023, 9, 28, 13, 30), "2023-09-28"),  # noqa: DTZ001 - as a cell holds it
        (parse_period("2023-09"), "2023-09"),
        # numbers: a serial one, one with a time of day, and what was typed without signs
        (45197, "2023-09-28"),
        (45197.5625, "2023-09-28"),
        (20230928.0, "2023-09-28"),
        (202309.0, "2023-09"),
        (2023.0, "2023"),
        # 2023.9 and 2023.12 were typed so; only 2023.1 may have been 2023.10
        (2023.9, "2023-09"),
        (2023.11, "2023-11"),
        (2023.12, "2023-12"),
    ],
)
def test_a_date_is_read_as_precisely_as_it_is_written(cell: Value, read: str) -> None:
    found = read_date(cell)
    assert found
    assert (found, found.text) == (parse_period(read), read)


@pytest.mark.parametrize("cell", [None, "", " ", "-", "—", "/", "无", "待定", "暂无", "TBD"])
def test_a_cell_that_says_nothing_is_no_date(cell: Value) -> None:
    assert read_date(cell) is None


def test_a_serial_number_counts_from_1904_where_the_workbook_does() -> None:
    # 2023-09-28 is 43,735 days after 1904-01-01 and 45,197 days after 1899-12-30.
    assert str(read_date(43_735, from_1904=True)) == "2023-09-28"
    assert str(read_date(45_197, from_1904=False)) == "2023-09-28"


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("soon", "`soon` is not a date"),
        ("2023年底", "`2023年底` is not a date"),
        ("23.9.28", "`23.9.28` is not a date"),
        ("08/01/2023", "`08/01/2023` is not a date"),
        ("28 Foo 2023", "`28 Foo 2023` is not a date"),
        ("2023.13", "`2023.13` is not in the calendar"),
        ("2023-02-30", "`2023-02-30` is not in the calendar"),
        ("31 Sep 2023", "`31 sep 2023` is not in the calendar"),
        (5, "`5` is not a date"),
        (29_220, "`29220` is not a date"),
        (99_999_999, "`99999999` is not in the calendar"),
        (2023.99, "`2023.99` is not a date"),
        (2023.123, "`2023.123` is not a date"),
        (True, "`True` is not a date"),
        (time(9), "`09:00:00` is not a date"),
        (timedelta(1), "`1 day, 0:00:00` is not a date"),
        (Broken("#N/A"), "`#N/A` is not a date"),
        (date(1899, 12, 31), "1899-12-31 is in no year of a project"),
    ],
)
def test_what_is_no_date_is_refused(cell: Value, message: str) -> None:
    with pytest.raises(BadValue) as refused:
        read_date(cell)
    assert str(refused.value) == message


def test_a_number_that_may_be_january_or_october_is_refused() -> None:
    with pytest.raises(BadValue) as refused:
        read_date(2023.1)
    assert str(refused.value) == "`2023.1` is a number: January or October of that year"
    assert refused.value.hint == "write 2023-01 or 2023-10, as text"
    # As text it is clear.
    assert str(read_date("2023.1")) == "2023-01"
    assert str(read_date("2023.10")) == "2023-10"


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2023年9月", parse_period("2023-09")),
        (45197, parse_period("2023-09-28")),
        ("已签约", Mark.UNKNOWN),
        ("已经签约", Mark.UNKNOWN),
        ("已完成", Mark.UNKNOWN),
        ("√", Mark.UNKNOWN),
        (True, Mark.UNKNOWN),
        ("unknown", Mark.UNKNOWN),
        ("时间不详", Mark.UNKNOWN),
        ("未知", Mark.UNKNOWN),
        ("n/a", Mark.NOT_APPLICABLE),
        ("不适用", Mark.NOT_APPLICABLE),
        ("不涉及", Mark.NOT_APPLICABLE),
        ("租赁厂房", Mark.NOT_APPLICABLE),
        ("未签约", None),
        ("尚未签约", None),
        ("待签约", None),
        ("否", None),
        ("×", None),
        (False, None),
        ("待定", None),
        (None, None),
    ],
)
def test_a_word_may_say_that_a_stage_was_passed(cell: Value, moment: object) -> None:
    assert read_moment(cell, SIGNED) == moment


@pytest.mark.parametrize("cell", ["已开工", "签约中", "signing"])
def test_a_word_that_says_something_else_is_refused(cell: str) -> None:
    with pytest.raises(BadValue, match=f"`{cell}` is not a date"):
        read_moment(cell, SIGNED)


@pytest.mark.parametrize("cell", ["计划2024年3月", "2024年3月（预计）", "Planned 2024-03"])
def test_a_promise_is_no_date_on_which_something_happened(cell: str) -> None:
    with pytest.raises(BadValue) as refused:
        read_moment(cell, SIGNED)
    assert str(refused.value) == f"`{cell}` is a promise, not a date on which it happened"
    assert refused.value.hint == "move it to a column such as 计划开工时间 or planned start"
