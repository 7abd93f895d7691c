"""The lanes of the canvas: tinted bands behind the stages, each with its department's name."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from funnelcraft.designer.canvas.ink import clear, lane_colour, rect
from funnelcraft.designer.canvas.items import LANES, CanvasItem, is_far, is_middle
from funnelcraft.designer.canvas.lettering import font, metrics
from funnelcraft.designer.canvas.plan import lane_title, title_box
from funnelcraft.designer.canvas.regions import Region
from funnelcraft.designer.tokens import LANE_TINT, OFFERED_LANE_TINT, Palette

_CORNER = 12.0


class LanesItem(CanvasItem):
    """All the bands in one item: they share borders and change together."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette)
        self.regions: tuple[Region, ...] = ()
        self.offered: Region | None = None
        self.lie_at(LANES)

    def show_regions(self, regions: tuple[Region, ...]) -> None:
        """Show other bands."""
        if regions != self.regions:
            self.prepareGeometryChange()
            self.regions = regions
            self.update()

    def offer(self, region: Region | None) -> None:
        """Show which band would take what is dragged over it."""
        if region != self.offered:
            self.offered = region
            self.update()

    def boundingRect(self) -> QRectF:
        """Return the room of all bands."""
        bounds = QRectF()
        for region in self.regions:
            bounds = bounds.united(rect(region.box))
        return bounds.adjusted(-4, -4, 4, 4)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Paint the bands and their titles."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        far, middle = is_far(painter), is_middle(painter)
        for region in self.regions:
            colour = lane_colour(self.palette, region.lane)
            is_offered = region == self.offered
            painter.setBrush(clear(colour, OFFERED_LANE_TINT if is_offered else LANE_TINT))
            border = QPen(clear(colour, 0.9 if is_offered else 0.16), 1.8 if is_offered else 1.0)
            painter.setPen(border)
            painter.drawRoundedRect(rect(region.box), _CORNER, _CORNER)
            size = 22 if far else 16 if middle else 11
            painter.setFont(font(size, 600, 1.0))
            painter.setPen(QColor(colour))
            title = title_box(region)
            baseline = title.top + metrics(size, 600, 1.0).ascent()
            painter.drawText(QPointF(title.left, baseline), lane_title(region).upper())
