"""Changes to a TOML file, byte by byte: what was asked for and nothing else, or a refusal."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any, TypeAlias

from tree_sitter import Node

from zqtrack.core.findings import KeyPath
from zqtrack.core.record import record
from zqtrack.errors import EditRefused
from zqtrack.language import _
from zqtrack.ledger.insert import (
    CannotEdit,
    Document,
    Splice,
    Value,
    find,
    has_comment,
    inline_table,
    line_end,
    line_start,
    new_key,
    new_table,
    spell,
    write_key,
    write_value,
)
from zqtrack.ledger.locate import BOM, Pair, Places, members
from zqtrack.ledger.syntax import NotParsed, parse


@record()
class SetKey:
    """Give one key a value, new or in place of the old one.

    Attributes:
        path: the key; a missing table around it is made.
        value: a list is written in one line.
        after: the keys of its table that a new key should follow, in their order: it goes behind
            the last of them that is there, before all keys when none is. None: at the end.
    """

    path: KeyPath
    value: Value
    after: tuple[str, ...] | None = None


@record()
class RemoveKey:
    """Take one key away, with its line and the comment behind it."""

    path: KeyPath


@record()
class AppendTable:
    """Add one table at the end of a list of tables, such as ``[[problems]]``."""

    path: KeyPath
    table: Mapping[str, Value]


Edit: TypeAlias = SetKey | RemoveKey | AppendTable


def apply(source: bytes, edits: Sequence[Edit]) -> bytes:
    """Make the edits one after the other; every byte they do not concern stays.

    Each result is parsed again and has to hold the old data with exactly the change asked for.

    Raises:
        EditRefused: one of the edits cannot be made so, or the file is not valid TOML; its
            ``lines`` are what all of them would have written.
    """
    for edit in edits:
        try:
            source = _apply_one(source, edit)
        except NotParsed as problem:
            message = _("the file is not valid TOML at line {line}, column {column}: {problem}")
            raise _refusal(
                message.format(line=problem.line, column=problem.column, problem=problem), edits
            ) from None
        except CannotEdit as problem:
            message = f"`{spell(edit.path)}` {problem}"
            raise _refusal(message, edits, (edit, problem.by_hand)) from None
        except UnicodeEncodeError:
            message = _("`{key}` cannot hold this text: it is not valid Unicode")
            raise _refusal(message.format(key=spell(edit.path)), edits) from None
    return source


def same(left: Any, right: Any) -> bool:
    """Whether two values from a parser are the same, types included.

    ``True`` is not 1, 1 is not 1.0, 0.0 is not -0.0, nan is nan, and a time is the same only with
    the same time zone. The order of keys does not matter.
    """
    pairs = [(left, right)]
    while pairs:
        one, other = pairs.pop()
        if type(one) is not type(other):
            return False
        if isinstance(one, dict):
            if one.keys() != other.keys():
                return False
            pairs += [(one[key], other[key]) for key in one]
        elif isinstance(one, list):
            if len(one) != len(other):
                return False
            pairs += zip(one, other, strict=True)
        elif isinstance(one, float | date | time):
            if repr(one) != repr(other):
                return False
        elif one != other:
            return False
    return True


def _apply_one(source: bytes, edit: Edit) -> bytes:
    document = Document(source, parse(source), Places(source))
    if not document.places.layout.whole:
        raise CannotEdit(_("cannot be changed: the layout of the file is not understood"))
    splice = _splice(document, edit)
    if splice is None:
        return source
    result = source[: splice.start] + splice.text + source[splice.end :]
    if not result.removeprefix(BOM).strip():
        raise CannotEdit(_("is all that the file holds"))
    if not _is_as_asked(result, document.data, edit):
        raise CannotEdit(_("cannot be changed without changing something else"))
    return result


def _splice(document: Document, edit: Edit) -> Splice | None:
    match edit:
        case SetKey(path, value, after):
            old = find(document.data, path)
            if old is None:
                return new_key(document, path, value, after)
            return None if same(old, _plain(value)) else _replacement(document, edit, old)
        case RemoveKey(path):
            return _removal(document, path)
    return new_table(document, edit.path, edit.table)


def _replacement(document: Document, edit: SetKey, old: Any) -> Splice:
    node = document.places.node(edit.path)
    if node is None or isinstance(old, dict):
        raise CannotEdit(_("is a table, not a value"))
    if isinstance(old, list) and any(isinstance(item, dict | list) for item in old):
        raise CannotEdit(_("is a list of tables or of lists, not a value"))
    if has_comment(node):
        raise CannotEdit(_("has comments between its values, which would be lost"))
    if not _is_value(document.source[node.start_byte : node.end_byte], old):
        raise CannotEdit(_("cannot be changed: the layout of the file is not understood"))
    return Splice(node.start_byte, node.end_byte, write_value(edit.value))


def _is_value(written: bytes, value: Any) -> bool:
    """Whether these bytes are the value and neither more nor less, not even a comment."""
    try:
        return same(parse(b"x = [" + written + b"]"), {"x": [value]})
    except NotParsed:
        return False


def _removal(document: Document, path: KeyPath) -> Splice:
    source = document.source
    for section in document.sections:
        for pair in section.pairs:
            if pair.path == path:
                start = line_start(source, pair.parts[0].start)
                return Splice(start, line_end(source, pair.value.end), b"")
    for length in range(len(path)):
        if table := inline_table(document, path[:length]):
            pairs = members(source, table, path[:length])
            for at, pair in enumerate(pairs):
                if pair.path == path:
                    return _removal_inline(table, pairs, at)
    raise CannotEdit(_("is no key with a value of its own"))


def _removal_inline(table: Node, pairs: Sequence[Pair], at: int) -> Splice:
    """Take a pair out of ``{ … }`` with the comma before it, or of the first one behind it."""
    if at > 0:
        return Splice(pairs[at - 1].value.end, pairs[at].value.end, b"")
    if len(pairs) > 1:
        return Splice(pairs[0].parts[0].start, pairs[1].parts[0].start, b"")
    return Splice(table.start_byte + len(b"{"), pairs[0].value.end, b"")


def _is_as_asked(result: bytes, old: dict[str, Any], edit: Edit) -> bool:
    """Whether the new bytes hold the old data with the edit made, and nothing else."""
    try:
        new = parse(result)
    except NotParsed:
        return False
    path, expected = edit.path, _changed(old, edit.path, edit)
    if isinstance(edit, RemoveKey):
        # A table that only dotted keys made goes with the last of them: actual.signed = "2023-04".
        while not same(new, expected) and len(path) > 1 and find(expected, path[:-1]) == {}:
            path = path[:-1]
            expected = _changed(expected, path, edit)
    return same(new, expected)


def _changed(data: Any, path: KeyPath, edit: Edit) -> Any:
    """Give the data with the edit made at ``path``; only what differs is copied."""
    match edit:
        case SetKey(value=value) if not path:
            return _plain(value)
        case AppendTable(table=table) if not path:
            return [*(data or []), {key: _plain(value) for key, value in table.items()}]
    step, rest = path[0], path[1:]
    if isinstance(data, list):
        return [_changed(item, rest, edit) if at == step else item for at, item in enumerate(data)]
    if isinstance(edit, RemoveKey) and not rest:
        return {key: value for key, value in data.items() if key != step}
    data = data or {}
    return {**data, step: _changed(data.get(step), rest, edit)}


def _plain(value: Value) -> Any:
    """Give a value as the parser would: any sequence of texts as a list."""
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value


def _refusal(
    message: str, edits: Sequence[Edit], special: tuple[Edit | None, str] = (None, "")
) -> EditRefused:
    """Say what cannot be done, and what to type instead: of one edit perhaps something special."""
    refused, by_hand = special
    typed = (by_hand if edit is refused and by_hand else _by_hand(edit) for edit in edits)
    lines = "\n".join(filter(None, typed))
    removed = ", ".join(f"`{spell(edit.path)}`" for edit in edits if isinstance(edit, RemoveKey))
    hint = (
        _("delete {keys} in an editor").format(keys=removed)
        if removed
        else _("make the change in an editor")
    )
    return EditRefused(message, hint, lines)


def _by_hand(edit: Edit) -> str:
    """Write what an edit would add; nothing for a key that goes, or what no file can hold."""
    try:
        match edit:
            case SetKey(path, value):
                line = _assignment(path[-1], value)
                # A header leads to a table, but to no element of a list.
                direct = len(path) == 1 or any(isinstance(step, int) for step in path)
                return line if direct else f"[{write_key(path[:-1]).decode()}]\n{line}"
            case AppendTable(path, table):
                lines = (_assignment(name, value) for name, value in table.items())
                return "\n".join((f"[[{write_key(path).decode()}]]", *lines))
    except UnicodeEncodeError:
        pass
    return ""


def _assignment(name: str | int, value: Value) -> str:
    return (write_key((name,)) + b" = " + write_value(value)).decode()
