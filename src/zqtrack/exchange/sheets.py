"""Opening a workbook, whatever its kind: what is in the file decides, not its name."""

from collections.abc import Iterator
from pathlib import Path

from zqtrack.errors import ZqtrackError
from zqtrack.exchange import ods, xls, xlsx
from zqtrack.exchange.archive import Archive, damaged, encrypted
from zqtrack.exchange.grid import BadWorkbook, Grid
from zqtrack.exchange.text import read_csv
from zqtrack.language import _

#: The largest file that is read, in bytes: far more than any ledger.
LIMIT = 64 * 2**20
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# As the directory of Microsoft's older container writes names.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MIMETYPE = "mimetype"


def read_sheets(name: str, source: bytes) -> tuple[Grid, ...]:
    """Read every sheet of a workbook (xlsx, xls, ods) or a file of separated values.

    Args:
        name: what the file is called; a sheet that has no name of its own is called after it.
        source: its bytes.

    Raises:
        BadWorkbook: it is none of these, damaged, protected, or would fill the memory.
        ZqtrackError: what reads workbooks is not installed.
    """
    if not source.strip():
        raise BadWorkbook(_("the file is empty"))
    try:
        return tuple(_grids(name, source))
    except ImportError as error:
        package = (error.name or "").replace("_", "-")
        message = _("to read a workbook the package {package} is needed, which is not installed")
        raise ZqtrackError(
            message.format(package=package), "pip install 'zqtrack[exchange]'"
        ) from None


def _grids(name: str, source: bytes) -> Iterator[Grid]:
    if source.startswith(xls.MAGIC):
        if _ENCRYPTED in source:
            raise encrypted()
        yield from xls.read_xls(source)
    elif source.startswith(_ZIP):
        yield from _unpacked(source)
    else:
        yield read_csv(Path(name).stem, source)


def _unpacked(source: bytes) -> Iterator[Grid]:
    archive = Archive(source)
    archive.check_parts()
    if xlsx.WORKBOOK in archive.names:
        yield from xlsx.read_xlsx(archive, source)
    elif _MIMETYPE in archive.names and archive.read(_MIMETYPE).startswith(ods.MIMETYPE):
        yield from ods.read_ods(archive, source)
    elif "[Content_Types].xml" in archive.names or _MIMETYPE in archive.names:
        raise BadWorkbook(
            _("the file is of an office program, but no workbook that can be read"),
            _("save it in your spreadsheet as .xlsx"),
        )
    else:
        raise damaged()
