"""What changes in a file, line by line, for a person to check."""

from collections.abc import Iterator

from zqtrack.output.document import Line, Paragraph, Style, data

_STYLES: dict[str, Style] = {"+": "good", "-": "bad", "@": "quiet"}
_HEAD = 2  # the lines that name the file


def diff(name: str, old: bytes | None, new: bytes) -> Paragraph:
    """Show the difference between two texts of a file, unified, with three lines around.

    Args:
        name: the file, as the user would open it.
        old: its bytes before; None where there was no such file.
        new: its bytes now.
    """
    from difflib import unified_diff

    before = "/dev/null" if old is None else name
    lines = unified_diff(_lines(old or b""), _lines(new), before, name, lineterm="")
    return Paragraph(tuple(_styled(lines)))


def _lines(source: bytes) -> list[str]:
    """Give the lines of a file without what no line shows: byte-order mark, line endings."""
    text = source.decode("utf-8-sig", "replace").removesuffix("\n")
    return [line.removesuffix("\r").expandtabs(4) for line in text.split("\n")] if text else []


def _styled(lines: Iterator[str]) -> Iterator[Line]:
    for at, line in enumerate(lines):
        yield data(line, "strong" if at < _HEAD else _STYLES.get(line[:1], "plain"))
