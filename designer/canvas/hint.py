"""A sentence at the foot of the canvas: what one can do now."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from funnelcraft.designer.look.tokens import STEP
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _


class Hint(QLabel):
    """Shows one sentence; the mouse goes through it."""

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "hint")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self._urgent = ""  # said by a gesture
        self._usual = ""  # said by an empty canvas
        self.hide()

    def say(self, sentence: str) -> None:
        """Say what a gesture asks for; an empty text ends it."""
        self._urgent = sentence
        self._show()

    def follow(self, funnel: Funnel) -> None:
        """Say how to begin, as long as there is little or nothing."""
        usual = beginning(funnel)
        if usual != self._usual:
            self._usual = usual
            self._show()

    def _show(self) -> None:
        text = self._urgent or self._usual
        self.setText(text)
        self.setVisible(bool(text))
        self.place()

    def place(self) -> None:
        """Lie at the foot of the canvas, in its middle."""
        viewport = self.parentWidget()
        if viewport is None or not self.text():
            return
        widest = max(viewport.width() - 6 * STEP, 120)
        self.setFixedWidth(min(self.fontMetrics().horizontalAdvance(self.text()) + 40, widest))
        self.adjustSize()
        x = (viewport.width() - self.width()) // 2
        self.move(x, viewport.height() - self.height() - 2 * STEP)


def beginning(funnel: Funnel) -> str:
    """Return what to do first on a canvas with little on it; an empty text once it is drawn."""
    if not funnel.stages:
        return _("Double-click to add the first stage, or press N.")
    if not funnel.triggers:
        return _("Drag from a stage's edge to draw a trigger, or press Tab for the next stage.")
    return ""
