"""Every text for people is in the Chinese catalogue, and the catalogue is as the program is."""

import ast
import re
import string
import sys
from collections.abc import Iterator
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.pofile import read_po

from zqtrack.core.chinese import FIELDS, WORDS
from zqtrack.core.columns import BY_NAME
from zqtrack.core.fields import ValueType

REPOSITORY = Path(__file__).parent.parent
SOURCE = REPOSITORY / "src" / "zqtrack"
sys.path.insert(0, str(REPOSITORY / "scripts"))

from update_catalogue import (  # noqa: E402 - scripts are no package
    MO,
    PO,
    catalogue,
    missing,
    mo_bytes,
    po_text,
    texts,
)


def test_every_text_has_a_translation_that_nobody_doubts() -> None:
    with PO.open("rb") as file:
        kept = read_po(file, locale="zh")
    assert missing(kept) == []
    assert [each.id for each in kept if each.id and each.fuzzy] == []
    assert list(kept.obsolete) == []


def test_the_catalogue_is_as_the_program_is() -> None:
    fresh = catalogue()
    assert PO.read_bytes() == po_text(fresh), "run scripts/update_catalogue.py"
    assert MO.read_bytes() == mo_bytes(fresh), "run scripts/update_catalogue.py"


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_a_translation_fills_in_what_its_text_does_and_nothing_else() -> None:
    translations = GNUTranslations(BytesIO(MO.read_bytes()))
    for message in texts():
        if isinstance(message, tuple):
            said, source = translations.ngettext(*message, 2), message[1]
        else:
            said, source = translations.gettext(message), message
        if "{" in source + said:
            assert fields(said) == fields(source), source


def test_what_is_shown_in_chinese_can_be_typed() -> None:
    translations = GNUTranslations(BytesIO(MO.read_bytes()))
    shown = {word: translations.gettext(word) for word in WORDS if word not in ("true", "false")}
    assert shown == {word: typed[0] for word, typed in WORDS.items() if word in shown}
    heads = {name: translations.gettext(name.replace("_", " ")) for name in BY_NAME}
    assert heads == {name: typed[0] for name, typed in FIELDS.items()}


def test_no_chinese_word_means_two_things() -> None:
    typed = [word for names in FIELDS.values() for word in names]
    assert len(typed) == len(set(typed))
    kinds = {column.type for column in BY_NAME.values() if column.type.choices}
    for kind in kinds:
        meant = [word for choice in kind.choices for word in WORDS[choice]]
        assert len(meant) == len(set(meant)), kind.name


def test_every_word_of_a_choice_has_its_chinese() -> None:
    def words(kind: ValueType) -> set[str]:
        return set(kind.choices)

    assert {word for column in BY_NAME.values() for word in words(column.type)} <= WORDS.keys()


# What people read is an argument of these, or has one of these names.
SAID = re.compile(
    "say|talk|Span|Heading|Flaw|Rule|BadValue|refuse|BadSettings|NotParsed|Unreadable|EditRefused"
    "|LedgerBusy|LedgerNotFound|ProjectNotFound|UsageError|WriteFailed|ZqtrackError"
)
NAMED = re.compile("message|hint|said|title|label|why|told")
MARKED = ("_", "later", "plural", "quoted")
# What a function gives is a text if it has several words.
SENTENCE = re.compile("[A-Za-z]{2,} [A-Za-z]{2,}")
# What looks like a text, and is not one in any language.
NO_TEXT = re.compile(
    r"plain|title|quiet|strong|good|warn|bad|stage|bar|code"  # a style
    r"|ZQ[0-9]{3}"  # the code of a rule
    r"|[^\n]+ = .*\n"  # an example in TOML
    r"|(\[.+\]\n.*)+\n"  # likewise
    # is typed as it is
    r"|zqtrack\.toml|pip install .*|mkdir |chmod u\+w |--[a-z]+( \"HEADING=FIELD\")?"
    r"|Microsoft YaHei"  # a font
    r"|name|id|import|actual\.|planned\.|(notes|problems)\.[a-z]+",  # a key
    re.DOTALL,
)


def literals(node: ast.AST) -> Iterator[str]:
    """Give the texts that an argument says without being marked."""
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in MARKED:
            return
        if isinstance(node.func, ast.Attribute):
            yield from literals(node.func.value)
        return
    if isinstance(node, ast.Compare | ast.Subscript | ast.Lambda):
        return
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            yield node.value
        return
    for child in ast.iter_child_nodes(node):
        yield from literals(child)


def said_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = str(getattr(node.func, "id", "") or getattr(node.func, "attr", ""))
            if SAID.fullmatch(name):
                for argument in node.args:
                    yield from literals(argument)
        elif isinstance(node, ast.Assign):
            names = [each.id for each in node.targets if isinstance(each, ast.Name)]
            if any(map(NAMED.fullmatch, names)):
                yield from literals(node.value)
        elif isinstance(node, ast.Return | ast.Yield) and node.value:
            yield from filter(SENTENCE.search, literals(node.value))


def test_nothing_is_said_past_the_catalogue() -> None:
    past = [
        (path.relative_to(SOURCE).as_posix(), text)
        for path in sorted(SOURCE.rglob("*.py"))
        for text in said_in(path)
        if re.search("[A-Za-z]{2}", text) and not NO_TEXT.fullmatch(text)
    ]
    assert past == []
