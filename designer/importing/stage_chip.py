"""A stage of the export as something to drag: its name and in how many rows it is."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from funnelcraft.designer.importing.placing import LogStage
from funnelcraft.designer.importing.preview import plain
from funnelcraft.designer.look.theme import font
from funnelcraft.designer.look.tokens import BODY, SMALL, STEP, Palette
from funnelcraft.designer.widgets.plain_tips import plain_tip
from funnelcraft.designer.widgets.pressing import Press
from funnelcraft.funnel.text import _, ngettext, number

HEIGHT = 28
GRIP = 14  # the room of the dots at the left, in pixels


class StageChip(QWidget):
    """Shows a stage of the export.

    `dragged(name, global place)` and `dropped(name, global place)` follow the mouse;
    `menu_wanted(name, global place)` on a click or a key, `out_wanted(name)` on Delete,
    `shifted(name, step)` on Alt+Up and Alt+Down, `stepped(name, step)` on Up and Down.
    """

    dragged = Signal(str, object)
    dropped = Signal(str, object)
    menu_wanted = Signal(str, object)
    out_wanted = Signal(str)
    shifted = Signal(str, int)
    stepped = Signal(str, int)

    def __init__(self, stage: LogStage, palette: Palette) -> None:
        super().__init__()
        self.stage = stage
        self._colours = palette
        self._press = Press()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setMinimumWidth(80)
        self.show_stage(stage)

    def show_stage(self, stage: LogStage) -> None:
        """Show a stage of the same name with other figures."""
        self.stage = stage
        rows = ngettext("{n} row", "{n} rows", stage.rows).format(n=number(stage.rows))
        self.setAccessibleName(f"{plain(stage.name)}, {rows}")
        tip = _("{stage}, {rows}. Drag it onto a stage, or press Enter to choose one.")
        self.setToolTip(plain_tip(tip.format(stage=plain(stage.name), rows=rows)))
        self.update()

    def set_colours(self, palette: Palette) -> None:
        """Draw in another palette."""
        self._colours = palette
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size wanted."""
        return QSize(160, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint."""
        colours = self._colours
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            box = QRectF(self.rect()).adjusted(1, 2, -1, -2)
            lively = self.underMouse() or self._press.drags
            edge = QColor(colours.accent if self.hasFocus() or lively else colours.line)
            painter.setPen(QPen(edge, 2 if self.hasFocus() else 1))
            painter.setBrush(QColor(colours.panel))
            painter.drawRoundedRect(box, 6, 6)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.muted))
            for x in (0, 4):
                for y in (-4, 0, 4):
                    painter.drawEllipse(QRectF(STEP - 1 + x, box.center().y() + y - 0.9, 1.8, 1.8))
            rows = number(self.stage.rows)
            painter.setFont(font(SMALL))
            wide = painter.fontMetrics().horizontalAdvance(rows)
            painter.setPen(QColor(colours.muted))
            right = QRectF(box.right() - STEP - wide, box.top(), wide, box.height())
            painter.drawText(right, Qt.AlignmentFlag.AlignVCenter, rows)
            painter.setFont(font(BODY))
            painter.setPen(QColor(colours.ink))
            left = STEP + GRIP - 2
            room = QRectF(left, box.top(), right.left() - left - STEP, box.height())
            shown = painter.fontMetrics().elidedText(
                plain(self.stage.name), Qt.TextElideMode.ElideRight, int(room.width())
            )
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a press: a click, or a drag."""
        self._press.begin(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the stage."""
        if self._press.follow(event):
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.dragged.emit(self.stage.name, event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag, or offer the places."""
        was_drag = self._press.end()
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        if was_drag:
            self.dropped.emit(self.stage.name, event.globalPosition().toPoint())
        elif was_drag is False and self.rect().contains(event.position().toPoint()):
            self._ask_menu()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the places."""
        self._ask_menu()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that mean something here."""
        key = Qt.Key(event.key())
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        name = self.stage.name
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._ask_menu()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.out_wanted.emit(name)
        elif key in steps and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.shifted.emit(name, steps[key])
        elif key in steps:
            self.stepped.emit(name, steps[key])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the focus is elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def _ask_menu(self) -> None:
        self.menu_wanted.emit(self.stage.name, self.mapToGlobal(self.rect().bottomLeft()))
