"""How long leads take to be won: a share of the winners for every so many days."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

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
from funnelcraft.funnel.text import _, days, number, percent, rate, short_days
from funnelcraft.simulation.lead_times import LeadTime

BARS = 40  # at most; a bar is a round number of days wide
FAR = 0.985  # of the winners are shown: the last ones come very late
WIDTHS = (1, 2, 5, 7, 10, 14, 28, 56, 91, 182, 365)


@dataclass(frozen=True)
class Bin:
    """Winners between two days: their share of all who are won."""

    from_day: int
    to_day: int
    share: float


def bins_of(time: LeadTime) -> tuple[Bin, ...]:
    """Return the winners by days, in bars as wide as a round number of days."""
    if not time.ever > 0 or not time.shares.any():
        return ()
    reached = np.cumsum(time.shares) / time.ever
    last = int(np.searchsorted(reached, min(FAR, reached[-1]))) + 1
    wide = next((width for width in WIDTHS if last <= width * BARS), math.ceil(last / BARS))
    edges = np.arange(0, last + wide, wide)
    padded = np.append(time.shares, np.zeros(wide)) / time.ever
    return tuple(
        Bin(low, low + wide, float(padded[low : low + wide].sum())) for low in edges[:-1].tolist()
    )


class ClosingChart(Plot):
    """Shows when the winners among leads are won."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, _("Days from lead to win"), height=220)
        self._time: LeadTime | None = None
        self.bins: Sequence[Bin] = ()
        self.nothing = _("No lead is won.")

    def show_time(self, time: LeadTime | None) -> None:
        """Show when leads are won; None where no lead comes."""
        self._time = time
        self.bins = () if time is None else bins_of(time)
        self.show_again()

    def words(self) -> tuple[str, ...]:
        """Return what each bar tells."""
        text = _("{low} to {high} after coming: {share} of the winners, {sum} by then")
        found, reached = [], 0.0
        for one in self.bins:
            reached += one.share
            shares = {"share": rate(one.share), "sum": percent(min(reached, 1.0))}
            low, high = number(one.from_day), days(one.to_day)
            found.append(text.format(low=low, high=high, **shares))
        return tuple(found)

    def summary(self) -> str:
        """Return in text what the chart shows."""
        if not self.bins:
            return self.nothing
        marks = [key.text for key, _day, _pen in self._marks()]
        return "; ".join((*marks, *self.words()[:: max(len(self.bins) // 6, 1)]))

    def rows(self) -> list[Row]:
        """Return the figures as a table."""
        table: list[Row] = [["from_day", "to_day", "share_of_winners"]]
        return table + [[one.from_day, one.to_day, one.share] for one in self.bins]

    def _marks(self) -> list[tuple[Key, float, Qt.PenStyle]]:
        if self._time is None:
            return []
        ink, found = self.colours.ink, []
        half, most = self._time.quantile(0.5), self._time.quantile(0.9)
        if not math.isnan(half):
            key = Key("line", ink, _("half within {days}").format(days=days(half)))
            found.append((key, half, Qt.PenStyle.SolidLine))
        if not math.isnan(most):
            key = Key("dash", ink, _("nine in ten within {days}").format(days=days(most)))
            found.append((key, most, Qt.PenStyle.DashLine))
        return found

    def legend_keys(self) -> tuple[Key, ...]:
        """Return the entries of the legend."""
        if not self.bins:
            return ()
        wide = self.bins[0].to_day - self.bins[0].from_day
        unit = _("share of winners by {days}").format(days=days(wide))
        bars = Key("box", self.colours.won, unit)
        return (bars, *(key for key, _day, _pen in self._marks()))

    def paint(self, painter: QPainter, box: QRectF) -> list[QRectF]:
        """Paint the bars and the marks."""
        if not self.bins:
            return nothing_to_show(painter, box, self.nothing, self.colours)
        colours, marks = self.colours, self._marks()
        top = self.legend(painter, box)
        ticks = nice_ticks(max(one.share for one in self.bins), 4)
        decimals = 0 if ticks[1] >= 0.00999 else 1
        frame = box.adjusted(0, top, 0, -LINE - 4)
        area = left_axis(painter, frame, ticks, lambda v: percent(v, decimals), colours)
        last = self.bins[-1].to_day

        def x(day: float) -> float:
            return area.left() + area.width() * day / last

        boxes = []
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.won))
        for one in self.bins:
            left, right = x(one.from_day), x(one.to_day)
            high = area.height() * one.share / (ticks[-1] or 1.0)
            painter.drawRect(QRectF(left + 0.5, area.bottom() - high, right - left - 1.0, high))
            boxes.append(QRectF(left, area.top(), right - left, area.height()))
        for _key, day, style in marks:
            if day <= last:
                painter.setPen(QPen(QColor(colours.ink), 1.8, style))
                painter.drawLine(QLineF(x(day), area.top(), x(day), area.bottom()))
        steps = [t for t in nice_ticks(last, max(int(area.width() // 70), 1)) if t <= last]
        bottom_labels(painter, area, [(x(t), short_days(t)) for t in steps], colours)
        return boxes
