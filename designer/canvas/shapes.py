"""Points and boxes of the drawing, in canvas units (y grows downwards). No Qt."""

from collections.abc import Iterable
from math import isfinite
from typing import NamedTuple

from funnelcraft.funnel.geometry import STAGE_HEIGHT, STAGE_WIDTH
from funnelcraft.funnel.model import Position, Stage

Point = tuple[float, float]

# What a file places farther out is drawn at this edge: huge or missing numbers break a scene.
FARTHEST = 100_000.0


class Box(NamedTuple):
    """A rectangle along the axes."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of the right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The y of the bottom edge."""
        return self.top + self.height

    @property
    def centre(self) -> Point:
        """The point in the middle."""
        return self.left + self.width / 2, self.top + self.height / 2

    def grown(self, by: float) -> "Box":
        """Return the box with its edges farther out by so much."""
        return Box(self.left - by, self.top - by, self.width + 2 * by, self.height + 2 * by)

    def shifted(self, dx: float, dy: float) -> "Box":
        """Return the box moved."""
        return Box(self.left + dx, self.top + dy, self.width, self.height)

    def overlaps(self, other: "Box") -> bool:
        """Say whether the two boxes share more than an edge."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def contains(self, point: Point) -> bool:
        """Say whether a point lies in the box or on its edge."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom


def around(boxes: Iterable[Box]) -> Box | None:
    """Return the smallest box that holds all the given ones; None where there is none."""
    edges = [(left, top, left + width, top + height) for left, top, width, height in boxes]
    if not edges:
        return None
    lefts, tops, rights, bottoms = zip(*edges, strict=True)
    left, top = min(lefts), min(tops)
    return Box(left, top, max(rights) - left, max(bottoms) - top)


def box_of_points(points: Iterable[Point]) -> Box | None:
    """Return the smallest box around points; None where there are none."""
    held = list(points)
    if not held:
        return None
    xs, ys = zip(*held, strict=True)
    left, top = min(xs), min(ys)
    return Box(left, top, max(xs) - left, max(ys) - top)


def drawable(position: Position) -> Point:
    """Return a position that can be drawn: finite, and not farther out than `FARTHEST`."""
    x, y = position
    if -FARTHEST <= x <= FARTHEST and -FARTHEST <= y <= FARTHEST:  # false for what is no number
        return x, y
    x, y = (min(max(value, -FARTHEST), FARTHEST) if isfinite(value) else 0.0 for value in position)
    return x, y


def stage_box(stage: Stage) -> Box:
    """Return the box in which a stage is drawn."""
    return box_at(stage.position)


def box_at(position: Position) -> Box:
    """Return the box in which a stage at a position is drawn."""
    return Box(*drawable(position), STAGE_WIDTH, STAGE_HEIGHT)
