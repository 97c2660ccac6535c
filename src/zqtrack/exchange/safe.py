"""Texts that a spreadsheet must not take for a formula, in a file without types of cells.

A CSV file cannot say that a cell is text, so a spreadsheet guesses. The one rule: a text that
begins with a risky character, or with apostrophes and then a risky character, is given one more
apostrophe; a reader takes one off again. ``unguard`` undoes ``guard`` for every text.
"""

import re

# https://owasp.org/www-community/attacks/CSV_Injection; East Asian spreadsheets take the wide
# forms of the signs for the narrow ones.
_RISKY = "=+\\-@\t\r\n＝＋－＠"
_GUARDED = re.compile(f"'+[{_RISKY}]")
_TO_GUARD = re.compile(f"'*[{_RISKY}]")


def guard(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet could take for a formula."""
    return f"'{text}" if _TO_GUARD.match(text) else text


def unguard(text: str) -> str:
    """Take off the apostrophe that ``guard`` put before a text; any other text stays."""
    return text[1:] if _GUARDED.match(text) else text
