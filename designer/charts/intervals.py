"""Rows of intervals: a figure with its 80% and 95%, on one scale with a line at zero."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from funnelcraft.designer.charts.drawing import (
    LINE,
    bottom_labels,
    nothing_to_show,
    text_in,
    ticks_around_zero,
)
from funnelcraft.designer.charts.legend import Key
from funnelcraft.designer.charts.plot import Plot, Row
from funnelcraft.designer.look.theme import font
from funnelcraft.designer.look.tokens import BODY, STEP, Palette
from funnelcraft.funnel.text import _

ROW = 28
NAMES = 0.42  # of the width at most
THIN, THICK, DOT = 2.0, 8.0, 4.5


@dataclass(frozen=True)
class Interval:
    """A row: its name, its figure, and the bounds of the 80% and the 95%.

    `short` stands where the name has no room; `ink` is a colour of the palette, by its name.
    """

    name: str
    value: float
    p10: float
    p90: float
    p2_5: float
    p97_5: float
    short: str = ""
    ink: str = "accent"


class IntervalRows(Plot):
    """Shows a row for each interval, top-down."""

    def __init__(self, palette: Palette, name: str) -> None:
        super().__init__(palette, name, 2 * ROW)
        self._intervals: tuple[Interval, ...] = ()
        self._write: Callable[[float], str] = str
        self._means = ""

    @property
    def intervals(self) -> tuple[Interval, ...]:
        """The rows that are shown."""
        return self._intervals

    def show_intervals(
        self, intervals: Sequence[Interval], write: Callable[[float], str], means: str
    ) -> None:
        """Show these rows; `means` says what the dot is, such as “median difference”."""
        self._intervals, self._write, self._means = tuple(intervals), write, means
        self.set_height(ROW * max(len(self._intervals), 1) + int(3 * LINE))
        self.show_again()

    @property
    def is_list(self) -> bool:
        """Whether the points lie below each other: they do."""
        return True

    # What it says

    def legend_keys(self) -> tuple[Key, ...]:
        """Return the entries of the legend."""
        if not self._intervals:
            return ()
        ink = self.colours.accent
        return (
            Key("disc", ink, self._means, "value"),
            Key("strong band", ink, _("80%"), "inner"),
            Key("band", ink, _("95%"), "outer"),
        )

    def words(self) -> tuple[str, ...]:
        """Return what each row tells."""
        return tuple(self._told(one) for one in self._intervals)

    def _told(self, one: Interval) -> str:
        span = _("{level}: {low} to {high}")
        spans = [
            span.format(level=level, low=self._write(low), high=self._write(high))
            for series, level, low, high in (
                ("inner", "80%", one.p10, one.p90),
                ("outer", "95%", one.p2_5, one.p97_5),
            )
            if self.shows(series)
        ]
        told = "; ".join(spans)
        if self.shows("value"):
            told = f"{self._write(one.value)} ({told})" if told else self._write(one.value)
        return f"{one.name}: {told}"

    def summary(self) -> str:
        """Return in text what the chart shows."""
        return "; ".join(self.words()) or _("Nothing to show.")

    def rows(self) -> list[Row]:
        """Return the figures as a table."""
        names = ("value", "p2_5", "p10", "p90", "p97_5")
        head: Row = ["name", *names]
        lines: list[Row] = [
            [one.name, *(float(getattr(one, name)) for name in names)] for one in self._intervals
        ]
        return [head, *lines]

    # Painting

    def paint(self, painter: QPainter, box: QRectF) -> list[QRectF]:
        """Paint a row for each interval."""
        if not self._intervals:
            return nothing_to_show(painter, box, _("Nothing to show."), self.colours)
        top = self.legend(painter, box)
        painter.setFont(font(BODY))
        metrics = painter.fontMetrics()
        figures = [self._write(one.value) for one in self._intervals if self.shows("value")]
        wide = max((metrics.horizontalAdvance(text) for text in figures), default=0) + 2.0
        longest = max(metrics.horizontalAdvance(one.name) for one in self._intervals) + 4.0
        names = min(box.width() * NAMES, longest)
        area = box.adjusted(names + 2 * STEP, top, -wide - 2 * STEP, -LINE - 4)
        high = area.height() / len(self._intervals)
        x = self._axis(painter, area)
        painter.setFont(font(BODY))
        boxes = []
        for at, one in enumerate(self._intervals):
            row = QRectF(box.left(), area.top() + at * high, box.width(), high)
            name = one.name if metrics.horizontalAdvance(one.name) <= names else one.short
            place = QRectF(row.left(), row.top(), names, high)
            text_in(painter, place, name or one.name, self.colours.ink)
            self._draw(painter, row.center().y(), one, x)
            if figures:
                place = QRectF(row.right() - wide, row.top(), wide, high)
                right = Qt.AlignmentFlag.AlignRight
                text_in(painter, place, figures[at], self.colours.ink, right)
            boxes.append(row)
        return boxes

    def _axis(self, painter: QPainter, area: QRectF) -> Callable[[float], float]:
        """Draw the scale with its line at zero; return where a figure stands on it."""
        shown = [value for one in self._intervals for value in self._extent(one)]
        room = max(int(area.width() // 80), 1)
        ticks = ticks_around_zero(min(shown), max(shown), room)
        least, span = ticks[0], ticks[-1] - ticks[0]

        def x(value: float) -> float:
            return area.left() + area.width() * (value - least) / span

        for tick in ticks:
            pen = QPen(QColor(self.colours.line), 1)
            if tick == 0:
                pen = QPen(QColor(self.colours.ink), 1.4)
            painter.setPen(pen)
            painter.drawLine(QLineF(x(tick), area.top(), x(tick), area.bottom()))
        labels = [(x(tick), self._write(tick)) for tick in ticks]
        bottom_labels(painter, area, labels, self.colours)
        return x

    def _extent(self, one: Interval) -> tuple[float, ...]:
        """Return what of a row must have room on the scale."""
        value = (one.value,) if self.shows("value") else ()
        inner = (one.p10, one.p90) if self.shows("inner") else ()
        outer = (one.p2_5, one.p97_5) if self.shows("outer") else ()
        return *value, *inner, *outer

    def _draw(
        self, painter: QPainter, y: float, one: Interval, x: Callable[[float], float]
    ) -> None:
        ink = QColor(getattr(self.colours, one.ink))
        for series, low, high, width, strength in (
            ("outer", one.p2_5, one.p97_5, THIN, 0.6),
            ("inner", one.p10, one.p90, THICK, 0.45),
        ):
            if self.shows(series):
                tint = QColor(ink)
                tint.setAlphaF(strength)
                painter.setPen(QPen(tint, width, c=Qt.PenCapStyle.FlatCap))
                painter.drawLine(QLineF(x(low), y, max(x(high), x(low) + 1), y))
        if self.shows("value"):
            painter.setPen(QPen(QColor(self.colours.panel), 1.5))
            painter.setBrush(ink)
            painter.drawEllipse(QPointF(x(one.value), y), DOT, DOT)
            painter.setBrush(Qt.BrushStyle.NoBrush)
