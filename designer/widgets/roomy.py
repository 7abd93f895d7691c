"""Buttons and tabs with room for their text when the style makes it bold.

Qt measures a text in the widget's own font; a stylesheet that turns the chosen one bold paints it
wider than it was measured, and cuts it off.
"""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QPushButton, QTabBar, QToolButton, QWidget

from funnelcraft.designer.look.stylesheet import set_role

TIGHT = "tight"
LEAST_TAB = 60  # pixels of a tab whose name is broken off


def _wider(hint: QSize, widget: QWidget, text: str) -> QSize:
    bold = QFont(widget.font())
    bold.setWeight(QFont.Weight.DemiBold)
    more = QFontMetrics(bold).horizontalAdvance(text) - widget.fontMetrics().horizontalAdvance(text)
    return QSize(hint.width() + max(more, 0), hint.height())


class RoomyButton(QPushButton):
    """A button that is bold while it is checked."""

    def sizeHint(self) -> QSize:
        """Leave room for the bold text."""
        return _wider(super().sizeHint(), self, self.text())

    def minimumSizeHint(self) -> QSize:
        """Never be so narrow that the text is cut off."""
        return self.sizeHint()


class RoomyToolButton(QToolButton):
    """A tool button that is bold while it is checked."""

    def sizeHint(self) -> QSize:
        """Leave room for the bold text."""
        return _wider(super().sizeHint(), self, self.text())


class RoomyTabs(QTabBar):
    """A bar of a few tabs, the chosen one bold, that never scrolls."""

    def __init__(self) -> None:
        super().__init__()
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self._natural = 0  # the width all tabs take with room around their names

    def fit(self, width: int) -> None:
        """Bring the names closer together where they have no more width than this."""
        if self.property("role") != TIGHT:
            self._natural = sum(self.tabSizeHint(at).width() for at in range(self.count()))
        role = TIGHT if width < self._natural else ""
        if (self.property("role") or "") != role:
            set_role(self, role)
            modes = Qt.TextElideMode
            # Lays the tabs out anew, for which another style alone is no reason.
            self.setElideMode(modes.ElideRight if role else modes.ElideNone)
            self.updateGeometry()

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Let a name be broken off where there is no room for all of them, and there alone."""
        hint = super().minimumTabSizeHint(index)
        if self.property("role") != TIGHT:
            return hint
        return QSize(min(hint.width(), LEAST_TAB), hint.height())

    def tabSizeHint(self, index: int) -> QSize:
        """Leave room for the bold text."""
        return _wider(super().tabSizeHint(index), self, self.tabText(index))
