"""The measures of the drawing, in canvas units: shared by templates, imports and the canvas.

A stage's `position` is the top left corner of its box.
"""

GRID = 8.0
STAGE_WIDTH = 168.0
STAGE_HEIGHT = 104.0
COLUMN = 264.0  # from one stage's left edge to the next one's: room for a trigger's label
ROW = 176.0  # from one row's top edge to the next one's


def snapped(x: float, y: float) -> tuple[float, float]:
    """Return the point of the grid nearest to x, y."""
    return round(x / GRID) * GRID, round(y / GRID) * GRID
