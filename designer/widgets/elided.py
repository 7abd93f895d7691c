"""A button and a label whose text gives way where there is no room for it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy

from funnelcraft.designer.widgets.plain_tips import plain_tip

ROOM = 16  # what a button's frame and padding take


class ElidedButton(QPushButton):
    """Shows as much of its text as fits; the tooltip and the accessible name have all of it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.set_whole_text(text)

    def set_whole_text(self, text: str) -> None:
        """Show another text, as much of it as fits."""
        self._whole = text
        self.setAccessibleName(text)
        self.setToolTip(plain_tip(text))
        self._elide()

    def minimumSizeHint(self) -> QSize:
        """Return the least size: any width will do."""
        return QSize(40, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the text off where it must be."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = self.width() - ROOM
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.setText(shown.replace("&", "&&"))  # a name's & marks no key


class ElidedLabel(QLabel):
    """Shows as much of its text as fits in a line; where it does not, the tooltip has all of it."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_whole_text(self, text: str) -> None:
        """Show another text, as much of it as fits."""
        self._whole = text
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the text off where it must be."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        mode = Qt.TextElideMode.ElideRight
        shown = self.fontMetrics().elidedText(self._whole, mode, self.width())
        self.setText(shown)
        self.setToolTip("" if shown == self._whole else plain_tip(self._whole))
