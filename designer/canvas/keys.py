"""The keys of the canvas."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from funnelcraft.designer.canvas.actions import CanvasActions
from funnelcraft.funnel.geometry import GRID

if TYPE_CHECKING:
    from funnelcraft.designer.canvas.view import CanvasView

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_CTRL = Qt.KeyboardModifier.ControlModifier
_WALK = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_FAR = 5  # steps with Shift


class Keys:
    """Turns key presses into actions; says whether it knew the key."""

    def __init__(self, view: "CanvasView", actions: CanvasActions) -> None:
        self._view = view
        self._actions = actions
        key = Qt.Key
        self._plain: dict[int, Callable[[], None]] = {
            key.Key_Delete: view.delete_selection,
            key.Key_Backspace: view.delete_selection,
            key.Key_Return: self._rename,
            key.Key_Enter: self._rename,
            key.Key_F2: self._rename,
            key.Key_Escape: self._escape,
            key.Key_F: view.fit,
            key.Key_Plus: view.zoom_in,
            key.Key_Equal: view.zoom_in,
            key.Key_Minus: view.zoom_out,
        }
        self._with_ctrl: dict[int, Callable[[], None]] = {
            key.Key_A: view.select_all,
            key.Key_0: view.reset_zoom,
            key.Key_9: view.fit,
            key.Key_Plus: view.zoom_in,
            key.Key_Equal: view.zoom_in,
            key.Key_Minus: view.zoom_out,
        }

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key stands for; False where it stands for nothing here."""
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if key == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._view.hold_sheet(True)
            return True
        if key in _ARROWS:
            self._arrow(_ARROWS[key], modifiers)
            return True
        if key == Qt.Key.Key_Tab and len(self._view.document.selected("stage")) == 1:
            self._view.add_next()
            return True
        acts = self._with_ctrl if modifiers & _CTRL else self._plain
        if modifiers & Qt.KeyboardModifier.AltModifier or key not in acts:
            return False
        acts[key]()
        return True

    def release(self, event: QKeyEvent) -> bool:
        """Take note of the space bar's release."""
        if event.key() != Qt.Key.Key_Space:
            return False
        if not event.isAutoRepeat():
            self._view.hold_sheet(False)
        return True

    def _arrow(self, way: tuple[int, int], modifiers: Qt.KeyboardModifier) -> None:
        if modifiers & _WALK or not self._view.document.selected("stage"):
            self._actions.walk(*way)
            return
        steps = _FAR if modifiers & Qt.KeyboardModifier.ShiftModifier else 1
        self._actions.nudge(way[0] * GRID * steps, way[1] * GRID * steps)

    def _rename(self) -> None:
        chosen = self._view.document.selected("stage")
        if len(chosen) == 1:
            self._view.start_rename(chosen[0])

    def _escape(self) -> None:
        if not self._view.cancel_gesture():
            self._view.document.select([])
