"""What a column of a table can be read as, as a user or ``zqtrack.toml`` names it."""

from unicodedata import normalize

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
    """Read a field as a user names it, such as ``paid-in``, ``started`` or ``planned-started``.

    Raises:
        BadValue: there is no such field.
    """
    word = normalize("NFKC", text).strip().lower().replace("_", "-")
    table, _hyphen, stage = word.partition("-")
    if word in _STAGES:
        word = f"actual.{word}"
    elif table in ("actual", "planned") and stage in _STAGES:
        word = f"{table}.{stage}"
    word = _SHORT.get(word, word)
    if word in TARGETS:
        return word
    meant = nearest(word, TARGETS)
    hint = _("did you mean `{meant}`?").format(meant=meant) if meant else _HINT()
    raise BadValue(_("{name} is not a field").format(name=quoted(text)), hint)


def target_from(value: object) -> str:
    """Read what TOML gave for a field: its name in full.

    Raises:
        BadValue: it is none.
    """
    if not isinstance(value, str):
        raise BadValue(_("a text belongs here"), _('put it in quotes: "…"'))
    if (target := target_of(value)) != value:
        message = _("{name} is not a field").format(name=quoted(value))
        raise BadValue(message, _("did you mean `{meant}`?").format(meant=target))
    return target


def _HINT() -> str:  # noqa: N802 - a constant in the language that is spoken
    return _("fields: {names}").format(names=_(", ").join(TARGETS))
