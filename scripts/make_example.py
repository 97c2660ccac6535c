"""Write the example ledger: 71 projects whose published totals come out exactly.

Usage: python scripts/make_example.py [DIR]

DIR is examples/agglomeration-zone-2023 unless given. Two of the projects are real; the other 69
are drawn at random and say so in their first line. The same bytes come out each time, on every
platform and Python: only `random.Random.random` is used, which Python promises not to change,
and the draws are turned into dates and money with whole numbers.
"""

import random
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

DEFAULT_FOLDER = Path(__file__).parent.parent / "examples" / "agglomeration-zone-2023"
SEED = 20230928
AS_OF = date(2023, 9, 30)
CEREMONY = date(2023, 9, 28)

# What the articles of October 2023 publish; of "over 87 %" and the like, the smallest number of
# projects that is enough.
PUBLISHED = {
    "projects": 71,
    "signed from January to September": 71,
    "signed on the ceremony day": 38,
    "land-supplied": 33,
    "started on the ceremony day": 30,
    "planned investment, yuan": 30_310_000_000,
    "output at capacity, yuan": 52_660_000_000,
    "in the key industries": 62,  # of 71: "over 87 %"
    "from the Pearl River Delta": 64,  # of 71: "over 90 %"
    "high-tech": 43,  # of 71: "over 60 %"
    "problems found": 45,
    "problems closed": 40,
}

# What is left for the reconstructed ones when the two real projects have taken their share.
EARLY = 32  # signed before the ceremony, land supplied
STARTING = 29  # of those: started at the ceremony
AT_CEREMONY = 37  # signed there, no land yet
RECONSTRUCTED = EARLY + AT_CEREMONY
INVESTMENT = 29_210_000_000
OUTPUT = 52_660_000_000
HIGH_TECH = 42
MONEY_STEP = 10_000_000

# Which industries the zone counts as key is not stated: these five are part of the reconstruction.
KEY_INDUSTRIES = {
    "new energy": """battery casings, battery separators, battery trays, cathode materials,
        anode materials, battery packs, storage cabinets, charging posts, solar brackets,
        inverter housings, battery cables, hydrogen valves, thermal pads, copper foil""",
    "auto parts": """seat frames, brake discs, door seals, wheel hubs, headlamps, dashboards,
        steering columns, shock absorbers, wiring harnesses, window regulators, sun visors,
        bumpers, motor rotors, wiper arms""",
    "electronics": """circuit boards, connectors, camera modules, sensors, power adapters,
        LED drivers, antennas, keyboards, loudspeakers, transformers, capacitors,
        display frames""",
    "equipment": """precision moulds, machine tools, injection machines, conveyor lines,
        packaging machines, robot joints, pumps, laser cutters, air compressors, bearings,
        hydraulic cylinders, cooling towers""",
    "metals": """aluminium profiles, die castings, copper tubes, stainless fittings, fasteners,
        springs, sheet-metal cabinets, steel structures, galvanised parts, alloy powders""",
}
OTHER_INDUSTRIES = {
    "consumer goods": "kitchenware, furniture, toys, paper packaging",
    "food and drink": "bottled tea, frozen dumplings",
    "logistics": "cold storage",
}
ORIGINS = (
    *("Pearl River Delta",) * 62,
    *("Yangtze River Delta",) * 4,
    *("Hunan",) * 2,
    "Beijing",
)

BEFORE_LAND = (
    ("Project registration", "Development office"),
    ("Environmental approval", "Ecology office"),
    ("Land levelling", "Land office"),
    ("Relocation of a power line", "Power company"),
    ("Compensation for a fish pond", "Town government"),
    ("Boundary survey", "Land office"),
)
AFTER_LAND = (
    ("Construction access road", "Roads office"),
    ("Temporary power supply", "Power company"),
    ("Water main connection", "Water company"),
    ("Construction permit", "Housing office"),
    ("Drainage outlet", "Water office"),
    ("Fire-safety review", "Housing office"),
)
LAND_REASONS = ("land bidding a round later", "environmental approval", "boundary redrawn")
START_REASONS = ("layout redrawn", "ground survey repeated", "contractor found late")
NOTES = (
    "Layout drawings handed in.",
    "The firm's engineers visited the site.",
    "Asked for a second power feed.",
    "Asked for dormitories near the site.",
)

