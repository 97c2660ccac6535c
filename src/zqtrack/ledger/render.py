"""The text of a new project file, as a careful hand would write it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import tomli_w

from zqtrack.core.project import Project
from zqtrack.core.writing import project_data
from zqtrack.errors import UsageError
from zqtrack.language import _

# A list longer than this stands one item a line.
_WIDEST = 99
# From here on digits are grouped.
_LARGE = 10_000


def render(project: Project, schema: str | None) -> bytes:
    """Write a file that reads as the project: keys first, then tables, each below an empty line.

    Args:
        project: what it shall hold.
        schema: where its schema is, seen from the file; None for a file that names none.

    Raises:
        UsageError: a text is not valid Unicode.
    """
    opening = [f"#:schema {schema}"] if schema else []
    text = "".join(f"{line}\n" for line in (*opening, *_lines(project_data(project))))
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise UsageError(_("a text is not valid Unicode, so no file can hold it")) from None


def _lines(data: Mapping[str, Any]) -> Iterator[str]:
    for key, value in data.items():
        if isinstance(value, dict):
            yield from ("", f"[{key}]", *_lines(value))
        elif isinstance(value, list) and isinstance(value[0], dict):
            for table in value:
                yield from ("", f"[[{key}]]", *_lines(table))
        elif isinstance(value, list):
            yield from _list(key, value)
        else:
            yield f"{key} = {_value(value)}"


def _list(key: str, texts: Sequence[str]) -> Iterator[str]:
    line = f"{key} = [{', '.join(map(_value, texts))}]"
    if len(line) <= _WIDEST:
        yield line
        return
    yield from (f"{key} = [", *(f"  {_value(text)}," for text in texts), "]")


def _value(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and value >= _LARGE:
        return f"{value:_}"
    return tomli_w.dumps({"x": value}).removeprefix("x = ").removesuffix("\n")
