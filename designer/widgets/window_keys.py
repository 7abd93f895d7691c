"""Keys of the window that Qt's editors would take on some systems."""

from PySide6.QtCore import QEvent, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent

# Exports; on X11 editors go to the end of the line with it, as they do with End.
_EXPORT = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_E)


def left_to_the_window(event: QEvent) -> bool:
    """Say whether an event asks to take such a key; it is then refused."""
    if (
        isinstance(event, QKeyEvent)
        and event.type() == QEvent.Type.ShortcutOverride
        and event.keyCombination() == _EXPORT
    ):
        event.ignore()
        return True
    return False
