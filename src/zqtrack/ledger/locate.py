"""Where each key and each value of a TOML file stands in its bytes."""

import re
from collections.abc import Iterator

import toml_rs
import tree_sitter_toml
from tree_sitter import Language, Node, Parser

from zqtrack.core.findings import KeyPath
from zqtrack.core.record import record

BOM = b"\xef\xbb\xbf"

#: Key parts beyond this many are not followed: no project file nests so deep.
DEEPEST = 64

_PARSER = Parser(Language(tree_sitter_toml.language()))

# The grammar does not know that spaces may follow a backslash that ends a line.
_SPACED_LINE_END = re.compile(rb"(?<!\\)((?:\\\\)*)(\\[ \t]+)(?=\r?\n)")


@record()
class Span:
    """A piece of a file.

    Attributes:
        start: its first byte, 0-based.
        end: the byte after it.
        line: 1-based.
        column: 1-based, in characters; a byte order mark is none.
    """

    start: int
    end: int
    line: int
    column: int


@record()
class Extent:
    """The bytes from ``start`` to ``end``, end excluded."""

    start: int
    end: int


@record()
class Pair:
    """One ``key = value``.

    Attributes:
        path: the whole way from the root to the value.
        parts: each part of the key as written, quotes included: two for ``actual.signed``.
        value: the value as written.
        node: the value in the syntax tree.
    """

    path: KeyPath
    parts: tuple[Extent, ...]
    value: Extent
    node: Node


@record()
class Section:
    """What stands before the first header, or one header with the pairs below it.

    Attributes:
        path: the table; of ``[[problems]]`` its own element, such as ``("problems", 2)``.
        header: from ``[`` to ``]``; empty for the root.
        parts: each part of the header's key.
        pairs: in the order of the file.
    """

    path: KeyPath
    header: Extent
    parts: tuple[Extent, ...]
    pairs: tuple[Pair, ...]


@record()
class Layout:
    """The sections of a file, the root first.

    Attributes:
        whole: false when some of it could not be understood and may be missing.
    """

    sections: tuple[Section, ...]
    whole: bool


@record()
class _Place:
    key: Extent
    value: Extent
    node: Node | None = None


def locate(source: bytes, path: KeyPath, *, key: bool = False) -> Span:
    """Find one value, or its key: see ``Places.find``."""
    return Places(source).find(path, key=key)


def source_line(source: bytes, line: int) -> str:
    """Give the text of a line, 1-based, without its ending; empty when there is no such line."""
    lines = source.removeprefix(BOM).split(b"\n", line)
    if line > len(lines):
        return ""
    return lines[line - 1].removesuffix(b"\r").decode("utf-8", "replace")


def read_layout(source: bytes) -> Layout:
    """Read the sections and pairs of a file; of a broken one, what can be recognised."""
    start = len(BOM) if source.startswith(BOM) else 0
    understood = _SPACED_LINE_END.sub(lambda found: found[1] + b" " * len(found[2]), source)
    document = _PARSER.parse(understood).root_node
    elements: dict[KeyPath, int] = {}
    root = Section((), Extent(start, start), (), tuple(_pairs(source, document, ())))
    headed = (
        _section(source, node, node.named_children[0], elements)
        for node in document.named_children
        if node.type in {"table", "table_array_element"} and _is_key(node.named_children[0])
    )
    return Layout((root, *headed), whole=not document.has_error)


def members(source: bytes, table: Node, path: KeyPath) -> tuple[Pair, ...]:
    """Read the pairs of an inline table whose own path is ``path``; of an array there are none."""
    return tuple(_pairs(source, table, path))


def items(array: Node) -> tuple[Node, ...]:
    """Give the elements of an array, without the comments between them."""
    return tuple(node for node in array.named_children if node.type != "comment")


