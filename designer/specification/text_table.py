"""A quiet table of many rows of texts, to be read, filtered and gone through by keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from funnelcraft.designer.baseline.tables import ROW, Head
from funnelcraft.designer.widgets.plain_tips import plain_tip

AnyIndex = QModelIndex | QPersistentModelIndex
SAMPLE = 200  # rows that say how wide a column must be
WIDEST = 210  # pixels of a column that does not take what is left
LEAST_REST = 230  # pixels of the one that does


@dataclass(frozen=True, slots=True)
class TextRow:
    """A row: its cells, what it is about, and its kind, by which its first cell is coloured."""

    cells: tuple[str, ...]
    about: object
    kind: str = ""


class TextModel(QAbstractTableModel):
    """Rows of texts by place."""

    def __init__(self, heads: Sequence[Head]) -> None:
        super().__init__()
        self._heads = tuple(heads)
        self.rows: Sequence[TextRow] = ()
        self._colours: Mapping[str, str] = {}

    def set_colours(self, colours: Mapping[str, str]) -> None:
        """Colour the first cells of rows, by their kind, from when rows are next shown."""
        self._colours = colours

    def show_rows(self, rows: Sequence[TextRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(self._heads)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        row = self.rows[index.row()]
        text = row.cells[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return "; ".join(text.split("\n")) if "\n" in text else text
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(text)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return text if index.column() else self.told(index.row())
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == 0:
            colour = self._colours.get(row.kind)
            return QColor(colour) if colour else None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a heading, or what it means."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._heads):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section].text
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self._heads[section].tip)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def told(self, at: int) -> str:
        """Return all a row says, as a screen reader reads it."""
        cells = zip(self._heads, self.rows[at].cells, strict=True)
        said = ((head.text, "; ".join(text.rstrip(".").split("\n"))) for head, text in cells)
        return "; ".join(f"{head}: {text}" for head, text in said if text)


class TextTable(QTableView):
    """Shows rows. `opened(row's about)` on Enter or a double click, `moved(row or None)`.

    One column, `wide`, takes the width the others leave; columns give way where there is no room.
    """

    opened = Signal(object)
    moved = Signal(object)

    def __init__(self, name: str, heads: Sequence[Head], wide: int) -> None:
        super().__init__()
        self._heads, self._wide = tuple(heads), wide
        self.text_model = TextModel(heads)
        self.setModel(self.text_model)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(24)
        self._wanted = [header.sectionSizeHint(column) for column in range(len(self._heads))]
        self.doubleClicked.connect(self._on_double_click)
        self.selectionModel().currentRowChanged.connect(self._on_current)

    def show_rows(self, rows: Sequence[TextRow]) -> None:
        """Show other rows; the first of them is not current yet."""
        self.text_model.show_rows(rows)
        header = self.horizontalHeader()
        metrics = self.fontMetrics()
        for column in range(len(self._heads)):
            texts = (row.cells[column].replace("\n", "; ") for row in rows[:SAMPLE])
            widest = max((metrics.horizontalAdvance(text) for text in texts), default=0) + 24
            self._wanted[column] = max(min(widest, WIDEST), header.sectionSizeHint(column))
        self._fit()
        self.moved.emit(None)

    @property
    def current(self) -> TextRow | None:
        """The row the keys are on."""
        at = self.currentIndex().row()
        return self.text_model.rows[at] if 0 <= at < len(self.text_model.rows) else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave columns out where there is no room for them."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        others = [at for at in range(len(self._heads)) if at != self._wide]
        room = self.viewport().width() - sum(self._wanted[at] for at in others)
        ranked = sorted((self._heads[at].gives_way, at) for at in others)
        hidden = set()
        for rank, column in ranked:
            if rank and room < LEAST_REST:
                hidden.add(column)
                room += self._wanted[column]
        for column in others:
            self.setColumnHidden(column, column in hidden)
            self.setColumnWidth(column, self._wanted[column])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the row on Enter."""
        row = self.current
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row is not None:
            self.opened.emit(row.about)
        else:
            super().keyPressEvent(event)

    def _on_double_click(self, index: QModelIndex) -> None:
        self.opened.emit(self.text_model.rows[index.row()].about)

    def _on_current(self, _index: QModelIndex, _before: QModelIndex) -> None:
        self.moved.emit(self.current)
