"""What menus and keys ask of the canvas beyond the document itself: copies, order, connections."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QTimer
from PySide6.QtGui import QGuiApplication

from funnelcraft.designer.canvas.changes import with_inserted_stage
from funnelcraft.designer.canvas.deeds.actions import CanvasActions
from funnelcraft.designer.canvas.deeds.clipboard import NotPasted, put, take
from funnelcraft.designer.canvas.gestures.connect import (
    ConnectGesture,
    FillGesture,
    RedirectGesture,
)
from funnelcraft.designer.canvas.gestures.gesture import Desk
from funnelcraft.designer.canvas.gestures.wires import WireGesture
from funnelcraft.designer.canvas.shapes import Box, around, stage_box
from funnelcraft.designer.canvas.words import plain
from funnelcraft.designer.document import Item
from funnelcraft.funnel.edits import (
    Paste,
    add_source,
    align_stages,
    change_stage,
    change_trigger,
    copied,
    distribute_stages,
    pasted,
    pasted_stages,
    refusal,
)
from funnelcraft.funnel.edits.arranging import Direction, Side
from funnelcraft.funnel.geometry import GRID, snapped
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Funnel
from funnelcraft.funnel.names import short_stage_name, trigger_name
from funnelcraft.funnel.text import _, ngettext

if TYPE_CHECKING:
    from funnelcraft.designer.canvas.gestures.mouse import Mouse
    from funnelcraft.designer.canvas.view import CanvasView

STEP = 4 * GRID  # how far beside the original a copy stands
USUAL_LEADS = 100.0  # a month, of a source that was just added


class CanvasCommands(QObject):
    """Does to the selection what menus and keys say."""

    def __init__(
        self, view: "CanvasView", desk: Desk, mouse: "Mouse", actions: CanvasActions
    ) -> None:
        super().__init__(view)
        self._view = view
        self._desk = desk
        self._mouse = mouse
        self._actions = actions
        self._last_paste: tuple[Funnel | None, int] = (None, 0)

    @property
    def _funnel(self) -> Funnel:
        return self._desk.document.funnel

    # Copies

    def copy(self) -> None:
        """Put the selection on the clipboard."""
        fragment = self._fragment()
        if fragment is None:
            self._desk.say(_("Select what to copy first."))
            return
        put(QGuiApplication.clipboard(), fragment)
        self._last_paste = (None, 0)
        number = len(pasted_stages(fragment))
        words = ngettext("Copied {n} stage.", "Copied {n} stages.", number).format(n=number)
        self._desk.say(words if number else _("Copied."))

    def cut(self) -> None:
        """Put the selection on the clipboard and delete it."""
        self.copy()
        self._actions.delete_selection()

    def paste(self) -> None:
        """Paste the clipboard: each time a step farther from the original."""
        fragment = self._taken()
        if fragment is None:
            return
        last, times = self._last_paste
        times = times + 1 if fragment == last else 1
        if not self._is_in_sight(fragment):
            self._put_in(fragment, self._beside(fragment, self._middle()))
        else:
            self._put_in(fragment, (STEP * times, STEP * times))
        self._last_paste = (fragment, times)

    def paste_at(self, at: QPointF) -> None:
        """Paste the clipboard around a point of the canvas."""
        fragment = self._taken()
        if fragment is not None:
            self._put_in(fragment, self._beside(fragment, at))

    def duplicate(self) -> None:
        """Copy the selection beside itself; the clipboard stays as it is."""
        fragment = self._fragment()
        if fragment is None:
            self._desk.say(_("Select what to duplicate first."))
            return
        self._put_in(fragment, (STEP, STEP), duplicates=True)

    def _fragment(self) -> Funnel | None:
        document = self._desk.document
        if not document.selection:
            return None
        return copied(
            document.funnel,
            document.selected("stage"),
            document.selected("trigger"),
            document.selected("source"),
        )

    def _taken(self) -> Funnel | None:
        try:
            return take(QGuiApplication.clipboard())
        except NotPasted as problem:
            self._desk.say(str(problem))
            return None

    def _put_in(
        self, fragment: Funnel, by: tuple[float, float], *, duplicates: bool = False
    ) -> None:
        document = self._desk.document
        made = pasted(document.funnel, fragment, *by)
        items = _items(made)
        if not items:
            self._desk.say(
                _("Nothing was pasted: the stages it belongs to are not in this funnel.")
            )
            return
        words = _("Duplicate {what}") if duplicates else _("Paste {what}")
        document.apply(lambda _before: made.funnel, words.format(what=_what(made)))
        document.select(items)

    def _middle(self) -> QPointF:
        return self._view.mapToScene(self._view.viewport().rect().center())

    def _is_in_sight(self, fragment: Funnel) -> bool:
        whole = _whole(fragment)
        if whole is None:
            return True
        seen = self._view.mapToScene(self._view.viewport().rect()).boundingRect()
        return seen.contains(QPointF(*whole.shifted(STEP, STEP).centre))

    @staticmethod
    def _beside(fragment: Funnel, at: QPointF) -> tuple[float, float]:
        """Return how far to move a fragment so that its middle lies at a point, on the grid."""
        whole = _whole(fragment)
        if whole is None:
            return 0.0, 0.0
        x, y = whole.centre
        return snapped(at.x() - x, at.y() - y)

    # Order

    def align(self, side: Side) -> None:
        """Bring the selected stages in line."""
        chosen = self._several(2, _("Select two or more stages to align them."))
        if chosen:
            label = ngettext("Align {n} stage", "Align {n} stages", len(chosen))
            self._arrange(lambda funnel: align_stages(funnel, chosen, side), label, len(chosen))

    def distribute(self, direction: Direction) -> None:
        """Set the selected stages at equal distances."""
        chosen = self._several(3, _("Select three or more stages to distribute them."))
        if chosen:
            label = ngettext("Distribute {n} stage", "Distribute {n} stages", len(chosen))
            self._arrange(
                lambda funnel: distribute_stages(funnel, chosen, direction), label, len(chosen)
            )

    def _several(self, least: int, otherwise: str) -> tuple[str, ...]:
        chosen = self._desk.document.selected("stage")
        if len(chosen) < least:
            self._desk.say(otherwise)
            return ()
        return chosen

    def _arrange(self, edit: Callable[[Funnel], Funnel], label: str, number: int) -> None:
        if edit(self._funnel) == self._funnel:
            self._desk.say(_("Everything is in its place already."))
        else:
            self._desk.document.apply(edit, label.format(n=number))

    # Connections

    def connect_from(self) -> None:
        """Choose the stage to connect the selected one to, or where a trigger or source leads."""
        document = self._desk.document
        if len(document.selection) != 1:
            self._desk.say(_("Select one stage to connect it."))
            return
        (item,) = document.selection
        if item.kind == "trigger":
            self.redirect(item.id)
        elif item.kind == "source":
            self._pick(lambda: FillGesture(self._desk, item.id, is_pick=True))
        elif why_not := refusal(document.funnel, item.id):
            self._desk.say(why_not)
        elif len(document.funnel.stages) < 2:
            self._desk.say(_("There is no other stage yet: Tab adds the next one."))
        else:
            self._pick(lambda: ConnectGesture(self._desk, item.id, is_pick=True))

    def redirect(self, trigger_id: str, *, start: bool = False) -> None:
        """Choose another stage for an end of a trigger."""
        trigger = next(one for one in self._funnel.triggers if one.id == trigger_id)
        if trigger_id in self._desk.scene.plan.lines:
            self._pick(lambda: RedirectGesture(self._desk, trigger, start=start, is_pick=True))

    def _pick(self, make: Callable[[], WireGesture]) -> None:
        self._mouse.cancel()
        self._view.setFocus()
        self._mouse.pick(make())

    def insert_into(self, trigger_id: str) -> None:
        """Put a new stage into a trigger, its name in edit."""
        document = self._desk.document
        trigger = next(one for one in document.funnel.triggers if one.id == trigger_id)
        known = stages_by_id(document.funnel)
        if trigger.from_stage not in known or trigger.to_stage not in known:
            self._desk.say(_("An end of this trigger is loose: lead it to a stage first."))
            return
        bands = self._desk.scene.plan.regions
        after, stage_id = with_inserted_stage(document.funnel, bands, trigger_id)
        name = plain(trigger_name(document.funnel, trigger))
        key = f"new-stage-{stage_id}-{document.undo_stack.index()}"
        label = _("Insert a stage into {trigger}").format(trigger=name)
        document.apply(lambda _before: after, label, merge_key=key)
        self._edit_new(Item("stage", stage_id), key)

    def add_source(self, stage_id: str) -> None:
        """Add a source that fills a stage, its volume in edit."""
        document = self._desk.document
        after, source_id = add_source(document.funnel, _("New source"), stage_id, USUAL_LEADS)
        stage = plain(short_stage_name(stages_by_id(document.funnel)[stage_id]))
        key = f"new-source-{source_id}-{document.undo_stack.index()}"
        label = _("Add a source to {stage}").format(stage=stage)
        document.apply(lambda _before: after, label, merge_key=key)
        self._edit_new(Item("source", source_id), key)

    def _edit_new(self, item: Item, key: str) -> None:
        self._desk.document.select([item])
        if item in self._desk.document.selection:
            # After a menu has closed: it would take the focus from the field again.
            QTimer.singleShot(0, self, lambda: self._desk.edit(item, key))

    def change_kind(self, item: Item, kind: str) -> None:
        """Make a stage or trigger one of another kind."""
        edit = change_stage if item.kind == "stage" else change_trigger
        self._desk.document.apply(
            lambda funnel: edit(funnel, item.id, kind=kind),
            _("Change kind of stage") if item.kind == "stage" else _("Change kind of trigger"),
        )

    def edit_selected(self) -> None:
        """Edit in place what alone is selected: a name, or figures."""
        if len(self._desk.document.selection) == 1:
            (item,) = self._desk.document.selection
            self._desk.edit(item, "")

    def add_source_here(self) -> None:
        """Add a source to the selected stage."""
        chosen = self._desk.document.selected("stage")
        if len(chosen) == 1:
            self.add_source(chosen[0])
        else:
            self._desk.say(_("Select one stage to add a source to it."))


def _whole(fragment: Funnel) -> Box | None:
    return around(stage_box(stage) for stage in pasted_stages(fragment))


def _items(made: Paste) -> list[Item]:
    """Return what to select after a paste: the stages with their triggers, or what came alone."""
    found = [Item("stage", one) for one in made.stages]
    if found:
        return found
    triggers = [Item("trigger", one) for one in made.triggers]
    return triggers + [Item("source", one) for one in made.sources]


def _what(made: Paste) -> str:
    stages, triggers, sources = len(made.stages), len(made.triggers), len(made.sources)
    if stages:
        return ngettext("{n} stage", "{n} stages", stages).format(n=stages)
    if triggers:
        return ngettext("{n} trigger", "{n} triggers", triggers).format(n=triggers)
    return ngettext("{n} source", "{n} sources", sources).format(n=sources)
