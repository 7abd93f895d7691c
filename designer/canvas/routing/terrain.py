"""What is drawn already, as the ground that further lines are routed on.

Boxes, lines and texts are bits of a raster, so that to ask whether a way is free takes the same
time whatever is drawn.
"""

from collections.abc import Iterable
from copy import copy
from math import ceil, floor
from typing import NamedTuple

from funnelcraft.designer.canvas.routing.detours import detour
from funnelcraft.designer.canvas.routing.raster import UNIT, Raster, solid
from funnelcraft.designer.canvas.routing.traffic import CLEARANCE, Traffic, pieces
from funnelcraft.designer.canvas.routing.ways import LANE, STUB, Port, Way
from funnelcraft.designer.canvas.shapes import Box, around

FARTHEST = 100_000  # rows

# Measures in the raster's units of four.
LANES, STUBS, CLEAR = round(LANE / UNIT), round(STUB / UNIT), ceil(CLEARANCE / UNIT)

Bits = dict[int, int]


class Ground:
    """What is drawn already: boxes that no line runs through, and what it had better not meet."""

    def __init__(self, boxes: tuple[Box, ...], room: Box | None = None) -> None:
        """Take the boxes; if a room is given, nothing is drawn beyond it that meets others."""
        self.boxes = boxes
        near = boxes if room is None else tuple(box for box in boxes if box.overlaps(room))
        self.solid = solid(near, CLEARANCE, around(boxes))
        self.ink = Raster(self.solid.left, self.solid.top)  # lines and texts as they are
        self.busy = Raster(self.solid.left, self.solid.top)  # where no further line fits
        self._traffic: Traffic | None = None

    def copy(self) -> "Ground":
        """Return a ground that can be drawn on without changing this one."""
        made = copy(self)
        made.ink, made.busy = self.ink.copy(), self.busy.copy()
        return made

    def stand(self, boxes: Iterable[Box]) -> None:
        """Add boxes that stand in the way too."""
        added = tuple(boxes)
        self.boxes = (*self.boxes, *added)
        self.solid = self.solid.copy()
        self._traffic = None
        for box in added:
            self.solid.take(box.grown(CLEARANCE))

    def draw(self, way: Way) -> None:
        """Take note of a line."""
        for flat, at, start, end in pieces(way):
            self.ink.take_line(flat, at, start, end)
            self.busy.take_line(flat, at, start - UNIT, end + UNIT, round(LANE / UNIT) - 1)

    def write(self, text: Box) -> None:
        """Take note of a text."""
        self.ink.take(text)
        self.busy.take(text)

    def detour(self, origin: Box, target: Box) -> Way | None:
        """Return the way round a crowd, where no other is found."""
        if self._traffic is None:
            self._traffic = Traffic(self.boxes)
        return detour(origin, target, self._traffic)

    def map(self, *, turned: bool, alone: bool) -> "Map":
        """Return the ground to find a way on; `turned` with x and y exchanged."""
        walls, busy = self.solid, self.busy
        none: Bits = {}
        across = (walls.rows, busy.rows if alone else none)
        down = (walls.columns, busy.columns if alone else none)
        if turned:
            return Map(*down, *across, walls.top, walls.left)
        return Map(*across, *down, walls.left, walls.top)


class Map(NamedTuple):
    """Rows and columns with their walls and lines; columns begin at `left`, rows at `top`."""

    row_walls: Bits
    row_lines: Bits
    column_walls: Bits
    column_lines: Bits
    left: float
    top: float

    def place(self, p: Port) -> tuple[int, int]:
        """Return the column and row of a port."""
        x, y = floor((p.x - self.left) / UNIT + 0.5), floor((p.y - self.top) / UNIT + 0.5)
        return max(x, 0), max(y, 0)

    def open_row(self, y: int, x1: int, x2: int) -> bool:
        """Say whether a piece along x is free."""
        walls, lines = self.row_walls.get(y, 0), self.row_lines.get(y, 0)
        if not (walls or lines):
            return True
        low, size = (x1, x2 - x1) if x2 >= x1 else (x2, x1 - x2)
        return not (walls | lines) >> low & ((1 << (size + 1)) - 1)

    def open_column(self, x: int, y1: int, y2: int) -> bool:
        """Say whether a piece along y is free."""
        walls, lines = self.column_walls.get(x, 0), self.column_lines.get(x, 0)
        if not (walls or lines):
            return True
        low, size = (y1, y2 - y1) if y2 >= y1 else (y2, y1 - y2)
        return not (walls | lines) >> low & ((1 << (size + 1)) - 1)

    def reach(self, x: int, y: int) -> range:
        """Return the rows around one that a piece along y in a column can run to from there."""
        taken = self.column_walls.get(x, 0) | self.column_lines.get(x, 0)
        below = taken >> y
        if below & 1:
            return range(0)
        start = (taken & ((1 << y) - 1)).bit_length()
        stop = y + (below & -below).bit_length() - 1 if below else y + FARTHEST
        return range(start, stop)

    def leaves(self, p: Port) -> bool:
        """Say whether a line can leave a port along x."""
        x, y = self.place(p)
        return x >= STUBS and self.open_row(y, x + p.dx * CLEAR, x + p.dx * STUBS)

    def x(self, column: int) -> float:
        """Return the x of a column."""
        return self.left + column * UNIT

    def y(self, row: int) -> float:
        """Return the y of a row."""
        return self.top + row * UNIT
