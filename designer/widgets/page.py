"""A page that scrolls: a column of cards, as wide as the view."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from funnelcraft.designer.look.tokens import STEP

DEEPEST = 8  # turns in which a body usually finds its size: two


class SteadyScroll(QScrollArea):
    """A scroll area that never fits its body for ever.

    Qt fits the body in the body's own resize event. Where a bar makes its text break so that the
    bar is no longer needed, or while a stylesheet is taken off, one size calls for the other, until
    the stack is full and the program ends.
    """

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the body, unless that has gone to and fro already."""
        if event.type() != QEvent.Type.Resize or watched is not self.widget():
            return super().eventFilter(watched, event)
        if self._depth >= DEEPEST:
            return False
        self._depth += 1
        try:
            return super().eventFilter(watched, event)
        finally:
            self._depth -= 1


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
    scroll = SteadyScroll()
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(body)
    return scroll
