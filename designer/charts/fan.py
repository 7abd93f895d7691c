"""The fan of a forecast: median, 80% and 95% of the runs over time.

Import this module late: it brings pyqtgraph with it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from funnelcraft.designer.charts.axes import DateAxis, FigureAxis, period_name, set_pen
from funnelcraft.designer.theme import font
from funnelcraft.designer.tokens import SMALL, STEP, Palette
from funnelcraft.funnel.text import _
from funnelcraft.simulation.forecast import Bands

FULL_DAYS = {"day": 1, "week": 7, "month": 28, "quarter": 90}
HEADING = 28.0
EDGE = 48


@dataclass(frozen=True, eq=False)
class Fan:
    """What a fan shows: bands, how they were asked for, and how figures are written."""

    title: str
    bands: Bands
    period: str
    cumulative: bool
    is_level: bool
    write: Callable[[float], str]
    note: str = ""


def whole_periods(bands: Bands, period: str) -> slice:
    """Return the periods that are whole: a partial first or last one would look like a slump."""
    lengths = [(e - s).days + 1 for s, e in zip(bands.starts, bands.ends, strict=True)]
    least, last = FULL_DAYS[period], len(lengths)
    if last <= 2:
        return slice(0, last)
    return slice(0 if lengths[0] >= least else 1, last if lengths[-1] >= least else last - 1)


def places(fan: Fan) -> tuple[list[float], slice]:
    """Return where on the axis the periods stand (days from the start), and which are shown.

    What is added up or measured at a period's end stands there; what happens within a period
    stands in its middle.
    """
    bands, first = fan.bands, fan.bands.starts[0]
    if fan.cumulative or fan.is_level:
        return [float((end - first).days + 1) for end in bands.ends], slice(0, len(bands.ends))
    shown = whole_periods(bands, fan.period)
    spans = zip(bands.starts, bands.ends, strict=True)
    middles = [((s - first).days + (e - first).days + 1) / 2 for s, e in spans]
    return middles[shown], shown


class FanChart(QWidget):
    """Shows a fan. `pointed(text)` tells the period under the mouse or the arrow keys, or ''."""

    pointed = Signal(str)

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._colours = palette
        self._fan: Fan | None = None
        self._at: int | None = None
        self._x: list[float] = []
        self._shown = slice(0, 0)
        self._dates = DateAxis(date(2000, 1, 1))
        self._figures = FigureAxis()
        self.plot = pg.PlotWidget(
            self, axisItems={"bottom": self._dates, "left": self._figures}, enableMenu=False
        )
        self._prepare_plot()
        self._items = self._make_items()
        self._show_axes(False)  # without figures, theirs would mean nothing
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Forecast over time"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.plot)
        self.set_colours(palette)

    def _prepare_plot(self) -> None:
        item = self.plot.getPlotItem()
        item.hideButtons()
        item.setMouseEnabled(x=False, y=False)
        item.getViewBox().setDefaultPadding(0.0)
        self.plot.setFrameShape(self.plot.Shape.NoFrame)
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot.viewport().setMouseTracking(True)
        for axis in (self._dates, self._figures):
            axis.setStyle(
                tickFont=font(SMALL), tickLength=0, tickTextOffset=STEP, hideOverlappingLabels=EDGE
            )
        self._figures.setWidth(64)
        self.plot.scene().sigMouseMoved.connect(self._on_mouse)

    def _make_items(self) -> dict[str, Any]:
        items: dict[str, Any] = {}
        for name in ("p2_5", "p97_5", "p10", "p90"):
            items[name] = pg.PlotCurveItem(pen=None, antialias=True)
            self.plot.addItem(items[name])
        items["outer"] = pg.FillBetweenItem(items["p2_5"], items["p97_5"])
        items["inner"] = pg.FillBetweenItem(items["p10"], items["p90"])
        items["p50"] = pg.PlotDataItem(symbolSize=6, antialias=True)
        items["mean"] = pg.PlotCurveItem(antialias=True)
        items["mean"].hide()
        items["cursor"] = pg.InfiniteLine(angle=90, movable=False)
        items["cursor"].hide()
        for name in ("outer", "inner", "p50", "mean", "cursor"):
            self.plot.addItem(items[name])
        return items

    @property
    def fan(self) -> Fan | None:
        """What is shown."""
        return self._fan

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self._colours = palette
        self.plot.setBackground(palette.panel)
        accent = QColor(palette.accent)
        for name, opacity in (("outer", 0.16), ("inner", 0.30)):
            tint = QColor(accent)
            tint.setAlphaF(opacity)
            self._items[name].setBrush(tint)
        self._items["p50"].setPen(pg.mkPen(accent, width=2.2))
        self._items["p50"].setSymbolBrush(accent)
        self._items["p50"].setSymbolPen(None)
        self._items["mean"].setPen(pg.mkPen(accent, width=1.8, style=Qt.PenStyle.DashLine))
        self._items["cursor"].setPen(pg.mkPen(palette.muted, style=Qt.PenStyle.DotLine))
        for axis in (self._dates, self._figures):
            set_pen(axis, palette.line, palette.muted)

    def _show_axes(self, shown: bool) -> None:
        for axis in (self._dates, self._figures):
            axis.setVisible(shown)
        self.plot.getPlotItem().showGrid(x=False, y=shown, alpha=0.25)

    def show_fan(self, fan: Fan) -> None:
        """Show other bands."""
        self._show_axes(True)
        self._fan = fan
        self._x, self._shown = places(fan)
        self._dates.start = fan.bands.starts[0]
        self._dates.days = (fan.bands.ends[-1] - fan.bands.starts[0]).days + 1
        self._figures.write = fan.write
        x = np.array(self._x)
        for name in ("p2_5", "p97_5", "p10", "p90", "p50"):
            self._items[name].setData(x, getattr(fan.bands, name)[self._shown])
        self._items["p50"].setSymbol("o" if len(x) <= 31 else None)
        self._items["mean"].hide()
        self._frame(fan, float(np.max(fan.bands.p97_5[self._shown], initial=0.0)))
        self._point_at(None)
        self.set_stale(False)

    def show_mean(self, fan: Fan) -> None:
        """Show a mean alone, dashed: there before any run is done.

        It is a fan whose bands have no width. What is shown else stays, dimmed, where it is of the
        same figure, and goes where it is not.
        """
        before = self._fan
        if before is None or before.title != fan.title:
            self.show_fan(fan)
            for name in ("outer", "inner", "p50"):
                self._items[name].setOpacity(0.0)
        x, shown = places(fan)
        highest = float(np.max(fan.bands.mean[shown], initial=0.0))
        if before is not None and before.title == fan.title:
            highest = max(highest, float(np.max(before.bands.p97_5[self._shown], initial=0.0)))
        self._items["mean"].setData(np.array(x), fan.bands.mean[shown])
        self._items["mean"].show()
        self._frame(fan, highest)

    @property
    def shows_mean(self) -> bool:
        """Whether a mean is shown that no run has refined yet."""
        return bool(self._items["mean"].isVisible())

    def _frame(self, fan: Fan, highest: float) -> None:
        end = float((fan.bands.ends[-1] - fan.bands.starts[0]).days + 1)
        top = max(highest, 1e-9)
        low = min(float(np.min(fan.bands.p2_5[self._shown], initial=0.0)), 0.0)
        item = self.plot.getPlotItem()
        item.setXRange(0.0, end, padding=0.005)
        # A little below zero, or pyqtgraph leaves the label of zero out.
        item.setYRange(low - 0.035 * (top - low), top + 0.06 * (top - low), padding=0.0)

    def set_stale(self, stale: bool) -> None:
        """Dim what is shown while newer figures are on their way."""
        for name in ("outer", "inner", "p50"):
            self._items[name].setOpacity(0.35 if stale else 1.0)

    def rows(self) -> list[list[str | float]]:
        """Return what is shown as a table, all periods, partial ones too."""
        if self._fan is None:
            return []
        bands = self._fan.bands
        names = ("mean", "p2_5", "p10", "p50", "p90", "p97_5")
        columns = [getattr(bands, name).tolist() for name in names]
        head: list[str | float] = ["first_day", "last_day", *names]
        spans = zip(bands.starts, bands.ends, *columns, strict=True)
        return [head, *([s.isoformat(), e.isoformat(), *figures] for s, e, *figures in spans)]

    def draw(self, painter: QPainter, box: QRectF) -> None:
        """Paint title and chart into a box, for saving: laid out for that box, not stretched."""
        if self._fan is None:
            return
        painter.setPen(QColor(self._colours.ink))
        painter.setFont(font(bold=True))
        heading = QRectF(box.left() + STEP, box.top(), box.width() - 2 * STEP, HEADING)
        painter.drawText(heading, Qt.AlignmentFlag.AlignVCenter, self._fan.title)
        painter.setPen(QColor(self._colours.muted))
        painter.setFont(font())
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(heading, right, self._fan.note)
        place = box.adjusted(0, HEADING, 0, 0)
        twin = FanChart(self._colours)
        twin.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        twin.resize(place.size().toSize())
        twin.show()
        twin.show_fan(self._fan)
        twin.plot.grab()  # axes find their sizes only by painting
        twin.plot.scene().render(painter, place, QRectF(twin.plot.viewport().rect()))
        twin.hide()
        twin.deleteLater()

    def describe(self, at: int) -> str:
        """Say what the runs forecast for a shown period."""
        fan = self._fan
        if fan is None:
            return ""
        place = range(len(fan.bands.starts))[self._shown][at]
        bands, write = fan.bands, fan.write
        if fan.cumulative or fan.is_level:
            when = period_name(bands.ends[place], bands.ends[place], "day")
        else:
            when = period_name(bands.starts[place], bands.ends[place], fan.period)
        text = _("{when}: {median} (80%: {p10}–{p90}, 95%: {p2_5}–{p97_5})")
        figures = {n: write(getattr(bands, n)[place]) for n in ("p10", "p90", "p2_5", "p97_5")}
        return text.format(when=when, median=write(bands.p50[place]), **figures)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that mean something here."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None or not self._x:
            super().keyPressEvent(event)
            return
        at = (-1 if step > 0 else len(self._x)) if self._at is None else self._at
        self._point_at(min(max(at + step, 0), len(self._x) - 1))

    def _on_mouse(self, place: QPointF) -> None:
        box = self.plot.getPlotItem().getViewBox()
        if not self._x or not box.sceneBoundingRect().contains(place):
            self._point_at(None)
            return
        x = box.mapSceneToView(place).x()
        borders = [(left + right) / 2 for left, right in pairwise(self._x)]
        self._point_at(int(np.searchsorted(borders, x)))

    def _point_at(self, at: int | None) -> None:
        if at == self._at and at is not None:
            return
        self._at = at
        self._items["cursor"].setVisible(at is not None)
        text = ""
        if at is not None:
            self._items["cursor"].setPos(self._x[at])
            text = self.describe(at)
        self.setAccessibleDescription(text)
        self.pointed.emit(text)
