"""Where the labels of triggers stand: beside their line, off boxes, other lines and other labels.

A label is one line of text above a flat piece, or two short lines beside an upright one, so that
it never hides an arrow.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from funnelcraft.designer.canvas.shapes import Box
from funnelcraft.designer.canvas.traffic import Piece, pieces
from funnelcraft.designer.canvas.ways import Way

SPACE = 7.0  # from the middle of a line to its label: half the widest line and a little air
HEAD = 16.0  # the end of a line that its arrow head covers
_ALONG = (0.5, 0.3, 0.7, 0.15, 0.85)

_ON_BOX = 4_000.0
_ON_LABEL = 3_000.0
_ON_LINE = 300.0
_ON_TITLE = 150.0
_OTHER_SIDE = 6.0
_OFF_MIDDLE = 20.0
_PIECE_ON = 25.0  # for every piece farther from where the lead comes from
_TOO_SHORT = 120.0


class LabelSize(NamedTuple):
    """How wide and high a label is, set in one line and in two."""

    flat: tuple[float, float]
    stacked: tuple[float, float]


@dataclass(frozen=True)
class Label:
    """Where a label stands, and whether it is set in two lines; `align` as to its line."""

    box: Box
    stacked: bool
    align: str = "centre"


class _Draft(NamedTuple):
    label: Label
    cost: float


def labels(
    ways: Mapping[str, Way],
    sizes: Mapping[str, LabelSize],
    boxes: Iterable[Box],
    titles: Iterable[Box] = (),
    kept: Mapping[str, Label] | None = None,
) -> dict[str, Label]:
    """Return a place for every sized label. `kept` labels stay where they are."""
    found = dict(kept or {})
    obstacles = tuple(boxes)
    named = tuple(titles)
    lines = {line_id: pieces(way) for line_id, way in ways.items()}
    order = [line_id for line_id in ways if line_id in sizes and line_id not in found]
    order.sort(key=lambda line_id: _room(lines[line_id]))  # the ones with the least choice first
    for line_id in order:
        taken = [label.box for label in found.values()]
        own = lines[line_id]
        best: _Draft | None = None
        for draft in sorted(_drafts(own, ways[line_id], sizes[line_id]), key=lambda d: d.cost):
            if best is not None and draft.cost >= best.cost:
                break
            cost = draft.cost + _trouble(draft.label.box, obstacles, taken, lines.values(), named)
            if best is None or cost < best.cost:
                best = _Draft(draft.label, cost)
        if best is not None:
            found[line_id] = best.label
    return found


def _room(line: list[Piece]) -> float:
    return sum(piece.end - piece.start for piece in line)


def _drafts(line: list[Piece], way: Way, size: LabelSize) -> Iterator[_Draft]:
    """Yield places along a line with what they cost by themselves."""
    last = len(line) - 1
    for place, piece in enumerate(line):
        start, end = piece.start, piece.end
        if place == last:  # keep off the arrow head
            tip = way[-1][0] if piece.flat else way[-1][1]
            start, end = (start + HEAD, end) if tip == piece.start else (start, end - HEAD)
        width, height = size.flat if piece.flat else size.stacked
        along = width if piece.flat else height
        short = _TOO_SHORT if end - start < along else 0.0
        for share in _ALONG if not short else (0.5,):
            at = start + (end - start) * share
            if short == 0.0:
                at = min(max(at, start + along / 2), end - along / 2)
            off_middle = abs(share - 0.5) * _OFF_MIDDLE
            for side in (0, 1):
                cost = place * _PIECE_ON + off_middle + short + side * _OTHER_SIDE
                yield _Draft(_label(piece, at, (width, height), side), cost)


def _label(piece: Piece, at: float, size: tuple[float, float], side: int) -> Label:
    width, height = size
    if piece.flat:  # above, or below
        top = piece.at + SPACE if side else piece.at - SPACE - height
        return Label(Box(at - width / 2, top, width, height), False)
    left = piece.at - SPACE - width if side else piece.at + SPACE  # to the right, or left
    return Label(Box(left, at - height / 2, width, height), True, "right" if side else "left")


def _trouble(
    box: Box,
    obstacles: tuple[Box, ...],
    taken: list[Box],
    lines: Iterable[list[Piece]],
    titles: tuple[Box, ...],
) -> float:
    roomy = box.grown(2.0)
    cost = sum(_ON_BOX for other in obstacles if roomy.overlaps(other))
    cost += sum(_ON_LABEL for other in taken if roomy.overlaps(other))
    cost += sum(_ON_TITLE for other in titles if roomy.overlaps(other))
    for line in lines:
        cost += sum(_ON_LINE for piece in line if _crosses(piece, box))
    return cost


def _crosses(piece: Piece, box: Box) -> bool:
    if piece.flat:
        inside = box.top - 4 < piece.at < box.bottom + 4
        return inside and piece.start < box.right and piece.end > box.left
    inside = box.left - 4 < piece.at < box.right + 4
    return inside and piece.start < box.bottom and piece.end > box.top
