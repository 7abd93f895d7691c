"""Moving stages with the mouse: snapped to their neighbours, into lanes and lines, or as copies."""

from PySide6.QtCore import QPointF, Qt

from funnelcraft.designer.canvas.changes import Owners, insertable, moved
from funnelcraft.designer.canvas.gestures.gesture import NO_KEY, Desk, Gesture
from funnelcraft.designer.canvas.gestures.guides import Guide, snap
from funnelcraft.designer.canvas.gestures.guides_item import GhostsItem, GuidesItem
from funnelcraft.designer.canvas.regions import SIDE_ROOM, Region, region_at
from funnelcraft.designer.canvas.routing.traffic import passes
from funnelcraft.designer.canvas.shapes import Box, around, stage_box
from funnelcraft.designer.canvas.words import plain
from funnelcraft.designer.document import Item
from funnelcraft.funnel.edits import copied, insert_stage, pasted
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Funnel, Position
from funnelcraft.funnel.names import department_name, role_name, short_stage_name, trigger_name
from funnelcraft.funnel.text import _, ngettext

REACH = 6.0  # pixels within which a stage snaps
INNER = 16.0  # how far a line must run inside a card for the card to be dropped into it
_COPY = Qt.KeyboardModifier.ControlModifier
_FREE = Qt.KeyboardModifier.AltModifier
_STRAIGHT = Qt.KeyboardModifier.ShiftModifier

Step = tuple[float, float]


