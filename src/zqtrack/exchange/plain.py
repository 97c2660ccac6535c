"""What a cell says, whoever typed it: as a text, and in plain letters to be compared."""

from datetime import date, datetime
from unicodedata import normalize

from zqtrack.exchange.grid import Broken, Value

#: Signs and words that officers write for "nothing to say".
BLANKS = frozenset(
    ("", "-", "--", "---", "—", "——", "–", "/", "//", "\\", "无", "暂无", "暂缺", "none", "nil")
)


def text_of(value: Value) -> str:
    """Write a cell as its sheet shows it, more or less; a text without the blanks at its ends."""
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value).strip()


def plain(value: Value) -> str:
    """Give a cell as its texts are compared: without case, wide letters and double blanks."""
    shown = value.text if isinstance(value, Broken) else text_of(value)
    return " ".join(normalize("NFKC", shown).split()).casefold()


def is_blank(value: Value) -> bool:
    """Tell whether a cell holds nothing that can be seen."""
    return value is None or (isinstance(value, str) and not value.strip())
