"""Where new keys and tables go in a TOML file, written as a careful hand would."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

import tomli_w
from tree_sitter import Node

from zqtrack.core.findings import KeyPath
from zqtrack.core.project import TABLES
from zqtrack.core.record import record, replace
from zqtrack.language import _
from zqtrack.ledger.locate import BOM, Pair, Places, Section, items, members

Value: TypeAlias = str | int | float | bool | date | Sequence[str]


class CannotEdit(ValueError):
    """A change for which there is no clear place. The message goes on from the key's name.

    Attributes:
        by_hand: what to type in an editor, where that is not what would stand alone.
    """

    def __init__(self, message: str, by_hand: str = "") -> None:
        super().__init__(message)
        self.by_hand = by_hand


@record()
class Document:
    """A valid TOML file: its bytes, its data, and where each of them stands."""

    source: bytes
    data: dict[str, Any]
    places: Places

    @property
    def sections(self) -> tuple[Section, ...]:
        return self.places.layout.sections


@record()
class Splice:
    """The one thing an edit does: ``text`` in place of the bytes from ``start`` to ``end``."""

    start: int
    end: int
    text: bytes


@record()
class _NewKey:
    """A key to insert.

    Attributes:
        depth: how many steps of the path the table already has where it is inserted.
        after: see ``new_key``.
    """

    path: KeyPath
    value: bytes
    depth: int
    after: tuple[str, ...] | None

    @property
    def text(self) -> bytes:
        return write_key(self.path[self.depth :])

    def anchor(self, pairs: Sequence[Pair]) -> Pair | None:
        """Find the pair that it follows; None when it goes before all of them."""
        if self.after is None or self.depth < len(self.path) - 1:
            return pairs[-1]
        for name in reversed(self.after):
            for pair in reversed(pairs):
                if pair.path[self.depth] == name:
                    return pair
        return None


def new_key(
    document: Document, path: KeyPath, value: Value, after: tuple[str, ...] | None
) -> Splice:
    """Put a key that does not exist where its siblings are, else in a new table.

    Args:
        document: the file.
        path: the key, with the tables around it.
        value: what it gets.
        after: the siblings it should follow, in their order: it goes behind the last of them that
            is there, before all siblings when none is. None: at the end.

    Raises:
        CannotEdit: something around it is no table.
    """
    if not isinstance(path[-1], str):
        raise CannotEdit(_("is not in the list"))
    depth = next(
        n for n in range(len(path) - 1, -1, -1) if find(document.data, path[:n]) is not None
    )
    if not isinstance(find(document.data, path[:depth]), dict):
        raise CannotEdit(
            _("cannot be set: `{key}` is not a table").format(key=spell(path[:depth]))
        )
    key = _NewKey(path, write_value(value), depth, after)
    return _insert_where_it_exists(document, key) or _insert_with_header(document, path, key.value)


def new_table(document: Document, path: KeyPath, table: Mapping[str, Value]) -> Splice:
    """Put a table at the end of a list of tables; the first one of a list where a new table goes.

    Raises:
        CannotEdit: it is no list of tables, or comments make it unclear where the table goes.
    """
    if any(isinstance(step, int) for step in path):
        raise CannotEdit(_("is within a list: only a list of its own can be added to"))
    old = find(document.data, path)
    if old is None:
        return _insert_block(document, path, _block(path, table))
    if not isinstance(old, list) or not all(isinstance(item, dict) for item in old):
        raise CannotEdit(_("is not a list of tables"))
    if array := document.places.node(path):
        return _append_inline(document.source, array, table)
    return _append_below(document, path, table)


def find(data: Any, path: KeyPath) -> Any:
    """Give what stands at a path; None when nothing does, for TOML has no null."""
    for step in path:
        known = range(len(data)) if isinstance(data, list) else data
        if not isinstance(known, range | dict) or step not in known:
            return None
        data = data[step]
    return data


def inline_table(document: Document, path: KeyPath) -> Node | None:
    """Give the table at a path when it is written ``{ … }``."""
    node = document.places.node(path)
    return node if node and node.type == "inline_table" else None


def has_comment(node: Node) -> bool:
    """Whether a comment stands anywhere within a value."""
    nodes = [node]
    while nodes:
        node = nodes.pop()
        if node.type == "comment":
            return True
        nodes += node.named_children
    return False


def write_key(path: KeyPath) -> bytes:
    """Write a key, dotted when it has several parts, quoted where it must be.

    Raises UnicodeEncodeError: it has half a character.
    """
    parts = (tomli_w.dumps({str(step): 0}).removesuffix(" = 0\n") for step in path)
    return ".".join(parts).encode()


def write_value(value: Value) -> bytes:
    """Write a value in one line.

    Raises UnicodeEncodeError: it has half a character.
    """
    if isinstance(value, Sequence) and not isinstance(value, str):
        return b"[" + b", ".join(write_value(item) for item in value) + b"]"
    return tomli_w.dumps({"x": value}).removeprefix("x = ").removesuffix("\n").encode()


def line_start(source: bytes, at: int) -> int:
    """Give the first byte of the line in which ``at`` stands; a BOM is before the first line."""
    start = source.rfind(b"\n", 0, at) + 1
    return len(BOM) if start == 0 and source.startswith(BOM) else start


def line_end(source: bytes, at: int) -> int:
    """Give the byte behind the line in which ``at`` stands, behind its line ending."""
    end = source.find(b"\n", at)
    return len(source) if end == -1 else end + 1


# --- one key ------------------------------------------------------------------------------------


def _insert_where_it_exists(document: Document, key: _NewKey) -> Splice | None:
    """Insert into the nearest table; None when it takes a header to do so."""
    table = key.path[: key.depth]
    for depth in range(key.depth, 0, -1):
        if node := inline_table(document, key.path[:depth]):
            return _insert_inline(document.source, replace(key, depth=depth), node)
    headed = next((section for section in document.sections if section.path == table), None)
    # No header reaches into one element of a list: below it, further tables have to be dotted.
    direct = key.depth == len(key.path) - 1 or any(isinstance(step, int) for step in table)
    if headed and direct:
        return _insert_below(document, key, headed)
    return _insert_dotted(document, key)


def _insert_below(document: Document, key: _NewKey, section: Section) -> Splice:
    """Insert a line into the table that a header, or the start of the file, begins."""
    source, line = document.source, key.text + b" = " + key.value
    if section.pairs:
        return _insert_among(document, key, section.pairs, key.text)
    if section.path:
        return _line_below(
            source, section.header.end, _indent(source, section.header.start) + line
        )
    if len(document.sections) == 1:
        return _line_below(source, len(source), line)
    first = document.sections[1].header
    at = _lead(document, first.start)
    return Splice(at, at, line + 2 * _newline(source, first.end))


def _insert_dotted(document: Document, key: _NewKey) -> Splice | None:
    """Insert beside pairs such as ``actual.signed = "2023-04"``, which make the table."""
    table = key.path[: key.depth]
    for section in document.sections:
        skipped = key.depth - len(section.path)
        pairs = [
            pair
            for pair in section.pairs
            if 0 < skipped < len(pair.parts) and pair.path[: key.depth] == table
        ]
        if pairs:
            parts = pairs[-1].parts
            prefix = document.source[parts[0].start : parts[skipped].start]
            return _insert_among(document, key, pairs, prefix + key.text)
    return None


def _insert_among(document: Document, key: _NewKey, pairs: Sequence[Pair], text: bytes) -> Splice:
    """Insert a line among pairs that stand one below the other, in their style."""
    source = document.source
    anchor = key.anchor(pairs)
    model = anchor or pairs[0]
    text = _indent(source, model.parts[0].start) + text
    line = text + _equals(source, pairs, model, len(text)) + key.value
    if anchor:
        return _line_below(source, anchor.value.end, line)
    at = _lead(document, model.parts[0].start)
    return Splice(at, at, line + _newline(source, model.value.end))


def _insert_inline(source: bytes, key: _NewKey, table: Node) -> Splice:
    """Insert into ``{ … }``."""
    pairs = members(source, table, key.path[: key.depth])
    if not pairs:
        at = table.start_byte + len(b"{")
        closed = b" " if source[at:].startswith(b"}") else b""
        return Splice(at, at, b" " + key.text + b" = " + key.value + closed)
    anchor = key.anchor(pairs)
    model = anchor or pairs[0]
    text = key.text + _equals(source, (model,), model, 0) + key.value
    if anchor:
        return Splice(anchor.value.end, anchor.value.end, b", " + text)
    at = model.parts[0].start
    return Splice(at, at, text + b", ")


def _insert_with_header(document: Document, path: KeyPath, value: bytes) -> Splice:
    """Begin a new table."""
    table = path[:-1]
    if any(isinstance(step, int) for step in table):
        raise CannotEdit(_("is within a list, where a new table has no clear place"))
    lines = (b"[" + write_key(table) + b"]", write_key(path[-1:]) + b" = " + value)
    return _insert_block(document, table, lines)


def _insert_block(document: Document, table: KeyPath, lines: Sequence[bytes]) -> Splice:
    """Insert a table with its header, before those that come after it in a project file."""
    source = document.source
    later = next((each for each in document.sections[1:] if _is_later(each.path, table)), None)
    if later is None:
        return _append_block(source, lines)
    newline = _newline(source, later.header.end)
    at = _lead(document, later.header.start)
    above = b"" if _is_blank_above(source, at) else newline
    return Splice(at, at, above + newline.join((*lines, b"", b"")))


def _is_later(section: KeyPath, table: KeyPath) -> bool:
    if section[: len(table)] == table:
        return True
    return table[0] in TABLES and section[0] in TABLES[TABLES.index(str(table[0])) + 1 :]


# --- one more table of a list -------------------------------------------------------------------


def _append_below(document: Document, path: KeyPath, table: Mapping[str, Value]) -> Splice:
    """Add a block such as ``[[problems]]`` below the last one and the tables within it."""
    source = document.source
    within = [section for section in document.sections if section.path[: len(path)] == path]
    elements = [section for section in within if len(section.path) == len(path) + 1]
    last = within[-1]
    end = last.pairs[-1].value.end if last.pairs else last.header.end
    at, newline = _tail(source, end), _newline(source, end)
    spaced = len(elements) == 1 or _is_blank_above(
        source, _lead(document, elements[-1].header.start)
    )
    gap = newline if spaced else b""
    block = newline.join(_block_like(source, elements[-1], table))
    if not source.endswith(b"\n", 0, at):
        return Splice(at, at, newline + gap + block)
    below = b"" if _is_blank_below(source, at) else gap
    return Splice(at, at, gap + block + newline + below)


def _block_like(source: bytes, model: Section, table: Mapping[str, Value]) -> list[bytes]:
    """Write a table as another of its list is written: header, indents and equals signs."""
    header_indent = _indent(source, model.header.start)
    lines = [header_indent + source[model.header.start : model.header.end]]
    first = model.pairs[0] if model.pairs else None
    indent = _indent(source, first.parts[0].start) if first else header_indent
    for name, value in table.items():
        key = indent + write_key((name,))
        equals = _equals(source, model.pairs, first, len(key)) if first else b" = "
        lines.append(key + equals + write_value(value))
    return lines


def _block(path: KeyPath, table: Mapping[str, Value]) -> list[bytes]:
    return [b"[[" + write_key(path) + b"]]", *_assignments(table)]


def _assignments(table: Mapping[str, Value]) -> list[bytes]:
    return [write_key((name,)) + b" = " + write_value(value) for name, value in table.items()]


def _append_inline(source: bytes, array: Node, table: Mapping[str, Value]) -> Splice:
    """Add ``{ … }`` to an array of inline tables, where it is clear which comment is whose."""
    text = b"{ " + b", ".join(_assignments(table)) + b" }" if table else b"{}"
    if not items(array):
        if has_comment(array):
            raise CannotEdit(_("has comments: it is unclear where a table goes"), text.decode())
        return Splice(array.start_byte + 1, array.start_byte + 1, text)
    last = items(array)[-1]
    indent = source[line_start(source, last.start_byte) : last.start_byte]
    gap = b" " if indent.strip() else _newline(source, last.end_byte) + indent
    behind = [node for node in array.children if node.start_byte >= last.end_byte]
    kinds = tuple(node.type for node in behind)
    if kinds == ("]",):
        return Splice(last.end_byte, last.end_byte, b"," + gap + text)
    at = behind[-2].end_byte  # the comma, or the comment on its line
    with_comment = kinds == (",", "comment", "]") and gap != b" "
    if kinds != (",", "]") and not (with_comment and b"\n" not in source[last.end_byte : at]):
        message = _("has comments behind its last table: it is unclear where one more goes")
        raise CannotEdit(message, text.decode())
    return Splice(at, at, gap + text + b",")


# --- the text around ----------------------------------------------------------------------------


def spell(path: KeyPath) -> str:
    """Write a path for a reader: ``problems[2].due``."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


