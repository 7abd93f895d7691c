"""The first rows of a table as texts, with what each column is taken for in its head.

The heads are choosers: a click opens what a column can be; by keys, ← and → go from head to head
and Enter opens the menu.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView

from funnelcraft.designer.look.theme import font
from funnelcraft.designer.look.tokens import BODY, SMALL, STEP, Palette
from funnelcraft.designer.widgets.plain_tips import plain_tip
from funnelcraft.funnel.text import _

AnyIndex = QModelIndex | QPersistentModelIndex
ROW, HEAD = 26, 46
NARROWEST, WIDEST = 96, 224
LEAST_ROWS = 4  # that are seen however small the window is
LONGEST_CELL = 200  # signs of a cell that are shown; a tooltip has as many as fit a line or two
LONGEST_TIP = 1_000
SHORT = 24  # signs that are seen in full in any column


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, and the key of what it is taken for (empty: nothing)."""

    heading: str
    role: str = ""


def plain(text: str, longest: int = LONGEST_CELL) -> str:
    """Return a text of a file fit for one line: broken off, with signs that order text escaped."""
    cut = text[:longest] + ("…" if len(text) > longest else "")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cut)


class PreviewModel(QAbstractTableModel):
    """Rows of texts. A cell that a row lacks is empty."""

    def __init__(self) -> None:
        super().__init__()
        self.columns: tuple[Column, ...] = ()
        self._rows: tuple[tuple[str, ...], ...] = ()

    def show_table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self._rows = tuple(tuple(row) for row in rows)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def text(self, row: int, column: int) -> str:
        """Return a cell as the file has it."""
        cells = self._rows[row]
        return cells[column] if column < len(cells) else ""

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        if role == Qt.ItemDataRole.DisplayRole:
            return plain(self.text(index.row(), index.column()))
        if role == Qt.ItemDataRole.ToolTipRole:
            whole = self.text(index.row(), index.column())
            return plain_tip(plain(whole, LONGEST_TIP)) if len(whole) > SHORT else None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return what a head shows."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return plain(self.columns[section].heading)


