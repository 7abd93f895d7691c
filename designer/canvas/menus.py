"""The context menus of the canvas: what can be done with what was clicked."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QTimer
from PySide6.QtGui import QAction, QContextMenuEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from funnelcraft.designer.canvas.hits import hit
from funnelcraft.designer.document import Item
from funnelcraft.funnel.text import _

if TYPE_CHECKING:
    from funnelcraft.designer.canvas.view import CanvasView

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


def menu_for(view: "CanvasView", item: Item | None, at: QPointF) -> CanvasMenu:
    """Return the menu for an item, or for empty ground at a point of the canvas."""
    menu = CanvasMenu(view, item, at)
    if item is None:
        # After the menu has closed: it would take the focus from the field again.
        menu.add(_("Add stage here"), lambda: QTimer.singleShot(0, lambda: view.add_stage_at(at)))
        menu.addSeparator()
        menu.add(_("Select all"), view.select_all, "Ctrl+A")
        menu.add(_("Tidy up"), view.tidy_up)
        menu.add(_("Fit to window"), view.fit, "Ctrl+9")
        return menu
    if item.kind == "stage":
        menu.add(
            _("Rename"), lambda: QTimer.singleShot(0, lambda: view.start_rename(item.id)), "F2"
        )
        stage = view.canvas.stages.get(item.id)
        extends = stage is not None and stage.offers_handles
        menu.add(
            _("Add next stage"),
            lambda: QTimer.singleShot(0, view.add_next),
            "Tab",
            enabled=extends,
        )
        menu.addSeparator()
    menu.add(delete_text(item), view.delete_selection, "Delete")
    return menu


def asked_for(view: "CanvasView", event: QContextMenuEvent) -> tuple[QPoint, Item | None]:
    """Return the place of the viewport a menu is asked for, and what is there.

    The mouse asks for what it clicks, which is selected then; the keyboard for the selection.
    """
    at, document = event.pos(), view.document
    if event.reason() == QContextMenuEvent.Reason.Keyboard:
        chosen = next(iter(sorted(document.selection)), None)
        shown = view.canvas.item_of(chosen) if chosen else None
        if shown is not None:
            at = view.mapFromScene(shown.sceneBoundingRect().center())
        return at, chosen
    found = hit(view.canvas, view.mapToScene(at))
    if found is not None and found.item not in document.selection:
        document.select([found.item])
    return at, found.item if found else None
