"""The parts of a workbook that is a zip archive, read within limits."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from zqtrack.exchange.grid import BadWorkbook
from zqtrack.language import _

# A workbook of 100,000 projects unpacks to less than 200 MiB in some dozen parts.
_UNPACKED = 256 * 2**20
_PARTS = 2_000
# Sheets shrink to a tenth or a fiftieth; what shrinks more is made to fill a disk.
_RATIO = 200
_ALWAYS_FINE = 8 * 2**20

#: Takes the name of an element, without its namespace, and its attributes likewise.
Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


class Archive:
    """An archive whose parts may be read: it has been checked against the limits.

    Raises:
        BadWorkbook: it is damaged, or would unpack to more than the limits.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = ZipFile(BytesIO(data))
            self._check(len(data))
        except (BadZipFile, NotImplementedError, EOFError, OSError, ValueError):
            raise damaged() from None

    def _check(self, size: int) -> None:
        """Hold the directory against the limits, before anything is unpacked."""
        parts = self._zip.infolist()
        unpacked = sum(part.file_size for part in parts)
        if len(parts) > _PARTS:
            message = _("the workbook has {parts:,} parts, more than {most:,}")
            raise BadWorkbook(message.format(parts=len(parts), most=_PARTS), _HINT())
        if unpacked > _UNPACKED or unpacked > max(size * _RATIO, _ALWAYS_FINE):
            message = _("the workbook would unpack to {size:,.0f} MiB; nothing was unpacked")
            raise BadWorkbook(message.format(size=unpacked / 2**20), _HINT())
        if len({part.filename for part in parts}) < len(parts):
            raise damaged()

    @property
    def names(self) -> frozenset[str]:
        """The names of its parts."""
        return frozenset(self._zip.namelist())

    def check_parts(self) -> None:
        """Unpack every part, so that none turns out larger than the directory says.

        Raises:
            BadWorkbook: one is damaged or encrypted.
        """
        for name in self._zip.namelist():
            self.read(name)

    def read(self, name: str) -> bytes:
        """Give a part.

        Raises:
            BadWorkbook: it is missing, damaged or encrypted.
        """
        from zlib import error as ZlibError  # noqa: N812 - named like every exception

        try:
            return self._zip.read(name)
        except RuntimeError:  # an archive with a password of its own
            raise encrypted() from None
        except (
            *(KeyError, ValueError, EOFError, OSError),
            *(BadZipFile, NotImplementedError, ZlibError),
        ):
            raise damaged() from None


def scan(source: bytes, start: Start, end: End | None = None, text: Text | None = None) -> None:
    """Go through a part in XML, element by element.

    Raises:
        BadWorkbook: it is no XML, or declares entities, which no workbook needs.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: start(
        name[name.rfind(" ") + 1 :], _local(attributes)
    )
    if end:
        parser.EndElementHandler = lambda name: end(name[name.rfind(" ") + 1 :])
    if text:
        parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(source, True)
    except (expat.ExpatError, LookupError, ValueError):  # also of an encoding, or a number in it
        raise damaged() from None


def damaged() -> BadWorkbook:
    """Say that a workbook is damaged."""
    return BadWorkbook(_("the workbook is damaged or cut off"), _HINT())


def encrypted() -> BadWorkbook:
    """Say that a workbook is protected with a password."""
    return BadWorkbook(
        _("the workbook is protected with a password"),
        _("open it in your spreadsheet, and save a copy without the password"),
    )


def _HINT() -> str:  # noqa: N802 - a constant in the language that is spoken
    return _("open it in your spreadsheet, and save what you need as a new workbook")


def _local(attributes: dict[str, str]) -> Mapping[str, str]:
    """Give attributes without the namespaces of their names; most have none."""
    if " " not in "".join(attributes):
        return attributes
    return {key[key.rfind(" ") + 1 :]: value for key, value in attributes.items()}


def _refuse(*_arguments: Any) -> None:
    raise damaged()
