"""A stage on the canvas: its card, or the diamond of a gate."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from funnelcraft.designer.canvas.ink import mixed
from funnelcraft.designer.canvas.items.item import is_speck
from funnelcraft.designer.canvas.items.marks import BADGE_HEIGHT, badge_width
from funnelcraft.designer.canvas.items.specks import Specks
from funnelcraft.designer.canvas.items.stage_card import DIAMOND, FAR_BADGE, badge_end, paint_card
from funnelcraft.designer.canvas.items.stage_state import CARD, StageState
from funnelcraft.designer.canvas.shapes import Box
from funnelcraft.designer.look.theme import level_colour
from funnelcraft.designer.look.tokens import heat_colour
from funnelcraft.funnel.geometry import STAGE_HEIGHT, STAGE_WIDTH

_SPECK_EDGE = QRectF(0, 0, STAGE_WIDTH * 0.3, STAGE_HEIGHT)
_SPECK_REST = CARD.adjusted(_SPECK_EDGE.width(), 0, 0, 0)


class StageItem(StageState):
    """The card of a stage, as the mouse and the painter meet it."""

    def shape(self) -> QPainterPath:
        """Return what the mouse hits."""
        path = QPainterPath()
        path.addRect(CARD)
        return path

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint the card."""
        if is_speck(painter):
            self.paint_speck(painter)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_card(painter, self, stamped=widget is not None)

    @property
    def badge_room(self) -> Box | None:
        """The room of the badge in the scene at any zoom; None where there is no badge."""
        if self.badge is None:
            return None
        right, y = badge_end(self, FAR_BADGE)
        wide, high = badge_width(self.badge) * FAR_BADGE, BADGE_HEIGHT * FAR_BADGE
        return Box(self.x() + right - wide, self.y() + y - high / 2, wide, high)

    def add_speck(self, specks: Specks, at: QPointF) -> None:
        """Add the shape in its colour or heat, and a dot where there are findings."""
        palette = self.palette
        colour = mixed(self.colour, palette.panel, 0.45)
        is_marked = self.is_selected or self.is_target
        if is_marked:
            colour = QColor(palette.accent)
        if self.face.kind == "gate":
            specks.diamond(DIAMOND.translated(at), colour)
        elif self.heat is None or is_marked:
            specks.card(CARD.translated(at), colour)
        else:  # the lane's colour remains at the left, as on the card
            hot = mixed(heat_colour(palette), palette.panel, 0.12 + 0.88 * self.heat)
            specks.card(_SPECK_EDGE.translated(at), colour)
            specks.card(_SPECK_REST.translated(at), hot)
        if self.badge is not None:
            corner = QPointF(STAGE_WIDTH * (0.75 if self.face.kind == "gate" else 1.0), 0.0)
            specks.dot(at + corner, level_colour(palette, self.badge.level))
