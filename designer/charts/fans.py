"""Fans over time on one scale: designs beside each other, or what they differ by around zero.

Import this module late: it brings pyqtgraph with it.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from funnelcraft.designer.charts.axes import month_starts, period_name
from funnelcraft.designer.charts.fan import Fan, places
from funnelcraft.designer.charts.plot import (
    LINE,
    Key,
    Plot,
    Row,
    bottom_labels,
    draw_legend,
    nice_ticks,
    nothing_to_show,
    text_in,
)
from funnelcraft.designer.theme import font
from funnelcraft.designer.tokens import SMALL, STEP, Palette
from funnelcraft.funnel.text import _, month_day, short_month
from funnelcraft.simulation.forecast import Bands

Stroke = Literal["line", "dash", "dots"]
STROKES = {
    "line": Qt.PenStyle.SolidLine,
    "dash": Qt.PenStyle.DashLine,
    "dots": Qt.PenStyle.DotLine,
}
INNER, OUTER = 0.24, 0.12  # how strongly the 80% and the 95% are tinted
FEW = 31  # points that are marked each
MANY_DAYS = 75  # beyond, months are written instead of days


@dataclass(frozen=True, eq=False)
class Series:
    """One fan: its name, its bands, how its median is drawn, and in which of the palette's inks."""

    name: str
    bands: Bands
    stroke: Stroke
    ink: str


@dataclass(frozen=True)
class Mark:
    """A day on the axis of time, and what is said of it."""

    day: date
    text: str


@dataclass(frozen=True, eq=False)
class Shown:
    """Fans over the same periods, and how they are read.

    `around_zero` draws the line of no difference; `write` writes a figure, `tell` one in words.
    """

    series: tuple[Series, ...]
    period: str
    cumulative: bool
    is_level: bool
    write: Callable[[float], str]
    tell: Callable[[float], str]
    around_zero: bool = False
    marks: tuple[Mark, ...] = ()


def signed_ticks(low: float, high: float, room: int) -> tuple[float, ...]:
    """Return round values that span `low` to `high` and hold zero, at most about `room` of them."""
    low, high = min(low, 0.0), max(high, 0.0)
    if high == low:
        return (0.0, 1.0)
    step = nice_ticks(high - low, max(room, 1))[1]
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(step * at for at in range(first, last + 1))