# Public holidays that fall on a weekday; days worked instead at weekends are left out.
HOLIDAYS = frozenset(
    date.fromisoformat(day)
    for day in (
        *("2022-10-03", "2022-10-04", "2022-10-05", "2022-10-06", "2022-10-07", "2023-01-02"),
        *("2023-01-23", "2023-01-24", "2023-01-25", "2023-01-26", "2023-01-27", "2023-04-05"),
        *("2023-05-01", "2023-05-02", "2023-05-03", "2023-06-22", "2023-06-23", "2023-09-29"),
        *("2023-10-02", "2023-10-03", "2023-10-04", "2023-10-05", "2023-10-06"),
    )
)

LEDGER = """\
#:schema ../../zqtrack.schema.json
# The start area of the Agglomeration Zone from 2023-01-01 to 2023-09-30, project by project.
#
# Published are only the totals (2023-10-09 article on the Agglomeration Zone) and two firms:
# Zhengchuang and Qianxing. The other 69 projects are reconstructed, as their first line says,
# so that the totals come out exactly: 71 signed, 38 of them at the ceremony of 2023-09-28;
# 33 land-supplied; 30 started at the ceremony; 30.31 bn yuan planned; 52.66 bn output at
# capacity; over 87 % in key industries, over 90 % from the Pearl River Delta, over 60 % high-tech.
# The 45 problems, 40 of them closed, are those that the 2023-10-10 article on Zhaoqing speed
# counts to 2023-10-09; here they all fall before the end of September.
#
# Written by scripts/make_example.py: change that, not these files.
name = "Agglomeration Zone start area, 2023"
as-of = 2023-09-30
"""

