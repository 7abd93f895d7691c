"""A card for what a section lacks: which figure, where to enter it, what could stand in for it."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from funnelcraft.designer.baseline.parts import emptied
from funnelcraft.designer.charts.card import link
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.flow import FlowLayout
from funnelcraft.designer.widgets.labels import label

Way = tuple[str, Callable[[], None]]


class Missing(QFrame):
    """Says what is missing, with links to where it is entered. Hidden while nothing is."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.title = label("", "strong", wrap=True)
        self.text = label("", "muted", wrap=True)
        self.links = QWidget()
        self._flow = FlowLayout(self.links, STEP)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 2, STEP + 4, STEP * 2, STEP + 4)
        column.setSpacing(STEP // 2)
        for part in (self.title, self.text, self.links):
            column.addWidget(part)
        self._shown: object = None
        self.hide()

    def say(self, title: str, text: str, ways: Sequence[Way]) -> None:
        """Say what is missing; each way is the words on a link, and what it does."""
        key = (title, text, tuple(words for words, _act in ways))
        self.show()
        if key == self._shown:
            return
        self._shown = key
        self.title.setText(title)
        self.text.setText(text)
        emptied(self._flow)
        for words, act in ways:
            self._flow.addWidget(link(words, act))
        self.links.setVisible(bool(ways))

    def say_nothing(self) -> None:
        """Hide: nothing is missing."""
        self._shown = None
        self.hide()
