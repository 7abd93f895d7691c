"""Where the sources stand: small pills beside the stage they fill. They have no place of their own
in the file, so they keep out of the way of the stages.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from funnelcraft.designer.canvas.shapes import Box, Point
from funnelcraft.funnel.graph import stages_by_id
from funnelcraft.funnel.model import Funnel

WIDTH = 136.0
HEIGHT = 36.0
SPACE = 8.0  # between two pills
REACH = 44.0  # from a pill to its stage
TRUNK = 24.0  # from the stage to where the lines of several pills join
IN_LINE = 640.0  # how far to the left a stage is looked for that leads into this one


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
    known = stages_by_id(funnel)
    for stage_id in (stage_id for stage_id in known if stage_id in filling):
        taken = [box for other, box in boxes.items() if other != stage_id]
        taken += [pill.box for pill in placed.values()]
        left_first = not _is_led_into_from_the_left(funnel, boxes, stage_id)
        placed |= _around(boxes[stage_id], filling[stage_id], taken, left_first)
    return placed


def _is_led_into_from_the_left(funnel: Funnel, boxes: Mapping[str, Box], stage_id: str) -> bool:
    box = boxes[stage_id]
    origins = {t.from_stage for t in funnel.triggers if t.to_stage == stage_id} - {stage_id}
    ahead = Box(box.left - IN_LINE, box.top, IN_LINE, box.height)
    return any(ahead.overlaps(boxes[origin]) for origin in origins if origin in boxes)


def _around(box: Box, ids: list[str], taken: list[Box], left_first: bool) -> dict[str, Pill]:
    beside = [_left(box, len(ids)), _above(box, len(ids)), _below(box, len(ids))]
    options = beside if left_first else [*beside[1:], beside[0]]
    chosen = next((option for option in options if _is_free(option, taken)), options[0])
    return dict(zip(ids, chosen, strict=True))


def _is_free(option: Iterable[Pill], taken: list[Box]) -> bool:
    return not any(pill.box.grown(SPACE).overlaps(other) for pill in option for other in taken)


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
    """Set pills two in a row, centred on x, the rows going away from the stage."""
    found = []
    for place in range(number):
        row, column = divmod(place, 2)
        in_row = 2 if number - 2 * row >= 2 else 1
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
