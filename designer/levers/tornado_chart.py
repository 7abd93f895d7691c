"""The tornado drawn: a bar a figure, from the outcome at its lower bound to that at its upper."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen

from funnelcraft.designer.charts.drawing import (
    LINE,
    bottom_labels,
    hatched,
    nothing_to_show,
    text_in,
)
from funnelcraft.designer.charts.legend import Key, draw_legend
from funnelcraft.designer.charts.plot import Plot, Row
from funnelcraft.designer.levers.scales import ticks_within
from funnelcraft.designer.look.theme import font
from funnelcraft.designer.look.tokens import BODY, SMALL, STEP, Palette
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _
from funnelcraft.simulation.sensitivity.naming import parameter_name
from funnelcraft.simulation.sensitivity.sentences import (
    bar_sentence,
    matters_sentence,
    outcome_text,
    value_text,
)
from funnelcraft.simulation.sensitivity.tornado import Bar, Tornado

ROW = 28
NAMES = 0.42  # of the width at most


@dataclass(frozen=True)
class _Area:
    """Where bars stand, and where an outcome stands on their scale."""

    box: QRectF
    x: Callable[[float], float]


class TornadoChart(Plot):
    """Shows the first `most` bars. `picked(Parameter)` when one is clicked, or Enter pressed."""

    picked = Signal(object)

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, _("What matters most"), height=3 * ROW)
        self._funnel: Funnel | None = None
        self._found: Tornado | None = None
        self.bars: tuple[Bar, ...] = ()
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def is_list(self) -> bool:
        """Whether the points lie below each other: they do."""
        return True

    def show_tornado(self, funnel: Funnel, found: Tornado, most: int) -> None:
        """Show an analysis of a funnel."""
        self._funnel, self._found, self.bars = funnel, found, found.bars[:most]
        self.set_height(ROW * max(len(self.bars), 1) + int(4 * LINE))
        self.show_again()

    # What it says

    def words(self) -> tuple[str, ...]:
        """Return what each bar tells."""
        if self._funnel is None or self._found is None:
            return ()
        return tuple(bar_sentence(self._funnel, self._found, bar) for bar in self.bars)

    def summary(self) -> str:
        """Return in text what the chart shows."""
        if self._funnel is None or self._found is None:
            return _("Nothing to show.")
        return matters_sentence(self._funnel, self._found)

    def rows(self) -> list[Row]:
        """Return the figures as a table, of all bars."""
        head: Row = ["figure", "kind", "id", "segment", "value", "low", "high", "measured"]
        table = [[*head, "outcome_at_low", "outcome_at_high", "outcome_as_designed"]]
        if self._funnel is None or self._found is None:
            return table
        for bar in self._found.bars:
            one = bar.parameter
            row: Row = [parameter_name(self._funnel, one), one.kind, one.id, one.segment]
            row += [one.value, one.low, one.high, int(one.measured)]
            table.append([*row, bar.at_low, bar.at_high, self._found.base])
        return table

    # Picking

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go to the figure that is clicked."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._pick()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the figure that is told, by Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.at is not None:
            self._pick()
        else:
            super().keyPressEvent(event)

    def _pick(self) -> None:
        if self.at is not None and self.at < len(self.bars):
            self.picked.emit(self.bars[self.at].parameter)

    # Painting

    def paint(self, painter: QPainter, box: QRectF) -> list[QRectF]:
        """Paint the legend, the scale, and a row a bar."""
        if self._funnel is None or self._found is None or not self.bars:
            return nothing_to_show(painter, box, _("Nothing to show."), self.colours)
        funnel, found = self._funnel, self._found
        top = draw_legend(painter, box, self._keys(), self.colours)
        painter.setFont(font(BODY))
        metrics = painter.fontMetrics()
        names = [parameter_name(funnel, bar.parameter) for bar in self.bars]
        wide = min(box.width() * NAMES, max(map(metrics.horizontalAdvance, names)) + 4.0)
        area = self._scale(painter, box.adjusted(wide + STEP, top + LINE, 0, -LINE - 4))
        high = area.box.height() / len(self.bars)
        boxes = []
        for at, (bar, name) in enumerate(zip(self.bars, names, strict=True)):
            row = QRectF(box.left(), area.box.top() + at * high, box.width(), high)
            painter.setFont(font(BODY))
            text_in(painter, QRectF(row.left(), row.top(), wide, high), name, self.colours.ink)
            self._draw(painter, row, bar, area)
            boxes.append(row)
        self._draw_base(painter, area, outcome_text(funnel, found.figure, found.base))
        return boxes

    def _keys(self) -> tuple[Key, ...]:
        keys = [
            Key("box", self.colours.sales, _("at the lower bound")),
            Key("box", self.colours.accent, _("at the upper bound")),
        ]
        if any(not bar.parameter.measured for bar in self.bars):
            keys.append(Key("hatch", self.colours.muted, _("bounds assumed, not measured")))
        return tuple(keys)

    def _scale(self, painter: QPainter, box: QRectF) -> _Area:
        """Draw the scale; both sides keep room for the values at the ends of the bars."""
        assert self._found is not None
        assert self._funnel is not None
        funnel, figure = self._funnel, self._found.figure
        painter.setFont(font(SMALL))
        texts = [
            value_text(funnel, bar.parameter, value)
            for bar in self.bars
            for value in (bar.parameter.low, bar.parameter.high)
        ]
        room = max(map(painter.fontMetrics().horizontalAdvance, texts)) + STEP
        every = [self._found.base, *(v for bar in self.bars for v in (bar.at_low, bar.at_high))]
        low, high = min(every), max(every)
        span = (high - low) or 1.0
        inner = box.adjusted(room, 0, -room, 0)

        def x(value: float) -> float:
            return inner.left() + inner.width() * (value - low) / span

        ticks = ticks_within(low, high, int(inner.width() // 70))
        painter.setPen(QPen(QColor(self.colours.line), 1))
        for tick in ticks:
            painter.drawLine(QLineF(x(tick), box.top(), x(tick), box.bottom()))
        labels = [(x(tick), outcome_text(funnel, figure, tick)) for tick in ticks]
        bottom_labels(painter, box, labels, self.colours)
        return _Area(box, x)

    def _draw(self, painter: QPainter, row: QRectF, bar: Bar, area: _Area) -> None:
        """Draw both halves of a bar from the base, and the figure's values at their ends."""
        assert self._found is not None
        assert self._funnel is not None
        one, base = bar.parameter, area.x(self._found.base)
        painter.setFont(font(SMALL))
        for value, outcome, other, colour in (
            (one.low, bar.at_low, bar.at_high, self.colours.sales),
            (one.high, bar.at_high, bar.at_low, self.colours.accent),
        ):
            end = area.x(outcome)
            half = QRectF(min(base, end), row.top() + 5, abs(end - base), row.height() - 10)
            if one.measured:
                painter.fillRect(half, QColor(colour))
            elif half.width() > 0:
                hatched(painter, half, colour)
            text = value_text(self._funnel, one, value)
            wide = painter.fontMetrics().horizontalAdvance(text) + 4.0
            leftwards = outcome < other
            left = end - wide - 3 if leftwards else end + 4
            side = Qt.AlignmentFlag.AlignRight if leftwards else Qt.AlignmentFlag.AlignLeft
            place = QRectF(left, row.top(), wide, row.height())
            text_in(painter, place, text, self.colours.muted, side)

    def _draw_base(self, painter: QPainter, area: _Area, text: str) -> None:
        assert self._found is not None
        x = area.x(self._found.base)
        painter.setPen(QPen(QColor(self.colours.ink), 1.5))
        painter.drawLine(QLineF(x, area.box.top() - 2, x, area.box.bottom()))
        painter.setFont(font(SMALL))
        said = _("as designed {value}").format(value=text)
        wide = painter.fontMetrics().horizontalAdvance(said) + 4.0
        left = min(max(x - wide / 2, area.box.left()), area.box.right() - wide)
        place = QRectF(left, area.box.top() - LINE - 2, wide, LINE)
        text_in(painter, place, said, self.colours.ink, Qt.AlignmentFlag.AlignHCenter)
