"""What ``zqtrack.toml`` may say about a ledger."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from datetime import date
from typing import Any

from zqtrack.core.fields import COUNT, DAY, MONEY, TERMS, TEXT, field
from zqtrack.core.filters import parse_filter
from zqtrack.core.findings import Enough, Flaw, Flaws
from zqtrack.core.lights import Limits
from zqtrack.core.period import parse_period
from zqtrack.core.tables import read_part, read_values, wrong_shape
from zqtrack.errors import BadValue, UsageError, quoted

#: The check that finds what is wrong in it.
BAD_SETTINGS = "ZQ401"


def _filter_from(value: object) -> tuple[str, ...]:
    terms: tuple[str, ...] = TERMS.read(value)
    try:
        parse_filter(terms)
    except UsageError as error:
        raise BadValue(error.message, error.hint) from None
    return terms


_FILTER = replace(TERMS, read=_filter_from)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goals:
    """What a year is to bring: so many projects that reach a stage, so much signed investment."""

    filter: tuple[str, ...] = field(
        _FILTER, "the projects that count, such as district=Sihui", default=()
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
    """Read what a TOML parser gave for ``zqtrack.toml``, with the flaws in it, see ``Flaws``.

    Returns:
        The settings, and the flaws; where there are any, the settings must not be used.
    """
    flaws = Flaws()
    plain = {key: data[key] for key in data if key not in _TABLES}
    with suppress(Enough):
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
        path = ("targets", year)
        if not _is_year(year):
            message = f"{quoted(year)} is not a year"
            flaws.append(Flaw(BAD_SETTINGS, path, message, "write [targets.2024]"))
        elif part := read_part(Goals, table, path, flaws):
            goals[int(year)] = part
    return goals


def _is_year(text: str) -> bool:
    try:
        return parse_period(text).text == text[:4]
    except BadValue:
        return False


_TABLES = ("lights", "targets")
