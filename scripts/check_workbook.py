"""Let LibreOffice calculate the exported workbooks anew, and compare every cell with ours.

Usage: python scripts/check_workbook.py

Of each ledger that is shipped, in English and in Chinese, it exports a workbook, takes away the
values beside the formulas so that they have to be calculated, and has LibreOffice (``soffice``,
with Calc) open and save it. Every cell of every sheet must then hold what we wrote, numbers to the
15 digits that LibreOffice saves. It prints what it compared, and exits with 1 if anything differs.
"""

import math
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from python_calamine import CalamineWorkbook

REPOSITORY = Path(__file__).parent.parent
LEDGERS = (REPOSITORY, REPOSITORY / "examples" / "agglomeration-zone-2023")
LANGUAGES = ("en", "zh")

# A formula of a cell, and the value beside it.
_FORMULA = re.compile(rb"(<f>[^<]*</f>)<v>[^<]*</v>")

Place = tuple[str, int, int]


def main() -> int:
    """Compare every workbook; say what was compared, and what differs."""
    office = shutil.which("soffice")
    if not office:
        print("LibreOffice is not installed, so nothing was compared")
        return 1
    different = 0
    for ledger in LEDGERS:
        for language in LANGUAGES:
            with TemporaryDirectory() as folder:
                different += compare(office, ledger, language, Path(folder))
    return 1 if different else 0


def compare(office: str, ledger: Path, language: str, folder: Path) -> int:
    """Export a ledger, have it calculated, and count the cells that differ."""
    ours, bare = folder / "ours.xlsx", folder / "bare.xlsx"
    command = [sys.executable, "-m", "zqtrack", "--language", language, "-C", str(ledger)]
    subprocess.run([*command, "export", str(ours)], check=True, capture_output=True)  # noqa: S603 - our own program
    formulas = without_values(ours, bare)
    theirs = recalculated(office, bare, folder / "theirs")
    wanted, found = dict(cells_of(ours)), dict(cells_of(theirs))
    places = wanted.keys() | found.keys()
    different = [at for at in places if not same(wanted.get(at), found.get(at))]
    print(
        f"{ledger.resolve().name}, {language}: {len(wanted):,} cells, {formulas} formulas "
        f"calculated anew, {len(different)} different"
    )
    for at in sorted(different):
        print(f"  {at}: {wanted.get(at)!r}, LibreOffice {found.get(at)!r}")
    return len(different)


def same(ours: Any, theirs: Any) -> bool:
    """Tell whether two cells hold the same, numbers to the digits that LibreOffice saves."""
    if isinstance(ours, float) and isinstance(theirs, float):
        return math.isclose(ours, theirs, rel_tol=1e-14)
    return bool(ours == theirs)


def without_values(ours: Path, bare: Path) -> int:
    """Copy a workbook without the values of its formulas, and count these."""
    formulas = 0
    with zipfile.ZipFile(ours) as source, zipfile.ZipFile(bare, "w") as copy:
        for name in source.namelist():
            text, changed = _FORMULA.subn(rb"\1", source.read(name))
            formulas += changed
            copy.writestr(name, text)
    return formulas


def recalculated(office: str, workbook: Path, folder: Path) -> Path:
    """Let LibreOffice open a workbook and save it again."""
    # A profile of its own, so that no open window of LibreOffice answers instead.
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    arguments = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder)]
    subprocess.run([*arguments, str(workbook)], check=True, capture_output=True, timeout=300)  # noqa: S603 - LibreOffice
    return folder / workbook.name


def cells_of(workbook: Path) -> Iterator[tuple[Place, Any]]:
    """Give every cell that holds something, by its sheet, row and column."""
    book = CalamineWorkbook.from_path(str(workbook))
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for row, line in enumerate(rows):
            for column, cell in enumerate(line):
                if cell != "":
                    yield (name, row, column), cell


if __name__ == "__main__":
    sys.exit(main())
