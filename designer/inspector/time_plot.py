"""A small picture of a time distribution: how likely each day is, with half and nine in ten."""

import math
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from funnelcraft.designer.look.tokens import SMALL
from funnelcraft.funnel.checks.figures import impossible_time
from funnelcraft.funnel.text import _, number, short_days
from funnelcraft.funnel.velocity import EmpiricalTime, TimeDistribution, UnknownTime
from funnelcraft.simulation.quantiles import HALF, MOST, has_density, quantile, share_within

HEIGHT = 96
POINTS = 96  # of a curve
BARS = 24  # of a histogram
SHOWN = 0.97  # of the leads lie within the axis
TOP, BOTTOM = 16, 15  # room for the marks' names, and for the days


def nice_step(width: float, most: int = 5) -> float:
    """Return a step of 1, 2 or 5 times a power of ten that cuts a width into at most so many."""
    least = width / most
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * one for one in (1, 2, 5, 10) if power * one >= least * (1 - 1e-9))


def heights(time: TimeDistribution, last: float) -> list[float]:
    """Return how likely each of equal pieces of 0–`last` days is, the likeliest as 1."""
    if isinstance(time, EmpiricalTime):
        found = np.histogram(time.days, BARS, (0.0, last), weights=time.weights)[0].tolist()
    else:
        edges = [share_within(time, last * at / POINTS) for at in range(POINTS + 1)]
        found = [after - before for before, after in pairwise(edges)]
    # A density without bound at zero would press all the rest flat.
    ranked = sorted(found)
    top = min(ranked[-1], 3 * ranked[-max(2, len(ranked) // 12)]) or ranked[-1]
    return [min(one / top, 1.0) for one in found] if top > 0 else found


class TimePlot(QWidget):
    """Draws a time distribution over days; nothing where there is none that can be drawn."""

    def __init__(self) -> None:
        super().__init__()
        self._heights: list[float] = []
        self._last = 1.0
        self._marks: tuple[tuple[float, str], ...] = ()
        self._bars = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("How likely each number of days is"))

    def sizeHint(self) -> QSize:
        """Return the size wanted."""
        return QSize(160, HEIGHT)

    def show_time(self, time: TimeDistribution | None) -> None:
        """Show a time; hide where there is nothing to draw."""
        drawable = time is not None and not isinstance(time, UnknownTime)
        drawable = drawable and time is not None and not impossible_time(time)
        self.setVisible(drawable)
        if time is None or not drawable:
            return
        half, most = quantile(time, HALF), quantile(time, MOST)
        self._bars = isinstance(time, EmpiricalTime)
        curve = has_density(time) or self._bars
        self._last = quantile(time, SHOWN) * (1.0 if curve else 2.0) or 1.0
        self._heights = heights(time, self._last) if curve else []
        if half == most:
            self._marks = ((half, _("always")),)
        else:
            self._marks = ((half, _("half")), (most, _("9 in 10")))
        self.update()

    @property
    def marks(self) -> tuple[tuple[float, str], ...]:
        """The days that are marked, each with its name."""
        return self._marks

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the curve or the bars, the marks and the axis."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            small = QFont(self.font())
            small.setPixelSize(SMALL)
            painter.setFont(small)
            box = QRectF(self.rect()).adjusted(1, TOP, -1, -BOTTOM)
            self._paint_shape(painter, box)
            self._paint_axis(painter, box)
            self._paint_marks(painter, box)

    def _at(self, box: QRectF, day: float) -> float:
        return box.left() + box.width() * min(day / self._last, 1.0)

    def _paint_shape(self, painter: QPainter, box: QRectF) -> None:
        accent = self.palette().color(QPalette.ColorRole.Accent)
        soft = QColor(accent)
        soft.setAlphaF(0.18)
        if self._bars:
            wide = box.width() / len(self._heights)
            soft.setAlphaF(0.55)
            for at, height in enumerate(self._heights):
                up = box.height() * height
                left = box.left() + at * wide
                painter.fillRect(QRectF(left + 0.5, box.bottom() - up, wide - 1, up), soft)
            return
        if not self._heights:
            return
        step = box.width() / len(self._heights)
        line = [
            QPointF(box.left() + (at + 0.5) * step, box.bottom() - box.height() * height)
            for at, height in enumerate(self._heights)
        ]
        area = [QPointF(line[0].x(), box.bottom()), *line, QPointF(line[-1].x(), box.bottom())]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(soft)
        painter.drawPolygon(QPolygonF(area))
        painter.setPen(QPen(accent, 1.6))
        painter.drawPolyline(QPolygonF(line))

    def _paint_axis(self, painter: QPainter, box: QRectF) -> None:
        muted = self.palette().color(QPalette.ColorRole.PlaceholderText)
        painter.setPen(QPen(muted, 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        metrics = painter.fontMetrics()
        step = nice_step(self._last)
        decimals = max(0, -math.floor(math.log10(step)))
        for n in range(int(self._last / step + 1e-9) + 1):
            x = self._at(box, n * step)
            last = (n + 1) * step > self._last * (1 + 1e-9)
            figure = number(n * step, decimals)
            text = short_days(n * step) if last and decimals <= 1 else figure
            wide = metrics.horizontalAdvance(text)
            left = min(max(x - wide / 2, box.left()), box.right() - wide)
            painter.drawLine(QPointF(x, box.bottom()), QPointF(x, box.bottom() + 3))
            painter.drawText(QPointF(left, self.height() - 2), text)

    def _paint_marks(self, painter: QPainter, box: QRectF) -> None:
        ink = self.palette().color(QPalette.ColorRole.Text)
        metrics = painter.fontMetrics()
        free = box.left()
        for day, name in self._marks:
            x = self._at(box, day)
            painter.setPen(QPen(ink, 1.2, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, box.top() - 2), QPointF(x, box.bottom()))
            wide = metrics.horizontalAdvance(name)
            left = min(max(x - wide / 2, free), box.right() - wide)
            painter.setPen(ink)
            painter.drawText(QPointF(left, box.top() - 5), name)
            free = left + wide + 6
