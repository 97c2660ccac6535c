"""Frozen, slotted classes of named values, as ``dataclasses`` makes them, in a tenth of the time.

To import that module takes nearly as long as to start Python, and each class of it half a
millisecond: it is there for all that a class could be. A record is this one thing, and what makes
its objects is written when the first is made.
"""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar, dataclass_transform

Class = TypeVar("Class", bound=type)
Record = TypeVar("Record")

#: What stands where a field has no default.
MISSING: Any = object()


class Field(NamedTuple):
    """A value of a record.

    Attributes:
        name: what it is called.
        default: what it is where it is not given, or MISSING.
        factory: makes what it is then.
        compare: whether two records differ where it differs.
        about: whatever is to be known of it.
    """

    name: str
    default: Any
    factory: Callable[[], Any] | None
    compare: bool
    about: Mapping[str, Any]


def field(
    *,
    default: Any = MISSING,
    factory: Callable[[], Any] | None = None,
    compare: bool = True,
    about: Mapping[str, Any] | None = None,
) -> Any:
    """Say more of a field than its default, in its place."""
    return Field("", default, factory, compare, about or {})


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(*, kw_only: bool = False) -> Callable[[Class], Class]:
    """Make a class a record: its annotated names are its fields.

    Args:
        kw_only: whether they are given by name only, and may then stand in any order.
    """

    def make(cls: Class) -> Class:
        fields = tuple(_field(name, vars(cls)) for name in cls.__annotations__)
        names = tuple(each.name for each in fields)
        own = {
            name: value
            for name, value in vars(cls).items()
            if name not in (*names, "__dict__", "__weakref__")
        }
        made: Class = type(cls)(
            cls.__name__,
            cls.__bases__,
            {
                "__init__": _first_init(kw_only=kw_only),
                "__repr__": _repr,
                "__eq__": _equals,
                "__hash__": _hash,
                "__reduce__": _reduce,
                "__setattr__": _refuse,
                "__delattr__": _refuse,
                **own,
                "__qualname__": cls.__qualname__,
                "__slots__": names,
                "__match_args__": names,
                "__fields__": fields,
                "__compared__": attrgetter(*(each.name for each in fields if each.compare)),
            },
        )
        return made

    return make


def fields(part: Any) -> tuple[Field, ...]:
    """Give the fields of a record, or of a class of records."""
    declared: tuple[Field, ...] = part.__fields__
    return declared


def replace(one: Record, **values: Any) -> Record:
    """Give a record with other values of some of its fields."""
    kept = {each.name: getattr(one, each.name) for each in fields(one) if each.name not in values}
    return type(one)(**kept, **values)


def _field(name: str, declared: Mapping[str, Any]) -> Field:
    value = declared.get(name, MISSING)
    if isinstance(value, Field):
        return value._replace(name=name)
    return Field(name, value, None, True, {})


def _first_init(*, kw_only: bool) -> Callable[..., None]:
    """Give what makes the first object of a class: it writes what makes the others."""

    def __init__(self: Any, *args: Any, **values: Any) -> None:  # noqa: N807 - it becomes that
        cls = type(self)
        cls.__init__ = _written(cls, kw_only=kw_only)
        cls.__init__(self, *args, **values)

    return __init__


def _written(cls: type, *, kw_only: bool) -> Callable[..., None]:
    known: dict[str, Any] = {"MISSING": MISSING}
    arguments, lines = ["self", "*"] if kw_only else ["self"], []
    for each in fields(cls):
        known[f"set_{each.name}"] = vars(cls)[each.name].__set__
        value = each.name
        if each.factory:
            known[f"make_{each.name}"] = each.factory
            value = f"make_{each.name}() if {each.name} is MISSING else {each.name}"
        else:
            known[f"default_{each.name}"] = each.default
        if each.factory:
            arguments.append(f"{each.name}=MISSING")
        elif each.default is MISSING:
            arguments.append(each.name)
        else:
            arguments.append(f"{each.name}=default_{each.name}")
        lines.append(f"    set_{each.name}(self, {value})")
    made: dict[str, Any] = {}
    source = f"def __init__({', '.join(arguments)}):\n" + "\n".join(lines)
    exec(source, known, made)  # noqa: S102 - of our own names, as dataclasses does it
    made["__init__"].__qualname__ = f"{cls.__qualname__}.__init__"
    init: Callable[..., None] = made["__init__"]
    return init


def _repr(self: Any) -> str:
    values = (f"{each.name}={getattr(self, each.name)!r}" for each in fields(self))
    return f"{type(self).__qualname__}({', '.join(values)})"


def _equals(self: Any, other: Any) -> Any:
    if type(self) is not type(other):
        return NotImplemented
    compared = self.__compared__
    return compared(self) == compared(other)


def _hash(self: Any) -> int:
    return hash(self.__compared__(self))


def _reduce(self: Any) -> tuple[Any, ...]:
    return _again, (type(self), {each.name: getattr(self, each.name) for each in fields(self)})


def _again(cls: type[Record], values: Mapping[str, Any]) -> Record:
    return cls(**values)


def _refuse(self: Any, name: str, *_value: Any) -> None:
    raise AttributeError(f"{type(self).__name__} is frozen: {name} stays as it is")
