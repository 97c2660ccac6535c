"""What is measured: the same work, done by zqtrack, by other tools and by bare loops."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeAlias

from benchmarks.bare import read_all
from benchmarks.ledger import project_text
from benchmarks.others import PLANNED, task_id
from benchmarks.process import Ran
from benchmarks.projects import AS_OF, LED, Project, leader, projects

#: Who is measured, in the order of the tables.
ZQTRACK, TASKWARRIOR, HLEDGER, BEANCOUNT, BARE = TOOLS = (
    "zqtrack",
    "Taskwarrior",
    "hledger",
    "beancount",
    "bare loop",
)
#: With what a tool keeps beside the files, or without it.
WARM, COLD = "warm", "cold"
#: hledger with one transaction a project instead of one a stage.
LEAN = "lean"

#: Whether a run did its work, so that nobody is praised for doing none.
Proof: TypeAlias = Callable[[Ran], bool]

# Of larger ledgers, what takes other tools a minute and stands in no target is left out.
_PATIENT = 10_000

_LOOPS = Path(__file__).with_name("bare.py")
_PYTHON = sys.executable


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that is measured.

    Attributes:
        size: how many projects there are; 0 where that does not matter.
        work: what is done, named the same for every tool.
        tool: who does it.
        state: warm, cold or lean; empty where there is only one.
        command: the program and its arguments; ``{new}`` is a number that no run had.
        before: what is done before each run, unmeasured.
        terminal: whether it writes to a terminal rather than a pipe.
        own_clock: whether it prints how many seconds its work took.
    """

    size: int
    work: str
    tool: str
    state: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    proof: Proof
    before: Callable[[], object] | None = None
    terminal: bool = False
    own_clock: bool = False

    @property
    def key(self) -> str:
        """Give its name among the results."""
        return key(self.size, self.work, self.tool, self.state)


@dataclass(frozen=True, slots=True)
class Place:
    """Where all that belongs to one size of ledger lies, and who is there to be measured.

    Attributes:
        folder: the folder of all of it.
        size: how many projects.
        programs: of each tool that is there, its program.
    """

    folder: Path
    size: int
    programs: Mapping[str, str]

    @property
    def ledger(self) -> Path:
        """Give the ledger of zqtrack."""
        return self.folder / "ledger"

    def cache(self, state: str) -> Path:
        """Give where zqtrack may keep what it can lose."""
        return self.folder / "home" / f"cache-{state}"

    def environment(self, state: str = WARM) -> dict[str, str]:
        """Give what every program is started with: nothing of the user's, and no pager."""
        home = self.folder / "home"
        return {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "PAGER": "cat",
            "HOME": str(home),
            "XDG_CACHE_HOME": str(self.cache(state)),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_STATE_HOME": str(home / "state"),
            "TASKRC": str(self.folder / "taskrc"),
            "TASKDATA": str(self.folder / "tasks"),
        }


def key(size: int, work: str, tool: str, state: str = "") -> str:
    """Give the name of an operation among the results."""
    return f"{size}/{work}/{tool}/{state}"


def starts(place: Place) -> Iterator[Operation]:
    """Give what is measured of starting, in size 0; what needs a ledger takes that one."""
    return (replace(operation, size=0, state="") for operation in _starts(place))


def readings(place: Place) -> Iterator[Operation]:
    """Give what is measured of reading one ledger."""
    for state in (WARM, COLD):
        yield from _zqtrack_readings(place, state)
    yield replace(_zqtrack(place, WARM, "table", ("list",), _lines(place.size)), terminal=True)
    one = _to_advance(place)
    yield _zqtrack(place, WARM, "show", ("show", one.id), _says(f"{one.id}.toml"))
    for work in ("stat", "read", "parse"):
        loop = (str(_LOOPS), work, str(place.ledger / "projects"))
        bare = _other(place, work, BARE, loop, _lines(1, 1))
        yield replace(bare, before=partial(_remind, place), own_clock=True)
    for tool, give in _OTHERS.items():
        if tool in place.programs:
            yield from give(place)


