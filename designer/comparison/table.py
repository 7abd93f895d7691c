"""The table of a comparison: A, B, what B has more, its interval as a small picture, who is ahead.

All pictures share one scale, in shares of the larger of the two figures, and one line of zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from funnelcraft.designer.baseline.tables import NONE, Head, Line, MeasuredTable, stage_icon
from funnelcraft.designer.charts.plot import Row
from funnelcraft.designer.comparison.figures import signed, writer
from funnelcraft.designer.look.marks import stage_colour
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.funnel.findings import Place
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.text import _, day, percent
from funnelcraft.simulation.comparison.lines import ComparedLine
from funnelcraft.simulation.comparison.telling import is_nothing

PICTURE = 4  # the column of the small pictures
WIDE = 116
LEAST_SPAN = 0.02  # of the larger figure: narrower scales would make noise look large


@dataclass(frozen=True)
class Interval:
    """A difference and its intervals in shares of the larger figure; None where both are zero."""

    mean: float
    low: float
    high: float
    least: float
    most: float


def heads() -> tuple[Head, ...]:
    """Return the columns."""
    return (
        Head(_("Figure")),
        Head(_("A"), _("The mean of A over the horizon."), 3),
        Head(_("B"), _("The mean of B over the horizon."), 4),
        Head(_("B − A"), _("What B has more, run by run on the same luck; the mean.")),
        Head(
            _("Less ↔ more"),
            _("80% (thick) and 95% (thin) of the runs, in shares of the larger of A and B."),
        ),
        Head(_("80%"), _("80% of the paired runs differ by so much."), 2),
        Head(
            _("P(B better)"),
            _(
                "The share of runs in which B is better: has more deals, or shorter waits. Of "
                "stages on the way, the share in which it has more, or less."
            ),
            5,
        ),
        Head(_("Shows from"), _("The week from which on the 80% interval leaves out zero."), 1),
    )


class ComparedTable(MeasuredTable):
    """Shows the lines of a comparison."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(_("What B has more than A"), heads())
        self._pictures = _Pictures(palette)
        self.setItemDelegateForColumn(PICTURE, self._pictures)
        self._rows: list[Row] = []

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self._pictures.colours = palette
        self.viewport().update()

    def show_compared(
        self, lines: Sequence[ComparedLine], b: Funnel, palette: Palette, own: frozenset[str]
    ) -> None:
        """Show these lines; `own` are the stages that can be shown on the canvas."""
        intervals = [_interval(line) for line in lines]
        self._pictures.show_intervals(intervals)
        self._rows = [_row(line) for line in lines]
        at = self.currentRow()
        self.show_lines([_line(line, b, palette, own) for line in lines])
        if 0 <= at < len(lines):
            self.setCurrentCell(at, 0)

    def rows(self) -> list[Row]:
        """Return the figures as a table, exact."""
        names = ("figure", "unit", "a_mean", "b_mean", "difference_mean", "difference_sd")
        quantiles = ("p2_5", "p10", "p50", "p90", "p97_5")
        return [
            [*names, *quantiles, "b_more", "b_less", "b_better", "b_worse", "shows_from"],
            *self._rows,
        ]


def _row(line: ComparedLine) -> Row:
    found = line.difference
    total = found.total
    spread = (total.p2_5, total.p10, total.p50, total.p90, total.p97_5)
    since = "" if line.since is None else line.since.isoformat()
    figures = (found.a.mean, found.b.mean, total.mean, total.sd)
    better = line.better
    stands: tuple[str | float, str | float] = ("", "")
    if better is not None:
        stands = (better.share, better.worse)
    return [line.name, line.unit, *figures, *spread, found.more, found.less, *stands, since]


def _line(line: ComparedLine, b: Funnel, palette: Palette, own: frozenset[str]) -> Line:
    write = writer(line.unit, b.currency)
    found = line.difference
    total = found.total
    same = is_nothing(found)
    span = _("{low} to {high}").format(low=signed(write, total.p10), high=signed(write, total.p90))
    cells = (
        line.name,
        write(found.a.mean),
        write(found.b.mean),
        _("same") if same else signed(write, total.mean),
        "",
        NONE if same else span,
        NONE if same else _standing(line),
        NONE if line.since is None else day(line.since),
    )
    told = [
        f"{head.text}: {cell}"
        for at, (head, cell) in enumerate(zip(heads(), cells, strict=True))
        if at != PICTURE
    ]
    if not same:
        wide = _("95%: {low} to {high}").format(
            low=signed(write, total.p2_5), high=signed(write, total.p97_5)
        )
        told.append(wide)
        if (better := line.better) is not None:
            told.append(_("worse in {share}").format(share=percent(better.worse)))
    stage = stages_by_id(b).get(line.stage)
    icon = None
    if stage is not None:
        icon = stage_icon(stage_colour(palette, b, stage), stage.kind)
    place = Place("stage", line.stage) if line.stage in own else None
    return Line(cells, "; ".join(told), place, icon)


def _standing(line: ComparedLine) -> str:
    """Say how often B is better, or where neither is, how often it has more or less."""
    if line.better is not None:
        return percent(line.better.share)
    found = line.difference
    if found.more >= found.less:
        return _("more in {share}").format(share=percent(found.more))
    return _("less in {share}").format(share=percent(found.less))


def _interval(line: ComparedLine) -> Interval | None:
    found = line.difference
    whole = max(abs(found.a.mean), abs(found.b.mean))
    if whole == 0:
        return None
    total = found.total
    return Interval(
        *(part / whole for part in (total.mean, total.p10, total.p90, total.p2_5, total.p97_5))
    )


class _Pictures(QStyledItemDelegate):
    """Paints each difference with its intervals around a line of zero."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.colours = palette
        self._intervals: tuple[Interval | None, ...] = ()
        self._span = LEAST_SPAN

    def show_intervals(self, intervals: Sequence[Interval | None]) -> None:
        """Paint these, on one scale."""
        self._intervals = tuple(intervals)
        sizes = [max(abs(one.low), abs(one.high)) for one in intervals if one is not None]
        self._span = max(*sizes, LEAST_SPAN, LEAST_SPAN) * 1.15

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size wanted."""
        return QSize(WIDE, 20)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one."""
        super().paint(painter, option, index)
        row = index.row()
        if row >= len(self._intervals):
            return
        box = QRectF(getattr(option, "rect")).adjusted(8, 3, -8, -3)  # noqa: B009 - not typed
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(box.adjusted(-2, -3, 2, 3))
        middle = box.center()
        painter.setPen(QPen(QColor(self.colours.muted), 1))
        painter.drawLine(QLineF(middle.x(), box.top() - 3, middle.x(), box.bottom() + 3))
        one = self._intervals[row]
        if one is not None:
            self._paint(painter, box, one)
        painter.restore()

    def _paint(self, painter: QPainter, box: QRectF, one: Interval) -> None:
        middle = box.center()

        def x(share: float) -> float:
            return middle.x() + box.width() / 2 * share / self._span

        sure = one.low > 0 or one.high < 0
        ink = QColor(self.colours.accent if sure else self.colours.muted)
        painter.setPen(QPen(ink, 1.4))
        painter.drawLine(QLineF(x(one.least), middle.y(), x(one.most), middle.y()))
        tint = QColor(ink)
        tint.setAlphaF(0.35)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        low, high = x(one.low), x(one.high)
        painter.drawRoundedRect(QRectF(low, middle.y() - 4, max(high - low, 2.0), 8), 2, 2)
        painter.setBrush(ink)
        painter.drawEllipse(QPointF(x(one.mean), middle.y()), 3.4, 3.4)
