"""Where a dragged stage snaps: to its neighbours' edges, middles and distances, else to the grid.

Pure geometry in canvas units. The lines that say why it snapped are guides.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from funnelcraft.designer.canvas.shapes import Box, Point
from funnelcraft.funnel.geometry import GRID

BEYOND = 16.0  # how far a guide reaches beyond what it lines up
FARTHEST = 1200.0  # boxes farther away line up with nothing


@dataclass(frozen=True)
class Guide:
    """A line: along what is in line, or (`is_gap`) across one of several equal distances."""

    start: Point
    end: Point
    is_gap: bool = False


@dataclass(frozen=True)
class Snap:
    """How far to move a box so that it is in place, and the guides that show why."""

    dx: float
    dy: float
    guides: tuple[Guide, ...] = ()


@dataclass(frozen=True)
class _Offer:
    """A move along one axis that brings the box in line or at equal distances."""

    move: float
    box: Box | None = None  # what it is in line with
    line: float = 0.0  # where the line runs, after the move
    gaps: tuple[tuple[Box | None, Box | None], ...] = ()  # None is the moved box


def snap(moving: Box, others: Sequence[Box], tolerance: float, locked: int | None = None) -> Snap:
    """Return where a box snaps: per axis to the nearest guide within the tolerance, else the grid.

    The grid is that of the box's top left corner. Along a `locked` axis (0 across, 1 down) the box
    does not move at all.
    """
    x, y = moving.centre
    near = [  # asked for every stage at every step: tuples, and no call for each
        box
        for box in others
        if -FARTHEST <= box[0] + box[2] / 2 - x <= FARTHEST
        and -FARTHEST <= box[1] + box[3] / 2 - y <= FARTHEST
    ]
    moves, taken = [0.0, 0.0], []
    for axis in (0, 1):
        is_free = axis != locked
        best = _best(_offers(moving, near, axis), tolerance if is_free else 0.0)
        if best:
            moves[axis] = best[0].move
        elif is_free:
            moves[axis] = round(moving[axis] / GRID) * GRID - moving[axis]
        taken.append(best)
    placed = moving.shifted(moves[0], moves[1])
    guides = [guide for axis in (0, 1) for guide in _guides(taken[axis], placed, axis)]
    return Snap(moves[0], moves[1], tuple(dict.fromkeys(guides)))


def _best(offers: Iterable[_Offer], tolerance: float) -> list[_Offer]:
    """Return the offers of the smallest move within the tolerance: those that agree on it."""
    fitting = [offer for offer in offers if abs(offer.move) <= tolerance]
    if not fitting:
        return []
    least = min((offer.move for offer in fitting), key=abs)
    return [offer for offer in fitting if abs(offer.move - least) < 0.01]


def _offers(moving: Box, others: list[Box], axis: int) -> list[_Offer]:
    start, size = moving[axis], moving[axis + 2]
    found = []
    for box in others:
        low, length = box[axis], box[axis + 2]
        # Boxes of one size have their edges in line when their middles are.
        for share in (0.5,) if length == size else (0.0, 0.5, 1.0):
            line = low + share * length
            found.append(_Offer(line - (start + share * size), box, line))
    return found + _gap_offers(moving, others, axis)


def _gap_offers(moving: Box, others: list[Box], axis: int) -> list[_Offer]:
    """Offer equal distances to the neighbours in the same row (or column)."""
    side = 1 - axis
    low, high = moving[side], moving[side] + moving[side + 2]
    row = sorted(
        (box for box in others if box[side] < high and box[side] + box[side + 2] > low),
        key=lambda box: box[axis],
    )
    middle = moving[axis] + moving[axis + 2] / 2
    before = [box for box in row if box[axis] + box[axis + 2] / 2 < middle]
    after = [box for box in row if box[axis] + box[axis + 2] / 2 >= middle]
    start, size = moving[axis], moving[axis + 2]
    found = []
    if before and after:
        room = after[0][axis] - _end(before[-1], axis) - size
        if room > 0:
            goal = _end(before[-1], axis) + room / 2
            pairs = ((before[-1], None), (None, after[0]))
            found.append(_Offer(goal - start, gaps=pairs))
    if len(before) > 1 and (gap := before[-1][axis] - _end(before[-2], axis)) > 0:
        goal = _end(before[-1], axis) + gap
        found.append(_Offer(goal - start, gaps=((before[-2], before[-1]), (before[-1], None))))
    if len(after) > 1 and (gap := after[1][axis] - _end(after[0], axis)) > 0:
        goal = after[0][axis] - gap - size
        found.append(_Offer(goal - start, gaps=((None, after[0]), (after[0], after[1]))))
    return found


def _end(box: Box, axis: int) -> float:
    return box[axis] + box[axis + 2]


def _guides(offers: list[_Offer], placed: Box, axis: int) -> list[Guide]:
    """Return the lines of the offers that were taken: one for all that share a line."""
    found: list[Guide] = []
    lines: dict[float, list[Box]] = {}
    for offer in offers:
        if offer.box is not None:
            lines.setdefault(round(offer.line, 2), []).append(offer.box)
        for first, second in offer.gaps:
            found.append(_across(first or placed, second or placed, axis))
    side = 1 - axis
    for line, boxes in lines.items():
        low = min(box[side] for box in (placed, *boxes)) - BEYOND
        high = max(_end(box, side) for box in (placed, *boxes)) + BEYOND
        found.append(Guide(_point(line, low, axis), _point(line, high, axis)))
    return found


def _across(first: Box, second: Box, axis: int) -> Guide:
    """Return the line across the gap between two boxes."""
    side = 1 - axis
    low = max(first[side], second[side])
    high = min(_end(first, side), _end(second, side))
    at = (low + high) / 2
    start, end = _end(first, axis), second[axis]
    return Guide(_point(start, at, axis), _point(end, at, axis), is_gap=True)


def _point(along: float, aside: float, axis: int) -> Point:
    return (along, aside) if axis == 0 else (aside, along)
