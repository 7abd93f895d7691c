"""A quiet table of figures: names at the left, figures right-aligned, nothing to edit."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from funnelcraft.designer.widgets.plain_tips import plain_tip


def side(column: int) -> Qt.AlignmentFlag:
    """Return how a column is aligned: names left, figures right."""
    beside = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
    return beside | Qt.AlignmentFlag.AlignVCenter


class FigureTable(QTableWidget):
    """A table of rows of a height, with headings and what each means as its tooltip."""

    def __init__(self, name: str, heads: Sequence[tuple[str, str]], row_height: int) -> None:
        super().__init__(0, len(heads))
        self.setAccessibleName(name)
        for column, (text, tip) in enumerate(heads):
            item = QTableWidgetItem(text)
            item.setToolTip(plain_tip(tip))
            item.setTextAlignment(side(column))
            self.setHorizontalHeaderItem(column, item)
        self._row_height = row_height
        self._shown: int | None = None  # rows shown by `show_rows`
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(row_height)
        self.setShowGrid(False)
        self.setWordWrap(False)  # a name that is too long breaks off where the room ends
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show these texts, in the height they take."""
        self.setRowCount(len(rows))
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                item = QTableWidgetItem(text)
                item.setTextAlignment(side(column))
                if column == 0:
                    item.setToolTip(plain_tip(text))
                self.setItem(at, column, item)
        self._shown = len(rows)
        self._fit_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns."""
        super().resizeEvent(event)
        if self._shown is not None:
            self._fit_width()

    def _fit_width(self) -> None:
        """Stretch the names over the room there is; where there is too little, let it scroll."""
        header, modes = self.horizontalHeader(), QHeaderView.ResizeMode
        shown = (at for at in range(self.columnCount()) if not self.isColumnHidden(at))
        wide = sum(max(self.sizeHintForColumn(at), header.sectionSizeHint(at)) for at in shown)
        fits = wide <= self.viewport().width()
        header.setSectionResizeMode(0, modes.Stretch if fits else modes.ResizeToContents)
        bars = Qt.ScrollBarPolicy
        self.setHorizontalScrollBarPolicy(
            bars.ScrollBarAlwaysOff if fits else bars.ScrollBarAlwaysOn
        )
        below = 2 if fits else 2 + self.horizontalScrollBar().sizeHint().height()
        rows = self._row_height * (self._shown or 0)
        self.setFixedHeight(rows + header.sizeHint().height() + below)
