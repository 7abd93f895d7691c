"""Where the labels of triggers stand: beside their line, off boxes, other lines and other labels.

A label is one line of text above a flat piece, two where the piece is too short for that, or two
short lines beside an upright one, so that it never hides an arrow.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from funnelcraft.designer.canvas.routing.traffic import Piece, Traffic, pieces
from funnelcraft.designer.canvas.routing.ways import Way
from funnelcraft.designer.canvas.shapes import Box

SPACE = 7.0  # from the middle of a line to its label: half the widest line and a little air
HEAD = 16.0  # the end of a line that its arrow head covers
_ALONG = (0.5, 0.3, 0.7, 0.15, 0.85)

_ON_BOX = 4_000.0
_ON_LABEL = 3_000.0
_BY_LABEL = 40.0
_AMBIGUOUS = 9.0  # two labels nearer than this could be taken for each other's
_ON_LINE = 300.0
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


def label_for(way: Way, size: LabelSize, traffic: Traffic) -> Label:
    """Return the best place for the label of a line, given all that is drawn already."""
    best: _Draft | None = None
    for draft in sorted(_drafts(pieces(way), way, size), key=lambda draft: draft.cost):
        if best is not None and draft.cost >= best.cost:
            break
        cost = draft.cost + _trouble(draft.label.box, traffic)
        if best is None or cost < best.cost:
            best = _Draft(draft.label, cost)
    return best.label if best else Label(Box(*way[0], *size.flat), False)


def _drafts(line: list[Piece], way: Way, size: LabelSize) -> Iterator[_Draft]:
    """Yield places along a line with what they cost by themselves."""
    last = len(line) - 1
    for place, piece in enumerate(line):
        start, end = piece.start, piece.end
        if place == last:  # keep off the arrow head
            tip = way[-1][0] if piece.flat else way[-1][1]
            start, end = (start + HEAD, end) if tip == piece.start else (start, end - HEAD)
        stacked = not piece.flat or end - start < size.flat[0]
        width, height = size.stacked if stacked else size.flat
        along = width if piece.flat else height
        short = _TOO_SHORT if end - start < along else 0.0
        for share in _ALONG if not short else (0.5,):
            at = start + (end - start) * share
            if short == 0.0:
                at = min(max(at, start + along / 2), end - along / 2)
            off_middle = abs(share - 0.5) * _OFF_MIDDLE
            for side in (0, 1):
                cost = place * _PIECE_ON + off_middle + short + side * _OTHER_SIDE
                box = _box(piece, at, (width, height), side)
                align = "centre" if piece.flat else "right" if side else "left"
                yield _Draft(Label(box, stacked, align), cost)


def _box(piece: Piece, at: float, size: tuple[float, float], side: int) -> Box:
    width, height = size
    if piece.flat:  # above, or below
        top = piece.at + SPACE if side else piece.at - SPACE - height
        return Box(at - width / 2, top, width, height)
    left = piece.at - SPACE - width if side else piece.at + SPACE  # to the right, or left
    return Box(left, at - height / 2, width, height)


def _trouble(box: Box, traffic: Traffic) -> float:
    roomy = box.grown(2.0)
    cost = _ON_BOX * len(traffic.boxes_near(roomy))
    near = traffic.labels_near(box.grown(_AMBIGUOUS))
    cost += sum(_ON_LABEL if roomy.overlaps(other) else _BY_LABEL for other in near)
    return cost + _ON_LINE * len(traffic.pieces_near(box.grown(4.0)))
