"""What is wrong is a value: it can be compared, collected and shown, but not changed."""

from collections.abc import Iterator

import pytest

from zqtrack.core.findings import MORE_FLAWS, MOST_FLAWS, Enough, Finding, Flaw, Flaws, Severity


def test_a_severity_reads_as_in_the_output() -> None:
    assert [str(severity) for severity in Severity] == ["error", "warning"]


def test_a_flaw_may_have_no_hint() -> None:
    assert Flaw("ZQ201", ("actual", "signed"), "comes after started").hint is None


def test_the_same_finding_is_the_same_value() -> None:
    def found(line: int) -> Finding:
        message, hint = "`compny` is not a key of this table", "did you mean `company`?"
        return Finding("projects/a.toml", line, 1, "ZQ101", Severity.ERROR, message, hint)

    assert len({found(2), found(2), found(3)}) == 2


def test_a_flaw_cannot_be_changed() -> None:
    flaw = Flaw("ZQ101", ("compny",), "`compny` is not a key of this table")
    with pytest.raises(AttributeError):
        flaw.code = "ZQ102"  # type: ignore[misc]  # the mistake under test


def test_of_one_file_so_many_flaws_are_taken_and_one_says_that_there_are_more() -> None:
    flaws = Flaws()
    told = [Flaw("ZQ101", (str(n),), "x") for n in range(MOST_FLAWS)]
    flaws.extend(told[:-1])
    flaws.append(told[-1])
    assert flaws == told
    with pytest.raises(Enough):
        flaws.append(Flaw("ZQ106", ("name",), "y"))
    more = "there is more: of one file only 100 things that are wrong are told"
    hint = "mend these first, then run validate again"
    assert flaws == [*told, Flaw(MORE_FLAWS, ("name",), more, hint)]


def test_what_comes_after_too_many_flaws_is_not_even_looked_at() -> None:
    seen = []

    def find() -> Iterator[Flaw]:
        for n in range(10**6):
            seen.append(n)
            yield Flaw("ZQ101", (n,), "x")

    with pytest.raises(Enough):
        Flaws().extend(find())
    assert len(seen) == MOST_FLAWS + 1
