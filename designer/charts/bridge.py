"""From one figure to another in steps: what each change adds or takes, with how sure that is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from funnelcraft.designer.charts.drawing import hatched, nothing_to_show, text_in
from funnelcraft.designer.charts.legend import Key
from funnelcraft.designer.charts.plot import Plot, Row
from funnelcraft.designer.look.theme import font
from funnelcraft.designer.look.tokens import BODY, STEP, Palette
from funnelcraft.funnel.text import _

ROW = 28
NAMES = 0.44  # of the width at most


@dataclass(frozen=True)
class Step:
    """A change in words, what it adds (below zero: takes), with the ends of its 80% interval.

    The ends are the share itself where it is exact. `told` says all of it in a sentence.
    """

    name: str
    mean: float
    low: float
    high: float
    told: str

    @property
    def is_exact(self) -> bool:
        """Whether there is nothing to be unsure of."""
        return self.low >= self.high


class Bridge(Plot):
    """Shows where a figure begins, what each step does to it, and where it ends."""

    def __init__(self, palette: Palette, name: str) -> None:
        super().__init__(palette, name, 120)
        self._ends = ("", "")
        self._values = (0.0, 0.0)
        self._steps: tuple[Step, ...] = ()
        self._write: Callable[[float], str] = str
        self._signed: Callable[[float], str] = str

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps that are shown."""
        return self._steps

    def show_steps(
        self,
        ends: tuple[str, str],
        values: tuple[float, float],
        steps: Sequence[Step],
        write: Callable[[float], str],
        signed: Callable[[float], str],
    ) -> None:
        """Show the steps from the first to the second; `ends` are what the two are called."""
        self._ends, self._values, self._steps = ends, values, tuple(steps)
        self._write, self._signed = write, signed
        self.set_height(ROW * (len(self._steps) + 2) + 26)
        self.show_again()

    @property
    def is_list(self) -> bool:
        """Whether the points lie below each other: they do."""
        return True

    def words(self) -> tuple[str, ...]:
        """Return what each step tells."""
        if not self._steps:
            return ()
        ends = [
            f"{name}: {self._write(value)}"
            for name, value in zip(self._ends, self._values, strict=True)
        ]
        return (ends[0], *(one.told for one in self._steps), ends[1])

    def legend_keys(self) -> tuple[Key, ...]:
        """Return the entries of the legend."""
        if not self._steps:
            return ()
        colours = self.colours
        keys = [Key("box", colours.accent, _("adds")), Key("hatch", colours.warning, _("takes"))]
        if not all(one.is_exact for one in self._steps):
            keys.append(Key("line", colours.ink, _("how exact the share is (80%)")))
        return tuple(keys)

    def summary(self) -> str:
        """Return in text what the chart shows."""
        return "; ".join(self.words())

    def rows(self) -> list[Row]:
        """Return the figures as a table."""
        head: Row = ["change", "share", "low_80", "high_80", "in_words"]
        first: Row = [self._ends[0], self._values[0], "", "", ""]
        last: Row = [self._ends[1], self._values[1], "", "", ""]
        steps: list[Row] = [
            [one.name, one.mean, one.low, one.high, one.told] for one in self._steps
        ]
        return [head, first, *steps, last]

    def paint(self, painter: QPainter, box: QRectF) -> list[QRectF]:
        """Paint a row for each end and step."""
        if not self._steps:
            return nothing_to_show(painter, box, _("No change to show."), self.colours)
        colours = self.colours
        top = self.legend(painter, box)
        painter.setFont(font(BODY))
        metrics = painter.fontMetrics()
        figures = [
            self._write(self._values[0]),
            *(self._signed(one.mean) for one in self._steps),
            self._write(self._values[1]),
        ]
        names = [self._ends[0], *(one.name for one in self._steps), self._ends[1]]
        longest = max(metrics.horizontalAdvance(name) for name in names) + 4.0
        name_room = min(box.width() * NAMES, longest)
        figure_room = max(metrics.horizontalAdvance(text) for text in figures) + 4.0
        high = (box.height() - top) / len(names)
        left = box.left() + name_room + STEP
        room = QRectF(left, 0, max(box.right() - figure_room - STEP - left, 20.0), 0)
        x = self._scale(room)
        boxes = []
        for at, (name, figure) in enumerate(zip(names, figures, strict=True)):
            row = QRectF(box.left(), box.top() + top + at * high, box.width(), high)
            is_end = at in (0, len(names) - 1)
            painter.setFont(font(BODY, bold=is_end))
            text_in(painter, QRectF(row.left(), row.top(), name_room, high), name, colours.ink)
            place = QRectF(row.right() - figure_room, row.top(), figure_room, high)
            text_in(painter, place, figure, colours.ink, Qt.AlignmentFlag.AlignRight)
            boxes.append(row)
        self._bars(painter, boxes, x)
        return boxes

    def _levels(self) -> list[float]:
        """Return the figure before the first step, after each, and at last."""
        level = self._values[0]
        found = [level]
        for one in self._steps:
            level += one.mean
            found.append(level)
        return found

    def _scale(self, room: QRectF) -> Callable[[float], float]:
        """Return where a figure stands: small steps between large figures keep their room."""
        levels = self._levels()
        spread = [*levels, self._values[1]]
        for before, one in zip(levels, self._steps, strict=False):
            spread += [before + one.low, before + one.high]
        low, high = min(spread), max(spread)
        if low >= 0 and low < 0.6 * high:
            low = 0.0
        pad = 0.04 * (high - low or abs(high) or 1.0)
        low, high = (low - pad if low != 0 else low), high + pad

        def x(value: float) -> float:
            return room.left() + room.width() * (value - low) / (high - low)

        return x

    def _bars(self, painter: QPainter, rows: Sequence[QRectF], x: Callable[[float], float]) -> None:
        colours, levels = self.colours, self._levels()
        ends = (
            (rows[0], self._values[0], colours.neutral),
            (rows[-1], self._values[1], colours.accent),
        )
        for row, value, colour in ends:
            painter.setPen(QPen(QColor(colour), 3))
            painter.drawLine(QLineF(x(value), row.top() + 5, x(value), row.bottom() - 5))
        painter.setPen(QPen(QColor(colours.line), 1))
        for at, level in enumerate(levels):
            painter.drawLine(
                QLineF(x(level), rows[at].bottom() - 6, x(level), rows[at + 1].top() + 6)
            )
        for row, before, one in zip(rows[1:-1], levels, self._steps, strict=False):
            start, end = sorted((x(before), x(before + one.mean)))
            bar = QRectF(start, row.top() + 6, max(end - start, 1.5), row.height() - 12)
            if one.mean < 0:
                hatched(painter, bar, colours.warning)
            else:
                painter.fillRect(bar, QColor(colours.accent))
            if one.is_exact:
                continue
            painter.setPen(QPen(QColor(colours.ink), 1.4))
            middle = row.center().y()
            low, high = x(before + one.low), x(before + one.high)
            painter.drawLine(QLineF(low, middle, high, middle))
            for edge in (low, high):
                painter.drawLine(QLineF(edge, middle - 3, edge, middle + 3))
