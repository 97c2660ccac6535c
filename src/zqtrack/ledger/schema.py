"""The JSON Schemas of a ledger's files, for editors: drawn from the declared fields."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

import typing_extensions
from pydantic import ConfigDict, Field, StrictBool, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from zqtrack.core.fields import (
    COUNT,
    DAY,
    FLAG,
    MONEY,
    NUMBER,
    PERIOD,
    TERMS,
    TEXT,
    TEXTS,
    ValueType,
    fields_of,
)
from zqtrack.core.lights import Limits
from zqtrack.core.mapping import TARGETS
from zqtrack.core.project import (
    Mark,
    Note,
    Problem,
    Project,
    Replanned,
    Stage,
    Withdrawal,
)
from zqtrack.core.settings import Goals, Settings
from zqtrack.language import _, later

_ONE = r"[0-9]{4}(-(H[12]|Q[1-4]|(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?))?"
_AMOUNT = (
    r"^\s*([0-9]+(_[0-9]+)*|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?"
    r"\s*([kKmM]|[bB][nN]|万|亿)?\s*元?\s*$"
)
_Text = Annotated[str, Field(pattern=r"\S")]
# A validator need not look at the format, so the pattern says it too.
_Day = Annotated[date, Field(json_schema_extra={"pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"})]
_QuotedDay = Annotated[str, Field(pattern="^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]
# Named, so that the schema says once what they are.
Period = typing_extensions.TypeAliasType(
    "Period",
    Annotated[
        _Day | Annotated[str, Field(pattern=rf"^{_ONE}(/{_ONE})?$")],
        Field(examples=["2023-09-28", "2023-09", "2023-Q3", "2023-H2", "2023", "2022-03/2023-02"]),
    ],
)
Money = typing_extensions.TypeAliasType(
    "Money",
    Annotated[
        Annotated[int, Field(ge=0, le=2**63 - 1)] | Annotated[str, Field(pattern=_AMOUNT)],
        Field(examples=[1_100_000_000, "1.1bn", "11亿", "110000万"]),
    ],
)
_Moment: Any = Period | Literal[tuple(mark.value for mark in Mark)]
# What a schema can say of each kind of value, by its name. The calendar, that a span ends after
# it begins, that an amount is whole and what a filter says are beyond it, and left to validate.
_TYPES: dict[str, Any] = {
    TEXT.name: _Text,
    TEXTS.name: list[_Text],
    TERMS.name: _Text | list[_Text],
    FLAG.name: StrictBool,
    NUMBER.name: Annotated[float, Field(ge=0, le=2**53)],
    COUNT.name: Annotated[int, Field(ge=0, le=2**53)],
    MONEY.name: Money,
    PERIOD.name: Period,
    DAY.name: _Day | _QuotedDay,
}
_STAGES = {
    Stage.CONTACTED: later("first contact with the company; may be left out"),
    Stage.SIGNED: later("signing of the contract"),
    Stage.LAND_SUPPLIED: later("supply of the land"),
    Stage.STARTED: later("start of construction"),
    Stage.COMPLETED: later("completion of construction"),
    Stage.PRODUCING: later("start of production"),
}


class _Untitled(GenerateJsonSchema):
    """A schema without the titles that would only repeat the keys."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - pydantic's signature
        return False


def project_schema() -> dict[str, Any]:
    """Give the schema of a project file, in JSON Schema's draft 2020-12."""
    tables = {
        "actual": (_stages("Actual", _Moment), later("when each stage was reached")),
        "planned": (_stages("Planned", Period), later("the first promise for each stage")),
        "replanned": (_list_of(Replanned), later("each later promise, appended")),
        "problems": (_list_of(Problem), later("what stands in the way")),
        "notes": (_list_of(Note), later("the follow-up")),
        "withdrawn": (_part(Withdrawal), later("how it left the pipeline without producing")),
    }
    return _schema("Project file", Project, tables)


def settings_schema() -> dict[str, Any]:
    """Give the schema of ``zqtrack.toml``, in JSON Schema's draft 2020-12."""
    closed = Field(json_schema_extra={"additionalProperties": False})
    years = dict.__class_getitem__((Annotated[str, Field(pattern=r"^[0-9]{4}$")], _part(Goals)))
    tables = {
        "lights": (_part(Limits), later("when a light changes, in days")),
        "targets": (Annotated[years, closed], later("what a year is to bring: [targets.2024]")),
        "import": (
            dict.__class_getitem__((str, Literal[TARGETS])),
            later("the fields of columns that an import does not know, by their headings"),
        ),
    }
    return _schema("Ledger settings", Settings, tables)


def _schema(title: str, part: type[Any], tables: Mapping[str, tuple[Any, str]]) -> dict[str, Any]:
    """Give the schema of a file: the keys of a part, and the tables below them."""
    keys = _keys(part) | {key: _key(*about) for key, about in tables.items()}
    schema = TypeAdapter(_table(title, keys)).json_schema(schema_generator=_Untitled)
    return {"$schema": _Untitled.schema_dialect, **schema}


def _part(part: type[Any]) -> Any:
    return _table(part.__name__, _keys(part))


def _list_of(part: type[Any]) -> Any:
    return list.__class_getitem__(_part(part))


def _stages(name: str, kind: Any) -> Any:
    return _table(name, {stage.value: _key(kind, about) for stage, about in _STAGES.items()})


def _keys(part: type[Any]) -> dict[str, Any]:
    return {
        field.key: _key(_type_of(field.type), field.help, required=field.required)
        for field in fields_of(part)
    }


def _type_of(kind: ValueType) -> Any:
    if kind.choices and kind is not FLAG:
        return Literal[kind.choices]
    return _TYPES[kind.name]


def _key(kind: Any, help_: str, *, required: bool = False) -> Any:
    described = Annotated[kind, Field(description=_(help_))]
    return typing_extensions.Required[described] if required else described


def _table(name: str, keys: Mapping[str, Any]) -> Any:
    # Only the functional form takes keys with hyphens, and names that are known when it runs.
    typed_dict: Any = typing_extensions.TypedDict
    table = typed_dict(name, dict(keys), total=False)
    table.__pydantic_config__ = ConfigDict(extra="forbid")
    return table
