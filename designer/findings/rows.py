"""The rows of the findings: mark, level, place, sentence and rule; one of them can be open."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from funnelcraft.designer.findings.details import FindingDetails
from funnelcraft.designer.look.marks import draw_level_mark
from funnelcraft.designer.look.theme import font
from funnelcraft.designer.look.tokens import BODY, STEP, Palette
from funnelcraft.designer.widgets.part_list import AnyIndex
from funnelcraft.funnel.checks.principles import principle
from funnelcraft.funnel.findings import Finding, Level
from funnelcraft.funnel.text import _

ROW = 28
MARK_LEFT = STEP * 2
LEVEL_LEFT = MARK_LEFT + 14 + STEP
PLACE_LEFT = LEVEL_LEFT + 68
MESSAGE_LEFT = PLACE_LEFT + 200
RULE_WIDTH = 232
WIDE = 1080  # from this width on there is room for the rule's name

ROLE = Qt.ItemDataRole.UserRole


def level_word(level: Level) -> str:
    """Return a level as a word."""
    return {"error": _("Error"), "warning": _("Warning"), "hint": _("Hint")}[level]


@dataclass(frozen=True)
class Row:
    """A finding as it is listed: where it is, and what it was accepted for if it was.

    `alike` counts the open findings of its kind that have a fix.
    """

    finding: Finding
    place: str
    alike: int = 0
    accepted_for: str | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """What makes it the same finding after another check."""
        return self.finding.code, self.finding.place, self.accepted_for is None


class _Delegate(QStyledItemDelegate):
    """Draws a row; of an open one, what stands beside its details."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.colours = palette

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return the size wanted."""
        return QSize(200, index.data(Qt.ItemDataRole.UserRole + 1) or ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint."""
        row: Row = index.data(ROLE)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        is_open = bool(index.data(Qt.ItemDataRole.UserRole + 1))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, QRectF(rect).adjusted(STEP, 1, -STEP, -1), state, is_open)
        line = QRectF(rect.left(), rect.top(), rect.width(), ROW)
        mark = QRectF(line.left() + MARK_LEFT, line.center().y() - 7, 14, 14)
        draw_level_mark(painter, mark, self.colours, row.finding.level)
        wide = rect.width() >= WIDE
        end = line.right() - STEP * 2 - (RULE_WIDTH if wide else 0)
        self._text(painter, line, LEVEL_LEFT, PLACE_LEFT, level_word(row.finding.level), muted=True)
        self._text(painter, line, PLACE_LEFT, MESSAGE_LEFT, row.place, bold=True)
        if not is_open:
            accepted = row.accepted_for is not None
            self._text(
                painter, line, MESSAGE_LEFT, end - line.left(), row.finding.message, muted=accepted
            )
            if wide:
                rule = principle(row.finding.code).name
                left = end - line.left() + STEP
                self._text(painter, line, left, left + RULE_WIDTH, rule, muted=True)
        painter.restore()

    def _ground(
        self, painter: QPainter, box: QRectF, state: QStyle.StateFlag, is_open: bool
    ) -> None:
        states = QStyle.StateFlag
        painter.setPen(Qt.PenStyle.NoPen)
        if is_open:
            painter.setBrush(QColor(self.colours.ground))
            painter.drawRoundedRect(box, 6, 6)
        elif state & (states.State_MouseOver | states.State_Selected):
            painter.setBrush(QColor(self.colours.accent_soft))
            painter.drawRoundedRect(box, 6, 6)
        if state & states.State_HasFocus and state & states.State_Selected:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(self.colours.accent))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def _text(
        self,
        painter: QPainter,
        line: QRectF,
        left: float,
        right: float,
        text: str,
        *,
        bold: bool = False,
        muted: bool = False,
    ) -> None:
        painter.setFont(font(BODY, bold))
        painter.setPen(QColor(self.colours.muted if muted else self.colours.ink))
        box = QRectF(line.left() + left, line.top(), right - left - STEP, line.height())
        shown = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(box.width())
        )
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)


