"""What is wrong with a ledger, as values: where it stands, what it is, what to do."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from zqtrack.language import _

#: The check that says that a file has more flaws than are told.
MORE_FLAWS = "ZQ107"
#: So many flaws of one file are told. Nobody mends a thousand one by one, and each takes time.
MOST_FLAWS = 100

#: Where a value stands in a file: ``("problems", 2, "due")``; empty for the file as a whole.
KeyPath: TypeAlias = tuple[str | int, ...]


class Severity(StrEnum):
    """How bad a finding is: an error fails ``validate``, a warning only with ``--strict``."""

    ERROR = "error"
    WARNING = "warning"


class Flaw(NamedTuple):
    """Something wrong in the data of one file, before its place in the text is known.

    Attributes:
        code: the check that found it, such as ``ZQ101``.
        key: where it stands; of an unknown key, the key itself.
        message: what is wrong, one sentence without full stop.
        hint: what to do, or None.
    """

    code: str
    key: KeyPath
    message: str
    hint: str | None = None


class Enough(Exception):
    """So much is wrong in a file that no more is looked for."""


class Flaws(list[Flaw]):
    """The flaws of one file: takes so many, then one that says that there are more.

    Raises Enough when it takes that one, so that a file full of flaws is not read to its end.
    """

    def append(self, flaw: Flaw) -> None:
        if len(self) < MOST_FLAWS:
            super().append(flaw)
            return
        message = _("there is more: of one file only {most} things that are wrong are told")
        hint = _("mend these first, then run validate again")
        super().append(Flaw(MORE_FLAWS, flaw.key, message.format(most=MOST_FLAWS), hint))
        raise Enough

    def extend(self, flaws: Iterable[Flaw]) -> None:
        for flaw in flaws:
            self.append(flaw)


class Finding(NamedTuple):
    """A flaw with its place: one row of ``validate``.

    Attributes:
        path: the file, as a user would open it from the working directory.
        line: 1-based.
        column: 1-based, in characters.
        code: the check that found it.
        severity: error or warning.
        message: what is wrong, one sentence without full stop.
        hint: what to do, or None.
    """

    path: str
    line: int
    column: int
    code: str
    severity: Severity
    message: str
    hint: str | None


class Marked(NamedTuple):
    """A finding with the line where it stands, for people to see.

    Attributes:
        finding: what is wrong.
        text: the line; of a long one what stands around the place, with … where it was cut.
        at: where in the text the wrong piece begins, 0-based.
        length: how many characters it has; 0 where it is the file as a whole.
    """

    finding: Finding
    text: str
    at: int
    length: int


class Checked(NamedTuple):
    """What was found in some files.

    Attributes:
        projects: how many project files were read.
        settings: whether a ``zqtrack.toml`` was read as well.
        found: what is wrong in them, in the order of path, line and column.
    """

    projects: int
    settings: bool
    found: tuple[Marked, ...]
