"""The mouse on the canvas: which gesture a press begins, and what the mouse is over."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QCursor, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from funnelcraft.designer.canvas.gestures.connect import (
    ConnectGesture,
    FillGesture,
    RedirectGesture,
)
from funnelcraft.designer.canvas.gestures.gesture import (
    NO_KEY,
    BandGesture,
    Desk,
    Gesture,
    PanGesture,
)
from funnelcraft.designer.canvas.gestures.grips import End, grip_at
from funnelcraft.designer.canvas.gestures.hits import Hit, hit
from funnelcraft.designer.canvas.gestures.moving import MoveGesture
from funnelcraft.designer.canvas.gestures.wires import WireGesture
from funnelcraft.designer.document import Item

if TYPE_CHECKING:
    from funnelcraft.designer.canvas.view import CanvasView

_ADDING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
_BORDER = 28  # pixels from the window's edge within which a gesture scrolls
_FASTEST = 24  # pixels a frame
_FRAME = 16  # milliseconds


@dataclass(frozen=True)
class _Press:
    """Where a button went down, on what, and whether that was selected before."""

    at: QPoint
    found: Hit | None
    grip: tuple[str, End] | None = None
    was_selected: bool = False


class Mouse(QObject):
    """Turns the events of the mouse into gestures, one at a time."""

    def __init__(self, view: "CanvasView", desk: Desk) -> None:
        super().__init__(view)
        self._view = view
        self._desk = desk
        self.space_is_down = False  # the sheet is grabbed instead of what lies on it
        self._gesture: Gesture | None = None
        self._pressed: _Press | None = None
        self._button = Qt.MouseButton.NoButton
        self._hovered: Item | None = None
        self._at, self._keys = QPoint(), NO_KEY  # where the mouse was last, and with which keys
        self._scrolling = QTimer(self)
        self._scrolling.setInterval(_FRAME)
        self._scrolling.timeout.connect(self._on_scroll)

    @property
    def is_busy(self) -> bool:
        """Whether a button is down or a gesture goes on."""
        return self._gesture is not None or self._pressed is not None

    @property
    def is_picking(self) -> bool:
        """Whether a stage is being chosen without a button held."""
        return self._gesture is not None and self._gesture.is_pick

    def pick(self, gesture: WireGesture) -> None:
        """Let a stage be chosen by a click or by keys."""
        self.cancel()
        self._button = Qt.MouseButton.NoButton
        self._begin(gesture)

    def press(self, event: QMouseEvent) -> None:
        """Begin what may become a gesture; end a pick."""
        at = event.position().toPoint()
        if self.is_picking:
            self._finish_pick(event, at)
            return
        self._button = event.button()
        is_left = event.button() == Qt.MouseButton.LeftButton
        if event.button() == Qt.MouseButton.MiddleButton or (is_left and self.space_is_down):
            self._begin(PanGesture(self._desk, at))
        elif is_left:
            self._press(at, event.modifiers())

    def _finish_pick(self, event: QMouseEvent, at: QPoint) -> None:
        gesture, self._gesture = self._gesture, None
        self._button = Qt.MouseButton.NoButton
        self._view.viewport().unsetCursor()
        if gesture is None:
            return
        if event.button() == Qt.MouseButton.LeftButton:
            gesture.finish(self._view.mapToScene(at))
        else:
            gesture.cancel()

    def _press(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        document, point = self._desk.document, self._view.mapToScene(at)
        grip = grip_at(self._desk.scene, document.selection, point)
        found = None if grip else hit(self._desk.scene, point)
        was_selected = found is not None and found.item in document.selection
        self._pressed = _Press(at, found, grip, was_selected)
        if grip is not None:
            return
        if found is None:
            if not modifiers & _ADDING:
                document.select([])
        elif was_selected:
            return  # a click decides at the release: it may become a drag of all
        elif modifiers & _ADDING:
            document.select(document.selection | {found.item})
        else:
            document.select([found.item])

    def move(self, event: QMouseEvent) -> None:
        """Follow the mouse."""
        self._at, self._keys = event.position().toPoint(), event.modifiers()
        if isinstance(self._gesture, PanGesture):
            self._gesture.pan(self._at)
            return
        if self._gesture is None and self._pressed is not None:
            if (self._at - self._pressed.at).manhattanLength() < QApplication.startDragDistance():
                return
            self._begin(self._drag_of(self._pressed, self._keys))
        if self._gesture is not None:
            self._gesture.move(self._view.mapToScene(self._at), self._keys)
            self._watch_border()
        else:
            self.hover(self._at)

    def _drag_of(self, pressed: _Press, modifiers: Qt.KeyboardModifier) -> Gesture | None:
        desk, point, found = self._desk, self._view.mapToScene(pressed.at), pressed.found
        if pressed.grip is not None:
            trigger_id, end = pressed.grip
            trigger = next(t for t in desk.document.funnel.triggers if t.id == trigger_id)
            return RedirectGesture(desk, trigger, start=end == "start")
        if found is None:
            return BandGesture(desk, point, bool(modifiers & _ADDING))
        if found.item.kind == "source":
            return FillGesture(desk, found.item.id)
        if found.item.kind != "stage":
            return None
        if found.part == "edge":
            return ConnectGesture(desk, found.item.id)
        if not pressed.was_selected and modifiers & Qt.KeyboardModifier.ControlModifier:
            desk.document.select([found.item])  # Ctrl and a drag copy what is dragged, no more
        if found.item not in desk.document.selection:
            return None
        return MoveGesture(desk, point, found.item.id)

    def _begin(self, gesture: Gesture | None) -> None:
        self._gesture = gesture
        if gesture is None:
            self._pressed = None
        elif gesture.cursor is not None:
            self._view.viewport().setCursor(gesture.cursor)

    def release(self, event: QMouseEvent) -> None:
        """Finish the gesture; a mere click on one of many selected things selects it alone."""
        if event.button() != self._button or self.is_picking:
            return
        self._scrolling.stop()
        gesture, pressed = self._gesture, self._pressed
        self._gesture = self._pressed = None
        at = event.position().toPoint()
        if gesture is not None:
            gesture.finish(self._view.mapToScene(at), event.modifiers())
        elif pressed is not None and pressed.found is not None:
            self._click(pressed.found.item, pressed.was_selected, event.modifiers())
        if self._gesture is None:
            self.hover(at)

    def _click(self, item: Item, was_selected: bool, modifiers: Qt.KeyboardModifier) -> None:
        document = self._desk.document
        if not modifiers & _ADDING:
            document.select([item])
        elif was_selected:
            document.select(document.selection - {item})

    def double_click(self, event: QMouseEvent) -> None:
        """Add a stage on empty ground; edit what is hit."""
        if event.button() != Qt.MouseButton.LeftButton or self.is_picking:
            return
        point = self._view.mapToScene(event.position().toPoint())
        found = hit(self._desk.scene, point)
        self._pressed = None
        if found is None:
            self._view.add_stage_at(point)
        else:
            self._desk.document.select([found.item])
            self._desk.edit(found.item, "")

    def key(self, event: QKeyEvent) -> bool:
        """Let the gesture that goes on take a key; it may change what it shows, or end."""
        gesture = self._gesture
        if gesture is None:
            return False
        if gesture.is_pick and gesture.ends_with(event):
            self._gesture = None
            self._view.viewport().unsetCursor()
        return gesture.key(event)

    def keys_changed(self, modifiers: Qt.KeyboardModifier) -> None:
        """Show what a drag would do now that a modifier was pressed or let go."""
        if self._gesture is not None and self._pressed is not None:
            self._keys = modifiers
            self._gesture.move(self._view.mapToScene(self._at), modifiers)

    def cancel(self) -> bool:
        """Give up the gesture that is going on; return whether there was one."""
        self._scrolling.stop()
        gesture, self._gesture, self._pressed = self._gesture, None, None
        if gesture is not None:
            gesture.cancel()
            self._view.viewport().unsetCursor()
        return gesture is not None

    # At the window's edge

    def _watch_border(self) -> None:
        is_scrolling = (
            self._gesture is not None
            and self._gesture.scrolls
            and not self._gesture.is_pick
            and not self._pull().isNull()
        )
        if is_scrolling and not self._scrolling.isActive():
            self._scrolling.start()
        elif not is_scrolling:
            self._scrolling.stop()

    def _pull(self) -> QPoint:
        """Return how far a frame scrolls: the nearer to the edge, and beyond it, the farther."""
        size = self._view.viewport().size()

        def along(at: int, length: int) -> int:
            beyond = max(_BORDER - at, 0) - max(at - (length - _BORDER), 0)
            return max(-_FASTEST, min(_FASTEST, round(beyond * 0.6)))

        return QPoint(along(self._at.x(), size.width()), along(self._at.y(), size.height()))

    def _on_scroll(self) -> None:
        gesture, pull = self._gesture, self._pull()
        if gesture is None or pull.isNull():
            self._scrolling.stop()
            return
        across, down = self._view.horizontalScrollBar(), self._view.verticalScrollBar()
        across.setValue(across.value() - pull.x())
        down.setValue(down.value() - pull.y())
        gesture.move(self._view.mapToScene(self._at), self._keys)

    # What the mouse is over

    def hover(self, at: QPoint | None) -> None:
        """Show what the mouse is over, and what it would do there."""
        point = None if at is None else self._view.mapToScene(at)
        found = hit(self._desk.scene, point) if point is not None else None
        item = found.item if found else None
        if item != self._hovered:
            for one, hovered in ((self._hovered, False), (item, True)):
                shown = self._desk.scene.item_of(one) if one else None
                if shown is not None:
                    shown.set_state(hovered=hovered)
            self._hovered = item
        shape = self._cursor_over(found, point)
        if shape is None:
            self._view.viewport().unsetCursor()
        else:
            self._view.viewport().setCursor(shape)

    def _cursor_over(self, found: Hit | None, point: QPointF | None) -> Qt.CursorShape | None:
        if self.space_is_down:
            return Qt.CursorShape.OpenHandCursor
        selection = self._desk.document.selection
        if point is not None and grip_at(self._desk.scene, selection, point):
            return Qt.CursorShape.CrossCursor
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