class RoleHead(QHeaderView):
    """Heads that say what a column is taken for, and let it be changed.

    `role_chosen(column, role)` when the user chose; an empty role is none.
    """

    role_chosen = Signal(int, str)

    def __init__(self, palette: Palette) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._colours = palette
        self._roles: tuple[tuple[str, str], ...] = ()
        self._columns: tuple[Column, ...] = ()
        self._at = 0
        self.menu: QMenu | None = None
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSectionSize(NARROWEST)
        self.setAccessibleName(_("What the columns are"))
        self.setToolTip(_("Click to say what a column is."))

    def show_columns(self, columns: Sequence[Column], roles: Sequence[tuple[str, str]]) -> None:
        """Show columns; `roles` are the keys and words of what one can be."""
        self._columns, self._roles = tuple(columns), tuple(roles)
        self._at = min(self._at, max(len(columns) - 1, 0))
        self._speak()
        self.viewport().update()

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self._colours = palette
        self.viewport().update()

    @property
    def current(self) -> int:
        """The column whose head the keys act on."""
        return self._at

    def role_words(self, column: int) -> str:
        """Return in words what a column is taken for."""
        role = self._columns[column].role
        return dict(self._roles).get(role, role) if role else _("Not used")

    def sizeHint(self) -> QSize:
        """Return the size wanted: two lines."""
        return QSize(super().sizeHint().width(), HEAD)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint the role above the heading."""
        if section >= len(self._columns):
            return
        colours, column = self._colours, self._columns[section]
        painter.save()
        painter.fillRect(rect, QColor(colours.panel))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(rect).adjusted(3, 3, -3, -20)
        painter.setPen(QPen(QColor(colours.accent if column.role else colours.line), 1))
        painter.setBrush(QColor(colours.accent_soft if column.role else colours.ground))
        if self.hasFocus() and section == self._at:
            painter.setPen(QPen(QColor(colours.accent), 2))
        painter.drawRoundedRect(box, 5, 5)
        painter.setPen(QColor(colours.ink if column.role else colours.muted))
        painter.setFont(font(SMALL, bold=bool(column.role)))
        inside = box.adjusted(STEP - 2, 0, -18, 0)
        self._line(painter, inside, self.role_words(section))
        x, y = box.right() - 10, box.center().y() - 1.5
        painter.drawPolyline([QPoint(int(x - 3), int(y)), QPoint(int(x), int(y + 3))])
        painter.drawPolyline([QPoint(int(x), int(y + 3)), QPoint(int(x + 3), int(y))])
        painter.setPen(QColor(colours.muted))
        painter.setFont(font(SMALL, bold=True))
        below = QRectF(rect).adjusted(STEP, HEAD - 20, -4, 0)
        self._line(painter, below, plain(column.heading))
        painter.setPen(QColor(colours.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    @staticmethod
    def _line(painter: QPainter, box: QRectF, text: str) -> None:
        elided = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(box.width())
        )
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, elided)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the menu of the head that is clicked."""
        at = self.logicalIndexAt(event.position().toPoint())
        resizes = self.cursor().shape() == Qt.CursorShape.SplitHCursor
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and at >= 0 and not resizes:
            self._go_to(at)
            self.open_menu()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from head to head; open a head's menu."""
        key = Qt.Key(event.key())
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if key in steps and self._columns:
            self._go_to(max(0, min(self._at + steps[key], len(self._columns) - 1)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Down):
            self.open_menu()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys act."""
        super().focusInEvent(event)
        self._speak()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keys act elsewhere."""
        super().focusOutEvent(event)
        self.viewport().update()

    def open_menu(self) -> None:
        """Offer what the current column can be."""
        if not self._columns:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        chosen = self._columns[self._at].role
        for role, words in (("", _("Not used")), *self._roles):
            action = QAction(words.replace("&", "&&"), menu)
            action.setCheckable(True)
            action.setChecked(role == chosen)
            action.triggered.connect(partial(self._on_chosen, self._at, role))
            group.addAction(action)
            menu.addAction(action)
            if action.isChecked():
                menu.setActiveAction(action)
        self.menu = menu
        menu.destroyed.connect(self._on_menu_gone)
        place = QPoint(self.sectionViewportPosition(self._at), self.height())
        menu.popup(self.viewport().mapToGlobal(place))

    def _on_menu_gone(self) -> None:
        self.menu = None

    def _on_chosen(self, column: int, role: str, _checked: bool = False) -> None:
        if role != self._columns[column].role:
            self.role_chosen.emit(column, role)

    def _go_to(self, column: int) -> None:
        self._at = column
        view = self.parent()
        if isinstance(view, QTableView):
            view.scrollTo(view.model().index(0, column))
        self._speak()
        self.viewport().update()

    def _speak(self) -> None:
        if self._columns:
            said = _("{heading}: {role}").format(
                heading=plain(self._columns[self._at].heading), role=self.role_words(self._at)
            )
            self.setAccessibleDescription(said)


class Preview(QTableView):
    """The first rows of a table. `role_chosen(column, role)` when a head was changed."""

    role_chosen = Signal(int, str)

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.rows = PreviewModel()
        self.head = RoleHead(palette)
        self.setModel(self.rows)
        self.setHorizontalHeader(self.head)
        self.head.role_chosen.connect(self.role_chosen)
        self.head.setStretchLastSection(True)
        self.head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setFont(font(BODY))
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setMinimumHeight(HEAD + LEAST_ROWS * ROW)
        self.setAccessibleName(_("The first rows of the file"))

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self.head.set_colours(palette)

    def show_table(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str]],
        roles: Sequence[tuple[str, str]],
    ) -> None:
        """Show columns and rows; `roles` are the keys and words of what a column can be."""
        same = [column.heading for column in columns] == [c.heading for c in self.rows.columns]
        self.rows.show_table(columns, rows)
        self.head.show_columns(columns, roles)
        if not same:
            for at in range(len(columns)):
                self.setColumnWidth(at, self._width(at))

    def _width(self, column: int) -> int:
        metrics = self.fontMetrics()
        cells = [self.rows.text(row, column) for row in range(min(self.rows.rowCount(), 12))]
        texts = (self.head.role_words(column) + "  ▾", self.rows.columns[column].heading, *cells)
        widest = max(metrics.horizontalAdvance(plain(text, 60)) for text in texts) + 3 * STEP
        return max(NARROWEST, min(widest, WIDEST))
