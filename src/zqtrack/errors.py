"""A request that cannot be met. Wrong data is no exception: see ``core.findings``."""

from collections.abc import Sequence

# How much of what somebody wrote a message shows, in characters.
_SHOWN = 40


class ZqtrackError(Exception):
    """A request that cannot be met, said in one sentence.

    Attributes:
        message: what is wrong and where; one sentence, no full stop, ids in backquotes.
        hint: what to do next, or None.
        exit_code: 1 when the ledger stands in the way, 2 when the request itself is wrong.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(ZqtrackError):
    """The words of the request are wrong: an unknown field, an impossible date."""

    exit_code = 2


class LedgerNotFound(ZqtrackError):
    """No folder with ``projects/`` where one was looked for."""


class ProjectNotFound(ZqtrackError):
    """No project, or more than one, answers to a name.

    Attributes:
        candidates: the ids that come nearest, best first.
    """

    def __init__(
        self, message: str, hint: str | None = None, candidates: Sequence[str] = ()
    ) -> None:
        super().__init__(message, hint)
        self.candidates = tuple(candidates)


class EditRefused(ZqtrackError):
    """A change that cannot be made without touching other bytes; nothing was written.

    Attributes:
        lines: what to type by hand instead, ready to paste.
    """

    def __init__(self, message: str, hint: str | None = None, lines: str = "") -> None:
        super().__init__(message, hint)
        self.lines = lines


class LedgerBusy(ZqtrackError):
    """Another zqtrack holds the ledger's lock."""


class WriteFailed(ZqtrackError):
    """The disk refused a write; the message says whether the old or the new file is in place."""


class BadValue(ValueError):
    """A value that cannot be read. A reader turns it into a finding, a command into a usage error.

    Attributes:
        hint: how to write it, or None.
    """

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


def quoted(text: str) -> str:
    """Quote what somebody wrote, for a message: one printable line of at most 40 characters."""
    # Cut first as well: each character shows as at least one, and a text may have millions.
    shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text[: _SHOWN + 1])
    return f"`{shown}`" if len(shown) <= _SHOWN else f"`{shown[: _SHOWN - 1]}…`"
