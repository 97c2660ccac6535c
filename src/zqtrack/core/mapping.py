"""What a column of a table can be read as, as a user or ``zqtrack.toml`` names it."""

from collections.abc import Sequence
from unicodedata import normalize

from zqtrack.core.chinese import field_called, names_of
from zqtrack.core.project import FIELDS, Stage
from zqtrack.core.tables import nearest
from zqtrack.errors import BadValue, quoted
from zqtrack.language import _

#: The field of a column that is never to be read.
IGNORED = "ignore"
#: Everything that a column can be read as, by the name that a user gives it.
TARGETS: tuple[str, ...] = (
    "id",
    *(own.key for own in FIELDS),
    *(f"actual.{stage}" for stage in Stage),
    *(f"planned.{stage}" for stage in Stage),
    "withdrawn.on",
    "withdrawn.reason",
    "notes.text",
    "problems.title",
    IGNORED,
)

_STAGES = frozenset(stage.value for stage in Stage)
_SHORT = {
    "withdrawn": "withdrawn.on",
    **dict.fromkeys(("note", "notes", "remark", "remarks"), "notes.text"),
    **dict.fromkeys(("problem", "problems"), "problems.title"),
}


def target_of(text: str) -> str:
    """Read a field as a user names it, such as ``paid-in``, ``planned-started`` or 计划开工.

    Raises:
        BadValue: there is no such field.
    """
    if (word := _in_full(text)) in TARGETS:
        return word
    raise _no_field(text, tuple(map(field_called, TARGETS)))


def target_from(value: object) -> str:
    """Read what TOML gave for a field: its name in full.

    Raises:
        BadValue: it is none.
    """
    if not isinstance(value, str):
        raise BadValue(_("a text belongs here"), _('put it in quotes: "…"'))
    if value in TARGETS:
        return value
    raise _no_field(value, TARGETS)


def _in_full(text: str) -> str:
    word = normalize("NFKC", text).strip().lower().replace("_", "-")
    table, _hyphen, stage = word.partition("-")
    if word in _STAGES:
        return f"actual.{word}"
    if table in ("actual", "planned") and stage in _STAGES:
        return f"{table}.{stage}"
    chinese = (target for target in TARGETS if word in names_of(target))
    return _SHORT.get(word) or next(chinese, word)


def _no_field(text: str, names: Sequence[str]) -> BadValue:
    meant = nearest(_in_full(text), (*TARGETS, *names))
    return BadValue(
        _("{name} is not a field").format(name=quoted(text)),
        _("did you mean `{meant}`?").format(meant=meant)
        if meant
        else _("fields: {names}").format(names=_(", ").join(names)),
    )
