"""The keys of the canvas: one table says what each does, for the canvas and for the sheet of keys.

Keys that mean the same in the whole window (copy, undo, align …) are actions of the window.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from funnelcraft.designer.canvas.deeds.actions import CanvasActions
from funnelcraft.designer.canvas.deeds.commands import CanvasCommands
from funnelcraft.designer.canvas.gestures.mouse import Mouse
from funnelcraft.designer.canvas.gestures.wires import ARROWS
from funnelcraft.funnel.geometry import GRID
from funnelcraft.funnel.text import _

if TYPE_CHECKING:
    from funnelcraft.designer.canvas.view import CanvasView

_CTRL = Qt.KeyboardModifier.ControlModifier
_WALK = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_MODIFIERS = {
    Qt.Key.Key_Control: Qt.KeyboardModifier.ControlModifier,
    Qt.Key.Key_Shift: Qt.KeyboardModifier.ShiftModifier,
    Qt.Key.Key_Alt: Qt.KeyboardModifier.AltModifier,
}
_FAR = 5  # steps with Shift


@dataclass(frozen=True)
class KeyDeed:
    """What some keys do on the canvas; keys as Qt writes them."""

    keys: tuple[str, ...]
    text: str
    act: Callable[[], object]


class Keys:
    """Turns key presses into actions; says whether it knew the key."""

    def __init__(
        self, view: "CanvasView", mouse: Mouse, actions: CanvasActions, commands: CanvasCommands
    ) -> None:
        self._view = view
        self._mouse = mouse
        self._actions = actions
        self.deeds = (
            KeyDeed(("N",), _("Add a stage where the mouse is, or in the middle"), view.add_stage),
            KeyDeed(("Tab",), _("Add the next stage, connected"), self._extend),
            KeyDeed(("C",), _("Connect the selected stage to another one"), commands.connect_from),
            KeyDeed(("S",), _("Add a source to the selected stage"), commands.add_source_here),
            KeyDeed(
                ("Return", "Enter", "F2"),
                _("Edit in place: a stage's name, a trigger's figures"),
                commands.edit_selected,
            ),
            KeyDeed(
                ("Del", "Backspace"), _("Delete, with what hangs on it"), view.delete_selection
            ),
            KeyDeed(("Esc",), _("Give up what is going on; select nothing"), self._escape),
            KeyDeed(("F", "Ctrl+9", "Shift+1"), _("Show the whole drawing"), view.fit),
            KeyDeed(("Shift+2",), _("Show the selection"), view.zoom_to_selection),
            KeyDeed(("+", "=", "Ctrl++", "Ctrl+="), _("Zoom in"), view.zoom_in),
            KeyDeed(("-", "Ctrl+-"), _("Zoom out"), view.zoom_out),
            KeyDeed(("Ctrl+0",), _("Life size"), view.reset_zoom),
            KeyDeed(("Ctrl+A",), _("Select all"), view.select_all),
            KeyDeed(("T", "Shift+T"), _("Go from trigger to trigger of a stage"), self._walk_lines),
        )
        self._acts = {
            QKeySequence(keys).toString(): deed.act for deed in self.deeds for keys in deed.keys
        }

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key stands for; False where it stands for nothing here."""
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if key in _MODIFIERS:
            # The event of a modifier's own key tells what was held before it.
            self._mouse.keys_changed(modifiers | _MODIFIERS[key])
            return False
        if key != Qt.Key.Key_Escape and self._mouse.key(event):
            return True
        if key == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._view.hold_sheet(True)
            return True
        if key in ARROWS:
            self._arrow(ARROWS[key], modifiers)
            return True
        if key == Qt.Key.Key_Tab and len(self._view.document.selected("stage")) != 1:
            return False
        act = self._acts.get(_written(key, modifiers))
        if act is not None:
            act()
        return act is not None

    def release(self, event: QKeyEvent) -> bool:
        """Take note of the space bar's and the modifiers' release."""
        key = Qt.Key(event.key())
        if key in _MODIFIERS:
            self._mouse.keys_changed(event.modifiers() & ~_MODIFIERS[key])
            return False
        if key != Qt.Key.Key_Space:
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

    def _extend(self) -> None:
        self._view.add_next()

    def _walk_lines(self) -> None:
        self._actions.walk_lines()

    def _escape(self) -> None:
        if not self._view.cancel_gesture():
            self._view.document.select([])


def _written(key: Qt.Key, modifiers: Qt.KeyboardModifier) -> str:
    """Return a key as the table writes it; Shift does not count with signs it was needed for."""
    code = int(key.value)
    letters = range(int(Qt.Key.Key_A.value), int(Qt.Key.Key_Z.value) + 1)
    shifted = {
        Qt.Key.Key_Exclam: "Shift+1",
        Qt.Key.Key_At: "Shift+2",
        Qt.Key.Key_QuoteDbl: "Shift+2",
    }
    if key in shifted and not modifiers & _CTRL:
        return shifted[key]
    held = modifiers & ~_KEYPAD
    if (
        code < 0x1000
        and code not in letters
        and not Qt.Key.Key_0.value <= code <= Qt.Key.Key_9.value
    ):
        held &= ~Qt.KeyboardModifier.ShiftModifier
    return QKeySequence(held.value | code).toString()


def mouse_words() -> tuple[tuple[str, str], ...]:
    """Return the gestures of the mouse and what they do, for the sheet of keys."""
    return (
        (_("Double-click empty ground"), _("Add a stage")),
        (_("Double-click a stage, a label, a source"), _("Edit it in place")),
        (_("Drag from a stage's edge"), _("Draw a trigger; on empty ground it makes the stage")),
        (_("Drag a trigger's end"), _("Lead it to another stage")),
        (_("Drag a source"), _("Let it fill another stage")),
        (_("Drag a stage"), _("Move it: it snaps to its neighbours and to the grid")),
        (_("… onto a line"), _("Put an unconnected stage into the trigger")),
        (_("… with Alt, Shift, Ctrl"), _("Without snapping; straight on; as a copy")),
        (_("Drag over empty ground"), _("Select what the frame touches")),
        (_("Shift or Ctrl and a click"), _("Add to the selection, or take away")),
        (_("Wheel; with Shift"), _("Move the sheet up and down; sideways")),
        (_("Ctrl and the wheel, two fingers"), _("Zoom to the mouse")),
        (_("Space or middle button and drag"), _("Move the sheet")),
    )


def arrow_words() -> tuple[tuple[str, str], ...]:
    """Return what the arrow keys and the space bar do, for the sheet of keys."""
    return (
        (_("Arrow keys"), _("Move the selection; with Shift farther")),
        (_("Ctrl and arrow keys"), _("Go from stage to stage")),
        (_("Menu key, Shift+F10"), _("Open the menu of the selection")),
        (_("P, arrow keys, [ and ]"), _("While the forecast plays: pause, step by days, speed")),
    )
