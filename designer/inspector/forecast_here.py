"""What the forecast expects at one stage: figures and a small picture of the horizon."""

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.labels import label
from funnelcraft.funnel.text import _, count, month

if TYPE_CHECKING:
    from funnelcraft.simulation.expectation import Expectation

HEIGHT = 64
WEEK = 7


def weekly(days: list[float]) -> list[float]:
    """Return the sums of whole weeks; a partial last one would look like a slump."""
    return [sum(days[at : at + WEEK]) for at in range(0, len(days) - WEEK + 1, WEEK)]


class Spark(QWidget):
    """A line over an area from zero up, as wide as it may be."""

    def __init__(self) -> None:
        super().__init__()
        self._values: list[float] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_values(self, values: list[float]) -> None:
        """Show these values."""
        self._values = values
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size wanted."""
        return QSize(120, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line, its area and the ground line."""
        if len(self._values) < 2 or not any(self._values):
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            box = QRectF(self.rect()).adjusted(1, 4, -1, -2)
            top = max(*self._values, 1e-12)
            step = box.width() / (len(self._values) - 1)
            line = [
                QPointF(box.left() + at * step, box.bottom() - box.height() * value / top)
                for at, value in enumerate(self._values)
            ]
            accent = self.palette().color(self.palette().ColorRole.Accent)
            area = self.palette().color(self.palette().ColorRole.Accent)
            area.setAlphaF(0.16)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(area)
            painter.drawPolygon(QPolygonF([box.bottomLeft(), *line, box.bottomRight()]))
            painter.setPen(QPen(accent, 1.8))
            painter.drawPolyline(QPolygonF(line))


class ForecastHere(QWidget):
    """Says how many leads enter a stage and are there in the end, week by week as a line."""

    def __init__(self) -> None:
        super().__init__()
        self.figures = label("", wrap=True)
        self.spark = Spark()
        self.first, self.last = label("", "small"), label("", "small")
        self.caption = label(_("expected leads a week"), "small")
        ends = QHBoxLayout()
        ends.addWidget(self.first)
        ends.addStretch(1)
        ends.addWidget(self.caption)
        ends.addStretch(1)
        ends.addWidget(self.last)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP // 2)
        column.addWidget(label(_("FORECAST HERE"), "section"))
        column.addWidget(self.figures)
        column.addWidget(self.spark)
        column.addLayout(ends)

    def show_stage(
        self, expectation: "Expectation | None", stage_id: str | None, period: str
    ) -> None:
        """Show a stage's expectation; nothing where there is none."""
        known = expectation is not None and stage_id in expectation.stage_ids
        self.setVisible(known)
        if expectation is None or stage_id is None or not known:
            return
        row = expectation.stage_ids.index(stage_id)
        entries: list[float] = expectation.entries[row].tolist()
        text = _("{n} leads enter {period}, {there} are there at the end.")
        self.figures.setText(
            text.format(
                n=count(sum(entries)),
                period=period,
                there=count(float(expectation.balance[row, -1])),
            )
        )
        self.spark.show_values(weekly(entries))
        self.spark.setAccessibleName(self.figures.text())
        self.first.setText(month(expectation.start))
        self.last.setText(month(expectation.start + timedelta(days=expectation.days - 1)))
