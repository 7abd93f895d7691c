"""Figures with their intervals below each other: a dot, a line to both ends, and the figure."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from funnelcraft.designer.charts.plot import Plot, Row, nothing_to_show, text_in
from funnelcraft.designer.theme import font
from funnelcraft.designer.tokens import BODY, STEP, Palette
from funnelcraft.funnel.text import _

ROW = 30.0


@dataclass(frozen=True)
class SpanRow:
    """A line of the chart. Without figures `note` says why there are none."""

    name: str
    mean: float | None
    low: float = math.nan
    high: float = math.nan
    note: str = ""


class SpansChart(Plot):
    """Shows a figure with its 80% interval for each name, from zero on."""

    def __init__(self, palette: Palette, name: str, write: Callable[[float], str]) -> None:
        super().__init__(palette, name, height=int(ROW))
        self.lines: tuple[SpanRow, ...] = ()
        self.write = write
        self.nothing = ""

    @property
    def is_list(self) -> bool:
        """Whether the points lie below each other."""
        return True

    def show_lines(self, lines: Sequence[SpanRow], write: Callable[[float], str]) -> None:
        """Show these lines; figures are written so."""
        self.lines, self.write = tuple(lines), write
        self.set_height(int(ROW * max(len(self.lines), 1)) + 8)
        self.show_again()

    def words(self) -> tuple[str, ...]:
        """Return what each line tells."""
        return tuple(self._told(line) for line in self.lines)

    def _told(self, line: SpanRow) -> str:
        if line.mean is None:
            return f"{line.name}: {line.note}"
        if not math.isfinite(line.mean) or line.high <= line.low:
            return f"{line.name}: {self.figure(line.mean)}"
        text = _("{name}: {mean} (80%: {low}–{high})")
        low, high = self.figure(line.low), self.figure(line.high)
        return text.format(name=line.name, mean=self.figure(line.mean), low=low, high=high)

    def figure(self, value: float) -> str:
        """Write a figure; one without bound in words."""
        return self.write(value) if math.isfinite(value) else _("without end")

    def summary(self) -> str:
        """Return in text what the chart shows."""
        return "; ".join(self.words()) or self.nothing

    def rows(self) -> list[Row]:
        """Return the figures as a table."""
        table: list[Row] = [["name", "mean", "p10", "p90"]]
        for line in self.lines:
            figures = [line.mean, line.low, line.high]
            shown = ["" if f is None or not math.isfinite(f) else f for f in figures]
            table.append([line.name, *shown])
        return table

    def paint(self, painter: QPainter, box: QRectF) -> list[QRectF]:
        """Paint the lines."""
        if not self.lines:
            return nothing_to_show(painter, box, self.nothing, self.colours)
        painter.setFont(font(BODY))
        metrics = painter.fontMetrics()
        longest = max(metrics.horizontalAdvance(line.name) for line in self.lines)
        names = min(longest + STEP, box.width() * 0.3)
        texts = [line.note if line.mean is None else self.figure(line.mean) for line in self.lines]
        shown = [t for t, line in zip(texts, self.lines, strict=True) if line.mean is not None]
        wide = max((metrics.horizontalAdvance(text) for text in shown), default=0) + STEP
        room = QRectF(
            box.left() + names + STEP, box.top(), box.width() - names - wide - 3 * STEP, 0
        )
        tops = [v for one in self.lines for v in (one.mean or 0.0, one.high) if math.isfinite(v)]
        top, boxes = max(tops, default=0.0) or 1.0, []
        high = min(box.height() / len(self.lines), ROW)
        for at, (line, text) in enumerate(zip(self.lines, texts, strict=True)):
            row = QRectF(box.left(), box.top() + at * high, box.width(), high)
            text_in(
                painter, QRectF(row.left(), row.top(), names, high), line.name, self.colours.ink
            )
            place = QRectF(room.left(), row.top(), room.width(), high)
            self._draw_line(painter, place, line, text, top)
            if line.mean is not None:
                side = Qt.AlignmentFlag.AlignRight
                right = QRectF(row.right() - wide, row.top(), wide, high)
                text_in(painter, right, text, self.colours.ink, side)
            boxes.append(row)
        return boxes

    def _draw_line(
        self, painter: QPainter, place: QRectF, line: SpanRow, text: str, top: float
    ) -> None:
        middle = place.center().y()
        painter.setPen(QPen(QColor(self.colours.line), 1))
        painter.drawLine(QLineF(place.left(), middle, place.right(), middle))
        if line.mean is None:
            wide = painter.fontMetrics().horizontalAdvance(text) + 2.0 * STEP
            painter.fillRect(
                QRectF(place.left(), middle - 9, min(wide, place.width()), 18),
                QColor(self.colours.panel),
            )
            text_in(painter, place, text, self.colours.muted)
            return
        if not math.isfinite(line.mean):
            return

        def x(value: float) -> float:
            return place.left() + place.width() * min(value / top, 1.0)

        ink = QColor(self.colours.accent)
        if math.isfinite(line.high) and line.high > line.low:
            tint = QColor(ink)
            tint.setAlphaF(0.35)
            painter.setPen(QPen(tint, 6))
            painter.drawLine(QLineF(x(line.low), middle, x(line.high), middle))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawEllipse(QPointF(x(line.mean), middle), 4.5, 4.5)
