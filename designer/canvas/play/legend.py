"""How many leads the dots of a replay stand for."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from funnelcraft.designer.canvas.play.painting import dot_radius
from funnelcraft.designer.canvas.play.words import dots_line
from funnelcraft.designer.look.theme import font
from funnelcraft.designer.look.tokens import SMALL, Palette
from funnelcraft.funnel.text import _, number

_GAP, _SPACE = 4.0, 12.0


class Legend(QWidget):
    """Shows a dot of each size with the leads it stands for."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._colours = palette
        self._sizes: tuple[int, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_colours(self, palette: Palette) -> None:
        """Paint in another palette."""
        self._colours = palette
        self.update()

    def show_sizes(self, sizes: tuple[int, ...]) -> None:
        """Show other sizes."""
        if sizes != self._sizes:
            self._sizes = sizes
            self.setAccessibleName(dots_line(sizes))
            self.setToolTip(dots_line(sizes))
            self.updateGeometry()
            self.update()

    def _parts(self) -> list[tuple[int, str]]:
        last = len(self._sizes) - 1
        one = _("lead") if self._sizes == (1,) else _("leads")
        return [
            (size, f"{number(size)} {one}" if place == last else number(size))
            for place, size in enumerate(self._sizes)
        ]

    def sizeHint(self) -> QSize:
        """Return the room for all dots and their figures."""
        measures = QFontMetricsF(font(SMALL))
        wide = sum(
            2 * dot_radius(size) + _GAP + measures.horizontalAdvance(text) + _SPACE
            for size, text in self._parts()
        )
        return QSize(int(wide) + 2, 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint."""
        measures = QFontMetricsF(font(SMALL))
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(font(SMALL))
            x, middle = 1.0, self.height() / 2
            for size, text in self._parts():
                radius = dot_radius(size)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(self._colours.muted))
                painter.drawEllipse(QPointF(x + radius, middle), radius, radius)
                x += 2 * radius + _GAP
                painter.setPen(QColor(self._colours.muted))
                painter.drawText(QPointF(x, middle + measures.capHeight() / 2), text)
                x += measures.horizontalAdvance(text) + _SPACE
