"""What every item of the scene has in common."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsRectItem

from funnelcraft.designer.canvas.items.specks import Specks
from funnelcraft.designer.document import Item
from funnelcraft.designer.look.tokens import Palette

# Below these zooms less is painted, in larger type: words and main figures, from afar larger still,
# then words alone. Below the last one no word can be read: shapes and colours remain.
MIDDLE, FAR, TINY, SPECK = 0.7, 0.52, 0.33, 0.18
CROWD = 200  # stages: beyond so many, their specks are painted together and nothing glides

FADED = 0.28  # strength of what the segment that is looked at has nothing to do with

_NO_PEN = QPen(Qt.PenStyle.NoPen)

LANES, LINES, PILLS, STAGES, TOP = -10.0, 0.0, 1.0, 2.0, 9.0  # what lies above what


class CanvasItem(QGraphicsRectItem):
    """A painted part of the drawing. It shows what it is given and answers no events itself.

    Its room is the rectangle that Qt holds (`occupy`): every paint asks every item for its bounds,
    and thousands of answers from Python take longer than the paint.
    """

    def __init__(self, palette: Palette, item: Item | None = None) -> None:
        super().__init__()
        self.palette = palette
        self.item = item
        self.level = 0.0  # what is selected lies above its like
        self.is_selected = False
        self.is_hovered = False
        self.is_faded = False
        self.is_summed_up = False
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setPen(_NO_PEN)  # else the bounds would be wider than the rectangle

    def occupy(self, room: QRectF) -> None:
        """Take so much room of the drawing: nothing is painted beyond it."""
        self.setRect(room)

    def add_speck(self, specks: Specks, at: QPointF) -> None:
        """Add what is seen of it from so far away that nothing can be read; it stands at `at`."""

    def sum_up(self, summed_up: bool) -> None:
        """Leave the paint to the item that paints the specks of many, or no longer."""
        if summed_up != self.is_summed_up:
            self.is_summed_up = summed_up
            self.setFlag(QGraphicsRectItem.GraphicsItemFlag.ItemHasNoContents, summed_up)

    def paint_speck(self, painter: QPainter) -> None:
        """Paint its own speck."""
        specks = Specks()
        self.add_speck(specks, QPointF())
        specks.paint(painter)

    def set_palette(self, palette: Palette) -> None:
        """Paint in other colours."""
        self.palette = palette
        self.update()

    def lie_at(self, level: float) -> None:
        """Lie above what is at lower levels."""
        self.level = level
        self.setZValue(level)

    def fade(self, faded: bool) -> None:
        """Step back: the segment that is looked at has nothing here."""
        if faded != self.is_faded:
            self.is_faded = faded
            self.appear(1.0)

    def appear(self, strength: float) -> None:
        """Be painted with so much of the usual strength (0-1)."""
        self.setOpacity(strength * (FADED if self.is_faded else 1.0))

    def set_state(self, *, selected: bool | None = None, hovered: bool | None = None) -> None:
        """Show whether the item is selected, and whether the mouse is over it."""
        before = (self.is_selected, self.is_hovered)
        self.is_selected = self.is_selected if selected is None else selected
        self.is_hovered = self.is_hovered if hovered is None else hovered
        if (self.is_selected, self.is_hovered) != before:
            self.setZValue(self.level + (0.5 if self.is_selected else 0.0))
            self.update()


def zoom_of(painter: QPainter) -> float:
    """Return how large the drawing is painted, 1.0 for 100 % on any screen.

    The density of the screen's pixels is no part of a painter's world transform.
    """
    return painter.worldTransform().m11()


def is_far(painter: QPainter) -> bool:
    """Say whether only the largest type can be read."""
    return zoom_of(painter) < FAR


def is_speck(painter: QPainter) -> bool:
    """Say whether nothing can be read at all."""
    return zoom_of(painter) < SPECK


def is_tiny(painter: QPainter) -> bool:
    """Say whether figures can't be read, not even in the largest type: the terms alone remain."""
    return zoom_of(painter) < TINY


def is_middle(painter: QPainter) -> bool:
    """Say whether small type can't be read any more, but a larger one can."""
    return FAR <= zoom_of(painter) < MIDDLE
