"""What the projects come to: money, land, and the shares of one kind of project among all."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import compress
from math import fsum
from typing import Any, NamedTuple

from zqtrack.core.census import census_of, place_of
from zqtrack.core.facts import OWN, STEPS
from zqtrack.core.period import Period
from zqtrack.core.project import STAGES, STANDINGS, Project, Stage

#: What shares are given of: a flag gives one share, a text one for each of its values.
FLAGS = ("key_industry", "high_tech")
SHARED_BY = (*FLAGS, "origin", "district", "industry", "kind")


class Sum(NamedTuple):
    """An amount over several projects.

    Attributes:
        amount: the sum over those that give one; None where there are projects but none does.
        known: how many give one.
    """

    amount: float | None
    known: int


class Standing(NamedTuple):
    """The projects that stand at one place of the pipeline.

    Attributes:
        stage: one of ``STANDINGS``.
        projects: how many they are.
        investment: their planned investment, yuan.
    """

    stage: str
    projects: int
    investment: Sum


class Share(NamedTuple):
    """How one field divides the projects.

    Attributes:
        field: the field.
        counts: the projects for each value, most first; of a flag for ``True`` alone.
        known: how many projects give the field.
        projects: how many there are in all.
    """

    field: str
    counts: Mapping[Any, int]
    known: int
    projects: int

    @property
    def is_flag(self) -> bool:
        """Whether the field is true or false, so that ``True`` is the value to ask of."""
        return self.field in FLAGS

    def of(self, value: object) -> float | None:
        """Give the share of a value among all projects, 0 to 1; None where none gives the field.

        A project that does not give the field is not counted for any value, so this is the least
        that the share can be.
        """
        return self.counts.get(value, 0) / self.projects if self.known else None


class Totals(NamedTuple):
    """What the projects that are signed and have not left come to.

    Attributes:
        projects: how many they are.
        investment: planned investment, yuan.
        output: output of a year at full capacity, yuan.
        tax: tax of a year at full capacity, yuan.
        land_mu: land, mu.
        investment_per_mu: over the projects that give both, yuan a mu; None where none does.
        tax_per_mu: likewise.
        shares: how ``SHARED_BY`` divide them.
    """

    projects: int
    investment: Sum
    output: Sum
    tax: Sum
    land_mu: Sum
    investment_per_mu: float | None
    tax_per_mu: float | None
    shares: tuple[Share, ...]


def pipeline(projects: Iterable[Project]) -> tuple[Standing, ...]:
    """Count the projects at every place of the pipeline, prospects and withdrawn ones included."""
    census = census_of(projects)
    planned: dict[str, list[int | None]] = {standing: [] for standing in STANDINGS}
    for steps, amount in zip(census.keys(STEPS), census.keys(OWN["investment"]), strict=True):
        planned[place_of(steps).standing].append(amount)
    return tuple(
        Standing(standing, len(there), _sum(there, "investment"))
        for standing, there in planned.items()
    )


def totals(projects: Iterable[Project]) -> Totals:
    """Add up the projects that are signed and have not left."""
    census = census_of(projects)
    counted = census.stand_where(lambda place: place.standing in STAGES)

    def told(field: str) -> list[Any]:
        return list(compress(census.keys(OWN[field]), counted))

    investment, tax, land = told("investment"), told("tax"), told("land_mu")
    return Totals(
        sum(counted),
        _sum(investment, "investment"),
        _sum(told("output"), "output"),
        _sum(tax, "tax"),
        _sum(land, "land_mu"),
        _per_mu(investment, land),
        _per_mu(tax, land),
        tuple(_share(field, told(field)) for field in SHARED_BY),
    )


def signed_in(projects: Iterable[Project], window: Period) -> Sum:
    """Add up the planned investment of the projects that were surely signed in a window."""
    census = census_of(projects)
    signed = census.came_when(Stage.SIGNED, lambda day: day.within(window))
    return _sum(list(compress(census.keys(OWN["investment"]), signed)), "investment")


def _sum(told: Sequence[float | None], field: str) -> Sum:
    known = len(told) - told.count(None)
    amounts = filter(None, told)
    # Whole yuan stay whole; the sum of fractions does not depend on their order.
    added = fsum(amounts) if field == "land_mu" else sum(amounts)
    return Sum(added if known or not told else None, known)


def _per_mu(amounts: Iterable[int | None], lands: Iterable[float | None]) -> float | None:
    pairs = zip(lands, amounts, strict=True)
    both = [(land, amount) for land, amount in pairs if land and amount is not None]
    whole = fsum(land for land, _amount in both)
    return sum(amount for _land, amount in both) / whole if both else None


def _share(field: str, told: Sequence[Any]) -> Share:
    read = OWN[field].read
    counts = Counter({read(key): number for key, number in Counter(told).items()})
    known = len(told) - counts.pop(None, 0)
    counts.pop(False, None)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    return Share(field, dict(ordered), known, len(told))
