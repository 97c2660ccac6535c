"""TOML files as people write them, edits of them, and a judge that knows nothing of our own code.

Shared by ``soak_edits.py``, which makes very many, and by the tests.

An edit is right when the standard library's parser finds the old data with exactly the change, by
a comparison of types too, and all other bytes are the old ones: of a set value, those before and
behind it; of anything added, all; of a removed key, all but one piece. Otherwise it is wrong, or
refused.
"""

import random
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import date
from typing import Any

from zqtrack.errors import EditRefused
from zqtrack.ledger.edit import AppendTable, Edit, RemoveKey, SetKey, apply

BOM = "\ufeff"
# What is set and added, and how it is written.
VALUES: tuple[tuple[Any, bytes], ...] = (
    ("2024-06", b'"2024-06"'),
    (date(2024, 6, 1), b"2024-06-01"),
    (True, b"true"),
    (1_100_000_001, b"1100000001"),
    (-0.5, b"-0.5"),
    (["x # y", "[z]"], b'["x # y", "[z]"]'),
    ('风 "\n\\#', '"风 \\"\\n\\\\#"'.encode()),
)
TABLE: Mapping[str, str | date] = {"title": "Road # 2", "raised": date(2024, 6, 1)}
TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|"(?:\\.|[^"\\])*"'
    r"|'''.*?'{3,5}|'[^']*'|(#[^\r\n]*)",
    re.DOTALL,
)


# --- files ----------------------------------------------------------------------------

FIELDS = {
    "name": ('"Plant"', "'风华 plant'", '"""\nA # no remark\n[actual]\n"""', '"\\u98ce \\"x\\""'),
    "company": ('"Holding"', "'''\nA\n\n''b'''", '"a = 1"', '""'),
    "kind": ('"new"', "'expansion'"),
    "investment": ("1_100_000_000", "0x4190AB00", '"1.1bn"', '"11亿"'),
    "land-mu": ("120.5", "1_2.0e+1", "120"),
    "high-tech": ("true", "false"),
    "lists": (
        '["battle-275"]',
        "[]",
        "[\n  'a', # one\n  \"b ]\",\n]",
        "[ 'a' ,]",
        "['''\n]''', 'b']",
    ),
    "sources": ('["a", "b"]', "[\n# none yet\n]"),
}
DATES = ('"2023-04"', "'2023-Q3'", "2023-09-28", '"unknown"', '"n/a"', '"""2023"""')
TEXTS = ('"Road"', "'Power # 2'", '"""\nLong\\\n   text"""', "'''x = 1'''", '"\\t[x]"')
STAGES = ("contacted", "signed", "land-supplied", "started", "completed", "producing")
PARTS: dict[str, dict[str, Sequence[str]]] = {
    "actual": dict.fromkeys(STAGES, DATES),
    "planned": dict.fromkeys(STAGES[2:], DATES[:3]),
    "replanned": {"stage": ('"completed"',), "to": DATES[:3], "on": DATES[2:3], "reason": TEXTS},
    "problems": {"title": TEXTS, "raised": DATES[:3], "owner": TEXTS, "closed": DATES[:3]},
    "notes": {"on": DATES[:3], "by": TEXTS, "text": TEXTS},
    "withdrawn": {"on": DATES[:3], "reason": TEXTS},
}
LISTED = ("replanned", "problems", "notes")
# What no project file holds, but many a TOML file.
OTHER_HEADERS = (
    *("[targets]", '[ "targets" . 2024 ]', "[a.b.c]", "[a]"),
    *("[[a.list]]", "[[a.list]]", "[a.list.inner]", '[""]'),
)
OTHER_VALUES = (
    *("-0.0", "0x1F", "+nan", "1979-05-27T07:32:00+08:00", "[[1], ['x']]"),
    *("{}", "{ a.b = 1, a.c = 'x', d = [1, 2] }", '{a="x",b={c=1}}'),
    *("[{ x = 1 }, { x = 2 }]", "[{ x = 1 },]", "[\n  { x = 1 },  # one\n  { x = 2 }  # two\n]"),
)
OTHERS: Mapping[str, Sequence[str]] = dict.fromkeys(
    ("when", '"land supplied"', "'a b'", "kind.of", 'x . "y"', '""'), OTHER_VALUES
)
REMARKS = ("", "", "", "", " # remark", "# = [", '  # "', " #风 '''", "\t#")
ABOVE = ("", "", "", "# above", "  # [above]", "#", '# x = """', "\t", "   ")


