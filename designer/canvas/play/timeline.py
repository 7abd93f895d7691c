"""The days of a replay as a slider with the months below."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSlider

from funnelcraft.designer.look.theme import font
from funnelcraft.designer.look.tokens import SMALL, Palette
from funnelcraft.funnel.text import _

_EDGE = 9.0  # room for the handle at both ends
_GROOVE = 10.0  # where the groove runs
_HANDLE = 7.0


class Timeline(QSlider):
    """A slider over days. A click goes to the day under the mouse."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._colours = palette
        self._marks: tuple[tuple[int, str], ...] = ()
        self.setRange(0, 0)
        self.setSingleStep(1)
        self.setPageStep(7)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Day"))
        self.setMinimumSize(120, 36)

    def set_colours(self, palette: Palette) -> None:
        """Paint in another palette."""
        self._colours = palette
        self.update()

    def show_days(self, days: int, marks: tuple[tuple[int, str], ...]) -> None:
        """Show so many days; `marks` are days with names: where months begin."""
        self._marks = marks
        self.setRange(0, max(days - 1, 0))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the usual size."""
        return QSize(360, 36)

    def _x(self, day: float) -> float:
        room = self.width() - 2 * _EDGE
        return _EDGE + room * day / max(self.maximum(), 1)

    def _day_at(self, x: float) -> int:
        room = max(self.width() - 2 * _EDGE, 1.0)
        day = round((x - _EDGE) / room * self.maximum())
        return min(max(day, 0), self.maximum())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the day under the mouse."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self.setSliderPosition(self._day_at(event.position().x()))
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse."""
        if self.isSliderDown():
            self.setSliderPosition(self._day_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self.setSliderDown(False)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the arrow keys to the bar, which knows weeks too."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint groove, months and handle."""
        colours = self._colours
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_marks(painter)
            here = self._x(self.sliderPosition())
            painter.setPen(Qt.PenStyle.NoPen)
            for colour, end in ((colours.line, self.width() - _EDGE), (colours.accent, here)):
                painter.setBrush(QColor(colour))
                painter.drawRoundedRect(QRectF(_EDGE, _GROOVE - 2.0, end - _EDGE, 4.0), 2.0, 2.0)
            if not self.isEnabled():
                return
            if self.hasFocus():
                painter.setPen(QPen(QColor(colours.ink), 2.0))
            painter.setBrush(QColor(colours.accent))
            painter.drawEllipse(QPointF(here, _GROOVE), _HANDLE, _HANDLE)

    def _paint_marks(self, painter: QPainter) -> None:
        """Paint a tick where each month begins, and names as far as there is room."""
        painter.setFont(font(SMALL))
        measures = QFontMetricsF(font(SMALL))
        free = 0.0
        for day, name in self._marks:
            x = self._x(day)
            painter.setPen(QPen(QColor(self._colours.line), 1.0))
            painter.drawLine(QPointF(x, _GROOVE + 5.0), QPointF(x, _GROOVE + 9.0))
            room = measures.horizontalAdvance(name)
            left = min(max(x - room / 2, 0.0), self.width() - room)
            if left >= free:
                painter.setPen(QColor(self._colours.muted))
                painter.drawText(QPointF(left, self.height() - 3.0), name)
                free = left + room + 10.0
