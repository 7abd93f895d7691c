"""What charts over real dates share: axes, where a day and a value lie, a stop for each period.

Import this module late: its dates come from a module that brings pyqtgraph with it.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from funnelcraft.designer.charts.axes import FEW_DAYS, month_starts
from funnelcraft.designer.charts.plot import (
    LINE,
    Key,
    Plot,
    bottom_labels,
    draw_legend,
    left_axis,
    nice_ticks,
)
from funnelcraft.designer.tokens import Palette
from funnelcraft.funnel.text import count, month, month_day, short_month

ROOM_OF_LABEL = 56.0  # pixels


def date_labels(start: date, days: int, width: float) -> list[tuple[int, str]]:
    """Return which days from the start are written below a chart of a width, and how."""
    if days <= FEW_DAYS:
        every = 7 if days > 14 else 1
        return [(n, month_day(start + timedelta(days=n))) for n in range(0, days, every)]
    room = max(width / ROOM_OF_LABEL, 1.0)
    step = next((s for s in (1, 3, 6, 12) if days / 30.4 / s <= room), 12)
    found = month_starts(start, days, step)
    return [
        ((one - start).days, month(one) if at == 0 else short_month(one))
        for at, one in enumerate(found)
    ]


class OverTime(Plot):
    """A chart whose points are days. Subclasses set `start`, `days` and `ends` and paint."""

    def __init__(self, palette: Palette, name: str, height: int = 220) -> None:
        super().__init__(palette, name, height)
        self.start = date(2000, 1, 1)
        self.days = 1
        self.ends: tuple[date, ...] = ()
        self.write: Callable[[float], str] = count
        self.is_stale = False
        self._top = 1.0

    def set_stale(self, stale: bool) -> None:
        """Dim what is shown while newer figures are on their way."""
        self.is_stale = stale
        self.update()

    def show_days(self, start: date, ends: Sequence[date]) -> None:
        """Take the first day of all, and the last day of each period."""
        self.start, self.ends = start, tuple(ends)
        self.days = (self.ends[-1] - start).days + 1 if self.ends else 1

    def frame(self, painter: QPainter, box: QRectF, keys: Sequence[Key], highest: float) -> QRectF:
        """Draw legend and axes up to a value; return the area that is left for the figures."""
        top = draw_legend(painter, box, keys, self.colours)
        ticks = nice_ticks(highest, 4)
        self._top = ticks[-1] or 1.0
        frame = box.adjusted(0, top, 0, -LINE - 4)
        area = left_axis(painter, frame, ticks, self.write, self.colours)
        labels = date_labels(self.start, self.days, area.width())
        bottom_labels(
            painter, area, [(self.across(area, n), text) for n, text in labels], self.colours
        )
        painter.setOpacity(0.4 if self.is_stale else 1.0)
        return area

    def across(self, area: QRectF, day: float) -> float:
        """Return where a day from the start lies."""
        return area.left() + area.width() * day / max(self.days, 1)

    def place(self, area: QRectF, at: int, value: float) -> QPointF:
        """Return where a value at the end of a period lies."""
        share = value / self._top
        return QPointF(self.across(area, self._day(at)), area.bottom() - area.height() * share)

    def _day(self, at: int) -> float:
        return float((self.ends[at] - self.start).days + 1)

    def stops(self, area: QRectF) -> list[QRectF]:
        """Return where each period is told: half the way to its neighbours."""
        places = [self.across(area, self._day(at)) for at in range(len(self.ends))]
        borders = [area.left(), *((a + b) / 2 for a, b in pairwise(places)), area.right() + 2]
        return [
            QRectF(left, area.top(), max(right - left, 1.0), area.height())
            for left, right in pairwise(borders)
        ]
