"""What ``zqtrack.toml`` may say about a ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from typing import Any

from zqtrack.core.fields import COUNT, DAY, MONEY, TERMS, TEXT, field
from zqtrack.core.findings import Flaw
from zqtrack.core.lights import Limits
from zqtrack.core.tables import read_part, read_values, wrong_shape

#: The check that finds what is wrong in it.
BAD_SETTINGS = "ZQ401"


@dataclass(frozen=True, slots=True, kw_only=True)
class Goals:
    """What a year is to bring: so many projects that reach a stage, so much signed investment."""

    filter: tuple[str, ...] = field(
        TERMS, "the projects that count, such as district=Sihui", default=()
    )
    signed: int | None = field(COUNT, "projects to be signed")
    land_supplied: int | None = field(COUNT, "projects to be supplied with land")
    started: int | None = field(COUNT, "projects to start construction")
    completed: int | None = field(COUNT, "projects to complete construction")
    producing: int | None = field(COUNT, "projects to begin production")
    investment: int | None = field(MONEY, "planned investment of the projects to be signed, yuan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of a ledger; every one has a default.

    Attributes:
        limits: when lights change.
        goals: the targets, by year.
    """

    name: str | None = field(TEXT, "the ledger's name, for headings")
    as_of: date | None = field(DAY, "the day from which the ledger is seen; else today")
    limits: Limits = dataclass_field(default_factory=Limits)
    goals: Mapping[int, Goals] = dataclass_field(default_factory=dict)


def read_settings(data: Mapping[str, Any]) -> tuple[Settings, tuple[Flaw, ...]]:
    """Read what a TOML parser gave for ``zqtrack.toml``, with every flaw in it.

    Returns:
        The settings, and the flaws; where there are any, the settings must not be used.
    """
    flaws: list[Flaw] = []
    plain = {key: data[key] for key in data if key not in _TABLES}
    values = read_values(Settings, plain, (), flaws, _TABLES)
    limits = read_part(Limits, data.get("lights", {}), ("lights",), flaws) or Limits()
    goals = _read_goals(data.get("targets", {}), flaws)
    if flaws:
        return Settings(), tuple(flaws)
    return Settings(**values, limits=limits, goals=goals), ()


def _read_goals(years: object, flaws: list[Flaw]) -> dict[int, Goals]:
    if not isinstance(years, dict):
        flaws.append(wrong_shape(("targets",), "a table", "[targets.2024]"))
        return {}
    goals = {}
    for year, table in years.items():
        if not (year.isdecimal() and len(year) == len("2024")):
            message = f"`{year}` is not a year"
            flaws.append(Flaw(BAD_SETTINGS, ("targets", year), message, "write [targets.2024]"))
        elif part := read_part(Goals, table, ("targets", year), flaws):
            goals[int(year)] = part
    return goals


_TABLES = ("lights", "targets")
