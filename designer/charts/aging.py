"""How long leads have been in their stages, beside how long those who moved on took."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from funnelcraft.designer.charts.drawing import (
    LINE,
    hatched,
    nice_ticks,
    nothing_to_show,
    text_in,
)
from funnelcraft.designer.charts.legend import Key
from funnelcraft.designer.charts.plot import Plot, Row
from funnelcraft.designer.look.theme import font
from funnelcraft.designer.look.tokens import BODY, SMALL, STEP, Palette
from funnelcraft.funnel.aging import Aged, aged_words
from funnelcraft.funnel.text import _, count, number, percent, short_days

ROW = 30
NAMES = 0.3  # of the width at most
TICK_ROOM = 70.0  # pixels for each figure of the axis


class Aging(Plot):
    """Shows for each stage the ages of its leads, and the times of those who moved on."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, _("How long leads have been there"), 120)
        self._aged: tuple[Aged, ...] = ()
        self._name: Callable[[str], str] = str

    def show_aged(self, aged: Sequence[Aged], name: Callable[[str], str]) -> None:
        """Show stages; `name` says what each is called."""
        self._aged, self._name = tuple(aged), name
        self.set_height(ROW * max(len(self._aged), 1) + 26 + int(LINE) + 4)
        self.show_again()

    @property
    def is_list(self) -> bool:
        """Whether the points lie below each other: they do."""
        return True

    def words(self) -> tuple[str, ...]:
        """Return what each stage tells."""
        return tuple(aged_words(one, self._name(one.stage)) for one in self._aged)

    def legend_keys(self) -> tuple[Key, ...]:
        """Return the entries of the legend."""
        if not self._aged:
            return ()
        colours = self.colours
        keys = []
        if any(one.high is not None for one in self._aged):
            keys.append(Key("box", colours.accent, _("ages of leads there (80%)")))
        if any(_is_late(one) for one in self._aged):
            keys.append(Key("hatch", colours.warning, _("older than nine in ten who moved on")))
        keys.append(Key("line", colours.ink, _("the age in the middle")))
        if any(one.usual is not None for one in self._aged):
            keys.append(Key("dash", colours.muted, _("half and nine in ten had moved on")))
        return tuple(keys)

    def summary(self) -> str:
        """Return in text what the chart shows."""
        return "; ".join(self.words())

    def rows(self) -> list[Row]:
        """Return the figures as a table."""
        head: Row = [
            *("stage", "leads", "age_p10", "age_median", "age_p90"),
            *("moved_on_median", "moved_on_p90", "older"),
        ]
        rows: list[Row] = [
            [
                self._name(one.stage),
                one.leads,
                *("" if value is None else value for value in (one.low, one.middle, one.high)),
                *("" if value is None else value for value in (one.usual, one.ninth)),
                one.late,
            ]
            for one in self._aged
        ]
        return [head, *rows]

    def paint(self, painter: QPainter, box: QRectF) -> list[QRectF]:
        """Paint a row for each stage, and the days below."""
        if not self._aged:
            text = _("No lead is in a stage on that day.")
            return nothing_to_show(painter, box, text, self.colours)
        colours = self.colours
        top = self.legend(painter, box)
        painter.setFont(font(BODY))
        metrics = painter.fontMetrics()
        names = [self._name(one.stage) for one in self._aged]
        told = [self._figure(one) for one in self._aged]
        name_room = min(box.width() * NAMES, max(map(metrics.horizontalAdvance, names)) + 4.0)
        figure_room = max(map(metrics.horizontalAdvance, told)) + 4.0
        left = box.left() + name_room + STEP
        room = max(box.right() - figure_room - STEP - left, 20.0)
        ticks = nice_ticks(self._longest(), max(int(room / TICK_ROOM), 1))
        scale = room / ticks[-1]
        high = (box.height() - top - LINE) / len(self._aged)
        area = QRectF(left, box.top() + top, room, high * len(self._aged))
        self._days(painter, area, ticks, scale)
        painter.setFont(font(BODY))
        boxes = []
        for at, (one, name, figure) in enumerate(zip(self._aged, names, told, strict=True)):
            row = QRectF(box.left(), area.top() + at * high, box.width(), high)
            text_in(painter, QRectF(row.left(), row.top(), name_room, high), name, colours.ink)
            place = QRectF(row.right() - figure_room, row.top(), figure_room, high)
            text_in(painter, place, figure, colours.ink, Qt.AlignmentFlag.AlignRight)
            self._ages(painter, QRectF(left, row.top(), room, high), one, scale)
            boxes.append(row)
        return boxes

    def _longest(self) -> float:
        return max(
            max(value for value in (one.middle, one.high, one.ninth, 1.0) if value is not None)
            for one in self._aged
        )

    @staticmethod
    def _figure(one: Aged) -> str:
        if one.late:
            text = _("{n} · {share} late")
            return text.format(n=count(one.leads), share=percent(one.late_share))
        return number(one.leads)

    def _days(self, painter: QPainter, area: QRectF, ticks: Sequence[float], scale: float) -> None:
        """Paint a line for every round number of days, and the days below it."""
        painter.setFont(font(SMALL))
        for tick in ticks:
            x = area.left() + tick * scale
            painter.setPen(QPen(QColor(self.colours.line), 1))
            painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
            place = QRectF(x - TICK_ROOM / 2, area.bottom(), TICK_ROOM, LINE)
            middle = Qt.AlignmentFlag.AlignHCenter
            text_in(painter, place, short_days(tick), self.colours.muted, middle)

    def _ages(self, painter: QPainter, row: QRectF, one: Aged, scale: float) -> None:
        colours = self.colours

        def x(day: float) -> float:
            return row.left() + day * scale

        bar = row.adjusted(0, 9, 0, -9)
        if one.low is not None and one.high is not None:
            end = one.high if one.ninth is None else min(max(one.ninth, one.low), one.high)
            if end > one.low or not _is_late(one):
                wide = max(x(end) - x(one.low), 1.5)
                painter.fillRect(
                    QRectF(x(one.low), bar.top(), wide, bar.height()), QColor(colours.accent)
                )
            if _is_late(one):
                wide = max(x(one.high) - x(end), 1.5)
                hatched(painter, QRectF(x(end), bar.top(), wide, bar.height()), colours.warning)
        painter.setPen(QPen(QColor(colours.muted), 1.4, Qt.PenStyle.DashLine))
        for day in (one.usual, one.ninth):
            if day is not None:
                painter.drawLine(QLineF(x(day), row.top() + 3, x(day), row.bottom() - 3))
        painter.setPen(QPen(QColor(colours.ink), 2.4))
        painter.drawLine(QLineF(x(one.middle), row.top() + 6, x(one.middle), row.bottom() - 6))


def _is_late(one: Aged) -> bool:
    return one.ninth is not None and one.high is not None and one.high > one.ninth
