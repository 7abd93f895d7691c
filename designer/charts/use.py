"""How much of a stage's capacity is used month by month, and what would be needed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from funnelcraft.designer.charts.drawing import (
    LINE,
    bottom_labels,
    hatched,
    left_axis,
    nice_ticks,
    nothing_to_show,
)
from funnelcraft.designer.charts.legend import Key
from funnelcraft.designer.charts.plot import Plot, Row
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.funnel.text import _, count, month, percent, short_month

if TYPE_CHECKING:
    from funnelcraft.simulation.forecast.service import Month


class UseChart(Plot):
    """Shows for each month the slots that were used, and the leads that came for them."""

    def __init__(self, palette: Palette, name: str) -> None:
        super().__init__(palette, name, height=170)
        self.months: tuple[Month, ...] = ()
        self.is_stale = False

    def show_months(self, months: "Sequence[Month]") -> None:
        """Show these months; a stage without a capacity has none."""
        self.months = tuple(one for one in months if one.room > 0)
        self.is_stale = False
        self.show_again()

    def set_stale(self, stale: bool) -> None:
        """Dim what is shown while newer figures are on their way."""
        self.is_stale = stale
        self.update()

    def words(self) -> tuple[str, ...]:
        """Return what each month tells."""
        text = _("{month}: {use} used, {came} leads came for {room} slots")
        return tuple(
            text.format(
                month=month(one.starts),
                use=percent(one.use),
                came=count(one.came),
                room=count(one.room),
            )
            for one in self.months
        )

    def summary(self) -> str:
        """Return in text what the chart shows."""
        return "; ".join(self.words())

    def rows(self) -> list[Row]:
        """Return the figures as a table."""
        table: list[Row] = [["month", "came", "begun", "slots", "use", "waiting_at_end"]]
        for one in self.months:
            day = one.starts.isoformat()
            table.append([day, one.came, one.begun, one.room, one.use, one.queued])
        return table

    def legend_keys(self) -> tuple[Key, ...]:
        """Return the entries of the legend."""
        if not self.months:
            return ()
        return (
            Key("box", self.colours.accent, _("used")),
            Key("hatch", self.colours.warning, _("90% or more")),
            Key("line", self.colours.ink, _("leads that came")),
        )

    def paint(self, painter: QPainter, box: QRectF) -> list[QRectF]:
        """Paint a bar a month, hatched where it is full, and a mark at what would be needed."""
        if not self.months:
            return nothing_to_show(painter, box, _("No capacity."), self.colours)
        colours = self.colours
        top = self.legend(painter, box)
        needed = [one.came / one.room for one in self.months]
        ticks = nice_ticks(max(1.0, min(max(needed), 3.0)), 4)
        frame = box.adjusted(0, top, 0, -LINE - 4)
        area = left_axis(painter, frame, ticks, percent, colours)
        painter.setOpacity(0.4 if self.is_stale else 1.0)
        wide, boxes, labels = area.width() / len(self.months), [], []
        for at, (one, need) in enumerate(zip(self.months, needed, strict=True)):
            left, gap = area.left() + at * wide, min(wide * 0.18, 8.0)
            high = area.height() * one.use / ticks[-1]
            bar = QRectF(left + gap, area.bottom() - high, max(wide - 2 * gap, 1.0), high)
            if one.use >= 0.9:
                hatched(painter, bar, colours.warning)
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(colours.accent))
                painter.drawRoundedRect(bar, 2, 2)
            y = max(area.bottom() - area.height() * need / ticks[-1], area.top())
            painter.setPen(QPen(QColor(colours.ink), 2))
            painter.drawLine(QLineF(left + gap / 2, y, left + wide - gap / 2, y))
            boxes.append(QRectF(left, area.top(), wide, area.height()))
            name = month(one.starts) if at == 0 else short_month(one.starts)
            labels.append((left + wide / 2, name))
        painter.setOpacity(1.0)
        bottom_labels(painter, area, labels, colours)
        return boxes
