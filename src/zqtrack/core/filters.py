"""Which projects are meant: ``FIELD OP VALUE``, the one filter grammar of every command."""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple, NoReturn, TypeAlias

from zqtrack.core.chinese import field_called, in_english
from zqtrack.core.columns import BY_NAME, DAYS, LIGHT, STANDING, Column, View, column_named
from zqtrack.core.fields import COUNT, FLAG, MONEY, NUMBER, PERIOD, TEXT, TEXTS, ValueType
from zqtrack.core.period import Period
from zqtrack.core.project import FIELDS, KIND, MOMENT, PROSPECT, STAGE, WITHDRAWN, Mark, Stage
from zqtrack.core.record import field, record
from zqtrack.core.rows import Rows
from zqtrack.core.tables import nearest
from zqtrack.errors import BadValue, UsageError, quoted
from zqtrack.language import _

#: Whether a value answers to what was asked, as (value, asked).
Test: TypeAlias = Callable[[Any, Any], bool]


class _Term(NamedTuple):
    """One term: what it asks of a project, and which answers will do.

    Attributes:
        columns: what is asked: one of them is enough.
        holds: whether a value will do.
    """

    columns: tuple[Column, ...]
    holds: Callable[[Any], bool]

    @property
    def field(self) -> str | None:
        """The one field that is asked, if a file says it outright."""
        column, *others = self.columns
        return column.name if column.name in _OUTRIGHT and not others else None

    def matches(self, view: View) -> bool:
        return any(self.holds(column.value(view)) for column in self.columns)


@record()
class Filter:
    """The terms of a filter, ready to be asked of any number of projects.

    Attributes:
        text: the terms as they were typed, joined by spaces; empty if there are none.
    """

    text: str
    _terms: tuple[_Term, ...] = field(compare=False)

    def matches(self, view: View) -> bool:
        """Whether a project answers to every term; with no term every project does."""
        return all(term.matches(view) for term in self._terms)

    def choose(self, rows: Rows) -> Rows:
        """Give the projects that answer to every term, in no order."""
        for term in self._terms:
            rows = rows.where(term.columns, term.holds)
        return rows

    @property
    def tests(self) -> tuple[tuple[str, Callable[[Any], bool]], ...]:
        """The terms that ask for what a file says outright, the same on every day.

        Each is the name of a field and a test of its value, for whoever looks for projects
        without reading all that is known of them.
        """
        return tuple((term.field, term.holds) for term in self._terms if term.field)


def parse_filter(terms: Sequence[str]) -> Filter:
    """Read a filter.

    A term is ``FIELD OP VALUE`` or a bare word. A word is looked for in name, company and id. A
    field is the name of a column or its beginning; hyphens do for underscores. Terms are and-ed;
    a comma means or after ``=`` and ``~`` and in a word, and none of them after ``!=``. Operators
    may be full-width, and a comma too between the words of a choice.

    - Text, lists and the few words of a choice: ``=`` is equal, ``~`` contains, neither minds
      upper and lower case. A list answers if one of its items does.
    - Amounts, numbers, days, and stages in the order in which they are passed: ``=``, ``<``,
      ``<=``, ``>`` and ``>=``. ``withdrawn`` stands outside the order of the stages.
    - Dates are periods, and only what is certain answers: ``=`` lies wholly within, ``<`` ends
      before it begins, ``<=`` ends no later than it ends, ``>`` begins after it ends, ``>=``
      begins no earlier than it begins. ``~`` may lie within: the two share a day. After ``=``
      and ``!=`` the date of a stage may also be ``unknown`` or ``n/a``.
    - What is not known, does not apply or is empty answers to none of these. ``FIELD=`` finds
      exactly that, and ``FIELD!=`` what is known.
    - ``!=`` is always the opposite of ``=``, so it finds what is not known as well.

    Raises:
        UsageError: no such field, no such operator for it, or a value that cannot be read.
    """
    return Filter(" ".join(terms), tuple(_term(term.strip()) for term in terms))


