"""Which places of a drawing are taken, as bits: the index for drawings of many lines.

Every fourth unit of the canvas is a row and a column. A row's bits are its columns, held in one
integer, so that a straight piece of any length is tested by one AND.
"""

from functools import lru_cache
from itertools import pairwise
from math import ceil, floor

from funnelcraft.designer.canvas.routing.ways import Way
from funnelcraft.designer.canvas.shapes import Box, around

UNIT = 4.0
ROOM = 4_000.0  # what is kept track of around the boxes


class Raster:
    """Rows and columns from a corner on, with the bits that are taken in each."""

    def __init__(self, left: float, top: float) -> None:
        self.left, self.top = left, top
        self.rows: dict[int, int] = {}
        self.columns: dict[int, int] = {}

    def copy(self) -> "Raster":
        """Return a raster of its own with the same bits."""
        made = Raster(self.left, self.top)
        made.rows, made.columns = self.rows.copy(), self.columns.copy()
        return made

    def row(self, y: float) -> int:
        """Return the row nearest to a y."""
        return max(floor((y - self.top) / UNIT + 0.5), 0)

    def column(self, x: float) -> int:
        """Return the column nearest to an x."""
        return max(floor((x - self.left) / UNIT + 0.5), 0)

    def take(self, box: Box) -> None:
        """Take the inside of a box."""
        across, down = self._inside(box)
        if not across or not down:
            return
        bits = ((1 << len(across)) - 1) << across.start
        rows = self.rows
        for row in down:
            rows[row] = rows.get(row, 0) | bits
        bits = ((1 << len(down)) - 1) << down.start
        columns = self.columns
        for column in across:
            columns[column] = columns.get(column, 0) | bits

    def take_line(self, flat: bool, at: float, start: float, end: float, broader: int = 0) -> None:
        """Take a straight piece: along x at `at` = y, or along y at `at` = x.

        `broader` takes so many rows or columns more at each side.
        """
        if flat:
            place, first, last = self.row(at), self.column(start), self.column(end)
            lines = self.rows
        else:
            place, first, last = self.column(at), self.row(start), self.row(end)
            lines = self.columns
        bits = ((1 << (last - first + 1)) - 1) << first
        for one in range(max(place - broader, 0), place + broader + 1):
            lines[one] = lines.get(one, 0) | bits

    def is_free(self, box: Box) -> bool:
        """Say whether nothing is taken inside a box."""
        across, down = self._inside(box)
        bits = ((1 << len(across)) - 1) << across.start
        rows = self.rows
        for row in down:
            if rows.get(row, 0) & bits:
                return False
        bits = ((1 << len(down)) - 1) << down.start
        columns = self.columns
        return all(not columns.get(column, 0) & bits for column in across)

    def is_free_along(self, way: Way) -> bool:
        """Say whether nothing is taken on the straight pieces of a way."""
        for (x1, y1), (x2, y2) in pairwise(way):
            if y1 == y2:
                taken, a, b = self.rows.get(self.row(y1), 0), self.column(x1), self.column(x2)
            else:
                taken, a, b = self.columns.get(self.column(x1), 0), self.row(y1), self.row(y2)
            if taken and taken >> min(a, b) & ((1 << (abs(b - a) + 1)) - 1):
                return False
        return True

    def _inside(self, box: Box) -> tuple[range, range]:
        """Return the columns and rows strictly inside a box."""
        left, top, width, height = box
        left, top = left - self.left, top - self.top
        return (
            range(max(floor(left / UNIT) + 1, 0), max(ceil((left + width) / UNIT), 0)),
            range(max(floor(top / UNIT) + 1, 0), max(ceil((top + height) / UNIT), 0)),
        )


@lru_cache(maxsize=2)
def solid(boxes: tuple[Box, ...], clearance: float, whole: Box | None = None) -> Raster:
    """Return a raster of boxes that lines keep clear of. Shared: it must not be changed.

    `whole` holds all boxes of the drawing, where these are but some: equal drawings have equal
    rasters.
    """
    whole = whole or around(boxes) or Box(0.0, 0.0, 0.0, 0.0)
    made = Raster(whole.left - ROOM, whole.top - ROOM)
    for box in boxes:
        made.take(box.grown(clearance))
    return made
