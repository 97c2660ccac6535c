"""Everything that is wrong with the files of a ledger, each thing in its place."""

from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from zqtrack.core.checks import Named, check_project, find_duplicates, rule
from zqtrack.core.findings import MORE_FLAWS, MOST_FLAWS, Checked, Finding, Flaw, Marked
from zqtrack.core.tables import UNKNOWN_KEY
from zqtrack.language import _
from zqtrack.ledger.batches import Tell, read_batches, untold
from zqtrack.ledger.config import ReadSettings, read_settings_file
from zqtrack.ledger.store import CONFIG, ReadFile, path_of, read_file
from zqtrack.ledger.syntax import NotParsed

# So many characters of a line are kept on each side of the place: a line may have a million.
_AROUND = 120


def check_ledger(root: Path, today: date, tell: Tell = untold) -> Checked:
    """Check every file of a ledger, and the ledger as a whole.

    Args:
        root: the ledger's folder.
        today: what lies after it has not happened.
        tell: is told of the progress.

    Raises:
        LedgerNotFound: its ``projects/`` cannot be read.
    """
    settings = read_settings_file(root)
    found = [*_in_settings(settings)]
    projects = 0
    named: list[Named] = []
    for batch in read_batches(root, partial(check_project, today=today), tell):
        projects += batch.files
        named += batch.values("id", "name", "company")
        for file in map(read_file, batch.again):
            found += _in_project(file, today)
    for id_, flaw in find_duplicates(sorted(named)):
        file = read_file(str(path_of(root, id_)))
        found += _placed(file.path, file.source, [flaw])
    return Checked(projects, settings.exists, _in_order(found))


def check_files(paths: Iterable[str], today: date) -> Checked:
    """Check single files, wherever they are; one called ``zqtrack.toml`` holds settings.

    Whether two of them tell of the same project is a question to a whole ledger.

    Args:
        paths: the files.
        today: what lies after it has not happened.
    """
    found: list[Marked] = []
    projects = 0
    settings = False
    for path in dict.fromkeys(paths):
        if Path(path).name == CONFIG:
            settings = True
            found += _in_settings(read_settings_file(Path(path).parent))
        else:
            projects += 1
            found += _in_project(read_file(path), today)
    return Checked(projects, settings, _in_order(found))


def _in_order(found: Iterable[Marked]) -> tuple[Marked, ...]:
    return tuple(sorted(found, key=_place))


def _place(marked: Marked) -> tuple[str, bool, int, int, str]:
    finding = marked.finding
    # That there is more comes last.
    is_more = finding.code == MORE_FLAWS
    return finding.path, is_more, finding.line, finding.column, finding.code


def _in_settings(read: ReadSettings) -> Iterator[Marked]:
    if read.not_parsed:
        return iter([_unparsed(read.path, read.source, read.not_parsed)])
    return _placed(read.path, read.source, read.flaws)


def _in_project(file: ReadFile, today: date) -> Iterator[Marked]:
    if file.not_parsed:
        return iter([_unparsed(file.path, file.source, file.not_parsed)])
    if not file.project:
        return _placed(file.path, file.source, file.flaws)
    return _placed(file.path, file.source, tuple(_first(check_project(file.project, today))))


def _first(flaws: Iterable[Flaw]) -> Iterator[Flaw]:
    """Give of each code as many flaws as are told, and one that says how many more there are.

    By their codes, so that no number of warnings hides an error.
    """
    told: dict[str, list[Flaw]] = {}
    more: Counter[str] = Counter()
    for flaw in flaws:
        same = told.setdefault(flaw.code, [])
        if len(same) <= MOST_FLAWS:
            same.append(flaw)
        else:
            more[flaw.code] += 1
    for code, same in told.items():
        yield from same[:MOST_FLAWS]
        for flaw in same[MOST_FLAWS:]:
            message = _("there are {number:,} more like those above").format(number=more[code] + 1)
            yield flaw._replace(message=message, hint=None)


def _unparsed(path: str, source: bytes, error: NotParsed) -> Marked:
    flaw = Flaw(error.code, (), str(error), error.hint)
    return _marked(path, flaw, _lines(source), error.line, error.column, error.length)


def _placed(path: str, source: bytes, flaws: Sequence[Flaw]) -> Iterator[Marked]:
    if not flaws:
        return
    from zqtrack.ledger.locate import Places

    places, lines = Places(source), _lines(source)
    for flaw in flaws:
        span = places.find(flaw.key, key=flaw.code == UNKNOWN_KEY)
        piece = source[span.start : span.end].partition(b"\n")[0].rstrip(b"\r")
        length = len(piece.decode(errors="replace"))
        yield _marked(path, flaw, lines, span.line, span.column, length)


def _lines(source: bytes) -> list[str]:
    return source.removeprefix(BOM_UTF8).decode(errors="replace").split("\n")


def _marked(
    path: str, flaw: Flaw, lines: Sequence[str], line: int, column: int, length: int
) -> Marked:
    severity = rule(flaw.code).severity
    finding = Finding(path, line, column, flaw.code, severity, flaw.message, flaw.hint)
    text = lines[line - 1].removesuffix("\r")
    start = max(column - 1 - _AROUND, 0)
    end = column - 1 + min(length, _AROUND) + _AROUND
    before, after = "…" if start else "", "…" if end < len(text) else ""
    at = len(before) + column - 1 - start
    return Marked(finding, f"{before}{text[start:end]}{after}", at, min(length, _AROUND))
