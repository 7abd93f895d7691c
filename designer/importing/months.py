"""How many leads were first met in each month, and which of them a window holds."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from funnelcraft.designer.importing.days import MonthBar
from funnelcraft.designer.look.theme import font
from funnelcraft.designer.look.tokens import SMALL, STEP, Palette
from funnelcraft.funnel.text import _, month, number, short_month

HEIGHT = 92
FOOT, TOP = 18, 14  # the room of the months below and of the largest count above, in pixels
WIDEST_BAR = 34


class MonthBars(QWidget):
    """Draws a bar a month, those of the window in colour.

    `chosen(first, last)` with two months' first days when the user drew over bars, or moved the
    window by ← and →.
    """

    chosen = Signal(object, object)

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._colours = palette
        self.bars: tuple[MonthBar, ...] = ()
        self._window: tuple[date, date] | None = None
        self._instead = ""
        self._pressed: int | None = None
        self._drawn: tuple[int, int] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Leads by the month they were first met in"))
        self.setToolTip(_("Draw over the months to measure."))

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self._colours = palette
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size wanted."""
        return QSize(320, HEIGHT)

    def show_months(
        self, bars: Sequence[MonthBar], window: tuple[date, date] | None, instead: str = ""
    ) -> None:
        """Show months in order, without gaps; `window` is its first and last day.

        `instead` is what to say where there are none.
        """
        self.bars, self._window, self._instead = tuple(bars), window, instead
        said = (f"{month(bar.first)}: {number(bar.leads)}" for bar in self.bars)
        self.setAccessibleDescription(", ".join(said))
        self.update()

    def place(self, at: int) -> QRectF:
        """Return the column of a month, its whole height."""
        wide = min(self.width() / max(len(self.bars), 1), WIDEST_BAR)
        return QRectF(at * wide, 0, wide, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint."""
        colours = self._colours
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(font(SMALL))
            base = self.height() - FOOT
            painter.setPen(QPen(QColor(colours.line), 1))
            painter.drawLine(0, base, self.width(), base)
            if not self.bars:
                painter.setPen(QColor(colours.muted))
                middle = QRectF(self.rect()).adjusted(0, 0, 0, -FOOT)
                painter.drawText(middle, Qt.AlignmentFlag.AlignCenter, self._instead)
                return
            largest = max(max(bar.leads for bar in self.bars), 1)
            for at, bar in enumerate(self.bars):
                column = self.place(at)
                tall = max((base - TOP) * bar.leads / largest, 1.0 if bar.leads else 0.0)
                inner = QRectF(column.left() + 1, base - tall, max(column.width() - 2, 1), tall)
                # Full in the window, hollow beside it: colour alone would not tell.
                chosen = self._is_in(at)
                painter.setPen(QPen(QColor(colours.accent if chosen else colours.muted), 1))
                painter.setBrush(QColor(colours.accent if chosen else colours.ground))
                painter.drawRect(inner.adjusted(0.5, 0.5, -0.5, 0) if tall else inner)
            self._write(painter, base, largest)
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(colours.accent), 2))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _write(self, painter: QPainter, base: int, largest: int) -> None:
        """Write the months below that have room, and the largest count."""
        painter.setPen(QColor(self._colours.muted))
        most = next(at for at, bar in enumerate(self.bars) if bar.leads == largest)
        column = self.place(most)
        text = number(largest)
        wide = painter.fontMetrics().horizontalAdvance(text) + 2
        left = max(0.0, min(column.center().x() - wide / 2, self.width() - wide))
        painter.drawText(QRectF(left, 0, wide, TOP), Qt.AlignmentFlag.AlignCenter, text)
        free = 0.0
        for at, bar in enumerate(self.bars):
            text = month(bar.first) if at == 0 else short_month(bar.first)
            wide = painter.fontMetrics().horizontalAdvance(text)
            left = self.place(at).left() + 1
            if left >= free and left + wide <= self.width():
                painter.drawText(
                    QRectF(left, base, wide + 2, FOOT), Qt.AlignmentFlag.AlignVCenter, text
                )
                free = left + wide + STEP

    def _is_in(self, at: int) -> bool:
        if self._drawn is not None:
            return self._drawn[0] <= at <= self._drawn[1]
        if self._window is None:
            return False
        first = self.bars[at].first
        return self._window[0].replace(day=1) <= first <= self._window[1]

    def _at(self, event: QMouseEvent) -> int:
        wide = max(self.place(0).width(), 1.0)
        return max(0, min(int(event.position().x() // wide), len(self.bars) - 1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to draw over months."""
        if event.button() == Qt.MouseButton.LeftButton and self.bars:
            self._pressed = self._at(event)
            self._drawn = (self._pressed, self._pressed)
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw over more months."""
        if self._pressed is not None:
            low, high = sorted((self._pressed, self._at(event)))
            self._drawn = (low, high)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the months drawn over."""
        drawn, self._drawn, self._pressed = self._drawn, None, None
        if drawn is not None:
            self.chosen.emit(self.bars[drawn[0]].first, self.bars[drawn[1]].first)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the window's first month, with Shift its last."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        inside = [at for at in range(len(self.bars)) if self._is_in(at)]
        if step is None or not inside:
            super().keyPressEvent(event)
            return
        low, high = inside[0], inside[-1]
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            high += step
        else:
            low += step
        if 0 <= low <= high < len(self.bars):
            self.chosen.emit(self.bars[low].first, self.bars[high].first)
