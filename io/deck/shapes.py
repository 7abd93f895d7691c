"""What a page is painted with: blocks, polygons and texts in a box, for every renderer alike."""

from dataclasses import dataclass
from typing import Literal

from funnelcraft.io.deck.page import Role

Colour = Role | Literal["panel", "ground", "line"]
Side = Literal["left", "centre", "right"]
Height = Literal["top", "middle", "bottom"]


@dataclass(frozen=True)
class Box:
    """A rectangle, in the units of a page: 1280 across and 720 down."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height

    def inside(self, left: float, top: float, right: float, bottom: float) -> "Box":
        """Return what is left after margins."""
        width, height = self.width - left - right, self.height - top - bottom
        return Box(self.left + left, self.top + top, width, height)


@dataclass(frozen=True)
class Ink:
    """A colour by what it says, laid over the ground with a strength of 0–1."""

    colour: Colour
    strength: float = 1.0


@dataclass(frozen=True)
class Block:
    """A rectangle with round corners."""

    box: Box
    fill: Ink
    corner: float = 0.0


@dataclass(frozen=True)
class Polygon:
    """A filled polygon."""

    points: tuple[tuple[float, float], ...]
    fill: Ink


@dataclass(frozen=True)
class Line:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    stroke: Ink
    width: float = 1.0


@dataclass(frozen=True)
class Words:
    """A text in a box: as large as `size`, smaller where it would not have room."""

    text: str
    box: Box
    size: float
    ink: Ink = Ink("ink")
    bold: bool = False
    side: Side = "left"
    height: Height = "top"


Shape = Block | Polygon | Line | Words
