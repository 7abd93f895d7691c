"""Cells of tables: a spreadsheet must not take a text for a formula."""

from funnelcraft.io.clean_text import clean

# A cell that begins with one of these is computed by spreadsheet programs when it is opened.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "{=")


def safe_cell(text: str) -> str:
    """Return a clean text that no spreadsheet takes for a formula: an apostrophe goes before one.

    Leading blanks do not hide it.
    """
    text = clean(text)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
