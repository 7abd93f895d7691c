"""Gestures of the mouse as objects: begun by a press, moved, then finished or cancelled.

A gesture shows what it would do; only its end changes the document, in one undo step. Cancelled,
it leaves no trace.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtWidgets import QGraphicsView

from funnelcraft.designer.canvas.changes import moved, new_owners
from funnelcraft.designer.canvas.hits import items_in
from funnelcraft.designer.canvas.overlay import BandItem
from funnelcraft.designer.canvas.regions import SIDE_ROOM, Region, region_at
from funnelcraft.designer.canvas.scene import CanvasScene
from funnelcraft.designer.canvas.shapes import Box, around, stage_box
from funnelcraft.designer.canvas.words import plain
from funnelcraft.designer.document import Document, Item
from funnelcraft.funnel.edits import move_stages
from funnelcraft.funnel.geometry import snapped
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Position
from funnelcraft.funnel.names import role_name, short_stage_name
from funnelcraft.funnel.text import _, ngettext


@dataclass(frozen=True)
class Desk:
    """What a gesture works with."""

    document: Document
    scene: CanvasScene
    view: QGraphicsView
    say: Callable[[str], None]
    rename: Callable[[str, str], None]  # a stage's id, and the key its undo step merges by


class Gesture:
    """Something the mouse does from a press to a release."""

    cursor: Qt.CursorShape | None = None

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def move(self, at: QPointF) -> None:
        """Follow the mouse to a point of the scene."""

    def finish(self, at: QPointF) -> None:
        """Do what was shown."""

    def cancel(self) -> None:
        """Take back what was shown."""


class PanGesture(Gesture):
    """Move the sheet under the window."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, desk: Desk, start: QPoint) -> None:
        super().__init__(desk)
        self._last = start

    def pan(self, to: QPoint) -> None:
        """Follow the mouse to a point of the viewport."""
        view, step = self.desk.view, to - self._last
        self._last = to
        view.horizontalScrollBar().setValue(view.horizontalScrollBar().value() - step.x())
        view.verticalScrollBar().setValue(view.verticalScrollBar().value() - step.y())


class BandGesture(Gesture):
    """Select what a rectangle catches."""

    def __init__(self, desk: Desk, start: QPointF, adds: bool) -> None:
        super().__init__(desk)
        self._start = start
        self._before = desk.document.selection
        self._kept = self._before if adds else frozenset[Item]()
        self._band = BandItem(desk.scene.colours)
        desk.scene.addItem(self._band)

    def move(self, at: QPointF) -> None:
        """Stretch the rectangle; what it catches is selected at once."""
        self._band.show_area(QRectF(self._start, at).normalized())
        self.desk.document.select(self._kept | items_in(self.desk.scene, (self._start, at)))

    def finish(self, _at: QPointF) -> None:
        """Keep the selection."""
        self.desk.scene.removeItem(self._band)

    def cancel(self) -> None:
        """Restore the selection."""
        self.desk.scene.removeItem(self._band)
        self.desk.document.select(self._before)


class MoveGesture(Gesture):
    """Move the selected stages together, snapped to the grid."""

    cursor = Qt.CursorShape.SizeAllCursor

    def __init__(self, desk: Desk, start: QPointF, grabbed: str) -> None:
        super().__init__(desk)
        self._start = start
        funnel = desk.document.funnel
        stages = stages_by_id(funnel)
        chosen = [s for s in desk.document.selected("stage") if s in stages]
        corners = {s: stage_box(stages[s]) for s in chosen}
        self._from: dict[str, Position] = {s: (box.left, box.top) for s, box in corners.items()}
        self._grabbed = grabbed
        self._bands = desk.scene.plan.regions
        self._positions: dict[str, Position] = {}

    def move(self, at: QPointF) -> None:
        """Show the stages where they would stand, and the lane that would take them."""
        positions = self._moved_to(at)
        if positions == (self._positions or self._from):
            return
        self._positions = positions
        scene, funnel = self.desk.scene, self.desk.document.funnel
        shown = move_stages(funnel, positions)
        boxes = [stage_box(stage) for stage in shown.stages if stage.id in positions]
        owners = new_owners(funnel, self._bands, positions)
        stretched = _stretched(self._bands, boxes)
        scene.show_funnel(shown, stretched)
        taking = [box for s, box in scene.plan.boxes.items() if s in owners]
        scene.lanes.offer(region_at(stretched, taking[0].centre) if taking else None)

    def finish(self, at: QPointF) -> None:
        """Move the stages in the document, in one step."""
        positions = self._moved_to(at)
        document = self.desk.document
        funnel = document.funnel
        owners = new_owners(funnel, self._bands, positions)
        self.desk.scene.lanes.offer(None)
        if positions == self._from:
            self.desk.scene.show_funnel(funnel)
            return
        label, message = self._words(owners)
        document.apply(lambda before: moved(before, positions, owners), label)
        if message:
            self.desk.say(message)

    def cancel(self) -> None:
        """Put the stages back."""
        self.desk.scene.lanes.offer(None)
        self.desk.scene.show_funnel(self.desk.document.funnel)

    def _moved_to(self, at: QPointF) -> dict[str, Position]:
        x, y = self._from[self._grabbed]
        away = at - self._start
        snapped_x, snapped_y = snapped(x + away.x(), y + away.y())
        return {s: (a + snapped_x - x, b + snapped_y - y) for s, (a, b) in self._from.items()}

    def _words(self, owners: dict[str, str]) -> tuple[str, str]:
        """Return the label of the undo step and what is said about it."""
        funnel = self.desk.document.funnel
        stages = stages_by_id(funnel)
        if not owners:
            if len(self._from) == 1:
                name = plain(short_stage_name(stages[self._grabbed]))
                return _("Move {stage}").format(stage=name), ""
            many = ngettext("Move {n} stage", "Move {n} stages", len(self._from))
            return many.format(n=len(self._from)), ""
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
            message.format(**names, department=plain(role.department)),
        )


def _stretched(bands: tuple[Region, ...], boxes: list[Box]) -> tuple[Region, ...]:
    """Widen the outermost lanes so that they hold boxes dragged beyond their sides."""
    whole = around(band.box for band in bands)
    beyond = around(box.grown(SIDE_ROOM) for box in boxes)
    if whole is None or beyond is None:
        return bands
    left, right = min(whole.left, beyond.left), max(whole.right, beyond.right)
    found = []
    for band in bands:
        start = left if band.box.left == whole.left else band.box.left
        end = right if band.box.right == whole.right else band.box.right
        found.append(Region(band.lane, Box(start, band.box.top, end - start, band.box.height)))
    return tuple(found)