def _line_below(source: bytes, at: int, line: bytes) -> Splice:
    """Insert a line below the one in which ``at`` stands; a missing last line ending stays so."""
    newline, end = _newline(source, at), line_end(source, at)
    return Splice(end, end, line + newline if source.endswith(b"\n", 0, end) else newline + line)


def _append_block(source: bytes, lines: Sequence[bytes]) -> Splice:
    """Add lines at the end of the file, below an empty one."""
    end = len(source)
    newline = _newline(source, end)
    if not source.endswith(b"\n"):
        return Splice(end, end, 2 * newline + newline.join(lines))
    above = b"" if _is_blank_above(source, end) else newline
    return Splice(end, end, above + newline.join((*lines, b"")))


def _newline(source: bytes, at: int) -> bytes:
    """Give the ending of the line in which ``at`` stands; of the last line, that of most lines."""
    end = source.find(b"\n", at)
    if end == -1:
        windows = 2 * source.count(b"\r\n") > source.count(b"\n")
    else:
        windows = source.endswith(b"\r\n", 0, end + 1)
    return b"\r\n" if windows else b"\n"


def _indent(source: bytes, at: int) -> bytes:
    """Give the spaces before the key or header that starts at ``at``."""
    return source[line_start(source, at) : at]


def _equals(source: bytes, pairs: Sequence[Pair], model: Pair, width: int) -> bytes:
    """Write an equals sign like that of ``model``, below the others when they are aligned.

    Args:
        source: the file.
        pairs: the siblings.
        model: the one whose spacing is taken.
        width: how many bytes of the line the new key takes, its indent included.
    """
    before, after = source[model.parts[-1].end : model.value.start].split(b"=")
    columns = [_column_of_equals(source, pair) for pair in pairs]
    keys = {pair.parts[-1].end - line_start(source, pair.parts[0].start) for pair in pairs}
    if len(set(columns)) == 1 < len(keys):
        before = b" " * max(1, columns[0] - width)
    elif len(before) > 1:
        before = b" "
    return before + b"=" + (after if len(after) < len(b"  ") else b" ")


