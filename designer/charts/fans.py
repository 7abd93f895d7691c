"""Fans over time on one scale: designs beside each other, or what they differ by around zero."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from funnelcraft.designer.charts.axes import bottom_dates, columns_of, period_name, places_of
from funnelcraft.designer.charts.drawing import LINE, nice_ticks, nothing_to_show, text_in
from funnelcraft.designer.charts.fan import FEW, INNER, OUTER, STALE
from funnelcraft.designer.charts.legend import Key
from funnelcraft.designer.charts.plot import Plot, Row
from funnelcraft.designer.look.theme import font
from funnelcraft.designer.look.tokens import SMALL, STEP, Palette
from funnelcraft.funnel.text import _
from funnelcraft.simulation.forecast import Bands

Stroke = Literal["line", "dash", "dots"]
STROKES = {
    "line": Qt.PenStyle.SolidLine,
    "dash": Qt.PenStyle.DashLine,
    "dots": Qt.PenStyle.DotLine,
}


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
            of = shown.series[0].bands
            at_end = shown.cumulative or shown.is_level
            self._x, self._slice = places_of(of.starts, of.ends, shown.period, at_end=at_end)
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
        if len(shown.series) == 1:
            return f"{when}: {self._spread(bands, place, shown)}"
        parts = [
            f"{one.name} {self._spread(one.bands, place, shown)}" for _name, one in self._seen()
        ]
        return f"{when}: " + "; ".join(parts)

    def _spread(self, bands: Bands, place: int, shown: Shown) -> str:
        """Say what a fan tells of a period, without what is hidden."""
        single = len(shown.series) == 1
        text = _("{level}: {low} to {high}")
        spans = [
            text.format(level=level, low=shown.tell(low[place]), high=shown.tell(high[place]))
            for series, level, low, high in (
                ("inner", "80%", bands.p10, bands.p90),
                ("outer", "95%", bands.p2_5, bands.p97_5),
            )
            if (self.shows(series) if single else series == "inner")
        ]
        told = ", ".join(spans)
        if single and not self.shows("p50"):
            return told
        median = shown.tell(float(bands.p50[place]))
        return f"{median} ({told})" if told else median

    def _seen(self) -> list[tuple[str, Series]]:
        """Return the fans that are not hidden, by the names they have in the legend."""
        found = self._shown.series if self._shown is not None else ()
        return [(str(at), one) for at, one in enumerate(found) if self.shows(str(at))]

    def legend_keys(self) -> tuple[Key, ...]:
        """Return the entries of the legend: the parts of a single fan, else each fan."""
        shown = self._shown
        if shown is None or not self._x:
            return ()
        ink = [getattr(self.colours, one.ink) for one in shown.series]
        if len(shown.series) == 1:
            return (
                Key(shown.series[0].stroke, ink[0], _("median"), "p50"),
                Key("strong band", ink[0], _("80% of the runs"), "inner"),
                Key("band", ink[0], _("95% of the runs"), "outer"),
            )
        keys = (
            Key(one.stroke, colour, one.name, str(at))
            for at, (one, colour) in enumerate(zip(shown.series, ink, strict=True))
        )
        return (*keys, Key("band", self.colours.muted, _("80% of the runs")))

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
        top = self.legend(painter, box)
        frame = box.adjusted(0, top + (LINE if shown.marks else 0), 0, -LINE - 4)
        area, y = self._figures(painter, frame, shown)
        first, last = shown.series[0].bands.starts[0], shown.series[0].bands.ends[-1]
        x = bottom_dates(painter, area, first, last, self.colours)
        xs = [x(day) for day in self._x]
        painter.setOpacity(STALE if self._stale else 1.0)
        for _name, one in self._seen():
            self._fan(painter, one, xs, y)
        for mark in shown.marks:
            self._mark(painter, area, x((mark.day - first).days), mark.text)
        painter.setOpacity(1.0)
        return columns_of(xs, area)

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
        single = len(shown.series) == 1
        ends = [
            (one.bands.p2_5, one.bands.p97_5)
            if single and self.shows("outer")
            else (one.bands.p10, one.bands.p90)
            for _name, one in (self._seen() or [("", shown.series[0])])
        ]
        low = min(float(below[self._slice].min()) for below, _above in ends)
        return low, max(float(above[self._slice].max()) for _below, above in ends)

    def _fan(
        self, painter: QPainter, one: Series, x: list[float], y: Callable[[float], float]
    ) -> None:
        assert self._shown is not None
        ink = QColor(getattr(self.colours, one.ink))
        bands = one.bands
        single = len(self._shown.series) == 1
        spans = [
            (low, high, strength)
            for series, low, high, strength in (
                ("outer", bands.p2_5, bands.p97_5, OUTER),
                ("inner", bands.p10, bands.p90, INNER),
            )
            if (self.shows(series) if single else series == "inner")
        ]
        painter.setPen(Qt.PenStyle.NoPen)
        for low, high, strength in spans:
            tint = QColor(ink)
            tint.setAlphaF(strength)
            painter.setBrush(tint)
            lower = [QPointF(a, y(b)) for a, b in zip(x, low[self._slice].tolist(), strict=True)]
            upper = [QPointF(a, y(b)) for a, b in zip(x, high[self._slice].tolist(), strict=True)]
            painter.drawPolygon(QPolygonF([*lower, *reversed(upper)]))
        if single and not self.shows("p50"):
            return
        medians = bands.p50[self._slice].tolist()
        line = [QPointF(a, y(b)) for a, b in zip(x, medians, strict=True)]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(ink, 2.2, STROKES[one.stroke])
        if one.stroke == "dots":
            pen.setDashPattern([1.0, 4.0])  # what lies below is seen between them
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(line))
        if len(line) <= FEW:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            for point in line:
                painter.drawEllipse(point, 2.6, 2.6)

    def _mark(self, painter: QPainter, area: QRectF, x: float, text: str) -> None:
        painter.setPen(QPen(QColor(self.colours.ink), 1.4, Qt.PenStyle.DashDotLine))
        painter.drawLine(QLineF(x, area.top() - 4, x, area.bottom()))
        painter.setFont(font(SMALL, bold=True))
        wide = painter.fontMetrics().horizontalAdvance(text) + 4.0
        left = max(min(x - wide / 2, area.right() - wide), area.left())
        place = QRectF(left, area.top() - 4 - LINE, min(wide, area.width()), LINE)
        text_in(painter, place, text, self.colours.ink, Qt.AlignmentFlag.AlignHCenter)