class FindingRows(QListWidget):
    """The list. A click opens a row and jumps; Enter jumps; Right opens, Left closes.

    Signals: `jump(Row)`, `fix(Row)`, `fix_all(Row)`, `accept(Row, reason)`, `reopen(Row)`, and
    `opened()` when a row is opened or closed.
    """

    jump = Signal(object)
    fix = Signal(object)
    fix_all = Signal(object)
    accept = Signal(object, str)
    reopen = Signal(object)
    opened = Signal()

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.delegate = _Delegate(palette)
        self.setItemDelegate(self.delegate)
        self.setAccessibleName(_("Findings"))
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows: tuple[Row, ...] = ()
        self._open: QListWidgetItem | None = None
        self.details: FindingDetails | None = None
        self.itemClicked.connect(self._on_clicked)
        self.currentItemChanged.connect(self._on_current)

    @property
    def is_open(self) -> bool:
        """Whether a row is open."""
        return self._open is not None

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; the current and the open one stay where the finding is still there."""
        if tuple(rows) == self._rows:
            return
        at, was_open = self.currentRow(), self.is_open
        had_focus = self.hasFocus() or (
            self.details is not None and self.details.isAncestorOf(self.window().focusWidget())
        )
        key = self._rows[at].key if 0 <= at < len(self._rows) else None
        self.blockSignals(True)
        self._close()
        self.clear()
        self._rows = tuple(rows)
        for row in rows:
            item = QListWidgetItem(self)
            item.setData(ROLE, row)
            spoken = f"{level_word(row.finding.level)}, {row.place}: {row.finding.message}"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
        self.blockSignals(False)
        self._go_back_to(key, at, was_open)
        if had_focus:
            self.setFocus()

    def _go_back_to(self, key: object, at: int, was_open: bool) -> None:
        again = next((n for n, row in enumerate(self._rows) if row.key == key), None)
        if again is None and key is not None and self._rows:
            again = min(at, len(self._rows) - 1)  # what is mended makes room for the next
        if again is not None:
            self.setCurrentRow(again)
            if was_open:
                self.open_current()

    def open_current(self) -> None:
        """Open the current row, and no other."""
        item = self.currentItem()
        if item is None or item is self._open:
            return
        self._close()
        row: Row = item.data(ROLE)
        details = FindingDetails(row.finding, row.alike, row.accepted_for)
        details.fix_wanted.connect(self._on_fix)
        details.fix_all_wanted.connect(self._on_fix_all)
        details.jump_wanted.connect(self._on_jump)
        details.accept_wanted.connect(self._on_accept)
        details.reopen_wanted.connect(self._on_reopen)
        details.leave_wanted.connect(self._on_leave)
        self._open, self.details = item, details
        self._fit_details()
        self.setItemWidget(item, details)
        self.scrollToItem(item)
        self.opened.emit()

    def close_open(self) -> None:
        """Close the open row."""
        if self.is_open:
            self._close()
            self.opened.emit()

    def _close(self) -> None:
        if self._open is None:
            return
        item, self._open = self._open, None
        if self.details is not None:
            self.details.hide()  # it is deleted only when Qt has time to
        self.details = None
        self.removeItemWidget(item)
        item.setData(Qt.ItemDataRole.UserRole + 1, None)

    def _fit_details(self) -> None:
        if self._open is None or self.details is None:
            return
        width = self.viewport().width()
        self.details.column.setContentsMargins(MESSAGE_LEFT, 6, STEP * 3, STEP)
        height = max(ROW, self.details.height_at(width))
        if self._open.data(Qt.ItemDataRole.UserRole + 1) != height:
            self._open.setData(Qt.ItemDataRole.UserRole + 1, height)

    @property
    def open_height(self) -> int:
        """The height of the open row beyond that of a closed one."""
        if self._open is None:
            return 0
        return int(self._open.data(Qt.ItemDataRole.UserRole + 1) or ROW) - ROW

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the open row's sentences break anew."""
        super().resizeEvent(event)
        self._fit_details()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that mean something here."""
        keys = Qt.Key
        if event.key() in (keys.Key_Return, keys.Key_Enter) and self.currentItem() is not None:
            self._on_jump()
        elif event.key() in (keys.Key_Right, keys.Key_Space):
            self.open_current()
        elif event.key() in (keys.Key_Left, keys.Key_Escape) and self.is_open:
            self.close_open()
        else:
            super().keyPressEvent(event)

    def _current_row(self) -> Row | None:
        at = self.currentRow()
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def _on_current(self, current: QListWidgetItem | None, _before: object) -> None:
        if current is not None and self.is_open and current is not self._open:
            self.open_current()

    def _on_clicked(self, _item: QListWidgetItem) -> None:
        self.open_current()
        self._on_jump()

    def _on_jump(self) -> None:
        self._tell(self.jump)

    def _on_fix(self) -> None:
        self._tell(self.fix)

    def _on_fix_all(self) -> None:
        self._tell(self.fix_all)

    def _on_reopen(self) -> None:
        self._tell(self.reopen)

    def _tell(self, signal: object) -> None:
        row = self._current_row()
        if row is not None:
            signal.emit(row)  # type: ignore[attr-defined]

    def _on_accept(self, reason: str) -> None:
        row = self._current_row()
        if row is not None:
            self.accept.emit(row, reason)

    def _on_leave(self) -> None:
        self.setFocus()
