"""What a new line must heed: the boxes in its way, and the lines and texts drawn already."""

from collections.abc import Iterable
from itertools import pairwise
from math import floor
from typing import NamedTuple

from funnelcraft.designer.canvas.routing.ways import LANE, STUB, Port, Way
from funnelcraft.designer.canvas.shapes import Box

CELL = 264.0
CLEARANCE = 10.0  # a line keeps this far from boxes it does not touch

# What each flaw of a line costs, in units of its length.
HIT = 5_000.0
OVERLAP = 600.0
CROSSING = 45.0
ON_LABEL = 220.0
JOG = 90.0  # a piece between two turns that is shorter than the turns need
SHORTEST_PIECE = 16.0


class Piece(NamedTuple):
    """A straight piece of a line: along x at `at` = y, or along y at `at` = x."""

    flat: bool
    at: float
    start: float
    end: float


def pieces(way: Way) -> list[Piece]:
    """Return the straight pieces of a way."""
    found = []
    for (x1, y1), (x2, y2) in pairwise(way):
        if y1 == y2:
            found.append(Piece(True, y1, min(x1, x2), max(x1, x2)))
        else:
            found.append(Piece(False, x1, min(y1, y2), max(y1, y2)))
    return found


def passes(way: Way, box: Box) -> bool:
    """Say whether a way runs through a box."""
    return any(_extent(piece).overlaps(box) for piece in pieces(way))


Cell = tuple[int, int]


def _cells(left: float, top: float, right: float, bottom: float) -> list[Cell]:
    rows = range(floor(top / CELL), floor(bottom / CELL) + 1)
    return [(x, y) for x in range(floor(left / CELL), floor(right / CELL) + 1) for y in rows]


class Traffic:
    """The boxes and lines of a drawing in the making, found by place."""

    def __init__(self, boxes: Iterable[Box], clearance: float = CLEARANCE) -> None:
        self._boxes: dict[Cell, list[Box]] = {}
        self._pieces: dict[Cell, list[Piece]] = {}
        self._labels: dict[Cell, list[Box]] = {}
        for box in boxes:
            for cell in _cells(*_edges(box.grown(clearance))):
                self._boxes.setdefault(cell, []).append(box)

    def add(self, way: Way) -> None:
        """Take note of a line that is drawn."""
        for piece in pieces(way):
            for cell in _piece_cells(piece, LANE):
                self._pieces.setdefault(cell, []).append(piece)

    def add_label(self, box: Box) -> None:
        """Take note of a text that lines had better not cross."""
        for cell in _cells(*_edges(box)):
            self._labels.setdefault(cell, []).append(box)

    def boxes_near(self, area: Box) -> list[Box]:
        """Return the boxes that touch an area, each once."""
        return _touching(self._boxes, area)

    def labels_near(self, area: Box) -> list[Box]:
        """Return the texts that touch an area, each once."""
        return _touching(self._labels, area)

    def pieces_near(self, area: Box) -> set[Piece]:
        """Return the pieces of lines that run through an area."""
        found = {piece for cell in _cells(*_edges(area)) for piece in self._pieces.get(cell, ())}
        return {piece for piece in found if _extent(piece).overlaps(area)}

    def watch(self, origin: Box, target: Box) -> "Watch":
        """Return what tells the cost of ways from one box to another."""
        return Watch(self, origin, target)

    def hits(self, way: Way, origin: Box, target: Box) -> int:
        """Return how many times a way runs through or too close along a box."""
        parts = pieces(way)
        last = len(parts) - 1
        return sum(
            self.hits_of(piece, origin, target, place == 0, place == last)
            for place, piece in enumerate(parts)
        )

    def hits_of(self, piece: Piece, origin: Box, target: Box, first: bool, last: bool) -> int:
        """Return how many boxes a piece of a way runs through or too close along.

        The first piece may touch the origin, the last one the target.
        """
        flat, at, start, end = piece
        hit: list[Box] = []
        for cell in _piece_cells(piece):
            for box in self._boxes.get(cell, ()):
                left, top, width, height = box
                low, near, long, wide = (
                    (left, top, width, height) if flat else (top, left, height, width)
                )
                if not (near - CLEARANCE < at < near + wide + CLEARANCE):
                    continue
                touching = (first and box == origin) or (last and box == target)
                margin = -1.0 if touching else CLEARANCE
                if near - margin < at < near + wide + margin and (
                    start < low + long + margin and end > low - margin and box not in hit
                ):
                    hit.append(box)
        return len(hit)

    def company_of(self, piece: Piece) -> float:
        """Return the cost of running along or across the lines and texts drawn already."""
        flat, at, start, end = piece
        met: dict[Piece, float] = {}
        for cell in _piece_cells(piece):
            for other in self._pieces.get(cell, ()):
                other_flat, other_at, other_start, other_end = other
                if other_flat != flat:
                    if start < other_at < end and other_start < at < other_end:
                        met[other] = CROSSING
                elif -LANE < other_at - at < LANE:
                    shared = min(end, other_end) - max(start, other_start)
                    if shared > -4.0:
                        met[other] = OVERLAP + 2 * max(shared, 0.0)
        crossed = self.labels_near(_extent(piece).grown(2.0))
        return sum(met.values()) + ON_LABEL * len(crossed)


class Watch:
    """The cost of ways between two boxes, each piece looked at once: many ways share pieces."""

    def __init__(self, traffic: Traffic, origin: Box, target: Box) -> None:
        self._traffic = traffic
        self._origin, self._target = origin, target
        self._known: dict[tuple[Piece, bool, bool], float] = {}

    def cost(self, way: Way, limit: float) -> float:
        """Return what the flaws of a way cost; some amount over `limit` once it is passed."""
        total = 0.0
        parts = pieces(way)
        last = len(parts) - 1
        for place, piece in enumerate(parts):
            if 0 < place < last and piece.end - piece.start < SHORTEST_PIECE:
                total += JOG
            total += self._cost_of(piece, place == 0, place == last)
            if total > limit:
                return total
        return total

    def is_open(self, p: Port) -> bool:
        """Say whether a line that ends at a port keeps clear of the lines drawn already."""
        end = (p.x + p.dx * STUB, p.y + p.dy * STUB)
        (stub,) = pieces(((p.x, p.y), end))
        return self._traffic.company_of(stub) < OVERLAP

    def _cost_of(self, piece: Piece, first: bool, last: bool) -> float:
        known = self._known.get((piece, first, last))
        if known is None:
            hits = self._traffic.hits_of(piece, self._origin, self._target, first, last)
            known = hits * HIT + (0.0 if hits else self._traffic.company_of(piece))
            self._known[piece, first, last] = known
        return known


def _edges(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom


def _touching(boxes: dict[Cell, list[Box]], area: Box) -> list[Box]:
    left, top, right, bottom = _edges(area)
    found: list[Box] = []
    for cell in _cells(left, top, right, bottom):
        for box in boxes.get(cell, ()):
            x, y, width, height = box
            if (
                x < right and left < x + width and y < bottom and top < y + height
            ) and box not in found:
                found.append(box)
    return found


def _extent(piece: Piece) -> Box:
    """Return the box of a piece, which has no height or no width."""
    flat, at, start, end = piece
    return Box(start, at, end - start, 0.0) if flat else Box(at, start, 0.0, end - start)


def _piece_cells(piece: Piece, margin: float = 0.0) -> list[Cell]:
    flat, at, start, end = piece
    if flat:
        return _cells(start - margin, at - margin, end + margin, at + margin)
    return _cells(at - margin, start - margin, at + margin, end + margin)
