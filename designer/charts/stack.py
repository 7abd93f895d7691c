"""Stages on top of each other over time: what the pipeline is made of.

Import this module late, as `over_time`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from funnelcraft.designer.charts.over_time import OverTime
from funnelcraft.designer.charts.plot import Key, Row, nothing_to_show
from funnelcraft.designer.tokens import Palette
from funnelcraft.funnel.text import _, day
from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.forecast import Bands

PALEST = 0.45  # of a department's colour, at its last stage


@dataclass(frozen=True, eq=False)
class Layer:
    """A stage in the stack: its name, its short one, its colour, a value a period.

    `opening` is its value on the first day.
    """

    name: str
    short: str
    colour: str
    values: Floats
    opening: float = 0.0


def tints(colours: Sequence[str], ground: str) -> list[str]:
    """Return the colours told apart: those of one kind grow paler from the first to the last.

    A department has one colour and several stages; a stack has to show where one ends.
    """
    of_kind = {
        colour: [at for at, one in enumerate(colours) if one == colour] for colour in colours
    }
    found = list(colours)
    for colour, places in of_kind.items():
        for step, at in enumerate(places):
            share = 1.0 - (1.0 - PALEST) * step / max(len(places) - 1, 1)
            found[at] = _mixed(QColor(colour), QColor(ground), share)
    return found


def _mixed(ink: QColor, ground: QColor, share: float) -> str:
    pairs = (
        (ink.red(), ground.red()),
        (ink.green(), ground.green()),
        (ink.blue(), ground.blue()),
    )
    red, green, blue = (round(share * a + (1 - share) * b) for a, b in pairs)
    return QColor(red, green, blue).name()


class StackChart(OverTime):
    """Shows layers, the first at the top; `bands` of the whole are told where there are any."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, _("Pipeline by stage"), height=260)
        self.layers: tuple[Layer, ...] = ()
        self.bands: Bands | None = None
        self.nothing = ""

    def show_layers(
        self,
        start: date,
        ends: Sequence[date],
        layers: Sequence[Layer],
        write: Callable[[float], str],
        bands: Bands | None = None,
    ) -> None:
        """Show these layers; `bands` are those of the sum, at the same days."""
        self.show_days(start, ends)
        self.layers, self.write, self.bands = tuple(layers), write, bands
        self.is_stale = False
        self.show_again()

    def show_bands(self, bands: Bands | None) -> None:
        """Tell how sure the sum is, now that it is known."""
        self.bands = bands
        self.setAccessibleDescription(self.summary())
        self.update()

    def _sums(self) -> Floats:
        parts = [layer.values for layer in self.layers]
        return np.sum(parts, axis=0) if parts else np.zeros(len(self.ends))

    def words(self) -> tuple[str, ...]:
        """Return what each day tells."""
        sums = self._sums()
        return tuple(self._told(at, float(sums[at])) for at in range(len(self.ends)))

    def _told(self, at: int, total: float) -> str:
        parts = ", ".join(
            f"{layer.short} {self.write(float(layer.values[at]))}" for layer in self.layers
        )
        bands = self.bands
        if bands is None or len(bands.ends) != len(self.ends):
            text = _("{day}: {total} in all: {parts}")
            return text.format(day=day(self.ends[at]), total=self.write(total), parts=parts)
        text = _("{day}: {total} in all (80%: {low}–{high}): {parts}")
        low, high = self.write(float(bands.p10[at])), self.write(float(bands.p90[at]))
        return text.format(
            day=day(self.ends[at]), total=self.write(total), low=low, high=high, parts=parts
        )

    def summary(self) -> str:
        """Return in text what the chart shows: its first, its middle and its last day."""
        told = self.words()
        some = sorted({0, len(told) // 2, len(told) - 1}) if told else []
        return "; ".join(told[at] for at in some) or self.nothing

    def rows(self) -> list[Row]:
        """Return the figures as a table."""
        names = [layer.name for layer in self.layers]
        table: list[Row] = [["day", *names, "sum"]]
        sums = self._sums()
        for at, end in enumerate(self.ends):
            values = [float(layer.values[at]) for layer in self.layers]
            table.append([end.isoformat(), *values, float(sums[at])])
        bands = self.bands
        if bands is not None and len(bands.ends) == len(self.ends):
            table[0] += ["p10", "p90"]
            for row, low, high in zip(table[1:], bands.p10, bands.p90, strict=True):
                row += [float(low), float(high)]
        return table

    def paint(self, painter: QPainter, box: QRectF) -> list[QRectF]:
        """Paint the layers, from the last at the bottom up."""
        sums = self._sums()
        if not self.ends or not sums.max(initial=0.0) > 0:
            return nothing_to_show(painter, box, self.nothing, self.colours)
        shown = tints([layer.colour for layer in self.layers], self.colours.panel)
        pairs = list(zip(self.layers, shown, strict=True))
        keys = [Key("box", colour, layer.short) for layer, colour in pairs]
        area = self.frame(painter, box, keys, float(sums.max()))
        floor = np.zeros(len(self.ends) + 1)
        for layer, colour in reversed(pairs):
            roof = floor + np.append(layer.opening, layer.values)
            self._draw_layer(painter, area, floor, roof, colour)
            floor = roof
        painter.setOpacity(1.0)
        return self.stops(area)

    def _draw_layer(
        self, painter: QPainter, area: QRectF, floor: Floats, roof: Floats, colour: str
    ) -> None:
        upper, lower = self._line(area, roof), self._line(area, floor)
        painter.setBrush(QColor(colour))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))
        painter.setPen(QPen(QColor(self.colours.panel), 1.2))
        painter.drawPolyline(QPolygonF(upper))

    def _line(self, area: QRectF, values: Floats) -> list[QPointF]:
        """Return where values lie: the first at the left edge, the others at their days."""
        first, *others = values.tolist()
        start = QPointF(area.left(), self.place(area, 0, first).y())
        return [start, *(self.place(area, at, value) for at, value in enumerate(others))]
