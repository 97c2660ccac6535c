"""What ``zqtrack.toml`` may say about a ledger."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from zqtrack.core.fields import COUNT, DAY, MONEY, TERMS, TEXT, choice_of, field
from zqtrack.core.findings import Enough, Flaw, Flaws
from zqtrack.core.lights import Limits
from zqtrack.core.mapping import target_from
from zqtrack.core.period import parse_period
from zqtrack.core.project import Stage
from zqtrack.core.record import field as record_field
from zqtrack.core.record import record
from zqtrack.core.tables import read_part, read_values, wrong_shape
from zqtrack.errors import BadValue, UsageError, quoted
from zqtrack.language import Language, _, later

#: The check that finds what is wrong in it.
BAD_SETTINGS = "ZQ401"


def _filter_from(value: object) -> tuple[str, ...]:
    from zqtrack.core.filters import parse_filter

    terms: tuple[str, ...] = TERMS.read(value)
    try:
        parse_filter(terms)
    except UsageError as error:
        raise BadValue(error.message, error.hint) from None
    return terms


LANGUAGE = choice_of(later("language"), Language)
_FILTER = TERMS._replace(read=_filter_from)


@record(kw_only=True)
class Goals:
    """What a year is to bring: so many projects that reach a stage, so much signed investment."""

    filter: tuple[str, ...] = field(
        _FILTER, later("the projects that count, such as district=Sihui"), default=()
    )
    signed: int | None = field(COUNT, later("projects to be signed"))
    land_supplied: int | None = field(COUNT, later("projects to be supplied with land"))
    started: int | None = field(COUNT, later("projects to start construction"))
    completed: int | None = field(COUNT, later("projects to complete construction"))
    producing: int | None = field(COUNT, later("projects to begin production"))
    investment: int | None = field(
        MONEY, later("planned investment of the projects to be signed, yuan")
    )

    def of(self, stage: Stage) -> int | None:
        """Give how many projects are to reach a stage; None where that is no goal."""
        number: int | None = getattr(self, stage.name.lower())
        return number


@record(kw_only=True)
class Settings:
    """The settings of a ledger; every one has a default.

    Attributes:
        limits: when lights change.
        goals: the targets, by year.
        columns: the fields of columns that an import does not know, by their headings.
    """

    name: str | None = field(TEXT, later("the ledger's name, for headings"))
    language: Language | None = field(LANGUAGE, later("en or zh; the reader's if left out"))
    as_of: date | None = field(DAY, later("the day from which the ledger is seen; else today"))
    limits: Limits = record_field(factory=Limits)
    goals: Mapping[int, Goals] = record_field(factory=dict)
    columns: Mapping[str, str] = record_field(factory=dict)


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
        columns = _read_columns(data.get("import", {}), flaws)
    if flaws:
        return Settings(), tuple(flaws)
    return Settings(**values, limits=limits, goals=goals, columns=columns), ()


def _read_goals(years: object, flaws: list[Flaw]) -> dict[int, Goals]:
    if not isinstance(years, dict):
        flaws.append(wrong_shape(("targets",), _("a table"), "[targets.2024]"))
        return {}
    goals = {}
    for year, table in years.items():
        path = ("targets", year)
        if not _is_year(year):
            message = _("{year} is not a year").format(year=quoted(year))
            flaws.append(Flaw(BAD_SETTINGS, path, message, _("write [targets.2024]")))
        elif part := read_part(Goals, table, path, flaws):
            goals[int(year)] = part
    return goals


def _read_columns(table: object, flaws: list[Flaw]) -> dict[str, str]:
    if not isinstance(table, dict):
        flaws.append(wrong_shape(("import",), _("a table"), "[import]"))
        return {}
    columns = {}
    for label, value in table.items():
        try:
            columns[label] = target_from(value)
        except BadValue as error:
            flaws.append(Flaw(BAD_SETTINGS, ("import", label), str(error), error.hint))
    return columns


def _is_year(text: str) -> bool:
    try:
        return parse_period(text).text == text[:4]
    except BadValue:
        return False


_TABLES = ("lights", "targets", "import")
