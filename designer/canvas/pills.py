"""Where the sources stand: small pills beside the stage they fill. They have no place of their own
in the file, so they keep out of the way of the stages.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from funnelcraft.designer.canvas.routing.traffic import Traffic
from funnelcraft.designer.canvas.shapes import Box, Point
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Funnel

WIDTH = 124.0
HEIGHT = 36.0
SPACE = 8.0  # between two pills
IN_A_ROW = 2
REACH = 44.0  # from a pill to its stage
TRUNK = 24.0  # from the stage to where the lines of several pills join


@dataclass(frozen=True)
class Pill:
    """A source's box, and the line from it to its stage."""

    box: Box
    points: tuple[Point, ...]


def pills(funnel: Funnel, boxes: Mapping[str, Box]) -> dict[str, Pill]:
    """Return the pills by source id. A source of a stage that isn't there has none."""
    filling: dict[str, list[str]] = {}
    for source in funnel.sources:
        if source.into in boxes:
            filling.setdefault(source.into, []).append(source.id)
    placed: dict[str, Pill] = {}
    taken = Traffic(boxes.values(), clearance=0.0)
    for stage_id in (stage_id for stage_id in stages_by_id(funnel) if stage_id in filling):
        found = _around(boxes[stage_id], filling[stage_id], taken)
        placed |= found
        for pill in found.values():
            taken.add_label(pill.box)
    return placed


def _around(box: Box, ids: list[str], taken: Traffic) -> dict[str, Pill]:
    """Set one row of pills above the stage, where they cost no width; more beside it, if free."""
    above, left, below = _above(box, len(ids)), _left(box, len(ids)), _below(box, len(ids))
    options = [above, left, below] if len(ids) <= IN_A_ROW else [left, above, below]
    chosen = next((option for option in options if _is_free(option, box, taken)), options[0])
    return dict(zip(ids, chosen, strict=True))


def _is_free(option: Iterable[Pill], own: Box, taken: Traffic) -> bool:
    """Say whether pills would lie on no other stage and no other pill."""
    rooms = [pill.box.grown(SPACE) for pill in option]
    return not any(
        taken.labels_near(room) or any(box != own for box in taken.boxes_near(room))
        for room in rooms
    )


def _left(box: Box, number: int) -> list[Pill]:
    x, y = box.left, box.centre[1]
    top = y - (number * (HEIGHT + SPACE) - SPACE) / 2
    found = []
    for place in range(number):
        own = Box(x - REACH - WIDTH, top + place * (HEIGHT + SPACE), WIDTH, HEIGHT)
        found.append(Pill(own, _joined((own.right, own.centre[1]), (x, y), (x - TRUNK, None))))
    return found


def _above(box: Box, number: int) -> list[Pill]:
    x, y = box.centre[0], box.top
    return [
        Pill(own, _joined((own.centre[0], own.bottom), (x, y), (None, y - TRUNK)))
        for own in _rows(x, y - REACH - HEIGHT, -1, number)
    ]


def _below(box: Box, number: int) -> list[Pill]:
    x, y = box.centre[0], box.bottom
    return [
        Pill(own, _joined((own.centre[0], own.top), (x, y), (None, y + TRUNK)))
        for own in _rows(x, y + REACH, 1, number)
    ]


def _rows(x: float, top: float, away: int, number: int) -> list[Box]:
    """Set pills side by side, centred on x, the rows going away from the stage."""
    found = []
    for place in range(number):
        row, column = divmod(place, IN_A_ROW)
        in_row = min(IN_A_ROW, number - IN_A_ROW * row)
        left = x - (in_row * (WIDTH + SPACE) - SPACE) / 2 + column * (WIDTH + SPACE)
        found.append(Box(left, top + away * row * (HEIGHT + SPACE), WIDTH, HEIGHT))
    return found


def _joined(
    start: Point, end: Point, trunk: tuple[float | None, float | None]
) -> tuple[Point, ...]:
    """Return the line to the trunk, along it, and on into the stage."""
    x, y = trunk
    if start[0] == end[0] or start[1] == end[1]:
        return start, end
    if x is not None:
        return start, (x, start[1]), (x, end[1]), end
    if y is not None:
        return start, (start[0], y), (end[0], y), end
    return start, end