def _column_of_equals(source: bytes, pair: Pair) -> int:
    at = source.index(b"=", pair.parts[-1].end)
    return at - line_start(source, pair.parts[0].start)


def _lead(document: Document, at: int) -> int:
    """Give the start of what belongs to the key or header at ``at``: comments directly above it.

    Comments that open the file speak of the file, and stay above whatever is inserted.
    """
    source = document.source
    start = lead = line_start(source, at)
    top = line_start(source, 0)
    ends = [end for end in _ends(document.sections) if end <= start]
    floor = line_end(source, ends[-1]) if ends else top
    while lead > floor:
        above = line_start(source, lead - 1)
        if not source[above:lead].lstrip().startswith(b"#"):
            break
        lead = above
    return start if lead == top else lead


def _ends(sections: Sequence[Section]) -> Iterator[int]:
    """Give where each header and value ends, in the order of the file."""
    for section in sections:
        if section.path:
            yield section.header.end
        yield from (pair.value.end for pair in section.pairs)


def _tail(source: bytes, at: int) -> int:
    """Give the end of what belongs to the line of ``at``: with comments below, up to a gap."""
    end = tail = line_end(source, at)
    while source[tail : line_end(source, tail)].lstrip().startswith(b"#"):
        tail = line_end(source, tail)
    return tail if _is_blank_below(source, tail) else end


def _is_blank_above(source: bytes, at: int) -> bool:
    """Whether the line above the one that starts at ``at`` is empty, or there is none."""
    return at == line_start(source, 0) or not source[line_start(source, at - 1) : at].strip()


def _is_blank_below(source: bytes, at: int) -> bool:
    """Whether the line that starts at ``at`` is empty, or there is none."""
    return not source[at : line_end(source, at)].strip()
