"""Leading a line from a fixed end to a stage, by a drag or by a pick.

A pick goes on without a button held: arrows or typing choose the stage as well as the mouse does.
"""

from time import monotonic

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent

from funnelcraft.designer.canvas.changes import corner_for, neighbour
from funnelcraft.designer.canvas.gestures.gesture import NO_KEY, Desk, Gesture
from funnelcraft.designer.canvas.gestures.hits import stage_at
from funnelcraft.designer.canvas.gestures.overlay import RubberItem
from funnelcraft.designer.canvas.routing.thorough import Wish, route
from funnelcraft.designer.canvas.routing.traffic import Traffic
from funnelcraft.designer.canvas.shapes import Box
from funnelcraft.designer.canvas.words import plain
from funnelcraft.funnel.geometry import STAGE_HEIGHT, STAGE_WIDTH
from funnelcraft.funnel.graph import stages_by_id, stages_in_order
from funnelcraft.funnel.names import stage_name
from funnelcraft.funnel.text import _

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
TYPING_PAUSE = 1.2  # seconds after which typing begins another name


class WireGesture(Gesture):
    """A line from a fixed end to the stage under the mouse, or the one the keys chose."""

    cursor = Qt.CursorShape.CrossCursor
    scrolls = True
    makes_stages = False  # whether dropped on nothing it makes a stage

    def __init__(self, desk: Desk, fixed: Box, *, is_pick: bool = False) -> None:
        super().__init__(desk)
        self.is_pick = is_pick
        self._fixed = fixed
        self._target: str | None = None
        self._typed, self._typed_at = "", 0.0
        self._rubber = RubberItem(desk.scene.colours)
        desk.scene.addItem(self._rubber)
        if is_pick:
            desk.hint(self.invitation())
            self._choose(self._first())

    # What a kind of line decides

    def reason(self, target: str) -> str:
        """Say why the line cannot end at a stage; empty where it can."""
        return ""

    def kind(self, target: str) -> str:
        """Return the kind of trigger it would be."""
        return "progress"

    def backwards(self) -> bool:
        """Say whether the fixed end is where leads arrive."""
        return False

    def invitation(self) -> str:
        """Say what the keys do while it is a pick."""
        return ""

    def drop(self, target: str) -> None:
        """Do what was shown, onto a stage."""

    # The line

    def move(self, at: QPointF, _keys: Qt.KeyboardModifier = NO_KEY) -> None:
        """Show the line to the stage under the mouse, or to the one it would make."""
        target = stage_at(self.desk.scene, at)
        if target is not None:
            self._choose(target)
            return
        if self.is_pick:
            return  # the keys may have chosen one
        self._mark(None)
        self.desk.tip("")
        ghost = Box(*corner_for((at.x(), at.y())), STAGE_WIDTH, STAGE_HEIGHT)
        if ghost.overlaps(self._fixed):
            self._rubber.show_way((), None)
        elif self.makes_stages:
            self._show(ghost, "progress", "", ghost)
        else:
            self._show(Box(at.x(), at.y(), 0.0, 0.0).grown(4.0), "progress", "", None)

    def _choose(self, target: str | None) -> None:
        """Show the line to a stage."""
        if target is None:
            return
        self._mark(target)
        why_not = self.reason(target)
        box = self.desk.scene.plan.boxes[target]
        if self.is_pick:
            self.desk.hint(why_not or self.invitation())
        else:
            self.desk.tip(why_not)
        if box == self._fixed:
            self._rubber.show_way((), None)
        else:
            self._show(box, "progress" if why_not else self.kind(target), why_not, None)

    def _show(self, end: Box, kind: str, why_not: str, ghost: Box | None) -> None:
        pair = (end, self._fixed) if self.backwards() else (self._fixed, end)
        boxes = [*self.desk.scene.plan.boxes.values(), *([ghost] if ghost else [])]
        way = route(Wish("", *pair, kind), Traffic(boxes))
        self._rubber.show_way(way, ghost, refused=bool(why_not))

    def _mark(self, target: str | None) -> None:
        for stage_id, shown in ((self._target, False), (target, True)):
            item = self.desk.scene.stages.get(stage_id or "")
            if item is not None:
                item.show_target(shown and not self.reason(stage_id or ""))
        self._target = target

    def finish(self, at: QPointF, _keys: Qt.KeyboardModifier = NO_KEY) -> None:
        """Connect what was shown, or say why not."""
        target = stage_at(self.desk.scene, at)
        self.cancel()
        self._finish_at(target)

    def _finish_at(self, target: str | None) -> None:
        if target is None:
            return
        if why_not := self.reason(target):
            self.desk.say(why_not)
        else:
            self.drop(target)

    def cancel(self) -> None:
        """Take the line away."""
        self._mark(None)
        self.desk.tip("")
        self.desk.hint("")
        if self._rubber.scene() is not None:
            self.desk.scene.removeItem(self._rubber)

    # Choosing by keys

    def key(self, event: QKeyEvent) -> bool:
        """Choose with arrows or by typing a name; Enter connects."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            target = self._target
            self.cancel()
            self._finish_at(target)
        elif key in ARROWS:
            funnel = self.desk.document.funnel
            here = self._target or self._near_fixed()
            if here is not None:
                self._choose(neighbour(funnel, here, *ARROWS[key]))
        elif event.text().isprintable() and event.text():
            self._type(event.text())
        else:
            return False
        return True

    def ends_with(self, event: QKeyEvent) -> bool:
        """Say whether a key is the last one this gesture takes."""
        return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)

    def _type(self, text: str) -> None:
        """Choose the first stage that begins with what was typed."""
        now = monotonic()
        self._typed = (self._typed if now - self._typed_at < TYPING_PAUSE else "") + text.casefold()
        self._typed_at = now
        for stage in stages_in_order(self.desk.document.funnel):
            names = (stage.abbreviation, stage_name(stage), *stage_name(stage).split())
            if any(name.casefold().startswith(self._typed) for name in names):
                self._choose(stage.id)
                return
        self.desk.say(_("No stage begins with “{typed}”.").format(typed=plain(self._typed)))

    def _near_fixed(self) -> str | None:
        boxes = self.desk.scene.plan.boxes
        return next((s for s, box in boxes.items() if box == self._fixed), None)

    def _first(self) -> str | None:
        """Return the stage a pick begins at: the nearest one that may be chosen, best ahead."""
        x, y = self._fixed.centre

        def far(item: tuple[str, Box]) -> float:
            ahead = item[1].centre[0] - x
            return (ahead if ahead > 0 else 3 * -ahead) + 1.5 * abs(item[1].centre[1] - y)

        known = stages_by_id(self.desk.document.funnel)
        boxes = sorted(self.desk.scene.plan.boxes.items(), key=far)
        return next((s for s, _box in boxes if s in known and not self.reason(s)), None)
