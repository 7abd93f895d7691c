"""The frontier: how often the goal is met, by the value of the lever."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from funnelcraft.designer.charts.drawing import (
    LINE,
    bottom_labels,
    left_axis,
    nothing_to_show,
    text_in,
)
from funnelcraft.designer.charts.legend import Key, draw_legend
from funnelcraft.designer.charts.plot import Plot, Row
from funnelcraft.designer.levers.scales import log_ticks, ticks_within
from funnelcraft.designer.levers.work import Sought
from funnelcraft.designer.look.theme import font
from funnelcraft.designer.look.tokens import SMALL, STEP, Palette
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, percent
from funnelcraft.simulation.goals.sureness import share_interval
from funnelcraft.simulation.goals.trials import Point
from funnelcraft.simulation.goals.wording import frontier_sentence, lever_value, point_sentence

SHARES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
DOT = 3.5
DECADE = 10.0  # from this ratio on, ticks are powers of ten and their twofold and fivefold
FLAT = 0.01  # of the runs: what two neighbours may differ from never, or always


def without_flat_ends(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return the points by value, of those met never or always at an end the innermost alone."""
    found = sorted(points, key=lambda one: one.value)
    while len(found) > 2 and _are_flat(found[0], found[1]):
        found.pop(0)
    while len(found) > 2 and _are_flat(found[-1], found[-2]):
        found.pop()
    return tuple(found)


def _are_flat(one: Point, other: Point) -> bool:
    return any(abs(one.share - end) + abs(other.share - end) <= FLAT for end in (0.0, 1.0))


class FrontierChart(Plot):
    """Shows the values that were tried, each with its interval, and the answer among them."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, _("How often the goal is met"), height=280)
        self._funnel: Funnel | None = None
        self.found: Sought | None = None

    def show_answer(self, funnel: Funnel, found: Sought) -> None:
        """Show an answer for a funnel."""
        self._funnel, self.found = funnel, found
        self.show_again()

    @property
    def points(self) -> tuple[Point, ...]:
        """The values that are drawn, the smallest first: without flat ends of never and always."""
        if self.found is None:
            return ()
        return without_flat_ends(self.found.answer.points)

    # What it says

    def words(self) -> tuple[str, ...]:
        """Return what each point tells."""
        if self._funnel is None or self.found is None:
            return ()
        funnel, lever = self._funnel, self.found.lever
        return tuple(point_sentence(funnel, lever, one) for one in self.points)

    def summary(self) -> str:
        """Return in text what the chart shows."""
        if self._funnel is None or self.found is None:
            return _("Nothing to show.")
        return frontier_sentence(self._funnel, self.found.lever, self.found.answer)

    def rows(self) -> list[Row]:
        """Return the figures as a table."""
        table: list[Row] = [["value", "share_met", "low_95", "high_95", "runs"]]
        tried = self.found.answer.points if self.found is not None else ()
        return table + [
            [one.value, one.share, *share_interval(one), one.runs]
            for one in sorted(tried, key=lambda one: one.value)
        ]

    # Painting

    def paint(self, painter: QPainter, box: QRectF) -> list[QRectF]:
        """Paint the legend, the axes, the confidence, the points and the answer."""
        if self._funnel is None or self.found is None or not self.points:
            return nothing_to_show(painter, box, _("Nothing to show."), self.colours)
        found = self.found
        top = draw_legend(painter, box, self._keys(found), self.colours)
        frame = box.adjusted(0, top + 4, -STEP, -LINE - 6)
        area = left_axis(painter, frame, SHARES, percent, self.colours)
        self._label_values(painter, area)
        self._draw_levels(painter, area, found)
        places = [
            QPointF(self._x(area, one.value), self._y(area, one.share)) for one in self.points
        ]
        painter.setPen(QPen(QColor(self.colours.accent), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(places)
        boxes = []
        for one, place in zip(self.points, places, strict=True):
            low, high = (self._y(area, share) for share in share_interval(one))
            painter.setPen(QPen(QColor(self.colours.accent), 1.2))
            painter.drawLine(QLineF(place.x(), low, place.x(), high))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.colours.accent))
            painter.drawEllipse(place, DOT, DOT)
            boxes.append(QRectF(place.x() - 7, min(high, place.y()) - 6, 14, abs(low - high) + 12))
        self._draw_answer(painter, area, found)
        return boxes

    def _keys(self, found: Sought) -> tuple[Key, ...]:
        asked = _("asked for: {share}").format(share=percent(found.asked.confidence))
        keys = [
            Key("disc", self.colours.accent, _("tried, with 95% interval")),
            Key("dash", self.colours.ink, asked),
        ]
        if found.answer.state == "found":
            keys.append(Key("ring", self.colours.won, _("answer")))
        if self._is_in_view(found.lever.value):
            keys.append(Key("dots", self.colours.muted, _("today")))
        return tuple(keys)

    def _is_in_view(self, value: float) -> bool:
        points = self.points
        return bool(points) and points[0].value <= value <= points[-1].value

    @property
    def _is_log(self) -> bool:
        return self.found is not None and self.found.lever.kind != "rate"

    def _x(self, area: QRectF, value: float) -> float:
        low, high = self.points[0].value, self.points[-1].value
        if self._is_log:
            low, high, value = math.log(low), math.log(high), math.log(value)
        share = (value - low) / (high - low) if high > low else 0.5
        return area.left() + 6 + (area.width() - 12) * share

    @staticmethod
    def _y(area: QRectF, share: float) -> float:
        return area.bottom() - area.height() * share

    def _label_values(self, painter: QPainter, area: QRectF) -> None:
        assert self.found is not None
        assert self._funnel is not None
        low, high = self.points[0].value, self.points[-1].value
        if self._is_log and high / low >= DECADE:
            ticks = log_ticks(low, high)
        else:
            ticks = ticks_within(low, high, int(area.width() // 80))
        funnel, lever = self._funnel, self.found.lever
        labels = [(self._x(area, tick), lever_value(funnel, lever, tick)) for tick in ticks]
        bottom_labels(painter, area, labels, self.colours)

    def _draw_levels(self, painter: QPainter, area: QRectF, found: Sought) -> None:
        """Draw the confidence asked for, across, and where the lever is today, upright."""
        y = self._y(area, found.asked.confidence)
        painter.setPen(QPen(QColor(self.colours.ink), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(area.left(), y, area.right(), y))
        if self._is_in_view(found.lever.value):
            x = self._x(area, found.lever.value)
            painter.setPen(QPen(QColor(self.colours.muted), 1.5, Qt.PenStyle.DotLine))
            painter.drawLine(QLineF(x, area.top(), x, area.bottom()))

    def _draw_answer(self, painter: QPainter, area: QRectF, found: Sought) -> None:
        if found.answer.state != "found" or self._funnel is None:
            return
        point = found.answer.point
        place = QPointF(self._x(area, point.value), self._y(area, point.share))
        painter.setPen(QPen(QColor(self.colours.won), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawLine(QLineF(place.x(), place.y() + 8, place.x(), area.bottom()))
        painter.setPen(QPen(QColor(self.colours.won), 2.5))
        painter.drawEllipse(place, 7, 7)
        painter.setFont(font(SMALL, bold=True))
        text = lever_value(self._funnel, found.lever, point.value)
        wide = painter.fontMetrics().horizontalAdvance(text) + 6.0
        left = place.x() + 6
        if left + wide > area.right():
            left = place.x() - wide - 4
        beside = QRectF(left, area.bottom() - LINE - 3, wide, LINE)
        painter.fillRect(beside, QColor(self.colours.panel))
        text_in(painter, beside, text, self.colours.won)
