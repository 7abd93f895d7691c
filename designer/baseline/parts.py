"""What the cards of the baseline share: rows of labels that are made anew, and folding."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.labels import breakable_words, label

TERM = 96  # pixels of a word whose meaning stands beside it, at the least


def emptied(layout: QLayout) -> None:
    """Take everything out of a layout and destroy it."""
    while (item := layout.takeAt(0)) is not None:
        inner, widget = item.layout(), item.widget()
        if widget is not None:
            widget.hide()  # it is destroyed only when Qt has time to
            widget.deleteLater()
        elif inner is not None:
            emptied(inner)


def rule() -> QFrame:
    """Make a thin line between rows."""
    made = QFrame()
    made.setProperty("role", "rule")
    made.setFixedHeight(1)
    return made


def said(text: str, role: str = "") -> QWidget:
    """Make a text that wraps, even where it has no spaces."""
    return label(breakable_words(text), role, wrap=True)


def term_rows(terms: Sequence[tuple[str, str]]) -> QGridLayout:
    """Make rows that say what words mean; the widest word makes room for itself."""
    grid = QGridLayout()
    grid.setSpacing(STEP)
    grid.setColumnMinimumWidth(0, TERM)
    grid.setColumnStretch(1, 1)
    for at, (name, text) in enumerate(terms):
        grid.addWidget(label(name, "strong"), at, 0)
        grid.addWidget(said(text), at, 1)
    return grid


class Card(QFrame):
    """A card with a heading, a sentence below it, and a column of rows that are made anew."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.title = label(title, "strong", wrap=True)
        self.sentence = label("", "muted", wrap=True)
        self.head = QHBoxLayout()
        self.head.setSpacing(STEP)
        self.head.addWidget(self.title, 1)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(STEP * 2, STEP + 4, STEP * 2, STEP + 4)
        self.column.setSpacing(STEP)
        self.column.addLayout(self.head)
        self.column.addWidget(self.sentence)

    def say(self, text: str) -> None:
        """Say this below the heading."""
        self.sentence.setText(breakable_words(text))
        self.sentence.setVisible(bool(text))


class Folding(QWidget):
    """Something that can be folded away. `folded(bool)` when the user did."""

    folded = Signal(bool)

    def __init__(self, opened: str, closed: str, body: QWidget, is_open: bool = False) -> None:
        super().__init__()
        self._texts = closed, opened
        self.body = body
        self.button = QPushButton()
        self.button.setProperty("role", "link")
        self.button.clicked.connect(self._on_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(body)
        self.set_open(is_open)

    @property
    def is_open(self) -> bool:
        """Whether the body is shown."""
        return not self.body.isHidden()

    def set_texts(self, opened: str, closed: str) -> None:
        """Say other words on the button."""
        self._texts = closed, opened
        self.button.setText(self._texts[self.is_open])

    def set_open(self, is_open: bool) -> None:
        """Unfold or fold."""
        self.body.setVisible(is_open)
        self.button.setText(self._texts[is_open])

    def _on_clicked(self) -> None:
        self.set_open(not self.is_open)
        self.folded.emit(self.is_open)


def fact_grid() -> QGridLayout:
    """Make a grid of facts: names at the left, figures beside them."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(STEP * 2)
    grid.setVerticalSpacing(STEP // 2)
    grid.setColumnStretch(0, 2)
    grid.setColumnStretch(1, 3)
    grid.setColumnMinimumWidth(2, 110)  # as wide where nothing can be copied
    return grid