class MoveGesture(Gesture):
    """Move the selected stages together.

    They snap to other stages and to the grid; Alt lets them stand anywhere, Shift keeps them on
    their row or column, Ctrl leaves them where they are and moves copies. A stage without triggers
    that is dropped on a line is put into it.
    """

    cursor = Qt.CursorShape.SizeAllCursor
    scrolls = True

    def __init__(self, desk: Desk, start: QPointF, grabbed: str) -> None:
        super().__init__(desk)
        self._start = start
        self._grabbed = grabbed
        funnel = desk.document.funnel
        stages = stages_by_id(funnel)
        self._boxes = {s: stage_box(stages[s]) for s in desk.document.selected("stage")}
        self._whole = around(self._boxes.values()) or stage_box(stages[grabbed])
        self._others = [b for s, b in desk.scene.plan.boxes.items() if s not in self._boxes]
        self._bands = desk.scene.plan.regions
        self._owners = Owners(funnel, self._bands, self._boxes)
        self._lines = {t: line.way for t, line in desk.scene.plan.lines.items()}
        self._into: str | None = None
        self._last: tuple[Step, bool] = ((0.0, 0.0), False)
        self._guides = GuidesItem(desk.scene.colours)
        self._ghosts = GhostsItem(desk.scene.colours)
        for item in (self._guides, self._ghosts):
            desk.scene.addItem(item)

    def move(self, at: QPointF, keys: Qt.KeyboardModifier = NO_KEY) -> None:
        """Show the stages where they would stand, and the lane or line that would take them."""
        step, guides = self._step(at, keys)
        copies = bool(keys & _COPY)
        self._guides.show_guides(guides, self.desk.zoom)
        if (step, copies) == self._last:
            return
        self._last = (step, copies)
        moves = (0.0, 0.0) if copies else step
        self._show_moved(moves)
        boxes = tuple(box.shifted(*step) for box in self._boxes.values())
        self._ghosts.show_boxes(boxes if copies else ())
        self._offer_line(None if copies else self._line_under(step))

    def _show_moved(self, step: Step) -> None:
        scene, places = self.desk.scene, self._places(step)
        taker = self._owners.first_taker(places)
        boxes = [box.shifted(*step) for box in self._boxes.values()]
        stretched = _stretched(self._bands, boxes)
        scene.show_drag(places, stretched)
        centre = scene.plan.boxes[taker].centre if taker else None
        scene.lanes.offer(region_at(stretched, centre) if centre else None)

    def finish(self, at: QPointF, keys: Qt.KeyboardModifier = NO_KEY) -> None:
        """Move or copy the stages in the document, in one step."""
        step, _guides = self._step(at, keys)
        into = None if keys & _COPY else self._line_under(step)
        self._clear()
        document = self.desk.document
        if step == (0.0, 0.0):
            self.desk.scene.show_funnel(document.funnel)
        elif keys & _COPY:
            self._copy(step)
        else:
            self._move(step, into)

    def cancel(self) -> None:
        """Put the stages back."""
        self._clear()
        self.desk.scene.show_funnel(self.desk.document.funnel)

    def _clear(self) -> None:
        self.desk.scene.lanes.offer(None)
        self._offer_line(None)
        for item in (self._guides, self._ghosts):
            if item.scene() is not None:
                self.desk.scene.removeItem(item)

    def _step(self, at: QPointF, keys: Qt.KeyboardModifier) -> tuple[Step, tuple[Guide, ...]]:
        """Return how far the stages go, and the guides that say why just there."""
        x, y = at.x() - self._start.x(), at.y() - self._start.y()
        locked = None
        if keys & _STRAIGHT:
            locked = 1 if abs(x) >= abs(y) else 0
            x, y = (x, 0.0) if locked == 1 else (0.0, y)
        if keys & _FREE:
            return (float(round(x)), float(round(y))), ()
        others = [*self._others, *self._boxes.values()] if keys & _COPY else self._others
        found = snap(self._whole.shifted(x, y), others, REACH / self.desk.zoom, locked)
        return (x + found.dx, y + found.dy), found.guides

    def _places(self, step: Step) -> dict[str, Position]:
        return {s: (b.left + step[0], b.top + step[1]) for s, b in self._boxes.items()}

    def _line_under(self, step: Step) -> str | None:
        """Return the trigger a lone stage would be put into where it is now."""
        if len(self._boxes) != 1 or not insertable(self.desk.document.funnel, self._grabbed):
            return None
        inner = self._boxes[self._grabbed].shifted(*step).grown(-INNER)
        return next((t for t, way in self._lines.items() if passes(way, inner)), None)

    def _offer_line(self, trigger_id: str | None) -> None:
        if trigger_id == self._into:
            return
        for one, shown in ((self._into, False), (trigger_id, True)):
            item = self.desk.scene.triggers.get(one or "")
            if item is not None:
                item.set_state(hovered=shown)
        self._into = trigger_id
        if trigger_id is None:
            self.desk.tip("")
            return
        funnel = self.desk.document.funnel
        trigger = next(one for one in funnel.triggers if one.id == trigger_id)
        words = _("Drop it here to put it into “{trigger}”.")
        self.desk.tip(words.format(trigger=plain(trigger_name(funnel, trigger))))

    def _copy(self, step: Step) -> None:
        document = self.desk.document
        made = pasted(document.funnel, copied(document.funnel, self._boxes), *step)
        label = ngettext("Copy {n} stage", "Copy {n} stages", len(made.stages))
        document.apply(lambda _before: made.funnel, label.format(n=len(made.stages)))
        document.select(Item("stage", one) for one in made.stages)

    def _move(self, step: Step, into: str | None) -> None:
        document, places = self.desk.document, self._places(step)
        owners = self._owners.at(places)
        label, message = self._words(owners)
        if into is not None:
            trigger = next(one for one in document.funnel.triggers if one.id == into)
            label = _("Insert {stage} into {trigger}").format(
                stage=plain(short_stage_name(stages_by_id(document.funnel)[self._grabbed])),
                trigger=plain(trigger_name(document.funnel, trigger)),
            )

        def edit(before: Funnel) -> Funnel:
            after = moved(before, places, owners)
            return after if into is None else insert_stage(after, into, self._grabbed)[0]

        document.apply(edit, label)
        if message:
            self.desk.say(message)

    def _words(self, owners: dict[str, str]) -> tuple[str, str]:
        """Return the label of the undo step and what is said about it."""
        funnel = self.desk.document.funnel
        stages = stages_by_id(funnel)
        if not owners:
            if len(self._boxes) == 1:
                name = plain(short_stage_name(stages[self._grabbed]))
                return _("Move {stage}").format(stage=name), ""
            many = ngettext("Move {n} stage", "Move {n} stages", len(self._boxes))
            return many.format(n=len(self._boxes)), ""
        stage_id, role_id = next(iter(owners.items()))
        role = next(role for role in funnel.roles if role.id == role_id)
        names = {"stage": plain(short_stage_name(stages[stage_id])), "role": plain(role_name(role))}
        if len(owners) > 1:
            many = ngettext("Hand {n} stage over to {role}", "Hand {n} stages over to {role}", 2)
            text = many.format(n=len(owners), role=names["role"])
            return text, text + "."
        message = _("{role} owns {stage} now: it stands in the lane of {department}.")
        return (
            _("Hand {stage} over to {role}").format(**names),
            message.format(**names, department=department_name(plain(role.department))),
        )


def _stretched(bands: tuple[Region, ...], boxes: list[Box]) -> tuple[Region, ...]:
    """Widen the outermost lanes so that they hold boxes dragged beyond their sides."""
    whole = around(band.box for band in bands)
    beyond = around(box.grown(SIDE_ROOM) for box in boxes)
    if whole is None or beyond is None:
        return bands
    if whole.left <= beyond.left and beyond.right <= whole.right:
        return bands
    left, right = min(whole.left, beyond.left), max(whole.right, beyond.right)
    found = []
    for band in bands:
        start = left if band.box.left == whole.left else band.box.left
        end = right if band.box.right == whole.right else band.box.right
        found.append(Region(band.lane, Box(start, band.box.top, end - start, band.box.height)))
    return tuple(found)
