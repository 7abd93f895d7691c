"""A box to tick: the stylesheet draws the box, this draws what is in it.

A stylesheet takes a tick only from a file, and the style's own box can hardly be seen on dark.
"""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton

# The tick and the bar of a mixed box, in shares of the box.
TICK = ((0.26, 0.52), (0.43, 0.69), (0.75, 0.33))
BAR = ((0.27, 0.5), (0.73, 0.5))


class CheckBox(QCheckBox):
    """A box to tick, with a tick, a bar where it is mixed, or nothing in it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box and its text, then the tick."""
        super().paintEvent(event)
        state = self.checkState()
        if state == Qt.CheckState.Unchecked:
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        element = QStyle.SubElement.SE_CheckBoxIndicator
        box = QRectF(self.style().subElementRect(element, option, self))
        colours = self.palette()
        role = colours.ColorRole.HighlightedText if self.isEnabled() else colours.ColorRole.Text
        pen = QPen(colours.color(role), box.width() / 8)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        shape = TICK if state == Qt.CheckState.Checked else BAR
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(pen)
            painter.drawPolyline(
                [QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in shape]
            )
