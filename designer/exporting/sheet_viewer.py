"""A workbook to look at: a tab for each sheet, its cells as a table below the frozen first row."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from funnelcraft.designer.exporting.looks import SheetsLook
from funnelcraft.designer.exporting.sheets import SheetLook
from funnelcraft.designer.look.tokens import STEP
from funnelcraft.designer.widgets.plain_tips import plain_tip
from funnelcraft.designer.widgets.roomy import RoomyTabs
from funnelcraft.funnel.text import _, number

AnyIndex = QModelIndex | QPersistentModelIndex
FILTER = "▾"  # as it stands in the corner of a heading
MOST_HEIGHTS = 2000  # rows that have their own height; those below have one line
EMPTY = SheetLook("", (), (), 1, (), (), frozenset())


class SheetViewer(QWidget):
    """Shows the sheets of a workbook, one at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.tabs = RoomyTabs()
        self.tabs.setAccessibleName(_("Sheets"))
        self.tabs.setUsesScrollButtons(True)
        self.tabs.currentChanged.connect(self._on_tab)
        self.table = _table()
        self.model = _Cells()
        self.table.setModel(self.model)
        self._sheets: tuple[SheetLook, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP, 0, STEP, STEP)
        column.setSpacing(STEP // 2)
        column.addWidget(self.tabs)
        column.addWidget(self.table, 1)

    def show_sheets(self, look: SheetsLook) -> None:
        """Show a workbook from its first sheet on."""
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for sheet in look.sheets:
            self.tabs.addTab(sheet.name)
        self.tabs.blockSignals(False)
        self._sheets = look.sheets
        self._on_tab(0)

    def _on_tab(self, at: int) -> None:
        if not 0 <= at < len(self._sheets):
            return
        sheet = self._sheets[at]
        self.model.show_sheet(sheet)
        for column, width in enumerate(sheet.widths):
            self.table.setColumnWidth(column, width)
        for row, height in enumerate(sheet.heights[:MOST_HEIGHTS]):
            self.table.setRowHeight(row, height + STEP)
        self.table.scrollToTop()
        self.table.setAccessibleName(_("Sheet {name}").format(name=sheet.name))


def _table() -> QTableView:
    table = QTableView()
    table.setWordWrap(True)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setTabKeyNavigation(False)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    for header in (table.horizontalHeader(), table.verticalHeader()):
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    return table


class _Cells(QAbstractTableModel):
    """The cells of a sheet below its head."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet = EMPTY

    def show_sheet(self, sheet: SheetLook) -> None:
        """Show another sheet."""
        self.beginResetModel()
        self.sheet = sheet
        self.endResetModel()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self.sheet.rows)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(self.sheet.heads)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        cell = self.sheet.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(cell.text)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if cell.is_figure else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignTop
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the frozen head of a column with the sign of its filter, or a row's number."""
        if orientation == Qt.Orientation.Vertical:
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
            is_shown = role == Qt.ItemDataRole.DisplayRole
            return number(self.sheet.first + section) if is_shown else None
        if not 0 <= section < len(self.sheet.heads):
            return None
        head, has_filter = self.sheet.heads[section], section in self.sheet.filters
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{head} {FILTER}" if has_filter else head
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(_("{head}: can be filtered").format(head=head) if has_filter else head)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None