class Places:
    """The places of one file. It is read once; a list or inline table when first asked for."""

    def __init__(self, source: bytes) -> None:
        self._source = source
        self.layout = read_layout(source)
        self._places: dict[KeyPath, _Place] = {}
        self._closed: dict[KeyPath, Node] = {}
        for section in self.layout.sections:
            self._add_section(section)

    def find(self, path: KeyPath, *, key: bool = False) -> Span:
        """Find a value, or with ``key`` the last part of its key.

        The place of a table is its header, or where it is first mentioned. What does not exist
        has the place of the nearest table or value around it, at last the start of the file.
        """
        path = path[:DEEPEST]
        for length in range(len(path)):
            self._open(path[:length])
        known = next(
            path[:length] for length in range(len(path), -1, -1) if path[:length] in self._places
        )
        place = self._places[known]
        return self._span(place.key if key and known == path else place.value)

    def node(self, path: KeyPath) -> Node | None:
        """Give the syntax of the value at ``path``; None when no single value is written there."""
        for length in range(len(path)):
            self._open(path[:length])
        place = self._places.get(path)
        return place.node if place else None

    def _span(self, extent: Extent) -> Span:
        line = self._source.count(b"\n", 0, extent.start) + 1
        start = self._source.rfind(b"\n", 0, extent.start) + 1
        before = self._source[start : extent.start].removeprefix(BOM if line == 1 else b"")
        column = len(before.decode("utf-8", "replace")) + 1
        return Span(extent.start, extent.end, line, column)

    def _add_section(self, section: Section) -> None:
        named = (at for at, step in enumerate(section.path, start=1) if isinstance(step, str))
        for length, part in zip(named, section.parts, strict=True):
            self._places.setdefault(section.path[:length], _Place(part, section.header))
        key = section.parts[-1] if section.parts else section.header
        self._places[section.path] = _Place(key, section.header)
        for pair in section.pairs:
            self._add_pair(pair, len(section.path))

    def _add_pair(self, pair: Pair, depth: int) -> None:
        for length, part in enumerate(pair.parts[:-1], start=depth + 1):
            self._places.setdefault(pair.path[:length], _Place(part, part))
        self._add_value(pair.path, pair.parts[-1], pair.node)

    def _add_value(self, path: KeyPath, key: Extent, node: Node) -> None:
        self._places[path] = _Place(key, _extent(node), node)
        if node.type in {"array", "inline_table"}:
            self._closed[path] = node

    def _open(self, path: KeyPath) -> None:
        node = self._closed.pop(path, None)
        if node is None:
            return
        if node.type == "array":
            for index, item in enumerate(items(node)):
                self._add_value((*path, index), _extent(item), item)
        for pair in members(self._source, node, path):
            self._add_pair(pair, len(path))


def _section(source: bytes, node: Node, key: Node, elements: dict[KeyPath, int]) -> Section:
    parts = _parts(key)
    *parents, last = (_name(source, part) for part in parts)
    path: KeyPath = ()
    for name in parents:
        path = (*path, name)
        # Below [[problems]], [problems.site] belongs to the last problem so far.
        path = (*path, elements[path]) if path in elements else path
    path = (*path, last)
    if node.type == "table_array_element":
        elements[path] = elements.get(path, -1) + 1
        path = (*path, elements[path])
    closing = next((child for child in node.children if child.type in {"]", "]]"}), key)
    header = Extent(node.start_byte, closing.end_byte)
    return Section(path, header, parts, tuple(_pairs(source, node, path)))


def _pairs(source: bytes, parent: Node, path: KeyPath) -> Iterator[Pair]:
    for node in parent.named_children:
        named = [child for child in node.named_children if child.type != "comment"]
        if node.type == "pair" and len(named) == len(("key", "value")):
            key, value = named
            parts = _parts(key)
            names = tuple(_name(source, part) for part in parts)
            yield Pair((*path, *names), parts, _extent(value), value)


def _is_key(node: Node) -> bool:
    return node.type in {"bare_key", "quoted_key", "dotted_key"}


def _parts(key: Node) -> tuple[Extent, ...]:
    """Give the parts of a key, which the tree nests to the left, as deep as there are dots."""
    parts = []
    while key.type == "dotted_key":
        parts.append(_extent(key.named_children[-1]))
        key = key.named_children[0]
    return (_extent(key), *reversed(parts))[:DEEPEST]


def _name(source: bytes, part: Extent) -> str:
    written = source[part.start : part.end].decode("utf-8", "replace")
    if not written.startswith(("'", '"')):
        return written
    if "\\" not in written or written.startswith("'"):
        return written[1:-1]
    try:
        return next(iter(toml_rs.loads(f"{written} = 0", toml_version="1.0.0")))
    except ValueError:  # a broken escape: the file is not valid, any name will do
        return written[1:-1]


def _extent(node: Node) -> Extent:
    return Extent(node.start_byte, node.end_byte)
