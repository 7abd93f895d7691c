"""The mouse on the canvas: which gesture a press begins, and what the mouse is over."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QCursor, QMouseEvent
from PySide6.QtWidgets import QApplication

from funnelcraft.designer.canvas.connect import ConnectGesture
from funnelcraft.designer.canvas.gestures import (
    BandGesture,
    Desk,
    Gesture,
    MoveGesture,
    PanGesture,
)
from funnelcraft.designer.canvas.hits import Hit, hit
from funnelcraft.designer.document import Item

if TYPE_CHECKING:
    from funnelcraft.designer.canvas.view import CanvasView

_ADDING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


class Mouse:
    """Turns the events of the mouse into gestures, one at a time."""

    def __init__(self, view: "CanvasView", desk: Desk) -> None:
        self._view = view
        self._desk = desk
        self.space_is_down = False  # the sheet is grabbed instead of what lies on it
        self._gesture: Gesture | None = None
        self._pressed: tuple[QPoint, Hit | None] | None = None
        self._button = Qt.MouseButton.NoButton
        self._hovered: Item | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a button is down or a gesture goes on."""
        return self._gesture is not None or self._pressed is not None

    def press(self, event: QMouseEvent) -> None:
        """Begin what may become a gesture."""
        self._button = event.button()
        at = event.position().toPoint()
        is_left = event.button() == Qt.MouseButton.LeftButton
        if event.button() == Qt.MouseButton.MiddleButton or (is_left and self.space_is_down):
            self._begin(PanGesture(self._desk, at))
        elif is_left:
            self._press(at, event.modifiers())

    def _press(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        document = self._desk.document
        found = hit(self._desk.scene, self._view.mapToScene(at))
        self._pressed = (at, found)
        if found is None:
            if not modifiers & _ADDING:
                document.select([])
        elif modifiers & _ADDING:
            document.select(document.selection ^ {found.item})
        elif found.item not in document.selection:
            document.select([found.item])

    def move(self, event: QMouseEvent) -> None:
        """Follow the mouse."""
        at = event.position().toPoint()
        if isinstance(self._gesture, PanGesture):
            self._gesture.pan(at)
            return
        if self._gesture is None and self._pressed is not None:
            if (at - self._pressed[0]).manhattanLength() < QApplication.startDragDistance():
                return
            self._begin(self._drag_of(*self._pressed, event.modifiers()))
        if self._gesture is not None:
            point = self._view.mapToScene(at)
            self._gesture.move(point)
            self._view.ensureVisible(QRectF(point, point), 8, 8)
        else:
            self.hover(at)

    def _drag_of(
        self, start: QPoint, found: Hit | None, modifiers: Qt.KeyboardModifier
    ) -> Gesture | None:
        point = self._view.mapToScene(start)
        if found is None:
            return BandGesture(self._desk, point, bool(modifiers & _ADDING))
        if found.item.kind != "stage":
            return None
        if found.part == "edge":
            return ConnectGesture(self._desk, found.item.id)
        if found.item not in self._desk.document.selection:
            return None
        return MoveGesture(self._desk, point, found.item.id)

    def _begin(self, gesture: Gesture | None) -> None:
        self._gesture = gesture
        if gesture is None:
            self._pressed = None
        elif gesture.cursor is not None:
            self._view.viewport().setCursor(gesture.cursor)

    def release(self, event: QMouseEvent) -> None:
        """Finish the gesture; a mere click on one of many selected things selects it alone."""
        if event.button() != self._button:
            return
        gesture, pressed = self._gesture, self._pressed
        self._gesture = self._pressed = None
        at = event.position().toPoint()
        if gesture is not None:
            gesture.finish(self._view.mapToScene(at))
        elif pressed is not None and pressed[1] and not event.modifiers() & _ADDING:
            self._desk.document.select([pressed[1].item])
        self.hover(at)

    def double_click(self, event: QMouseEvent) -> None:
        """Add a stage on empty ground; rename the one that is hit."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        point = self._view.mapToScene(event.position().toPoint())
        found = hit(self._desk.scene, point)
        self._pressed = None
        if found is None:
            self._view.add_stage_at(point)
        elif found.item.kind == "stage":
            self._desk.document.select([found.item])
            self._view.start_rename(found.item.id)

    def cancel(self) -> bool:
        """Give up the gesture that is going on; return whether there was one."""
        gesture, self._gesture, self._pressed = self._gesture, None, None
        if gesture is not None:
            gesture.cancel()
            self._view.viewport().unsetCursor()
        return gesture is not None

    def hover(self, at: QPoint | None) -> None:
        """Show what the mouse is over, and what it would do there."""
        found = hit(self._desk.scene, self._view.mapToScene(at)) if at is not None else None
        item = found.item if found else None
        if item != self._hovered:
            for one, hovered in ((self._hovered, False), (item, True)):
                shown = self._desk.scene.item_of(one) if one else None
                if shown is not None:
                    shown.set_state(hovered=hovered)
            self._hovered = item
        shape = self._cursor_over(found)
        if shape is None:
            self._view.viewport().unsetCursor()
        else:
            self._view.viewport().setCursor(shape)

    def _cursor_over(self, found: Hit | None) -> Qt.CursorShape | None:
        if self.space_is_down:
            return Qt.CursorShape.OpenHandCursor
        if found is not None and found.part == "edge":
            allowed = self._desk.scene.stages[found.item.id].offers_handles
            return Qt.CursorShape.CrossCursor if allowed else Qt.CursorShape.ArrowCursor
        if found is not None and found.item.kind != "stage":
            return Qt.CursorShape.PointingHandCursor
        return None

    def refresh_cursor(self) -> None:
        """Show the cursor that fits what the keys hold down."""
        if self._gesture is None:
            self.hover(self._view.viewport().mapFromGlobal(QCursor.pos()))
