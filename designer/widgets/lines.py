"""An editor of several lines."""

import math

from PySide6.QtCore import QEvent, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QTextEdit

from funnelcraft.designer.widgets.window_keys import left_to_the_window


class Lines(QTextEdit):
    """An editor of several lines that grows with its text. Tab leaves it; Ctrl+Enter commits.

    Text is plain, also what is pasted. Qt has a leaner editor for plain text, but that one reads
    lines it has thrown away where a stylesheet is taken off while it is shown.
    """

    left = Signal()

    def __init__(self, least: int = 2, most: int = 8) -> None:
        super().__init__()
        self._least, self._most = least, most
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Another height, or a scroll bar, would break lines anew while Qt still goes through them.
        # So what the layout tells is followed when it is through.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._fit)
        self.document().documentLayout().documentSizeChanged.connect(self._on_size_changed)
        self._fit()

    def _on_size_changed(self, _size: QSizeF) -> None:
        self._later.start()

    def event(self, event: QEvent) -> bool:
        """Leave keys to the window that are its own."""
        return True if left_to_the_window(event) else super().event(event)

    def setPlainText(self, text: str) -> None:
        """Show another text, in the height it needs."""
        super().setPlainText(text)
        self._fit()

    def _fit(self) -> None:
        line = self.fontMetrics().lineSpacing() + 1  # what a layout of whole lines takes at most
        text = math.ceil(self.document().size().height() - 2 * self.document().documentMargin())
        height = max(self._least * line, min(self._most * line, text)) + 22
        if height != self.height():
            policy = Qt.ScrollBarPolicy
            full = text > self._most * line
            self.setVerticalScrollBarPolicy(
                policy.ScrollBarAsNeeded if full else policy.ScrollBarAlwaysOff
            )
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again: another width breaks the lines elsewhere."""
        super().resizeEvent(event)
        self._fit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Commit when the focus leaves."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that mean something here."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.left.emit()
        else:
            super().keyPressEvent(event)
