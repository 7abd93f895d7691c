"""Columns by month: how many leads came into a stage."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from funnelcraft.designer.charts.drawing import (
    LINE,
    bottom_labels,
    hatched,
    left_axis,
    nice_ticks,
    nothing_to_show,
)
from funnelcraft.designer.charts.legend import Key
from funnelcraft.designer.charts.plot import Plot, Row
from funnelcraft.designer.look.tokens import Palette
from funnelcraft.funnel.text import _, count, number


@dataclass(frozen=True)
class Column:
    """A month: how it is written below, and in full; its count; whether it is not wholly measured.

    `year` is written below the first month of each year, and empty for the others.
    """

    label: str
    year: str
    name: str
    value: int
    is_part: bool = False


class Columns(Plot):
    """Shows a count for each month; months that are not wholly measured are hatched."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, _("Volume by month"))
        self._columns: tuple[Column, ...] = ()
        self._of = ""

    def show_columns(self, columns: Sequence[Column], of: str) -> None:
        """Show the counts of a stage."""
        self._columns, self._of = tuple(columns), of
        self.show_again()

    def words(self) -> tuple[str, ...]:
        """Return what each month tells."""
        return tuple(self._told(column) for column in self._told_columns)

    @property
    def _told_columns(self) -> tuple[Column, ...]:
        return tuple(one for one in self._columns if self.shows("part" if one.is_part else "whole"))

    def legend_keys(self) -> tuple[Key, ...]:
        """Return the entries of the legend: they can be hidden where there are both."""
        parts = {column.is_part for column in self._columns}
        whole = Key("box", self.colours.accent, _("leads"))
        part = Key("hatch", self.colours.accent, _("not wholly in the window"))
        if len(parts) == 2:
            return replace(whole, series="whole"), replace(part, series="part")
        return (part,) if parts == {True} else (whole,) if parts else ()

    def _told(self, column: Column) -> str:
        text = _("{month}: {n} leads came into {stage}")
        if column.is_part:
            text = _("{month}, not wholly in the window: {n} leads came into {stage}")
        return text.format(month=column.name, n=number(column.value), stage=self._of)

    def summary(self) -> str:
        """Return in text what the chart shows."""
        return ", ".join(f"{one.name}: {number(one.value)}" for one in self._told_columns)

    def rows(self) -> list[Row]:
        """Return the figures as a table."""
        table: list[Row] = [["month", "leads", "whole_month"]]
        return table + [
            [one.name, one.value, "no" if one.is_part else "yes"] for one in self._columns
        ]

    def paint(self, painter: QPainter, box: QRectF) -> list[QRectF]:
        """Paint the columns."""
        if not self._columns:
            return nothing_to_show(painter, box, _("No month was measured."), self.colours)
        top = self.legend(painter, box)
        told = self._told_columns
        ticks = nice_ticks(max(column.value for column in told), 4)
        frame = box.adjusted(0, top, 0, -2 * LINE - 2)
        area = left_axis(painter, frame, ticks, count, self.colours)
        wide = area.width() / len(told)
        boxes, labels, years = [], [], []
        for at, column in enumerate(told):
            left = area.left() + at * wide
            high = area.height() * column.value / (ticks[-1] or 1.0)
            gap = min(wide * 0.18, 10.0)
            bar = QRectF(left + gap, area.bottom() - high, max(wide - 2 * gap, 1.0), high)
            if column.is_part:
                hatched(painter, bar, self.colours.accent)
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(self.colours.accent))
                painter.drawRoundedRect(bar, 2, 2)
            boxes.append(QRectF(left, area.top(), wide, area.height()))
            labels.append((left + wide / 2, column.label))
            if column.year:
                years.append((left + wide / 2, column.year))
        bottom_labels(painter, area, labels, self.colours)
        bottom_labels(painter, area.adjusted(0, 0, 0, LINE - 3), years, self.colours)
        return boxes
