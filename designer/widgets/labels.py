"""Labels that show a text as it is, and long words that can break over lines."""

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

# Where a name without spaces may break: after a sign that joins words, else in its middle.
LONG_WORD = 24
_JOINTS = re.compile(r"([_\-./@])(?=\w)|(\w{18})(?=\w)")


def breakable(text: str) -> str:
    """Return a text whose long words can break over lines, by zero-width spaces."""
    return _JOINTS.sub(lambda found: found.group() + "\u200b", text)


def breakable_words(text: str) -> str:
    """Return a text whose words of more than a line's length can break; figures never do."""
    return " ".join(breakable(word) if len(word) > LONG_WORD else word for word in text.split(" "))


def label(text: str, role: str = "", wrap: bool = False) -> QLabel:
    """Make a label that shows its text as it is, never as rich text."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    return made
