"""The funnel in bars: how many leads enter each stage within the horizon, on a log scale."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from funnelcraft.designer.theme import font
from funnelcraft.designer.tokens import BODY, STEP, Palette
from funnelcraft.funnel.text import _, count

ROW = 24
LEAST_SHARE = 0.02


@dataclass(frozen=True)
class Bar:
    """A stage, its short name for narrow charts, how many leads enter it, and its colour."""

    name: str
    short: str
    value: float
    colour: str


def log_share(value: float, largest: float) -> float:
    """Return how much of the full width a value takes, 0–1: by its logarithm, from one lead on."""
    if value < 1 or largest <= 1:
        return LEAST_SHARE if value > 0 else 0.0
    return max(LEAST_SHARE, math.log1p(value) / math.log1p(largest))


class FunnelBars(QWidget):
    """Draws bars; `draw` paints them anywhere, for saving."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._colours = palette
        self._bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Funnel chart"))

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The bars shown."""
        return self._bars

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self._colours = palette
        self.update()

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show these bars, from the top of the funnel down."""
        self._bars = tuple(bars)
        self.setAccessibleDescription(
            ", ".join(f"{bar.name}: {count(bar.value)}" for bar in self._bars)
        )
        self.setFixedHeight(max(1, len(self._bars)) * ROW)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size wanted."""
        return QSize(280, max(1, len(self._bars)) * ROW)

    def draw(self, painter: QPainter, box: QRectF) -> None:
        """Paint the bars into a box."""
        if not self._bars:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(BODY))
        metrics = painter.fontMetrics()
        figures = [count(bar.value) for bar in self._bars]
        names = min(
            box.width() * 0.42, max(metrics.horizontalAdvance(bar.name) for bar in self._bars) + 4
        )
        wide = max(metrics.horizontalAdvance(text) for text in figures) + 2
        room = max(box.width() - names - wide - 2.5 * STEP, 20.0)
        largest = max(bar.value for bar in self._bars)
        height = box.height() / len(self._bars)
        for at, (bar, figure) in enumerate(zip(self._bars, figures, strict=True)):
            top = box.top() + at * height
            fits = metrics.horizontalAdvance(bar.name) <= names
            shown = bar.name if fits else bar.short
            name = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, int(names))
            painter.setPen(QColor(self._colours.ink))
            left = QRectF(box.left(), top, names, height)
            painter.drawText(left, Qt.AlignmentFlag.AlignVCenter, name)
            right = QRectF(box.right() - wide, top, wide, height)
            painter.drawText(
                right, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, figure
            )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(bar.colour))
            length = room * log_share(bar.value, largest)
            place = QRectF(left.right() + STEP, top + 4, length, height - 8)
            painter.drawRoundedRect(place, 4, 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint."""
        with QPainter(self) as painter:
            self.draw(painter, QRectF(self.rect()))