# As the article of October 2023 knows them; projects/ at the top may learn more.
REAL = {
    "zhengchuang-smart-park": """\
#:schema ../../../project.schema.json
name = "Zhengchuang new-retail smart-manufacturing park"
company = "Guangzhou Zhengchuang Holding Group"
district = "Agglomeration Zone"
industry = "consumer goods"
product = "small appliances, medical wipes"
origin = "Pearl River Delta"            # Guangzhou, by the company's name
investment = 1_100_000_000
sources = ["2023-10-09 article on the Agglomeration Zone"]

[actual]
signed = "2023-04"
land-supplied = "2023-08"
started = 2023-09-28                    # at the zone's ceremony
""",
    "qianxing-underwater-products": """\
#:schema ../../../project.schema.json
name = "Qianxing underwater products"
company = "Shenzhen Qianxing Innovation Technology"
district = "Agglomeration Zone"
industry = "equipment"
product = "underwater equipment"
origin = "Pearl River Delta"            # Shenzhen, by the company's name
high-tech = true                        # a national high-tech enterprise
sources = ["2023-10-09 article on the Agglomeration Zone"]

[actual]
signed = 2023-09-28                     # at the zone's ceremony

# A launch by the end of 2023 was planned too; which stage that means is not stated.
[planned]
started = "2024-06/2024-07"             # "mid-2024", read as June or July
""",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the way of a project; open when ``closed`` is None."""

    title: str
    owner: str
    raised: date
    due: date
    closed: date | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """The days a project reached its stages; None: not reached, or not kept."""

    signed: date
    contacted: date | None
    land: date | None = None
    started: date | None = None

    def stages(self) -> dict[str, str]:
        days = {"signed": self.signed, "land-supplied": self.land, "started": self.started}
        return {stage: day.isoformat() for stage, day in days.items() if day}


@dataclass(frozen=True, slots=True)
class Replan:
    """A later promise for a stage."""

    stage: str
    to: str
    on: date
    reason: str


def main(arguments: Sequence[str]) -> int:
    folder = Path(arguments[0]) if arguments else DEFAULT_FOLDER
    files = example()
    counted = totals(files)
    if counted != PUBLISHED:
        print(f"error: totals are {counted}, published are {PUBLISHED}", file=sys.stderr)
        return 1
    strangers = {path.stem for path in folder.glob("projects/*.toml")} - files.keys()
    if strangers:
        print(
            f"error: {folder} also holds {', '.join(sorted(strangers))}: remove first",
            file=sys.stderr,
        )
        return 1
    (folder / "projects").mkdir(parents=True, exist_ok=True)
    write(folder / "zqtrack.toml", LEDGER)
    for stem, text in files.items():
        write(folder / "projects" / f"{stem}.toml", text)
    return 0


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def example() -> dict[str, str]:
    """Every project file by its stem, always the same."""
    rng = random.Random(SEED)  # noqa: S311  # an example to repeat, not a secret to keep
    timelines = [*early_timelines(rng), *ceremony_timelines(rng)]
    promises = [promised(rng, timeline) for timeline in timelines]
    problems = all_problems(rng, timelines)
    files = dict(REAL)
    for i, (stem, head) in enumerate(all_heads(rng)):
        parts = (
            head,
            actual_table(i, timelines[i]),
            *promise_tables(*promises[i]),
            *map(problem_table, problems[i]),
            *note_tables(rng, i, timelines[i]),
        )
        files[stem] = "\n".join(parts)
    return files


def totals(files: dict[str, str]) -> dict[str, int]:
    """The published figures, counted from the files as a reader would."""
    projects: list[dict[str, Any]] = [tomllib.loads(text) for text in files.values()]
    actual = [project["actual"] for project in projects]
    problems = [problem for project in projects for problem in project.get("problems", ())]
    counted = (
        len(projects),
        sum(str(stages["signed"]).startswith("2023-0") for stages in actual),
        sum(stages["signed"] == CEREMONY for stages in actual),
        sum("land-supplied" in stages for stages in actual),
        sum(stages.get("started") == CEREMONY for stages in actual),
        sum(project.get("investment", 0) for project in projects),
        sum(project.get("output", 0) for project in projects),
        sum(project.get("key-industry", False) for project in projects),
        sum(project["origin"] == "Pearl River Delta" for project in projects),
        sum(project.get("high-tech", False) for project in projects),
        len(problems),
        sum("closed" in problem for problem in problems),
    )
    return dict(zip(PUBLISHED, counted, strict=True))


# --- what a project is -------------------------------------------------------------------------


def all_heads(rng: random.Random) -> list[tuple[str, str]]:
    """Stem and text above ``[actual]`` of each reconstructed project."""
    products = shuffled(
        rng,
        [
            (product.strip(), industry)
            for industry, line in {**KEY_INDUSTRIES, **OTHER_INDUSTRIES}.items()
            for product in line.split(",")
        ],
    )
    investments = apportion(INVESTMENT, [60 + below(rng, 32) ** 2 for _ in products])
    outputs = apportion(OUTPUT, [money * (120 + below(rng, 140)) for money in investments])
    origins = shuffled(rng, ORIGINS)
    high_tech = shuffled(rng, [i < HIGH_TECH for i in range(RECONSTRUCTED)])
    heads = []
    for i, (product, industry) in enumerate(products):
        stem = f"reconstructed-{i + 1:03}-{product.lower().replace(' ', '-')}"
        lines = (
            "# Reconstructed: drawn so that the published totals come out, not a real project.",
            "#:schema ../../../project.schema.json",
            f'name = "Reconstructed project {i + 1:03}: {product}"',
            'district = "Agglomeration Zone"',
            'park = "Start area"',
            f'industry = "{industry}"',
            f'product = "{product}"',
            f'origin = "{origins[i]}"',
            f"investment = {investments[i]:_}",
            f"output = {outputs[i]:_}",
            *land_line(rng, investments[i]),
            f"high-tech = {str(high_tech[i]).lower()}",
            f"key-industry = {str(industry in KEY_INDUSTRIES).lower()}",
            *people_lines(rng),
            'sources = ["totals in the 2023-10-09 article on the Agglomeration Zone"]',
        )
        heads.append((stem, "\n".join(lines) + "\n"))
    return heads


def people_lines(rng: random.Random) -> list[str]:
    """One of the 8 dedicated teams; one project in three is on a list."""
    team = 1 + below(rng, 8)
    lines = [f'lead = "Leader, team {team}"', f'team = "Team {team}"']
    return lines if below(rng, 3) else [*lines, 'lists = ["battle-275"]']


def land_line(rng: random.Random, investment: int) -> list[str]:
    """Land for 2.5 to 5.5 million yuan per mu; one project in eight does not say."""
    tenths = investment // (250_000 + below(rng, 300_000))
    return [] if below(rng, 8) == 0 else [f"land-mu = {tenths // 10}.{tenths % 10}"]


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """The total shared out by weight, each share a whole number of MONEY_STEP."""
    steps, whole = total // MONEY_STEP, sum(weights)
    marks = [steps * sum(weights[:i]) // whole for i in range(len(weights) + 1)]
    return [(high - low) * MONEY_STEP for low, high in pairwise(marks)]


# --- when it got there -------------------------------------------------------------------------


def early_timelines(rng: random.Random) -> Iterator[Timeline]:
    """Signed from January to August and land-supplied; in order of signing.

    The first has started already, the next two wait for their start, the rest start at the
    ceremony.
    """
    signing_days = list(workdays(date(2023, 1, 9), date(2023, 8, 18)))
    last_lands = date(2023, 9, 22)
    for i in range(EARLY):
        share = slice(i * len(signing_days) // EARLY, (i + 1) * len(signing_days) // EARLY)
        signed = pick(rng, signing_days[share])
        contacted = first_contact(rng, signed)
        if i < EARLY - STARTING:
            land = a_workday(rng, signed, 70, 140)
            started = a_workday(rng, land, 20, 60) if i == 0 else None
        else:
            first = max(30, (date(2023, 7, 31) - signed).days)
            land = a_workday(rng, signed, first, min(190, (last_lands - signed).days))
            started = CEREMONY
        yield Timeline(signed, contacted, land, started)


def ceremony_timelines(rng: random.Random) -> Iterator[Timeline]:
    """Signed at the ceremony, without land yet."""
    for _ in range(AT_CEREMONY):
        yield Timeline(CEREMONY, first_contact(rng, CEREMONY))


def first_contact(rng: random.Random, signed: date) -> date | None:
    """Some weeks before signing; one project in three does not say."""
    contacted = a_workday(rng, signed, -150, -20)
    return None if below(rng, 3) == 0 else contacted


def promised(rng: random.Random, timeline: Timeline) -> tuple[dict[str, str], list[Replan]]:
    """What was planned, stage by stage, and each later promise."""
    if timeline.land is None:
        return ceremony_promises(rng), []
    planned, replanned = land_promises(rng, timeline.signed, timeline.land)
    if timeline.started:
        planned |= building_promises(rng, timeline.land, timeline.started)
    else:
        planned["started"] = period(timeline.land, 1)
        to = a_workday(rng, CEREMONY, -20, -10).isoformat()
        on = a_workday(rng, timeline.land, 10, 25)
        replanned.append(Replan("started", to, on, pick(rng, START_REASONS)))
    return planned, replanned


def land_promises(
    rng: random.Random, signed: date, land: date
) -> tuple[dict[str, str], list[Replan]]:
    """The promises once made for a land supply that has come since; one in three made none."""
    if below(rng, 3) == 0:
        return {}, []
    late = min(below(rng, 4), (land - signed).days // 30 - 1)
    planned = {"land-supplied": period(land, -late)}
    if late <= 1:  # for a month nobody writes a new promise
        return planned, []
    on = a_workday(rng, land, -50, -32)
    return planned, [Replan("land-supplied", period(land, 0), on, pick(rng, LAND_REASONS))]


def building_promises(rng: random.Random, land: date, started: date) -> dict[str, str]:
    """The start as it was promised, at times a month too early, and what is to follow."""
    early = started - land > timedelta(weeks=5) and below(rng, 2) == 0
    planned = {"started": period(started, -1 if early else 0)}
    if below(rng, 5):
        months = 8 + below(rng, 12)
        planned["completed"] = period(started, months, pick(rng, (1, 3)))
        planned["producing"] = period(started, months + 3 + below(rng, 4), 6)
    return planned


def ceremony_promises(rng: random.Random) -> dict[str, str]:
    """The next stages of a project just signed; one in five has none."""
    months = 1 + below(rng, 5)
    month, day = period(CEREMONY, months), a_workday(rng, CEREMONY, 15, 30).isoformat()
    first = pick(rng, (month, month, day))
    start = period(CEREMONY, months + 1 + below(rng, 2), 1)
    end = period(CEREMONY, months + 12 + below(rng, 6), 6)
    promises = {"land-supplied": first, "started": start, "completed": end}
    kept = pick(rng, (0, 1, 2, 2, 3))
    return dict(list(promises.items())[:kept])


# --- what stood in the way ---------------------------------------------------------------------


def all_problems(rng: random.Random, timelines: Sequence[Timeline]) -> list[list[Problem]]:
    """Each project's problems, in order: 40 closed, 3 open and overdue, 2 open in good time."""
    found: list[list[Problem]] = [[] for _ in timelines]
    contacted_by = date(2023, 7, 14)
    courted = [
        i
        for i, timeline in enumerate(timelines)
        if timeline.land is None and timeline.contacted and timeline.contacted <= contacted_by
    ]
    closed = [below(rng, EARLY) for _ in range(34)] + [pick(rng, courted) for _ in range(6)]
    for i in closed:
        raised = raised_day(rng, timelines[i], date(2023, 9, 8))
        due = a_workday(rng, raised, 14, 35)
        over = a_workday(rng, raised, 3, min(40, (CEREMONY - raised).days))
        title, owner = pick(rng, fitting(timelines[i], raised, found[i]))
        found[i].append(Problem(title, owner, raised, due, over))
    # Both projects that wait for their start, one that has just started, two just signed.
    for i, after in zip((1, 2, EARLY - 9, *courted[:2]), (-20, -9, -6, 14, 28), strict=True):
        raised = raised_day(rng, timelines[i], date(2023, 8, 25))
        due = a_workday(rng, CEREMONY, after, after + 3)
        title, owner = pick(rng, fitting(timelines[i], raised, found[i]))
        found[i].append(Problem(title, owner, raised, due, None))
    return [sorted(problems, key=lambda problem: problem.raised) for problems in found]


def raised_day(rng: random.Random, timeline: Timeline, last: date) -> date:
    """A workday after the signing; without land, after the month of first contact."""
    if timeline.contacted and not timeline.land:
        first = timeline.contacted + timedelta(days=31)
    else:
        first = timeline.signed + timedelta(days=3)
    return pick(rng, list(workdays(first, last)))


def fitting(timeline: Timeline, raised: date, others: Sequence[Problem]) -> list[tuple[str, str]]:
    """Titles and owners that fit the stage on that day and that the project does not have yet."""
    kinds = AFTER_LAND if timeline.land and timeline.land <= raised else BEFORE_LAND
    had = {other.title for other in others}
    return [kind for kind in kinds if kind[0] not in had]


# --- TOML --------------------------------------------------------------------------------------


def actual_table(i: int, timeline: Timeline) -> str:
    stages = timeline.stages()
    if timeline.contacted:
        # Every third project only remembers the month.
        day = timeline.contacted
        stages = {"contacted": day.isoformat() if i % 3 else period(day, 0)} | stages
    return table("[actual]", stages)


def promise_tables(planned: dict[str, str], replanned: Sequence[Replan]) -> list[str]:
    tables = [table("[planned]", planned)] if planned else []
    for new in replanned:
        pairs = {"stage": new.stage, "to": new.to, "on": new.on.isoformat(), "reason": new.reason}
        tables.append(table("[[replanned]]", pairs))
    return tables


def problem_table(found: Problem) -> str:
    pairs = {
        "title": found.title,
        "raised": found.raised.isoformat(),
        "owner": found.owner,
        "due": found.due.isoformat(),
    }
    if found.closed:
        pairs["closed"] = found.closed.isoformat()
    return table("[[problems]]", pairs)


def note_tables(rng: random.Random, i: int, timeline: Timeline) -> list[str]:
    """A note on every fifth project that has land."""
    if timeline.land is None or i % 5:
        return []
    on = a_workday(rng, timeline.signed, 10, 30)
    return [table("[[notes]]", {"on": on.isoformat(), "text": pick(rng, NOTES)})]


def table(header: str, pairs: dict[str, str]) -> str:
    """A TOML table, its values in quotes unless they are whole days."""
    lines = [header, *(f"{key} = {value(text)}" for key, text in pairs.items())]
    return "\n".join(lines) + "\n"


def value(text: str) -> str:
    is_day = len(text) == len("2023-09-28") and text.replace("-", "").isdigit()
    return text if is_day else f'"{text}"'


# --- days and draws ----------------------------------------------------------------------------


def period(day: date, months: int, size: int = 1) -> str:
    """The month (size 1), quarter (3) or half-year (6) that lies so many months after a day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    name = {1: f"{month + 1:02}", 3: f"Q{month // 3 + 1}", 6: f"H{month // 6 + 1}"}[size]
    return f"{year}-{name}"


def workdays(first: date, last: date) -> Iterator[date]:
    """Monday to Friday without holidays, both ends included."""
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        if day.isoweekday() <= 5 and day not in HOLIDAYS:  # noqa: PLR2004  # Friday
            yield day


def a_workday(rng: random.Random, start: date, least: int, most: int) -> date:
    """A workday so many days after a day; before it when negative."""
    return pick(rng, list(workdays(start + timedelta(days=least), start + timedelta(days=most))))


def below(rng: random.Random, count: int) -> int:
    return int(rng.random() * count)


def pick(rng: random.Random, choices: Sequence[T]) -> T:
    return choices[below(rng, len(choices))]


def shuffled(rng: random.Random, things: Sequence[T]) -> list[T]:
    return sorted(things, key=lambda _: rng.random())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