class Writer:
    """Writes one file the way a hurried hand might."""

    def __init__(self, rnd: random.Random) -> None:
        self.rnd = rnd
        self.tidy = rnd.random() < 0.3  # noqa: PLR2004 - a third looks as our own files do

    def document(self) -> str:
        names = [name for name in PARTS if self.rnd.random() < 0.6]  # noqa: PLR2004 - more or less
        if not self.tidy:
            self.rnd.shuffle(names)
        within = [name for name in names if self.rnd.random() < 0.25]  # noqa: PLR2004 - likewise
        root = self.pairs(FIELDS, always="name")
        for name in within:
            root[self.rnd.randint(0, len(root)) : 0] = self.within_root(name)
        blocks = [block for name in names if name not in within for block in self.blocks(name)]
        if not self.tidy and self.rnd.random() < 0.3:  # noqa: PLR2004 - likewise
            blocks += self.others()
        if not self.tidy and self.rnd.random() < 0.3:  # noqa: PLR2004 - likewise
            self.rnd.shuffle(blocks)
        lines = [*root, *(line for block in blocks for line in block), *self.above()]
        end = "\r\n" if self.rnd.random() < 0.25 else "\n"  # noqa: PLR2004 - likewise
        text = "\n".join(lines) + self.rnd.choice(("\n", "\n", "\n", "", "\n\n"))
        return self.rnd.choice(("", "", "", BOM)) + text.replace("\n", end)

    def pairs(self, values: Mapping[str, Sequence[str]], always: str = "") -> list[str]:
        keys = [key for key in values if key == always or self.rnd.random() < 0.5]  # noqa: PLR2004 - half
        if not self.tidy:
            self.rnd.shuffle(keys)
        indent = self.indent()
        equals = self.rnd.choice((" = ", "=", "\t=  ", "  = "))
        wide = max(map(len, keys), default=0) if self.rnd.random() < 0.2 else 0  # noqa: PLR2004 - a few
        lines: list[str] = []
        for key in keys:
            value = self.rnd.choice(values[key])
            pair = f"{indent}{self.key(key):{wide}}{equals}{value}{self.remark()}"
            lines += [*self.above(), pair]
        return lines

    def within_root(self, name: str) -> list[str]:
        """Write a table among the keys of the root: dotted, or in braces."""
        values = PARTS[name]
        if name in LISTED:
            tables = [self.braces(values) for _ in range(self.rnd.randint(0, 3))]
            gap = self.rnd.choice((", ", ",", ",\n  ", ", # one\n  "))
            inner = gap.join(tables) + self.rnd.choice(("", ",") if tables else ("",))
            around = self.rnd.choice(("{}", " {} ", "\n  {}\n", "\n  {} # last\n"))
            return [f"{self.key(name)} = [{around.format(inner)}]{self.remark()}"]
        if self.rnd.random() < 0.5:  # noqa: PLR2004 - half
            return [f"{self.key(name)} = {self.braces(values)}{self.remark()}"]
        dot = self.rnd.choice((".", " . ", ". "))
        keys = self.rnd.sample(list(values), self.rnd.randint(1, len(values)))
        return [
            f"{self.indent()}{self.key(name)}{dot}{self.key(key)} = "
            f"{self.rnd.choice(values[key])}{self.remark()}"
            for key in keys
        ]

    def braces(self, values: Mapping[str, Sequence[str]]) -> str:
        keys = self.rnd.sample(list(values), self.rnd.randint(0, len(values)))
        pairs = (f"{self.key(key)} = {self.rnd.choice(values[key])}" for key in keys)
        return self.rnd.choice(("{{ {} }}", "{{{}}}", "{{  {}}}")).format(" , ".join(pairs))

    def blocks(self, name: str) -> Iterator[list[str]]:
        """Write a table, or each of a list, below a header."""
        for _ in range(self.rnd.randint(1, 3) if name in LISTED else 1):
            key = self.key(name)
            key = f" {key} " if self.rnd.random() < 0.1 else key  # noqa: PLR2004 - a few
            header = f"[[{key}]]" if name in LISTED else f"[{key}]"
            blank = [""] if self.tidy else []
            lines = [f"{self.indent()}{header}{self.remark()}", *self.pairs(PARTS[name])]
            yield [*blank, *self.above(), *lines]

    def others(self) -> Iterator[list[str]]:
        """Write tables that no project has; some files are no TOML then, and not taken."""
        for header in self.rnd.sample(OTHER_HEADERS, self.rnd.randint(1, 3)):
            yield [*self.above(), f"{header}{self.remark()}", *self.pairs(OTHERS)]

    def key(self, name: str) -> str:
        if self.tidy or not re.fullmatch("[a-z-]+", name):
            return name
        return self.rnd.choice((name, name, name, f'"{name}"', f"'{name}'"))

    def indent(self) -> str:
        return "" if self.tidy else self.rnd.choice(("", "", "", " ", "\t", "    ", " \t"))

    def remark(self) -> str:
        return self.rnd.choice(REMARKS)

    def above(self) -> list[str]:
        many = self.rnd.choice((0, 0, 0, 1, 2, 3))
        return [self.rnd.choice(ABOVE) for _ in range(many)]


