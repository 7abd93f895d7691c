"""Which texts of a window have less room than they need."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QToolButton,
    QWidget,
)

from funnelcraft.designer.widgets.elided import ElidedButton, ElidedLabel

SLACK = 1  # pixels that sizes may differ by, from rounding


def cramped(root: QWidget) -> list[str]:
    """Return what of a widget's visible texts is cut off, and pages wider than what shows them.

    What gives way on purpose, with all of its text as a tooltip, is not cut off.
    """
    return [line for one in root.findChildren(QWidget) if one.isVisible() for line in _found(one)]


def _found(one: QWidget) -> Iterator[str]:
    if isinstance(one, ElidedButton | ElidedLabel):
        return
    if isinstance(one, QLabel) and one.text():
        if one.wordWrap():
            yield from _told(one.text(), one.heightForWidth(one.width()), one.height(), "high")
        else:
            yield from _told(one.text(), one.sizeHint().width(), one.width(), "wide")
    elif isinstance(one, QPushButton | QToolButton | QCheckBox | QRadioButton) and one.text():
        yield from _told(one.text(), one.sizeHint().width(), one.width(), "wide")
    elif isinstance(one, QScrollArea) and _never_scrolls(one):
        held = one.widget()
        if held is not None:
            yield from _told(type(held).__name__, held.width(), one.viewport().width(), "wide")


def _never_scrolls(area: QScrollArea) -> bool:
    return area.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff


def _told(text: str, needed: int, there: int, way: str) -> Iterator[str]:
    if needed > there + SLACK:
        yield f"{text[:80]!r} is {needed} pixels {way}, and has {there}"
