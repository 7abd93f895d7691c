"""Drawing a trigger: from a stage's edge to another stage, or to a new one."""

from PySide6.QtCore import QPointF, Qt

from funnelcraft.designer.canvas.changes import corner_for, with_connected_stage
from funnelcraft.designer.canvas.gestures import Desk, Gesture
from funnelcraft.designer.canvas.hits import stage_at
from funnelcraft.designer.canvas.overlay import RubberItem
from funnelcraft.designer.canvas.routing import Wish, route
from funnelcraft.designer.canvas.shapes import Box
from funnelcraft.designer.canvas.traffic import Traffic
from funnelcraft.designer.canvas.words import plain
from funnelcraft.designer.document import Item
from funnelcraft.funnel.edits import add_trigger, likely_kind
from funnelcraft.funnel.geometry import STAGE_HEIGHT, STAGE_WIDTH
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import ENDS
from funnelcraft.funnel.names import short_stage_name
from funnelcraft.funnel.text import _


class ConnectGesture(Gesture):
    """Draw a trigger out of a stage. Dropped on nothing, it makes the stage too."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, desk: Desk, origin: str) -> None:
        super().__init__(desk)
        self._origin = origin
        self._target: str | None = None
        self._has_left = False
        self._is_end = stages_by_id(desk.document.funnel)[origin].kind in ENDS
        if self._is_end:
            self.cursor = Qt.CursorShape.ForbiddenCursor
            desk.say(self._refusal())
        self._rubber = RubberItem(desk.scene.colours)
        desk.scene.addItem(self._rubber)

    def move(self, at: QPointF) -> None:
        """Show the line to the stage under the mouse, or to the one it would make."""
        target = stage_at(self.desk.scene, at)
        self._has_left = self._has_left or target != self._origin
        if target == self._origin and not self._has_left:
            return
        self._mark(target)
        boxes = self.desk.scene.plan.boxes
        ghost = None if target else Box(*corner_for((at.x(), at.y())), STAGE_WIDTH, STAGE_HEIGHT)
        end = boxes[target] if target else ghost
        if end is None or (target is None and end.overlaps(boxes[self._origin])):
            self._rubber.show_way((), None)
            return
        funnel = self.desk.document.funnel
        kind = likely_kind(funnel, self._origin, target) if target else "progress"
        wish = Wish("", boxes[self._origin], end, kind)
        way = route(wish, Traffic([*boxes.values(), *([ghost] if ghost else [])]))
        self._rubber.show_way(way, None if self._is_end else ghost, refused=self._is_end)

    def finish(self, at: QPointF) -> None:
        """Add the trigger, and the stage where there is none, in one step."""
        target = stage_at(self.desk.scene, at)
        self.cancel()
        if self._is_end:
            self.desk.say(self._refusal())
        elif target is not None and (target != self._origin or self._has_left):
            self._connect(target)
        elif target is None:
            self._extend(at)

    def cancel(self) -> None:
        """Take the line away."""
        self._mark(None)
        if self._rubber.scene() is not None:
            self.desk.scene.removeItem(self._rubber)

    def _connect(self, target: str) -> None:
        document = self.desk.document
        after, trigger_id = add_trigger(document.funnel, self._origin, target)
        stages = stages_by_id(after)
        origin_name, target_name = (
            plain(short_stage_name(stages[end])) for end in (self._origin, target)
        )
        label = _("Connect {origin} to {target}").format(origin=origin_name, target=target_name)
        document.apply(lambda _before: after, label)
        document.select([Item("trigger", trigger_id)])

    def _extend(self, at: QPointF) -> None:
        document, scene = self.desk.document, self.desk.scene
        centre = (at.x(), at.y())
        box = Box(*corner_for(centre), STAGE_WIDTH, STAGE_HEIGHT)
        if box.overlaps(scene.plan.boxes[self._origin]):
            return
        after, stage_id, _trigger = with_connected_stage(
            document.funnel, scene.plan.regions, self._origin, centre
        )
        key = f"new-stage-{stage_id}-{document.undo_stack.index()}"
        document.apply(lambda _before: after, _("Add stage"), merge_key=key)
        document.select([Item("stage", stage_id)])
        self.desk.rename(stage_id, key)

    def _mark(self, target: str | None) -> None:
        if target != self._target:
            for stage_id, shown in ((self._target, False), (target, True)):
                item = self.desk.scene.stages.get(stage_id or "")
                if item is not None:
                    item.show_target(shown and not self._is_end)
            self._target = target

    def _refusal(self) -> str:
        stage = stages_by_id(self.desk.document.funnel)[self._origin]
        name = plain(short_stage_name(stage))
        return _("Leads end at {stage}: no trigger can leave it.").format(stage=name)
