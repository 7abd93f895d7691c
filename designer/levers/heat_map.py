"""The heat map: the outcome at pairs of two figures, in cells, darker the more there is."""

from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QLinearGradient, QPainter, QPen

from funnelcraft.designer.charts.drawing import LINE, nothing_to_show, text_in
from funnelcraft.designer.charts.legend import Key, draw_legend
from funnelcraft.designer.charts.plot import Plot, Row
from funnelcraft.designer.levers.scales import ink_on, mixed
from funnelcraft.designer.look.theme import font
from funnelcraft.designer.look.tokens import SMALL, STEP, Palette
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _
from funnelcraft.simulation.sensitivity.naming import parameter_name
from funnelcraft.simulation.sensitivity.sentences import (
    outcome_text,
    pair_sentence,
    two_way_sentence,
    value_text,
)
from funnelcraft.simulation.sensitivity.two_way import TwoWay, contour, place_of

HEIGHT = 360
RAMP = 150.0  # pixels of the scale of colours


def ramp(palette: Palette, share: float) -> QColor:
    """Return the colour of a share (0–1): one hue, so that lightness alone tells it."""
    if palette.dark:
        return mixed("#1b2a4a", "#d8e4ff", share)
    return mixed("#eef3ff", "#0b2f86", share)


class HeatMap(Plot):
    """Shows a grid of outcomes; arrow keys go through its cells in all four directions."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, _("Two figures together"), height=HEIGHT)
        self._funnel: Funnel | None = None
        self.found: TwoWay | None = None
        self.target: float | None = None

    def show_grid(self, funnel: Funnel, found: TwoWay, target: float | None) -> None:
        """Show a grid; `target` is an outcome whose line is drawn."""
        self._funnel, self.found, self.target = funnel, found, target
        self.show_again()

    # What it says

    def _cells(self) -> list[tuple[int, int]]:
        """Return the cells as (column, row of the grid), in reading order: high rows first."""
        if self.found is None:
            return []
        rows = reversed(range(len(self.found.ys)))
        return [(column, row) for row in rows for column in range(len(self.found.xs))]

    def words(self) -> tuple[str, ...]:
        """Return what each cell tells."""
        if self._funnel is None or self.found is None:
            return ()
        return tuple(pair_sentence(self._funnel, self.found, *cell) for cell in self._cells())

    def summary(self) -> str:
        """Return in text what the chart shows."""
        if self._funnel is None or self.found is None:
            return _("Nothing to show.")
        return two_way_sentence(self._funnel, self.found, self.target)

    def rows(self) -> list[Row]:
        """Return the figures as a table: those across in the head, those up at the left."""
        if self._funnel is None or self.found is None:
            return [["up", "across"]]
        names = [parameter_name(self._funnel, one) for one in (self.found.up, self.found.across)]
        table: list[Row] = [[" \\ ".join(names), *self.found.xs]]
        pairs = zip(self.found.ys, self.found.values, strict=True)
        return table + [[y, *row] for y, row in pairs]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let arrows go through the cells."""
        keys = Qt.Key
        cells = self._cells()
        wide = len(self.found.xs) if self.found is not None else 1
        steps = {
            keys.Key_Left: -1,
            keys.Key_Right: 1,
            keys.Key_Up: -wide,
            keys.Key_Down: wide,
        }
        step = steps.get(keys(event.key()))
        if step is None or not cells:
            super().keyPressEvent(event)
            return
        if self.at is None:
            self.point_at(0)
            return
        to = self.at + step
        stays_in_row = abs(step) > 1 or to // wide == self.at // wide
        if 0 <= to < len(cells) and stays_in_row:
            self.point_at(to)

    # Painting

    def paint(self, painter: QPainter, box: QRectF) -> list[QRectF]:
        """Paint the legend, the axes, the cells, the line of the target, where we are."""
        if self._funnel is None or self.found is None:
            return nothing_to_show(painter, box, _("Nothing to show."), self.colours)
        funnel, found = self._funnel, self.found
        top = self._draw_ramp(painter, box, funnel, found)
        painter.setFont(font(SMALL))
        metrics = painter.fontMetrics()
        beside = [value_text(funnel, found.up, y) for y in found.ys]
        wide = max(map(metrics.horizontalAdvance, beside)) + STEP
        area = box.adjusted(wide, top + LINE + 6, 0, -2 * LINE - 4)
        cell = (area.width() / len(found.xs), area.height() / len(found.ys))
        ink = self.colours.muted
        up_name = QRectF(box.left(), area.top() - LINE - 3, box.width(), LINE)
        text_in(painter, up_name, f"↑ {parameter_name(funnel, found.up)}", self.colours.ink)
        for row, text in enumerate(beside):
            y = area.bottom() - (row + 1) * cell[1]
            place = QRectF(box.left(), y, wide - STEP, cell[1])
            text_in(painter, place, text, ink, Qt.AlignmentFlag.AlignRight)
        for column, x in enumerate(found.xs):
            place = QRectF(area.left() + column * cell[0], area.bottom() + 2, cell[0], LINE)
            text = value_text(funnel, found.across, x)
            text_in(painter, place, text, ink, Qt.AlignmentFlag.AlignHCenter)
        name = QRectF(area.left(), area.bottom() + LINE + 2, area.width(), LINE)
        right = Qt.AlignmentFlag.AlignRight
        text_in(painter, name, f"{parameter_name(funnel, found.across)} →", self.colours.ink, right)
        boxes = self._draw_cells(painter, area, funnel, found)
        self._draw_target(painter, area, found)
        self._draw_now(painter, area, found)
        return boxes

    def _draw_cells(
        self, painter: QPainter, area: QRectF, funnel: Funnel, found: TwoWay
    ) -> list[QRectF]:
        wide, high = area.width() / len(found.xs), area.height() / len(found.ys)
        boxes = []
        for at, (column, row) in enumerate(self._cells()):
            value = found.values[row][column]
            left, top = area.left() + column * wide, area.bottom() - (row + 1) * high
            place = QRectF(left, top, wide, high)
            ground = ramp(self.colours, self._share(found, value))
            painter.fillRect(place.adjusted(0.5, 0.5, -0.5, -0.5), ground)
            text = outcome_text(funnel, found.figure, value)
            inside = place.adjusted(2, 1, -2, -1)
            text_in(painter, inside, text, ink_on(ground), Qt.AlignmentFlag.AlignHCenter)
            if at == self.at:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                for colour, pen in ((self.colours.panel, 4.0), (self.colours.ink, 2.0)):
                    painter.setPen(QPen(QColor(colour), pen))
                    painter.drawRect(place.adjusted(2, 2, -2, -2))
            boxes.append(place)
        return boxes

    @staticmethod
    def _share(found: TwoWay, value: float) -> float:
        every = [one for row in found.values for one in row]
        low, high = min(every), max(every)
        return (value - low) / (high - low) if high > low else 0.5

    def _draw_target(self, painter: QPainter, area: QRectF, found: TwoWay) -> None:
        """Draw where the target is met, dark on a light rim: to be seen on every cell."""
        if self.target is None:
            return
        lines = [
            QLineF(self._at_place(area, found, *a), self._at_place(area, found, *b))
            for a, b in contour(found.values, self.target)
        ]
        for colour, wide in ((self.colours.panel, 5.0), (self._line_colour(), 2.5)):
            painter.setPen(QPen(QColor(colour), wide, c=Qt.PenCapStyle.RoundCap))
            painter.drawLines(lines)

    def _line_colour(self) -> str:
        return self.colours.warning

    @staticmethod
    def _at_place(area: QRectF, found: TwoWay, column: float, row: float) -> QPointF:
        """Return where a place of the grid lies: whole ones are the middles of cells."""
        return QPointF(
            area.left() + (column + 0.5) * area.width() / len(found.xs),
            area.bottom() - (row + 0.5) * area.height() / len(found.ys),
        )

    def _draw_now(self, painter: QPainter, area: QRectF, found: TwoWay) -> None:
        """Mark the funnel as designed, where the grid holds it."""
        column = place_of(found.xs, found.across.value)
        row = place_of(found.ys, found.up.value)
        if column is None or row is None:
            return
        place = self._at_place(area, found, column, row)
        wide, high = area.width() / len(found.xs), area.height() / len(found.ys)
        # Around the figure of the cell it stands in, not through it.
        radius = min(wide, high) / 2 - 2
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, pen in ((self.colours.panel, 5.0), (self.colours.ink, 2.0)):
            painter.setPen(QPen(QColor(colour), pen))
            painter.drawRoundedRect(
                QRectF(place.x() - wide / 2 + 4, place.y() - radius, wide - 8, 2 * radius),
                radius,
                radius,
            )

    def _draw_ramp(self, painter: QPainter, box: QRectF, funnel: Funnel, found: TwoWay) -> float:
        """Draw what colours, line and mark mean; return the height it takes."""
        painter.setFont(font(SMALL))
        metrics = painter.fontMetrics()
        every = [value for row in found.values for value in row]
        low, high = (outcome_text(funnel, found.figure, v) for v in (min(every), max(every)))
        left = box.left() + metrics.horizontalAdvance(low) + STEP
        bar = QRectF(left, box.top() + 2, RAMP, LINE - 4)
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        for part, after in pairwise(range(11)):
            gradient.setColorAt(part / 10, ramp(self.colours, part / 10))
            gradient.setColorAt(after / 10, ramp(self.colours, after / 10))
        painter.fillRect(bar, gradient)
        ends = QRectF(box.left(), box.top(), left - box.left(), LINE)
        text_in(painter, ends, low, self.colours.muted)
        room = metrics.horizontalAdvance(high) + 4.0
        text_in(painter, QRectF(bar.right() + 6, box.top(), room, LINE), high, self.colours.muted)
        keys = [Key("ring", self.colours.ink, _("as designed"))]
        if self.target is not None:
            reaches = _("reaches {target}").format(
                target=outcome_text(funnel, found.figure, self.target)
            )
            keys.append(Key("line", self._line_colour(), reaches))
        beside = box.adjusted(bar.right() + room + 3 * STEP - box.left(), 0, 0, 0)
        return max(draw_legend(painter, beside, keys, self.colours), LINE)
