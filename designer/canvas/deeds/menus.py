"""The context menus of the canvas: what can be done with what was clicked."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QTimer
from PySide6.QtGui import QAction, QContextMenuEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from funnelcraft.designer.canvas.gestures.hits import hit
from funnelcraft.designer.document import Item
from funnelcraft.funnel.edits.arranging import Side
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import ENDS
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

    def add_menu(self, text: str, *, enabled: bool = True) -> "CanvasMenu":
        """Add a menu within this one."""
        inner = CanvasMenu(self, self.item, self.at)
        inner.setTitle(text)
        inner.setEnabled(enabled)
        self.addMenu(inner)
        return inner

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
    """Return the menu for an item, for all that is selected, or for empty ground at a point."""
    menu = CanvasMenu(view, item, at)
    if item is None:
        _fill_for_ground(menu, view, at)
        return menu
    if len(view.document.selection) > 1:
        _fill_for_several(menu, view)
    elif item.kind == "stage":
        _fill_for_stage(menu, view, item)
    elif item.kind == "trigger":
        _fill_for_trigger(menu, view, item)
    else:
        _fill_for_source(menu, view, item)
    menu.addSeparator()
    _add_copies(menu, view)
    menu.addSeparator()
    is_lone = len(view.document.selection) <= 1
    text = delete_text(item) if is_lone else _("Delete all of them")
    menu.add(text, view.delete_selection, "Delete")
    return menu


def _later(act: Act) -> Act:
    """Return an act that waits until the menu has closed, which takes the focus from fields."""
    return lambda: QTimer.singleShot(0, act)


def _fill_for_ground(menu: CanvasMenu, view: "CanvasView", at: QPointF) -> None:
    menu.add(_("Add stage here"), _later(lambda: view.add_stage_at(at)), "N")
    menu.add(_("Paste here"), lambda: view.commands.paste_at(at), "Ctrl+V")
    menu.addSeparator()
    menu.add(_("Select all"), view.select_all, "Ctrl+A")
    menu.add(_("Find …"), _later(view.open_find), "Ctrl+F")
    menu.add(_("Tidy up"), view.tidy_up, "Ctrl+L")
    menu.addSeparator()
    menu.add(_("Fit to window"), view.fit, "Ctrl+9")
    menu.add(_("Life size"), view.reset_zoom, "Ctrl+0")


def _fill_for_stage(menu: CanvasMenu, view: "CanvasView", item: Item) -> None:
    stage = stages_by_id(view.document.funnel)[item.id]
    extends = stage.kind not in ENDS
    commands = view.commands
    menu.add(_("Rename"), _later(lambda: view.start_rename(item.id)), "F2")
    menu.add(_("Add next stage"), _later(view.add_next), "Tab", enabled=extends)
    menu.add(_("Connect to …"), _later(commands.connect_from), "C", enabled=extends)
    menu.add(_("Add a source"), _later(lambda: commands.add_source(item.id)), "S", enabled=extends)
    menu.addSeparator()
    kinds = (
        ("open", _("Open stage")),
        ("gate", _("Gate: decides at once")),
        ("won", _("Won: leads end here")),
        ("lost", _("Lost: leads end here")),
    )
    _add_kinds(menu, view, item, stage.kind, kinds)


def _fill_for_trigger(menu: CanvasMenu, view: "CanvasView", item: Item) -> None:
    trigger = next(one for one in view.document.funnel.triggers if one.id == item.id)
    commands = view.commands
    menu.add(_("Rate, days and name"), _later(commands.edit_selected), "F2")
    menu.add(_("Insert a stage here"), _later(lambda: commands.insert_into(item.id)))
    menu.addSeparator()
    menu.add(_("Lead to another stage …"), _later(lambda: commands.redirect(item.id)), "C")
    menu.add(_("Begin at another stage …"), _later(lambda: commands.redirect(item.id, start=True)))
    menu.addSeparator()
    kinds = (
        ("progress", _("Progress")),
        ("recycle", _("Recycle")),
        ("disqualify", _("Disqualify")),
        ("sla_breach", _("SLA breached")),
    )
    _add_kinds(menu, view, item, trigger.kind, kinds)


def _fill_for_source(menu: CanvasMenu, view: "CanvasView", _item: Item) -> None:
    menu.add(_("Volume and name"), _later(view.commands.edit_selected), "F2")
    menu.add(_("Fill another stage …"), _later(view.commands.connect_from), "C")


def _fill_for_several(menu: CanvasMenu, view: "CanvasView") -> None:
    chosen, commands = len(view.document.selected("stage")), view.commands
    align = menu.add_menu(_("Align"), enabled=chosen > 1)
    sides: tuple[tuple[Side, str, str], ...] = (
        ("left", _("Left edges"), "Ctrl+Shift+Left"),
        ("centre", _("Centres"), "Ctrl+Shift+C"),
        ("right", _("Right edges"), "Ctrl+Shift+Right"),
        ("top", _("Top edges"), "Ctrl+Shift+Up"),
        ("middle", _("Middles"), "Ctrl+Shift+M"),
        ("bottom", _("Bottom edges"), "Ctrl+Shift+Down"),
    )
    for side, text, keys in sides:
        align.add(text, partial(commands.align, side), keys)
    distribute = menu.add_menu(_("Distribute"), enabled=chosen > 2)
    distribute.add(_("Across"), partial(commands.distribute, "across"), "Ctrl+Shift+H")
    distribute.add(_("Down"), partial(commands.distribute, "down"), "Ctrl+Shift+V")
    menu.add(_("Show the selection"), view.zoom_to_selection, "Shift+2")


def _add_copies(menu: CanvasMenu, view: "CanvasView") -> None:
    menu.add(_("Cut"), view.commands.cut, "Ctrl+X")
    menu.add(_("Copy"), view.commands.copy, "Ctrl+C")
    menu.add(_("Duplicate"), view.commands.duplicate, "Ctrl+D")


def _add_kinds(
    menu: CanvasMenu,
    view: "CanvasView",
    item: Item,
    now: str,
    kinds: tuple[tuple[str, str], ...],
) -> None:
    inner = menu.add_menu(_("Kind"))
    for kind, text in kinds:
        action = inner.add(text, partial(view.commands.change_kind, item, kind))
        action.setCheckable(True)
        action.setChecked(kind == now)


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
