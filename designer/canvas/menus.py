"""The context menus of the canvas: what can be done with what was clicked."""

from collections.abc import Callable

from PySide6.QtCore import QPointF
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from funnelcraft.designer.document import Item
from funnelcraft.funnel.text import _

Act = Callable[[], object]


class CanvasMenu(QMenu):
    """A menu for a place on the canvas; the window may add to it before it opens."""

    def __init__(self, parent: QWidget, item: Item | None, at: QPointF) -> None:
        super().__init__(parent)
        self.item = item
        self.at = at

    def add(self, text: str, act: Act, keys: str = "", *, enabled: bool = True) -> QAction:
        """Add an action with the key that does the same."""
        action = self.addAction(text)
        action.triggered.connect(_Call(act))
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutVisibleInContextMenu(True)
        action.setEnabled(enabled)
        return action


class _Call:
    """Calls an act without the arguments of the signal."""

    def __init__(self, act: Act) -> None:
        self._act = act

    def __call__(self, _checked: bool = False) -> None:
        self._act()


def delete_text(item: Item) -> str:
    """Return what deleting an item is called."""
    texts = {
        "stage": _("Delete stage"),
        "trigger": _("Delete trigger"),
        "source": _("Delete source"),
    }
    return texts[item.kind]
