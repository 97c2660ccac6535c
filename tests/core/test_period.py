"""A date is as precise as it was written, and a wrong one says how to write it."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zqtrack.core.period import (
    GRAMMAR,
    Period,
    exactly,
    months_of,
    parse_period,
    period_from,
    span,
    the_year_to,
)
from zqtrack.errors import BadValue

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
SINGLE_TEXTS = st.one_of(
    DAYS.map(date.isoformat),
    DAYS.map("{0:%Y-%m}".format),
    DAYS.map("{0:%Y}".format),
    st.builds("{:%Y}-{}".format, DAYS, st.sampled_from(["H1", "H2", "Q1", "Q2", "Q3", "Q4"])),
)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start, end = sorted((draw(SINGLE_TEXTS), draw(SINGLE_TEXTS)), key=_first_day)
    return parse_period(draw(st.sampled_from([start, f"{start}/{end}"])))


def _first_day(text: str) -> tuple[date, date]:
    period = parse_period(text)
    return period.first, period.last


def refusal(value: object) -> tuple[str, str | None]:
    with pytest.raises(BadValue) as caught:
        period_from(value)
    return str(caught.value), caught.value.hint


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023-H1", date(2023, 1, 1), date(2023, 6, 30)),
        ("2023-H2", date(2023, 7, 1), date(2023, 12, 31)),
        ("2023-Q1", date(2023, 1, 1), date(2023, 3, 31)),
        ("2023-Q3", date(2023, 7, 1), date(2023, 9, 30)),
        ("2023-Q4", date(2023, 10, 1), date(2023, 12, 31)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-12", date(2023, 12, 1), date(2023, 12, 31)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
        ("2023-01/2023-09", date(2023, 1, 1), date(2023, 9, 30)),
        ("2022-Q4/2023-04-18", date(2022, 10, 1), date(2023, 4, 18)),
        ("2023/2024", date(2023, 1, 1), date(2024, 12, 31)),
        ("2023-04/2023-04", date(2023, 4, 1), date(2023, 4, 30)),
        # From the start of the first to the end of the second, though both lie in one year.
        ("2023/2023-04", date(2023, 1, 1), date(2023, 4, 30)),
        ("1900", date(1900, 1, 1), date(1900, 12, 31)),
        ("2199-12-31", date(2199, 12, 31), date(2199, 12, 31)),
    ],
)
def test_a_date_runs_from_its_first_day_to_its_last(text: str, first: date, last: date) -> None:
    period = parse_period(text)
    assert (period.first, period.last) == (first, last)
    assert period.text == text
    assert str(period) == text


def test_a_date_of_toml_is_one_day() -> None:
    assert period_from(date(2023, 9, 28)) == parse_period("2023-09-28")
    assert period_from("2023-09").text == "2023-09"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2023/04/18", "write 2023-04-18"),
        ("2023/4", "write 2023-04"),
        ("2023-4-8", "write 2023-04-08"),
        ("2023.04.18", "write 2023-04-18"),
        ("20230418", "write 2023-04-18"),
        ("202304", "write 2023-04"),
        ("2023年", "write 2023"),
        ("2023年4月", "write 2023-04"),
        ("2023年4月18日", "write 2023-04-18"),
        ("2023年4月18号", "write 2023-04-18"),
        ("2023年上半年", "write 2023-H1"),
        ("2023年 下半年", "write 2023-H2"),
        ("2023-h1", "write 2023-H1"),
        ("2023q3", "write 2023-Q3"),
        (" 2023-04 ", "write 2023-04"),
        ("2023-04\n", "write 2023-04"),
        ("２０２３－０４", "write 2023-04"),
    ],
)
def test_a_date_written_as_elsewhere_is_refused_with_its_spelling(text: str, hint: str) -> None:
    message, shown_hint = refusal(text)
    assert message.endswith("` is not a date")
    assert shown_hint == hint


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/",
        "/2023",
        "soon",
        "04/2023",
        "18.04.2023",
        "2023-4-31",  # elsewhere a date, but April has 30 days
        "2023/13",
        "2023-Q5",
        "2023-H3",
        "-2023",
        "+2023",
        "2023-01/2023-02/2023-03",
        "٢٠٢٣ and more",
    ],
)
def test_what_resembles_no_date_is_refused_with_the_whole_grammar(text: str) -> None:
    message, hint = refusal(text)
    assert message.endswith("` is not a date")
    assert hint == (
        "write one of 2023-09-28, 2023-09, 2023-Q3, 2023-H1, 2023, "
        "or FROM/TO such as 2023-01/2023-09"
    )


@pytest.mark.parametrize("text", ["2023-01/", "/2023-01", "n/a", "2023-01/now"])
def test_a_span_that_lacks_a_side_is_quoted_whole(text: str) -> None:
    assert refusal(text)[0] == f"`{text}` is not a date"


def test_a_span_with_one_wrong_side_quotes_that_side() -> None:
    assert refusal("2023-01/2023.9") == ("`2023.9` is not a date", "write 2023-09")


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("2023-02-29", "`2023-02-29` is not in the calendar", "2023-02 has 28 days"),
        ("1900-02-29", "`1900-02-29` is not in the calendar", "1900-02 has 28 days"),
        ("2023-04-31", "`2023-04-31` is not in the calendar", "2023-04 has 30 days"),
        ("2023-04-00", "`2023-04-00` is not in the calendar", "2023-04 has 30 days"),
        ("2023-13", "`2023-13` is not in the calendar", "months run from 01 to 12"),
        ("2023-00-01", "`2023-00-01` is not in the calendar", "months run from 01 to 12"),
        ("2023-01/2023-02-30", "`2023-02-30` is not in the calendar", "2023-02 has 28 days"),
    ],
)
def test_a_day_that_never_was_says_which_there_are(text: str, message: str, hint: str) -> None:
    assert refusal(text) == (message, hint)


@pytest.mark.parametrize(
    ("value", "year"),
    [
        ("0000", "0000"),
        ("0023-04-18", "0023"),
        ("1899-12-31", "1899"),
        ("2200", "2200"),
        ("2023/9999", "9999"),
        (date(1, 1, 1), "0001"),
        (date(9999, 12, 31), "9999"),
    ],
)
def test_a_year_of_another_age_is_refused_as_a_slip(value: object, year: str) -> None:
    assert refusal(value) == (f"{year} is no year of a project", "years run from 1900 to 2199")


def test_a_span_that_ends_before_it_starts_is_refused() -> None:
    assert refusal("2023-09/2023-01") == (
        "2023-09-01/2023-01-31 ends before it starts",
        "write the earlier date first",
    )


def test_a_bare_year_is_explained_as_a_number() -> None:
    assert refusal(2023) == ("2023 is a number in TOML, not a date", 'put it in quotes: "2023"')


def test_a_date_time_is_refused_with_its_day() -> None:
    with_zone = datetime(2023, 9, 28, 10, 30, tzinfo=UTC)
    expected = ("a date without a time belongs here", "write 2023-09-28")
    assert refusal(with_zone) == expected
    assert refusal(with_zone.replace(tzinfo=None)) == expected


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        0,
        20230418,
        2023.04,
        float("nan"),
        time(10),
        [],
        ["2023"],
        {},
        pytest.param(10**5_000, id="more digits than Python would print"),
    ],
)
def test_a_value_that_is_no_date_is_refused(value: object) -> None:
    assert refusal(value) == (
        "a date belongs here",
        f"write one of {GRAMMAR}; all but a full day in quotes",
    )


@pytest.mark.parametrize("text", ["2023-04-18" * 500, "1" * 5_000, "\x1b[31m" * 9, "/" * 5_000])
def test_a_refusal_stays_short_and_printable(text: str) -> None:
    message, _ = refusal(text)
    assert len(message) < 60
    assert message.isprintable()


def test_periods_of_the_same_days_are_equal_however_written() -> None:
    assert parse_period("2023-H1") == parse_period("2023-01/2023-06")
    assert len({parse_period("2023-Q1"), parse_period("2023-01/2023-03")}) == 1
    assert parse_period("2023-Q1") != parse_period("2023-Q2")


def test_only_one_day_is_exact() -> None:
    assert parse_period("2023-04-18").exact
    assert parse_period("2023-04-18/2023-04-18").exact
    assert not parse_period("2023-04").exact


def test_both_ends_are_counted() -> None:
    assert parse_period("2023-01/2023-09").days == 273
    assert parse_period("2024").days == 366
    assert parse_period("2023-04-18").days == 1


@pytest.mark.parametrize(
    ("inner", "outer", "within", "overlaps"),
    [
        ("2023-04", "2023", True, True),
        ("2023", "2023-04", False, True),
        ("2023-04", "2023-04", True, True),
        ("2023-Q2", "2023-01/2023-05", False, True),
        ("2023-Q2", "2023-05/2023-09", False, True),
        ("2023-03-31", "2023-Q2", False, False),
        ("2023-07-01", "2023-Q2", False, False),
        ("2023-06-30", "2023-Q2", True, True),
    ],
)
def test_within_is_wholly_and_overlapping_is_by_a_day(
    inner: str, outer: str, *, within: bool, overlaps: bool
) -> None:
    assert parse_period(inner).within(parse_period(outer)) is within
    assert parse_period(inner).overlaps(parse_period(outer)) is overlaps


def test_a_period_is_clipped_to_a_day_in_it() -> None:
    april = parse_period("2023-04")
    assert april.until(date(2023, 4, 18)) == parse_period("2023-04-01/2023-04-18")
    assert april.until(date(2023, 4, 1)) == parse_period("2023-04-01")


def test_a_period_that_is_over_keeps_its_text() -> None:
    april = parse_period("2023-04")
    assert april.until(date(2023, 4, 30)) is april
    assert april.until(date(2024, 1, 1)) is april


def test_nothing_is_left_of_a_period_before_its_first_day() -> None:
    assert parse_period("2023-04").until(date(2023, 3, 31)) is None


@pytest.mark.parametrize(
    ("window", "before"),
    [
        ("2023-01/2023-09", "2022-01-01/2022-09-30"),
        ("2023-04-18", "2022-04-18"),
        ("2024-02", "2023-02-01/2023-02-28"),
        ("2025-02", "2024-02-01/2024-02-29"),  # the whole of February, with its day more
        ("2024-03/2025-02", "2023-03-01/2024-02-29"),
        ("2024-02-10/2024-02-28", "2023-02-10/2023-02-28"),  # not the end of that February
        ("2024-02-29/2024-03-31", "2023-02-28/2023-03-31"),
        ("2024-02-29", "2023-02-28"),
        ("2025-02-28", "2024-02-28"),  # one day stays one day
    ],
)
def test_the_window_a_year_before_is_the_same_part_of_the_year(window: str, before: str) -> None:
    assert parse_period(window).a_year_before().text == before


def test_the_year_to_a_day_ends_with_it_and_begins_the_day_after_it_a_year_before() -> None:
    assert the_year_to(date(2024, 3, 3)).text == "2023-03-04/2024-03-03"
    assert the_year_to(date(2023, 12, 31)) == parse_period("2023")
    assert the_year_to(date(2024, 2, 29)).text == "2023-03-01/2024-02-29"
    assert the_year_to(date(2025, 2, 28)).text == "2024-03-01/2025-02-28"


def test_one_day_or_two_make_a_period() -> None:
    assert exactly(date(2023, 4, 18)).text == "2023-04-18"
    assert span(date(2023, 4, 18), date(2023, 4, 18)).text == "2023-04-18"
    assert span(date(2023, 4, 18), date(2023, 5, 2)).text == "2023-04-18/2023-05-02"


@pytest.mark.parametrize(
    ("window", "months"),
    [
        ("2023-04-18", "2023-04-18"),
        ("2024-02", "2024-02-01/2024-02-29"),
        (
            "2022-11-15/2023-01-10",
            "2022-11-15/2022-11-30 2022-12-01/2022-12-31 2023-01-01/2023-01-10",
        ),
    ],
)
def test_a_window_is_divided_into_its_calendar_months(window: str, months: str) -> None:
    assert " ".join(str(month) for month in months_of(parse_period(window))) == months


@given(periods())
def test_the_text_of_a_period_reads_back_as_the_same_days(period: Period) -> None:
    assert parse_period(period.text) == period


@given(periods(), DAYS)
def test_a_clipped_period_lies_within_it_ends_by_the_day_and_reads_back(
    period: Period, day: date
) -> None:
    clipped = period.until(day)
    if clipped is None:
        assert day < period.first
    else:
        assert clipped.within(period)
        assert clipped.last == min(period.last, day)
        assert parse_period(clipped.text) == clipped


@given(periods(), periods())
def test_two_periods_overlap_when_they_share_a_day(one: Period, other: Period) -> None:
    shared = (min(one.last, other.last) - max(one.first, other.first)).days + 1
    assert one.overlaps(other) is (shared > 0)
    assert one.within(other) is (shared == one.days)


@given(st.text(alphabet="0123456789-/HQ年月 .１") | st.text())
def test_what_is_refused_is_short_and_tells_how_to_write_it(text: str) -> None:
    try:
        parse_period(text)
    except BadValue:
        message, hint = refusal(text)
        assert len(message) < 60
        assert hint is not None