# Where a word is looked for.
_SEARCHED = tuple(BY_NAME[name] for name in ("name", "company", "id"))
_OUTRIGHT = {"id", *(field.name for field in FIELDS)}
_SHAPE = r"(.*?)([!！][=＝]|[><＞＜][=＝]?|[=＝~～≥≤≠])(.*)"
# What somebody who writes Chinese types for our operators.
_PLAIN = str.maketrans(
    {"！": "!", "＝": "=", "＞": ">", "＜": "<", "～": "~", "≥": ">=", "≤": "<=", "≠": "!="}
)
_GROUPED_DIGITS = r"[0-9],[0-9]{3}(?![0-9])"
_RANKS = {standing: rank for rank, standing in enumerate((PROSPECT, *Stage))}


def _in_order(compare: Test) -> Test:
    # The project may be withdrawn, and so have no rank; the stage asked for has one.
    return lambda stage, asked: stage in _RANKS and compare(_RANKS[stage], _RANKS[asked])


_ORDERS: Mapping[str, Test] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_TEXT_TESTS: Mapping[str, Test] = {
    "=": lambda text, asked: text.casefold() == asked.casefold(),
    "~": lambda text, asked: asked.casefold() in text.casefold(),
}
_LIST_TESTS: Mapping[str, Test] = {
    "=": lambda texts, asked: any(_TEXT_TESTS["="](text, asked) for text in texts),
    "~": lambda texts, asked: any(_TEXT_TESTS["~"](text, asked) for text in texts),
}
_NUMBER_TESTS: Mapping[str, Test] = {"=": operator.eq, **_ORDERS}
_STAGE_TESTS: Mapping[str, Test] = {
    **_TEXT_TESTS,
    **{sign: _in_order(compare) for sign, compare in _ORDERS.items()},
}
_DATE_TESTS: Mapping[str, Test] = {
    "=": Period.within,
    "<": lambda period, asked: period.last < asked.first,
    "<=": lambda period, asked: period.last <= asked.last,
    ">": lambda period, asked: period.first > asked.last,
    ">=": lambda period, asked: period.first >= asked.first,
    "~": Period.overlaps,
}
# What a field can be asked. "!=" is not here: it is the opposite of "=".
_TESTS: Mapping[ValueType, Mapping[str, Test]] = {
    TEXT: _TEXT_TESTS,
    TEXTS: _LIST_TESTS,
    FLAG: {"=": operator.eq},
    KIND: _TEXT_TESTS,
    LIGHT: _TEXT_TESTS,
    STAGE: _STAGE_TESTS,
    STANDING: _STAGE_TESTS,
    MONEY: _NUMBER_TESTS,
    NUMBER: _NUMBER_TESTS,
    COUNT: _NUMBER_TESTS,
    DAYS: _NUMBER_TESTS,
    PERIOD: _DATE_TESTS,
    MOMENT: _DATE_TESTS,
}


class _Comparison(NamedTuple):
    """A term taken apart."""

    term: str
    column: Column
    sign: str
    value: str

    def refuse(self, message: str, hint: str | None) -> NoReturn:
        raise UsageError(
            _("in the filter {term}: {message}").format(term=quoted(self.term), message=message),
            hint,
        )


def _term(term: str) -> _Term:
    match = re.fullmatch(_SHAPE, term, re.DOTALL)
    if match is None:
        return _search(term)
    name, sign, value = (part.strip() for part in match.groups())
    asked = _Comparison(term, _column(term, name), sign.translate(_PLAIN), value)
    _check(asked)
    return _Term((asked.column,), _holds(asked))


def _holds(asked: _Comparison) -> Callable[[Any], bool]:
    if not asked.value:
        return (lambda value: not _known(value)) if asked.sign == "=" else _known
    tests = tuple(_test(asked, alternative) for alternative in _alternatives(asked))
    if asked.sign == "!=":
        return lambda value: not _any(tests, value)
    return partial(_any, tests)


def _search(term: str) -> _Term:
    column = BY_NAME.get(term.lower().replace("-", "_"))
    if column and "<" in _TESTS[column.type]:
        # In most shells an unquoted > is gone before we see it, and the rest went to a file.
        raise UsageError(
            _("{term} is a field, so it needs an operator and a value").format(term=quoted(term)),
            _("write them in quotes, '{term}>=…', or search for the word with name~{term}").format(
                term=term
            ),
        )
    words = tuple(word.strip().casefold() for word in term.split(","))
    if not all(words):
        raise UsageError(
            _("the filter {term} holds an empty word").format(term=quoted(term)),
            _("write a,b without spaces"),
        )

    def holds(text: str | None) -> bool:
        return text is not None and any(word in text.casefold() for word in words)

    return _Term(_SEARCHED, holds)


