"""Past forecasts beside what came: bands cut by cut, the truth, and a naive forecast."""

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
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
from funnelcraft.funnel.audit.backtests import band, held
from funnelcraft.funnel.measured import Backtest, TestedCut
from funnelcraft.funnel.text import _, count, day, month_day

STRENGTH = {95: 0.16, 80: 0.26, 50: 0.42}


class Cuts(Plot):
    """Shows the cuts of a backtest."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, _("Forecasts beside what came"), 240)
        self._cuts: tuple[TestedCut, ...] = ()

    def show_test(self, test: Backtest | None) -> None:
        """Show a backtest; None where there is none."""
        self._cuts = () if test is None else test.cuts
        self.show_again()

    def words(self) -> tuple[str, ...]:
        """Return what each cut tells."""
        return tuple(self._told(cut) for cut in self._cuts)

    def _told(self, cut: TestedCut) -> str:
        inside, told = held(cut, 80), []
        if self._shows_truth(inside):
            verdict = _("held") if inside else _("missed")
            text = _("{truth} came ({verdict})")
            told.append(text.format(truth=count(cut.truth), verdict=verdict))
        if self.shows("bands"):
            text = _("forecast {median} (80%: {low}–{high})")
            low, high = count(cut.p10), count(cut.p90)
            told.append(text.format(median=count(cut.p50), low=low, high=high))
        if self.shows("naive"):
            text = _("as in the last 4 weeks {naive}")
            told.append(text.format(naive=count(cut.naive_4w)))
        return f"{_period(cut)}: {', '.join(told) or _('hidden')}"

    def _shows_truth(self, inside: bool) -> bool:
        return self.shows("inside" if inside else "outside")

    def legend_keys(self) -> tuple[Key, ...]:
        """Return the entries of the legend, of what there is."""
        if not self._cuts:
            return ()
        colours = self.colours
        keys = [Key("band", colours.accent, _("50%, 80%, 95% of the forecast"), "bands")]
        verdicts = {held(cut, 80) for cut in self._cuts}
        if True in verdicts:
            keys.append(Key("disc", colours.ink, _("came, within the 80%"), "inside"))
        if False in verdicts:
            keys.append(Key("ring", colours.lost, _("came, outside"), "outside"))
        return (*keys, Key("dash", colours.warning, _("as in the last 4 weeks"), "naive"))

    def summary(self) -> str:
        """Return in text what the chart shows."""
        return "; ".join(self.words())

    def rows(self) -> list[Row]:
        """Return the figures as a table."""
        names = (
            *("cut", "days", "truth", "p2_5", "p10", "p25", "p50", "p75", "p90", "p97_5"),
            *("crps", "naive_4w", "naive_8w", "naive_12w"),
        )
        return [list(names), *([getattr(cut, name) for name in names] for cut in self._cuts)]

    def paint(self, painter: QPainter, box: QRectF) -> list[QRectF]:
        """Paint a column for each cut."""
        if not self._cuts:
            return nothing_to_show(painter, box, _("Nothing was tested yet."), self.colours)
        colours = self.colours
        top = self.legend(painter, box)
        most = max(self._most(cut) for cut in self._cuts)
        ticks = nice_ticks(most, 4)
        frame = box.adjusted(0, top, 0, -LINE - 4)
        area = left_axis(painter, frame, ticks, count, colours)
        wide = area.width() / len(self._cuts)
        boxes, labels = [], []
        for at, cut in enumerate(self._cuts):
            column = QRectF(area.left() + at * wide, area.top(), wide, area.height())
            self._column(painter, column, cut, ticks[-1] or 1.0)
            boxes.append(column)
            labels.append((column.center().x(), _short(cut)))
        bottom_labels(painter, area, labels, colours)
        return boxes

    def _most(self, cut: TestedCut) -> float:
        """Return the highest figure of a cut that is shown."""
        figures = [cut.p97_5] if self.shows("bands") else []
        if self._shows_truth(held(cut, 80)):
            figures.append(cut.truth)
        if self.shows("naive"):
            figures.append(cut.naive_4w)
        return max(figures, default=0.0)

    def _column(self, painter: QPainter, column: QRectF, cut: TestedCut, top: float) -> None:
        colours, x = self.colours, column.center().x()

        def y(value: float) -> float:
            return column.bottom() - column.height() * value / top

        half = min(column.width() * 0.3, 14.0)
        if self.shows("bands"):
            self._draw_bands(painter, x, half, y, cut)
        if self.shows("naive"):
            painter.setPen(QPen(QColor(colours.warning), 2, Qt.PenStyle.DashLine))
            naive = y(cut.naive_4w)
            painter.drawLine(QLineF(x - half - 4, naive, x + half + 4, naive))
        inside = held(cut, 80)
        if self._shows_truth(inside):
            painter.setPen(QPen(QColor(colours.ink if inside else colours.lost), 2))
            painter.setBrush(QColor(colours.ink if inside else colours.panel))
            painter.drawEllipse(QPointF(x, y(cut.truth)), 4.5, 4.5)

    def _draw_bands(
        self, painter: QPainter, x: float, half: float, y: Callable[[float], float], cut: TestedCut
    ) -> None:
        for level, strength in STRENGTH.items():
            low, high = band(cut, level)
            tint = QColor(self.colours.accent)
            tint.setAlphaF(strength)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tint)
            painter.drawRect(QRectF(x - half, y(high), 2 * half, max(y(low) - y(high), 1.0)))
        painter.setPen(QPen(QColor(self.colours.accent), 2))
        painter.drawLine(QLineF(x - half, y(cut.p50), x + half, y(cut.p50)))


def _period(cut: TestedCut) -> str:
    try:
        first = date.fromisoformat(cut.cut)
        last = first + timedelta(days=max(cut.days, 1) - 1)
    except (ValueError, OverflowError):
        return cut.cut
    return f"{day(first)} – {day(last)}"


def _short(cut: TestedCut) -> str:
    try:
        return month_day(date.fromisoformat(cut.cut))
    except ValueError:
        return cut.cut
