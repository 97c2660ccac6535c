"""A cohort too young shows its size and the day it is ready, and no figure."""

from collections import Counter
from datetime import date

from zqtrack.core.calendar import Unit
from zqtrack.core.cohorts import Cohort, Cohorts, Outturn
from zqtrack.core.leadtime import Outcome
from zqtrack.core.period import parse_period
from zqtrack.core.project import Stage
from zqtrack.output.cohorts import cohorts_document, cohorts_record
from zqtrack.output.document import say
from zqtrack.output.layout import lay_out


def cohort(began: str, outturn: Outturn | None) -> Cohort:
    return Cohort(parse_period(began), 40, date(2024, 3, 9), outturn)


def lines(*cohorts: Cohort, undated: int = 0) -> list[str]:
    found = Cohorts(Stage.SIGNED, Stage.STARTED, 90, Unit.HALF, cohorts, undated)
    document = cohorts_document(found, (say("Ledger"),))
    shown = lay_out(document, 80, lambda span: span.text)
    return [line.replace("\u00a0", " ") for line in shown]


def test_every_column_that_has_something_to_say() -> None:
    left_out = Counter({Outcome.UNKNOWN_DATE: 2, Outcome.REVERSED: 1})
    assert lines(
        cohort("2022-H1", Outturn(10, 2, 4, left_out, 0.3, (0.175, 0.46))),
        cohort("2022-H2", Outturn(0, 0, 0, Counter({Outcome.UNKNOWN_DATE: 40}), None, None)),
        cohort("2023-H1", None),
        undated=1_200,
    ) == [
        "Ledger",
        "",
        "Of the projects signed in each half, the share started within 90 days. 1 cohort",
        "too young for it, and so without a figure. In no cohort, as the date is unknown",
        "or may be in two halves: 1,200.",
        "",
        "signed → started within 90 days, by half",
        "  signed   projects  ≤ 90  withdrawn  left out      share     95 % interval",
        "  2022-H1        40  ≥ 10          4         3       30 %       18 % – 46 %",
        "  2022-H2        40     0          ·        40          –                 –",
        "  2023-H1        40                             too young  until 2024-03-09",
    ]


def test_all_old_enough_and_all_placed_needs_no_words() -> None:
    assert lines(cohort("2022-H1", Outturn(10, 0, 0, Counter(), 0.25, (0.1, 0.4))))[2:] == [
        "Of the projects signed in each half, the share started within 90 days.",
        "",
        "signed → started within 90 days, by half",
        "  signed   projects  ≤ 90  share  95 % interval",
        "  2022-H1        40    10   25 %    10 % – 40 %  ████",
    ]


def test_none_old_enough() -> None:
    assert lines(cohort("2023-H1", None))[2:] == [
        "No cohort is old enough; name a shorter --within.",
        "",
        "signed → started within 90 days, by half",
        "  signed   projects  ≤ 90      share     95 % interval",
        "  2023-H1        40        too young  until 2024-03-09",
    ]


def test_no_cohort_at_all() -> None:
    assert lines() == ["Ledger", "", "No project has a date for signed in one half."]


def test_the_shares_of_a_cohort_without_an_interval_are_null() -> None:
    nothing = cohort("2022", Outturn(0, 0, 0, Counter({Outcome.REVERSED: 40}), None, None))
    (record,) = cohorts_record(Cohorts(Stage.SIGNED, Stage.STARTED, 90, Unit.YEAR, (nothing,), 0))[
        "cohorts"
    ]
    assert (record["share"], record["interval_95"], record["too_young"]) == (None, None, False)
    assert record["left_out"] == {"reversed": 40}
