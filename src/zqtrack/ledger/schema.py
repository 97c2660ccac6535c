"""The JSON Schema of a project file, for editors: drawn from the declared fields."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

import typing_extensions
from pydantic import ConfigDict, Field, StrictBool, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from zqtrack.core.fields import FLAG, MONEY, NUMBER, PERIOD, TEXT, TEXTS, ValueType, fields_of
from zqtrack.core.project import (
    KIND,
    MOMENT,
    STAGE,
    Note,
    Problem,
    Project,
    Replanned,
    Stage,
    Withdrawal,
)

_ONE = r"[0-9]{4}(-(H[12]|Q[1-4]|(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?))?"
_AMOUNT = (
    r"^\s*([0-9]+(_[0-9]+)*|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?"
    r"\s*([kKmM]|[bB][nN]|万|亿)?\s*元?\s*$"
)
_Text = Annotated[str, Field(pattern=r"\S")]
# A validator need not look at the format, so the pattern says it too.
_Day = Annotated[date, Field(json_schema_extra={"pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"})]
# Named, so that the schema says once what they are.
Period = typing_extensions.TypeAliasType(
    "Period", _Day | Annotated[str, Field(pattern=rf"^{_ONE}(/{_ONE})?$")]
)
Money = typing_extensions.TypeAliasType(
    "Money", Annotated[int, Field(ge=0, le=2**63 - 1)] | Annotated[str, Field(pattern=_AMOUNT)]
)
# What a schema can say of each kind of value. The calendar, that a span ends after it begins and
# that an amount is whole are beyond it, and left to validate.
_TYPES: dict[ValueType, Any] = {
    TEXT: _Text,
    TEXTS: list[_Text],
    FLAG: StrictBool,
    NUMBER: Annotated[float, Field(ge=0, le=2**53)],
    MONEY: Money,
    PERIOD: Period,
    MOMENT: Period | Literal["unknown", "n/a"],
    KIND: Literal[KIND.choices],
    STAGE: Literal[STAGE.choices],
}


class _Untitled(GenerateJsonSchema):
    """A schema without the titles that would only repeat the keys."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - pydantic's signature
        return False


def project_schema() -> dict[str, Any]:
    """Give the schema of a project file, in JSON Schema's draft 2020-12."""
    tables = {
        "actual": (_stages("Actual", MOMENT), "when each stage was reached"),
        "planned": (_stages("Planned", PERIOD), "the first promise for each stage"),
        "replanned": (_list_of(Replanned), "each later promise, appended"),
        "problems": (_list_of(Problem), "what stands in the way"),
        "notes": (_list_of(Note), "the follow-up"),
        "withdrawn": (_part(Withdrawal), "how it left the pipeline without producing"),
    }
    whole = _table(
        "Project file", _keys(Project) | {k: _key(*about) for k, about in tables.items()}
    )
    schema = TypeAdapter(whole).json_schema(schema_generator=_Untitled)
    return {"$schema": _Untitled.schema_dialect, **schema}


def _part(part: type[Any]) -> Any:
    return _table(part.__name__, _keys(part))


def _list_of(part: type[Any]) -> Any:
    return list.__class_getitem__(_part(part))


def _stages(name: str, kind: ValueType) -> Any:
    return _table(name, {stage.value: _key(_TYPES[kind], stage.value) for stage in Stage})


def _keys(part: type[Any]) -> dict[str, Any]:
    return {
        field.key: _key(_TYPES[field.type], field.help, required=field.required)
        for field in fields_of(part)
    }


def _key(kind: Any, help_: str, *, required: bool = False) -> Any:
    described = Annotated[kind, Field(description=help_)]
    return typing_extensions.Required[described] if required else described


def _table(name: str, keys: Mapping[str, Any]) -> Any:
    # Only the functional form takes keys with hyphens, and names that are known when it runs.
    typed_dict: Any = typing_extensions.TypedDict
    table = typed_dict(name, dict(keys), total=False)
    table.__pydantic_config__ = ConfigDict(extra="forbid")
    return table