def _column(term: str, name: str) -> Column:
    if not name:
        raise UsageError(
            _("the filter {term} has no field").format(term=quoted(term)),
            _("write it without spaces, such as stage=started"),
        )
    try:
        return column_named(name)
    except UsageError as error:
        raise UsageError(
            _("in the filter {term}: {message}").format(term=quoted(term), message=error.message),
            error.hint,
        ) from None


def _check(asked: _Comparison) -> None:
    """Refuse an operator that the field does not have, or that has nothing to compare with."""
    name, known = field_called(asked.column.name), (*_TESTS[asked.column.type], "!=")
    if asked.value[:1] in ("=", "<", ">", "~"):
        asked.refuse(
            _("`{sign}{value}` is not an operator").format(sign=asked.sign, value=asked.value[0]),
            _("{name} takes {known}").format(name=name, known=" ".join(known)),
        )
    if asked.sign not in known:
        asked.refuse(
            _("{name} has no `{sign}`").format(name=name, sign=asked.sign),
            _("{name} takes {known}").format(name=name, known=" ".join(known)),
        )
    if not asked.value and asked.sign not in ("=", "!="):
        asked.refuse(
            _("no value after `{sign}`").format(sign=asked.sign),
            _("write `{name}=` for what is not known, `{name}!=` for what is").format(name=name),
        )


def _alternatives(asked: _Comparison) -> tuple[str, ...]:
    if asked.column.type in (MONEY, NUMBER, COUNT, DAYS) and re.search(
        _GROUPED_DIGITS, asked.value
    ):
        asked.refuse(
            _("a comma means or, so it cannot group digits"),
            _("write {name}{sign}{number}").format(
                name=field_called(asked.column.name),
                sign=asked.sign,
                number=asked.value.replace(",", ""),
            ),
        )
    # In a text a Chinese comma may be meant; the words of a choice have none.
    between = "[,，、]" if asked.column.type.choices else ","
    texts = tuple(text.strip() for text in re.split(between, asked.value))
    if len(texts) > 1 and asked.sign in _ORDERS:
        asked.refuse(
            _("`{sign}` takes one value").format(sign=asked.sign),
            _("a comma means or; use = or ~"),
        )
    if not all(texts):
        asked.refuse(
            _("a value beside a comma is empty"),
            _("write a,b without spaces, or `{name}=` alone for what is not known").format(
                name=field_called(asked.column.name)
            ),
        )
    return texts


def _test(asked: _Comparison, text: str) -> Callable[[Any], bool]:
    sign = "=" if asked.sign == "!=" else asked.sign
    wanted = _read(asked, text)
    if isinstance(wanted, Mark) and sign == "=":
        return lambda value: value is wanted
    if isinstance(wanted, Mark) or (wanted == WITHDRAWN and sign in _ORDERS):
        asked.refuse(
            _("{text} is outside any order, so it takes no `{sign}`").format(
                text=quoted(text), sign=sign
            ),
            _("use = or !="),
        )
    test = _TESTS[asked.column.type][sign]
    return lambda value: _known(value) and test(value, wanted)


def _read(asked: _Comparison, text: str) -> Any:
    kind = asked.column.type
    if asked.sign == "~" and kind.choices:
        return in_english(text, kind.choices)  # a part of a choice is none
    try:
        return kind.parse(text.lower() if kind.choices else text)
    except BadValue as error:
        meant = nearest(text, kind.choices)
        hint = (
            _("did you mean {name}{sign}{meant}?").format(
                name=field_called(asked.column.name), sign=asked.sign, meant=_(meant)
            )
            if meant
            else error.hint
        )
        asked.refuse(str(error), hint)


def _known(value: Any) -> bool:
    return value is not None and value != () and not isinstance(value, Mark)


def _any(tests: tuple[Callable[[Any], bool], ...], value: Any) -> bool:
    return any(test(value) for test in tests)
