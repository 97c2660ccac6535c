"""What is wrong is a value: it can be compared, collected and shown, but not changed."""

from dataclasses import FrozenInstanceError

import pytest

from zqtrack.core.findings import Finding, Flaw, Severity


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
    with pytest.raises(FrozenInstanceError):
        flaw.code = "ZQ102"  # type: ignore[misc]  # the mistake under test
