"""Texts of a document without what can't be held by a format, or shown on a page."""

import re
import unicodedata

REPLACED = "\N{REPLACEMENT CHARACTER}"
# What XML can't hold, and what would turn a text's direction around for all that follows it.
_UNWRITABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn")
# Joiners hold emoji and scripts together; the others of their kind only hide.
_JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"


def clean(text: str, *, shown: bool = False) -> str:
    """Return a text with � in place of what no format can hold: control and half characters.

    A text that is only `shown` needs nothing else that is invisible, either: soft hyphens, marks of
    direction, characters for private use and those no standard knows. A text that may be read back
    keeps them.
    """
    writable = _UNWRITABLE.sub(REPLACED, text)
    return "".join(map(_visible, writable)) if shown else writable


def one_line(text: str, *, shown: bool = False) -> str:
    """Return a clean text on one line."""
    return " ".join(clean(text, shown=shown).split())


def _visible(sign: str) -> str:
    if sign in "\n\t\r" or sign in _JOINERS:
        return sign
    return REPLACED if unicodedata.category(sign) in _HIDDEN else sign
