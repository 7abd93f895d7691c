"""A list of parts in the outline: a mark, a name, a figure at the right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from funnelcraft.designer.look.marks import draw_stage_mark
from funnelcraft.designer.look.theme import font
from funnelcraft.designer.look.tokens import BODY, STEP, Palette

AnyIndex = QModelIndex | QPersistentModelIndex
ROW = 30


@dataclass(frozen=True)
class Row:
    """What a row shows. `mark` is a stage's kind, or empty for no mark."""

    id: str
    name: str
    figure: str = ""
    colour: str = ""
    mark: str = ""
    speech: str = ""


class PartModel(QAbstractListModel):
    """Rows by place. `renamed(id, name)` when a new name was typed."""

    renamed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Row, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows shown."""
        return self._rows

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; where only texts differ, the selection and the editor stay."""
        new = tuple(rows)
        if [row.id for row in new] == [row.id for row in self._rows]:
            changed = [at for at, row in enumerate(new) if row != self._rows[at]]
            self._rows = new
            for at in changed:
                self.dataChanged.emit(self.index(at), self.index(at))
            return
        self.beginResetModel()
        self._rows = new
        self.endResetModel()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return row.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.speech or f"{row.name} {row.figure}"
        return None

    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed into a row."""
        row, name = self._rows[index.row()], " ".join(str(value).split())
        if name and name != row.name:
            self.renamed.emit(row.id, name)
        return True

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Return what can be done with a row."""
        flag = Qt.ItemFlag
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsEditable


class PartDelegate(QStyledItemDelegate):
    """Draws a row and edits its name in place."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.colours = palette

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return the size wanted."""
        return QSize(120, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint."""
        row: Row = index.data(Qt.ItemDataRole.UserRole)

        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(rect).adjusted(STEP, 1, -STEP, -1)
        self._ground(painter, box, state)
        left = box.left() + STEP
        if row.mark:
            mark = QRectF(left, box.center().y() - 4.5, 9, 9)
            draw_stage_mark(painter, mark, row.colour, row.mark)
            left += 9 + STEP
        painter.setFont(font(BODY, bold=chosen))
        figure_width = painter.fontMetrics().horizontalAdvance(row.figure)
        figure = QRectF(box.right() - STEP - figure_width, box.top(), figure_width, box.height())
        painter.setPen(QColor(self.colours.ink if chosen else self.colours.muted))
        painter.drawText(figure, Qt.AlignmentFlag.AlignVCenter, row.figure)
        name = QRectF(left, box.top(), figure.left() - left - STEP, box.height())
        painter.setPen(QColor(self.colours.ink))
        shown = painter.fontMetrics().elidedText(
            row.name, Qt.TextElideMode.ElideRight, int(name.width())
        )
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def _ground(self, painter: QPainter, box: QRectF, state: QStyle.StateFlag) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(QColor(self.colours.accent_soft))
            painter.drawRoundedRect(box, 6, 6)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(self.colours.ground))
            painter.drawRoundedRect(box, 6, 6)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(self.colours.accent))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: AnyIndex
    ) -> None:
        """Place the editor."""
        rect: QRect = option.rect
        editor.setGeometry(rect.adjusted(STEP, 0, -STEP, 0))
        if isinstance(editor, QLineEdit):
            editor.selectAll()


class PartList(QListView):
    """A list as tall as its rows. `chosen(ids)` by the user; `menu_wanted(id, place)`."""

    chosen = Signal(object)
    menu_wanted = Signal(str, QPoint)
    delete_wanted = Signal()
    opened = Signal(str)

    def __init__(self, name: str, palette: Palette) -> None:
        super().__init__()
        self.part_model = PartModel()
        self.delegate = PartDelegate(palette)
        self.setModel(self.part_model)
        self.setItemDelegate(self.delegate)
        self.setAccessibleName(name)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        triggers = QListView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self._quiet = False

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self.delegate.colours = palette
        self.viewport().update()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows."""
        self._quietly(lambda: self.part_model.show_rows(rows))
        self.setFixedHeight(ROW * len(rows) + 2)

    def show_selection(self, ids: frozenset[str]) -> None:
        """Select the rows with these ids, without saying so."""
        self._quietly(lambda: self._select(ids))

    def edit_name(self, identity: str) -> None:
        """Begin to rename a row; whoever renames it already goes on."""
        self.setFocus()  # ends the edit of another field, which may change the rows
        for at, row in enumerate(self.part_model.rows):
            if row.id == identity:
                self.setCurrentIndex(self.part_model.index(at))
                if self.state() != QAbstractItemView.State.EditingState:
                    self.edit(self.part_model.index(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that mean something here."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _select(self, ids: frozenset[str]) -> None:
        flags = QItemSelectionModel.SelectionFlag
        model = self.selectionModel()
        rows = self.part_model.rows
        if {rows[index.row()].id for index in model.selectedIndexes()} == ids & {
            r.id for r in rows
        }:
            return  # to clear it asks every row
        model.clearSelection()
        for at, row in enumerate(self.part_model.rows):
            if row.id in ids:
                model.select(self.part_model.index(at), flags.Select)
        last = [at for at, row in enumerate(self.part_model.rows) if row.id in ids]
        if last and not self.hasFocus():
            model.setCurrentIndex(self.part_model.index(last[0]), flags.NoUpdate)

    def _quietly(self, act: Callable[[], None]) -> None:
        was, self._quiet = self._quiet, True
        try:
            act()
        finally:
            self._quiet = was

    def _on_selection_changed(self, *_parts: object) -> None:
        if not self._quiet:
            rows = (index.row() for index in self.selectionModel().selectedRows())
            self.chosen.emit(frozenset(self.part_model.rows[at].id for at in rows))

    def _on_menu(self, place: QPoint) -> None:
        index = self.indexAt(place)
        if index.isValid():
            row = self.part_model.rows[index.row()]
            self.menu_wanted.emit(row.id, self.viewport().mapToGlobal(place))
