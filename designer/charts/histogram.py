"""How long moves took: a histogram with the days of half and of nine in ten."""

from collections.abc import Callable

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
from funnelcraft.funnel.measured import MeasuredMove, TimeBin
from funnelcraft.funnel.text import _, count, days, number, short_days


class Histogram(Plot):
    """Shows the times of one move.

    Where bins are not all as wide, a bar's area counts: its height is moves a day of its width.
    """

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, _("Days a move took"))
        self._move: MeasuredMove | None = None
        self._bins: tuple[TimeBin, ...] = ()

    def show_move(self, move: MeasuredMove | None) -> None:
        """Show the times of a move; None where there are none."""
        self._move = move
        bins = () if move is None else move.times
        some = any(one.moves for one in bins)
        self._bins = tuple(one for one in bins if some and one.to_days > one.from_days)
        self.show_again()

    @property
    def is_even(self) -> bool:
        """Whether all bins are as wide."""
        widths = [one.to_days - one.from_days for one in self._bins]
        return not widths or max(widths) - min(widths) < 1e-6 * max(widths)

    def words(self) -> tuple[str, ...]:
        """Return what each bin tells."""
        if not self.shows("moves"):
            return tuple(key.text for key in self._marks() if self.shows(key.series))
        return tuple(self._tell(one) for one in self._bins)

    @staticmethod
    def _tell(one: TimeBin) -> str:
        text = _("{low} to {high}: {n} moves")
        return text.format(
            low=number(one.from_days, 1), high=days(one.to_days), n=number(one.moves)
        )

    def summary(self) -> str:
        """Return in text what the chart shows."""
        if self._move is None or not self._bins:
            return _("No times were measured.")
        told = [self._tell(one) for one in self._bins if one.moves and self.shows("moves")]
        marks = [key.text for key in self._marks() if self.shows(key.series)]
        return "; ".join((*marks, *told))

    def legend_keys(self) -> tuple[Key, ...]:
        """Return the entries of the legend; bars can be hidden where marks are left."""
        if not self._bins:
            return ()
        unit = _("moves") if self.is_even else _("moves a day of each bar's width")
        marks = self._marks()
        return (Key("box", self.colours.accent, unit, "moves" if marks else ""), *marks)

    def rows(self) -> list[Row]:
        """Return the figures as a table."""
        table: list[Row] = [["from_days", "to_days", "moves"]]
        return table + [[one.from_days, one.to_days, one.moves] for one in self._bins]

    def _marks(self) -> list[Key]:
        return [key for key, _day in self._marked()]

    def _marked(self) -> list[tuple[Key, float]]:
        """Return the marks with their days."""
        if self._move is None:
            return []
        half, most, ink = self._move.median_days, self._move.ninth_days, self.colours.ink
        marked = []
        if half is not None:
            text = _("half within {days}").format(days=days(half))
            marked.append((Key("line", ink, text, "half"), half))
        if most is not None:
            text = _("nine in ten within {days}").format(days=days(most))
            marked.append((Key("dash", ink, text, "ninth"), most))
        return marked

    def _tall(self, one: TimeBin) -> float:
        return one.moves if self.is_even else one.moves / (one.to_days - one.from_days)

    def paint(self, painter: QPainter, box: QRectF) -> list[QRectF]:
        """Paint the bars and the marks."""
        if self._move is None or not self._bins:
            text = _("The baseline holds no times of this trigger.")
            return nothing_to_show(painter, box, text, self.colours)
        colours = self.colours
        top = self.legend(painter, box)
        has_bars = self.shows("moves")
        ticks = nice_ticks(max(self._tall(one) for one in self._bins), 4) if has_bars else (0.0,)
        frame = box.adjusted(0, top, 0, -LINE - 4)
        area = left_axis(painter, frame, ticks, count, colours)
        last = max(one.to_days for one in self._bins)

        def x(day: float) -> float:
            return area.left() + area.width() * day / last

        boxes = self._draw_bars(painter, area, x, ticks[-1]) if has_bars else []
        styles = {"half": Qt.PenStyle.SolidLine, "ninth": Qt.PenStyle.DashLine}
        for key, day in self._marked():
            if not self.shows(key.series):
                continue
            if day <= last:
                painter.setPen(QPen(QColor(colours.ink), 1.8, styles[key.series]))
                painter.drawLine(QLineF(x(day), area.top(), x(day), area.bottom()))
            if not has_bars:
                boxes.append(QRectF(x(min(day, last)) - 6, area.top(), 12, area.height()))
        steps = [t for t in nice_ticks(last, max(int(area.width() // 70), 1)) if t <= last]
        bottom_labels(painter, area, [(x(t), short_days(t)) for t in steps], colours)
        return boxes

    def _draw_bars(
        self, painter: QPainter, area: QRectF, x: Callable[[float], float], top: float
    ) -> list[QRectF]:
        boxes = []
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.colours.accent))
        for one in self._bins:
            left, right = x(one.from_days), x(one.to_days)
            high = area.height() * self._tall(one) / (top or 1.0)
            gap = 0.5 if right - left > 4 else 0.0
            painter.drawRect(QRectF(left + gap, area.bottom() - high, right - left - 2 * gap, high))
            boxes.append(QRectF(left, area.top(), max(right - left, 1.0), area.height()))
        return boxes
