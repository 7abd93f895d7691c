"""What the triggers of a funnel ask of the routing: from which box to which, and of what kind."""

from collections.abc import Mapping

from funnelcraft.designer.canvas.routing.thorough import Wish
from funnelcraft.designer.canvas.shapes import Box
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Funnel

LOOSE_END = 24.0  # the size of the mark where a trigger's stage is missing


def wishes_of(funnel: Funnel, boxes: Mapping[str, Box]) -> tuple[tuple[Wish, ...], dict[str, str]]:
    """Return a wish for every trigger that can be drawn, and which end of which is loose."""
    stages = stages_by_id(funnel)
    found: dict[str, Wish] = {}
    loose: dict[str, str] = {}
    for trigger in funnel.triggers:
        if trigger.id in found:
            continue
        origin, target = boxes.get(trigger.from_stage), boxes.get(trigger.to_stage)
        if origin is None and target is None:
            continue
        if origin is None or target is None:
            loose[trigger.id] = "from" if origin is None else "to"
        found[trigger.id] = Wish(
            trigger.id,
            origin or _nowhere(target, boxes, -1),
            target or _nowhere(origin, boxes, 1),
            trigger.kind,
            any(
                stages[end].kind == "gate"
                for end in (trigger.from_stage, trigger.to_stage)
                if end in stages
            ),
        )
    return tuple(found.values()), loose


def _nowhere(beside: Box | None, boxes: Mapping[str, Box], direction: int) -> Box:
    """Return a small box near a stage for the end of a trigger that leads nowhere."""
    x, y = beside.centre if beside else (0.0, 0.0)
    half = LOOSE_END / 2
    tried = [
        Box(x + direction * 200.0 - half, y - half, LOOSE_END, LOOSE_END),
        Box(x - half, y + 96.0 - half, LOOSE_END, LOOSE_END),
        Box(x - half, y - 96.0 - half, LOOSE_END, LOOSE_END),
    ]
    return next((b for b in tried if not any(b.overlaps(o) for o in boxes.values())), tried[1])