def document(rnd: random.Random) -> bytes:
    """Write a valid file of a project, more or less."""
    while True:
        source = Writer(rnd).document().encode()
        if is_valid(source):
            return source


def one_of_each(data: dict[str, Any], rnd: random.Random) -> Iterator[tuple[str, Edit]]:
    """Give one edit of each kind."""
    found = list(places(data))
    values = [path for path, value in found if path and not isinstance(value, dict)]
    yield "set", SetKey(rnd.choice(values), rnd.choice(VALUES)[0])
    tables = [(path, value) for path, value in found if isinstance(value, dict)]
    path, table = rnd.choice([*tables, (("actual",), {}), (("withdrawn",), {})])
    after = rnd.choice((None, (), tuple(table), tuple(table)[:1], STAGES[:3]))
    yield "add", SetKey((*path, rnd.choice(("zz-new", "zz new"))), rnd.choice(VALUES)[0], after)
    yield "remove", RemoveKey(rnd.choice([path for path, _ in found[1:] if path[-1] in NAMES]))
    yield "append", AppendTable((rnd.choice(LISTED),), TABLE)


NAMES = {*FIELDS, *PARTS, *(key for part in PARTS.values() for key in part)}


def every_edit(data: dict[str, Any], rnd: random.Random) -> Iterator[tuple[str, Edit]]:
    """Give each edit that can be asked of a file, with its kind; also what makes no sense."""
    for path, value in places(data):
        if path:
            yield "remove", RemoveKey(path)
            yield "set", SetKey(path, rnd.choice(VALUES)[0])
        if isinstance(value, dict):
            after = rnd.choice((None, (), tuple(value)[:1]))
            yield "add", SetKey((*path, "zz-new"), rnd.choice(VALUES)[0], after)
            yield "add", SetKey((*path, "zz table", "new"), rnd.choice(VALUES)[0])
            yield "append", AppendTable((*path, "zz-new"), TABLE)
        elif path:
            yield "append", AppendTable(path, TABLE)


# --- the judge ----------------------------------------------------------------------------------


def judge(old: bytes, edit: Edit) -> str:
    """Make an edit; give "done", "refused: why" or "wrong: how"."""
    try:
        new = apply(old, [edit])
    except EditRefused as error:
        return f"refused: {re.sub('`.*?`', '…', error.message, flags=re.DOTALL)}"
    except Exception as error:  # noqa: BLE001 - whatever it is, it is wrong
        return f"wrong: {error!r}"
    if not is_valid(new):
        return "wrong: no TOML any more"
    found, expected = data_of(new), with_edit(data_of(old), edit)
    if isinstance(edit, RemoveKey):
        found, expected = without_empty(found), without_empty(expected)
    if shown(found) != shown(expected):
        return "wrong: other data"
    if old.startswith(BOM.encode()) != new.startswith(BOM.encode()):
        return "wrong: the BOM"
    fault = fault_in_bytes(old, new, edit)
    return f"wrong: {fault}" if fault else "done"


