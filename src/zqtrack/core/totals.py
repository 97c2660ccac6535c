"""What the projects come to: money, land, and the shares of one kind of project among all."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import fsum
from operator import attrgetter
from typing import Any, NamedTuple

from zqtrack.core.project import STANDINGS, Project

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
    places: dict[str, list[Project]] = {stage: [] for stage in STANDINGS}
    for project in projects:
        places[project.standing].append(project)
    return tuple(
        Standing(stage, len(there), total(there, "investment")) for stage, there in places.items()
    )


def totals(projects: Iterable[Project]) -> Totals:
    """Add up the projects that are signed and have not left."""
    counted = [project for project in projects if project.reached and not project.withdrawn]
    return Totals(
        len(counted),
        total(counted, "investment"),
        total(counted, "output"),
        total(counted, "tax"),
        total(counted, "land_mu"),
        _per_mu(counted, "investment"),
        _per_mu(counted, "tax"),
        tuple(_share(counted, field) for field in SHARED_BY),
    )


def total(projects: Sequence[Project], field: str) -> Sum:
    """Add up a field over the projects that give it."""
    amounts = [amount for amount in map(attrgetter(field), projects) if amount is not None]
    # Whole yuan stay whole; the sum of fractions does not depend on their order.
    added = fsum(amounts) if field == "land_mu" else sum(amounts)
    return Sum(added if amounts or not projects else None, len(amounts))


def _per_mu(projects: Iterable[Project], field: str) -> float | None:
    pairs = map(attrgetter("land_mu", field), projects)
    both = [(land, amount) for land, amount in pairs if land and amount is not None]
    whole = fsum(land for land, _amount in both)
    return sum(amount for _land, amount in both) / whole if both else None


def _share(projects: Sequence[Project], field: str) -> Share:
    counts = Counter(map(attrgetter(field), projects))
    known = len(projects) - counts.pop(None, 0)
    counts.pop(False, None)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    return Share(field, dict(ordered), known, len(projects))