class Fans(Plot):
    """Shows fans; every period is a point that tells all of them."""

    def __init__(self, palette: Palette, name: str, height: int = 240) -> None:
        super().__init__(palette, name, height)
        self._shown: Shown | None = None
        self._x: list[float] = []
        self._slice = slice(0, 0)
        self._stale = False

    @property
    def shown(self) -> Shown | None:
        """What is shown."""
        return self._shown

    def show_fans(self, shown: Shown | None) -> None:
        """Show other fans; the period that is told stays where there are as many."""
        at = self.at
        self._shown, self._stale = shown, False
        self._x = []
        if shown is not None and shown.series:
            first = shown.series[0]
            fan = Fan(first.name, first.bands, shown.period, shown.cumulative, shown.is_level, str)
            self._x, self._slice = places(fan)
        self.show_again()
        if at is not None and at < len(self._x):
            self.point_at(at)

    def set_stale(self, stale: bool) -> None:
        """Dim what belongs to designs that have changed."""
        if stale != self._stale:
            self._stale = stale
            self.update()

    # What it says

    def words(self) -> tuple[str, ...]:
        """Return what each period tells."""
        return tuple(self._told(at) for at in range(len(self._x)))

    def _told(self, at: int) -> str:
        shown = self._shown
        assert shown is not None
        place = self._place(at)
        bands = shown.series[0].bands
        if shown.cumulative or shown.is_level:
            when = period_name(bands.ends[place], bands.ends[place], "day")
        else:
            when = period_name(bands.starts[place], bands.ends[place], shown.period)
        text = _("{median} (80%: {low} to {high}; 95%: {least} to {most})")
        parts = []
        for one in shown.series:
            figures = {
                name: shown.tell(float(values[place]))
                for name, values in (
                    ("median", one.bands.p50),
                    ("low", one.bands.p10),
                    ("high", one.bands.p90),
                    ("least", one.bands.p2_5),
                    ("most", one.bands.p97_5),
                )
            }
            told = text.format(**figures)
            parts.append(told if len(shown.series) == 1 else f"{one.name} {told}")
        return f"{when}: " + "; ".join(parts)

    def _place(self, at: int) -> int:
        assert self._shown is not None
        return range(len(self._shown.series[0].bands.starts))[self._slice][at]

    def summary(self) -> str:
        """Return in text what the chart shows: the last period, and the marks."""
        if self._shown is None or not self._x:
            return _("Nothing to show.")
        marks = [mark.text for mark in self._shown.marks]
        return "; ".join((self._told(len(self._x) - 1), *marks))

    def rows(self) -> list[Row]:
        """Return the figures as a table: a row for each fan and period."""
        head: Row = ["design", "first_day", "last_day"]
        names = ("mean", "p2_5", "p10", "p50", "p90", "p97_5")
        table: list[Row] = [[*head, *names]]
        for one in self._shown.series if self._shown is not None else ():
            columns = [getattr(one.bands, name).tolist() for name in names]
            for start, end, *figures in zip(
                one.bands.starts, one.bands.ends, *columns, strict=True
            ):
                table.append([one.name, start.isoformat(), end.isoformat(), *figures])
        return table

    # Painting

    def paint(self, painter: QPainter, box: QRectF) -> list[QRectF]:
        """Paint axes, fans and marks."""
        shown = self._shown
        if shown is None or not self._x:
            text = _("The runs are not there yet.")
            return nothing_to_show(painter, box, text, self.colours)
        top = draw_legend(painter, box, self._keys(shown), self.colours)
        if self._stale:
            painter.setOpacity(0.45)
        frame = box.adjusted(0, top + (LINE if shown.marks else 0), 0, -LINE - 4)
        area, y = self._figures(painter, frame, shown)
        first, last = shown.series[0].bands.starts[0], shown.series[0].bands.ends[-1]
        days = (last - first).days + 1

        def x(day: float) -> float:
            return area.left() + area.width() * day / days

        for one in shown.series:
            self._fan(painter, one, [x(day) for day in self._x], y)
        for mark in shown.marks:
            self._mark(painter, area, x((mark.day - first).days), mark.text)
        bottom_labels(painter, area, self._dates(first, days, area.width(), x), self.colours)
        painter.setOpacity(1.0)
        return self._columns(area, [x(day) for day in self._x])

    def _keys(self, shown: Shown) -> list[Key]:
        ink = [getattr(self.colours, one.ink) for one in shown.series]
        if len(shown.series) == 1:
            return [
                Key(shown.series[0].stroke, ink[0], _("median")),
                Key("band", ink[0], _("80% and 95% of the runs")),
            ]
        keys = [Key(s.stroke, i, s.name) for s, i in zip(shown.series, ink, strict=True)]
        return [*keys, Key("band", self.colours.muted, _("80% of the runs"))]

    def _figures(
        self, painter: QPainter, frame: QRectF, shown: Shown
    ) -> tuple[QRectF, Callable[[float], float]]:
        """Draw the left axis; return the chart's area and where a figure stands in it."""
        low, high = self._extent(shown)
        ticks = signed_ticks(low, high, max(int(frame.height() // 44), 2))
        painter.setFont(font(SMALL))
        metrics = painter.fontMetrics()
        texts = [shown.write(tick) for tick in ticks]
        wide = max(metrics.horizontalAdvance(text) for text in texts) + STEP + 4.0
        area = frame.adjusted(wide, 7, -2, 0)
        span = ticks[-1] - ticks[0]

        def y(value: float) -> float:
            return area.bottom() - area.height() * (value - ticks[0]) / span

        for tick, text in zip(ticks, texts, strict=True):
            is_zero = shown.around_zero and tick == 0
            pen = QPen(QColor(self.colours.ink if is_zero else self.colours.line))
            pen.setWidthF(1.6 if is_zero else 1.0)
            painter.setPen(pen)
            painter.drawLine(QLineF(area.left(), y(tick), area.right(), y(tick)))
            place = QRectF(frame.left(), y(tick) - LINE / 2, wide - STEP, LINE)
            text_in(painter, place, text, self.colours.muted, Qt.AlignmentFlag.AlignRight)
        return area, y

    def _extent(self, shown: Shown) -> tuple[float, float]:
        outer = len(shown.series) == 1
        low = min(
            float((one.bands.p2_5 if outer else one.bands.p10)[self._slice].min())
            for one in shown.series
        )
        high = max(
            float((one.bands.p97_5 if outer else one.bands.p90)[self._slice].max())
            for one in shown.series
        )
        return low, high

    def _fan(
        self, painter: QPainter, one: Series, x: list[float], y: Callable[[float], float]
    ) -> None:
        assert self._shown is not None
        ink = QColor(getattr(self.colours, one.ink))
        bands = one.bands
        spans = [(bands.p10, bands.p90, INNER)]
        if len(self._shown.series) == 1:
            spans.insert(0, (bands.p2_5, bands.p97_5, OUTER))
        painter.setPen(Qt.PenStyle.NoPen)
        for low, high, strength in spans:
            tint = QColor(ink)
            tint.setAlphaF(strength)
            painter.setBrush(tint)
            lower = [QPointF(a, y(b)) for a, b in zip(x, low[self._slice].tolist(), strict=True)]
            upper = [QPointF(a, y(b)) for a, b in zip(x, high[self._slice].tolist(), strict=True)]
            painter.drawPolygon(QPolygonF([*lower, *reversed(upper)]))
        medians = bands.p50[self._slice].tolist()
        line = [QPointF(a, y(b)) for a, b in zip(x, medians, strict=True)]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink, 2.2, STROKES[one.stroke]))
        painter.drawPolyline(QPolygonF(line))
        if len(line) <= FEW:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            for point in line:
                painter.drawEllipse(point, 2.6, 2.6)

    def _mark(self, painter: QPainter, area: QRectF, x: float, text: str) -> None:
        painter.setPen(QPen(QColor(self.colours.won), 1.6, Qt.PenStyle.DashDotLine))
        painter.drawLine(QLineF(x, area.top() - 4, x, area.bottom()))
        painter.setFont(font(SMALL, bold=True))
        wide = painter.fontMetrics().horizontalAdvance(text) + 4.0
        left = max(min(x - wide / 2, area.right() - wide), area.left())
        place = QRectF(left, area.top() - 4 - LINE, min(wide, area.width()), LINE)
        text_in(painter, place, text, self.colours.won, Qt.AlignmentFlag.AlignHCenter)

    @staticmethod
    def _dates(
        first: date, days: int, width: float, x: Callable[[float], float]
    ) -> list[tuple[float, str]]:
        if days <= MANY_DAYS:
            every = 7 if days > 14 else 1
            return [
                (x(day), month_day(date.fromordinal(first.toordinal() + day)))
                for day in range(0, days, every)
            ]
        room = max(width / 56, 1.0)
        step = next((s for s in (1, 3, 6, 12) if days / 30.4 / s <= room), 12)
        starts = month_starts(first, days, step)
        return [(x((one - first).days), short_month(one)) for one in starts]

    @staticmethod
    def _columns(area: QRectF, x: Sequence[float]) -> list[QRectF]:
        borders = [(a + b) / 2 for a, b in pairwise(x)]
        edges = [area.left(), *borders, area.right()]
        return [
            QRectF(left, area.top(), max(right - left, 1.0), area.height())
            for left, right in pairwise(edges)
        ]
