"""The share of visits gone by a day, with its band, beside the naive share."""

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from funnelcraft.designer.charts.axes import columns_of
from funnelcraft.designer.charts.drawing import (
    LINE,
    bottom_labels,
    left_axis,
    nice_ticks,
    nothing_to_show,
)
from funnelcraft.designer.charts.legend import Key
from funnelcraft.designer.charts.plot import Plot, Row
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.funnel.measured import CurvePoint, MeasuredMove
from funnelcraft.funnel.text import _, days, number, percent, rate

STOPS = 60  # so many days are told at most: more could not be told apart


class Curve(Plot):
    """Shows the curve of one move."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, _("Share gone by day"))
        self._move: MeasuredMove | None = None
        self._points: tuple[CurvePoint, ...] = ()

    def show_move(self, move: MeasuredMove | None) -> None:
        """Show the curve of a move; None where there is none."""
        self._move = move
        self._points = () if move is None else move.curve
        self.show_again()

    @property
    def _told(self) -> tuple[CurvePoint, ...]:
        step = -(-len(self._points) // STOPS) or 1
        told = self._points[::step]
        return told if not told or told[-1] is self._points[-1] else (*told, self._points[-1])

    def words(self) -> tuple[str, ...]:
        """Return what each day tells."""
        return tuple(self._tell(one) for one in self._told)

    def _tell(self, one: CurvePoint) -> str:
        span = _("80%: {low}–{high}").format(low=rate(one.low), high=rate(one.high))
        parts = [rate(one.share)] if self.shows("share") else []
        if self.shows("band"):
            parts = [f"{parts[0]} ({span})" if parts else span]
        if not parts and self._move is not None:
            parts = [_("naive: {share}").format(share=rate(self._move.naive))]
        return _("Within {days}: {told}").format(days=days(one.days), told=parts[0])

    def legend_keys(self) -> tuple[Key, ...]:
        """Return the entries of the legend."""
        if self._move is None or not self._points:
            return ()
        naive = _("naive: {share}").format(share=rate(self._move.naive))
        return (
            Key("line", self.colours.accent, _("share gone"), "share"),
            Key("band", self.colours.accent, _("80% bounds"), "band"),
            Key("dots", self.colours.warning, naive, "naive"),
        )

    def summary(self) -> str:
        """Return in text what the chart shows."""
        if self._move is None or not self._points:
            return _("No curve was measured.")
        told = self._told
        some = told[:: max(len(told) // 5, 1)]
        said = [self._tell(one) for one in some] if self._has_curve else []
        if self.shows("naive"):
            said.append(_("naive: {share}").format(share=rate(self._move.naive)))
        return "; ".join(said)

    @property
    def _has_curve(self) -> bool:
        return self.shows("share") or self.shows("band")

    def rows(self) -> list[Row]:
        """Return the figures as a table."""
        table: list[Row] = [["days", "share", "low_80", "high_80"]]
        return table + [[one.days, one.share, one.low, one.high] for one in self._points]

    def paint(self, painter: QPainter, box: QRectF) -> list[QRectF]:
        """Paint band, curve and the naive share."""
        move, points = self._move, self._points
        if move is None or not points:
            text = _("The baseline holds no curve of this trigger.")
            return nothing_to_show(painter, box, text, self.colours)
        colours = self.colours
        top = self.legend(painter, box)
        highest = self._highest(move)
        ticks = nice_ticks(highest, 4)
        decimals = 0 if ticks[1] >= 0.00999 else 1 if ticks[1] >= 0.00099 else 2
        frame = box.adjusted(0, top, 0, -LINE - 4)
        area = left_axis(painter, frame, ticks, lambda v: percent(v, decimals), colours)
        last = max(points[-1].days, 1)

        def place(day: float, share: float) -> QPointF:
            return QPointF(
                area.left() + area.width() * day / last,
                area.bottom() - area.height() * share / ticks[-1],
            )

        if self.shows("band"):
            upper = [place(p.days, p.high) for p in points]
            self._draw_band(painter, upper, [place(p.days, p.low) for p in points])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.shows("naive"):
            painter.setPen(QPen(QColor(colours.warning), 1.6, Qt.PenStyle.DotLine))
            painter.drawLine(place(0, move.naive), place(last, move.naive))
        if self.shows("share"):
            painter.setPen(QPen(QColor(colours.accent), 2.2))
            painter.drawPath(_steps([place(p.days, p.share) for p in points]))
        steps = [t for t in nice_ticks(last, max(int(area.width() // 70), 1)) if t <= last]
        labels = [(place(t, 0).x(), _("{n} d").format(n=number(t))) for t in steps]
        bottom_labels(painter, area, labels, colours)
        return self._stops(area, last)

    def _highest(self, move: MeasuredMove) -> float:
        """Return the highest share of what is shown."""
        highest = [move.naive] if self.shows("naive") else []
        if self.shows("band"):
            highest += [one.high for one in self._points]
        if self.shows("share"):
            highest += [one.share for one in self._points]
        return max(*highest, 1e-6)

    def _draw_band(self, painter: QPainter, upper: list[QPointF], lower: list[QPointF]) -> None:
        path = _steps(upper)
        path.connectPath(_steps(lower).toReversed())
        path.closeSubpath()
        tint = QColor(self.colours.accent)
        tint.setAlphaF(0.22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawPath(path)

    def _stops(self, area: QRectF, last: int) -> list[QRectF]:
        """Return where each told day lies: half the way to its neighbours."""
        xs = [area.left() + area.width() * one.days / last for one in self._told]
        return columns_of(xs, area)


def _steps(places: list[QPointF]) -> QPainterPath:
    """Return a path that stays level until the next place: a share jumps on the day of a move."""
    path = QPainterPath(places[0])
    for before, after in pairwise(places):
        path.lineTo(after.x(), before.y())
        path.lineTo(after)
    return path
