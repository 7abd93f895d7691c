"""The table of totals over the horizon: mean, intervals, Monte Carlo standard error."""

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTableWidgetItem

from funnelcraft.designer.charts.figure_table import FigureTable, side
from funnelcraft.designer.forecast.events import Line
from funnelcraft.designer.widgets.plain_tips import plain_tip
from funnelcraft.funnel.text import _, count, money, number

ROW = 24
LONGEST_NAME = 12
WIDER, ERROR = 3, 4  # the columns of the 95% and of the standard error


class TotalsTable(FigureTable):
    """A row a figure."""

    def __init__(self) -> None:
        error = _("Monte Carlo standard error of the mean: more runs make it smaller.")
        heads = [(text, "") for text in (_("Total"), _("Mean"), _("80%"), _("95%"))]
        super().__init__(_("Totals over the horizon"), (*heads, (_("± error"), error)), ROW)
        self._lines: tuple[Line, ...] = ()

    def show_lines(self, lines: Sequence[Line], currency: str) -> None:
        """Show these lines."""
        self._lines = tuple(lines)
        self.setRowCount(len(self._lines))
        for row, line in enumerate(self._lines):
            name = line.name if len(line.name) <= LONGEST_NAME else line.short
            texts = (name, *_figures(line, currency))
            tip = _("{name}: 95% {bounds}, mean {error}").format(
                name=line.name, bounds=texts[WIDER], error=texts[ERROR]
            )
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(plain_tip(tip))
                item.setTextAlignment(side(column))
                self.setItem(row, column, item)
        self.setFixedHeight(ROW * len(self._lines) + self.horizontalHeader().sizeHint().height())
        self._hide_what_has_no_room()
        self.set_stale(False)

    @property
    def wanted_width(self) -> int:
        """The width in which no text is cut off, in whatever font there is."""
        return sum(self._widths())

    def _widths(self) -> list[int]:
        header = self.horizontalHeader()
        return [
            max(self.sizeHintForColumn(at), header.sectionSizeHint(at))
            for at in range(self.columnCount())
        ]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many columns as fit."""
        super().resizeEvent(event)
        self._hide_what_has_no_room()

    def _hide_what_has_no_room(self) -> None:
        """Hide the 95%, then the error, where the rest would be cut off; a tooltip holds them."""
        widths = self._widths()
        room = self.viewport().width()
        needed = sum(widths)
        for column in (WIDER, ERROR):
            self.setColumnHidden(column, needed > room)
            needed -= widths[column] if needed > room else 0

    def set_stale(self, stale: bool) -> None:
        """Dim what is shown while newer figures are on their way."""
        self.setEnabled(not stale)

    def rows(self) -> list[list[str | float]]:
        """Return the lines as a table."""
        names = ("mean", "sd", "mcse", "p2_5", "p10", "p50", "p90", "p97_5")
        head: list[str | float] = ["figure", *names]
        return [
            head,
            *([line.name, *(getattr(line.total, n) for n in names)] for line in self._lines),
        ]


def _figures(line: Line, currency: str) -> tuple[str, ...]:
    total = line.total

    def write(value: float) -> str:
        return money(value, currency) if line.is_money else count(value)

    error = money(total.mcse, currency) if line.is_money else number(total.mcse, 1)
    return (
        write(total.mean),
        f"{write(total.p10)}–{write(total.p90)}",
        f"{write(total.p2_5)}–{write(total.p97_5)}",
        f"± {error}",
    )