def fault_in_bytes(old: bytes, new: bytes, edit: Edit) -> str | None:
    """Say what is wrong with the bytes that the edit does not concern."""
    went, came = difference(old, new)
    lost = comments(old) - comments(new)
    if comments(new) - comments(old):
        return "a comment appeared"
    if isinstance(edit, RemoveKey):
        within = 1 if b"[" not in went else 1 + went.count(b"#")
        if came or lost.total() > within:
            return "more went than the key"
        return None
    if isinstance(edit, SetKey) and exists(data_of(old), edit.path):
        return None if is_one_value_replaced(old, new, edit) else "more than the value changed"
    if went or lost:
        return "something went"
    if old.endswith(b"\n") != new.endswith(b"\n"):
        return "the end of the last line"
    windows = b"\n" in old and old.count(b"\r\n") == old.count(b"\n")
    if windows != (b"\r\n" in new) and (windows or b"\r\n" not in old):
        return "the line ends"
    return None


def is_one_value_replaced(old: bytes, new: bytes, edit: SetKey) -> bool:
    """Whether the new file is the old one with one value in place of another, from end to end."""
    before = value_at(data_of(old), edit.path)
    if shown(before) == shown(edit.value):
        return old == new
    written = next(text for value, text in VALUES if shown(value) == shown(edit.value))
    for found in re.finditer(re.escape(written), new):
        behind = new[found.end() :]
        middle = old[found.start() : len(old) - len(behind)]
        if not (old.startswith(new[: found.start()]) and old.endswith(behind) and middle):
            continue
        is_bare = middle == middle.strip() and not comments(middle)
        if is_bare and is_valid(b"x = " + middle):
            return shown(data_of(b"x = " + middle)) == shown({"x": before})
    return False


def data_of(source: bytes) -> dict[str, Any]:
    return tomllib.loads(source.decode().removeprefix(BOM))


def is_valid(source: bytes) -> bool:
    try:
        data_of(source)
    except ValueError:
        return False
    return True


def places(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, Any]]:
    """Give every place in the data with what stands there, the root first."""
    yield path, data
    if isinstance(data, dict | list):
        for step, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from places(value, (*path, step))


def value_at(data: Any, path: Sequence[str | int]) -> Any:
    for step in path:
        data = data[step]
    return data


def exists(data: Any, path: Sequence[str | int]) -> bool:
    try:
        value_at(data, path)
    except (LookupError, TypeError):
        return False
    return True


def with_edit(data: dict[str, Any], edit: Edit) -> dict[str, Any]:
    """Give the data with the edit made, by the plainest means."""
    data = deepcopy(data)
    parent: Any = data
    for step in edit.path[:-1]:
        parent = parent.setdefault(step, {}) if isinstance(parent, dict) else parent[step]
    match edit:
        case SetKey(path, value):
            parent[path[-1]] = value
        case AppendTable(path, table):
            parent.setdefault(path[-1], []).append(dict(table))
        case RemoveKey(path):
            del parent[path[-1]]
    return data


def without_empty(data: Any) -> Any:
    """Leave out empty tables: one that dotted keys made goes with the last of them."""
    if isinstance(data, dict):
        inner = {key: without_empty(value) for key, value in data.items()}
        return {key: value for key, value in inner.items() if value != {}}
    return [without_empty(value) for value in data] if isinstance(data, list) else data


def shown(data: Any) -> str:
    """Write data so that all that differs looks different: True and 1, 0.0 and -0.0, zones."""
    if isinstance(data, dict):
        return "{" + ", ".join(f"{key!r}: {shown(data[key])}" for key in sorted(data)) + "}"
    return f"[{', '.join(map(shown, data))}]" if isinstance(data, list) else repr(data)


def difference(old: bytes, new: bytes) -> tuple[bytes, bytes]:
    """Give what went and what came, from the first to the last byte that differs."""
    start = end = 0
    most = min(len(old), len(new))
    while start < most and old[start] == new[start]:
        start += 1
    while end < most - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return old[start : len(old) - end], new[start : len(new) - end]


def comments(source: bytes) -> Counter[str]:
    text = source.decode()
    return Counter(found[1] for found in TOKEN.finditer(text) if found[1] is not None)
