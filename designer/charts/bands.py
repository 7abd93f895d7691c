"""A figure over time with its bands, drawn by hand: median, 80% and 95% of the runs.

Import this module late, as `over_time`.
"""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from funnelcraft.designer.charts.over_time import OverTime
from funnelcraft.designer.charts.plot import Key, Row, nothing_to_show
from funnelcraft.designer.tokens import Palette
from funnelcraft.funnel.text import _, count, day
from funnelcraft.simulation.arrays import Floats
from funnelcraft.simulation.forecast import Bands


class BandChart(OverTime):
    """Shows the bands of a level, such as the queue of a stage."""

    def __init__(self, palette: Palette, name: str, height: int = 170) -> None:
        super().__init__(palette, name, height)
        self.bands: Bands | None = None
        self.nothing = ""

    def show_bands(self, bands: Bands | None, write: Callable[[float], str] = count) -> None:
        """Show these bands; None where there are none."""
        self.bands, self.write = bands, write
        self.is_stale = False
        if bands is None:
            self.ends = ()
        else:
            self.show_days(bands.starts[0], bands.ends)
        self.show_again()

    def words(self) -> tuple[str, ...]:
        """Return what each period tells."""
        if self.bands is None:
            return ()
        text = _("{day}: {median} (80%: {p10}–{p90}, 95%: {p2_5}–{p97_5})")
        found = []
        for at, end in enumerate(self.ends):
            names = ("p2_5", "p10", "p90", "p97_5")
            figures = {n: self.write(float(getattr(self.bands, n)[at])) for n in names}
            median = self.write(float(self.bands.p50[at]))
            found.append(text.format(day=day(end), median=median, **figures))
        return tuple(found)

    def summary(self) -> str:
        """Return in text what the chart shows: its first, its middle and its last day."""
        told = self.words()
        some = sorted({0, len(told) // 2, len(told) - 1}) if told else []
        return "; ".join(told[at] for at in some) or self.nothing

    def rows(self) -> list[Row]:
        """Return the figures as a table."""
        names = ("mean", "p2_5", "p10", "p50", "p90", "p97_5")
        table: list[Row] = [["last_day", *names]]
        if self.bands is not None:
            for at, end in enumerate(self.ends):
                values = [float(getattr(self.bands, name)[at]) for name in names]
                table.append([end.isoformat(), *values])
        return table

    def paint(self, painter: QPainter, box: QRectF) -> list[QRectF]:
        """Paint the bands and the median."""
        bands = self.bands
        if bands is None or not self.ends:
            return nothing_to_show(painter, box, self.nothing, self.colours)
        keys = (
            Key("line", self.colours.accent, _("median")),
            Key("band", self.colours.accent, _("80% and 95% of the runs")),
        )
        area = self.frame(painter, box, keys, max(float(bands.p97_5.max()), 1.0))
        for low, high, opacity in ((bands.p2_5, bands.p97_5, 0.16), (bands.p10, bands.p90, 0.3)):
            self._draw_band(painter, area, low, high, opacity)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self.colours.accent), 2.2))
        painter.drawPolyline(QPolygonF(self._line(area, bands.p50)))
        painter.setOpacity(1.0)
        return self.stops(area)

    def _draw_band(
        self, painter: QPainter, area: QRectF, low: Floats, high: Floats, opacity: float
    ) -> None:
        tint = QColor(self.colours.accent)
        tint.setAlphaF(opacity)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawPolygon(QPolygonF([*self._line(area, high), *reversed(self._line(area, low))]))

    def _line(self, area: QRectF, values: Floats) -> list[QPointF]:
        return [self.place(area, at, float(value)) for at, value in enumerate(values)]
