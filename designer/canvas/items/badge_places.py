"""Where badges stand at the labels of triggers, so that they hide nothing."""

from collections.abc import Iterable, Mapping

from funnelcraft.designer.canvas.plan import Line, Plan
from funnelcraft.designer.canvas.routing.traffic import Traffic
from funnelcraft.designer.canvas.routing.wishes import LOOSE_END
from funnelcraft.designer.canvas.shapes import Box


def badge_places(
    drawing: Plan, sizes: Mapping[str, tuple[float, float]], taken: Iterable[Box] = ()
) -> dict[str, Box]:
    """Return where badges of some sizes stand at triggers' labels without hiding anything.

    Neither boxes, lines and texts nor what is taken besides, such as by the badges of stages.
    """
    solid = [*drawing.boxes.values(), *(pill.box for pill in drawing.pills.values()), *taken]
    solid += [_loose_mark(line) for line in drawing.lines.values() if line.loose]
    traffic = Traffic(solid, clearance=0.0)
    for line in drawing.lines.values():
        traffic.add_label(line.label.box)
        traffic.add(line.way)
    return {
        trigger_id: _badge_place(drawing.lines[trigger_id].label.box, size, traffic)
        for trigger_id, size in sizes.items()
    }


def _badge_place(label: Box, size: tuple[float, float], traffic: Traffic) -> Box:
    centre, middle = label.centre[0] - size[0] / 2, label.centre[1] - size[1] / 2
    tried = [
        Box(label.right + 4.0, middle, *size),
        Box(label.left - 4.0 - size[0], middle, *size),
        Box(centre, label.top - size[1] - 2.0, *size),
        Box(centre, label.bottom + 2.0, *size),
    ]
    best, least = tried[0], float("inf")
    for box in tried:
        hidden = len(traffic.boxes_near(box)) + len(traffic.labels_near(box))
        trouble = 10.0 * hidden + len(traffic.pieces_near(box))
        if trouble == 0.0:
            return box
        if trouble < least:
            best, least = box, trouble
    return best


def _loose_mark(line: Line) -> Box:
    x, y = line.way[-1 if line.loose == "to" else 0]
    return Box(x, y, 0.0, 0.0).grown(LOOSE_END / 2)