def writings(place: Place) -> Iterator[Operation]:
    """Give what is measured of changing one project, named in full; the same one each time."""
    project = _to_advance(place)
    path = place.ledger / "projects" / f"{project.id}.toml"
    advance = ("advance", project.id, "--on", str(AS_OF))
    yield replace(
        _zqtrack(place, WARM, "advance", advance, _says(f"= {AS_OF}")),
        before=partial(path.write_bytes, project_text(project).encode()),
    )
    if TASKWARRIOR in place.programs:
        change = (task_id(place.size // 2), "modify", "investment:{new}")
        yield _other(place, "advance", TASKWARRIOR, change, _says("Modified 1 task"))


def _starts(place: Place) -> Iterator[Operation]:
    yield _other(place, "python -c pass", BARE, ("-c", "pass"), _nothing)
    yield _zqtrack(place, WARM, "--version", ("--version",), _lines(1, 1))
    yield _zqtrack(place, WARM, "--help", ("--help",), _says("advance"))
    yield _zqtrack(place, WARM, "list", ("list",), _lines(place.size))
    yield replace(_zqtrack(place, WARM, "table", ("list",), _lines(place.size)), terminal=True)
    for tool in (TASKWARRIOR, HLEDGER, BEANCOUNT):
        if tool in place.programs:
            yield _other(place, "--version", tool, ("--version",), _lines(1))


def _zqtrack_readings(place: Place, state: str) -> Iterator[Operation]:
    ours = partial(_zqtrack, place, state)
    yield ours("list", ("list",), _lines(place.size))
    yield ours("filter", ("list", f"lead={_a_leader(place)}"), _lines(LED, LED + 1))
    yield ours("validate", ("validate",), _nothing)
    yield ours("report", ("report",), _says("Watch list"))


def _taskwarrior(place: Place) -> Iterator[Operation]:
    task = partial(_other, place, tool=TASKWARRIOR)
    chosen = f"lead.is:{_a_leader(place)}"
    # A row with a long name takes up to three lines, and there are some lines around the rows.
    yield task("list", arguments=("list",), proof=_lines(place.size))
    yield task("filter", arguments=(chosen, "list"), proof=_lines(LED, 4 * LED))
    one = (task_id(place.size // 2), "info")
    yield task("show", arguments=one, proof=_says("Investment"))
    yield task("report", arguments=("summary",), proof=_says("projects"))


def _hledger(place: Place) -> Iterator[Operation]:
    hledger = partial(_other, place, tool=HLEDGER)
    of = ("-f", str(place.folder / "journal"))
    # Of each project, one posting comes from the account of what is planned.
    register = (*of, "register", PLANNED)
    chosen = f"tag:lead=^{_a_leader(place)}$"
    one = f"code:^{_to_advance(place).id}$"
    yield hledger("filter", arguments=(*register, chosen), proof=_lines(LED, LED))
    forms = [("", "journal")]
    if place.size <= _PATIENT:
        yield hledger("list", arguments=register, proof=_lines(place.size, place.size))
        yield hledger("show", arguments=(*of, "print", one), proof=_lines(3, 100))
        forms.append((LEAN, "lean.journal"))
    for state, name in forms:
        of = ("-f", str(place.folder / name))
        yield hledger("validate", arguments=(*of, "check"), proof=_nothing, state=state)
        yield hledger("report", arguments=(*of, "balance"), proof=_says("0"), state=state)


def _beancount(place: Place) -> Iterator[Operation]:
    check = place.programs[BEANCOUNT]
    file = str(place.folder / "projects.beancount")
    bean = partial(Operation, place.size, tool=BEANCOUNT)
    warm = place.environment()
    cold = warm | {"BEANCOUNT_DISABLE_LOAD_CACHE": "1"}
    for state, environment in ((WARM, warm), (COLD, cold)):
        command = (check, file)
        yield bean(
            "validate", state=state, command=command, environment=environment, proof=_nothing
        )
    planned = f"SELECT date, payee, narration WHERE account ~ '{PLANNED}'"
    chosen = f"ANY_META('lead') = '{_a_leader(place)}'"
    asked = {
        "filter": (f"{planned} AND {chosen}", _lines(LED, LED + 2)),
        "report": ("SELECT account, sum(number) GROUP BY 1 ORDER BY 1", _says(PLANNED)),
        "list": (planned, _lines(place.size)),
        "show": (f"SELECT * WHERE ANY_META('id') = '{_to_advance(place).id}'", _lines(3, 100)),
    }
    query = Path(check).with_name("bean-query")
    works = ("filter", "report") if place.size > _PATIENT else tuple(asked)
    for work in works if query.exists() else ():
        text, proof = asked[work]
        asking = (str(query), file, text)
        yield bean(work, state=WARM, command=asking, environment=warm, proof=proof)


_OTHERS: Mapping[str, Callable[[Place], Iterator[Operation]]] = {
    TASKWARRIOR: _taskwarrior,
    HLEDGER: _hledger,
    BEANCOUNT: _beancount,
}


def _zqtrack(
    place: Place, state: str, work: str, arguments: tuple[str, ...], proof: Proof
) -> Operation:
    program = Path(_PYTHON).with_name("zqtrack")
    start = (str(program),) if program.exists() else (_PYTHON, "-m", "zqtrack")
    command = (*start, "-C", str(place.ledger), *arguments)
    before = partial(_forget, place) if state == COLD else None
    environment = place.environment(state)
    return Operation(place.size, work, ZQTRACK, state, command, environment, proof, before)


def _other(
    place: Place,
    work: str,
    tool: str,
    arguments: tuple[str, ...],
    proof: Proof,
    state: str = "",
) -> Operation:
    command = (place.programs.get(tool, _PYTHON), *arguments)
    return Operation(place.size, work, tool, state, command, place.environment(), proof)


def _forget(place: Place) -> None:
    """Leave zqtrack nothing but the files."""
    shutil.rmtree(place.cache(COLD), ignore_errors=True)
    _remind(place)


def _remind(place: Place) -> None:
    """Let the kernel know all files, of which it may have dropped some: disks are not measured."""
    read_all(str(place.ledger / "projects"), len)


def _a_leader(place: Place) -> str:
    """Give who leads 20 of the projects: somebody in the middle."""
    return leader(place.size // 2)


def _to_advance(place: Place) -> Project:
    """Give a project that can reach a stage more: in each size the same."""
    middle = {"signed", "land-supplied", "started", "completed"}
    return next(each for each in projects(place.size) if each.stage in middle)


def _nothing(_ran: Ran) -> bool:
    return True  # its exit code is all that it says


def _lines(least: int, most: int = sys.maxsize) -> Proof:
    return lambda ran: least <= ran.lines <= most


def _says(text: str) -> Proof:
    return lambda ran: text.encode() in ran.end
