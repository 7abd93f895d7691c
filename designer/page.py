"""A page that scrolls: a column of cards, as wide as the view."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from funnelcraft.designer.tokens import STEP


def page_column(*said: QWidget) -> tuple[QWidget, QVBoxLayout]:
    """Make the body of a page that begins with these sentences; return it with its column."""
    body = QWidget()
    body.setProperty("role", "plain")
    column = QVBoxLayout(body)
    column.setContentsMargins(STEP * 2 + 2, STEP * 2, STEP * 2 + 2, STEP * 2)
    column.setSpacing(STEP + 4)
    above = QVBoxLayout()
    above.setSpacing(2)
    for sentence in said:
        above.addWidget(sentence)
    column.addLayout(above)
    return body, column


def scrolling(body: QWidget) -> QScrollArea:
    """Return what scrolls a body up and down; Tab goes to what is in it."""
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(body)
    return scroll
