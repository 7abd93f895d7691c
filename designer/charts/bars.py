"""The funnel in bars: how many leads enter each stage, and which share goes on to the next.

Lengths are on a log scale: from visitors to deals there are several powers of ten.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from funnelcraft.designer.charts.drawing import nothing_to_show, text_in
from funnelcraft.designer.charts.plot import Plot, Row
from funnelcraft.designer.look.theme import font
from funnelcraft.designer.look.tokens import BODY, SMALL, STEP, Palette
from funnelcraft.funnel.text import _, count, rate

ROW = 24
MARGIN = 8  # above and below all bars
NAMES = 0.42  # of the width at most
LEAST_SHARE = 0.02


@dataclass(frozen=True)
class Bar:
    """A stage, its short name for narrow charts, how many leads enter it, and its colour.

    `step` is the share of its visits that go on to the stage of the next bar; None where no
    trigger leads there.
    """

    name: str
    short: str
    value: float
    colour: str
    step: float | None = None


def log_share(value: float, largest: float) -> float:
    """Return how much of the full width a value takes, 0–1: by its logarithm, from one lead on."""
    if value < 1 or largest <= 1:
        return LEAST_SHARE if value > 0 else 0.0
    return max(LEAST_SHARE, math.log1p(value) / math.log1p(largest))


class FunnelBars(Plot):
    """Draws a bar a stage, from the top of the funnel down."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, _("Funnel chart"), ROW + MARGIN)
        self._bars: tuple[Bar, ...] = ()

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The bars shown."""
        return self._bars

    @property
    def is_list(self) -> bool:
        """Whether the points lie below each other: they do."""
        return True

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show these bars, from the top of the funnel down."""
        if tuple(bars) == self._bars:
            return
        self._bars = tuple(bars)
        self.set_height(max(1, len(self._bars)) * ROW + MARGIN)
        self.show_again()

    def words(self) -> tuple[str, ...]:
        """Return what each bar tells."""
        return tuple(self._told(at) for at in range(len(self._bars)))

    def _told(self, at: int) -> str:
        bar = self._bars[at]
        text = _("{stage}: {n} leads enter").format(stage=bar.name, n=count(bar.value))
        if bar.step is None or at + 1 == len(self._bars):
            return text
        on = _("{text}, {share} of the visits go on to {next}")
        return on.format(text=text, share=rate(bar.step), next=self._bars[at + 1].name)

    def summary(self) -> str:
        """Return in text what the chart shows."""
        return ", ".join(f"{bar.name}: {count(bar.value)}" for bar in self._bars)

    def rows(self) -> list[Row]:
        """Return the figures as a table."""
        table: list[Row] = [["stage", "leads", "share_to_next"]]
        return table + [
            [bar.name, bar.value, "" if bar.step is None else bar.step] for bar in self._bars
        ]

    def paint(self, painter: QPainter, box: QRectF) -> list[QRectF]:
        """Paint a bar for each stage."""
        if not self._bars:
            return nothing_to_show(painter, box, "", self.colours)
        painter.setFont(font(BODY))
        metrics = painter.fontMetrics()
        figures = [count(bar.value) for bar in self._bars]
        longest = max(metrics.horizontalAdvance(bar.name) for bar in self._bars) + 4
        names = min(box.width() * NAMES, longest)
        wide = max(metrics.horizontalAdvance(text) for text in figures) + 2
        steps = self._step_width(painter)
        painter.setFont(font(BODY))
        room = max(box.width() - names - wide - steps - 2.5 * STEP, 20.0)
        largest = max(bar.value for bar in self._bars)
        high = box.height() / len(self._bars)
        boxes = []
        right = Qt.AlignmentFlag.AlignRight
        for at, (bar, figure) in enumerate(zip(self._bars, figures, strict=True)):
            row = QRectF(box.left(), box.top() + at * high, box.width(), high)
            shown = bar.name if metrics.horizontalAdvance(bar.name) <= names else bar.short
            text_in(painter, QRectF(row.left(), row.top(), names, high), shown, self.colours.ink)
            place = QRectF(row.right() - steps - wide, row.top(), wide, high)
            text_in(painter, place, figure, self.colours.ink, right)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(bar.colour))
            length = room * log_share(bar.value, largest)
            left = row.left() + names + STEP
            painter.drawRoundedRect(QRectF(left, row.top() + 4, length, high - 8), 4, 4)
            boxes.append(row)
        self._draw_steps(painter, box, steps, high)
        return boxes

    def _steps(self) -> list[str]:
        """Return what is written between each bar and the next."""
        texts = ["" if bar.step is None else f"↓ {rate(bar.step)}" for bar in self._bars]
        return texts[:-1]

    def _step_width(self, painter: QPainter) -> float:
        painter.setFont(font(SMALL))
        metrics = painter.fontMetrics()
        widest = max((metrics.horizontalAdvance(text) for text in self._steps()), default=0)
        return widest + STEP * 1.5 if widest else 0.0

    def _draw_steps(self, painter: QPainter, box: QRectF, wide: float, high: float) -> None:
        """Write each share on the border between its bar and the next."""
        painter.setFont(font(SMALL))
        for at, text in enumerate(self._steps()):
            place = QRectF(box.right() - wide, box.top() + (at + 1) * high - 9, wide, 18)
            text_in(painter, place, text, self.colours.muted, Qt.AlignmentFlag.AlignRight)
