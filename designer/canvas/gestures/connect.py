"""Drawing a trigger out of a stage, and leading an end of one, or a source, to another stage."""

from PySide6.QtCore import QPointF, Qt

from funnelcraft.designer.canvas.changes import corner_for, with_connected_stage
from funnelcraft.designer.canvas.gestures.gesture import NO_KEY, Desk
from funnelcraft.designer.canvas.gestures.hits import stage_at
from funnelcraft.designer.canvas.gestures.wires import WireGesture
from funnelcraft.designer.canvas.shapes import Box
from funnelcraft.designer.canvas.words import plain
from funnelcraft.designer.document import Item
from funnelcraft.funnel.edits import (
    add_trigger,
    change_source,
    likely_kind,
    redirect_trigger,
    refusal,
)
from funnelcraft.funnel.geometry import STAGE_HEIGHT, STAGE_WIDTH
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import ENDS, Trigger
from funnelcraft.funnel.names import short_stage_name, source_name, trigger_name
from funnelcraft.funnel.text import _


class ConnectGesture(WireGesture):
    """Draw a trigger out of a stage. Dropped on nothing, it makes the stage too."""

    makes_stages = True

    def __init__(self, desk: Desk, origin: str, *, is_pick: bool = False) -> None:
        self._origin = origin
        self._has_left = False
        self._dead = refusal(desk.document.funnel, origin)
        super().__init__(desk, desk.scene.plan.boxes[origin], is_pick=is_pick)
        if self._dead:
            self.cursor = Qt.CursorShape.ForbiddenCursor
            desk.say(self._dead)
            desk.tip(self._dead)

    def reason(self, target: str) -> str:
        """Say why no trigger can lead there."""
        return refusal(self.desk.document.funnel, self._origin, target)

    def kind(self, target: str) -> str:
        """Return the likely kind."""
        return likely_kind(self.desk.document.funnel, self._origin, target)

    def invitation(self) -> str:
        """Say what the keys do."""
        stage = stages_by_id(self.desk.document.funnel)[self._origin]
        words = _("Connect {stage}: choose a stage with the arrow keys, by typing or by a click.")
        return words.format(stage=plain(short_stage_name(stage))) + " " + _("Enter connects.")

    def move(self, at: QPointF, keys: Qt.KeyboardModifier = NO_KEY) -> None:
        """Show the line; an end has none, and a stage that was not left yet says nothing."""
        target = stage_at(self.desk.scene, at)
        self._has_left = self._has_left or target != self._origin
        if self._dead or not self._has_left:
            return
        super().move(at, keys)

    def finish(self, at: QPointF, keys: Qt.KeyboardModifier = NO_KEY) -> None:
        """Add the trigger, and the stage where there is none, in one step."""
        target = stage_at(self.desk.scene, at)
        if target is None and not self._dead and not self.is_pick:
            self.cancel()
            self._extend(at)
        elif self._dead:
            self.cancel()
            self.desk.say(self._dead)
        elif self._has_left or target != self._origin:
            super().finish(at, keys)
        else:
            self.cancel()

    def drop(self, target: str) -> None:
        """Add the trigger; its figures are asked for at once."""
        document = self.desk.document
        after, trigger_id = add_trigger(document.funnel, self._origin, target)
        stages = stages_by_id(after)
        origin_name, target_name = (
            plain(short_stage_name(stages[end])) for end in (self._origin, target)
        )
        label = _("Connect {origin} to {target}").format(origin=origin_name, target=target_name)
        key = f"new-trigger-{trigger_id}-{document.undo_stack.index()}"
        document.apply(lambda _before: after, label, merge_key=key)
        item = Item("trigger", trigger_id)
        document.select([item])
        if item in document.selection:
            self.desk.edit(item, key)

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
        item = Item("stage", stage_id)
        document.select([item])
        if item in document.selection:
            self.desk.edit(item, key)


class RedirectGesture(WireGesture):
    """Lead one end of a trigger to another stage."""

    def __init__(
        self, desk: Desk, trigger: Trigger, *, start: bool = False, is_pick: bool = False
    ) -> None:
        self._trigger = trigger
        self._start = start
        way = desk.scene.plan.lines[trigger.id].way
        other = trigger.to_stage if start else trigger.from_stage
        x, y = way[-1 if start else 0]
        fixed = desk.scene.plan.boxes.get(other) or Box(x, y, 0.0, 0.0)
        super().__init__(desk, fixed, is_pick=is_pick)

    def _ends(self, target: str) -> tuple[str, str]:
        trigger = self._trigger
        return (target, trigger.to_stage) if self._start else (trigger.from_stage, target)

    def reason(self, target: str) -> str:
        """Say why the trigger cannot connect these stages."""
        origin, goal = self._ends(target)
        known = stages_by_id(self.desk.document.funnel)
        if origin not in known or goal not in known:
            return _("The other end of this trigger is loose: mend it in the inspector first.")
        return refusal(self.desk.document.funnel, origin, goal)

    def kind(self, target: str) -> str:
        """Return the trigger's own kind: it shows which way its line may run."""
        return self._trigger.kind

    def backwards(self) -> bool:
        """Say whether its beginning is led elsewhere."""
        return self._start

    def invitation(self) -> str:
        """Say what the keys do."""
        name = plain(trigger_name(self.desk.document.funnel, self._trigger))
        words = _("Lead “{trigger}” to another stage: arrow keys, typing or a click choose it.")
        if self._start:
            words = _("Begin “{trigger}” at another stage: arrow keys, typing or a click.")
        return words.format(trigger=name) + " " + _("Enter connects.")

    def drop(self, target: str) -> None:
        """Lead it there."""
        document, trigger = self.desk.document, self._trigger
        name = plain(trigger_name(document.funnel, trigger))
        ends = {"from_stage" if self._start else "to_stage": target}
        stage = plain(short_stage_name(stages_by_id(document.funnel)[target]))
        words = _("Begin {trigger} at {stage}") if self._start else _("Lead {trigger} to {stage}")
        document.apply(
            lambda funnel: redirect_trigger(funnel, trigger.id, **ends),
            words.format(trigger=name, stage=stage),
        )


class FillGesture(WireGesture):
    """Let a source bring its leads into another stage."""

    def __init__(self, desk: Desk, source_id: str, *, is_pick: bool = False) -> None:
        self._id = source_id
        super().__init__(desk, desk.scene.plan.pills[source_id].box, is_pick=is_pick)

    def reason(self, target: str) -> str:
        """Say why leads cannot enter there."""
        stage = stages_by_id(self.desk.document.funnel)[target]
        if stage.kind in ENDS:
            words = _("Leads end at {stage}: none can enter the funnel there.")
            return words.format(stage=plain(short_stage_name(stage)))
        return ""

    def invitation(self) -> str:
        """Say what the keys do."""
        words = _("Choose the stage this source fills: arrow keys, typing or a click.")
        return words + " " + _("Enter connects.")

    def drop(self, target: str) -> None:
        """Let it fill the stage."""
        document = self.desk.document
        source = next(one for one in document.funnel.sources if one.id == self._id)
        stage = stages_by_id(document.funnel)[target]
        words = _("Bring {source} into {stage}")
        document.apply(
            lambda funnel: change_source(funnel, self._id, into=target),
            words.format(source=plain(source_name(source)), stage=plain(short_stage_name(stage))),
        )
