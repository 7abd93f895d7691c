"""Several series over dated periods: areas on each other, or lines beside each other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from funnelcraft.designer.charts.axes import bottom_dates, columns_of, period_name, places_of
from funnelcraft.designer.charts.drawing import LINE, Sample, left_axis, nice_ticks, nothing_to_show
from funnelcraft.designer.charts.legend import Key
from funnelcraft.designer.charts.plot import Plot, Row
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.funnel.text import _, listed

# Series of one colour are told apart by how strong it is, the first one strongest.
STRENGTHS = (0.85, 0.6, 0.4, 0.25)
BAND = 0.18
STALE = 0.35


@dataclass(frozen=True, eq=False)
class Layer:
    """One series: its id, its name, its colour, a value a period, and bounds where it has them."""

    id: str
    name: str
    colour: str
    values: Sequence[float]
    low: Sequence[float] | None = None
    high: Sequence[float] | None = None


@dataclass(frozen=True, eq=False)
class Layers:
    """What is shown: series over the same periods, and how their figures are written.

    `stacked` lays areas on each other, the first at the bottom, and tells their sum; else they are
    lines, with bands where they have bounds. `at_end` says that figures are of a period's end.
    """

    title: str
    starts: Sequence[date]
    ends: Sequence[date]
    period: str
    layers: Sequence[Layer]
    write: Callable[[float], str]
    stacked: bool = True
    at_end: bool = True


class LayerChart(Plot):
    """Shows layers; every period that is shown is a point that tells all of them."""

    def __init__(self, palette: Palette, name: str, height: int = 250) -> None:
        super().__init__(palette, name, height)
        self._shown: Layers | None = None
        self._x: list[float] = []
        self._slice = slice(0, 0)
        self._is_stale = False

    @property
    def shown(self) -> Layers | None:
        """What is shown."""
        return self._shown

    def show_layers(self, shown: Layers | None) -> None:
        """Show other layers; a period that is told is told on, where there are as many."""
        at = self.at
        self._shown, self._is_stale, self._x = shown, False, []
        if shown is not None and shown.layers and shown.starts:
            self._x, self._slice = places_of(
                shown.starts, shown.ends, shown.period, at_end=shown.at_end
            )
        self.show_again()
        if at is not None and at < len(self._x):
            self.point_at(at)

    def set_stale(self, stale: bool) -> None:
        """Dim what is shown while newer figures are on their way."""
        if stale != self._is_stale:
            self._is_stale = stale
            self.update()

    # What it says

    def legend_keys(self) -> tuple[Key, ...]:
        """Return the entries of the legend: one a layer, the uppermost first."""
        if self._shown is None or not self._x:
            return ()
        inks = self._inks(self._shown.layers)
        sample: Sample = "box" if self._shown.stacked else "line"
        keys = [Key(sample, inks[one.id], one.name, one.id) for one in self._shown.layers]
        if len(keys) == 1:
            return (replace(keys[0], series=""),)
        return tuple(reversed(keys)) if self._shown.stacked else tuple(keys)

    def words(self) -> tuple[str, ...]:
        """Return what each shown period tells."""
        return tuple(self._told(at) for at in range(len(self._x)))

    def _told(self, at: int) -> str:
        shown, visible = self._shown, self._visible
        assert shown is not None
        place = range(len(shown.starts))[self._slice][at]
        starts, ends = shown.starts[place], shown.ends[place]
        when = period_name(starts, ends, shown.period)
        if shown.at_end:
            when = period_name(ends, ends, "day")
        told = [f"{one.name} {self._figure(one, place)}" for one in visible]
        if shown.stacked and len(visible) > 1:
            total = sum(one.values[place] for one in visible)
            return _("{when}: {total} together: {parts}").format(
                when=when, total=shown.write(total), parts=listed(told)
            )
        return f"{when}: {listed(told)}"

    def _figure(self, one: Layer, place: int) -> str:
        assert self._shown is not None
        write = self._shown.write
        if one.low is None or one.high is None:
            return write(one.values[place])
        return _("{figure} (80%: {low}–{high})").format(
            figure=write(one.values[place]), low=write(one.low[place]), high=write(one.high[place])
        )

    def summary(self) -> str:
        """Return in text what the chart shows: its title, the first and the last period."""
        if self._shown is None or not self._x:
            return _("Nothing to show.")
        ends = dict.fromkeys((0, len(self._x) - 1))
        return "; ".join((self._shown.title, *(self._told(at) for at in ends)))

    def rows(self) -> list[Row]:
        """Return the figures as a table: a row a period, all of them; a column a layer."""
        if self._shown is None:
            return []
        head: Row = ["first_day", "last_day"]
        columns: list[Sequence[float]] = []
        for one in self._shown.layers:
            parts = ((one.name, one.values), (f"{one.name} p10", one.low))
            for name, values in (*parts, (f"{one.name} p90", one.high)):
                if values is not None:
                    head.append(name)
                    columns.append(values)
        table: list[Row] = [head]
        for at, (start, end) in enumerate(zip(self._shown.starts, self._shown.ends, strict=True)):
            table.append([start.isoformat(), end.isoformat(), *(float(c[at]) for c in columns)])
        return table

    @property
    def _visible(self) -> list[Layer]:
        layers = () if self._shown is None else self._shown.layers
        # A layer that is left alone is shown, even if it was hidden among others.
        return [one for one in layers if self.shows(one.id)] or list(layers)

    def _inks(self, layers: Sequence[Layer]) -> dict[str, str]:
        """Return the ink of each layer: where several share a colour, weaker and weaker."""
        met: dict[str, int] = {}
        inks = {}
        for one in layers:
            at = met[one.colour] = met.get(one.colour, -1) + 1
            inks[one.id] = _mixed(one.colour, self.colours.panel, STRENGTHS[at % len(STRENGTHS)])
        return inks

    # Painting

    def paint(self, painter: QPainter, box: QRectF) -> list[QRectF]:
        """Paint axes, then areas or lines."""
        shown, visible = self._shown, self._visible
        if shown is None or not self._x or not visible:
            return nothing_to_show(painter, box, _("Nothing to show."), self.colours)
        top = self.legend(painter, box)
        frame = box.adjusted(0, top, 0, -LINE - 4)
        ticks = nice_ticks(self._highest(visible), max(int(frame.height() // 44), 2))
        area = left_axis(painter, frame, ticks, shown.write, self.colours)
        x = bottom_dates(painter, area, shown.starts[0], shown.ends[-1], self.colours)
        xs = [x(day) for day in self._x]
        painter.setOpacity(STALE if self._is_stale else 1.0)
        scale = area.height() / (ticks[-1] or 1.0)
        draw = self._draw_areas if shown.stacked else self._draw_lines
        draw(painter, visible, xs, lambda value: area.bottom() - scale * value)
        painter.setOpacity(1.0)
        return columns_of(xs, area)

    def _highest(self, visible: Sequence[Layer]) -> float:
        assert self._shown is not None
        if self._shown.stacked:
            return max(map(sum, zip(*(one.values[self._slice] for one in visible), strict=True)))
        highest = [one.values if one.high is None else one.high for one in visible]
        return max(max(values[self._slice]) for values in highest)

    def _draw_areas(
        self,
        painter: QPainter,
        visible: Sequence[Layer],
        xs: Sequence[float],
        y: Callable[[float], float],
    ) -> None:
        assert self._shown is not None
        inks = self._inks(self._shown.layers)
        below = [0.0] * len(xs)
        for one in visible:
            above = [a + b for a, b in zip(below, one.values[self._slice], strict=True)]
            upper, lower = _line(xs, above, y), _line(xs, below, y)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(inks[one.id]))
            painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self.colours.panel), 1.5))
            painter.drawPolyline(QPolygonF(upper))
            below = above

    def _draw_lines(
        self,
        painter: QPainter,
        visible: Sequence[Layer],
        xs: Sequence[float],
        y: Callable[[float], float],
    ) -> None:
        assert self._shown is not None
        inks = self._inks(self._shown.layers)
        for one in visible:
            if one.low is not None and one.high is not None:
                upper = _line(xs, one.high[self._slice], y)
                lower = _line(xs, one.low[self._slice], y)
                tint = QColor(inks[one.id])
                tint.setAlphaF(BAND)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(tint)
                painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(inks[one.id]), 2.2))
            painter.drawPolyline(QPolygonF(_line(xs, one.values[self._slice], y)))


def _line(
    xs: Sequence[float], values: Sequence[float], y: Callable[[float], float]
) -> list[QPointF]:
    return [QPointF(x, y(value)) for x, value in zip(xs, values, strict=True)]


def _mixed(colour: str, ground: str, strength: float) -> str:
    """Return a colour laid over a ground, so strongly."""
    over, under = QColor(colour), QColor(ground)
    pairs = (
        (over.red(), under.red()),
        (over.green(), under.green()),
        (over.blue(), under.blue()),
    )
    return QColor(*(round(a * strength + b * (1 - strength)) for a, b in pairs)).name()
