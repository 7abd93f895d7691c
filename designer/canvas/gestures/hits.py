"""What lies under the mouse."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF

from funnelcraft.designer.canvas.ink import rect
from funnelcraft.designer.canvas.items.stage_card import HANDLES
from funnelcraft.designer.canvas.items.stage_item import StageItem
from funnelcraft.designer.canvas.scene import CanvasScene
from funnelcraft.designer.document import Item

EDGE_ZONE = 6.0  # how deep inside a card its edge can be grabbed
HANDLE_ZONE = 11.0

Part = Literal["body", "edge"]


@dataclass(frozen=True)
class Hit:
    """A part of the funnel under the mouse: its body, or the edge that triggers are drawn from."""

    item: Item
    part: Part = "body"


def hit(scene: CanvasScene, at: QPointF) -> Hit | None:
    """Return what lies at a point of the scene; stages before sources before triggers."""
    near = [one for one in reversed(scene.stages.values()) if one.sceneBoundingRect().contains(at)]
    for stage in sorted(near, key=lambda one: -one.zValue()):
        part = _part_of(stage, at)
        if part is not None and stage.item is not None:
            return Hit(stage.item, part)
    for items in (scene.sources, scene.triggers):
        for item in reversed(tuple(items.values())):
            if item.rect().contains(at) and item.shape().contains(at):
                return Hit(item.item) if item.item is not None else None
    return None


def stage_at(scene: CanvasScene, at: QPointF, slack: float = 8.0) -> str | None:
    """Return the stage whose card lies at a point, or so near that it is meant."""
    point = (at.x(), at.y())
    for stage_id, box in reversed(tuple(scene.plan.boxes.items())):
        if box.grown(slack).contains(point):
            return stage_id
    return None


def _part_of(stage: StageItem, at: QPointF) -> Part | None:
    local = at - stage.pos()
    if (stage.is_hovered or stage.is_selected) and stage.offers_handles:
        for handle in HANDLES:
            away = handle - local
            if abs(away.x()) <= HANDLE_ZONE and abs(away.y()) <= HANDLE_ZONE:
                return "edge"
    card = stage.shape().boundingRect()
    if not card.contains(local):
        return None
    if card.adjusted(EDGE_ZONE, EDGE_ZONE, -EDGE_ZONE, -EDGE_ZONE).contains(local):
        return "body"
    return "edge"


def items_in(scene: CanvasScene, band: tuple[QPointF, QPointF]) -> frozenset[Item]:
    """Return what a rubber band catches: stages and sources it touches, lines it holds whole."""
    left, right = sorted((band[0].x(), band[1].x()))
    top, bottom = sorted((band[0].y(), band[1].y()))
    caught = set()
    for stage_id, box in scene.plan.boxes.items():
        if box.left < right and box.right > left and box.top < bottom and box.bottom > top:
            caught.add(Item("stage", stage_id))
    for source_id, pill in scene.plan.pills.items():
        own = rect(pill.box)
        if own.left() < right and own.right() > left and own.top() < bottom and own.bottom() > top:
            caught.add(Item("source", source_id))
    for trigger_id, line in scene.plan.lines.items():
        if all(left <= x <= right and top <= y <= bottom for x, y in line.way):
            caught.add(Item("trigger", trigger_id))
    return frozenset(caught)
