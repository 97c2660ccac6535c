"""What ``validate`` has found, for people, for programs and for GitHub; and its rules, told."""

import re
from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import Any

from zqtrack.core.checks import rule
from zqtrack.core.findings import Checked, Finding, Marked, Severity
from zqtrack.core.rules import Rule
from zqtrack.language import _, plural, speaks_chinese
from zqtrack.output import layout, text
from zqtrack.output.document import (
    Block,
    Document,
    Head,
    Heading,
    Line,
    Paragraph,
    Span,
    Style,
    Table,
    data,
    say,
)
from zqtrack.output.text import visible, width

#: How what is said of a finding looks.
STYLES: dict[Severity, Style] = {Severity.ERROR: "bad", Severity.WARNING: "warn"}
# The columns of `   14 | `, up to line 99,999.
_GUTTER = 8
_TAB = "    "
# As wide as text is pleasant to read.
_READABLE = 76


def diagnostics(found: Iterable[Marked], columns: int | None) -> Iterator[Block]:
    """Lay findings out for people: the place, the line with what is wrong marked, and a hint.

    Args:
        found: what was found.
        columns: how wide the screen is; None, as in a pipe, for as wide as it takes.
    """
    for marked in found:
        yield Paragraph((*_diagnostic(marked, columns), ()))


def record_of(finding: Finding) -> dict[str, Any]:
    """Give a finding as JSON values."""
    # Bytes of a file's name that are no UTF-8 have no place in JSON.
    path = finding.path.encode(errors="backslashreplace").decode()
    return finding._asdict() | {"path": path}


def annotation(finding: Finding) -> str:
    """Write a finding as a command that GitHub shows beside the line.

    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
    """
    title = f"{finding.code} {rule(finding.code).title}"
    message = "\n".join([finding.message, *([f"hint: {finding.hint}"] if finding.hint else [])])
    return (
        f"::{finding.severity} file={_property(finding.path)},line={finding.line},"
        f"col={finding.column},title={_property(title)}::{_escaped(message)}"
    )


def summary(checked: Checked) -> str:
    """Say in a line how many files were checked, and what was found."""
    files = text.files(checked.projects)
    if checked.settings:
        named = _("{files} and zqtrack.toml") if checked.projects else "zqtrack.toml"
        files = named.format(files=files)
    if not checked.found:
        return _("{files}, no problem found").format(files=files)
    what = _(" and ").join(_counted(checked.found))
    if checked.projects + checked.settings == 1:
        return _("{files}, {found}").format(files=files, found=what)
    bad_files = len({marked.finding.path for marked in checked.found})
    return _("{files}, {found} in {number:,} of them").format(
        files=files, found=what, number=bad_files
    )


def explanation(known: Rule, columns: int | None) -> Document:
    """Tell what a rule means, and how to mend what breaks it, on a screen of so many columns."""
    fails = {
        Severity.ERROR: _("an error: it fails validate"),
        Severity.WARNING: _("a warning: it fails validate only with --strict"),
    }
    lines: list[Line] = [say(fails[known.severity], STYLES[known.severity])]
    readable = min(columns or _READABLE, _READABLE)
    for told in (_(known.why), _(known.mend)):
        lines += [(), *_wrapped(told, readable)]
    if known.example:
        lines += [(), *(say(f"    {line}", "code") for line in known.example.splitlines())]
    title = _("{code}: {title}").format(code=known.code, title=_(known.title))
    return (Heading(title), Paragraph(tuple(lines)))


def catalogue(rules: Sequence[Rule]) -> Document:
    """List rules, a line each."""
    heads = (Head("code"), Head("severity"), Head("what is wrong", shrinks=1))
    rows = (
        (say(known.code), say(_(known.severity), STYLES[known.severity]), say(_(known.title)))
        for known in rules
    )
    return (Table(heads, tuple(rows)),)


def _counted(found: Sequence[Marked]) -> Iterator[str]:
    severities = [marked.finding.severity for marked in found]
    if errors := severities.count(Severity.ERROR):
        yield plural("{number:,} error", "{number:,} errors", errors).format(number=errors)
    if warnings := severities.count(Severity.WARNING):
        yield plural("{number:,} warning", "{number:,} warnings", warnings).format(number=warnings)


def _wrapped(told: str, columns: int) -> Iterator[Line]:
    # Python's own breaks words at hyphens, but knows nothing of Chinese.
    if speaks_chinese():
        yield from layout.wrap(say(told), columns)
    else:
        yield from map(say, wrap(told, columns))


def _diagnostic(marked: Marked, columns: int | None) -> Iterator[Line]:
    finding = marked.finding
    style = STYLES[finding.severity]
    yield (
        *data(f"{finding.path}:{finding.line}:{finding.column}:", "strong"),
        *say(
            _(" {severity} {code}: ").format(severity=_(finding.severity), code=finding.code),
            style,
        ),
        *data(finding.message),
    )
    if marked.length:
        yield from _excerpt(marked, columns, style)
    if finding.hint:
        yield (*say(" " * (_GUTTER - 2)), *say(_("hint: "), "strong"), *data(finding.hint))


def _excerpt(marked: Marked, columns: int | None, style: Style) -> Iterator[Line]:
    start, end = marked.at, marked.at + marked.length
    text = marked.text
    first, last = _window(text, start, end, columns - _GUTTER) if columns else (0, len(text))
    before, wrong, after = (
        _shown(text[max(a, first) : min(b, last)])
        for a, b in ((0, start), (start, end), (end, len(text)))
    )
    before, after = ("…" if first else "") + before, after + ("…" if last < len(text) else "")
    number = f"{marked.finding.line:>{_GUTTER - 3}}"
    yield (*say(f"{number} | ", "quiet"), Span(f"{before}{wrong}{after}"))
    mark = " " * width(before) + "^" * max(width(wrong), 1)
    yield (*say(" " * len(number)), *say(" | ", "quiet"), *say(mark, style))


def _window(text: str, start: int, end: int, columns: int) -> tuple[int, int]:
    """Choose what to show of a text that may be too long for its columns.

    The marked piece comes first; what stands around it shares the rest.

    Returns:
        The first character to show, and the one after the last.
    """
    widths = [width(_shown(character)) for character in text]
    if sum(widths) <= columns:
        return 0, len(text)
    left = columns - 2  # for … at both ends
    first, last = start, start
    while last < end and widths[last] <= left:
        left -= widths[last]
        last += 1
    grown = True
    while grown:
        grown = False
        if last < len(text) and widths[last] <= left:
            left, last, grown = left - widths[last], last + 1, True
        if first and widths[first - 1] <= left:
            first, left, grown = first - 1, left - widths[first - 1], True
    return first, last


def _shown(text: str) -> str:
    return visible(text.replace("\t", _TAB))


def _escaped(text: str) -> str:
    return re.sub("[%\r\n]", lambda found: f"%{ord(found[0]):02X}", text)


def _property(text: str) -> str:
    return re.sub("[:,]", lambda found: f"%{ord(found[0]):02X}", _escaped(text))
