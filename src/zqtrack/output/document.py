"""What a command shows, before it is known where: headings, sentences and tables."""

from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias, overload

from zqtrack.language import _
from zqtrack.output.text import all_visible, visible

#: What a piece of text is, not how it looks; ``output.terminal`` gives each a colour.
Style = Literal["plain", "title", "quiet", "strong", "good", "warn", "bad", "stage", "bar", "code"]


class Span(NamedTuple):  # made in a quarter of the time of a dataclass, for each cell of a table
    """A piece of text in one style. Its text is safe to show: see ``say`` and ``data``."""

    text: str
    style: Style = "plain"


#: One line of text.
Line: TypeAlias = tuple[Span, ...]


class Head(NamedTuple):
    """The head of a table's column.

    Attributes:
        english: what stands in it, with the unit; ``title`` gives it in the language spoken.
        right: whether its cells are numbers, which stand at the right.
        shrinks: how readily it gives up width when the screen is narrow: 0 never, more sooner.
        least: the width it does not shrink below, while a column can still be left out.
        drops: the order in which it is left out when the others cannot shrink any more: 0 never,
            the highest first.
        width: the width it takes even where its cells are narrower.
        wraps: whether a cell too wide goes on in the next line; else it is cut.
        names: whether its cells say what the others of the row are about; else the first's do.
    """

    english: str
    right: bool = False
    shrinks: int = 0
    least: int = 8
    drops: int = 0
    width: int = 0
    wraps: bool = False
    names: bool = False

    @property
    def title(self) -> str:
        """What stands in it."""
        return _(self.english)


class Heading(NamedTuple):
    """The heading of a section."""

    text: str


class Paragraph(NamedTuple):
    """Lines of text; each is broken between words where the screen is narrow."""

    lines: tuple[Line, ...]


class Table(NamedTuple):
    """Rows of cells under heads; every row has as many cells as there are heads.

    Where no head has a title there is no line of heads.
    """

    heads: tuple[Head, ...]
    rows: tuple[tuple[Line, ...], ...]
    indent: int = 0

    @property
    def columns(self) -> tuple["Cells", ...]:
        """Its cells, column by column."""
        columns = zip(*self.rows, strict=True) if self.rows else ((),) * len(self.heads)
        return tuple(map(cells_of, columns))


class Cells(NamedTuple):
    """One column of a long table.

    Attributes:
        lines: what stands in its cells.
        places: for each row the place of its own line among these.
    """

    lines: Sequence[Line]
    places: Sequence[int]


class Alike(Sequence[Line]):
    """Lines of one style, each made when it is asked for.

    Attributes:
        texts: what they say.
    """

    def __init__(self, texts: Sequence[str], style: Style) -> None:
        self.texts = texts
        self._style = style

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> "Alike": ...
    def __getitem__(self, at: int | slice) -> "Line | Alike":
        if isinstance(at, slice):
            return Alike(self.texts[at], self._style)
        return (Span(self.texts[at], self._style),)


class LongTable(NamedTuple):
    """A table of many rows, column by column, in which many cells are the same."""

    heads: tuple[Head, ...]
    columns: tuple[Cells, ...]
    indent: int = 0

    @property
    def rows(self) -> tuple[tuple[Line, ...], ...]:
        """Its cells, row by row."""
        columns = (map(cells.lines.__getitem__, cells.places) for cells in self.columns)
        return tuple(zip(*columns, strict=True))


AnyTable: TypeAlias = Table | LongTable
Block: TypeAlias = Heading | Paragraph | AnyTable
Document: TypeAlias = tuple[Block, ...]


def data(text: object, style: Style = "plain") -> Line:
    """Make a line of what came from a file or an argument; nothing in it can steer a terminal."""
    return (Span(visible(str(text)), style),)


def cells_of(column: Sequence[Line]) -> Cells:
    """Give a column of which each row has a line of its own."""
    return Cells(column, range(len(column)))


def all_data(texts: Sequence[str], style: Style = "plain") -> "Alike":
    """Make lines of many texts, as ``data`` makes each."""
    return Alike(all_visible(texts), style)


def say(text: str, style: Style = "plain") -> Line:
    """Make a line of our own words."""
    return (Span(text, style),)


def plain(line: Line) -> str:
    """Give the text of a line."""
    return "".join(span.text for span in line)
